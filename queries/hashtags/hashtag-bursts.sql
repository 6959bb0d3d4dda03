-- Bursts of hashtags
--
-- use: Which hashtags were used unusually often in a period, against the periods before it?
-- tags: hashtags, time, rank
-- needs: word-index when words
-- @param by        enum(day|week|month|quarter|year) = month : length of a period; weeks are ISO weeks
-- @param window    int(1..) = 6                              : how many periods before make the baseline
-- @param min_posts int(1..) = 5                              : only where at least this many posts carry the tag in the period
-- @param since     date?                                     : first day reported; baselines also read the periods of the window before it
-- @param until     date?                                     : last day reported
-- @param channel   channel*                                  : only these channels
-- @param tag       hashtag*                                  : only these hashtags, with or without '#'
-- @param name      entity*                                   : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words     words?                                    : only posts whose text contains this phrase
-- @param forwards  enum(yes|no|only) = yes                   : count forwarded posts: yes, no, or only these
-- @param top       int(0..) = 20                             : keep the bursts with the highest scores; 0 keeps all
-- @column period           text    : e.g. 2024-03
-- @column tag              text    : folded hashtag, without '#'
-- @column posts            int     : posts of the period that carry the tag at least once
-- @column baseline         float   : posts expected: the tag's share of all posts in the window x all_posts of this period
-- @column ratio            float   : posts / baseline; NULL for a tag that the window does not know
-- @column score            float   : chi-squared of the period against the window; the higher, the less likely by chance
-- @column window_posts     int     : posts of the window that carry the tag
-- @column all_window_posts int     : all posts of the window under the same filters
-- @column share            percent : posts / all_posts, 0 to 100
-- @column all_posts        int     : all posts of the period under the same filters, with or without hashtags
-- @column partial          int     : 1 when the period reaches beyond the days covered, so that its counts may be too low
-- @chart bar x=tag y=score series=period
-- @example chancery run hashtag-bursts --by week --window 8 --since 2024
-- note: Only rises are listed, the highest score first; scores that are equal to two places are ordered by period, then by name.
-- note: The baseline goes by shares: when all channels together post twice as much, twice as many posts are expected of each tag.
-- note: The score is Pearson's chi-squared of the table [tag, other posts] x [period, window]: with 9 of 100 posts in the period and 20 of 600 in the window, 700 (9 · 580 - 91 · 20)² / (100 · 600 · 29 · 671) = 6.93. A small window lowers it, so a tag that is new has one too.
-- note: Were posts independent, chance alone would lift one tag in 40 over 3.84, one in 200 over 6.63, one in 2,000 over 10.83. Posts are not: take it as an order, and read ratio beside it, since of large counts a small rise scores high.
-- note: A post counts once for a tag. Posts that copy one another make a burst as others do; --forwards no leaves forwards out.
-- note: The window is the periods before, silent ones too; early in the data it is shorter. A period whose window holds no posts, as the first one, is not judged. A long burst lifts the baseline of the periods after it.
-- note: Where since lies within a period, its earlier days are not reported, but count in the baselines of the periods after it.
-- note: A partial period is measured by its own all_posts, so it may burst, and its low counts are no fall.
-- note: A channel that joins brings its own tags, which were not in the window: ask for the channels that you have throughout.
-- note: Undated posts are in no period and are left out.
-- note: The days covered run from since to until, and never beyond the first and the last day with a post of the channels asked for.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's monthly counts answer when no day, word or name is asked for; else the posts themselves are read.
summary (answers) AS (
    SELECT :since IS NULL AND :until IS NULL AND :words IS NULL AND :name IS NULL AND coalesce(:by, 'month') IN ('month', 'quarter', 'year')
),
labels (day, month, period) AS (
    SELECT c.day, c.month,
           CASE coalesce(:by, 'month') WHEN 'day' THEN c.day WHEN 'week' THEN c.week WHEN 'month' THEN c.month
                WHEN 'quarter' THEN c.quarter WHEN 'year' THEN c.year END
    FROM calendar AS c
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
-- Every period of the calendar with its first and last day; a week may reach beyond it.
numbered (period, number, first_on, last_on) AS MATERIALIZED (
    SELECT l.period, row_number() OVER (ORDER BY l.period),
           CASE coalesce(:by, 'month') WHEN 'week' THEN date(min(l.day), 'weekday 0', '-6 days') ELSE min(l.day) END,
           CASE coalesce(:by, 'month') WHEN 'week' THEN date(max(l.day), 'weekday 0') ELSE max(l.day) END
    FROM labels AS l
    GROUP BY l.period
),
-- The first period reported.
reported (number) AS MATERIALIZED (
    SELECT n.number FROM numbered AS n WHERE n.last_on >= coalesce(:since, '0000-01-01') ORDER BY n.number LIMIT 1
),
-- The days reported, and before them those of the periods of the window. The days before since of the first period reported count
-- in the windows of those after it.
days (day, number, period, partial, is_reported) AS (
    SELECT c.day, n.number, n.period, n.first_on < v.first_on OR n.last_on > v.last_on, c.day >= coalesce(:since, '0000-01-01')
    FROM covered AS v
    CROSS JOIN reported AS f
    CROSS JOIN numbered AS n
    CROSS JOIN calendar AS c ON c.day BETWEEN n.first_on AND n.last_on
    WHERE NOT (SELECT s.answers FROM summary AS s)
      AND n.number >= f.number - coalesce(:window, 6)
      AND c.day <= coalesce(:until || '~', '9999-12-31')
),
months (month, number, period, partial) AS MATERIALIZED (
    SELECT DISTINCT l.month, n.number, n.period, n.first_on < v.first_on OR n.last_on > v.last_on
    FROM covered AS v
    CROSS JOIN labels AS l
    CROSS JOIN numbered AS n ON n.period = l.period
    WHERE (SELECT s.answers FROM summary AS s)
),
naming_posts (post_id) AS (
    SELECT u.post_id
    FROM entities AS h
    CROSS JOIN mentions AS u ON u.entity_id = h.entity_id
    WHERE h.name IN (SELECT value FROM json_each(:name))
),
-- The posts with the phrase, which is asked more than once: each text is looked into once, and all as they lie.
worded (post_id) AS MATERIALIZED (
    SELECT w.post_id
    FROM post_words AS w
    WHERE :words IS NOT NULL AND :since IS NULL AND :until IS NULL AND :channel IS NULL AND :name IS NULL
      AND instr(w.folded, :words) > 0
    UNION ALL
    SELECT p.post_id
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on = d.day
    WHERE :words IS NOT NULL AND NOT (:since IS NULL AND :until IS NULL AND :channel IS NULL AND :name IS NULL)
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0)
),
-- Those reported, and all, which count in the windows of later periods.
period_posts (number, period, partial, posts, whole_posts) AS MATERIALIZED (
    SELECT mo.number, mo.period, mo.partial, sum(m.posts), sum(m.posts)
    FROM months AS mo
    CROSS JOIN post_months AS m ON m.month = mo.month
    WHERE (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY mo.number
    UNION ALL
    SELECT d.number, d.period, d.partial, sum(d.is_reported), count(*)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on = d.day
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR p.post_id IN (SELECT post_id FROM worded))
    GROUP BY d.number, d.period, d.partial
),
-- Read by one of the two below, so there is no need to keep it.
tag_months (hashtag_id, month, posts) AS NOT MATERIALIZED (
    SELECT m.hashtag_id, m.month, sum(m.posts)
    FROM hashtag_months AS m
    WHERE (SELECT s.answers FROM summary AS s)
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.hashtag_id, m.month
),
-- What a window holds is asked only for tags that may burst, and only where the loader's counts answer: there it is a few rows.
risen (number, hashtag_id, posts) AS (
    SELECT mo.number, n.hashtag_id, n.posts
    FROM tag_months AS n
    CROSS JOIN months AS mo ON mo.month = n.month
    WHERE coalesce(:by, 'month') = 'month'
      AND n.posts >= coalesce(:min_posts, 5)
    UNION ALL
    SELECT mo.number, n.hashtag_id, sum(n.posts)
    FROM tag_months AS n
    CROSS JOIN months AS mo ON mo.month = n.month
    WHERE coalesce(:by, 'month') <> 'month'
    GROUP BY mo.number, n.hashtag_id
    HAVING sum(n.posts) >= coalesce(:min_posts, 5)
),
window_months (number, first_month, last_month) AS MATERIALIZED (
    SELECT n.number, min(mo.month), max(mo.month)
    FROM (SELECT DISTINCT number FROM months) AS n
    CROSS JOIN months AS mo ON mo.number BETWEEN n.number - coalesce(:window, 6) AND n.number - 1
    GROUP BY n.number
),
tag_days (number, is_reported, hashtag_id, posts) AS (
    SELECT d.number, d.is_reported, u.hashtag_id, count(DISTINCT u.post_id)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on = d.day
    CROSS JOIN post_hashtags AS u ON u.post_id = p.post_id
    WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR p.post_id IN (SELECT post_id FROM worded))
    GROUP BY d.number, d.is_reported, u.hashtag_id
),
tag_posts (number, hashtag_id, posts, whole_posts) AS (
    SELECT t.number, t.hashtag_id, sum(t.posts * t.is_reported), sum(t.posts)
    FROM tag_days AS t
    GROUP BY t.number, t.hashtag_id
),
-- A window over periods that may be missing: a bound must be a number, so the periods are counted in windows; the half keeps
-- whole periods off the bound. There is one row a tag and period, so that what it holds itself can be taken off.
windowed (number, hashtag_id, posts, window_posts) AS (
    SELECT t.number, t.hashtag_id, t.posts,
           sum(t.whole_posts) OVER (PARTITION BY t.hashtag_id ORDER BY t.number / (coalesce(:window, 6) + 0.5)
                                    RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) - t.whole_posts
    FROM tag_posts AS t
    UNION ALL
    SELECT n.number, n.hashtag_id, n.posts,
           coalesce((SELECT sum(m.posts)
                     FROM hashtag_months AS m
                     WHERE m.hashtag_id = n.hashtag_id
                       AND m.month BETWEEN w.first_month AND w.last_month
                       AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
                       AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))), 0)
    FROM risen AS n
    CROSS JOIN window_months AS w ON w.number = n.number
),
wholes (number, period, partial, posts, window_posts) AS MATERIALIZED (
    SELECT n.number, n.period, n.partial, n.posts,
           sum(n.whole_posts) OVER (ORDER BY n.number / (coalesce(:window, 6) + 0.5) RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)
           - n.whole_posts
    FROM period_posts AS n
),
measured (number, period, partial, hashtag_id, posts, window_posts, all_posts, all_window_posts) AS (
    SELECT w.number, x.period, x.partial, w.hashtag_id, w.posts, w.window_posts, x.posts, x.window_posts
    FROM windowed AS w
    CROSS JOIN wholes AS x ON x.number = w.number
),
judged (period, partial, hashtag_id, posts, score, window_posts, all_posts, all_window_posts) AS (
    SELECT m.period, m.partial, m.hashtag_id, m.posts,
           1.0 * (m.all_posts + m.all_window_posts)
           * (m.posts * (m.all_window_posts - m.window_posts) - (m.all_posts - m.posts) * m.window_posts)
           * (m.posts * (m.all_window_posts - m.window_posts) - (m.all_posts - m.posts) * m.window_posts)
           / (1.0 * m.all_posts * m.all_window_posts * (m.posts + m.window_posts)
              * (m.all_posts + m.all_window_posts - m.posts - m.window_posts)),
           m.window_posts, m.all_posts, m.all_window_posts
    FROM measured AS m
    WHERE m.number >= (SELECT f.number FROM reported AS f)
      AND m.posts >= coalesce(:min_posts, 5)
      AND m.all_window_posts > 0
      AND m.posts * m.all_window_posts > m.window_posts * m.all_posts
)
SELECT j.period AS period,
       h.tag AS tag,
       j.posts AS posts,
       round(100.0 * j.window_posts * j.all_posts / j.all_window_posts) / 100 AS baseline,
       round(100.0 * j.posts * j.all_window_posts / nullif(j.window_posts * j.all_posts, 0)) / 100 AS ratio,
       round(100.0 * j.score) / 100 AS score,
       j.window_posts AS window_posts,
       j.all_window_posts AS all_window_posts,
       round(10000.0 * j.posts / j.all_posts) / 100 AS share,
       j.all_posts AS all_posts,
       j.partial AS partial
FROM judged AS j
CROSS JOIN hashtags AS h ON h.hashtag_id = j.hashtag_id
WHERE (:tag IS NULL OR h.tag IN (SELECT value FROM json_each(:tag)))
ORDER BY score DESC, period, tag
LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
