//! The form of a report: its format, its shape, and how many rows are written.

use std::io::Write;

use crate::query::Query;
use crate::query::chart::{Chart, ChartKind};
use crate::query::header::Wide;
use crate::query::limit::Limited;
use crate::query::network::Direction;
use crate::query::rows::{Column, Rows, Value};
use crate::query::wide::{Matrix, PARTIAL, Pivot, RowOrder};
use crate::render::{OutputFormat, Overflow, RenderOptions, Rendered, draw, render};
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
    /// At most this many rows are written, of the query or of its matrix; `None` writes all.
    pub limit: Option<u64>,
    /// CSV for spreadsheets: a byte order mark, and cells guarded that a spreadsheet would run.
    pub excel: bool,
}

impl Form {
    /// Finds out whether the parts of the form go together.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when they do not.
    pub fn check(&self) -> Result<()> {
        let format = self.format;
        let refuse = |message: String, hint: &str| Err(Error::new(ErrorKind::Usage, message).hint(hint));
        if self.excel && !format.is_for_spreadsheets() {
            let message = format!("--excel writes csv or tsv, not {}", format.name());
            return refuse(message, "give -f csv, or leave the format out");
        }
        match self.shape {
            Shape::Chart(_) if self.excel || format != OutputFormat::Table => refuse(
                format!("--chart draws for people, not as {}", format.name()),
                "leave -f and --excel out, or name a text file: -o chart.txt",
            ),
            Shape::Wide(_) if format.is_network() => refuse(
                format!("--wide makes a matrix, which {} cannot hold", format.name()),
                "choose the matrix (-f csv) or the network (without --wide)",
            ),
            _ => Ok(()),
        }
    }
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

/// What a query declares beside its rows; the default is that of a bare statement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Subject<'a> {
    /// What stands above the rows where a format has a place for it.
    pub title: Option<&'a str>,
    /// Whether the edges of a network have a direction.
    pub direction: Direction,
    /// In which order the lines of a chart stand, or the rows of a heat map.
    pub order: RowOrder,
}

impl<'a> Subject<'a> {
    /// What the header of the query declares.
    #[must_use]
    pub fn of(query: &'a Query) -> Self {
        let header = &query.header;
        Self {
            title: Some(header.title.as_str()).filter(|title| !title.is_empty()),
            direction: header.network.unwrap_or_default(),
            order: header.wide.as_ref().map(|wide| wide.order).unwrap_or_default(),
        }
    }
}

/// How many rows were written, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// Rows that were written: of the query, or of its matrix.
    pub given: u64,
    /// Rows that there are; `None` when counting them reached the time limit.
    pub all: Option<u64>,
    /// What the screen cut.
    pub columns: Option<CutColumns>,
    /// The periods of a matrix or drawing of which not every day is covered, which it cannot show.
    pub partial: Vec<String>,
    /// How many bars of a drawing are of such periods.
    pub partial_bars: u64,
}

/// Columns of a matrix that did not fit the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CutColumns {
    /// Columns shown, the names of the rows apart.
    pub shown: usize,
    /// Columns that there are, the names of the rows apart.
    pub all: usize,
    /// Whether those shown are the latest periods, not the first columns.
    pub are_latest: bool,
    /// How to get all of them.
    pub remedy: &'static str,
}

impl Printed {
    /// What to say of periods whose counts may be too low, where the form does not show it.
    #[must_use]
    pub fn partial_note(&self) -> Option<String> {
        let Some((last, others)) = self.partial.split_last() else {
            let (bars, whose) = match self.partial_bars {
                0 => return None,
                1 => (String::from("1 bar"), "its"),
                several => (format!("{} bars", grouped(several)), "their"),
            };
            return Some(format!(
                "not every day of the periods of {bars} is covered, so {whose} counts may be too low"
            ));
        };
        Some(match others {
            [] => format!("not every day of {last} is covered, so its counts may be too low"),
            _ => {
                format!(
                    "not every day of {} and {last} is covered, so their counts may be too low",
                    others.join(", ")
                )
            }
        })
    }

    /// What to say when rows or columns were cut.
    #[must_use]
    pub fn cut_note(&self) -> Option<String> {
        let rows = match self.all {
            Some(all) if all == self.given => None,
            Some(all) => {
                Some(format!("{} of {} rows; all of them: --limit 0", grouped(self.given), grouped(all)))
            }
            None => Some(format!(
                "the first {} rows; there are more, which were not counted in time",
                grouped(self.given)
            )),
        };
        let columns = self.columns.map(|cut| {
            let which = if cut.are_latest { "latest" } else { "first" };
            format!(
                "the {which} {} of {} columns, as far as they fit; all of them: {}",
                cut.shown,
                grouped(cut.all as u64),
                cut.remedy
            )
        });
        match (rows, columns) {
            (Some(rows), Some(columns)) => Some(format!("{rows}\n{columns}")),
            (rows, columns) => rows.or(columns),
        }
    }
}

/// Writes the rows to `out` in this form, as far as the limit goes, counts the rest, and flushes `out`.
///
/// The limit counts rows of what is written: of a matrix its own rows, so that no row is missing a part.
///
/// # Errors
/// [`ErrorKind::Usage`] when the result cannot be written in this form, before anything is written; when the
/// rows fail, or `out` does.
pub fn write(
    rows: &mut dyn Rows,
    form: &Form,
    subject: Subject<'_>,
    out: &mut dyn Write,
    screen: Screen,
) -> Result<Printed> {
    form.check()?;
    let options = RenderOptions {
        limit: None,
        width: screen.width,
        color: screen.color,
        title: subject.title,
        excel: form.excel,
        direction: subject.direction,
        ..RenderOptions::default()
    };
    match &form.shape {
        Shape::Long => {
            let mut limited = Limited::new(rows, form.limit);
            render(form.format, &mut limited, out, &options)?;
            counted(limited)
        }
        Shape::Chart(chart) if chart.kind == ChartKind::Bar => {
            let mut limited = Limited::new(rows, form.limit);
            let mut bars = Bars::new(&mut limited);
            draw(chart, &mut bars, out, &options)?;
            let partial_bars = bars.partial;
            Ok(Printed { partial_bars, ..counted(limited)? })
        }
        Shape::Chart(chart) => {
            let pivot = chart_pivot(chart, subject.order);
            let mut matrix = Matrix::read(rows, &pivot)?;
            write_matrix(&mut matrix, form.limit, options, "run it without --chart", |rows, options| {
                draw(chart, rows, out, options)
            })
        }
        Shape::Wide(wide) => {
            let mut matrix = Matrix::read(rows, &wide.pivot())?;
            write_matrix(&mut matrix, form.limit, options, "-f csv", |rows, options| {
                render(form.format, rows, out, options)
            })
        }
    }
}

/// The matrix that a line chart or a heat map draws.
fn chart_pivot(chart: &Chart, order: RowOrder) -> Pivot<'_> {
    match (&chart.kind, &chart.value) {
        (ChartKind::HeatMap, Some(value)) => Pivot { rows: Some(&chart.y), columns: &chart.x, value, order },
        _ => Pivot { rows: chart.series.as_deref(), columns: &chart.x, value: &chart.y, order },
    }
}

fn write_matrix(
    matrix: &mut Matrix,
    limit: Option<u64>,
    options: RenderOptions<'_>,
    remedy: &'static str,
    write: impl FnOnce(&mut dyn Rows, &RenderOptions<'_>) -> Result<Rendered>,
) -> Result<Printed> {
    let are_latest = matrix.runs_in_order();
    let partial = matrix.partial();
    let all = matrix.columns().len().saturating_sub(1);
    let overflow = if are_latest { Overflow::LastColumns } else { Overflow::FirstColumns };
    let mut limited = Limited::new(matrix, limit);
    let rendered = write(&mut limited, &RenderOptions { overflow, ..options })?;
    let left_out = rendered.columns_left_out;
    let columns = (left_out > 0).then(|| CutColumns { shown: all - left_out, all, are_latest, remedy });
    Ok(Printed { columns, partial, ..counted(limited)? })
}

/// Rows that become bars, of which those are counted that the query calls partial.
struct Bars<'a, 'b> {
    rows: &'a mut Limited<'b>,
    at_partial: Option<usize>,
    partial: u64,
}

impl<'a, 'b> Bars<'a, 'b> {
    fn new(rows: &'a mut Limited<'b>) -> Self {
        let at_partial = rows.columns().iter().position(|column| column.name == PARTIAL);
        Self { rows, at_partial, partial: 0 }
    }
}

impl Rows for Bars<'_, '_> {
    fn columns(&self) -> &[Column] {
        self.rows.columns()
    }

    fn next_row(&mut self) -> Result<Option<&[Value]>> {
        let row = self.rows.next_row()?;
        let partial = row.zip(self.at_partial).and_then(|(row, at)| row.get(at));
        self.partial += u64::from(partial == Some(&Value::Integer(1)));
        Ok(row)
    }
}

/// How many rows were given, and how many more there are.
fn counted(mut limited: Limited<'_>) -> Result<Printed> {
    let given = limited.given();
    let all = match limited.count_rest() {
        Ok(rest) => Some(given + rest),
        Err(error) if error.kind() == ErrorKind::Interrupted => None,
        Err(error) => return Err(error),
    };
    Ok(Printed { given, all, columns: None, partial: Vec::new(), partial_bars: 0 })
}

fn grouped(number: u64) -> String {
    crate::query::number::grouped(i64::try_from(number).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests;
