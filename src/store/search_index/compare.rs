//! Holds the index to the posts.

use std::ops::ControlFlow;

use rusqlite::{Connection, Row};

use super::{Selection, State, TABLE, Words, make_temporary, state};
use crate::Result;
use crate::store::reading;

/// How many differences are told.
const TOLD: usize = 10;

/// What the index of the store holds otherwise than the posts do: it is compared, word by word, with one that is
/// made for the purpose. Nothing when there is no index.
///
/// # Errors
/// [`crate::ErrorKind::Store`] when the store cannot be read.
pub fn differences(connection: &Connection) -> Result<Vec<String>> {
    let tokenizer = match state(connection)? {
        State::Absent => return Ok(Vec::new()),
        State::Behind => {
            return Ok(vec!["it does not hold all posts, or is kept otherwise than it should be".to_owned()]);
        }
        State::Ready(tokenizer) => tokenizer,
    };
    // A load meanwhile must not be taken for a difference.
    let _snapshot = reading::snapshot(connection)?;
    let all = Selection::default();
    make_temporary(connection, &Words::Plain(tokenizer), &all, &mut |_, _| ControlFlow::Continue(()))?;
    let found = open(connection).and_then(|()| compare(connection));
    let closed = close(connection);
    found
        .and_then(|found| closed.map(|()| found))
        .or_else(|cause| Ok(vec![format!("it cannot be read: {cause}")]))
}

fn open(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "PRAGMA query_only = OFF;
         CREATE VIRTUAL TABLE temp.words_kept USING fts5vocab(main, {TABLE}, instance);
         CREATE VIRTUAL TABLE temp.words_wanted USING fts5vocab(temp, {TABLE}, instance);"
    ))
}

fn close(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "PRAGMA query_only = OFF;
         DROP TABLE IF EXISTS temp.words_kept;
         DROP TABLE IF EXISTS temp.words_wanted;
         DROP TABLE IF EXISTS temp.{TABLE};
         DROP VIEW IF EXISTS temp.searched_posts;
         PRAGMA query_only = ON;"
    ))
}

/// Where a word stands.
type Place = (String, i64, i64);

fn compare(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    // FTS5 gives a word of combining marks alone, which it leaves out, as NULL.
    let place = |row: &Row<'_>| -> rusqlite::Result<Place> {
        Ok((row.get::<_, Option<String>>(0)?.unwrap_or_default(), row.get(1)?, row.get(2)?))
    };
    // Both give words in the order of their bytes, then posts, then places.
    let mut kept = connection.prepare("SELECT term, doc, \"offset\" FROM temp.words_kept")?;
    let mut wanted = connection.prepare("SELECT term, doc, \"offset\" FROM temp.words_wanted")?;
    let (mut kept, mut wanted) = (kept.query_map([], place)?, wanted.query_map([], place)?);
    let (mut has, mut should) = (kept.next().transpose()?, wanted.next().transpose()?);
    let mut found = Vec::new();
    while found.len() < TOLD && (has.is_some() || should.is_some()) {
        match (&has, &should) {
            (Some(one), Some(other)) if one == other => {
                (has, should) = (kept.next().transpose()?, wanted.next().transpose()?);
            }
            (Some(one), other) if other.as_ref().is_none_or(|other| one < other) => {
                found.push(format!("it has a word in post {} that is not there", one.1));
                has = kept.next().transpose()?;
            }
            (_, Some(other)) => {
                found.push(format!("it lacks a word of post {}", other.1));
                should = wanted.next().transpose()?;
            }
            (_, None) => break,
        }
    }
    found.dedup();
    Ok(found)
}
