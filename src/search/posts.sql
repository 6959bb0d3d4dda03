-- Posts that hold the words
-- @param find     text                    : what MATCH is given
-- @param since    date?                   : first day counted
-- @param until    date?                   : last day counted
-- @param channel  channel*                : only these channels
-- @param tag      hashtag*                : only posts that carry one of these hashtags
-- @param forwards enum(yes|no|only) = yes : count forwarded posts: yes, no, or only these
-- @param order    enum(rank|date) = rank  : what comes first
-- @param open     text                    : stands before each hit
-- @param close    text                    : stands behind it
-- @param around   int                     : how long an excerpt is, in words of the index
-- @param shown    int?                    : so many rows are shown; the others are only counted
-- @column date    date : day of the post; NULL when unknown
-- @column channel text : handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column snippet text : the part of the text with most of what was looked for
-- @column link    link : its address; NULL where none can be made
-- @column post_id int  : the store's own id
WITH
-- What reports call each channel, found once and not for each row.
labels (channel_id, channel, link_base) AS MATERIALIZED (
    SELECT channel_id, channel, link_base FROM v_channels
),
found (post_id, rank) AS MATERIALIZED (
    SELECT rowid, CASE WHEN :order = 'date' THEN 0 ELSE rank END FROM post_search WHERE post_search MATCH :find
),
tagged_posts (post_id) AS (
    SELECT u.post_id
    FROM hashtags AS h
    JOIN post_hashtags AS u ON u.hashtag_id = h.hashtag_id
    WHERE h.tag IN (SELECT value FROM json_each(:tag))
),
chosen (nth, post_id, date, channel, link) AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY f.rank, p.posted_on DESC, p.posted_local IS NOT NULL DESC, p.posted_at DESC, p.post_id DESC),
           p.post_id, p.posted_on,
           c.channel,
           coalesce(p.url, c.link_base || p.external_id)
    FROM found AS f
    CROSS JOIN posts AS p ON p.post_id = f.post_id
    CROSS JOIN labels AS c ON c.channel_id = p.channel_id
    WHERE (:since IS NULL OR p.posted_on >= :since)
      AND (:until IS NULL OR p.posted_on <= :until)
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
),
-- An excerpt costs more than finding the post, so the rows that are only counted have none. One more walk over all that
-- is found is less than asking the index for each row; the plus keeps SQLite from doing that.
excerpts (post_id, snippet) AS MATERIALIZED (
    SELECT rowid, replace(snippet(post_search, 0, :open, :close, '…', :around), char(31), '')
    FROM post_search
    WHERE post_search MATCH :find
      AND +rowid IN (SELECT ch.post_id FROM chosen AS ch WHERE :shown IS NULL OR ch.nth <= :shown)
)
SELECT ch.date AS date,
       ch.channel AS channel,
       e.snippet AS snippet,
       ch.link AS link,
       ch.post_id AS post_id
FROM chosen AS ch
LEFT JOIN excerpts AS e ON e.post_id = ch.post_id
ORDER BY ch.nth
