"""The posts themselves, their reach, and how they are made."""

from datetime import timedelta

import frame
from reports.mentions import called
from texts import ADDRESSES, fold

HOSTS = dict(ADDRESSES)


def posts(world, values):
    rows = []
    for post in frame.newest_first(frame.chosen(world, values)):
        rows.append(
            {
                "date": post.day,
                "channel": frame.label(world, post.channel),
                # What is a heading, no document tells to the letter.
                "title": frame.ANY,
                "text": post.text,
                "tags": " ".join("#" + tag for tag in frame.tags(post)) or None,
                "points": len(post.content.items),
                "link": post.link,
            }
        )
    return frame.top(rows, values.get("top", 0))


def sample_posts(world, values):
    """Chance draws them: so many, none twice, all of them under the filters."""
    left = {post.store_id: post for post in frame.chosen(world, values)}
    size = min(values.get("size", 20), len(left))

    def check(rows):
        if len(rows) != size:
            return f"{len(rows)} rows instead of {size}"
        for row in rows:
            post = left.pop(row["post"], None)
            if post is None:
                return f"a post that does not pass the filters, or was drawn before: {row}"
            day = None if post.day is None else post.day.isoformat()
            if row != {**row, "date": day, "channel": frame.label(world, post.channel), "text": post.text}:
                return f"another post than {post.text!r}: {row}"
            if row["link"] != post.link:
                return f"another link than {post.link}: {row}"
        return None

    return check


def top_posts(world, values):
    metric = values.get("metric", "views")
    here = frame.chosen(world, values, forwards="no")

    def value(post):
        return (sum(post.reactions.values()) or None) if metric == "reactions" else post.latest(metric)

    rows = []
    for channel in world.channels:
        own = [post for post in here if post.channel is channel]
        with_metric = [post for post in own if value(post) is not None]
        if len(with_metric) < values.get("min-posts", 5):
            continue
        middle = frame.median([value(post) for post in with_metric])
        for post in with_metric:
            row = {
                "channel": frame.label(world, channel),
                "date": post.day,
                "link": post.link,
                "value": value(post),
                "x_median": frame.ratio(value(post), middle),
                "text": post.text,
                "median": middle,
                "posts": len(with_metric),
                "share": frame.percent(len(with_metric), len(own)),
                "all_posts": len(own),
            }
            rows.append((post, row))

    def key(pair):
        post, row = pair
        day = "undated" if post.day is None else post.day.isoformat()
        x = row["x_median"]
        return (x is None, -(x or 0), -row["value"], row["channel"], day, post.store_id)

    return frame.top([row for _, row in sorted(rows, key=key)], values.get("top", 20))


def period_compare(world, values):
    kind, by = values.get("kind", "hashtag"), values.by
    here = frame.chosen(world, values, tag=kind != "hashtag", name=kind != "mention", days=False)
    here = [post for post in here if post.day is not None]
    bounds = frame.covered(world, values)
    if bounds is None:
        return []
    looked = values.get("period", None) or last_whole(bounds, by)
    if looked is None:
        return []
    period = frame.period_of(looked, by)
    before = frame.days_of(period, by, looked)[0] - timedelta(days=1)
    previous = frame.period_of(before, by)
    years = [post.day.year for post in world.posts if post.day is not None]
    if not min(years) <= looked.year <= max(years):
        return []
    now = [post for post in here if frame.period_of(post.day, by) == period]
    then = [post for post in here if frame.period_of(post.day, by) == previous]
    found = {}
    for item in {item for post in now + then for item in items(world, post, kind)}:
        if (kind == "hashtag" and values.tag and item not in values.tag) or (
            kind == "mention" and values.name and item not in values.name
        ):
            continue
        current = sum(item in items(world, post, kind) for post in now)
        earlier = sum(item in items(world, post, kind) for post in then)
        either = (frame.partial(world, values, period, by, looked), frame.partial(world, values, previous, by, before))
        found[item] = {
            "item": called(world, item) if kind == "mention" else item,
            "current": current,
            "previous": earlier,
            "change": current - earlier,
            "change_pct": frame.percent(current - earlier, earlier),
            "share": frame.percent(current, len(now)),
            "all_posts": len(now),
            "previous_share": frame.percent(earlier, len(then)),
            "previous_all_posts": len(then),
            "period": period,
            "previous_period": previous if min(years) <= before.year else None,
            "partial": max(either),
        }

    def order(item):
        row = found[item]
        by_name = fold(item.name) if kind == "mention" else item
        return (-abs(row["change"]), -row["change"], -row["current"], by_name, row["item"])

    return frame.top([found[item] for item in sorted(found, key=order)], values.get("top", 20))


def last_whole(bounds, by):
    """A day of the last period of which every day is covered."""
    day = bounds[1]
    while day >= bounds[0]:
        first, last = frame.days_of(frame.period_of(day, by), by, day)
        if first >= bounds[0] and last <= bounds[1]:
            return day
        day -= timedelta(days=1)
    return None


def items(world, post, kind):
    if kind == "hashtag":
        return set(frame.tags(post))
    if kind == "channel":
        return {frame.label(world, post.channel)}
    if kind == "host":
        return {HOSTS[url] or "no host" for url, _ in post.content.links}
    return {entity for entity in post.content.entities if entity.kind != "number"}


def reach_over_time(world, values):
    """One row a post and load that saw counts of it, the newest post first, of each the oldest sighting first."""
    rows, kept = [], 0
    for post in frame.newest_first(frame.chosen(world, values)):
        if "post" in values.given and post.store_id != values.given["post"]:
            continue
        seen = [(load, counts) for load, counts in post.seen() if has_counts(counts)]
        if not seen or len(seen) < values.get("min-seen", 1):
            continue
        kept += 1
        if kept > (values.get("top", 0) or kept):
            break
        last_views = None
        for load, counts in seen:
            as_of = load.as_of
            views = counts["views"]
            changes = views is not None and as_of is not None
            rows.append(
                {
                    "channel": frame.label(world, post.channel),
                    "link": post.link,
                    "seen_at": as_of,
                    "views": views,
                    "forwards": counts["forwards"],
                    "replies": counts["replies"],
                    "reactions": sum(counts["reactions"].values()) or None,
                    "views_unit": counts["views_unit"],
                    "views_change": views - last_views if changes and last_views is not None else None,
                    "date": post.day,
                    "post": post.store_id,
                    "load": load.number,
                }
            )
            if changes:
                last_views = views
    return rows


def has_counts(counts):
    return any(counts[key] is not None for key in ("views", "forwards", "replies")) or bool(counts["reactions"])


def points_per_post(world, values):
    here = frame.chosen(world, values)
    channels = [channel for channel in world.channels if any(post.channel is channel for post in here)]
    rows = []
    for period, near in frame.periods(here, values.by).items():
        inside = [post for post in here if frame.period_of(post.day, values.by) == period]
        for channel in sorted(channels, key=lambda channel: frame.label(world, channel)):
            own = [post for post in inside if post.channel is channel]
            rows.append(
                {
                    "period": period,
                    "channel": frame.label(world, channel),
                    "posts": len(own),
                    "avg_points": frame.ratio(sum(len(post.content.items) for post in own), len(own)),
                    "median_chars": frame.median([len(post.text) for post in own if post.text]),
                    "share": frame.percent(len(own), len(inside)),
                    "all_posts": len(inside),
                    "partial": frame.partial(world, values, period, values.by, near),
                }
            )
    return rows


def message_pull_through(world, values):
    here = frame.chosen(world, values)
    messages = {}
    for name, variant in values.get("message", []):
        messages.setdefault(fold(name), []).append(fold(variant))
    rows = []
    for period, near in frame.periods(here, values.by).items():
        inside = [post for post in here if frame.period_of(post.day, values.by) == period]
        for name, variants in messages.items():
            saying = [post for post in inside if any(variant in fold(post.text) for variant in variants)]
            rows.append(
                {
                    "period": period,
                    "message": name,
                    "posts": len(saying),
                    "channels": len({post.channel for post in saying}),
                    "share": frame.percent(len(saying), len(inside)),
                    "all_posts": len(inside),
                    "partial": frame.partial(world, values, period, values.by, near),
                }
            )
    return rows


def edits_and_deletions(world, values):
    """One row an earlier text, beside the one that came next, and one a post that is gone."""
    kind, rows = values.get("kind", "all"), []
    for post in frame.newest_first(frame.chosen(world, values)):
        first, last = post.seen()[0][0], post.seen()[-1][0]
        is_edit = post.former is not None and post.former.text != post.text
        if not (is_edit and kind in ("all", "edit")) and not (post.gone and kind in ("all", "gone")):
            continue
        rows.append(
            {
                "channel": frame.label(world, post.channel),
                "link": post.link,
                "date": post.day,
                "seen_at": last.as_of if is_edit else post.gone.as_of,
                "kind": "edit" if is_edit else "gone",
                "old": post.former.text if is_edit else post.text,
                "new": post.text if is_edit else None,
                "old_seen_at": first.as_of,
                "edited_at": post.edited.strftime("%Y-%m-%dT%H:%M:%SZ") if is_edit else None,
                "formats": post.channel.form,
                "post": post.store_id,
            }
        )
    return frame.top(rows, values.get("top", 0))
