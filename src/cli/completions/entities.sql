-- Entities of a range, those of most posts first
-- @param low  text : the first
-- @param high text : all are before it
-- @param kinds text : as a JSON array
SELECT e.name AS value, sum(m.posts) AS posts, e.kind
FROM entities AS e CROSS JOIN mention_months AS m USING (entity_id)
WHERE e.kind IN (SELECT value FROM json_each(:kinds)) AND e.name >= :low AND e.name < :high
GROUP BY e.kind, e.name
ORDER BY posts DESC, value
LIMIT 50
