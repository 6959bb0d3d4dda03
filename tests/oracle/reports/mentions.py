"""Who is named."""

from itertools import combinations

import frame
import texts
from texts import Entity, fold

PERSONS_OF_OURS = {Entity(kind, name) for kind, name, _ in texts.DICTIONARY}


def is_own_handle(entity, channel):
    return entity.kind == "handle" and channel.handle is not None and entity.name == fold(channel.handle)


def named(post, values):
    """Everybody whom a post names, once for each time; without the channel itself where that is not to count."""
    itself = values.get("self-mentions", "yes") == "yes"
    return [entity for entity in post.content.entities if itself or not is_own_handle(entity, post.channel)]


def wanted(entity, values):
    kind = values.get("kind", "named")
    of_kind = kind in ("all", entity.kind) or (kind == "named" and entity.kind != "number")
    return of_kind and (not values.name or entity in values.name)


def counted(posts, values):
    """All who are asked for and named: most posts first, then most uses, then by name."""
    found = {entity for post in posts for entity in named(post, values) if wanted(entity, values)}

    def key(entity):
        return (-len(naming(posts, entity, values)), -uses(posts, entity, values), fold(entity.name), entity.kind)

    return sorted(found, key=key)


def naming(posts, entity, values):
    return [post for post in posts if entity in named(post, values)]


def uses(posts, entity, values):
    return sum(named(post, values).count(entity) for post in posts)


def top_mentions(world, values):
    posts = frame.chosen(world, values, name=False)
    rows = []
    for entity in counted(posts, values):
        here = naming(posts, entity, values)
        rows.append(
            {
                "rank": 0,
                "name": entity.name,
                "kind": entity.kind,
                "posts": len(here),
                "uses": uses(posts, entity, values),
                "channels": len({post.channel for post in here}),
                "share": frame.percent(len(here), len(posts)),
                "all_posts": len(posts),
            }
        )
    for row in rows:
        row["rank"] = 1 + sum(other["posts"] > row["posts"] for other in rows)
    return frame.top(rows, values.get("top", 20))


def mention_frequency(world, values):
    posts = frame.chosen(world, values, name=False)
    kept = frame.top(counted(posts, values), values.get("top", 20))
    rows = []
    for period, near in frame.periods(posts, values.by).items():
        inside = [post for post in posts if frame.period_of(post.day, values.by) == period]
        part = []
        for entity in kept:
            here = naming(inside, entity, values)
            part.append(
                {
                    "period": period,
                    "name": entity.name,
                    "kind": entity.kind,
                    "posts": len(here),
                    "uses": uses(inside, entity, values),
                    "channels": len({post.channel for post in here}),
                    "share": frame.percent(len(here), len(inside)),
                    "all_posts": len(inside),
                    "partial": frame.partial(world, values, period, values.by, near),
                }
            )
        rows += sorted(part, key=lambda row: (-row["posts"], -row["uses"], fold(row["name"]), row["kind"]))
    return rows


def is_known(world, entity):
    """In the dictionary, which has countries, organisations and what we put into it; or named by a post."""
    listed = entity.kind in ("country", "organisation") or entity in PERSONS_OF_OURS
    return listed or any(entity in post.content.entities for post in world.posts)


def share_of_voice(world, values):
    posts = frame.chosen(world, values, name=False)
    compared = counted(posts, values)
    if values.name:
        silent = [one for one in values.name if one not in compared and wanted(one, values) and is_known(world, one)]
        compared += sorted(silent, key=lambda entity: (fold(entity.name), entity.kind))
    compared = frame.top(compared, values.get("top", 0 if values.name else 20))
    rows = []
    for period, near in frame.periods(posts, values.by).items():
        inside = [post for post in posts if frame.period_of(post.day, values.by) == period]
        counts = {entity: len(naming(inside, entity, values)) for entity in compared}
        for entity in sorted(compared, key=lambda entity: (-counts[entity], fold(entity.name), entity.kind)):
            rows.append(
                {
                    "period": period,
                    "name": entity.name,
                    "kind": entity.kind,
                    "posts": counts[entity],
                    "total": sum(counts.values()),
                    "share": frame.percent(counts[entity], sum(counts.values())),
                    "all_posts": len(inside),
                    "partial": frame.partial(world, values, period, values.by, near),
                }
            )
    return rows


def mention_by_channel(world, values):
    posts = frame.chosen(world, values, name=False, channel=False)
    entities = counted(posts, values)
    rows = []
    for channel in sorted(world.channels, key=lambda channel: frame.label(world, channel)):
        if not frame.is_asked(channel, values):
            continue
        own = [post for post in posts if post.channel is channel]
        others = [post for post in posts if post.channel is not channel]
        part = []
        for entity in entities:
            here, there = len(naming(own, entity, values)), len(naming(others, entity, values))
            if not own or (here == 0 and not values.name):
                continue
            part.append(
                {
                    "channel": frame.label(world, channel),
                    "name": entity.name,
                    "kind": entity.kind,
                    "posts": here,
                    "share": frame.percent(here, len(own)),
                    "share_all": frame.percent(there, len(others)),
                    "odds_ratio": odds_ratio(here, len(own), there, len(others)),
                    "all_posts": len(own),
                    "other_posts": there,
                    "all_other_posts": len(others),
                }
            )

        def odds(row):
            return row["odds_ratio"] is None, -(row["odds_ratio"] or 0)

        part.sort(key=lambda row: (-row["posts"], *odds(row), fold(row["name"]), row["kind"]))
        part = frame.top(part, values.get("top", 20))
        rows += sorted(part, key=lambda row: (*odds(row), -row["posts"], fold(row["name"]), row["kind"]))
    return rows


def odds_ratio(here, all_here, there, all_there):
    """With a half in every cell; NULL where that turns round what the shares say."""
    if all_there == 0:
        return None
    odds = frame.ratio(
        (2 * here + 1) * (2 * (all_there - there) + 1), (2 * (all_here - here) + 1) * (2 * there + 1)
    )
    share, other = frame.ratio(here, all_here), frame.ratio(there, all_there)
    turned = (share > other and odds < 1) or (share < other and odds > 1)
    return None if turned else odds


def called(world, entity):
    """The name, with the kind in brackets where several who are named in the store have one name."""
    everybody = {one for post in world.posts for one in post.content.entities}
    same = [one for one in everybody if one.name == entity.name]
    return entity.name if len(same) < 2 else f"{entity.name} ({entity.kind})"


def mention_pairs(world, values):
    posts = frame.chosen(world, values, name=False)
    kind = values.get("kind", "named")
    pairs = {frozenset(pair) for post in posts for pair in combinations(set(named(post, values)), 2)}
    rows = []
    for pair in pairs:
        ends = sorted(pair, key=lambda one: (fold(called(world, one)), one.kind))
        source, target = ends
        if not all(kind in ("all", one.kind) or (kind == "named" and one.kind != "number") for one in pair):
            continue
        if values.name and not any(one in values.name for one in pair):
            continue
        both = [post for post in posts if {source, target} <= set(named(post, values))]
        either = [post for post in posts if {source, target} & set(named(post, values))]
        rows.append(
            {
                "source": called(world, source),
                "target": called(world, target),
                "weight": len(both),
                "jaccard": frame.ratio(len(both), len(either)),
                "first": frame.first_day(both),
                "last": frame.last_day(both),
                "source_kind": source.kind,
                "target_kind": target.kind,
                "share": frame.percent(len(both), len(posts)),
                "all_posts": len(posts),
            }
        )
    names = ("source", "target")
    kinds = ("source_kind", "target_kind")
    rows.sort(key=lambda row: (-row["weight"], *(fold(row[key]) for key in names), *(row[key] for key in kinds)))
    return frame.top(rows, values.get("top", 20))


def mention_with_hashtag(world, values):
    posts = frame.chosen(world, values, name=False, tag=False)
    rows = []
    for entity in counted(posts, values):
        here = naming(posts, entity, values)
        for tag in {tag for post in here for tag in frame.tags(post)}:
            if values.tag and tag not in values.tag:
                continue
            both = sum(tag in frame.tags(post) for post in here)
            share = frame.percent(both, len(here))
            row = {"name": entity.name, "kind": entity.kind, "tag": tag, "posts": both, "share": share}
            rows.append({**row, "all_posts": len(here)})
    rows.sort(key=lambda row: (-row["posts"], fold(row["name"]), row["kind"], row["tag"]))
    return frame.top(rows, values.get("top", 20))


def unresolved_names(world, values):
    posts = frame.chosen(world, values, name=False)
    persons = {one for post in world.posts for one in post.content.entities if one.kind == "person"}
    persons |= {one for one in PERSONS_OF_OURS if one.kind == "person"}

    def count(entity):
        return sum(entity in post.content.entities for post in posts)

    rows = []
    for entity in persons - PERSONS_OF_OURS:
        here = [post for post in posts if entity in post.content.entities]
        if not here:
            continue
        close = [one for one in persons if one != entity and one.name.split()[-1] == entity.name.split()[-1]]
        close.sort(key=lambda one: (one not in PERSONS_OF_OURS, -count(one), one.name))
        rows.append(
            {
                "name": entity.name,
                "posts": len(here),
                "uses": sum(post.content.entities.count(entity) for post in here),
                "channels": len({post.channel for post in here}),
                "close_to": close[0].name if close else None,
                "share": frame.percent(len(here), len(posts)),
                "all_posts": len(posts),
            }
        )
    rows.sort(key=lambda row: (-row["posts"], -row["uses"], fold(row["name"])))
    return frame.top(rows, values.get("top", 20))
