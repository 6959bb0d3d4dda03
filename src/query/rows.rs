//! What a query gives and a renderer takes: columns, and rows one after another.

use crate::Result;

/// A value as SQLite has it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// NULL: absent, which is not zero.
    Null,
    /// A whole number.
    Integer(i64),
    /// A floating-point number.
    Real(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// What a column's values mean, as its `@column` line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColumnType {
    /// Not declared, as in the rows of a bare SQL statement.
    #[default]
    Unknown,
    /// Words.
    Text,
    /// Words that stand before those of the next column: the last of them are the ones to read.
    Before,
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// A share from 0 to 100; only the formats for people add the sign.
    Percent,
    /// A day or an instant, as ISO 8601 text.
    Date,
    /// An address.
    Link,
}

/// One column of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The name, as SQL gives it.
    pub name: String,
    /// What its values mean.
    pub kind: ColumnType,
}

/// How queries name the period of posts whose day is unknown.
pub const UNDATED: &str = "undated";

/// What stands for NULL where a name is needed, as for a column of a matrix.
pub const UNKNOWN: &str = "unknown";

/// Rows, one after another.
pub trait Rows {
    /// The columns, in order.
    fn columns(&self) -> &[Column];

    /// The next row, one value a column, or `None` after the last one.
    ///
    /// # Errors
    /// When the query fails on the way, or reaches its time limit.
    fn next_row(&mut self) -> Result<Option<&[Value]>>;

    /// How many rows are left; they are passed over.
    ///
    /// # Errors
    /// As [`Rows::next_row`].
    fn count_rest(&mut self) -> Result<u64> {
        let mut rest = 0;
        while self.next_row()?.is_some() {
            rest += 1;
        }
        Ok(rest)
    }
}
