-- Which talking points name an actor
--
-- use: Which talking points name somebody, in how many posts and channels?
-- tags: points, mentions
-- needs: point-groups, word-index when words
-- @param since    date?                                                                                                : first day counted
-- @param until    date?                                                                                                : last day counted
-- @param channel  channel*                                                                                             : only these channels
-- @param tag      hashtag*                                                                                             : only posts that carry one of these hashtags, with or without '#'
-- @param words    words?                                                                                               : only points that contain this phrase
-- @param forwards enum(yes|no|only) = yes                                                                              : count forwarded posts: yes, no, or only these
-- @param kind     enum(named|handle|person|organisation|country|number|all|SELECT DISTINCT kind FROM entities) = named : one kind, such as one of your own; named: all but numbers after @ (such as prices); all: these, too
-- @param name     entity*                                                                                              : only these: names, their aliases, or handles with or without '@'
-- @param top      int(0..) = 20                                                                                        : keep the pairs of name and point with most posts; 0 keeps all
-- @column name      text    : as people read it; a handle folded, without '@'
-- @column kind      text    : handle, person, organisation, country, a kind of your own, or number for digits after @
-- @column point     int     : the id of the talking point whose words stand for the group; point-spread --point takes it
-- @column text      text    : its words
-- @column posts     int     : posts that say it and name the actor in it
-- @column points    int     : times it is said with the name in it
-- @column channels  int     : channels with such a post
-- @column share     percent : posts / all_posts, 0 to 100
-- @column all_posts int     : posts that name the actor in any talking point, under the same filters; words does not count there
-- @example chancery run point-mentions --name @archive
-- note: Only names within a talking point count; a post that names somebody beside its points does not.
-- note: In other tools a store whose points are not grouped, or were changed since, gives an error; run chancery group first.
-- note: Points are the same when they are of one group, as chancery group makes them; a point that is like no other one is a row of its own. A point of the group without the name does not count, so the words shown may lack it.
-- note: A post whose points name somebody in several groups counts for each, so the shares of a name need not make 100.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: A channel that names itself in a point counts.
-- note: Equally many posts are ordered by points, then channels, most first, then by name, in any case of letters, kind, text and point.
-- note: Undated posts count, unless since or until is given.
-- note: Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text of each point, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The days asked for; none where all are, since namings in points are then gone through themselves.
days (day) AS (
    SELECT c.day
    FROM calendar AS c
    WHERE (:since IS NOT NULL OR :until IS NOT NULL)
      AND c.day BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31')
),
tagged_posts (post_id) AS (
    SELECT u.post_id
    FROM hashtags AS h
    JOIN post_hashtags AS u ON u.hashtag_id = h.hashtag_id
    WHERE h.tag IN (SELECT value FROM json_each(:tag))
),
uses (entity_id, talking_point_id, post_id, channel_id, is_forward) AS (
    SELECT u.entity_id, u.talking_point_id, p.post_id, p.channel_id, p.is_forward
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    CROSS JOIN mentions AS u ON u.post_id = p.post_id
    WHERE u.talking_point_id IS NOT NULL
    UNION ALL
    SELECT u.entity_id, u.talking_point_id, p.post_id, p.channel_id, p.is_forward
    FROM mentions AS u
    CROSS JOIN posts AS p ON p.post_id = u.post_id
    WHERE :since IS NULL AND :until IS NULL
      AND u.talking_point_id IS NOT NULL
),
-- Each point once for each that it names, however often.
naming (entity_id, point, talking_point_id, post_id, channel_id, is_kept) AS MATERIALIZED (
    SELECT DISTINCT u.entity_id, coalesce((SELECT m.point_group_id FROM grouped_points AS m WHERE m.talking_point_id = u.talking_point_id), u.talking_point_id), u.talking_point_id, u.post_id, u.channel_id,
           -- Earlier versions of SQLite look at both sides of an OR that is a value.
           CASE WHEN :words IS NULL THEN 1 ELSE EXISTS (SELECT 1 FROM point_words AS w WHERE w.talking_point_id = u.talking_point_id AND instr(w.folded, :words) > 0) END
    FROM uses AS u
    CROSS JOIN entities AS h ON h.entity_id = u.entity_id
    WHERE (:channel IS NULL OR u.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR u.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR u.post_id IN (SELECT post_id FROM tagged_posts))
      AND coalesce(:kind, 'named') IN ('all', h.kind, CASE h.kind WHEN 'number' THEN 'all' ELSE 'named' END)
      AND (:name IS NULL OR h.name IN (SELECT value FROM json_each(:name)))
),
-- The row without a point is the count of all posts whose points name it.
counts (entity_id, point, posts, points, channels, all_posts) AS (
    SELECT r.entity_id, r.point, r.posts, r.points, r.channels,
           max(CASE WHEN r.point IS NULL THEN r.posts END) OVER (PARTITION BY r.entity_id)
    FROM (
        SELECT n.entity_id, NULL AS point, count(DISTINCT n.post_id) AS posts, 0 AS points, 0 AS channels
        FROM naming AS n
        GROUP BY n.entity_id
        UNION ALL
        SELECT n.entity_id, n.point, count(DISTINCT n.post_id), count(*), count(DISTINCT n.channel_id)
        FROM naming AS n
        WHERE n.is_kept
        GROUP BY n.entity_id, n.point
    ) AS r
)
SELECT coalesce(h.label, h.name) AS name,
       h.kind AS kind,
       n.point AS point,
       t.text AS text,
       n.posts AS posts,
       n.points AS points,
       n.channels AS channels,
       round(10000.0 * n.posts / n.all_posts) / 100 AS share,
       n.all_posts AS all_posts
FROM counts AS n
CROSS JOIN entities AS h ON h.entity_id = n.entity_id
CROSS JOIN talking_points AS t ON t.talking_point_id = n.point
ORDER BY n.posts DESC, n.points DESC, n.channels DESC, h.name, h.kind, t.text, n.point
LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
