//! The schema and its versions: forward only, all or nothing.

use std::path::Path;

use rusqlite::Connection;

use crate::clock::Clock;
use crate::store::dictionary;
use crate::store::lock::StoreLock;
use crate::{Error, ErrorKind, Result, shell};

mod fresh;
mod set_aside;

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// One step of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// From 1, without gaps.
    pub version: i32,
    /// The words of its file name, e.g. `settings_and_loads`.
    pub name: String,
    /// Its SQL, to the byte.
    pub sql: String,
    /// What refinery keeps in a store to tell that a step never changed.
    pub checksum: u64,
}

/// All steps, in order.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    let mut steps: Vec<Migration> = embedded::migrations::runner()
        .get_migrations()
        .iter()
        .map(|step| Migration {
            version: step.version(),
            name: step.name().to_owned(),
            sql: step.sql().unwrap_or_default().to_owned(),
            checksum: step.checksum(),
        })
        .collect();
    steps.sort_by_key(|step| step.version);
    steps
}

/// The version of the newest schema that this program knows: of the last of the [`migrations`], which take longer to gather
/// than a small report does to run.
#[must_use]
pub const fn newest() -> i32 {
    23
}

/// The version of a store's schema.
///
/// # Errors
/// When the store cannot be read.
pub fn version(connection: &Connection) -> rusqlite::Result<i32> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Refuses a store that a newer program made.
pub(crate) fn refuse_newer(path: &Path, version: i32) -> Result<()> {
    if version <= newest() {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Store,
        format!(
            "the store '{}' was written by a newer version of Chancery (schema {version}, this one knows {}); it was left untouched",
            path.display(),
            newest()
        ),
    )
    .hint("install the newer version, or choose another store: --db FILE"))
}

/// Refuses a file with the mark of a store, and of an earlier schema, that has other tables and no record of its steps.
pub(crate) fn refuse_without_record(path: &Path, connection: &Connection) -> Result<()> {
    const HAS_RECORD: &str =
        "SELECT count(*) = 0 OR coalesce(max(name = 'refinery_schema_history'), 0) FROM sqlite_schema";
    let unreadable = |cause| super::unreadable(path, cause);
    // The newest has nothing to go through, and is opened without it.
    if version(connection).map_err(unreadable)? == newest()
        || connection.query_row(HAS_RECORD, [], |row| row.get(0)).map_err(unreadable)?
    {
        return Ok(());
    }
    let message = format!(
        "'{}' has the mark of a store and not the tables of one; it was left untouched",
        path.display()
    );
    Err(Error::new(ErrorKind::Store, message).hint("choose another store: --db FILE"))
}

/// Brings the schema up to date, in one transaction.
///
/// # Errors
/// [`ErrorKind::Store`] when a step fails; nothing of it is kept then.
pub fn migrate(connection: &mut Connection) -> Result<()> {
    migrate_and_then(connection, |_| Ok(()))
}

/// Brings the schema and the dictionary up to date, both in one transaction: with a new schema and no names nothing would
/// tell a reader that something is missing.
///
/// # Errors
/// [`ErrorKind::Store`] when it fails; nothing of it is kept then.
pub(crate) fn bring_up_to_date(connection: &mut Connection) -> Result<()> {
    migrate_and_then(connection, dictionary::bring_in_transaction)?;
    dictionary::bring_up_to_date(connection)
}

/// What else is done in the transaction in which a schema becomes the newest.
type Last = fn(&Connection) -> rusqlite::Result<()>;

fn migrate_and_then(connection: &mut Connection, last: Last) -> Result<()> {
    let failed = |cause: Box<dyn std::error::Error + Send + Sync>| {
        let is_full = is_of_full_disk(&*cause);
        let error = Error::new(ErrorKind::Store, "cannot bring the schema up to date").caused_by(cause);
        if is_full { error.hint("make room, or choose another place: --db FILE") } else { error }
    };
    if version(connection).map_err(|cause| failed(cause.into()))? == newest() {
        return Ok(());
    }
    if fresh::is_empty(connection).map_err(|cause| failed(cause.into()))? {
        return fresh::make(connection, last).map_err(|cause| failed(cause.into()));
    }
    by_steps(connection, last).map_err(failed)
}

fn by_steps(
    connection: &mut Connection,
    last: Last,
) -> std::result::Result<(), Box<dyn std::error::Error + Send + Sync>> {
    // Grouped: a step and the note that it was done are one transaction, so that no crash comes between.
    embedded::migrations::runner().set_grouped(true).run(&mut set_aside::Store { connection, last })?;
    Ok(())
}

/// Whether this, or what caused it, is that SQLite found no room.
fn is_of_full_disk(error: &(dyn std::error::Error + 'static)) -> bool {
    let code = error.downcast_ref().and_then(rusqlite::Error::sqlite_error_code);
    code == Some(rusqlite::ErrorCode::DiskFull) || error.source().is_some_and(is_of_full_disk)
}

/// What a reader says of a store of an earlier version that cannot be [upgraded](upgrade): where it may not be written,
/// that this is what it has to be written for.
pub(crate) fn not_upgraded(path: &Path, error: Error) -> Error {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    let refused = |cause: &std::io::Error| matches!(cause.kind(), PermissionDenied | ReadOnlyFilesystem);
    let is_of_folder =
        std::error::Error::source(&error).and_then(|cause| cause.downcast_ref()).is_some_and(refused);
    let is_of_file =
        || std::fs::OpenOptions::new().write(true).open(path).is_err_and(|cause| refused(&cause));
    if !is_of_folder && !is_of_file() {
        return error;
    }
    let message = format!(
        "the store '{}' is of an earlier version and must be upgraded before it is read, but cannot be written",
        path.display()
    );
    Error::new(ErrorKind::Store, message)
        .hint(format!(
            "copy it to a folder that can be written, and read the copy: cp {} FOLDER",
            shell::path(path)
        ))
        .hint("or make the file and its folder writable")
        .caused_by(error)
}

/// Brings the store at `path` up to date on behalf of a reader.
pub(crate) fn upgrade(path: &Path) -> Result<()> {
    let _lock = StoreLock::acquire(path, Clock::System.now())?;
    super::open_for_writing(path).map(drop)
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;
    use std::io;

    use super::*;

    #[test]
    fn who_may_not_upgrade_is_told_that_it_is_an_upgrade() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.db");
        std::fs::write(&path, "").unwrap();
        let told = |cause: io::ErrorKind| {
            let error =
                Error::new(ErrorKind::Io, "cannot write 'old.db-lock'").caused_by(io::Error::from(cause));
            not_upgraded(&path, error)
        };
        for cause in [io::ErrorKind::PermissionDenied, io::ErrorKind::ReadOnlyFilesystem] {
            let error = told(cause);
            assert!(error.to_string().contains("must be upgraded before it is read"), "{error}");
            assert!(error.hints()[0].starts_with("copy it to a folder that can be written"), "{error:?}");
            assert_eq!(error.source().unwrap().to_string(), "cannot write 'old.db-lock'");
        }
        assert_eq!(told(io::ErrorKind::StorageFull).to_string(), "cannot write 'old.db-lock'");
    }
}
