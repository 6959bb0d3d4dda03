WITH covered AS (SELECT min(posted_on) AS first_on, max(posted_on) AS last_on FROM posts),
periods AS (
    SELECT m::DATE AS month, (m < first_on OR last_day(m) > last_on)::INT AS partial
    FROM covered, generate_series(date_trunc('month', first_on), last_on, INTERVAL 1 MONTH) AS s(m)
    UNION ALL
    SELECT DISTINCT NULL::DATE, NULL::INT FROM posts WHERE posted_on IS NULL
),
all_posts AS (SELECT date_trunc('month', posted_on)::DATE AS month, count(*) AS posts FROM posts GROUP BY ALL),
counts AS (
    SELECT date_trunc('month', p.posted_on)::DATE AS month, u.hashtag_id, count(DISTINCT u.post_id) AS posts, count(*) AS uses
    FROM post_hashtags AS u
    JOIN posts AS p USING (post_id)
    GROUP BY ALL
),
ranked AS (SELECT *, rank() OVER (PARTITION BY month ORDER BY posts DESC) AS rank FROM counts),
kept AS (
    SELECT hashtag_id, tag
    FROM counts
    JOIN hashtags USING (hashtag_id)
    GROUP BY ALL
    ORDER BY sum(posts) DESC, sum(uses) DESC, tag
    LIMIT 20
)
SELECT coalesce(strftime(a.month, '%Y-%m'), 'undated') AS period, n.rank, k.tag, coalesce(n.posts, 0) AS posts,
       CASE WHEN a.month IS NOT NULL THEN lag(n.rank) OVER (PARTITION BY k.tag ORDER BY a.month) - n.rank END AS rank_change,
       round(100.0 * coalesce(n.posts, 0) / nullif(coalesce(w.posts, 0), 0), 2) AS share, coalesce(w.posts, 0) AS all_posts, a.partial
FROM periods AS a
CROSS JOIN kept AS k
LEFT JOIN all_posts AS w ON w.month IS NOT DISTINCT FROM a.month
LEFT JOIN ranked AS n ON n.month IS NOT DISTINCT FROM a.month AND n.hashtag_id = k.hashtag_id
ORDER BY period, coalesce(n.posts, 0) DESC, k.tag
