//! `chancery entities`.

mod import;
mod list;
mod shared;

use std::path::PathBuf;
use std::slice;
use std::sync::Arc;

use clap::{Args, Subcommand};
use rusqlite::Connection;

use super::session::Session;
use crate::extract::fold::fold;
use crate::extract::naming::{alias_file, spelling};
use crate::model::{Alias, Named, Origin, Rule};
use crate::query::similar;
use crate::store::{self, dictionary};
use crate::{Error, ErrorKind, Result, shell};
use import::ImportArgs;
use list::ListArgs;

/// Edit the dictionary of names: countries, organisations, people
///
/// The dictionary of a store says which words name whom. Countries and international organisations come with the program;
/// your own rows go before these. Posts are read with the dictionary when they are loaded. After a change, chancery reindex
/// reads the loaded posts again.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery entities add person 'Anna Berg' Berg 'Берг||а|у|ом|е'
  chancery entities import people.csv
  chancery entities list --kind organisation trade

An alias in lower case counts in any case, an abbreviation as written, any other
where its capitals are capitals. 'Росси|я|и|ю' is the stem with each ending.")]
pub(super) struct EntitiesArgs {
    #[command(subcommand)]
    command: EntitiesCommand,
}

#[derive(Debug, Subcommand)]
enum EntitiesCommand {
    List(ListArgs),
    Add(AddArgs),
    Import(ImportArgs),
    Export(ExportArgs),
    Remove(RemoveArgs),
}

/// Add somebody, or aliases of somebody
///
/// The name itself is an alias, too.
#[derive(Debug, Args)]
struct AddArgs {
    /// country, organisation, person, or a word of your own
    kind: String,
    /// The name as reports show it
    name: String,
    /// Other spellings that mean the same
    #[arg(value_name = "ALIAS")]
    aliases: Vec<String>,
    /// How the aliases are compared; never: a phrase in which nobody is named
    #[arg(long, value_name = "RULE", value_parser = ["fold", "capital", "exact", "never"])]
    rule: Option<String>,
    /// The language of the aliases, such as en; for people to read
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// ISO 3166 alpha-2 of a country, which makes its flag count; or a short code
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
}

/// Write your rows as CSV that import can read
#[derive(Debug, Args)]
struct ExportArgs {
    /// The file, whole or not at all; standard output when it is not given
    file: Option<PathBuf>,
    /// The bundled rows, too
    #[arg(long)]
    all: bool,
}

/// Take rows out: your own, or aliases of bundled ones
///
/// A bundled alias stays in the dictionary as one that means nobody, until it is added again.
#[derive(Debug, Args)]
struct RemoveArgs {
    /// The kind
    kind: String,
    /// The name
    name: String,
    /// Only these aliases
    #[arg(value_name = "ALIAS")]
    aliases: Vec<String>,
}

impl EntitiesArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        match self.command {
            EntitiesCommand::List(list) => list.run(session),
            EntitiesCommand::Add(add) => add.run(session),
            EntitiesCommand::Import(import) => import.run(session),
            EntitiesCommand::Export(export) => export.run(session),
            EntitiesCommand::Remove(remove) => remove.run(session),
        }
    }
}

fn unreadable(cause: rusqlite::Error) -> Error {
    Error::new(ErrorKind::Store, "cannot read the dictionary")
        .hint("see what is wrong: chancery check")
        .caused_by(cause)
}

fn refused(cause: rusqlite::Error) -> Error {
    Error::new(ErrorKind::Store, "cannot change the dictionary; nothing was changed").caused_by(cause)
}

fn wrong(what: String) -> Error {
    Error::new(ErrorKind::Usage, what)
}

fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// Changes the dictionary and tells what was done, and whether loaded posts are to be read again.
fn change(session: &Session, work: impl FnOnce(&Connection) -> Result<String>) -> Result<()> {
    // Looked at by reading first, since opening for a change already writes to the file.
    drop(session.open_store()?);
    let ((done, is_newer), is_one_file) =
        store::change(session.store_path(), session.clock(), |connection| {
            let done = work(connection)?;
            Ok((done, dictionary::is_newer_than_posts(connection).map_err(refused)?))
        })?;
    let printed = session.print_done(&done);
    if is_newer {
        session.note("to apply it to the posts that are loaded: chancery reindex");
    }
    if !is_one_file {
        session.warn_of_wal();
    }
    printed
}

impl AddArgs {
    fn run(self, session: &Session) -> Result<()> {
        let who = alias_file::named(&self.kind, self.name.trim(), self.code.as_deref().unwrap_or_default());
        let who = Arc::new(who.map_err(wrong)?);
        let rule = self.rule.unwrap_or_default();
        let language = self.language.unwrap_or_default();
        // Who is said to be nobody under other words is still named by the name.
        let name = (rule != Rule::Never.as_str() || self.aliases.is_empty()).then_some(&self.name);
        let aliases: Vec<Alias> = name
            .into_iter()
            .chain(&self.aliases)
            .map(|alias| alias_file::alias(Arc::clone(&who), alias.trim(), &language, &rule, Origin::User))
            .collect::<Result<_, String>>()
            .map_err(wrong)?;
        change(session, |connection| {
            if rule != Rule::Never.as_str() {
                // Those that were written out: to add one more spelling says nothing of the name itself.
                let named = if self.aliases.is_empty() { slice::from_ref(&self.name) } else { &self.aliases };
                put_back(connection, &who, named.iter().map(|alias| alias.trim())).map_err(refused)?;
            }
            let added = dictionary::add(connection, &aliases).map_err(refused)?;
            Ok(added_text(added, aliases.len()))
        })?;
        shared::warn(session, &aliases);
        Ok(())
    }
}

fn added_text(added: usize, given: usize) -> String {
    let there = match given - added {
        0 => String::new(),
        there => format!("; {there} {} there already", if there == 1 { "was" } else { "were" }),
    };
    format!("added {}{there}\n", counted(added, "alias", "aliases"))
}

impl ExportArgs {
    fn run(self, session: &Session) -> Result<()> {
        let rows = dictionary::rows(&session.open_store()?).map_err(unreadable)?;
        let failed = |cause: csv::Error| Error::new(ErrorKind::Io, "cannot write the rows").caused_by(cause);
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(alias_file::COLUMNS).map_err(failed)?;
        for row in rows.iter().filter(|row| self.all || row.alias.origin == Origin::User) {
            let Alias { who, alias, language, rule, .. } = &row.alias;
            writer
                .write_record([&who.kind, &who.label, &who.code, alias, language, rule.as_str()])
                .map_err(failed)?;
        }
        let bytes = writer.into_inner().map_err(|cause| {
            Error::new(ErrorKind::Io, "cannot write the rows").caused_by(cause.into_error())
        })?;
        session.refuse_loaded(self.file.as_deref())?;
        let mut destination = session.destination(self.file.as_deref())?;
        destination.write_text(&String::from_utf8_lossy(&bytes))?;
        destination.finish()
    }
}

impl RemoveArgs {
    fn run(self, session: &Session) -> Result<()> {
        change(session, |connection| {
            let rows = dictionary::rows(connection).map_err(unreadable)?;
            let (kind, name) = (fold(self.kind.trim()), fold(self.name.trim()));
            let own: Vec<_> =
                rows.iter().filter(|row| row.alias.who.kind == kind && row.alias.who.name == name).collect();
            let Some(first) = own.first() else {
                let names = rows
                    .iter()
                    .filter(|row| row.alias.who.kind == kind)
                    .map(|row| row.alias.who.label.as_str());
                let mut names: Vec<&str> = names.collect();
                names.dedup();
                let error = wrong(format!("there is no {} '{}' in the dictionary", self.kind, self.name));
                return Err(match similar::close(&self.name, names, 3) {
                    close if close.is_empty() => error.hint("see all: chancery entities list"),
                    close => error.hint(format!("did you mean: {}", close.join(", "))),
                });
            };
            let who = &first.alias.who;
            if self.aliases.is_empty() {
                let removed = dictionary::remove(connection, first.entity_id, None).map_err(refused)?;
                if removed == 0 {
                    return Err(wrong(format!("'{}' comes with the program", who.label)).hint(format!(
                        "to have aliases of it mean nobody, name them: chancery entities remove {kind} {} ALIAS…",
                        shell::in_quotes(&*who.label)
                    )));
                }
                return Ok(format!("removed {}\n", counted(removed, "alias", "aliases")));
            }
            let mut removed = 0;
            let mut nobody = 0;
            for alias in &self.aliases {
                let taken = take_out(connection, first.entity_id, who, &own, alias.trim())?;
                removed += taken;
                nobody += usize::from(taken == 0);
            }
            let already = match nobody {
                0 => String::new(),
                1 => String::from("; 1 means nobody already"),
                several => format!("; {several} mean nobody already"),
            };
            Ok(format!("removed {}{already}\n", counted(removed, "alias", "aliases")))
        })
    }
}

/// Whether a row of the dictionary has this alias, which may be the first of its forms.
fn has_alias(row: &dictionary::Row, alias: &str) -> bool {
    row.alias.alias == alias || spelling::first_form(&row.alias.alias) == alias
}

/// Takes back that some bundled aliases of `who` mean nobody.
fn put_back<'a>(
    connection: &Connection,
    who: &Named,
    aliases: impl Iterator<Item = &'a str> + Clone,
) -> rusqlite::Result<()> {
    let is_meant = |row: &&dictionary::Row| {
        row.alias.who.kind == who.kind
            && row.alias.who.name == who.name
            && row.alias.origin == Origin::User
            && row.alias.rule == Rule::Never
            && aliases.clone().any(|alias| has_alias(row, alias))
    };
    for row in dictionary::rows(connection)?.iter().filter(is_meant) {
        dictionary::remove(connection, row.entity_id, Some((&row.alias.alias, Rule::Never)))?;
    }
    Ok(())
}

/// Takes one alias out, be it one of the user's or a bundled one. Gives 0 where it means nobody already.
fn take_out(
    connection: &Connection,
    entity_id: i64,
    who: &Arc<Named>,
    own: &[&dictionary::Row],
    alias: &str,
) -> Result<usize> {
    let meant: Vec<_> = own.iter().filter(|row| has_alias(row, alias)).collect();
    if meant.is_empty() {
        return Err(wrong(format!("'{}' has no alias '{alias}'", who.label))
            .hint(format!("see them: chancery entities list --aliases {}", shell::in_quotes(&*who.label))));
    }
    let is_bundled = meant.iter().any(|row| row.alias.origin == Origin::Bundled);
    let mut removed = 0;
    for row in meant {
        removed += match row.alias.origin {
            // It is what keeps the bundled one from meaning anybody.
            Origin::User if is_bundled && row.alias.rule == Rule::Never => Ok(0),
            Origin::User => {
                dictionary::remove(connection, entity_id, Some((&row.alias.alias, row.alias.rule)))
            }
            Origin::Bundled => {
                let never = Alias { rule: Rule::Never, origin: Origin::User, ..row.alias.clone() };
                dictionary::add(connection, &[never])
            }
        }
        .map_err(refused)?;
    }
    Ok(removed)
}
