-- Counts of the point groups by channel and month, and of what channels have in common: the reports on groups read every point.

CREATE TABLE made_point_channels ( -- One row a point group, channel, and forwarded or not; ask point_channels instead, which errs where they are not those of the posts as they are.
    point_group_id INTEGER NOT NULL, -- the group
    channel_id     INTEGER NOT NULL, -- the channel
    is_forward     INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    points         INTEGER NOT NULL, -- talking points of the group
    posts          INTEGER NOT NULL, -- posts with such a point
    first_on       TEXT,             -- first day of such a post; NULL when none is dated
    last_on        TEXT,             -- last day of such a post; NULL when none is dated
    first_second   INTEGER,          -- seconds from 1970 to the first such post whose instant is known; NULL when there is none
    PRIMARY KEY (point_group_id, channel_id, is_forward)
) STRICT, WITHOUT ROWID;

CREATE TABLE made_point_months ( -- Talking points of groups by channel, month, and forwarded or not; ask point_months instead.
    channel_id   INTEGER NOT NULL, -- the channel
    month        TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    is_forward   INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    points       INTEGER NOT NULL, -- talking points that are of a group
    shared       INTEGER NOT NULL, -- of these, such as another channel makes as well
    shared_alike INTEGER NOT NULL, -- of these, such as another channel makes in posts that are forwarded, or not, as these are
    PRIMARY KEY (channel_id, month, is_forward)
) STRICT, WITHOUT ROWID;

CREATE TABLE made_point_standings ( -- One row a channel that makes points of groups, three times: with forwarded posts, without, and of these alone; ask point_standings instead.
    forwards     TEXT    NOT NULL, -- whether forwarded posts count: yes, no, or only these
    channel_id   INTEGER NOT NULL, -- the channel
    groups_made  INTEGER NOT NULL, -- groups that it makes
    first_count  INTEGER NOT NULL, -- groups that it made before all other channels; of this and what follows, first posts of channels whose instant is known
    tied_count   INTEGER NOT NULL, -- groups that it and another channel made first in the same second
    follow_count INTEGER NOT NULL, -- groups that another channel made before it
    median_lag   REAL,             -- of the groups that it followed with, median of the seconds after the first channel; NULL when there are none
    PRIMARY KEY (forwards, channel_id),
    CHECK (forwards IN ('no', 'only', 'yes'))
) STRICT, WITHOUT ROWID;

CREATE TABLE made_point_pairs ( -- One row a pair of channels that make points of one group, up to three times, as in made_point_standings; none at all where they would be too many; ask point_pairs instead.
    forwards        TEXT    NOT NULL, -- whether forwarded posts count: yes, no, or only these
    low_channel_id  INTEGER NOT NULL, -- one channel of the pair, by channel_id the lower one
    high_channel_id INTEGER NOT NULL, -- the other channel
    groups_shared   INTEGER NOT NULL, -- groups that both make
    median_lag      REAL,             -- median of the seconds between the first post of one and the first post of the other whose instants are known; NULL when there are none
    PRIMARY KEY (forwards, low_channel_id, high_channel_id),
    CHECK (forwards IN ('no', 'only', 'yes'))
) STRICT, WITHOUT ROWID;

-- They are counted when the points are grouped.
UPDATE point_grouping SET state = 'behind' WHERE state = 'current';

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
WHERE CASE i.state WHEN 'current' THEN 1 ELSE json_extract('{}', 'the point groups of this store are ' || i.state || ': run chancery group') END;

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
WHERE CASE i.state WHEN 'current' THEN 1 ELSE json_extract('{}', 'the point groups of this store are ' || i.state || ': run chancery group') END;

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
WHERE CASE i.state WHEN 'current' THEN 1 ELSE json_extract('{}', 'the point groups of this store are ' || i.state || ': run chancery group') END;

CREATE VIEW point_pairs AS -- One row a pair of channels that make points of one group, up to three times, as in point_standings; none at all where they would be too many; an error where point_groups is one.
SELECT
    c.forwards,        -- whether forwarded posts count: yes, no, or only these
    c.low_channel_id,  -- one channel of the pair, by channel_id the lower one
    c.high_channel_id, -- the other channel
    c.groups_shared,   -- groups that both make
    c.median_lag       -- median of the seconds between the first post of one and the first post of the other whose instants are known; NULL when there are none
FROM point_grouping AS i
CROSS JOIN made_point_pairs AS c
WHERE CASE i.state WHEN 'current' THEN 1 ELSE json_extract('{}', 'the point groups of this store are ' || i.state || ': run chancery group') END;

PRAGMA user_version = 20;
