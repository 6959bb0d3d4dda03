-- Channels with posts, those of most posts first
SELECT c.channel_id || '' AS value, sum(m.posts) AS posts, c.handle, c.name, c.external_id
FROM post_months AS m JOIN channels AS c USING (channel_id)
GROUP BY m.channel_id
ORDER BY posts DESC, m.channel_id
