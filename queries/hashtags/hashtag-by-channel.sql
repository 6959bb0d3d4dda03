-- Hashtags by channel
--
-- use: Which hashtags does each channel use, and who uses a hashtag?
-- tags: hashtags, channels
-- needs: word-index when words
-- @param since    date?                   : first day counted
-- @param until    date?                   : last day counted
-- @param channel  channel*                : only these channels
-- @param tag      hashtag*                : only these hashtags, with or without '#'
-- @param name     entity*                 : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                  : only posts whose text contains this phrase
-- @param forwards enum(yes|no|only) = yes : count forwarded posts: yes, no, or only these
-- @param top      int(0..) = 20           : keep for each channel the tags with most posts; 0 keeps all
-- @column channel          text    : handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column tag              text    : folded hashtag, without '#'
-- @column posts            int     : posts of the channel that carry the tag at least once
-- @column uses             int     : times the channel writes the tag
-- @column share_of_channel percent : posts / channel_posts, 0 to 100
-- @column channel_posts    int     : all posts of the channel under the same filters, with or without hashtags
-- @column share_of_tag     percent : posts / tag_posts, 0 to 100
-- @column tag_posts        int     : posts of all channels counted that carry the tag
-- @column share            percent : posts / all_posts, 0 to 100
-- @column all_posts        int     : all posts of all channels counted, with or without hashtags
-- @wide rows=tag columns=channel value=posts
-- @chart heatmap x=channel y=tag value=share_of_channel
-- @example chancery run hashtag-by-channel --tag trade --since 2024-06
-- note: A post that writes a tag three times is one post and three uses.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: A channel that never uses a tag has no row for it: no row means 0 when top is 0.
-- note: Neither tag nor top reduces channel_posts, tag_posts or all_posts; the other filters do, and the channels asked for are all channels counted.
-- note: Rows are ordered by channel, then by posts; a channel's tags with equally many posts by uses, then by name.
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
channel_posts (channel_id, posts) AS MATERIALIZED (
    SELECT m.channel_id, sum(m.posts)
    FROM summary AS s
    CROSS JOIN post_months AS m
    WHERE s.answers
      AND m.month BETWEEN s.first_month AND s.last_month
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.channel_id
    UNION ALL
    SELECT p.channel_id, count(*)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR p.post_id IN (SELECT post_id FROM worded))
    GROUP BY p.channel_id
),
-- Where the totals over all time do not answer.
tag_posts (channel_id, hashtag_id, posts, uses) AS MATERIALIZED (
    SELECT m.channel_id, m.hashtag_id, sum(m.posts), sum(m.uses)
    FROM summary AS s
    CROSS JOIN hashtag_months AS m
    WHERE s.answers
      AND NOT s.is_whole
      AND m.month BETWEEN s.first_month AND s.last_month
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.hashtag_id, m.channel_id
    UNION ALL
    SELECT p.channel_id, u.hashtag_id, count(DISTINCT u.post_id), count(*)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    CROSS JOIN post_hashtags AS u ON u.post_id = p.post_id
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR p.post_id IN (SELECT post_id FROM worded))
    GROUP BY p.channel_id, u.hashtag_id
),
-- The totals stand in this order, so that nothing is sorted for them.
counts (channel_id, hashtag_id, posts, uses) AS (
    SELECT m.channel_id, m.hashtag_id, sum(m.posts), sum(m.uses)
    FROM hashtag_totals AS m
    WHERE :since IS NULL AND :until IS NULL
      AND (SELECT s.answers FROM summary AS s)
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.hashtag_id, m.channel_id
    UNION ALL
    SELECT t.channel_id, t.hashtag_id, t.posts, t.uses FROM tag_posts AS t
),
-- Which tags may be among the first of their channel, by numbers alone: their names, which decide between equal ones, are
-- looked up for few then.
first_counts (channel_id, hashtag_id, posts, uses) AS (
    SELECT r.channel_id, r.hashtag_id, r.posts, r.uses
    FROM (
        SELECT n.channel_id, n.hashtag_id, n.posts, n.uses,
               rank() OVER (PARTITION BY n.channel_id ORDER BY n.posts DESC, n.uses DESC) AS place
        FROM counts AS n
        WHERE (:tag IS NULL OR n.hashtag_id IN (
            SELECT h.hashtag_id FROM hashtags AS h WHERE h.tag IN (SELECT value FROM json_each(:tag))))
    ) AS r
    WHERE coalesce(:top, 20) = 0 OR r.place <= coalesce(:top, 20)
),
placed (channel_id, hashtag_id, tag, posts, uses, place) AS (
    SELECT n.channel_id, n.hashtag_id, h.tag, n.posts, n.uses,
           row_number() OVER (PARTITION BY n.channel_id ORDER BY n.posts DESC, n.uses DESC, h.tag)
    FROM first_counts AS n
    CROSS JOIN hashtags AS h ON h.hashtag_id = n.hashtag_id
),
-- Each tag in all channels together.
tag_totals (hashtag_id, posts) AS MATERIALIZED (
    SELECT m.hashtag_id, sum(m.posts)
    FROM hashtag_totals AS m
    WHERE :since IS NULL AND :until IS NULL
      AND (SELECT s.answers FROM summary AS s)
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.hashtag_id
    UNION ALL
    SELECT t.hashtag_id, sum(t.posts) FROM tag_posts AS t GROUP BY t.hashtag_id
),
named (channel_id, channel, posts, all_posts) AS MATERIALIZED (
    SELECT c.channel_id, c.channel, n.posts, sum(n.posts) OVER ()
    FROM channel_posts AS n
    CROSS JOIN v_channels AS c ON c.channel_id = n.channel_id
)
SELECT c.channel AS channel,
       r.tag AS tag,
       r.posts AS posts,
       r.uses AS uses,
       round(10000.0 * r.posts / c.posts) / 100 AS share_of_channel,
       c.posts AS channel_posts,
       round(10000.0 * r.posts / w.posts) / 100 AS share_of_tag,
       w.posts AS tag_posts,
       round(10000.0 * r.posts / c.all_posts) / 100 AS share,
       c.all_posts AS all_posts
FROM placed AS r
CROSS JOIN tag_totals AS w ON w.hashtag_id = r.hashtag_id
CROSS JOIN named AS c ON c.channel_id = r.channel_id
WHERE coalesce(:top, 20) = 0 OR r.place <= coalesce(:top, 20)
ORDER BY channel, c.channel_id, r.place
