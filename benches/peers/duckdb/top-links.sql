SELECT coalesce(l.host, 'no host') AS value, count(DISTINCT l.post_id) AS posts, count(DISTINCT p.channel_id) AS channels,
       round(100.0 * count(DISTINCT l.post_id) / (SELECT count(*) FROM posts), 2) AS share, (SELECT count(*) FROM posts) AS all_posts
FROM links AS l
JOIN posts AS p USING (post_id)
GROUP BY 1
ORDER BY posts DESC, value
LIMIT 20
