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
mod change;
pub mod channel_tellings;
pub mod channels;
pub mod check;
pub mod dictionary;
pub mod fingerprint;
pub mod forget;
pub mod glance;
mod in_the_way;
pub mod indexes;
pub mod lock;
pub mod migrate;
pub mod other_days;
pub mod points;
pub mod provenance;
pub mod published;
mod reading;
mod rows;
pub mod rules;
pub mod schema;
pub mod search_index;
pub mod settings;
pub mod show;
pub mod status;
pub mod summaries;
pub mod text_key;
pub mod word_index;
pub mod writer;

use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use self::in_the_way::in_the_way;
use crate::{Error, ErrorKind, Result, shell};

use change::tidy;
pub use change::{change, change_without_trace};
pub(crate) use change::{enter_wal, leave_wal, may_be_done, told_in_doubt};
pub(crate) use in_the_way::refuse_name;

/// `PRAGMA application_id` of a store: `CHNC` in ASCII.
pub const APPLICATION_ID: i32 = 0x4348_4E43;

/// How long a connection waits for another one's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// How many statements of the writer stay prepared: more than there are.
const PREPARED_STATEMENTS: usize = 128;

/// What to do where the system refuses a store.
const PERMISSIONS: &str = "look at the permissions of the file and its folder";

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
    let Some(header) = header(path)? else { return Ok(FileKind::Missing) };
    if header.is_empty() {
        return Ok(FileKind::Empty);
    }
    if header.len() < 100 || !header.starts_with(b"SQLite format 3\0") {
        return Ok(FileKind::NotADatabase);
    }
    if header[68..72] == APPLICATION_ID.to_be_bytes() { Ok(FileKind::Store) } else { Ok(FileKind::Foreign) }
}

/// The first 100 bytes of the file at `path`, or less of a shorter one; `None` when there is no file.
fn header(path: &Path) -> Result<Option<Vec<u8>>> {
    let cannot_read = |cause: std::io::Error| {
        let error = Error::new(ErrorKind::Io, format!("cannot read the store '{}'", path.display()));
        let error = if cause.kind() == std::io::ErrorKind::PermissionDenied {
            error.hint(PERMISSIONS)
        } else {
            error
        };
        error.caused_by(cause)
    };
    // Looked at before it is opened: a pipe would be waited for, and a device would be taken for an empty file, whose place
    // a new store takes.
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(cannot_read(cause)),
    };
    if !metadata.is_file() {
        let what = if metadata.is_dir() { "a folder" } else { "a pipe or a device" };
        return Err(Error::new(ErrorKind::Store, format!("'{}' is {what}, not a store", path.display())));
    }
    let mut file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(cannot_read(cause)),
    };
    // The layout of these bytes is fixed by SQLite's file format, section 1.3.
    let mut header = Vec::with_capacity(100);
    Read::by_ref(&mut file).take(100).read_to_end(&mut header).map_err(cannot_read)?;
    Ok(Some(header))
}

/// Opens the store at `path` for reading only.
///
/// A store that a killed load left in the middle of a change is first brought back to what it was before.
///
/// # Errors
/// [`ErrorKind::Store`] when there is no store, or the file is foreign, newer or damaged.
pub fn open_read_only(path: &Path) -> Result<Connection> {
    require_store(path)?;
    tidy(path);
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
        migrate::upgrade(path).map_err(|error| migrate::not_upgraded(path, error))?;
        return open_read_only(path);
    }
    if is_of_another_program(&connection).map_err(|cause| unreadable(path, cause))? {
        // Where it cannot be, the store is read with the names that it has, and a report that needs groups makes them for
        // itself.
        if let Err(why) = migrate::upgrade(path) {
            log::debug!("the dictionary and the groups stay as they are: {why}");
        }
    }
    // What is mapped is read without being copied; 2 GiB is SQLite's own limit.
    connection
        .execute_batch("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA mmap_size = 2147418112;")
        .map_err(|cause| unreadable(path, cause))?;
    Ok(connection)
}

/// Whether a store with the newest schema has the dictionary of another program, or none, or groups of an earlier method.
fn is_of_another_program(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(!dictionary::is_of_this_program(connection)? || points::are_of_earlier_method(connection)?)
}

/// Opens the existing store at `path` for writing and brings its schema and dictionary up to date. The caller holds the
/// [`lock::StoreLock`].
///
/// # Errors
/// [`ErrorKind::Store`] when there is no store, the file is foreign, newer, damaged, may not be written or has a second
/// name.
pub fn open_for_writing(path: &Path) -> Result<Connection> {
    require_store(path)?;
    lock::refuse_second_name(path)?;
    let mut connection =
        open_and_probe(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(|cause| unreadable(path, cause))?;
    migrate::refuse_newer(path, migrate::version(&connection).map_err(|cause| unreadable(path, cause))?)?;
    if connection.is_readonly(rusqlite::MAIN_DB).unwrap_or(true) {
        return Err(Error::new(ErrorKind::Store, format!("the store '{}' is read-only", path.display()))
            .hint("make the file and its folder writable, or choose another store: --db FILE"));
    }
    migrate::refuse_without_record(path, &connection)?;
    configure_writer(&connection).map_err(|cause| unreadable(path, cause))?;
    migrate::bring_up_to_date(&mut connection).map_err(|cause| {
        Error::new(
            ErrorKind::Store,
            format!("cannot upgrade the store '{}'; it is as it was", path.display()),
        )
        .caused_by(cause)
    })?;
    points::mark_earlier_method(&connection).map_err(|cause| unwritable(path, cause))?;
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
    migrate::bring_up_to_date(&mut connection)
        .map_err(|cause| Error::new(ErrorKind::Io, "cannot make a temporary store").caused_by(cause))?;
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
    rules::note_posts_are_read(&connection)
        .map_err(|cause| Error::new(ErrorKind::Store, "cannot make a store in memory").caused_by(cause))?;
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
        "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -49152; PRAGMA temp_store = FILE;",
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
    if needs_recovery(&cause)
        && let Some(error) = in_the_way(path)
    {
        return error;
    }
    let error = match cause.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            Error::new(ErrorKind::Store, format!("the store '{name}' is damaged"))
                .hint(format!("see what is left of it: sqlite3 {} .recover", shell::path_in_quotes(path)))
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Error::new(ErrorKind::Locked, format!("another program holds the store '{name}'"))
                .hint("close it there, or wait until it is done")
        }
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            Error::new(ErrorKind::Store, format!("the store '{name}' cannot be opened")).hint(PERMISSIONS)
        }
        _ => Error::new(ErrorKind::Store, format!("cannot read the store '{name}'")),
    };
    error.caused_by(cause)
}

/// The error with the store's name in its message, where SQLite or the disk refused.
pub(crate) fn naming(path: &Path, error: Error) -> Error {
    match error.kind() {
        ErrorKind::Store | ErrorKind::Io if std::error::Error::source(&error).is_some() => {
            error.within(&path.display().to_string())
        }
        _ => error,
    }
}

/// What SQLite says while the store is written, in words that help.
pub(crate) fn unwritable(path: &Path, cause: rusqlite::Error) -> Error {
    use rusqlite::ErrorCode;
    let name = path.display();
    let error = match cause.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => {
            Error::new(ErrorKind::Io, format!("no space left for the store '{name}'"))
                .hint("make room, or choose another place: --db FILE")
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Error::new(ErrorKind::Locked, format!("another program holds the store '{name}'"))
                .hint("close it there, or wait until it is done")
        }
        Some(ErrorCode::ReadOnly) => Error::new(ErrorKind::Store, format!("the store '{name}' is read-only"))
            .hint("make the file and its folder writable, or choose another store: --db FILE"),
        _ => Error::new(ErrorKind::Store, format!("cannot write the store '{name}'")),
    };
    error.caused_by(cause)
}
