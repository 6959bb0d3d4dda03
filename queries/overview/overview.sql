-- What is in this store
--
-- use: How much does the store hold, and of which time?
-- tags: overview
-- @column posts int : posts
SELECT count(*) AS posts FROM posts
