-- Who started a hashtag
--
-- use: Where and when did each hashtag first appear?
-- tags: hashtags, time
-- needs: word-index when words
-- @param since    date?                   : first day counted
-- @param until    date?                   : last day counted
-- @param channel  channel*                : only these channels
-- @param tag      hashtag*                : only these hashtags, with or without '#'
-- @param name     entity*                 : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                  : only posts whose text contains this phrase
-- @param forwards enum(yes|no|only) = yes : count forwarded posts: yes, no, or only these
-- @param top      int(0..) = 20           : keep the tags with most posts; 0 keeps all
-- @column tag       text    : folded hashtag, without '#'
-- @column first     date    : day of the first post with the tag; NULL when all are undated
-- @column channel   text    : channel of that post: handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column link      link    : address of that post; NULL where none can be made
-- @column posts     int     : posts that carry the tag at least once
-- @column share     percent : posts / all_posts, 0 to 100
-- @column all_posts int     : all posts under the same filters, with or without hashtags
-- @example chancery run hashtag-first-seen --tag trade --forwards no
-- note: The first post is the earliest by day, then by time, then in the order of loading.
-- note: A post of which only the day is known goes before the others of its day.
-- note: An undated post is the first only when all posts with the tag are undated.
-- note: First means first among the posts that this store holds and the filters let through.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: The tag filter does not reduce all_posts; the other filters do.
-- note: Rows are ordered by posts, most first, then by tag.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's counts, which are of months, answer when no word or name is asked for, and no day within a month; else the
-- posts themselves are read.
summary (answers, is_whole, first_month, last_month) AS (
    SELECT :words IS NULL AND :name IS NULL
       AND coalesce(substr(g.since, 9), '01') = '01'
       AND coalesce(substr(date(coalesce(g.until, '9999-11-30'), '+1 day'), 9) = '01', 0),
       g.since IS NULL AND g.until IS NULL,
       coalesce(substr(g.since, 1, 7), '0000-01'),
       CASE WHEN g.since IS NULL AND g.until IS NULL THEN 'undated' ELSE coalesce(substr(g.until, 1, 7), '9999-12') END
    FROM (SELECT :since AS since, :until AS until) AS g
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
naming_posts (post_id) AS (
    SELECT u.post_id
    FROM entities AS h
    CROSS JOIN mentions AS u ON u.entity_id = h.entity_id
    WHERE h.name IN (SELECT value FROM json_each(:name))
),
-- The posts with the phrase, which is asked more than once: each text is looked into once, and all as they lie.
worded (post_id) AS MATERIALIZED (
    SELECT w.post_id
    FROM post_words AS w
    WHERE :words IS NOT NULL AND :since IS NULL AND :until IS NULL AND :channel IS NULL AND :name IS NULL
      AND instr(w.folded, :words) > 0
    UNION ALL
    SELECT p.post_id
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE :words IS NOT NULL AND NOT (:since IS NULL AND :until IS NULL AND :channel IS NULL AND :name IS NULL)
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0)
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
          AND (:words IS NULL OR p.post_id IN (SELECT post_id FROM worded))
    ) AS a
),
-- The counts stand in the order of the tags, so that nothing is sorted for them.
totals (hashtag_id, posts, first_on) AS (
    SELECT m.hashtag_id, sum(m.posts), min(m.first_on)
    FROM hashtag_totals AS m
    WHERE :since IS NULL AND :until IS NULL
      AND (SELECT s.answers FROM summary AS s)
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.hashtag_id
    UNION ALL
    SELECT m.hashtag_id, sum(m.posts), min(m.first_on)
    FROM hashtag_months AS m
    WHERE NOT (:since IS NULL AND :until IS NULL)
      AND (SELECT s.answers FROM summary AS s)
      AND m.month BETWEEN (SELECT s.first_month FROM summary AS s) AND (SELECT s.last_month FROM summary AS s)
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.hashtag_id
    UNION ALL
    SELECT u.hashtag_id, count(DISTINCT u.post_id), min(p.posted_on)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    CROSS JOIN post_hashtags AS u ON u.post_id = p.post_id
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR p.post_id IN (SELECT post_id FROM worded))
    GROUP BY u.hashtag_id
),
kept (hashtag_id, tag, posts, first_on) AS MATERIALIZED (
    SELECT h.hashtag_id, h.tag, t.posts, t.first_on
    FROM totals AS t
    CROSS JOIN hashtags AS h ON h.hashtag_id = t.hashtag_id
    WHERE (:tag IS NULL OR h.tag IN (SELECT value FROM json_each(:tag)))
    ORDER BY t.posts DESC, h.tag
    LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
),
first_posts (tag, posts, first_on, post_id) AS MATERIALIZED (
    SELECT k.tag, k.posts, k.first_on,
           -- Few posts carry most tags: to look through those of one takes less than to look through all of its first day.
           CASE WHEN k.first_on IS NULL OR (SELECT sum(t.posts) FROM hashtag_totals AS t WHERE t.hashtag_id = k.hashtag_id) <= 1000
           THEN (
               SELECT p.post_id
               FROM post_hashtags AS u
               CROSS JOIN posts AS p ON p.post_id = u.post_id
               WHERE u.hashtag_id = k.hashtag_id
                 AND p.posted_on IS k.first_on
                 AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
                 AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
                 AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
                 AND (:words IS NULL OR p.post_id IN (SELECT post_id FROM worded))
               ORDER BY p.posted_local IS NOT NULL, p.posted_at, p.post_id
               LIMIT 1)
           ELSE (
               SELECT p.post_id
               FROM posts AS p
               WHERE p.posted_on = k.first_on
                 AND EXISTS (SELECT 1 FROM post_hashtags AS u WHERE u.hashtag_id = k.hashtag_id AND u.post_id = p.post_id)
                 AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
                 AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
                 AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
                 AND (:words IS NULL OR p.post_id IN (SELECT post_id FROM worded))
               -- A day alone is before the times of its day, of which the first may lie in the UTC day before.
               ORDER BY p.posted_local IS NOT NULL, p.posted_at, p.post_id
               LIMIT 1)
           END
    FROM kept AS k
)
SELECT f.tag AS tag,
       f.first_on AS first,
       c.channel AS channel,
       coalesce(p.url, c.link_base || p.external_id) AS link,
       f.posts AS posts,
       round(10000.0 * f.posts / nullif(w.posts, 0)) / 100 AS share,
       w.posts AS all_posts
FROM whole AS w
CROSS JOIN first_posts AS f
CROSS JOIN posts AS p ON p.post_id = f.post_id
CROSS JOIN v_channels AS c ON c.channel_id = p.channel_id
ORDER BY f.posts DESC, f.tag
