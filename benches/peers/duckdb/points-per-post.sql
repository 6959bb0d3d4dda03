WITH covered AS (SELECT min(posted_on) AS first_on, max(posted_on) AS last_on FROM posts),
periods AS (
    SELECT m::DATE AS month, (m < first_on OR last_day(m) > last_on)::INT AS partial
    FROM covered, generate_series(date_trunc('month', first_on), last_on, INTERVAL 1 MONTH) AS s(m)
    UNION ALL
    SELECT DISTINCT NULL::DATE, NULL::INT FROM posts WHERE posted_on IS NULL
),
counts AS (
    SELECT date_trunc('month', posted_on)::DATE AS month, channel_id, count(*) AS posts,
           median(length(text)) FILTER (text <> '') AS median_chars
    FROM posts
    GROUP BY ALL
),
points AS (
    SELECT date_trunc('month', p.posted_on)::DATE AS month, p.channel_id, count(*) AS points
    FROM talking_points
    JOIN posts AS p USING (post_id)
    GROUP BY ALL
)
SELECT coalesce(strftime(a.month, '%Y-%m'), 'undated') AS period, coalesce('@' || c.handle, c.name, c.external_id) AS channel, coalesce(n.posts, 0) AS posts,
       round(coalesce(t.points, 0) / n.posts, 2) AS avg_points, n.median_chars,
       round(100.0 * coalesce(n.posts, 0) / sum(n.posts) OVER (PARTITION BY a.month), 2) AS share,
       coalesce(sum(n.posts) OVER (PARTITION BY a.month), 0) AS all_posts, a.partial
FROM periods AS a
CROSS JOIN (SELECT DISTINCT channel_id FROM posts) AS k
JOIN channels AS c USING (channel_id)
LEFT JOIN counts AS n ON n.month IS NOT DISTINCT FROM a.month AND n.channel_id = k.channel_id
LEFT JOIN points AS t ON t.month IS NOT DISTINCT FROM a.month AND t.channel_id = k.channel_id
ORDER BY period, channel, k.channel_id
