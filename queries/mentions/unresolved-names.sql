-- Persons that the dictionary does not have
--
-- use: Which persons are found by their title alone, and who of the others may be the same?
-- tags: mentions, rank
-- needs: word-index when words
-- @param since    date?                   : first day counted
-- @param until    date?                   : last day counted
-- @param channel  channel*                : only these channels
-- @param tag      hashtag*                : only posts that carry one of these hashtags, with or without '#'
-- @param words    words?                  : only posts whose text contains this phrase
-- @param forwards enum(yes|no|only) = yes : count forwarded posts: yes, no, or only these
-- @param top      int(0..) = 20           : keep those named in most posts; 0 keeps all
-- @column name      text    : as people read it
-- @column posts     int     : posts that name the person at least once
-- @column uses      int     : times the person is named
-- @column channels  int     : channels that named the person
-- @column close_to  text    : another person of the same last word, such as Lavrov; NULL where there is none
-- @column share     percent : posts / all_posts, 0 to 100
-- @column all_posts int     : all posts under the same filters, with or without mentions
-- @chart bar x=name y=posts
-- @example chancery run unresolved-names --top 50
-- note: To make two names one person, give one of them the other as an alias, as in chancery entities add person "Sergey Lavrov" "Сергей Лавров", then chancery reindex.
-- note: close_to is not proof: people of one family share a surname, and surnames that stand first, as in Chinese, are not compared.
-- note: Of several close names one is shown: of the dictionary first, then named in most posts under the same filters, then by name.
-- note: A post that names somebody three times is one post and three uses.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: Undated posts count, unless since or until is given.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's counts tell how many posts there are when no tag or word is asked for; else the posts themselves are read.
summary (answers) AS (
    SELECT :tag IS NULL AND :words IS NULL
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
whole (posts) AS MATERIALIZED (
    SELECT sum(r.posts)
    FROM (
        SELECT coalesce(sum(m.posts), 0) AS posts
        FROM summary AS s
        CROSS JOIN post_months AS m
        WHERE s.answers
          AND :since IS NULL AND :until IS NULL
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
        UNION ALL
        SELECT sum(m.posts)
        FROM summary AS s
        CROSS JOIN post_days AS m
        WHERE s.answers
          AND NOT (:since IS NULL AND :until IS NULL)
          AND m.day BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31')
          AND (:channel IS NULL OR m.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
        UNION ALL
        SELECT count(*)
        FROM days AS d
        CROSS JOIN posts AS p ON p.posted_on IS d.day
        WHERE (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
          AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
          AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
          AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
    ) AS r
),
-- Every person, also one whom no post of these names: somebody of the dictionary may be the one meant.
persons (name, label, is_known, posts, uses, channels) AS MATERIALIZED (
    SELECT h.name,
           coalesce(h.label, h.name),
           EXISTS (SELECT 1 FROM entity_aliases AS a WHERE a.entity_id = h.entity_id),
           count(DISTINCT p.post_id),
           count(p.post_id),
           count(DISTINCT p.channel_id)
    FROM entities AS h
    LEFT JOIN mentions AS u ON u.entity_id = h.entity_id
    LEFT JOIN posts AS p
        ON p.post_id = u.post_id
        AND ((:since IS NULL AND :until IS NULL)
             OR p.posted_on BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31'))
        AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
        AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
        AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
        AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
    WHERE h.kind = 'person'
    GROUP BY h.entity_id
),
-- What stands behind the last space.
surnames (surname, name, label, is_known, posts, uses, channels) AS (
    SELECT substr(s.name, length(rtrim(s.name, replace(s.name, ' ', ''))) + 1), s.*
    FROM persons AS s
),
ranked (name, label, is_known, posts, uses, channels, close_to) AS (
    SELECT s.name, s.label, s.is_known, s.posts, s.uses, s.channels,
           CASE row_number() OVER family WHEN 1 THEN nth_value(s.label, 2) OVER family ELSE first_value(s.label) OVER family END
    FROM surnames AS s
    WINDOW family AS (PARTITION BY s.surname ORDER BY s.is_known DESC, s.posts DESC, s.name
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
)
SELECT r.label AS name,
       r.posts AS posts,
       r.uses AS uses,
       r.channels AS channels,
       r.close_to AS close_to,
       round(10000.0 * r.posts / nullif(w.posts, 0)) / 100 AS share,
       w.posts AS all_posts
FROM whole AS w
CROSS JOIN ranked AS r
WHERE NOT r.is_known AND r.posts > 0
ORDER BY r.posts DESC, r.uses DESC, r.name
LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1)
