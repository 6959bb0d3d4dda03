WITH counts AS (
    SELECT u.entity_id, count(DISTINCT u.post_id) AS posts, count(*) AS uses, count(DISTINCT p.channel_id) AS channels
    FROM mentions AS u
    JOIN posts AS p USING (post_id)
    GROUP BY ALL
)
SELECT rank() OVER (ORDER BY posts DESC) AS rank, coalesce(e.label, e.name) AS name, e.kind, posts, uses, channels,
       round(100.0 * posts / (SELECT count(*) FROM posts), 2) AS share, (SELECT count(*) FROM posts) AS all_posts
FROM counts
JOIN entities AS e USING (entity_id)
WHERE e.kind <> 'number'
ORDER BY posts DESC, uses DESC, e.name, e.kind
LIMIT 20
