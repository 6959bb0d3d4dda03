-- Point groups that were never made, or are older than the posts, become an error in any tool: they would look like points that nobody repeats.

DROP VIEW v_point_groups;

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

INSERT INTO made_point_groups (point_group_id, wordings, points, posts, channels, first_on, last_on)
SELECT point_group_id, wordings, points, posts, channels, first_on, last_on FROM point_groups ORDER BY point_group_id;

INSERT INTO made_grouped_points (talking_point_id, point_group_id, similarity)
SELECT talking_point_id, point_group_id, similarity FROM grouped_points ORDER BY talking_point_id;

DROP TABLE grouped_points;
DROP TABLE point_groups;

CREATE UNIQUE INDEX made_grouped_points_group ON made_grouped_points (point_group_id, talking_point_id);

CREATE TABLE point_grouping ( -- One row: what made_point_groups and made_grouped_points are worth.
    state TEXT NOT NULL, -- absent: not made; behind: posts were changed since; current: they are those of the talking points
    CHECK (state IN ('absent', 'behind', 'current'))
) STRICT;

INSERT INTO point_grouping (state)
SELECT coalesce((SELECT iif(s.value = 'current', 'current', 'behind') FROM settings AS s WHERE s.name = 'point_groups_state'), 'absent');

DELETE FROM settings WHERE name = 'point_groups_state';

-- SQLite tells a path that it cannot read. The error must depend on a row, or it would be told where nobody asks for groups.
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
WHERE CASE i.state WHEN 'current' THEN 1 ELSE json_extract('{}', 'the point groups of this store are ' || i.state || ': run chancery group') END;

CREATE VIEW grouped_points AS -- Which group a talking point is of; one that nothing else is like has no row. An error where point_groups is one.
SELECT
    m.talking_point_id, -- the talking point
    m.point_group_id,   -- its group
    m.similarity        -- how much of its words and pairs of words it shares with the words that stand for the group, from 0 to 1
FROM point_grouping AS i
CROSS JOIN made_grouped_points AS m
WHERE CASE i.state WHEN 'current' THEN 1 ELSE json_extract('{}', 'the point groups of this store are ' || i.state || ': run chancery group') END;

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

PRAGMA user_version = 14;
