WITH counts AS (
    SELECT u.hashtag_id, count(DISTINCT u.post_id) AS posts, count(*) AS uses, count(DISTINCT p.channel_id) AS channels,
           min(p.posted_on) AS "first", max(p.posted_on) AS "last"
    FROM post_hashtags AS u
    JOIN posts AS p USING (post_id)
    GROUP BY ALL
)
SELECT rank() OVER (ORDER BY posts DESC) AS rank, tag, posts, uses, channels,
       round(100.0 * posts / (SELECT count(*) FROM posts), 2) AS share, "first", "last", (SELECT count(*) FROM posts) AS all_posts
FROM counts
JOIN hashtags USING (hashtag_id)
ORDER BY posts DESC, uses DESC, tag
LIMIT 20
