//! `chancery queries list` and `search`.

use std::collections::BTreeSet;

use crate::cli::format::ListFormat;
use crate::cli::listing::{Listing, text};
use crate::cli::output::print_list;
use crate::cli::session::Session;
use crate::query::catalogue::{Catalogue, Entry, Origin};
use crate::query::rows::{ColumnType, Value};
use crate::render::OutputFormat;
use crate::{Error, ErrorKind, Result};

/// A terminal of so many columns has room for the tags.
const WIDE: usize = 120;

/// Prints the queries, those with one tag when there is one.
pub(super) fn list(
    catalogue: &Catalogue,
    tag: Option<&str>,
    format: Option<ListFormat>,
    session: &Session,
) -> Result<()> {
    let has_tag =
        |entry: &&Entry| tag.is_none_or(|tag| entry.query().header.tags.iter().any(|other| other == tag));
    let mut entries: Vec<&Entry> = catalogue.entries().filter(has_tag).collect();
    if let (Some(tag), true) = (tag, entries.is_empty()) {
        return Err(unknown_tag(tag, catalogue.entries()));
    }
    entries.sort_by_key(|entry| (entry.query().group.is_none(), entry.query().group.clone()));
    for problem in catalogue.problems() {
        session.warn(&problem.to_string());
    }
    print(&entries, format, session)
}

/// Prints the queries that have the words, the best first.
pub(super) fn search(
    catalogue: &Catalogue,
    words: &[String],
    format: Option<ListFormat>,
    session: &Session,
) -> Result<()> {
    let found = catalogue.search(&words.join(" "));
    if found.is_empty() {
        let text = words.join(" ");
        let close: Vec<String> =
            catalogue.close_words(&text).into_iter().flat_map(|(_, close)| close).collect();
        let meant =
            if close.is_empty() { String::new() } else { format!("; did you mean: {}", close.join(", ")) };
        session.note(&format!("no query has the words '{text}'{meant}; see all: chancery queries list"));
    }
    print(&found, format, session)
}

fn unknown_tag<'q>(tag: &str, entries: impl Iterator<Item = &'q Entry>) -> Error {
    let tags: BTreeSet<&str> =
        entries.flat_map(|entry| entry.query().header.tags.iter().map(String::as_str)).collect();
    let tags: Vec<&str> = tags.into_iter().collect();
    Error::new(ErrorKind::Usage, format!("no query has the tag '{tag}'"))
        .hint(format!("tags: {}", tags.join(", ")))
}

fn print(entries: &[&Entry], format: Option<ListFormat>, session: &Session) -> Result<()> {
    let columns = columns(entries, format, session);
    let heads: Vec<(&str, ColumnType)> = columns.iter().map(|name| (*name, ColumnType::Text)).collect();
    let mut listing = Listing::new(&heads);
    for entry in entries {
        let query = entry.query();
        let broken = query.problems.iter().find(|problem| problem.prevents_run);
        if let Some(problem) = broken {
            session.warn(&problem.to_string());
        }
        let title = if broken.is_some() { "(cannot be run: see the warning)" } else { &query.header.title };
        let cell = |column: &&str| match *column {
            "group" => text(query.group.clone()),
            "name" => Value::Text(query.name.clone()),
            "title" => Value::Text(title.to_owned()),
            "tags" => Value::Text(query.header.tags.join(", ")),
            _ => Value::Text(entry.origin_in_words()),
        };
        listing.push(columns.iter().map(cell).collect());
    }
    print_list(&mut listing, format, session)
}

/// On a terminal the titles come first: where it is narrow there are no tags, and where every query is a bundled one,
/// that is not said of each.
fn columns(entries: &[&Entry], format: Option<ListFormat>, session: &Session) -> Vec<&'static str> {
    let is_table = format.is_none_or(|format| OutputFormat::from(format) == OutputFormat::Table);
    let Some(width) = session.terminal().columns().filter(|_| is_table) else {
        return vec!["group", "name", "title", "tags", "from"];
    };
    let mut columns = vec!["group", "name", "title"];
    if width >= WIDE {
        columns.push("tags");
    }
    if entries.iter().any(|entry| entry.origin != Origin::Bundled) {
        columns.push("from");
    }
    columns
}
