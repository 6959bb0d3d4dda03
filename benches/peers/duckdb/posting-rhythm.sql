WITH counts AS (
    SELECT isodow(posted_on) AS weekday, hour(posted_local) AS hour, count(*) AS posts FROM posts GROUP BY ALL
),
cells AS (
    SELECT w AS weekday, h AS hour FROM range(1, 8) AS a(w), range(0, 24) AS b(h)
    UNION
    SELECT weekday, hour FROM counts
)
SELECT l.weekday, l.hour, coalesce(posts, 0) AS posts, round(100.0 * coalesce(posts, 0) / sum(posts) OVER (), 2) AS share,
       sum(posts) OVER () AS all_posts
FROM cells AS l
LEFT JOIN counts AS n ON n.weekday IS NOT DISTINCT FROM l.weekday AND n.hour IS NOT DISTINCT FROM l.hour
ORDER BY l.weekday NULLS LAST, l.hour NULLS LAST
