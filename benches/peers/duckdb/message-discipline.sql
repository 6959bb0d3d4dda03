WITH covered AS (SELECT min(posted_on) AS first_on, max(posted_on) AS last_on FROM posts),
periods AS (
    SELECT m::DATE AS month, (m < first_on OR last_day(m) > last_on)::INT AS partial
    FROM covered, generate_series(date_trunc('month', first_on), last_on, INTERVAL 1 MONTH) AS s(m)
    UNION ALL
    SELECT DISTINCT NULL::DATE, NULL::INT FROM posts WHERE posted_on IS NULL
),
said AS (
    SELECT date_trunc('month', p.posted_on)::DATE AS month, p.channel_id, g.point_group_id AS point
    FROM talking_points AS t
    JOIN posts AS p USING (post_id)
    LEFT JOIN grouped_points AS g USING (talking_point_id)
),
shared AS (SELECT point FROM said WHERE point IS NOT NULL GROUP BY ALL HAVING count(DISTINCT channel_id) > 1),
counts AS (
    SELECT month, channel_id, count(*) AS points, count(s.point) AS shared FROM said LEFT JOIN shared AS s USING (point) GROUP BY ALL
)
SELECT coalesce(strftime(a.month, '%Y-%m'), 'undated') AS period, coalesce('@' || c.handle, c.name, c.external_id) AS channel, coalesce(n.points, 0) AS points, coalesce(n.shared, 0) AS shared,
       round(100.0 * n.shared / n.points, 2) AS discipline,
       round(100.0 * coalesce(n.points, 0) / sum(n.points) OVER (PARTITION BY a.month), 2) AS share,
       coalesce(sum(n.points) OVER (PARTITION BY a.month), 0) AS all_points, a.partial
FROM periods AS a
CROSS JOIN (SELECT DISTINCT channel_id FROM posts) AS k
JOIN channels AS c USING (channel_id)
LEFT JOIN counts AS n ON n.month IS NOT DISTINCT FROM a.month AND n.channel_id = k.channel_id
ORDER BY period, channel, k.channel_id
