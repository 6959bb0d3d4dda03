-- Counts of who is named with which hashtag, and with whom: the reports on both read every naming.

CREATE TABLE mention_hashtags ( -- Posts of up to six uses of hashtags by entity, hashtag, channel, and forwarded or not, over all time; longer ones would have too many pairs.
    entity_id  INTEGER NOT NULL, -- who is named
    hashtag_id INTEGER NOT NULL, -- the hashtag
    channel_id INTEGER NOT NULL, -- the channel
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts that name the entity and carry the hashtag
    PRIMARY KEY (entity_id, hashtag_id, channel_id, is_forward)
) STRICT, WITHOUT ROWID;

INSERT INTO mention_hashtags (entity_id, hashtag_id, channel_id, is_forward, posts)
SELECT u.entity_id, u.hashtag_id, p.channel_id, p.is_forward, count(*)
FROM (
    SELECT DISTINCT m.entity_id, t.hashtag_id, m.post_id
    FROM mentions AS m CROSS JOIN post_hashtags AS t ON t.post_id = m.post_id
    WHERE m.post_id NOT IN (SELECT post_id FROM post_hashtags WHERE position = 7)
) AS u
JOIN posts AS p ON p.post_id = u.post_id
GROUP BY 1, 2, 3, 4;

-- The seventh naming tells a post that has more than six.
CREATE INDEX mentions_seventh ON mentions (post_id) WHERE position = 7;

CREATE TABLE mention_pair_months ( -- Posts of up to six namings by the pairs of those whom they name, month, channel, and forwarded or not; longer ones would have too many pairs.
    low_entity_id  INTEGER NOT NULL, -- one entity of the pair, by entity_id the lower one
    high_entity_id INTEGER NOT NULL, -- the other entity
    month          TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    channel_id     INTEGER NOT NULL, -- the channel
    is_forward     INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts          INTEGER NOT NULL, -- posts that name both
    first_day      INTEGER,          -- day of the month of the first such post; NULL for undated posts
    last_day       INTEGER,          -- day of the month of the last such post; NULL for undated posts
    PRIMARY KEY (low_entity_id, high_entity_id, month, channel_id, is_forward)
) STRICT, WITHOUT ROWID;

INSERT INTO mention_pair_months (low_entity_id, high_entity_id, month, channel_id, is_forward, posts, first_day, last_day)
SELECT u.low_id, u.high_id, coalesce(substr(p.posted_on, 1, 7), 'undated'), p.channel_id, p.is_forward, count(*),
       CAST(substr(min(p.posted_on), 9) AS INTEGER), CAST(substr(max(p.posted_on), 9) AS INTEGER)
FROM (
    SELECT DISTINCT a.entity_id AS low_id, b.entity_id AS high_id, a.post_id
    FROM mentions AS a CROSS JOIN mentions AS b ON b.post_id = a.post_id AND b.entity_id > a.entity_id
    WHERE a.post_id NOT IN (SELECT post_id FROM mentions WHERE position = 7)
) AS u
JOIN posts AS p ON p.post_id = u.post_id
GROUP BY 1, 2, 3, 4, 5;

PRAGMA user_version = 16;
