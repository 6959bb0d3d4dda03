"""What all reports share, as docs/queries.md tells it: filters, periods, shares, names of channels."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from texts import fold

UNDATED = "undated"

# A value that the documents leave open.
ANY = object()


@dataclass
class Values:
    """The values of a run's flags. `given` holds what one query alone has, such as by and top."""

    since: date | None = None
    until: date | None = None
    channel: list = field(default_factory=list)
    tag: list = field(default_factory=list)
    name: list = field(default_factory=list)
    words: str | None = None
    forwards: str | None = None
    given: dict = field(default_factory=dict)

    def get(self, flag, default):
        return self.given.get(flag, default)

    @property
    def by(self):
        return self.get("by", "month")


def tags(post):
    """The tags of a post as they are written, folded: one for each use."""
    return [fold(tag) for tag in post.content.tags]


def in_range(post, values):
    if values.since is None and values.until is None:
        return True
    if post.day is None:
        return False
    return (values.since is None or post.day >= values.since) and (values.until is None or post.day <= values.until)


def is_asked(channel, values):
    return not values.channel or channel in values.channel


def of_channel(post, values):
    return is_asked(post.channel, values)


def of_kind(post, values, default="yes"):
    forwards = values.forwards or default
    return forwards == "yes" or post.is_forward == (forwards == "only")


def has_tag(post, values):
    return not values.tag or any(tag in values.tag for tag in tags(post))


def has_name(post, values):
    return not values.name or any(entity in values.name for entity in post.content.entities)


def has_words(post, values):
    return values.words is None or fold(values.words) in fold(post.text)


def chosen(world, values, *, tag=True, name=True, words=True, channel=True, days=True, forwards="yes"):
    """The posts under the filters; False leaves one out."""
    return [
        post
        for post in world.posts
        if (not days or in_range(post, values))
        and (not channel or of_channel(post, values))
        and (forwards is None or of_kind(post, values, forwards))
        and (not tag or has_tag(post, values))
        and (not name or has_name(post, values))
        and (not words or has_words(post, values))
    ]


def period_of(day, by):
    if day is None:
        return UNDATED
    year, week, _ = day.isocalendar()
    return {
        "day": day.isoformat(),
        "week": f"{year:04}-W{week:02}",
        "month": f"{day.year:04}-{day.month:02}",
        "quarter": f"{day.year:04}-Q{(day.month + 2) // 3}",
        "year": f"{day.year:04}",
    }[by]


def days_of(period, by, near):
    """First and last day of a period, by going from a day within it."""
    first = last = near
    while period_of(first - timedelta(days=1), by) == period:
        first -= timedelta(days=1)
    while period_of(last + timedelta(days=1), by) == period:
        last += timedelta(days=1)
    return first, last


def periods(posts, by):
    """All periods from the first post to the last with a day in each; undated last, where there are such posts."""
    days = [post.day for post in posts if post.day is not None]
    found = {}
    if days:
        day = min(days)
        while day <= max(days):
            found.setdefault(period_of(day, by), day)
            day += timedelta(days=1)
    if any(post.day is None for post in posts):
        found[UNDATED] = None
    return found


def covered(world, values):
    """The days covered: from since to until, never beyond the posts of the channels asked for."""
    days = [post.day for post in world.posts if post.day is not None and of_channel(post, values)]
    if not days:
        return None
    first = max(min(days), values.since) if values.since else min(days)
    last = min(max(days), values.until) if values.until else max(days)
    return first, last


def partial(world, values, period, by, near):
    if near is None:
        return None
    first, last = days_of(period, by, near)
    bounds = covered(world, values)
    return int(bounds is None or first < bounds[0] or last > bounds[1])


def ratio(part, whole, times=1):
    """An exact quotient; NULL where there is nothing to divide by."""
    return None if whole == 0 else Fraction(part) * times / Fraction(whole)


def percent(part, whole):
    return ratio(part, whole, 100)


def median(numbers):
    numbers = sorted(numbers)
    if not numbers:
        return None
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return Fraction(numbers[middle])
    return Fraction(numbers[middle - 1] + numbers[middle]) / 2


def top(rows, number):
    return rows if number == 0 else rows[:number]


def first_day(posts):
    return min((post.day for post in posts if post.day is not None), default=None)


def last_day(posts):
    return max((post.day for post in posts if post.day is not None), default=None)


def plain_label(channel):
    if channel.handle is not None:
        return f"@{channel.handle}"
    return channel.name if channel.name is not None else channel.external_id


def label(world, channel):
    """Handle, else name, else id; with its id where several channels with posts have one name."""
    called = plain_label(channel)
    same = [one for one in world.channels if plain_label(one) == called]
    return called if len(same) == 1 else f"{called} ({channel.external_id})"


def newest_first(posts):
    """Newest first: by day, within a day by instant, then the last loaded first; undated ones last."""

    def key(post):
        day = "" if post.day is None else post.day.isoformat()
        instant = "" if post.instant is None else post.instant.isoformat()
        return (day, instant, post.loaded)

    return sorted(posts, key=key, reverse=True)


def is_grouped(world, item):
    """Whether another point of the store says the same."""
    return sum(one.theme == item.theme for post in world.posts for one in post.content.items) > 1
