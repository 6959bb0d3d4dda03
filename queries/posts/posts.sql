-- The posts themselves
--
-- use: Which posts contain these words, or carry this hashtag?
-- tags: posts, lists
-- needs: word-index when words
-- @param since    date?                   : first day counted
-- @param until    date?                   : last day counted
-- @param channel  channel*                : only these channels
-- @param tag      hashtag*                : only posts that carry one of these hashtags, with or without '#'
-- @param name     entity*                 : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                  : only posts whose text contains this phrase
-- @param forwards enum(yes|no|only) = yes : count forwarded posts: yes, no, or only these
-- @param top      int(0..) = 0            : keep this many, newest first; 0 keeps all
-- @column date    date : day of the post; NULL when unknown
-- @column channel text : handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column title   text : its heading, when it has one
-- @column text    text : the post as published, title included
-- @column tags    text : its hashtags as written in order, folded, e.g. #a #b; NULL when it has none
-- @column points  int  : how many talking points it has
-- @column link    link : its address; NULL where none can be made
-- @example chancery run posts --words "free trade" --since 2024-06 --top 50
-- note: One row a post, newest first; undated ones last, the last loaded first.
-- note: Forwards are listed for the channel that forwards them; --forwards no leaves them out.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The channels that are told apart by more than their name, found once and not for each row.
alike (channel_id, channel) AS MATERIALIZED (
    SELECT c.channel_id, c.channel
    FROM v_channels AS c
    WHERE c.channel <> coalesce('@' || c.handle, c.name, c.external_id)
),
plain (answers) AS (
    SELECT :since IS NULL AND :until IS NULL AND :channel IS NULL AND :words IS NULL AND :tag IS NULL AND :name IS NULL
       AND coalesce(:forwards, 'yes') = 'yes'
),
tagged_posts (post_id) AS (
    SELECT u.post_id
    FROM hashtags AS h
    JOIN post_hashtags AS u ON u.hashtag_id = h.hashtag_id
    WHERE h.tag IN (SELECT value FROM json_each(:tag))
),
naming_posts (post_id) AS (
    SELECT u.post_id
    FROM entities AS h
    CROSS JOIN mentions AS u ON u.entity_id = h.entity_id
    WHERE h.name IN (SELECT value FROM json_each(:name))
)
SELECT r.posted_on AS date,
       coalesce((SELECT k.channel FROM alike AS k WHERE k.channel_id = r.channel_id), '@' || c.handle, c.name, c.external_id) AS channel,
       r.title AS title,
       r.text AS text,
       (SELECT group_concat('#' || u.tag, ' ')
        FROM (SELECT h.tag
              FROM post_hashtags AS ph
              CROSS JOIN hashtags AS h ON h.hashtag_id = ph.hashtag_id
              WHERE ph.post_id = r.post_id
              ORDER BY ph.position) AS u) AS tags,
       (SELECT count(*) FROM talking_points AS t WHERE t.post_id = r.post_id) AS points,
       coalesce(r.url, c.link_base || r.external_id) AS link
FROM posts AS r
-- Every post has a channel. SQLite leaves a LEFT JOIN out where it only counts rows.
LEFT JOIN channels AS c ON c.channel_id = r.channel_id
-- One walk down the index of days gives the newest first, without sorting the store; texts outside the range are not read.
WHERE (SELECT a.answers FROM plain AS a)
   OR ((:since IS NULL AND :until IS NULL)
       OR r.posted_on BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31'))
  AND (:channel IS NULL OR r.channel_id IN (SELECT value FROM json_each(:channel)))
  AND (coalesce(:forwards, 'yes') = 'yes' OR r.is_forward = (:forwards = 'only'))
  AND (:tag IS NULL OR r.post_id IN (SELECT post_id FROM tagged_posts))
  AND (:name IS NULL OR r.post_id IN (SELECT post_id FROM naming_posts))
  AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = r.post_id AND instr(w.folded, :words) > 0))
ORDER BY r.posted_on DESC, r.posted_local IS NOT NULL DESC, r.posted_at DESC, r.post_id DESC
LIMIT coalesce(nullif(:top, 0), -1)
