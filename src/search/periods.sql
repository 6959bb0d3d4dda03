-- Posts that hold the words, by period
-- @param find     text                              : what MATCH is given
-- @param by       enum(day|week|month|quarter|year) : length of a period; weeks are ISO weeks
-- @param since    date?                             : first day counted
-- @param until    date?                             : last day counted
-- @param channel  channel*                          : only these channels
-- @param tag      hashtag*                          : only posts that carry one of these hashtags
-- @param forwards enum(yes|no|only) = yes           : count forwarded posts: yes, no, or only these
-- @column period    text    : e.g. 2024-03; 'undated' for posts whose day is unknown
-- @column posts     int     : posts that hold the words
-- @column share     percent : posts / all_posts, 0 to 100
-- @column all_posts int     : all posts of that period under the same filters
-- @column partial   int     : 1 when the period reaches beyond the days covered; NULL for undated
WITH
found (post_id) AS MATERIALIZED (
    SELECT rowid FROM post_search WHERE post_search MATCH :find
),
labels (day, period) AS MATERIALIZED (
    SELECT c.day,
           CASE :by WHEN 'day' THEN c.day WHEN 'week' THEN c.week WHEN 'month' THEN c.month
                WHEN 'quarter' THEN c.quarter WHEN 'year' THEN c.year END
    FROM calendar AS c
),
tagged_posts (post_id) AS (
    SELECT u.post_id
    FROM hashtags AS h
    JOIN post_hashtags AS u ON u.hashtag_id = h.hashtag_id
    WHERE h.tag IN (SELECT value FROM json_each(:tag))
),
-- Every post under the filters, and whether it holds the words.
days (day, posts, all_posts) AS MATERIALIZED (
    SELECT p.posted_on, count(f.post_id), count(*)
    FROM posts AS p
    LEFT JOIN found AS f ON f.post_id = p.post_id
    WHERE (:since IS NULL OR p.posted_on >= :since)
      AND (:until IS NULL OR p.posted_on <= :until)
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
    GROUP BY p.posted_on
),
counts (period, posts, all_posts) AS MATERIALIZED (
    SELECT coalesce(l.period, 'undated'), sum(d.posts), sum(d.all_posts)
    FROM days AS d
    LEFT JOIN labels AS l ON l.day = d.day
    GROUP BY coalesce(l.period, 'undated')
),
covered (first_on, last_on) AS MATERIALIZED (
    SELECT max(coalesce(:since, a.first_on), a.first_on), min(coalesce(:until, a.last_on), a.last_on)
    FROM (
        SELECT min(p.posted_on) AS first_on, max(p.posted_on) AS last_on
        FROM posts AS p
        WHERE :channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel))
    ) AS a
),
-- Every period from the first post to the last with its first and last day; a week may reach beyond the calendar.
spans (period, first_on, last_on) AS (
    SELECT l.period,
           CASE :by WHEN 'week' THEN date(min(l.day), 'weekday 0', '-6 days') ELSE min(l.day) END,
           CASE :by WHEN 'week' THEN date(max(l.day), 'weekday 0') ELSE max(l.day) END
    FROM labels AS l
    WHERE l.period BETWEEN (SELECT min(period) FROM counts WHERE period <> 'undated')
                       AND (SELECT max(period) FROM counts WHERE period <> 'undated')
    GROUP BY l.period
)
SELECT r.period AS period,
       sum(r.posts) AS posts,
       round(10000.0 * sum(r.posts) / nullif(sum(r.all_posts), 0)) / 100 AS share,
       sum(r.all_posts) AS all_posts,
       max(r.partial) AS partial
FROM (
    SELECT n.period, n.posts, n.all_posts, NULL AS partial FROM counts AS n
    UNION ALL
    SELECT s.period, 0, 0, s.first_on < v.first_on OR s.last_on > v.last_on
    FROM covered AS v
    CROSS JOIN spans AS s
) AS r
-- Nothing found is no row.
WHERE EXISTS (SELECT * FROM counts WHERE posts > 0)
GROUP BY r.period
ORDER BY period
