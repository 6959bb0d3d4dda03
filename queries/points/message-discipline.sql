-- Message discipline
--
-- use: Which share of a channel's talking points do other channels make as well, and when does it change?
-- tags: points, channels, time
-- needs: point-groups, word-index when words
-- @param by       enum(day|week|month|quarter|year) = month : length of a period; weeks are ISO weeks
-- @param since    date?                                     : first day counted
-- @param until    date?                                     : last day counted
-- @param channel  channel*                                  : only these channels, also as the others
-- @param tag      hashtag*                                  : only posts that carry one of these hashtags, with or without '#'
-- @param name     entity*                                   : only points that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                                    : only points that contain this phrase
-- @param forwards enum(yes|no|only) = yes                   : count forwarded posts: yes, no, or only these
-- @column period     text    : e.g. 2024-03; 'undated' for posts whose day is unknown
-- @column channel    text    : handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column points     int     : talking points of the channel
-- @column shared     int     : of these, those that another channel makes as well, in any of the periods
-- @column discipline percent : shared / points, 0 to 100; NULL without points
-- @column share      percent : points / all_points, 0 to 100; NULL where all_points is 0
-- @column all_points int     : all talking points of that period under the same filters, all channels together
-- @column partial    int     : 1 when the period reaches beyond the days covered, so that its counts may be too low; NULL for undated
-- @wide rows=channel columns=period value=discipline
-- @chart line x=period y=discipline series=channel
-- @example chancery run message-discipline --by quarter --forwards no
-- note: Talking points are the items of lists; in a store that takes sentences as points, also the long sentences of posts without items (chancery status tells).
-- note: In other tools a store whose points are not grouped, or were changed since, gives an error; run chancery group first.
-- note: Points are the same when they are of one group, as chancery group makes them. A point counts each time that it is made.
-- note: Another channel makes a point when a post of it under the same filters has it, before or after, whatever the period.
-- note: Every channel with a post has a row for every period from the first post to the last, with 0 where it is silent.
-- note: The days covered run from since to until, and never beyond the first and the last day with a post of the channels asked for.
-- note: A forward counts for the channel that forwards it, so a channel that is forwarded shares its points; --forwards no leaves forwards out.
-- note: Rows are ordered by period, then by channel.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a point counts when its own words name one of these, not when its post does so elsewhere, nor when another point of its group does. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text of each point, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- Where there are no points at all, their groups are not asked for.
some_points (is_any) AS (
    SELECT 1 FROM talking_points LIMIT 1
),
-- The loader's monthly counts answer when no word, hashtag or name is asked for, and no day within a month; else the posts
-- themselves are read.
summary (answers, is_whole, first_month, last_month) AS (
    SELECT :words IS NULL AND :tag IS NULL AND :name IS NULL
       AND coalesce(:by, 'month') IN ('month', 'quarter', 'year')
       AND coalesce(substr(g.since, 9), '01') = '01'
       AND coalesce(substr(date(coalesce(g.until, '9999-11-30'), '+1 day'), 9) = '01', 0),
       g.since IS NULL AND g.until IS NULL,
       coalesce(substr(g.since, 1, 7), '0000-01'),
       CASE WHEN g.since IS NULL AND g.until IS NULL THEN 'undated' ELSE coalesce(substr(g.until, 1, 7), '9999-12') END
    FROM (SELECT :since AS since, :until AS until) AS g
),
labels (day, month, period) AS (
    SELECT c.day, c.month,
           CASE coalesce(:by, 'month') WHEN 'day' THEN c.day WHEN 'week' THEN c.week WHEN 'month' THEN c.month
                WHEN 'quarter' THEN c.quarter WHEN 'year' THEN c.year END
    FROM calendar AS c
),
months (month, period) AS MATERIALIZED (
    SELECT DISTINCT l.month, l.period
    FROM summary AS s
    CROSS JOIN labels AS l
    WHERE s.answers
      AND l.month BETWEEN s.first_month AND s.last_month
    UNION ALL
    SELECT 'undated', 'undated' FROM summary AS s WHERE s.answers AND s.is_whole
),
days (day, period) AS (
    SELECT l.day, l.period
    FROM labels AS l
    WHERE NOT (SELECT s.answers FROM summary AS s)
      AND l.day BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31')
    UNION ALL
    SELECT NULL, 'undated'
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
counted (period, channel_id, post_id) AS MATERIALIZED (
    SELECT d.period, p.channel_id, p.post_id
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
),
month_points (period, channel_id, points) AS MATERIALIZED (
    SELECT mo.period, m.channel_id, sum(m.points)
    FROM months AS mo
    CROSS JOIN post_months AS m ON m.month = mo.month
    WHERE (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY mo.period, m.channel_id
),
counts (period, channel_id) AS MATERIALIZED (
    SELECT n.period, n.channel_id FROM month_points AS n
    UNION ALL
    SELECT DISTINCT n.period, n.channel_id FROM counted AS n
),
-- Where the loader has counted all points, chancery group has those that are shared, over all days and channels.
month_shared (period, channel_id, shared) AS (
    SELECT mo.period, m.channel_id, sum(iif(coalesce(:forwards, 'yes') = 'yes', m.shared, m.shared_alike))
    FROM some_points AS e
    CROSS JOIN summary AS s
    CROSS JOIN months AS mo
    CROSS JOIN point_months AS m ON m.month = mo.month
    WHERE s.is_whole
      AND :channel IS NULL
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY mo.period, m.channel_id
),
-- The group is NULL for a point that is like no other one. Where the loader has counted all points, only those of groups are read.
said (period, channel_id, points, point, low_id, high_id) AS (
    SELECT r.period, r.channel_id, r.points, r.point,
           min(r.channel_id) OVER (PARTITION BY r.point),
           max(r.channel_id) OVER (PARTITION BY r.point)
    FROM (
        SELECT coalesce((SELECT l.period FROM labels AS l WHERE l.day = p.posted_on), 'undated') AS period,
               p.channel_id, 0 AS points, m.point_group_id AS point
        FROM grouped_points AS m
        CROSS JOIN talking_points AS t ON t.talking_point_id = m.talking_point_id
        CROSS JOIN posts AS p ON p.post_id = t.post_id
        WHERE (SELECT s.answers AND NOT (s.is_whole AND :channel IS NULL) FROM summary AS s)
          AND ((:since IS NULL AND :until IS NULL)
               OR p.posted_on BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31'))
          AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
        UNION ALL
        SELECT n.period, n.channel_id, 1,
               (SELECT m.point_group_id FROM grouped_points AS m WHERE m.talking_point_id = t.talking_point_id)
        FROM counted AS n
        CROSS JOIN talking_points AS t ON t.post_id = n.post_id
        WHERE (:words IS NULL OR EXISTS (SELECT 1 FROM point_words AS w WHERE w.talking_point_id = t.talking_point_id AND instr(w.folded, :words) > 0))
          AND (:name IS NULL OR t.talking_point_id IN (SELECT talking_point_id FROM naming_points))
    ) AS r
),
covered (first_on, last_on) AS MATERIALIZED (
    SELECT max(coalesce(:since, a.first_on), a.first_on), min(coalesce(:until || '~', a.last_on), a.last_on)
    FROM (
        SELECT (SELECT min(p.posted_on)
                FROM posts AS p
                WHERE p.posted_on IS NOT NULL
                  AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))) AS first_on,
               (SELECT max(p.posted_on)
                FROM posts AS p
                WHERE p.posted_on IS NOT NULL
                  AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))) AS last_on
    ) AS a
),
-- Every period from the first post to the last with its first and last day; a week may reach beyond the calendar.
spans (period, first_on, last_on) AS (
    SELECT l.period,
           CASE coalesce(:by, 'month') WHEN 'week' THEN date(min(l.day), 'weekday 0', '-6 days') ELSE min(l.day) END,
           CASE coalesce(:by, 'month') WHEN 'week' THEN date(max(l.day), 'weekday 0') ELSE max(l.day) END
    FROM (SELECT min(n.period) AS first_period, max(n.period) AS last_period FROM counts AS n WHERE n.period <> 'undated') AS e
    CROSS JOIN labels AS l
    WHERE l.period BETWEEN e.first_period AND e.last_period
    GROUP BY l.period
),
periods (period, partial) AS (
    SELECT s.period, s.first_on < v.first_on OR s.last_on > v.last_on
    FROM covered AS v
    CROSS JOIN spans AS s
    UNION ALL
    SELECT DISTINCT n.period, NULL FROM counts AS n WHERE n.period = 'undated'
),
-- Each channel by what it is called, once, and not for every period.
named (channel_id, channel) AS MATERIALIZED (
    SELECT c.channel_id, c.channel
    FROM v_channels AS c
    WHERE EXISTS (SELECT 1 FROM post_months AS m WHERE m.channel_id = c.channel_id)
      AND (:channel IS NULL OR c.channel_id IN (SELECT value FROM json_each(:channel)))
),
measures (period, channel_id, points, shared, partial) AS (
    SELECT a.period, c.channel_id, 0, 0, a.partial
    FROM periods AS a
    CROSS JOIN (SELECT DISTINCT n.channel_id FROM counts AS n) AS c
    UNION ALL
    SELECT n.period, n.channel_id, n.points, 0, NULL FROM month_points AS n
    UNION ALL
    SELECT n.period, n.channel_id, 0, n.shared, NULL FROM month_shared AS n
    UNION ALL
    SELECT s.period, s.channel_id, sum(s.points), sum(s.point IS NOT NULL AND s.low_id < s.high_id), NULL
    FROM said AS s
    GROUP BY s.period, s.channel_id
)
SELECT s.period AS period,
       c.channel AS channel,
       sum(s.points) AS points,
       sum(s.shared) AS shared,
       round(10000.0 * sum(s.shared) / nullif(sum(s.points), 0)) / 100 AS discipline,
       round(10000.0 * sum(s.points) / nullif(sum(sum(s.points)) OVER (PARTITION BY s.period), 0)) / 100 AS share,
       sum(sum(s.points)) OVER (PARTITION BY s.period) AS all_points,
       max(s.partial) AS partial
FROM measures AS s
CROSS JOIN named AS c ON c.channel_id = s.channel_id
GROUP BY s.period, c.channel_id
ORDER BY period, channel, c.channel_id
