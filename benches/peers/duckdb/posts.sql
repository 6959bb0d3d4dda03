WITH tags AS (
    SELECT post_id, string_agg('#' || tag, ' ' ORDER BY position) AS tags
    FROM post_hashtags
    JOIN hashtags USING (hashtag_id)
    GROUP BY ALL
),
points AS (SELECT post_id, count(*) AS points FROM talking_points GROUP BY ALL)
SELECT p.posted_on AS date, coalesce('@' || c.handle, c.name, c.external_id) AS channel, p.title, p.text, t.tags, coalesce(n.points, 0) AS points, coalesce(p.url, c.link_base || p.external_id) AS link
FROM posts AS p
JOIN channels AS c USING (channel_id)
LEFT JOIN tags AS t USING (post_id)
LEFT JOIN points AS n USING (post_id)
ORDER BY p.posted_on DESC NULLS LAST, p.posted_at DESC, p.post_id DESC
