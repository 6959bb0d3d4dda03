-- Hashtags of a range, by name
-- @param low  text : the first
-- @param high text : all are before it
SELECT h.tag AS value, NULL AS posts
FROM hashtags AS h
WHERE h.tag >= :low AND h.tag < :high
ORDER BY value
LIMIT 50
