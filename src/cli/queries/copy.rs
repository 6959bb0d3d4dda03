//! `chancery queries copy`.

use std::path::PathBuf;

use super::own_file;
use crate::cli::session::Session;
use crate::query::catalogue::Catalogue;
use crate::{Error, ErrorKind, Result};

/// Writes the text of a query into a file of one's own, and prints its path.
pub(super) fn copy(
    catalogue: &Catalogue,
    name: &str,
    new_name: Option<&str>,
    folders: &[PathBuf],
    session: &Session,
) -> Result<()> {
    let query = catalogue.find(name)?;
    for problem in catalogue.same_named(name) {
        session.warn(&problem.to_string());
    }
    if let Some(problem) =
        query.problems.iter().find(|problem| problem.prevents_run && problem.line.is_none())
    {
        return Err(Error::new(ErrorKind::Query, problem.to_string()));
    }
    let new_name = new_name.unwrap_or(&query.name);
    let path = own_file::place(new_name, folders)?;
    let text =
        if new_name == query.name { query.sql.clone() } else { renamed(&query.sql, &query.name, new_name) };
    own_file::write(&path, &text)?;
    let printed = session.print_done(&format!("{}\n", path.display()));
    if let Some(origin) = own_file::hidden(catalogue, new_name) {
        session.note(&format!("{new_name} now takes the place of the one that was found before ({origin})"));
    }
    session.note(&own_file::next_steps(new_name, folders));
    printed
}

/// The text with the new name in its examples.
fn renamed(sql: &str, old: &str, new: &str) -> String {
    let example = format!("-- @example chancery run {old}");
    let mut text = String::with_capacity(sql.len());
    for line in sql.split_inclusive('\n') {
        match line.strip_prefix(&example) {
            Some(rest) if rest.starts_with(char::is_whitespace) || rest.is_empty() => {
                text.push_str("-- @example chancery run ");
                text.push_str(new);
                text.push_str(rest);
            }
            _ => text.push_str(line),
        }
    }
    text
}
