-- DuckDB reads a view's text itself, and takes a JSON path without '$' for a key: there the views of words and of point
-- groups gave no rows in place of the error that says how to make them. A path that only begins with '$' is an error in both.

DROP VIEW post_words;
CREATE VIEW post_words AS -- The texts of posts, for matching words; an error until chancery index --words has made them.
SELECT
    f.post_id, -- the post
    f.folded   -- its text folded (Unicode case folding, then NFC, white space one space)
FROM word_index AS i
CROSS JOIN folded_posts AS f
WHERE CASE i.state WHEN 'ready' THEN 1 ELSE json_extract('{}', '$the words of this store are ' || i.state || ': run chancery index --words') END;

DROP VIEW point_words;
CREATE VIEW point_words AS -- The words of talking points, for matching; an error until chancery index --words has made them.
SELECT
    f.talking_point_id, -- the talking point
    f.folded            -- its text folded (Unicode case folding, then NFC, white space one space)
FROM word_index AS i
CROSS JOIN folded_points AS f
WHERE CASE i.state WHEN 'ready' THEN 1 ELSE json_extract('{}', '$the words of this store are ' || i.state || ': run chancery index --words') END;

DROP VIEW point_groups;
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

DROP VIEW grouped_points;
CREATE VIEW grouped_points AS -- Which group a talking point is of; one that nothing else is like has no row. An error where point_groups is one.
SELECT
    m.talking_point_id, -- the talking point
    m.point_group_id,   -- its group
    m.similarity        -- how much of its words and pairs of words it shares with the words that stand for the group, from 0 to 1
FROM point_grouping AS i
CROSS JOIN made_grouped_points AS m
WHERE CASE i.state WHEN 'current' THEN 1 ELSE json_extract('{}', '$the point groups of this store are ' || i.state || ': run chancery group') END;

DROP VIEW point_channels;
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

DROP VIEW point_months;
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

DROP VIEW point_standings;
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

DROP VIEW point_pairs;
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

PRAGMA user_version = 23;
