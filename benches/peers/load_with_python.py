#!/usr/bin/env python3
"""What an analyst writes today: load a Telegram Desktop export into SQLite with json, re and sqlite3.

    load_with_python.py result.json out.db

Prints one JSON object: what was loaded, seconds, peak memory in bytes. It is the peer that the load bench
is compared with, so it does what a careful colleague would do in an afternoon and no more: one table a
fact, one transaction, executemany, the indexes at the end. Albums stay separate rows, dates are UTC, and
the rules for hashtags and talking points are one regular expression each.
"""

import json
import os
import re
import resource
import sqlite3
import sys
import time
from datetime import datetime, timezone

HASHTAG = re.compile(r"(?<![\w#])#(\w*[^\W\d_]\w*)")
HANDLE = re.compile(r"(?<![\w@])@([A-Za-z0-9_]{4,32})\b")
LINK = re.compile(r"https?://\S+")
TALKING_POINT = re.compile(
    r"^[ \t]*(•|🔵|▪️|—|–|-|\d{1,2}[.)]|(?:\d\ufe0f?\u20e3)+)[ \t]+(.+)$", re.MULTILINE
)

SCHEMA = """
CREATE TABLE posts (post_id INTEGER PRIMARY KEY, message_id INTEGER, posted_at TEXT, edited_at TEXT,
    forwarded_from TEXT, reply_to INTEGER, text TEXT, month TEXT);
CREATE TABLE talking_points (post_id INTEGER, position INTEGER, marker TEXT, text TEXT);
CREATE TABLE hashtags (hashtag_id INTEGER PRIMARY KEY, tag TEXT UNIQUE);
CREATE TABLE post_hashtags (post_id INTEGER, position INTEGER, hashtag_id INTEGER, spelling TEXT);
CREATE TABLE mentions (post_id INTEGER, position INTEGER, handle TEXT);
CREATE TABLE links (post_id INTEGER, position INTEGER, url TEXT);
CREATE TABLE media (post_id INTEGER, kind TEXT, size INTEGER, width INTEGER, height INTEGER);
CREATE TABLE reactions (post_id INTEGER, emoji TEXT, count INTEGER);
"""

INDEXES = """
CREATE INDEX posts_month ON posts (month);
CREATE UNIQUE INDEX posts_message ON posts (message_id);
CREATE INDEX talking_points_post ON talking_points (post_id);
CREATE INDEX post_hashtags_post ON post_hashtags (post_id);
CREATE INDEX post_hashtags_tag ON post_hashtags (hashtag_id, post_id);
CREATE INDEX mentions_handle ON mentions (handle);
CREATE INDEX links_post ON links (post_id);
CREATE INDEX media_post ON media (post_id);
CREATE INDEX reactions_post ON reactions (post_id);
"""


def instant(unixtime):
    return datetime.fromtimestamp(int(unixtime), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def flatten(text):
    if isinstance(text, str):
        return text
    return "".join(part if isinstance(part, str) else part["text"] for part in text)


def load(source, target):
    with open(source, encoding="utf-8") as file:
        messages = json.load(file)["messages"]
    if os.path.exists(target):
        os.remove(target)
    db = sqlite3.connect(target)
    db.executescript(SCHEMA)
    rows = {name: [] for name in ("posts", "points", "uses", "mentions", "links", "media", "reactions")}
    tags = {}
    for message in messages:
        if message["type"] != "message":
            continue
        post = len(rows["posts"]) + 1
        text = flatten(message.get("text", ""))
        posted = instant(message["date_unixtime"])
        edited = instant(message["edited_unixtime"]) if "edited_unixtime" in message else None
        rows["posts"].append(
            (post, message["id"], posted, edited, message.get("forwarded_from"),
             message.get("reply_to_message_id"), text, posted[:7])
        )
        for position, point in enumerate(TALKING_POINT.finditer(text), 1):
            rows["points"].append((post, position, point[1], point[2]))
        for position, use in enumerate(HASHTAG.finditer(text), 1):
            tag = tags.setdefault(use[1].casefold(), len(tags) + 1)
            rows["uses"].append((post, position, tag, use[1]))
        for position, use in enumerate(HANDLE.finditer(text), 1):
            rows["mentions"].append((post, position, use[1].lower()))
        urls = LINK.findall(text)
        urls += [part["href"] for part in message.get("text_entities", []) if part["type"] == "text_link"]
        rows["links"].extend((post, position, url) for position, url in enumerate(urls, 1))
        if "photo" in message:
            size = message.get("photo_file_size")
            rows["media"].append((post, "photo", size, message.get("width"), message.get("height")))
        elif "file" in message:
            kind = message.get("media_type", "file")
            size = message.get("file_size")
            rows["media"].append((post, kind, size, message.get("width"), message.get("height")))
        for reaction in message.get("reactions", []):
            rows["reactions"].append((post, reaction.get("emoji", reaction["type"]), reaction["count"]))
    db.executemany("INSERT INTO posts VALUES (?,?,?,?,?,?,?,?)", rows["posts"])
    db.executemany("INSERT INTO talking_points VALUES (?,?,?,?)", rows["points"])
    db.executemany("INSERT INTO hashtags (tag, hashtag_id) VALUES (?,?)", tags.items())
    db.executemany("INSERT INTO post_hashtags VALUES (?,?,?,?)", rows["uses"])
    db.executemany("INSERT INTO mentions VALUES (?,?,?)", rows["mentions"])
    db.executemany("INSERT INTO links VALUES (?,?,?)", rows["links"])
    db.executemany("INSERT INTO media VALUES (?,?,?,?,?)", rows["media"])
    db.executemany("INSERT INTO reactions VALUES (?,?,?)", rows["reactions"])
    db.commit()
    db.executescript(INDEXES)
    db.close()
    return {name: len(list_of_rows) for name, list_of_rows in rows.items()} | {"hashtags": len(tags)}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    started = time.perf_counter()
    loaded = load(sys.argv[1], sys.argv[2])
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(loaded | {"seconds": round(seconds, 3), "peak_memory": peak}))


if __name__ == "__main__":
    main()
