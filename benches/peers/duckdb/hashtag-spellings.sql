WITH kept AS (
    SELECT hashtag_id, tag, count(DISTINCT post_id) AS all_posts
    FROM post_hashtags
    JOIN hashtags USING (hashtag_id)
    GROUP BY ALL
    ORDER BY all_posts DESC, tag
    LIMIT 20
)
SELECT k.tag, u.spelling, count(*) AS uses, count(DISTINCT u.post_id) AS posts,
       round(100.0 * count(DISTINCT u.post_id) / k.all_posts, 2) AS share, k.all_posts
FROM post_hashtags AS u
JOIN kept AS k USING (hashtag_id)
GROUP BY k.tag, u.spelling, k.all_posts
ORDER BY k.all_posts DESC, k.tag, uses DESC, u.spelling
