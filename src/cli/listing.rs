//! Rows that a command has gathered in memory, in the shape that the renderers take.

use crate::Result;
use crate::query::rows::{Column, ColumnType, Rows, Value};

/// A list of rows.
#[derive(Debug, Clone)]
pub(crate) struct Listing {
    columns: Vec<Column>,
    rows: Vec<Vec<Value>>,
    next: usize,
}

impl Listing {
    /// An empty list with these columns.
    pub(crate) fn new(columns: &[(&str, ColumnType)]) -> Self {
        let columns =
            columns.iter().map(|(name, kind)| Column { name: (*name).to_owned(), kind: *kind }).collect();
        Self { columns, rows: Vec::new(), next: 0 }
    }

    /// Adds a row; it has one value a column.
    pub(crate) fn push(&mut self, row: Vec<Value>) {
        debug_assert_eq!(row.len(), self.columns.len(), "one value a column");
        self.rows.push(row);
    }
}

impl Rows for Listing {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn next_row(&mut self) -> Result<Option<&[Value]>> {
        let row = self.rows.get(self.next);
        self.next += 1;
        Ok(row.map(Vec::as_slice))
    }
}

/// Text, or NULL where there is none.
pub(crate) fn text(value: Option<String>) -> Value {
    value.map_or(Value::Null, Value::Text)
}
