-- Share of voice
--
-- use: Who of those compared is named how much, against the others?
-- tags: mentions, time
-- needs: word-index when words
-- @param by            enum(day|week|month|quarter|year) = month                                                            : length of a period; weeks are ISO weeks
-- @param since         date?                                                                                                : first day counted
-- @param until         date?                                                                                                : last day counted
-- @param channel       channel*                                                                                             : only these channels
-- @param tag           hashtag*                                                                                             : only posts that carry one of these hashtags, with or without '#'
-- @param words         words?                                                                                               : only posts whose text contains this phrase
-- @param forwards      enum(yes|no|only) = yes                                                                              : count forwarded posts: yes, no, or only these
-- @param kind          enum(named|handle|person|organisation|country|number|all|SELECT DISTINCT kind FROM entities) = named : one kind, such as one of your own; named: all but numbers after @ (such as prices); all: these, too
-- @param name          entity*                                                                                              : compare these: names, their aliases, or handles with or without '@'; without it, those named most
-- @param self_mentions enum(yes|no) = yes                                                                                   : count a channel's naming of its own handles: yes or no
-- @param top           int(0..)?                                                                                            : compare those named in most posts over the whole range; 0 compares all; 20 unless name is given, then all of these
-- @column period    text    : e.g. 2024-03; 'undated' for posts whose day is unknown
-- @column name      text    : as people read it; a handle folded, without '@'
-- @column kind      text    : handle, person, organisation, country, a kind of your own, or number for digits after @
-- @column posts     int     : posts that name it at least once
-- @column total     int     : posts of that period, summed over all those compared
-- @column share     percent : posts / total, 0 to 100; NULL where total is 0
-- @column all_posts int     : all posts of that period under the same filters, with or without mentions
-- @column partial   int     : 1 when the period reaches beyond the days covered, so that its counts may be too low; NULL for undated
-- @wide rows=name columns=period value=share
-- @chart line x=period y=share series=name
-- @example chancery run share-of-voice --by quarter --name @ministry,@archive
-- note: A post that names two of those compared counts for both, and twice in total; so the shares of a period make 100, and total may exceed all_posts.
-- note: share depends on who is compared: before you compare two runs, name the same ones in both, or keep top the same.
-- note: Counted by post: a post that names somebody three times counts once for it.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: A channel that names itself, as in a signature, counts; --self-mentions no leaves that out, for its earlier handles too.
-- note: All those compared have a row for every period from the first post to the last, with 0 where they are silent; names given have one even if no post names them.
-- note: A name that neither the dictionary nor a post of the store has is in no row.
-- note: The days covered run from since to until, and never beyond the first and the last day with a post of the channels asked for.
-- note: all_posts obeys every filter but kind, name and self_mentions.
-- note: Those with equally many posts in a period are ordered by name, in any case of letters. For top, they are ranked by uses first.
-- note: Undated posts count, unless since or until is given.
-- note: Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's counts, which are of months, answer when no word or hashtag is asked for, and no day within a month; else the
-- posts themselves are read.
summary (answers, is_whole, first_month, last_month) AS (
    SELECT :words IS NULL AND :tag IS NULL
       AND coalesce(:by, 'month') IN ('month', 'quarter', 'year')
       AND coalesce(substr(g.since, 9), '01') = '01'
       AND coalesce(substr(date(coalesce(g.until, '9999-11-30'), '+1 day'), 9) = '01', 0),
       g.since IS NULL AND g.until IS NULL,
       coalesce(substr(g.since, 1, 7), '0000-01'),
       CASE WHEN g.since IS NULL AND g.until IS NULL THEN 'undated' ELSE coalesce(substr(g.until, 1, 7), '9999-12') END
    FROM (SELECT :since AS since, :until AS until) AS g
),
labels (day, month, period) AS (
    SELECT c.day, c.month,
           CASE coalesce(:by, 'month') WHEN 'day' THEN c.day WHEN 'week' THEN c.week WHEN 'month' THEN c.month
                WHEN 'quarter' THEN c.quarter WHEN 'year' THEN c.year END
    FROM calendar AS c
),
months (month, period) AS MATERIALIZED (
    SELECT DISTINCT l.month, l.period
    FROM summary AS s
    CROSS JOIN labels AS l
    WHERE s.answers
      AND l.month BETWEEN s.first_month AND s.last_month
    UNION ALL
    SELECT 'undated', 'undated' FROM summary AS s WHERE s.answers AND s.is_whole
),
days (day, period) AS (
    SELECT l.day, l.period
    FROM labels AS l
    WHERE NOT (SELECT s.answers FROM summary AS s)
      AND l.day BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31')
    UNION ALL
    SELECT NULL, 'undated'
    WHERE NOT (SELECT s.answers FROM summary AS s)
      AND :since IS NULL AND :until IS NULL
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
period_posts (period, posts) AS MATERIALIZED (
    SELECT mo.period, sum(m.posts)
    FROM months AS mo
    CROSS JOIN post_months AS m ON m.month = mo.month
    WHERE (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY mo.period
    UNION ALL
    SELECT d.period, count(*)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
    GROUP BY d.period
),
covered (first_on, last_on) AS MATERIALIZED (
    SELECT max(coalesce(:since, a.first_on), a.first_on), min(coalesce(:until || '~', a.last_on), a.last_on)
    FROM (
        SELECT (SELECT min(p.posted_on)
                FROM posts AS p
                WHERE p.posted_on IS NOT NULL
                  AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))) AS first_on,
               (SELECT max(p.posted_on)
                FROM posts AS p
                WHERE p.posted_on IS NOT NULL
                  AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))) AS last_on
    ) AS a
),
-- Every period from the first post to the last with its first and last day; a week may reach beyond the calendar.
spans (period, first_on, last_on) AS (
    SELECT l.period,
           CASE coalesce(:by, 'month') WHEN 'week' THEN date(min(l.day), 'weekday 0', '-6 days') ELSE min(l.day) END,
           CASE coalesce(:by, 'month') WHEN 'week' THEN date(max(l.day), 'weekday 0') ELSE max(l.day) END
    FROM (SELECT min(n.period) AS first_period, max(n.period) AS last_period FROM period_posts AS n WHERE n.period <> 'undated') AS e
    CROSS JOIN labels AS l
    WHERE l.period BETWEEN e.first_period AND e.last_period
    GROUP BY l.period
),
periods (period, posts, partial) AS MATERIALIZED (
    SELECT a.period, sum(a.posts), max(a.partial)
    FROM (
        SELECT n.period, n.posts, NULL AS partial
        FROM period_posts AS n
        UNION ALL
        SELECT s.period, 0, s.first_on < v.first_on OR s.last_on > v.last_on
        FROM covered AS v
        CROSS JOIN spans AS s
    ) AS a
    GROUP BY a.period
),
entity_posts (period, entity_id, channel_id, posts, uses) AS MATERIALIZED (
    SELECT d.period, u.entity_id, p.channel_id, count(DISTINCT u.post_id), count(*)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    CROSS JOIN mentions AS u ON u.post_id = p.post_id
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (coalesce(:self_mentions, 'yes') = 'yes'
           OR NOT EXISTS (SELECT 1 FROM own_names AS o WHERE o.entity_id = u.entity_id AND o.channel_id = p.channel_id))
    GROUP BY d.period, u.entity_id, p.channel_id
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
kept (entity_id, name, kind) AS MATERIALIZED (
    SELECT h.entity_id, h.name, h.kind
    FROM (
        SELECT n.entity_id, sum(n.posts) AS posts, sum(n.uses) AS uses
        FROM (
            SELECT t.entity_id, t.posts, t.uses
            FROM totals AS t
            UNION ALL
            SELECT e.entity_id, 0, 0
            FROM entities AS e
            WHERE :name IS NOT NULL
        ) AS n
        GROUP BY n.entity_id
    ) AS r
    CROSS JOIN entities AS h ON h.entity_id = r.entity_id
    WHERE coalesce(:kind, 'named') IN ('all', h.kind, CASE h.kind WHEN 'number' THEN 'all' ELSE 'named' END)
      AND (:name IS NULL OR h.name IN (SELECT value FROM json_each(:name)))
    ORDER BY r.posts DESC, r.uses DESC, h.name, h.kind
    LIMIT coalesce(nullif(coalesce(:top, CASE WHEN :name IS NULL THEN 20 ELSE 0 END), 0), -1)
),
counts (period, name, kind, posts, all_posts, partial) AS (
    SELECT r.period, r.name, r.kind, sum(r.posts), sum(r.all_posts), max(r.partial)
    FROM (
        SELECT a.period, k.name, k.kind, 0 AS posts, a.posts AS all_posts, a.partial
        FROM periods AS a
        CROSS JOIN kept AS k
        UNION ALL
        SELECT mo.period, k.name, k.kind, m.posts, 0, NULL
        FROM kept AS k
        CROSS JOIN months AS mo
        CROSS JOIN mention_months AS m ON m.entity_id = k.entity_id AND m.month = mo.month
        WHERE (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
          AND (coalesce(:self_mentions, 'yes') = 'yes'
               OR NOT EXISTS (SELECT 1 FROM own_names AS o WHERE o.entity_id = m.entity_id AND o.channel_id = m.channel_id))
        UNION ALL
        SELECT t.period, h.name, h.kind, t.posts, 0, NULL
        FROM entity_posts AS t
        CROSS JOIN entities AS h ON h.entity_id = t.entity_id
        WHERE t.entity_id IN (SELECT entity_id FROM kept)
    ) AS r
    GROUP BY r.period, r.name, r.kind
),
compared (period, name, kind, posts, total, all_posts, partial) AS (
    SELECT n.period, n.name, n.kind, n.posts, sum(n.posts) OVER (PARTITION BY n.period), n.all_posts, n.partial
    FROM counts AS n
)
SELECT n.period AS period,
       (SELECT coalesce(e.label, e.name) FROM entities AS e WHERE e.kind = n.kind AND e.name = n.name) AS name,
       n.kind AS kind,
       n.posts AS posts,
       n.total AS total,
       round(10000.0 * n.posts / nullif(n.total, 0)) / 100 AS share,
       n.all_posts AS all_posts,
       n.partial AS partial
FROM compared AS n
ORDER BY n.period, n.posts DESC, n.name, n.kind
