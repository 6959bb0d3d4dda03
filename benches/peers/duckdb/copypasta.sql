WITH alike AS (
    SELECT hash(trim(lowered)) AS text_id
    FROM posts
    WHERE is_forward = 0 AND length(lowered) >= 40
    GROUP BY ALL
    HAVING min(channel_id) < max(channel_id)
),
copies AS (
    SELECT trim(p.lowered) AS lowered, p.post_id, p.channel_id, coalesce('@' || c.handle, c.name, c.external_id) AS name, p.posted_on, p.posted_at
    FROM posts AS p
    SEMI JOIN alike AS a ON a.text_id = hash(trim(p.lowered))
    JOIN channels AS c USING (channel_id)
    WHERE is_forward = 0 AND length(trim(p.lowered)) >= 40
),
placed AS (
    SELECT *, row_number() OVER (PARTITION BY lowered ORDER BY posted_on NULLS LAST, posted_at, name, post_id) AS place,
           count(DISTINCT channel_id) OVER (PARTITION BY lowered, posted_on, posted_at) AS at_once
    FROM copies
),
texts AS (
    SELECT lowered, count(DISTINCT channel_id) AS channels, count(*) AS posts, min(posted_on) AS "first", max(posted_on) AS "last",
           min(post_id) FILTER (place = 1) AS post_id, min(name) FILTER (place = 1 AND at_once = 1) AS first_channel
    FROM placed
    GROUP BY ALL
    HAVING count(DISTINCT channel_id) >= 2
)
SELECT p.text, t.channels, t.posts, t."first", t."last", t.first_channel, coalesce(p.url, c.link_base || p.external_id) AS link,
       round(100.0 * t.posts / (SELECT count(*) FROM posts WHERE is_forward = 0), 2) AS share,
       (SELECT count(*) FROM posts WHERE is_forward = 0) AS all_posts
FROM texts AS t
JOIN posts AS p USING (post_id)
JOIN channels AS c USING (channel_id)
ORDER BY t.channels DESC, t.posts DESC, t."first" NULLS LAST, p.text
LIMIT 20
