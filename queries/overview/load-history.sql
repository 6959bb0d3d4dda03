-- Where the data came from
--
-- use: Which inputs were loaded when, and what did each bring?
-- tags: overview, provenance
-- @column load      int  : number of the load, ascending
-- @column file      text : the input as it was given; - is standard input
-- @column format    text : format of the input
-- @column sha256    text : of the input's bytes
-- @column when      date : end of the load, in UTC
-- @column new       int  : posts that the store did not have
-- @column changed   int  : posts of which the input knew more or something later
-- @column unchanged int  : posts of which it knew nothing new
-- @column rejected  int  : records that could not be read
-- @example chancery run load-history
-- note: One row a load, the earliest first. Counts are those at the time of the load; what was forgotten since is not taken off. A load of which nothing is left is forgotten with its channel.
SELECT l.load_id AS load,
       l.input AS file,
       l.format AS format,
       l.sha256 AS sha256,
       l.finished_at AS "when",
       l.posts_new AS new,
       l.posts_changed AS changed,
       l.posts_unchanged AS unchanged,
       l.rejected AS rejected
FROM loads AS l
ORDER BY l.load_id
