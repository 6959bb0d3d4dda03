//! What SQLite says while the store is written, in words that help.

use std::path::Path;

use crate::{Error, store};

/// An error of SQLite while the store is written.
pub(super) fn store_failed(store: &str, cause: rusqlite::Error) -> Error {
    store::unwritable(Path::new(store), cause)
}
