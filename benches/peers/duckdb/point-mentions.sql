WITH naming AS (
    SELECT DISTINCT u.entity_id, coalesce(g.point_group_id, t.talking_point_id) AS point, t.talking_point_id, t.post_id, p.channel_id
    FROM mentions AS u
    JOIN talking_points AS t ON t.talking_point_id = u.talking_point_id
    JOIN posts AS p ON p.post_id = t.post_id
    JOIN entities AS e USING (entity_id)
    LEFT JOIN grouped_points AS g ON g.talking_point_id = t.talking_point_id
    WHERE e.kind <> 'number'
),
totals AS (SELECT entity_id, count(DISTINCT post_id) AS posts FROM naming GROUP BY ALL),
counts AS (
    SELECT entity_id, point, count(DISTINCT post_id) AS posts, count(*) AS points, count(DISTINCT channel_id) AS channels
    FROM naming
    GROUP BY ALL
)
SELECT coalesce(e.label, e.name) AS name, e.kind, n.point, t.text, n.posts, n.points, n.channels,
       round(100.0 * n.posts / w.posts, 2) AS share, w.posts AS all_posts
FROM counts AS n
JOIN totals AS w USING (entity_id)
JOIN entities AS e USING (entity_id)
JOIN talking_points AS t ON t.talking_point_id = n.point
ORDER BY n.posts DESC, n.points DESC, n.channels DESC, e.name, e.kind, t.text, n.point
LIMIT 20
