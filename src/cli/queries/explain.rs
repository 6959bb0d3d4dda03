//! `chancery queries explain`.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::time::Duration;

use clap::{Arg, Args};

use super::values::{self, switch};
use crate::cli::interrupt::stop_on_ctrl_c;
use crate::cli::safe_text::safe_for_terminal;
use crate::cli::session::Session;
use crate::cli::wrapped::wrapped;
use crate::query::catalogue::Catalogue;
use crate::query::number::grouped;
use crate::query::plan;
use crate::query::runner::{Budget, Runner};
use crate::{Result, store};

/// How long it may take to count the rows of one table.
const COUNTING: Budget = Budget { time: Some(Duration::from_secs(10)), steps: None };

/// What to explain.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct ExplainArgs {
    /// Print SQLite's own words
    #[arg(long)]
    raw: bool,
    /// The query: its name, or the path of an .sql file
    #[arg(index = 1)]
    name: String,
    /// The flags of the query, as `run` takes them
    #[arg(index = 2, trailing_var_arg = true, allow_hyphen_values = true, value_name = "FLAGS")]
    pub(super) words: Vec<OsString>,
}

impl ExplainArgs {
    pub(super) fn run(self, catalogue: &Catalogue, session: &Session) -> Result<()> {
        let query = catalogue.find(&self.name)?;
        for problem in catalogue.same_named(&self.name) {
            session.warn(&problem.to_string());
        }
        let given = values::read(&query, "queries explain", &switches(), &self.words)?;
        if let Some(help) = given.help() {
            return session.print(help);
        }
        let has_store = session.is_store_chosen() || session.store_path().exists();
        let connection = if has_store { session.open_store()? } else { store::in_memory()? };
        let runner = Runner::new(connection)?;
        stop_on_ctrl_c(runner.interrupt());
        runner.check_reads(&query)?;
        let bound = given.bind(&query, &runner, session)?;
        let steps = plan::plan(&runner, &query, &bound)?;
        let is_raw = self.raw || given.has("raw");
        let mut page = String::new();
        for step in &steps {
            let lead = "  ".repeat(step.depth);
            if is_raw {
                // Writing to a String cannot fail.
                let _ = writeln!(page, "{lead}{}", step.raw);
            } else {
                wrapped(&mut page, &lead, &step.words, lead.len() + 2, session.terminal().columns());
            }
        }
        if !is_raw {
            page.push('\n');
            let tables = read_whole(&plan::scanned(&runner, &steps, COUNTING));
            wrapped(&mut page, "", &tables, 2, session.terminal().columns());
        }
        session.print(&safe_for_terminal(&page))?;
        if !has_store {
            session.note("note: no store here; this is the plan for an empty one");
        }
        Ok(())
    }
}

/// The switches that may follow the query's name.
pub(super) fn switches() -> [Arg; 1] {
    [switch("raw", "Print SQLite's own words")]
}

/// The line that tells which tables are read from beginning to end.
fn read_whole(tables: &[(String, Option<i64>)]) -> String {
    let tables: Vec<String> = tables
        .iter()
        .map(|(table, rows)| match rows {
            Some(1) => format!("{table} (1 row)"),
            Some(rows) => format!("{table} ({} rows)", grouped(*rows)),
            None => format!("{table} (many rows)"),
        })
        .collect();
    match tables.as_slice() {
        [] => "No table is read from beginning to end.".to_owned(),
        some => format!("Read from beginning to end: {}", some.join(", ")),
    }
}
