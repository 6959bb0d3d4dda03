WITH channel_posts AS (SELECT channel_id, count(*) AS posts FROM posts GROUP BY ALL),
counts AS (
    SELECT p.channel_id, u.hashtag_id, count(DISTINCT u.post_id) AS posts, count(*) AS uses
    FROM post_hashtags AS u
    JOIN posts AS p USING (post_id)
    GROUP BY ALL
)
SELECT coalesce('@' || c.handle, c.name, c.external_id) AS channel, h.tag, n.posts, n.uses, round(100.0 * n.posts / w.posts, 2) AS share_of_channel,
       w.posts AS channel_posts, round(100.0 * n.posts / sum(n.posts) OVER (PARTITION BY n.hashtag_id), 2) AS share_of_tag,
       sum(n.posts) OVER (PARTITION BY n.hashtag_id) AS tag_posts,
       round(100.0 * n.posts / (SELECT count(*) FROM posts), 2) AS share, (SELECT count(*) FROM posts) AS all_posts
FROM counts AS n
JOIN hashtags AS h USING (hashtag_id)
JOIN channel_posts AS w USING (channel_id)
JOIN channels AS c USING (channel_id)
QUALIFY row_number() OVER (PARTITION BY n.channel_id ORDER BY n.posts DESC, n.uses DESC, h.tag) <= 20
ORDER BY channel, n.channel_id, n.posts DESC, n.uses DESC, h.tag
