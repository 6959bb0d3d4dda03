//! The store: one SQLite file, its schema, and everything that is written to it.
//!
//! **Files.** At rest a store is one file with journal mode DELETE. A first load builds
//! `<store>-loading` beside it, syncs it and renames it into place, never over another file
//! ([`aside`]). `<store>-lock` tells who loads ([`lock`]).
//!
//! **Locking.** One loader at a time. Readers need no lock of ours: a store is changed in WAL mode, so
//! they go on reading what was there before, and it returns to one file afterwards.
//!
//! **Compatibility.** `PRAGMA application_id` tells a store from other databases, `PRAGMA user_version`
//! its schema. A foreign or newer file is refused and left untouched; an older one is migrated before it
//! is written to. No SQL function or collation of ours is in the schema, so any SQLite tool can read it.
//!
//! **Safety.** Reading connections cannot write: they are opened read-only, and the query runner adds an
//! authorizer.

pub mod aside;
pub mod calendar;
pub mod channels;
pub mod check;
pub mod dictionary;
pub mod fingerprint;
pub mod forget;
pub mod glance;
pub mod indexes;
pub mod lock;
pub mod migrate;
pub mod points;
pub mod provenance;
pub mod published;
mod reading;
mod rows;
pub mod schema;
pub mod search_index;
pub mod settings;
pub mod show;
pub mod status;
pub mod summaries;
pub mod writer;

use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::clock::Clock;
use crate::{Error, ErrorKind, Result};

/// `PRAGMA application_id` of a store: `CHNC` in ASCII.
pub const APPLICATION_ID: i32 = 0x4348_4E43;

/// How long a connection waits for another one's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// How many statements of the writer stay prepared: more than there are.
const PREPARED_STATEMENTS: usize = 128;

/// What a file is, as far as its first 100 bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// There is no file.
    Missing,
    /// An empty file, which a new store may replace.
    Empty,
    /// Not an SQLite database.
    NotADatabase,
    /// An SQLite database that Chancery did not make.
    Foreign,
    /// A store.
    Store,
}

/// Tells what the file at `path` is, without changing a byte of it.
///
/// # Errors
/// [`ErrorKind::Io`] when it is there and cannot be read.
pub fn file_kind(path: &Path) -> Result<FileKind> {
    let cannot_read = |cause| {
        Error::new(ErrorKind::Io, format!("cannot read the store '{}'", path.display())).caused_by(cause)
    };
    let mut file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(FileKind::Missing),
        Err(cause) => return Err(cannot_read(cause)),
    };
    if file.metadata().map_err(cannot_read)?.is_dir() {
        return Err(Error::new(ErrorKind::Store, format!("'{}' is a folder, not a store", path.display())));
    }
    // The layout of these bytes is fixed by SQLite's file format, section 1.3.
    let mut header = Vec::with_capacity(100);
    Read::by_ref(&mut file).take(100).read_to_end(&mut header).map_err(cannot_read)?;
    if header.is_empty() {
        return Ok(FileKind::Empty);
    }
    if header.len() < 100 || !header.starts_with(b"SQLite format 3\0") {
        return Ok(FileKind::NotADatabase);
    }
    if header[68..72] == APPLICATION_ID.to_be_bytes() { Ok(FileKind::Store) } else { Ok(FileKind::Foreign) }
}

/// Opens the store at `path` for reading only.
///
/// A store that a killed load left in the middle of a change is first brought back to what it was before.
///
/// # Errors
/// [`ErrorKind::Store`] when there is no store, or the file is foreign, newer or damaged.
pub fn open_read_only(path: &Path) -> Result<Connection> {
    require_store(path)?;
    let connection = match open_and_probe(path, OpenFlags::SQLITE_OPEN_READ_ONLY) {
        Ok(connection) => connection,
        // A hot journal can only be rolled back by a connection that may write.
        Err(cause) if needs_recovery(&cause) => {
            open_and_probe(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
                .map_err(|cause| unreadable(path, cause))?;
            open_and_probe(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|cause| unreadable(path, cause))?
        }
        Err(cause) => return Err(unreadable(path, cause)),
    };
    let version = migrate::version(&connection).map_err(|cause| unreadable(path, cause))?;
    migrate::refuse_newer(path, version)?;
    if version < migrate::newest() {
        drop(connection);
        migrate::upgrade(path)?;
        return open_read_only(path);
    }
    connection
        .execute_batch("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA mmap_size = 1073741824;")
        .map_err(|cause| unreadable(path, cause))?;
    Ok(connection)
}

/// Opens the existing store at `path` for writing and brings its schema up to date. The caller holds the
/// [`lock::StoreLock`].
///
/// # Errors
/// [`ErrorKind::Store`] when there is no store, the file is foreign, newer, damaged or may not be written.
pub fn open_for_writing(path: &Path) -> Result<Connection> {
    require_store(path)?;
    let mut connection =
        open_and_probe(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(|cause| unreadable(path, cause))?;
    migrate::refuse_newer(path, migrate::version(&connection).map_err(|cause| unreadable(path, cause))?)?;
    if connection.is_readonly(rusqlite::MAIN_DB).unwrap_or(true) {
        return Err(Error::new(ErrorKind::Store, format!("the store '{}' is read-only", path.display()))
            .hint("make the file and its folder writable, or choose another store: --db FILE"));
    }
    configure_writer(&connection).map_err(|cause| unreadable(path, cause))?;
    migrate::migrate(&mut connection).map_err(|cause| {
        Error::new(
            ErrorKind::Store,
            format!("cannot upgrade the store '{}'; it is as it was", path.display()),
        )
        .caused_by(cause)
    })?;
    dictionary::bring_up_to_date(&connection)?;
    Ok(connection)
}

/// Makes an empty store that lives as long as its connection: a private temporary file that SQLite
/// deletes, with a bounded part of it in memory.
///
/// # Errors
/// [`ErrorKind::Io`] when the system's temporary folder cannot be written.
pub fn create_temporary() -> Result<Connection> {
    let failed =
        |cause: rusqlite::Error| Error::new(ErrorKind::Io, "cannot make a temporary store").caused_by(cause);
    let mut connection = Connection::open("").map_err(failed)?;
    connection.execute_batch("PRAGMA synchronous = OFF;").map_err(failed)?;
    configure_writer(&connection).map_err(failed)?;
    migrate::migrate(&mut connection)
        .map_err(|cause| Error::new(ErrorKind::Io, "cannot make a temporary store").caused_by(cause))?;
    dictionary::bring_up_to_date(&connection)?;
    Ok(connection)
}

/// Makes an empty store in memory, such as the schema is shown from.
///
/// # Errors
/// [`ErrorKind::Store`] when a migration fails.
pub fn in_memory() -> Result<Connection> {
    let mut connection = Connection::open_in_memory()
        .map_err(|cause| Error::new(ErrorKind::Store, "cannot make a store in memory").caused_by(cause))?;
    migrate::migrate(&mut connection)?;
    Ok(connection)
}

/// The settings of every writing connection.
pub(crate) fn configure_writer(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    // A post told of again needs more statements than the 16 that are kept unless told otherwise.
    connection.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
    // Else SQLite looks whether a new value lets it use a partial index, and prepares the statement anew.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -65536; PRAGMA temp_store = FILE;",
    )
}

fn require_store(path: &Path) -> Result<()> {
    let name = path.display();
    match file_kind(path)? {
        FileKind::Store => Ok(()),
        FileKind::Missing => Err(Error::new(ErrorKind::Store, format!("no store at '{name}'"))
            .hint("make one: chancery load FILE…  (or choose one: --db FILE, or CHANCERY_DB)")),
        FileKind::Empty => Err(Error::new(ErrorKind::Store, format!("'{name}' is empty, not a store"))
            .hint("fill it: chancery load FILE…  (or choose another: --db FILE)")),
        FileKind::NotADatabase => Err(not_a_database(path)),
        FileKind::Foreign => Err(foreign(path)),
    }
}

pub(crate) fn not_a_database(path: &Path) -> Error {
    Error::new(ErrorKind::Store, format!("'{}' is not a database; it was left untouched", path.display()))
        .hint("choose another store: --db FILE")
}

pub(crate) fn foreign(path: &Path) -> Error {
    Error::new(
        ErrorKind::Store,
        format!(
            "'{}' is an SQLite database that Chancery did not make; it was left untouched",
            path.display()
        ),
    )
    .hint("choose another store: --db FILE")
}

fn open_and_probe(path: &Path, mode: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}

fn needs_recovery(cause: &rusqlite::Error) -> bool {
    matches!(
        cause.sqlite_error_code(),
        Some(
            rusqlite::ErrorCode::ReadOnly
                | rusqlite::ErrorCode::CannotOpen
                | rusqlite::ErrorCode::SystemIoFailure
        )
    )
}

pub(crate) fn unreadable(path: &Path, cause: rusqlite::Error) -> Error {
    use rusqlite::ErrorCode;
    let name = path.display();
    let error = match cause.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            Error::new(ErrorKind::Store, format!("the store '{name}' is damaged"))
                .hint(format!("see what is left of it: sqlite3 '{name}' .recover"))
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Error::new(ErrorKind::Locked, format!("another program holds the store '{name}'"))
                .hint("close it there, or wait until it is done")
        }
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            Error::new(ErrorKind::Store, format!("the store '{name}' cannot be opened"))
                .hint("look at the permissions of the file and its folder")
        }
        _ => Error::new(ErrorKind::Store, format!("cannot read the store '{name}'")),
    };
    error.caused_by(cause)
}

/// Changes the existing store at `path`, all or nothing, while readers go on reading. Gives what `work` gives,
/// and whether the store is one file again.
///
/// # Errors
/// As [`open_for_writing`], when another process changes the store, and as `work`; nothing is changed then.
pub fn change<T>(
    path: &Path,
    clock: Clock,
    work: impl FnOnce(&Connection) -> Result<T>,
) -> Result<(T, bool)> {
    change_and_then(path, clock, work, |_| ()).map(|(done, (), is_one_file)| (done, is_one_file))
}

/// As [`change`], and then writes the file anew, since texts that the store held once stay in the unused parts of
/// its pages. Gives also what came of that: the change itself stands, whatever comes of it.
///
/// # Errors
/// As [`change`].
pub fn change_without_trace<T>(
    path: &Path,
    clock: Clock,
    work: impl FnOnce(&Connection) -> Result<T>,
) -> Result<(T, rusqlite::Result<()>, bool)> {
    change_and_then(path, clock, work, |connection| connection.execute_batch("VACUUM"))
}

fn change_and_then<T, U>(
    path: &Path,
    clock: Clock,
    work: impl FnOnce(&Connection) -> Result<T>,
    then: impl FnOnce(&Connection) -> U,
) -> Result<(T, U, bool)> {
    require_store(path)?;
    let _lock = lock::StoreLock::acquire(path, clock.now())?;
    let connection = open_for_writing(path)?;
    let failed = |cause| unreadable(path, cause);
    enter_wal(&connection).map_err(failed)?;
    connection.execute_batch("BEGIN IMMEDIATE").map_err(failed)?;
    let ready = search_index::remove_unsound(&connection).map_err(failed);
    let done = ready.and_then(|()| work(&connection)).and_then(|done| {
        connection.execute_batch("COMMIT").map_err(failed)?;
        Ok(done)
    });
    if !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK").map_err(failed)?;
    }
    let done = done.map(|done| (done, then(&connection)));
    let is_one_file = leave_wal(&connection).map_err(failed)?;
    done.map(|(done, then)| (done, then, is_one_file))
}

/// Goes into WAL mode, so that readers go on reading while the store is changed. A file system without
/// shared memory stays in mode DELETE, where they wait.
pub(crate) fn enter_wal(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.execute_batch("PRAGMA synchronous = FULL")
}

/// Brings the store back to one file. `false` when a reader prevents it: the store stays in WAL mode.
pub(crate) fn leave_wal(connection: &Connection) -> rusqlite::Result<bool> {
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if mode != "wal" {
        return Ok(true);
    }
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    connection.busy_timeout(Duration::from_millis(500))?;
    let left = connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0));
    connection.busy_timeout(BUSY_TIMEOUT)?;
    match left {
        Ok(mode) => Ok(mode != "wal"),
        Err(cause) if cause.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => Ok(false),
        Err(cause) => Err(cause),
    }
}
