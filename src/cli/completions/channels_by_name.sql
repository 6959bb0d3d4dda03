-- Channels with posts, by handle or name
SELECT c.channel_id || '' AS value, NULL AS posts, c.handle, c.name, c.external_id
FROM channels AS c
WHERE EXISTS (SELECT 1 FROM post_months AS m WHERE m.channel_id = c.channel_id)
ORDER BY c.handle IS NULL, c.folded_handle, c.folded_name, c.channel_id
