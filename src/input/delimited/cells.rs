//! The cells of a row by the names of their columns.

use std::borrow::Cow;
use std::cell::Cell;
use std::io::BufRead;

use super::table::Table;
use crate::input::columns::value::Value;

/// The row at hand of a table whose columns are known by name. A column that the table does not have is empty.
pub(in crate::input) struct Cells<'t, R> {
    table: &'t Table<R>,
    has_bad_bytes: Cell<bool>,
}

impl<'t, R: BufRead> Cells<'t, R> {
    /// The row at hand.
    pub(in crate::input) fn new(table: &'t Table<R>) -> Self {
        Self { table, has_bad_bytes: Cell::new(false) }
    }

    /// Whether the table has a column of this name.
    pub(in crate::input) fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    /// The text of a cell.
    pub(in crate::input) fn text(&self, name: &str) -> Cow<'t, str> {
        let Some(index) = self.index(name) else { return Cow::Borrowed("") };
        let text = self.table.cell(index);
        if matches!(text, Cow::Owned(_)) {
            self.has_bad_bytes.set(true);
        }
        text
    }

    /// The value of a cell.
    pub(in crate::input) fn value(&self, name: &str) -> Value<'t> {
        Value::Text(self.text(name))
    }

    /// Whether a cell that was looked at has bytes that are not UTF-8.
    pub(in crate::input) fn has_bad_bytes(&self) -> bool {
        self.has_bad_bytes.get()
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.table.header().iter().position(|own_name| own_name.eq_ignore_ascii_case(name))
    }
}
