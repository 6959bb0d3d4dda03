//! Rows to text: one file for each output format. A renderer sees columns and rows only.
//!
//! Two families. `csv`, `tsv`, `json` and `jsonl` are for machines: they are exact, never cut a value and
//! hold one row at a time; so are `gexf` and `graphml`, which take networks only and hold their nodes. `table`,
//! `markdown` and `html` are for people, and so are charts: they write the `%` of a percentage and let no
//! control character of a post through to the reader's terminal or page.

use std::collections::HashSet;
use std::io::{self, Write};

use crate::query::network::Direction;
use crate::query::rows::{Column, Rows, Value};
use crate::{Error, ErrorKind, Result};

mod chart;
mod delimited;
mod hit;
mod html;
mod json;
mod markdown;
mod network;
mod number;
mod sanitize;
mod table;
#[cfg(test)]
mod tests;
mod width;

pub use self::chart::draw;
pub use self::hit::{HIT_BEGINS, HIT_ENDS};

/// The output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum OutputFormat {
    /// A table for a terminal; a record per block when the columns do not fit.
    #[default]
    Table,
    /// Comma-separated values by RFC 4180: lines end in CR LF, the first one holds the column names, and
    /// only fields that need quotes have them. NULL is an empty field, an empty text is `""`; where a row
    /// has one column only, NULL is `""` too, since readers skip an empty line.
    Csv,
    /// Tab-separated values, one line a row. In a cell a tab is written `\t`, a line feed `\n`, a
    /// carriage return `\r` and a backslash `\\`. NULL and an empty text are both an empty cell.
    Tsv,
    /// One JSON array of objects, one row a line, `[]` when there are none.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// A Markdown table as GitHub reads it.
    Markdown,
    /// One HTML table, to be put into a page: all text escaped, links only to `http` and `https` addresses in
    /// columns of links, no class and no script.
    Html,
    /// A network in GEXF 1.3, as Gephi opens it, of a result with the columns of [`crate::query::network`]. All
    /// other columns are attributes of edges; the days of `first` and `last` are also when an edge exists.
    Gexf,
    /// The same network in GraphML.
    Graphml,
}

impl OutputFormat {
    /// All formats, in the order in which help lists them.
    pub const ALL: [Self; 9] = [
        Self::Table,
        Self::Csv,
        Self::Tsv,
        Self::Json,
        Self::Jsonl,
        Self::Markdown,
        Self::Html,
        Self::Gexf,
        Self::Graphml,
    ];

    /// Those that write any rows, not networks only.
    pub const OF_ANY_ROWS: [Self; 7] =
        [Self::Table, Self::Csv, Self::Tsv, Self::Json, Self::Jsonl, Self::Markdown, Self::Html];

    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Gexf => "gexf",
            Self::Graphml => "graphml",
        }
    }

    /// The format of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The format that writes files with this ending, which is without a dot.
    #[must_use]
    pub fn from_ending(ending: &str) -> Option<Self> {
        match ending {
            "txt" => Some(Self::Table),
            "md" => Some(Self::Markdown),
            "htm" => Some(Self::Html),
            "table" => None,
            name => Self::from_name(name),
        }
    }

    /// Whether the format writes networks, and nothing else.
    #[must_use]
    pub fn is_network(self) -> bool {
        matches!(self, Self::Gexf | Self::Graphml)
    }

    /// Whether spreadsheets open the format, so that cells can be guarded for them.
    #[must_use]
    pub fn is_for_spreadsheets(self) -> bool {
        matches!(self, Self::Csv | Self::Tsv)
    }

    /// Whether people read the output, not programs: percentages carry their sign and control characters
    /// are replaced.
    #[must_use]
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Table | Self::Markdown | Self::Html)
    }
}

/// How to render.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RenderOptions<'a> {
    /// Rows written at most; `None` writes all.
    pub limit: Option<u64>,
    /// Columns of the terminal, which a table never exceeds; `None` (a pipe, a file) cuts nothing.
    pub width: Option<usize>,
    /// Whether a table or chart may use ANSI colours and bold.
    pub color: bool,
    /// What stands above the rows, in HTML and in networks.
    pub title: Option<&'a str>,
    /// CSV and TSV for spreadsheets: a byte order mark, and cells guarded that a spreadsheet would run. TSV then
    /// quotes as CSV does, since that is how spreadsheets read it.
    pub excel: bool,
    /// What a table does whose columns do not fit the terminal.
    pub overflow: Overflow,
    /// Whether the edges of a network have a direction.
    pub direction: Direction,
}

/// What a table does whose columns do not fit the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overflow {
    /// It becomes a record per block.
    #[default]
    Blocks,
    /// It shows its first column, and of the others the first ones that fit.
    FirstColumns,
    /// It shows its first column, and of the others the last ones that fit.
    LastColumns,
}

/// What was rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rendered {
    /// Rows written.
    pub written: u64,
    /// Rows that the query gave; more than `written` where the limit cut.
    pub total: u64,
    /// Columns left out because they did not fit.
    pub columns_left_out: usize,
}

/// Writes the rows to `out` in this format and flushes it.
///
/// # Errors
/// When the rows fail, or `out` does: then the kind is [`ErrorKind::Io`] and the source the
/// [`io::Error`]; [`is_broken_pipe`] tells when the reader only went away.
pub fn render(
    format: OutputFormat,
    rows: &mut dyn Rows,
    out: &mut dyn Write,
    options: &RenderOptions,
) -> Result<Rendered> {
    let rendered = match format {
        OutputFormat::Table => table::render(rows, out, options),
        OutputFormat::Csv => delimited::render_quoted(rows, out, options, b','),
        OutputFormat::Tsv if options.excel => delimited::render_quoted(rows, out, options, b'\t'),
        OutputFormat::Tsv => delimited::render_tsv(rows, out, options),
        OutputFormat::Json => json::render_array(rows, out, options),
        OutputFormat::Jsonl => json::render_lines(rows, out, options),
        OutputFormat::Markdown => markdown::render(rows, out, options),
        OutputFormat::Html => html::render(rows, out, options),
        OutputFormat::Gexf => network::render_gexf(rows, out, options),
        OutputFormat::Graphml => network::render_graphml(rows, out, options),
    }?;
    out.flush().map_err(write_failed)?;
    Ok(rendered)
}

/// Whether the error says only that nobody reads the output any more, as after `… | head`.
#[must_use]
pub fn is_broken_pipe(error: &Error) -> bool {
    std::error::Error::source(error)
        .and_then(|source| source.downcast_ref::<io::Error>())
        .is_some_and(|source| source.kind() == io::ErrorKind::BrokenPipe)
}

/// Steps through all rows and hands over those within the limit.
fn each_row(
    rows: &mut dyn Rows,
    options: &RenderOptions,
    mut write: impl FnMut(&[Value]) -> Result<()>,
) -> Result<Rendered> {
    let mut rendered = Rendered::default();
    while let Some(row) = rows.next_row()? {
        if options.limit.is_none_or(|limit| rendered.written < limit) {
            write(row)?;
            rendered.written += 1;
        }
        rendered.total += 1;
    }
    Ok(rendered)
}

/// The names of the columns, where no two are equal: a repeated one gets a number, as in `name`, `name_2`.
fn distinct_names(columns: &[Column]) -> Vec<String> {
    let given: HashSet<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let mut taken = HashSet::new();
    let distinct = |column: &Column| {
        let mut name = column.name.clone();
        let mut number = 1_u64;
        while taken.contains(&name) || (number > 1 && given.contains(name.as_str())) {
            number += 1;
            name = format!("{}_{number}", column.name);
        }
        taken.insert(name.clone());
        name
    };
    columns.iter().map(distinct).collect()
}

/// Bold where colours are allowed.
fn bold(text: &str, options: &RenderOptions) -> String {
    if options.color { format!("\u{1B}[1m{text}\u{1B}[0m") } else { text.to_owned() }
}

fn write_failed(error: io::Error) -> Error {
    let is_full = error.kind() == io::ErrorKind::StorageFull;
    let failure = Error::new(ErrorKind::Io, "the output cannot be written").caused_by(error);
    if is_full { failure.hint("free some space, or give another place with `-o FILE`") } else { failure }
}
