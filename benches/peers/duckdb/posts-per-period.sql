WITH covered AS (SELECT min(posted_on) AS first_on, max(posted_on) AS last_on FROM posts),
periods AS (
    SELECT m::DATE AS month, (m < first_on OR last_day(m) > last_on)::INT AS partial
    FROM covered, generate_series(date_trunc('month', first_on), last_on, INTERVAL 1 MONTH) AS s(m)
    UNION ALL
    SELECT DISTINCT NULL::DATE, NULL::INT FROM posts WHERE posted_on IS NULL
),
counts AS (
    SELECT date_trunc('month', posted_on)::DATE AS month, count(*) AS posts, sum(is_forward) AS forwards,
           count(DISTINCT channel_id) AS channels
    FROM posts
    GROUP BY ALL
)
SELECT coalesce(strftime(a.month, '%Y-%m'), 'undated') AS period, coalesce(n.posts, 0) AS posts, coalesce(n.posts - n.forwards, 0) AS originals,
       coalesce(n.forwards, 0) AS forwards, coalesce(n.channels, 0) AS channels, a.partial,
       round(100.0 * coalesce(n.posts, 0) / sum(n.posts) OVER (), 2) AS share, sum(n.posts) OVER () AS all_posts
FROM periods AS a
LEFT JOIN counts AS n ON n.month IS NOT DISTINCT FROM a.month
ORDER BY period
