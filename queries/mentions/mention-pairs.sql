-- Named together
--
-- use: Who is named in the same posts?
-- tags: mentions, network
-- needs: word-index when words
-- @param since         date?                                                                                                : first day counted
-- @param until         date?                                                                                                : last day counted
-- @param channel       channel*                                                                                             : only these channels
-- @param tag           hashtag*                                                                                             : only posts that carry one of these hashtags, with or without '#'
-- @param words         words?                                                                                               : only posts whose text contains this phrase
-- @param forwards      enum(yes|no|only) = yes                                                                              : count forwarded posts: yes, no, or only these
-- @param kind          enum(named|handle|person|organisation|country|number|all|SELECT DISTINCT kind FROM entities) = named : one kind, such as one of your own; named: all but numbers after @ (such as prices); all: these, too
-- @param name          entity*                                                                                              : only pairs with one of these: names, their aliases, or handles with or without '@'
-- @param self_mentions enum(yes|no) = yes                                                                                   : count a channel's naming of its own handles: yes or no
-- @param top           int(0..) = 20                                                                                        : keep the pairs with most posts; 0 keeps all
-- @column source      text    : as people read it; a handle folded, without '@'; the one that sorts first, in any case of letters
-- @column target      text    : the other one
-- @column weight      int     : posts that name both
-- @column jaccard     float   : weight / posts that name either, 0 to 1
-- @column first       date    : first day of such a post; NULL when all are undated
-- @column last        date    : last day of such a post; NULL when all are undated
-- @column source_kind text    : handle, person, organisation, country, a kind of your own, or number for digits after @
-- @column target_kind text    : the same of target
-- @column share       percent : weight / all_posts, 0 to 100
-- @column all_posts   int     : all posts under the same filters, with or without mentions
-- @network undirected
-- @example chancery run mention-pairs --since 2024 --top 200 --format csv
-- note: Counted by post: a pair counts once in a post, however often its names are written. It has no direction.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: A channel that names itself, as in a signature, counts and so pairs with all that it names; --self-mentions no leaves that out, for its earlier handles too.
-- note: kind and name reduce neither all_posts nor the posts that jaccard divides by; self_mentions reduces only the latter; the other filters reduce both.
-- note: Pairs with equal weight are ordered by source, then by target, in any case of letters.
-- note: Those named in the store who have one name, such as a person and a handle, are told apart by their kind in brackets.
-- note: Undated posts count, unless since or until is given.
-- note: Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's counts, which are of months, answer when no word or tag is asked for, and no day within a month; else the
-- posts themselves are read.
summary (answers, is_whole, first_month, last_month, first_day, last_day) AS (
    SELECT :words IS NULL AND :tag IS NULL
       AND coalesce(substr(g.since, 9), '01') = '01'
       AND coalesce(substr(date(coalesce(g.until, '9999-11-30'), '+1 day'), 9) = '01', 0),
       g.since IS NULL AND g.until IS NULL,
       coalesce(substr(g.since, 1, 7), '0000-01'),
       CASE WHEN g.since IS NULL AND g.until IS NULL THEN 'undated' ELSE coalesce(substr(g.until, 1, 7), '9999-12') END,
       coalesce(g.since, '0000-01-01'), coalesce(g.until || '~', '9999-12-31')
    FROM (SELECT :since AS since, :until AS until) AS g
),
days (day) AS (
    SELECT c.day
    FROM summary AS s
    CROSS JOIN calendar AS c
    WHERE NOT s.answers
      AND c.day BETWEEN s.first_day AND s.last_day
    UNION ALL
    SELECT NULL FROM summary AS s WHERE NOT s.answers AND s.is_whole
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
-- A name paired with itself gives the posts that name it.
read_pairs (low_id, high_id, posts, first_on, last_on) AS MATERIALIZED (
    SELECT a.entity_id, b.entity_id, count(DISTINCT p.post_id), min(p.posted_on), max(p.posted_on)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    CROSS JOIN mentions AS a ON a.post_id = p.post_id
    CROSS JOIN mentions AS b ON b.post_id = p.post_id AND b.entity_id >= a.entity_id
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:words IS NULL OR p.post_id IN (SELECT post_id FROM worded))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (coalesce(:self_mentions, 'yes') = 'yes'
           OR NOT EXISTS (SELECT 1 FROM own_names AS o WHERE o.entity_id = a.entity_id AND o.channel_id = p.channel_id))
      AND (coalesce(:self_mentions, 'yes') = 'yes'
           OR NOT EXISTS (SELECT 1 FROM own_names AS o WHERE o.entity_id = b.entity_id AND o.channel_id = p.channel_id))
    GROUP BY a.entity_id, b.entity_id
),
-- The loader counts the pairs of posts with up to six namings; those of the few that have more are read.
crowded (low_id, high_id, posts, first_on, last_on) AS (
    SELECT a.entity_id, b.entity_id, count(DISTINCT p.post_id), min(p.posted_on), max(p.posted_on)
    FROM mentions AS u
    CROSS JOIN summary AS s
    CROSS JOIN posts AS p ON p.post_id = u.post_id
    CROSS JOIN mentions AS a ON a.post_id = p.post_id
    CROSS JOIN mentions AS b ON b.post_id = p.post_id AND b.entity_id > a.entity_id
    WHERE s.answers
      AND u.position = 7
      AND coalesce(substr(p.posted_on, 1, 7), 'undated') BETWEEN s.first_month AND s.last_month
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (coalesce(:self_mentions, 'yes') = 'yes'
           OR NOT EXISTS (SELECT 1 FROM own_names AS o WHERE o.entity_id = a.entity_id AND o.channel_id = p.channel_id))
      AND (coalesce(:self_mentions, 'yes') = 'yes'
           OR NOT EXISTS (SELECT 1 FROM own_names AS o WHERE o.entity_id = b.entity_id AND o.channel_id = p.channel_id))
    GROUP BY a.entity_id, b.entity_id
),
pairs (low_id, high_id, posts, first_on, last_on) AS (
    SELECT r.low_id, r.high_id, sum(r.posts), min(r.first_on), max(r.last_on)
    FROM (
        SELECT m.low_entity_id AS low_id, m.high_entity_id AS high_id, m.posts, NULL AS first_on, NULL AS last_on
        FROM mention_pair_months AS m
        CROSS JOIN summary AS s
        WHERE (SELECT s.answers FROM summary AS s)
          AND m.month BETWEEN s.first_month AND s.last_month
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
          AND (coalesce(:self_mentions, 'yes') = 'yes'
               OR NOT EXISTS (SELECT 1 FROM own_names AS o
                              WHERE o.entity_id = m.low_entity_id AND o.channel_id = m.channel_id))
          AND (coalesce(:self_mentions, 'yes') = 'yes'
               OR NOT EXISTS (SELECT 1 FROM own_names AS o
                              WHERE o.entity_id = m.high_entity_id AND o.channel_id = m.channel_id))
        UNION ALL
        SELECT n.low_id, n.high_id, n.posts, n.first_on, n.last_on FROM crowded AS n
    ) AS r
    GROUP BY r.low_id, r.high_id
    UNION ALL
    SELECT n.low_id, n.high_id, n.posts, n.first_on, n.last_on FROM read_pairs AS n WHERE n.low_id < n.high_id
),
-- Of the two ways round, the one that begins with what sorts first, by name, then by kind.
named_pairs (low_id, high_id, source, source_kind, target, target_kind, posts, first_on, last_on) AS (
    SELECT n.low_id, n.high_id, s.name, s.kind, o.name, o.kind, n.posts, n.first_on, n.last_on
    FROM pairs AS n
    CROSS JOIN entities AS s ON s.entity_id IN (n.low_id, n.high_id)
    CROSS JOIN entities AS o ON o.entity_id = CASE s.entity_id WHEN n.low_id THEN n.high_id ELSE n.low_id END
    WHERE (s.name, s.kind) < (o.name, o.kind)
),
kept (low_id, high_id, source, source_kind, target, target_kind, posts, first_on, last_on) AS MATERIALIZED (
    SELECT n.low_id, n.high_id, n.source, n.source_kind, n.target, n.target_kind, n.posts, n.first_on, n.last_on
    FROM named_pairs AS n
    WHERE coalesce(:kind, 'named') IN ('all', n.source_kind, CASE n.source_kind WHEN 'number' THEN 'all' ELSE 'named' END)
      AND coalesce(:kind, 'named') IN ('all', n.target_kind, CASE n.target_kind WHEN 'number' THEN 'all' ELSE 'named' END)
      AND (:name IS NULL
           OR n.source IN (SELECT value FROM json_each(:name))
           OR n.target IN (SELECT value FROM json_each(:name)))
    ORDER BY n.posts DESC, n.source, n.target, n.source_kind, n.target_kind
    LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
),
name_posts (entity_id, posts) AS MATERIALIZED (
    SELECT m.entity_id, sum(m.posts)
    FROM summary AS s
    CROSS JOIN mention_months AS m
    WHERE s.answers
      AND m.month BETWEEN s.first_month AND s.last_month
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
      AND (coalesce(:self_mentions, 'yes') = 'yes'
           OR NOT EXISTS (SELECT 1 FROM own_names AS o WHERE o.entity_id = m.entity_id AND o.channel_id = m.channel_id))
    GROUP BY m.entity_id
    UNION ALL
    SELECT n.low_id, n.posts FROM read_pairs AS n WHERE n.low_id = n.high_id
),
-- The days of a pair are those of the crowded posts and of the loader's months, as far as there are any.
dated (low_id, high_id, source, source_kind, target, target_kind, posts, first_on, last_on) AS MATERIALIZED (
    SELECT r.low_id, r.high_id, r.source, r.source_kind, r.target, r.target_kind, r.posts,
           coalesce(min(min(r.first_on), min(r.first_day)), min(r.first_on), min(r.first_day)),
           coalesce(max(max(r.last_on), max(r.last_day)), max(r.last_on), max(r.last_day))
    FROM (
        SELECT k.low_id, k.high_id, k.source, k.source_kind, k.target, k.target_kind, k.posts, k.first_on, k.last_on,
               m.month || '-' || substr('0' || m.first_day, -2) AS first_day,
               m.month || '-' || substr('0' || m.last_day, -2) AS last_day
        FROM kept AS k
        CROSS JOIN summary AS s
        LEFT JOIN mention_pair_months AS m
            ON s.answers
            AND m.low_entity_id = k.low_id AND m.high_entity_id = k.high_id
            AND m.month BETWEEN s.first_month AND s.last_month
            AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
            AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
            AND (coalesce(:self_mentions, 'yes') = 'yes'
                 OR NOT EXISTS (SELECT 1 FROM own_names AS o
                                WHERE o.entity_id IN (m.low_entity_id, m.high_entity_id) AND o.channel_id = m.channel_id))
    ) AS r
    GROUP BY r.low_id, r.high_id
),
-- A name that two have would make them one node of a network.
shared_names (name) AS MATERIALIZED (
    SELECT coalesce(e.label, e.name)
    FROM entities AS e
    WHERE EXISTS (SELECT 1 FROM mention_months AS m WHERE m.entity_id = e.entity_id)
    GROUP BY 1
    HAVING count(*) > 1
)
SELECT (SELECT coalesce(e.label, e.name) || CASE WHEN coalesce(e.label, e.name) IN (SELECT name FROM shared_names)
                                                 THEN ' (' || e.kind || ')' ELSE '' END
        FROM entities AS e WHERE e.kind = m.source_kind AND e.name = m.source) AS source,
       (SELECT coalesce(e.label, e.name) || CASE WHEN coalesce(e.label, e.name) IN (SELECT name FROM shared_names)
                                                 THEN ' (' || e.kind || ')' ELSE '' END
        FROM entities AS e WHERE e.kind = m.target_kind AND e.name = m.target) AS target,
       m.posts AS weight,
       -- In whole numbers: what round() makes of a half, such as 21 / 160, differs between versions of SQLite.
       (20000 * m.posts / (l.posts + h.posts - m.posts) + 1) / 2 / 10000.0 AS jaccard,
       m.first_on AS first,
       m.last_on AS last,
       m.source_kind AS source_kind,
       m.target_kind AS target_kind,
       round(10000.0 * m.posts / nullif(w.posts, 0)) / 100 AS share,
       w.posts AS all_posts
FROM whole AS w
CROSS JOIN dated AS m
CROSS JOIN name_posts AS l ON l.entity_id = m.low_id
CROSS JOIN name_posts AS h ON h.entity_id = m.high_id
ORDER BY m.posts DESC, m.source, m.target, m.source_kind, m.target_kind
