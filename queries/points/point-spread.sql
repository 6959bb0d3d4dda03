-- Path of one talking point
--
-- use: Who said this point first, who repeated it, how much later, and how closely?
-- tags: points, channels, time
-- needs: point-groups
-- @param point    int?                    : the id of a talking point, such as top-points and chancery similar show; without it the point of most posts in the whole store
-- @param since    date?                   : first day counted
-- @param until    date?                   : last day counted
-- @param channel  channel*                : only these channels
-- @param forwards enum(yes|no|only) = yes : count forwarded posts: yes, no, or only these
-- @param top      int(0..) = 100          : keep the first of them; 0 keeps all
-- @column seq        int   : from 1, in the order of posting, of one instant by channel; undated posts come last
-- @column channel    text  : handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column date       date  : the day of the post; NULL when unknown
-- @column lag_hours  float : hours after the first of these posts; NULL where one of the two instants is not known
-- @column similarity float : how much of its words it shares with the words that stand for the group, from 0 to 1
-- @column is_forward int   : 1 when the post is forwarded from elsewhere
-- @column text       text  : the point as this post says it
-- @column link       link  : address of the post; NULL where none can be made
-- @column all_points int   : points of the group under the same filters
-- @example chancery run point-spread --point 12 --forwards no
-- note: One row a time that it is said: a post that says it twice has two rows.
-- note: Any point of a group leads to all of it. A point that is like no other one has one row, itself.
-- note: In other tools a store whose points are not grouped, or were changed since, gives an error; run chancery group first.
-- note: The first is the first that the store has, and among posts of one day the one with the earliest time; a day alone is before all times of it. It need not be the origin.
-- note: A forward counts for the channel that forwards it, at the time of forwarding; --forwards no leaves forwards out.
-- note: Undated posts count, unless since or until is given.
WITH
-- What reports call each channel, found once and not for each row.
labels (channel_id, channel, link_base) AS MATERIALIZED (
    SELECT channel_id, channel, link_base FROM v_channels
),
most (point) AS (
    SELECT g.point_group_id
    FROM point_groups AS g
    ORDER BY g.posts DESC, g.channels DESC, g.first_on IS NULL, g.first_on, g.point_group_id
    LIMIT 1
),
-- The group of the point that was asked for, by the point that stands for it.
asked (point) AS MATERIALIZED (
    SELECT coalesce((SELECT m.point_group_id FROM grouped_points AS m WHERE m.talking_point_id = :point), :point,
                    (SELECT point FROM most))
),
members (talking_point_id, similarity) AS (
    SELECT m.talking_point_id, m.similarity
    FROM asked AS a1
    CROSS JOIN grouped_points AS m ON m.point_group_id = a1.point
    UNION ALL
    SELECT a1.point, 1.0
    FROM asked AS a1
    WHERE NOT EXISTS (SELECT 1 FROM grouped_points AS m WHERE m.point_group_id = a1.point)
),
said (talking_point_id, similarity, text, position, post_id, channel_id, name, posted_on, is_timed, posted_at, seconds, is_forward, link) AS (
    SELECT t.talking_point_id, m.similarity, t.text, t.position, p.post_id, p.channel_id,
           c.channel,
           p.posted_on, p.posted_local IS NOT NULL, p.posted_at,
           CASE WHEN p.posted_local IS NOT NULL THEN CAST(strftime('%s', p.posted_at) AS INTEGER) END,
           p.is_forward, coalesce(p.url, c.link_base || p.external_id)
    FROM members AS m
    CROSS JOIN talking_points AS t ON t.talking_point_id = m.talking_point_id
    CROSS JOIN posts AS p ON p.post_id = t.post_id
    CROSS JOIN labels AS c ON c.channel_id = p.channel_id
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND ((:since IS NULL AND :until IS NULL)
           OR p.posted_on BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31'))
),
placed (seq, name, posted_on, seconds, first_seconds, similarity, is_forward, text, link, all_points) AS (
    SELECT row_number() OVER path, s.name, s.posted_on, s.seconds, first_value(s.seconds) OVER path,
           s.similarity, s.is_forward, s.text, s.link, count(*) OVER ()
    FROM said AS s
    -- A day alone is before the times of its day, of which the first may lie in the UTC day before.
    WINDOW path AS (ORDER BY s.posted_on IS NULL, s.posted_on, s.is_timed, s.posted_at, s.name, s.channel_id, s.post_id, s.position)
)
SELECT r.seq AS seq,
       r.name AS channel,
       r.posted_on AS date,
       -- In whole numbers: what round() makes of a half, such as 54 seconds, differs between versions of SQLite.
       ((r.seconds - r.first_seconds) * 100 + 1800) / 3600 / 100.0 AS lag_hours,
       r.similarity AS similarity,
       r.is_forward AS is_forward,
       r.text AS text,
       r.link AS link,
       r.all_points AS all_points
FROM placed AS r
ORDER BY r.seq
LIMIT coalesce(nullif(coalesce(:top, 100), 0), -1)
