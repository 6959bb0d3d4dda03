//! `chancery queries`: what queries there are, what they say, where they are, and whether they are sound.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, Command, Subcommand};

use super::format::ListFormat;
use super::output::seconds;
use super::run::flags;
use super::session::Session;
use crate::Result;
use crate::query::Query;

mod check;
mod copy;
mod explain;
mod list;
mod new;
mod own_file;
mod publish;
mod show;
mod values;

/// Find, write, check, explain and publish the named queries
#[derive(Debug, Clone, Args)]
pub(super) struct QueriesArgs {
    /// Find queries in this folder, too; can be repeated
    #[arg(long, value_name = "DIR", global = true)]
    pub(super) queries: Vec<PathBuf>,
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
        /// Write the list in this format [default: table]
        #[arg(short, long, value_name = "FORMAT", value_enum)]
        format: Option<ListFormat>,
    },
    /// Find queries by words of their title, question, columns or help
    Search {
        /// The words
        #[arg(required = true)]
        words: Vec<String>,
        /// Write the list in this format [default: table]
        #[arg(short, long, value_name = "FORMAT", value_enum)]
        format: Option<ListFormat>,
    },
    /// Show what a query answers, its flags and its columns
    #[command(after_help = "\
Examples:
  chancery queries show top-hashtags
  chancery queries show overview --sqlite3 | sqlite3 chancery.db")]
    Show(show::ShowArgs),
    /// Explain how a query reads the store
    ///
    /// Tells for each step which table it reads, by which index or from beginning to end, and what is sorted.
    #[command(after_help = "\
Examples:
  chancery queries explain top-hashtags --since 2024-01
  chancery queries explain ./queries/mine.sql --raw")]
    Explain(explain::ExplainArgs),
    /// Write a new query into ./queries, or into the folder of --queries
    New {
        /// Its name: a-z, 0-9 and -
        name: String,
    },
    /// Copy a query into ./queries, or the folder of --queries, to change it
    Copy {
        /// The query
        name: String,
        /// The name of the copy [default: the same, which then takes the place of the query]
        new_name: Option<String>,
    },
    /// Keep queries as views report_… in the store, for other tools
    ///
    /// A view gives the rows of `run` with the values given now, in any tool that opens the store with SQLite; DuckDB
    /// needs its sqlite_query(). Publishing again takes the place of the earlier view; no view or table of others is
    /// ever touched.
    #[command(after_help = "\
Examples:
  chancery queries publish
  chancery queries publish top-hashtags --since 2024-01 --top 100
  chancery queries publish --drop top-hashtags")]
    Publish(publish::PublishArgs),
    /// Print where queries are found, in order: later wins
    Path,
    /// Check that queries are sound: header, SQL, flags, columns, defaults
    Check {
        /// The queries: names, files or folders [default: all]
        files: Vec<String>,
        /// Write what is wrong in this format [default: a line each]
        #[arg(short, long, value_name = "FORMAT", value_enum)]
        format: Option<ListFormat>,
        /// Stop a query after this many seconds; 0 never stops it [default: 30]
        #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = seconds)]
        timeout: Option<f64>,
    },
}

impl QueriesArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        if matches!(self.command, QueriesCommand::Path) {
            return path(session, &self.queries);
        }
        // The words after a query's name are read when the query is known; the folder and the store before.
        let early = flags::early(self.command.words());
        let session = &session.with_store(early.store);
        let folders = [self.queries, early.queries].concat();
        let catalogue = session.catalogue(&folders)?;
        match self.command {
            QueriesCommand::List { tag, format } => list::list(&catalogue, tag.as_deref(), format, session),
            QueriesCommand::Search { words, format } => list::search(&catalogue, &words, format, session),
            QueriesCommand::Show(args) => args.run(&catalogue, session),
            QueriesCommand::Explain(args) => args.run(&catalogue, session),
            QueriesCommand::New { name } => new::new(&catalogue, &name, &folders, session),
            QueriesCommand::Copy { name, new_name } => {
                copy::copy(&catalogue, &name, new_name.as_deref(), &folders, session)
            }
            QueriesCommand::Publish(args) => args.run(&catalogue, session),
            QueriesCommand::Check { files, format, timeout } => {
                check::check_queries(&catalogue, &files, format, timeout, session)
            }
            QueriesCommand::Path => Ok(()),
        }
    }
}

impl QueriesCommand {
    /// The words after the name of a query.
    fn words(&self) -> &[OsString] {
        match self {
            Self::Show(args) => &args.words,
            Self::Explain(args) => &args.words,
            Self::Publish(args) => &args.words,
            _ => &[],
        }
    }
}

/// The query under this command of `queries`, with the flags that may follow its name; `None` where none may.
pub(super) fn command_after(verb: &str, query: &Query) -> Option<Command> {
    let switches = match verb {
        "show" => show::switches().to_vec(),
        "explain" => explain::switches().to_vec(),
        "publish" => Vec::new(),
        _ => return None,
    };
    Some(flags::command_of(query, &format!("queries {verb}"), &switches))
}

fn path(session: &Session, more: &[PathBuf]) -> Result<()> {
    let mut lines = String::from("bundled\n");
    for (origin, folder) in session.folders(more).in_order() {
        let missing = if folder.is_dir() { "" } else { "  (not there)" };
        let _ = writeln!(lines, "{origin}  {}{missing}", folder.display());
    }
    session.print(&lines)
}
