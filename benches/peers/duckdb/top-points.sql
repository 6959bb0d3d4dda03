WITH points AS (
    SELECT g.point_group_id AS point, count(DISTINCT t.post_id) AS posts, count(*) AS points, count(DISTINCT p.channel_id) AS channels,
           min(p.posted_on) AS "first", max(p.posted_on) AS "last"
    FROM grouped_points AS g
    JOIN talking_points AS t USING (talking_point_id)
    JOIN posts AS p USING (post_id)
    GROUP BY ALL
    HAVING count(DISTINCT t.post_id) >= 2
)
SELECT n.point, t.text, n.posts, n.points, n.channels, n."first", n."last", n."last" - n."first" + 1 AS span_days,
       round(100.0 * n.posts / (SELECT count(*) FROM posts), 2) AS share, (SELECT count(*) FROM posts) AS all_posts
FROM points AS n
JOIN talking_points AS t ON t.talking_point_id = n.point
ORDER BY n.posts DESC, n.channels DESC, n."first" NULLS LAST, t.text, n.point
LIMIT 20
