-- Hashtags of a range, those of most posts first
-- @param low  text : the first
-- @param high text : all are before it
SELECT h.tag AS value, sum(m.posts) AS posts
FROM hashtags AS h CROSS JOIN hashtag_months AS m USING (hashtag_id)
WHERE h.tag >= :low AND h.tag < :high
GROUP BY h.tag
ORDER BY posts DESC, value
LIMIT 50
