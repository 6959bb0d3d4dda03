-- The most named
--
-- use: Who is named most, in how many posts and channels?
-- tags: mentions, rank
-- needs: word-index when words
-- @param since         date?                                                                                                : first day counted
-- @param until         date?                                                                                                : last day counted
-- @param channel       channel*                                                                                             : only these channels
-- @param tag           hashtag*                                                                                             : only posts that carry one of these hashtags, with or without '#'
-- @param words         words?                                                                                               : only posts whose text contains this phrase
-- @param forwards      enum(yes|no|only) = yes                                                                              : count forwarded posts: yes, no, or only these
-- @param kind          enum(named|handle|person|organisation|country|number|all|SELECT DISTINCT kind FROM entities) = named : one kind, such as one of your own; named: all but numbers after @ (such as prices); all: these, too
-- @param name          entity*                                                                                              : only these: names, their aliases, or handles with or without '@'
-- @param self_mentions enum(yes|no) = yes                                                                                   : count a channel's naming of its own handles: yes or no
-- @param top           int(0..) = 20                                                                                        : keep those named in most posts; 0 keeps all
-- @column rank      int     : 1 for the most posts; those with equally many share a rank
-- @column name      text    : as people read it; a handle folded, without '@'
-- @column kind      text    : handle, person, organisation, country, a kind of your own, or number for digits after @
-- @column posts     int     : posts that name it at least once
-- @column uses      int     : times it is named
-- @column channels  int     : channels that named it
-- @column share     percent : posts / all_posts, 0 to 100
-- @column all_posts int     : all posts under the same filters, with or without mentions
-- @chart bar x=name y=posts
-- @example chancery run top-mentions --since 2024-01 --top 10
-- note: A post that names somebody three times is one post and three uses.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: A channel that names itself, as in a signature, counts; --self-mentions no leaves that out, for its earlier handles too.
-- note: all_posts obeys every filter but kind, name and self_mentions.
-- note: Equally many posts are ordered by uses, then by name, in any case of letters.
-- note: Undated posts count, unless since or until is given.
-- note: Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's counts, which are of months, answer when no word or hashtag is asked for, and no day within a month; else the
-- posts themselves are read.
summary (answers, is_whole, first_month, last_month) AS (
    SELECT :words IS NULL AND :tag IS NULL
       AND coalesce(substr(g.since, 9), '01') = '01'
       AND coalesce(substr(date(coalesce(g.until, '9999-11-30'), '+1 day'), 9) = '01', 0),
       g.since IS NULL AND g.until IS NULL,
       coalesce(substr(g.since, 1, 7), '0000-01'),
       CASE WHEN g.since IS NULL AND g.until IS NULL THEN 'undated' ELSE coalesce(substr(g.until, 1, 7), '9999-12') END
    FROM (SELECT :since AS since, :until AS until) AS g
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
tagged_posts (post_id) AS (
    SELECT u.post_id
    FROM hashtags AS h
    JOIN post_hashtags AS u ON u.hashtag_id = h.hashtag_id
    WHERE h.tag IN (SELECT value FROM json_each(:tag))
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
-- The posts with the phrase, which is asked more than once: each text is looked into once, and all as they lie.
worded (post_id) AS MATERIALIZED (
    SELECT w.post_id
    FROM post_words AS w
    WHERE :words IS NOT NULL AND :since IS NULL AND :until IS NULL AND :channel IS NULL AND :tag IS NULL
      AND instr(w.folded, :words) > 0
    UNION ALL
    SELECT p.post_id
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE :words IS NOT NULL AND NOT (:since IS NULL AND :until IS NULL AND :channel IS NULL AND :tag IS NULL)
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0)
),
whole (posts) AS MATERIALIZED (
    SELECT sum(a.posts)
    FROM (
        SELECT sum(m.posts) AS posts
        FROM summary AS s
        CROSS JOIN post_months AS m
        WHERE s.answers
          AND m.month BETWEEN s.first_month AND s.last_month
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
        UNION ALL
        SELECT count(*)
        FROM days AS d
        CROSS JOIN posts AS p ON p.posted_on IS d.day
        WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
          AND (:words IS NULL OR p.post_id IN (SELECT post_id FROM worded))
          AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
    ) AS a
),
entity_posts (entity_id, channel_id, posts, uses) AS MATERIALIZED (
    SELECT u.entity_id, p.channel_id, count(DISTINCT u.post_id), count(*)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    CROSS JOIN mentions AS u ON u.post_id = p.post_id
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:words IS NULL OR p.post_id IN (SELECT post_id FROM worded))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (coalesce(:self_mentions, 'yes') = 'yes'
           OR NOT EXISTS (SELECT 1 FROM own_names AS o WHERE o.entity_id = u.entity_id AND o.channel_id = p.channel_id))
    GROUP BY u.entity_id, p.channel_id
),
-- The counts stand in the order of those who are named, so that nothing is sorted for them.
totals (entity_id, posts, uses) AS (
    SELECT m.entity_id, sum(m.posts), sum(m.uses)
    FROM mention_months AS m
    WHERE (SELECT s.answers FROM summary AS s)
      AND m.month BETWEEN (SELECT s.first_month FROM summary AS s) AND (SELECT s.last_month FROM summary AS s)
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
      AND (coalesce(:self_mentions, 'yes') = 'yes'
           OR NOT EXISTS (SELECT 1 FROM own_names AS o WHERE o.entity_id = m.entity_id AND o.channel_id = m.channel_id))
    GROUP BY m.entity_id
    UNION ALL
    SELECT t.entity_id, sum(t.posts), sum(t.uses)
    FROM entity_posts AS t
    GROUP BY t.entity_id
),
kept (entity_id) AS MATERIALIZED (
    SELECT h.entity_id
    FROM totals AS t
    CROSS JOIN entities AS h ON h.entity_id = t.entity_id
    WHERE coalesce(:kind, 'named') IN ('all', h.kind, CASE h.kind WHEN 'number' THEN 'all' ELSE 'named' END)
      AND (:name IS NULL OR h.name IN (SELECT value FROM json_each(:name)))
    ORDER BY t.posts DESC, t.uses DESC, h.name, h.kind
    LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
),
counts (entity_id, posts, uses, channels) AS MATERIALIZED (
    SELECT r.entity_id, sum(r.posts), sum(r.uses), count(DISTINCT r.channel_id)
    FROM (
        SELECT m.entity_id, m.channel_id, m.posts, m.uses
        FROM summary AS s
        CROSS JOIN kept AS k
        CROSS JOIN mention_months AS m ON m.entity_id = k.entity_id
        WHERE s.answers
          AND m.month BETWEEN s.first_month AND s.last_month
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
          AND (coalesce(:self_mentions, 'yes') = 'yes'
               OR NOT EXISTS (SELECT 1 FROM own_names AS o WHERE o.entity_id = m.entity_id AND o.channel_id = m.channel_id))
        UNION ALL
        SELECT t.entity_id, t.channel_id, t.posts, t.uses
        FROM entity_posts AS t
        WHERE t.entity_id IN (SELECT entity_id FROM kept)
    ) AS r
    GROUP BY r.entity_id
)
SELECT rank() OVER (ORDER BY n.posts DESC) AS rank,
       coalesce(h.label, h.name) AS name,
       h.kind AS kind,
       n.posts AS posts,
       n.uses AS uses,
       n.channels AS channels,
       round(10000.0 * n.posts / nullif(w.posts, 0)) / 100 AS share,
       w.posts AS all_posts
FROM whole AS w
CROSS JOIN counts AS n
CROSS JOIN entities AS h ON h.entity_id = n.entity_id
ORDER BY n.posts DESC, n.uses DESC, h.name, h.kind
