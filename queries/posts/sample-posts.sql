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
-- @column channel text : handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column text    text : the post as published
-- @column link    link : its address; NULL where none can be made
-- @example chancery run sample-posts --size 50 --seed 7 --since 2024 --forwards no
-- note: Every post under the filters has the same chance. The same seed draws the same posts from the same store, in any SQLite; from one that has grown, it may draw others.
-- note: Rows are in the order of drawing, so that a larger size has the rows of a smaller one first.
-- note: Forwards may be drawn; --forwards no leaves them out.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH RECURSIVE
days (day) AS (
    SELECT c.day
    FROM calendar AS c
    WHERE c.day BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31')
    UNION ALL
    SELECT NULL
    WHERE :since IS NULL AND :until IS NULL
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
-- The order of drawing is a Feistel network, which mixes the numbers below side * side one to one: a number is written with two
-- digits to the base of side, and in each of six rounds the lower digit, with a key added and cubed modulo the prime 2^31 - 1, is
-- added to the upper one, and they change places; the seventh goes on to the next number. No product reaches 2^63.
sides (side) AS (
    SELECT 4
    UNION ALL
    SELECT s.side * 2
    FROM sides AS s
    WHERE s.side * s.side <= (SELECT max(p.post_id) FROM posts AS p)
),
rounds (round, key) AS MATERIALIZED (
    SELECT v.column1, ((coalesce(:seed, 1) % 2147483647 + 2147483647) % 2147483647 * v.column2 + v.column3) % 2147483647
    FROM (
        VALUES (1, 16807, 123456789), (2, 48271, 362436069), (3, 69621, 521288629), (4, 39373, 88675123),
               (5, 630360016, 1597334677), (6, 1078318381, 747796405), (7, 0, 0)
    ) AS v
),
-- Posts are drawn one after another, until there are enough. Where few are under the filters, that is given up after some draws.
bounds (side, draws) AS MATERIALIZED (
    SELECT max(s.side), min(max(s.side) * max(s.side), coalesce(:size, 20) * 32 + 4096)
    FROM sides AS s
),
drawn (post_id, draw) AS MATERIALIZED (
    -- In here, since SQLite makes all draws beforehand for what is asked for twice, as drawn is.
    WITH RECURSIVE
    draws (draw, round, upper, lower) AS (
        SELECT 0, 0, 0, 0
        UNION ALL
        SELECT d.draw + (d.round = 6),
               CASE d.round WHEN 6 THEN 0 ELSE d.round + 1 END,
               CASE d.round WHEN 6 THEN (d.draw + 1) / k.side ELSE d.lower END,
               CASE d.round WHEN 6 THEN (d.draw + 1) % k.side
                    ELSE (d.upper + (d.lower + r.key) * (d.lower + r.key) % 2147483647 * (d.lower + r.key) % 2147483647) % k.side END
        FROM draws AS d
        CROSS JOIN bounds AS k
        CROSS JOIN rounds AS r ON r.round = d.round + 1
        WHERE d.draw + (d.round = 6) < k.draws
    )
    SELECT p.post_id, d.draw
    FROM draws AS d
    CROSS JOIN bounds AS k
    CROSS JOIN posts AS p ON p.post_id = d.upper * k.side + d.lower
    WHERE d.round = 6
      AND ((:since IS NULL AND :until IS NULL)
           OR p.posted_on BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31'))
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
    LIMIT coalesce(:size, 20)
),
-- Where it was given up, the draw of each post under the filters is found by the same rounds backwards.
is_given_up (answers) AS (
    SELECT (SELECT count(*) FROM drawn AS r) < coalesce(:size, 20) AND k.draws < k.side * k.side
    FROM bounds AS k
),
undrawn (post_id, round, upper, lower) AS (
    SELECT p.post_id, 6, p.post_id / k.side, p.post_id % k.side
    FROM bounds AS k
    CROSS JOIN days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE (SELECT g.answers FROM is_given_up AS g)
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
    UNION ALL
    SELECT n.post_id,
           n.round - 1,
           (n.lower + k.side - (n.upper + r.key) * (n.upper + r.key) % 2147483647 * (n.upper + r.key) % 2147483647 % k.side) % k.side,
           n.upper
    FROM undrawn AS n
    CROSS JOIN bounds AS k
    CROSS JOIN rounds AS r ON r.round = n.round
),
sample (post_id, draw) AS (
    SELECT r.post_id, r.draw
    FROM drawn AS r
    WHERE NOT (SELECT g.answers FROM is_given_up AS g)
    UNION ALL
    SELECT n.post_id, n.upper * k.side + n.lower
    FROM bounds AS k
    CROSS JOIN undrawn AS n
    WHERE n.round = 0
    ORDER BY 2
    LIMIT coalesce(:size, 20)
)
SELECT p.post_id AS post,
       p.posted_on AS date,
       c.channel AS channel,
       p.text AS text,
       coalesce(p.url, c.link_base || p.external_id) AS link
FROM sample AS r
CROSS JOIN posts AS p ON p.post_id = r.post_id
CROSS JOIN v_channels AS c ON c.channel_id = p.channel_id
ORDER BY r.draw
