WITH counts AS (
    SELECT u.hashtag_id, count(DISTINCT u.post_id) AS posts,
           first(p.post_id ORDER BY p.posted_on NULLS LAST, p.posted_at, p.post_id) AS post_id
    FROM post_hashtags AS u
    JOIN posts AS p USING (post_id)
    GROUP BY ALL
)
SELECT h.tag, p.posted_on AS "first", coalesce('@' || c.handle, c.name, c.external_id) AS channel, coalesce(p.url, c.link_base || p.external_id) AS link, n.posts,
       round(100.0 * n.posts / (SELECT count(*) FROM posts), 2) AS share, (SELECT count(*) FROM posts) AS all_posts
FROM counts AS n
JOIN hashtags AS h USING (hashtag_id)
JOIN posts AS p USING (post_id)
JOIN channels AS c USING (channel_id)
ORDER BY n.posts DESC, h.tag
LIMIT 20
