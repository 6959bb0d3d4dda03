-- One row a channel
--
-- use: How much, how often and in what form does each channel post?
-- tags: overview, channels
-- needs: views, word-index when words
-- @param since    date?                   : first day counted
-- @param until    date?                   : last day counted
-- @param channel  channel*                : only these channels
-- @param tag      hashtag*                : only posts that carry one of these hashtags, with or without '#'
-- @param name     entity*                 : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                  : only posts whose text contains this phrase
-- @param forwards enum(yes|no|only) = yes : count forwarded posts: yes, no, or only these
-- @column channel       text    : handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column posts         int     : posts under the filters
-- @column first         date    : first day with a post; NULL when all are undated
-- @column last          date    : last day with a post
-- @column posts_per_day float   : dated posts / days from first to last, both included
-- @column share         percent : posts / all_posts, 0 to 100
-- @column median_views  float   : median of views; posts without views are left out, NULL when none has them
-- @column avg_points    float   : talking points / posts; posts without points count
-- @column forwards_pct  percent : posts forwarded from elsewhere / posts, 0 to 100
-- @column active_days   int     : days with at least one post
-- @column all_posts     int     : posts of all channels under the same filters
-- @chart bar x=channel y=posts
-- @example chancery run channel-summary --since 2024 --until 2024
-- note: Channels without a post under the filters are left out; so are channels known only as the origin of forwards.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: Telegram shows the views of the original under a forward; for the views of a channel's own posts take --forwards no.
-- note: Rows are ordered by posts, most first, then by channel.
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
counted (post_id, channel_id, posted_on, is_forward, views) AS MATERIALIZED (
    SELECT p.post_id, p.channel_id, p.posted_on, p.is_forward, p.views
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
),
medians (channel_id, views) AS (
    SELECT r.channel_id, avg(r.views)
    FROM (
        SELECT n.channel_id, n.views,
               row_number() OVER (PARTITION BY n.channel_id ORDER BY n.views) AS place,
               count(*) OVER (PARTITION BY n.channel_id) AS places
        FROM counted AS n
        WHERE n.views IS NOT NULL
    ) AS r
    WHERE r.place IN ((r.places + 1) / 2, (r.places + 2) / 2)
    GROUP BY r.channel_id
),
-- The same from the index of views: how many posts have each number of views, and how many have that or less.
view_counts (channel_id, views, posts, up_to, places) AS (
    SELECT p.channel_id, p.views, count(*), sum(count(*)) OVER (PARTITION BY p.channel_id ORDER BY p.views),
           sum(count(*)) OVER (PARTITION BY p.channel_id)
    FROM posts AS p INDEXED BY posts_views
    -- What answers, written out: SQLite then skips the index or goes through it in its order. Compared with 1, since beside
    -- a term that a value in its place makes false SQLite forgets the others, and then finds the index unfit.
    WHERE (:since IS NULL AND :until IS NULL AND :words IS NULL AND :tag IS NULL AND :name IS NULL) = 1
      AND p.views IS NOT NULL
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
    GROUP BY p.channel_id, p.views
),
-- Each measure of a channel in a row of its own, gathered below.
measures (channel_id, posts, dated, first_on, last_on, active_days, forwards, points, median_views) AS (
    SELECT n.channel_id, count(*), count(n.posted_on), min(n.posted_on), max(n.posted_on), count(DISTINCT n.posted_on),
           sum(n.is_forward), 0, NULL
    FROM counted AS n
    GROUP BY n.channel_id
    UNION ALL
    SELECT n.channel_id, 0, 0, NULL, NULL, 0, 0, count(*), NULL
    FROM counted AS n
    CROSS JOIN talking_points AS t ON t.post_id = n.post_id
    GROUP BY n.channel_id
    UNION ALL
    SELECT m.channel_id, 0, 0, NULL, NULL, 0, 0, 0, m.views
    FROM medians AS m
    UNION ALL
    SELECT m.channel_id, sum(m.posts), sum(iif(m.month = 'undated', 0, m.posts)), NULL, NULL, 0, sum(m.posts * m.is_forward),
           sum(m.talking_points), NULL
    FROM post_fields AS m
    WHERE :since IS NULL AND :until IS NULL
      AND (SELECT s.answers FROM summary AS s)
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.channel_id
    UNION ALL
    -- In the order in which they stand, so that no day need be kept to count it once.
    SELECT m.channel_id, 0, 0,
           (SELECT min(e.day) FROM post_days AS e
            WHERE e.channel_id = m.channel_id AND e.day <> 'undated'
              AND (coalesce(:forwards, 'yes') = 'yes' OR e.is_forward = (:forwards = 'only'))),
           (SELECT max(e.day) FROM post_days AS e
            WHERE e.channel_id = m.channel_id AND e.day <> 'undated'
              AND (coalesce(:forwards, 'yes') = 'yes' OR e.is_forward = (:forwards = 'only'))),
           count(DISTINCT m.day), 0, 0, NULL
    FROM post_days AS m
    WHERE :since IS NULL AND :until IS NULL
      AND (SELECT s.answers FROM summary AS s)
      AND m.day <> 'undated'
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.channel_id
    UNION ALL
    SELECT v.channel_id, 0, 0, NULL, NULL, 0, 0, 0, avg(v.views)
    FROM view_counts AS v
    CROSS JOIN json_each('[1, 2]') AS e
    WHERE (v.places + e.value) / 2 > v.up_to - v.posts AND (v.places + e.value) / 2 <= v.up_to
    GROUP BY v.channel_id
)
SELECT c.channel AS channel,
       sum(s.posts) AS posts,
       min(s.first_on) AS first,
       max(s.last_on) AS last,
       -- In whole numbers: what round() makes of a half, such as 43 / 40, differs between versions of SQLite.
       (200 * sum(s.dated) / CAST(julianday(max(s.last_on)) - julianday(min(s.first_on)) + 1 AS INTEGER) + 1) / 2 / 100.0 AS posts_per_day,
       round(10000.0 * sum(s.posts) / sum(sum(s.posts)) OVER ()) / 100 AS share,
       max(s.median_views) AS median_views,
       (200 * sum(s.points) / sum(s.posts) + 1) / 2 / 100.0 AS avg_points,
       round(10000.0 * sum(s.forwards) / sum(s.posts)) / 100 AS forwards_pct,
       sum(s.active_days) AS active_days,
       sum(sum(s.posts)) OVER () AS all_posts
FROM measures AS s
CROSS JOIN v_channels AS c ON c.channel_id = s.channel_id
GROUP BY c.channel_id
ORDER BY posts DESC, channel, c.channel_id
