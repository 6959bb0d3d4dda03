//! Point groups: talking points that say the same thing, word for word or nearly
//! ([`similarity`](crate::extract::similarity)).
//!
//! They are made on demand, since looking for what is alike costs about as much as a load. What a store holds is
//! always what grouping all its points anew would give, or is marked as behind in `point_grouping`: a load or a merge
//! that changes posts marks it ([`mark_behind`]), whoever removes points groups anew at once ([`make_anew`]). Grouping
//! looks at all points each time, and writes only what is different. Queries ask the views `point_groups` and
//! `grouped_points`, which are an error in any tool as long as the groups are absent or behind: a point whose like is
//! not known would count as said once. Behind them are `made_point_groups` and `made_grouped_points`.
//!
//! With the groups go counts of them (`point_channels`, `point_months`, `point_standings`, `point_pairs`), of the same
//! worth: what changes posts leaves them behind, too, and nobody is told of them then.

mod common;
mod counted;
mod counts;
mod members;
mod similar;

use std::path::Path;

use rusqlite::Connection;

use crate::clock::Clock;
use crate::extract::folded_text::folded_text;
use crate::extract::similarity::{Grouping, METHOD, Points, Threshold};
use crate::store::{change, settings};
use crate::{Error, ErrorKind, Result};

pub use similar::{Similar, similar};

/// The setting that tells by which method points were grouped.
const METHOD_SETTING: &str = "point_groups_method";

/// The setting that tells how similar points of a group must be.
const THRESHOLD_SETTING: &str = "point_groups_similarity";

const ABSENT: &str = "absent";
const BEHIND: &str = "behind";
const CURRENT: &str = "current";

/// What a store's groups are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// There are none.
    Absent,
    /// The points were changed since, or another version made them otherwise.
    Behind(Threshold),
    /// They are those of the points.
    Current(Threshold),
}

impl State {
    /// The threshold by which the points were grouped last.
    #[must_use]
    pub fn threshold(self) -> Option<Threshold> {
        match self {
            Self::Absent => None,
            Self::Behind(threshold) | Self::Current(threshold) => Some(threshold),
        }
    }
}

/// What grouping found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Grouped {
    /// Talking points of the store.
    pub points: u64,
    /// Those of them that are in a group.
    pub grouped: u64,
    /// Groups of two and more points.
    pub groups: u64,
    /// Whether the store has other groups now than before.
    pub is_changed: bool,
}

/// What a store's groups are worth.
///
/// # Errors
/// When the store cannot be read.
pub fn state(connection: &Connection) -> rusqlite::Result<State> {
    let state: String =
        connection.query_row("SELECT state FROM main.point_grouping", [], |row| row.get(0))?;
    if state == ABSENT {
        return Ok(State::Absent);
    }
    let threshold = settings::get(connection, THRESHOLD_SETTING)?.and_then(|text| text.parse().ok());
    let is_of_this_method = settings::get(connection, METHOD_SETTING)?.as_deref() == Some(METHOD);
    Ok(match threshold {
        Some(threshold) if state == CURRENT && is_of_this_method => State::Current(threshold),
        threshold => State::Behind(threshold.unwrap_or_default()),
    })
}

/// Whether a store has groups, and they are those of its points.
///
/// # Errors
/// [`ErrorKind::Store`] when the store cannot be read.
pub fn has_current(connection: &Connection) -> Result<bool> {
    state(connection)
        .map(|state| matches!(state, State::Current(_)))
        .map_err(|cause| Error::new(ErrorKind::Store, "cannot read the store's settings").caused_by(cause))
}

/// Groups the points of the store at `path`, all or nothing, while readers go on reading. Without a threshold it is
/// the one of last time, else the default. A store whose groups are as asked for is left as it is. Gives what was
/// found, and whether the store is one file again.
///
/// # Errors
/// As [`change`], and when the store refuses; nothing is changed then.
pub fn group(path: &Path, clock: Clock, threshold: Option<Threshold>) -> Result<(Grouped, bool)> {
    change(path, clock, |connection| group_in(connection, threshold))
}

/// As [`group`], in the transaction of the caller.
///
/// # Errors
/// [`ErrorKind::Store`] when the store refuses.
pub fn group_in(connection: &Connection, threshold: Option<Threshold>) -> Result<Grouped> {
    let failed = |cause| Error::new(ErrorKind::Store, "cannot group the talking points").caused_by(cause);
    let state = state(connection).map_err(failed)?;
    let threshold = threshold.or(state.threshold()).unwrap_or_default();
    if state == State::Current(threshold) {
        return members::count(connection).map_err(failed);
    }
    regroup(connection, threshold).map_err(failed)
}

/// Counts the points and groups that a store has.
///
/// # Errors
/// [`ErrorKind::Store`] when the store cannot be read.
pub fn count(connection: &Connection) -> Result<Grouped> {
    members::count(connection)
        .map_err(|cause| Error::new(ErrorKind::Store, "cannot count the point groups").caused_by(cause))
}

fn regroup(connection: &Connection, threshold: Threshold) -> rusqlite::Result<Grouped> {
    let (wordings, grouping) = look(connection, threshold)?;
    let is_changed = members::write(connection, &wordings, &grouping)?;
    settings::set(connection, METHOD_SETTING, METHOD)?;
    settings::set(connection, THRESHOLD_SETTING, &threshold.to_string())?;
    connection.execute("UPDATE main.point_grouping SET state = ?1", [CURRENT])?;
    Ok(Grouped { is_changed, ..members::count(connection)? })
}

/// The groups of now for a connection that the store opened for reading: in a temporary file, under the names that
/// queries ask, which it hides. The threshold is the one of last time, else the default. The store is not touched.
///
/// # Errors
/// [`ErrorKind::Store`] when SQLite refuses.
pub fn make_temporary(connection: &Connection) -> Result<()> {
    let make = || {
        let threshold = state(connection)?.threshold().unwrap_or_default();
        let (wordings, grouping) = look(connection, threshold)?;
        connection.pragma_update(None, "query_only", false)?;
        let made = members::write_temporary(connection, &wordings, &grouping);
        connection.pragma_update(None, "query_only", true)?;
        made
    };
    make().map_err(|cause| {
        Error::new(ErrorKind::Store, "the talking points cannot be grouped").caused_by(cause)
    })
}

/// The points that have words, ascending, each with the number of its wording; and how these are grouped.
fn look(connection: &Connection, threshold: Threshold) -> rusqlite::Result<(Vec<(i64, u32)>, Grouping)> {
    let mut points = Points::default();
    let mut wordings: Vec<(i64, u32)> = Vec::new();
    let mut select =
        connection.prepare("SELECT talking_point_id, text FROM talking_points ORDER BY talking_point_id")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let folded = folded_text(row.get_ref(1)?.as_str()?);
        if let Some(wording) = points.add(&folded) {
            wordings.push((row.get(0)?, wording));
        }
    }
    let grouping = points.group(threshold);
    Ok((wordings, grouping))
}

/// Notes that posts were changed; a store without groups is left as it is.
///
/// # Errors
/// When the store refuses.
pub fn mark_behind(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .execute("UPDATE main.point_grouping SET state = ?2 WHERE state = ?1", [CURRENT, BEHIND])
        .map(drop)
}

/// Whether a store says that groups of an earlier method are current.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn are_of_earlier_method(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row(
        "SELECT EXISTS (SELECT * FROM main.point_grouping WHERE state = ?1)
            AND NOT EXISTS (SELECT * FROM main.settings WHERE name = ?2 AND value = ?3)",
        [CURRENT, METHOD_SETTING, METHOD],
        |row| row.get(0),
    )
}

/// Notes that groups of an earlier method are none of this program's, so that other tools do not take them for these.
///
/// # Errors
/// When the store refuses.
pub(super) fn mark_earlier_method(connection: &Connection) -> rusqlite::Result<()> {
    if are_of_earlier_method(connection)? { mark_behind(connection) } else { Ok(()) }
}

/// Groups anew what is left when points were removed, so that nothing tells of what was erased. A store without
/// groups is left as it is.
///
/// # Errors
/// When the store refuses.
pub fn make_anew(connection: &Connection) -> rusqlite::Result<()> {
    match state(connection)?.threshold() {
        Some(threshold) => regroup(connection, threshold).map(drop),
        None => Ok(()),
    }
}

/// Makes the days of the groups those of their posts, when these have changed. Where some posts have a bare day only, it
/// may be another post now that comes first.
///
/// # Errors
/// When the store refuses.
pub fn restate_days(connection: &Connection) -> rusqlite::Result<()> {
    let state = state(connection)?;
    let is_current = matches!(state, State::Current(_));
    if let State::Current(threshold) = state {
        const HAS_BARE_DAYS: &str =
            "SELECT EXISTS (SELECT * FROM posts WHERE posted_local IS NULL AND posted_on IS NOT NULL)";
        if connection.query_row(HAS_BARE_DAYS, [], |row| row.get(0))? {
            return regroup(connection, threshold).map(drop);
        }
    }
    connection.execute_batch(
        "UPDATE main.made_point_groups SET (first_on, last_on) = (
            SELECT min(p.posted_on), max(p.posted_on)
            FROM main.made_grouped_points AS m
            CROSS JOIN talking_points AS t ON t.talking_point_id = m.talking_point_id
            CROSS JOIN posts AS p ON p.post_id = t.post_id
            WHERE m.point_group_id = made_point_groups.point_group_id)",
    )?;
    if is_current { members::count_anew(connection) } else { Ok(()) }
}

/// What is wrong with groups that are said to be current: each that differs from grouping all points anew.
///
/// # Errors
/// When the store cannot be read.
pub fn differences(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    // A load meanwhile must not be taken for a difference.
    let _snapshot = connection.is_autocommit().then(|| connection.unchecked_transaction()).transpose()?;
    match state(connection)? {
        State::Current(threshold) => {
            let (wordings, grouping) = look(connection, threshold)?;
            members::differences(connection, &wordings, &grouping)
        }
        State::Absent | State::Behind(_) => Ok(Vec::new()),
    }
}
