"""Talking points. Points of one theme say the same, so they are of one group."""

from itertools import combinations

import frame
import texts
from texts import fold


def said(posts, values):
    """The points of the posts with their post: those that have the words and names asked for themselves."""
    return [
        (post, place, item)
        for post in posts
        for place, item in enumerate(post.content.items)
        if (values.words is None or fold(values.words) in fold(item.text))
        and (not values.name or any(entity in values.name for entity in item.entities))
    ]


def chosen(world, values, forwards="yes", days=True):
    return frame.chosen(world, values, name=False, words=False, forwards=forwards, days=days)


def moment(post):
    """Order of posting: a bare day before all times of it, undated posts last."""
    day = "undated" if post.day is None else post.day.isoformat()
    return day, "" if post.instant is None else post.instant.isoformat()


def points_of(world, theme):
    return [
        (post, place, item)
        for post in world.posts
        for place, item in enumerate(post.content.items)
        if item.theme == theme
    ]


def candidates(world, theme):
    """The points that may stand for a group: of each wording, since all are like one another, those posted first."""
    points = points_of(world, theme)
    firsts = {}
    for post, _, item in points:
        firsts[item.wording] = min(moment(post), firsts.get(item.wording, moment(post)))
    return [point for point in points if moment(point[0]) == firsts[point[2].wording]]


def representative(world, theme):
    """The one that the store has chosen of these; the trial holds it to them."""
    points = points_of(world, theme)
    return next((point for point in points if point[0].point_ids[point[1]] in world.standing), points[0])


def talking_points(world, values):
    rows = []
    for post in frame.newest_first(chosen(world, values)):
        for _, _, item in said([post], values):
            rows.append(
                {
                    "date": post.day,
                    "channel": frame.label(world, post.channel),
                    "speaker": None,
                    "kind": "item",
                    "point": item.text,
                    "link": post.link,
                }
            )
    return frame.top(rows, values.get("top", 0))


def top_points(world, values):
    posts = chosen(world, values)
    groups = {}
    for post, _, item in said(posts, values):
        groups.setdefault(item.theme, []).append(post)
    rows = []
    for theme, here in groups.items():
        if len(set(here)) < values.get("min-posts", 2):
            continue
        stands, place, item = representative(world, theme)
        first, last = frame.first_day(here), frame.last_day(here)
        rows.append(
            {
                "point": stands.point_ids[place],
                "text": item.text,
                "posts": len(set(here)),
                "points": len(here),
                "channels": len({post.channel for post in here}),
                "first": first,
                "last": last,
                "span_days": None if first is None else (last - first).days + 1,
                "share": frame.percent(len(set(here)), len(posts)),
                "all_posts": len(posts),
            }
        )

    def key(row):
        first = "undated" if row["first"] is None else row["first"].isoformat()
        return (-row["posts"], -row["channels"], first, row["text"], row["point"])

    return frame.top(sorted(rows, key=key), values.get("top", 20))


def point_mentions(world, values):
    posts = chosen(world, values)
    kind = values.get("kind", "named")
    unworded = frame.Values(name=[], words=None)
    pairs, naming = {}, {}
    for post, _, item in said(posts, unworded):
        for entity in set(item.entities):
            asked = kind in ("all", entity.kind) or (kind == "named" and entity.kind != "number")
            if not asked or (values.name and entity not in values.name):
                continue
            naming.setdefault(entity, set()).add(post)
            if values.words is None or fold(values.words) in fold(item.text):
                pairs.setdefault((entity, item.theme), []).append(post)
    rows = []
    for (entity, theme), here in pairs.items():
        stands, place, item = representative(world, theme)
        rows.append(
            {
                "name": entity.name,
                "kind": entity.kind,
                "point": stands.point_ids[place],
                "text": item.text,
                "posts": len(set(here)),
                "points": len(here),
                "channels": len({post.channel for post in here}),
                "share": frame.percent(len(set(here)), len(naming[entity])),
                "all_posts": len(naming[entity]),
            }
        )

    def key(row):
        counts = (-row["posts"], -row["points"], -row["channels"])
        return (*counts, fold(row["name"]), row["kind"], row["text"], row["point"])

    return frame.top(sorted(rows, key=key), values.get("top", 20))


def point_spread(world, values):
    asked = values.given["point"]
    numbered = {
        number: item.theme for post in world.posts for number, item in zip(post.point_ids, post.content.items)
    }
    theme = numbered[asked]
    points = [point for point in said(chosen(world, values), frame.Values()) if point[2].theme == theme]
    points.sort(key=lambda point: (moment(point[0]), frame.label(world, point[0].channel), point[0].store_id, point[1]))
    stands = representative(world, theme)[2]
    rows = []
    for number, (post, _, item) in enumerate(points, 1):
        # The first of these posts is the one of the first row.
        first = points[0][0].instant
        known = post.instant is not None and first is not None
        rows.append(
            {
                "seq": number,
                "channel": frame.label(world, post.channel),
                "date": post.day,
                "lag_hours": frame.ratio(int((post.instant - first).total_seconds()), 3600) if known else None,
                "similarity": texts.likeness(item.text, stands.text),
                "is_forward": int(post.is_forward),
                "text": item.text,
                "link": post.link,
                "all_points": len(points),
            }
        )
    return frame.top(rows, values.get("top", 100))


def point_novelty(world, values):
    """Earlier means anywhere under the filters, also before since; of several on the first day one is new."""
    ever = said(chosen(world, values, days=False), values)
    new, known = set(), set()
    for post, place, item in sorted(ever, key=lambda point: (moment(point[0]), point[1])):
        if post.day is not None and item.theme not in known:
            known.add(item.theme)
            new.add((post, place))
    posts = chosen(world, values)
    points = said(posts, values)
    rows = []
    for period, near in frame.periods(posts, values.by).items():
        here = [(post, place) for post, place, _ in points if frame.period_of(post.day, values.by) == period]
        fresh = sum(one in new for one in here)
        rows.append(
            {
                "period": period,
                "points": len(here),
                "new": None if near is None else fresh,
                "repeated": None if near is None else len(here) - fresh,
                "new_share": None if near is None else frame.percent(fresh, len(here)),
                "share": frame.percent(len(here), len(points)),
                "all_points": len(points),
                "partial": frame.partial(world, values, period, values.by, near),
            }
        )
    return rows


def message_discipline(world, values):
    posts = chosen(world, values)
    points = said(posts, values)
    makers = {}
    for post, _, item in points:
        makers.setdefault(item.theme, set()).add(post.channel)
    channels = {post.channel for post in posts}
    rows = []
    for period, near in frame.periods(posts, values.by).items():
        inside = [point for point in points if frame.period_of(point[0].day, values.by) == period]
        for channel in sorted(channels, key=lambda channel: frame.label(world, channel)):
            own = [item for post, _, item in inside if post.channel is channel]
            shared = sum(len(makers[item.theme]) > 1 for item in own)
            rows.append(
                {
                    "period": period,
                    "channel": frame.label(world, channel),
                    "points": len(own),
                    "shared": shared,
                    "discipline": frame.percent(shared, len(own)),
                    "share": frame.percent(len(own), len(inside)),
                    "all_points": len(inside),
                    "partial": frame.partial(world, values, period, values.by, near),
                }
            )
    return rows


def first_instants(points):
    """Of each theme the first known instant of each channel that makes it; None where it knows none."""
    firsts = {}
    for post, _, item in points:
        made = firsts.setdefault(item.theme, {})
        before = made.get(post.channel)
        known = [instant for instant in (before, post.instant) if instant is not None]
        made[post.channel] = min(known, default=None)
    return firsts


def point_first_movers(world, values):
    posts = [post for post in chosen(world, values, forwards="no") if post.instant is not None]
    firsts = [made for made in first_instants(said(posts, values)).values() if len(made) > 1]
    rows = []
    for channel in world.channels:
        mine = [made for made in firsts if channel in made]
        if not mine:
            continue
        leads = [made for made in mine if made[channel] == min(made.values())]
        tied = [made for made in leads if list(made.values()).count(made[channel]) > 1]
        lags = [made[channel] - min(made.values()) for made in mine if made[channel] > min(made.values())]
        hours = frame.median([frame.ratio(int(lag.total_seconds()), 3600) for lag in lags])
        rows.append(
            {
                "channel": frame.label(world, channel),
                "first_count": len(leads) - len(tied),
                "tied_count": len(tied),
                "follow_count": len(lags),
                "median_lag_hours": hours,
                "share": frame.percent(len(leads) - len(tied), len(mine)),
                "shared_points": len(mine),
            }
        )
    rows.sort(key=lambda row: (-row["first_count"], -row["tied_count"], -row["follow_count"], row["channel"]))
    return frame.top(rows, values.get("top", 20))


def point_alignment(world, values):
    firsts = first_instants(said(chosen(world, values, forwards="no"), values))
    rows = []
    for pair in combinations(world.channels, 2):
        source, target = sorted(pair, key=lambda channel: frame.label(world, channel))
        both = [made for made in firsts.values() if source in made and target in made]
        if len(both) < max(1, values.get("min-weight", 1)):
            continue
        source_points = sum(source in made for made in firsts.values())
        target_points = sum(target in made for made in firsts.values())
        lags = [
            abs(int((made[source] - made[target]).total_seconds()))
            for made in both
            if made[source] is not None and made[target] is not None
        ]
        middle = frame.median(lags)
        rows.append(
            {
                "source": frame.label(world, source),
                "target": frame.label(world, target),
                "weight": len(both),
                "jaccard": frame.ratio(len(both), source_points + target_points - len(both)),
                "median_lag_hours": None if middle is None else middle / 3600,
                "source_points": source_points,
                "target_points": target_points,
                "share": frame.percent(len(both), len(firsts)),
                "all_points": len(firsts),
            }
        )
    rows.sort(key=lambda row: (-row["weight"], -row["jaccard"], row["source"], row["target"]))
    return frame.top(rows, values.get("top", 20))
