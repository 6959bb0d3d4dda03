//! The dictionary with which posts are read: that of the store.

use std::sync::{Arc, OnceLock};

use rusqlite::Connection;

use crate::extract::naming::{Dictionary, alias_file};
use crate::store::dictionary::{is_as_bundled, rows};

/// A dictionary that threads share.
pub(super) type Shared = Arc<Dictionary>;

/// The dictionary of the store.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn dictionary(connection: &Connection) -> rusqlite::Result<Shared> {
    // Made once for all stores of this process that have nothing else.
    static BUNDLED: OnceLock<Arc<Dictionary>> = OnceLock::new();
    if is_as_bundled(connection)?
        && let Ok(aliases) = alias_file::bundled()
    {
        return Ok(Arc::clone(BUNDLED.get_or_init(|| Arc::new(Dictionary::new(aliases)))));
    }
    let rows = rows(connection)?;
    Ok(Arc::new(Dictionary::new(rows.iter().map(|row| &row.alias))))
}
