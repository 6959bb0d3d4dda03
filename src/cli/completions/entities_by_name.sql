-- Entities of a range, by name
-- @param low  text : the first
-- @param high text : all are before it
-- @param kinds text : as a JSON array
SELECT e.name AS value, NULL AS posts, e.kind
FROM entities AS e
WHERE e.kind IN (SELECT value FROM json_each(:kinds)) AND e.name >= :low AND e.name < :high
ORDER BY value
LIMIT 50
