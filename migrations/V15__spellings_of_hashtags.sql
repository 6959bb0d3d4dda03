-- Counts of the spellings of hashtags, which their report would else read use by use, all over the file. And basic groups
-- have ids of their own: Telegram numbers people, basic groups and channels apart, so that a group and a channel may have
-- one number.

CREATE TABLE hashtag_spellings ( -- Uses of each spelling of a hashtag by channel, and forwarded or not, over all time.
    hashtag_id INTEGER NOT NULL REFERENCES hashtags (hashtag_id) ON DELETE CASCADE, -- the hashtag
    spelling   TEXT    NOT NULL, -- as written, without #
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts that write the tag so at least once
    uses       INTEGER NOT NULL, -- times it is written so
    PRIMARY KEY (hashtag_id, spelling, channel_id, is_forward)
) STRICT, WITHOUT ROWID;

INSERT INTO hashtag_spellings (hashtag_id, spelling, channel_id, is_forward, posts, uses)
SELECT u.hashtag_id, u.spelling, p.channel_id, p.is_forward, count(DISTINCT u.post_id), count(*)
FROM post_hashtags AS u JOIN posts AS p ON p.post_id = u.post_id
GROUP BY 1, 2, 3, 4;

CREATE INDEX hashtag_spellings_channel ON hashtag_spellings (channel_id);

UPDATE OR IGNORE channels SET external_id = 'chat' || external_id
WHERE platform = 'telegram' AND kind IN ('chat', 'private_group') AND external_id NOT GLOB '*[^0-9]*';

PRAGMA user_version = 15;
