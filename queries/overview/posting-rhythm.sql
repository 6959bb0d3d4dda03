-- When channels post
--
-- use: On which weekdays and at which hours do they post?
-- tags: overview, time
-- needs: word-index when words
-- @param since    date?                   : first day counted
-- @param until    date?                   : last day counted
-- @param channel  channel*                : only these channels
-- @param tag      hashtag*                : only posts that carry one of these hashtags, with or without '#'
-- @param name     entity*                 : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                  : only posts whose text contains this phrase
-- @param forwards enum(yes|no|only) = yes : count forwarded posts: yes, no, or only these
-- @column weekday   int     : 1 Monday to 7 Sunday; NULL for posts whose day is unknown
-- @column hour      int     : 0 to 23 in the store's reporting zone; NULL for posts whose hour is unknown
-- @column posts     int     : posts
-- @column share     percent : posts / all_posts, 0 to 100
-- @column all_posts int     : posts of all hours together under the same filters
-- @wide rows=weekday columns=hour value=posts
-- @chart heatmap x=hour y=weekday value=posts
-- @example chancery run posting-rhythm --channel @ministry --since 2024
-- note: All 168 hours of the week are rows, with 0 where nobody posted, once there is a post. Where there are any, posts of unknown hour follow the hours of their weekday, and posts of unknown day all else.
-- note: A forward counts for the channel that forwards it, at the time of forwarding; --forwards no leaves forwards out.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH RECURSIVE
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
counts (weekday, hour, posts) AS MATERIALIZED (
    SELECT c.weekday, a.hour, sum(a.posts)
    FROM (
        SELECT d.day, CAST(substr(p.posted_local, 12, 2) AS INTEGER) AS hour, count(*) AS posts
        FROM days AS d
        CROSS JOIN posts AS p ON p.posted_on IS d.day
        WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
          AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
          AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
          AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
        GROUP BY d.day, 2
    ) AS a
    LEFT JOIN calendar AS c ON c.day = a.day
    GROUP BY c.weekday, a.hour
    UNION ALL
    SELECT nullif(m.weekday, 0), nullif(m.hour, -1), sum(m.posts)
    FROM summary AS s
    CROSS JOIN post_hours AS m
    WHERE s.answers
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    -- One number for both, which is sorted in less time; the hours of one weekday are -1 to 23.
    GROUP BY m.weekday * 32 + m.hour
),
weekdays (weekday) AS (SELECT 1 UNION ALL SELECT weekday + 1 FROM weekdays WHERE weekday < 7),
hours (hour) AS (SELECT 0 UNION ALL SELECT hour + 1 FROM hours WHERE hour < 23)
SELECT r.weekday AS weekday,
       r.hour AS hour,
       sum(r.posts) AS posts,
       round(10000.0 * sum(r.posts) / sum(sum(r.posts)) OVER ()) / 100 AS share,
       sum(sum(r.posts)) OVER () AS all_posts
FROM (
    SELECT n.weekday, n.hour, n.posts
    FROM counts AS n
    UNION ALL
    SELECT w.weekday, h.hour, 0
    FROM weekdays AS w
    CROSS JOIN hours AS h
    WHERE EXISTS (SELECT 1 FROM counts)
) AS r
GROUP BY r.weekday, r.hour
ORDER BY r.weekday IS NULL, weekday, r.hour IS NULL, hour
