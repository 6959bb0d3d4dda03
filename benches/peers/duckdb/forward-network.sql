WITH counts AS (
    SELECT channel_id, CASE WHEN is_forward = 1 THEN forwarded_from_id END AS origin_id, count(*) AS weight,
           min(posted_on) AS "first", max(posted_on) AS "last"
    FROM posts
    GROUP BY ALL
),
edges AS (
    SELECT *, sum(weight) OVER (PARTITION BY channel_id) AS all_posts FROM counts QUALIFY origin_id IS NOT NULL
),
members AS (
    SELECT channel_id, coalesce('@' || c.handle, c.name, c.external_id) AS name, coalesce(external_id, platform) AS mark,
           count(*) OVER (PARTITION BY coalesce('@' || c.handle, c.name, c.external_id)) AS namesakes
    FROM channels AS c
    WHERE channel_id IN (SELECT channel_id FROM edges UNION SELECT origin_id FROM edges)
),
labels AS (SELECT channel_id, CASE WHEN namesakes > 1 THEN name || ' (' || mark || ')' ELSE name END AS label FROM members)
SELECT s.label AS source, t.label AS target, weight, "first", "last", round(100.0 * weight / all_posts, 2) AS share, all_posts
FROM edges AS e
JOIN labels AS s ON s.channel_id = e.channel_id
JOIN labels AS t ON t.channel_id = e.origin_id
ORDER BY weight DESC, source, target, e.channel_id, e.origin_id
LIMIT 20
