"""One world: loaded by the program, asked by the program and by Python's sqlite3, and counted in plain code."""

import json
import os
import random
import sqlite3
import subprocess
from datetime import date
from fractions import Fraction

import exports
import flags
import frame
import reports
import texts
import world as worlds
from reports import points


class Trial:
    """A world in a folder of its own, with the store that the program made of it."""

    def __init__(self, seed, program, queries, folder):
        self.seed = seed
        self.program = program
        self.folder = folder
        self.files = {path.stem: path for path in queries.glob("*/*.sql")}
        self.world = worlds.World(seed)
        self.store = folder / "store.db"

    def chancery(self, *words):
        environment = {**os.environ, "CHANCERY_DB": str(self.store), "CHANCERY_NOW": "2026-01-01T12:00:00Z"}
        command = [str(self.program), *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
        if done.returncode != 0:
            raise SystemExit(f"seed {self.seed}: {' '.join(command)}\n{done.stderr}")
        return done.stdout

    def load(self):
        """Loads all inputs, by one of the ways that must come to the same, and learns what the store calls them."""
        for path in self.folder.glob("store.db*"):
            path.unlink()
        rng = random.Random(f"{self.seed} history")
        settings = self.some_settings(rng)
        inputs = exports.write(self.world, self.folder)
        for place, (path, options) in enumerate(inputs):
            self.chancery("load", path, *options, *(settings if place == 0 else []))
            if rng.random() < 0.15:
                # What is made of the posts so far is behind with the next load.
                self.chancery("group")
                self.chancery("index", "--words")
        if rng.random() < 0.2:
            path, options = rng.choice(inputs)
            self.chancery("load", path, *options)
        self.chancery("entities", "import", self.dictionary())
        self.chancery("reindex", *(settings and ["--time-zone", self.world.zone, "--points", "items"]))
        self.chancery("reindex")
        for post in self.world.forget(rng):
            self.chancery("forget", "--post", f"{flags.asked_channel(self.world, post.channel, rng)}/{post.number}")
        self.chancery("group")
        self.chancery("index", "--words")
        self.connection = sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)
        self.connection.row_factory = sqlite3.Row
        self.learn_numbers()

    def some_settings(self, rng):
        """Those that the store is made with: its own, or others that are changed when all is loaded."""
        if rng.random() < 0.6:
            return ["--time-zone", self.world.zone]
        return ["--time-zone", rng.choice(worlds.ZONES), "--points", rng.choice(("items", "sentences"))]

    def dictionary(self):
        path = self.folder / "dictionary.csv"
        lines = [("kind", "name", "alias"), *texts.DICTIONARY]
        path.write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
        return path

    def learn_numbers(self):
        """The store's own numbers of channels, posts and points, which nobody can know before they are given."""
        channels = {}
        for row in self.connection.execute("SELECT channel_id, external_id, handle, name FROM channels"):
            for channel in self.world.channels:
                if (row["external_id"], row["handle"]) == (channel.external_id, channel.handle):
                    if channel.external_id is not None or row["name"] == channel.name:
                        channel.store_id = row["channel_id"]
                        channels[row["channel_id"]] = channel
        posts = {(post.channel, str(post.number)): post for post in self.world.posts}
        for row in self.connection.execute("SELECT post_id, channel_id, external_id FROM posts"):
            post = posts.get((channels.get(row["channel_id"]), row["external_id"]))
            if post is not None:
                post.store_id = row["post_id"]
        if not all(hasattr(post, "store_id") for post in self.world.posts):
            raise SystemExit(f"seed {self.seed}: a post is not in the store: {self.folder}")
        known = self.connection.execute("SELECT talking_point_id, post_id, position FROM talking_points")
        numbers = {(row["post_id"], row["position"]): row["talking_point_id"] for row in known}
        for post in self.world.posts:
            places = range(1, len(post.content.items) + 1)
            post.point_ids = [numbers.get((post.store_id, place)) for place in places]

    def finds(self):
        """Posts in whose text something else was found than was written into it."""
        told = []
        for post in self.world.posts:
            found = post.content
            wanted = {
                "points": [item.text for item in found.items],
                "hashtags": found.tags,
                "names": [(entity.kind, entity.name) for entity in found.entities],
                "links": [address for address, _ in found.links],
            }
            got = {
                "points": self.column("SELECT text FROM talking_points WHERE post_id = ? ORDER BY position", post),
                "hashtags": self.column("SELECT spelling FROM post_hashtags WHERE post_id = ? ORDER BY position", post),
                "names": self.rows(NAMES, post),
                "links": self.column("SELECT url FROM links WHERE post_id = ? ORDER BY position", post),
            }
            wrong = [what for what in wanted if got[what] != wanted[what]]
            if wrong:
                lines = "".join(f"\n    got    {got[what]}\n    wanted {wanted[what]}" for what in wrong)
                told.append(f"seed {self.seed}: other {', '.join(wrong)} than were written into {found.text!r}{lines}")
        return told + self.groups()

    def groups(self):
        """Points that are put together otherwise than by their themes, or of which a later one stands for the rest."""
        grouped = dict(self.connection.execute("SELECT talking_point_id, point_group_id FROM grouped_points"))
        self.world.standing = set(grouped.values())
        told = []
        for theme in {item.theme for post in self.world.posts for item in post.content.items}:
            numbers = {post.point_ids[place] for post, place, _ in points.points_of(self.world, theme)}
            first = {post.point_ids[place] for post, place, _ in points.candidates(self.world, theme)}
            standing = {grouped.get(number) for number in numbers}
            members = {number for number, group in grouped.items() if group in standing}
            alone = len(numbers) == 1 and standing == {None}
            if not alone and (len(standing) != 1 or members != numbers or not standing <= first):
                told.append(f"seed {self.seed}: the points {numbers} of {theme!r} are grouped as {members}, {standing}")
        return told

    def rows(self, sql, post):
        return [tuple(row) for row in self.connection.execute(sql, (post.store_id,))]

    def column(self, sql, post):
        return [row[0] for row in self.rows(sql, post)]

    def hold(self, options):
        """Runs all queries, each several times with other values, and prints every difference."""
        self.load()
        counted = {"worlds": 1, "posts": len(self.world.posts), "runs": 0, "rows": 0, "differences": 0}
        for told in self.finds():
            counted["differences"] += 1
            print(told)
        for query, reference in reports.ALL.items():
            if options.query and query not in options.query:
                continue
            for run in range(options.runs):
                rng = random.Random(f"{self.seed} {query} {run}")
                # The first run of a world has no flags, now and then.
                words, values, bound = flags.some(self.world, query, rng)
                wanted = reference(self.world, values)
                printed = json.loads(self.chancery("run", query, *words, "-f", "json", "--limit", "0"))
                counted["runs"] += 1
                counted["rows"] += len(printed)
                told = compare(printed, wanted)
                if told is None:
                    told = compare_sql(self.bare(query, bound), printed)
                if told is not None:
                    counted["differences"] += 1
                    quoted = " ".join(f"'{word}'" for word in words)
                    print(f"seed {self.seed}: chancery run {query} {quoted}\n  {told}")
        self.connection.close()
        return counted

    def bare(self, query, bound):
        """The rows of the file of a query in another program, with the values bound."""
        sql = self.files[query].read_text(encoding="utf-8")
        return [dict(row) for row in self.connection.execute(sql, Null(bound))]


NAMES = "SELECT kind, coalesce(label, name) FROM v_mention_uses WHERE post_id = ? ORDER BY position"


class Null(dict):
    """What is not given is NULL."""

    def __missing__(self, key):
        return None


def plain(value):
    return value.isoformat() if isinstance(value, date) else value


def same(got, wanted):
    """A computed number may be rounded, to two decimals or finer; all else is equal."""
    if isinstance(wanted, (Fraction, float)):
        if got is None or isinstance(got, str):
            return False
        return abs(Fraction(got) - Fraction(wanted)) <= Fraction(5001, 1000000)
    wanted = plain(wanted)
    return got == wanted and isinstance(got, type(wanted))


def compare(printed, wanted):
    if callable(wanted):
        return wanted(printed)
    for number, (got, want) in enumerate(zip(printed, wanted), 1):
        if list(got) != list(want):
            return f"columns {list(got)} instead of {list(want)}"
        wrong = [key for key in want if want[key] is not frame.ANY and not same(got[key], want[key])]
        if wrong:
            shown = {key: value if not isinstance(value, Fraction) else float(value) for key, value in want.items()}
            return f"row {number}, {', '.join(wrong)}:\n    got    {got}\n    wanted {shown}"
    if len(printed) != len(wanted):
        longer = printed if len(printed) > len(wanted) else wanted
        return f"{len(printed)} rows instead of {len(wanted)}; the next: {longer[min(len(printed), len(wanted))]}"
    return None


def compare_sql(rows, printed):
    """Versions of SQLite round the half of a percentage, such as 1.075, up or down; so the last place may differ."""
    for number, (got, want) in enumerate(zip(rows, printed), 1):
        if list(got) != list(want) or not all(nearly(got[key], want[key]) for key in want):
            return f"the bare SQL, row {number}:\n    sqlite3  {got}\n    chancery {want}"
    if len(printed) != len(rows):
        return f"the bare SQL: {len(rows)} rows instead of {len(printed)}"
    return None


def nearly(one, other):
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 0.01001
    return one == other and isinstance(one, type(other))
