//! `chancery entities list`.

use std::collections::HashMap;
use std::path::PathBuf;

use clap::Args;

use super::{shared, unreadable};
use crate::Result;
use crate::cli::format::ListFormat;
use crate::cli::listing::{Listing, text};
use crate::cli::output::list_format;
use crate::cli::session::Session;
use crate::extract::fold::fold;
use crate::extract::naming::spelling;
use crate::model::{Alias, Origin, Rule};
use crate::query::rows::{ColumnType, Value};
use crate::render::{RenderOptions, render};
use crate::store::dictionary;

/// List who can be named
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// Only those in whose name or aliases all of these words begin a word
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Only this kind: country, organisation, person or one of your own
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// One row an alias
    #[arg(long)]
    aliases: bool,
    /// Write the list in this format [default: table, or what the ending of --output says]
    #[arg(short, long, value_name = "FORMAT", value_enum)]
    format: Option<ListFormat>,
    /// Write to this file, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl ListArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        let format = list_format(self.format, self.output.as_deref())?;
        let connection = session.open_store()?;
        let rows = dictionary::rows(&connection).map_err(unreadable)?;
        let posts = dictionary::posts_by_entity(&connection).map_err(unreadable)?;
        let kind = self.kind.as_deref().map(fold);
        let words: Vec<String> =
            self.words.iter().flat_map(|words| words.split_whitespace()).map(fold).collect();
        let mut groups: Vec<&[dictionary::Row]> = rows
            .chunk_by(|one, other| one.entity_id == other.entity_id)
            .filter(|group| {
                group.first().is_some_and(|row| kind.as_ref().is_none_or(|kind| row.alias.who.kind == *kind))
                    && (words.is_empty() || has_words(group, &words))
            })
            .collect();
        groups.sort_by_key(|group| group.first().map(|row| &row.alias.who));
        let listing = if self.aliases { aliases_listing(&groups) } else { listing(&groups, &posts) };
        let terminal = session.terminal();
        let options = match self.output {
            None => RenderOptions {
                width: terminal.columns(),
                color: terminal.colors_stdout(),
                ..RenderOptions::default()
            },
            Some(_) => RenderOptions::default(),
        };
        let mut listing = listing;
        session.refuse_loaded(self.output.as_deref())?;
        let mut destination = session.destination(self.output.as_deref())?;
        render(format, &mut listing, &mut destination, &options)?;
        destination.finish()?;
        let shown = groups.iter().flat_map(|group| group.iter().map(|row| &row.alias));
        shared::warn_of(session, &rows, shown);
        Ok(())
    }
}

/// Whether each word begins a word of the name or of one alias.
fn has_words(group: &[dictionary::Row], words: &[String]) -> bool {
    let has = |text: &str| {
        let text = fold(text);
        // What is asked for may go on over a hyphen or an apostrophe: `al-assad`, `d'ivoire`.
        words.iter().all(|word| {
            text.match_indices(word.as_str())
                .any(|(at, _)| !text[..at].chars().next_back().is_some_and(char::is_alphanumeric))
        })
    };
    group.iter().any(|row| has(&row.alias.who.label) || has(&spelling::first_form(&row.alias.alias)))
}

fn listing(groups: &[&[dictionary::Row]], posts: &HashMap<i64, i64>) -> Listing {
    let mut listing = Listing::new(&[
        ("kind", ColumnType::Text),
        ("name", ColumnType::Text),
        ("code", ColumnType::Text),
        ("aliases", ColumnType::Int),
        ("origin", ColumnType::Text),
        ("posts", ColumnType::Int),
    ]);
    for group in groups {
        let Some(first) = group.first() else { continue };
        let who = &first.alias.who;
        let users = group.iter().filter(|row| row.alias.origin == Origin::User).count();
        let origin = match users {
            0 => "bundled",
            users if users == group.len() => "user",
            _ => "bundled, user",
        };
        listing.push(vec![
            Value::Text(who.kind.clone()),
            Value::Text(who.label.clone()),
            text(Some(who.code.clone()).filter(|code| !code.is_empty())),
            Value::Integer(i64::try_from(group.len()).unwrap_or(i64::MAX)),
            Value::Text(origin.to_owned()),
            Value::Integer(posts.get(&first.entity_id).copied().unwrap_or(0)),
        ]);
    }
    listing
}

fn aliases_listing(groups: &[&[dictionary::Row]]) -> Listing {
    let columns =
        ["kind", "name", "alias", "language", "rule", "origin"].map(|name| (name, ColumnType::Text));
    let mut listing = Listing::new(&columns);
    for row in groups.iter().flat_map(|group| group.iter()) {
        let Alias { who, alias, language, rule, origin } = &row.alias;
        let rule = match rule {
            Rule::Derived => spelling::derived_rule(alias),
            rule => *rule,
        };
        listing.push(vec![
            Value::Text(who.kind.clone()),
            Value::Text(who.label.clone()),
            Value::Text(alias.clone()),
            text(Some(language.clone()).filter(|language| !language.is_empty())),
            Value::Text(rule.as_str().to_owned()),
            Value::Text(origin.as_str().to_owned()),
        ]);
    }
    listing
}
