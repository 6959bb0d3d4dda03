//! The dictionary with which posts are read: that of the store.

use std::sync::{Arc, OnceLock};
use std::thread;

use rusqlite::Connection;

use crate::extract::naming::{Dictionary, alias_file};
use crate::store::dictionary::{is_as_bundled, rows};

/// A dictionary that threads share.
pub(super) type Shared = Arc<Dictionary>;

/// The dictionary of a store that has the bundled rows alone; made once for all such stores of this process.
fn bundled() -> Option<Shared> {
    static BUNDLED: OnceLock<Shared> = OnceLock::new();
    let aliases = alias_file::bundled().ok()?;
    Some(Arc::clone(BUNDLED.get_or_init(|| Arc::new(Dictionary::new(aliases)))))
}

/// Has another thread make the bundled dictionary, while the store is made that is going to have it.
pub(super) fn make_bundled_ready() {
    // Without that thread it is made when it is wanted.
    let _ = thread::Builder::new().name("names".to_owned()).spawn(bundled);
}

/// The dictionary of the store.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn dictionary(connection: &Connection) -> rusqlite::Result<Shared> {
    if is_as_bundled(connection)?
        && let Some(bundled) = bundled()
    {
        return Ok(bundled);
    }
    let rows = rows(connection)?;
    Ok(Arc::new(Dictionary::new(rows.iter().map(|row| &row.alias))))
}
