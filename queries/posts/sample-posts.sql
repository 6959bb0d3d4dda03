-- A random sample of posts
--
-- use: Which posts to read and code by hand?
-- tags: posts, sample
-- needs: word-index when words
-- @param since    date?                   : first day counted
-- @param until    date?                   : last day counted
-- @param channel  channel*                : only these channels
-- @param tag      hashtag*                : only posts that carry one of these hashtags, with or without '#'
-- @param name     entity*                 : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                  : only posts whose text contains this phrase
-- @param forwards enum(yes|no|only) = yes : count forwarded posts: yes, no, or only these
-- @param size     int(1..) = 20           : how many posts
-- @param seed     int = 1                 : another number draws another sample
-- @column post    int  : the store's own number of the post
-- @column date    date : day of the post; NULL when unknown
-- @column channel text : handle, else name, else id
-- @column text    text : the post as published
-- @column link    link : its address; NULL where none can be made
-- @example chancery run sample-posts --size 50 --seed 7 --since 2024 --forwards no
-- note: Every post under the filters has the same chance. The same seed draws the same posts from the same store, in any SQLite.
-- note: Rows stand in the order of drawing, so that a larger size goes on where a smaller one ended.
-- note: Forwards may be drawn; --forwards no leaves them out.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- Without filters the days are of no use.
plain (answers) AS (
    SELECT :since IS NULL AND :until IS NULL AND :channel IS NULL AND :words IS NULL AND :tag IS NULL AND :name IS NULL
       AND coalesce(:forwards, 'yes') = 'yes'
),
days (day) AS (
    SELECT c.day
    FROM calendar AS c
    WHERE NOT (SELECT a.answers FROM plain AS a)
      AND c.day BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31')
    UNION ALL
    SELECT NULL
    WHERE NOT (SELECT a.answers FROM plain AS a)
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
-- The order of drawing: three rounds of x^5 modulo the prime 2^31 - 1, each of which mixes all numbers one to one. No product
-- reaches 2^62. LIMIT -1 keeps a round from being pasted into the next, which would compute it five times over.
candidates (post_id, x) AS NOT MATERIALIZED (
    SELECT p.post_id, (p.post_id + ((coalesce(:seed, 1) % 2147483647 + 2147483647) % 2147483647 * 16807 + 123456789)) % 2147483647
    FROM posts AS p
    -- What answers, written out: SQLite then skips the posts where it does not hold.
    WHERE :since IS NULL AND :until IS NULL AND :channel IS NULL AND :words IS NULL AND :tag IS NULL AND :name IS NULL
      AND coalesce(:forwards, 'yes') = 'yes'
    UNION ALL
    SELECT p.post_id, (p.post_id + ((coalesce(:seed, 1) % 2147483647 + 2147483647) % 2147483647 * 16807 + 123456789)) % 2147483647
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
    LIMIT -1
),
mixed (post_id, draw) AS NOT MATERIALIZED (
    SELECT c.post_id, (c.x * c.x % 2147483647) * (c.x * c.x % 2147483647) % 2147483647 * c.x % 2147483647
    FROM (
        SELECT b.post_id,
               ((b.x * b.x % 2147483647) * (b.x * b.x % 2147483647) % 2147483647 * b.x + 362436069) % 2147483647 AS x
        FROM (
            SELECT a.post_id,
                   ((a.x * a.x % 2147483647) * (a.x * a.x % 2147483647) % 2147483647 * a.x
                    + ((coalesce(:seed, 1) % 2147483647 + 2147483647) % 2147483647 * 48271 + 521288629)) % 2147483647 AS x
            FROM candidates AS a
            LIMIT -1
        ) AS b
        LIMIT -1
    ) AS c
),
-- Without filters, a draw that is enough for the first posts alone: what is drawn of all has none above it, so that the many
-- that have are not put in order.
enough (draw) AS MATERIALIZED (
    SELECT coalesce((SELECT f.draw
                     FROM (SELECT m.draw FROM mixed AS m WHERE (SELECT a.answers FROM plain AS a) LIMIT 8192) AS f
                     ORDER BY f.draw
                     LIMIT 1 OFFSET coalesce(:size, 20) - 1),
                    2147483647)
),
drawn (post_id, draw) AS MATERIALIZED (
    SELECT m.post_id, m.draw
    FROM mixed AS m
    WHERE m.draw <= (SELECT e.draw FROM enough AS e)
    ORDER BY 2, 1
    LIMIT coalesce(:size, 20)
)
SELECT p.post_id AS post,
       p.posted_on AS date,
       coalesce('@' || c.handle, c.name, c.external_id) AS channel,
       p.text AS text,
       coalesce(p.url, c.link_base || p.external_id) AS link
FROM drawn AS r
CROSS JOIN posts AS p ON p.post_id = r.post_id
CROSS JOIN channels AS c ON c.channel_id = p.channel_id
ORDER BY r.draw, r.post_id
