-- Wide views for people with other tools: one row a fact, all the names joined in.

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
    p.forwards,                                                        -- times forwarded
    p.edited_at,                                                       -- last edit
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

CREATE VIEW v_hashtag_uses AS -- One row a use of a hashtag.
SELECT
    u.post_id,                                                   -- the post
    u.position,                                                  -- from 1 within the post
    h.tag,                                                       -- folded, without #
    u.spelling,                                                  -- as written, without #
    u.channel_handle,                                            -- the channel of #tag@channel
    u.start,                                                     -- where spelling begins, in characters from 1
    u.talking_point_id,                                          -- the talking point that it stands in
    c.channel_id,                                                -- the store's own id of the channel
    coalesce('@' || c.handle, c.name, c.external_id) AS channel, -- handle, else name, else id
    p.posted_on,                                                 -- the day in the reporting zone
    p.is_forward,                                                -- 1 when forwarded from elsewhere
    coalesce(p.url, c.link_base || p.external_id) AS link        -- the post's address
FROM post_hashtags AS u
JOIN hashtags AS h ON h.hashtag_id = u.hashtag_id
JOIN posts AS p ON p.post_id = u.post_id
JOIN channels AS c ON c.channel_id = p.channel_id;

CREATE VIEW v_mention_uses AS -- One row a naming of somebody.
SELECT
    u.post_id,                                                   -- the post
    u.position,                                                  -- from 1 within the post
    e.entity_id,                                                 -- the store's own id of who is named
    e.kind,                                                      -- handle, number
    e.name,                                                      -- a handle folded, without @
    u.via,                                                       -- how: handle
    u.spelling,                                                  -- as written, without @
    u.start,                                                     -- where spelling begins, in characters from 1
    u.talking_point_id,                                          -- the talking point that it stands in
    c.channel_id,                                                -- the store's own id of the channel
    coalesce('@' || c.handle, c.name, c.external_id) AS channel, -- handle, else name, else id
    p.posted_on,                                                 -- the day in the reporting zone
    p.is_forward,                                                -- 1 when forwarded from elsewhere
    coalesce(p.url, c.link_base || p.external_id) AS link        -- the post's address
FROM mentions AS u
JOIN entities AS e ON e.entity_id = u.entity_id
JOIN posts AS p ON p.post_id = u.post_id
JOIN channels AS c ON c.channel_id = p.channel_id;

CREATE VIEW v_talking_points AS -- One row a talking point.
SELECT
    t.talking_point_id,                                          -- the store's own id
    t.post_id,                                                   -- the post
    t.position,                                                  -- from 1 within the post
    t.marker,                                                    -- as written
    t.ordinal,                                                   -- the number that the marker gives
    t.text,                                                      -- the words without the marker
    t.folded,                                                    -- the words folded, for matching
    c.channel_id,                                                -- the store's own id of the channel
    coalesce('@' || c.handle, c.name, c.external_id) AS channel, -- handle, else name, else id
    p.posted_on,                                                 -- the day in the reporting zone
    p.is_forward,                                                -- 1 when forwarded from elsewhere
    p.title,                                                     -- the post's heading
    coalesce(p.url, c.link_base || p.external_id) AS link        -- the post's address
FROM talking_points AS t
JOIN posts AS p ON p.post_id = t.post_id
JOIN channels AS c ON c.channel_id = p.channel_id;

PRAGMA user_version = 5;
