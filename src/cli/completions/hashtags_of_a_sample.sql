-- Hashtags of a range, those first that stand in most of a few hundred posts
-- @param low  text : the first
-- @param high text : all are before it
WITH RECURSIVE
    ends (first, last) AS (SELECT (SELECT min(post_id) FROM posts), (SELECT max(post_id) FROM posts)),
    sample (post_id) AS (
        SELECT first FROM ends
        UNION ALL
        SELECT s.post_id + max(1, (e.last - e.first) / 300) FROM sample AS s CROSS JOIN ends AS e WHERE s.post_id < e.last
    )
SELECT h.tag AS value, NULL AS posts
FROM sample AS s CROSS JOIN post_hashtags AS u USING (post_id) CROSS JOIN hashtags AS h USING (hashtag_id)
WHERE h.tag >= :low AND h.tag < :high
GROUP BY h.hashtag_id
ORDER BY count(*) DESC, value
LIMIT 50
