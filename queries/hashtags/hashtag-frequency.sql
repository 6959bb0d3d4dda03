-- Hashtag frequency per period
--
-- use: Which hashtags carry the agenda, and when do they rise or fall?
-- tags: hashtags, time
-- needs: word-index when words
-- @param by       enum(day|week|month|quarter|year) = month : length of a period; weeks are ISO weeks
-- @param since    date?                                     : first day counted
-- @param until    date?                                     : last day counted
-- @param channel  channel*                                  : only these channels
-- @param tag      hashtag*                                  : only these hashtags, with or without '#'
-- @param name     entity*                                   : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                                    : only posts whose text contains this phrase
-- @param forwards enum(yes|no|only) = yes                   : count forwarded posts: yes, no, or only these
-- @param top      int(0..) = 20                             : keep the tags with most posts over the whole range; 0 keeps all
-- @column period    text    : e.g. 2024-03; 'undated' for posts whose day is unknown
-- @column tag       text    : folded hashtag, without '#'
-- @column posts     int     : posts that carry the tag at least once
-- @column uses      int     : times the tag is written
-- @column channels  int     : channels that used it
-- @column share     percent : posts / all_posts, 0 to 100; NULL where all_posts is 0
-- @column all_posts int     : all posts of that period under the same filters, with or without hashtags
-- @column partial   int     : 1 when the period reaches beyond the days covered, so that its counts may be too low; NULL for undated
-- @wide rows=tag columns=period value=posts
-- @chart line x=period y=posts series=tag
-- @example chancery run hashtag-frequency --by month --since 2024-01 --top 5
-- note: A post that writes a tag three times is one post and three uses.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: Every kept tag has a row for every period from the first post to the last, with 0 where it is silent.
-- note: The days covered run from since to until, and never beyond the first and the last day with a post of the channels asked for.
-- note: The tag filter does not reduce all_posts; the other filters do.
-- note: Tags with equally many posts are ordered by uses, then by name.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's monthly counts answer when no word or name is asked for, and no day within a month; else the posts themselves
-- are read.
summary (answers, is_whole, first_month, last_month) AS (
    SELECT :words IS NULL AND :name IS NULL AND coalesce(:by, 'month') IN ('month', 'quarter', 'year')
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
    WHERE NOT (SELECT s.answers FROM summary AS s)
      AND :since IS NULL AND :until IS NULL
),
naming_posts (post_id) AS (
    SELECT u.post_id
    FROM entities AS h
    CROSS JOIN mentions AS u ON u.entity_id = h.entity_id
    WHERE h.name IN (SELECT value FROM json_each(:name))
),
period_posts (period, posts) AS MATERIALIZED (
    SELECT mo.period, sum(m.posts)
    FROM months AS mo
    CROSS JOIN post_months AS m ON m.month = mo.month
    WHERE (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY mo.period
    UNION ALL
    SELECT d.period, count(*)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
    GROUP BY d.period
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
    FROM (SELECT min(n.period) AS first_period, max(n.period) AS last_period FROM period_posts AS n WHERE n.period <> 'undated') AS e
    CROSS JOIN labels AS l
    WHERE l.period BETWEEN e.first_period AND e.last_period
    GROUP BY l.period
),
periods (period, posts, partial) AS MATERIALIZED (
    SELECT r.period, sum(r.posts), max(r.partial)
    FROM (
        SELECT n.period, n.posts, NULL AS partial FROM period_posts AS n
        UNION ALL
        SELECT s.period, 0, s.first_on < v.first_on OR s.last_on > v.last_on
        FROM covered AS v
        CROSS JOIN spans AS s
    ) AS r
    GROUP BY r.period
),
tag_posts (period, hashtag_id, channel_id, posts, uses) AS MATERIALIZED (
    SELECT d.period, u.hashtag_id, p.channel_id, count(DISTINCT u.post_id), count(*)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    CROSS JOIN post_hashtags AS u ON u.post_id = p.post_id
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
    GROUP BY d.period, u.hashtag_id, p.channel_id
),
-- The counts stand in the order of the tags, so that nothing is sorted for them.
totals (hashtag_id, posts, uses) AS (
    SELECT m.hashtag_id, sum(m.posts), sum(m.uses)
    FROM hashtag_totals AS m
    WHERE :since IS NULL AND :until IS NULL
      AND (SELECT s.answers FROM summary AS s)
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.hashtag_id
    UNION ALL
    SELECT m.hashtag_id, sum(m.posts), sum(m.uses)
    FROM summary AS s
    CROSS JOIN hashtag_months AS m
    WHERE s.answers
      AND NOT s.is_whole
      AND m.month BETWEEN s.first_month AND s.last_month
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.hashtag_id
    UNION ALL
    SELECT t.hashtag_id, sum(t.posts), sum(t.uses)
    FROM tag_posts AS t
    GROUP BY t.hashtag_id
),
kept (hashtag_id, tag) AS MATERIALIZED (
    SELECT h.hashtag_id, h.tag
    FROM totals AS t
    CROSS JOIN hashtags AS h ON h.hashtag_id = t.hashtag_id
    WHERE (:tag IS NULL OR h.tag IN (SELECT value FROM json_each(:tag)))
    ORDER BY t.posts DESC, t.uses DESC, h.tag
    LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
),
-- What is counted, which is little beside all the zeros: these need not be sorted to be put beside it.
used (period, hashtag_id, posts, uses, channels) AS MATERIALIZED (
    SELECT m.month, m.hashtag_id, sum(m.posts), sum(m.uses), count(DISTINCT m.channel_id)
    FROM hashtag_months AS m
    WHERE coalesce(:by, 'month') = 'month'
      AND m.hashtag_id IN (SELECT hashtag_id FROM kept)
      AND m.month IN (SELECT month FROM months)
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.hashtag_id, m.month
    UNION ALL
    SELECT mo.period, m.hashtag_id, sum(m.posts), sum(m.uses), count(DISTINCT m.channel_id)
    FROM kept AS k
    CROSS JOIN months AS mo
    CROSS JOIN hashtag_months AS m ON m.hashtag_id = k.hashtag_id AND m.month = mo.month
    WHERE coalesce(:by, 'month') <> 'month'
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY mo.period, m.hashtag_id
    UNION ALL
    SELECT t.period, t.hashtag_id, sum(t.posts), sum(t.uses), count(*)
    FROM tag_posts AS t
    GROUP BY t.period, t.hashtag_id
)
SELECT a.period AS period,
       k.tag AS tag,
       coalesce(n.posts, 0) AS posts,
       coalesce(n.uses, 0) AS uses,
       coalesce(n.channels, 0) AS channels,
       round(10000.0 * coalesce(n.posts, 0) / nullif(a.posts, 0)) / 100 AS share,
       a.posts AS all_posts,
       a.partial AS partial
FROM periods AS a
CROSS JOIN kept AS k
LEFT JOIN used AS n ON n.period = a.period AND n.hashtag_id = k.hashtag_id
ORDER BY period, posts DESC, uses DESC, tag
