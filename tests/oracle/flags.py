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
KINDS = ("named", "handle", "person", "organisation", "country", "number", "all", "ministry")
WHO = {"kind": KINDS, "self-mentions": ("yes", "no"), "top": TOPS}
NO_FORWARDS = tuple(one for one in FILTERS if one != "forwards")
NO_WORDS = tuple(one for one in FILTERS if one != "words")
OWN = {
    "overview": ((), {}),
    "load-history": ((), {}),
    "data-gaps": (("since", "until", "channel"), {"min-days": (1, 3, 7), "min-ids": (1, 5, 10)}),
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
    "hashtag-bursts": (FILTERS, {"by": BY, "window": (1, 3, 6), "min-posts": (1, 2, 5), "top": TOPS}),
    "mention-by-channel": (FILTERS, WHO),
    "mention-frequency": (FILTERS, {"by": BY, **WHO}),
    "mention-pairs": (FILTERS, WHO),
    "mention-with-hashtag": (FILTERS, WHO),
    "share-of-voice": (FILTERS, {"by": BY, **WHO}),
    "top-mentions": (FILTERS, WHO),
    "forward-network": (NO_FORWARDS, {"min-weight": (1, 2, 3), "top": TOPS}),
    "forward-sources": (NO_FORWARDS, {"top": TOPS}),
    "top-links": (FILTERS, {"level": ("host", "url"), "top": TOPS}),
    "copypasta": (FILTERS, {"min-channels": (2, 3), "min-length": (1, 40, 120), "top": TOPS}),
    "coordinated-posts": (
        FILTERS,
        {
            "object": ("text", "link", "hashtag", "forward", "point"),
            "window": (1, 30, 60, 300, 86400),
            "min-times": (1, 2, 3),
            "min-objects": (1, 2),
            "min-length": (1, 120),
            "top": TOPS,
        },
    ),
    "posts": (FILTERS, {"top": TOPS}),
    "sample-posts": (FILTERS, {"size": (1, 5, 500), "seed": (1, 2, 77)}),
    "top-posts": (FILTERS, {"metric": ("views", "forwards", "reactions"), "min-posts": (1, 5, 9), "top": TOPS}),
    "period-compare": (
        tuple(one for one in FILTERS if one not in ("since", "until")),
        {"kind": ("hashtag", "channel", "mention", "host"), "by": BY, "period": None, "top": TOPS},
    ),
    "reach-over-time": (FILTERS, {"post": None, "min-seen": (1, 2), "top": TOPS}),
    "talking-points": (FILTERS, {"top": TOPS}),
    "top-points": (FILTERS, {"min-posts": (1, 2, 3), "top": TOPS}),
    "point-mentions": (FILTERS, {"kind": KINDS, "top": TOPS}),
    "point-spread": (("since", "until", "channel", "forwards"), {"point": None, "top": TOPS}),
    "point-novelty": (FILTERS, {"by": BY}),
    "message-discipline": (FILTERS, {"by": BY}),
    "point-first-movers": (FILTERS, {"top": TOPS}),
    "point-alignment": (FILTERS, {"min-weight": (1, 2, 3), "top": TOPS}),
    "edits-and-deletions": (FILTERS, {"kind": ("all", "edit", "gone"), "top": TOPS}),
    "points-per-post": (FILTERS, {"by": BY}),
    "message-pull-through": (FILTERS, {"message": None, "by": BY}),
    "keyword-in-context": (
        NO_WORDS,
        {"words": None, "width": (1, 12, 40), "order": ("date", "right"), "top": TOPS},
    ),
    "word-frequency": (NO_WORDS, {"words": None, "by": BY}),
    "unresolved-names": (tuple(one for one in FILTERS if one != "name"), {"top": TOPS}),
}


def some_days(world, rng):
    """A range that mostly holds posts; now and then only one end of it, or whole months."""
    days = sorted(post.day for post in world.posts if post.day is not None) or [world.first]
    since, until = sorted((rng.choice(days), rng.choice(days)))
    if rng.random() < 0.4:
        since, until = since.replace(day=1), last_of_month(until)
    else:
        since -= timedelta(days=rng.choice((0, 0, 1, 20)))
        until += timedelta(days=rng.choice((0, 0, 1, 20)))
    return rng.choice(((since, until), (since, until), (since, None), (None, until)))


def last_of_month(day):
    while (day + timedelta(days=1)).month == day.month:
        day += timedelta(days=1)
    return day


def written_day(day, is_whole_month):
    return day.isoformat()[:7] if is_whole_month else day.isoformat()


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
        if values.since is not None:
            give("since", written_day(values.since, values.since.day == 1), values.since.isoformat())
        if values.until is not None:
            is_last = values.until == last_of_month(values.until)
            give("until", written_day(values.until, is_last), values.until.isoformat())
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
        if flag in ("words", "point") or rng.random() < max(often, 0.5):
            special = SPECIAL.get((query, flag)) or SPECIAL.get(flag)
            if choices is not None:
                values.given[flag] = rng.choice(choices)
                unit = "s" if (query, flag) == ("coordinated-posts", "window") else ""
                give(flag, f"{values.given[flag]}{unit}", values.given[flag])
            else:
                values.given[flag], written, value = special(world, rng)
                for one in written:
                    give(flag, one, value)
    return words, values, bound


def some_period(world, rng):
    day = some_days(world, rng)[0] or world.first
    return day, [day.isoformat()], day.isoformat()


def some_post(world, rng):
    number = rng.choice(world.posts).store_id
    return number, [str(number)], json.dumps([number])


def some_point(world, rng):
    numbers = [number for post in world.posts for number in post.point_ids]
    number = rng.choice(numbers)
    return number, [str(number)], number


def some_messages(world, rng):
    """Names with variants; a name alone is its own variant."""
    messages = []
    for _ in range(rng.randint(1, 4)):
        phrase = some_words(world, rng).replace("=", " ").strip()
        messages.append((rng.choice(("Ports", "ports", "Grain", phrase)), phrase))
    written = [phrase if name == phrase else f"{name} = {phrase}" for name, phrase in messages]
    return messages, comma_free(written), json.dumps([fold(one) for one in written], ensure_ascii=False)


def whole_words(world, rng):
    """One or two words, perhaps with * at an end, that begin and end with a letter."""
    while True:
        phrase = some_words(world, rng)
        if phrase[0].isalpha() and phrase[-1].isalpha() and "*" not in phrase:
            return rng.choice(("", "", "*")) + phrase + rng.choice(("", "", "*"))


def some_keyword(world, rng):
    phrase = whole_words(world, rng)
    return phrase, [phrase], fold(phrase)


def some_vocabulary(world, rng):
    vocabulary = [whole_words(world, rng) for _ in range(rng.randint(1, 4))]
    return vocabulary, comma_free(vocabulary), json.dumps([fold(one) for one in vocabulary], ensure_ascii=False)


SPECIAL = {
    "period": some_period,
    "post": some_post,
    "point": some_point,
    "message": some_messages,
    ("keyword-in-context", "words"): some_keyword,
    ("word-frequency", "words"): some_vocabulary,
}


def some_names(world, rng):
    """Names to ask for. A handle and a country that have one name are both meant by it."""
    asked = rng.sample([entity for entity, _ in texts.NAMES], rng.randint(1, 3))
    return [entity for entity, _ in texts.NAMES if any(entity.name.lower() == one.name.lower() for one in asked)]


def bound_names(names):
    return json.dumps(sorted({fold(name.name) for name in names}), ensure_ascii=False)
