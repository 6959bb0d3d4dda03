-- Reports tell channels of one name apart; the views, which added them up, do so now, too.

CREATE INDEX channels_shown ON channels (coalesce('@' || handle, name, external_id), coalesce(external_id, platform));

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
            WHERE coalesce('@' || o.handle, o.name, o.external_id) = coalesce('@' || c.handle, c.name, c.external_id)
              AND coalesce(o.external_id, o.platform) = coalesce(c.external_id, c.platform)
              AND o.channel_id <> c.channel_id AND EXISTS (SELECT 1 FROM post_months AS m WHERE m.channel_id = o.channel_id))
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

DROP VIEW v_hashtag_uses;
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

DROP VIEW v_mention_uses;
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

DROP VIEW v_posts;
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

DROP VIEW v_talking_points;
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

PRAGMA user_version = 21;
