WITH counts AS (
    SELECT channel_id, is_forward, CASE WHEN is_forward = 1 THEN forwarded_from_id END AS source_id, count(*) AS forwards
    FROM posts
    GROUP BY ALL
),
sources AS (
    SELECT *, sum(forwards) OVER (PARTITION BY channel_id) AS all_posts FROM counts QUALIFY is_forward = 1
)
SELECT coalesce('@' || c.handle, c.name, c.external_id) AS channel, coalesce('@' || f.handle, f.name, f.external_id, 'unknown') AS source, forwards,
       round(100.0 * forwards / all_posts, 2) AS share, all_posts
FROM sources AS s
JOIN channels AS c USING (channel_id)
LEFT JOIN channels AS f ON f.channel_id = s.source_id
ORDER BY forwards DESC, channel, source, s.channel_id, s.source_id
LIMIT 20
