-- What a talking point is: an item of a list or, in a store that takes these as well, a long sentence.

ALTER TABLE talking_points ADD COLUMN kind /* item for a bulleted or numbered item; sentence for a long sentence of a post without items, which has '' as marker, in a store that takes sentences as points */ TEXT NOT NULL DEFAULT 'item' CHECK (kind IN ('item', 'sentence'));

DROP VIEW v_talking_points;
DROP VIEW v_point_groups;

CREATE VIEW v_talking_points AS -- One row a talking point.
SELECT
    t.talking_point_id,                                          -- the store's own id
    t.post_id,                                                   -- the post
    t.position,                                                  -- from 1 within the post
    t.kind,                                                      -- item, or sentence in a store that takes long sentences of posts without items as points
    t.marker,                                                    -- as written; '' for a sentence
    t.ordinal,                                                   -- the number that the marker gives
    t.text,                                                      -- the words without the marker
    t.folded,                                                    -- the words folded, for matching
    c.channel_id,                                                -- the store's own id of the channel
    coalesce('@' || c.handle, c.name, c.external_id) AS channel, -- handle, else name, else id
    p.posted_on,                                                 -- the day in the reporting zone
    p.is_forward,                                                -- 1 when forwarded from elsewhere
    p.title,                                                     -- the post's heading
    coalesce(s.label, s.name) AS speaker,                        -- whose words the post is, as its title says
    coalesce(p.url, c.link_base || p.external_id) AS link        -- the post's address
FROM talking_points AS t
JOIN posts AS p ON p.post_id = t.post_id
JOIN channels AS c ON c.channel_id = p.channel_id
LEFT JOIN entities AS s ON s.entity_id = p.speaker_id;

CREATE VIEW v_point_groups AS -- One row a point group, with the words that stand for it.
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
JOIN talking_points AS t ON t.talking_point_id = g.point_group_id;

PRAGMA user_version = 9;
