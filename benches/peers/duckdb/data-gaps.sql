WITH days AS (SELECT DISTINCT channel_id, posted_on AS day FROM posts WHERE posted_on IS NOT NULL),
silences AS (
    SELECT channel_id, day AS before_on, lead(day) OVER (PARTITION BY channel_id ORDER BY day) AS after_on FROM days
),
known AS (
    SELECT channel_id, external_no AS number, posted_on AS day FROM posts WHERE external_no IS NOT NULL
    UNION ALL
    SELECT p.channel_id, try_cast(m.external_id AS BIGINT), p.posted_on FROM media AS m JOIN posts AS p USING (post_id)
    WHERE p.album_size > 1 AND regexp_full_match(m.external_id, '[0-9]+')
    UNION ALL
    SELECT channel_id, external_no, happened_on FROM channel_events WHERE external_no IS NOT NULL
),
steps AS (
    SELECT channel_id, number, day AS after_on, lag(day) OVER ids AS before_on, number - lag(number) OVER ids - 1 AS missing_ids
    FROM known
    WINDOW ids AS (PARTITION BY channel_id ORDER BY number, day)
),
jumps AS (
    SELECT s.channel_id, s.number, s.missing_ids, s.before_on, s.after_on, b.day AS last_on, a.day AS next_on
    FROM (FROM steps WHERE missing_ids > 0) AS s
    ASOF LEFT JOIN days AS b ON b.channel_id = s.channel_id AND b.day <= s.before_on
    ASOF LEFT JOIN days AS a ON a.channel_id = s.channel_id AND a.day >= s.after_on
),
placed AS (
    SELECT j.*, coalesce(j.next_on - j.last_on, 0) > 1 AND n.after_on IS NOT DISTINCT FROM j.next_on AS is_within
    FROM jumps AS j
    LEFT JOIN silences AS n ON n.channel_id = j.channel_id AND n.before_on = j.last_on
),
gaps AS (
    SELECT channel_id, NULL AS number, before_on, after_on, after_on - before_on - 1 AS days,
           CASE WHEN channel_id IN (SELECT channel_id FROM posts WHERE external_no IS NOT NULL) THEN 0 END AS missing_ids
    FROM silences
    WHERE after_on IS NOT NULL
    UNION ALL
    SELECT channel_id, CASE WHEN NOT is_within THEN number END, CASE WHEN is_within THEN last_on ELSE before_on END,
           CASE WHEN is_within THEN next_on ELSE after_on END, 0, missing_ids
    FROM placed
),
reported AS (
    SELECT channel_id, number, before_on, after_on, sum(days) AS days, sum(missing_ids) AS missing_ids
    FROM gaps
    GROUP BY ALL
    HAVING sum(days) >= 7 OR sum(missing_ids) >= 10
)
SELECT coalesce('@' || c.handle, c.name, c.external_id) AS channel, CASE WHEN days > 0 THEN before_on + 1 ELSE before_on END AS gap_from,
       CASE WHEN days > 0 THEN after_on - 1 ELSE after_on END AS gap_to, days, missing_ids
FROM reported AS r
JOIN channels AS c USING (channel_id)
ORDER BY channel, c.channel_id, gap_from, gap_to, r.number NULLS FIRST
