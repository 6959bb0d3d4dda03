WITH covered AS (SELECT min(posted_on) AS first_on, max(posted_on) AS last_on FROM posts),
periods AS (
    SELECT m::DATE AS month, (m < first_on OR last_day(m) > last_on)::INT AS partial
    FROM covered, generate_series(date_trunc('month', first_on), last_on, INTERVAL 1 MONTH) AS s(m)
    UNION ALL
    SELECT DISTINCT NULL::DATE, NULL::INT FROM posts WHERE posted_on IS NULL
),
said AS (
    SELECT p.posted_on, row_number() OVER (PARTITION BY coalesce(g.point_group_id, t.talking_point_id)
                                           ORDER BY p.posted_on NULLS LAST) AS place
    FROM talking_points AS t
    JOIN posts AS p USING (post_id)
    LEFT JOIN grouped_points AS g USING (talking_point_id)
),
counts AS (
    SELECT date_trunc('month', posted_on)::DATE AS month, count(*) AS points, count(*) FILTER (place = 1) AS firsts FROM said GROUP BY ALL
)
SELECT coalesce(strftime(a.month, '%Y-%m'), 'undated') AS period, coalesce(points, 0) AS points,
       CASE WHEN a.month IS NOT NULL THEN coalesce(firsts, 0) END AS "new",
       CASE WHEN a.month IS NOT NULL THEN coalesce(points - firsts, 0) END AS repeated,
       CASE WHEN a.month IS NOT NULL THEN round(100.0 * firsts / points, 2) END AS new_share,
       round(100.0 * coalesce(points, 0) / sum(points) OVER (), 2) AS share, sum(points) OVER () AS all_points, a.partial
FROM periods AS a
LEFT JOIN counts AS n ON n.month IS NOT DISTINCT FROM a.month
ORDER BY period
