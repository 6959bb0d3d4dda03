//! Steps of the schema in a store with views that are not of the schema, such as published reports.
//!
//! SQLite refuses to change a table while a view does not compile, and a step may take away what a view asks for.
//! So those views are set aside while the steps run, and made again as they were, in the same transaction. One
//! that then asks for something that is no more stays as it is: making it again is its owner's.

use refinery_core::Migration;
use refinery_core::traits::sync::{Migrate, Query, Transaction};
use rusqlite::Connection;

use super::Last;
use crate::store::text_key::know_keys;

/// A store on which refinery runs its steps.
pub(super) struct Store<'a> {
    pub(super) connection: &'a mut Connection,
    /// Done behind the steps that make the schema the newest.
    pub(super) last: Last,
}

impl Transaction for Store<'_> {
    type Error = rusqlite::Error;

    fn execute<'q, T: Iterator<Item = &'q str>>(&mut self, steps: T) -> rusqlite::Result<usize> {
        let transaction = self.connection.transaction()?;
        let others = set_aside(&transaction)?;
        know_keys(&transaction)?;
        let mut count = 0;
        for step in steps {
            transaction.execute_batch(step).map_err(without_statement)?;
            count += 1;
        }
        for definition in &others {
            transaction.execute_batch(definition)?;
        }
        if super::version(&transaction)? == super::newest() {
            (self.last)(&transaction)?;
        }
        transaction.commit()?;
        Ok(count)
    }
}

impl Query<Vec<Migration>> for Store<'_> {
    fn query(&mut self, query: &str) -> rusqlite::Result<Vec<Migration>> {
        self.connection.query(query)
    }
}

impl Migrate for Store<'_> {}

/// What SQLite says of a step, without the step itself: a page of SQL, which nobody looks for in a message.
fn without_statement(cause: rusqlite::Error) -> rusqlite::Error {
    match cause {
        rusqlite::Error::SqlInputError { error, msg, .. } => rusqlite::Error::SqliteFailure(error, Some(msg)),
        cause => cause,
    }
}

/// Drops the views that no step of the schema makes, and gives their definitions and those of their triggers.
fn set_aside(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let steps = super::migrations();
    let is_of_schema =
        |name: &str| steps.iter().any(|step| step.sql.contains(&format!("CREATE VIEW {name} ")));
    let views: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'view' ORDER BY rowid")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut definitions = Vec::new();
    let mut triggers = Vec::new();
    for (name, definition) in views.into_iter().filter(|(name, _)| !is_of_schema(name)) {
        let mut statement =
            connection.prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1")?;
        for trigger in statement.query_map([&name], |row| row.get::<_, String>(0))? {
            triggers.push(trigger?);
        }
        connection.execute_batch(&format!("DROP VIEW \"{}\"", name.replace('"', "\"\"")))?;
        definitions.push(definition);
    }
    definitions.extend(triggers);
    Ok(definitions)
}

#[cfg(test)]
mod tests {
    use super::{Store, Transaction as _};
    use crate::store::in_memory;

    fn on(connection: &mut rusqlite::Connection) -> Store<'_> {
        Store { connection, last: |_| Ok(()) }
    }

    fn text(store: &rusqlite::Connection, name: &str) -> String {
        let sql = "SELECT sql FROM sqlite_schema WHERE name = ?1";
        store.query_row(sql, [name], |row| row.get(0)).unwrap()
    }

    #[test]
    fn views_of_others_come_through_a_step_as_they_were() {
        let mut store = in_memory().unwrap();
        let broken = "CREATE VIEW report_lost AS -- T\nSELECT no_more FROM posts";
        let sound =
            "CREATE VIEW \"my \"\"view\" AS SELECT count(*) AS n, ';' AS x FROM report_seen -- the end";
        store.execute_batch("CREATE VIEW report_seen AS SELECT views AS seen FROM posts").unwrap();
        store.execute_batch(broken).unwrap();
        store.execute_batch(sound).unwrap();
        let trigger = "CREATE TRIGGER kept INSTEAD OF INSERT ON report_seen BEGIN SELECT 1; END";
        store.execute_batch(trigger).unwrap();
        let step = "ALTER TABLE posts RENAME COLUMN replies TO answers";
        // So would any ALTER end without setting the views aside.
        let plain = store.execute_batch(step).unwrap_err().to_string();
        assert!(plain.contains("report_lost"), "{plain}");

        let of_schema = text(&store, "v_posts");
        assert_eq!(on(&mut store).execute([step].into_iter()).unwrap(), 1);
        assert_eq!(text(&store, "report_lost"), broken);
        assert_eq!(text(&store, "my \"view"), sound);
        assert_eq!(text(&store, "kept"), trigger);
        let count: i64 = store.query_row("SELECT n FROM \"my \"\"view\"", [], |row| row.get(0)).unwrap();
        assert_eq!(count, 0);
        // SQLite itself renames in a view of the schema.
        assert_eq!(text(&store, "v_posts"), of_schema.replace("p.replies", "p.answers"));
        assert!(store.prepare("SELECT * FROM v_posts").is_ok());
    }

    #[test]
    fn what_comes_last_and_fails_takes_the_steps_back() {
        let mut store = in_memory().unwrap();
        let refusing = Store { connection: &mut store, last: |_| Err(rusqlite::Error::InvalidQuery) }
            .execute(["ALTER TABLE posts RENAME COLUMN views TO looks"].into_iter());
        assert!(matches!(refusing, Err(rusqlite::Error::InvalidQuery)));
        assert!(store.prepare("SELECT views FROM posts").is_ok());
    }

    #[test]
    fn a_step_that_fails_leaves_all_as_it_was() {
        let mut store = in_memory().unwrap();
        store.execute_batch("CREATE VIEW report_seen AS SELECT views AS seen FROM posts").unwrap();
        let steps = ["ALTER TABLE posts RENAME COLUMN views TO looks", "ALTER TABLE no_table ADD COLUMN x"];
        let refused = on(&mut store).execute(steps.into_iter()).unwrap_err();
        assert_eq!(refused.to_string(), "no such table: no_table");
        assert!(store.prepare("SELECT seen FROM report_seen").is_ok());
    }
}
