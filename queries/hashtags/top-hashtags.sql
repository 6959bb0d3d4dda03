-- The most used hashtags
--
-- use: Which hashtags are used most, by how many channels, and since when?
-- tags: hashtags, rank
-- needs: word-index when words
-- @param since    date?                   : first day counted
-- @param until    date?                   : last day counted
-- @param channel  channel*                : only these channels
-- @param tag      hashtag*                : only these hashtags, with or without '#'
-- @param name     entity*                 : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                  : only posts whose text contains this phrase
-- @param forwards enum(yes|no|only) = yes : count forwarded posts: yes, no, or only these
-- @param top      int(0..) = 20           : keep the tags with most posts; 0 keeps all
-- @column rank      int     : 1 for the most posts; tags with equally many share a rank
-- @column tag       text    : folded hashtag, without '#'
-- @column posts     int     : posts that carry the tag at least once
-- @column uses      int     : times the tag is written
-- @column channels  int     : channels that used it
-- @column share     percent : posts / all_posts, 0 to 100
-- @column first     date    : first day of a post with the tag; NULL when all are undated
-- @column last      date    : last day of a post with the tag; NULL when all are undated
-- @column all_posts int     : all posts under the same filters, with or without hashtags
-- @example chancery run top-hashtags --since 2024 --forwards no --top 10
-- note: A post that writes a tag three times is one post and three uses.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: The tag filter does not reduce all_posts; the other filters do. Ranks are among the tags asked for.
-- note: Tags with equally many posts are ordered by uses, then by name.
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
tag_posts (hashtag_id, channel_id, posts, uses, first_on, last_on) AS MATERIALIZED (
    SELECT u.hashtag_id, p.channel_id, count(DISTINCT u.post_id), count(*), min(p.posted_on), max(p.posted_on)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    CROSS JOIN post_hashtags AS u ON u.post_id = p.post_id
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
    GROUP BY u.hashtag_id, p.channel_id
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
    FROM hashtag_months AS m
    WHERE NOT (:since IS NULL AND :until IS NULL)
      AND (SELECT s.answers FROM summary AS s)
      AND m.month BETWEEN (SELECT s.first_month FROM summary AS s) AND (SELECT s.last_month FROM summary AS s)
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.hashtag_id
    UNION ALL
    SELECT t.hashtag_id, sum(t.posts), sum(t.uses)
    FROM tag_posts AS t
    GROUP BY t.hashtag_id
),
kept (hashtag_id) AS MATERIALIZED (
    SELECT h.hashtag_id
    FROM totals AS t
    CROSS JOIN hashtags AS h ON h.hashtag_id = t.hashtag_id
    WHERE (:tag IS NULL OR h.tag IN (SELECT value FROM json_each(:tag)))
    ORDER BY t.posts DESC, t.uses DESC, h.tag
    LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
),
counts (hashtag_id, posts, uses, channels, first_on, last_on) AS MATERIALIZED (
    SELECT r.hashtag_id, sum(r.posts), sum(r.uses), count(DISTINCT r.channel_id), min(r.first_on), max(r.last_on)
    FROM (
        SELECT m.hashtag_id, m.channel_id, m.posts, m.uses, m.first_on, m.last_on
        FROM summary AS s
        CROSS JOIN kept AS k
        CROSS JOIN hashtag_totals AS m ON m.hashtag_id = k.hashtag_id
        WHERE s.answers
          AND s.is_whole
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
        UNION ALL
        SELECT m.hashtag_id, m.channel_id, m.posts, m.uses, m.first_on, m.last_on
        FROM summary AS s
        CROSS JOIN kept AS k
        CROSS JOIN hashtag_months AS m ON m.hashtag_id = k.hashtag_id
        WHERE s.answers
          AND NOT s.is_whole
          AND m.month BETWEEN s.first_month AND s.last_month
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
        UNION ALL
        SELECT t.hashtag_id, t.channel_id, t.posts, t.uses, t.first_on, t.last_on
        FROM tag_posts AS t
        WHERE t.hashtag_id IN (SELECT hashtag_id FROM kept)
    ) AS r
    GROUP BY r.hashtag_id
)
SELECT rank() OVER (ORDER BY n.posts DESC) AS rank,
       h.tag AS tag,
       n.posts AS posts,
       n.uses AS uses,
       n.channels AS channels,
       round(10000.0 * n.posts / nullif(w.posts, 0)) / 100 AS share,
       n.first_on AS first,
       n.last_on AS last,
       w.posts AS all_posts
FROM whole AS w
CROSS JOIN counts AS n
CROSS JOIN hashtags AS h ON h.hashtag_id = n.hashtag_id
ORDER BY n.posts DESC, n.uses DESC, h.tag
