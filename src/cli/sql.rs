//! `chancery sql`: one read-only statement as it is.

use clap::Args;

use super::interrupt::stop_on_ctrl_c;
use super::output::OutputArgs;
use super::recorded::RecordedOutput;
use super::session::Session;
use crate::query::runner::Runner;
use crate::report::form::Subject;
use crate::report::record::Record;
use crate::{Result, report};

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
    /// Write no record, FILE.meta.json, beside the file of --output
    #[arg(long)]
    no_meta: bool,
}

/// A statement; a word that looks like an option is none.
fn statement(text: &str) -> Result<String, String> {
    let is_option = text.starts_with('-') && !text.contains(char::is_whitespace);
    if is_option { Err("it is no statement, and no option of sql".to_owned()) } else { Ok(text.to_owned()) }
}

impl SqlArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        let budget = self.output.budget()?;
        let form = self.output.form()?;
        let path = self.output.output.as_deref();
        let mut output = RecordedOutput::open(session, path, &[], !self.no_meta)?;
        session.refuse_loaded(path)?;
        let mut runner = Runner::on_snapshot(session.open_store()?)?;
        stop_on_ctrl_c(runner.interrupt());
        let screen = self.output.screen(session);
        let written = runner.run_sql(&self.sql, budget, |rows| {
            report::write(rows, &form, Subject::default(), &mut output, screen)
        })?;
        let around = session.circumstances(&[]);
        output.record(|file, digest| {
            Record::of_sql(&self.sql, &form, &written, file, digest, &around, &runner)
        })?;
        output.finish()?;
        let printed = written.printed;
        if printed.all == Some(0) {
            session.note("0 rows");
        }
        if let Some(note) = printed.cut_note() {
            session.note(&note);
        }
        Ok(())
    }
}
