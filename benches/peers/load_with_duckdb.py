#!/usr/bin/env python3
"""What an analyst writes who knows DuckDB: load a Telegram Desktop export into its tables, in SQL.

    load_with_duckdb.py result.json out.duckdb

Prints one JSON object: what was loaded, and seconds. The peer of load_with_python.py: one table a fact, the same rules
for hashtags, handles, links and talking points. DuckDB has as many threads and as much memory as it takes; it needs no
indexes, and the file is whole on disk when it is closed.
"""

import json
import os
import sys
import time

import duckdb

# A message is a row, its text the pieces of text_entities.
TABLES = r"""
CREATE TABLE posts AS
SELECT row_number() OVER () AS post_id, m.id AS message_id, to_timestamp(m.date_unixtime::BIGINT) AS posted_at,
       to_timestamp(m.edited_unixtime::BIGINT) AS edited_at, m.forwarded_from, m.reply_to_message_id AS reply_to,
       array_to_string(list_transform(m.text_entities, lambda e: e.text), '') AS text, m.text_entities AS entities, m.reactions,
       CASE WHEN m.photo IS NOT NULL THEN 'photo' WHEN m.file IS NOT NULL THEN coalesce(m.media_type, 'file') END AS kind,
       coalesce(m.photo_file_size, m.file_size) AS size, m.width, m.height
FROM (SELECT unnest(messages) AS m
      FROM read_json(?, maximum_object_size = 4000000000, columns = {messages: 'STRUCT(id BIGINT, type VARCHAR,
          date_unixtime VARCHAR, edited_unixtime VARCHAR, forwarded_from VARCHAR, reply_to_message_id BIGINT, photo VARCHAR,
          photo_file_size BIGINT, file VARCHAR, file_size BIGINT, media_type VARCHAR, width BIGINT, height BIGINT,
          text_entities STRUCT(type VARCHAR, text VARCHAR, href VARCHAR)[],
          reactions STRUCT(type VARCHAR, count BIGINT, emoji VARCHAR)[])[]'}))
WHERE m.type = 'message';
CREATE TABLE media AS SELECT post_id, kind, size, width, height FROM posts WHERE kind IS NOT NULL;
CREATE TABLE reactions AS
SELECT post_id, coalesce(r.emoji, r.type) AS emoji, r.count FROM (SELECT post_id, unnest(reactions) AS r FROM posts);
CREATE TABLE talking_points AS
SELECT post_id, unnest(regexp_extract_all(text,
    '(?m)^[ \t]*(•|🔵|▪️|—|–|-|\d{1,2}[.)]|(?:\d\x{FE0F}?\x{20E3})+)[ \t]+(.+)$', 2)) AS text FROM posts;
CREATE TABLE post_hashtags AS
SELECT post_id, spelling, lower(spelling) AS tag
FROM (SELECT post_id, unnest(regexp_extract_all(text, '(?:^|[^\pL\pN_#])#([\pL\pN_]*[\pL_][\pL\pN_]*)', 1)) AS spelling FROM posts);
CREATE TABLE mentions AS
SELECT post_id, lower(unnest(regexp_extract_all(text, '(?:^|[^\pL\pN_@])@([A-Za-z0-9_]{4,32})\b', 1))) AS handle FROM posts;
CREATE TABLE links AS
SELECT post_id, unnest(regexp_extract_all(text, 'https?://\S+')) AS url FROM posts
UNION ALL
SELECT post_id, e.href FROM (SELECT post_id, unnest(entities) AS e FROM posts) WHERE e.type = 'text_link';
ALTER TABLE posts DROP COLUMN entities;
ALTER TABLE posts DROP COLUMN reactions;
"""


def load(source, target):
    if os.path.exists(target):
        os.remove(target)
    db = duckdb.connect(target)
    for statement in TABLES.split(";"):
        if statement.strip():
            db.execute(statement, [source] if "?, max" in statement else [])
    tables = [name for (name,) in db.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
    counts = {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
    db.close()
    return counts


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    started = time.perf_counter()
    loaded = load(sys.argv[1], sys.argv[2])
    print(json.dumps(loaded | {"seconds": round(time.perf_counter() - started, 3)}))


if __name__ == "__main__":
    main()
