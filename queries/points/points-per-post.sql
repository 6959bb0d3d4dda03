-- The form of the posts
--
-- use: How many talking points has a post, and how long is it?
-- tags: points, time
-- needs: word-index when words
-- @param by       enum(day|week|month|quarter|year) = month : length of a period; weeks are ISO weeks
-- @param since    date?                                     : first day counted
-- @param until    date?                                     : last day counted
-- @param channel  channel*                                  : only these channels
-- @param tag      hashtag*                                  : only posts that carry one of these hashtags, with or without '#'
-- @param name     entity*                                   : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                                    : only posts whose text contains this phrase
-- @param forwards enum(yes|no|only) = yes                   : count forwarded posts: yes, no, or only these
-- @column period       text    : e.g. 2024-03; 'undated' for posts whose day is unknown
-- @column channel      text    : handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column posts        int     : posts
-- @column avg_points   float   : talking points / posts; posts without points count; NULL without posts
-- @column median_chars float   : median length of the texts in characters; posts without text are left out; NULL where there is none
-- @column share        percent : posts / all_posts, 0 to 100; NULL where all_posts is 0
-- @column all_posts    int     : all posts of that period under the same filters, all channels together
-- @column partial      int     : 1 when the period reaches beyond the days covered, so that its counts may be too low; NULL for undated
-- @example chancery run points-per-post --by quarter --forwards no
-- note: Talking points are the items of lists; in a store that takes sentences as points, also the long sentences of posts without items (chancery status tells).
-- note: Every channel with a post has a row for every period from the first post to the last, with 0 where it is silent.
-- note: The days covered run from since to until, and never beyond the first and the last day with a post of the channels asked for.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: Rows are ordered by period, then by channel.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's monthly counts answer when no word, hashtag or name is asked for, and no day within a month; else the posts
-- themselves are read.
summary (answers, is_whole, first_month, last_month, first_day, last_day) AS (
    SELECT :words IS NULL AND :tag IS NULL AND :name IS NULL
       AND coalesce(:by, 'month') IN ('month', 'quarter', 'year')
       AND coalesce(substr(g.since, 9), '01') = '01'
       AND coalesce(substr(date(coalesce(g.until, '9999-11-30'), '+1 day'), 9) = '01', 0),
       g.since IS NULL AND g.until IS NULL,
       coalesce(substr(g.since, 1, 7), '0000-01'),
       CASE WHEN g.since IS NULL AND g.until IS NULL THEN 'undated' ELSE coalesce(substr(g.until, 1, 7), '9999-12') END,
       coalesce(g.since, '0000-01-01'), coalesce(g.until || '~', '9999-12-31')
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
    FROM summary AS s
    CROSS JOIN labels AS l
    WHERE NOT s.answers
      AND l.day BETWEEN s.first_day AND s.last_day
    UNION ALL
    SELECT NULL, 'undated' FROM summary AS s WHERE NOT s.answers AND s.is_whole
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
counted (period, channel_id, post_id, characters) AS MATERIALIZED (
    SELECT d.period, p.channel_id, p.post_id, length(p.text)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
),
-- By month: how many texts there are, and their lengths in the order in which the table has them, shortest first. Where no
-- two texts are of one length, as in most months of a channel, the length in the middle stands in its place there. That the
-- last one is the longest tells that they came in that order.
lists (month, channel_id, posts, lengths, is_placed) AS MATERIALIZED (
    SELECT r.month, r.channel_id, r.posts, r.lengths, r.posts = r.lines AND json_extract(r.lengths, '$[#-1]') = r.longest
    FROM (
        SELECT m.month, m.channel_id, sum(m.posts) AS posts, count(*) AS lines, max(m.characters) AS longest,
               json_group_array(m.characters) AS lengths
        FROM post_lengths AS m NOT INDEXED
        WHERE coalesce(:by, 'month') = 'month'
          AND m.month IN (SELECT month FROM months)
          AND m.characters > 0
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
        GROUP BY m.channel_id, m.month
    ) AS r
),
-- How many texts have each length, and how many are no longer.
lengths (period, channel_id, characters, posts, place) AS (
    SELECT m.month, m.channel_id, m.characters, m.posts,
           sum(m.posts) OVER (PARTITION BY m.channel_id, m.month ORDER BY m.characters, m.is_forward ROWS UNBOUNDED PRECEDING)
    FROM post_lengths AS m NOT INDEXED
    WHERE coalesce(:by, 'month') = 'month'
      AND (+m.channel_id, m.month) IN (SELECT a.channel_id, a.month FROM lists AS a WHERE NOT a.is_placed)
      AND m.characters > 0
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    UNION ALL
    SELECT r.period, r.channel_id, r.characters, r.posts,
           sum(r.posts) OVER (PARTITION BY r.period, r.channel_id ORDER BY r.characters ROWS UNBOUNDED PRECEDING)
    FROM (
        SELECT mo.period, m.channel_id, m.characters, sum(m.posts) AS posts
        FROM post_lengths AS m
        CROSS JOIN months AS mo ON mo.month = m.month
        WHERE coalesce(:by, 'month') <> 'month'
          AND m.characters > 0
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
        GROUP BY mo.period, m.channel_id, m.characters
        UNION ALL
        SELECT n.period, n.channel_id, n.characters, count(*)
        FROM counted AS n
        WHERE n.characters > 0
        GROUP BY n.period, n.channel_id, n.characters
    ) AS r
),
texts (period, channel_id, posts) AS MATERIALIZED (
    SELECT a.month, a.channel_id, a.posts FROM lists AS a WHERE NOT a.is_placed
    UNION ALL
    SELECT mo.period, m.channel_id,
           sum(m.posts) - coalesce(sum((SELECT z.posts FROM post_lengths AS z
                                 WHERE z.channel_id = m.channel_id AND z.month = m.month AND z.characters = 0
                                   AND z.is_forward = m.is_forward)), 0)
    FROM months AS mo
    CROSS JOIN post_months AS m ON m.month = mo.month
    WHERE coalesce(:by, 'month') <> 'month'
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY mo.period, m.channel_id
    UNION ALL
    SELECT n.period, n.channel_id, count(*) FROM counted AS n WHERE n.characters > 0 GROUP BY n.period, n.channel_id
),
-- The one or two lengths in the middle.
medians (period, channel_id, characters) AS (
    SELECT a.month, a.channel_id,
           (json_extract(a.lengths, '$[' || ((a.posts - 1) / 2) || ']') + json_extract(a.lengths, '$[' || (a.posts / 2) || ']')) / 2.0
    FROM lists AS a
    WHERE a.is_placed
    UNION ALL
    SELECT n.period, n.channel_id, avg(n.characters)
    FROM lengths AS n
    CROSS JOIN texts AS x ON x.period = n.period AND x.channel_id = n.channel_id
    WHERE n.place >= (x.posts + 1) / 2
      AND n.place - n.posts < (x.posts + 2) / 2
    GROUP BY n.period, n.channel_id
),
counts (period, channel_id, posts, points) AS MATERIALIZED (
    SELECT mo.period, m.channel_id, sum(m.posts), sum(m.points)
    FROM months AS mo
    CROSS JOIN post_months AS m ON m.month = mo.month
    WHERE (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY mo.period, m.channel_id
    UNION ALL
    SELECT n.period, n.channel_id, count(*), 0 FROM counted AS n GROUP BY n.period, n.channel_id
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
    FROM (
        SELECT min(nullif(n.period, 'undated')) AS first_period, max(nullif(n.period, 'undated')) AS last_period,
               max(n.period = 'undated') AS has_undated
        FROM counts AS n
    ) AS e
    CROSS JOIN (SELECT day, period FROM labels UNION ALL SELECT NULL, 'undated') AS l
    WHERE l.period BETWEEN e.first_period AND e.last_period
       OR l.period = 'undated' AND e.has_undated
    GROUP BY l.period
),
periods (period, partial) AS (
    SELECT s.period, s.first_on < v.first_on OR s.last_on > v.last_on
    FROM covered AS v
    CROSS JOIN spans AS s
),
-- Each channel by what it is called, once, and not for every period.
named (channel_id, channel) AS MATERIALIZED (
    SELECT c.channel_id, c.channel
    FROM v_channels AS c
    WHERE EXISTS (SELECT 1 FROM post_months AS m WHERE m.channel_id = c.channel_id)
),
measures (period, channel_id, posts, points, characters, partial) AS (
    SELECT n.period, n.channel_id, n.posts, n.points, NULL, NULL FROM counts AS n
    UNION ALL
    SELECT a.period, c.channel_id, 0, 0, NULL, a.partial
    FROM periods AS a
    CROSS JOIN (SELECT DISTINCT n.channel_id FROM counts AS n) AS c
    UNION ALL
    SELECT n.period, n.channel_id, 0, count(*), NULL, NULL
    FROM counted AS n
    CROSS JOIN talking_points AS t ON t.post_id = n.post_id
    GROUP BY n.period, n.channel_id
    UNION ALL
    SELECT m.period, m.channel_id, 0, 0, m.characters, NULL FROM medians AS m
)
SELECT s.period AS period,
       c.channel AS channel,
       sum(s.posts) AS posts,
       -- In whole numbers: what round() makes of a half, such as 43 / 40, differs between versions of SQLite.
       (200 * sum(s.points) / nullif(sum(s.posts), 0) + 1) / 2 / 100.0 AS avg_points,
       max(s.characters) AS median_chars,
       round(10000.0 * sum(s.posts) / nullif(sum(sum(s.posts)) OVER (PARTITION BY s.period), 0)) / 100 AS share,
       sum(sum(s.posts)) OVER (PARTITION BY s.period) AS all_posts,
       max(s.partial) AS partial
FROM measures AS s
CROSS JOIN named AS c ON c.channel_id = s.channel_id
GROUP BY s.period, c.channel_id
ORDER BY period, channel, c.channel_id
