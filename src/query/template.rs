//! The text of a new query, for its author to change.

/// A sound query with the usual flags, which says at each part what it is for.
#[must_use]
pub fn template(name: &str) -> String {
    let title: String = name.replace('-', " ");
    let mut letters = title.chars();
    let title: String =
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    TEMPLATE.replace("TITLE", &title).replace("NAME", name)
}

/// `NAME` and `TITLE` stand for those of the query.
const TEMPLATE: &str = "\
-- TITLE
--
-- use: Which question does this report answer?
-- tags: mine
-- @param since   date?         : first day counted
-- @param until   date?         : last day counted
-- @param channel channel*      : only these channels
-- @param top     int(0..) = 20 : keep the channels with most posts; 0 keeps all
-- @column channel   text    : handle, else name, else id; of several of one name also the id, else channel:NUMBER
-- @column posts     int     : posts of the channel
-- @column share     percent : posts / all_posts, 0 to 100
-- @column all_posts int     : all posts under the same filters
-- @example chancery run NAME --since 2024-01 --top 5
-- note: A forward counts for the channel that forwards it.
-- note: Undated posts count, unless since or until is given.

-- These lines are the documentation: the first one is the title, and each @param becomes a flag of
--     chancery run NAME
-- A parameter that is not given is NULL, and the statement itself gives the default: coalesce(:top, 20).
-- So the file gives the same rows in any SQLite tool. The tables and views: chancery schema
WITH
counted (channel_id, posts) AS (
    SELECT p.channel_id, count(*)
    FROM posts AS p
    WHERE (:since IS NULL OR p.posted_on >= :since)
      AND (:until IS NULL OR p.posted_on <= :until)
      -- A list is the text of a JSON array.
      AND (:channel IS NULL OR p.channel_id IN (SELECT value FROM json_each(:channel)))
    GROUP BY p.channel_id
)
SELECT c.channel AS channel,
       n.posts AS posts,
       round(10000.0 * n.posts / sum(n.posts) OVER ()) / 100 AS share,
       sum(n.posts) OVER () AS all_posts
FROM counted AS n
-- The names are joined to what is counted, not to each post.
JOIN v_channels AS c ON c.channel_id = n.channel_id
-- An order that leaves no tie gives the same rows each time.
ORDER BY n.posts DESC, c.channel, n.channel_id
LIMIT coalesce(nullif(coalesce(:top, 20), 0), -1);
";
