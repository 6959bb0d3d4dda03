-- Entities of a range, those first that stand in most of a few hundred posts
-- @param low  text : the first
-- @param high text : all are before it
-- @param kinds text : as a JSON array
WITH RECURSIVE
    ends (first, last) AS (SELECT (SELECT min(post_id) FROM posts), (SELECT max(post_id) FROM posts)),
    sample (post_id) AS (
        SELECT first FROM ends
        UNION ALL
        SELECT s.post_id + max(1, (e.last - e.first) / 300) FROM sample AS s CROSS JOIN ends AS e WHERE s.post_id < e.last
    )
SELECT e.name AS value, NULL AS posts, e.kind
FROM sample AS s CROSS JOIN mentions AS u USING (post_id) CROSS JOIN entities AS e USING (entity_id)
WHERE e.kind IN (SELECT value FROM json_each(:kinds)) AND e.name >= :low AND e.name < :high
GROUP BY e.entity_id
ORDER BY count(*) DESC, value
LIMIT 50
