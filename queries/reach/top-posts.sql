-- Posts far above their channel's median
--
-- use: Which posts reached far more than is usual for their channel?
-- tags: posts, reach, rank
-- needs: views, forwards, word-index when words
-- @param metric    enum(views|forwards|reactions) = views : what is compared
-- @param min_posts int(1..) = 5           : only channels with at least this many posts that have the metric, so that the median says something
-- @param since     date?                  : first day counted
-- @param until     date?                  : last day counted
-- @param channel   channel*               : only these channels
-- @param tag       hashtag*               : only posts that carry one of these hashtags, with or without '#'
-- @param name      entity*                : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words     words?                 : only posts whose text contains this phrase
-- @param forwards  enum(yes|no|only) = no : count forwarded posts: yes, no, or only these
-- @param top       int(0..) = 20          : keep the posts farthest above their median; 0 keeps all
-- @column channel   text    : handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column date      date    : day of the post; NULL when unknown
-- @column link      link    : address of the post; NULL where none can be made
-- @column value     int     : the post's views, forwards or reactions by the latest count
-- @column x_median  float   : value / median; NULL where the median is 0
-- @column text      text    : the post as published
-- @column median    float   : median of the values of the channel's posts under the same filters
-- @column posts     int     : posts of the channel that have the metric: those that the median is of
-- @column share     percent : posts / all_posts, 0 to 100: how much of the channel the median is of
-- @column all_posts int     : all posts of the channel under the same filters, with or without the metric
-- @example chancery run top-posts --metric forwards --since -90d
-- note: Posts without the metric are left out, of the median as well; they are never taken for 0. Of reactions, no reaction and none told look alike, so both are left out.
-- note: Telegram shows the views of the original under a forward, so forwards are left out unless --forwards yes or only is given.
-- note: The filters make the median as well: with --words it is that of the posts with these words.
-- note: Counts are as of the latest sighting: a post that was seen soon after it appeared has fewer than it has today. Rounded counts such as 1.2K stand as they are.
-- note: Rows are ordered by x_median, then value, highest first, then by channel, time and id, undated ones last; those without x_median come last of all.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The index of views and the loader's counts answer when views are compared, and no day, word, hashtag or name is asked
-- for; else the posts themselves are read.
summary (answers) AS (
    SELECT :since IS NULL AND :until IS NULL AND :words IS NULL AND :tag IS NULL AND :name IS NULL
       AND coalesce(:metric, 'views') = 'views'
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
measured (post_id, channel_id, value) AS MATERIALIZED (
    SELECT p.post_id, p.channel_id,
           CASE coalesce(:metric, 'views')
                WHEN 'views' THEN p.views
                WHEN 'forwards' THEN p.forwards
                WHEN 'reactions' THEN (SELECT sum(r.count) FROM reactions AS r WHERE r.post_id = p.post_id) END
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'no') = 'yes' OR p.is_forward = (coalesce(:forwards, 'no') = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
),
placed (post_id, channel_id, value, place, posts, all_posts) AS (
    SELECT m.post_id, m.channel_id, m.value,
           row_number() OVER (PARTITION BY m.channel_id, m.value IS NULL ORDER BY m.value),
           count(m.value) OVER (PARTITION BY m.channel_id),
           count(*) OVER (PARTITION BY m.channel_id)
    FROM measured AS m
),
compared (post_id, channel_id, value, median, posts, all_posts) AS (
    SELECT n.post_id, n.channel_id, n.value,
           avg(CASE WHEN n.place IN ((n.posts + 1) / 2, (n.posts + 2) / 2) THEN n.value END)
               OVER (PARTITION BY n.channel_id),
           n.posts, n.all_posts
    FROM placed AS n
    WHERE n.value IS NOT NULL
      AND n.posts >= coalesce(:min_posts, 5)
),
-- From the index: how many posts have each number of views; and in a row without views, how many the channel has in all.
view_counts (channel_id, views, posts, all_posts) AS (
    SELECT p.channel_id, p.views, count(*), 0
    FROM posts AS p INDEXED BY posts_views
    -- What answers, written out: SQLite then skips the index or goes through it in its order. Compared with 1, since beside
    -- a term that a value in its place makes false SQLite forgets the others, and then finds the index unfit.
    WHERE (:since IS NULL AND :until IS NULL AND :words IS NULL AND :tag IS NULL AND :name IS NULL) = 1
      AND coalesce(:metric, 'views') = 'views'
      AND p.views IS NOT NULL
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'no') = 'yes' OR p.is_forward = (coalesce(:forwards, 'no') = 'only'))
    GROUP BY p.channel_id, p.views
    UNION ALL
    SELECT m.channel_id, NULL, 0, sum(m.posts)
    FROM summary AS s
    CROSS JOIN post_months AS m
    WHERE s.answers
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'no') = 'yes' OR m.is_forward = (coalesce(:forwards, 'no') = 'only'))
    GROUP BY m.channel_id
),
-- How many posts have so many views or less, and how many have any.
view_places (channel_id, views, posts, up_to, places, all_posts) AS (
    SELECT n.channel_id, n.views, n.posts, sum(n.posts) OVER (PARTITION BY n.channel_id ORDER BY n.views),
           sum(n.posts) OVER (PARTITION BY n.channel_id), sum(n.all_posts) OVER (PARTITION BY n.channel_id)
    FROM view_counts AS n
),
view_medians (channel_id, views, up_to, places, all_posts, median) AS (
    SELECT v.channel_id, v.views, v.up_to, v.places, v.all_posts,
           -- Halves, since the sum of two numbers that an input may tell of can be too great for a whole number.
           sum(0.5 * v.views * (((v.places + 1) / 2 > v.up_to - v.posts AND (v.places + 1) / 2 <= v.up_to)
                                + ((v.places + 2) / 2 > v.up_to - v.posts AND (v.places + 2) / 2 <= v.up_to)))
               OVER (PARTITION BY v.channel_id)
    FROM view_places AS v
),
-- Of each channel no more than are kept in all, and those that equal the last of them.
highest (post_id, channel_id, value, median, posts, all_posts) AS (
    SELECT p.post_id, p.channel_id, p.views, v.median, v.places, v.all_posts
    FROM view_medians AS v
    CROSS JOIN posts AS p INDEXED BY posts_views ON p.channel_id = v.channel_id AND p.views = v.views
    WHERE v.places >= coalesce(:min_posts, 5)
      AND (v.places - v.up_to < coalesce(:top, 20) OR :top = 0)
      AND (coalesce(:forwards, 'no') = 'yes' OR p.is_forward = (coalesce(:forwards, 'no') = 'only'))
),
kept (post_id, channel, value, times, median, posts, all_posts) AS MATERIALIZED (
    SELECT k.post_id,
           c.channel,
           k.value, k.value / nullif(k.median, 0), k.median,
           k.posts, k.all_posts
    FROM (SELECT * FROM compared UNION ALL SELECT * FROM highest) AS k
    CROSS JOIN v_channels AS c ON c.channel_id = k.channel_id
    CROSS JOIN posts AS p ON p.post_id = k.post_id
    ORDER BY k.value / nullif(k.median, 0) DESC, k.value DESC,
             2, p.posted_on IS NULL, p.posted_on,
             p.posted_local IS NOT NULL, p.posted_at, p.external_no, k.post_id
    LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
)
SELECT k.channel AS channel,
       p.posted_on AS date,
       coalesce(p.url, c.link_base || p.external_id) AS link,
       k.value AS value,
       round(100.0 * k.value / nullif(k.median, 0)) / 100 AS x_median,
       p.text AS text,
       k.median AS median,
       k.posts AS posts,
       round(10000.0 * k.posts / k.all_posts) / 100 AS share,
       k.all_posts AS all_posts
FROM kept AS k
CROSS JOIN posts AS p ON p.post_id = k.post_id
CROSS JOIN channels AS c ON c.channel_id = p.channel_id
ORDER BY k.times DESC, k.value DESC, k.channel, p.posted_on IS NULL, p.posted_on, p.posted_local IS NOT NULL, p.posted_at,
         p.external_no, k.post_id
