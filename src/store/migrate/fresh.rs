//! The schema of a new store at once. By the steps it costs more than all else that a small load does, since SQLite reads
//! the whole schema anew for each `ALTER TABLE`.
//!
//! `fresh.sql` is what the steps come to, to the byte and with the rows that they write. A test holds it to that.

use rusqlite::Connection;

use super::Last;

const FRESH: &str = include_str!("fresh.sql");

/// Whether a database has nothing at all yet.
pub(super) fn is_empty(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT NOT EXISTS (SELECT * FROM sqlite_schema)", [], |row| row.get(0))
}

/// Makes the newest schema in an empty database, and does what comes last, all or nothing.
pub(super) fn make(connection: &mut Connection, last: Last) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(FRESH)?;
    last(&transaction)?;
    transaction.commit()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::path::Path;

    use super::*;
    use crate::store::migrate::by_steps;

    const MADE: &str =
        "-- Made of the steps in migrations/: UPDATE_DOCS=1 cargo test store::migrate::fresh\n";

    /// What else a step sets in the file itself.
    const PRAGMAS: [&str; 2] = ["application_id", "user_version"];

    #[expect(clippy::disallowed_methods, reason = "the environment says whether it is written anew")]
    fn is_update() -> bool {
        std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1")
    }

    fn number(connection: &Connection, pragma: &str) -> i64 {
        connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0)).unwrap()
    }

    fn texts(connection: &Connection, sql: &str) -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
    }

    /// The statements that make a table, index, view or trigger, in the order in which they were made.
    fn definitions(connection: &Connection) -> Vec<String> {
        texts(connection, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
    }

    /// An INSERT for each row, with the moment of a step left to the moment in which it runs.
    fn rows(connection: &Connection) -> Vec<String> {
        let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid";
        let of_table = |table: String| {
            let columns = format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid");
            let value = |column: &String| match column.as_str() {
                "applied_on" => "'strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now'')'".to_owned(),
                _ => format!("quote(\"{column}\")"),
            };
            let values: Vec<String> = texts(connection, &columns).iter().map(value).collect();
            texts(
                connection,
                &format!(
                    "SELECT 'INSERT INTO {table} VALUES (' || {} || ')' FROM \"{table}\"",
                    values.join(" || ', ' || ")
                ),
            )
        };
        texts(connection, tables).into_iter().flat_map(of_table).collect()
    }

    fn stepped() -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        by_steps(&mut connection, |_| Ok(())).unwrap();
        connection
    }

    #[test]
    fn it_is_what_the_steps_come_to() {
        let stepped = stepped();
        let mut made = MADE.to_owned();
        for statement in definitions(&stepped).iter().chain(&rows(&stepped)) {
            writeln!(made, "{statement};").unwrap();
        }
        for pragma in PRAGMAS {
            writeln!(made, "PRAGMA {pragma} = {};", number(&stepped, pragma)).unwrap();
        }
        if is_update() {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/migrate/fresh.sql");
            std::fs::write(path, &made).unwrap();
        } else {
            assert!(
                FRESH == made,
                "fresh.sql is stale; to write it anew: UPDATE_DOCS=1 cargo test store::migrate::fresh"
            );
        }
    }

    #[test]
    fn a_store_made_at_once_is_one_made_by_the_steps() {
        let stepped = stepped();
        let mut fresh = Connection::open_in_memory().unwrap();
        assert!(is_empty(&fresh).unwrap());
        make(&mut fresh, |_| Ok(())).unwrap();
        assert!(!is_empty(&fresh).unwrap());
        assert_eq!(definitions(&fresh), definitions(&stepped));
        assert_eq!(rows(&fresh), rows(&stepped));
        for pragma in PRAGMAS {
            assert_eq!(number(&fresh, pragma), number(&stepped, pragma), "{pragma}");
        }
        // Nothing is left for the steps to do, and refinery knows them all again.
        by_steps(&mut fresh, |_| Ok(())).unwrap();
        assert_eq!(rows(&fresh), rows(&stepped));
        let moment = "SELECT applied_on FROM refinery_schema_history";
        assert!(texts(&fresh, moment).iter().all(|moment| moment.parse::<jiff::Timestamp>().is_ok()));
    }
}
