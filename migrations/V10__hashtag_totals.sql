-- Totals of the hashtags, and an index from which whole reports are read.

CREATE TABLE hashtag_totals ( -- Uses of each hashtag by channel, and forwarded or not, over all time.
    hashtag_id INTEGER NOT NULL REFERENCES hashtags (hashtag_id) ON DELETE CASCADE, -- the hashtag
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts that carry the tag at least once
    uses       INTEGER NOT NULL, -- times the tag is written
    first_on   TEXT,             -- first day of a post with the tag; NULL when all are undated
    last_on    TEXT,             -- last day of a post with the tag; NULL when all are undated
    PRIMARY KEY (hashtag_id, channel_id, is_forward)
) STRICT, WITHOUT ROWID;

INSERT INTO hashtag_totals (hashtag_id, channel_id, is_forward, posts, uses, first_on, last_on)
SELECT u.hashtag_id, p.channel_id, p.is_forward, count(DISTINCT u.post_id), count(*), min(p.posted_on), max(p.posted_on)
FROM post_hashtags AS u JOIN posts AS p ON p.post_id = u.post_id
GROUP BY u.hashtag_id, p.channel_id, p.is_forward;

CREATE INDEX hashtag_totals_channel ON hashtag_totals (channel_id);

-- What reports ask of every post, so that they need not read its text as well.
DROP INDEX posts_day;
CREATE INDEX posts_day ON posts (posted_on, channel_id, is_forward, is_edited, forwarded_from_id, views);

PRAGMA user_version = 10;
