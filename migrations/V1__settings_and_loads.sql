-- The frame of a store: what it is, how it was set up, and where every row of it came from.

PRAGMA application_id = 1128812099;

CREATE TABLE settings ( -- What was chosen when the store was made, such as its reporting zone.
    name  TEXT NOT NULL PRIMARY KEY, -- the setting, e.g. time_zone
    value TEXT NOT NULL              -- its value, e.g. Europe/Prague
) STRICT, WITHOUT ROWID;

INSERT INTO settings (name, value) VALUES ('time_zone', 'UTC');

CREATE TABLE loads ( -- One run of the loader over one input: the provenance of every row.
    load_id          INTEGER PRIMARY KEY,  -- ascends in the order of loading
    input            TEXT    NOT NULL,     -- the path as it was given, or - for standard input
    format           TEXT    NOT NULL,     -- e.g. telegram-json
    format_rank      INTEGER NOT NULL DEFAULT 0, -- how rich the format is; of two records of one post the richer wins where time does not tell
    sha256           TEXT    NOT NULL,     -- of the input's bytes, in lower-case hex
    bytes            INTEGER NOT NULL,     -- size of the input
    started_at       TEXT    NOT NULL,     -- UTC, ISO 8601
    finished_at      TEXT    NOT NULL,     -- UTC, ISO 8601
    as_of            TEXT,                 -- the last instant that the input knows of; UTC, ISO 8601, or a bare day
    is_whole         INTEGER NOT NULL,     -- 1 when the input was read to its proper end and nothing of it was forgotten since
    posts_new        INTEGER NOT NULL,     -- posts that the store did not have
    posts_changed    INTEGER NOT NULL,     -- posts of which the input knew more or something later
    posts_unchanged  INTEGER NOT NULL,     -- posts of which it knew nothing new
    rejected         INTEGER NOT NULL,     -- records that could not be read
    chancery_version TEXT    NOT NULL,     -- the version that loaded it
    CHECK (is_whole IN (0, 1))
) STRICT;

CREATE INDEX loads_sha256 ON loads (sha256);

CREATE TABLE load_rejects ( -- How many records of a load could not be read, by reason.
    load_id INTEGER NOT NULL REFERENCES loads (load_id) ON DELETE CASCADE, -- the load
    reason  TEXT    NOT NULL, -- why
    records INTEGER NOT NULL, -- how many
    PRIMARY KEY (load_id, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE calendar ( -- One row a day, from the first year with a post to the last: periods without date functions.
    day     TEXT    NOT NULL PRIMARY KEY, -- e.g. 2024-07-16
    week    TEXT    NOT NULL, -- ISO 8601 week, e.g. 2024-W29; around New Year its year differs from the day's
    month   TEXT    NOT NULL, -- e.g. 2024-07
    quarter TEXT    NOT NULL, -- e.g. 2024-Q3
    year    TEXT    NOT NULL, -- e.g. 2024
    weekday INTEGER NOT NULL  -- 1 Monday to 7 Sunday
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
