//! `chancery run`: a named query, with flags made from its own header.
//!
//! The words are read twice. First the options of `run` up to the query's name; then, when the query is
//! known, all the words after its name, by a command that is built from its header.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Args, FromArgMatches};
use rusqlite::Connection;

use super::interrupt::stop_on_ctrl_c;
use super::load::{InputOptions, tell as tell_of_load};
use super::load_progress::LoadProgress;
use super::output::OutputArgs;
use super::session::Session;
use crate::load::{self, LoadOptions, LoadReport, Notice};
use crate::query::Query;
use crate::query::bind::Arguments;
use crate::query::runner::Runner;
use crate::report::form::{Form, Shape};
use crate::report::{Prepared, Report};
use crate::store::points;
use crate::{Error, ErrorKind, Result};

pub(super) mod flags;

/// Run a named query
#[derive(Debug, Clone, Args)]
// Before the query's name `--from` takes one word, or it would take the name.
#[command(disable_help_flag = true, mut_arg("from", |from| from.num_args(1)))]
pub(super) struct RunArgs {
    /// The options that do not depend on the query.
    #[command(flatten)]
    pub(super) options: RunOptions,
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
        }
    }
}

impl RunArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
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
        let query = session.catalogue(&folders)?.find(&name)?;
        if self.help {
            return session.print(&flags::help(&query));
        }
        let matches = flags::read(&query, words)?;
        if matches.get_flag("help") {
            return session.print(&flags::help(&query));
        }
        let options = RunOptions::from_arg_matches(&matches)
            .map_err(|error| Error::new(ErrorKind::Usage, error.to_string()))?
            .or(self.options);
        let arguments = flags::arguments(&query, &matches);
        print_rows(query, arguments, &options, session)
    }
}

fn print_rows(query: Query, arguments: Arguments, options: &RunOptions, session: &Session) -> Result<()> {
    let budget = options.output.budget()?;
    let form = Form { shape: options.shape(&query)?, ..options.output.form()? };
    for problem in query.problems.iter().filter(|problem| !problem.prevents_run) {
        session.warn(&problem.to_string());
    }
    let output = options.output.output.as_deref();
    let mut destination = session.destination_beside(output, &options.from)?;
    let needs_groups = query.header.needs.iter().any(|need| need == "point-groups");
    let connection = if options.from.is_empty() {
        let store = session.open_store()?;
        if needs_groups { with_groups(store, session)? } else { store }
    } else {
        let store = load_throw_away(&options.from, output, session)?;
        if needs_groups {
            points::group_in(&store, None)?;
        }
        store
    };
    let mut runner = Runner::new(connection)?;
    stop_on_ctrl_c(runner.interrupt());
    let report = Report { query, arguments, as_of: options.as_of.clone(), form };
    let prepared = report.prepare(&runner, session.clock())?;
    tell_of_values(&prepared, session);
    let printed = prepared.write(&mut runner, budget, &mut destination, options.output.screen(session))?;
    destination.finish()?;
    for note in prepared.notes(&runner, printed)? {
        session.note(&note);
    }
    Ok(())
}

/// The store with groups that are those of its points. They are made through a connection of their own, which alone
/// may write; where that cannot be, the report goes on without, and a warning of it says so.
fn with_groups(store: Connection, session: &Session) -> Result<Connection> {
    if points::has_current(&store)? {
        return Ok(store);
    }
    drop(store);
    match points::group(session.store_path(), session.clock(), None) {
        Ok((found, _)) => session.note(&format!(
            "the talking points were grouped first: {} of {} say what another one says",
            found.grouped, found.points
        )),
        Err(error) => session.warn(&format!("the talking points could not be grouped: {error}")),
    }
    session.open_store()
}

/// A throw-away store of the inputs. A figure of a part of them would be a wrong one, so all must load.
fn load_throw_away(inputs: &[String], output: Option<&Path>, session: &Session) -> Result<Connection> {
    let mut progress = LoadProgress::keeping_notices(session);
    let options = LoadOptions {
        outputs: output.map(Path::to_owned).into_iter().collect(),
        ..InputOptions::default().load_options(session)?
    };
    let (connection, report) = load::load_temporary(inputs, &options, &mut progress)?;
    let notices = progress.finish()?;
    tell_of_load(session, &report, Some("chancery load --dry-run --rejects FILE INPUT"));
    if !report.is_complete() {
        let message = "not every input could be loaded, so the query was not run";
        return Err(Error::new(ErrorKind::Input, message));
    }
    // What is told here may make a figure wrong.
    for notice in &notices {
        if let Notice::NotUtf8 { .. } | Notice::PageNotRead { .. } | Notice::PageMissing { .. } = notice {
            session.warn(&notice.to_string());
        }
    }
    if let Some(note) = describe_taken(&report, &notices) {
        session.note(&note);
    }
    Ok(connection)
}

/// In one line what the figures rest on besides the inputs' own words.
fn describe_taken(report: &LoadReport, notices: &[Notice]) -> Option<String> {
    let plural =
        |count: u64, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let mut taken = Vec::new();
    if report.skipped_files > 0 {
        let inputs = plural(report.inputs.len() as u64, "input", "inputs");
        let files = plural(report.skipped_files, "other file", "other files");
        taken.push(format!("{inputs} read, {files} left out"));
    }
    let channels: Vec<&str> = notices
        .iter()
        .filter_map(|notice| match notice {
            Notice::ChannelTaken { name, .. } => Some(name.as_str()),
            _ => None,
        })
        .collect();
    match channels.as_slice() {
        [] => {}
        [name] => taken.push(format!("one input names no channel and goes by its file's name, '{name}'")),
        names => taken.push(format!("{} inputs name no channel and go by their files' names", names.len())),
    }
    let zone = notices.iter().find_map(|notice| match notice {
        Notice::ZoneTaken { zone, .. } => Some(zone),
        _ => None,
    });
    taken.extend(zone.map(|zone| format!("wall clocks without a zone are taken as {zone}")));
    (!taken.is_empty()).then(|| format!("note: {}", taken.join("; ")))
}

fn tell_of_values(prepared: &Prepared<'_>, session: &Session) {
    let resolved = &prepared.bound.resolved;
    if !resolved.is_empty() {
        let values: Vec<String> = resolved.iter().map(|(name, meant)| format!("{name} {meant}")).collect();
        session.note(&format!("note: {}", values.join(", ")));
    }
    for warning in &prepared.warnings {
        session.warn(warning);
    }
}
