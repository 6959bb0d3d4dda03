//! Ids of rows that wait to be inserted.

use rusqlite::{Connection, Statement};

use crate::store::rows::{MayWait, prepare_to_stay};

/// Gives rows the ids that SQLite would give them, before they are inserted.
#[derive(Debug)]
pub(super) struct NextId<'c> {
    highest: Statement<'c>,
    may_wait: MayWait,
    last: Option<i64>,
}

impl<'c> NextId<'c> {
    pub(super) fn new(
        connection: &'c Connection,
        (table, column): (&str, &str),
        may_wait: &MayWait,
    ) -> rusqlite::Result<Self> {
        let highest = prepare_to_stay(connection, &format!("SELECT max({column}) FROM {table}"))?;
        Ok(Self { highest, may_wait: MayWait::clone(may_wait), last: None })
    }

    /// The id of the next row; `None` where it is inserted at once, and SQLite tells.
    pub(super) fn next(&mut self) -> rusqlite::Result<Option<i64>> {
        if !self.may_wait.get() {
            self.last = None;
            return Ok(None);
        }
        let before = match self.last {
            Some(last) => last,
            None => self.highest.query_row([], |row| row.get::<_, Option<i64>>(0))?.unwrap_or(0),
        };
        self.last = before.checked_add(1);
        Ok(self.last)
    }

    /// Says that no row waits any longer: others may come and go now.
    pub(super) fn forget(&mut self) {
        self.last = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn ids_go_on_from_the_highest_that_there_is() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (id INTEGER PRIMARY KEY)").unwrap();
        let may_wait = MayWait::new(Cell::new(true));
        let mut ids = NextId::new(&connection, ("t", "id"), &may_wait).unwrap();
        assert_eq!([ids.next().unwrap(), ids.next().unwrap()], [Some(1), Some(2)]);
        connection.execute_batch("INSERT INTO t VALUES (7)").unwrap();
        ids.forget();
        assert_eq!(ids.next().unwrap(), Some(8));
        may_wait.set(false);
        assert_eq!(ids.next().unwrap(), None);
        connection.execute_batch("INSERT INTO t VALUES (9)").unwrap();
        may_wait.set(true);
        assert_eq!(ids.next().unwrap(), Some(10));
    }
}
