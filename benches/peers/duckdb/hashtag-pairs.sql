WITH carried AS (SELECT DISTINCT post_id, hashtag_id, tag FROM post_hashtags JOIN hashtags USING (hashtag_id)),
totals AS (SELECT tag, count(*) AS posts FROM carried GROUP BY ALL),
pairs AS (
    SELECT a.tag AS source, b.tag AS target, count(*) AS weight, min(p.posted_on) AS "first", max(p.posted_on) AS "last"
    FROM carried AS a
    JOIN carried AS b ON b.post_id = a.post_id AND a.tag < b.tag
    JOIN posts AS p ON p.post_id = a.post_id
    GROUP BY ALL
    ORDER BY weight DESC, source, target
    LIMIT 20
)
SELECT source, target, weight, round(weight / (s.posts + t.posts - weight), 4) AS jaccard, "first", "last",
       round(100.0 * weight / (SELECT count(*) FROM posts), 2) AS share, (SELECT count(*) FROM posts) AS all_posts
FROM pairs
JOIN totals AS s ON s.tag = source
JOIN totals AS t ON t.tag = target
ORDER BY weight DESC, source, target
