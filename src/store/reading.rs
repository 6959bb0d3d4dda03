//! Asking a store for rows, with errors that a person can act on.

use rusqlite::{Connection, ErrorCode, OptionalExtension as _, Params, Row, Transaction};

use crate::{Error, ErrorKind, Result};

/// Makes all that is read until the guard is dropped the state of one moment, whatever a loader writes
/// meanwhile. Within a transaction of the caller it does nothing: that one already is such a moment.
pub(super) fn snapshot(connection: &Connection) -> Result<Option<Transaction<'_>>> {
    if connection.is_autocommit() {
        connection.unchecked_transaction().map(Some).map_err(unreadable)
    } else {
        Ok(None)
    }
}

/// All rows of `sql`, each made by `row`.
pub(super) fn all<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
    row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(sql).map_err(unreadable)?;
    let rows = statement.query_map(parameters, row).map_err(unreadable)?;
    rows.collect::<rusqlite::Result<_>>().map_err(unreadable)
}

/// The first row of `sql`, or `None` when it gives none.
pub(super) fn first<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
    row: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>> {
    let mut statement = connection.prepare_cached(sql).map_err(unreadable)?;
    statement.query_row(parameters, row).optional().map_err(unreadable)
}

/// The one row of `sql`, which always gives one.
pub(super) fn one<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
    row: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<T> {
    let mut statement = connection.prepare_cached(sql).map_err(unreadable)?;
    statement.query_row(parameters, row).map_err(unreadable)
}

/// What a refused reading means to the caller.
pub(super) fn unreadable(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            Error::new(ErrorKind::Store, "the store is damaged").hint("find the damage: chancery check")
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Error::new(ErrorKind::Locked, "the store is in use and cannot be read now")
                .hint("try again when the load has ended")
        }
        _ => Error::new(ErrorKind::Store, "cannot read the store"),
    }
    .caused_by(error)
}
