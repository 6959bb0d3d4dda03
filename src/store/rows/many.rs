//! Many rows by one execution: SQLite then goes on from the row before, where it else looks for the place of each from
//! the top of the table. Rows in the order of the table take little more than half as long so.

use std::cell::Cell;
use std::ops::Range;
use std::rc::Rc;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::store::rows::RowStatement;

/// So many rows are inserted by one execution, where there are as many.
const AT_ONCE: usize = 16;

/// Rows with more bytes than these in their texts wait no longer.
const MOST_BYTES: usize = 256 * 1024;

/// Where rows are inserted, and what is done with one that is there.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Target<'s> {
    pub(in crate::store) table: &'s str,
    /// With commas between them.
    pub(in crate::store) columns: &'s str,
    /// `ON CONFLICT …`, or nothing.
    pub(in crate::store) on_conflict: &'s str,
}

impl Target<'_> {
    fn width(&self) -> usize {
        self.columns.split(',').count()
    }

    /// The statement for one row.
    pub(in crate::store) fn sql(&self) -> String {
        format!(
            "INSERT INTO {} ({}) VALUES {} {}",
            self.table,
            self.columns,
            self.places(0),
            self.on_conflict
        )
    }

    /// The statement for [`AT_ONCE`] rows, none of which is there. Were it undone where it fails half-way, SQLite would copy
    /// each page that it changes before, to a file of its own; whoever is refused here takes back all of the load.
    fn sql_of_several(&self) -> String {
        let rows: Vec<String> = (0..AT_ONCE).map(|row| self.places(row)).collect();
        format!("INSERT OR FAIL INTO {} ({}) VALUES {}", self.table, self.columns, rows.join(", "))
    }

    /// The parameters of a row.
    fn places(&self, row: usize) -> String {
        let first = row * self.width() + 1;
        let places: Vec<String> = (first..first + self.width()).map(|number| format!("?{number}")).collect();
        format!("({})", places.join(", "))
    }
}

/// The two statements, each from when it is first needed.
#[derive(Debug)]
struct Inserts<'c, 's> {
    connection: &'c Connection,
    target: Target<'s>,
    width: usize,
    one: Option<RowStatement<'c>>,
    several: Option<RowStatement<'c>>,
}

impl<'c, 's> Inserts<'c, 's> {
    fn new(connection: &'c Connection, target: Target<'s>) -> Self {
        Self { connection, target, width: target.width(), one: None, several: None }
    }

    /// The statement for one row, or for [`AT_ONCE`].
    fn of(&mut self, rows: usize) -> rusqlite::Result<&mut RowStatement<'c>> {
        let (statement, sql): (_, fn(&Target<'s>) -> String) = if rows == 1 {
            (&mut self.one, Target::sql)
        } else {
            (&mut self.several, Target::sql_of_several)
        };
        match statement {
            Some(statement) => Ok(statement),
            None => Ok(statement.insert(RowStatement::new(self.connection, &sql(&self.target))?)),
        }
    }

    fn check(&self, values: &[ValueRef<'_>]) -> rusqlite::Result<()> {
        if values.len() == self.width {
            Ok(())
        } else {
            Err(rusqlite::Error::InvalidParameterCount(values.len(), self.width))
        }
    }
}

/// Takes the values of a row. Made with [`row`](super::row).
pub(in crate::store) type Put<'p> = dyn FnMut(&[ValueRef<'_>]) -> rusqlite::Result<()> + 'p;

/// Inserts rows; `put_row` gives the values of each. Where nothing is done with one that is there, none may be.
pub(in crate::store) fn insert_rows<R>(
    connection: &Connection,
    target: Target<'_>,
    rows: impl ExactSizeIterator<Item = R>,
    mut put_row: impl FnMut(R, &mut Put<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut inserts = Inserts::new(connection, target);
    let width = inserts.width;
    let alone = if target.on_conflict.is_empty() { rows.len() % AT_ONCE } else { rows.len() };
    for (place, row) in rows.enumerate() {
        let (before, at_once) = if place < alone { (0, 1) } else { ((place - alone) % AT_ONCE, AT_ONCE) };
        let mut is_put = false;
        put_row(row, &mut |values| {
            is_put = true;
            inserts.check(values)?;
            inserts.of(at_once)?.bind(before * width, values.iter().copied())
        })?;
        if !is_put {
            return Err(rusqlite::Error::InvalidParameterCount(0, width));
        }
        if before + 1 == at_once {
            inserts.of(at_once)?.statement.raw_execute()?;
        }
    }
    Ok(())
}

/// Whether rows may wait: nobody reads the table for now.
pub(in crate::store) type MayWait = Rc<Cell<bool>>;

/// Rows that wait until there are enough of them to be inserted by one execution. None that waits is in the table. Before
/// anybody reads it, [`WaitingRows::insert`] is called.
#[derive(Debug)]
pub(in crate::store) struct WaitingRows<'c> {
    inserts: Inserts<'c, 'static>,
    may_wait: MayWait,
    /// Of all rows that wait, one after another.
    values: Vec<Value>,
    bytes: Vec<u8>,
    /// The id that SQLite is to give the last of them, each before it having the one before.
    last_id: Option<i64>,
}

/// A value of a row that waits; texts and blobs by their bytes.
#[derive(Debug, Clone)]
enum Value {
    Null,
    Integer(i64),
    Real(f64),
    Text(Range<usize>),
    Blob(Range<usize>),
}

impl<'c> WaitingRows<'c> {
    /// None wait at first.
    pub(in crate::store) fn new(
        connection: &'c Connection,
        target: Target<'static>,
        may_wait: &MayWait,
    ) -> Self {
        let inserts = Inserts::new(connection, target);
        Self { inserts, may_wait: Rc::clone(may_wait), values: Vec::new(), bytes: Vec::new(), last_id: None }
    }

    /// Says which id SQLite will give to the row that is put next, where that is known: others refer to it already.
    pub(in crate::store) fn expect(&mut self, id: Option<i64>) {
        self.last_id = id;
    }

    /// Takes a row: it waits where it may, and is inserted at once where not. Made with [`row`](super::row).
    pub(in crate::store) fn put(&mut self, values: &[ValueRef<'_>]) -> rusqlite::Result<()> {
        self.inserts.check(values)?;
        if !self.may_wait.get() {
            self.insert()?;
            return self.inserts.of(1)?.execute(values);
        }
        for value in values {
            let value = match *value {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(number) => Value::Integer(number),
                ValueRef::Real(number) => Value::Real(number),
                ValueRef::Text(text) => Value::Text(self.keep(text)),
                ValueRef::Blob(blob) => Value::Blob(self.keep(blob)),
            };
            self.values.push(value);
        }
        if self.values.len() == AT_ONCE * self.inserts.width || self.bytes.len() > MOST_BYTES {
            self.insert()?;
        }
        Ok(())
    }

    fn keep(&mut self, bytes: &[u8]) -> Range<usize> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        start..self.bytes.len()
    }

    /// Inserts the rows that wait.
    pub(in crate::store) fn insert(&mut self) -> rusqlite::Result<()> {
        if self.values.is_empty() {
            return Ok(());
        }
        let Self { inserts, values, bytes, last_id, .. } = self;
        let width = inserts.width;
        let mut to_come = values.len() / width;
        let at_once = if values.len() == AT_ONCE * width { AT_ONCE } else { 1 };
        for rows in values.chunks(at_once * width) {
            let values = rows.iter().map(|value| match value {
                Value::Null => ValueRef::Null,
                Value::Integer(number) => ValueRef::Integer(*number),
                Value::Real(number) => ValueRef::Real(*number),
                Value::Text(range) => ValueRef::Text(&bytes[range.clone()]),
                Value::Blob(range) => ValueRef::Blob(&bytes[range.clone()]),
            });
            let statement = inserts.of(at_once)?;
            statement.bind(0, values)?;
            statement.statement.raw_execute()?;
            to_come -= at_once;
            let given = inserts.connection.last_insert_rowid();
            if last_id.is_some_and(|last| given.checked_add_unsigned(to_come as u64) != Some(last)) {
                let message =
                    format!("{} got the row {given}, which was foretold otherwise", inserts.target.table);
                return Err(rusqlite::Error::ToSqlConversionFailure(message.into()));
            }
        }
        values.clear();
        bytes.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::rows::row;

    /// Into a table of numbers and texts, the rows `(1, "t1")` and so on.
    fn insert_numbers(connection: &Connection, rows: i64, on_conflict: &str) -> rusqlite::Result<()> {
        let target = Target { table: "t", columns: "a, b", on_conflict };
        let rows: Vec<i64> = (1..=rows).collect();
        insert_rows(connection, target, rows.iter(), |number, put| put(row![number, format!("t{number}")]))
    }

    #[test]
    fn every_row_is_inserted_once_however_many_there_are() {
        for rows in [0, 1, 15, 16, 17, 31, 32, 33, 100] {
            let connection = Connection::open_in_memory().unwrap();
            connection.execute_batch("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT) STRICT").unwrap();
            insert_numbers(&connection, rows, "").unwrap();
            let counted = "SELECT count(*), coalesce(sum(a), 0), coalesce(sum(b = 't' || a), 0) FROM t";
            let counted: (i64, i64, i64) =
                connection.query_row(counted, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
            assert_eq!(counted, (rows, rows * (rows + 1) / 2, rows), "{rows} rows");
        }
    }

    #[test]
    fn a_row_that_is_there_is_added_to() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER) STRICT").unwrap();
        let on_conflict = "ON CONFLICT (a) DO UPDATE SET b = b + excluded.b";
        let target = Target { table: "t", columns: "a, b", on_conflict };
        // 1 to 10, three times: 1 + 101 + 201 and so on.
        let rows: Vec<(i64, i64)> = (0..30).map(|place| (place % 10, place / 10 * 100 + 1)).collect();
        insert_rows(&connection, target, rows.iter(), |(a, b), put| put(row![a, b])).unwrap();
        let sums: (i64, i64, i64) = connection
            .query_row("SELECT count(*), min(b), max(b) FROM t", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .unwrap();
        assert_eq!(sums, (10, 303, 303));
    }

    #[test]
    fn what_the_table_refuses_is_an_error() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT) STRICT").unwrap();
        insert_numbers(&connection, 1, "").unwrap();
        for rows in [1, 20] {
            assert!(insert_numbers(&connection, rows, "").is_err());
        }
    }

    #[test]
    fn a_row_without_its_values_is_refused() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (a, b)").unwrap();
        let target = Target { table: "t", columns: "a, b", on_conflict: "" };
        for rows in [1, 16] {
            assert!(insert_rows(&connection, target, 0..rows, |_, _| Ok(())).is_err());
            assert!(insert_rows(&connection, target, 0..rows, |_, put| put(row![1_i64])).is_err());
        }
        let rows: i64 = connection.query_row("SELECT count(*) FROM t", [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0);
    }

    fn rows_of(connection: &Connection) -> Vec<String> {
        connection
            .prepare("SELECT quote(a) || ' ' || quote(b) FROM t ORDER BY rowid")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap()
    }

    const T: Target<'static> = Target { table: "t", columns: "a, b", on_conflict: "" };

    #[test]
    fn rows_that_wait_are_inserted_once_and_in_their_order() {
        for rows in [0, 1, 15, 16, 17, 40] {
            let connection = Connection::open_in_memory().unwrap();
            connection.execute_batch("CREATE TABLE t (a, b)").unwrap();
            let may_wait = MayWait::new(Cell::new(true));
            let mut waiting = WaitingRows::new(&connection, T, &may_wait);
            for number in 0..rows {
                waiting.put(row![number, format!("t{number}")]).unwrap();
            }
            assert_eq!(rows_of(&connection).len() as i64, rows / 16 * 16, "{rows} rows");
            waiting.insert().unwrap();
            waiting.insert().unwrap();
            let wanted: Vec<String> = (0..rows).map(|number| format!("{number} 't{number}'")).collect();
            assert_eq!(rows_of(&connection), wanted);
        }
    }

    #[test]
    fn a_row_that_may_not_wait_comes_behind_those_that_do() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (a, b)").unwrap();
        let may_wait = MayWait::new(Cell::new(true));
        let mut waiting = WaitingRows::new(&connection, T, &may_wait);
        waiting.put(row![1_i64, None::<i64>]).unwrap();
        waiting.put(row![[7_u8], 1.5]).unwrap();
        assert!(waiting.put(row![1_i64]).is_err());
        may_wait.set(false);
        waiting.put(row!["x", ""]).unwrap();
        assert_eq!(rows_of(&connection), ["1 NULL", "X'07' 1.5", "'x' ''"]);
    }

    #[test]
    fn a_row_that_gets_another_id_than_was_foretold_is_an_error() {
        for (rows, foretold) in [(3, 1), (16, 1), (3, 2), (16, 2)] {
            let connection = Connection::open_in_memory().unwrap();
            connection.execute_batch("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)").unwrap();
            let may_wait = MayWait::new(Cell::new(true));
            let mut waiting = WaitingRows::new(&connection, T, &may_wait);
            let put = |waiting: &mut WaitingRows<'_>, number: i64| {
                waiting.expect(Some(foretold + number));
                waiting.put(row![number, number])
            };
            let done =
                (0..rows).try_for_each(|number| put(&mut waiting, number)).and_then(|()| waiting.insert());
            assert_eq!(done.is_ok(), foretold == 1, "{rows} rows from {foretold}");
        }
    }

    #[test]
    fn long_texts_do_not_wait() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (a, b)").unwrap();
        let may_wait = MayWait::new(Cell::new(true));
        let mut waiting = WaitingRows::new(&connection, T, &may_wait);
        waiting.put(row![1_i64, "short"]).unwrap();
        waiting.put(row![2_i64, "x".repeat(MOST_BYTES)]).unwrap();
        let lengths: Vec<i64> = connection
            .prepare("SELECT length(b) FROM t ORDER BY a")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        assert_eq!(lengths, [5, 262_144]);
    }
}
