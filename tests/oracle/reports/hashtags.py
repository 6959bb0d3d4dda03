"""Hashtags."""

from itertools import combinations

import frame


def carries(post, tag):
    return tag in frame.tags(post)


def uses(posts, tag):
    return sum(frame.tags(post).count(tag) for post in posts)


def tags_of(posts, values):
    """All tags of the posts, or of these the ones asked for; most posts first, then most uses, then by name."""
    found = {tag for post in posts for tag in frame.tags(post)}
    if values.tag:
        found &= set(values.tag)

    def key(tag):
        return (-sum(carries(post, tag) for post in posts), -uses(posts, tag), tag)

    return sorted(found, key=key)


def top_hashtags(world, values):
    posts = frame.chosen(world, values, tag=False)
    rows = []
    for tag in tags_of(posts, values):
        here = [post for post in posts if carries(post, tag)]
        rows.append(
            {
                "rank": 0,
                "tag": tag,
                "posts": len(here),
                "uses": uses(here, tag),
                "channels": len({post.channel for post in here}),
                "share": frame.percent(len(here), len(posts)),
                "first": frame.first_day(here),
                "last": frame.last_day(here),
                "all_posts": len(posts),
            }
        )
    for row in rows:
        row["rank"] = 1 + sum(other["posts"] > row["posts"] for other in rows)
    return frame.top(rows, values.get("top", 20))


def hashtag_frequency(world, values):
    posts = frame.chosen(world, values, tag=False)
    kept = frame.top(tags_of(posts, values), values.get("top", 20))
    rows = []
    for period, near in frame.periods(posts, values.by).items():
        inside = [post for post in posts if frame.period_of(post.day, values.by) == period]
        part = []
        for tag in kept:
            here = [post for post in inside if carries(post, tag)]
            part.append(
                {
                    "period": period,
                    "tag": tag,
                    "posts": len(here),
                    "uses": uses(here, tag),
                    "channels": len({post.channel for post in here}),
                    "share": frame.percent(len(here), len(inside)),
                    "all_posts": len(inside),
                    "partial": frame.partial(world, values, period, values.by, near),
                }
            )
        rows += sorted(part, key=lambda row: (-row["posts"], -row["uses"], row["tag"]))
    return rows


def hashtag_pairs(world, values):
    posts = frame.chosen(world, values, tag=False)
    pairs = {pair for post in posts for pair in combinations(sorted(set(frame.tags(post))), 2)}
    rows = []
    for source, target in pairs:
        if values.tag and source not in values.tag and target not in values.tag:
            continue
        both = [post for post in posts if carries(post, source) and carries(post, target)]
        either = [post for post in posts if carries(post, source) or carries(post, target)]
        rows.append(
            {
                "source": source,
                "target": target,
                "weight": len(both),
                "jaccard": frame.ratio(len(both), len(either)),
                "first": frame.first_day(both),
                "last": frame.last_day(both),
                "share": frame.percent(len(both), len(posts)),
                "all_posts": len(posts),
            }
        )
    rows.sort(key=lambda row: (-row["weight"], row["source"], row["target"]))
    return frame.top(rows, values.get("top", 20))


def hashtag_by_channel(world, values):
    posts = frame.chosen(world, values, tag=False)
    rows = []
    for channel in sorted(world.channels, key=lambda channel: frame.label(world, channel)):
        own = [post for post in posts if post.channel is channel]
        part = []
        for tag in tags_of(own, values):
            here = [post for post in own if carries(post, tag)]
            everywhere = sum(carries(post, tag) for post in posts)
            part.append(
                {
                    "channel": frame.label(world, channel),
                    "tag": tag,
                    "posts": len(here),
                    "uses": uses(here, tag),
                    "share_of_channel": frame.percent(len(here), len(own)),
                    "channel_posts": len(own),
                    "share_of_tag": frame.percent(len(here), everywhere),
                    "tag_posts": everywhere,
                    "share": frame.percent(len(here), len(posts)),
                    "all_posts": len(posts),
                }
            )
        rows += frame.top(part, values.get("top", 20))
    return rows


def hashtag_first_seen(world, values):
    """The earliest by day, then by time, a bare day before the times of it, then in the order of loading."""
    posts = frame.chosen(world, values, tag=False)
    rows = []
    for tag in tags_of(posts, values):
        here = [post for post in posts if carries(post, tag)]

        def early(post):
            day = "9" if post.day is None else post.day.isoformat()
            return day, "" if post.instant is None else post.instant.isoformat(), post.loaded

        first = min(here, key=early)
        rows.append(
            {
                "tag": tag,
                "first": first.day,
                "channel": frame.label(world, first.channel),
                "link": first.link,
                "posts": len(here),
                "share": frame.percent(len(here), len(posts)),
                "all_posts": len(posts),
            }
        )
    rows.sort(key=lambda row: (-row["posts"], row["tag"]))
    # Which are kept: those with most posts, in the order of the rows.
    return frame.top(rows, values.get("top", 20))


def hashtag_spellings(world, values):
    posts = frame.chosen(world, values, tag=False)
    rows = []
    kept = {}
    for tag in tags_of(posts, values):
        kept[tag] = sum(carries(post, tag) for post in posts)
    kept = dict(frame.top(sorted(kept.items(), key=lambda item: (-item[1], item[0])), values.get("top", 20)))
    for tag, everywhere in kept.items():
        written = {one for post in posts for one in post.content.tags if frame.fold(one) == tag}
        part = []
        for spelling in written:
            here = [post for post in posts if spelling in post.content.tags]
            part.append(
                {
                    "tag": tag,
                    "spelling": spelling,
                    "uses": sum(post.content.tags.count(spelling) for post in here),
                    "posts": len(here),
                    "share": frame.percent(len(here), everywhere),
                    "all_posts": everywhere,
                }
            )
        rows += sorted(part, key=lambda row: (-row["uses"], row["spelling"]))
    return rows


def hashtag_ranks(world, values):
    posts = frame.chosen(world, values, tag=False)
    kept = frame.top(tags_of(posts, values), values.get("top", 20))
    everything = {tag for post in posts for tag in frame.tags(post)}
    rows, before = [], {}
    for period, near in frame.periods(posts, values.by).items():
        inside = [post for post in posts if frame.period_of(post.day, values.by) == period]
        counts = {tag: sum(carries(post, tag) for post in inside) for tag in everything}
        ranks = {
            tag: 1 + sum(other > count for other in counts.values()) for tag, count in counts.items() if count > 0
        }
        part = []
        for tag in kept:
            known = near is not None and tag in ranks and tag in before
            part.append(
                {
                    "period": period,
                    "rank": ranks.get(tag),
                    "tag": tag,
                    "posts": counts[tag],
                    "rank_change": before[tag] - ranks[tag] if known else None,
                    "share": frame.percent(counts[tag], len(inside)),
                    "all_posts": len(inside),
                    "partial": frame.partial(world, values, period, values.by, near),
                }
            )
        rows += sorted(part, key=lambda row: (row["rank"] is None, row["rank"] or 0, row["tag"]))
        before = ranks
    return rows


def hashtag_bursts(world, values):
    """Each period in the range against the periods of the window before it, which since does not cut."""
    posts = [post for post in frame.chosen(world, values, tag=False, days=False) if post.day is not None]
    if values.until is not None:
        posts = [post for post in posts if post.day <= values.until]
    order = list(frame.periods(posts, values.by).items())
    rows = []
    for place, (period, near) in enumerate(order):
        before = [name for name, _ in order[max(0, place - values.get("window", 6)) : place]]
        window = [post for post in posts if frame.period_of(post.day, values.by) in before]
        here = [post for post in posts if frame.period_of(post.day, values.by) == period]
        here = [post for post in here if frame.in_range(post, values)]
        for tag in tags_of(here, values):
            count, expected = sum(carries(post, tag) for post in here), sum(carries(post, tag) for post in window)
            if not window or count < values.get("min-posts", 5):
                continue
            if count * len(window) <= expected * len(here):
                continue
            both = len(here) + len(window)
            cross = count * (len(window) - expected) - (len(here) - count) * expected
            margins = len(here) * len(window) * (count + expected) * (both - count - expected)
            baseline = frame.ratio(expected * len(here), len(window))
            rows.append(
                {
                    "period": period,
                    "tag": tag,
                    "posts": count,
                    "baseline": baseline,
                    "ratio": frame.ratio(count, baseline),
                    "score": frame.ratio(both * cross * cross, margins),
                    "window_posts": expected,
                    "all_window_posts": len(window),
                    "share": frame.percent(count, len(here)),
                    "all_posts": len(here),
                    "partial": frame.partial(world, values, period, values.by, near),
                }
            )
    # Scores are equal when they are so as shown.
    rows.sort(key=lambda row: (-round(float(row["score"]), 2), row["period"], row["tag"]))
    return frame.top(rows, values.get("top", 20))
