-- The most linked hosts or addresses
--
-- use: To which sites or pages do the posts link most?
-- tags: links, rank
-- needs: word-index when words
-- @param since    date?                   : first day counted
-- @param until    date?                   : last day counted
-- @param channel  channel*                : only these channels
-- @param tag      hashtag*                : only posts that carry one of these hashtags, with or without '#'
-- @param name     entity*                 : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                  : only posts whose text contains this phrase
-- @param forwards enum(yes|no|only) = yes : count forwarded posts: yes, no, or only these
-- @param level    enum(host|url) = host   : count hosts, or whole addresses
-- @param top      int(0..) = 20           : keep those in most posts; 0 keeps all
-- @column value     text    : the host in lower case without www., or the address as written; 'no host' for addresses such as mailto:
-- @column posts     int     : posts that link to it at least once
-- @column channels  int     : channels with such a post
-- @column share     percent : posts / all_posts, 0 to 100
-- @column all_posts int     : all posts under the same filters, with or without links
-- @chart bar x=value y=posts
-- @example chancery run top-links --level url --since 2024 --top 10
-- note: Links that stand in the text and links behind words both count; several in one post count once.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: Rows are ordered by posts, most first, then by value.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's counts answer when hosts are counted, and no day, word, hashtag or name is asked for;
-- else the posts themselves are read.
summary (answers) AS (
    SELECT :since IS NULL AND :until IS NULL AND :words IS NULL AND :tag IS NULL AND :name IS NULL
       AND coalesce(:level, 'host') = 'host'
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
-- The posts with the phrase, which is asked more than once: each text is looked into once, and all as they lie.
worded (post_id) AS MATERIALIZED (
    SELECT w.post_id
    FROM post_words AS w
    WHERE :words IS NOT NULL AND :since IS NULL AND :until IS NULL AND :channel IS NULL AND :tag IS NULL AND :name IS NULL
      AND instr(w.folded, :words) > 0
    UNION ALL
    SELECT p.post_id
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE :words IS NOT NULL AND NOT (:since IS NULL AND :until IS NULL AND :channel IS NULL AND :tag IS NULL AND :name IS NULL)
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0)
),
whole (posts) AS MATERIALIZED (
    SELECT sum(a.posts)
    FROM (
        SELECT m.posts AS posts
        FROM summary AS s
        CROSS JOIN post_months AS m
        WHERE s.answers
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
        UNION ALL
        SELECT count(*)
        FROM days AS d
        CROSS JOIN posts AS p ON p.posted_on IS d.day
        WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
          AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
          AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
          AND (:words IS NULL OR p.post_id IN (SELECT post_id FROM worded))
    ) AS a
),
found (value, posts, channels) AS (
    SELECT m.host, sum(m.posts), count(DISTINCT m.channel_id)
    FROM summary AS s
    CROSS JOIN host_months AS m
    WHERE s.answers
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.host
    UNION ALL
    SELECT CASE WHEN :level = 'url' THEN l.url ELSE coalesce(l.host, 'no host') END,
           count(DISTINCT l.post_id), count(DISTINCT p.channel_id)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    CROSS JOIN links AS l ON l.post_id = p.post_id
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR p.post_id IN (SELECT post_id FROM worded))
    GROUP BY 1
)
SELECT n.value AS value,
       n.posts AS posts,
       n.channels AS channels,
       round(10000.0 * n.posts / (SELECT w.posts FROM whole AS w)) / 100 AS share,
       (SELECT w.posts FROM whole AS w) AS all_posts
FROM found AS n
ORDER BY posts DESC, value
LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
