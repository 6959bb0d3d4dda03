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
labels (day, period) AS (
    SELECT c.day,
           CASE coalesce(:by, 'month') WHEN 'day' THEN c.day WHEN 'week' THEN c.week WHEN 'month' THEN c.month
                WHEN 'quarter' THEN c.quarter WHEN 'year' THEN c.year END
    FROM calendar AS c
),
covered (first_on, last_on) AS MATERIALIZED (
    SELECT (SELECT min(p.posted_on)
            FROM posts AS p
            WHERE p.posted_on IS NOT NULL
              AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))),
           (SELECT max(p.posted_on)
            FROM posts AS p
            WHERE p.posted_on IS NOT NULL
              AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel))))
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
    SELECT n.period, (SELECT max(s.period) FROM spans AS s WHERE s.period < n.period)
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
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR coalesce(:kind, 'hashtag') = 'hashtag' OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR coalesce(:kind, 'hashtag') = 'mention' OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
),
totals (current, previous) AS MATERIALIZED (
    SELECT count(*) FILTER (WHERE n.is_current), count(*) FILTER (WHERE NOT n.is_current) FROM counted AS n
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
-- Names with their folded form, by which they are ordered.
items (item_id, item, folded, is_current, posts) AS (
    SELECT h.hashtag_id, h.tag, h.tag, n.is_current, count(DISTINCT n.post_id)
    FROM counted AS n
    CROSS JOIN post_hashtags AS u ON u.post_id = n.post_id
    CROSS JOIN hashtags AS h ON h.hashtag_id = u.hashtag_id
    WHERE coalesce(:kind, 'hashtag') = 'hashtag'
      AND (:tag IS NULL OR h.tag IN (SELECT value FROM json_each(:tag)))
    GROUP BY h.hashtag_id, n.is_current
    UNION ALL
    SELECT c.channel_id, c.channel, c.channel, n.is_current, count(*)
    FROM counted AS n
    CROSS JOIN v_channels AS c ON c.channel_id = n.channel_id
    WHERE :kind = 'channel'
    GROUP BY c.channel_id, n.is_current
    UNION ALL
    SELECT e.entity_id,
           coalesce(e.label, e.name)
               || CASE WHEN coalesce(e.label, e.name) IN (SELECT name FROM shared_names) THEN ' (' || e.kind || ')' ELSE '' END,
           e.name, n.is_current, count(DISTINCT n.post_id)
    FROM counted AS n
    CROSS JOIN mentions AS m ON m.post_id = n.post_id
    CROSS JOIN entities AS e ON e.entity_id = m.entity_id
    WHERE :kind = 'mention' AND e.kind <> 'number'
      AND (:name IS NULL OR e.name IN (SELECT value FROM json_each(:name)))
    GROUP BY e.entity_id, n.is_current
    UNION ALL
    SELECT 0, coalesce(l.host, 'no host'), coalesce(l.host, 'no host'), n.is_current, count(DISTINCT n.post_id)
    FROM counted AS n
    CROSS JOIN links AS l ON l.post_id = n.post_id
    WHERE :kind = 'host'
    GROUP BY 2, n.is_current
),
changes (item_id, item, folded, current, previous) AS MATERIALIZED (
    SELECT i.item_id, i.item, i.folded, sum(i.posts * i.is_current), sum(i.posts * (NOT i.is_current))
    FROM items AS i
    GROUP BY i.item_id, i.item, i.folded
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
ORDER BY abs(n.current - n.previous) DESC, change DESC, current DESC, n.folded, item, n.item_id
LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
