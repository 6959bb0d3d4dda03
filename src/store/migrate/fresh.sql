-- Made of the steps in migrations/: UPDATE_DOCS=1 cargo test store::migrate::fresh
CREATE TABLE refinery_schema_history(
             version int4 PRIMARY KEY,
             name VARCHAR(255),
             applied_on VARCHAR(255),
             checksum VARCHAR(255));
CREATE TABLE settings ( -- What was chosen when the store was made, such as its reporting zone.
    name  TEXT NOT NULL PRIMARY KEY, -- the setting, e.g. time_zone
    value TEXT NOT NULL              -- its value, e.g. Europe/Prague
) STRICT, WITHOUT ROWID;
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
    chancery_version TEXT    NOT NULL, text_is_exact /* 0 when the format may lose or double parts of a text, such as line ends */ INTEGER NOT NULL DEFAULT 1, tells_edits /* 1 when the format tells when a post was edited; else only the input's last instant tells how late a text is */ INTEGER NOT NULL DEFAULT 1,     -- the version that loaded it
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
    is_edited /* 1 when an input says that it was edited, be it without saying when; 0 when none does */ INTEGER NOT NULL DEFAULT 0, views_unit /* what views is rounded to, e.g. 100 for 1.2K; NULL when it is exact or unknown */ INTEGER, replies /* how many comments or answers it has; NULL when the inputs do not say */ INTEGER, last_seen_at /* when an input last told of it; NULL means as of last_load_id */ TEXT, gone_at /* the last instant of the first complete input after last_seen_at that no longer holds it; NULL while it is there as far as known */ TEXT, spans /* the parts of the text that the input marks, as JSON: kind, first byte from 0, byte after it, address; NULL when none matters */ TEXT, speaker_id /* whose words the post is, as its title says; NULL where it does not say */ INTEGER REFERENCES entities (entity_id), text_key /* XXH3-128 of the folded text without white space at its ends: posts of one key have the same text, case and white space aside; NULL of one without words */ BLOB, text_length /* characters of that text */ INTEGER NOT NULL DEFAULT 0, is_alone /* 1 when an input says that its message, which has media, is no part of an album; 0 when none does */ INTEGER NOT NULL DEFAULT 0, text_no /* of an album with text whose messages the input tells one by one: the id of the one that has the text */ INTEGER, album_no /* the number that the messages of its album have in common, where an input tells it */ INTEGER,
    CHECK (is_forward IN (0, 1)),
    CHECK (date_basis IN ('timestamp', 'local', 'dateline', 'title', 'text'))
) STRICT;
CREATE UNIQUE INDEX posts_external_no ON posts (channel_id, external_no) WHERE external_no IS NOT NULL;
CREATE UNIQUE INDEX posts_external_id ON posts (channel_id, external_id) WHERE external_no IS NULL AND external_id IS NOT NULL;
CREATE UNIQUE INDEX posts_content ON posts (channel_id, content_hash, occurrence) WHERE external_id IS NULL;
CREATE INDEX posts_channel_day ON posts (channel_id, posted_on, is_forward);
CREATE INDEX posts_author ON posts (author_id) WHERE author_id IS NOT NULL;
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
    text_hash BLOB NOT NULL, views_unit /* what views is rounded to; NULL when it is exact or unknown */ INTEGER, replies /* comments or answers then */ INTEGER, -- XXH3-128 of the text then
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
    is_complete INTEGER NOT NULL, is_partly_forgotten /* 1 when a post of it was forgotten since, so that of posts that came later it does not tell whether they are gone; else 0 */ INTEGER NOT NULL DEFAULT 0, -- 1 when the input is known to hold all that existed between the two ids
    PRIMARY KEY (load_id, channel_id),
    CHECK (is_complete IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX load_ranges_channel ON load_ranges (channel_id);
CREATE TABLE talking_points ( -- One bulleted or numbered item of a post.
    talking_point_id INTEGER PRIMARY KEY, -- the store's own id
    post_id  INTEGER NOT NULL REFERENCES posts (post_id) ON DELETE CASCADE, -- the post
    position INTEGER NOT NULL, -- from 1 within the post
    marker   TEXT    NOT NULL, -- the marker as written, e.g. • or 1️⃣0️⃣ or 2)
    ordinal  INTEGER,          -- the number that the marker gives
    text     TEXT    NOT NULL, -- the words without the marker
    start    INTEGER NOT NULL  -- where text begins in the post's text, in characters from 1
, kind /* item for a bulleted or numbered item; sentence for a long sentence of a post without items, which has '' as marker, in a store that takes sentences as points */ TEXT NOT NULL DEFAULT 'item' CHECK (kind IN ('item', 'sentence'))) STRICT;
CREATE UNIQUE INDEX talking_points_post ON talking_points (post_id, position);
CREATE TABLE hashtags ( -- One row a hashtag, whatever its spellings.
    hashtag_id INTEGER PRIMARY KEY, -- the store's own id
    tag        TEXT NOT NULL        -- folded (Unicode case folding, then NFC), without #
) STRICT;
CREATE UNIQUE INDEX hashtags_tag ON hashtags (tag);
CREATE TABLE post_hashtags ( -- One row a use of a hashtag.
    post_id          INTEGER NOT NULL REFERENCES posts (post_id) ON DELETE CASCADE, -- the post
    position         INTEGER NOT NULL, -- from 1 within the post
    hashtag_id       INTEGER NOT NULL REFERENCES hashtags (hashtag_id), -- the hashtag
    spelling         TEXT    NOT NULL, -- as written, without #
    channel_handle   TEXT,             -- the channel of #tag@channel, folded, without @
    start            INTEGER NOT NULL, -- where spelling begins in the post's text, in characters from 1
    talking_point_id INTEGER REFERENCES talking_points (talking_point_id) ON DELETE CASCADE, -- the talking point that it stands in
    PRIMARY KEY (post_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_hashtags_hashtag ON post_hashtags (hashtag_id, post_id);
CREATE INDEX post_hashtags_point ON post_hashtags (talking_point_id) WHERE talking_point_id IS NOT NULL;
CREATE TABLE links ( -- One row a link of a post.
    post_id          INTEGER NOT NULL REFERENCES posts (post_id) ON DELETE CASCADE, -- the post
    position         INTEGER NOT NULL, -- from 1 within the post
    url              TEXT    NOT NULL, -- the address as written
    host             TEXT,             -- its host in lower case, without www. and port
    is_visible       INTEGER NOT NULL, -- 1 when the address stands in the text, 0 when words link to it
    start            INTEGER NOT NULL, -- where the address or the linking words begin in the post's text, in characters from 1
    length           INTEGER NOT NULL, -- how many characters these have
    talking_point_id INTEGER REFERENCES talking_points (talking_point_id) ON DELETE CASCADE, -- the talking point that it stands in
    PRIMARY KEY (post_id, position),
    CHECK (is_visible IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX links_host ON links (host, post_id);
CREATE INDEX links_point ON links (talking_point_id) WHERE talking_point_id IS NOT NULL;
CREATE TABLE post_months ( -- Posts by month, channel, and forwarded or not.
    month      TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, points /* talking points of these posts */ INTEGER NOT NULL DEFAULT 0, -- posts
    PRIMARY KEY (month, channel_id, is_forward)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_months_channel ON post_months (channel_id);
CREATE TABLE hashtag_months ( -- Uses of each hashtag by month, channel, and forwarded or not.
    hashtag_id INTEGER NOT NULL REFERENCES hashtags (hashtag_id) ON DELETE CASCADE, -- the hashtag
    month      TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts that carry the tag at least once
    uses       INTEGER NOT NULL, -- times the tag is written
    first_on   TEXT,             -- first day of a post with the tag; NULL for undated posts
    last_on    TEXT,             -- last day of a post with the tag; NULL for undated posts
    PRIMARY KEY (hashtag_id, month, channel_id, is_forward)
) STRICT, WITHOUT ROWID;
CREATE INDEX hashtag_months_channel ON hashtag_months (channel_id, month);
CREATE TABLE post_evidence ( -- What each input told of a post that several tell of differently: the post's own row is made of these.
    post_id               INTEGER NOT NULL REFERENCES posts (post_id) ON DELETE CASCADE, -- the post
    position              INTEGER NOT NULL, -- from 1; no order is meant
    load_id               INTEGER NOT NULL REFERENCES loads (load_id), -- the load that told it
    as_of                 TEXT,    -- when it was so, where the input tells that of each post; NULL means as of the load
    external_id           TEXT,    -- as in posts
    author_id             INTEGER REFERENCES authors (author_id), -- as in posts
    posted_at             TEXT,    -- as in posts
    posted_local          TEXT,    -- as in posts
    posted_on             TEXT,    -- as in posts
    posted_raw            TEXT,    -- as in posts
    date_basis            TEXT,    -- as in posts
    is_forward            INTEGER NOT NULL, -- as in posts
    forwarded_from_id     INTEGER REFERENCES channels (channel_id), -- as in posts
    forwarded_external_id TEXT,    -- as in posts
    forwarded_at          TEXT,    -- as in posts
    reply_to_channel_id   INTEGER REFERENCES channels (channel_id), -- as in posts
    reply_to_external_id  TEXT,    -- as in posts
    album_size            INTEGER NOT NULL, -- as in posts
    edited_at             TEXT,    -- as in posts
    is_edited             INTEGER NOT NULL, -- as in posts
    via_bot               TEXT,    -- as in posts
    url                   TEXT,    -- as in posts
    media                 TEXT,    -- its media as JSON; NULL when it tells of none
    text                  TEXT,    -- its text; NULL when it is the text of the post's own row
    spans                 TEXT, is_alone /* as in posts */ INTEGER NOT NULL DEFAULT 0, text_no /* as in posts */ INTEGER,    -- as in posts
    PRIMARY KEY (post_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_evidence_load ON post_evidence (load_id);
CREATE INDEX post_evidence_author ON post_evidence (author_id) WHERE author_id IS NOT NULL;
CREATE INDEX post_evidence_forwarded_from ON post_evidence (forwarded_from_id) WHERE forwarded_from_id IS NOT NULL;
CREATE INDEX post_evidence_reply_to ON post_evidence (reply_to_channel_id) WHERE reply_to_channel_id IS NOT NULL;
CREATE TABLE channel_aliases ( -- Other ids, handles and names under which inputs know a channel: two that were joined.
    platform   TEXT    NOT NULL, -- e.g. telegram
    kind       TEXT    NOT NULL, -- id, handle or name
    value      TEXT    NOT NULL, -- the id as the platform writes it; the handle or name folded
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    PRIMARY KEY (platform, kind, value),
    CHECK (kind IN ('id', 'handle', 'name'))
) STRICT, WITHOUT ROWID;
CREATE INDEX channel_aliases_channel ON channel_aliases (channel_id);
CREATE INDEX posts_gone ON posts (channel_id, gone_at) WHERE gone_at IS NOT NULL;
CREATE INDEX channels_unidentified ON channels (channel_id) WHERE external_id IS NULL;
CREATE INDEX channels_folded_name ON channels (folded_name) WHERE folded_name IS NOT NULL;
CREATE INDEX posts_speaker ON posts (speaker_id) WHERE speaker_id IS NOT NULL;
CREATE TABLE entities ( -- Who or what is or can be named; one row whatever the spellings.
    entity_id INTEGER PRIMARY KEY, -- the store's own id
    kind      TEXT NOT NULL, -- handle; number for digits after @, such as a price, which no user name can be; country, organisation, person, or the user's own word
    name      TEXT NOT NULL, -- a handle folded, without @; else the label folded
    label     TEXT,          -- the name as people read it, e.g. United Nations; NULL for handles and numbers
    code      TEXT           -- ISO 3166 alpha-2 of a country, a short code of an organisation; NULL where there is none
) STRICT;
CREATE UNIQUE INDEX entities_name ON entities (kind, name);
CREATE TABLE mentions ( -- One row a naming of somebody.
    post_id          INTEGER NOT NULL REFERENCES posts (post_id) ON DELETE CASCADE, -- the post
    position         INTEGER NOT NULL, -- from 1 within the post, handles and names in one order
    entity_id        INTEGER NOT NULL REFERENCES entities (entity_id), -- who is named
    via              TEXT    NOT NULL, -- how: handle; text, hashtag or flag by the dictionary; title by a title before or after the name
    spelling         TEXT    NOT NULL, -- as written, without @ or #
    start            INTEGER NOT NULL, -- where spelling begins in the post's text, in characters from 1
    talking_point_id INTEGER REFERENCES talking_points (talking_point_id) ON DELETE CASCADE, -- the talking point that it stands in
    office           TEXT,             -- the office that stands with the name, e.g. Foreign Minister; NULL where none does
    PRIMARY KEY (post_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_entity ON mentions (entity_id, post_id);
CREATE INDEX mentions_point ON mentions (talking_point_id) WHERE talking_point_id IS NOT NULL;
CREATE TABLE mention_months ( -- Namings of each entity by month, channel, and forwarded or not.
    entity_id  INTEGER NOT NULL REFERENCES entities (entity_id) ON DELETE CASCADE, -- the entity
    month      TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts that name the entity at least once
    uses       INTEGER NOT NULL, -- times it is named
    first_on   TEXT,             -- first day of a post that names it; NULL for undated posts
    last_on    TEXT,             -- last day of a post that names it; NULL for undated posts
    PRIMARY KEY (entity_id, month, channel_id, is_forward)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_months_channel ON mention_months (channel_id, month);
CREATE TABLE entity_aliases ( -- The dictionary: spellings that mean an entity.
    entity_id INTEGER NOT NULL REFERENCES entities (entity_id) ON DELETE CASCADE, -- whom it means
    origin    TEXT    NOT NULL, -- bundled with the program, or user: these go first
    alias     TEXT    NOT NULL, -- the spelling; Росси|я|и|ю is the stem Росси with each of these endings
    rule      TEXT    NOT NULL, -- fold in any case, capital with the alias' capitals, exact as written, never where it means nobody; '' as the spelling tells
    language  TEXT    NOT NULL, -- e.g. en; '' for any; matching does not depend on it
    PRIMARY KEY (entity_id, origin, alias, rule),
    CHECK (origin IN ('bundled', 'user')),
    CHECK (rule IN ('', 'fold', 'capital', 'exact', 'never'))
) STRICT, WITHOUT ROWID;
CREATE TABLE hashtag_totals ( -- Uses of each hashtag by channel, and forwarded or not, over all time.
    hashtag_id INTEGER NOT NULL REFERENCES hashtags (hashtag_id) ON DELETE CASCADE, -- the hashtag
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts that carry the tag at least once
    uses       INTEGER NOT NULL, -- times the tag is written
    first_on   TEXT,             -- first day of a post with the tag; NULL when all are undated
    last_on    TEXT,             -- last day of a post with the tag; NULL when all are undated
    PRIMARY KEY (hashtag_id, channel_id, is_forward)
) STRICT, WITHOUT ROWID;
CREATE INDEX hashtag_totals_channel ON hashtag_totals (channel_id);
CREATE INDEX posts_day ON posts (posted_on, channel_id, is_forward, is_edited, forwarded_from_id, views);
CREATE INDEX posts_text_key ON posts (text_key, channel_id) WHERE text_key IS NOT NULL;
CREATE TABLE folded_posts ( -- The texts of posts in the form in which words are matched; ask post_words instead, which errs where they are not all here.
    post_id INTEGER PRIMARY KEY REFERENCES posts (post_id) ON DELETE CASCADE, -- the post
    folded  TEXT NOT NULL -- its text folded (Unicode case folding, then NFC, white space one space)
) STRICT;
CREATE TABLE folded_points ( -- The words of talking points in the form in which words are matched; ask point_words instead.
    talking_point_id INTEGER PRIMARY KEY REFERENCES talking_points (talking_point_id) ON DELETE CASCADE, -- the talking point
    folded           TEXT NOT NULL -- its text folded (Unicode case folding, then NFC, white space one space)
) STRICT;
CREATE TABLE unfolded_posts ( -- Posts that are new or have changed since folded_posts and folded_points were made.
    post_id INTEGER PRIMARY KEY -- the post
) STRICT;
CREATE TABLE word_index ( -- One row: what folded_posts and folded_points are worth.
    state TEXT NOT NULL, -- absent: not made; behind: unfolded_posts are missing; ready: all texts are there
    CHECK (state IN ('absent', 'behind', 'ready'))
) STRICT;
CREATE TRIGGER word_index_new_post AFTER INSERT ON posts WHEN (SELECT state FROM word_index) <> 'absent' BEGIN
    DELETE FROM folded_posts WHERE post_id = new.post_id;
    INSERT INTO unfolded_posts (post_id) SELECT new.post_id WHERE NOT EXISTS (SELECT * FROM unfolded_posts WHERE post_id = new.post_id);
    UPDATE word_index SET state = 'behind' WHERE state = 'ready';
END;
CREATE TRIGGER word_index_other_post AFTER UPDATE OF post_id, text ON posts
WHEN (SELECT state FROM word_index) <> 'absent' AND (new.text <> old.text OR new.post_id <> old.post_id) BEGIN
    DELETE FROM folded_posts WHERE post_id IN (old.post_id, new.post_id);
    INSERT INTO unfolded_posts (post_id) SELECT new.post_id WHERE NOT EXISTS (SELECT * FROM unfolded_posts WHERE post_id = new.post_id);
    UPDATE word_index SET state = 'behind' WHERE state = 'ready';
END;
CREATE TRIGGER word_index_old_post AFTER DELETE ON posts WHEN (SELECT state FROM word_index) <> 'absent' BEGIN
    DELETE FROM folded_posts WHERE post_id = old.post_id;
    DELETE FROM unfolded_posts WHERE post_id = old.post_id;
END;
CREATE TRIGGER word_index_new_point AFTER INSERT ON talking_points WHEN (SELECT state FROM word_index) <> 'absent' BEGIN
    DELETE FROM folded_points WHERE talking_point_id = new.talking_point_id;
    INSERT INTO unfolded_posts (post_id) SELECT new.post_id WHERE NOT EXISTS (SELECT * FROM unfolded_posts WHERE post_id = new.post_id);
    UPDATE word_index SET state = 'behind' WHERE state = 'ready';
END;
CREATE TRIGGER word_index_other_point AFTER UPDATE OF talking_point_id, post_id, text ON talking_points
WHEN (SELECT state FROM word_index) <> 'absent'
    AND (new.text <> old.text OR new.talking_point_id <> old.talking_point_id OR new.post_id <> old.post_id) BEGIN
    DELETE FROM folded_points WHERE talking_point_id IN (old.talking_point_id, new.talking_point_id);
    INSERT INTO unfolded_posts (post_id) SELECT new.post_id WHERE NOT EXISTS (SELECT * FROM unfolded_posts WHERE post_id = new.post_id);
    UPDATE word_index SET state = 'behind' WHERE state = 'ready';
END;
CREATE TRIGGER word_index_old_point AFTER DELETE ON talking_points WHEN (SELECT state FROM word_index) <> 'absent' BEGIN
    DELETE FROM folded_points WHERE talking_point_id = old.talking_point_id;
END;
CREATE TABLE post_days ( -- Posts by day, channel, and forwarded or not.
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    day        TEXT    NOT NULL, -- the calendar day in the reporting zone; 'undated' for posts whose day is unknown
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts
    PRIMARY KEY (channel_id, day, is_forward)
) STRICT, WITHOUT ROWID;
CREATE TABLE post_hours ( -- Posts by month, channel, forwarded or not, weekday and hour.
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    month      TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    weekday    INTEGER NOT NULL, -- 1 Monday to 7 Sunday; 0 for posts whose day is unknown
    hour       INTEGER NOT NULL, -- 0 to 23 in the reporting zone; -1 for posts whose hour is unknown
    posts      INTEGER NOT NULL, -- posts
    PRIMARY KEY (channel_id, month, is_forward, weekday, hour)
) STRICT, WITHOUT ROWID;
CREATE TABLE post_fields ( -- How many posts have what, by month, channel, forwarded or not, and the load that gave their present content.
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    month      TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    load_id    INTEGER NOT NULL REFERENCES loads (load_id), -- the load
    posts      INTEGER NOT NULL, -- posts
    timed      INTEGER NOT NULL, -- posts whose instant is known, not only their day
    edited     INTEGER NOT NULL, -- posts known to have been edited
    views      INTEGER NOT NULL, -- posts with a number of views
    rounded    INTEGER NOT NULL, -- posts whose number of views is rounded
    forwards   INTEGER NOT NULL, -- posts with a number of times forwarded
    replies    INTEGER NOT NULL, -- posts with a number of comments or answers
    reactions  INTEGER NOT NULL, -- posts with at least one reaction
    talking_points INTEGER NOT NULL, -- talking points of these posts
    PRIMARY KEY (channel_id, month, is_forward, load_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_fields_load ON post_fields (load_id);
CREATE TABLE host_months ( -- Posts that link to each host, by month, channel, and forwarded or not.
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    month      TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    host       TEXT    NOT NULL, -- the host in lower case, without www. and port; 'no host' for addresses without one, such as mailto:
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts that link to it at least once
    PRIMARY KEY (channel_id, month, host, is_forward)
) STRICT, WITHOUT ROWID;
CREATE TABLE id_runs ( -- Ids in a row: each from the first to the last is of a post, an item of an album, or an event.
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    first_no   INTEGER NOT NULL, -- the first id
    last_no    INTEGER NOT NULL, -- the last id; the next one is of nothing that is known
    first_on   TEXT,             -- day of what has the first id, the earlier one where two things have it; NULL when unknown
    last_on    TEXT,             -- day of what has the last id, the later one where two things have it; NULL when unknown
    PRIMARY KEY (channel_id, first_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX posts_views ON posts (channel_id, views, is_forward) WHERE views IS NOT NULL;
CREATE INDEX posts_forwarded_from ON posts (forwarded_from_id, channel_id, is_forward, posted_on) WHERE forwarded_from_id IS NOT NULL;
CREATE TABLE post_lengths ( -- Posts by channel, month, length of the text, and forwarded or not: medians come of it.
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    month      TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    characters INTEGER NOT NULL, -- characters of the text; 0 for a post without text
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts
    PRIMARY KEY (channel_id, month, characters, is_forward)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_hashtags_seventh ON post_hashtags (post_id) WHERE position = 7;
CREATE TABLE hashtag_pair_months ( -- Posts of up to six uses of hashtags by the pairs of hashtags in them, month, channel, and forwarded or not; longer ones would have too many pairs.
    low_id     INTEGER NOT NULL, -- one hashtag of the pair, by hashtag_id the lower one
    high_id    INTEGER NOT NULL, -- the other hashtag
    month      TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    channel_id INTEGER NOT NULL, -- the channel
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts that carry both
    first_day  INTEGER,          -- day of the month of the first such post; NULL for undated posts
    last_day   INTEGER,          -- day of the month of the last such post; NULL for undated posts
    PRIMARY KEY (low_id, high_id, month, channel_id, is_forward)
) STRICT, WITHOUT ROWID;
CREATE TABLE made_point_groups ( -- One row a group of two or more talking points that say the same thing; ask point_groups instead, which errs where they are not those of the posts as they are.
    point_group_id INTEGER PRIMARY KEY REFERENCES talking_points (talking_point_id) ON DELETE CASCADE, -- the talking point whose words stand for the group: the wording with most points like it, where it was first posted
    wordings INTEGER NOT NULL, -- different wordings, when case, punctuation and addresses do not count
    points   INTEGER NOT NULL, -- talking points, two or more
    posts    INTEGER NOT NULL, -- posts with such a point
    channels INTEGER NOT NULL, -- channels with such a post
    first_on TEXT,             -- first day of such a post; NULL when none is dated
    last_on  TEXT              -- last day of such a post; NULL when none is dated
) STRICT;
CREATE TABLE made_grouped_points ( -- Which group a talking point is of; ask grouped_points instead.
    talking_point_id INTEGER PRIMARY KEY REFERENCES talking_points (talking_point_id) ON DELETE CASCADE, -- the talking point
    point_group_id   INTEGER NOT NULL REFERENCES made_point_groups (point_group_id) ON DELETE CASCADE, -- its group
    similarity       REAL    NOT NULL -- how much of its words and pairs of words it shares with the words that stand for the group, from 0 to 1
) STRICT;
CREATE UNIQUE INDEX made_grouped_points_group ON made_grouped_points (point_group_id, talking_point_id);
CREATE TABLE point_grouping ( -- One row: what made_point_groups and made_grouped_points are worth.
    state TEXT NOT NULL, -- absent: not made; behind: posts were changed since; current: they are those of the talking points
    CHECK (state IN ('absent', 'behind', 'current'))
) STRICT;
CREATE VIEW v_point_groups AS -- One row a point group, with the words that stand for it; an error where point_groups is one.
SELECT
    g.point_group_id, -- the talking point whose words stand for the group
    t.kind,           -- whether these are an item or a sentence; a group may hold both
    t.text,           -- its words
    g.wordings,       -- different wordings
    g.points,         -- talking points
    g.posts,          -- posts with such a point
    g.channels,       -- channels with such a post
    g.first_on,       -- first day
    g.last_on         -- last day
FROM point_groups AS g
CROSS JOIN talking_points AS t
WHERE t.talking_point_id = g.point_group_id;
CREATE TABLE hashtag_spellings ( -- Uses of each spelling of a hashtag by channel, and forwarded or not, over all time.
    hashtag_id INTEGER NOT NULL REFERENCES hashtags (hashtag_id) ON DELETE CASCADE, -- the hashtag
    spelling   TEXT    NOT NULL, -- as written, without #
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts that write the tag so at least once
    uses       INTEGER NOT NULL, -- times it is written so
    PRIMARY KEY (hashtag_id, spelling, channel_id, is_forward)
) STRICT, WITHOUT ROWID;
CREATE INDEX hashtag_spellings_channel ON hashtag_spellings (channel_id);
CREATE TABLE mention_hashtags ( -- Posts of up to six uses of hashtags by entity, hashtag, channel, and forwarded or not, over all time; longer ones would have too many pairs.
    entity_id  INTEGER NOT NULL, -- who is named
    hashtag_id INTEGER NOT NULL, -- the hashtag
    channel_id INTEGER NOT NULL, -- the channel
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts that name the entity and carry the hashtag
    PRIMARY KEY (entity_id, hashtag_id, channel_id, is_forward)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_seventh ON mentions (post_id) WHERE position = 7;
CREATE TABLE mention_pair_months ( -- Posts of up to six namings by the pairs of those whom they name, month, channel, and forwarded or not; longer ones would have too many pairs.
    low_entity_id  INTEGER NOT NULL, -- one entity of the pair, by entity_id the lower one
    high_entity_id INTEGER NOT NULL, -- the other entity
    month          TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    channel_id     INTEGER NOT NULL, -- the channel
    is_forward     INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts          INTEGER NOT NULL, -- posts that name both
    first_day      INTEGER,          -- day of the month of the first such post; NULL for undated posts
    last_day       INTEGER,          -- day of the month of the last such post; NULL for undated posts
    PRIMARY KEY (low_entity_id, high_entity_id, month, channel_id, is_forward)
) STRICT, WITHOUT ROWID;
CREATE TABLE channel_tellings ( -- What each load told of a channel; its row in channels is made of these, and they tell what it was called before.
    channel_id    INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    load_id       INTEGER NOT NULL REFERENCES loads (load_id) ON DELETE CASCADE, -- the load that told it
    position      INTEGER NOT NULL, -- from 1; no order is meant
    certainty     INTEGER NOT NULL, -- 3 told by an input of the channel's own posts that knows its id or handle, 2 by one that knows a name alone or by the user, 1 by a post that refers to the channel
    told_until    TEXT,             -- the last instant of the posts that were told under these words; NULL where none is known
    handle        TEXT,             -- as in channels; NULL where it does not tell one, as in the columns that follow
    folded_handle TEXT,             -- as in channels
    name          TEXT,             -- as in channels
    folded_name   TEXT,             -- as in channels
    kind          TEXT,             -- as in channels
    link_base     TEXT,             -- as in channels
    PRIMARY KEY (channel_id, load_id, position),
    CHECK (certainty IN (1, 2, 3))
) STRICT, WITHOUT ROWID;
CREATE INDEX channel_tellings_load ON channel_tellings (load_id);
CREATE INDEX channel_tellings_handle ON channel_tellings (folded_handle, channel_id) WHERE folded_handle IS NOT NULL;
CREATE INDEX channel_tellings_name ON channel_tellings (folded_name, channel_id, certainty) WHERE folded_name IS NOT NULL;
CREATE TABLE made_point_channels ( -- One row a point group, channel, and forwarded or not; ask point_channels instead, which errs where they are not those of the posts as they are.
    point_group_id INTEGER NOT NULL, -- the group
    channel_id     INTEGER NOT NULL, -- the channel
    is_forward     INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    points         INTEGER NOT NULL, -- talking points of the group
    posts          INTEGER NOT NULL, -- posts with such a point
    first_on       TEXT,             -- first day of such a post; NULL when none is dated
    last_on        TEXT,             -- last day of such a post; NULL when none is dated
    first_second   INTEGER,          -- seconds from 1970 to the first such post whose instant is known; NULL when there is none
    PRIMARY KEY (point_group_id, channel_id, is_forward)
) STRICT, WITHOUT ROWID;
CREATE TABLE made_point_months ( -- Talking points of groups by channel, month, and forwarded or not; ask point_months instead.
    channel_id   INTEGER NOT NULL, -- the channel
    month        TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    is_forward   INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    points       INTEGER NOT NULL, -- talking points that are of a group
    shared       INTEGER NOT NULL, -- of these, such as another channel makes as well
    shared_alike INTEGER NOT NULL, -- of these, such as another channel makes in posts that are forwarded, or not, as these are
    PRIMARY KEY (channel_id, month, is_forward)
) STRICT, WITHOUT ROWID;
CREATE TABLE made_point_standings ( -- One row a channel that makes points of groups, three times: with forwarded posts, without, and of these alone; ask point_standings instead.
    forwards     TEXT    NOT NULL, -- whether forwarded posts count: yes, no, or only these
    channel_id   INTEGER NOT NULL, -- the channel
    groups_made  INTEGER NOT NULL, -- groups that it makes
    first_count  INTEGER NOT NULL, -- groups that it made before all other channels; of this and what follows, first posts of channels whose instant is known
    tied_count   INTEGER NOT NULL, -- groups that it and another channel made first in the same second
    follow_count INTEGER NOT NULL, -- groups that another channel made before it
    median_lag   REAL,             -- of the groups that it followed with, median of the seconds after the first channel; NULL when there are none
    PRIMARY KEY (forwards, channel_id),
    CHECK (forwards IN ('no', 'only', 'yes'))
) STRICT, WITHOUT ROWID;
CREATE TABLE made_point_pairs ( -- One row a pair of channels that make points of one group, up to three times, as in made_point_standings; none at all where they would be too many; ask point_pairs instead.
    forwards        TEXT    NOT NULL, -- whether forwarded posts count: yes, no, or only these
    low_channel_id  INTEGER NOT NULL, -- one channel of the pair, by channel_id the lower one
    high_channel_id INTEGER NOT NULL, -- the other channel
    groups_shared   INTEGER NOT NULL, -- groups that both make
    median_lag      REAL,             -- median of the seconds between the first post of one and the first post of the other whose instants are known; NULL when there are none
    PRIMARY KEY (forwards, low_channel_id, high_channel_id),
    CHECK (forwards IN ('no', 'only', 'yes'))
) STRICT, WITHOUT ROWID;
CREATE INDEX channels_shown ON channels (coalesce('@' || handle, name, external_id), coalesce(external_id, platform));
CREATE VIEW v_hashtag_uses AS -- One row a use of a hashtag.
SELECT
    u.post_id,                                            -- the post
    u.position,                                           -- from 1 within the post
    h.tag,                                                -- folded, without #
    u.spelling,                                           -- as written, without #
    u.channel_handle,                                     -- the channel of #tag@channel
    u.start,                                              -- where spelling begins, in characters from 1
    u.talking_point_id,                                   -- the talking point that it stands in
    c.channel_id,                                         -- the store's own id of the channel
    c.channel,                                            -- handle, else name, else id; of several of one name also the id, else channel:NUMBER
    p.posted_on,                                          -- the day in the reporting zone
    p.is_forward,                                         -- 1 when forwarded from elsewhere
    coalesce(p.url, c.link_base || p.external_id) AS link -- the post's address
FROM post_hashtags AS u
JOIN hashtags AS h ON h.hashtag_id = u.hashtag_id
JOIN posts AS p ON p.post_id = u.post_id
JOIN v_channels AS c ON c.channel_id = p.channel_id;
CREATE VIEW v_mention_uses AS -- One row a naming of somebody.
SELECT
    u.post_id,                                            -- the post
    u.position,                                           -- from 1 within the post
    e.entity_id,                                          -- the store's own id of who is named
    e.kind,                                               -- handle, number, country, organisation, person, or the user's own word
    e.name,                                               -- a handle folded, without @; else the label folded
    coalesce(e.label, e.name) AS label,                   -- the name as people read it
    e.code,                                               -- ISO 3166 alpha-2 of a country, a short code of an organisation
    u.via,                                                -- how: handle, text, hashtag, flag, title
    u.spelling,                                           -- as written, without @ or #
    u.office,                                             -- the office that stands with the name
    u.start,                                              -- where spelling begins, in characters from 1
    u.talking_point_id,                                   -- the talking point that it stands in
    c.channel_id,                                         -- the store's own id of the channel
    c.channel,                                            -- handle, else name, else id; of several of one name also the id, else channel:NUMBER
    p.posted_on,                                          -- the day in the reporting zone
    p.is_forward,                                         -- 1 when forwarded from elsewhere
    coalesce(p.url, c.link_base || p.external_id) AS link -- the post's address
FROM mentions AS u
JOIN entities AS e ON e.entity_id = u.entity_id
JOIN posts AS p ON p.post_id = u.post_id
JOIN v_channels AS c ON c.channel_id = p.channel_id;
CREATE VIEW v_posts AS -- One row a post, with names instead of ids.
SELECT
    p.post_id,                                            -- the store's own id
    c.channel_id,                                         -- the store's own id of the channel
    c.platform,                                           -- e.g. telegram
    c.channel,                                            -- handle, else name, else id; of several of one name also the id, else channel:NUMBER
    c.name AS channel_name,                               -- the name that people see
    p.external_id,                                        -- the post's id within the channel
    p.posted_at,                                          -- the instant in UTC, or a bare day
    p.posted_local,                                       -- the wall clock in the reporting zone
    p.posted_on,                                          -- the day in the reporting zone
    p.date_basis,                                         -- where the time comes from
    p.not_before,                                         -- of an undated post: not before this day
    p.not_after,                                          -- of an undated post: not after this day
    a.name AS author,                                     -- who signed or sent it
    coalesce(s.label, s.name) AS speaker,                 -- whose words it is, as its title says
    p.is_forward,                                         -- 1 when forwarded from elsewhere
    f.channel AS forwarded_from,                          -- the original's channel
    p.forwarded_from_id,                                  -- the store's own id of the original's channel
    p.reply_to_external_id,                               -- the id of the post that it answers
    p.album_size,                                         -- messages that make the post
    p.views,                                              -- times seen
    p.views_unit,                                         -- what views is rounded to; NULL when exact
    p.forwards,                                           -- times forwarded
    p.replies,                                            -- comments or answers
    (SELECT sum(r.count) FROM reactions AS r WHERE r.post_id = p.post_id) AS reactions, -- reactions of all kinds
    coalesce((SELECT max(o.seen_at) FROM post_observations AS o WHERE o.post_id = p.post_id
                AND coalesce(o.views, o.forwards, o.replies, o.reactions) IS NOT NULL),
        (SELECT l.as_of FROM loads AS l WHERE l.load_id = p.last_load_id)) AS metrics_at, -- when the latest metrics were so
    p.is_edited,                                          -- 1 when known to have been edited
    p.edited_at,                                          -- last edit
    p.gone_at,                                            -- no longer there by this instant
    p.title,                                              -- the heading
    p.text,                                               -- the post as published
    length(p.text) AS characters,                         -- length of the text
    (SELECT count(*) FROM talking_points AS t WHERE t.post_id = p.post_id) AS talking_points, -- how many it has
    (SELECT group_concat('#' || u.tag, ' ') FROM (
        SELECT h.tag FROM post_hashtags AS ph JOIN hashtags AS h USING (hashtag_id)
        WHERE ph.post_id = p.post_id ORDER BY ph.position) AS u) AS hashtags, -- its hashtags, folded
    coalesce(p.url, c.link_base || p.external_id) AS link -- its address
FROM posts AS p
JOIN v_channels AS c ON c.channel_id = p.channel_id
LEFT JOIN v_channels AS f ON f.channel_id = p.forwarded_from_id
LEFT JOIN authors AS a ON a.author_id = p.author_id
LEFT JOIN entities AS s ON s.entity_id = p.speaker_id;
CREATE VIEW v_talking_points AS -- One row a talking point.
SELECT
    t.talking_point_id,                                   -- the store's own id
    t.post_id,                                            -- the post
    t.position,                                           -- from 1 within the post
    t.kind,                                               -- item, or sentence in a store that takes long sentences of posts without items as points
    t.marker,                                             -- as written; '' for a sentence
    t.ordinal,                                            -- the number that the marker gives
    t.text,                                               -- the words without the marker
    c.channel_id,                                         -- the store's own id of the channel
    c.channel,                                            -- handle, else name, else id; of several of one name also the id, else channel:NUMBER
    p.posted_on,                                          -- the day in the reporting zone
    p.is_forward,                                         -- 1 when forwarded from elsewhere
    p.title,                                              -- the post's heading
    coalesce(s.label, s.name) AS speaker,                 -- whose words the post is, as its title says
    coalesce(p.url, c.link_base || p.external_id) AS link -- the post's address
FROM talking_points AS t
JOIN posts AS p ON p.post_id = t.post_id
JOIN v_channels AS c ON c.channel_id = p.channel_id
LEFT JOIN entities AS s ON s.entity_id = p.speaker_id;
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
CREATE VIEW v_channels AS -- One row a channel, by what reports call it.
SELECT
    c.channel_id,  -- the store's own id
    coalesce('@' || c.handle, c.name, c.external_id) || CASE
        WHEN NOT EXISTS (SELECT 1 FROM post_months AS m WHERE m.channel_id = c.channel_id)
            OR NOT EXISTS (
                SELECT 1 FROM channels AS o
                WHERE coalesce('@' || o.handle, o.name, o.external_id) = coalesce('@' || c.handle, c.name, c.external_id)
                  AND o.channel_id <> c.channel_id AND EXISTS (SELECT 1 FROM post_months AS m WHERE m.channel_id = o.channel_id))
        THEN ''
        WHEN EXISTS (
            SELECT 1 FROM channels AS o
            WHERE (coalesce('@' || o.handle, o.name, o.external_id) = coalesce('@' || c.handle, c.name, c.external_id)
                    AND coalesce(o.external_id, o.platform) = coalesce(c.external_id, c.platform) AND o.channel_id <> c.channel_id
                OR coalesce('@' || o.handle, o.name, o.external_id)
                    = coalesce('@' || c.handle, c.name, c.external_id) || ' (' || coalesce(c.external_id, c.platform) || ')')
              AND EXISTS (SELECT 1 FROM post_months AS m WHERE m.channel_id = o.channel_id))
        THEN ' (channel:' || c.channel_id || ')'
        ELSE ' (' || coalesce(c.external_id, c.platform) || ')'
    END AS channel, -- handle, else name, else id; of several with posts of one name also the id, else channel:NUMBER
    c.platform,    -- e.g. telegram
    c.external_id, -- the platform's id, as it writes it
    c.handle,      -- the public handle, without @, as written
    c.name,        -- the name that people see
    c.kind,        -- the kind in the platform's words, e.g. public_channel
    c.link_base    -- a post's external_id is appended to it to make its link
FROM channels AS c;
CREATE VIEW post_words AS -- The texts of posts, for matching words; an error until chancery index --words has made them.
SELECT
    f.post_id, -- the post
    f.folded   -- its text folded (Unicode case folding, then NFC, white space one space)
FROM word_index AS i
CROSS JOIN folded_posts AS f
WHERE CASE i.state WHEN 'ready' THEN 1 ELSE json_extract('{}', '$the words of this store are ' || i.state || ': run chancery index --words') END;
CREATE VIEW point_words AS -- The words of talking points, for matching; an error until chancery index --words has made them.
SELECT
    f.talking_point_id, -- the talking point
    f.folded            -- its text folded (Unicode case folding, then NFC, white space one space)
FROM word_index AS i
CROSS JOIN folded_points AS f
WHERE CASE i.state WHEN 'ready' THEN 1 ELSE json_extract('{}', '$the words of this store are ' || i.state || ': run chancery index --words') END;
CREATE VIEW point_groups AS -- One row a group of two or more talking points that say the same thing; an error until chancery group has made them, and again when posts were changed since.
SELECT
    g.point_group_id, -- the talking point whose words stand for the group: the wording with most points like it, where it was first posted
    g.wordings,       -- different wordings, when case, punctuation and addresses do not count
    g.points,         -- talking points, two or more
    g.posts,          -- posts with such a point
    g.channels,       -- channels with such a post
    g.first_on,       -- first day of such a post; NULL when none is dated
    g.last_on         -- last day of such a post; NULL when none is dated
FROM point_grouping AS i
CROSS JOIN made_point_groups AS g
WHERE CASE i.state WHEN 'current' THEN 1 ELSE json_extract('{}', '$the point groups of this store are ' || i.state || ': run chancery group') END;
CREATE VIEW grouped_points AS -- Which group a talking point is of; one that nothing else is like has no row. An error where point_groups is one.
SELECT
    m.talking_point_id, -- the talking point
    m.point_group_id,   -- its group
    m.similarity        -- how much of its words and pairs of words it shares with the words that stand for the group, from 0 to 1
FROM point_grouping AS i
CROSS JOIN made_grouped_points AS m
WHERE CASE i.state WHEN 'current' THEN 1 ELSE json_extract('{}', '$the point groups of this store are ' || i.state || ': run chancery group') END;
CREATE VIEW point_channels AS -- One row a point group, channel, and forwarded or not; an error where point_groups is one.
SELECT
    c.point_group_id, -- the group
    c.channel_id,     -- the channel
    c.is_forward,     -- 1 for forwarded posts, 0 for the channel's own
    c.points,         -- talking points of the group
    c.posts,          -- posts with such a point
    c.first_on,       -- first day of such a post; NULL when none is dated
    c.last_on,        -- last day of such a post; NULL when none is dated
    c.first_second    -- seconds from 1970 to the first such post whose instant is known; NULL when there is none
FROM point_grouping AS i
CROSS JOIN made_point_channels AS c
WHERE CASE i.state WHEN 'current' THEN 1 ELSE json_extract('{}', '$the point groups of this store are ' || i.state || ': run chancery group') END;
CREATE VIEW point_months AS -- Talking points of groups by channel, month, and forwarded or not; an error where point_groups is one.
SELECT
    c.channel_id,  -- the channel
    c.month,       -- e.g. 2024-07; 'undated' for posts whose day is unknown
    c.is_forward,  -- 1 for forwarded posts, 0 for the channel's own
    c.points,      -- talking points that are of a group
    c.shared,      -- of these, such as another channel makes as well
    c.shared_alike -- of these, such as another channel makes in posts that are forwarded, or not, as these are
FROM point_grouping AS i
CROSS JOIN made_point_months AS c
WHERE CASE i.state WHEN 'current' THEN 1 ELSE json_extract('{}', '$the point groups of this store are ' || i.state || ': run chancery group') END;
CREATE VIEW point_standings AS -- One row a channel that makes points of groups, three times: with forwarded posts, without, and of these alone; an error where point_groups is one.
SELECT
    c.forwards,     -- whether forwarded posts count: yes, no, or only these
    c.channel_id,   -- the channel
    c.groups_made,  -- groups that it makes
    c.first_count,  -- groups that it made before all other channels; of this and what follows, first posts of channels whose instant is known
    c.tied_count,   -- groups that it and another channel made first in the same second
    c.follow_count, -- groups that another channel made before it
    c.median_lag    -- of the groups that it followed with, median of the seconds after the first channel; NULL when there are none
FROM point_grouping AS i
CROSS JOIN made_point_standings AS c
WHERE CASE i.state WHEN 'current' THEN 1 ELSE json_extract('{}', '$the point groups of this store are ' || i.state || ': run chancery group') END;
CREATE VIEW point_pairs AS -- One row a pair of channels that make points of one group, up to three times, as in point_standings; none at all where they would be too many; an error where point_groups is one.
SELECT
    c.forwards,        -- whether forwarded posts count: yes, no, or only these
    c.low_channel_id,  -- one channel of the pair, by channel_id the lower one
    c.high_channel_id, -- the other channel
    c.groups_shared,   -- groups that both make
    c.median_lag       -- median of the seconds between the first post of one and the first post of the other whose instants are known; NULL when there are none
FROM point_grouping AS i
CROSS JOIN made_point_pairs AS c
WHERE CASE i.state WHEN 'current' THEN 1 ELSE json_extract('{}', '$the point groups of this store are ' || i.state || ': run chancery group') END;
INSERT INTO refinery_schema_history VALUES (1, 'settings_and_loads', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '4288337418415694404');
INSERT INTO refinery_schema_history VALUES (2, 'channels_and_posts', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '7368082626227987010');
INSERT INTO refinery_schema_history VALUES (3, 'facts_in_posts', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '11560258047974774499');
INSERT INTO refinery_schema_history VALUES (4, 'summaries', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '1382975513183666414');
INSERT INTO refinery_schema_history VALUES (5, 'views', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '6003488500044805524');
INSERT INTO refinery_schema_history VALUES (6, 'evidence_and_what_is_gone', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '3635572624524715636');
INSERT INTO refinery_schema_history VALUES (7, 'named_entities', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '8644402041383912362');
INSERT INTO refinery_schema_history VALUES (8, 'point_groups', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '4810194700723190057');
INSERT INTO refinery_schema_history VALUES (9, 'kinds_of_points', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '348423690059060990');
INSERT INTO refinery_schema_history VALUES (10, 'hashtag_totals', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '17383929825710289288');
INSERT INTO refinery_schema_history VALUES (11, 'words_of_texts', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '13506336960190235604');
INSERT INTO refinery_schema_history VALUES (12, 'counts_of_posts', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '6374438600851202951');
INSERT INTO refinery_schema_history VALUES (13, 'counts_for_reports', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '16405728517234466193');
INSERT INTO refinery_schema_history VALUES (14, 'state_of_point_groups', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '9470150686555296213');
INSERT INTO refinery_schema_history VALUES (15, 'spellings_of_hashtags', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '881332153692655736');
INSERT INTO refinery_schema_history VALUES (16, 'counts_of_names', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '9860164765294489085');
INSERT INTO refinery_schema_history VALUES (17, 'what_loads_told_of_channels', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '13037287871126036480');
INSERT INTO refinery_schema_history VALUES (18, 'messages_that_stand_alone', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '12499691936369563624');
INSERT INTO refinery_schema_history VALUES (19, 'halves_of_albums', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '17477880911573480877');
INSERT INTO refinery_schema_history VALUES (20, 'counts_of_point_groups', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '13115604424134386602');
INSERT INTO refinery_schema_history VALUES (21, 'channels_as_reports_call_them', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '9405319694166487035');
INSERT INTO refinery_schema_history VALUES (22, 'counts_of_messages', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '5393154543551502141');
INSERT INTO refinery_schema_history VALUES (23, 'views_that_fail_in_duckdb_too', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '17148224254953779806');
INSERT INTO settings VALUES ('time_zone', 'UTC');
INSERT INTO word_index VALUES ('absent');
INSERT INTO point_grouping VALUES ('absent');
PRAGMA application_id = 1128812099;
PRAGMA user_version = 23;
