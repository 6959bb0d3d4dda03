WITH said AS (
    SELECT coalesce(g.point_group_id, t.talking_point_id) AS point, p.channel_id, coalesce('@' || c.handle, c.name, c.external_id) AS name,
           min(CASE WHEN p.posted_local IS NOT NULL THEN epoch(p.posted_at) END) AS seconds
    FROM talking_points AS t
    JOIN posts AS p USING (post_id)
    JOIN channels AS c USING (channel_id)
    LEFT JOIN grouped_points AS g USING (talking_point_id)
    WHERE p.is_forward = 0
    GROUP BY ALL
),
made AS (SELECT channel_id, count(*) AS points FROM said GROUP BY ALL),
pairs AS (
    SELECT a.channel_id AS source_id, b.channel_id AS target_id, a.name AS source, b.name AS target, count(*) AS weight,
           median(abs(a.seconds - b.seconds)) AS lag
    FROM said AS a
    JOIN said AS b ON b.point = a.point AND (a.name, a.channel_id) < (b.name, b.channel_id)
    GROUP BY ALL
)
SELECT source, target, weight, round(weight / (s.points + t.points - weight), 4) AS jaccard, round(lag / 3600, 2) AS median_lag_hours,
       s.points AS source_points, t.points AS target_points, round(100.0 * weight / w.points, 2) AS share, w.points AS all_points
FROM pairs
JOIN made AS s ON s.channel_id = source_id
JOIN made AS t ON t.channel_id = target_id
CROSS JOIN (SELECT count(DISTINCT point) AS points FROM said) AS w
ORDER BY weight DESC, jaccard DESC, source, target, source_id, target_id
LIMIT 20
