//! What else an analyst could use, as far as the machine has it.

use std::ffi::OsStr;
use std::fmt::Write;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use crate::Result;
use crate::load::measure::{Measured, watch};
use crate::load::rows;

/// The script of an analyst with `json`, `re` and `sqlite3`.
pub(crate) const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/load_with_python.py");

/// That of one with DuckDB, which reads the export itself.
pub(crate) const DUCKDB: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/load_with_duckdb.py");

/// What a program calls itself; `None` when the machine does not have it.
pub(crate) fn version(program: &str) -> Option<String> {
    let output = Command::new(program).arg("--version").stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let words: Vec<&str> = text.split_whitespace().take(2).collect();
    output.status.success().then(|| words.join(" "))
}

/// The finished rows as CSV files, and the script that imports them with the command line of SQLite.
pub(crate) struct Import {
    script: PathBuf,
    target: PathBuf,
}

impl Import {
    /// Writes every table of `store` as CSV into `folder`.
    ///
    /// CSV knows no NULL, so the tables have no types and constraints but their keys, and no index is unique:
    /// the peer checks less than a load.
    pub(crate) fn prepare(store: &Path, folder: &Path) -> Result<Self> {
        let connection = Connection::open_with_flags(store, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let (script, target) = (folder.join("import.sql"), folder.join("import.db"));
        let mut sql = String::from("PRAGMA journal_mode = OFF;\nPRAGMA synchronous = OFF;\n");
        let mut imports = String::new();
        for table in rows::tables(&connection)? {
            let csv = folder.join(format!("{}.csv", table.name));
            write_csv(&connection, &table.name, &csv)?;
            sql.push_str(&plain_table(&connection, &table.name)?);
            let _ = writeln!(imports, ".import --csv '{}' {}", csv.display(), table.name);
        }
        sql.push_str(&imports);
        let mut indexes =
            connection.prepare("SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")?;
        let mut found = indexes.query([])?;
        while let Some(row) = found.next()? {
            let index: String = row.get(0)?;
            sql.push_str(&index.replacen("CREATE UNIQUE", "CREATE", 1));
            sql.push_str(";\n");
        }
        std::fs::write(&script, sql)?;
        Ok(Self { script, target })
    }

    /// Imports them into a new file and syncs it.
    pub(crate) fn run(&self) -> Result<Measured> {
        let _ = std::fs::remove_file(&self.target);
        let read = format!(".read '{}'", self.script.display());
        let watched = watch(Command::new("sqlite3").arg(&self.target).arg(read))?;
        let started = std::time::Instant::now();
        File::open(&self.target)?.sync_all()?;
        let synced: Duration = started.elapsed();
        std::fs::remove_file(&self.target)?;
        Ok(Measured {
            seconds: watched.seconds + synced.as_secs_f64(),
            processor: None,
            peak: watched.peak,
            anonymous: watched.anonymous,
        })
    }
}

fn write_csv(connection: &Connection, table: &str, path: &Path) -> Result<()> {
    let mut writer = csv::Writer::from_path(path)?;
    let mut statement = connection.prepare(&format!("SELECT * FROM {table}"))?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            match row.get_ref(column)? {
                ValueRef::Null => writer.write_field("")?,
                ValueRef::Integer(number) => writer.write_field(number.to_string())?,
                ValueRef::Real(number) => writer.write_field(number.to_string())?,
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => writer.write_field(bytes)?,
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()?;
    Ok(())
}

fn plain_table(connection: &Connection, table: &str) -> Result<String> {
    let without_rowid: bool = connection.query_row(
        "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?1",
        [table],
        |row| row.get(0),
    )?;
    let columns: Vec<(String, String, i64)> = connection
        .prepare("SELECT name, type, pk FROM pragma_table_info(?1)")?
        .query_map([table], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut key: Vec<(i64, &str)> =
        columns.iter().filter(|column| column.2 > 0).map(|column| (column.2, column.0.as_str())).collect();
    key.sort_unstable();
    let key: Vec<&str> = key.iter().map(|column| column.1).collect();
    let columns: Vec<String> = columns.iter().map(|(name, kind, _)| format!("{name} {kind}")).collect();
    Ok(format!(
        "CREATE TABLE {table} ({}, PRIMARY KEY ({})){};\n",
        columns.join(", "),
        key.join(", "),
        if without_rowid { " WITHOUT ROWID" } else { "" }
    ))
}

/// Loads the export with one of these scripts into a file that is removed again.
pub(crate) fn load_with(script: &str, python: &OsStr, input: &Path, target: &Path) -> Result<Measured> {
    let watched = watch(Command::new(python).arg(script).arg(input).arg(target))?;
    std::fs::remove_file(target)?;
    let told: serde_json::Value = serde_json::from_str(&watched.output)?;
    let seconds = told["seconds"].as_f64().ok_or("the script told no seconds")?;
    Ok(Measured { seconds, processor: None, peak: watched.peak, anonymous: watched.anonymous })
}
