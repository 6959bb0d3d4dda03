//! `@wide`: the long rows of a result as the matrix that people expect of a table by month.
//!
//! The columns stand in the order of time when their names are periods, days or numbers, with `undated` and
//! NULL at the end, else as they first appear. A cell is NULL where the long form has no row.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use super::rows::{Column, ColumnType, Rows, UNDATED, UNKNOWN, Value};
use crate::{Error, ErrorKind, Result};

/// The most columns of a matrix. More are read by nobody, and spreadsheets end at 16,384.
pub const MOST_COLUMNS: usize = 2_000;

/// The most cells with a value that are held, some 150 MB.
pub const MOST_CELLS: usize = 1_000_000;

/// The most bytes that the texts of a matrix may have in all, since it is held in memory.
pub const MOST_BYTES: usize = 256 << 20;

/// The column of the long form that is 1 for a period of which not every day is covered.
pub(crate) const PARTIAL: &str = "partial";

/// In which order the rows of a matrix stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RowOrder {
    /// Numbers ascend; all else by the sum of the row, greatest first, and equal sums as they first appear.
    #[default]
    Total,
    /// As they stand in the last column, `undated` and NULL apart; then those that it lacks, as in the column
    /// before it, and so on. For ranks, whose sum means nothing.
    Latest,
    /// As they first appear.
    First,
}

impl RowOrder {
    /// All orders.
    pub const ALL: [Self; 3] = [Self::Total, Self::Latest, Self::First];

    /// The word in a header.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Latest => "latest",
            Self::First => "first",
        }
    }
}

/// Which columns of the long form make the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pivot<'a> {
    /// The column whose values name the rows; without it there is one row, named like `value`.
    pub rows: Option<&'a str>,
    /// The column whose values name the columns.
    pub columns: &'a str,
    /// The column whose values fill the cells.
    pub value: &'a str,
    /// In which order the rows stand.
    pub order: RowOrder,
}

/// The matrix, as rows: first the names, then a column for each value of [`Pivot::columns`].
#[derive(Debug)]
pub struct Matrix {
    columns: Vec<Column>,
    labels: Vec<Value>,
    cells: HashMap<Place, Value>,
    /// The rows and the columns in their order, by the order in which they first appear.
    row_order: Vec<usize>,
    column_order: Vec<usize>,
    runs_in_order: bool,
    /// The columns whose rows the long form calls partial, by the order in which they first appear.
    partial: BTreeSet<usize>,
    next: usize,
    current: Vec<Value>,
}

/// Row and column, by the order in which they first appear.
type Place = (usize, usize);

impl Matrix {
    /// Reads all rows.
    ///
    /// # Errors
    /// [`ErrorKind::Query`] when the result lacks a column, has two values for one cell, or makes a matrix of
    /// more than [`MOST_COLUMNS`] columns, [`MOST_CELLS`] cells or [`MOST_BYTES`] bytes of text; and when the rows fail.
    pub fn read(rows: &mut dyn Rows, pivot: &Pivot<'_>) -> Result<Self> {
        let index = |name: &str| column_index(rows.columns(), name);
        let at_row = pivot.rows.map(index).transpose()?;
        let (at_column, at_value) = (index(pivot.columns)?, index(pivot.value)?);
        let at_partial = rows.columns().iter().position(|column| column.name == PARTIAL);
        let kind = rows.columns()[at_value].kind;
        let first = match at_row {
            Some(at) => rows.columns()[at].clone(),
            None => Column { name: pivot.value.to_owned(), kind: ColumnType::Text },
        };
        let own_name = Value::Text(pivot.value.to_owned());
        let (mut labels, mut names) = (Keys::default(), Keys::default());
        let mut cells = HashMap::new();
        let mut bytes: usize = 0;
        let mut partial = BTreeSet::new();
        // The order in which the rows of the long form came, for RowOrder::Latest.
        let mut places: Vec<Place> = Vec::new();
        while let Some(row) = rows.next_row()? {
            let label = at_row.map_or(&own_name, |at| &row[at]);
            let place = (labels.number(label), names.number(&row[at_column]));
            if names.values.len() > MOST_COLUMNS {
                return Err(too_many_columns(pivot));
            }
            if cells.insert(place, row[at_value].clone()).is_some() {
                return Err(stands_twice(pivot, label, &row[at_column]));
            }
            if at_partial.is_some_and(|at| row[at] == Value::Integer(1)) {
                partial.insert(place.1);
            }
            if cells.len() > MOST_CELLS {
                return Err(too_many_cells());
            }
            bytes += row.iter().map(size).sum::<usize>();
            if bytes > MOST_BYTES {
                return Err(too_long(pivot));
            }
            if pivot.order == RowOrder::Latest {
                places.push(place);
            }
        }
        let (column_order, runs_in_order) = order_of_columns(&names.values);
        let row_order = match pivot.order {
            RowOrder::First => (0..labels.values.len()).collect(),
            RowOrder::Total => by_total(&labels.values, &cells),
            RowOrder::Latest => by_latest(&labels.values, &places, &names.values, &column_order),
        };
        let mut columns = vec![first];
        columns.extend(column_order.iter().map(|at| Column { name: name_of(&names.values[*at]), kind }));
        Ok(Self {
            columns,
            labels: labels.values,
            cells,
            row_order,
            column_order,
            runs_in_order,
            partial,
            next: 0,
            current: Vec::new(),
        })
    }

    /// Whether the columns are periods, days or numbers, and so the last ones the latest.
    #[must_use]
    pub fn runs_in_order(&self) -> bool {
        self.runs_in_order
    }

    /// The names of the columns that the long form calls partial, in their order.
    #[must_use]
    pub fn partial(&self) -> Vec<String> {
        let order = self.column_order.iter().zip(self.columns.iter().skip(1));
        order.filter(|(at, _)| self.partial.contains(at)).map(|(_, column)| column.name.clone()).collect()
    }
}

impl Rows for Matrix {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn next_row(&mut self) -> Result<Option<&[Value]>> {
        let Some(row) = self.row_order.get(self.next).copied() else { return Ok(None) };
        self.next += 1;
        self.current.clear();
        self.current.push(self.labels[row].clone());
        for column in &self.column_order {
            self.current.push(self.cells.remove(&(row, *column)).unwrap_or(Value::Null));
        }
        Ok(Some(&self.current))
    }
}

/// Different values, numbered as they first appear.
#[derive(Default)]
struct Keys {
    values: Vec<Value>,
    numbers: HashMap<String, usize>,
}

impl Keys {
    fn number(&mut self, value: &Value) -> usize {
        let key = match value {
            Value::Null => String::from("n"),
            Value::Integer(integer) => format!("i{integer}"),
            Value::Real(real) => format!("r{real:?}"),
            Value::Text(text) => format!("t{text}"),
            Value::Blob(_) => format!("b{}", name_of(value)),
        };
        *self.numbers.entry(key).or_insert_with(|| {
            self.values.push(value.clone());
            self.values.len() - 1
        })
    }
}

/// The value as the name of a column.
fn name_of(value: &Value) -> String {
    match value {
        Value::Null => UNKNOWN.to_owned(),
        Value::Integer(integer) => integer.to_string(),
        Value::Real(real) => format!("{real:?}"),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => bytes.iter().fold(String::new(), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        }),
    }
}

fn is_without_place(name: &Value) -> bool {
    matches!(name, Value::Null) || matches!(name, Value::Text(text) if text == UNDATED)
}

/// The columns in their order, and whether that is the order of time or of numbers.
fn order_of_columns(names: &[Value]) -> (Vec<usize>, bool) {
    let mut order: Vec<usize> = (0..names.len()).collect();
    let mut placed = names.iter().filter(|name| !is_without_place(name)).peekable();
    let is_empty = placed.peek().is_none();
    let runs_in_order = !is_empty
        && (placed.clone().all(is_number)
            || placed.all(|name| matches!(name, Value::Text(text) if is_period(text))));
    let rank = |name: &Value| match name {
        Value::Null => 2,
        name if is_without_place(name) => 1,
        _ => 0,
    };
    order.sort_by(|a, b| {
        let (a, b) = (&names[*a], &names[*b]);
        let within = if runs_in_order { compare(a, b) } else { Ordering::Equal };
        rank(a).cmp(&rank(b)).then(within)
    });
    (order, runs_in_order)
}

fn is_number(value: &Value) -> bool {
    matches!(value, Value::Integer(_) | Value::Real(_))
}

/// Whether the text begins like a year, day, week, quarter or instant, so that the order of such texts is that of time.
fn is_period(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 4
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && bytes.get(4).is_none_or(|byte| *byte == b'-')
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        _ => number(a).total_cmp(&number(b)),
    }
}

/// The number, or 0 for all that is none.
#[expect(clippy::cast_precision_loss, reason = "it only ranks")]
fn number(value: &Value) -> f64 {
    match value {
        Value::Integer(integer) => *integer as f64,
        Value::Real(real) => *real,
        _ => 0.0,
    }
}

fn by_total(labels: &[Value], cells: &HashMap<Place, Value>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    let is_null = |row: usize| labels[row] == Value::Null;
    if labels.iter().all(|label| is_number(label) || *label == Value::Null) {
        order.sort_by(|a, b| is_null(*a).cmp(&is_null(*b)).then(compare(&labels[*a], &labels[*b])));
        return order;
    }
    // Whole numbers are added as such, or the order of equal sums would hang on the order of adding.
    let mut totals: Vec<(i128, Vec<f64>)> = vec![(0, Vec::new()); labels.len()];
    for ((row, _), value) in cells {
        match value {
            Value::Integer(integer) => totals[*row].0 += i128::from(*integer),
            Value::Real(real) => totals[*row].1.push(*real),
            _ => {}
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "it only ranks")]
    let totals: Vec<f64> = totals
        .into_iter()
        .map(|(whole, mut reals)| {
            reals.sort_by(f64::total_cmp);
            whole as f64 + reals.iter().sum::<f64>()
        })
        .collect();
    order.sort_by(|a, b| totals[*b].total_cmp(&totals[*a]));
    order
}

fn by_latest(labels: &[Value], places: &[Place], names: &[Value], column_order: &[usize]) -> Vec<usize> {
    let mut rank = vec![usize::MAX; names.len()];
    let (last, dated): (Vec<usize>, Vec<usize>) =
        column_order.iter().rev().partition(|column| is_without_place(&names[**column]));
    for (place, column) in dated.into_iter().chain(last).enumerate() {
        rank[column] = place;
    }
    let mut best = vec![(usize::MAX, usize::MAX); labels.len()];
    for (at, (row, column)) in places.iter().enumerate() {
        best[*row] = best[*row].min((rank[*column], at));
    }
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by_key(|row| best[*row]);
    order
}

/// Where the column of this name stands.
///
/// # Errors
/// [`ErrorKind::Query`] when there is none.
pub fn column_index(columns: &[Column], name: &str) -> Result<usize> {
    columns.iter().position(|column| column.name == name).ok_or_else(|| {
        let has: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        Error::new(ErrorKind::Query, format!("the header names '{name}', which is no column of the result"))
            .hint(format!("columns: {}", has.join(", ")))
    })
}

fn stands_twice(pivot: &Pivot<'_>, label: &Value, name: &Value) -> Error {
    let row = pivot.rows.map(|rows| format!("{rows} '{}' and ", name_of(label))).unwrap_or_default();
    Error::new(
        ErrorKind::Query,
        format!("two rows have {row}{} '{}', so they cannot share a cell", pivot.columns, name_of(name)),
    )
    .hint("the long form shows both: run it without --wide and --chart, or narrow it down by its flags")
}

fn too_many_columns(pivot: &Pivot<'_>) -> Error {
    let most = super::number::grouped(i64::try_from(MOST_COLUMNS).unwrap_or(i64::MAX));
    Error::new(ErrorKind::Query, format!("{} has more than {most} values, too many for columns", pivot.columns))
        .hint("take longer periods (--by month) or fewer days (--since), or the long form: without --wide and --chart")
}

fn size(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::Blob(bytes) => bytes.len(),
        Value::Null | Value::Integer(_) | Value::Real(_) => 0,
    }
}

fn too_long(pivot: &Pivot<'_>) -> Error {
    let most = MOST_BYTES >> 20;
    Error::new(ErrorKind::Query, format!("the texts of the matrix have more than {most} MiB"))
        .hint(format!("'{}' is for figures; take the long form: without --wide and --chart", pivot.value))
}

fn too_many_cells() -> Error {
    let most = super::number::grouped(i64::try_from(MOST_CELLS).unwrap_or(i64::MAX));
    Error::new(ErrorKind::Query, format!("the matrix has more than {most} cells")).hint(
        "keep fewer rows (--top) or longer periods (--by), or take the long form: without --wide and --chart",
    )
}

#[cfg(test)]
mod tests;
