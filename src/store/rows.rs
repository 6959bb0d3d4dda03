//! Statements that are executed for row after row.

mod many;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, PrepFlags, Statement, ToSql};

/// Executes one statement for many rows. A parameter keeps its value from row to row, so one that has the same
/// number again, or again none, is not bound anew: that is so of most columns of most posts.
#[derive(Debug)]
pub(super) struct RowStatement<'c> {
    statement: Statement<'c>,
    bound: Vec<Bound>,
}

/// What a parameter has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    Null,
    Integer(i64),
    Other,
}

/// A statement that is executed again and again. SQLite keeps it out of the small memory that each connection has at
/// hand for what comes and goes, as values and cursors do: were that full of statements, each row would wait for the
/// allocator dozens of times.
pub(super) fn prepare_to_stay<'c>(connection: &'c Connection, sql: &str) -> rusqlite::Result<Statement<'c>> {
    connection.prepare_with_flags(sql, PrepFlags::SQLITE_PREPARE_PERSISTENT)
}

impl<'c> RowStatement<'c> {
    /// A statement whose parameters are numbered from `?1` without a gap.
    pub(super) fn new(connection: &'c Connection, sql: &str) -> rusqlite::Result<Self> {
        let statement = prepare_to_stay(connection, sql)?;
        // SQLite takes a parameter that was never bound as NULL.
        let bound = vec![Bound::Null; statement.parameter_count()];
        Ok(Self { statement, bound })
    }

    /// Executes it with these values, one a parameter. Made with [`row`].
    pub(super) fn execute(&mut self, values: &[ValueRef<'_>]) -> rusqlite::Result<()> {
        if values.len() != self.bound.len() {
            return Err(rusqlite::Error::InvalidParameterCount(values.len(), self.bound.len()));
        }
        self.bind(0, values.iter().copied())?;
        self.statement.raw_execute().map(drop)
    }

    /// Gives these values to the parameters behind the first `before`.
    fn bind<'v>(
        &mut self,
        before: usize,
        values: impl Iterator<Item = ValueRef<'v>>,
    ) -> rusqlite::Result<()> {
        for ((place, value), bound) in (before + 1..).zip(values).zip(&mut self.bound[before..]) {
            let now = match value {
                ValueRef::Null => Bound::Null,
                ValueRef::Integer(number) => Bound::Integer(number),
                _ => Bound::Other,
            };
            if now == Bound::Other || now != *bound {
                *bound = Bound::Other;
                self.statement.raw_bind_parameter(place, Borrowed(value))?;
                *bound = now;
            }
        }
        Ok(())
    }
}

struct Borrowed<'v>(ValueRef<'v>);

impl ToSql for Borrowed<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.0))
    }
}

/// What a column can have, as SQLite takes it.
pub(super) trait Column {
    /// The value, borrowed.
    fn value(&self) -> ValueRef<'_>;
}

impl Column for i64 {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Integer(*self)
    }
}

impl Column for bool {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Integer(i64::from(*self))
    }
}

impl Column for f64 {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Real(*self)
    }
}

impl Column for str {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Text(self.as_bytes())
    }
}

impl Column for String {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Text(self.as_bytes())
    }
}

impl<const N: usize> Column for [u8; N] {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Blob(self)
    }
}

/// The bytes of a short text, such as a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<const N: usize>(pub(super) [u8; N]);

impl<const N: usize> Column for Text<N> {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Text(&self.0)
    }
}

impl<T: Column + ?Sized> Column for &T {
    fn value(&self) -> ValueRef<'_> {
        (**self).value()
    }
}

impl<T: Column> Column for Option<T> {
    fn value(&self) -> ValueRef<'_> {
        self.as_ref().map_or(ValueRef::Null, Column::value)
    }
}

/// The values of a row, for [`RowStatement::execute`].
macro_rules! row {
    ($($value:expr),+ $(,)?) => {
        &[$($crate::store::rows::Column::value(&$value)),+]
    };
}

pub(super) use many::{MayWait, Put, Target, WaitingRows, insert_rows};
pub(super) use row;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_has_its_own_values_whatever_the_row_before_had() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (a, b)").unwrap();
        let mut insert = RowStatement::new(&connection, "INSERT INTO t VALUES (?1, ?2)").unwrap();
        let (none, seven) = (None::<i64>, Some(7_i64));
        insert.execute(row![none, seven]).unwrap();
        insert.execute(row![none, seven]).unwrap();
        insert.execute(row![seven, none]).unwrap();
        insert.execute(row!["7", 7.5]).unwrap();
        insert.execute(row![String::from("8"), "7"]).unwrap();
        insert.execute(row![[8_u8], true]).unwrap();
        insert.execute(row![none, 1_i64]).unwrap();
        insert.execute(row![Some(""), 2_i64]).unwrap();
        let rows: Vec<String> = connection
            .prepare("SELECT quote(a) || ' ' || quote(b) FROM t ORDER BY rowid")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        assert_eq!(rows, ["NULL 7", "NULL 7", "7 NULL", "'7' 7.5", "'8' '7'", "X'08' 1", "NULL 1", "'' 2"]);
    }

    #[test]
    fn a_row_of_another_length_is_refused() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (a, b)").unwrap();
        let mut insert = RowStatement::new(&connection, "INSERT INTO t VALUES (?1, ?2)").unwrap();
        assert!(insert.execute(row![1_i64]).is_err());
        assert!(insert.execute(row![1_i64, 2_i64, 3_i64]).is_err());
    }
}
