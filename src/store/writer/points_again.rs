//! Makes the talking points of a store anew, by another rule.

use rusqlite::{Connection, params};

use crate::model::{PointRule, Span, TalkingPoint};
use crate::store::writer::{read_again, spans};
use crate::store::{points, published, settings, summaries};

/// What came of making the talking points anew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PointsAgain {
    /// Talking points in the store before.
    pub before: u64,
    /// Talking points in the store now.
    pub now: u64,
}

/// The points as they are to be.
const MAKE_TEMPORARY: &str = "
    DROP TABLE IF EXISTS temp.points_anew;
    CREATE TEMP TABLE points_anew (talking_point_id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL,
        position INTEGER NOT NULL, kind TEXT NOT NULL, marker TEXT NOT NULL, ordinal INTEGER, text TEXT NOT NULL,
        start INTEGER NOT NULL) STRICT";

const TAKE_ITEMS: &str = "
    INSERT INTO temp.points_anew (post_id, position, kind, marker, ordinal, text, start)
    SELECT post_id, position, kind, marker, ordinal, text, start FROM main.talking_points";

/// Gathers one point.
pub(super) const INSERT: &str = "
    INSERT INTO temp.points_anew (post_id, position, kind, marker, ordinal, text, start)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

/// Every point is written anew, so that they are numbered in the order of the posts, as by a first load. Uses first
/// let go of their points, lest these take them along.
const BRING_OVER: &str = "
    UPDATE main.post_hashtags SET talking_point_id = NULL WHERE talking_point_id IS NOT NULL;
    UPDATE main.mentions SET talking_point_id = NULL WHERE talking_point_id IS NOT NULL;
    UPDATE main.links SET talking_point_id = NULL WHERE talking_point_id IS NOT NULL;
    DELETE FROM main.made_grouped_points;
    DELETE FROM main.made_point_groups;
    DELETE FROM main.talking_points;
    INSERT INTO main.talking_points (talking_point_id, post_id, position, kind, marker, ordinal, text, start)
    SELECT talking_point_id, post_id, position, kind, marker, ordinal, text, start
    FROM temp.points_anew ORDER BY talking_point_id;
    DROP TABLE temp.points_anew";

/// What stands in posts and knows its talking point.
const USES: [&str; 3] = ["post_hashtags", "mentions", "links"];

/// Makes the talking points of every post those that `rule` takes, in the caller's transaction: items stay as they
/// are, and `sentences` finds the sentences of a text with these marked parts. Groups that the store has are made
/// anew. A store that goes by the rule already is left as it is. `progress` is told how many posts are done.
///
/// # Errors
/// When the store refuses.
pub fn make_points_again(
    connection: &Connection,
    rule: PointRule,
    sentences: &dyn Fn(&str, &[Span]) -> Vec<TalkingPoint>,
    progress: &mut dyn FnMut(u64),
) -> rusqlite::Result<PointsAgain> {
    let before = count(connection)?;
    if settings::points(connection)? == rule {
        return Ok(PointsAgain { before, now: before });
    }
    begin(connection)?;
    match rule {
        PointRule::Items => {
            let items = format!("{TAKE_ITEMS} WHERE kind = 'item' ORDER BY post_id, position");
            connection.execute(&items, [])?;
        }
        PointRule::Sentences => gather(connection, sentences, progress)?,
    }
    bring_over(connection)?;
    summaries::recount_points(connection)?;
    settings::set_points(connection, rule)?;
    points::make_anew(connection)?;
    Ok(PointsAgain { before, now: count(connection)? })
}

/// Begins to gather the points as they are to be.
pub(super) fn begin(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(MAKE_TEMPORARY)
}

/// Forgets what was gathered.
pub(super) fn drop_gathered(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("DROP TABLE temp.points_anew")
}

/// Makes the points that were gathered those of the store, and tells every use its point.
pub(super) fn bring_over(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(BRING_OVER)?;
    published::remove_of_points(connection)?;
    place_uses(connection)
}

pub(super) fn count(connection: &Connection) -> rusqlite::Result<u64> {
    connection
        .query_row("SELECT count(*) FROM talking_points", [], |row| row.get(0))
        .map(|count: i64| u64::try_from(count).unwrap_or_default())
}

/// Gathers the items of each post, or its sentences where it has no items.
fn gather(
    connection: &Connection,
    sentences: &dyn Fn(&str, &[Span]) -> Vec<TalkingPoint>,
    progress: &mut dyn FnMut(u64),
) -> rusqlite::Result<()> {
    let mut take_items = connection
        .prepare(&format!("{TAKE_ITEMS} WHERE post_id = ?1 AND kind = 'item' ORDER BY position"))?;
    let mut insert = connection.prepare(INSERT)?;
    let mut posts = connection.prepare("SELECT post_id, text, spans FROM posts ORDER BY post_id")?;
    let mut posts = posts.query([])?;
    let mut done = 0;
    while let Some(row) = posts.next()? {
        let (post_id, text): (i64, String) = (row.get(0)?, row.get(1)?);
        if take_items.execute([post_id])? == 0 {
            let kept: Option<String> = row.get(2)?;
            let found = sentences(&text, &spans::from_json(kept.as_deref(), &text));
            for (position, point) in (1_i64..).zip(&found) {
                let TalkingPoint { kind, marker, ordinal, text, start, .. } = point;
                let start = i64::try_from(*start).unwrap_or(i64::MAX);
                insert.execute(params![post_id, position, kind.as_str(), marker, ordinal, text, start])?;
            }
        }
        done += 1;
        progress(done);
    }
    Ok(())
}

/// Tells every use the talking point that it stands in.
fn place_uses(connection: &Connection) -> rusqlite::Result<()> {
    let mut posts = connection.prepare("SELECT DISTINCT post_id FROM talking_points")?;
    let mut posts = posts.query([])?;
    while let Some(row) = posts.next()? {
        let post_id: i64 = row.get(0)?;
        let points = read_again::points(connection, post_id)?;
        for table in USES {
            let uses: Vec<(i64, i64)> = connection
                .prepare_cached(&format!("SELECT position, start FROM {table} WHERE post_id = ?1"))?
                .query_map([post_id], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            let mut place = connection.prepare_cached(&format!(
                "UPDATE {table} SET talking_point_id = ?3 WHERE post_id = ?1 AND position = ?2"
            ))?;
            for (position, start) in uses {
                let start = usize::try_from(start).unwrap_or(0);
                if let Some(point_id) = read_again::point_at(&points, start) {
                    place.execute(params![post_id, position, point_id])?;
                }
            }
        }
    }
    Ok(())
}
