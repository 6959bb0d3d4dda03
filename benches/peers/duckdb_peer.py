#!/usr/bin/env python3
"""What else an analyst could ask: the tables of a store as native DuckDB tables, and SQL in DuckDB's own words.

    duckdb_peer.py STORE DATABASE [NAME=VALUE...]

Copies the tables of the SQLite file STORE into the new file DATABASE, typed, and prints one JSON line: the versions, the
names of the queries that it can answer (duckdb/*.sql beside this file), seconds, bytes. NAME=VALUE sets a variable that
the queries read with getvariable(). Then each line of standard input is a request, answered by one JSON line:

    {"check": "top-hashtags", "rows": FILE}   {"rows": 20}, or {"differs": "what and where"}
    {"time": "top-hashtags"}                  {"seconds": 0.004}

FILE holds the rows to compare with, as JSON lines, all of them in order. What is timed is the query with its rows
written as CSV to nowhere, in a database that is open and warm, with all the threads that DuckDB takes.

The summaries that a store keeps are not copied; words in lower case are, since a store has them folded. Indexes are
not made: DuckDB would not use them here.
"""

import csv
import json
import os
import platform
import sqlite3
import sys
import time

import duckdb

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "duckdb")

# Columns by name, so that a store may have others. A time loses its Z; of a bare day it is the midnight.
TABLES = {
    "calendar": "day DATE, week VARCHAR, month VARCHAR, quarter VARCHAR, year VARCHAR, weekday TINYINT",
    "loads": "load_id INTEGER, format VARCHAR, format_rank INTEGER, as_of VARCHAR",
    "channels": "channel_id INTEGER, platform VARCHAR, external_id VARCHAR, handle VARCHAR, name VARCHAR, "
    "link_base VARCHAR",
    "posts": "post_id BIGINT, channel_id INTEGER, external_id VARCHAR, external_no BIGINT, author_id INTEGER, "
    "posted_at TIMESTAMP, posted_local TIMESTAMP, posted_on DATE, date_basis VARCHAR, is_forward TINYINT, "
    "forwarded_from_id INTEGER, forwarded_external_id VARCHAR, album_size INTEGER, views BIGINT, views_unit INTEGER, "
    "forwards BIGINT, replies BIGINT, edited_at TIMESTAMP, is_edited TINYINT, last_load_id INTEGER, last_seen_at VARCHAR, "
    "speaker_id INTEGER, url VARCHAR, title VARCHAR, text VARCHAR",
    "talking_points": "talking_point_id BIGINT, post_id BIGINT, position INTEGER, marker VARCHAR, ordinal INTEGER, "
    "text VARCHAR, start INTEGER, kind VARCHAR",
    "grouped_points": "talking_point_id BIGINT, point_group_id BIGINT, similarity DOUBLE",
    "hashtags": "hashtag_id INTEGER, tag VARCHAR",
    "post_hashtags": "post_id BIGINT, position INTEGER, hashtag_id INTEGER, spelling VARCHAR, start INTEGER, "
    "talking_point_id BIGINT",
    "entities": "entity_id INTEGER, kind VARCHAR, name VARCHAR, label VARCHAR, code VARCHAR",
    "entity_aliases": "entity_id INTEGER, alias VARCHAR",
    "mentions": "post_id BIGINT, position INTEGER, entity_id INTEGER, via VARCHAR, spelling VARCHAR, start INTEGER, "
    "talking_point_id BIGINT, office VARCHAR",
    "links": "post_id BIGINT, position INTEGER, url VARCHAR, host VARCHAR, is_visible TINYINT",
    "media": "post_id BIGINT, position INTEGER, external_id VARCHAR, kind VARCHAR",
    "channel_events": "channel_id INTEGER, external_no BIGINT, happened_on DATE",
    "post_observations": "post_id BIGINT, load_id INTEGER, seen_at VARCHAR, views BIGINT, views_unit INTEGER, "
    "forwards BIGINT, replies BIGINT, reactions BIGINT",
    "reactions": "post_id BIGINT, kind VARCHAR, reaction VARCHAR, count BIGINT",
}

# What a store has folded: lower case, and one space for each run of white space.
LOWERED = r"""
ALTER TABLE posts ADD COLUMN lowered VARCHAR;
UPDATE posts SET lowered = regexp_replace(lower(text), '\s+', ' ', 'g');
"""

NULL = "\\N"


def copy(store, database, csv_file):
    """Copies the tables, one after another, by way of a CSV file: DuckDB need not have its extension for SQLite."""
    source = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    for table, columns in TABLES.items():
        database.execute(f"CREATE TABLE {table} ({columns})")
        values = []
        for column in columns.split(", "):
            name, kind = column.split(" ")
            value = f"rtrim({name}, 'Z')" if kind == "TIMESTAMP" else name
            values.append(f"coalesce({value}, '{NULL}')")
        rows = source.execute(f"SELECT {', '.join(values)} FROM {table} ORDER BY 1, 2")
        with open(csv_file, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            while batch := rows.fetchmany(10_000):
                writer.writerows(batch)
        # Texts have line ends, which the parallel reader may take for those of rows.
        database.execute(
            f"COPY {table} FROM '{csv_file}' (FORMAT csv, HEADER false, NULL '{NULL}', DELIMITER ',', QUOTE '\"', "
            "ESCAPE '\"', PARALLEL false, AUTO_DETECT false)"
        )
        there = source.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        here = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        if there != here:
            sys.exit(f"{table}: {there} rows in the store, {here} in DuckDB")
    os.remove(csv_file)
    source.close()
    database.execute(LOWERED)
    database.execute("CHECKPOINT")


def queries():
    texts = {}
    for name in sorted(os.listdir(HERE)):
        if name.endswith(".sql"):
            with open(os.path.join(HERE, name), encoding="utf-8") as file:
                texts[name[: -len(".sql")]] = file.read()
    return texts


def is_same(ours, theirs):
    """Numbers may differ by what rounding to two places makes of a half; all else is equal to the letter."""
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        return abs(ours - theirs) <= (0 if isinstance(ours, int) and isinstance(theirs, int) else 0.0101)
    return ours == theirs


def plain(value):
    if value is None or isinstance(value, (int, float, str)):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return float(value) if hasattr(value, "as_tuple") else str(value)


def check(database, sql, path):
    """Compares the rows with those of the file, the first with the first and so on."""
    result = database.execute(sql)
    columns = [column[0] for column in result.description]
    number = 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            ours, theirs = json.loads(line), result.fetchone()
            number += 1
            if theirs is None:
                return {"differs": f"DuckDB has {number - 1} rows only, row {number} is {line.strip()[:300]}"}
            if number == 1 and columns != list(ours):
                return {"differs": f"columns {columns}, not {list(ours)}"}
            for column, value in zip(columns, theirs):
                if not is_same(ours[column], plain(value)):
                    what = f"row {number}, {column}: {ours[column]!r:.200}, DuckDB {plain(value)!r:.200}"
                    return {"differs": f"{what}; the row is {line.strip()[:300]}"}
    if result.fetchone() is not None:
        return {"differs": f"DuckDB has more than {number} rows"}
    return {"rows": number}


def timed(database, sql):
    started = time.perf_counter()
    database.execute(f"COPY ({sql}\n) TO '/dev/null' (FORMAT csv, HEADER)")
    return {"seconds": time.perf_counter() - started}


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    store, path = sys.argv[1:3]
    database = duckdb.connect(path)
    for variable in sys.argv[3:]:
        name, value = variable.split("=", 1)
        database.execute(f"SET VARIABLE {name} = $value", {"value": value})
    started = time.perf_counter()
    copy(store, database, path + ".csv")
    texts = queries()
    print(
        json.dumps(
            {
                "duckdb": duckdb.__version__,
                "python": platform.python_version(),
                "threads": database.execute("SELECT current_setting('threads')").fetchone()[0],
                "queries": list(texts),
                "seconds": time.perf_counter() - started,
                "bytes": os.path.getsize(path),
            }
        ),
        flush=True,
    )
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "check" in request:
                answer = check(database, texts[request["check"]], request["rows"])
            else:
                answer = timed(database, texts[request["time"]])
        except duckdb.Error as error:
            answer = {"differs": f"DuckDB: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
