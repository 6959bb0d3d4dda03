//! `chancery queries`: what queries there are, what they say, where they are, and whether they are sound.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::session::Session;
use crate::Result;

mod check;
mod list;
mod show;

/// List, search, show and check the named queries
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
        if matches!(self.command, QueriesCommand::Path) {
            return path(session, &self.queries);
        }
        let catalogue = session.catalogue(&self.queries)?;
        match self.command {
            QueriesCommand::List { tag, format } => list::list(&catalogue, tag.as_deref(), format, session),
            QueriesCommand::Search { words, format } => list::search(&catalogue, &words, format, session),
            QueriesCommand::Show { name, sql, sqlite3 } => {
                show::show(&catalogue, &name, sql, sqlite3, session)
            }
            QueriesCommand::Check { files } => check::check_queries(&catalogue, &files, session),
            QueriesCommand::Path => Ok(()),
        }
    }
}

fn path(session: &Session, more: &[PathBuf]) -> Result<()> {
    let mut lines = String::from("bundled\n");
    for (origin, folder) in session.folders(more).in_order() {
        let missing = if folder.is_dir() { "" } else { "  (not there)" };
        let _ = writeln!(lines, "{origin}  {}{missing}", folder.display());
    }
    session.print(&lines)
}
