-- New against repeated talking points
--
-- use: How many talking points are said for the first time, how many are repeated, and when does it change?
-- tags: points, time
-- needs: point-groups, word-index when words
-- @param by       enum(day|week|month|quarter|year) = month : length of a period; weeks are ISO weeks
-- @param since    date?                                     : first day counted; what was said before it still makes a point repeated
-- @param until    date?                                     : last day counted
-- @param channel  channel*                                  : only these channels, also for what was said before
-- @param tag      hashtag*                                  : only posts that carry one of these hashtags, with or without '#'
-- @param name     entity*                                   : only points that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                                    : only points that contain this phrase
-- @param forwards enum(yes|no|only) = yes                   : count forwarded posts: yes, no, or only these
-- @column period     text    : e.g. 2024-03; 'undated' for posts whose day is unknown
-- @column points     int     : talking points
-- @column new        int     : of these, those that nobody made earlier; NULL for undated
-- @column repeated   int     : of these, those that were made earlier; NULL for undated
-- @column new_share  percent : new / points, 0 to 100; NULL without points and for undated
-- @column share      percent : points / all_points, 0 to 100; NULL where all_points is 0
-- @column all_points int     : all talking points of all periods under the same filters, undated ones too
-- @column partial    int     : 1 when the period reaches beyond the days covered, so that its counts may be too low; NULL for undated
-- @chart line x=period y=new_share
-- @example chancery run point-novelty --by quarter --forwards no
-- note: Points are the same when they are of one group, as chancery group makes them. The first point of a group is new, the others are repeated; a point that is like no other one is new.
-- note: In other tools a store whose points are not grouped, or were changed since, gives an error; run chancery group first.
-- note: Earlier means anywhere in the store under the same filters, also before since. Of several points of a group on its first day one is new, also within a post.
-- note: An undated point is neither new nor repeated, and makes no other point repeated: it may be older or younger. So a dated point may count as new that an undated post made before.
-- note: The earliest periods of a store have many new points, since what was said before the first post is not known.
-- note: Every period from the first post to the last has a row, with 0 where nothing is said.
-- note: The days covered run from since to until, and never beyond the first and the last day with a post of the channels asked for.
-- note: A forward repeats the point that it forwards, where the store has it; --forwards no leaves forwards out.
-- note: Rows are ordered by period.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a point counts when its own words name one of these, not when its post does so elsewhere, nor when another point of its group does. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text of each point, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
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
-- Earlier days count for what was said before, without a period.
days (day, period) AS (
    SELECT l.day, CASE WHEN l.day >= coalesce(:since, '0000-01-01') THEN l.period END
    FROM labels AS l
    WHERE NOT (SELECT s.answers FROM summary AS s)
      AND l.day <= coalesce(:until || '~', '9999-12-31')
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
counted (period, post_id, posted_on) AS MATERIALIZED (
    SELECT d.period, p.post_id, p.posted_on
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
),
month_points (period, points) AS MATERIALIZED (
    SELECT mo.period, sum(m.points)
    FROM months AS mo
    CROSS JOIN post_months AS m ON m.month = mo.month
    WHERE (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY mo.period
),
counts (period) AS MATERIALIZED (
    SELECT n.period FROM month_points AS n
    UNION ALL
    SELECT DISTINCT n.period FROM counted AS n WHERE n.period IS NOT NULL
),
-- Where the loader has counted all points, those of groups are counted, too: every other one is new.
month_grouped (period, points) AS (
    SELECT mo.period, sum(m.points)
    FROM months AS mo
    CROSS JOIN point_months AS m ON m.month = mo.month
    WHERE (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY mo.period
),
-- The month in which each group is first said. Its words are looked up so that nobody is told to group where there are none.
month_firsts (month, firsts) AS (
    SELECT substr(g.first_on, 1, 7) AS month, count(*)
    FROM point_groups AS g
    CROSS JOIN talking_points AS t ON t.talking_point_id = g.point_group_id
    WHERE (SELECT s.answers FROM summary AS s)
      AND :channel IS NULL
      AND coalesce(:forwards, 'yes') = 'yes'
    GROUP BY month
    UNION ALL
    SELECT substr(r.first_on, 1, 7) AS month, count(*)
    FROM (
        SELECT min(m.first_on) AS first_on
        FROM point_channels AS m
        CROSS JOIN talking_points AS t ON t.talking_point_id = m.point_group_id
        WHERE (SELECT s.answers FROM summary AS s)
          AND NOT (:channel IS NULL AND coalesce(:forwards, 'yes') = 'yes')
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
        GROUP BY m.point_group_id
    ) AS r
    GROUP BY month
),
-- Which point of a day is the first does not matter: all of a day are of one period. Undated points come last, so that
-- they make no other point repeated.
said (period, place) AS (
    SELECT n.period,
           row_number() OVER (PARTITION BY coalesce((SELECT m.point_group_id FROM grouped_points AS m WHERE m.talking_point_id = t.talking_point_id), t.talking_point_id) ORDER BY n.posted_on IS NULL, n.posted_on)
    FROM counted AS n
    CROSS JOIN talking_points AS t ON t.post_id = n.post_id
    WHERE (:words IS NULL OR EXISTS (SELECT 1 FROM point_words AS w WHERE w.talking_point_id = t.talking_point_id AND instr(w.folded, :words) > 0))
      AND (:name IS NULL OR t.talking_point_id IN (SELECT talking_point_id FROM naming_points))
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
measures (period, points, firsts, partial) AS (
    SELECT a.period, 0, 0, a.partial FROM periods AS a
    UNION ALL
    SELECT n.period, n.points, n.points, NULL FROM month_points AS n
    UNION ALL
    SELECT g.period, 0, -g.points, NULL FROM month_grouped AS g
    UNION ALL
    SELECT mo.period, 0, f.firsts, NULL FROM month_firsts AS f CROSS JOIN months AS mo ON mo.month = f.month
    UNION ALL
    SELECT s.period, count(*), sum(s.place = 1), NULL
    FROM said AS s
    WHERE s.period IS NOT NULL
    GROUP BY s.period
),
totals (period, points, firsts, partial) AS (
    SELECT n.period, sum(n.points), CASE WHEN n.period <> 'undated' THEN sum(n.firsts) END, max(n.partial)
    FROM measures AS n
    GROUP BY n.period
)
SELECT n.period AS period,
       n.points AS points,
       n.firsts AS new,
       n.points - n.firsts AS repeated,
       round(10000.0 * n.firsts / nullif(n.points, 0)) / 100 AS new_share,
       round(10000.0 * n.points / nullif(sum(n.points) OVER (), 0)) / 100 AS share,
       sum(n.points) OVER () AS all_points,
       n.partial AS partial
FROM totals AS n
ORDER BY n.period
