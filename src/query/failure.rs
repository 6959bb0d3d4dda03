//! The errors that several parts of the engine give.

use crate::{Error, ErrorKind};

/// The call is wrong.
pub(super) fn usage(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Usage, message)
}

/// SQLite cannot read the store.
pub(super) fn unreadable(error: rusqlite::Error) -> Error {
    Error::new(ErrorKind::Store, "the store cannot be read")
        .hint("see what is wrong: chancery check")
        .caused_by(error)
}
