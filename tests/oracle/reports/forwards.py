"""Forwards, links, and what channels publish alike."""

from datetime import date

import frame
from texts import ADDRESSES, fold

HOSTS = dict(ADDRESSES)


def source_of(world, post):
    """The channel of the original where the world has it, else the name that the input gives; None when unknown.

    From its own name a channel forwards itself, unless another one has that name.
    """
    if post.origin is None:
        return None
    namesakes = [channel for channel in world.channels if channel.name == post.origin.name]
    if post.origin.external_id is None and namesakes == [post.channel]:
        return post.channel
    for channel in world.channels:
        if post.origin.external_id is not None and channel.external_id == post.origin.external_id:
            return channel
    return post.origin.name


def labels(world):
    """What the ends of networks are called: with the id in brackets where several that may be in one have one name."""
    ends = {post.channel for post in world.posts} | {source_of(world, post) for post in world.posts} - {None}
    called = {end: end if isinstance(end, str) else frame.plain_label(end) for end in ends}
    names = list(called.values())

    def told_apart(end):
        number = None if isinstance(end, str) else end.external_id
        return f"{called[end]} ({number or 'telegram'})"

    return {end: called[end] if names.count(called[end]) == 1 else told_apart(end) for end in ends}


def forward_network(world, values):
    posts = frame.chosen(world, values)
    pairs = {}
    for post in posts:
        source = source_of(world, post)
        if source is not None:
            pairs.setdefault((post.channel, source), []).append(post)
    rows = []
    for (channel, source), here in pairs.items():
        everything = sum(post.channel is channel for post in posts)
        if len(here) >= values.get("min-weight", 1):
            rows.append(
                {
                    "source": channel,
                    "target": source,
                    "weight": len(here),
                    "first": frame.first_day(here),
                    "last": frame.last_day(here),
                    "share": frame.percent(len(here), everything),
                    "all_posts": everything,
                }
            )
    called = labels(world)
    rows = [{**row, "source": called[row["source"]], "target": called[row["target"]]} for row in rows]
    rows.sort(key=lambda row: (-row["weight"], row["source"], row["target"]))
    return frame.top(rows, values.get("top", 20))


def forward_sources(world, values):
    posts = frame.chosen(world, values)
    pairs = {}
    for post in posts:
        if post.is_forward:
            pairs.setdefault((post.channel, source_of(world, post)), []).append(post)
    rows = []
    for (channel, source), here in pairs.items():
        everything = sum(post.channel is channel for post in posts)
        called = source if isinstance(source, str) else "unknown" if source is None else frame.label(world, source)
        rows.append(
            {
                "channel": frame.label(world, channel),
                "source": called,
                "forwards": len(here),
                "share": frame.percent(len(here), everything),
                "all_posts": everything,
            }
        )
    rows.sort(key=lambda row: (-row["forwards"], row["channel"], row["source"]))
    return frame.top(rows, values.get("top", 20))


def top_links(world, values):
    posts = frame.chosen(world, values)
    level = values.get("level", "host")

    def linked(post):
        return {url if level == "url" else HOSTS[url] or "no host" for url, _ in post.content.links}

    rows = []
    for value in {value for post in posts for value in linked(post)}:
        here = [post for post in posts if value in linked(post)]
        channels = len({post.channel for post in here})
        share = frame.percent(len(here), len(posts))
        row = {"value": value, "posts": len(here), "channels": channels, "share": share, "all_posts": len(posts)}
        rows.append(row)
    rows.sort(key=lambda row: (-row["posts"], row["value"]))
    return frame.top(rows, values.get("top", 20))


def copypasta(world, values):
    posts = frame.chosen(world, values, forwards="no")
    copies = {}
    for post in posts:
        if len(fold(post.text)) >= values.get("min-length", 40):
            copies.setdefault(fold(post.text), []).append(post)
    rows = []
    for here in copies.values():
        channels = len({post.channel for post in here})
        if channels < values.get("min-channels", 2):
            continue
        shown, is_known = first_of(world, here)
        rows.append(
            {
                "text": shown.text,
                "channels": channels,
                "posts": len(here),
                "first": frame.first_day(here),
                "last": frame.last_day(here),
                "first_channel": frame.label(world, shown.channel) if is_known else None,
                "link": shown.link,
                "share": frame.percent(len(here), len(posts)),
                "all_posts": len(posts),
            }
        )
    undated = date.max
    rows.sort(key=lambda row: (-row["channels"], -row["posts"], row["first"] or undated, row["text"]))
    return frame.top(rows, values.get("top", 20))


def first_of(world, posts):
    """The first of posts with one text, and whether the times tell the channel that was first."""
    day = frame.first_day(posts)
    here = [post for post in posts if post.day == day] if day is not None else posts
    bare = [post for post in here if post.instant is None]
    if bare or day is None:
        candidates, is_known = bare, day is not None and len({post.channel for post in here}) == 1
    else:
        first = min(post.instant for post in here)
        candidates = [post for post in here if post.instant == first]
        is_known = len({post.channel for post in candidates}) == 1
    return min(candidates, key=lambda post: (frame.label(world, post.channel), post.loaded)), is_known


def objects(world, post, kind, least):
    """What may be the same in two posts."""
    if kind == "text":
        return {fold(post.text)} if len(fold(post.text)) >= least else set()
    if kind == "link":
        return {url for url, _ in post.content.links}
    if kind == "hashtag":
        return set(frame.tags(post))
    if kind == "point":
        return {item.theme for item in post.content.items if frame.is_grouped(world, item)}
    source = source_of(world, post)
    if source is None or post.origin.post is None:
        return set()
    return {(source, post.origin.post.number)}


def coordinated_posts(world, values):
    posts = frame.chosen(world, values)
    kind, window = values.get("object", "link"), values.get("window", 60)
    timed = [post for post in posts if post.instant is not None]
    things = {post: objects(world, post, kind, values.get("min-length", 40)) for post in timed}
    rows = []
    for source in world.channels:
        for target in world.channels:
            if source is target:
                continue
            followers, shared = {}, set()
            for post in timed:
                for other in timed:
                    if post.channel is not target or other.channel is not source:
                        continue
                    lag = int((post.instant - other.instant).total_seconds())
                    # Of one instant nobody is first: it counts for the pair in order of names alone.
                    in_order = lag > 0 or (lag == 0 and frame.label(world, source) < frame.label(world, target))
                    same = things[post] & things[other]
                    if same and in_order and lag <= window:
                        followers[post] = min(lag, followers.get(post, lag))
                        shared |= same
            everything = [post for post in posts if post.channel is target]
            enough = len(followers) >= values.get("min-times", 2) and len(shared) >= values.get("min-objects", 1)
            if not followers or not enough:
                continue
            rows.append(
                {
                    "source": frame.label(world, source),
                    "target": frame.label(world, target),
                    "weight": len(followers),
                    "objects": len(shared),
                    "median_lag_s": frame.median(followers.values()),
                    "first": frame.first_day(followers),
                    "last": frame.last_day(followers),
                    "share": frame.percent(len(followers), len(everything)),
                    "timed_posts": sum(post.instant is not None for post in everything),
                    "all_posts": len(everything),
                }
            )
    rows.sort(key=lambda row: (-row["weight"], -row["objects"], row["source"], row["target"]))
    return frame.top(rows, values.get("top", 20))
