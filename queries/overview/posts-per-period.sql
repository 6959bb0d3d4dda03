-- Posts per period
--
-- use: How does the volume of posts rise and fall?
-- tags: overview, time
-- needs: word-index when words
-- @param by       enum(day|week|month|quarter|year) = month : length of a period; weeks are ISO weeks
-- @param since    date?                                     : first day counted
-- @param until    date?                                     : last day counted
-- @param channel  channel*                                  : only these channels
-- @param tag      hashtag*                                  : only posts that carry one of these hashtags, with or without '#'
-- @param name     entity*                                   : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                                    : only posts whose text contains this phrase
-- @param forwards enum(yes|no|only) = yes                   : count forwarded posts: yes, no, or only these
-- @column period    text    : e.g. 2024-03; 'undated' for posts whose day is unknown
-- @column posts     int     : posts
-- @column originals int     : of these, the channel's own
-- @column forwards  int     : of these, forwarded from elsewhere
-- @column channels  int     : channels that posted
-- @column partial   int     : 1 when the period reaches beyond the days covered, so that its counts may be too low; NULL for undated
-- @column share     percent : posts / all_posts, 0 to 100
-- @column all_posts int     : posts of all periods together under the same filters
-- @chart line x=period y=posts
-- @example chancery run posts-per-period --by week --since -3m
-- note: The days covered run from since to until, and never beyond the first and the last day with a post of the channels asked for.
-- note: Periods without a post, between the first and the last with one, are rows of 0.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's monthly counts answer when no day, word, hashtag or name is asked for; else the posts themselves are read.
summary (answers) AS (
    SELECT :since IS NULL AND :until IS NULL AND :words IS NULL AND :tag IS NULL AND :name IS NULL
       AND coalesce(:by, 'month') IN ('month', 'quarter', 'year')
),
labels (day, month, period) AS (
    SELECT c.day, c.month,
           CASE coalesce(:by, 'month') WHEN 'day' THEN c.day WHEN 'week' THEN c.week WHEN 'month' THEN c.month
                WHEN 'quarter' THEN c.quarter WHEN 'year' THEN c.year END
    FROM calendar AS c
),
months (month, period) AS MATERIALIZED (
    SELECT DISTINCT l.month, l.period FROM summary AS s CROSS JOIN labels AS l WHERE s.answers
    UNION ALL
    SELECT 'undated', 'undated' FROM summary AS s WHERE s.answers
),
days (day, period) AS (
    SELECT l.day, l.period
    FROM labels AS l
    WHERE NOT (SELECT s.answers FROM summary AS s)
      AND l.day BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31')
    UNION ALL
    SELECT NULL, 'undated'
    WHERE NOT (SELECT s.answers FROM summary AS s)
      AND :since IS NULL AND :until IS NULL
),
tagged_posts (post_id) AS (
    SELECT u.post_id
    FROM hashtags AS h
    JOIN post_hashtags AS u ON u.hashtag_id = h.hashtag_id
    WHERE h.tag IN (SELECT value FROM json_each(:tag))
),
naming_posts (post_id) AS (
    SELECT u.post_id
    FROM entities AS h
    CROSS JOIN mentions AS u ON u.entity_id = h.entity_id
    WHERE h.name IN (SELECT value FROM json_each(:name))
),
counts (period, channel_id, posts, forwards) AS MATERIALIZED (
    SELECT mo.period, m.channel_id, sum(m.posts), sum(m.posts * m.is_forward)
    FROM months AS mo
    CROSS JOIN post_months AS m ON m.month = mo.month
    WHERE (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY mo.period, m.channel_id
    UNION ALL
    SELECT d.period, p.channel_id, count(*), sum(p.is_forward)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
    GROUP BY d.period, p.channel_id
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
    FROM labels AS l
    WHERE l.period BETWEEN (SELECT min(period) FROM counts WHERE period <> 'undated')
                       AND (SELECT max(period) FROM counts WHERE period <> 'undated')
    GROUP BY l.period
)
SELECT r.period AS period,
       sum(r.posts) AS posts,
       sum(r.posts) - sum(r.forwards) AS originals,
       sum(r.forwards) AS forwards,
       count(DISTINCT r.channel_id) AS channels,
       max(r.partial) AS partial,
       round(10000.0 * sum(r.posts) / sum(sum(r.posts)) OVER ()) / 100 AS share,
       sum(sum(r.posts)) OVER () AS all_posts
FROM (
    SELECT n.period, n.channel_id, n.posts, n.forwards, NULL AS partial
    FROM counts AS n
    UNION ALL
    SELECT s.period, NULL, 0, 0, s.first_on < v.first_on OR s.last_on > v.last_on
    FROM covered AS v
    CROSS JOIN spans AS s
) AS r
GROUP BY r.period
ORDER BY period
