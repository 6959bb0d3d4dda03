WITH shared AS (
    SELECT l.url
    FROM links AS l
    JOIN posts AS p USING (post_id)
    WHERE p.posted_local IS NOT NULL
    GROUP BY ALL
    HAVING min(p.channel_id) < max(p.channel_id)
),
uses AS (
    SELECT DISTINCT l.url, p.post_id, p.channel_id, coalesce('@' || c.handle, c.name, c.external_id) AS name, p.posted_on, epoch(p.posted_at)::BIGINT AS seconds
    FROM links AS l
    SEMI JOIN shared USING (url)
    JOIN posts AS p USING (post_id)
    JOIN channels AS c USING (channel_id)
    WHERE p.posted_local IS NOT NULL
),
follows AS (
    SELECT s.channel_id AS source_id, t.channel_id AS target_id, s.name AS source, t.name AS target, t.post_id, t.url, t.posted_on,
           min(t.seconds - s.seconds) AS lag
    FROM uses AS s
    JOIN uses AS t ON t.url = s.url AND t.channel_id <> s.channel_id AND t.seconds BETWEEN s.seconds AND s.seconds + 60
    WHERE s.seconds < t.seconds OR (s.name, s.channel_id) < (t.name, t.channel_id)
    GROUP BY ALL
),
posts_met AS (SELECT source_id, target_id, source, target, post_id, posted_on, min(lag) AS lag FROM follows GROUP BY ALL),
pairs AS (
    SELECT source_id, target_id, source, target, count(*) AS weight, median(lag) AS lag, min(posted_on) AS "first", max(posted_on) AS "last"
    FROM posts_met
    GROUP BY ALL
    HAVING count(*) >= 2
),
objects AS (SELECT source_id, target_id, count(DISTINCT url) AS objects FROM follows GROUP BY ALL),
totals AS (SELECT channel_id AS target_id, count(posted_local) AS timed_posts, count(*) AS all_posts FROM posts GROUP BY ALL)
SELECT source, target, weight, objects, lag AS median_lag_s, "first", "last", round(100.0 * weight / all_posts, 2) AS share, timed_posts, all_posts
FROM pairs
JOIN objects USING (source_id, target_id)
JOIN totals USING (target_id)
ORDER BY weight DESC, objects DESC, source, target, source_id, target_id
LIMIT 20
