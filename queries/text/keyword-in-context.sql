-- Keyword in context
--
-- use: In which contexts does a word or phrase stand?
-- tags: text, lists
-- needs: word-index when words
-- @param words    words                         : the word or phrase, as whole words; * before or after lets longer words count
-- @param width    int(1..1000) = 40             : how many characters to show on either side
-- @param since    date?                         : first day listed
-- @param until    date?                         : last day listed
-- @param channel  channel*                      : only these channels
-- @param tag      hashtag*                      : only posts that carry one of these hashtags, with or without '#'
-- @param name     entity*                       : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param forwards enum(yes|no|only) = yes       : list forwarded posts: yes, no, or only these
-- @param order    enum(date|right) = date       : newest first, or by the folded words that follow
-- @param top      int(0..) = 0                  : keep this many of that order; 0 keeps all
-- @column date    date   : day of the post; NULL when unknown
-- @column channel text   : handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column left    before : what stands before it, as published
-- @column word    text   : the word or phrase as published
-- @column right   text   : what stands after it, as published
-- @column link    link   : address of the post; NULL where none can be made
-- @example chancery run keyword-in-context --words "free trade" --width 60
-- note: One row an occurrence, also where two overlap; the newest post first, in the order of the text; undated ones last. word-frequency counts the same occurrences.
-- note: Line ends and other white space are shown as one space; left, word and right join to a piece of the text.
-- note: trade finds neither trades nor free_trade, but #trade, trade-war and trade's; trade* finds trades, *trade finds embargotrade, *trade* all three.
-- note: Chinese, Japanese, Thai, Lao, Khmer and Burmese put no spaces between words: there a word is found wherever it is written.
-- note: Matching is on the folded text: case and white space make no difference; outside chancery, write the words in lower case, and run chancery index --words first.
-- note: Other reports that take words find them within longer words too, as *trade* does here.
-- note: With * the rest of a longer word stands in left or right.
-- note: Where folding changes the length of a word, as of Straße or İzmir, the whole of it up to the spaces around it is shown as the word found.
-- note: A forward is listed for the channel that forwards it; --forwards no leaves forwards out.
-- note: Undated posts are listed, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
WITH
-- What reports call each channel, found once and not for each row.
labels (channel_id, channel, link_base) AS MATERIALIZED (
    SELECT channel_id, channel, link_base FROM v_channels
),
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
-- core is the phrase without *. begins and ends: where no letter may stand beside it, for want of a * and since the phrase
-- itself has a letter there.
asked (core, bytes, begins, ends) AS MATERIALIZED (
    SELECT trim(:words, '*'), CAST(trim(:words, '*') AS BLOB),
           :words NOT LIKE '*%' AND substr(trim(:words, '*'), 1, 1) GLOB l.letter,
           :words NOT LIKE '%*' AND substr(trim(:words, '*'), -1) GLOB l.letter
    FROM letters AS l
    WHERE trim(:words, '*') <> ''
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
-- The posts with words that are found, and from which character of the folded text on each goes. The places where its letters
-- stand, be it within a longer word, are found one after another. They are counted in bytes, since SQLite goes to a byte at
-- once and to a character from the beginning of the text.
found (post_id, places) AS MATERIALIZED (
    SELECT p.post_id,
           (WITH RECURSIVE places (place) AS (
                SELECT instr(CAST(f.folded AS BLOB), w.bytes)
                UNION ALL
                SELECT n.place + nullif(instr(substr(CAST(f.folded AS BLOB), n.place + 1), w.bytes), 0)
                FROM places AS n
                WHERE n.place IS NOT NULL
            )
            SELECT json_group_array(length(CAST(substr(CAST(f.folded AS BLOB), 1, b.place - 1) AS TEXT)) + 1)
            -- A character has up to four bytes, of which the first is below 80 or from c0 on.
            FROM (SELECT n.place,
                         CAST(CASE WHEN substr(CAST(f.folded AS BLOB), n.place - 1, 1) < x'80' THEN substr(CAST(f.folded AS BLOB), n.place - 1, 1)
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
    FROM posts AS p
    CROSS JOIN asked AS w
    CROSS JOIN letters AS l
    CROSS JOIN post_words AS f ON f.post_id = p.post_id
    WHERE ((:since IS NULL AND :until IS NULL)
           OR p.posted_on BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31'))
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND instr(CAST(f.folded AS BLOB), w.bytes) > 0
),
-- The published texts with one space for each run of white space, as in the folded ones: other white space becomes a space,
-- then of a run the spaces behind the first go. Where there are runs of more than two, these are marked by U+FDD0, which is no
-- character of any text. What most texts have none of is looked for, by its bytes, before it is replaced. Here and below,
-- LIMIT -1 keeps a step from being pasted into the next, which would compute its columns wherever they are named.
spaced (post_id, places, folded, text) AS (
    SELECT p.post_id, f.places, w.folded,
           CASE WHEN instr(CAST(p.text AS BLOB), x'0b') OR instr(CAST(p.text AS BLOB), x'0c') OR instr(CAST(p.text AS BLOB), x'c285')
                     OR instr(CAST(p.text AS BLOB), x'c2a0') OR instr(CAST(p.text AS BLOB), x'e19a80') OR instr(CAST(p.text AS BLOB), x'e28080')
                     OR instr(CAST(p.text AS BLOB), x'e28081') OR instr(CAST(p.text AS BLOB), x'e28082') OR instr(CAST(p.text AS BLOB), x'e28083')
                     OR instr(CAST(p.text AS BLOB), x'e28084') OR instr(CAST(p.text AS BLOB), x'e28085') OR instr(CAST(p.text AS BLOB), x'e28086')
                     OR instr(CAST(p.text AS BLOB), x'e28087') OR instr(CAST(p.text AS BLOB), x'e28088') OR instr(CAST(p.text AS BLOB), x'e28089')
                     OR instr(CAST(p.text AS BLOB), x'e2808a') OR instr(CAST(p.text AS BLOB), x'e280a8') OR instr(CAST(p.text AS BLOB), x'e280a9')
                     OR instr(CAST(p.text AS BLOB), x'e280af') OR instr(CAST(p.text AS BLOB), x'e2819f') OR instr(CAST(p.text AS BLOB), x'e38080')
                -- In three steps: other tools take no statement that is nested deeply.
                THEN (SELECT replace(replace(replace(replace(replace(replace(replace(replace(b.text,
                             char(8197), ' '), char(8198), ' '), char(8199), ' '), char(8200), ' '), char(8201), ' '), char(8202), ' '),
                             char(8232), ' '), char(8233), ' ')
                      FROM (SELECT replace(replace(replace(replace(replace(replace(replace(replace(a.text,
                                   char(133), ' '), char(160), ' '), char(5760), ' '), char(8192), ' '), char(8193), ' '), char(8194), ' '),
                                   char(8195), ' '), char(8196), ' ') AS text
                            FROM (SELECT replace(replace(replace(replace(replace(replace(replace(replace(p.text,
                                         char(9), ' '), char(10), ' '), char(13), ' '), char(11), ' '), char(12), ' '), char(8239), ' '),
                                         char(8287), ' '), char(12288), ' ') AS text) AS a) AS b)
                WHEN instr(CAST(p.text AS BLOB), x'09') OR instr(CAST(p.text AS BLOB), x'0d')
                THEN replace(replace(replace(p.text, char(9), ' '), char(10), ' '), char(13), ' ')
                ELSE replace(p.text, char(10), ' ') END
    FROM found AS f
    CROSS JOIN posts AS p ON p.post_id = f.post_id
    CROSS JOIN post_words AS w ON w.post_id = f.post_id
    WHERE f.places <> '[]'
    LIMIT -1
),
texts (post_id, places, folded, text) AS (
    SELECT e.post_id, e.places, e.folded,
           CASE WHEN instr(CAST(e.text AS BLOB), x'202020')
                THEN replace(replace(replace(e.text, ' ', ' ' || char(64976)), char(64976) || ' ', ''), char(64976), '')
                ELSE replace(e.text, '  ', ' ') END
    FROM spaced AS e
    LIMIT -1
),
-- Characters that become more than one when folded, such as ß, and blocks of Unicode that hold many of them.
growing (pattern) AS MATERIALIZED (
    SELECT '*[' || group_concat(char(r.value ->> 0) || '-' || char(r.value ->> 1), '') || ']*'
    FROM json_each('[
            [223,223], [304,304], [329,329], [836,836], [1415,1415], [2392,4025], [7834,8188], [10972,10972], [64256,64334],
            [119134,119232], [122773,122773]
        ]') AS r
),
-- When nothing grows and both texts are equally long, a character has the same place in both. Else they are laid side by
-- side by their words, what stands between spaces, as JSON arrays; folding neither makes nor takes away a word.
worded (post_id, places, folded, text, words, folded_words) AS (
    SELECT e.post_id, e.places, e.folded, e.text,
           CASE WHEN e.is_uneven THEN '[' || replace(json_quote(e.text), ' ', '","') || ']' END,
           CASE WHEN e.is_uneven THEN '[' || replace(json_quote(e.folded), ' ', '","') || ']' END
    FROM (
        SELECT e.post_id, e.places, e.folded, e.text,
               CASE WHEN lower(e.text) = e.folded THEN 0
                    WHEN length(e.text) <> length(e.folded) THEN 1
                    -- The bytes with which all of them begin are found at once, and few texts have any.
                    WHEN instr(CAST(e.text AS BLOB), x'c39f') OR instr(CAST(e.text AS BLOB), x'c4b0')
                         OR instr(CAST(e.text AS BLOB), x'c589') OR instr(CAST(e.text AS BLOB), x'cd84')
                         OR instr(CAST(e.text AS BLOB), x'd687') OR instr(CAST(e.text AS BLOB), x'e0')
                         OR instr(CAST(e.text AS BLOB), x'e1') OR instr(CAST(e.text AS BLOB), x'e2ab9c')
                         OR instr(CAST(e.text AS BLOB), x'efac') OR instr(CAST(e.text AS BLOB), x'efad')
                         OR instr(CAST(e.text AS BLOB), x'f09d')
                    THEN e.text GLOB g.pattern
                    ELSE 0 END AS is_uneven
        FROM texts AS e
        CROSS JOIN growing AS g
        LIMIT -1
    ) AS e
    LIMIT -1
),
-- From which to which character of the folded text each hit goes, and the words in which it begins and ends, from 0.
hits (post_id, folded, text, words, folded_words, hit_from, hit_to, first_no, last_no) AS (
    SELECT m.post_id, m.folded, m.text, m.words, m.folded_words, m.hit_from, m.hit_to,
           CASE WHEN m.words IS NOT NULL
                THEN length(substr(m.folded, 1, m.hit_from - 1)) - length(replace(substr(m.folded, 1, m.hit_from - 1), ' ', '')) END,
           CASE WHEN m.words IS NOT NULL
                THEN length(substr(m.folded, 1, m.hit_to - 1)) - length(replace(substr(m.folded, 1, m.hit_to - 1), ' ', '')) END
    FROM (
        SELECT m.post_id, m.folded, m.text, m.words, m.folded_words,
               h.value AS hit_from, h.value + length(w.core) - 1 AS hit_to
        FROM worded AS m
        CROSS JOIN asked AS w
        CROSS JOIN json_each(m.places) AS h
        LIMIT -1
    ) AS m
    LIMIT -1
),
-- These words, how many characters stand before them, and how many of theirs before the edge of the hit.
edges (post_id, hit_from, hit_to, folded, text, is_laid_out, first_word, first_folded, before_first, first_offset,
       last_word, last_folded, before_last, last_offset) AS (
    SELECT m.post_id, m.hit_from, m.hit_to, m.folded, m.text, m.words IS NOT NULL,
           m.words ->> m.first_no, m.folded_words ->> m.first_no,
           CASE WHEN m.words IS NOT NULL
                THEN (SELECT coalesce(sum(length(w.value) + 1), 0) FROM json_each(m.words) AS w WHERE w.key < m.first_no) END,
           m.hit_from - 1
           - CASE WHEN m.words IS NOT NULL
                  THEN (SELECT coalesce(sum(length(w.value) + 1), 0) FROM json_each(m.folded_words) AS w WHERE w.key < m.first_no) END,
           m.words ->> m.last_no, m.folded_words ->> m.last_no,
           CASE WHEN m.words IS NOT NULL
                THEN (SELECT coalesce(sum(length(w.value) + 1), 0) FROM json_each(m.words) AS w WHERE w.key < m.last_no) END,
           m.hit_to - 1
           - CASE WHEN m.words IS NOT NULL
                  THEN (SELECT coalesce(sum(length(w.value) + 1), 0) FROM json_each(m.folded_words) AS w WHERE w.key < m.last_no) END
    FROM hits AS m
    LIMIT -1
),
-- An edge keeps its place in a word that folding leaves as long as it was, else it moves to the edge of the word.
shown (post_id, hit_from, text, following, shown_from, shown_to) AS (
    SELECT e.post_id, e.hit_from, e.text, CASE WHEN :order = 'right' THEN ltrim(substr(e.folded, e.hit_to + 1, 200)) END,
           CASE WHEN NOT e.is_laid_out THEN e.hit_from
                ELSE 1 + e.before_first
                     + CASE WHEN e.first_offset >= length(e.first_folded) THEN length(e.first_word)
                            WHEN length(e.first_word) = length(e.first_folded) AND e.first_word NOT GLOB g.pattern THEN e.first_offset
                            ELSE 0 END END,
           CASE WHEN NOT e.is_laid_out THEN e.hit_to
                ELSE 1 + e.before_last
                     + CASE WHEN e.last_offset >= length(e.last_folded) THEN length(e.last_word)
                            WHEN length(e.last_word) = length(e.last_folded) AND e.last_word NOT GLOB g.pattern THEN e.last_offset
                            ELSE length(e.last_word) - 1 END END
    FROM edges AS e
    CROSS JOIN growing AS g
    LIMIT -1
),
-- Of each text no more than is shown is put in order.
pieces (post_id, hit_from, following, before, word, after) AS MATERIALIZED (
    SELECT s.post_id, s.hit_from, s.following,
           substr(s.text, max(s.shown_from - coalesce(:width, 40), 1), min(s.shown_from - 1, coalesce(:width, 40))),
           substr(s.text, s.shown_from, s.shown_to - s.shown_from + 1),
           substr(s.text, s.shown_to + 1, coalesce(:width, 40))
    FROM shown AS s
)
SELECT p.posted_on AS date,
       c.channel AS channel,
       s.before AS left,
       s.word AS word,
       s.after AS right,
       coalesce(p.url, c.link_base || p.external_id) AS link
FROM pieces AS s
CROSS JOIN posts AS p ON p.post_id = s.post_id
CROSS JOIN labels AS c ON c.channel_id = p.channel_id
ORDER BY s.following, p.posted_on DESC, p.posted_local IS NOT NULL DESC, p.posted_at DESC, p.post_id DESC, s.hit_from
LIMIT coalesce(nullif(:top, 0), -1)
