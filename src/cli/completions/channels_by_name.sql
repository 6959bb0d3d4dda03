-- Channels, without a count of their posts
SELECT c.handle, c.name, c.external_id, NULL AS posts
FROM channels AS c
WHERE EXISTS (SELECT 1 FROM post_months AS m WHERE m.channel_id = c.channel_id)
ORDER BY c.handle IS NULL, c.folded_handle, c.folded_name, c.channel_id
