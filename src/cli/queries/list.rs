//! `chancery queries list` and `search`.

use std::collections::BTreeSet;

use crate::cli::listing::{Listing, text};
use crate::cli::output::print_list;
use crate::cli::session::Session;
use crate::query::catalogue::{Catalogue, Entry};
use crate::query::rows::{ColumnType, Value};
use crate::{Error, ErrorKind, Result};

/// Prints the queries, those with one tag when there is one.
pub(super) fn list(
    catalogue: &Catalogue,
    tag: Option<&str>,
    format: Option<String>,
    session: &Session,
) -> Result<()> {
    let has_tag =
        |entry: &&Entry| tag.is_none_or(|tag| entry.query.header.tags.iter().any(|other| other == tag));
    let mut entries: Vec<&Entry> = catalogue.entries().filter(has_tag).collect();
    if let (Some(tag), true) = (tag, entries.is_empty()) {
        return Err(unknown_tag(tag, catalogue.entries()));
    }
    entries.sort_by_key(|entry| (entry.query.group.is_none(), entry.query.group.clone()));
    for problem in catalogue.problems() {
        session.warn(&problem.to_string());
    }
    print(&entries, format, session)
}

/// Prints the queries that have the words, the best first.
pub(super) fn search(
    catalogue: &Catalogue,
    words: &[String],
    format: Option<String>,
    session: &Session,
) -> Result<()> {
    let found = catalogue.search(&words.join(" "));
    if found.is_empty() {
        session
            .note(&format!("no query has the words '{}'; see all: chancery queries list", words.join(" ")));
    }
    print(&found, format, session)
}

fn unknown_tag<'q>(tag: &str, entries: impl Iterator<Item = &'q Entry>) -> Error {
    let tags: BTreeSet<&str> =
        entries.flat_map(|entry| entry.query.header.tags.iter().map(String::as_str)).collect();
    let tags: Vec<&str> = tags.into_iter().collect();
    Error::new(ErrorKind::Usage, format!("no query has the tag '{tag}'"))
        .hint(format!("tags: {}", tags.join(", ")))
}

fn print(entries: &[&Entry], format: Option<String>, session: &Session) -> Result<()> {
    let mut listing =
        Listing::new(&["group", "name", "title", "tags", "from"].map(|name| (name, ColumnType::Text)));
    for entry in entries {
        let query = &entry.query;
        let broken = query.problems.iter().find(|problem| problem.prevents_run);
        if let Some(problem) = broken {
            session.warn(&problem.to_string());
        }
        let title = if broken.is_some() { "(cannot be run: see the warning)" } else { &query.header.title };
        listing.push(vec![
            text(query.group.clone()),
            Value::Text(query.name.clone()),
            Value::Text(title.to_owned()),
            Value::Text(query.header.tags.join(", ")),
            Value::Text(entry.origin_in_words()),
        ]);
    }
    print_list(&mut listing, format, session)
}
