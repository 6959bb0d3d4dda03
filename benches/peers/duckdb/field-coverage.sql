WITH counts AS (
    SELECT channel_id, l.format, count(*) AS posts, count(views) AS views, count(views_unit) AS rounded, count(forwards) AS forwards,
           count(replies) AS replies, count(r.post_id) AS reactions, sum(is_edited) AS edited, count(posted_on) AS dated
    FROM posts AS p
    JOIN loads AS l ON l.load_id = p.last_load_id
    LEFT JOIN (SELECT DISTINCT post_id FROM reactions) AS r USING (post_id)
    GROUP BY ALL
)
SELECT coalesce('@' || c.handle, c.name, c.external_id) AS channel, format, posts, round(100.0 * views / posts, 2) AS views_pct, round(100.0 * rounded / posts, 2) AS rounded_pct,
       round(100.0 * forwards / posts, 2) AS forwards_pct, round(100.0 * replies / posts, 2) AS replies_pct,
       round(100.0 * reactions / posts, 2) AS reactions_pct, round(100.0 * edited / posts, 2) AS edited_pct,
       round(100.0 * dated / posts, 2) AS dated_pct, round(100.0 * posts / sum(posts) OVER (), 2) AS share, sum(posts) OVER () AS all_posts
FROM counts
JOIN channels AS c USING (channel_id)
ORDER BY channel, c.channel_id, format
