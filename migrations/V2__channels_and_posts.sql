-- Channels and their posts: what was published, where, when and by whom.

CREATE TABLE channels ( -- Where posts appear, or are forwarded from: channel, group, chat, account.
    channel_id  INTEGER PRIMARY KEY, -- the store's own id
    platform    TEXT NOT NULL, -- e.g. telegram
    external_id TEXT,          -- the platform's id, as it writes it
    handle      TEXT,          -- the public handle, without @, as written
    name        TEXT,          -- the name that people see
    kind        TEXT,          -- the kind in the platform's words, e.g. public_channel
    link_base   TEXT,          -- a post's external_id is appended to it to make its link
    folded_handle TEXT,        -- handle folded, for matching
    folded_name TEXT           -- name folded, for matching
) STRICT;

CREATE UNIQUE INDEX channels_external_id ON channels (platform, external_id) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX channels_handle ON channels (platform, folded_handle) WHERE folded_handle IS NOT NULL;
CREATE UNIQUE INDEX channels_name_only ON channels (platform, name) WHERE external_id IS NULL AND handle IS NULL;

CREATE TABLE authors ( -- Who signed or sent posts.
    author_id   INTEGER PRIMARY KEY, -- the store's own id
    platform    TEXT NOT NULL, -- e.g. telegram
    external_id TEXT,          -- the platform's id of a sender, e.g. user123; a signature has none
    channel_id  INTEGER REFERENCES channels (channel_id), -- the channel in which a signature without id stands
    name        TEXT           -- the name as shown
) STRICT;

CREATE UNIQUE INDEX authors_external_id ON authors (platform, external_id) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX authors_signature ON authors (channel_id, name) WHERE external_id IS NULL;

CREATE TABLE posts ( -- One published item; an album is one post with several media.
    post_id               INTEGER PRIMARY KEY, -- the store's own id; ascends in input order within a load
    channel_id            INTEGER NOT NULL REFERENCES channels (channel_id), -- where it appeared
    external_id           TEXT,    -- its id within the channel, as the platform writes it; NULL when the input has none
    external_no           INTEGER, -- external_id as a number, when it is one
    author_id             INTEGER REFERENCES authors (author_id), -- who signed or sent it
    posted_at             TEXT,    -- the instant in UTC, e.g. 2024-07-16T14:03:22Z; a bare day where only that is known; NULL where not even that
    posted_local          TEXT,    -- the wall clock in the reporting zone, e.g. 2024-07-16T16:03:22; NULL where only the day is known
    posted_on             TEXT,    -- the calendar day in the reporting zone; all filters and periods use it; NULL when undated
    posted_raw            TEXT,    -- the date as the input writes it, where it is no plausible date
    date_basis            TEXT,    -- where the time comes from: timestamp, local, dateline, title, text; NULL when undated
    not_before            TEXT,    -- of an undated post in an ordered input: day of the dated post before it
    not_after             TEXT,    -- of an undated post in an ordered input: day of the dated post after it
    is_forward            INTEGER NOT NULL, -- 1 when the channel forwarded it from elsewhere
    forwarded_from_id     INTEGER REFERENCES channels (channel_id), -- the original's channel, perhaps known by name only; NULL when unknown
    forwarded_external_id TEXT,    -- the original's id within that channel
    forwarded_at          TEXT,    -- the original's instant in UTC
    reply_to_channel_id   INTEGER REFERENCES channels (channel_id), -- the channel of the post that it answers
    reply_to_external_id  TEXT,    -- the id of the post that it answers
    album_size            INTEGER NOT NULL, -- how many messages the post is made of: 1, or more for an album
    views                 INTEGER, -- times seen; NULL when the inputs do not say
    forwards              INTEGER, -- times forwarded; NULL when the inputs do not say
    edited_at             TEXT,    -- last edit, an instant in UTC; a changed reaction or button counts as an edit for some inputs
    via_bot               TEXT,    -- the bot through which it was sent, without @
    first_load_id         INTEGER NOT NULL REFERENCES loads (load_id), -- the load that brought it
    last_load_id          INTEGER NOT NULL REFERENCES loads (load_id), -- the load that gave its present content
    content_hash          BLOB,    -- XXH3-128 of the text, for a post without external_id: the key to know it again
    occurrence            INTEGER, -- for such a post: the how-manieth of equal text in its channel's input, from 1
    url                   TEXT,    -- its address, when the input gives one; v_posts.link always has one where it can be made
    title                 TEXT,    -- the first line, when it is a heading
    text                  TEXT NOT NULL, -- the post as published, title included; '' when there is none
    folded                TEXT NOT NULL, -- the text folded (Unicode case folding, then NFC, white space one space), for matching words
    CHECK (is_forward IN (0, 1)),
    CHECK (date_basis IN ('timestamp', 'local', 'dateline', 'title', 'text'))
) STRICT;

CREATE UNIQUE INDEX posts_external_no ON posts (channel_id, external_no) WHERE external_no IS NOT NULL;
CREATE UNIQUE INDEX posts_external_id ON posts (channel_id, external_id) WHERE external_no IS NULL AND external_id IS NOT NULL;
CREATE UNIQUE INDEX posts_content ON posts (channel_id, content_hash, occurrence) WHERE external_id IS NULL;
CREATE INDEX posts_channel_day ON posts (channel_id, posted_on, is_forward);
CREATE INDEX posts_day ON posts (posted_on, channel_id, is_forward);
CREATE INDEX posts_author ON posts (author_id) WHERE author_id IS NOT NULL;
CREATE INDEX posts_forwarded_from ON posts (forwarded_from_id, channel_id, posted_on) WHERE forwarded_from_id IS NOT NULL;
CREATE INDEX posts_reply_to ON posts (reply_to_channel_id, reply_to_external_id) WHERE reply_to_channel_id IS NOT NULL;
CREATE INDEX posts_first_load ON posts (first_load_id);
CREATE INDEX posts_last_load ON posts (last_load_id);

CREATE TABLE post_versions ( -- Other texts that a post is known to have had.
    post_id   INTEGER NOT NULL REFERENCES posts (post_id) ON DELETE CASCADE, -- the post
    text_hash BLOB    NOT NULL, -- XXH3-128 of the text
    text      TEXT    NOT NULL, -- the other text
    edited_at TEXT,             -- the edit that had made it, when known
    load_id   INTEGER NOT NULL REFERENCES loads (load_id), -- the load that told of it
    seen_at   TEXT,             -- the last instant that this load's input knows of
    PRIMARY KEY (post_id, text_hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX post_versions_load ON post_versions (load_id);

CREATE TABLE post_observations ( -- Metrics over time: what each load saw, for posts with metrics or told of more than once.
    post_id   INTEGER NOT NULL REFERENCES posts (post_id) ON DELETE CASCADE, -- the post
    load_id   INTEGER NOT NULL REFERENCES loads (load_id), -- the load
    seen_at   TEXT,    -- when it was so; UTC, ISO 8601, or a bare day
    views     INTEGER, -- times seen then
    forwards  INTEGER, -- times forwarded then
    reactions INTEGER, -- reactions then, all kinds together
    text_hash BLOB NOT NULL, -- XXH3-128 of the text then
    PRIMARY KEY (post_id, load_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX post_observations_load ON post_observations (load_id);

CREATE TABLE media ( -- One photo, video, file or poll of a post.
    post_id          INTEGER NOT NULL REFERENCES posts (post_id) ON DELETE CASCADE, -- the post
    position         INTEGER NOT NULL, -- from 1
    external_id      TEXT,          -- id of the message that carries it; albums have one for each item
    kind             TEXT NOT NULL, -- photo, video, animation, audio, voice, video_message, sticker, file, poll, location, contact …
    file_name        TEXT,    -- name or path of the file, when it has one
    mime_type        TEXT,    -- e.g. video/mp4
    size_bytes       INTEGER, -- size of the file
    width            INTEGER, -- pixels
    height           INTEGER, -- pixels
    duration_seconds REAL,    -- of sound and video
    title            TEXT,    -- a poll's question, a song's or place's title
    PRIMARY KEY (post_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE reactions ( -- How often a post got each reaction, by the latest count.
    post_id  INTEGER NOT NULL REFERENCES posts (post_id) ON DELETE CASCADE, -- the post
    kind     TEXT    NOT NULL, -- emoji, custom_emoji or paid
    reaction TEXT    NOT NULL, -- the emoji, or the name of a custom one; '' for paid
    count    INTEGER NOT NULL, -- how often
    PRIMARY KEY (post_id, kind, reaction)
) STRICT, WITHOUT ROWID;

CREATE TABLE channel_events ( -- Service rows: created, renamed, pinned; their ids are no gaps.
    channel_event_id INTEGER PRIMARY KEY, -- the store's own id
    channel_id       INTEGER NOT NULL REFERENCES channels (channel_id), -- where it happened
    external_id      TEXT,    -- its id; posts and events of a channel share one sequence
    external_no      INTEGER, -- external_id as a number, when it is one
    happened_at      TEXT,    -- the instant in UTC
    happened_on      TEXT,    -- the calendar day in the reporting zone
    action           TEXT NOT NULL, -- in the platform's words, e.g. pin_message
    actor_id         INTEGER REFERENCES authors (author_id), -- who did it
    detail           TEXT,    -- the new title, the pinned post's id: what it says beyond its action
    load_id          INTEGER NOT NULL REFERENCES loads (load_id) -- the load that brought it
) STRICT;

CREATE UNIQUE INDEX channel_events_external_no ON channel_events (channel_id, external_no);
CREATE INDEX channel_events_actor ON channel_events (actor_id) WHERE actor_id IS NOT NULL;
CREATE INDEX channel_events_load ON channel_events (load_id);

CREATE TABLE load_ranges ( -- What a load's input covers of each channel.
    load_id     INTEGER NOT NULL REFERENCES loads (load_id) ON DELETE CASCADE, -- the load
    channel_id  INTEGER NOT NULL REFERENCES channels (channel_id), -- the channel
    first_no    INTEGER, -- lowest id of a post or event in the input
    last_no     INTEGER, -- highest id of a post or event in the input
    as_of       TEXT,    -- the last instant that the input knows of this channel
    is_complete INTEGER NOT NULL, -- 1 when the input is known to hold all that existed between the two ids
    PRIMARY KEY (load_id, channel_id),
    CHECK (is_complete IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX load_ranges_channel ON load_ranges (channel_id);

PRAGMA user_version = 2;
