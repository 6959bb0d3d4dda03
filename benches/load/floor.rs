//! The floor: what SQLite itself needs for the rows of a store.

use std::fs::File;
use std::path::Path;
use std::time::{Duration, Instant};

use chancery::store::migrate;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql};

use crate::Result;
use crate::load::rows::Rows;

/// Inserts `rows` into a new store at `path`, makes the indexes, syncs. The schema is there before the clock
/// starts; the pages are as large as those of the store, there is no journal, no check of foreign keys, one
/// transaction.
pub(crate) fn write(rows: &Rows, path: &Path) -> Result<Duration> {
    let mut connection = Connection::open(path)?;
    connection.pragma_update(None, "page_size", rows.page_size)?;
    connection.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
         PRAGMA foreign_keys = OFF; PRAGMA cache_size = -65536;",
    )?;
    migrate::migrate(&mut connection)?;
    let indexes = drop_indexes(&connection)?;
    drop_triggers(&connection)?;
    let started = Instant::now();
    connection.execute_batch("BEGIN")?;
    {
        let mut inserts = rows
            .tables
            .iter()
            .map(|table| {
                let places = vec!["?"; table.columns].join(", ");
                connection.prepare(&format!("INSERT INTO {} VALUES ({places})", table.name))
            })
            .collect::<rusqlite::Result<Vec<_>>>()?;
        rows.for_each(|table, values| {
            let insert = &mut inserts[table];
            for (place, value) in (1_usize..).zip(values) {
                insert.raw_bind_parameter(place, Borrowed(*value))?;
            }
            insert.raw_execute()?;
            Ok(())
        })?;
    }
    for (_, sql) in &indexes {
        connection.execute_batch(sql)?;
    }
    connection.execute_batch("COMMIT")?;
    connection.close().map_err(|(_, cause)| cause)?;
    File::open(path)?.sync_all()?;
    Ok(started.elapsed())
}

/// Drops all indexes but those within tables; gives their names and how to make them.
pub(crate) fn drop_indexes(connection: &Connection) -> Result<Vec<(String, String)>> {
    let indexes: Vec<(String, String)> = connection
        .prepare(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (name, _) in &indexes {
        connection.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    Ok(indexes)
}

fn drop_triggers(connection: &Connection) -> Result<()> {
    let triggers: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for name in triggers {
        connection.execute_batch(&format!("DROP TRIGGER {name}"))?;
    }
    Ok(())
}

struct Borrowed<'v>(ValueRef<'v>);

impl ToSql for Borrowed<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.0))
    }
}
