-- Talking points that say the same thing, word for word or nearly. Made by `chancery group`, not by a load.

CREATE TABLE point_groups ( -- One row a group of two or more talking points that say the same thing.
    point_group_id INTEGER PRIMARY KEY REFERENCES talking_points (talking_point_id) ON DELETE CASCADE, -- the talking point whose words stand for the group: the wording with most points like it, where it was first posted
    wordings INTEGER NOT NULL, -- different wordings, when case, punctuation and addresses do not count
    points   INTEGER NOT NULL, -- talking points, two or more
    posts    INTEGER NOT NULL, -- posts with such a point
    channels INTEGER NOT NULL, -- channels with such a post
    first_on TEXT,             -- first day of such a post; NULL when none is dated
    last_on  TEXT              -- last day of such a post; NULL when none is dated
) STRICT;

CREATE TABLE grouped_points ( -- Which group a talking point is of; one that nothing else is like has no row.
    talking_point_id INTEGER PRIMARY KEY REFERENCES talking_points (talking_point_id) ON DELETE CASCADE, -- the talking point
    point_group_id   INTEGER NOT NULL REFERENCES point_groups (point_group_id) ON DELETE CASCADE, -- its group
    similarity       REAL    NOT NULL -- how much of its words and pairs of words it shares with the words that stand for the group, from 0 to 1
) STRICT;

CREATE UNIQUE INDEX grouped_points_group ON grouped_points (point_group_id, talking_point_id);

CREATE VIEW v_point_groups AS -- One row a point group, with the words that stand for it.
SELECT
    g.point_group_id, -- the talking point whose words stand for the group
    t.text,           -- its words
    g.wordings,       -- different wordings
    g.points,         -- talking points
    g.posts,          -- posts with such a point
    g.channels,       -- channels with such a post
    g.first_on,       -- first day
    g.last_on         -- last day
FROM point_groups AS g
JOIN talking_points AS t ON t.talking_point_id = g.point_group_id;

PRAGMA user_version = 8;
