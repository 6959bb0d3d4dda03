-- Whom each channel stresses
--
-- use: Whom does a channel name more, or less, than all other channels do?
-- tags: mentions, channels
-- needs: word-index when words
-- @param since         date?                                                                                                : first day counted
-- @param until         date?                                                                                                : last day counted
-- @param channel       channel*                                                                                             : show only these channels; each is still compared with all others
-- @param tag           hashtag*                                                                                             : only posts that carry one of these hashtags, with or without '#'
-- @param words         words?                                                                                               : only posts whose text contains this phrase
-- @param forwards      enum(yes|no|only) = yes                                                                              : count forwarded posts: yes, no, or only these
-- @param kind          enum(named|handle|person|organisation|country|number|all|SELECT DISTINCT kind FROM entities) = named : one kind, such as one of your own; named: all but numbers after @ (such as prices); all: these, too
-- @param name          entity*                                                                                              : only these: names, their aliases, or handles with or without '@'; then a channel that never names them has rows of 0
-- @param self_mentions enum(yes|no) = yes                                                                                   : count a channel's naming of its own handles: yes or no
-- @param top           int(0..) = 20                                                                                        : keep, for each channel, those that it names in most posts; 0 keeps all
-- @column channel         text    : handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column name            text    : as people read it; a handle folded, without '@'
-- @column kind            text    : handle, person, organisation, country, a kind of your own, or number for digits after @
-- @column posts           int     : the channel's posts that name it at least once
-- @column share           percent : posts / all_posts, 0 to 100
-- @column share_all       percent : other_posts / all_other_posts, 0 to 100; NULL where no other channel has a post
-- @column odds_ratio      float   : odds that a post of the channel names it, divided by the same odds of the other channels' posts; above 1 the channel stresses it; NULL where no other channel has a post, or too few posts tell
-- @column all_posts       int     : all posts of the channel under the same filters, with or without mentions
-- @column other_posts     int     : posts of all other channels that name it
-- @column all_other_posts int     : all posts of all other channels under the same filters
-- @wide rows=name columns=channel value=share
-- @chart heatmap x=channel y=name value=share
-- @example chancery run mention-by-channel --channel @ministry --self-mentions no
-- note: A name that no post under the filters has gives no rows, also where it is asked for.
-- note: A channel is compared with the posts of all other channels of the store, itself left out, so that the two sets share no post, as keyness is computed of one corpus against the rest.
-- note: odds_ratio is (posts + 0.5) * (all_other_posts - other_posts + 0.5) / ((all_posts - posts + 0.5) * (other_posts + 0.5)): 0.5 is added to every cell (Haldane and Anscombe), so that it is defined where a count is 0.
-- note: odds_ratio is NULL where these halves would turn round what the shares say, as for a name that a channel of one post does not name: too few posts to tell.
-- note: A ratio of few posts says little: 1 post here and 0 elsewhere is already about 3 between channels of equal size. Read posts and other_posts beside it.
-- note: Counted by post: a post that names somebody three times counts once.
-- note: A forward counts for the channel that forwards it; --forwards no leaves forwards out.
-- note: A channel that names itself, as in a signature, counts and often comes first; --self-mentions no leaves that out, for its earlier handles too, of posts and of other_posts.
-- note: all_posts and all_other_posts obey since, until, tag, words and forwards; all_other_posts does not obey channel.
-- note: Rows are ordered by channel, then by odds_ratio, highest first, then by posts, name, in any case of letters, and kind. Which ones top keeps goes by posts, then by odds_ratio and name.
-- note: Undated posts count, unless since or until is given.
-- note: Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- The loader's counts, which are of months, answer when no word or hashtag is asked for, and no day within a month; else the
-- posts themselves are read.
summary (answers, is_whole, first_month, last_month) AS (
    SELECT :words IS NULL AND :tag IS NULL
       AND coalesce(substr(g.since, 9), '01') = '01'
       AND coalesce(substr(date(coalesce(g.until, '9999-11-30'), '+1 day'), 9) = '01', 0),
       g.since IS NULL AND g.until IS NULL,
       coalesce(substr(g.since, 1, 7), '0000-01'),
       CASE WHEN g.since IS NULL AND g.until IS NULL THEN 'undated' ELSE coalesce(substr(g.until, 1, 7), '9999-12') END
    FROM (SELECT :since AS since, :until AS until) AS g
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
-- The posts with the phrase, which is asked more than once: each text is looked into once, and all as they lie.
worded (post_id) AS MATERIALIZED (
    SELECT w.post_id
    FROM post_words AS w
    WHERE :words IS NOT NULL AND :since IS NULL AND :until IS NULL AND :tag IS NULL
      AND instr(w.folded, :words) > 0
    UNION ALL
    SELECT p.post_id
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE :words IS NOT NULL AND NOT (:since IS NULL AND :until IS NULL AND :tag IS NULL)
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0)
),
-- Of every channel, whichever are shown.
channel_posts (channel_id, posts) AS MATERIALIZED (
    SELECT m.channel_id, sum(m.posts)
    FROM summary AS s
    CROSS JOIN post_months AS m
    WHERE s.answers
      AND m.month BETWEEN s.first_month AND s.last_month
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
    GROUP BY m.channel_id
    UNION ALL
    SELECT p.channel_id, count(*)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    WHERE (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:words IS NULL OR p.post_id IN (SELECT post_id FROM worded))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
    GROUP BY p.channel_id
),
entity_posts (entity_id, channel_id, posts) AS MATERIALIZED (
    SELECT m.entity_id, m.channel_id, sum(m.posts)
    FROM summary AS s
    CROSS JOIN mention_months AS m
    WHERE s.answers
      AND m.month BETWEEN s.first_month AND s.last_month
      AND (coalesce(:forwards, 'yes') = 'yes' OR m.is_forward = (:forwards = 'only'))
      AND (coalesce(:self_mentions, 'yes') = 'yes'
           OR NOT EXISTS (SELECT 1 FROM own_names AS o WHERE o.entity_id = m.entity_id AND o.channel_id = m.channel_id))
    GROUP BY m.entity_id, m.channel_id
    UNION ALL
    SELECT u.entity_id, p.channel_id, count(DISTINCT u.post_id)
    FROM days AS d
    CROSS JOIN posts AS p ON p.posted_on IS d.day
    CROSS JOIN mentions AS u ON u.post_id = p.post_id
    WHERE (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:words IS NULL OR p.post_id IN (SELECT post_id FROM worded))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (coalesce(:self_mentions, 'yes') = 'yes'
           OR NOT EXISTS (SELECT 1 FROM own_names AS o WHERE o.entity_id = u.entity_id AND o.channel_id = p.channel_id))
    GROUP BY u.entity_id, p.channel_id
),
actors (entity_id) AS MATERIALIZED (
    SELECT h.entity_id
    FROM entities AS h
    WHERE coalesce(:kind, 'named') IN ('all', h.kind, CASE h.kind WHEN 'number' THEN 'all' ELSE 'named' END)
      AND (:name IS NULL OR h.name IN (SELECT value FROM json_each(:name)))
),
-- Each channel's count of posts beside its counts of names, so that windows find what each is compared with.
counts (channel_id, entity_id, posts, named_posts, all_posts, every_post) AS (
    SELECT r.channel_id, r.entity_id, sum(r.posts),
           sum(sum(r.posts)) OVER (PARTITION BY r.entity_id),
           max(CASE WHEN r.entity_id IS NULL THEN sum(r.posts) END) OVER (PARTITION BY r.channel_id),
           sum(CASE WHEN r.entity_id IS NULL THEN sum(r.posts) END) OVER ()
    FROM (
        SELECT c.channel_id, NULL AS entity_id, c.posts
        FROM channel_posts AS c
        UNION ALL
        SELECT t.channel_id, t.entity_id, t.posts
        FROM entity_posts AS t
        WHERE t.entity_id IN (SELECT entity_id FROM actors)
        UNION ALL
        SELECT c.channel_id, n.entity_id, 0
        FROM channel_posts AS c
        CROSS JOIN actors AS n
        WHERE :name IS NOT NULL
    ) AS r
    GROUP BY r.channel_id, r.entity_id
),
compared (channel_id, entity_id, posts, all_posts, other_posts, all_other_posts) AS (
    SELECT n.channel_id, n.entity_id, n.posts, n.all_posts, n.named_posts - n.posts, n.every_post - n.all_posts
    FROM counts AS n
    WHERE n.entity_id IS NOT NULL
      AND n.named_posts > 0
      AND (:channel IS NULL OR n.channel_id IN (SELECT value FROM json_each(:channel)))
),
corrected (channel_id, entity_id, posts, all_posts, other_posts, all_other_posts, odds_ratio) AS (
    SELECT m.channel_id, m.entity_id, m.posts, m.all_posts, m.other_posts, m.all_other_posts,
           (m.posts + 0.5) * (m.all_other_posts - m.other_posts + 0.5)
           / ((m.all_posts - m.posts + 0.5) * (m.other_posts + 0.5))
    FROM compared AS m
),
-- With few posts the halves outweigh what was counted, and would call stressed what the channel names less than others.
measured (channel_id, name, kind, posts, all_posts, other_posts, all_other_posts, odds_ratio) AS (
    SELECT m.channel_id, h.name, h.kind, m.posts, m.all_posts, m.other_posts, m.all_other_posts,
           CASE WHEN m.all_other_posts = 0
                  OR (m.posts * m.all_other_posts > m.other_posts * m.all_posts AND m.odds_ratio < 1)
                  OR (m.posts * m.all_other_posts < m.other_posts * m.all_posts AND m.odds_ratio > 1)
                THEN NULL ELSE round(1000.0 * m.odds_ratio) / 1000 END
    FROM corrected AS m
    CROSS JOIN entities AS h ON h.entity_id = m.entity_id
),
ranked (channel_id, name, kind, posts, all_posts, other_posts, all_other_posts, odds_ratio, place) AS (
    SELECT m.channel_id, m.name, m.kind, m.posts, m.all_posts, m.other_posts, m.all_other_posts, m.odds_ratio,
           row_number() OVER (PARTITION BY m.channel_id ORDER BY m.posts DESC, m.odds_ratio DESC, m.name, m.kind)
    FROM measured AS m
)
SELECT c.channel AS channel,
       (SELECT coalesce(e.label, e.name) FROM entities AS e WHERE e.kind = r.kind AND e.name = r.name) AS name,
       r.kind AS kind,
       r.posts AS posts,
       round(10000.0 * r.posts / nullif(r.all_posts, 0)) / 100 AS share,
       round(10000.0 * r.other_posts / nullif(r.all_other_posts, 0)) / 100 AS share_all,
       r.odds_ratio AS odds_ratio,
       r.all_posts AS all_posts,
       r.other_posts AS other_posts,
       r.all_other_posts AS all_other_posts
FROM ranked AS r
CROSS JOIN v_channels AS c ON c.channel_id = r.channel_id
WHERE coalesce(:top, 20) = 0 OR r.place <= coalesce(:top, 20)
ORDER BY channel, r.channel_id, r.odds_ratio DESC, r.posts DESC, r.name, r.kind
