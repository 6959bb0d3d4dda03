-- Channels with posts in the last year of the data, those of most posts in it first
WITH last_month (month) AS (SELECT max(month) FROM post_months WHERE month < 'undated')
SELECT c.channel_id || '' AS value, NULL AS posts, c.handle, c.name, c.external_id
FROM post_months AS m JOIN channels AS c USING (channel_id)
WHERE m.month BETWEEN (SELECT strftime('%Y-%m', month || '-01', '-11 months') FROM last_month) AND (SELECT month FROM last_month)
GROUP BY m.channel_id
ORDER BY sum(m.posts) DESC, m.channel_id
