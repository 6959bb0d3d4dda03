-- Channels that share talking points, as a network
--
-- use: Which channels make the same talking points, and how far apart in time?
-- tags: points, channels, network
-- needs: point-groups, word-index when words
-- @param since      date?                   : first day counted
-- @param until      date?                   : last day counted
-- @param channel    channel*                : only these channels, at both ends
-- @param tag        hashtag*                : only posts that carry one of these hashtags, with or without '#'
-- @param name       entity*                 : only points that name one of these: names, their aliases, or handles with or without '@'
-- @param words      words?                  : only points that contain this phrase
-- @param forwards   enum(yes|no|only) = no  : count forwarded posts: yes, no, or only these
-- @param min_weight int(1..) = 1            : only pairs that share at least this many points
-- @param top        int(0..) = 20           : keep the pairs that share most; 0 keeps all
-- @column source           text    : one channel: handle, else name, else id; with its id, else channel:NUMBER, where several have one name; the first of the two by name
-- @column target           text    : the other channel
-- @column weight           int     : points that both make
-- @column jaccard          float   : weight / points that either makes, 0 to 1
-- @column median_lag_hours float   : median of the hours between the first post of one and the first post of the other with such a point; NULL where no two instants are known
-- @column source_points    int     : points that source makes
-- @column target_points    int     : points that target makes
-- @column share            percent : weight / all_points, 0 to 100
-- @column all_points       int     : points that any of the channels makes under the same filters
-- @network undirected
-- @example chancery run point-alignment --since 2024-03 --min-weight 3
-- note: A point here is a group of points that say the same, as chancery group makes them, or a point that is like no other one; it counts once for a channel, however often the channel makes it.
-- note: In other tools a store whose points are not grouped, or were changed since, gives an error; run chancery group first.
-- note: The pair has no direction: point-first-movers tells who is first.
-- note: Lags are of posts whose instant is known; a bare day has none.
-- note: A forward names its origin and is left out unless --forwards yes or only is given.
-- note: To make the same points is no proof of an agreement: a common source or an event does the same.
-- note: Undated posts count, unless since or until is given.
-- note: Rows are ordered by weight, then jaccard, highest first, then by source and target.
-- note: With name, a point counts when its own words name one of these, not when its post does so elsewhere, nor when another point of its group does. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text of each point, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- Where there are no points at all, their groups are not asked for.
some_points (is_any) AS (
    SELECT 1 FROM talking_points LIMIT 1
),
-- The counts of the loader and of chancery group answer when no day, word, hashtag or name is asked for, those of pairs
-- when no channel is, either, and where they are kept; else the posts themselves are read.
summary (answers, answers_pairs) AS MATERIALIZED (
    SELECT r.answers, r.answers AND :channel IS NULL AND EXISTS (SELECT 1 FROM some_points AS e CROSS JOIN point_pairs AS m)
    FROM (SELECT :since IS NULL AND :until IS NULL AND :words IS NULL AND :tag IS NULL AND :name IS NULL AS answers) AS r
),
days (day) AS (
    SELECT c.day
    FROM calendar AS c
    WHERE NOT (SELECT s.answers FROM summary AS s)
      AND c.day BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31')
    UNION ALL
    SELECT NULL
    WHERE :since IS NULL AND :until IS NULL AND NOT (SELECT s.answers FROM summary AS s)
),
tagged_posts (post_id) AS (
    SELECT u.post_id
    FROM hashtags AS h
    JOIN post_hashtags AS u ON u.hashtag_id = h.hashtag_id
    WHERE h.tag IN (SELECT value FROM json_each(:tag))
),
naming_points (talking_point_id) AS (
    SELECT u.talking_point_id
    FROM entities AS h
    CROSS JOIN mentions AS u ON u.entity_id = h.entity_id
    WHERE h.name IN (SELECT value FROM json_each(:name))
      AND u.talking_point_id IS NOT NULL
),
-- The points of groups, with the second of each where it is known.
grouped (point, channel_id, seconds) AS MATERIALIZED (
    SELECT m.point_group_id, p.channel_id,
           CASE WHEN p.posted_local IS NOT NULL THEN CAST(strftime('%s', p.posted_at) AS INTEGER) END
    FROM grouped_points AS m
    CROSS JOIN talking_points AS t ON t.talking_point_id = m.talking_point_id
    CROSS JOIN posts AS p ON p.post_id = t.post_id
    WHERE NOT (SELECT s.answers FROM summary AS s)
      AND ((:since IS NULL AND :until IS NULL)
           OR p.posted_on BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31'))
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'no') = 'yes' OR p.is_forward = (coalesce(:forwards, 'no') = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM point_words AS w WHERE w.talking_point_id = t.talking_point_id AND instr(w.folded, :words) > 0))
      AND (:name IS NULL OR t.talking_point_id IN (SELECT talking_point_id FROM naming_points))
),
-- Each point of a group that a channel makes, with the second in which it first did.
said (point, channel_id, seconds) AS MATERIALIZED (
    SELECT g.point, g.channel_id, min(g.seconds) FROM grouped AS g GROUP BY g.point, g.channel_id
    UNION ALL
    SELECT m.point_group_id, m.channel_id, min(m.first_second)
    FROM some_points AS e
    CROSS JOIN point_channels AS m
    WHERE (SELECT s.answers AND NOT s.answers_pairs FROM summary AS s)
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'no') = 'yes' OR m.is_forward = (coalesce(:forwards, 'no') = 'only'))
    GROUP BY m.point_group_id, m.channel_id
),
-- Points that nothing is like: nobody shares them, so that it is enough to count them.
alone (channel_id, points) AS MATERIALIZED (
    SELECT r.channel_id, sum(r.points)
    FROM (
        SELECT m.channel_id, m.points
        FROM post_months AS m
        WHERE (SELECT s.answers FROM summary AS s)
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'no') = 'yes' OR m.is_forward = (coalesce(:forwards, 'no') = 'only'))
        UNION ALL
        SELECT p.channel_id, count(*)
        FROM days AS d
        CROSS JOIN posts AS p ON p.posted_on IS d.day
        CROSS JOIN talking_points AS t ON t.post_id = p.post_id
        WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'no') = 'yes' OR p.is_forward = (coalesce(:forwards, 'no') = 'only'))
          AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
          AND (:words IS NULL OR EXISTS (SELECT 1 FROM point_words AS w WHERE w.talking_point_id = t.talking_point_id AND instr(w.folded, :words) > 0))
          AND (:name IS NULL OR t.talking_point_id IN (SELECT talking_point_id FROM naming_points))
        GROUP BY p.channel_id
        UNION ALL
        SELECT g.channel_id, -count(*) FROM grouped AS g GROUP BY g.channel_id
        UNION ALL
        SELECT m.channel_id, -m.points
        FROM some_points AS e
        CROSS JOIN point_months AS m
        WHERE (SELECT s.answers FROM summary AS s)
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'no') = 'yes' OR m.is_forward = (coalesce(:forwards, 'no') = 'only'))
    ) AS r
    GROUP BY r.channel_id
),
-- Each with the channels before it by name, and by what tells equal names apart, that make the same point.
met (channel_id, seconds, others) AS (
    SELECT s.channel_id, s.seconds, json_group_object(s.channel_id, s.seconds) OVER earlier
    FROM said AS s
    CROSS JOIN channels AS c ON c.channel_id = s.channel_id
    WINDOW earlier AS (PARTITION BY s.point ORDER BY coalesce('@' || c.handle, c.name, c.external_id),
                                                     coalesce(c.external_id, c.platform), c.channel_id
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
shared (source_id, target_id, lag) AS MATERIALIZED (
    SELECT CAST(e.key AS INTEGER), m.channel_id, abs(m.seconds - e.value)
    FROM met AS m
    CROSS JOIN json_each(m.others) AS e
),
-- In the order of the lags, those that are not known last.
placed (source_id, target_id, lag, place, places) AS (
    SELECT s.source_id, s.target_id, s.lag,
           row_number() OVER (PARTITION BY s.source_id, s.target_id ORDER BY s.lag IS NULL, s.lag),
           count(s.lag) OVER (PARTITION BY s.source_id, s.target_id)
    FROM shared AS s
),
-- The channels by name.
places (channel_id, place) AS MATERIALIZED (
    SELECT c.channel_id, row_number() OVER (ORDER BY coalesce('@' || c.handle, c.name, c.external_id),
                                                     coalesce(c.external_id, c.platform), c.channel_id)
    FROM channels AS c
),
pairs (source_id, target_id, points, lag) AS MATERIALIZED (
    SELECT r.source_id, r.target_id, count(*), avg(CASE WHEN r.place IN ((r.places + 1) / 2, (r.places + 2) / 2) THEN r.lag END)
    FROM placed AS r
    GROUP BY r.source_id, r.target_id
    HAVING count(*) >= coalesce(:min_weight, 1)
    UNION ALL
    SELECT iif(l.place < h.place, m.low_channel_id, m.high_channel_id), iif(l.place < h.place, m.high_channel_id, m.low_channel_id),
           m.groups_shared, m.median_lag
    FROM some_points AS e
    CROSS JOIN summary AS s
    CROSS JOIN point_pairs AS m
    CROSS JOIN places AS l ON l.channel_id = m.low_channel_id
    CROSS JOIN places AS h ON h.channel_id = m.high_channel_id
    WHERE s.answers_pairs
      AND m.forwards = coalesce(:forwards, 'no')
      AND m.groups_shared >= coalesce(:min_weight, 1)
),
-- The points of each channel, and those of all: each group once, and those that nothing is like.
made (points_by_channel, all_points) AS MATERIALIZED (
    SELECT json_group_object(n.channel_id, n.points),
           sum(n.alone) + (SELECT count(DISTINCT s.point) FROM said AS s)
           + (SELECT count(DISTINCT m.point_group_id)
              FROM some_points AS e
              CROSS JOIN point_channels AS m
              WHERE (SELECT s.answers_pairs FROM summary AS s)
                AND (coalesce(:forwards, 'no') = 'yes' OR m.is_forward = (coalesce(:forwards, 'no') = 'only')))
    FROM (
        SELECT r.channel_id, sum(r.points) AS points, sum(r.alone) AS alone
        FROM (
            SELECT s.channel_id, count(*) AS points, 0 AS alone FROM said AS s GROUP BY s.channel_id
            UNION ALL
            SELECT a.channel_id, a.points, a.points FROM alone AS a
            UNION ALL
            SELECT m.channel_id, m.groups_made, 0
            FROM some_points AS e
            CROSS JOIN summary AS i
            CROSS JOIN point_standings AS m
            WHERE i.answers_pairs
              AND m.forwards = coalesce(:forwards, 'no')
        ) AS r
        GROUP BY r.channel_id
    ) AS n
),
-- The channels of the network by their ids; those that have one name are told apart.
labels (names) AS MATERIALIZED (
    SELECT json_group_object(c.channel_id, c.channel)
    FROM v_channels AS c
    WHERE c.channel_id IN (SELECT iif(e.is_source, n.source_id, n.target_id)
                           FROM pairs AS n
                           CROSS JOIN (SELECT 1 AS is_source UNION ALL SELECT 0) AS e)
),
counted (source_id, target_id, points, lag, all_points, source_points, target_points) AS (
    SELECT n.source_id, n.target_id, n.points, n.lag, k.all_points,
           json_extract(k.points_by_channel, '$."' || n.source_id || '"'),
           json_extract(k.points_by_channel, '$."' || n.target_id || '"')
    FROM made AS k
    CROSS JOIN (SELECT r.*, rank() OVER (ORDER BY r.points DESC) AS place FROM pairs AS r) AS n
    WHERE coalesce(:top, 20) = 0
       OR n.place <= coalesce(:top, 20)
)
SELECT json_extract(k.names, '$."' || n.source_id || '"') AS source,
       json_extract(k.names, '$."' || n.target_id || '"') AS target,
       n.points AS weight,
       -- In whole numbers: what round() makes of a half, such as 54 seconds, differs between versions of SQLite.
       (20000 * n.points / (n.source_points + n.target_points - n.points) + 1) / 2 / 10000.0 AS jaccard,
       (CAST(n.lag * 2 AS INTEGER) * 100 + 3600) / 7200 / 100.0 AS median_lag_hours,
       n.source_points AS source_points,
       n.target_points AS target_points,
       round(10000.0 * n.points / n.all_points) / 100 AS share,
       n.all_points AS all_points
FROM labels AS k
CROSS JOIN counted AS n
ORDER BY weight DESC, jaccard DESC, source, target, n.source_id, n.target_id
LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
