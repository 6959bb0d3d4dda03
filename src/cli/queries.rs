//! `chancery queries`: what queries there are, what they say, where they are, and whether they are sound.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Duration;

use clap::{Args, Subcommand};

use super::interrupt::stop_on_ctrl_c;
use super::listing::{Listing, text};
use super::output::print_list;
use super::run::flags;
use super::session::Session;
use crate::query::bind::Bound;
use crate::query::catalogue::Entry;
use crate::query::parameter::Parameter;
use crate::query::rows::{ColumnType, Value};
use crate::query::runner::{Budget, Runner};
use crate::query::{Problem, Query, Severity, check, paste};
use crate::{Error, ErrorKind, Result, store};

/// How long a query may run in a check.
const CHECK_BUDGET: Budget = Budget { time: Some(Duration::from_secs(30)), steps: None };

/// List, search, show and check the named queries
#[derive(Debug, Clone, Args)]
pub(super) struct QueriesArgs {
    /// Find queries in this folder, too; can be repeated
    #[arg(long, value_name = "DIR", global = true)]
    pub(super) queries: Vec<std::path::PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub(super) command: QueriesCommand,
}

/// The commands under `queries`.
#[derive(Debug, Clone, Subcommand)]
pub(super) enum QueriesCommand {
    /// List all queries
    List {
        /// Only those with this tag
        #[arg(long)]
        tag: Option<String>,
        /// Print as table, csv, tsv, json, jsonl or markdown [default: table]
        #[arg(short, long, value_name = "FORMAT")]
        format: Option<String>,
    },
    /// Find queries by words of their title, question, help or columns
    Search {
        /// The words
        #[arg(required = true)]
        words: Vec<String>,
        /// Print as table, csv, tsv, json, jsonl or markdown [default: table]
        #[arg(short, long, value_name = "FORMAT")]
        format: Option<String>,
    },
    /// Show what a query answers, its flags and its columns
    Show {
        /// The query: its name, or the path of an .sql file
        name: String,
        /// Print the SQL text as it is
        #[arg(long, conflicts_with = "sqlite3")]
        sql: bool,
        /// Print .parameter lines and the SQL, to paste into sqlite3
        #[arg(long)]
        sqlite3: bool,
    },
    /// Print where queries are found, in order: later wins
    Path,
    /// Check that queries are sound: header, SQL, parameters, columns
    Check {
        /// The queries: names or paths [default: all]
        files: Vec<String>,
    },
}

impl QueriesArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        queries(&self, session)
    }
}

fn queries(args: &QueriesArgs, session: &Session) -> Result<()> {
    if matches!(args.command, QueriesCommand::Path) {
        return path(session, &args.queries);
    }
    let catalogue = session.catalogue(&args.queries)?;
    match &args.command {
        QueriesCommand::List { tag, format } => {
            let has_tag =
                |entry: &&Entry| tag.as_ref().is_none_or(|tag| entry.query.header.tags.contains(tag));
            let mut entries: Vec<&Entry> = catalogue.entries().filter(has_tag).collect();
            if let (Some(tag), true) = (tag, entries.is_empty()) {
                return Err(unknown_tag(tag, catalogue.entries()));
            }
            entries.sort_by_key(|entry| (entry.query.group.is_none(), entry.query.group.clone()));
            for problem in catalogue.problems() {
                session.warn(&problem.to_string());
            }
            list(&entries, format.clone(), session)
        }
        QueriesCommand::Search { words, format } => {
            let found = catalogue.search(&words.join(" "));
            if found.is_empty() {
                session.note(&format!(
                    "no query has the words '{}'; see all: chancery queries list",
                    words.join(" ")
                ));
            }
            list(&found, format.clone(), session)
        }
        QueriesCommand::Show { name, sql, sqlite3 } => {
            let query = catalogue.find(name)?;
            if let Some(problem) =
                query.problems.iter().find(|problem| problem.prevents_run && problem.line.is_none())
            {
                return Err(Error::new(ErrorKind::Query, problem.to_string()));
            }
            let text = match (sql, sqlite3) {
                (true, _) => query.sql.clone(),
                (_, true) => paste::sqlite3(&query, &Bound::default()),
                _ => describe(&query),
            };
            session.print(&format!("{}\n", text.trim_end()))
        }
        QueriesCommand::Path => Ok(()),
        QueriesCommand::Check { files } => {
            let mut problems = Vec::new();
            let queries: Vec<Query> = if files.is_empty() {
                problems.extend_from_slice(catalogue.problems());
                catalogue.entries().map(|entry| entry.query.clone()).collect()
            } else {
                files.iter().map(|file| catalogue.find(file)).collect::<Result<_>>()?
            };
            check_queries(&queries, problems, session)
        }
    }
}

fn unknown_tag<'q>(tag: &str, entries: impl Iterator<Item = &'q Entry>) -> Error {
    let tags: BTreeSet<&str> =
        entries.flat_map(|entry| entry.query.header.tags.iter().map(String::as_str)).collect();
    let tags: Vec<&str> = tags.into_iter().collect();
    Error::new(ErrorKind::Usage, format!("no query has the tag '{tag}'"))
        .hint(format!("tags: {}", tags.join(", ")))
}

fn list(entries: &[&Entry], format: Option<String>, session: &Session) -> Result<()> {
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

fn path(session: &Session, more: &[std::path::PathBuf]) -> Result<()> {
    let mut lines = String::from("bundled\n");
    for (origin, folder) in session.folders(more).in_order() {
        let missing = if folder.is_dir() { "" } else { "  (not there)" };
        let _ = writeln!(lines, "{origin}  {}{missing}", folder.display());
    }
    session.print(&lines)
}

fn check_queries(queries: &[Query], mut problems: Vec<Problem>, session: &Session) -> Result<()> {
    let has_store = session.is_store_chosen() || session.store_path().exists();
    let connection = if has_store { session.open_store()? } else { store::in_memory()? };
    let mut runner = Runner::new(connection)?;
    stop_on_ctrl_c(runner.interrupt());
    for query in queries {
        problems.extend(check::check(query, &mut runner, CHECK_BUDGET));
    }
    let lines: String = problems.iter().map(|problem| format!("{}: {problem}\n", problem.severity)).collect();
    session.print(&lines)?;
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    match (errors, queries.len()) {
        (0, 1) => session.note("1 query is sound"),
        (0, all) => session.note(&format!("{all} queries are sound")),
        (1, _) => return Err(Error::new(ErrorKind::Query, "the check found 1 error")),
        (errors, _) => return Err(Error::new(ErrorKind::Query, format!("the check found {errors} errors"))),
    }
    Ok(())
}
