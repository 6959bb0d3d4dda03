WITH naming AS (SELECT DISTINCT entity_id, post_id FROM mentions),
totals AS (SELECT entity_id, count(*) AS posts FROM naming GROUP BY ALL),
counts AS (
    SELECT n.entity_id, u.hashtag_id, count(DISTINCT n.post_id) AS posts
    FROM naming AS n
    JOIN post_hashtags AS u USING (post_id)
    GROUP BY ALL
)
SELECT coalesce(e.label, e.name) AS name, e.kind, h.tag, n.posts, round(100.0 * n.posts / t.posts, 2) AS share, t.posts AS all_posts
FROM counts AS n
JOIN totals AS t USING (entity_id)
JOIN entities AS e USING (entity_id)
JOIN hashtags AS h USING (hashtag_id)
WHERE e.kind <> 'number'
ORDER BY n.posts DESC, e.name, e.kind, h.tag
LIMIT 20
