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
days (day) AS (
    SELECT c.day
    FROM calendar AS c
    WHERE c.day BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until, '9999-12-31')
    UNION ALL
    SELECT NULL
    WHERE :since IS NULL AND :until IS NULL
),
naming_posts (post_id) AS (
    SELECT u.post_id
    FROM entities AS h
    CROSS JOIN mentions AS u ON u.entity_id = h.entity_id
    WHERE h.name IN (SELECT value FROM json_each(:name))
),
whole (posts) AS MATERIALIZED (
    SELECT count(*)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
),
-- A tag paired with itself gives the posts that carry it.
pairs (low_id, high_id, posts, first_on, last_on) AS MATERIALIZED (
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
kept (low_id, high_id, source, target, posts, first_on, last_on) AS MATERIALIZED (
    SELECT n.low_id, n.high_id, min(l.tag, h.tag), max(l.tag, h.tag), n.posts, n.first_on, n.last_on
    FROM pairs AS n
    CROSS JOIN hashtags AS l ON l.hashtag_id = n.low_id
    CROSS JOIN hashtags AS h ON h.hashtag_id = n.high_id
    WHERE n.low_id < n.high_id
      AND (:tag IS NULL OR l.tag IN (SELECT value FROM json_each(:tag)) OR h.tag IN (SELECT value FROM json_each(:tag)))
    ORDER BY n.posts DESC, min(l.tag, h.tag), max(l.tag, h.tag)
    LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
),
-- Each kept pair beside its two tags, so that windows over either tag find the posts of both.
measured (low_id, high_id, source, target, posts, first_on, last_on, either_posts) AS (
    SELECT r.low_id, r.high_id, r.source, r.target, r.posts, r.first_on, r.last_on,
           max(CASE WHEN r.source IS NULL THEN r.posts END) OVER (PARTITION BY r.low_id)
           + max(CASE WHEN r.source IS NULL THEN r.posts END) OVER (PARTITION BY r.high_id)
           - r.posts
    FROM (
        SELECT low_id, high_id, source, target, posts, first_on, last_on FROM kept
        UNION ALL
        SELECT n.low_id, n.high_id, NULL, NULL, n.posts, NULL, NULL
        FROM pairs AS n
        WHERE n.low_id = n.high_id
          AND n.low_id IN (SELECT low_id FROM kept UNION SELECT high_id FROM kept)
    ) AS r
)
SELECT m.source AS source,
       m.target AS target,
       m.posts AS weight,
       round(1.0 * m.posts / m.either_posts, 4) AS jaccard,
       m.first_on AS first,
       m.last_on AS last,
       round(100.0 * m.posts / nullif(w.posts, 0), 2) AS share,
       w.posts AS all_posts
FROM whole AS w
CROSS JOIN measured AS m
WHERE m.source IS NOT NULL
ORDER BY m.posts DESC, m.source, m.target
