//! What SQLite says while the store is written, in words that help.

use crate::{Error, ErrorKind};

/// An error of SQLite while the store is written.
pub(super) fn store_failed(store: &str, cause: rusqlite::Error) -> Error {
    use rusqlite::ErrorCode;
    let error = match cause.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => {
            Error::new(ErrorKind::Io, format!("no space left for the store '{store}'"))
                .hint("make room, or choose another place: --db FILE")
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Error::new(ErrorKind::Locked, format!("another program holds the store '{store}'"))
                .hint("close it there, or wait until it is done")
        }
        Some(ErrorCode::ReadOnly) => {
            Error::new(ErrorKind::Store, format!("the store '{store}' is read-only"))
                .hint("make the file and its folder writable, or choose another store: --db FILE")
        }
        _ => Error::new(ErrorKind::Store, format!("cannot write the store '{store}'")),
    };
    error.caused_by(cause)
}
