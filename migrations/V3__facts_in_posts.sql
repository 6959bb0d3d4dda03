-- What stands in the posts: talking points, hashtags, mentions, links.

CREATE TABLE talking_points ( -- One bulleted or numbered item of a post.
    talking_point_id INTEGER PRIMARY KEY, -- the store's own id
    post_id  INTEGER NOT NULL REFERENCES posts (post_id) ON DELETE CASCADE, -- the post
    position INTEGER NOT NULL, -- from 1 within the post
    marker   TEXT    NOT NULL, -- the marker as written, e.g. • or 1️⃣0️⃣ or 2)
    ordinal  INTEGER,          -- the number that the marker gives
    text     TEXT    NOT NULL, -- the words without the marker
    folded   TEXT    NOT NULL, -- the words folded (Unicode case folding, then NFC, white space one space), for matching
    start    INTEGER NOT NULL  -- where text begins in the post's text, in characters from 1
) STRICT;

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

CREATE TABLE entities ( -- Who or what is named; one row whatever the spellings.
    entity_id INTEGER PRIMARY KEY, -- the store's own id
    kind      TEXT NOT NULL, -- handle; number for digits after @, such as a price, which no user name can be
    name      TEXT NOT NULL  -- a handle folded, without @
) STRICT;

CREATE UNIQUE INDEX entities_name ON entities (kind, name);

CREATE TABLE mentions ( -- One row a naming of somebody.
    post_id          INTEGER NOT NULL REFERENCES posts (post_id) ON DELETE CASCADE, -- the post
    position         INTEGER NOT NULL, -- from 1 within the post
    entity_id        INTEGER NOT NULL REFERENCES entities (entity_id), -- who is named
    via              TEXT    NOT NULL, -- how: handle
    spelling         TEXT    NOT NULL, -- as written, without @
    start            INTEGER NOT NULL, -- where spelling begins in the post's text, in characters from 1
    talking_point_id INTEGER REFERENCES talking_points (talking_point_id) ON DELETE CASCADE, -- the talking point that it stands in
    PRIMARY KEY (post_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX mentions_entity ON mentions (entity_id, post_id);
CREATE INDEX mentions_point ON mentions (talking_point_id) WHERE talking_point_id IS NOT NULL;

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

PRAGMA user_version = 3;
