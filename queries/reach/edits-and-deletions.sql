-- Posts that were changed or are gone
--
-- use: What did posts say before, and which of them were taken down?
-- tags: posts, lists, edits
-- needs: word-index when words
-- @param since    date?                    : first day counted
-- @param until    date?                    : last day counted
-- @param channel  channel*                 : only these channels
-- @param tag      hashtag*                 : only posts that carry one of these hashtags, with or without '#'
-- @param name     entity*                  : only posts that name one of these: names, their aliases, or handles with or without '@'
-- @param words    words?                   : only posts whose present text contains this phrase
-- @param forwards enum(yes|no|only) = yes  : count forwarded posts: yes, no, or only these
-- @param kind     enum(all|edit|gone) = all : earlier texts, posts that are gone, or both
-- @param top      int(0..) = 0             : keep this many rows, those of the newest posts first; 0 keeps all
-- @column channel     text : handle, else name, else id; with its id, else channel:NUMBER, where several have one name
-- @column link        link : address of the post; NULL where none can be made
-- @column date        date : day of the post; NULL when unknown
-- @column seen_at     text : when the new text was first seen after the old one, or by when the post was gone; UTC or a bare day, NULL when unknown
-- @column kind        text : edit or gone
-- @column old         text : the earlier text, or the text of a post that is gone
-- @column new         text : the text that came next; NULL for a post that is gone
-- @column old_seen_at text : when an input last told of the old text; NULL when unknown
-- @column edited_at   text : when the edit that made the new text was made, in UTC; NULL where no input tells, or where one tells of a later edit, which left the text as it was
-- @column formats     text : format of the input that tells the old text, and that of the new one where it is another
-- @column post        int  : the store's own number of the post
-- @example chancery run edits-and-deletions --since 2024-12 --kind gone
-- note: One row an earlier text, beside the one that came next, and one a post that is gone, beside nothing.
-- note: Only what inputs caught is listed: a text that no input has is not known, nor is a removal that no complete input shows.
-- note: Of each post a text is known once: where it returned to an earlier text (A, B, A), the change from B to A is listed, and the one from A to B is not.
-- note: Newest posts first, undated ones last; of each post its texts in their order, the oldest first.
-- note: A post is gone when a later input holds all that there was around it, and not the post: deleted, or hidden by the platform.
-- note: Where formats names two and edited_at is NULL, two formats may tell one text differently, and nothing may have been edited.
-- note: Texts of snscrape, minet-csv and web-preview-text, which lose line ends and more, are listed only where no other format has the post: the difference may be the format's.
-- note: A text with U+FFFD where bytes were lost is no earlier one where another text has there what was lost: it is a damaged copy of that.
-- note: A post that is known to have been edited, and whose earlier text no input has, is not listed; field-coverage counts it in edited_pct.
-- note: Forwards are listed for the channel that forwards them; --forwards no leaves them out.
-- note: Undated posts count, unless since or until is given.
-- note: With name, a post that names several of these counts once, and one in which a channel names itself counts, too. Persons, organisations and countries are those that the dictionary of the store knew when the posts were read; see chancery entities list, and chancery reindex.
-- note: words are matched on the folded text, within longer words too; outside chancery, write them in lower case, and run chancery index --words first. Words that only an earlier text has are not found.
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
found (post_id) AS (
    SELECT v.post_id
    FROM post_versions AS v
    WHERE coalesce(:kind, 'all') <> 'gone'
    UNION
    -- The plus keeps SQLite from reading all posts in the order of their numbers.
    SELECT +g.post_id
    FROM posts AS g
    WHERE g.gone_at IS NOT NULL
      AND coalesce(:kind, 'all') <> 'edit'
),
kept (post_id) AS MATERIALIZED (
    SELECT p.post_id
    FROM found AS n
    CROSS JOIN posts AS p ON p.post_id = n.post_id
    WHERE ((:since IS NULL AND :until IS NULL)
           OR p.posted_on BETWEEN coalesce(:since, '0000-01-01') AND coalesce(:until || '~', '9999-12-31'))
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
      AND (coalesce(:forwards, 'yes') = 'yes' OR p.is_forward = (:forwards = 'only'))
      AND (:tag IS NULL OR p.post_id IN (SELECT post_id FROM tagged_posts))
      AND (:name IS NULL OR p.post_id IN (SELECT post_id FROM naming_posts))
      AND (:words IS NULL OR EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, :words) > 0))
),
-- All texts of these posts, the present one among them.
texts (post_id, is_present, load_id, text, edited_at, seen_at) AS (
    SELECT v.post_id, 0, v.load_id, v.text, v.edited_at, v.seen_at
    FROM kept AS k
    CROSS JOIN post_versions AS v ON v.post_id = k.post_id
    UNION ALL
    SELECT p.post_id, 1, p.last_load_id, p.text, p.edited_at, coalesce(p.last_seen_at, l.as_of)
    FROM kept AS k
    CROSS JOIN posts AS p ON p.post_id = k.post_id
    CROSS JOIN loads AS l ON l.load_id = p.last_load_id
),
-- Since when each was so: since its edit; a text without one from the beginning, where the format tells of edits, else as it was seen.
dated (post_id, is_present, since_at, load_id, format, format_rank, text, edited_at, seen_at) AS (
    SELECT t.post_id, t.is_present, coalesce(t.edited_at, CASE l.tells_edits WHEN 0 THEN t.seen_at END, ''), t.load_id,
           l.format, l.format_rank, t.text, t.edited_at, t.seen_at
    FROM texts AS t
    CROSS JOIN loads AS l ON l.load_id = t.load_id
),
-- Their order.
placed (post_id, is_present, place, since_at, load_id, format, text, edited_at, seen_at) AS MATERIALIZED (
    SELECT d.post_id, d.is_present,
           row_number() OVER (
               PARTITION BY d.post_id
               ORDER BY d.is_present, d.since_at, coalesce(d.seen_at, ''), d.format_rank, d.text),
           d.since_at, d.load_id, d.format, d.text, d.edited_at, d.seen_at
    FROM dated AS d
),
-- Each text beside the next one.
paired (post_id, is_present, place, format, old, old_since_at, old_seen_at, next_load_id, next_format, new, new_edited_at, new_seen_at) AS (
    SELECT d.post_id, d.is_present, d.place, d.format, d.text,
           max(d.since_at) OVER (PARTITION BY d.post_id ORDER BY d.place),
           d.seen_at,
           lead(d.load_id) OVER (PARTITION BY d.post_id ORDER BY d.place),
           lead(d.format) OVER (PARTITION BY d.post_id ORDER BY d.place),
           lead(d.text) OVER (PARTITION BY d.post_id ORDER BY d.place),
           lead(d.edited_at) OVER (PARTITION BY d.post_id ORDER BY d.place),
           lead(d.seen_at) OVER (PARTITION BY d.post_id ORDER BY d.place)
    FROM placed AS d
),
-- When the new text was first seen after the old one, or by when the post was gone.
seen (post_id, is_present, place, format, old, old_since_at, old_seen_at, next_format, new, new_edited_at, seen_at) AS (
    SELECT r.post_id, r.is_present, r.place, r.format, r.old, r.old_since_at, r.old_seen_at, r.next_format, r.new, r.new_edited_at,
           CASE r.is_present
               WHEN 1 THEN p.gone_at
               ELSE coalesce((SELECT min(o.seen_at)
                              FROM post_observations AS o
                              WHERE o.post_id = r.post_id
                                AND o.seen_at > coalesce(r.old_seen_at, '')
                                AND o.text_hash = (SELECT s.text_hash
                                                   FROM post_observations AS s
                                                   WHERE s.post_id = r.post_id AND s.load_id = r.next_load_id)),
                             r.new_seen_at)
           END
    FROM paired AS r
    CROSS JOIN posts AS p ON p.post_id = r.post_id
    WHERE CASE r.is_present
              WHEN 1 THEN p.gone_at IS NOT NULL AND coalesce(:kind, 'all') <> 'edit'
              ELSE coalesce(:kind, 'all') <> 'gone'
          END
)
SELECT c.channel AS channel,
       coalesce(p.url, c.link_base || p.external_id) AS link,
       p.posted_on AS date,
       r.seen_at AS seen_at,
       CASE r.is_present WHEN 1 THEN 'gone' ELSE 'edit' END AS kind,
       r.old AS old,
       r.new AS new,
       r.old_seen_at AS old_seen_at,
       -- An edit after the text was seen is another one, such as a changed reaction.
       CASE WHEN r.new_edited_at > r.old_since_at AND r.new_edited_at <= coalesce(r.seen_at, '9999') || '~' THEN r.new_edited_at END AS edited_at,
       CASE WHEN r.next_format <> r.format THEN r.format || ', ' || r.next_format ELSE r.format END AS formats,
       p.post_id AS post
FROM seen AS r
CROSS JOIN posts AS p ON p.post_id = r.post_id
CROSS JOIN labels AS c ON c.channel_id = p.channel_id
ORDER BY p.posted_on DESC, p.posted_local IS NOT NULL DESC, p.posted_at DESC, p.post_id DESC, r.place
LIMIT coalesce(nullif(:top, 0), -1)
