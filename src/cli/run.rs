//! `chancery run`: a named query, with flags made from its own header.
//!
//! The words are read twice. First the options of `run` up to the query's name; then, when the query is
//! known, all the words after its name, by a command that is built from its header.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, FromArgMatches};
use rusqlite::Connection;

use self::needs::{Needs, open_checked_store};
use self::throw_away::load_throw_away;
use super::interrupt::stop_on_ctrl_c;
use super::output::OutputArgs;
use super::recorded::RecordedOutput;
use super::session::Session;
use crate::query::Query;
use crate::query::bind::Arguments;
use crate::query::catalogue::Catalogue;
use crate::query::runner::{Budget, Runner};
use crate::report::form::{Form, Shape};
use crate::report::record::{Circumstances, PackRecord, Record, record_path};
use crate::report::{Prepared, Report};
use crate::{Error, ErrorKind, Result};

pub(super) mod flags;
pub(super) mod needs;
mod pack;
pub(super) mod suggested;
pub(super) mod throw_away;

/// Run a named query
#[derive(Debug, Clone, Args)]
// Before the query's name `--from` takes one word, or it would take the name.
#[command(disable_help_flag = true, mut_arg("from", |from| from.num_args(1)))]
pub(super) struct RunArgs {
    /// The options that do not depend on the query.
    #[command(flatten)]
    pub(super) options: RunOptions,
    /// Run all reports of this file, over one state of the store, and write them into the folder of --output
    #[arg(long, value_name = "PACK")]
    pub(super) pack: Option<PathBuf>,
    /// Print help; after a query's name, the help of that query
    #[arg(short, long)]
    pub(super) help: bool,
    /// The query, its name or the path of an .sql file; and its flags, which this shows: chancery run QUERY --help
    // One list, so that the options above do not take the words of flags that only the query knows.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "QUERY")]
    pub(super) words: Vec<OsString>,
}

/// The options that every query has.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct RunOptions {
    /// How to print the rows.
    #[command(flatten)]
    pub(super) output: OutputArgs,
    /// Load these inputs into a throw-away store and run the query there
    #[arg(long, value_name = "INPUT", num_args = 1..)]
    pub(super) from: Vec<String>,
    /// The day that counts as today, for a run that can be repeated
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub(super) as_of: Option<String>,
    /// Find queries in this folder, too; can be repeated
    #[arg(long, value_name = "DIR")]
    pub(super) queries: Vec<PathBuf>,
    /// Print the matrix of the query's @wide line, such as hashtags by months
    #[arg(long)]
    pub(super) wide: bool,
    /// Draw the chart of the query's @chart line
    #[arg(long)]
    pub(super) chart: bool,
    /// Write no record, FILE.meta.json, beside the file of --output
    #[arg(long)]
    pub(super) no_meta: bool,
}

impl RunOptions {
    fn shape(&self, query: &Query) -> Result<Shape> {
        match (self.wide, self.chart) {
            (true, true) => {
                let message = "--wide and --chart cannot be used together";
                Err(Error::new(ErrorKind::Usage, message).hint("choose the matrix or the drawing"))
            }
            (true, _) => Shape::wide(query),
            (_, true) => Shape::chart(query),
            _ => Ok(Shape::Long),
        }
    }

    /// These options, and where they say nothing those given `earlier`.
    fn or(self, earlier: Self) -> Self {
        Self {
            output: self.output.or(earlier.output),
            from: [earlier.from, self.from].concat(),
            as_of: self.as_of.or(earlier.as_of),
            queries: [earlier.queries, self.queries].concat(),
            wide: self.wide || earlier.wide,
            chart: self.chart || earlier.chart,
            no_meta: self.no_meta || earlier.no_meta,
        }
    }
}

impl RunArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        if self.pack.is_some() && !self.help {
            return pack::run(self, session);
        }
        let Some((name, words)) = self.words.split_first() else {
            if self.help {
                return session.print(&flags::general_help());
            }
            let error = Error::new(ErrorKind::Usage, "run needs the name of a query");
            return Err(error.hint("see all: chancery queries list"));
        };
        let name = name.to_string_lossy();
        if name.starts_with('-') {
            let message = format!("{name} is no option of run; the flags of a query stand behind its name");
            return Err(Error::new(ErrorKind::Usage, message).hint("see the options: chancery run --help"));
        }
        let early = flags::early(words);
        let session = &session.with_store(early.store);
        let folders: Vec<PathBuf> = self.options.queries.iter().chain(&early.queries).cloned().collect();
        let catalogue = session.catalogue(&folders)?;
        let query = catalogue.find(&name)?;
        for problem in catalogue.same_named(&name) {
            session.warn(&problem.to_string());
        }
        if self.help {
            return session.print(&flags::help(&query, &suggested::of(&query, session)));
        }
        let matches = flags::read(&query, words)?;
        if matches.get_flag("help") {
            return session.print(&flags::help(&query, &suggested::of(&query, session)));
        }
        // Before inputs of --from are loaded for it.
        if let Some(error) = query.unfit() {
            return Err(error);
        }
        let options = RunOptions::from_arg_matches(&matches)
            .map_err(|error| Error::new(ErrorKind::Usage, error.to_string()))?
            .or(self.options);
        let arguments = flags::arguments(&query, &matches)?;
        let origin = origin(&catalogue, &query);
        let files = query.file.iter().cloned().chain(flags::files(&query, &matches));
        let read = files.map(|file| file.to_string_lossy().into_owned()).collect();
        run_query(query, Some(origin), arguments, read, &options, session)
    }
}

/// What a run needs besides the report.
struct Running<'s> {
    session: &'s Session,
    options: &'s RunOptions,
    runner: Runner,
    budget: Budget,
    /// What was told of the inputs of `--from`.
    warnings: Vec<String>,
}

impl<'s> Running<'s> {
    /// Opens the store, or loads the inputs of `--from`, for these reports; `outputs` are files that the run writes.
    /// All that is read is the state of this moment.
    fn start(
        reports: &[&Report],
        options: &'s RunOptions,
        outputs: Vec<PathBuf>,
        session: &'s Session,
    ) -> Result<Self> {
        let budget = options.output.budget()?;
        let needs =
            Needs::of(|what| reports.iter().any(|report| report.query.header.needs(what, &report.arguments)));
        let (connection, warnings) = if options.from.is_empty() {
            session.refuse_loaded(outputs.iter().map(PathBuf::as_path))?;
            let store = open_checked_store(session, needs, |store| check_call(reports, store, session))?;
            (store, Vec::new())
        } else {
            refuse_index(reports)?;
            load_throw_away(&options.from, outputs, needs, session)?
        };
        let runner = Runner::on_snapshot(connection)?;
        stop_on_ctrl_c(runner.interrupt());
        Ok(Self { session, options, runner, budget, warnings })
    }

    /// Runs the report into `output`, with its record. Gives what there is to tell afterwards.
    fn write(
        &mut self,
        prepared: &Prepared<'_>,
        origin: Option<String>,
        pack: Option<PackRecord>,
        output: &mut RecordedOutput,
    ) -> Result<Vec<String>> {
        let screen = self.options.output.screen(self.session);
        let written = prepared.write(&mut self.runner, self.budget, output, screen)?;
        let problems = prepared.report().query.problems.iter().map(ToString::to_string);
        let around = Circumstances {
            origin,
            pack,
            warnings: self.warnings.iter().cloned().chain(problems).collect(),
            ..self.session.circumstances(&self.options.from)
        };
        output.record(|file, digest| Record::of(prepared, &written, file, digest, &around, &self.runner))?;
        prepared.notes(&self.runner, &written.printed)
    }
}

/// What is wrong with a call is told before the words are made for it, which takes a while.
fn check_call(reports: &[&Report], store: Connection, session: &Session) -> Result<()> {
    let runner = Runner::on_snapshot(store)?;
    reports.iter().try_for_each(|report| report.prepare(&runner, session.clock()).map(drop))
}

/// A throw-away store gets no search index, and `chancery index` cannot make one there.
fn refuse_index(reports: &[&Report]) -> Result<()> {
    let asks = |report: &&&Report| report.query.header.needs("search-index", &report.arguments);
    let Some(report) = reports.iter().find(asks) else { return Ok(()) };
    let message =
        format!("{} needs the search index, which the inputs of --from have not", report.query.name);
    Err(Error::new(ErrorKind::Usage, message).hint("load them, then: chancery index"))
}

/// Runs one query; `read` are the files that its text and its values come from.
fn run_query(
    query: Query,
    origin: Option<String>,
    arguments: Arguments,
    read: Vec<String>,
    options: &RunOptions,
    session: &Session,
) -> Result<()> {
    options.output.budget()?;
    let form = Form { shape: options.shape(&query)?, ..options.output.form()? };
    form.check()?;
    warn_of_problems(&query, session);
    let path = options.output.output.as_deref();
    let read = [options.from.as_slice(), &read].concat();
    let mut output = RecordedOutput::open(session, path, &read, !options.no_meta)?;
    let outputs = path.map(|path| vec![path.to_owned(), record_path(path)]).unwrap_or_default();
    let report = Report { query, arguments, as_of: options.as_of.clone(), form };
    let mut running = Running::start(&[&report], options, outputs, session)?;
    let prepared = report.prepare(&running.runner, session.clock())?;
    tell_of_values(&prepared, None, session);
    let notes = running.write(&prepared, origin, None, &mut output)?;
    output.finish()?;
    for note in notes {
        session.note(&note);
    }
    Ok(())
}

/// Where the query was found, as its record tells it.
fn origin(catalogue: &Catalogue, query: &Query) -> String {
    let found = catalogue.entry(&query.name).filter(|entry| entry.query().file == query.file);
    found.map_or_else(|| String::from("path"), |entry| entry.origin.to_string())
}

fn warn_of_problems(query: &Query, session: &Session) {
    for problem in query.problems.iter().filter(|problem| !problem.prevents_run) {
        session.warn(&problem.to_string());
    }
}

/// Tells what the values were taken as; `name` tells of which report of several.
fn tell_of_values(prepared: &Prepared<'_>, name: Option<&str>, session: &Session) {
    let lead = name.map(|name| format!("{name}: ")).unwrap_or_default();
    if let Some(resolved) = prepared.resolved_in_words() {
        session.note(&format!("note: {lead}{resolved}"));
    }
    for warning in &prepared.warnings {
        session.warn(&format!("{lead}{warning}"));
    }
}
