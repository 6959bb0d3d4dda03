WITH named AS (SELECT DISTINCT post_id, entity_id FROM mentions),
totals AS (SELECT entity_id, count(*) AS posts FROM named GROUP BY ALL),
pairs AS (
    SELECT s.entity_id AS source_id, t.entity_id AS target_id, s.name AS source, t.name AS target, s.kind AS source_kind,
           t.kind AS target_kind, count(*) AS weight, min(p.posted_on) AS "first", max(p.posted_on) AS "last"
    FROM named AS a
    JOIN named AS b ON b.post_id = a.post_id AND b.entity_id <> a.entity_id
    JOIN entities AS s ON s.entity_id = a.entity_id AND s.kind <> 'number'
    JOIN entities AS t ON t.entity_id = b.entity_id AND t.kind <> 'number' AND (s.name, s.kind) < (t.name, t.kind)
    JOIN posts AS p ON p.post_id = a.post_id
    GROUP BY ALL
    ORDER BY weight DESC, source, target, source_kind, target_kind
    LIMIT 20
)
SELECT coalesce(s.label, s.name) AS source, coalesce(t.label, t.name) AS target, weight,
       round(weight / (a.posts + b.posts - weight), 4) AS jaccard, "first", "last", source_kind, target_kind,
       round(100.0 * weight / (SELECT count(*) FROM posts), 2) AS share, (SELECT count(*) FROM posts) AS all_posts
FROM pairs AS n
JOIN entities AS s ON s.entity_id = source_id
JOIN entities AS t ON t.entity_id = target_id
JOIN totals AS a ON a.entity_id = source_id
JOIN totals AS b ON b.entity_id = target_id
ORDER BY weight DESC, n.source, n.target, source_kind, target_kind
