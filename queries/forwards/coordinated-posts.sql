-- Channels that post the same within moments
--
-- use: Which channels post the same link, text, hashtag, forward or talking point within moments of each other, again and again?
-- tags: forwards, channels, points, coordination, network
-- needs: point-groups when object=point, word-index when words
-- @param object      enum(text|link|hashtag|forward|point) = link : what is the same: the text of the post, a link, a hashtag, the original of a forward, or a talking point
-- @param window      duration = 60s                               : how long after the first the second may post
-- @param min_times   int(1..) = 2                                 : only pairs with at least this many such posts
-- @param min_objects int(1..) = 1                                 : only pairs with at least this many different links, texts, hashtags, originals or points
-- @param min_length  int(1..) = 40                                : of texts: only those of at least this many characters
-- @param since       date?                                        : first day counted
-- @param until       date?                                        : last day counted
-- @param channel     channel*                                     : only these channels, as the first and as the second
-- @param tag         hashtag*                                     : only posts that carry one of these hashtags, with or without '#'
-- @param name        entity*                                      : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words       words?                                       : only posts whose text contains this phrase
-- @param forwards    enum(yes|no|only) = yes                      : count forwarded posts: yes, no, or only these
-- @param top         int(0..) = 20                                : keep the pairs with most such posts; 0 keeps all
-- @column source       text    : the channel that posts first: handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column target       text    : the channel that posts the same within the window
-- @column weight       int     : posts of target that follow one of source with the same object within the window
-- @column objects      int     : different objects among them
-- @column median_lag_s float   : median of the seconds between such a post and the latest one of source that it follows
-- @column first        date    : first day of such a post of target
-- @column last         date    : last day of such a post of target
-- @column share        percent : weight / all_posts, 0 to 100
-- @column timed_posts  int     : of all_posts, those whose instant is known; the others cannot be compared
-- @column all_posts    int     : all posts of target under the same filters
-- @network directed
-- @example chancery run coordinated-posts --object text --window 5m --min-times 3 --top 0
-- note: It is the method of coordinated sharing, as in CooRnet and CooRTweet, whose windows are mostly of seconds to a minute.
-- note: A post counts once for a pair, however many objects it shares and however many posts it follows. A signature link in every post makes many posts and one object: --min-objects leaves such pairs out.
-- note: The direction tells who posts first, so that two channels can make two rows; an undirected network takes their sum. Posts of one instant have no first: they count once, for the pair in order of names, and channels of one name in order of their ids, else of their platforms.
-- note: Only posts whose instant is known are compared, a bare day is not enough; compare timed_posts with all_posts. An input that tells the time to the minute makes lags coarse.
-- note: Posting the same at once is no proof of an agreement: a common source, an event or a timetable does the same, and a channel's discussion group forwards its posts at once. Look at the posts.
-- note: Texts are equal when their folded texts are, as in copypasta; links when the addresses are, as written; hashtags when the folded tags are.
-- note: Talking points are the same when they are of one group, as chancery group makes them; a point that is like no other one meets nothing. In other tools a store whose points are not grouped, or were changed since, gives an error; run chancery group first.
-- note: An original is known by its channel and its id there, else by its channel and instant. Where an input tells neither, as Telegram Desktop's JSON, take --object text --forwards only.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: Rows are ordered by weight, then objects, most first, then by source and target.
-- note: The time it takes grows with the posts of one object within a window: 50,000 uses of one hashtag over two years take a second or two with a minute, and ten with a day.
-- note: Undated posts count in all_posts, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's counts tell how many posts there are when no day, word, hashtag or name is asked for. Links and texts are then
-- read as they lie, which is less than all posts; else the posts are listed first. A channel alone meets nobody, so that
-- nothing need be read.
summary (answers, is_direct, is_listed) AS (
    SELECT g.answers, g.meets AND g.answers AND coalesce(:object, 'link') IN ('link', 'text'),
           g.meets AND NOT (g.answers AND coalesce(:object, 'link') IN ('link', 'text'))
    FROM (
        SELECT :since IS NULL AND :until IS NULL AND :words IS NULL AND :tag IS NULL AND :name IS NULL AS answers,
               (SELECT min(m.channel_id) FROM post_months AS m) < (SELECT max(m.channel_id) FROM post_months AS m) AS meets
    ) AS g
),
days (day) AS (
    SELECT c.day
    FROM summary AS s
    CROSS JOIN calendar AS c
    WHERE s.is_listed
      AND c.day BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31')
    UNION ALL
    SELECT NULL FROM summary AS s WHERE s.is_listed AND :since IS NULL AND :until IS NULL
),
-- An index has all of it but the words.
counted (post_id, channel_id, is_known_forward) AS MATERIALIZED (
    SELECT p.post_id, p.channel_id, p.is_forward AND p.forwarded_from_id IS NOT NULL
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (
          SELECT u.post_id FROM hashtags AS h JOIN post_hashtags AS u ON u.hashtag_id = h.hashtag_id
          WHERE h.tag IN (SELECT value FROM json_each(:tag))))
      AND (:name IS NULL OR p.post_id IN (
          SELECT u.post_id FROM entities AS h CROSS JOIN mentions AS u ON u.entity_id = h.entity_id
          WHERE h.name IN (SELECT value FROM json_each(:name))))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
),
-- Texts that stand in several channels; most stand in one.
repeated (text_key) AS (
    SELECT p.text_key
    FROM posts AS p
    WHERE :object = 'text' AND p.text_key IS NOT NULL
    GROUP BY p.text_key
    HAVING min(p.channel_id) < max(p.channel_id)
),
uses (object, post_id) AS (
    SELECT l.url, l.post_id
    FROM summary AS s
    CROSS JOIN links AS l NOT INDEXED
    WHERE coalesce(:object, 'link') = 'link' AND s.is_direct
    UNION ALL
    SELECT l.url, n.post_id
    FROM counted AS n
    CROSS JOIN links AS l ON l.post_id = n.post_id
    WHERE coalesce(:object, 'link') = 'link'
    UNION ALL
    SELECT u.hashtag_id, n.post_id
    FROM counted AS n
    CROSS JOIN post_hashtags AS u ON u.post_id = n.post_id
    WHERE :object = 'hashtag'
    UNION ALL
    SELECT p.forwarded_from_id || ' ' || coalesce(p.forwarded_external_id, p.forwarded_at), n.post_id
    FROM counted AS n
    CROSS JOIN posts AS p ON p.post_id = n.post_id
    WHERE :object = 'forward' AND n.is_known_forward
    UNION ALL
    SELECT p.text_key, p.post_id
    FROM repeated AS r
    CROSS JOIN posts AS p ON p.text_key = r.text_key
    WHERE p.text_length >= coalesce(:min_length, 40)
      AND ((SELECT s.is_direct FROM summary AS s) OR p.post_id IN (SELECT n.post_id FROM counted AS n))
    UNION ALL
    SELECT m.point_group_id, n.post_id
    FROM counted AS n
    CROSS JOIN talking_points AS t ON t.post_id = n.post_id
    CROSS JOIN grouped_points AS m ON m.talking_point_id = t.talking_point_id
    WHERE :object = 'point'
),
-- What stands in one post only meets nothing.
shared (object, posts) AS (
    SELECT s.object, json_group_array(s.post_id)
    FROM uses AS s
    WHERE s.object IS NOT NULL
    GROUP BY s.object
    HAVING min(s.post_id) < max(s.post_id)
),
-- Seconds are NULL where only the day is known, or not even that.
shared_uses (object, post_id, channel_id, posted_on, seconds) AS (
    SELECT s.object, p.post_id, p.channel_id, p.posted_on, CAST(strftime('%s', p.posted_at) AS INTEGER)
    FROM shared AS s
    CROSS JOIN json_each(s.posts) AS e
    CROSS JOIN posts AS p ON p.post_id = e.value
    WHERE p.posted_local IS NOT NULL
      -- Of what was not listed these are still to be asked.
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
),
-- What has nothing else of its object within the window before or after it meets nothing either; most has not. A bound must
-- be a number, so the seconds are counted in windows; the half second keeps whole seconds off the bound.
placed_uses (object, post_id, channel_id, posted_on, seconds, neighbours) AS (
    SELECT s.object, s.post_id, s.channel_id, s.posted_on, s.seconds, count(*) OVER around
    FROM shared_uses AS s
    WINDOW around AS (PARTITION BY s.object ORDER BY s.seconds / (coalesce(:window, 60) + 0.5)
                      RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING)
),
-- A post may have an object more than once.
near_uses (object, post_id, channel_id, posted_on, seconds) AS (
    SELECT DISTINCT s.object, s.post_id, s.channel_id, s.posted_on, s.seconds
    FROM placed_uses AS s
    WHERE s.neighbours > 1
),
numbered_uses (object, post_id, channel_id, posted_on, seconds, nth, low_id, high_id) AS (
    SELECT s.object, s.post_id, s.channel_id, s.posted_on, s.seconds,
           row_number() OVER (PARTITION BY s.object, s.seconds, s.channel_id),
           min(s.channel_id) OVER (PARTITION BY s.object),
           max(s.channel_id) OVER (PARTITION BY s.object)
    FROM near_uses AS s
),
-- Each post with the channels and seconds of those that have its object within the window before it, itself included; what
-- stands in one channel only meets nothing. A channel stands there once a second, however many posts a coarse clock gives it.
met (object, post_id, channel_id, posted_on, seconds, members, meetings) AS (
    SELECT s.object, s.post_id, s.channel_id, s.posted_on, s.seconds,
           json_group_object(s.channel_id, s.seconds) FILTER (WHERE s.nth = 1) OVER before, count(*) OVER before
    FROM numbered_uses AS s
    WHERE s.low_id < s.high_id
    WINDOW before AS (PARTITION BY s.object ORDER BY s.seconds / (coalesce(:window, 60) + 0.5)
                      RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)
),
follows (source_id, target_id, post_id, object, posted_on, lag) AS (
    SELECT CAST(e.key AS INTEGER), m.channel_id, m.post_id, m.object, m.posted_on, min(m.seconds - e.value)
    FROM met AS m
    CROSS JOIN json_each(m.members) AS e
    WHERE m.meetings > 1
      AND CAST(e.key AS INTEGER) <> m.channel_id
      AND (e.value < m.seconds
           OR (SELECT coalesce('@' || c.handle, c.name, c.external_id), coalesce(c.external_id, c.platform), c.channel_id
               FROM channels AS c WHERE c.channel_id = CAST(e.key AS INTEGER))
              < (SELECT coalesce('@' || c.handle, c.name, c.external_id), coalesce(c.external_id, c.platform), c.channel_id
                 FROM channels AS c WHERE c.channel_id = m.channel_id))
    GROUP BY 1, 3, 4
),
-- A post and an object count once for a pair.
numbered (source_id, target_id, posted_on, lag, nth_of_post, nth_of_object) AS (
    SELECT f.source_id, f.target_id, f.posted_on, f.lag,
           row_number() OVER (PARTITION BY f.source_id, f.post_id ORDER BY f.lag),
           row_number() OVER (PARTITION BY f.source_id, f.target_id, f.object)
    FROM follows AS f
),
ranked (source_id, target_id, posted_on, lag, is_post, is_object, place, places) AS (
    SELECT r.source_id, r.target_id, r.posted_on, r.lag, r.nth_of_post = 1, r.nth_of_object = 1,
           row_number() OVER (PARTITION BY r.source_id, r.target_id, r.nth_of_post = 1 ORDER BY r.lag),
           sum(r.nth_of_post = 1) OVER (PARTITION BY r.source_id, r.target_id)
    FROM numbered AS r
),
-- What is counted of a pair, and all posts of a target, which have no source.
measures (source_id, target_id, posts, objects, middle_lag, posted_on, timed_posts, all_posts) AS (
    SELECT r.source_id, r.target_id, r.is_post, r.is_object,
           CASE WHEN r.is_post AND r.place IN ((r.places + 1) / 2, (r.places + 2) / 2) THEN r.lag END, r.posted_on, 0, 0
    FROM ranked AS r
    UNION ALL
    SELECT NULL, m.channel_id, 0, 0, NULL, NULL, sum(m.timed), sum(m.posts)
    FROM summary AS s
    CROSS JOIN post_fields AS m
    WHERE s.answers
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.channel_id
    UNION ALL
    SELECT NULL, n.channel_id, 0, 0, NULL, NULL, count(p.posted_local), count(*)
    FROM summary AS s
    CROSS JOIN counted AS n
    CROSS JOIN posts AS p ON p.post_id = n.post_id
    WHERE NOT s.answers
    GROUP BY n.channel_id
),
pairs (source_id, target_id, posts, objects, lag, first_on, last_on, timed_posts, all_posts) AS (
    SELECT n.source_id, n.target_id, n.posts, n.objects, n.lag, n.first_on, n.last_on, n.timed_posts, n.all_posts
    FROM (
        SELECT r.source_id, r.target_id, sum(r.posts) AS posts, sum(r.objects) AS objects, avg(r.middle_lag) AS lag,
               min(r.posted_on) AS first_on, max(r.posted_on) AS last_on,
               sum(sum(r.timed_posts)) OVER (PARTITION BY r.target_id) AS timed_posts,
               sum(sum(r.all_posts)) OVER (PARTITION BY r.target_id) AS all_posts
        FROM measures AS r
        GROUP BY r.source_id, r.target_id
    ) AS n
    WHERE n.source_id IS NOT NULL
      AND n.posts >= coalesce(:min_times, 2)
      AND n.objects >= coalesce(:min_objects, 1)
),
-- The channels with posts; those that have one name are told apart.
labels (channel_id, channel) AS MATERIALIZED (
    SELECT c.channel_id, c.channel
    FROM v_channels AS c
    WHERE EXISTS (SELECT 1 FROM post_months AS m WHERE m.channel_id = c.channel_id)
      AND (:channel IS NULL OR c.channel_id IN (SELECT value FROM json_each(:channel)))
)
SELECT x.channel AS source,
       y.channel AS target,
       n.posts AS weight,
       n.objects AS objects,
       n.lag AS median_lag_s,
       n.first_on AS first,
       n.last_on AS last,
       round(10000.0 * n.posts / n.all_posts) / 100 AS share,
       n.timed_posts AS timed_posts,
       n.all_posts AS all_posts
FROM pairs AS n
CROSS JOIN labels AS x ON x.channel_id = n.source_id
CROSS JOIN labels AS y ON y.channel_id = n.target_id
ORDER BY weight DESC, objects DESC, source, target, n.source_id, n.target_id
LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
