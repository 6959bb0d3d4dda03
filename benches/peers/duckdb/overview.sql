SELECT (SELECT count(DISTINCT channel_id) FROM posts) AS channels,
       count(*) AS posts,
       (SELECT count(*) FROM talking_points) AS talking_points,
       (SELECT count(DISTINCT hashtag_id) FROM post_hashtags) AS hashtags,
       (SELECT count(*) FROM mentions) AS mentions,
       min(posted_on) AS "first",
       max(posted_on) AS "last",
       count(*) FILTER (posted_on IS NULL) AS undated,
       sum(is_forward) AS forwards,
       sum(is_edited) AS edited
FROM posts
