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
-- @column source      text    : as people read it; a handle folded, without '@'; the one that sorts first
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
-- note: Pairs with equal weight are ordered by source, then by target.
-- note: Undated posts count, unless since or until is given.
-- note: Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- Where every post counts and few pairs are kept, namings are paired without their posts, and days are looked up for these few.
unfiltered (answers) AS (
    SELECT :since IS NULL AND :until IS NULL AND :channel IS NULL AND :tag IS NULL AND :words IS NULL
       AND coalesce(:forwards, 'yes') = 'yes' AND coalesce(:self_mentions, 'yes') = 'yes' AND coalesce(:top, 20) BETWEEN 1 AND 100
),
days (day) AS (
    SELECT c.day
    FROM calendar AS c
    WHERE NOT (SELECT s.answers FROM unfiltered AS s)
      AND c.day BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31')
    UNION ALL
    SELECT NULL
    WHERE :since IS NULL AND :until IS NULL AND NOT (SELECT s.answers FROM unfiltered AS s)
),
tagged_posts (post_id) AS (
    SELECT u.post_id
    FROM hashtags AS h
    JOIN post_hashtags AS u ON u.hashtag_id = h.hashtag_id
    WHERE h.tag IN (SELECT value FROM json_each(:tag))
),
-- A channel's own handles, the present one and earlier ones.
own_names (entity_id, channel_id) AS (
    SELECT h.entity_id, c.channel_id
    FROM channels AS c
    CROSS JOIN entities AS h ON h.kind = 'handle' AND h.name = c.folded_handle
    UNION ALL
    SELECT h.entity_id, x.channel_id
    FROM channel_aliases AS x
    CROSS JOIN entities AS h ON h.kind = 'handle' AND h.name = x.value
    WHERE x.kind = 'handle'
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
        FROM post_months AS m
        WHERE (SELECT s.answers FROM unfiltered AS s)
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
pairs (low_id, high_id, posts, first_on, last_on) AS MATERIALIZED (
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
    UNION ALL
    SELECT m.entity_id, m.entity_id, sum(m.posts), NULL, NULL
    FROM unfiltered AS s
    CROSS JOIN mention_months AS m
    WHERE s.answers
    GROUP BY m.entity_id
    UNION ALL
    -- Most posts name one: their namings have nothing before them, and are passed by.
    SELECT min(a.entity_id, b.entity_id), max(a.entity_id, b.entity_id), count(DISTINCT b.post_id), NULL, NULL
    FROM mentions AS b
    CROSS JOIN mentions AS a ON a.post_id = b.post_id AND a.position < b.position AND a.entity_id <> b.entity_id
    WHERE (SELECT s.answers FROM unfiltered AS s)
      AND b.position > 1
    GROUP BY 1, 2
),
-- Of the two ways round, the one that begins with what sorts first, by name, then by kind.
named_pairs (low_id, high_id, source, source_kind, target, target_kind, posts, first_on, last_on) AS (
    SELECT n.low_id, n.high_id, s.name, s.kind, o.name, o.kind, n.posts, n.first_on, n.last_on
    FROM pairs AS n
    CROSS JOIN entities AS s ON s.entity_id IN (n.low_id, n.high_id)
    CROSS JOIN entities AS o ON o.entity_id = CASE s.entity_id WHEN n.low_id THEN n.high_id ELSE n.low_id END
    WHERE n.low_id < n.high_id
      AND (s.name, s.kind) < (o.name, o.kind)
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
dated (low_id, high_id, first_on, last_on) AS MATERIALIZED (
    SELECT k.low_id, k.high_id, min(p.posted_on), max(p.posted_on)
    FROM mentions AS b
    CROSS JOIN mentions AS a ON a.post_id = b.post_id AND a.position < b.position AND a.entity_id <> b.entity_id
    CROSS JOIN kept AS k ON k.low_id = min(a.entity_id, b.entity_id) AND k.high_id = max(a.entity_id, b.entity_id)
    CROSS JOIN posts AS p ON p.post_id = b.post_id
    WHERE (SELECT s.answers FROM unfiltered AS s)
      AND b.position > 1
    GROUP BY k.low_id, k.high_id
),
-- Each kept pair beside its two names, so that windows over either name find the posts of both.
measured (low_id, high_id, source, source_kind, target, target_kind, posts, first_on, last_on, either_posts) AS (
    SELECT r.low_id, r.high_id, r.source, r.source_kind, r.target, r.target_kind, r.posts, r.first_on, r.last_on,
           max(CASE WHEN r.source IS NULL THEN r.posts END) OVER (PARTITION BY r.low_id)
           + max(CASE WHEN r.source IS NULL THEN r.posts END) OVER (PARTITION BY r.high_id)
           - r.posts
    FROM (
        SELECT low_id, high_id, source, source_kind, target, target_kind, posts, first_on, last_on FROM kept
        UNION ALL
        SELECT n.low_id, n.high_id, NULL, NULL, NULL, NULL, n.posts, NULL, NULL
        FROM pairs AS n
        WHERE n.low_id = n.high_id
          AND n.low_id IN (SELECT low_id FROM kept UNION SELECT high_id FROM kept)
    ) AS r
)
SELECT (SELECT coalesce(e.label, e.name) FROM entities AS e WHERE e.kind = m.source_kind AND e.name = m.source) AS source,
       (SELECT coalesce(e.label, e.name) FROM entities AS e WHERE e.kind = m.target_kind AND e.name = m.target) AS target,
       m.posts AS weight,
       round(1.0 * m.posts / m.either_posts, 4) AS jaccard,
       coalesce(m.first_on, d.first_on) AS first,
       coalesce(m.last_on, d.last_on) AS last,
       m.source_kind AS source_kind,
       m.target_kind AS target_kind,
       round(100.0 * m.posts / nullif(w.posts, 0), 2) AS share,
       w.posts AS all_posts
FROM whole AS w
CROSS JOIN measured AS m
LEFT JOIN dated AS d ON d.low_id = m.low_id AND d.high_id = m.high_id
WHERE m.source IS NOT NULL
ORDER BY m.posts DESC, m.source, m.target, m.source_kind, m.target_kind
