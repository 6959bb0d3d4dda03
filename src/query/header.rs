//! The comment block at the top of a named query, which is its documentation.
//!
//! ```sql
//! -- Title
//! --
//! -- use: the question that it answers
//! -- tags: hashtags, time
//! -- @param since date? : first day counted
//! -- @column posts int  : posts counted
//! -- @wide rows=tag columns=period value=posts
//! -- @chart line x=period y=posts series=tag
//! -- @network undirected
//! -- Any other line is the long help.
//! SELECT …
//! ```
//!
//! The block is the lines that begin with `--`, up to the first one that does not. A line that is indented
//! by three spaces or more goes on with the key above it, unless it begins with a key itself. By how much all lines below
//! the title are indented does not count.

mod lines;
mod need;

use super::chart::Chart;
use super::network::Direction;
use super::parameter::{Mark, Parameter, RESERVED_NAMES};
use super::rows::ColumnType;
use super::wide::{Pivot, RowOrder};
use super::{Problem, Severity, token};

use self::lines::{DECLARATIONS, comment_lines, is_declaration, joined, plain_key};
pub use self::need::{Choice, Need};

/// More parameters than a query can need. A completion reads every query at every Tab, so a file must not take long.
const MOST_PARAMETERS: usize = 100;

/// SQLite gives no more columns.
const MOST_COLUMNS: usize = 2_000;

/// What the comment block of a named query says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Header {
    /// The first line.
    pub title: String,
    /// `use:` the question that the report answers.
    pub question: Option<String>,
    /// `tags:`
    pub tags: Vec<String>,
    /// `note:`, one for each line.
    pub notes: Vec<String>,
    /// `needs:` what the store must have, e.g. `views` or `search-index`.
    pub needs: Vec<Need>,
    /// `@param`, in order.
    pub parameters: Vec<Parameter>,
    /// `@column`, in order.
    pub columns: Vec<ColumnLine>,
    /// `@wide rows=… columns=… value=… [order=total|latest|first]`
    pub wide: Option<Wide>,
    /// `@chart KIND x=… y=…`
    pub chart: Option<Chart>,
    /// `@network directed|undirected`
    pub network: Option<Direction>,
    /// `@example`, one for each line.
    pub examples: Vec<String>,
    /// The remaining lines.
    pub help: String,
}

/// One `@column NAME TYPE : HELP`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnLine {
    /// The name that SQL gives the column.
    pub name: String,
    /// What its values mean.
    pub kind: ColumnType,
    /// What is counted.
    pub help: String,
    /// The line of the file, from 1.
    pub line: usize,
}

/// Which columns make the matrix of `--wide`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wide {
    /// The column whose values name the rows.
    pub rows: String,
    /// The column whose values name the columns.
    pub columns: String,
    /// The column whose values fill the cells.
    pub value: String,
    /// In which order the rows stand.
    pub order: RowOrder,
    /// The line of the file, from 1.
    pub line: usize,
}

impl Wide {
    /// The same for [`Matrix::read`](super::wide::Matrix::read).
    #[must_use]
    pub fn pivot(&self) -> Pivot<'_> {
        Pivot { rows: Some(&self.rows), columns: &self.columns, value: &self.value, order: self.order }
    }
}

impl Header {
    /// The header of this text, and what is wrong with it; `file` is the file's name for messages.
    #[must_use]
    pub fn parse(file: &str, sql: &str) -> (Self, Vec<Problem>) {
        let mut reading = Reading { file, ..Reading::default() };
        let lines: Vec<(usize, &str)> = comment_lines(sql).collect();
        match lines.first() {
            Some((_, title)) if !title.trim().is_empty() && !title.trim_start().starts_with('@') => {
                title.trim().clone_into(&mut reading.header.title);
            }
            _ => reading.problem(1, "the first line is the title: -- What the report shows"),
        }
        for (line, text) in joined(lines.get(1..).unwrap_or_default()) {
            reading.take(line, &text);
        }
        for (line, message) in reading.header.faults_of_needs() {
            reading.problem(line, message);
        }
        reading.check_leftover(sql, lines.len());
        reading.header.help = reading.header.help.trim().to_owned();
        (reading.header, reading.problems)
    }

    /// The declared parameter of this name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    /// What the column of this name means, as its `@column` line says.
    #[must_use]
    pub fn column_type(&self, name: &str) -> ColumnType {
        self.columns.iter().find(|column| column.name == name).map(|column| column.kind).unwrap_or_default()
    }
}

#[derive(Default)]
struct Reading<'a> {
    file: &'a str,
    header: Header,
    problems: Vec<Problem>,
    /// Whether it has more parameters than are read.
    has_too_many: bool,
    /// The same of columns.
    has_too_many_columns: bool,
}

impl Reading<'_> {
    /// A problem of the lint that a run can live with.
    fn problem(&mut self, line: usize, message: impl Into<String>) {
        self.add(line, message, false);
    }

    /// A problem that leaves the meaning of the query unknown.
    fn fatal(&mut self, line: usize, message: impl Into<String>) {
        self.add(line, message, true);
    }

    fn add(&mut self, line: usize, message: impl Into<String>, prevents_run: bool) {
        self.problems.push(Problem {
            severity: Severity::Error,
            prevents_run,
            file: self.file.to_owned(),
            line: Some(line),
            message: message.into(),
        });
    }

    fn take(&mut self, line: usize, text: &str) {
        if let Some(rest) = text.strip_prefix('@') {
            let (key, value) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            return self.take_declaration(line, key, value.trim());
        }
        match plain_key(text) {
            Some(("use", value)) => {
                if self.header.question.replace(value.to_owned()).is_some() {
                    self.problem(line, "'use:' stands twice");
                }
            }
            Some(("tags", value)) => self.header.tags.extend(words(value)),
            Some(("needs", value)) => {
                for part in words(value) {
                    match Need::parse(&part, line) {
                        Ok(need) => self.header.needs.push(need),
                        Err(message) => self.problem(line, message),
                    }
                }
            }
            Some((_, value)) => self.header.notes.push(value.to_owned()),
            None => {
                self.header.help.push_str(text);
                self.header.help.push('\n');
            }
        }
    }

    fn take_declaration(&mut self, line: usize, key: &str, value: &str) {
        match key {
            "param" => self.take_parameter(line, value),
            "column" => self.take_column(line, value),
            "wide" => self.take_wide(line, value),
            "chart" => match Chart::parse(value, line) {
                Ok(chart) => {
                    if self.header.chart.replace(chart).is_some() {
                        self.problem(line, "'@chart' stands twice");
                    }
                }
                Err(message) => self.problem(line, message),
            },
            "network" => match Direction::parse(value) {
                Ok(direction) => {
                    if self.header.network.replace(direction).is_some() {
                        self.problem(line, "'@network' stands twice");
                    }
                }
                Err(message) => self.problem(line, message),
            },
            "example" => self.header.examples.push(value.to_owned()),
            _ => self.problem(line, format!("unknown key '@{key}'; known: @{}", DECLARATIONS.join(", @"))),
        }
    }

    fn take_parameter(&mut self, line: usize, value: &str) {
        let parameter = match Parameter::parse(value, line) {
            Ok(parameter) => parameter,
            Err(message) => return self.fatal(line, message),
        };
        if self.header.parameters.len() >= MOST_PARAMETERS {
            if !std::mem::replace(&mut self.has_too_many, true) {
                self.fatal(line, format!("a query has at most {MOST_PARAMETERS} parameters"));
            }
        } else if RESERVED_NAMES.contains(&parameter.name.as_str()) {
            self.fatal(
                line,
                format!("'{}' is an option of run; give the parameter another name", parameter.name),
            );
        } else if let Some(first) = self.header.parameter(&parameter.name) {
            let message = format!("'{}' is declared twice, first in line {}", parameter.name, first.line);
            self.fatal(line, message);
        } else if let Some(list) = self.list_with_file(&parameter) {
            let message = format!(
                "--{}-file is a flag of the list '{list}'; give '{list}_file' another name",
                list.replace('_', "-")
            );
            self.fatal(line, message);
        } else {
            self.header.parameters.push(parameter);
        }
    }

    /// The list of which `--NAME-file` would be the flag of this parameter, or this one the list of another.
    fn list_with_file(&self, parameter: &Parameter) -> Option<String> {
        let takes = |list: &Parameter, other: &Parameter| {
            list.mark == Mark::List && other.name.strip_suffix("_file") == Some(&list.name)
        };
        let clashes = |other: &&Parameter| takes(other, parameter) || takes(parameter, other);
        let other = self.header.parameters.iter().find(clashes)?;
        Some(if takes(other, parameter) { other.name.clone() } else { parameter.name.clone() })
    }

    fn take_column(&mut self, line: usize, value: &str) {
        let (declaration, help) = match value.split_once(':') {
            Some((declaration, help)) => (declaration, help.trim()),
            None => (value, ""),
        };
        let mut parts = declaration.split_whitespace();
        let (Some(name), Some(kind), None) = (parts.next(), parts.next(), parts.next()) else {
            return self.problem(line, "@column needs a name and a type: @column NAME TYPE : HELP");
        };
        let Some(kind) = column_type(kind) else {
            let message = format!(
                "'{kind}' is no type of a column; types: text, before, int, float, percent, date, link"
            );
            return self.problem(line, message);
        };
        if self.header.columns.len() >= MOST_COLUMNS {
            if !std::mem::replace(&mut self.has_too_many_columns, true) {
                self.problem(line, format!("a result has at most {MOST_COLUMNS} columns"));
            }
        } else if self.header.columns.iter().any(|column| column.name == name) {
            self.problem(line, format!("column '{name}' stands twice"));
        } else {
            self.header.columns.push(ColumnLine { name: name.to_owned(), kind, help: help.to_owned(), line });
        }
    }

    fn take_wide(&mut self, line: usize, value: &str) {
        const GRAMMAR: &str = "@wide rows=NAME columns=NAME value=NAME [order=total|latest|first]";
        let (mut rows, mut columns, mut cell, mut order) = (None, None, None, None);
        for part in value.split_whitespace() {
            let (key, name) = part.split_once('=').unwrap_or((part, ""));
            let slot = match key {
                "rows" => &mut rows,
                "columns" => &mut columns,
                "value" => &mut cell,
                "order" => &mut order,
                _ => return self.problem(line, format!("'{part}' is no part of {GRAMMAR}")),
            };
            if name.is_empty() || slot.replace(name.to_owned()).is_some() {
                return self.problem(line, format!("'{part}' does not name one thing; write {GRAMMAR}"));
            }
        }
        let (Some(rows), Some(columns), Some(value)) = (rows, columns, cell) else {
            return self.problem(line, format!("@wide needs three columns: {GRAMMAR}"));
        };
        let word = order.unwrap_or_else(|| RowOrder::default().name().to_owned());
        match RowOrder::ALL.into_iter().find(|order| order.name() == word) {
            Some(order) => {
                if self.header.wide.replace(Wide { rows, columns, value, order, line }).is_some() {
                    self.problem(line, "'@wide' stands twice");
                }
            }
            None => self.problem(line, format!("'{word}' is no order of rows: {GRAMMAR}")),
        }
    }

    /// Keys in a later comment are not read, which must not go by in silence. Within the statement a word with a colon is
    /// none.
    fn check_leftover(&mut self, sql: &str, header_lines: usize) {
        let begins = token::tokens(sql).next().map_or(usize::MAX, |first| token::line_of(sql, first.start));
        for (index, line) in sql.lines().enumerate().skip(header_lines) {
            let Some(comment) = line.trim_start().strip_prefix("--").map(str::trim_start) else { continue };
            if is_declaration(comment) || index + 1 < begins && plain_key(comment).is_some() {
                self.problem(
                    index + 1,
                    "this stands below the header and is not read; move it into the first comment block",
                );
            }
        }
    }
}

fn words(value: &str) -> impl Iterator<Item = String> {
    value.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned)
}

fn column_type(word: &str) -> Option<ColumnType> {
    Some(match word {
        "text" => ColumnType::Text,
        "before" => ColumnType::Before,
        "int" => ColumnType::Int,
        "float" => ColumnType::Float,
        "percent" => ColumnType::Percent,
        "date" => ColumnType::Date,
        "link" => ColumnType::Link,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
