//! Drawings of block characters for a terminal or a text file: what `@chart` declares.
//!
//! One file for each kind. All of them say their scale and give figures, since a drawing of text is coarse;
//! what is told by colour is told by glyphs, too. A drawing is as wide as the terminal, else 80 columns.

use std::io::Write;

use super::{RenderOptions, Rendered, each_row, number, sanitize, width, write_failed};
use crate::query::chart::{Chart, ChartKind};
use crate::query::rows::{Column, ColumnType, Rows, UNDATED, UNKNOWN, Value};
use crate::{Error, ErrorKind, Result};

mod bar;
mod heatmap;
mod line;
mod plot;

/// The width of a drawing that no terminal bounds.
const COLUMNS: usize = 80;

/// A narrower terminal is taken as this wide.
const NARROWEST: usize = 24;

/// Figures have at most so many decimals.
const MOST_DECIMALS: usize = 4;

/// Figures from here on are written with a power of ten: no number is exact there.
const TOO_LONG: f64 = 1e16;

/// Blank columns between two parts of a line.
const GAP: &str = "  ";

/// Parts of a column's height and of a bar's length, from one eighth to the whole.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const LENGTHS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/// Closes a text that runs from right to left, so that it does not turn round what follows.
const LEFT_TO_RIGHT_MARK: char = '\u{200E}';

/// Draws the rows and flushes `out`. Of a bar chart they are those of the query; of a line chart and a heat map
/// the matrix whose rows are the series or the values of y, and whose columns are the values of x.
///
/// # Errors
/// [`ErrorKind::Query`] when a column is missing or holds something that cannot be drawn; when the rows fail, or
/// `out` does.
pub fn draw(
    chart: &Chart,
    rows: &mut dyn Rows,
    out: &mut dyn Write,
    options: &RenderOptions,
) -> Result<Rendered> {
    let (text, rendered) = match chart.kind {
        ChartKind::Bar => bar::draw(chart, rows, options)?,
        ChartKind::Line => line::draw(chart, rows, options)?,
        ChartKind::HeatMap => heatmap::draw(chart, rows, options)?,
    };
    let mut page = String::new();
    if let Some(title) = options.title {
        let mut title = label(title);
        width::cut(&mut title, columns(options));
        push_line(&mut page, &super::bold(&title, options));
    }
    page.push_str(&text);
    out.write_all(page.as_bytes()).and_then(|()| out.flush()).map_err(write_failed)?;
    Ok(rendered)
}

fn columns(options: &RenderOptions) -> usize {
    options.width.unwrap_or(COLUMNS).max(NARROWEST)
}

/// Rows of a matrix: the name of each, and a figure or none for each column.
struct Grid {
    /// The name of the first column.
    name: String,
    /// The names of the other columns.
    columns: Vec<String>,
    rows: Vec<(String, Vec<Option<f64>>)>,
    kind: ColumnType,
    rendered: Rendered,
}

impl Grid {
    fn read(rows: &mut dyn Rows, options: &RenderOptions, value: &str) -> Result<Self> {
        let (first, others) = rows.columns().split_first().map_or((None, &[][..]), |(f, o)| (Some(f), o));
        let name = first.map(|column| column.name.clone()).unwrap_or_default();
        let kind = others.first().map(|column| column.kind).unwrap_or_default();
        let columns = others.iter().map(|column| label(&column.name)).collect();
        let mut read = Vec::new();
        let rendered = each_row(rows, options, |row| {
            let Some((first, others)) = row.split_first() else { return Ok(()) };
            let figures = others.iter().map(|cell| figure(cell, value)).collect::<Result<_>>()?;
            read.push((label_of(first, &name), figures));
            Ok(())
        })?;
        Ok(Self { name: label(&name), columns, rows: read, kind, rendered })
    }

    /// How many columns have a place; those without one stand at the end. One before them is a column like the others, such
    /// as a channel that calls itself `unknown`.
    fn placed(&self) -> usize {
        self.columns.iter().rposition(|name| !is_without_place(name)).map_or(0, |last| last + 1)
    }

    fn figures(&self) -> impl Iterator<Item = f64> + Clone + '_ {
        self.rows.iter().flat_map(|(_, figures)| figures.iter().flatten().copied())
    }
}

/// The place of the column that the header names.
fn place(columns: &[Column], name: &str) -> Result<usize> {
    columns.iter().position(|column| column.name == name).ok_or_else(|| {
        Error::new(ErrorKind::Query, format!("@chart names '{name}', which is no column of the result"))
    })
}

/// The number of the cell, `None` for NULL.
fn figure(value: &Value, column: &str) -> Result<Option<f64>> {
    match value {
        Value::Null => Ok(None),
        #[expect(clippy::cast_precision_loss, reason = "no drawing is as fine as 2^53")]
        Value::Integer(integer) => Ok(Some(*integer as f64)),
        Value::Real(real) if real.is_finite() => Ok(Some(*real)),
        other => {
            let found = label_of(other, column);
            Err(Error::new(ErrorKind::Query, format!("{column} holds '{found}', which is no number to draw"))
                .hint("@chart must name a column of numbers"))
        }
    }
}

/// The value as a label; `column` is where it stands.
fn label_of(value: &Value, column: &str) -> String {
    match value {
        Value::Null => UNKNOWN.to_owned(),
        Value::Integer(day) if column == "weekday" => match weekday(*day) {
            Some(name) => format!("{day} {name}"),
            None => day.to_string(),
        },
        Value::Integer(integer) => integer.to_string(),
        Value::Real(real) => number::real(*real),
        Value::Text(text) => label(text),
        Value::Blob(bytes) => number::hex(bytes),
    }
}

/// By ISO 8601, and by SQLite, for which Sunday may be 0.
fn weekday(number: i64) -> Option<&'static str> {
    let names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    usize::try_from(number).ok().and_then(|number| names.get(number).copied())
}

/// The text in one line, fit for a terminal.
fn label(text: &str) -> String {
    sanitize::clean(text).trim().replace('\n', " ")
}

/// Whether the name of a column is none of a period or number.
fn is_without_place(name: &str) -> bool {
    name == UNDATED || name == UNKNOWN
}

/// The label cut or filled up to this many columns.
fn fitted(label: &str, columns: usize) -> String {
    let mut fitted = label.to_owned();
    width::cut(&mut fitted, columns);
    let missing = columns.saturating_sub(width::width(&fitted));
    let is_right_to_left = sanitize::has_right_to_left(&fitted);
    if is_right_to_left {
        fitted.insert(0, LEFT_TO_RIGHT_MARK);
        fitted.push(LEFT_TO_RIGHT_MARK);
    }
    fitted.extend(std::iter::repeat_n(' ', missing));
    fitted
}

/// The label at the right of this many columns.
fn to_the_right(label: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width::width(label));
    let mut text = " ".repeat(missing);
    text.push_str(label);
    text
}

fn widest<'a>(labels: impl Iterator<Item = &'a str>) -> usize {
    labels.map(width::width).max().unwrap_or(0)
}

/// How figures are written: with the same decimals all, and the sign of a percentage.
#[derive(Debug, Clone, Copy)]
struct Figures {
    decimals: usize,
    kind: ColumnType,
}

impl Figures {
    fn of(figures: impl Iterator<Item = f64>, kind: ColumnType) -> Self {
        let decimals = |figure: f64| {
            let text = format!("{figure}");
            text.split_once('.').map_or(0, |(_, decimals)| decimals.len())
        };
        Self { decimals: figures.map(decimals).max().unwrap_or(0).min(MOST_DECIMALS), kind }
    }

    fn show(self, figure: f64) -> String {
        let sign = if self.kind == ColumnType::Percent { "%" } else { "" };
        let text = format!("{figure:.*}", self.decimals);
        // A figure that is not 0 must not be read as 0, and no line has room for hundreds of digits.
        let is_lost = figure != 0.0 && !text.contains(|char| matches!(char, '1'..='9'));
        let text = if is_lost || figure.abs() >= TOO_LONG { format!("{figure:.2e}") } else { text };
        text + sign
    }

    fn show_or_blank(self, figure: Option<f64>) -> String {
        figure.map(|figure| self.show(figure)).unwrap_or_default()
    }
}

/// Where the bars or columns begin and end: zero is always in it.
#[derive(Debug, Clone, Copy)]
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn of(figures: impl Iterator<Item = f64>) -> Self {
        figures.fold(Self { low: 0.0, high: 0.0 }, |scale, figure| Self {
            low: scale.low.min(figure),
            high: scale.high.max(figure),
        })
    }

    /// How far the figure lies between the ends, from 0 to 1.
    fn part(self, figure: f64) -> f64 {
        // Of halves, since the whole length of the widest scale is no finite number.
        let length = self.high / 2.0 - self.low / 2.0;
        if length > 0.0 { ((figure / 2.0 - self.low / 2.0) / length).clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// Of `steps` equal steps, how many the part from 0 to 1 is, rounded.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a part from 0 to 1 of a few thousand steps"
)]
fn steps(part: f64, steps: usize) -> usize {
    ((part * steps as f64).round() as usize).min(steps)
}

/// Coloured where colours are allowed.
fn colored(text: &str, code: &str, options: &RenderOptions) -> String {
    if options.color && !text.trim().is_empty() {
        format!("\u{1B}[{code}m{text}\u{1B}[0m")
    } else {
        text.to_owned()
    }
}

/// The colour of bars and lines.
const CYAN: &str = "36";

/// Tells of figures beside a drawing that a narrow terminal has no room for.
fn no_room_for(heads: &[String]) -> String {
    format!("No room for: {}", heads.join(", "))
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line.trim_end_matches(' '));
    text.push('\n');
}

/// The words in lines of at most this many columns, broken at spaces but not at no-break spaces.
fn push_words(text: &mut String, words: &str, columns: usize) {
    let push_line = |text: &mut String, line: &str| push_line(text, &line.replace('\u{A0}', " "));
    let mut line = String::new();
    for word in words.split(' ') {
        if !line.is_empty() && width::width(&line) + 1 + width::width(word) > columns {
            push_line(text, &line);
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    push_line(text, &line);
}
