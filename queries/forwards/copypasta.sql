-- The same text in several channels
--
-- use: Which texts do several channels publish word for word, and who was first?
-- tags: forwards, channels, coordination
-- needs: word-index when words
-- @param since        date?                  : first day counted
-- @param until        date?                  : last day counted
-- @param channel      channel*               : only these channels
-- @param tag          hashtag*               : only posts that carry one of these hashtags, with or without '#'
-- @param name         entity*                : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words        words?                 : only posts whose text contains this phrase
-- @param forwards     enum(yes|no|only) = no : count forwarded posts: yes, no, or only these
-- @param min_channels int(2..) = 2           : only texts of at least this many channels
-- @param min_length   int(1..) = 40          : only texts of at least this many characters, so that greetings are left out
-- @param top          int(0..) = 20          : keep the texts of most channels; 0 keeps all
-- @column text          text    : the text as the first of these posts has it
-- @column channels      int     : channels that published it
-- @column posts         int     : posts with this text
-- @column first         date    : first day of such a post; NULL when all are undated
-- @column last          date    : last day of such a post; NULL when all are undated
-- @column first_channel text    : the channel of the first dated post; NULL when the times do not tell which it is
-- @column link          link    : address of the first post; NULL where none can be made
-- @column share         percent : posts / all_posts, 0 to 100
-- @column all_posts     int     : all posts under the same filters, of any length
-- @example chancery run copypasta --since 2024-03 --min-channels 3
-- note: Texts are equal when their folded texts are: neither case nor the kind and amount of white space tells them apart, every other character does. Whole posts are compared, not parts of them.
-- note: A forward names its origin, so it is no copy: forwards are left out unless --forwards yes or only is given. A copy that does not name its origin counts.
-- note: The length is that of the folded text without white space at its ends; of an album, of its caption.
-- note: first_channel is NULL where two channels have the first instant, or where only the day is known and several channels have it, or where all are undated. Text and link are then of a post of which only the day is known, where there is one, and of the first channel by name among several.
-- note: Undated posts count, unless since or until is given; one of them may be older than the first dated one.
-- note: Rows are ordered by channels, then posts, most first, then by first, undated ones last, and text.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- What reports call each channel, found once and not for each row.
labels (channel_id, channel) AS MATERIALIZED (
    SELECT channel_id, channel FROM v_channels
),
-- The loader's counts tell how many posts there are when no tag, word or name is asked for; else the posts themselves are read.
summary (answers) AS (
    SELECT :tag IS NULL AND :words IS NULL AND :name IS NULL
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
naming_posts (post_id) AS (
    SELECT u.post_id
    FROM entities AS h
    CROSS JOIN mentions AS u ON u.entity_id = h.entity_id
    WHERE h.name IN (SELECT value FROM json_each(:name))
),
whole (posts) AS MATERIALIZED (
    SELECT sum(r.posts)
    FROM (
        SELECT sum(m.posts) AS posts
        FROM summary AS s
        CROSS JOIN post_months AS m
        WHERE s.answers
          AND :since IS NULL AND :until IS NULL
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'no') = 'yes' OR m.is_forward = (coalesce(:forwards, 'no') = 'only'))
        UNION ALL
        SELECT sum(m.posts)
        FROM summary AS s
        CROSS JOIN post_days AS m
        WHERE s.answers
          AND NOT (:since IS NULL AND :until IS NULL)
          AND m.day BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31')
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'no') = 'yes' OR m.is_forward = (coalesce(:forwards, 'no') = 'only'))
        UNION ALL
        SELECT count(*)
        FROM days AS d
        CROSS JOIN posts AS p ON p.posted_on IS d.day
        WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'no') = 'yes' OR p.is_forward = (coalesce(:forwards, 'no') = 'only'))
          AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
          AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
          AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
    ) AS r
),
-- Texts that several posts have; most texts are of one. Where one channel has all posts, none is looked for.
multiple (text_key) AS (
    SELECT p.text_key
    FROM posts AS p
    WHERE p.text_key IS NOT NULL
    GROUP BY p.text_key
    HAVING count(*) > 1
    LIMIT iif((SELECT min(m.channel_id) < max(m.channel_id) FROM post_months AS m), -1, 0)
),
-- Those of several channels.
repeated (text_key) AS MATERIALIZED (
    SELECT m.text_key
    FROM multiple AS m
    WHERE (SELECT min(p.channel_id) FROM posts AS p WHERE p.text_key = m.text_key)
        < (SELECT max(p.channel_id) FROM posts AS p WHERE p.text_key = m.text_key)
),
texts (text_key, post_id, channel_id, name, posted_on, posted_at, is_bare_day) AS MATERIALIZED (
    SELECT p.text_key, p.post_id, p.channel_id,
           c.channel,
           p.posted_on, p.posted_at,
           p.posted_local IS NULL
    FROM repeated AS r
    CROSS JOIN posts AS p ON p.text_key = r.text_key
    CROSS JOIN labels AS c ON c.channel_id = p.channel_id
    WHERE p.text_length >= coalesce(:min_length, 40)
      AND ((:since IS NULL AND :until IS NULL)
           OR p.posted_on BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31'))
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'no') = 'yes' OR p.is_forward = (coalesce(:forwards, 'no') = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
),
copies (text_key, post_id, channel_id, name, posted_on, is_bare_day, place, is_first_day, is_first_instant) AS (
    SELECT x.text_key, x.post_id, x.channel_id, x.name, x.posted_on, x.is_bare_day,
           row_number() OVER (PARTITION BY x.text_key
                              ORDER BY x.posted_on IS NULL, x.posted_on, NOT x.is_bare_day, x.posted_at, x.name,
                                       x.post_id),
           x.posted_on = min(x.posted_on) OVER (PARTITION BY x.text_key),
           x.posted_at = min(x.posted_at) OVER (PARTITION BY x.text_key, x.posted_on)
    FROM texts AS x
),
counted (channels, posts, first_on, last_on, first_name, first_post_id) AS MATERIALIZED (
    SELECT count(DISTINCT n.channel_id), count(*), min(n.posted_on), max(n.posted_on),
           CASE WHEN count(DISTINCT CASE WHEN n.is_first_day THEN n.channel_id END) = 1
                  OR (max(n.is_first_day AND n.is_bare_day) = 0
                      AND count(DISTINCT CASE WHEN n.is_first_day AND n.is_first_instant THEN n.channel_id END) = 1)
                THEN max(CASE WHEN n.place = 1 THEN n.name END) END,
           max(CASE WHEN n.place = 1 THEN n.post_id END)
    FROM copies AS n
    GROUP BY n.text_key
    HAVING count(DISTINCT n.channel_id) >= coalesce(:min_channels, 2)
)
SELECT p.text AS text,
       n.channels AS channels,
       n.posts AS posts,
       n.first_on AS first,
       n.last_on AS last,
       n.first_name AS first_channel,
       coalesce(p.url, c.link_base || p.external_id) AS link,
       round(10000.0 * n.posts / w.posts) / 100 AS share,
       w.posts AS all_posts
FROM whole AS w
CROSS JOIN counted AS n
CROSS JOIN posts AS p ON p.post_id = n.first_post_id
CROSS JOIN channels AS c ON c.channel_id = p.channel_id
ORDER BY n.channels DESC, n.posts DESC, n.first_on IS NULL, n.first_on, p.text
LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
