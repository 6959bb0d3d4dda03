-- What several inputs tell of one post, how sure its metrics are, and what later exports no longer hold.

ALTER TABLE loads ADD COLUMN text_is_exact /* 0 when the format may lose or double parts of a text, such as line ends */ INTEGER NOT NULL DEFAULT 1;
ALTER TABLE loads ADD COLUMN tells_edits /* 1 when the format tells when a post was edited; else only the input's last instant tells how late a text is */ INTEGER NOT NULL DEFAULT 1;
UPDATE loads SET text_is_exact = 0, tells_edits = 0 WHERE format = 'web-preview-text';

ALTER TABLE posts ADD COLUMN is_edited /* 1 when an input says that it was edited, be it without saying when; 0 when none does */ INTEGER NOT NULL DEFAULT 0;
ALTER TABLE posts ADD COLUMN views_unit /* what views is rounded to, e.g. 100 for 1.2K; NULL when it is exact or unknown */ INTEGER;
ALTER TABLE posts ADD COLUMN replies /* how many comments or answers it has; NULL when the inputs do not say */ INTEGER;
ALTER TABLE posts ADD COLUMN last_seen_at /* when an input last told of it; NULL means as of last_load_id */ TEXT;
ALTER TABLE posts ADD COLUMN gone_at /* the last instant of the first complete input after last_seen_at that no longer holds it; NULL while it is there as far as known */ TEXT;
ALTER TABLE posts ADD COLUMN spans /* the parts of the text that the input marks, as JSON: kind, first byte from 0, byte after it, address; NULL when none matters */ TEXT;
UPDATE posts SET is_edited = 1 WHERE edited_at IS NOT NULL;

ALTER TABLE post_observations ADD COLUMN views_unit /* what views is rounded to; NULL when it is exact or unknown */ INTEGER;
ALTER TABLE post_observations ADD COLUMN replies /* comments or answers then */ INTEGER;

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
    spans                 TEXT,    -- as in posts
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

DROP VIEW v_posts;

CREATE VIEW v_posts AS -- One row a post, with names instead of ids.
SELECT
    p.post_id,                                                         -- the store's own id
    c.channel_id,                                                      -- the store's own id of the channel
    c.platform,                                                        -- e.g. telegram
    coalesce('@' || c.handle, c.name, c.external_id) AS channel,       -- handle, else name, else id
    c.name AS channel_name,                                            -- the name that people see
    p.external_id,                                                     -- the post's id within the channel
    p.posted_at,                                                       -- the instant in UTC, or a bare day
    p.posted_local,                                                    -- the wall clock in the reporting zone
    p.posted_on,                                                       -- the day in the reporting zone
    p.date_basis,                                                      -- where the time comes from
    p.not_before,                                                      -- of an undated post: not before this day
    p.not_after,                                                       -- of an undated post: not after this day
    a.name AS author,                                                  -- who signed or sent it
    p.is_forward,                                                      -- 1 when forwarded from elsewhere
    coalesce('@' || f.handle, f.name, f.external_id) AS forwarded_from, -- the original's channel
    p.reply_to_external_id,                                            -- the id of the post that it answers
    p.album_size,                                                      -- messages that make the post
    p.views,                                                           -- times seen
    p.views_unit,                                                      -- what views is rounded to; NULL when exact
    p.forwards,                                                        -- times forwarded
    p.replies,                                                         -- comments or answers
    (SELECT sum(r.count) FROM reactions AS r WHERE r.post_id = p.post_id) AS reactions, -- reactions of all kinds
    coalesce((SELECT max(o.seen_at) FROM post_observations AS o WHERE o.post_id = p.post_id
                AND coalesce(o.views, o.forwards, o.replies, o.reactions) IS NOT NULL),
        (SELECT l.as_of FROM loads AS l WHERE l.load_id = p.last_load_id)) AS metrics_at, -- when the latest metrics were so
    p.is_edited,                                                       -- 1 when known to have been edited
    p.edited_at,                                                       -- last edit
    p.gone_at,                                                         -- no longer there by this instant
    p.title,                                                           -- the heading
    p.text,                                                            -- the post as published
    length(p.text) AS characters,                                      -- length of the text
    (SELECT count(*) FROM talking_points AS t WHERE t.post_id = p.post_id) AS talking_points, -- how many it has
    (SELECT group_concat('#' || u.tag, ' ') FROM (
        SELECT h.tag FROM post_hashtags AS ph JOIN hashtags AS h USING (hashtag_id)
        WHERE ph.post_id = p.post_id ORDER BY ph.position) AS u) AS hashtags, -- its hashtags, folded
    coalesce(p.url, c.link_base || p.external_id) AS link              -- its address
FROM posts AS p
JOIN channels AS c ON c.channel_id = p.channel_id
LEFT JOIN channels AS f ON f.channel_id = p.forwarded_from_id
LEFT JOIN authors AS a ON a.author_id = p.author_id;

PRAGMA user_version = 6;
