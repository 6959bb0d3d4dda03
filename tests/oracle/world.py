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
    # The text that an earlier load told, and the load that shows that it is gone.
    former: Text | None = None
    gone: "Load | None" = None
    # The load that brought it, and its place there: the order of loading.
    loaded: tuple | None = None

    @property
    def text(self):
        return self.content.text

    def seen(self):
        """What was seen of its counts, the oldest sighting first: load and counts."""
        return sorted(self.sightings.items(), key=lambda seen: seen[0].as_of or "")

    def latest(self, count):
        known = [counts[count] for _, counts in self.seen() if counts[count] is not None]
        return known[-1] if known else None

    @property
    def is_rounded(self):
        units = [counts["views_unit"] for _, counts in self.seen() if counts["views"] is not None]
        return bool(units) and units[-1] is not None

    @property
    def link(self):
        return None if self.channel.link_base is None else f"{self.channel.link_base}{self.number}"


def stamp(instant):
    """An instant as a store writes it."""
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(eq=False)
class Load:
    """One input: the posts of a channel as they were by some time; of those in `early`, before they were edited."""

    channel: Channel
    posts: list
    early: set
    number: int = 0

    @property
    def file(self):
        return f"{self.number}.{self.channel.form.removeprefix('telegram-')}"

    @property
    def events(self):
        last = max((post.number for post in self.posts), default=0)
        return [(number, instant) for number, instant in self.channel.events if number <= last]

    def told_edit(self, post):
        return None if post in self.early else post.edited

    def told_content(self, post):
        return post.former if post in self.early and post.former is not None else post.content

    @property
    def as_of(self):
        """The last instant, or bare day, that the input knows of, as it is written in a store."""
        known = [moment for post in self.posts for moment in (post.instant, self.told_edit(post)) if moment is not None]
        written = [stamp(moment) for moment in known + [instant for _, instant in self.events]]
        written += [post.day.isoformat() for post in self.posts if post.day is not None and post.instant is None]
        return max(written, default=None)


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
SOURCES = ("Foreign Source", "Дальний источник", "Bridge & Ferry")


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
        self.number_loads()
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
            Channel(rng.choice(("jsonl", "jsonl", "csv")), name, str(1000000211 + 11 * number), handle)
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
        if channel.form != "telegram-json":
            chance = rng.random()
            if chance < 0.08:
                post.instant = None
            elif chance < 0.2:
                post.day, post.instant = self.day_of(post.instant), None
        if channel.wall_clock == "Europe/Prague":
            # The hour that summer time repeats would be two instants.
            post.instant += timedelta(hours=2) if post.instant.hour < 2 else timedelta()
        # Messages of one second would be taken for an album where only one has words.
        taken = {one.instant for one in self.posts if one.channel is channel}
        while channel.form == "telegram-json" and post.instant in taken:
            post.instant += timedelta(seconds=1)
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
            if post.channel.form != "telegram-json" and rng.random() < 0.6:
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
            if post.day is None:
                return start
            day = datetime.combine(post.day, midnight, UTC)
            return day - offset(self.zone, day)

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
        """One load, or an earlier one besides: with fewer posts, texts before their edit, and what is gone since."""
        rng = self.rng
        posts = [post for post in self.posts if post.channel is channel]
        loads = [Load(channel, posts, set())]
        if len(posts) > 4 and rng.random() < 0.6:
            part = posts[: rng.randint(3, len(posts) - 1)]
            early = Load(channel, part, set(part))
            bound = early.as_of
            early.early = {post for post in part if post.edited is None or stamp(post.edited) > (bound or "")}
            # Of two inputs of one instant nobody could say which is the later one.
            if early.as_of and early.as_of < loads[0].as_of:
                loads.insert(0, early)
                self.change(channel, early, loads[1])
        self.loads += loads

    def change(self, channel, early, late):
        """Between the two, posts are edited and deleted."""
        rng = self.rng
        hidden = channel.form == "telegram-json"
        for post in early.posts:
            if post in early.early and post.edited is not None and post.text and rng.random() < 0.6:
                post.former = texts.compose(rng, self.names, hidden)
        as_of = late.as_of
        for post in early.posts[1:-1]:
            if hidden and rng.random() < 0.12:
                post.edited = post.former = None
                post.gone = late
                late.posts = [other for other in late.posts if other is not post]
        if late.as_of != as_of or early.as_of >= late.as_of:
            for post in early.posts:
                post.gone = None
            late.posts = [post for post in self.posts if post.channel is channel]

    def number_loads(self):
        """In any order: nothing that is counted depends on it."""
        rng = self.rng
        rng.shuffle(self.loads)
        for number, load in enumerate(self.loads, 1):
            load.number = number
            for place, post in enumerate(load.posts):
                if post.loaded is None:
                    post.loaded = (number, place)
        counted = {channel: rng.random() < 0.85 for channel in self.channels}
        for load in sorted(self.loads, key=lambda load: load.as_of or ""):
            for post in load.posts:
                self.add_sighting(load, post, counted[load.channel])

    def forget(self, rng):
        """Takes a few posts away for good, as if no input had them, but for what was told at the loads."""
        forgotten = []
        if rng.random() < 0.3:
            left = [post for post in self.posts if sum(one.channel is post.channel for one in self.posts) > 5]
            forgotten = rng.sample(left, min(len(left), rng.randint(1, 3)))
        for post in forgotten:
            self.posts.remove(post)
            items = range(post.number + 1, post.number + post.album)
            post.channel.other_ids = [one for one in post.channel.other_ids if one[0] not in items]
        return forgotten

    def add_sighting(self, load, post, has_counts):
        rng = self.rng
        before = {key: post.latest(key) or 0 for key in ("views", "forwards", "replies")}
        seen = {"views": None, "forwards": None, "replies": None}
        if load.channel.form != "telegram-json" and has_counts:
            seen["views"] = before["views"] + rng.randint(0, 900) if rng.random() < 0.85 else None
            seen["forwards"] = before["forwards"] + rng.randint(0, 9) if rng.random() < 0.7 else None
            seen["replies"] = before["replies"] + rng.randint(0, 5) if rng.random() < 0.4 else None
        is_last = load.as_of == max(other.as_of or "" for other in self.loads if post in other.posts)
        fewer = {emoji: (count + 1) // 2 for emoji, count in post.reactions.items() if rng.random() < 0.7}
        seen["views_unit"] = None
        if seen["views"] is not None and load.channel.form == "jsonl" and rng.random() < 0.2:
            # As a web page shows it: 1.2K.
            seen["views"], seen["views_unit"] = 100 * rng.randint(10, 99), 100
        seen["reactions"] = dict(post.reactions) if is_last or load.as_of is None else fewer
        post.sightings[load] = seen
        if is_last:
            post.reactions = seen["reactions"]
