-- What is in this store
--
-- use: How much does the store hold, and of which time?
-- tags: overview
-- @column channels       int  : channels with at least one post
-- @column posts          int  : posts; an album is one
-- @column talking_points int  : bulleted or numbered items of posts; in a store that takes sentences as points, also long sentences of posts without items
-- @column hashtags       int  : different hashtags in use
-- @column mentions       int  : namings of somebody, and numbers after @, such as prices; twice in one post counts twice
-- @column first          date : first day with a post; NULL when all are undated
-- @column last           date : last day with a post
-- @column undated        int  : posts whose day is unknown
-- @column forwards       int  : posts forwarded from elsewhere, counted in posts as well
-- @column edited         int  : posts known to have been edited; inputs that do not tell of edits count as 0
-- @example chancery run overview
-- note: It counts the whole store, forwards and undated posts included; channel-summary has the figures of each channel.
SELECT (SELECT count(*) FROM (SELECT m.channel_id FROM post_fields AS m GROUP BY m.channel_id HAVING sum(m.posts) > 0)) AS channels,
       (SELECT coalesce(sum(m.posts), 0) FROM post_months AS m) AS posts,
       (SELECT coalesce(sum(m.talking_points), 0) FROM post_fields AS m) AS talking_points,
       (SELECT count(*) FROM hashtags AS h
        WHERE EXISTS (SELECT 1 FROM post_hashtags AS u WHERE u.hashtag_id = h.hashtag_id)) AS hashtags,
       (SELECT count(*) FROM mentions) AS mentions,
       (SELECT min(p.posted_on) FROM posts AS p) AS first,
       (SELECT max(p.posted_on) FROM posts AS p) AS last,
       (SELECT coalesce(sum(m.posts), 0) FROM post_months AS m WHERE m.month = 'undated') AS undated,
       (SELECT coalesce(sum(m.posts), 0) FROM post_months AS m WHERE m.is_forward = 1) AS forwards,
       (SELECT coalesce(sum(m.edited), 0) FROM post_fields AS m) AS edited
