WITH covered AS (SELECT min(posted_on) AS first_on, max(posted_on) AS last_on FROM posts),
periods AS (
    SELECT m::DATE AS month, (m < first_on OR last_day(m) > last_on)::INT AS partial
    FROM covered, generate_series(date_trunc('month', first_on), last_on, INTERVAL 1 MONTH) AS s(m)
    UNION ALL
    SELECT DISTINCT NULL::DATE, NULL::INT FROM posts WHERE posted_on IS NULL
),
counts AS (
    SELECT date_trunc('month', posted_on)::DATE AS month, count(*) AS all_posts,
           count(*) FILTER (contains(lowered, getvariable('message'))) AS posts,
           count(DISTINCT channel_id) FILTER (contains(lowered, getvariable('message'))) AS channels
    FROM posts
    GROUP BY ALL
)
SELECT coalesce(strftime(a.month, '%Y-%m'), 'undated') AS period, getvariable('message') AS message, coalesce(posts, 0) AS posts,
       coalesce(channels, 0) AS channels, round(100.0 * coalesce(posts, 0) / nullif(coalesce(all_posts, 0), 0), 2) AS share,
       coalesce(all_posts, 0) AS all_posts, a.partial
FROM periods AS a
LEFT JOIN counts AS n ON n.month IS NOT DISTINCT FROM a.month
ORDER BY period
