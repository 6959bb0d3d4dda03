WITH medians AS (
    SELECT channel_id, median(views) AS median, count(views) AS posts, count(*) AS all_posts
    FROM posts
    WHERE is_forward = 0
    GROUP BY ALL
    HAVING count(views) >= 5
)
SELECT coalesce('@' || c.handle, c.name, c.external_id) AS channel, p.posted_on AS date, coalesce(p.url, c.link_base || p.external_id) AS link, p.views AS value,
       round(p.views / nullif(m.median, 0), 2) AS x_median, p.text, m.median, m.posts, round(100.0 * m.posts / m.all_posts, 2) AS share,
       m.all_posts
FROM posts AS p
JOIN medians AS m USING (channel_id)
JOIN channels AS c USING (channel_id)
WHERE p.is_forward = 0 AND p.views IS NOT NULL
ORDER BY p.views / nullif(m.median, 0) DESC NULLS LAST, p.views DESC, channel, p.posted_on NULLS LAST, p.posted_at, p.external_no, p.post_id
LIMIT 20
