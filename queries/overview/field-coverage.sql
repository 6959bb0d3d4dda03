-- Which fields the inputs gave
--
-- use: For how many posts are views, forwards, replies, reactions, edits and dates known?
-- tags: overview, quality
-- needs: word-index when words
-- @param since    date?                   : first day counted
-- @param until    date?                   : last day counted
-- @param channel  channel*                : only these channels
-- @param tag      hashtag*                : only posts that carry one of these hashtags, with or without '#'
-- @param name     entity*                 : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                  : only posts whose text contains this phrase
-- @param forwards enum(yes|no|only) = yes : count forwarded posts: yes, no, or only these
-- @column channel       text    : handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column format        text    : format of the input that gave the posts their present content
-- @column posts         int     : posts
-- @column views_pct     percent : posts with a number of views / posts, 0 to 100
-- @column rounded_pct   percent : posts whose number of views is rounded, such as 1.2K / posts, 0 to 100
-- @column forwards_pct  percent : posts with a number of times forwarded / posts, 0 to 100
-- @column replies_pct   percent : posts with a number of comments or answers / posts, 0 to 100
-- @column reactions_pct percent : posts with at least one reaction / posts, 0 to 100
-- @column edited_pct    percent : posts known to have been edited, be it at an unknown time / posts, 0 to 100
-- @column dated_pct     percent : posts with a known day / posts, 0 to 100
-- @column share         percent : posts / all_posts, 0 to 100
-- @column all_posts     int     : posts of all rows together under the same filters
-- @example chancery run field-coverage --since 2024
-- note: Reactions and edits that an input left out cannot be told from posts that have none.
-- note: forwards_pct speaks of the metric, --forwards of posts that were forwarded from elsewhere.
-- note: Rows are ordered by channel, then by format.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's counts answer when no day, word, hashtag or name is asked for; else the posts themselves are read.
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
counts (channel_id, format, posts, views, rounded, forwards, replies, reactions, edited, dated) AS MATERIALIZED (
    SELECT p.channel_id, l.format, count(*), count(p.views), count(p.views_unit), count(p.forwards), count(p.replies),
           sum(EXISTS (SELECT 1 FROM reactions AS r WHERE r.post_id = p.post_id)), sum(p.is_edited), count(p.posted_on)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    CROSS JOIN loads AS l ON l.load_id = p.last_load_id
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
    GROUP BY p.channel_id, l.format
    UNION ALL
    SELECT m.channel_id, l.format, sum(m.posts), sum(m.views), sum(m.rounded), sum(m.forwards), sum(m.replies),
           sum(m.reactions), sum(m.edited), sum(iif(m.month = 'undated', 0, m.posts))
    FROM summary AS s
    CROSS JOIN post_fields AS m
    CROSS JOIN loads AS l ON l.load_id = m.load_id
    WHERE s.answers
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.channel_id, l.format
)
SELECT c.channel AS channel,
       n.format AS format,
       n.posts AS posts,
       round(10000.0 * n.views / n.posts) / 100 AS views_pct,
       round(10000.0 * n.rounded / n.posts) / 100 AS rounded_pct,
       round(10000.0 * n.forwards / n.posts) / 100 AS forwards_pct,
       round(10000.0 * n.replies / n.posts) / 100 AS replies_pct,
       round(10000.0 * n.reactions / n.posts) / 100 AS reactions_pct,
       round(10000.0 * n.edited / n.posts) / 100 AS edited_pct,
       round(10000.0 * n.dated / n.posts) / 100 AS dated_pct,
       round(10000.0 * n.posts / sum(n.posts) OVER ()) / 100 AS share,
       sum(n.posts) OVER () AS all_posts
FROM counts AS n
CROSS JOIN v_channels AS c ON c.channel_id = n.channel_id
ORDER BY channel, c.channel_id, format
