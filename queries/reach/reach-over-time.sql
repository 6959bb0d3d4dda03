-- Views and forwards as they were seen, load by load
--
-- use: How did the reach of posts grow from one load to the next?
-- tags: posts, reach, time
-- needs: views, word-index when words
-- @param since    date?                   : first day counted
-- @param until    date?                   : last day counted
-- @param channel  channel*                : only these channels
-- @param tag      hashtag*                : only posts that carry one of these hashtags, with or without '#'
-- @param name     entity*                 : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                  : only posts whose text contains this phrase
-- @param forwards enum(yes|no|only) = yes : count forwarded posts: yes, no, or only these
-- @param post     int*                    : only these posts, by the store's own number, which the column post and chancery show tell
-- @param min_seen int(1..) = 1            : only posts whose counts were seen at least this many times
-- @param top      int(0..) = 0            : keep this many posts, newest first; 0 keeps all
-- @column channel      text : handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column link         link : address of the post; NULL where none can be made
-- @column seen_at      text : when it was so: an instant in UTC or a bare day; NULL when the input does not tell
-- @column views        int  : times seen by then; NULL when the input does not say
-- @column forwards     int  : times forwarded by then; NULL when the input does not say
-- @column replies      int  : comments or answers by then; NULL when the input does not say
-- @column reactions    int  : reactions of all kinds by then; NULL when the input tells of none
-- @column views_unit   int  : what views is rounded to, e.g. 100 for 1.2K; NULL when it is exact or unknown
-- @column views_change int  : views less those of the last sighting before that has views and a time; NULL for the first of these, and where this one lacks views or a time
-- @column date         date : day of the post; NULL when unknown
-- @column post         int  : the store's own number of the post
-- @column load         int  : the load that saw it, as in load-history
-- @chart line x=seen_at y=views series=link
-- @example chancery run reach-over-time --since 2024-12 --min-seen 2
-- note: One row a post and load that saw counts of it; posts newest first, of each the oldest sighting first, one of unknown time before all.
-- note: A sighting without any count is left out, and so is a post of which no input has any.
-- note: The true number of a rounded count lies less than views_unit from views: a smaller views_change may be none at all.
-- note: Where two inputs tell of one instant, the richer format comes last; its counts stand.
-- note: The column forwards speaks of the metric, --forwards of posts that were forwarded from elsewhere.
-- note: Forwards are listed for the channel that forwards them; --forwards no leaves them out. Telegram shows the views of the original under a forward.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first.
WITH
-- What reports call each channel, found once and not for each row.
labels (channel_id, channel, link_base) AS MATERIALIZED (
    SELECT channel_id, channel, link_base FROM v_channels
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
newest (post_id) AS (
    SELECT p.post_id
    FROM posts AS p
    -- One walk down the index of days gives the newest first; texts outside the range are not read.
    WHERE NOT (:since IS NULL AND :until IS NULL AND :channel IS NULL AND :tag IS NULL AND :name IS NULL AND :words IS NULL
                 AND :post IS NULL AND coalesce(:forwards, 'yes') = 'yes' AND coalesce(:top, 0) = 0)
      -- Where nothing was seen, no post is looked at.
      AND (EXISTS (SELECT 1 FROM post_observations) OR EXISTS (SELECT 1 FROM reactions))
      AND ((:since IS NULL AND :until IS NULL)
           OR p.posted_on BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31'))
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:post IS NULL OR p.post_id IN (SELECT value FROM json_each(:post)))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
      AND CASE WHEN EXISTS (SELECT 1 FROM post_observations AS o WHERE o.post_id = p.post_id)
               THEN (SELECT count(*)
                     FROM post_observations AS o
                     WHERE o.post_id = p.post_id
                       AND coalesce(o.views, o.forwards, o.replies, o.reactions) IS NOT NULL)
               ELSE EXISTS (SELECT 1 FROM reactions AS r WHERE r.post_id = p.post_id) END >= coalesce(:min_seen, 1)
    ORDER BY p.posted_on DESC, p.posted_local IS NOT NULL DESC, p.posted_at DESC, p.post_id DESC
    LIMIT coalesce(nullif(:top, 0), -1)
),
-- seen: how many sightings with counts each has; 0 where only its reactions are known. Where every post counts, those that
-- were seen once are not among them: their sightings tell as much.
kept (post_id, seen) AS MATERIALIZED (
    SELECT n.post_id, (SELECT count(*)
                       FROM post_observations AS o
                       WHERE o.post_id = n.post_id
                         AND coalesce(o.views, o.forwards, o.replies, o.reactions) IS NOT NULL)
    FROM newest AS n
    UNION ALL
    SELECT o.post_id, count(*)
    FROM post_observations AS o
    WHERE :since IS NULL AND :until IS NULL AND :channel IS NULL AND :tag IS NULL AND :name IS NULL AND :words IS NULL
      AND :post IS NULL AND coalesce(:forwards, 'yes') = 'yes' AND coalesce(:top, 0) = 0
      AND coalesce(o.views, o.forwards, o.replies, o.reactions) IS NOT NULL
    GROUP BY o.post_id
    HAVING count(*) >= max(coalesce(:min_seen, 1), 2)
    UNION ALL
    -- Both are in the order of posts; by ORDER BY SQLite goes through them side by side.
    SELECT r.post_id, 0
    FROM (SELECT post_id FROM reactions EXCEPT SELECT post_id FROM post_observations ORDER BY post_id) AS r
    WHERE :since IS NULL AND :until IS NULL AND :channel IS NULL AND :tag IS NULL AND :name IS NULL AND :words IS NULL
      AND :post IS NULL AND coalesce(:forwards, 'yes') = 'yes' AND coalesce(:top, 0) = 0 AND coalesce(:min_seen, 1) = 1
),
sightings (post_id, load_id, format_rank, seen_at, views, forwards, replies, reactions, views_unit, views_change) AS (
    -- A single sighting has none before it, so that most posts need no look back; a group of one row is that sighting.
    SELECT o.post_id, o.load_id, l.format_rank, o.seen_at, o.views, o.forwards, o.replies, o.reactions, o.views_unit, NULL
    FROM (
        SELECT o.post_id, o.load_id, o.seen_at, o.views, o.forwards, o.replies, o.reactions, o.views_unit
        FROM post_observations AS o
        WHERE :since IS NULL AND :until IS NULL AND :channel IS NULL AND :tag IS NULL AND :name IS NULL AND :words IS NULL
          AND :post IS NULL AND coalesce(:forwards, 'yes') = 'yes' AND coalesce(:top, 0) = 0 AND coalesce(:min_seen, 1) = 1
          AND coalesce(o.views, o.forwards, o.replies, o.reactions) IS NOT NULL
        GROUP BY o.post_id
        HAVING count(*) = 1
    ) AS o
    CROSS JOIN loads AS l ON l.load_id = o.load_id
    UNION ALL
    SELECT o.post_id, o.load_id, l.format_rank, o.seen_at, o.views, o.forwards, o.replies, o.reactions, o.views_unit, NULL
    FROM kept AS k
    CROSS JOIN post_observations AS o ON o.post_id = k.post_id
    CROSS JOIN loads AS l ON l.load_id = o.load_id
    WHERE k.seen = 1
      AND coalesce(o.views, o.forwards, o.replies, o.reactions) IS NOT NULL
    UNION ALL
    -- Sightings without views, or of unknown time, are no step on the way of the others.
    SELECT o.post_id, o.load_id, l.format_rank, o.seen_at, o.views, o.forwards, o.replies, o.reactions, o.views_unit,
           CASE WHEN o.seen_at IS NOT NULL THEN o.views - lag(o.views) OVER (
               PARTITION BY o.post_id, o.views IS NULL OR o.seen_at IS NULL
               ORDER BY o.seen_at, l.format_rank, o.views, o.load_id) END
    FROM kept AS k
    CROSS JOIN post_observations AS o ON o.post_id = k.post_id
    CROSS JOIN loads AS l ON l.load_id = o.load_id
    WHERE k.seen > 1
      AND coalesce(o.views, o.forwards, o.replies, o.reactions) IS NOT NULL
    UNION ALL
    -- Of a post of which one load alone told, with reactions and no other count, earlier loaders kept no sighting.
    SELECT p.post_id, p.last_load_id, l.format_rank, coalesce(p.last_seen_at, l.as_of), NULL, NULL, NULL,
           (SELECT sum(r.count) FROM reactions AS r WHERE r.post_id = p.post_id), NULL, NULL
    FROM kept AS k
    CROSS JOIN posts AS p ON p.post_id = k.post_id
    CROSS JOIN loads AS l ON l.load_id = p.last_load_id
    WHERE k.seen = 0
)
SELECT c.channel AS channel,
       coalesce(p.url, c.link_base || p.external_id) AS link,
       o.seen_at AS seen_at,
       o.views AS views,
       o.forwards AS forwards,
       o.replies AS replies,
       o.reactions AS reactions,
       o.views_unit AS views_unit,
       o.views_change AS views_change,
       p.posted_on AS date,
       p.post_id AS post,
       o.load_id AS load
FROM sightings AS o
CROSS JOIN posts AS p ON p.post_id = o.post_id
CROSS JOIN labels AS c ON c.channel_id = p.channel_id
ORDER BY p.posted_on DESC, p.posted_local IS NOT NULL DESC, p.posted_at DESC, p.post_id DESC, o.seen_at, o.format_rank, o.views, o.load_id
