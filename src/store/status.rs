//! What a store holds, in a few figures.

use rusqlite::Connection;
use serde::Serialize;

use super::{dictionary, reading, rules, search_index, settings};
use crate::Result;
use crate::model::PointRule;

/// How many of the latest loads [`Status`] tells of.
pub const LATEST_LOADS: usize = 10;

/// What a store holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The version of the schema.
    pub schema_version: i64,
    /// The size of the store, in bytes.
    pub bytes: i64,
    /// The zone in which days are told, e.g. `Europe/Prague`.
    pub time_zone: String,
    /// Channels with posts.
    pub channels: i64,
    /// Channels known from forwards and replies only.
    pub other_channels: i64,
    /// Posts.
    pub posts: i64,
    /// Posts that a later input no longer holds, though it holds all that there was around them.
    pub gone: i64,
    /// Posts of which several inputs tell differently.
    pub told_differently: i64,
    /// Posts whose day is unknown.
    pub undated: i64,
    /// The first day with a post, in the reporting zone.
    pub first: Option<String>,
    /// The last day with a post.
    pub last: Option<String>,
    /// What counts as a talking point: `items`, or `sentences` where the long sentences of posts without items do, too.
    pub points: &'static str,
    /// Talking points.
    pub talking_points: i64,
    /// Those of them that are sentences.
    pub sentences: i64,
    /// Groups of talking points that say the same thing; NULL when they were not made, or posts were changed since.
    pub point_groups: Option<i64>,
    /// Different hashtags that posts carry.
    pub hashtags: i64,
    /// Times a hashtag is written.
    pub hashtag_uses: i64,
    /// Different entities that posts name.
    pub entities: i64,
    /// Times somebody is named.
    pub mentions: i64,
    /// The search index; `None` when there is none.
    pub search_index: Option<search_index::Summary>,
    /// What the words for matching are worth: `absent`, `behind` or `ready`.
    pub words: &'static str,
    /// Whether some posts were read with an earlier dictionary or by the rules of another version.
    pub needs_reindex: bool,
    /// Whether the dictionary has changed since some posts were read with it.
    pub earlier_dictionary: bool,
    /// Whether the talking points, hashtags and links of some posts were found by the rules of another version.
    pub other_rules: bool,
    /// Loads in all.
    pub loads: i64,
    /// The latest loads, the latest first, at most [`LATEST_LOADS`].
    pub latest_loads: Vec<Load>,
}

/// One run of the loader over one input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Load {
    /// The store's own id.
    pub load_id: i64,
    /// When it ended, in UTC.
    pub finished_at: String,
    /// The path as it was given.
    pub input: String,
    /// The format, e.g. `telegram-json`.
    pub format: String,
    /// Whether the input was read to its proper end and nothing of it was forgotten since.
    pub is_whole: bool,
    /// Posts that the store did not have.
    pub posts_new: i64,
    /// Posts of which the input knew more.
    pub posts_changed: i64,
    /// Posts of which it knew nothing new.
    pub posts_unchanged: i64,
    /// Records that could not be read.
    pub rejected: i64,
}

/// How many posts the store holds.
///
/// # Errors
/// When the store cannot be read.
pub fn posts(connection: &Connection) -> Result<i64> {
    reading::one(connection, "SELECT count(*) FROM posts", [], |row| row.get(0))
}

/// The id of the latest load; 0 where there is none.
///
/// # Errors
/// When the store cannot be read.
pub fn latest_load(connection: &Connection) -> Result<i64> {
    reading::one(connection, "SELECT coalesce(max(load_id), 0) FROM loads", [], |row| row.get(0))
}

/// The figures of the store behind `connection`, all of one moment.
///
/// # Errors
/// When the store cannot be read.
pub fn read(connection: &Connection) -> Result<Status> {
    let _snapshot = reading::snapshot(connection)?;
    let count = |sql: &str| reading::one(connection, sql, [], |row| row.get::<_, i64>(0));
    let channels = count(
        "SELECT count(*) FROM channels AS c
         WHERE EXISTS (SELECT 1 FROM posts AS p WHERE p.channel_id = c.channel_id)",
    )?;
    // Two subqueries, because each alone is one step in the index and both together a scan.
    let (first, last) = reading::one(
        connection,
        "SELECT (SELECT min(posted_on) FROM posts), (SELECT max(posted_on) FROM posts)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let time_zone =
        reading::first(connection, "SELECT value FROM settings WHERE name = 'time_zone'", [], |row| {
            row.get(0)
        })?;
    let points = settings::points(connection).map_err(reading::unreadable)?;
    let earlier_dictionary = dictionary::is_newer_than_posts(connection).map_err(reading::unreadable)?;
    let other_rules = rules::are_of_another_version(connection).map_err(reading::unreadable)?;
    Ok(Status {
        schema_version: count("PRAGMA user_version")?,
        bytes: count("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")?,
        time_zone: time_zone.unwrap_or_else(|| String::from("UTC")),
        channels,
        other_channels: count("SELECT count(*) FROM channels")? - channels,
        posts: posts(connection)?,
        gone: count("SELECT count(*) FROM posts WHERE gone_at IS NOT NULL")?,
        told_differently: count("SELECT count(DISTINCT post_id) FROM post_evidence")?,
        undated: count("SELECT count(*) FROM posts WHERE posted_on IS NULL")?,
        first,
        last,
        points: points.name(),
        talking_points: count("SELECT count(*) FROM talking_points")?,
        sentences: match points {
            PointRule::Items => 0,
            PointRule::Sentences => count("SELECT count(*) FROM talking_points WHERE kind = 'sentence'")?,
        },
        point_groups: match super::points::has_current(connection)? {
            true => Some(count("SELECT count(*) FROM made_point_groups")?),
            false => None,
        },
        hashtags: count(
            "SELECT count(*) FROM hashtags AS h
             WHERE EXISTS (SELECT 1 FROM post_hashtags AS u WHERE u.hashtag_id = h.hashtag_id)",
        )?,
        hashtag_uses: count("SELECT count(*) FROM post_hashtags")?,
        entities: count(
            "SELECT count(*) FROM entities AS e
             WHERE EXISTS (SELECT 1 FROM mentions AS u WHERE u.entity_id = e.entity_id)",
        )?,
        mentions: count("SELECT count(*) FROM mentions")?,
        search_index: search_index::summary(connection)?,
        words: super::word_index::state(connection)?.name(),
        needs_reindex: earlier_dictionary || other_rules,
        earlier_dictionary,
        other_rules,
        loads: count("SELECT count(*) FROM loads")?,
        latest_loads: latest_loads(connection)?,
    })
}

fn latest_loads(connection: &Connection) -> Result<Vec<Load>> {
    reading::all(
        connection,
        "SELECT load_id, finished_at, input, format, is_whole,
                posts_new, posts_changed, posts_unchanged, rejected
         FROM loads ORDER BY load_id DESC LIMIT ?1",
        [i64::try_from(LATEST_LOADS).unwrap_or(i64::MAX)],
        |row| {
            Ok(Load {
                load_id: row.get(0)?,
                finished_at: row.get(1)?,
                input: row.get(2)?,
                format: row.get(3)?,
                is_whole: row.get(4)?,
                posts_new: row.get(5)?,
                posts_changed: row.get(6)?,
                posts_unchanged: row.get(7)?,
                rejected: row.get(8)?,
            })
        },
    )
}
