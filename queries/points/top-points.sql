-- Most repeated talking points
--
-- use: Which talking points are said again and again, word for word or nearly, and by how many channels?
-- tags: points, channels
-- needs: point-groups, word-index when words
-- @param since     date?                     : first day counted
-- @param until     date?                     : last day counted
-- @param channel   channel*                  : only these channels
-- @param tag       hashtag*                  : only posts that carry one of these hashtags, with or without '#'
-- @param name      entity*                   : only points that name one of these: names, their aliases, or handles with or without '@'
-- @param words     words?                    : only points that contain this phrase
-- @param forwards  enum(yes|no|only) = yes   : count forwarded posts: yes, no, or only these
-- @param min_posts int(1..) = 2              : only points of at least this many posts
-- @param top       int(0..) = 20             : keep the points of most posts; 0 keeps all
-- @column point     int     : the id of the talking point whose words stand for the group; point-spread --point takes it
-- @column text      text    : its words
-- @column posts     int     : posts that say it at least once
-- @column points    int     : times it is said
-- @column channels  int     : channels with such a post
-- @column first     date    : first day of such a post; NULL when all are undated
-- @column last      date    : last day of such a post; NULL when all are undated
-- @column span_days int     : days from the first to the last, both counted; NULL when all are undated
-- @column share     percent : posts / all_posts, 0 to 100
-- @column all_posts int     : all posts under the same filters, with or without points; words and name do not count there
-- @example chancery run top-points --since 2024-03 --forwards no
-- note: Points are the same when they are of one group, as chancery group makes them; the words shown are those of the group, also where a post of the range says it a little differently.
-- note: In other tools a store whose points are not grouped, or were changed since, gives an error; run chancery group first.
-- note: The words that stand for a group may come from a post outside the range.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: Undated posts count, unless since or until is given.
-- note: Rows are ordered by posts, then channels, most first, then by first, undated ones last, text and point.
-- note: With name, a point counts when its own words name one of these, not when its post does so elsewhere, nor when another point of its group does. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text of each point, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- Where there are no points at all, their groups are not asked for.
some_points (is_any) AS (
    SELECT 1 FROM talking_points LIMIT 1
),
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
naming_points (talking_point_id) AS (
    SELECT u.talking_point_id
    FROM entities AS h
    CROSS JOIN mentions AS u ON u.entity_id = h.entity_id
    WHERE h.name IN (SELECT value FROM json_each(:name))
      AND u.talking_point_id IS NOT NULL
),
-- What chancery group has counted answers when no day, word, hashtag or name is asked for, and single points do not count.
summary (answers, is_whole) AS (
    SELECT :since IS NULL AND :until IS NULL AND :words IS NULL AND :tag IS NULL AND :name IS NULL AND coalesce(:min_posts, 2) >= 2,
           :channel IS NULL AND coalesce(:forwards, 'yes') = 'yes'
),
counted (post_id, channel_id, posted_on) AS (
    SELECT p.post_id, p.channel_id, p.posted_on
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE coalesce(:min_posts, 2) < 2
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
),
-- A point that nothing is like is a group of its own, which is of one post; where such do not count, only those of groups are read.
said (point, post_id, channel_id, posted_on) AS (
    SELECT m.point_group_id, p.post_id, p.channel_id, p.posted_on
    FROM grouped_points AS m
    CROSS JOIN talking_points AS t ON t.talking_point_id = m.talking_point_id
    CROSS JOIN posts AS p ON p.post_id = t.post_id
    WHERE coalesce(:min_posts, 2) >= 2
      AND NOT (SELECT s.answers FROM summary AS s)
      AND ((:since IS NULL AND :until IS NULL)
           OR p.posted_on BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31'))
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM point_words AS w WHERE w.talking_point_id = t.talking_point_id AND instr(w.folded, :words) > 0))
      AND (:name IS NULL OR t.talking_point_id IN (SELECT talking_point_id FROM naming_points))
    UNION ALL
    SELECT coalesce((SELECT m.point_group_id FROM grouped_points AS m WHERE m.talking_point_id = t.talking_point_id), t.talking_point_id), n.post_id, n.channel_id, n.posted_on
    FROM counted AS n
    CROSS JOIN talking_points AS t ON t.post_id = n.post_id
    WHERE (:words IS NULL OR EXISTS (SELECT 1 FROM point_words AS w WHERE w.talking_point_id = t.talking_point_id AND instr(w.folded, :words) > 0))
      AND (:name IS NULL OR t.talking_point_id IN (SELECT talking_point_id FROM naming_points))
),
points (point, posts, points, channels, first_on, last_on) AS MATERIALIZED (
    SELECT s.point, count(DISTINCT s.post_id), count(*), count(DISTINCT s.channel_id), min(s.posted_on), max(s.posted_on)
    FROM said AS s
    GROUP BY s.point
    HAVING count(DISTINCT s.post_id) >= coalesce(:min_posts, 2)
    UNION ALL
    SELECT g.point_group_id, g.posts, g.points, g.channels, g.first_on, g.last_on
    FROM some_points AS e
    CROSS JOIN summary AS s
    CROSS JOIN point_groups AS g
    WHERE s.answers
      AND s.is_whole
      AND g.posts >= coalesce(:min_posts, 2)
    UNION ALL
    SELECT m.point_group_id, sum(m.posts), sum(m.points), count(DISTINCT m.channel_id), min(m.first_on), max(m.last_on)
    FROM some_points AS e
    CROSS JOIN summary AS s
    CROSS JOIN point_channels AS m
    WHERE s.answers
      AND NOT s.is_whole
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.point_group_id
    HAVING sum(m.posts) >= coalesce(:min_posts, 2)
),
-- The loader's monthly counts answer when no day or hashtag is asked for.
whole (posts) AS MATERIALIZED (
    SELECT sum(a.posts)
    FROM (
        SELECT sum(m.posts) AS posts
        FROM post_months AS m
        WHERE :since IS NULL AND :until IS NULL AND :tag IS NULL
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
        UNION ALL
        SELECT count(*)
        FROM days AS d
        CROSS JOIN posts AS p ON p.posted_on IS d.day
        WHERE NOT (:since IS NULL AND :until IS NULL AND :tag IS NULL)
          AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
          AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
    ) AS a
)
SELECT g.point AS point,
       t.text AS text,
       g.posts AS posts,
       g.points AS points,
       g.channels AS channels,
       g.first_on AS first,
       g.last_on AS last,
       CAST(julianday(g.last_on) - julianday(g.first_on) AS INTEGER) + 1 AS span_days,
       round(10000.0 * g.posts / w.posts) / 100 AS share,
       w.posts AS all_posts
FROM whole AS w
CROSS JOIN points AS g
CROSS JOIN talking_points AS t ON t.talking_point_id = g.point
ORDER BY g.posts DESC, g.channels DESC, g.first_on IS NULL, g.first_on, t.text, g.point
LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
