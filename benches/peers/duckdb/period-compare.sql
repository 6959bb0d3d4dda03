WITH covered AS (SELECT min(posted_on) AS first_on, max(posted_on) AS last_on FROM posts),
chosen AS (
    SELECT CASE WHEN last_on = last_day(last_on) THEN date_trunc('month', last_on)
                ELSE date_trunc('month', last_on) - INTERVAL 1 MONTH END::DATE AS month, first_on
    FROM covered
),
counted AS (
    SELECT post_id, p.posted_on >= month AS is_current
    FROM chosen
    JOIN posts AS p ON p.posted_on BETWEEN month - INTERVAL 1 MONTH AND last_day(month)
),
totals AS (SELECT count(*) FILTER (is_current) AS current, count(*) FILTER (NOT is_current) AS previous FROM counted),
changes AS (
    SELECT hashtag_id, count(DISTINCT post_id) FILTER (is_current) AS current, count(DISTINCT post_id) FILTER (NOT is_current) AS previous
    FROM counted
    JOIN post_hashtags USING (post_id)
    GROUP BY ALL
)
SELECT h.tag AS item, n.current, n.previous, n.current - n.previous AS change,
       round(100.0 * (n.current - n.previous) / nullif(n.previous, 0), 2) AS change_pct,
       round(100.0 * n.current / nullif(w.current, 0), 2) AS share, w.current AS all_posts,
       round(100.0 * n.previous / nullif(w.previous, 0), 2) AS previous_share, w.previous AS previous_all_posts,
       strftime(a.month, '%Y-%m') AS period, strftime(a.month - INTERVAL 1 MONTH, '%Y-%m') AS previous_period,
       (a.month - INTERVAL 1 MONTH < a.first_on)::INT AS partial
FROM changes AS n
CROSS JOIN totals AS w
CROSS JOIN chosen AS a
JOIN hashtags AS h USING (hashtag_id)
ORDER BY abs(n.current - n.previous) DESC, change DESC, n.current DESC, item, hashtag_id
LIMIT 20
