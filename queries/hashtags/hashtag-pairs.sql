-- Hashtags used together
--
-- use: Which hashtags stand in the same posts?
-- tags: hashtags, network
-- needs: word-index when words
-- @param since    date?                   : first day counted
-- @param until    date?                   : last day counted
-- @param channel  channel*                : only these channels
-- @param tag      hashtag*                : only pairs with one of these hashtags, with or without '#'
-- @param name     entity*                 : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                  : only posts whose text contains this phrase
-- @param forwards enum(yes|no|only) = yes : count forwarded posts: yes, no, or only these
-- @param top      int(0..) = 20           : keep the pairs with most posts; 0 keeps all
-- @column source    text    : folded hashtag, without '#'; the one that sorts first
-- @column target    text    : the other hashtag
-- @column weight    int     : posts that carry both
-- @column jaccard   float   : weight / posts that carry either, 0 to 1
-- @column first     date    : first day of such a post; NULL when all are undated
-- @column last      date    : last day of such a post; NULL when all are undated
-- @column share     percent : weight / all_posts, 0 to 100
-- @column all_posts int     : all posts under the same filters, with or without hashtags
-- @network undirected
-- @example chancery run hashtag-pairs --since 2024 --top 200 --format csv
-- note: Counted by post: a pair counts once in a post, however often its tags are written. It has no direction.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: The tag filter reduces neither all_posts nor the posts that jaccard divides by; the other filters do.
-- note: Pairs with equal weight are ordered by source, then by target.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's counts, which are of months, answer when no word or name is asked for, and no day within a month; else the
-- posts themselves are read.
summary (answers, is_whole, first_month, last_month, first_day, last_day) AS (
    SELECT :words IS NULL AND :name IS NULL
       AND coalesce(substr(g.since, 9), '01') = '01'
       AND coalesce(substr(date(coalesce(g.until, '9999-11-30'), '+1 day'), 9) = '01', 0),
       g.since IS NULL AND g.until IS NULL,
       coalesce(substr(g.since, 1, 7), '0000-01'),
       CASE WHEN g.since IS NULL AND g.until IS NULL THEN 'undated' ELSE coalesce(substr(g.until, 1, 7), '9999-12') END,
       coalesce(g.since, '0000-01-01'), coalesce(g.until || '~', '9999-12-31')
    FROM (SELECT :since AS since, :until AS until) AS g
),
days (day) AS (
    SELECT c.day
    FROM summary AS s
    CROSS JOIN calendar AS c
    WHERE NOT s.answers
      AND c.day BETWEEN s.first_day AND s.last_day
    UNION ALL
    SELECT NULL FROM summary AS s WHERE NOT s.answers AND s.is_whole
),
naming_posts (post_id) AS (
    SELECT u.post_id
    FROM entities AS h
    CROSS JOIN mentions AS u ON u.entity_id = h.entity_id
    WHERE h.name IN (SELECT value FROM json_each(:name))
),
asked (hashtag_id) AS (
    SELECT h.hashtag_id FROM hashtags AS h WHERE h.tag IN (SELECT value FROM json_each(:tag))
),
whole (posts) AS MATERIALIZED (
    SELECT sum(a.posts)
    FROM (
        SELECT sum(m.posts) AS posts
        FROM summary AS s
        CROSS JOIN post_months AS m
        WHERE s.answers
          AND m.month BETWEEN s.first_month AND s.last_month
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
        UNION ALL
        SELECT count(*)
        FROM days AS d
        CROSS JOIN posts AS p ON p.posted_on IS d.day
        WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
          AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
          AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
    ) AS a
),
-- A tag paired with itself gives the posts that carry it.
read_pairs (low_id, high_id, posts, first_on, last_on) AS MATERIALIZED (
    SELECT a.hashtag_id, b.hashtag_id, count(DISTINCT p.post_id), min(p.posted_on), max(p.posted_on)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    CROSS JOIN post_hashtags AS a ON a.post_id = p.post_id
    CROSS JOIN post_hashtags AS b ON b.post_id = p.post_id AND b.hashtag_id >= a.hashtag_id
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
    GROUP BY a.hashtag_id, b.hashtag_id
),
-- The loader counts the pairs of posts that write up to six hashtags; those of the few that write more are read.
kept_counts (low_id, high_id, posts) AS MATERIALIZED (
    SELECT m.low_id, m.high_id, sum(m.posts)
    FROM hashtag_pair_months AS m
    WHERE (SELECT s.answers AND s.is_whole FROM summary AS s)
      AND :channel IS NULL AND coalesce(:forwards, 'yes') = 'yes' AND :tag IS NULL
    GROUP BY m.low_id, m.high_id
    UNION ALL
    SELECT m.low_id, m.high_id, sum(m.posts)
    FROM hashtag_pair_months AS m
    CROSS JOIN summary AS s
    WHERE (SELECT s.answers FROM summary AS s)
      AND NOT (s.is_whole AND :channel IS NULL AND coalesce(:forwards, 'yes') = 'yes' AND :tag IS NULL)
      AND m.month BETWEEN s.first_month AND s.last_month
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR m.low_id IN (SELECT hashtag_id FROM asked) OR m.high_id IN (SELECT hashtag_id FROM asked))
    GROUP BY m.low_id, m.high_id
),
crowded (low_id, high_id, posts, first_on, last_on) AS MATERIALIZED (
    SELECT a.hashtag_id, b.hashtag_id, count(DISTINCT p.post_id), min(p.posted_on), max(p.posted_on)
    FROM post_hashtags AS u
    CROSS JOIN summary AS s
    CROSS JOIN posts AS p ON p.post_id = u.post_id
    CROSS JOIN post_hashtags AS a ON a.post_id = p.post_id
    CROSS JOIN post_hashtags AS b ON b.post_id = p.post_id AND b.hashtag_id > a.hashtag_id
    WHERE s.answers
      AND u.position = 7
      AND coalesce(substr(p.posted_on, 1, 7), 'undated') BETWEEN s.first_month AND s.last_month
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR a.hashtag_id IN (SELECT hashtag_id FROM asked) OR b.hashtag_id IN (SELECT hashtag_id FROM asked))
    GROUP BY a.hashtag_id, b.hashtag_id
),
-- A pair of fewer posts by the loader's counts is none of those kept, whatever the few add to it.
least (posts) AS MATERIALIZED (
    SELECT coalesce((SELECT n.posts FROM kept_counts AS n ORDER BY n.posts DESC
                     LIMIT 1 OFFSET CASE coalesce(:top, 20) WHEN 0 THEN 9223372036854775807 ELSE coalesce(:top, 20) - 1 END), 0)
           - coalesce((SELECT max(n.posts) FROM crowded AS n), 0)
),
pairs (low_id, high_id, posts, first_on, last_on) AS (
    SELECT r.low_id, r.high_id, sum(r.posts), min(r.first_on), max(r.last_on)
    FROM (
        SELECT n.low_id, n.high_id, n.posts, NULL AS first_on, NULL AS last_on
        FROM least AS f
        CROSS JOIN kept_counts AS n
        WHERE n.posts >= f.posts
        UNION ALL
        SELECT n.low_id, n.high_id, n.posts, n.first_on, n.last_on FROM crowded AS n
    ) AS r
    GROUP BY r.low_id, r.high_id
    UNION ALL
    SELECT n.low_id, n.high_id, n.posts, n.first_on, n.last_on FROM read_pairs AS n WHERE n.low_id < n.high_id
),
kept (low_id, high_id, source, target, posts, first_on, last_on) AS MATERIALIZED (
    SELECT n.low_id, n.high_id, min(l.tag, h.tag), max(l.tag, h.tag), n.posts, n.first_on, n.last_on
    FROM pairs AS n
    CROSS JOIN hashtags AS l ON l.hashtag_id = n.low_id
    CROSS JOIN hashtags AS h ON h.hashtag_id = n.high_id
    WHERE (:tag IS NULL OR l.tag IN (SELECT value FROM json_each(:tag)) OR h.tag IN (SELECT value FROM json_each(:tag)))
    ORDER BY n.posts DESC, min(l.tag, h.tag), max(l.tag, h.tag)
    LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
),
tag_posts (hashtag_id, posts) AS MATERIALIZED (
    SELECT m.hashtag_id, sum(m.posts)
    FROM hashtag_totals AS m
    WHERE :since IS NULL AND :until IS NULL
      AND (SELECT s.answers FROM summary AS s)
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.hashtag_id
    UNION ALL
    SELECT m.hashtag_id, sum(m.posts)
    FROM hashtag_months AS m
    WHERE NOT (:since IS NULL AND :until IS NULL)
      AND (SELECT s.answers FROM summary AS s)
      AND m.month BETWEEN (SELECT s.first_month FROM summary AS s) AND (SELECT s.last_month FROM summary AS s)
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.hashtag_id
    UNION ALL
    SELECT n.low_id, n.posts FROM read_pairs AS n WHERE n.low_id = n.high_id
),
-- The days of a pair are those of the crowded posts and of the loader's months, as far as there are any.
dated (low_id, high_id, source, target, posts, first_on, last_on) AS MATERIALIZED (
    SELECT r.low_id, r.high_id, r.source, r.target, r.posts,
           coalesce(min(min(r.first_on), min(r.first_day)), min(r.first_on), min(r.first_day)),
           coalesce(max(max(r.last_on), max(r.last_day)), max(r.last_on), max(r.last_day))
    FROM (
        SELECT k.low_id, k.high_id, k.source, k.target, k.posts, k.first_on, k.last_on,
               m.month || '-' || substr('0' || m.first_day, -2) AS first_day,
               m.month || '-' || substr('0' || m.last_day, -2) AS last_day
        FROM kept AS k
        CROSS JOIN summary AS s
        LEFT JOIN hashtag_pair_months AS m
            ON s.answers
            AND m.low_id = k.low_id AND m.high_id = k.high_id
            AND m.month BETWEEN s.first_month AND s.last_month
            AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
            AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    ) AS r
    GROUP BY r.low_id, r.high_id
)
SELECT m.source AS source,
       m.target AS target,
       m.posts AS weight,
       -- In whole numbers: what round() makes of a half, such as 21 / 160, differs between versions of SQLite.
       (20000 * m.posts / (l.posts + h.posts - m.posts) + 1) / 2 / 10000.0 AS jaccard,
       m.first_on AS first,
       m.last_on AS last,
       round(10000.0 * m.posts / nullif(w.posts, 0)) / 100 AS share,
       w.posts AS all_posts
FROM whole AS w
CROSS JOIN dated AS m
CROSS JOIN tag_posts AS l ON l.hashtag_id = m.low_id
CROSS JOIN tag_posts AS h ON h.hashtag_id = m.high_id
ORDER BY m.posts DESC, m.source, m.target
