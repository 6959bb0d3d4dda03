//! The word index: the texts of posts and talking points in the folded form by which words are matched
//! ([`folded_text`](crate::extract::folded_text)), in `folded_posts` and `folded_points`.
//!
//! It is made on demand, since it is as large as the texts and most reports match no words. From then on triggers of
//! the schema note the posts that are new or have changed, whoever writes; a load notes its new ones itself (`late`). Each
//! change that goes through this program folds those before it commits (`catch_up`). Queries ask the views `post_words`
//! and `point_words`, which are an error in any tool as long as something is missing: a text without its words would not
//! be found.

use std::ops::ControlFlow;
use std::path::Path;

use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, params};

use super::search_index::{Chunks, Progress};
use crate::clock::Clock;
use crate::extract::folded_text::folded_text;
use crate::{Error, ErrorKind, Result};

mod compare;
mod late;
mod temporary;

pub use compare::differences;
pub(crate) use late::{PutOff, note, put_off};
pub use temporary::make_temporary;

/// What a store's index is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// There is none.
    Absent,
    /// Another program has changed posts since.
    Behind,
    /// It holds the words of all posts.
    Ready,
}

impl State {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Behind => "behind",
            Self::Ready => "ready",
        }
    }
}

/// What the index is worth: a look that costs nothing.
///
/// # Errors
/// [`ErrorKind::Store`] when the store cannot be read.
pub fn state(connection: &Connection) -> Result<State> {
    look(connection).map_err(|cause| Error::new(ErrorKind::Store, "cannot read the store").caused_by(cause))
}

fn look(connection: &Connection) -> rusqlite::Result<State> {
    let sql = "SELECT state FROM main.word_index";
    let state: String = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(match state.as_str() {
        "absent" => State::Absent,
        "ready" => State::Ready,
        _ => State::Behind,
    })
}

fn set(connection: &Connection, state: State) -> rusqlite::Result<()> {
    connection.execute("UPDATE main.word_index SET state = ?1", [state.name()]).map(drop)
}

/// Makes the index of the store at `path`, or makes it anew: all or nothing, while readers go on reading. Gives the
/// posts in it, and whether the store is one file again.
///
/// # Errors
/// [`ErrorKind::Locked`] when another process changes the store, [`ErrorKind::Interrupted`] when `progress` ends
/// it, and when the store may not be written.
pub fn build(path: &Path, clock: Clock, progress: Progress<'_>) -> Result<(u64, bool)> {
    super::change(path, clock, |connection| build_in(connection, progress))
}

/// As [`build`], in the transaction of the caller.
///
/// # Errors
/// [`ErrorKind::Interrupted`] when `progress` ends it, [`ErrorKind::Store`] or [`ErrorKind::Io`] when the store
/// refuses.
pub fn build_in(connection: &Connection, progress: Progress<'_>) -> Result<u64> {
    make(connection, progress)
        .map_err(|cause| cannot_make(&cause))?
        .ok_or_else(|| Error::new(ErrorKind::Interrupted, "stopped; the store is as it was"))
}

/// Removes the index from the store at `path` and gives its room back. `false` when there is none; and whether the
/// store is one file again.
///
/// # Errors
/// As [`build`].
pub fn remove(path: &Path, clock: Clock) -> Result<(bool, bool)> {
    if state(&super::open_read_only(path)?)? == State::Absent {
        return Ok((false, true));
    }
    let (there, _, is_one_file) = super::change_without_trace(path, clock, |connection| {
        let there = state(connection)? != State::Absent;
        empty(connection)
            .and_then(|()| set(connection, State::Absent))
            .map_err(|cause| Error::new(ErrorKind::Store, "cannot remove the word index").caused_by(cause))?;
        Ok(there)
    })?;
    Ok((there, is_one_file))
}

fn cannot_make(cause: &rusqlite::Error) -> Error {
    let error = match cause.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => Error::new(ErrorKind::Io, "no space left for the word index")
            .hint("make room; it needs about as much as the texts"),
        _ => Error::new(ErrorKind::Store, "cannot make the word index"),
    };
    error.caused_by(cause.to_string())
}

/// Makes the index in the caller's transaction. `None` when `progress` ended it.
fn make(connection: &Connection, progress: Progress<'_>) -> rusqlite::Result<Option<u64>> {
    empty(connection)?;
    let done = fill(connection, "main.folded_posts", "main.folded_points", progress)?;
    if done.is_some() {
        set(connection, State::Ready)?;
    }
    Ok(done)
}

fn empty(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "DELETE FROM main.folded_posts; DELETE FROM main.folded_points; DELETE FROM main.unfolded_posts",
    )
}

/// Folds all texts into two tables. Gives how many posts; `None` when `progress` ended it.
fn fill(
    connection: &Connection,
    posts: &str,
    points: &str,
    progress: Progress<'_>,
) -> rusqlite::Result<Option<u64>> {
    know_folding(connection)?;
    let all: i64 = connection.query_row("SELECT count(*) FROM main.posts", [], |row| row.get(0))?;
    let mut insert_posts = connection.prepare(&format!(
        "INSERT INTO {posts} (post_id, folded) SELECT post_id, folded_text(text) FROM main.posts
         WHERE post_id > ?1 AND post_id <= ?2 ORDER BY post_id"
    ))?;
    // Their ids ascend with those of the posts, mostly.
    let mut insert_points = connection.prepare(&format!(
        "INSERT INTO {points} (talking_point_id, folded) SELECT talking_point_id, folded_text(text)
         FROM main.talking_points WHERE post_id > ?1 AND post_id <= ?2 ORDER BY talking_point_id"
    ))?;
    let mut done = 0;
    let mut chunks = Chunks::default();
    while let Some((after, last)) = chunks.next(connection)? {
        if progress(done, u64::try_from(all).unwrap_or_default()) == ControlFlow::Break(()) {
            return Ok(None);
        }
        done += insert_posts.execute(params![after, last])? as u64;
        insert_points.execute(params![after, last])?;
    }
    Ok(Some(done))
}

/// Folds the posts that were written since, in the transaction of a change. A store without an index stays without.
pub(crate) fn catch_up(connection: &Connection) -> rusqlite::Result<()> {
    if look(connection)? != State::Behind {
        return Ok(());
    }
    know_folding(connection)?;
    connection.execute_batch(
        "INSERT INTO main.folded_posts (post_id, folded)
            SELECT p.post_id, folded_text(p.text)
            FROM main.unfolded_posts AS u CROSS JOIN main.posts AS p ON p.post_id = u.post_id
            WHERE NOT EXISTS (SELECT * FROM main.folded_posts AS f WHERE f.post_id = p.post_id);
         INSERT INTO main.folded_points (talking_point_id, folded)
            SELECT t.talking_point_id, folded_text(t.text)
            FROM main.unfolded_posts AS u CROSS JOIN main.talking_points AS t ON t.post_id = u.post_id
            WHERE NOT EXISTS (SELECT * FROM main.folded_points AS f WHERE f.talking_point_id = t.talking_point_id);
         DELETE FROM main.unfolded_posts;",
    )?;
    set(connection, State::Ready)
}

/// Lets statements of this connection call `folded_text`; nothing in the schema does.
pub(in crate::store) fn know_folding(connection: &Connection) -> rusqlite::Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("folded_text", 1, flags, |context| {
        Ok(folded_text(context.get_raw(0).as_str().unwrap_or_default()))
    })
}
