-- A period against the one before
--
-- use: What rose and what fell since the period before?
-- tags: reach, time, rank, mentions
-- needs: word-index when words
-- @param kind     enum(hashtag|channel|mention|host) = hashtag : what is compared
-- @param by       enum(day|week|month|quarter|year) = month    : length of a period; weeks are ISO weeks
-- @param period   date?                   : a day within the period to look at; without it, the last one of which every day is covered
-- @param channel  channel*                : only these channels
-- @param tag      hashtag*                : of hashtags, only these; else only posts that carry one of these, with or without '#'
-- @param name     entity*                 : of mentions, only these; else only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                  : only posts whose text contains this phrase
-- @param forwards enum(yes|no|only) = yes : count forwarded posts: yes, no, or only these
-- @param top      int(0..) = 20           : keep the items that changed most; 0 keeps all
-- @column item               text    : the folded hashtag or handle without sign, the channel, or the host in lower case without www.
-- @column current            int     : posts with the item in the period
-- @column previous           int     : posts with the item in the period before
-- @column change             int     : current - previous
-- @column change_pct         percent : change / previous, -100 and above; NULL where previous is 0
-- @column share              percent : current / all_posts, 0 to 100; NULL where all_posts is 0
-- @column all_posts          int     : all posts of the period under the same filters
-- @column previous_share     percent : previous / previous_all_posts, 0 to 100; NULL where previous_all_posts is 0
-- @column previous_all_posts int     : all posts of the period before under the same filters
-- @column period             text    : the period looked at, e.g. 2024-03
-- @column previous_period    text    : the period before; NULL where the store's calendar does not reach back to it
-- @column partial            int     : 1 when one of the two reaches beyond the days covered, so that its counts may be too low
-- @chart bar x=item y=change
-- @example chancery run period-compare --by week --kind mention --period 2024-03-14
-- note: Counted by post: an item counts once in a post. Items of either period are rows; where one is absent its count is 0. Without an item in either there is no row, nor where the whole period lies outside the years with posts.
-- note: Compare share with previous_share where all_posts differ: a tag that falls with all the rest has not lost its part.
-- note: The days covered run from the first to the last day with a post of the channels asked for. Where they hold no whole period, give --period or a shorter --by.
-- note: The tag filter does not reduce all_posts with kind hashtag, nor does name with kind mention; with the other kinds they do, as the other filters do.
-- note: Mentions are handles, persons, organisations and countries, without numbers after @; addresses without a host, such as mailto:, are 'no host'.
-- note: Those named in the store who have one name, such as a person and a handle, are told apart by their kind in brackets.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: Rows are ordered by the size of the change, up or down, rises first where equal, then by current, most first, and item, names in any case of letters.
-- note: Undated posts lie in no period and are left out.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's monthly counts answer for whole months where no word is asked for, and no hashtag or name but as the items; else
-- the posts themselves are read.
summary (answers) AS (
    SELECT coalesce(:by, 'month') IN ('month', 'quarter', 'year') AND :words IS NULL
       AND (:tag IS NULL OR coalesce(:kind, 'hashtag') = 'hashtag')
       AND (:name IS NULL OR coalesce(:kind, 'hashtag') = 'mention')
),
labels (day, period) AS (
    SELECT c.day,
           CASE coalesce(:by, 'month') WHEN 'day' THEN c.day WHEN 'week' THEN c.week WHEN 'month' THEN c.month
                WHEN 'quarter' THEN c.quarter WHEN 'year' THEN c.year END
    FROM calendar AS c
),
covered (first_on, last_on) AS MATERIALIZED (
    SELECT min(a.first_on), max(a.last_on)
    FROM (
        SELECT (SELECT min(p.posted_on) FROM posts AS p WHERE p.channel_id = c.channel_id) AS first_on,
               (SELECT max(p.posted_on) FROM posts AS p WHERE p.channel_id = c.channel_id) AS last_on
        FROM channels AS c
        WHERE (:channel IS NULL OR c.channel_id IN (SELECT value FROM json_each(:channel)))
    ) AS a
),
-- A week at either end of the calendar may have days outside it.
spans (period, first_on, last_on, is_whole) AS MATERIALIZED (
    SELECT l.period, min(l.day), max(l.day),
           min(l.day) >= v.first_on AND max(l.day) <= v.last_on AND (coalesce(:by, 'month') <> 'week' OR count(*) = 7)
    FROM covered AS v
    CROSS JOIN labels AS l
    GROUP BY l.period
),
-- The day asked for may lie outside the calendar, and other days of its week within it.
asked (first_on, last_on) AS (
    SELECT CASE g.by WHEN 'week' THEN date(g.day, 'weekday 0', '-6 days') ELSE g.day END,
           CASE g.by WHEN 'week' THEN date(g.day, 'weekday 0') ELSE g.day END
    FROM (SELECT :period AS day, :by AS by) AS g
),
chosen (period) AS (
    SELECT max(l.period) FROM asked AS a CROSS JOIN labels AS l ON l.day BETWEEN a.first_on AND a.last_on
    UNION ALL
    SELECT max(s.period) FROM spans AS s WHERE :period IS NULL AND s.is_whole
),
compared (period, previous_period) AS MATERIALIZED (
    SELECT n.period, (SELECT max(l.period) FROM labels AS l WHERE l.period < n.period)
    FROM chosen AS n
    WHERE n.period IS NOT NULL
),
days (day, is_current) AS MATERIALIZED (
    SELECT l.day, l.period = a.period
    FROM compared AS a
    CROSS JOIN labels AS l
    WHERE l.period IN (a.period, a.previous_period)
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
),
counted (post_id, channel_id, is_current) AS MATERIALIZED (
    SELECT p.post_id, p.channel_id, d.is_current
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on = d.day
    WHERE NOT (SELECT s.answers FROM summary AS s)
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR coalesce(:kind, 'hashtag') = 'hashtag' OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR coalesce(:kind, 'hashtag') = 'mention' OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
),
-- The months of each channel that has posts in them.
channel_months (channel_id, month, is_current, posts) AS MATERIALIZED (
    SELECT m.channel_id, m.month, mo.is_current, sum(m.posts)
    FROM (
        SELECT DISTINCT c.month, d.is_current
        FROM summary AS s
        CROSS JOIN days AS d
        CROSS JOIN calendar AS c ON c.day = d.day
        WHERE s.answers
    ) AS mo
    CROSS JOIN post_months AS m ON m.month = mo.month
    WHERE (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.month, m.channel_id
),
totals (current, previous) AS MATERIALIZED (
    SELECT coalesce(sum(r.posts * r.is_current), 0), coalesce(sum(r.posts * (NOT r.is_current)), 0)
    FROM (
        SELECT n.is_current, count(*) AS posts FROM counted AS n GROUP BY n.is_current
        UNION ALL
        SELECT n.is_current, n.posts FROM channel_months AS n
    ) AS r
),
-- A name that two have would make two rows of which nobody knows whose they are.
shared_names (name) AS MATERIALIZED (
    SELECT coalesce(e.label, e.name)
    FROM entities AS e
    WHERE :kind = 'mention'
      AND EXISTS (SELECT 1 FROM mention_months AS m WHERE m.entity_id = e.entity_id)
    GROUP BY 1
    HAVING count(*) > 1
),
-- The items of posts, or of the months of channels; those of other kinds have NULL for a key, by which nothing is found.
uses (item_id, host, is_current, posts) AS (
    SELECT coalesce(u.hashtag_id, m.entity_id, CASE :kind WHEN 'channel' THEN n.channel_id ELSE 0 END),
           CASE :kind WHEN 'host' THEN coalesce(l.host, 'no host') END, n.is_current, count(DISTINCT n.post_id)
    FROM counted AS n
    LEFT JOIN post_hashtags AS u ON u.post_id = CASE coalesce(:kind, 'hashtag') WHEN 'hashtag' THEN n.post_id END
    LEFT JOIN mentions AS m ON m.post_id = CASE :kind WHEN 'mention' THEN n.post_id END
    LEFT JOIN links AS l ON l.post_id = CASE :kind WHEN 'host' THEN n.post_id END
    WHERE :kind = 'channel' OR coalesce(u.post_id, m.post_id, l.post_id) IS NOT NULL
    GROUP BY 1, 2, n.is_current
    UNION ALL
    SELECT coalesce(u.hashtag_id, m.entity_id, CASE :kind WHEN 'channel' THEN n.channel_id ELSE 0 END),
           l.host, n.is_current, coalesce(u.posts, m.posts, l.posts, n.posts)
    FROM channel_months AS n
    LEFT JOIN hashtag_months AS u
           ON u.channel_id = CASE coalesce(:kind, 'hashtag') WHEN 'hashtag' THEN n.channel_id END
          AND u.month = n.month
          AND (coalesce(:forwards, 'yes') = 'yes' OR u.is_forward = (:forwards = 'only'))
    LEFT JOIN mention_months AS m
           ON m.channel_id = CASE :kind WHEN 'mention' THEN n.channel_id END
          AND m.month = n.month
          AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    LEFT JOIN host_months AS l
           ON l.channel_id = CASE :kind WHEN 'host' THEN n.channel_id END
          AND l.month = n.month
          AND (coalesce(:forwards, 'yes') = 'yes' OR l.is_forward = (:forwards = 'only'))
    WHERE :kind = 'channel' OR coalesce(u.posts, m.posts, l.posts) IS NOT NULL
),
-- Names with their folded form, by which they are ordered.
changes (item_id, item, folded, current, previous) AS MATERIALIZED (
    SELECT i.item_id,
           CASE coalesce(:kind, 'hashtag')
               WHEN 'hashtag' THEN (SELECT h.tag FROM hashtags AS h WHERE h.hashtag_id = i.item_id)
               WHEN 'channel' THEN (SELECT c.channel FROM v_channels AS c WHERE c.channel_id = i.item_id)
               WHEN 'mention' THEN (
                   SELECT coalesce(e.label, e.name)
                          || CASE WHEN coalesce(e.label, e.name) IN (SELECT name FROM shared_names)
                                  THEN ' (' || e.kind || ')' ELSE '' END
                   FROM entities AS e
                   WHERE e.entity_id = i.item_id)
               ELSE i.host END,
           CASE :kind WHEN 'mention' THEN (SELECT e.name FROM entities AS e WHERE e.entity_id = i.item_id) END,
           i.current, i.previous
    FROM (
        SELECT u.item_id, u.host, sum(u.posts * u.is_current) AS current, sum(u.posts * (NOT u.is_current)) AS previous
        FROM uses AS u
        GROUP BY u.item_id, u.host
    ) AS i
    WHERE CASE coalesce(:kind, 'hashtag')
              WHEN 'hashtag' THEN :tag IS NULL
                  OR i.item_id IN (SELECT h.hashtag_id FROM hashtags AS h WHERE h.tag IN (SELECT value FROM json_each(:tag)))
              WHEN 'mention' THEN i.item_id IN (
                  SELECT e.entity_id
                  FROM entities AS e
                  WHERE e.kind <> 'number' AND (:name IS NULL OR e.name IN (SELECT value FROM json_each(:name))))
              ELSE 1 END
)
SELECT n.item AS item,
       n.current AS current,
       n.previous AS previous,
       n.current - n.previous AS change,
       round(10000.0 * (n.current - n.previous) / nullif(n.previous, 0)) / 100 AS change_pct,
       round(10000.0 * n.current / nullif(w.current, 0)) / 100 AS share,
       w.current AS all_posts,
       round(10000.0 * n.previous / nullif(w.previous, 0)) / 100 AS previous_share,
       w.previous AS previous_all_posts,
       a.period AS period,
       a.previous_period AS previous_period,
       (SELECT a.previous_period IS NULL OR min(s.is_whole) = 0
        FROM spans AS s
        WHERE s.period IN (a.period, a.previous_period)) AS partial
FROM compared AS a
CROSS JOIN totals AS w
CROSS JOIN changes AS n
ORDER BY abs(n.current - n.previous) DESC, change DESC, current DESC, coalesce(n.folded, n.item), item, n.item_id
LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
