//! Opens other tools' SQLite databases, read-only and as what they are: files that may be damaged, or made
//! to do harm.
//!
//! Not a byte of the database is changed, and no file is left beside it. Where its last writer left a journal
//! or a write-ahead log beside it, both are copied into a temporary folder and read there; so is a database
//! that has no name, as it came through a pipe or out of an archive.

use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::time::Duration;

use memchr::memmem;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Params, Row};

use super::json::loose::without_nul;
use super::{Page, RECORD_LIMIT};
use crate::{Error, ErrorKind, Result};

/// What SQLite's own tools need as it is in the path of an address.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.');

/// How long to wait for a writer.
const PATIENCE: Duration = Duration::from_secs(5);

/// A database, open for reading.
#[derive(Debug)]
pub(super) struct Database {
    // Closed before the folder of its copy goes.
    connection: Connection,
    _copy: Option<tempfile::TempDir>,
    bytes: u64,
    is_cut: bool,
}

impl Database {
    /// Opens a page as a database.
    ///
    /// # Errors
    /// When it cannot be read, or nothing in it can.
    pub(super) fn open(page: Page) -> Result<Self> {
        let Page { name, mut file, path } = page;
        let cannot_read = |error: io::Error| {
            Error::new(ErrorKind::Input, format!("cannot read the database '{name}'")).caused_by(error)
        };
        let header = Header::read(&mut file).map_err(cannot_read)?;
        let beside = path.as_deref().map(leavings).unwrap_or_default();
        let has_writer = !beside.is_empty();
        let (place, copy) = match path {
            Some(path) if !has_writer => (path, None),
            _ => {
                let folder = copy(&mut file, &beside).map_err(cannot_read)?;
                (folder.path().join(COPY), Some(folder))
            }
        };
        // A copy needs its journal played back, which writes to it. A database without a write-ahead log is
        // locked against its writer while it is read; one that could have a log has no writer now.
        let connection = if copy.is_some() && has_writer {
            Connection::open_with_flags(&place, OpenFlags::SQLITE_OPEN_READ_WRITE)
        } else if copy.is_some() || header.has_log {
            open_immutable(&place)
        } else {
            Connection::open_with_flags(&place, OpenFlags::SQLITE_OPEN_READ_ONLY)
        };
        let is_cut = header.is_cut && !has_writer;
        let database = connection
            .and_then(|connection| guard(&connection, is_cut).map(|()| connection))
            .map_err(|error| refused(&name, error))?;
        Ok(Self { connection: database, _copy: copy, bytes: header.bytes, is_cut })
    }

    /// The connection.
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// How long the file is.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether pages at the end of the file are missing.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// The ordinary table of this name, `None` when there is none: a view or a virtual table of the name is
    /// no table that an exporter made.
    pub(super) fn table(&self, name: &str) -> rusqlite::Result<Option<Table>> {
        let is_ordinary = self
            .connection
            .query_row(
                "SELECT type = 'table' AND rootpage > 0 FROM sqlite_schema WHERE lower(name) = lower(?1)
                 AND type IN ('table', 'view')",
                [name],
                |row| row.get::<_, Option<bool>>(0),
            )
            .optional()?
            .flatten();
        if is_ordinary != Some(true) {
            return Ok(None);
        }
        let mut statement = self.connection.prepare("SELECT name, pk FROM pragma_table_info(?1)")?;
        let columns = statement
            .query_map([name], |row| Ok((row.get::<_, String>(0)?.to_lowercase(), row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Some(Table { name: name.to_owned(), columns }))
    }
}

/// How many rows are fetched at once, and after how many bytes of text no more are.
const BATCH_ROWS: usize = 512;
const BATCH_BYTES: usize = 4 * 1024 * 1024;

/// Why a batch of rows ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BatchEnd {
    /// It is full; more may follow.
    Full,
    /// There are no more rows.
    Done,
    /// The file is damaged behind the last row that was taken.
    Damaged,
}

impl Database {
    /// Hands rows of `sql` to `take`, which gives how many bytes of text it keeps, until a batch is full.
    pub(super) fn batch(
        &self,
        sql: &str,
        parameters: impl Params,
        mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<usize>,
    ) -> rusqlite::Result<BatchEnd> {
        let (mut count, mut bytes) = (0, 0);
        let run = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query(parameters)?;
            while count < BATCH_ROWS && bytes < BATCH_BYTES {
                let Some(row) = rows.next()? else { return Ok(BatchEnd::Done) };
                bytes += take(row)?;
                count += 1;
            }
            Ok(BatchEnd::Full)
        };
        match run() {
            Err(error) if is_damage(&error) => Ok(BatchEnd::Damaged),
            end => end,
        }
    }
}

/// Whether the first bytes of a database define an ordinary table of this name with these columns. The
/// definition may be torn apart where it does not fit on a page.
pub(super) fn defines(head: &[u8], table: &str, columns: &[&str]) -> bool {
    let head = head.to_ascii_lowercase();
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let has_table = memmem::find_iter(&head, b"create table ").any(|at| {
        let rest = &head[at + 13..];
        let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
        rest.strip_prefix(table.to_ascii_lowercase().as_bytes())
            .is_some_and(|behind| behind.first().is_none_or(|byte| !is_part(byte)))
    });
    has_table
        && columns.iter().all(|column| memmem::find(&head, column.to_ascii_lowercase().as_bytes()).is_some())
}

/// A table and its columns.
#[derive(Debug)]
pub(super) struct Table {
    name: String,
    /// In lower case, each with its place in the primary key, 0 when it is not in it.
    columns: Vec<(String, i64)>,
}

impl Table {
    /// Whether it has a column of this name.
    pub(super) fn has(&self, column: &str) -> bool {
        self.key_place(column).is_some()
    }

    /// The place of a column in the primary key, from 1; 0 when it is not in it.
    pub(super) fn key_place(&self, column: &str) -> Option<i64> {
        self.columns.iter().find(|(name, _)| name.eq_ignore_ascii_case(column)).map(|(_, place)| *place)
    }

    /// What to select for these columns: first whether the record is longer than a record may be, then each
    /// column, NULL where it is not there or the record is too long. The length of a cell is known without
    /// holding it.
    pub(super) fn select(&self, columns: &[&str]) -> String {
        let qualified = |column: &str| format!("\"{}\".\"{column}\"", self.name);
        let lengths: Vec<String> = columns
            .iter()
            .filter(|column| self.has(column))
            .map(|column| format!("coalesce(octet_length({}), 0)", qualified(column)))
            .collect();
        let is_long = format!("{} > {RECORD_LIMIT}", lengths.join(" + "));
        let cells = columns.iter().map(|column| match self.has(column) {
            true => format!("iif({is_long}, NULL, {})", qualified(column)),
            false => "NULL".to_owned(),
        });
        std::iter::once(is_long.clone()).chain(cells).collect::<Vec<_>>().join(", ")
    }
}

/// One value of a row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Cell {
    /// NULL.
    #[default]
    Null,
    /// A whole number.
    Integer(i64),
    /// Another number.
    Real(f64),
    /// A text, without U+0000.
    Text(String),
    /// Bytes.
    Blob,
}

impl Cell {
    /// The value of a column; `is_bad` becomes true when it is a text that is not UTF-8.
    pub(super) fn read(row: &Row<'_>, column: usize, is_bad: &mut bool) -> rusqlite::Result<Self> {
        Ok(match row.get_ref(column)? {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Integer(number),
            ValueRef::Real(number) => Self::Real(number),
            ValueRef::Text(bytes) => Self::Text(match std::str::from_utf8(bytes) {
                Ok(text) => without_nul(text),
                Err(_) => {
                    *is_bad = true;
                    without_nul(&String::from_utf8_lossy(bytes))
                }
            }),
            ValueRef::Blob(_) => Self::Blob,
        })
    }

    /// Whether it is NULL.
    pub(super) fn is_null(&self) -> bool {
        *self == Self::Null
    }

    /// The whole number, be it written as a number or as digits; of seconds with a fraction the whole ones.
    pub(super) fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            #[expect(clippy::cast_possible_truncation, reason = "it is below 2^53")]
            Self::Real(number) if number.abs() < 9.0e15 => Some(number.floor() as i64),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The text, when it is one and not empty.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// The text, when it is one and not empty.
    pub(super) fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }
}

/// Whether the error comes of damage of the file, behind which nothing can be read.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::SystemIoFailure)
    )
}

/// The error of a database that is of no format known.
pub(super) fn no_export(name: &str) -> Error {
    Error::new(ErrorKind::Input, format!("'{name}' is an SQLite database, not an export"))
        .hint("to work with a store, name it with --db")
}

/// The error of a database that cannot be read.
pub(super) fn refused(name: &str, error: rusqlite::Error) -> Error {
    let refusal = |message: String| Error::new(ErrorKind::Input, message);
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            refusal(format!("the database '{name}' is being written"))
                .hint("load it when its writer is done, or load a copy")
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            refusal(format!("the database '{name}' is damaged: nothing in it can be read"))
                .hint("recover it first: sqlite3 FILE .recover | sqlite3 NEW-FILE")
        }
        _ => refusal(format!("cannot read the database '{name}'")),
    }
    .caused_by(error)
}

/// What the file's first hundred bytes tell (<https://www.sqlite.org/fileformat.html>, 1.3).
struct Header {
    bytes: u64,
    /// Whether it is written through a write-ahead log.
    has_log: bool,
    /// Whether it is shorter than it says.
    is_cut: bool,
}

impl Header {
    fn read(file: &mut File) -> io::Result<Self> {
        let bytes = file.metadata()?.len();
        file.rewind()?;
        let mut head = Vec::new();
        file.take(100).read_to_end(&mut head)?;
        file.rewind()?;
        let number = |at: usize| {
            let digits = head.get(at..at + 4).and_then(|digits| digits.try_into().ok());
            digits.map_or(0, u32::from_be_bytes)
        };
        let page_size = match head.get(16..18) {
            Some([0, 1]) => 65_536,
            Some([high, low]) => u64::from(*high) * 256 + u64::from(*low),
            _ => 0,
        };
        // Old writers leave the number of pages stale; then these two counters differ.
        let pages = if number(24) == number(92) { u64::from(number(28)) } else { 0 };
        Ok(Self { bytes, has_log: head.get(18) == Some(&2), is_cut: pages * page_size > bytes })
    }
}

/// What a database's copy is called.
const COPY: &str = "copy.db";

/// The journal and the write-ahead log that lie beside the database, with what they are called.
fn leavings(path: &Path) -> Vec<(PathBuf, &'static str)> {
    let beside = ["-journal", "-wal"].map(|ending| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        (PathBuf::from(name), ending)
    });
    beside.into_iter().filter(|(path, _)| fs::metadata(path).is_ok_and(|it| it.len() > 0)).collect()
}

/// Copies the database, with what lies beside it, into a folder of its own, which goes with the result.
fn copy(file: &mut File, beside: &[(PathBuf, &'static str)]) -> io::Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    file.rewind()?;
    io::copy(file, &mut File::create(folder.path().join(COPY))?)?;
    for (path, ending) in beside {
        io::copy(&mut File::open(path)?, &mut File::create(folder.path().join(format!("{COPY}{ending}")))?)?;
    }
    Ok(folder)
}

/// Opens a file that nobody writes: no lock is taken, and no log is made beside it.
fn open_immutable(path: &Path) -> rusqlite::Result<Connection> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let encoded = if cfg!(windows) {
        let text = path.to_string_lossy().replace('\\', "/");
        format!("/{}", percent_encode(text.as_bytes(), IN_PATH))
    } else {
        percent_encode(path.as_os_str().as_encoded_bytes(), IN_PATH).to_string()
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(format!("file:{encoded}?immutable=1"), flags)
}

/// Takes from the database what it could do beyond holding rows
/// (<https://www.sqlite.org/security.html>, "Untrusted SQLite Database Files").
fn guard(connection: &Connection, is_cut: bool) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    for (config, value) in [
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        // A file that is shorter than it says is opened only with a writable schema, which is not written.
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, !is_cut),
        (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, is_cut),
    ] {
        connection.set_db_config(config, value)?;
    }
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.execute_batch(
        "PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON; PRAGMA cache_size = -4096;
         SELECT count(*) FROM sqlite_schema;",
    )
}

#[cfg(test)]
mod tests;
