-- Silent days and jumps in ids
--
-- use: Where may posts be missing?
-- tags: overview, quality
-- @param since    date?         : first day counted
-- @param until    date?         : last day counted
-- @param channel  channel*      : only these channels
-- @param min_days int(1..) = 7  : report silences of at least this many days
-- @param min_ids  int(1..) = 10 : report jumps of at least this many ids
-- @column channel     text : handle, else name, else id
-- @column gap_from    date : first silent day; without a silent day, the day of the post before the jump
-- @column gap_to      date : last silent day; without a silent day, the day of the post after the jump
-- @column days        int  : days in a row without a post
-- @column missing_ids int  : ids between the known ones on both sides that no post, album item or event has; NULL in a channel without ids
-- @example chancery run data-gaps --min-days 14 --channel @ministry
-- note: Looked for from a channel's first day and id to its last; what lies before and after is not known.
-- note: Silent days with missing_ids 0 are a true silence: nothing with an id is lost. Ids are also missing where posts were deleted.
-- note: Posts without id (flattened text) can show silent days only. Forwards count as posts.
-- note: since and until pick the gaps that touch that time, not the posts.
-- note: Rows are ordered by channel, then by time.
WITH
-- From day to day: the silences of each channel.
silences (channel_id, before_on, after_on, days) AS (
    SELECT a.channel_id, a.day, a.next_day, CAST(julianday(a.next_day) - julianday(a.day) - 1 AS INTEGER)
    FROM (
        SELECT p.channel_id, p.posted_on AS day,
               lead(p.posted_on) OVER (PARTITION BY p.channel_id ORDER BY p.posted_on) AS next_day
        FROM posts AS p
        WHERE p.posted_on IS NOT NULL
          AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
        GROUP BY p.channel_id, p.posted_on
    ) AS a
    WHERE a.next_day IS NOT NULL
),
-- From id to id: all that is known, in order, with its day.
known (channel_id, number, day) AS (
    SELECT p.channel_id, p.external_no, p.posted_on
    FROM posts AS p
    WHERE p.external_no IS NOT NULL
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
    UNION ALL
    SELECT p.channel_id, CAST(m.external_id AS INTEGER), p.posted_on
    FROM posts AS p
    CROSS JOIN media AS m ON m.post_id = p.post_id
    WHERE p.album_size > 1
      AND m.external_id <> ''
      AND m.external_id NOT GLOB '*[^0-9]*'
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
    UNION ALL
    SELECT e.channel_id, e.external_no, e.happened_on
    FROM channel_events AS e
    WHERE e.external_no IS NOT NULL
      AND (:channel IS NULL OR e.channel_id IN (SELECT value FROM json_each(:channel)))
),
jumps (channel_id, number, missing_ids, before_on, after_on, last_post_on, next_post_on) AS (
    SELECT s.channel_id, s.number, s.missing_ids, s.before_on, s.after_on,
           (SELECT max(p.posted_on) FROM posts AS p WHERE p.channel_id = s.channel_id AND p.posted_on <= s.before_on),
           (SELECT min(p.posted_on) FROM posts AS p WHERE p.channel_id = s.channel_id AND p.posted_on >= s.after_on)
    FROM (
        SELECT k.channel_id, k.number, k.day AS after_on, lag(k.day) OVER ids AS before_on,
               k.number - lag(k.number) OVER ids - 1 AS missing_ids
        FROM known AS k
        WINDOW ids AS (PARTITION BY k.channel_id ORDER BY k.number, k.day)
    ) AS s
    WHERE s.missing_ids > 0
),
-- Where ids run against time, or some posts have none, posts may lie between the two days of a jump.
placed_jumps (channel_id, number, missing_ids, before_on, after_on, last_post_on, next_post_on, is_within_silence) AS MATERIALIZED (
    SELECT j.channel_id, j.number, j.missing_ids, j.before_on, j.after_on, j.last_post_on, j.next_post_on,
           coalesce(julianday(j.next_post_on) - julianday(j.last_post_on), 0) > 1
           AND NOT EXISTS (SELECT 1 FROM posts AS p
                           WHERE p.channel_id = j.channel_id AND p.posted_on > j.last_post_on AND p.posted_on < j.next_post_on)
    FROM jumps AS j
),
-- A jump within a silence belongs to it; any other is a gap of its own.
gaps (channel_id, number, before_on, after_on, days, missing_ids) AS (
    SELECT s.channel_id, NULL, s.before_on, s.after_on, s.days,
           CASE WHEN EXISTS (SELECT 1 FROM posts AS p WHERE p.channel_id = s.channel_id AND p.external_no IS NOT NULL) THEN 0 END
    FROM silences AS s
    UNION ALL
    SELECT j.channel_id, NULL, j.last_post_on, j.next_post_on, 0, j.missing_ids
    FROM placed_jumps AS j
    WHERE j.is_within_silence
    UNION ALL
    SELECT j.channel_id, j.number, j.before_on, j.after_on, 0, j.missing_ids
    FROM placed_jumps AS j
    WHERE NOT j.is_within_silence
),
reported (channel_id, number, gap_from, gap_to, days, missing_ids) AS (
    SELECT g.channel_id, g.number,
           CASE WHEN sum(g.days) > 0 THEN date(g.before_on, '+1 day') ELSE g.before_on END,
           CASE WHEN sum(g.days) > 0 THEN date(g.after_on, '-1 day') ELSE g.after_on END,
           sum(g.days), sum(g.missing_ids)
    FROM gaps AS g
    GROUP BY g.channel_id, g.number, g.before_on, g.after_on
    HAVING sum(g.days) >= coalesce(:min_days, 7) OR sum(g.missing_ids) >= coalesce(:min_ids, 10)
)
SELECT coalesce('@' || c.handle, c.name, c.external_id) AS channel,
       r.gap_from AS gap_from,
       r.gap_to AS gap_to,
       r.days AS days,
       r.missing_ids AS missing_ids
FROM reported AS r
CROSS JOIN channels AS c ON c.channel_id = r.channel_id
WHERE (:since IS NULL OR r.gap_to >= :since)
  AND (:until IS NULL OR r.gap_from <= :until)
ORDER BY channel, c.channel_id, gap_from, gap_to, r.number
