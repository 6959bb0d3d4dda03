-- Counts of the posts themselves, and indexes that hold all that whole reports ask, so that these read no texts.

CREATE TABLE post_days ( -- Posts by day, channel, and forwarded or not.
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    day        TEXT    NOT NULL, -- the calendar day in the reporting zone; 'undated' for posts whose day is unknown
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts
    PRIMARY KEY (channel_id, day, is_forward)
) STRICT, WITHOUT ROWID;

CREATE TABLE post_hours ( -- Posts by month, channel, forwarded or not, weekday and hour.
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    month      TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    weekday    INTEGER NOT NULL, -- 1 Monday to 7 Sunday; 0 for posts whose day is unknown
    hour       INTEGER NOT NULL, -- 0 to 23 in the reporting zone; -1 for posts whose hour is unknown
    posts      INTEGER NOT NULL, -- posts
    PRIMARY KEY (channel_id, month, is_forward, weekday, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE post_fields ( -- How many posts have what, by month, channel, forwarded or not, and the load that gave their present content.
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    month      TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    load_id    INTEGER NOT NULL REFERENCES loads (load_id), -- the load
    posts      INTEGER NOT NULL, -- posts
    timed      INTEGER NOT NULL, -- posts whose instant is known, not only their day
    edited     INTEGER NOT NULL, -- posts known to have been edited
    views      INTEGER NOT NULL, -- posts with a number of views
    rounded    INTEGER NOT NULL, -- posts whose number of views is rounded
    forwards   INTEGER NOT NULL, -- posts with a number of times forwarded
    replies    INTEGER NOT NULL, -- posts with a number of comments or answers
    reactions  INTEGER NOT NULL, -- posts with at least one reaction
    talking_points INTEGER NOT NULL, -- talking points of these posts
    PRIMARY KEY (channel_id, month, is_forward, load_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX post_fields_load ON post_fields (load_id);

CREATE TABLE host_months ( -- Posts that link to each host, by month, channel, and forwarded or not.
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    month      TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    host       TEXT    NOT NULL, -- the host in lower case, without www. and port; 'no host' for addresses without one, such as mailto:
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts that link to it at least once
    PRIMARY KEY (channel_id, month, host, is_forward)
) STRICT, WITHOUT ROWID;

CREATE TABLE id_runs ( -- Ids in a row: each from the first to the last is of a post, an item of an album, or an event.
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    first_no   INTEGER NOT NULL, -- the first id
    last_no    INTEGER NOT NULL, -- the last id; the next one is of nothing that is known
    first_on   TEXT,             -- day of what has the first id, the earlier one where two things have it; NULL when unknown
    last_on    TEXT,             -- day of what has the last id, the later one where two things have it; NULL when unknown
    PRIMARY KEY (channel_id, first_no)
) STRICT, WITHOUT ROWID;

INSERT INTO post_days (channel_id, day, is_forward, posts)
SELECT p.channel_id, coalesce(p.posted_on, 'undated'), p.is_forward, count(*)
FROM posts AS p GROUP BY 1, 2, 3;

INSERT INTO post_hours (channel_id, month, is_forward, weekday, hour, posts)
SELECT p.channel_id, coalesce(substr(p.posted_on, 1, 7), 'undated'), p.is_forward,
       coalesce((CAST(strftime('%w', p.posted_on) AS INTEGER) + 6) % 7 + 1, 0),
       coalesce(CAST(substr(p.posted_local, 12, 2) AS INTEGER), -1), count(*)
FROM posts AS p GROUP BY 1, 2, 3, 4, 5;

INSERT INTO post_fields (channel_id, month, is_forward, load_id, posts, timed, edited, views, rounded, forwards, replies,
    reactions, talking_points)
SELECT p.channel_id, coalesce(substr(p.posted_on, 1, 7), 'undated'), p.is_forward, p.last_load_id, count(*),
       count(p.posted_local), sum(p.is_edited), count(p.views), count(p.views_unit), count(p.forwards), count(p.replies),
       sum(EXISTS (SELECT * FROM reactions AS r WHERE r.post_id = p.post_id)),
       sum((SELECT count(*) FROM talking_points AS t WHERE t.post_id = p.post_id))
FROM posts AS p GROUP BY 1, 2, 3, 4;

INSERT INTO host_months (channel_id, month, host, is_forward, posts)
SELECT p.channel_id, coalesce(substr(p.posted_on, 1, 7), 'undated'), coalesce(l.host, 'no host'), p.is_forward,
       count(DISTINCT p.post_id)
FROM posts AS p CROSS JOIN links AS l ON l.post_id = p.post_id GROUP BY 1, 2, 3, 4;

INSERT INTO id_runs (channel_id, first_no, last_no, first_on, last_on)
WITH known (channel_id, number, day) AS (
    SELECT p.channel_id, p.external_no, p.posted_on FROM posts AS p WHERE p.external_no IS NOT NULL
    UNION ALL
    SELECT p.channel_id, CAST(m.external_id AS INTEGER), p.posted_on
    FROM posts AS p CROSS JOIN media AS m ON m.post_id = p.post_id
    WHERE p.album_size > 1 AND m.external_id <> '' AND m.external_id NOT GLOB '*[^0-9]*'
    UNION ALL
    SELECT e.channel_id, e.external_no, e.happened_on FROM channel_events AS e
    WHERE e.external_no IS NOT NULL
),
ends (channel_id, number, day, begins, ends) AS (
    SELECT k.channel_id, k.number, k.day, (k.number - lag(k.number) OVER ids > 1) IS NOT 0,
           (lead(k.number) OVER ids - k.number > 1) IS NOT 0
    FROM known AS k WINDOW ids AS (PARTITION BY k.channel_id ORDER BY k.number, k.day)
),
runs (channel_id, first_no, last_no, first_on, last_on, begins) AS (
    SELECT e.channel_id, e.number, iif(e.ends, e.number, lead(e.number) OVER ids), e.day,
           iif(e.ends, e.day, lead(e.day) OVER ids), e.begins
    FROM ends AS e WHERE e.begins OR e.ends
    WINDOW ids AS (PARTITION BY e.channel_id ORDER BY e.number, e.day, e.ends)
)
SELECT channel_id, first_no, last_no, first_on, last_on FROM runs WHERE begins;

-- Views of a channel in their order: its median and its highest.
CREATE INDEX posts_views ON posts (channel_id, views, is_forward) WHERE views IS NOT NULL;

-- Whether they are forwards, which makes the index enough to tell who forwards whom.
DROP INDEX posts_forwarded_from;
CREATE INDEX posts_forwarded_from ON posts (forwarded_from_id, channel_id, is_forward, posted_on) WHERE forwarded_from_id IS NOT NULL;

PRAGMA user_version = 12;
