-- Counts of points, of lengths and of pairs of hashtags, so that their reports need not read every post.

ALTER TABLE post_months ADD COLUMN points /* talking points of these posts */ INTEGER NOT NULL DEFAULT 0;

UPDATE post_months SET points = g.points
FROM (
    SELECT coalesce(substr(p.posted_on, 1, 7), 'undated') AS month, p.channel_id, p.is_forward, count(*) AS points
    FROM talking_points AS t JOIN posts AS p ON p.post_id = t.post_id
    GROUP BY 1, 2, 3
) AS g
WHERE g.month = post_months.month AND g.channel_id = post_months.channel_id AND g.is_forward = post_months.is_forward;

CREATE TABLE post_lengths ( -- Posts by channel, month, length of the text, and forwarded or not: medians come of it.
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    month      TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    characters INTEGER NOT NULL, -- characters of the text; 0 for a post without text
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts
    PRIMARY KEY (channel_id, month, characters, is_forward)
) STRICT, WITHOUT ROWID;

INSERT INTO post_lengths (channel_id, month, characters, is_forward, posts)
SELECT channel_id, coalesce(substr(posted_on, 1, 7), 'undated'), length(text), is_forward, count(*)
FROM posts GROUP BY 1, 2, 3, 4;

-- The seventh use of a hashtag tells a post that has more than six.
CREATE INDEX post_hashtags_seventh ON post_hashtags (post_id) WHERE position = 7;

CREATE TABLE hashtag_pair_months ( -- Posts of up to six uses of hashtags by the pairs of hashtags in them, month, channel, and forwarded or not; longer ones would have too many pairs.
    low_id     INTEGER NOT NULL, -- one hashtag of the pair, by hashtag_id the lower one
    high_id    INTEGER NOT NULL, -- the other hashtag
    month      TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    channel_id INTEGER NOT NULL, -- the channel
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts that carry both
    first_day  INTEGER,          -- day of the month of the first such post; NULL for undated posts
    last_day   INTEGER,          -- day of the month of the last such post; NULL for undated posts
    PRIMARY KEY (low_id, high_id, month, channel_id, is_forward)
) STRICT, WITHOUT ROWID;

INSERT INTO hashtag_pair_months (low_id, high_id, month, channel_id, is_forward, posts, first_day, last_day)
SELECT u.low_id, u.high_id, coalesce(substr(p.posted_on, 1, 7), 'undated'), p.channel_id, p.is_forward, count(*),
       CAST(substr(min(p.posted_on), 9) AS INTEGER), CAST(substr(max(p.posted_on), 9) AS INTEGER)
FROM (
    SELECT DISTINCT a.hashtag_id AS low_id, b.hashtag_id AS high_id, a.post_id
    FROM post_hashtags AS a CROSS JOIN post_hashtags AS b ON b.post_id = a.post_id AND b.hashtag_id > a.hashtag_id
    WHERE a.post_id NOT IN (SELECT post_id FROM post_hashtags WHERE position = 7)
) AS u
JOIN posts AS p ON p.post_id = u.post_id
GROUP BY 1, 2, 3, 4, 5;

PRAGMA user_version = 13;
