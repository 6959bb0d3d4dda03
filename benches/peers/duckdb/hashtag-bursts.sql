WITH covered AS (SELECT min(posted_on) AS first_on, max(posted_on) AS last_on FROM posts),
all_posts AS (
    SELECT date_trunc('month', posted_on)::DATE AS month, count(*) AS posts FROM posts WHERE posted_on IS NOT NULL GROUP BY ALL
),
months AS (
    SELECT month, posts, coalesce(sum(posts) OVER (ORDER BY month RANGE BETWEEN INTERVAL 6 MONTH PRECEDING
                                                   AND INTERVAL 1 MONTH PRECEDING), 0) AS window_posts
    FROM all_posts
),
tags AS (
    SELECT date_trunc('month', p.posted_on)::DATE AS month, u.hashtag_id, count(DISTINCT u.post_id) AS posts
    FROM post_hashtags AS u
    JOIN posts AS p USING (post_id)
    WHERE p.posted_on IS NOT NULL
    GROUP BY ALL
),
measured AS (
    SELECT t.month, t.hashtag_id, t.posts AS a, m.posts AS n,
           coalesce(sum(t.posts) OVER (PARTITION BY t.hashtag_id ORDER BY t.month
                                       RANGE BETWEEN INTERVAL 6 MONTH PRECEDING AND INTERVAL 1 MONTH PRECEDING), 0) AS b,
           m.window_posts AS w
    FROM tags AS t
    JOIN months AS m USING (month)
)
SELECT strftime(month, '%Y-%m') AS period, tag, a AS posts, round(b * n / w, 2) AS baseline,
       round(a / nullif(b * n / w, 0), 2) AS ratio,
       round((n + w)::DOUBLE * pow(a * (w - b) - (n - a) * b, 2) / (n::DOUBLE * w * (a + b) * (n + w - a - b)), 2) AS score,
       b AS window_posts, w AS all_window_posts, round(100.0 * a / n, 2) AS share, n AS all_posts,
       (month < first_on OR last_day(month) > last_on)::INT AS partial
FROM measured
CROSS JOIN covered
JOIN hashtags USING (hashtag_id)
WHERE a >= 5 AND w > 0 AND a * w > b * n
ORDER BY score DESC, period, tag
LIMIT 20
