-- Who says a talking point first
--
-- use: Which channels say first what others repeat, and which follow, how many hours later?
-- tags: points, channels, time
-- needs: point-groups, word-index when words
-- @param since    date?                   : first day counted
-- @param until    date?                   : last day counted
-- @param channel  channel*                : only these channels
-- @param tag      hashtag*                : only posts that carry one of these hashtags, with or without '#'
-- @param name     entity*                 : only points that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                  : only points that contain this phrase
-- @param forwards enum(yes|no|only) = no  : count forwarded posts: yes, no, or only these
-- @param top      int(0..) = 20           : keep the channels that are first most often; 0 keeps all
-- @column channel          text    : handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column first_count      int     : shared points that it said before all others
-- @column tied_count       int     : shared points that it and another channel said first in the same second
-- @column follow_count     int     : shared points that another channel said before it
-- @column median_lag_hours float   : of the points that it followed with, median of the hours after the first channel; NULL when it followed with none
-- @column share            percent : first_count / shared_points, 0 to 100
-- @column shared_points    int     : points that it and at least one other channel said under the same filters
-- @example chancery run point-first-movers --since 2024-03
-- note: A point here is a group of points that say the same, as chancery group makes them; each counts once for a channel, by its first post with it.
-- note: In other tools a store whose points are not grouped, or were changed since, gives an error; run chancery group first.
-- note: Only posts whose instant is known count: a bare day does not tell who was first. An undated post may be older than the first one.
-- note: First is first of the channels in the store, under the same filters; with since, of that range: a point may have been said before it.
-- note: A forward names its origin and is left out unless --forwards yes or only is given.
-- note: Being first is no proof that the others took it from there: an event or a common source does the same.
-- note: Rows are ordered by first_count, then tied_count, then follow_count, most first, then by channel.
-- note: With name, a point counts when its own words name one of these, not when its post does so elsewhere, nor when another point of its group does. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text of each point, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- Where there are no points at all, their groups are not asked for.
some_points (is_any) AS (
    SELECT 1 FROM talking_points LIMIT 1
),
-- What chancery group has counted answers when no day, word, hashtag or name is asked for, all of it when no channel is,
-- either; else the posts themselves are read.
summary (answers, is_whole) AS (
    SELECT :since IS NULL AND :until IS NULL AND :words IS NULL AND :tag IS NULL AND :name IS NULL, :channel IS NULL
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
-- The first time that each channel says each point.
said (point, channel_id, seconds) AS MATERIALIZED (
    SELECT m.point_group_id, p.channel_id, min(CAST(strftime('%s', p.posted_at) AS INTEGER))
    FROM grouped_points AS m
    CROSS JOIN talking_points AS t ON t.talking_point_id = m.talking_point_id
    CROSS JOIN posts AS p ON p.post_id = t.post_id
    WHERE NOT (SELECT s.answers FROM summary AS s)
      AND p.posted_local IS NOT NULL
      AND p.posted_on BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31')
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'no') = 'yes' OR p.is_forward = (coalesce(:forwards, 'no') = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM point_words AS w WHERE w.talking_point_id = t.talking_point_id AND instr(w.folded, :words) > 0))
      AND (:name IS NULL OR t.talking_point_id IN (SELECT talking_point_id FROM naming_points))
    GROUP BY m.point_group_id, p.channel_id
    UNION ALL
    SELECT m.point_group_id, m.channel_id, min(m.first_second)
    FROM some_points AS e
    CROSS JOIN point_channels AS m
    WHERE (SELECT s.answers AND NOT s.is_whole FROM summary AS s)
      AND m.first_second IS NOT NULL
      AND m.channel_id IN (SELECT value FROM json_each(:channel))
      AND (coalesce(:forwards, 'no') = 'yes' OR m.is_forward = (coalesce(:forwards, 'no') = 'only'))
    GROUP BY m.point_group_id, m.channel_id
),
placed (channel_id, lag, channels, firsts) AS MATERIALIZED (
    SELECT s.channel_id, s.seconds - s.first_seconds, s.channels,
           sum(s.seconds = s.first_seconds) OVER (PARTITION BY s.point)
    FROM (
        SELECT s.point, s.channel_id, s.seconds,
               min(s.seconds) OVER (PARTITION BY s.point) AS first_seconds,
               count(*) OVER (PARTITION BY s.point) AS channels
        FROM said AS s
    ) AS s
),
shared (channel_id, lag, firsts) AS MATERIALIZED (
    SELECT r.channel_id, r.lag, r.firsts FROM placed AS r WHERE r.channels > 1
),
medians (channel_id, lag) AS (
    SELECT r.channel_id, avg(r.lag)
    FROM (
        SELECT s.channel_id, s.lag,
               row_number() OVER (PARTITION BY s.channel_id ORDER BY s.lag) AS place,
               count(*) OVER (PARTITION BY s.channel_id) AS places
        FROM shared AS s
        WHERE s.lag > 0
    ) AS r
    WHERE r.place IN ((r.places + 1) / 2, (r.places + 2) / 2)
    GROUP BY r.channel_id
),
measures (channel_id, firsts, ties, follows, lag) AS (
    SELECT s.channel_id, s.lag = 0 AND s.firsts = 1, s.lag = 0 AND s.firsts > 1, s.lag > 0, NULL FROM shared AS s
    UNION ALL
    SELECT r.channel_id, 0, 0, 0, r.lag FROM medians AS r
    UNION ALL
    SELECT m.channel_id, m.first_count, m.tied_count, m.follow_count, m.median_lag
    FROM some_points AS e
    CROSS JOIN summary AS s
    CROSS JOIN point_standings AS m
    WHERE s.answers
      AND s.is_whole
      AND m.forwards = coalesce(:forwards, 'no')
      AND m.first_count + m.tied_count + m.follow_count > 0
)
SELECT c.channel AS channel,
       sum(n.firsts) AS first_count,
       sum(n.ties) AS tied_count,
       sum(n.follows) AS follow_count,
       -- In whole numbers: what round() makes of a half, such as 54 seconds, differs between versions of SQLite.
       (CAST(max(n.lag) * 2 AS INTEGER) * 100 + 3600) / 7200 / 100.0 AS median_lag_hours,
       round(10000.0 * sum(n.firsts) / sum(n.firsts + n.ties + n.follows)) / 100 AS share,
       sum(n.firsts + n.ties + n.follows) AS shared_points
FROM measures AS n
CROSS JOIN v_channels AS c ON c.channel_id = n.channel_id
GROUP BY n.channel_id
ORDER BY first_count DESC, tied_count DESC, follow_count DESC, channel, n.channel_id
LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
