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

-- A channel that is named as another one of several is called is told apart from that one, too.
DROP VIEW v_channels;
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

PRAGMA user_version = 22;
