"""The store as a whole."""

from datetime import timedelta

import frame


def overview(world, values):
    posts = world.posts
    return [
        {
            "channels": len({post.channel for post in posts}),
            "posts": len(posts),
            "talking_points": sum(len(post.content.items) for post in posts),
            "hashtags": len({tag for post in posts for tag in frame.tags(post)}),
            "mentions": sum(len(post.content.entities) for post in posts),
            "first": frame.first_day(posts),
            "last": frame.last_day(posts),
            "undated": sum(post.day is None for post in posts),
            "forwards": sum(post.is_forward for post in posts),
            "edited": sum(post.edited is not None for post in posts),
        }
    ]


def posts_per_period(world, values):
    posts = frame.chosen(world, values)
    rows = []
    for period, near in frame.periods(posts, values.by).items():
        here = [post for post in posts if frame.period_of(post.day, values.by) == period]
        forwards = sum(post.is_forward for post in here)
        rows.append(
            {
                "period": period,
                "posts": len(here),
                "originals": len(here) - forwards,
                "forwards": forwards,
                "channels": len({post.channel for post in here}),
                "partial": frame.partial(world, values, period, values.by, near),
                "share": frame.percent(len(here), len(posts)),
                "all_posts": len(posts),
            }
        )
    return rows


def channel_summary(world, values):
    posts = frame.chosen(world, values)
    rows = []
    for channel in world.channels:
        here = [post for post in posts if post.channel is channel]
        if not here:
            continue
        first, last = frame.first_day(here), frame.last_day(here)
        dated = [post.day for post in here if post.day is not None]
        rows.append(
            {
                "channel": frame.label(world, channel),
                "posts": len(here),
                "first": first,
                "last": last,
                "posts_per_day": None if first is None else frame.ratio(len(dated), (last - first).days + 1),
                "share": frame.percent(len(here), len(posts)),
                "median_views": frame.median([v for v in (post.latest("views") for post in here) if v is not None]),
                "avg_points": frame.ratio(sum(len(post.content.items) for post in here), len(here)),
                "forwards_pct": frame.percent(sum(post.is_forward for post in here), len(here)),
                "active_days": len(set(dated)),
                "all_posts": len(posts),
            }
        )
    return sorted(rows, key=lambda row: (-row["posts"], row["channel"]))


def field_coverage(world, values):
    posts = frame.chosen(world, values)
    rows = []
    for channel in world.channels:
        here = [post for post in posts if post.channel is channel]
        if not here:
            continue

        def part(test, here=here):
            return frame.percent(sum(bool(test(post)) for post in here), len(here))

        rows.append(
            {
                "channel": frame.label(world, channel),
                "format": channel.form,
                "posts": len(here),
                "views_pct": part(lambda post: post.latest("views") is not None),
                "rounded_pct": part(lambda post: post.is_rounded),
                "forwards_pct": part(lambda post: post.latest("forwards") is not None),
                "replies_pct": part(lambda post: post.latest("replies") is not None),
                "reactions_pct": part(lambda post: post.reactions),
                "edited_pct": part(lambda post: post.edited is not None),
                "dated_pct": part(lambda post: post.day is not None),
                "share": frame.percent(len(here), len(posts)),
                "all_posts": len(posts),
            }
        )
    return sorted(rows, key=lambda row: (row["channel"], row["format"]))


def posting_rhythm(world, values):
    posts = frame.chosen(world, values)
    if not posts:
        return []

    def place(post):
        weekday = None if post.day is None else post.day.isoweekday()
        return weekday, None if post.instant is None else world.local(post.instant).hour

    places = [place(post) for post in posts]
    rows = []
    for weekday in (*range(1, 8), None):
        for hour in (*range(24), None):
            count = places.count((weekday, hour))
            if count or None not in (weekday, hour):
                share = frame.percent(count, len(posts))
                row = {"weekday": weekday, "hour": hour, "posts": count, "share": share, "all_posts": len(posts)}
                rows.append(row)
    return rows


def load_history(world, values):
    """What is new in a load is known; how much of the rest is changed, the documents do not say to the letter."""
    loads = sorted(world.loads, key=lambda load: load.number)

    def check(rows):
        for load, row in zip(loads, rows):
            new = sum(post.loaded[0] == load.number for post in load.posts)
            wanted = {"load": load.number, "format": load.channel.form, "sha256": load.sha256}
            wanted |= {"new": new, "rejected": 0}
            if row != {**row, **wanted} or new + row["changed"] + row["unchanged"] != len(load.posts):
                return f"got {row}, wanted {wanted} and {len(load.posts)} posts"
        return None if len(rows) == len(loads) else f"{len(rows)} rows instead of {len(loads)}"

    return check


def data_gaps(world, values):
    """Gaps in days and in ids, channel by channel, in the order of time."""
    rows = []
    for channel in sorted(world.channels, key=lambda channel: frame.label(world, channel)):
        if not frame.is_asked(channel, values):
            continue
        in_time = sorted(gaps(world, channel), key=lambda gap: ["" if day is None else str(day) for day in gap[:2]])
        for first, last, days, missing, touches in in_time:
            is_gap = days >= values.get("min-days", 7) or missing >= values.get("min-ids", 10)
            after = values.since is None or any(day >= values.since for day in touches)
            before = values.until is None or any(day <= values.until for day in touches)
            is_time = values.since is None or values.until is None or values.since <= values.until
            if is_gap and after and before and is_time:
                found = {"gap_from": first, "gap_to": last, "days": days, "missing_ids": missing}
                rows.append({"channel": frame.label(world, channel), **found})
    return rows


def gaps(world, channel):
    """First day, last day, silent days and missing ids between each two neighbours in the order of ids."""
    known = [(post.number, post.day) for post in world.posts if post.channel is channel] + channel.other_ids
    known.sort()
    found = []
    for (number, day), (next_number, next_day) in zip(known, known[1:]):
        missing = next_number - number - 1
        silent = (next_day - day).days - 1 if day and next_day else 0
        one = timedelta(days=1)
        first, last = (day + one, next_day - one) if silent > 0 else (day, next_day)
        found.append((first, last, max(silent, 0), missing, [one for one in (first, last) if one is not None]))
    return found
