-- The folded texts, by which words are matched, leave the tables of posts and points: they are made when they are first asked for.

DROP VIEW v_posts;
DROP VIEW v_talking_points;

-- The key of a text is made by a function that the program gives to this step alone; no SQL of the store knows it.
ALTER TABLE posts ADD COLUMN text_key /* XXH3-128 of the folded text without white space at its ends: posts of one key have the same text, case and white space aside; NULL of one without words */ BLOB;
ALTER TABLE posts ADD COLUMN text_length /* characters of that text */ INTEGER NOT NULL DEFAULT 0;
UPDATE posts SET
    text_key = key_of_folded_text(folded),
    text_length = length(trim(folded));
ALTER TABLE posts DROP COLUMN folded;
-- SQLite leaves the comment of a column that goes; with the next step it reads the definition anew.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, ', -- the text folded (Unicode case folding, then NFC, white space one space), for matching words', ',')
WHERE type = 'table' AND name = 'posts';
PRAGMA writable_schema = OFF;
ALTER TABLE talking_points DROP COLUMN folded;

CREATE INDEX posts_text_key ON posts (text_key, channel_id) WHERE text_key IS NOT NULL;

CREATE TABLE folded_posts ( -- The texts of posts in the form in which words are matched; ask post_words instead, which errs where they are not all here.
    post_id INTEGER PRIMARY KEY REFERENCES posts (post_id) ON DELETE CASCADE, -- the post
    folded  TEXT NOT NULL -- its text folded (Unicode case folding, then NFC, white space one space)
) STRICT;

CREATE TABLE folded_points ( -- The words of talking points in the form in which words are matched; ask point_words instead.
    talking_point_id INTEGER PRIMARY KEY REFERENCES talking_points (talking_point_id) ON DELETE CASCADE, -- the talking point
    folded           TEXT NOT NULL -- its text folded (Unicode case folding, then NFC, white space one space)
) STRICT;

CREATE TABLE unfolded_posts ( -- Posts that are new or have changed since folded_posts and folded_points were made.
    post_id INTEGER PRIMARY KEY -- the post
) STRICT;

CREATE TABLE word_index ( -- One row: what folded_posts and folded_points are worth.
    state TEXT NOT NULL, -- absent: not made; behind: unfolded_posts are missing; ready: all texts are there
    CHECK (state IN ('absent', 'behind', 'ready'))
) STRICT;

INSERT INTO word_index (state) VALUES ('absent');

CREATE TRIGGER word_index_new_post AFTER INSERT ON posts WHEN (SELECT state FROM word_index) <> 'absent' BEGIN
    DELETE FROM folded_posts WHERE post_id = new.post_id;
    INSERT INTO unfolded_posts (post_id) SELECT new.post_id WHERE NOT EXISTS (SELECT * FROM unfolded_posts WHERE post_id = new.post_id);
    UPDATE word_index SET state = 'behind' WHERE state = 'ready';
END;

CREATE TRIGGER word_index_other_post AFTER UPDATE OF post_id, text ON posts
WHEN (SELECT state FROM word_index) <> 'absent' AND (new.text <> old.text OR new.post_id <> old.post_id) BEGIN
    DELETE FROM folded_posts WHERE post_id IN (old.post_id, new.post_id);
    INSERT INTO unfolded_posts (post_id) SELECT new.post_id WHERE NOT EXISTS (SELECT * FROM unfolded_posts WHERE post_id = new.post_id);
    UPDATE word_index SET state = 'behind' WHERE state = 'ready';
END;

CREATE TRIGGER word_index_old_post AFTER DELETE ON posts WHEN (SELECT state FROM word_index) <> 'absent' BEGIN
    DELETE FROM folded_posts WHERE post_id = old.post_id;
    DELETE FROM unfolded_posts WHERE post_id = old.post_id;
END;

CREATE TRIGGER word_index_new_point AFTER INSERT ON talking_points WHEN (SELECT state FROM word_index) <> 'absent' BEGIN
    DELETE FROM folded_points WHERE talking_point_id = new.talking_point_id;
    INSERT INTO unfolded_posts (post_id) SELECT new.post_id WHERE NOT EXISTS (SELECT * FROM unfolded_posts WHERE post_id = new.post_id);
    UPDATE word_index SET state = 'behind' WHERE state = 'ready';
END;

CREATE TRIGGER word_index_other_point AFTER UPDATE OF talking_point_id, post_id, text ON talking_points
WHEN (SELECT state FROM word_index) <> 'absent'
    AND (new.text <> old.text OR new.talking_point_id <> old.talking_point_id OR new.post_id <> old.post_id) BEGIN
    DELETE FROM folded_points WHERE talking_point_id IN (old.talking_point_id, new.talking_point_id);
    INSERT INTO unfolded_posts (post_id) SELECT new.post_id WHERE NOT EXISTS (SELECT * FROM unfolded_posts WHERE post_id = new.post_id);
    UPDATE word_index SET state = 'behind' WHERE state = 'ready';
END;

CREATE TRIGGER word_index_old_point AFTER DELETE ON talking_points WHEN (SELECT state FROM word_index) <> 'absent' BEGIN
    DELETE FROM folded_points WHERE talking_point_id = old.talking_point_id;
END;

-- A text without its words would count as one that does not hold them, so there is an error instead: SQLite tells a path
-- that it cannot read. It must depend on a row, or it would be told where nobody asks for words.
CREATE VIEW post_words AS -- The texts of posts, for matching words; an error until chancery index --words has made them.
SELECT
    f.post_id, -- the post
    f.folded   -- its text folded (Unicode case folding, then NFC, white space one space)
FROM word_index AS i
CROSS JOIN folded_posts AS f
WHERE CASE i.state WHEN 'ready' THEN 1 ELSE json_extract('{}', 'the words of this store are ' || i.state || ': run chancery index --words') END;

CREATE VIEW point_words AS -- The words of talking points, for matching; an error until chancery index --words has made them.
SELECT
    f.talking_point_id, -- the talking point
    f.folded            -- its text folded (Unicode case folding, then NFC, white space one space)
FROM word_index AS i
CROSS JOIN folded_points AS f
WHERE CASE i.state WHEN 'ready' THEN 1 ELSE json_extract('{}', 'the words of this store are ' || i.state || ': run chancery index --words') END;

CREATE VIEW v_posts AS -- One row a post, with names instead of ids.
SELECT
    p.post_id,                                                         -- the store's own id
    c.channel_id,                                                      -- the store's own id of the channel
    c.platform,                                                        -- e.g. telegram
    coalesce('@' || c.handle, c.name, c.external_id) AS channel,       -- handle, else name, else id
    c.name AS channel_name,                                            -- the name that people see
    p.external_id,                                                     -- the post's id within the channel
    p.posted_at,                                                       -- the instant in UTC, or a bare day
    p.posted_local,                                                    -- the wall clock in the reporting zone
    p.posted_on,                                                       -- the day in the reporting zone
    p.date_basis,                                                      -- where the time comes from
    p.not_before,                                                      -- of an undated post: not before this day
    p.not_after,                                                       -- of an undated post: not after this day
    a.name AS author,                                                  -- who signed or sent it
    coalesce(s.label, s.name) AS speaker,                              -- whose words it is, as its title says
    p.is_forward,                                                      -- 1 when forwarded from elsewhere
    coalesce('@' || f.handle, f.name, f.external_id) AS forwarded_from, -- the original's channel
    p.reply_to_external_id,                                            -- the id of the post that it answers
    p.album_size,                                                      -- messages that make the post
    p.views,                                                           -- times seen
    p.views_unit,                                                      -- what views is rounded to; NULL when exact
    p.forwards,                                                        -- times forwarded
    p.replies,                                                         -- comments or answers
    (SELECT sum(r.count) FROM reactions AS r WHERE r.post_id = p.post_id) AS reactions, -- reactions of all kinds
    coalesce((SELECT max(o.seen_at) FROM post_observations AS o WHERE o.post_id = p.post_id
                AND coalesce(o.views, o.forwards, o.replies, o.reactions) IS NOT NULL),
        (SELECT l.as_of FROM loads AS l WHERE l.load_id = p.last_load_id)) AS metrics_at, -- when the latest metrics were so
    p.is_edited,                                                       -- 1 when known to have been edited
    p.edited_at,                                                       -- last edit
    p.gone_at,                                                         -- no longer there by this instant
    p.title,                                                           -- the heading
    p.text,                                                            -- the post as published
    length(p.text) AS characters,                                      -- length of the text
    (SELECT count(*) FROM talking_points AS t WHERE t.post_id = p.post_id) AS talking_points, -- how many it has
    (SELECT group_concat('#' || u.tag, ' ') FROM (
        SELECT h.tag FROM post_hashtags AS ph JOIN hashtags AS h USING (hashtag_id)
        WHERE ph.post_id = p.post_id ORDER BY ph.position) AS u) AS hashtags, -- its hashtags, folded
    coalesce(p.url, c.link_base || p.external_id) AS link              -- its address
FROM posts AS p
JOIN channels AS c ON c.channel_id = p.channel_id
LEFT JOIN channels AS f ON f.channel_id = p.forwarded_from_id
LEFT JOIN authors AS a ON a.author_id = p.author_id
LEFT JOIN entities AS s ON s.entity_id = p.speaker_id;

CREATE VIEW v_talking_points AS -- One row a talking point.
SELECT
    t.talking_point_id,                                          -- the store's own id
    t.post_id,                                                   -- the post
    t.position,                                                  -- from 1 within the post
    t.kind,                                                      -- item, or sentence in a store that takes long sentences of posts without items as points
    t.marker,                                                    -- as written; '' for a sentence
    t.ordinal,                                                   -- the number that the marker gives
    t.text,                                                      -- the words without the marker
    c.channel_id,                                                -- the store's own id of the channel
    coalesce('@' || c.handle, c.name, c.external_id) AS channel, -- handle, else name, else id
    p.posted_on,                                                 -- the day in the reporting zone
    p.is_forward,                                                -- 1 when forwarded from elsewhere
    p.title,                                                     -- the post's heading
    coalesce(s.label, s.name) AS speaker,                        -- whose words the post is, as its title says
    coalesce(p.url, c.link_base || p.external_id) AS link        -- the post's address
FROM talking_points AS t
JOIN posts AS p ON p.post_id = t.post_id
JOIN channels AS c ON c.channel_id = p.channel_id
LEFT JOIN entities AS s ON s.entity_id = p.speaker_id;

PRAGMA user_version = 11;
