-- Ranks of hashtags, and how they change
--
-- use: Which hashtags climb or fall from one period to the next?
-- tags: hashtags, rank, time
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
-- @column period      text    : e.g. 2024-03; 'undated' for posts whose day is unknown
-- @column rank        int     : 1 for the tag with most posts of all tags of the period, kept or not; NULL where it is silent
-- @column tag         text    : folded hashtag, without '#'
-- @column posts       int     : posts that carry the tag at least once
-- @column rank_change int     : rank in the period before - rank; 3 is three places up, -3 three down; NULL where it has no rank in one of the two
-- @column share       percent : posts / all_posts, 0 to 100; NULL where all_posts is 0
-- @column all_posts   int     : all posts of that period under the same filters, with or without hashtags
-- @column partial     int     : 1 when the period reaches beyond the days covered, so that its counts may be too low; NULL for undated
-- @wide rows=tag columns=period value=rank order=latest
-- @chart line x=period y=rank series=tag
-- @example chancery run hashtag-ranks --by quarter --since 2024 --top 10
-- note: Tags with equally many posts in a period share a rank, and the next rank is left out: 1, 2, 2, 4.
-- note: Ranks are among all tags of the period; neither tag nor top changes them. The other filters do.
-- note: A post counts once for a tag, however often it writes it.
-- note: A tag that is new or comes back after a silent period has a rank without a rank_change, and so has every tag in the first period.
-- note: Every kept tag has a row for every period from the first post to the last, with 0 where it is silent.
-- note: Equally many posts over the whole range: the tag with more uses is kept, then the first by name.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: Undated posts are a period of their own without rank_change, unless since or until is given.
-- note: The days covered run from since to until, and never beyond the first and the last day with a post of the channels asked for.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's monthly counts answer when no day, word or name is asked for; else the posts themselves are read.
summary (answers) AS (
    SELECT :since IS NULL AND :until IS NULL AND :words IS NULL AND :name IS NULL AND coalesce(:by, 'month') IN ('month', 'quarter', 'year')
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
    FROM labels AS l
    WHERE l.period BETWEEN (SELECT min(period) FROM period_posts WHERE period <> 'undated')
                       AND (SELECT max(period) FROM period_posts WHERE period <> 'undated')
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
-- Where the loader's totals answer, the uses are asked of these.
tag_posts (period, hashtag_id, posts, uses) AS MATERIALIZED (
    SELECT m.month, m.hashtag_id, sum(m.posts), NULL
    FROM hashtag_months AS m
    WHERE (SELECT s.answers FROM summary AS s)
      AND coalesce(:by, 'month') = 'month'
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.hashtag_id, m.month
    UNION ALL
    SELECT mo.period, m.hashtag_id, sum(m.posts), NULL
    FROM hashtag_months AS m
    CROSS JOIN months AS mo ON mo.month = m.month
    WHERE coalesce(:by, 'month') <> 'month'
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY mo.period, m.hashtag_id
    UNION ALL
    SELECT d.period, u.hashtag_id, count(DISTINCT u.post_id), count(*)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    CROSS JOIN post_hashtags AS u ON u.post_id = p.post_id
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
    GROUP BY d.period, u.hashtag_id
),
tag_totals (hashtag_id, posts, uses) AS (
    SELECT m.hashtag_id, sum(m.posts), sum(m.uses)
    FROM hashtag_totals AS m
    WHERE (SELECT s.answers FROM summary AS s)
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.hashtag_id
    UNION ALL
    SELECT t.hashtag_id, sum(t.posts), sum(t.uses)
    FROM tag_posts AS t
    WHERE NOT (SELECT s.answers FROM summary AS s)
    GROUP BY t.hashtag_id
),
kept (hashtag_id, tag) AS MATERIALIZED (
    SELECT h.hashtag_id, h.tag
    FROM tag_totals AS n
    CROSS JOIN hashtags AS h ON h.hashtag_id = n.hashtag_id
    WHERE (:tag IS NULL OR h.tag IN (SELECT value FROM json_each(:tag)))
    ORDER BY n.posts DESC, n.uses DESC, h.tag
    LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
),
-- The fewest posts of a kept tag in each period: tags with fewer do not change the rank of any.
fewest (period, posts) AS MATERIALIZED (
    SELECT t.period, min(t.posts)
    FROM tag_posts AS t
    WHERE t.hashtag_id IN (SELECT hashtag_id FROM kept)
    GROUP BY t.period
),
ranked (period, hashtag_id, posts, rank) AS MATERIALIZED (
    SELECT t.period, t.hashtag_id, t.posts, rank() OVER (PARTITION BY t.period ORDER BY t.posts DESC)
    FROM tag_posts AS t
    CROSS JOIN fewest AS f ON f.period = t.period
    WHERE t.posts >= f.posts
),
-- One row for each kept tag and period, so that the row before is the period before.
filled (period, tag, posts, rank, all_posts, partial) AS (
    SELECT a.period, k.tag, coalesce(n.posts, 0), n.rank, a.posts, a.partial
    FROM periods AS a
    CROSS JOIN kept AS k
    LEFT JOIN ranked AS n ON n.period = a.period AND n.hashtag_id = k.hashtag_id
)
SELECT f.period AS period,
       f.rank AS rank,
       f.tag AS tag,
       f.posts AS posts,
       CASE WHEN f.period <> 'undated' THEN lag(f.rank) OVER (PARTITION BY f.tag ORDER BY f.period) - f.rank END AS rank_change,
       round(10000.0 * f.posts / nullif(f.all_posts, 0)) / 100 AS share,
       f.all_posts AS all_posts,
       f.partial AS partial
FROM filled AS f
ORDER BY f.period, f.posts DESC, f.tag
