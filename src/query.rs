//! Named queries: finding them, reading their headers, binding their parameters, running them read-only.
//!
//! A named query is one `.sql` file that any SQLite tool can run. This module knows SQLite and the text of
//! the file; it does not know how a store is written, nor how rows are printed.
//!
//! ```text
//! file ─▶ catalogue ─▶ header ─▶ bind (parameters, dates, channels) ─▶ runner ─▶ rows
//! ```
//!
//! Nothing that a user gives is ever pasted into SQL: values are bound with their type.

pub mod bind;
pub mod catalogue;
pub mod channel;
pub mod chart;
pub mod check;
pub mod coverage;
pub mod datasette;
pub mod date;
mod failure;
mod found;
pub mod full_text;
pub mod header;
pub mod inline;
pub mod limit;
pub mod network;
pub mod parameter;
pub mod paste;
pub mod plan;
pub mod rows;
pub mod runner;
pub mod suggestions;
pub mod template;
pub mod wide;

mod literal;
pub(crate) mod number;
pub(crate) mod similar;
#[cfg(test)]
mod test_store;
mod token;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::{Error, ErrorKind, shell};

pub use self::header::Header;

/// One named query: its text, and what its header says.
#[derive(Debug, Clone)]
pub struct Query {
    /// The file's stem.
    pub name: String,
    /// The folder that it stands in, e.g. `hashtags`.
    pub group: Option<String>,
    /// The file; `None` for a bundled query.
    pub file: Option<PathBuf>,
    /// The file as messages name it.
    pub label: String,
    /// Whether its name alone does not lead to it: it was named by its path, or is in a folder of `--queries`.
    pub is_by_path: bool,
    /// The whole text of the file.
    pub sql: String,
    /// What the comment block at its top says.
    pub header: Header,
    /// What is wrong with the file or its header.
    pub problems: Vec<Problem>,
}

impl Query {
    /// The query that this text makes; whatever is wrong with its header stands in `problems`.
    #[must_use]
    pub fn parse(name: impl Into<String>, label: impl Into<String>, sql: impl Into<String>) -> Self {
        let (name, label, sql) = (name.into(), label.into(), sql.into());
        let (header, mut problems) = Header::parse(&label, &sql);
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if name.is_empty() || !name.bytes().all(is_plain) {
            problems.push(Problem {
                severity: Severity::Error,
                prevents_run: false,
                file: label.clone(),
                line: None,
                message: format!("the name '{name}' is not made of a-z, 0-9 and -; rename the file"),
            });
        }
        Self { name, group: None, file: None, label, is_by_path: false, sql, header, problems }
    }

    /// The word that leads to it in a command, as a shell takes it.
    #[must_use]
    pub fn word(&self) -> String {
        if self.is_by_path { shell::path(Path::new(&self.label)) } else { shell::word(&self.name) }
    }

    /// Why it cannot be run, where its file or its header cannot be read: then its flags are not known either.
    #[must_use]
    pub fn unfit(&self) -> Option<Error> {
        let problem = self.problems.iter().find(|problem| problem.prevents_run)?;
        let error = Error::new(ErrorKind::Query, problem.to_string());
        Some(
            error.hint(format!("see all that is wrong: chancery queries check {}", shell::word(&self.label))),
        )
    }
}

/// How bad a [`Problem`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Probably not what was meant.
    Warning,
    /// Wrong: `queries check` fails.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// Something wrong with a named query's file.
///
/// `Display` prints the place and the message, without the severity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is to the lint.
    pub severity: Severity,
    /// Whether the query cannot be run because of it.
    pub prevents_run: bool,
    /// The file as messages name it.
    pub file: String,
    /// The line, from 1, where there is one.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}
