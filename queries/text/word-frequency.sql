-- Word frequency per period
--
-- use: How often does each word of a vocabulary occur, and when?
-- tags: text, time
-- needs: words, word-index when words
-- @param words    words*                                    : the words or phrases to count, as whole words; * before or after lets longer words count
-- @param by       enum(day|week|month|quarter|year) = month : length of a period; weeks are ISO weeks
-- @param since    date?                                     : first day counted
-- @param until    date?                                     : last day counted
-- @param channel  channel*                                  : only these channels
-- @param tag      hashtag*                                  : only posts that carry one of these hashtags, with or without '#'
-- @param name     entity*                                   : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param forwards enum(yes|no|only) = yes                   : count forwarded posts: yes, no, or only these
-- @column period    text    : e.g. 2024-03; 'undated' for posts whose day is unknown
-- @column word      text    : the word as asked for, folded
-- @column posts     int     : posts whose text contains the word at least once
-- @column total     int     : times it is written
-- @column share     percent : posts / all_posts, 0 to 100; NULL where all_posts is 0
-- @column all_posts int     : all posts of that period under the same filters, whatever their words
-- @column partial   int     : 1 when the period reaches beyond the days covered, so that its counts may be too low; NULL for undated
-- @wide rows=word columns=period value=posts
-- @chart line x=period y=posts series=word
-- @example chancery run word-frequency --words "trade,sanction*,free trade" --by quarter
-- note: Without words there are no rows.
-- note: trade finds neither trades nor free_trade, but #trade, trade-war and trade's; trade* finds trades, *trade finds embargotrade, *trade* all three.
-- note: Chinese, Japanese, Thai, Lao, Khmer and Burmese put no spaces between words: there a word is found wherever it is written.
-- note: Matching is on the folded text: case and white space make no difference; outside chancery, write the words in lower case, and run chancery index --words first.
-- note: Other reports that take words find them within longer words too, as *trade* does here.
-- note: A post that writes a word three times is one post and three times; every place counts, also where two overlap.
-- note: Every word has a row for every period from the first post to the last, with 0 where it is silent. Words that do not occur at all are told by their zeros.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: Rows are ordered by period, then by posts, total and word.
-- note: Undated posts count, unless since or until is given.
-- note: The days covered run from since to until, and never beyond the first and the last day with a post of the channels asked for.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
WITH
-- What words are made of in scripts with spaces between words, as first and last code points: letters, marks, digits, _.
-- letter is the GLOB pattern of one such character.
letters (letter) AS MATERIALIZED (
    SELECT '[' || a.class || ']'
    FROM (
        SELECT group_concat(char(r.value ->> 0) || '-' || char(r.value ->> 1), '') AS class
        FROM json_each('[
            [48,57], [65,90], [95,95], [97,122], [170,170], [181,181], [186,186], [192,214], [216,246], [248,705], [710,721],
            [736,740], [748,748], [750,750], [768,884], [886,893], [895,895], [902,902], [904,1013], [1015,1153], [1155,1369],
            [1376,1416], [1419,1420], [1425,1469], [1471,1471], [1473,1474], [1476,1477], [1479,1522], [1552,1562], [1568,1641],
            [1646,1747], [1749,1756], [1759,1768], [1770,1788], [1791,1791], [1808,2037], [2042,2045], [2048,2093], [2112,2139],
            [2144,2183], [2185,2191], [2199,2273], [2275,2403], [2406,2415], [2417,2545], [2556,2556], [2558,2677], [2689,2799],
            [2809,2927], [2929,2929], [2946,3055], [3072,3183], [3200,3203], [3205,3406], [3412,3415], [3423,3439], [3450,3571],
            [3840,3840], [3864,3865], [3872,3881], [3893,3893], [3895,3895], [3897,3897], [3902,3972], [3974,4028], [4038,4038],
            [4256,4346], [4348,4959], [4992,5007], [5024,5117], [5121,5740], [5743,5759], [5761,5786], [5792,5866], [5870,5940],
            [5952,6003], [6155,6157], [6159,6459], [6470,6479], [6656,6683], [6832,6988], [6992,7001], [7019,7027], [7040,7155],
            [7168,7223], [7232,7293], [7296,7359], [7376,7378], [7380,8124], [8126,8126], [8130,8140], [8144,8155], [8160,8172],
            [8178,8188], [8204,8204], [8255,8256], [8276,8276], [8305,8305], [8319,8319], [8335,8351], [8450,8450], [8455,8455],
            [8458,8467], [8469,8469], [8473,8477], [8484,8484], [8486,8486], [8488,8488], [8490,8493], [8495,8505], [8508,8511],
            [8517,8521], [8526,8526], [8544,8584], [11264,11492], [11499,11507], [11520,11631], [11647,11775], [11823,11823],
            [12593,12686], [40960,42124], [42192,42237], [42240,42508], [42512,42610], [42612,42621], [42623,42737], [42775,42783],
            [42786,42888], [42891,43047], [43052,43052], [43072,43123], [43136,43205], [43216,43255], [43259,43259], [43261,43309],
            [43312,43347], [43360,43456], [43471,43481], [43520,43609], [43744,43759], [43762,43866], [43868,43881], [43884,44010],
            [44012,55291], [64256,64296], [64298,64433], [64467,64829], [64848,64911], [64914,64967], [65008,65019], [65056,65071],
            [65075,65076], [65101,65103], [65136,65276], [65296,65305], [65313,65338], [65343,65343], [65345,65370], [65440,65500],
            [65536,69951], [69956,71423], [71504,94175], [119808,120831], [122880,125277], [126464,126703], [130032,130041]
        ]') AS r
    ) AS a
),
-- bytes are those of the word without *. begins and ends: where no letter may stand beside it, for want of a * and since the
-- word itself has a letter there.
vocabulary (word, bytes, begins, ends) AS MATERIALIZED (
    SELECT DISTINCT w.value, CAST(trim(w.value, '*') AS BLOB),
           w.value NOT LIKE '*%' AND substr(trim(w.value, '*'), 1, 1) GLOB l.letter,
           w.value NOT LIKE '%*' AND substr(trim(w.value, '*'), -1) GLOB l.letter
    FROM letters AS l
    CROSS JOIN json_each(:words) AS w
    WHERE trim(w.value, '*') <> ''
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
-- Where whole months are asked for, the counts of months are enough, which are fewer than those of days.
months (month, period) AS MATERIALIZED (
    SELECT DISTINCT c.month, CASE coalesce(:by, 'month') WHEN 'month' THEN c.month WHEN 'quarter' THEN c.quarter ELSE c.year END
    FROM calendar AS c
    WHERE :since IS NULL AND :until IS NULL AND coalesce(:by, 'month') IN ('month', 'quarter', 'year')
    UNION ALL
    SELECT 'undated', 'undated' WHERE :since IS NULL AND :until IS NULL AND coalesce(:by, 'month') IN ('month', 'quarter', 'year')
),
-- The loader's counts tell how many posts there are when no tag or name is asked for; else the posts themselves are read.
period_posts (period, posts) AS MATERIALIZED (
    SELECT mo.period, sum(m.posts)
    FROM months AS mo
    CROSS JOIN post_months AS m ON m.month = mo.month
    WHERE :tag IS NULL AND :name IS NULL
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY mo.period
    UNION ALL
    SELECT d.period, sum(m.posts)
    FROM post_days AS m
    CROSS JOIN days AS d ON d.day IS nullif(m.day, 'undated')
    WHERE :tag IS NULL AND :name IS NULL
      AND NOT (:since IS NULL AND :until IS NULL AND coalesce(:by, 'month') IN ('month', 'quarter', 'year'))
      AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY d.period
    UNION ALL
    SELECT d.period, count(*)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE NOT (:tag IS NULL AND :name IS NULL)
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
    GROUP BY d.period
),
-- How often each post writes each word. The places where its letters stand, be it within a longer word, are found one after
-- another. They are counted in bytes, since SQLite goes to a byte at once and to a character from the beginning of the text.
found (period, word, times) AS MATERIALIZED (
    SELECT d.period, w.word,
           (WITH RECURSIVE places (place) AS (
                SELECT instr(CAST(f.folded AS BLOB), w.bytes)
                UNION ALL
                SELECT n.place + nullif(instr(substr(CAST(f.folded AS BLOB), n.place + 1), w.bytes), 0)
                FROM places AS n
                WHERE n.place IS NOT NULL
            )
            SELECT count(*)
            -- A character has up to four bytes, of which the first is below 80 or from c0 on.
            FROM (SELECT CAST(CASE WHEN substr(CAST(f.folded AS BLOB), n.place - 1, 1) < x'80' THEN substr(CAST(f.folded AS BLOB), n.place - 1, 1)
                                   WHEN substr(CAST(f.folded AS BLOB), n.place - 2, 1) >= x'c0' THEN substr(CAST(f.folded AS BLOB), n.place - 2, 2)
                                   WHEN substr(CAST(f.folded AS BLOB), n.place - 3, 1) >= x'c0' THEN substr(CAST(f.folded AS BLOB), n.place - 3, 3)
                                   ELSE substr(CAST(f.folded AS BLOB), n.place - 4, 4) END AS TEXT) AS before,
                         substr(CAST(substr(CAST(f.folded AS BLOB), n.place + length(w.bytes), 4) AS TEXT), 1, 1) AS after
                  FROM places AS n
                  WHERE n.place IS NOT NULL
                  LIMIT -1) AS b
            WHERE (NOT w.begins
                   OR CASE WHEN b.before = ' ' THEN 1
                           WHEN b.before BETWEEN 'a' AND 'z' OR b.before BETWEEN 'а' AND 'я' THEN 0
                           ELSE b.before NOT GLOB l.letter END)
              AND (NOT w.ends
                   OR CASE WHEN b.after = ' ' THEN 1
                           WHEN b.after BETWEEN 'a' AND 'z' OR b.after BETWEEN 'а' AND 'я' THEN 0
                           ELSE b.after NOT GLOB l.letter END))
    FROM letters AS l
    CROSS JOIN days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    CROSS JOIN post_words AS f ON f.post_id = p.post_id
    CROSS JOIN vocabulary AS w
    WHERE EXISTS (SELECT 1 FROM vocabulary)
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND instr(CAST(f.folded AS BLOB), w.bytes) > 0
),
counts (period, word, posts, total) AS MATERIALIZED (
    SELECT n.period, n.word, count(*), sum(n.times)
    FROM found AS n
    WHERE n.times > 0
    GROUP BY n.period, n.word
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
    FROM labels AS l
    WHERE l.period BETWEEN (SELECT min(period) FROM period_posts WHERE period <> 'undated')
                       AND (SELECT max(period) FROM period_posts WHERE period <> 'undated')
    GROUP BY l.period
),
periods (period, posts, partial) AS MATERIALIZED (
    SELECT r.period, sum(r.posts), max(r.partial)
    FROM (
        SELECT n.period, n.posts, NULL AS partial FROM period_posts AS n
        UNION ALL
        SELECT s.period, 0, s.first_on < v.first_on OR s.last_on > v.last_on
        FROM covered AS v
        CROSS JOIN spans AS s
    ) AS r
    GROUP BY r.period
)
SELECT r.period AS period,
       r.word AS word,
       sum(r.posts) AS posts,
       sum(r.total) AS total,
       round(10000.0 * sum(r.posts) / nullif(sum(r.all_posts), 0)) / 100 AS share,
       sum(r.all_posts) AS all_posts,
       max(r.partial) AS partial
FROM (
    SELECT a.period, w.word, 0 AS posts, 0 AS total, a.posts AS all_posts, a.partial
    FROM periods AS a
    CROSS JOIN vocabulary AS w
    UNION ALL
    SELECT n.period, n.word, n.posts, n.total, 0, NULL FROM counts AS n
) AS r
GROUP BY r.period, r.word
ORDER BY period, posts DESC, total DESC, word
