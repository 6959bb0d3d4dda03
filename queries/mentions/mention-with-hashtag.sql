-- How an actor is tagged
--
-- use: Which hashtags stand in the posts that name somebody?
-- tags: mentions, hashtags
-- needs: word-index when words
-- @param since         date?                                                                                                : first day counted
-- @param until         date?                                                                                                : last day counted
-- @param channel       channel*                                                                                             : only these channels
-- @param tag           hashtag*                                                                                             : only these hashtags, with or without '#'
-- @param words         words?                                                                                               : only posts whose text contains this phrase
-- @param forwards      enum(yes|no|only) = yes                                                                              : count forwarded posts: yes, no, or only these
-- @param kind          enum(named|handle|person|organisation|country|number|all|SELECT DISTINCT kind FROM entities) = named : one kind, such as one of your own; named: all but numbers after @ (such as prices); all: these, too
-- @param name          entity*                                                                                              : only these: names, their aliases, or handles with or without '@'
-- @param self_mentions enum(yes|no) = yes                                                                                   : count a channel's naming of its own handles: yes or no
-- @param top           int(0..) = 20                                                                                        : keep the pairs of name and hashtag with most posts; 0 keeps all
-- @column name      text    : as people read it; a handle folded, without '@'
-- @column kind      text    : handle, person, organisation, country, a kind of your own, or number for digits after @
-- @column tag       text    : folded hashtag, without '#'
-- @column posts     int     : posts that name it and carry the tag
-- @column share     percent : posts / all_posts, 0 to 100
-- @column all_posts int     : posts that name it under the same filters, with or without hashtags
-- @wide rows=name columns=tag value=posts
-- @chart heatmap x=tag y=name value=posts
-- @example chancery run mention-with-hashtag --name @archive
-- note: Counted by post: names and tags that are written several times in a post count once.
-- note: A post with two hashtags counts for both, so the shares of a name need not make 100.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: A channel that names itself, as in a signature, counts; --self-mentions no leaves that out, for its earlier handles too, of posts and of all_posts.
-- note: The tag filter does not reduce all_posts; the other filters do.
-- note: Equally many posts are ordered by name, in any case of letters, then by kind and tag.
-- note: Undated posts count, unless since or until is given.
-- note: Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's counts answer when no day or word is asked for; else the posts themselves are read.
summary (answers) AS (
    SELECT :since IS NULL AND :until IS NULL AND :words IS NULL
),
days (day) AS (
    SELECT c.day
    FROM calendar AS c
    WHERE NOT (SELECT s.answers FROM summary AS s)
      AND c.day BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31')
    UNION ALL
    SELECT NULL
    WHERE :since IS NULL AND :until IS NULL AND NOT (SELECT s.answers FROM summary AS s)
),
-- A channel's own handles, the present one and earlier ones.
own_names (entity_id, channel_id) AS MATERIALIZED (
    SELECT h.entity_id, c.channel_id
    FROM channels AS c
    CROSS JOIN entities AS h ON h.kind = 'handle' AND h.name = c.folded_handle
    UNION
    SELECT h.entity_id, x.channel_id
    FROM channel_aliases AS x
    CROSS JOIN entities AS h ON h.kind = 'handle' AND h.name = x.value
    WHERE x.kind = 'handle'
    -- Of a handle that several channels had in turn, the aliases know the one that it means by itself.
    UNION
    SELECT h.entity_id, t.channel_id
    FROM channel_tellings AS t
    CROSS JOIN entities AS h ON h.kind = 'handle' AND h.name = t.folded_handle
),
-- Each post once for each that it names.
naming (entity_id, post_id) AS MATERIALIZED (
    SELECT DISTINCT u.entity_id, u.post_id
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    CROSS JOIN mentions AS u ON u.post_id = p.post_id
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
      AND (coalesce(:self_mentions, 'yes') = 'yes'
           OR NOT EXISTS (SELECT 1 FROM own_names AS o WHERE o.entity_id = u.entity_id AND o.channel_id = p.channel_id))
),
named (entity_id, posts) AS MATERIALIZED (
    SELECT n.entity_id, count(*) FROM naming AS n GROUP BY n.entity_id
    UNION ALL
    SELECT m.entity_id, sum(m.posts)
    FROM mention_months AS m
    WHERE (SELECT s.answers FROM summary AS s)
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
      AND (coalesce(:self_mentions, 'yes') = 'yes'
           OR NOT EXISTS (SELECT 1 FROM own_names AS o WHERE o.entity_id = m.entity_id AND o.channel_id = m.channel_id))
    GROUP BY m.entity_id
),
-- Both ids in one number, which is sorted in half the time.
together (ids, post_id) AS (
    SELECT (n.entity_id << 32) + t.hashtag_id, n.post_id
    FROM naming AS n
    CROSS JOIN post_hashtags AS t ON t.post_id = n.post_id
),
-- The loader counts the posts that write up to six hashtags; the few that write more are read.
crowded (entity_id, hashtag_id, posts) AS (
    SELECT u.entity_id, t.hashtag_id, count(DISTINCT p.post_id)
    FROM post_hashtags AS x
    CROSS JOIN mentions AS u ON u.post_id = x.post_id
    CROSS JOIN posts AS p ON p.post_id = x.post_id
    CROSS JOIN post_hashtags AS t ON t.post_id = p.post_id
    WHERE (SELECT s.answers FROM summary AS s)
      AND x.position = 7
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (coalesce(:self_mentions, 'yes') = 'yes'
           OR NOT EXISTS (SELECT 1 FROM own_names AS o WHERE o.entity_id = u.entity_id AND o.channel_id = p.channel_id))
    GROUP BY u.entity_id, t.hashtag_id
),
counts (entity_id, hashtag_id, posts) AS (
    SELECT r.ids >> 32, r.ids & 4294967295, r.posts
    FROM (SELECT n.ids, count(DISTINCT n.post_id) AS posts FROM together AS n GROUP BY n.ids) AS r
    UNION ALL
    SELECT a.entity_id, a.hashtag_id, sum(a.posts)
    FROM (
        SELECT m.entity_id, m.hashtag_id, m.posts
        FROM mention_hashtags AS m
        WHERE (SELECT s.answers FROM summary AS s)
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
          AND (coalesce(:self_mentions, 'yes') = 'yes'
               OR NOT EXISTS (SELECT 1 FROM own_names AS o WHERE o.entity_id = m.entity_id AND o.channel_id = m.channel_id))
        UNION ALL
        SELECT n.entity_id, n.hashtag_id, n.posts FROM crowded AS n
    ) AS a
    GROUP BY a.entity_id, a.hashtag_id
)
SELECT coalesce(h.label, h.name) AS name,
       h.kind AS kind,
       g.tag AS tag,
       n.posts AS posts,
       round(10000.0 * n.posts / w.posts) / 100 AS share,
       w.posts AS all_posts
FROM counts AS n
CROSS JOIN named AS w ON w.entity_id = n.entity_id
CROSS JOIN entities AS h ON h.entity_id = n.entity_id
CROSS JOIN hashtags AS g ON g.hashtag_id = n.hashtag_id
WHERE coalesce(:kind, 'named') IN ('all', h.kind, CASE h.kind WHEN 'number' THEN 'all' ELSE 'named' END)
  AND (:name IS NULL OR h.name IN (SELECT value FROM json_each(:name)))
  AND (:tag IS NULL OR g.tag IN (SELECT value FROM json_each(:tag)))
ORDER BY n.posts DESC, h.name, h.kind, g.tag
LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
