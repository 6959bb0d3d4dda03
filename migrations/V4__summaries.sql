-- Counts kept by the loader, so that the headline reports need not read every use.

CREATE TABLE post_months ( -- Posts by month, channel, and forwarded or not.
    month      TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts
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

PRAGMA user_version = 4;
