"""Invented channels with their posts: the truth that the reports are held to, made of a number alone."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone

import texts
from texts import Text

UTC = timezone.utc


@dataclass(eq=False)
class Channel:
    """A channel as its input tells of it; `form` is the format of that input."""

    form: str
    name: str
    external_id: str | None = None
    handle: str | None = None
    # None: the input writes instants. Else its wall clocks are of this zone, as old exports have them.
    wall_clock: str | None = None
    # Ids of what is no post: events, and the other messages of albums, with their day.
    other_ids: list = field(default_factory=list)
    events: list = field(default_factory=list)

    @property
    def link_base(self):
        if self.handle is not None:
            return f"https://t.me/{self.handle}/"
        return None if self.external_id is None else f"https://t.me/c/{self.external_id}/"


@dataclass(frozen=True)
class Origin:
    """Where a forwarded post comes from, as far as its input tells."""

    name: str | None = None
    external_id: str | None = None
    post: int | None = None
    instant: datetime | None = None


@dataclass(eq=False)
class Post:
    """One post. Of `instant` and `day`, both, the day alone, or neither is known."""

    channel: Channel
    number: int
    content: Text
    instant: datetime | None = None
    day: date | None = None
    origin: Origin | None = None
    is_forward: bool = False
    album: int = 1
    edited: datetime | None = None
    reactions: dict = field(default_factory=dict)
    # What each load that tells of the post says of its counts: {load: {field: number or None}}.
    sightings: dict = field(default_factory=dict)
    # The load that brought it, and its place there: the order of loading.
    loaded: tuple = (0, 0)

    @property
    def text(self):
        return self.content.text

    def latest(self, count):
        known = [seen[count] for _, seen in sorted(self.sightings.items()) if seen.get(count) is not None]
        return known[-1] if known else None

    @property
    def link(self):
        return None if self.channel.link_base is None else f"{self.channel.link_base}{self.number}"


@dataclass(eq=False)
class Load:
    """One input: the posts of a channel as they were by some time."""

    number: int
    channel: Channel
    posts: list
    as_of: str | None = None

    @property
    def file(self):
        return f"{self.number}.{'json' if self.channel.form == 'telegram-json' else 'jsonl'}"


def last_sunday(year, month):
    day = date(year, month, 31)
    return day - timedelta(days=day.isoweekday() % 7)


def offset(zone, instant):
    """What a zone is ahead of UTC at an instant: enough zones to have a summer time, half hours and both signs."""
    if zone == "Europe/Prague":
        begin = datetime.combine(last_sunday(instant.year, 3), datetime.min.time(), UTC) + timedelta(hours=1)
        end = datetime.combine(last_sunday(instant.year, 10), datetime.min.time(), UTC) + timedelta(hours=1)
        return timedelta(hours=2 if begin <= instant < end else 1)
    return {
        "UTC": timedelta(),
        "Asia/Kathmandu": timedelta(hours=5, minutes=45),
        "America/Bogota": timedelta(hours=-5),
    }[zone]


ZONES = ("UTC", "Europe/Prague", "Asia/Kathmandu", "America/Bogota")
SOURCES = ("Foreign Source", "Дальний источник", "Third Source")


class World:
    """All that one store holds."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        rng = self.rng
        self.zone = rng.choice(ZONES)
        self.first = date(rng.randint(2017, 2021), rng.randint(1, 12), rng.randint(1, 28))
        self.days = rng.choice((3, 12, 45, 200, 500, 1100))
        self.names = rng.sample(texts.NAMES, rng.randint(5, len(texts.NAMES)))
        self.themes = rng.sample(list(texts.THEMES), rng.randint(2, len(texts.THEMES)))
        self.channels = self.some_channels()
        self.posts = []
        self.loads = []
        for channel in self.channels:
            for _ in range(rng.choice((1, 6, 15, 25, 40))):
                self.add_post(channel)
        for channel in self.channels:
            self.number_posts(channel)
            self.add_loads(channel)
        self.posts.sort(key=lambda post: post.loaded)

    def some_channels(self):
        rng = self.rng
        names = ("Orchard Daily", "Гавань сегодня", "Bridge & Ferry", "Orchard Daily")
        channels = [
            Channel("telegram-json", name, str(1000000011 + 11 * number))
            for number, name in enumerate(names)
            if rng.random() < 0.6
        ]
        if channels and rng.random() < 0.3:
            rng.choice(channels).wall_clock = rng.choice(ZONES)
        handles = (("River Watch", "River_Watch"), ("Lantern", "lantern_post"), ("قناة", "quay_talk"))
        channels += [
            Channel("jsonl", name, str(1000000211 + 11 * number), handle)
            for number, (name, handle) in enumerate(handles)
            if rng.random() < 0.6
        ]
        if rng.random() < 0.3 or not channels:
            channels.append(Channel("jsonl", "Quiet News"))
        return channels

    def day_of(self, instant):
        return self.local(instant).date()

    def local(self, instant):
        return (instant + offset(self.zone, instant)).replace(tzinfo=None)

    def some_instant(self):
        start = datetime.combine(self.first, datetime.min.time(), UTC)
        # Some posts lie close together, and more than chance would have it stand beside midnight and New Year.
        second = self.rng.randrange(self.days * 86400)
        if self.rng.random() < 0.3:
            second = min(second // 86400 * 86400 + self.rng.choice((0, 1, 82800, 86399)), self.days * 86400)
        return start + timedelta(seconds=second)

    def add_post(self, channel):
        rng = self.rng
        post = Post(channel, 0, None)
        earlier = [one for one in self.posts if one.instant is not None]
        chance = rng.random()
        if earlier and chance < 0.25:
            source = rng.choice(earlier)
            post.content = self.copied(source, channel)
            post.instant = source.instant + timedelta(seconds=rng.choice((0, 0, 1, 30, 60, 61, 290, 4000, 200000)))
        else:
            post.content = texts.compose(rng, self.names, channel.form == "telegram-json")
            post.instant = self.some_instant()
        if channel.form == "jsonl":
            chance = rng.random()
            if chance < 0.08:
                post.instant = None
            elif chance < 0.2:
                post.day, post.instant = self.day_of(post.instant), None
        if channel.wall_clock == "Europe/Prague":
            # The hour that summer time repeats would be two instants.
            post.instant += timedelta(hours=2) if post.instant.hour < 2 else timedelta()
        if post.instant is not None:
            post.day = self.day_of(post.instant)
        if rng.random() < 0.3:
            self.make_forward(post, earlier)
        if rng.random() < 0.15 and post.instant is not None:
            post.edited = post.instant + timedelta(seconds=rng.randint(1, 90000))
        if channel.form == "telegram-json" and rng.random() < 0.15:
            post.album = rng.randint(2, 4)
        if rng.random() < 0.5:
            post.reactions = {emoji: rng.randint(1, 30) for emoji in rng.sample("👍🔥😢", rng.randint(1, 3))}
        self.posts.append(post)

    def copied(self, source, channel):
        """The content again, now and then with its first word in capitals: the same text but for case."""
        found = source.content
        # Lines of JSON do not tell which address stands behind a word.
        links = [link for link in found.links if link[1] or channel.form == "telegram-json"]
        spans = [span for span in found.spans if span[2].kind != "text_link" or channel.form == "telegram-json"]
        first, space, rest = found.text.partition(" ")
        written = first.upper() if self.rng.random() < 0.3 else first
        return replace(found, text=written + space + rest, spans=spans, links=links)

    def make_forward(self, post, earlier):
        rng = self.rng
        post.is_forward = True
        chance = rng.random()
        if chance < 0.15:
            return
        known = [one for one in earlier if one.channel.external_id is not None and one.number == 0]
        if known and chance < 0.6:
            original = rng.choice(known)
            post.origin = Origin(original.channel.name, original.channel.external_id)
            if post.channel.form == "jsonl" and rng.random() < 0.6:
                post.origin = Origin(original.channel.name, original.channel.external_id, original, original.instant)
        else:
            post.origin = Origin(rng.choice(SOURCES))

    def number_posts(self, channel):
        """Ids ascend with time, with holes in them, and events between."""
        rng = self.rng
        posts = [post for post in self.posts if post.channel is channel]
        start = datetime.combine(self.first, datetime.min.time(), UTC)
        midnight = datetime.min.time()

        def when(post):
            if post.instant is not None:
                return post.instant
            return start if post.day is None else datetime.combine(post.day, midnight, UTC)

        number = rng.choice((1, 1, 400))
        for post in sorted(posts, key=when):
            number += rng.choice((1, 1, 1, 1, 2, 5, 14, 40))
            if channel.form == "telegram-json" and post.instant is not None and rng.random() < 0.08:
                channel.events.append((number, post.instant))
                channel.other_ids.append((number, post.day))
                number += 1
            post.number = number
            for other in range(1, post.album):
                number += 1
                channel.other_ids.append((number, post.day))
        self.posts.sort(key=lambda post: post.number)

    def add_loads(self, channel):
        """One load, or two of which the later one has all that the first one has, with newer counts."""
        rng = self.rng
        posts = [post for post in self.posts if post.channel is channel]
        parts = [posts]
        if channel.form == "jsonl" and len(posts) > 4 and rng.random() < 0.6:
            part = posts[: rng.randint(2, len(posts) - 1)]
            # Of two inputs of one instant nobody could say which counts are the later ones.
            if last_instant(part) and last_instant(part) < last_instant(posts):
                parts = [part, posts]
        has_counts = rng.random() < 0.85
        for part in parts:
            load = Load(len(self.loads) + 1, channel, part, last_instant(part))
            self.loads.append(load)
            self.add_sightings(load, has_counts)

    def add_sightings(self, load, has_counts):
        rng, channel = self.rng, load.channel
        for place, post in enumerate(load.posts):
            if not post.sightings:
                post.loaded = (load.number, place)
            before = {key: post.latest(key) or 0 for key in ("views", "forwards", "replies")}
            seen = {"views": None, "forwards": None, "replies": None}
            if channel.form == "jsonl" and has_counts:
                seen["views"] = before["views"] + rng.randint(0, 900) if rng.random() < 0.85 else None
                seen["forwards"] = before["forwards"] + rng.randint(0, 9) if rng.random() < 0.7 else None
                seen["replies"] = before["replies"] + rng.randint(0, 5) if rng.random() < 0.4 else None
            seen["reactions"] = dict(post.reactions)
            post.sightings[load.number] = seen


def last_instant(posts):
    """The last instant, or bare day, that an input of these posts knows of, as it is written in a store."""
    known = [moment for post in posts for moment in (post.instant, post.edited) if moment is not None]
    written = [moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in known]
    written += [post.day.isoformat() for post in posts if post.day is not None and post.instant is None]
    return max(written, default=None)
