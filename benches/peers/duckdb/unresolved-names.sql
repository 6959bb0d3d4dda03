WITH persons AS (
    SELECT e.name, coalesce(e.label, e.name) AS label, bool_or(a.entity_id IS NOT NULL) AS is_known, count(DISTINCT p.post_id) AS posts,
           count(p.post_id) AS uses, count(DISTINCT p.channel_id) AS channels
    FROM entities AS e
    LEFT JOIN (SELECT DISTINCT entity_id FROM entity_aliases) AS a USING (entity_id)
    LEFT JOIN mentions AS u USING (entity_id)
    LEFT JOIN posts AS p USING (post_id)
    WHERE e.kind = 'person'
    GROUP BY e.entity_id, 1, 2
),
ranked AS (
    SELECT *, CASE row_number() OVER family WHEN 1 THEN nth_value(label, 2) OVER family ELSE first_value(label) OVER family END AS close_to
    FROM persons
    WINDOW family AS (PARTITION BY split_part(name, ' ', -1) ORDER BY is_known DESC, posts DESC, name
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
)
SELECT label AS name, posts, uses, channels, close_to, round(100.0 * posts / (SELECT count(*) FROM posts), 2) AS share,
       (SELECT count(*) FROM posts) AS all_posts
FROM ranked AS r
WHERE NOT is_known AND posts > 0
ORDER BY posts DESC, uses DESC, r.name
LIMIT 20
