WITH said AS (
    SELECT g.point_group_id AS point, p.channel_id, min(epoch(p.posted_at)) AS seconds
    FROM grouped_points AS g
    JOIN talking_points AS t USING (talking_point_id)
    JOIN posts AS p USING (post_id)
    WHERE p.posted_local IS NOT NULL AND p.is_forward = 0
    GROUP BY ALL
),
lags AS (
    SELECT channel_id, point, seconds - min(seconds) OVER (PARTITION BY point) AS lag
    FROM said
    QUALIFY count(*) OVER (PARTITION BY point) > 1
),
placed AS (SELECT *, count(*) FILTER (lag = 0) OVER (PARTITION BY point) AS firsts FROM lags)
SELECT coalesce('@' || c.handle, c.name, c.external_id) AS channel, count(*) FILTER (lag = 0 AND firsts = 1) AS first_count, count(*) FILTER (lag = 0 AND firsts > 1) AS tied_count,
       count(*) FILTER (lag > 0) AS follow_count, round(median(lag) FILTER (lag > 0) / 3600, 2) AS median_lag_hours,
       round(100.0 * count(*) FILTER (lag = 0 AND firsts = 1) / count(*), 2) AS share, count(*) AS shared_points
FROM placed
JOIN channels AS c USING (channel_id)
GROUP BY c.channel_id, 1
ORDER BY first_count DESC, tied_count DESC, follow_count DESC, channel, c.channel_id
LIMIT 20
