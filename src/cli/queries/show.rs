//! `chancery queries show`.

use crate::cli::run::flags;
use crate::cli::session::Session;
use crate::query::bind::Bound;
use crate::query::catalogue::Catalogue;
use crate::query::parameter::Parameter;
use crate::query::{Query, paste};
use crate::{Error, ErrorKind, Result};

/// Prints what the query answers, or its text, or what to paste into `sqlite3`.
pub(super) fn show(
    catalogue: &Catalogue,
    name: &str,
    is_sql: bool,
    is_sqlite3: bool,
    session: &Session,
) -> Result<()> {
    let query = catalogue.find(name)?;
    if let Some(problem) =
        query.problems.iter().find(|problem| problem.prevents_run && problem.line.is_none())
    {
        return Err(Error::new(ErrorKind::Query, problem.to_string()));
    }
    let text = match (is_sql, is_sqlite3) {
        (true, _) => query.sql.clone(),
        (_, true) => paste::sqlite3(&query, &Bound::default()),
        _ => describe(&query),
    };
    session.print(&format!("{}\n", text.trim_end()))
}

/// What the header says, for people.
fn describe(query: &Query) -> String {
    let mut parts = vec![format!("{}: {}", query.name, flags::about(query))];
    if !query.header.parameters.is_empty() {
        parts.push(format!("Flags:\n{}", describe_flags(&query.header.parameters)));
    }
    parts.push(flags::after_help(query));
    if !query.header.tags.is_empty() {
        parts.push(format!("Tags: {}", query.header.tags.join(", ")));
    }
    if let Some(file) = &query.file {
        parts.push(format!("File: {}", file.display()));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// The flags under each other, a line each.
fn describe_flags(parameters: &[Parameter]) -> String {
    let flags: Vec<String> = parameters
        .iter()
        .map(|parameter| format!("--{} <{}>", parameter.flag(), flags::value_name(&parameter.kind)))
        .collect();
    let width = flags.iter().map(|flag| flag.chars().count()).max().unwrap_or(0);
    let lines: Vec<String> = flags
        .iter()
        .zip(parameters)
        .map(|(flag, parameter)| {
            format!("  {flag:width$}  {}", flags::flag_help(parameter)).trim_end().to_owned()
        })
        .collect();
    lines.join("\n")
}
