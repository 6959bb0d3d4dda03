"""Invented texts of which is known, by how they are put together, what stands in them."""

import unicodedata
from dataclasses import dataclass, field
from fractions import Fraction


def fold(text):
    """Full case folding, then NFC, white space one space: how words are matched (docs/schema.md, post_words)."""
    return " ".join(unicodedata.normalize("NFC", text.casefold()).split())


@dataclass(frozen=True)
class Entity:
    """Somebody who can be named. The name of a handle or number is folded, that of all else as people read it."""

    kind: str
    name: str


@dataclass
class Piece:
    """A word, tag, name or address as it is written, and what it is."""

    text: str
    kind: str = "plain"
    entity: Entity | None = None
    address: str | None = None


@dataclass
class Item:
    """A talking point: its words and what is found in them; points of one theme say the same."""

    text: str
    theme: str
    wording: str = ""
    entities: list = field(default_factory=list)


@dataclass
class Text:
    """A text with all that is found in it, in order; of addresses also whether the text shows them."""

    text: str = ""
    spans: list = field(default_factory=list)
    tags: list = field(default_factory=list)
    entities: list = field(default_factory=list)
    links: list = field(default_factory=list)
    items: list = field(default_factory=list)


WORDS = (
    "harbour bridge lantern orchard granite meadow quiet copper willow anchor thunder velvet barley ferry cabin "
    "embargo embargoes trade trades free ports open saddle timber candle "
    "гавань фонарь камень тишина мельница торговля торговли берег якорь ветер "
    "فانوس حديقة تجارة جسر"
).split()

# The tag folded, then its spellings.
TAGS = [
    ("trade", ["trade", "Trade", "TRADE"]),
    ("free_ports", ["free_ports", "Free_Ports"]),
    ("rivers", ["rivers", "Rivers"]),
    ("strasse", ["Straße", "strasse", "STRASSE"]),
    ("торговля", ["торговля", "Торговля", "ТОРГОВЛЯ"]),
    ("ветер", ["ветер", "Ветер"]),
    ("سلام", ["سلام"]),
    ("kenya", ["Kenya", "kenya"]),
    ("lantern", ["lantern"]),
    ("été", ["été", "Été"]),
]

KENYA = Entity("country", "Kenya")
NAMES = [
    (KENYA, ["Kenya", "Кения"]),
    (Entity("country", "Brazil"), ["Brazil", "Бразилия"]),
    (Entity("organisation", "United Nations"), ["United Nations", "ООН"]),
    (Entity("person", "Orsa Velmine"), ["Orsa Velmine", "Орса Велмине"]),
    (Entity("ministry", "Harbour Board"), ["Harbour Board", "harbour board"]),
    (Entity("handle", "river_watch"), ["@river_watch", "@River_Watch"]),
    (Entity("handle", "lantern_post"), ["@lantern_post"]),
    (Entity("handle", "orchard_daily"), ["@orchard_daily", "@ORCHARD_DAILY"]),
    (Entity("handle", "kenya"), ["@Kenya"]),
    (Entity("number", "10500"), ["@10500"]),
    (Entity("person", "Anna Berg"), ["Foreign Minister Anna Berg"]),
    (Entity("person", "Lena Torvald"), ["Prime Minister Lena Torvald"]),
    (Entity("person", "Omar Berg"), ["President Omar Berg"]),
]

# Who is in the dictionary by our own hand: kind, name, alias.
DICTIONARY = [
    ("person", "Orsa Velmine", "Orsa Velmine"),
    ("person", "Orsa Velmine", "Орса Велмине"),
    ("ministry", "Harbour Board", "harbour board"),
]

ADDRESSES = [
    ("https://news.example.org/a/1", "news.example.org"),
    ("https://www.news.example.org/a/2", "news.example.org"),
    ("http://Mirror.Example.NET:8080/x?y=1", "mirror.example.net"),
    ("https://harbour.example/long/way", "harbour.example"),
    ("mailto:desk@harbour.example", None),
]

# What the points of one theme say, in words that no other theme has: so many that two wordings with one other word each
# are near enough to say the same; and one that is short, which is the same only word for word.
THEMES = {
    "gauges": (
        "gauges upstream register slowly drifting waterlines beside ancient millstones during every quiet autumn",
        "gauges upstream register slowly drifting waterlines beside weathered millstones during every quiet autumn",
        "gauges upstream register slowly gliding waterlines beside ancient millstones during every quiet autumn",
    ),
    "grain": (
        "barley growers deliver golden harvests towards inland granaries along restored cobbled towpaths together",
        "barley growers deliver golden harvests towards inland granaries along restored winding towpaths together",
    ),
    "lights": ("lighthouse keepers scrub brass lenses before foggy evenings hide jagged reefs around shallow bays",),
    "маяки": (
        "смотрители маяков чистят медные линзы перед туманными вечерами возле скалистых берегов старой гавани",
        "смотрители маяков чистят медные линзы перед туманными вечерами возле пологих берегов старой гавани",
    ),
    "short": ("open the ports",),
}


def likeness(one, other):
    """How much two texts have in common of all their words and pairs of neighbouring words (docs/points.md)."""

    def parts(text):
        words = fold(text).replace(".", "").split()
        return {*words, *zip(words, words[1:])}

    return Fraction(len(parts(one) & parts(other)), len(parts(one) | parts(other)))


class Writer:
    """Puts a text together from pieces, and keeps what was found where."""

    def __init__(self):
        self.found = Text()
        self.item = None

    def write(self, text):
        self.found.text += text

    def piece(self, piece):
        start = len(self.found.text)
        self.write(piece.text)
        if piece.kind != "plain":
            self.found.spans.append((start, len(self.found.text), piece))
        if piece.kind == "hashtag":
            self.found.tags.append(piece.text[1:])
            if fold(piece.text[1:]) == "kenya":
                self.name(KENYA)
        if piece.address is not None:
            self.found.links.append((piece.address, piece.kind == "link"))
        if piece.entity is not None:
            self.name(piece.entity)

    def name(self, entity):
        self.found.entities.append(entity)
        if self.item is not None:
            self.item.entities.append(entity)

    def line(self, pieces, end="."):
        for number, piece in enumerate(pieces):
            if number:
                self.write(" ")
            self.piece(piece)
        self.write(end)

    def begin_item(self, marker, theme):
        self.write(marker)
        self.item = Item("", theme)
        self.item_start = len(self.found.text)

    def end_item(self):
        self.item.text = self.found.text[self.item_start :]
        self.found.items.append(self.item)
        self.item = None


def some_tag(rng):
    # Those at the front of the list are the usual ones.
    tag, spellings = TAGS[min(rng.randrange(len(TAGS)), rng.randrange(len(TAGS)))]
    return Piece("#" + rng.choice(spellings), "hashtag")


def some_name(rng, names):
    entity, spellings = names[min(rng.randrange(len(names)), rng.randrange(len(names)))]
    written = rng.choice(spellings)
    return Piece(written, "mention" if entity.kind == "handle" else "plain", entity)


def some_link(rng, hidden):
    address, _ = rng.choice(ADDRESSES)
    if not hidden:
        address = ADDRESSES[rng.randrange(4)][0]
        return Piece(address, "link", address=address)
    if address.startswith("mailto:") or rng.random() < 0.4:
        return Piece(rng.choice(("here", "тут", "more")), "text_link", address=address)
    return Piece(address, "link", address=address)


def sentence(rng, names, rate, hidden):
    """Pieces of a sentence. A plain word stands between two names and at both ends, so that each is told apart."""
    pieces = [Piece(rng.choice(WORDS))]
    for _ in range(rng.randint(2, 7)):
        chance = rng.random()
        if chance < 0.25 * rate:
            pieces.append(some_name(rng, names))
        elif chance < 0.45 * rate:
            pieces.append(some_tag(rng))
        elif chance < 0.52 * rate:
            pieces.append(some_link(rng, hidden))
        pieces.append(Piece(rng.choice(WORDS)))
    return pieces


def write_item(rng, writer, marker, names):
    theme = rng.choice([*THEMES, None])
    writer.begin_item(marker, theme)
    if theme is None:
        # Twelve words in an order of chance are like no other point; a number of their own keeps them apart.
        writer.item.theme = f"alone {rng.getrandbits(60)}"
        words = rng.sample(WORDS, 12)
        pieces = [Piece(word) for word in words] + [Piece(str(rng.getrandbits(40) + 10000))]
        if rng.random() < 0.4:
            pieces.insert(6, some_name(rng, names))
        writer.line(pieces, "")
    else:
        words = rng.choice(THEMES[theme])
        writer.item.wording = words
        writer.write(rng.choice((words, words.capitalize(), words + ".", words.upper())))
    writer.end_item()


def compose(rng, names, hidden):
    """A text: sentences, perhaps points, perhaps tags at its end; or nothing at all. Words may hide an address."""
    writer = Writer()
    if rng.random() < 0.04:
        return writer.found
    rate = rng.choice((0.3, 1, 1.6))
    used = []

    def fresh():
        # A person with an office once in a text: the surname alone later would be the same person.
        left = [one for one in names if one[0].kind != "person" or one[0] not in used]
        return left

    def line(end="."):
        pieces = sentence(rng, fresh(), rate, hidden)
        seen, kept = set(used), []
        for piece in pieces:
            if piece.entity is not None and piece.entity.kind == "person":
                if piece.entity in seen or any(one.name.split()[-1] == piece.entity.name.split()[-1] for one in seen):
                    continue
                seen.add(piece.entity)
                used.append(piece.entity)
            kept.append(piece)
        writer.line(kept, end)

    line()
    for _ in range(rng.choice((0, 0, 1, 2))):
        writer.write(rng.choice(("\n", "\n\n", " ")))
        line(rng.choice((".", "!", ".")))
    if rng.random() < 0.5:
        writer.write("\n")
        count = rng.randint(1, 4)
        # A single numbered line may as well be the beginning of a sentence.
        numbered = count > 1 and rng.random() < 0.3
        for number in range(1, count + 1):
            writer.write("\n")
            safe = [one for one in names if one[0].kind != "person"]
            write_item(rng, writer, f"{number}. " if numbered else "• ", safe)
    if rng.random() < 0.6:
        writer.write("\n\n")
        tags = [some_tag(rng) for _ in range(rng.randint(1, 4))]
        if rng.random() < 0.03:
            tags += [some_tag(rng) for _ in range(8)]
        writer.line(tags, "")
    return writer.found
