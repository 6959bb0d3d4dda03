-- Planned messages that appear
--
-- use: Which of the planned messages are said, where, and when?
-- tags: points, time, messages
-- needs: message, word-index when message
-- @param message  words*                                    : a message, or 'name = variant'; several with one name are variants of one message
-- @param by       enum(day|week|month|quarter|year) = month : length of a period; weeks are ISO weeks
-- @param since    date?                                     : first day counted
-- @param until    date?                                     : last day counted
-- @param channel  channel*                                  : only these channels
-- @param tag      hashtag*                                  : only posts that carry one of these hashtags, with or without '#'
-- @param name     entity*                                   : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                                    : only posts whose text contains this phrase as well
-- @param forwards enum(yes|no|only) = yes                   : count forwarded posts: yes, no, or only these
-- @column period    text    : e.g. 2024-03; 'undated' for posts whose day is unknown
-- @column message   text    : the name of the message, folded
-- @column posts     int     : posts that contain at least one of its variants
-- @column channels  int     : channels with such a post
-- @column share     percent : posts / all_posts, 0 to 100; NULL where all_posts is 0
-- @column all_posts int     : all posts of that period under the same filters, with or without a message
-- @column partial   int     : 1 when the period reaches beyond the days covered, so that its counts may be too low; NULL for undated
-- @wide rows=message columns=period value=posts
-- @chart line x=period y=posts series=message
-- @example chancery run message-pull-through --message "open ports = ports stay open" --message "open ports = open the ports"
-- note: A post counts once for a message, however many of its variants it has and however often; a post can count for several messages.
-- note: Every message has a row for every period from the first post to the last, with 0 where it is silent: also one that never appears.
-- note: A variant is looked for in the whole text of the post, its talking points included. It is folded with its name, so that names come out in lower case; outside chancery, write both in lower case, and run chancery index --words first.
-- note: The first '=' ends the name, white space around it is no part of either; a phrase with '=' in it is written '= phrase'. A name without a variant is its own variant.
-- note: A comma separates two values; write '\,' for a comma within a phrase.
-- note: A variant is found within longer words too: 'port' is found in 'report'.
-- note: Without --message there are no rows.
-- note: The days covered run from since to until, and never beyond the first and the last day with a post of the channels asked for.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: Every variant is looked for in every post: 40 of them in 100,000 posts of 1,000 characters take about a second, in other tools five.
-- note: Rows are ordered by period, then in the order in which the messages are given.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
WITH
-- Where every post is looked into, texts are gone through as they lie, and posts are counted by the loader's counts.
unfiltered (answers) AS (
    SELECT :since IS NULL AND :until IS NULL AND :channel IS NULL AND :tag IS NULL AND :name IS NULL AND :words IS NULL
),
labels (day, period) AS (
    SELECT c.day,
           CASE coalesce(:by, 'month') WHEN 'day' THEN c.day WHEN 'week' THEN c.week WHEN 'month' THEN c.month
                WHEN 'quarter' THEN c.quarter WHEN 'year' THEN c.year END
    FROM calendar AS c
),
days (day, period) AS (
    SELECT l.day, l.period
    FROM labels AS l
    WHERE l.day BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31')
    UNION ALL
    SELECT NULL, 'undated'
    WHERE :since IS NULL AND :until IS NULL
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
variants (place, message, variant) AS MATERIALIZED (
    SELECT min(v.place), coalesce(nullif(v.name, ''), v.variant), coalesce(nullif(v.variant, ''), v.name)
    FROM (
        SELECT j.key AS place,
               trim(substr(j.value, 1, instr(j.value, '=') - 1)) AS name,
               trim(substr(j.value, instr(j.value, '=') + 1)) AS variant
        FROM json_each(:message) AS j
    ) AS v
    WHERE v.name <> '' OR v.variant <> ''
    GROUP BY 2, 3
),
counted (post_id, channel_id, period) AS MATERIALIZED (
    SELECT p.post_id, p.channel_id, d.period
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE :message IS NOT NULL
      AND NOT (SELECT s.answers FROM unfiltered AS s)
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
),
hits (post_id, message) AS MATERIALIZED (
    SELECT w.post_id, v.message
    FROM post_words AS w
    CROSS JOIN variants AS v
    WHERE (SELECT s.answers FROM unfiltered AS s)
      AND :message IS NOT NULL
      AND instr(w.folded, v.variant) > 0
),
found (period, message, posts, channels) AS (
    SELECT n.period, v.message, count(DISTINCT n.post_id), count(DISTINCT n.channel_id)
    FROM counted AS n
    CROSS JOIN post_words AS w ON w.post_id = n.post_id
    CROSS JOIN variants AS v
    WHERE instr(w.folded, v.variant) > 0
    GROUP BY n.period, v.message
    UNION ALL
    SELECT d.period, r.message, count(DISTINCT r.post_id), count(DISTINCT p.channel_id)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    CROSS JOIN hits AS r ON r.post_id = p.post_id
    WHERE (SELECT s.answers FROM unfiltered AS s)
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
    GROUP BY d.period, r.message
),
-- Where whole months are asked for, the counts of months are enough, which are fewer than those of days.
months (month, period) AS MATERIALIZED (
    SELECT DISTINCT c.month, CASE coalesce(:by, 'month') WHEN 'month' THEN c.month WHEN 'quarter' THEN c.quarter ELSE c.year END
    FROM calendar AS c
    WHERE :since IS NULL AND :until IS NULL AND coalesce(:by, 'month') IN ('month', 'quarter', 'year')
    UNION ALL
    SELECT 'undated', 'undated' WHERE :since IS NULL AND :until IS NULL AND coalesce(:by, 'month') IN ('month', 'quarter', 'year')
),
period_posts (period, posts) AS MATERIALIZED (
    SELECT n.period, count(*) FROM counted AS n GROUP BY n.period
    UNION ALL
    SELECT mo.period, sum(m.posts)
    FROM months AS mo
    CROSS JOIN post_months AS m ON m.month = mo.month
    WHERE (SELECT s.answers FROM unfiltered AS s)
      AND :message IS NOT NULL
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY mo.period
    UNION ALL
    SELECT d.period, sum(m.posts)
    FROM post_days AS m
    CROSS JOIN days AS d ON d.day IS nullif(m.day, 'undated')
    WHERE (SELECT s.answers FROM unfiltered AS s)
      AND :message IS NOT NULL
      AND NOT (:since IS NULL AND :until IS NULL AND coalesce(:by, 'month') IN ('month', 'quarter', 'year'))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
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
-- Every period from the first post to the last, the empty ones too. A week at either end of the calendar may have days outside it.
periods (period, posts, partial) AS MATERIALIZED (
    SELECT a.period, sum(a.posts), max(a.partial)
    FROM (
        SELECT n.period, n.posts, NULL AS partial FROM period_posts AS n
        UNION ALL
        SELECT l.period, 0,
               min(l.day) < v.first_on OR max(l.day) > v.last_on OR coalesce(:by = 'week' AND count(*) < 7, 0)
        FROM covered AS v
        CROSS JOIN labels AS l
        WHERE l.period BETWEEN (SELECT min(period) FROM period_posts WHERE period <> 'undated')
                           AND (SELECT max(period) FROM period_posts WHERE period <> 'undated')
        GROUP BY l.period
    ) AS a
    GROUP BY a.period
)
SELECT r.period AS period,
       r.message AS message,
       sum(r.posts) AS posts,
       sum(r.channels) AS channels,
       round(10000.0 * sum(r.posts) / nullif(sum(r.all_posts), 0)) / 100 AS share,
       sum(r.all_posts) AS all_posts,
       max(r.partial) AS partial
FROM (
    SELECT a.period, v.message, min(v.place) AS place, 0 AS posts, 0 AS channels, a.posts AS all_posts, a.partial
    FROM periods AS a
    CROSS JOIN variants AS v
    GROUP BY a.period, v.message
    UNION ALL
    SELECT f.period, f.message, NULL, f.posts, f.channels, 0, NULL
    FROM found AS f
) AS r
GROUP BY r.period, r.message
ORDER BY r.period, min(r.place)
