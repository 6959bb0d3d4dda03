-- The talking points themselves
--
-- use: Which talking points contain these words?
-- tags: points, lists
-- needs: word-index when words
-- @param since    date?                   : first day counted
-- @param until    date?                   : last day counted
-- @param channel  channel*                : only these channels
-- @param tag      hashtag*                : only posts that carry one of these hashtags, with or without '#'
-- @param name     entity*                 : only points that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                  : only talking points that contain this phrase
-- @param forwards enum(yes|no|only) = yes : count forwarded posts: yes, no, or only these
-- @param top      int(0..) = 0            : keep this many, newest first; 0 keeps all
-- @column date    date : day of the post; NULL when unknown
-- @column channel text : handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column speaker text : whose words the post is, as its title says; NULL where it does not say
-- @column kind    text : item, or sentence in a store that takes the long sentences of posts without items as points, too
-- @column point   text : the words without their marker
-- @column link    link : address of the post; NULL where none can be made
-- @example chancery run talking-points --words "free trade" --since 2024-06
-- note: One row a talking point, newest post first, in the order of the post; undated ones last.
-- note: A forward's points are listed for the channel that forwards it; --forwards no leaves them out.
-- note: The phrase must stand in one talking point.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a point counts when its own words name one of these, not when its post does so elsewhere. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- What reports call each channel, found once and not for each row.
labels (channel_id, channel, link_base) AS MATERIALIZED (
    SELECT channel_id, channel, link_base FROM v_channels
),
tagged_posts (post_id) AS (
    SELECT u.post_id
    FROM hashtags AS h
    JOIN post_hashtags AS u ON u.hashtag_id = h.hashtag_id
    WHERE h.tag IN (SELECT value FROM json_each(:tag))
),
naming_points (talking_point_id) AS (
    SELECT u.talking_point_id
    FROM entities AS h
    CROSS JOIN mentions AS u ON u.entity_id = h.entity_id
    WHERE h.name IN (SELECT value FROM json_each(:name))
      AND u.talking_point_id IS NOT NULL
)
SELECT p.posted_on AS date,
       c.channel AS channel,
       (SELECT coalesce(s.label, s.name) FROM entities AS s WHERE s.entity_id = p.speaker_id) AS speaker,
       t.kind AS kind,
       t.text AS point,
       coalesce(p.url, c.link_base || p.external_id) AS link
FROM posts AS p
CROSS JOIN labels AS c ON c.channel_id = p.channel_id
CROSS JOIN talking_points AS t ON t.post_id = p.post_id
-- One walk down the index of days gives the newest first, without sorting the store; texts outside the range are not read.
WHERE ((:since IS NULL AND :until IS NULL)
       OR p.posted_on BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31'))
  AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
  AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
  AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
  AND (:words IS NULL OR EXISTS (SELECT 1 FROM point_words AS w WHERE w.talking_point_id = t.talking_point_id AND instr(w.folded, :words) > 0))
  AND (:name IS NULL OR t.talking_point_id IN (SELECT talking_point_id FROM naming_points))
ORDER BY p.posted_on DESC, p.posted_local IS NOT NULL DESC, p.posted_at DESC, p.post_id DESC, t.position
LIMIT coalesce(nullif(:top, 0), -1)
