-- What loads counted of the messages of an album one by one: without that it is lost where the album turns out to be several posts.

CREATE TABLE message_counts ( -- What each load counted of which messages, of posts of which not all is told of the same messages: where the album turns out to be several posts, each has its own counts.
    post_id    INTEGER NOT NULL REFERENCES posts (post_id) ON DELETE CASCADE, -- the post
    load_id    INTEGER NOT NULL REFERENCES loads (load_id), -- the load
    messages   TEXT    NOT NULL, -- the ids of the messages that it counted together, as a JSON array, the lowest first
    seen_at    TEXT,             -- when it was so; UTC, ISO 8601, or a bare day
    views      INTEGER,          -- times seen then
    views_unit INTEGER,          -- what views is rounded to; NULL when it is exact or unknown
    forwards   INTEGER,          -- times forwarded then
    replies    INTEGER,          -- comments or answers then
    reactions  INTEGER,          -- reactions then, all kinds together
    reacted    TEXT,             -- the same one by one, where that is known: a JSON array of [kind, reaction, count]
    text_hash  BLOB    NOT NULL, -- XXH3-128 of the text then
    PRIMARY KEY (post_id, load_id, messages)
) STRICT, WITHOUT ROWID;

CREATE INDEX message_counts_load ON message_counts (load_id);

PRAGMA user_version = 22;
