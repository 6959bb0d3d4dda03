//! Whether the values of a result are of the types that its `@column` lines say.

use crate::Result;
use crate::query::rows::{Column, ColumnType, Rows, UNDATED, Value};

/// Rows that are looked at as they pass.
pub(super) struct Typed<'r> {
    rows: &'r mut dyn Rows,
    kinds: Vec<ColumnType>,
    row: u64,
    /// What is wrong with the first such value of each column.
    wrong: Vec<Option<String>>,
}

impl<'r> Typed<'r> {
    pub(super) fn new(rows: &'r mut dyn Rows) -> Self {
        let kinds: Vec<ColumnType> = rows.columns().iter().map(|column| column.kind).collect();
        let wrong = vec![None; kinds.len()];
        Self { rows, kinds, row: 0, wrong }
    }

    /// The columns with a value of another type, and what is wrong.
    pub(super) fn wrong(self) -> Vec<(String, String)> {
        let columns = self.rows.columns().iter().zip(self.wrong);
        columns.filter_map(|(column, wrong)| Some((column.name.clone(), wrong?))).collect()
    }
}

impl Rows for Typed<'_> {
    fn columns(&self) -> &[Column] {
        self.rows.columns()
    }

    fn next_row(&mut self) -> Result<Option<&[Value]>> {
        self.row += 1;
        let Some(values) = self.rows.next_row()? else { return Ok(None) };
        for ((value, kind), wrong) in values.iter().zip(&self.kinds).zip(&mut self.wrong) {
            if wrong.is_none()
                && let Some(wanted) = wanted(*kind, value)
            {
                *wrong = Some(format!("row {}: {} is {wanted}", self.row, in_words(value)));
            }
        }
        Ok(Some(values))
    }
}

/// What a value of this column should be, where it is something else; NULL may stand in each.
fn wanted(kind: ColumnType, value: &Value) -> Option<&'static str> {
    let is_number = matches!(value, Value::Integer(_) | Value::Real(_));
    let (is_sound, wanted) = match kind {
        ColumnType::Int => {
            let is_whole = matches!(value, Value::Integer(_))
                || matches!(value, Value::Real(number) if number.fract() == 0.0);
            (is_whole, "no whole number, as @column says: int")
        }
        ColumnType::Float => (is_number, "no number, as @column says: float"),
        ColumnType::Percent => (is_number, "no number, as @column says: percent"),
        ColumnType::Date => {
            let is_date = matches!(value, Value::Text(text) if text == UNDATED || begins_with_year(text));
            (is_date, "no day or instant as in ISO 8601, as @column says: date")
        }
        ColumnType::Unknown | ColumnType::Text | ColumnType::Before | ColumnType::Link => (true, ""),
    };
    (!is_sound && *value != Value::Null).then_some(wanted)
}

/// Whether a text begins as `2024`, `2024-01` and `2024-01-31T10:00:00Z` do.
fn begins_with_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 4 && bytes[..4].iter().all(u8::is_ascii_digit) && matches!(bytes.get(4), None | Some(b'-'))
}

/// The value as a message shows it, cut where it is long.
fn in_words(value: &Value) -> String {
    const LONGEST: usize = 40;
    match value {
        Value::Null => String::from("NULL"),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) if text.chars().count() > LONGEST => {
            format!("'{}…'", text.chars().take(LONGEST).collect::<String>())
        }
        Value::Text(text) => format!("'{text}'"),
        Value::Blob(bytes) => format!("a blob of {} bytes", bytes.len()),
    }
}
