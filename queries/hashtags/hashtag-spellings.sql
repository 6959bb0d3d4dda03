-- The spellings of each hashtag
--
-- use: How is one hashtag written, and which spelling prevails?
-- tags: hashtags
-- needs: word-index when words
-- @param since    date?                   : first day counted
-- @param until    date?                   : last day counted
-- @param channel  channel*                : only these channels
-- @param tag      hashtag*                : only these hashtags, with or without '#'
-- @param name     entity*                 : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                  : only posts whose text contains this phrase
-- @param forwards enum(yes|no|only) = yes : count forwarded posts: yes, no, or only these
-- @param top      int(0..) = 20           : keep the tags with most posts, with all their spellings; 0 keeps all
-- @column tag       text    : folded hashtag, without '#'
-- @column spelling  text    : as written, without '#'
-- @column uses      int     : times it is written so
-- @column posts     int     : posts that write it so at least once
-- @column share     percent : posts / all_posts, 0 to 100; a post with two spellings counts for both
-- @column all_posts int     : posts that carry the tag in any spelling, under the same filters
-- @example chancery run hashtag-spellings --tag brics
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: Rows are ordered by all_posts, most first, then by tag; within a tag by uses, then by spelling.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's counts answer when no day, word or name is asked for; else the posts themselves are read.
summary (answers) AS (
    SELECT :since IS NULL AND :until IS NULL AND :words IS NULL AND :name IS NULL
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
-- Asked for twice, below: their texts are looked into once.
counted (post_id) AS MATERIALIZED (
    SELECT p.post_id
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
),
-- The counts stand in the order of the tags, so that nothing is sorted for them.
totals (hashtag_id, posts) AS (
    SELECT m.hashtag_id, sum(m.posts)
    FROM hashtag_totals AS m
    WHERE :since IS NULL AND :until IS NULL
      AND (SELECT s.answers FROM summary AS s)
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.hashtag_id
    UNION ALL
    SELECT u.hashtag_id, count(DISTINCT u.post_id)
    FROM counted AS n
    CROSS JOIN post_hashtags AS u ON u.post_id = n.post_id
    GROUP BY u.hashtag_id
),
kept (hashtag_id, tag, posts) AS MATERIALIZED (
    SELECT h.hashtag_id, h.tag, t.posts
    FROM totals AS t
    CROSS JOIN hashtags AS h ON h.hashtag_id = t.hashtag_id
    WHERE (:tag IS NULL OR h.tag IN (SELECT value FROM json_each(:tag)))
    ORDER BY t.posts DESC, h.tag
    LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
),
written (hashtag_id, spelling, uses, posts) AS (
    SELECT m.hashtag_id, m.spelling, sum(m.uses), sum(m.posts)
    FROM summary AS s
    CROSS JOIN kept AS k
    CROSS JOIN hashtag_spellings AS m ON m.hashtag_id = k.hashtag_id
    WHERE s.answers
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.hashtag_id, m.spelling
    UNION ALL
    SELECT u.hashtag_id, u.spelling, count(*), count(DISTINCT u.post_id)
    FROM counted AS n
    CROSS JOIN post_hashtags AS u ON u.post_id = n.post_id
    WHERE u.hashtag_id IN (SELECT hashtag_id FROM kept)
    GROUP BY u.hashtag_id, u.spelling
)
SELECT k.tag AS tag,
       n.spelling AS spelling,
       n.uses AS uses,
       n.posts AS posts,
       round(10000.0 * n.posts / k.posts) / 100 AS share,
       k.posts AS all_posts
FROM written AS n
CROSS JOIN kept AS k ON k.hashtag_id = n.hashtag_id
ORDER BY k.posts DESC, k.tag, n.uses DESC, n.spelling
