-- Persons, organisations and countries as mentions, the dictionary that tells them, and whose words a post is.

ALTER TABLE posts ADD COLUMN speaker_id /* whose words the post is, as its title says; NULL where it does not say */ INTEGER REFERENCES entities (entity_id);

CREATE INDEX posts_speaker ON posts (speaker_id) WHERE speaker_id IS NOT NULL;

DROP VIEW v_mention_uses;
DROP VIEW v_posts;
DROP VIEW v_talking_points;

-- Made anew, since what their columns mean has widened. Copied and not renamed: to rename fails where a view of somebody else's does.
CREATE TABLE former_entities AS SELECT * FROM entities;
CREATE TABLE former_mentions AS SELECT * FROM mentions;
CREATE TABLE former_mention_months AS SELECT * FROM mention_months;
DROP TABLE mention_months;
DROP TABLE mentions;
DROP TABLE entities;

CREATE TABLE entities ( -- Who or what is or can be named; one row whatever the spellings.
    entity_id INTEGER PRIMARY KEY, -- the store's own id
    kind      TEXT NOT NULL, -- handle; number for digits after @, such as a price, which no user name can be; country, organisation, person, or the user's own word
    name      TEXT NOT NULL, -- a handle folded, without @; else the label folded
    label     TEXT,          -- the name as people read it, e.g. United Nations; NULL for handles and numbers
    code      TEXT           -- ISO 3166 alpha-2 of a country, a short code of an organisation; NULL where there is none
) STRICT;

CREATE UNIQUE INDEX entities_name ON entities (kind, name);

CREATE TABLE mentions ( -- One row a naming of somebody.
    post_id          INTEGER NOT NULL REFERENCES posts (post_id) ON DELETE CASCADE, -- the post
    position         INTEGER NOT NULL, -- from 1 within the post, handles and names in one order
    entity_id        INTEGER NOT NULL REFERENCES entities (entity_id), -- who is named
    via              TEXT    NOT NULL, -- how: handle; text, hashtag or flag by the dictionary; title by a title before or after the name
    spelling         TEXT    NOT NULL, -- as written, without @ or #
    start            INTEGER NOT NULL, -- where spelling begins in the post's text, in characters from 1
    talking_point_id INTEGER REFERENCES talking_points (talking_point_id) ON DELETE CASCADE, -- the talking point that it stands in
    office           TEXT,             -- the office that stands with the name, e.g. Foreign Minister; NULL where none does
    PRIMARY KEY (post_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX mentions_entity ON mentions (entity_id, post_id);
CREATE INDEX mentions_point ON mentions (talking_point_id) WHERE talking_point_id IS NOT NULL;

CREATE TABLE mention_months ( -- Namings of each entity by month, channel, and forwarded or not.
    entity_id  INTEGER NOT NULL REFERENCES entities (entity_id) ON DELETE CASCADE, -- the entity
    month      TEXT    NOT NULL, -- e.g. 2024-07; 'undated' for posts whose day is unknown
    channel_id INTEGER NOT NULL REFERENCES channels (channel_id) ON DELETE CASCADE, -- the channel
    is_forward INTEGER NOT NULL, -- 1 for forwarded posts, 0 for the channel's own
    posts      INTEGER NOT NULL, -- posts that name the entity at least once
    uses       INTEGER NOT NULL, -- times it is named
    first_on   TEXT,             -- first day of a post that names it; NULL for undated posts
    last_on    TEXT,             -- last day of a post that names it; NULL for undated posts
    PRIMARY KEY (entity_id, month, channel_id, is_forward)
) STRICT, WITHOUT ROWID;

CREATE INDEX mention_months_channel ON mention_months (channel_id, month);

INSERT INTO entities (entity_id, kind, name) SELECT entity_id, kind, name FROM former_entities;
INSERT INTO mentions (post_id, position, entity_id, via, spelling, start, talking_point_id)
SELECT post_id, position, entity_id, via, spelling, start, talking_point_id FROM former_mentions;
INSERT INTO mention_months (entity_id, month, channel_id, is_forward, posts, uses, first_on, last_on)
SELECT entity_id, month, channel_id, is_forward, posts, uses, first_on, last_on FROM former_mention_months;

DROP TABLE former_mention_months;
DROP TABLE former_mentions;
DROP TABLE former_entities;

CREATE TABLE entity_aliases ( -- The dictionary: spellings that mean an entity.
    entity_id INTEGER NOT NULL REFERENCES entities (entity_id) ON DELETE CASCADE, -- whom it means
    origin    TEXT    NOT NULL, -- bundled with the program, or user: these go first
    alias     TEXT    NOT NULL, -- the spelling; Росси|я|и|ю is the stem Росси with each of these endings
    rule      TEXT    NOT NULL, -- fold in any case, capital with the alias' capitals, exact as written, never where it means nobody; '' as the spelling tells
    language  TEXT    NOT NULL, -- e.g. en; '' for any; matching does not depend on it
    PRIMARY KEY (entity_id, origin, alias, rule),
    CHECK (origin IN ('bundled', 'user')),
    CHECK (rule IN ('', 'fold', 'capital', 'exact', 'never'))
) STRICT, WITHOUT ROWID;

CREATE VIEW v_mention_uses AS -- One row a naming of somebody.
SELECT
    u.post_id,                                                   -- the post
    u.position,                                                  -- from 1 within the post
    e.entity_id,                                                 -- the store's own id of who is named
    e.kind,                                                      -- handle, number, country, organisation, person, or the user's own word
    e.name,                                                      -- a handle folded, without @; else the label folded
    coalesce(e.label, e.name) AS label,                          -- the name as people read it
    e.code,                                                      -- ISO 3166 alpha-2 of a country, a short code of an organisation
    u.via,                                                       -- how: handle, text, hashtag, flag, title
    u.spelling,                                                  -- as written, without @ or #
    u.office,                                                    -- the office that stands with the name
    u.start,                                                     -- where spelling begins, in characters from 1
    u.talking_point_id,                                          -- the talking point that it stands in
    c.channel_id,                                                -- the store's own id of the channel
    coalesce('@' || c.handle, c.name, c.external_id) AS channel, -- handle, else name, else id
    p.posted_on,                                                 -- the day in the reporting zone
    p.is_forward,                                                -- 1 when forwarded from elsewhere
    coalesce(p.url, c.link_base || p.external_id) AS link        -- the post's address
FROM mentions AS u
JOIN entities AS e ON e.entity_id = u.entity_id
JOIN posts AS p ON p.post_id = u.post_id
JOIN channels AS c ON c.channel_id = p.channel_id;

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
    t.marker,                                                    -- as written
    t.ordinal,                                                   -- the number that the marker gives
    t.text,                                                      -- the words without the marker
    t.folded,                                                    -- the words folded, for matching
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

PRAGMA user_version = 7;
