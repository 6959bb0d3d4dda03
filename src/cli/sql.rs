//! `chancery sql`: one read-only statement as it is.

use clap::Args;

use super::interrupt::stop_on_ctrl_c;
use super::output::{OutputArgs, write_rows};
use super::session::Session;
use crate::Result;
use crate::query::runner::Runner;

/// Run one read-only SQL statement
///
/// The tables and views are those that `chancery schema` shows.
#[derive(Debug, Clone, Args)]
pub(super) struct SqlArgs {
    /// The statement
    // It may begin with a comment.
    #[arg(allow_hyphen_values = true, value_parser = statement)]
    sql: String,
    /// How to print the rows.
    #[command(flatten)]
    output: OutputArgs,
}

/// A statement; a word that looks like an option is none.
fn statement(text: &str) -> Result<String, String> {
    let is_option = text.starts_with('-') && !text.contains(char::is_whitespace);
    if is_option { Err("it is no statement, and no option of sql".to_owned()) } else { Ok(text.to_owned()) }
}

impl SqlArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        let budget = self.output.budget()?;
        self.output.form()?;
        let destination = session.destination(self.output.output.as_deref())?;
        let mut runner = Runner::new(session.open_store()?)?;
        stop_on_ctrl_c(runner.interrupt());
        let printed =
            runner.run_sql(&self.sql, budget, |rows| write_rows(rows, &self.output, session, destination))?;
        if printed.all == Some(0) {
            session.note("0 rows");
        }
        if let Some(note) = printed.cut_note() {
            session.note(&note);
        }
        Ok(())
    }
}
