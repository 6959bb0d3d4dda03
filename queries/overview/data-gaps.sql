-- Silent days and jumps in ids
--
-- use: Where may posts be missing?
-- tags: overview, quality
-- @param since    date?         : first day counted
-- @param until    date?         : last day counted
-- @param channel  channel*      : only these channels
-- @param min_days int(1..) = 7  : report silences of at least this many days
-- @param min_ids  int(1..) = 10 : report jumps of at least this many ids
-- @column channel     text : handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column gap_from    date : first silent day; without a silent day, the day of the post before the jump
-- @column gap_to      date : last silent day; without a silent day, the day of the post after the jump
-- @column days        int  : days in a row without a post
-- @column missing_ids int  : ids between the known ones on both sides that no post, album item or event has; NULL in a channel without ids
-- @example chancery run data-gaps --min-days 14 --channel @ministry
-- note: Looked for from a channel's first day and id to its last; what lies before and after is not known.
-- note: Silent days with missing_ids 0 are a true silence: nothing with an id is lost. Ids are also missing where posts were deleted.
-- note: Where ids run against time, the post before a jump may be the later one: then gap_from is later than gap_to.
-- note: Where a post or event without a day is beside a jump, the nearest ids with a day tell whether the jump lies within a silence.
-- note: Posts without id (flattened text) can show silent days only. Forwards count as posts.
-- note: since and until pick the gaps that touch that time, not the posts. Of a jump beside an undated post only the other day counts there.
-- note: Rows are ordered by channel, then by time; those that begin beside an undated post come first.
WITH
-- From a day with posts to the next one: the silences that are long enough. Few days have nothing so soon after them.
silences (channel_id, before_on, after_on, days) AS (
    SELECT DISTINCT a.channel_id, a.day, a.next_day, CAST(julianday(a.next_day) - julianday(a.day) - 1 AS INTEGER)
    FROM (
        SELECT p.channel_id, p.day,
               (SELECT min(n.day) FROM post_days AS n
                WHERE n.channel_id = p.channel_id AND n.day > p.day AND n.day <> 'undated') AS next_day
        FROM post_days AS p
        WHERE p.day <> 'undated'
          AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
          AND NOT EXISTS (SELECT 1 FROM post_days AS n
                          WHERE n.channel_id = p.channel_id AND n.day > p.day
                            AND n.day <= date(p.day, '+' || coalesce(:min_days, 7) || ' days'))
    ) AS a
    WHERE a.next_day IS NOT NULL
),
-- From one row of known ids to the next: what is missing between, of which most is too little to be told.
holes (channel_id, number, missing_ids, before_on, after_on) AS MATERIALIZED (
    SELECT s.channel_id, s.number, s.missing_ids, s.before_on, s.after_on
    FROM (
        SELECT r.channel_id, r.first_no AS number, r.first_on AS after_on, lag(r.last_on) OVER ids AS before_on,
               -- The messages of a group that became a supergroup have ids below zero; no message is between the two.
               CASE WHEN r.first_no > 0 AND lag(r.last_no) OVER ids < 0 THEN 0
                    ELSE r.first_no - lag(r.last_no) OVER ids - 1 END AS missing_ids
        FROM id_runs AS r
        WHERE (:channel IS NULL OR r.channel_id IN (SELECT value FROM json_each(:channel)))
        WINDOW ids AS (PARTITION BY r.channel_id ORDER BY r.first_no)
    ) AS s
    -- A small one can be told only as a part of a silence, and none lies within a day with posts.
    WHERE s.missing_ids >= coalesce(:min_ids, 10)
       OR s.missing_ids > 0
          AND (s.before_on IS NOT s.after_on
               OR NOT EXISTS (SELECT 1 FROM post_days AS p WHERE p.channel_id = s.channel_id AND p.day = s.before_on))
),
-- Where an id at the end of a row has no day, as events of a page have none, the nearest one in that row that has one.
ends (channel_id, first_no, first_on, last_on) AS (
    SELECT r.channel_id, r.first_no,
           coalesce(r.first_on, (SELECT p.posted_on FROM posts AS p
                                 WHERE p.channel_id = r.channel_id AND p.external_no BETWEEN r.first_no AND r.last_no
                                   AND p.posted_on IS NOT NULL
                                 ORDER BY p.external_no LIMIT 1), r.last_on),
           coalesce(r.last_on, (SELECT p.posted_on FROM posts AS p
                                WHERE p.channel_id = r.channel_id AND p.external_no BETWEEN r.first_no AND r.last_no
                                  AND p.posted_on IS NOT NULL
                                ORDER BY p.external_no DESC LIMIT 1), r.first_on)
    FROM id_runs AS r
    WHERE r.channel_id IN (SELECT s.channel_id FROM holes AS s WHERE s.before_on IS NULL OR s.after_on IS NULL)
),
-- The rows of ids from one with a day to the next one have it in common, seen from either side.
dated_ends (channel_id, first_no, first_on, last_on, dated_before, dated_after) AS (
    SELECT e.channel_id, e.first_no, e.first_on, e.last_on,
           count(e.last_on) OVER (PARTITION BY e.channel_id ORDER BY e.first_no),
           count(e.first_on) OVER (PARTITION BY e.channel_id ORDER BY e.first_no DESC)
    FROM ends AS e
),
nearest (channel_id, number, last_on, next_on) AS (
    SELECT e.channel_id, e.first_no,
           max(e.last_on) OVER (PARTITION BY e.channel_id, e.dated_before),
           max(e.first_on) OVER (PARTITION BY e.channel_id, e.dated_after)
    FROM dated_ends AS e
),
neighbours (channel_id, number, last_on, next_on) AS MATERIALIZED (
    SELECT n.channel_id, n.number, lag(n.last_on) OVER (PARTITION BY n.channel_id ORDER BY n.number), n.next_on
    FROM nearest AS n
),
jumps (channel_id, number, missing_ids, before_on, after_on, last_post_on, next_post_on) AS MATERIALIZED (
    SELECT s.channel_id, s.number, s.missing_ids, s.before_on, s.after_on,
           (SELECT max(p.day) FROM post_days AS p
            WHERE p.channel_id = s.channel_id AND p.day <= coalesce(s.before_on, n.last_on) AND p.day <> 'undated'),
           (SELECT min(p.day) FROM post_days AS p
            WHERE p.channel_id = s.channel_id AND p.day >= coalesce(s.after_on, n.next_on) AND p.day <> 'undated')
    FROM holes AS s
    LEFT JOIN neighbours AS n
        ON (s.before_on IS NULL OR s.after_on IS NULL) AND n.channel_id = s.channel_id AND n.number = s.number
),
-- Where ids run against time, or some posts have none, posts may lie between the two days of a jump.
placed_jumps (channel_id, number, missing_ids, before_on, after_on, last_post_on, next_post_on, is_within_silence) AS MATERIALIZED (
    SELECT j.channel_id, j.number, j.missing_ids, j.before_on, j.after_on, j.last_post_on, j.next_post_on,
           coalesce(julianday(j.next_post_on) - julianday(j.last_post_on), 0) > 1
           AND NOT EXISTS (SELECT 1 FROM post_days AS p
                           WHERE p.channel_id = j.channel_id AND p.day > j.last_post_on AND p.day < j.next_post_on)
    FROM jumps AS j
),
-- A jump within a silence belongs to it, a short one included; any other is a gap of its own.
gaps (channel_id, number, before_on, after_on, days, missing_ids) AS (
    SELECT s.channel_id, NULL, s.before_on, s.after_on, s.days,
           CASE WHEN EXISTS (SELECT 1 FROM posts AS p WHERE p.channel_id = s.channel_id AND p.external_no IS NOT NULL) THEN 0 END
    FROM silences AS s
    UNION ALL
    SELECT j.channel_id, NULL, j.last_post_on, j.next_post_on,
           CAST(julianday(j.next_post_on) - julianday(j.last_post_on) - 1 AS INTEGER), j.missing_ids
    FROM placed_jumps AS j
    WHERE j.is_within_silence
    UNION ALL
    SELECT j.channel_id, j.number, j.before_on, j.after_on, 0, j.missing_ids
    FROM placed_jumps AS j
    WHERE NOT j.is_within_silence
),
reported (channel_id, number, gap_from, gap_to, days, missing_ids) AS (
    SELECT g.channel_id, g.number,
           CASE WHEN max(g.days) > 0 THEN date(g.before_on, '+1 day') ELSE g.before_on END,
           CASE WHEN max(g.days) > 0 THEN date(g.after_on, '-1 day') ELSE g.after_on END,
           max(g.days), sum(g.missing_ids)
    FROM gaps AS g
    GROUP BY g.channel_id, g.number, g.before_on, g.after_on
    HAVING max(g.days) >= coalesce(:min_days, 7) OR sum(g.missing_ids) >= coalesce(:min_ids, 10)
)
SELECT c.channel AS channel,
       r.gap_from AS gap_from,
       r.gap_to AS gap_to,
       r.days AS days,
       r.missing_ids AS missing_ids
FROM reported AS r
CROSS JOIN v_channels AS c ON c.channel_id = r.channel_id
-- Where ids run against time, a jump begins with the later day; beside an undated post it has one day.
WHERE (:since IS NULL OR max(coalesce(r.gap_from, r.gap_to), coalesce(r.gap_to, r.gap_from)) >= :since)
  AND (:until IS NULL OR min(coalesce(r.gap_from, r.gap_to), coalesce(r.gap_to, r.gap_from)) <= :until || '~')
  -- A silence may touch both sides of a time that ends before it begins.
  AND (:since IS NULL OR :until IS NULL OR :since <= :until || '~')
ORDER BY channel, c.channel_id, gap_from, gap_to, r.number
