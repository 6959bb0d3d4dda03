//! The form of a report: its format, its shape, and how many rows are written.

use std::io::Write;

use crate::query::Query;
use crate::query::chart::Chart;
use crate::query::header::Wide;
use crate::query::limit::Limited;
use crate::query::rows::Rows;
use crate::render::{OutputFormat, RenderOptions, render};
use crate::{Error, ErrorKind, Result};

/// How many rows a table shows unless another limit is given.
pub const TABLE_ROWS: u64 = 50;

/// How rows are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// The format.
    pub format: OutputFormat,
    /// What becomes of the rows before they are written.
    pub shape: Shape,
    /// At most this many rows of the query are written; `None` writes all.
    pub limit: Option<u64>,
    /// CSV for spreadsheets: a byte order mark, and cells guarded that a spreadsheet would run.
    pub excel: bool,
}

/// What becomes of the rows before they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Shape {
    /// Nothing: the rows as the query gives them.
    #[default]
    Long,
    /// The matrix that `@wide` declares.
    Wide(Wide),
    /// The drawing that `@chart` declares.
    Chart(Chart),
}

impl Shape {
    /// The matrix that the query declares.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when it declares none.
    pub fn wide(query: &Query) -> Result<Self> {
        query.header.wide.clone().map(Self::Wide).ok_or_else(|| {
            Error::new(
                ErrorKind::Usage,
                format!("{} has no @wide line, so --wide cannot be used", query.name),
            )
            .hint("it says which columns make the matrix: @wide rows=NAME columns=NAME value=NAME")
        })
    }

    /// The drawing that the query declares.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when it declares none.
    pub fn chart(query: &Query) -> Result<Self> {
        query.header.chart.clone().map(Self::Chart).ok_or_else(|| {
            Error::new(
                ErrorKind::Usage,
                format!("{} has no @chart line, so --chart cannot be used", query.name),
            )
            .hint("it says what is drawn, e.g. @chart bar x=NAME y=NAME")
        })
    }
}

/// The terminal that rows are shown on; the default is a file or pipe.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Screen {
    /// Its columns, which no line exceeds; `None` where nothing bounds a line.
    pub width: Option<usize>,
    /// Whether colours and bold may be used.
    pub color: bool,
}

/// How many rows were written, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed {
    /// Rows of the query that were written.
    pub given: u64,
    /// Rows that the query has; `None` when counting them reached the time limit.
    pub all: Option<u64>,
}

impl Printed {
    /// What to say when rows were cut.
    #[must_use]
    pub fn cut_note(self) -> Option<String> {
        match self.all {
            Some(all) if all == self.given => None,
            Some(all) => Some(format!("{} of {all} rows; all of them: --limit 0", self.given)),
            None => {
                Some(format!("the first {} rows; there are more, which were not counted in time", self.given))
            }
        }
    }
}

/// Writes the rows to `out` in this form, as far as the limit goes, counts the rest, and flushes `out`.
///
/// # Errors
/// When the rows fail, or `out` does.
pub fn write(rows: &mut dyn Rows, form: &Form, out: &mut dyn Write, screen: Screen) -> Result<Printed> {
    let mut limited = Limited::new(rows, form.limit);
    let options = RenderOptions { limit: None, width: screen.width, color: screen.color };
    match &form.shape {
        Shape::Long => render(form.format, &mut limited, out, &options)?,
        Shape::Wide(_) | Shape::Chart(_) => {
            return Err(Error::new(ErrorKind::Usage, "this shape cannot be written yet"));
        }
    };
    let given = limited.given();
    match limited.count_rest() {
        Ok(rest) => Ok(Printed { given, all: Some(given + rest) }),
        Err(error) if error.kind() == ErrorKind::Interrupted => Ok(Printed { given, all: None }),
        Err(error) => Err(error),
    }
}
