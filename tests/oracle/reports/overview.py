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
                "rounded_pct": part(lambda post: False),
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


def data_gaps(world, values):
    """Gaps in days and in ids, channel by channel, in the order of both."""
    least_days, least_ids = values.get("min-days", 7), values.get("min-ids", 10)
    rows = []
    for channel in world.channels:
        if values.channel and channel not in values.channel:
            continue
        for gap in silences(world, channel, least_days) + jumps(world, channel, least_days, least_ids):
            touches = [day for day in (gap["gap_from"], gap["gap_to"]) if day is not None]
            if values.since is not None and not any(day >= values.since for day in touches):
                continue
            if values.until is not None and not any(day <= values.until for day in touches):
                continue
            rows.append({"channel": frame.label(world, channel), **gap})
    return rows


def silences(world, channel, least):
    """Days in a row without a post, and the ids that nothing known has between the posts on both sides."""
    posts = [post for post in world.posts if post.channel is channel]
    days = sorted({post.day for post in posts if post.day is not None})
    gaps = []
    for before, after in zip(days, days[1:]):
        silent = (after - before).days - 1
        if silent >= least:
            one = timedelta(days=1)
            gaps.append({"gap_from": before + one, "gap_to": after - one, "days": silent, "missing_ids": None})
    return gaps


def jumps(world, channel, least_days, least_ids):
    return []
