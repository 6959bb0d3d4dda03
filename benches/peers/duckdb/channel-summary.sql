WITH counts AS (
    SELECT channel_id, count(*) AS posts, min(posted_on) AS "first", max(posted_on) AS "last", count(posted_on) AS dated,
           median(views) AS median_views, sum(is_forward) AS forwards, count(DISTINCT posted_on) AS active_days
    FROM posts
    GROUP BY ALL
),
points AS (SELECT p.channel_id, count(*) AS points FROM talking_points JOIN posts AS p USING (post_id) GROUP BY ALL)
SELECT coalesce('@' || c.handle, c.name, c.external_id) AS channel, posts, "first", "last", round(dated / ("last" - "first" + 1), 2) AS posts_per_day,
       round(100.0 * posts / sum(posts) OVER (), 2) AS share, median_views, round(coalesce(points, 0) / posts, 2) AS avg_points,
       round(100.0 * forwards / posts, 2) AS forwards_pct, active_days, sum(posts) OVER () AS all_posts
FROM counts AS n
LEFT JOIN points USING (channel_id)
JOIN channels AS c USING (channel_id)
ORDER BY posts DESC, channel, c.channel_id
