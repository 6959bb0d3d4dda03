-- Whom a channel amplifies
--
-- use: From where does each channel forward, and how often?
-- tags: forwards, channels
-- needs: word-index when words
-- @param since   date?         : first day counted
-- @param until   date?         : last day counted
-- @param channel channel*      : only these channels
-- @param tag     hashtag*      : only posts that carry one of these hashtags, with or without '#'
-- @param name    entity*       : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words   words?        : only posts whose text contains this phrase
-- @param top     int(0..) = 20 : keep the channel and source pairs with most forwards; 0 keeps all
-- @column channel   text    : the channel that forwards: handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column source    text    : where the originals come from: handle, else name, else id; with its id, else channel:NUMBER, where several have one name; 'unknown' when the input does not tell
-- @column forwards  int     : posts forwarded from there
-- @column share     percent : forwards / all_posts, 0 to 100
-- @column all_posts int     : all posts of the channel under the same filters, forwarded or not
-- @chart bar x=source y=forwards series=channel
-- @example chancery run forward-sources --channel @ministry --since 2024
-- note: Counted by post; an album is one.
-- note: A source of which only the name is known, and no post, is called by its name alone, also where other channels have that name.
-- note: Rows are ordered by forwards, most first, then by channel and source.
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
known (channel_id, source_id, posts) AS MATERIALIZED (
    SELECT p.channel_id, p.forwarded_from_id, count(*)
    FROM posts AS p INDEXED BY posts_forwarded_from
    -- What answers, written out: SQLite then skips the index or goes through it in its order. Compared with 1, since beside
    -- a term that a value in its place makes false SQLite forgets the others, and then finds the index unfit.
    WHERE (:since IS NULL AND :until IS NULL AND :words IS NULL AND :tag IS NULL AND :name IS NULL) = 1
      AND p.forwarded_from_id IS NOT NULL AND p.is_forward = 1
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
    GROUP BY p.forwarded_from_id, p.channel_id
),
listed (channel_id, source_id, is_forward, posts) AS MATERIALIZED (
    SELECT p.channel_id, CASE WHEN p.is_forward THEN p.forwarded_from_id END, p.is_forward, count(*)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
    GROUP BY 1, 2, 3
),
channel_posts (channel_id, posts, forwards) AS MATERIALIZED (
    SELECT m.channel_id, sum(m.posts), sum(m.posts * m.is_forward)
    FROM summary AS s
    CROSS JOIN post_months AS m
    WHERE s.answers
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
    GROUP BY m.channel_id
    UNION ALL
    SELECT n.channel_id, sum(n.posts), NULL FROM listed AS n GROUP BY n.channel_id
),
sources (channel_id, source_id, posts) AS MATERIALIZED (
    SELECT k.channel_id, k.source_id, k.posts FROM known AS k
    UNION ALL
    -- Forwards of unknown origin.
    SELECT r.channel_id, NULL, sum(r.posts)
    FROM (
        SELECT a.channel_id, a.forwards AS posts FROM channel_posts AS a WHERE a.forwards > 0
        UNION ALL
        SELECT k.channel_id, -k.posts FROM known AS k
    ) AS r
    GROUP BY r.channel_id
    HAVING sum(r.posts) > 0
    UNION ALL
    SELECT n.channel_id, n.source_id, n.posts FROM listed AS n WHERE n.is_forward = 1
),
-- The posts of the last row that is kept, so that no more are named than those of so many and more.
last_row (posts) AS (
    SELECT CASE WHEN coalesce(:top, 20) > 0
                THEN (SELECT s.posts FROM sources AS s ORDER BY s.posts DESC LIMIT 1 OFFSET coalesce(:top, 20) - 1) END
),
-- Channels of one name, which are told apart by their ids, and where these are one, or another channel is named so, by their
-- numbers in the store: all with posts, so that they are called as in other reports, and all sources, whatever is asked for.
-- A source of which only the name is known may be any of them.
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
               OR coalesce(c.external_id, c.handle) IS NOT NULL
                  AND EXISTS (SELECT 1 FROM posts AS p WHERE p.forwarded_from_id = c.channel_id AND p.is_forward = 1))
    ) AS n
    WHERE n.channels > 1
)
SELECT coalesce('@' || c.handle, c.name, c.external_id)
           || iif(c.channel_id IN (SELECT channel_id FROM namesakes),
                  ' (' || iif(c.channel_id IN (SELECT channel_id FROM namesakes WHERE alike), 'channel:' || c.channel_id, coalesce(c.external_id, c.platform)) || ')', '') AS channel,
       coalesce('@' || f.handle, f.name, f.external_id, 'unknown')
           || iif(f.channel_id IN (SELECT channel_id FROM namesakes),
                  ' (' || iif(f.channel_id IN (SELECT channel_id FROM namesakes WHERE alike), 'channel:' || f.channel_id, coalesce(f.external_id, f.platform)) || ')', '') AS source,
       s.posts AS forwards,
       round(10000.0 * s.posts / w.posts) / 100 AS share,
       w.posts AS all_posts
FROM last_row AS l
CROSS JOIN sources AS s ON s.posts >= coalesce(l.posts, 0)
CROSS JOIN channel_posts AS w ON w.channel_id = s.channel_id
CROSS JOIN channels AS c ON c.channel_id = s.channel_id
LEFT JOIN channels AS f ON f.channel_id = s.source_id
ORDER BY forwards DESC, channel, source, s.channel_id, s.source_id
LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
