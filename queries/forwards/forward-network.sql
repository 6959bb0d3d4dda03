-- Who forwards whom, as a network
--
-- use: Whom does each channel amplify, and whom do many amplify?
-- tags: forwards, channels, network
-- needs: word-index when words
-- @param since      date?         : first day counted
-- @param until      date?         : last day counted
-- @param channel    channel*      : only forwards by these channels
-- @param tag        hashtag*      : only posts that carry one of these hashtags, with or without '#'
-- @param name       entity*       : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words      words?        : only posts whose text contains this phrase
-- @param min_weight int(1..) = 1  : only pairs with at least this many forwards
-- @param top        int(0..) = 20 : keep the pairs with most forwards; 0 keeps all
-- @column source    text    : the channel that forwards: handle, else name, else id
-- @column target    text    : the channel of the original: handle, else name, else id
-- @column weight    int     : posts that source forwarded from target
-- @column first     date    : first day of such a post; NULL when all are undated
-- @column last      date    : last day of such a post; NULL when all are undated
-- @column share     percent : weight / all_posts, 0 to 100
-- @column all_posts int     : all posts of source under the same filters, forwarded or not
-- @network directed
-- @example chancery run forward-network --since 2024 --min-weight 3 --top 0 --format csv
-- note: Who forwards points at whom it amplifies, as in networks of retweets: what many forward has many arrows in. Information flows the other way.
-- note: Counted by post; an album is one. The day is that of the forward, not that of the original.
-- note: Forwards of unknown origin make no pair, but count in all_posts; forward-sources tells how many they are.
-- note: A channel that forwards its own posts is a pair with itself.
-- note: Channels of one name that have posts, or from which posts of the store are forwarded, are told apart by their id in brackets, or by the platform where none is known, whatever is asked for: networks can be compared.
-- note: Rows are ordered by weight, most first, then by source and target.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The index of forwards and the loader's counts answer when no day, word, hashtag or name is asked for; else the posts themselves are read.
summary (answers) AS (
    SELECT :since IS NULL AND :until IS NULL AND :words IS NULL AND :tag IS NULL AND :name IS NULL
),
days (day) AS (
    SELECT c.day
    FROM calendar AS c
    WHERE NOT (SELECT s.answers FROM summary AS s)
      AND c.day BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31')
    UNION ALL
    SELECT NULL
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
known (channel_id, origin_id, posts, first_on, last_on) AS MATERIALIZED (
    SELECT p.channel_id, p.forwarded_from_id, count(*), min(p.posted_on), max(p.posted_on)
    FROM posts AS p INDEXED BY posts_forwarded_from
    -- What answers, written out: SQLite then skips the index or goes through it in its order. Compared with 1, since beside
    -- a term that a value in its place makes false SQLite forgets the others, and then finds the index unfit.
    WHERE (:since IS NULL AND :until IS NULL AND :words IS NULL AND :tag IS NULL AND :name IS NULL) = 1
      AND p.forwarded_from_id IS NOT NULL AND p.is_forward = 1
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
    GROUP BY p.forwarded_from_id, p.channel_id
),
listed (channel_id, origin_id, posts, first_on, last_on) AS MATERIALIZED (
    SELECT p.channel_id, CASE WHEN p.is_forward THEN p.forwarded_from_id END, count(*), min(p.posted_on), max(p.posted_on)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
    GROUP BY 1, 2
),
channel_posts (channel_id, posts) AS MATERIALIZED (
    SELECT m.channel_id, sum(m.posts)
    FROM summary AS s
    CROSS JOIN post_months AS m
    WHERE s.answers
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
    GROUP BY m.channel_id
    UNION ALL
    SELECT n.channel_id, sum(n.posts) FROM listed AS n GROUP BY n.channel_id
),
edges (channel_id, origin_id, posts, first_on, last_on) AS MATERIALIZED (
    SELECT n.channel_id, n.origin_id, n.posts, n.first_on, n.last_on
    FROM (SELECT * FROM known UNION ALL SELECT * FROM listed) AS n
    WHERE n.origin_id IS NOT NULL
      AND n.posts >= coalesce(:min_weight, 1)
),
-- The weight of the last row that is kept, so that no more are named than those of that weight and above.
last_row (posts) AS (
    SELECT CASE WHEN coalesce(:top, 20) > 0
                THEN (SELECT e.posts FROM edges AS e ORDER BY e.posts DESC LIMIT 1 OFFSET coalesce(:top, 20) - 1) END
),
-- Channels of one name, which are told apart by their ids, and where these are one, or another channel is named so, by their
-- numbers in the store: all that any network of this store may have.
namesakes (channel_id, alike) AS MATERIALIZED (
    SELECT n.channel_id,
           n.alike > 1 OR EXISTS (SELECT 1 FROM channels AS o WHERE coalesce('@' || o.handle, o.name, o.external_id) = n.label)
    FROM (
        SELECT c.channel_id, coalesce('@' || c.handle, c.name, c.external_id) || ' (' || coalesce(c.external_id, c.platform) || ')' AS label,
               count(*) OVER (PARTITION BY coalesce('@' || c.handle, c.name, c.external_id)) AS channels,
               count(*) OVER (PARTITION BY coalesce('@' || c.handle, c.name, c.external_id), coalesce(c.external_id, c.platform)) AS alike
        FROM channels AS c
        WHERE coalesce('@' || c.handle, c.name, c.external_id) IN (
                  SELECT coalesce('@' || o.handle, o.name, o.external_id) FROM channels AS o GROUP BY 1 HAVING count(*) > 1)
          AND (EXISTS (SELECT 1 FROM post_months AS m WHERE m.channel_id = c.channel_id)
               OR EXISTS (SELECT 1 FROM posts AS p WHERE p.forwarded_from_id = c.channel_id AND p.is_forward = 1))
    ) AS n
    WHERE n.channels > 1
),
named (channel_id, origin_id, source, target, posts, first_on, last_on, all_posts) AS (
    SELECT e.channel_id, e.origin_id,
           coalesce('@' || c.handle, c.name, c.external_id)
               || iif(c.channel_id IN (SELECT channel_id FROM namesakes),
                      ' (' || iif(c.channel_id IN (SELECT channel_id FROM namesakes WHERE alike), 'channel:' || c.channel_id, coalesce(c.external_id, c.platform)) || ')', ''),
           coalesce('@' || f.handle, f.name, f.external_id)
               || iif(f.channel_id IN (SELECT channel_id FROM namesakes),
                      ' (' || iif(f.channel_id IN (SELECT channel_id FROM namesakes WHERE alike), 'channel:' || f.channel_id, coalesce(f.external_id, f.platform)) || ')', ''),
           e.posts, e.first_on, e.last_on, w.posts
    FROM last_row AS l
    CROSS JOIN edges AS e ON e.posts >= coalesce(l.posts, 0)
    CROSS JOIN channel_posts AS w ON w.channel_id = e.channel_id
    CROSS JOIN channels AS c ON c.channel_id = e.channel_id
    CROSS JOIN channels AS f ON f.channel_id = e.origin_id
)
SELECT n.source AS source,
       n.target AS target,
       n.posts AS weight,
       n.first_on AS first,
       n.last_on AS last,
       round(10000.0 * n.posts / n.all_posts) / 100 AS share,
       n.all_posts AS all_posts
FROM named AS n
ORDER BY weight DESC, source, target, n.channel_id, n.origin_id
LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
