"""Values for the flags of a query, at random: as words for the command line, for the reference, and bound in SQL."""

import json
from datetime import timedelta

import texts
from frame import Values
from texts import fold

FILTERS = ("since", "until", "channel", "tag", "name", "words", "forwards")

# The flags of each query: those of FILTERS that it has, and its own with some values.
BY = ("day", "week", "month", "quarter", "year")
TOPS = (0, 1, 3, 8)
OWN = {
    "overview": ((), {}),
    "posts-per-period": (FILTERS, {"by": BY}),
    "channel-summary": (FILTERS, {}),
    "field-coverage": (FILTERS, {}),
    "posting-rhythm": (FILTERS, {}),
    "top-hashtags": (FILTERS, {"top": TOPS}),
    "hashtag-frequency": (FILTERS, {"by": BY, "top": TOPS}),
    "hashtag-pairs": (FILTERS, {"top": TOPS}),
    "hashtag-by-channel": (FILTERS, {"top": TOPS}),
    "hashtag-first-seen": (FILTERS, {"top": TOPS}),
    "hashtag-spellings": (FILTERS, {"top": TOPS}),
    "hashtag-ranks": (FILTERS, {"by": BY, "top": TOPS}),
}


def some_days(world, rng):
    """A range that mostly holds posts; now and then only one end of it."""
    days = sorted(post.day for post in world.posts if post.day is not None) or [world.first]
    since, until = sorted((rng.choice(days), rng.choice(days)))
    since -= timedelta(days=rng.choice((0, 0, 1, 20)))
    until += timedelta(days=rng.choice((0, 0, 1, 20)))
    return rng.choice(((since, until), (since, None), (None, until)))


def some_words(world, rng):
    """A word of the posts, a part of one, or two that follow each other; now and then in capitals."""
    written = fold(rng.choice(world.posts).text).split(" ")
    place = rng.randrange(len(written))
    words = " ".join(written[place : place + rng.choice((1, 1, 2))])
    if rng.random() < 0.3 and len(words) > 4:
        words = words[1:-1]
    words = words.strip()
    if rng.random() < 0.3:
        words = words.upper()
    return words or "harbour"


def asked_channel(world, channel, rng):
    """A channel as a user may name it: by handle, id, or a name that no other channel has."""
    ways = [way for way in (channel.external_id,) if way]
    if channel.handle:
        ways += [f"@{channel.handle}", channel.handle.lower(), f"https://t.me/{channel.handle}"]
    if sum(other.name == channel.name for other in world.channels) == 1:
        ways.append(channel.name)
    return rng.choice(ways)


def asked_name(entity, rng):
    if entity.kind in ("handle", "number"):
        return rng.choice(("@" + entity.name, entity.name.upper()))
    return rng.choice((entity.name, entity.name.upper()))


def comma_free(values):
    return [value.replace(",", "\\,") for value in values]


def some(world, query, rng):
    """Words for the command line, the same as Values, and the same as bound to the SQL."""
    filters, own = OWN[query]
    values, words, bound = Values(), [], {}
    often = rng.choice((0, 0.25, 0.5))

    def give(flag, written, value):
        words.extend((f"--{flag}", written))
        bound[flag.replace("-", "_")] = value

    if "since" in filters and rng.random() < often:
        values.since, values.until = some_days(world, rng)
        for flag, day in (("since", values.since), ("until", values.until)):
            if day is not None:
                give(flag, day.isoformat(), day.isoformat())
    if "channel" in filters and rng.random() < often:
        values.channel = rng.sample(world.channels, rng.randint(1, min(3, len(world.channels))))
        asked = comma_free(asked_channel(world, channel, rng) for channel in values.channel)
        give("channel", ",".join(asked), json.dumps([channel.store_id for channel in values.channel]))
    if "tag" in filters and rng.random() < often:
        chosen = rng.sample(texts.TAGS, rng.randint(1, 3))
        values.tag = [tag for tag, _ in chosen]
        asked = [rng.choice(("", "#")) + rng.choice(spellings) for _, spellings in chosen]
        give("tag", ",".join(asked), json.dumps(values.tag))
    if "name" in filters and rng.random() < often:
        values.name = some_names(world, rng)
        give("name", ",".join(asked_name(one, rng) for one in values.name), bound_names(values.name))
    if "words" in filters and rng.random() < often:
        values.words = some_words(world, rng)
        give("words", values.words, fold(values.words))
    if "forwards" in filters and rng.random() < often:
        values.forwards = rng.choice(("yes", "no", "only"))
        give("forwards", values.forwards, values.forwards)
    for flag, choices in own.items():
        if rng.random() < max(often, 0.5):
            values.given[flag] = rng.choice(choices)
            give(flag, str(values.given[flag]), values.given[flag])
    return words, values, bound


def some_names(world, rng):
    """Names to ask for. A handle and a country that have one name are both meant by it."""
    asked = rng.sample([entity for entity, _ in texts.NAMES], rng.randint(1, 3))
    return [entity for entity, _ in texts.NAMES if any(entity.name.lower() == one.name.lower() for one in asked)]


def bound_names(names):
    return json.dumps(sorted({fold(name.name) for name in names}), ensure_ascii=False)
