//! A word index for one connection, where the store may not be written.
//!
//! It stands in a temporary file under the names of the views that queries ask, which it hides. The store is not
//! touched.

use rusqlite::Connection;

use super::{Progress, fill};
use crate::{Error, ErrorKind, Result};

/// Makes the index on a connection that the store opened for reading.
///
/// # Errors
/// [`ErrorKind::Interrupted`] when `progress` ends it, [`ErrorKind::Store`] when SQLite refuses.
pub fn make_temporary(connection: &Connection, progress: Progress<'_>) -> Result<()> {
    let made = connection.pragma_update(None, "query_only", false).and_then(|()| make(connection, progress));
    let closed = connection.pragma_update(None, "query_only", true);
    match made.and_then(|is_whole| closed.map(|()| is_whole)) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Error::new(ErrorKind::Interrupted, "stopped before all texts were read")),
        Err(cause) => Err(Error::new(ErrorKind::Store, "the words cannot be matched").caused_by(cause)),
    }
}

fn make(connection: &Connection, progress: Progress<'_>) -> rusqlite::Result<bool> {
    connection.execute_batch(
        "CREATE TEMP TABLE post_words (post_id INTEGER PRIMARY KEY, folded TEXT NOT NULL);
         CREATE TEMP TABLE point_words (talking_point_id INTEGER PRIMARY KEY, folded TEXT NOT NULL);",
    )?;
    Ok(fill(connection, "temp.post_words", "temp.point_words", progress)?.is_some())
}
