-- What each load told of each channel: a channel's row is made of all of it, whatever the order of the loads.

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

-- Of earlier loads only the outcome is known. It is taken as told by the latest of them.
INSERT INTO channel_tellings (channel_id, load_id, position, certainty, handle, folded_handle, name, folded_name, kind, link_base)
SELECT told.channel_id, told.load_id, 1, iif(coalesce(told.external_id, told.handle) IS NULL, 2, 3), told.handle, told.folded_handle, told.name, told.folded_name, told.kind, told.link_base
FROM (
    SELECT c.*, (SELECT r.load_id FROM load_ranges AS r JOIN loads AS l ON l.load_id = r.load_id
                 WHERE r.channel_id = c.channel_id ORDER BY l.as_of DESC, l.load_id DESC LIMIT 1) AS load_id
    FROM channels AS c
    WHERE coalesce(c.handle, c.name, c.kind, c.link_base) IS NOT NULL
) AS told
WHERE told.load_id IS NOT NULL;

INSERT INTO channel_tellings (channel_id, load_id, position, certainty, handle, folded_handle, name, folded_name, kind, link_base)
SELECT told.channel_id, told.load_id, 2, 1, told.handle, told.folded_handle, told.name, told.folded_name, told.kind, told.link_base
FROM (
    SELECT c.*, coalesce(
            (SELECT p.first_load_id FROM posts AS p WHERE p.forwarded_from_id = c.channel_id LIMIT 1),
            (SELECT p.first_load_id FROM posts AS p WHERE p.reply_to_channel_id = c.channel_id AND p.channel_id <> c.channel_id LIMIT 1),
            (SELECT e.load_id FROM post_evidence AS e WHERE e.forwarded_from_id = c.channel_id LIMIT 1),
            (SELECT e.load_id FROM post_evidence AS e WHERE e.reply_to_channel_id = c.channel_id LIMIT 1),
            (SELECT min(l.load_id) FROM loads AS l
             WHERE NOT EXISTS (SELECT * FROM load_ranges AS r WHERE r.channel_id = c.channel_id))) AS load_id
    FROM channels AS c
    WHERE coalesce(c.handle, c.name, c.kind, c.link_base) IS NOT NULL
) AS told
WHERE told.load_id IS NOT NULL;

PRAGMA user_version = 17;
