//! `chancery verify`: runs reports again by their records.

mod words;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::interrupt::stop_on_ctrl_c;
use super::named_store;
use super::output::{OutputArgs, seconds};
use super::run::needs::{Needs, open_store};
use super::run::throw_away::load_throw_away;
use super::safe_text::safe_for_terminal;
use super::session::Session;
use crate::query::Query;
use crate::query::runner::{Budget, Runner};
use crate::report::record::{Record, SUFFIX, record_path, text_of};
use crate::report::verify::{self, Verdict, verify};
use crate::{Error, ErrorKind, Result};

/// Run reports again and tell whether they come out the same
///
/// Each FILE that run --output wrote has its record beside it, FILE.meta.json. It tells whether the file is the
/// one that was written, finds the store and the query, runs the query with the recorded values, and compares the
/// bytes. Of a folder all files with records are verified.
///
/// The store is that of --db or CHANCERY_DB, else the one at the recorded place, else chancery.db. Reports over
/// --from are run over the recorded inputs, or those of --from here.
///
/// The exit code is 0 when all are the same, 1 when one is not or cannot be checked.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  chancery verify tags.csv
  chancery verify reports/ --db chancery.db
  chancery verify tags.csv --from result.json")]
pub(super) struct VerifyArgs {
    /// Reports, or folders of reports
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Load this input into a throw-away store and run the queries there; can be repeated
    #[arg(long, value_name = "INPUT", num_args = 1)]
    from: Vec<String>,
    /// Find queries in this folder, too; can be repeated
    #[arg(long, value_name = "DIR")]
    queries: Vec<PathBuf>,
    /// Stop a query after this many seconds; 0 never stops it [default: 300]
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = seconds)]
    timeout: Option<f64>,
}

impl VerifyArgs {
    pub(super) fn run(self, session: &Session) -> Result<(), Failure> {
        let budget = OutputArgs { timeout: self.timeout, ..OutputArgs::default() }.budget()?;
        let files = reports(&self.files)?;
        let mut same = 0;
        for file in &files {
            let verdict = self.verify(file, budget, session);
            same += usize::from(verdict.as_ref().is_ok_and(Verdict::is_same));
            let told = words::describe(&file.display().to_string(), &verdict);
            session.print(&safe_for_terminal(&told))?;
            if let Err(error) = verdict {
                session.report(&error);
                if error.kind() == ErrorKind::Interrupted {
                    return Err(Failure::Told);
                }
            }
        }
        if files.len() > 1 {
            session.print(&format!(
                "{} reports: {same} the same, {} not\n",
                files.len(),
                files.len() - same
            ))?;
        }
        if same == files.len() { Ok(()) } else { Err(Failure::Told) }
    }

    fn verify(&self, file: &Path, budget: Budget, session: &Session) -> Result<Verdict> {
        let record = read_record(file)?;
        let folder = folder_of(file);
        let session = &self.session_of(&record, folder, session);
        let is_throw_away = self.is_throw_away(&record, session);
        if !is_throw_away {
            tell_of_store_that_is_gone(&record, folder, session)?;
        }
        let today = self.query_of_today(&record, folder, session)?;
        // As `run` does, which would not show groups of earlier points either.
        let needs = Needs::of(|what| verify::needs(&record, today.as_ref(), what));
        let connection = if is_throw_away {
            let inputs = self.inputs(&record, folder)?;
            let written = vec![file.to_owned(), record_path(file)];
            load_throw_away(&inputs, written, needs, session)?.0
        } else {
            open_store(session, needs)?
        };
        let mut runner = Runner::on_snapshot(connection)?;
        let interrupt = runner.interrupt();
        stop_on_ctrl_c(interrupt.clone());
        let verdict = verify(file, &record, today.as_ref(), &mut runner, budget);
        if interrupt.is_stopped() {
            return Err(Error::new(ErrorKind::Interrupted, "stopped; what follows was not verified"));
        }
        verdict
    }

    /// The session with the store of the record, unless the user has chosen one.
    fn session_of(&self, record: &Record, folder: &Path, session: &Session) -> Session {
        let recorded =
            record.store.path.as_deref().map(|path| folder.join(path)).filter(|path| path.exists());
        if session.is_store_chosen() {
            return session.clone();
        }
        // That of the report before.
        named_store::choose_none();
        session.with_store(recorded)
    }

    fn is_throw_away(&self, record: &Record, session: &Session) -> bool {
        !self.from.is_empty() || record.store.file.is_none() && !session.is_store_chosen()
    }

    /// The inputs of a throw-away store: those given here, else the recorded ones.
    fn inputs(&self, record: &Record, folder: &Path) -> Result<Vec<String>> {
        if !self.from.is_empty() {
            return Ok(self.from.clone());
        }
        if record.store.from.iter().any(|input| input == "-") {
            let message = "the report was made of standard input, which is gone";
            return Err(Error::new(ErrorKind::Input, message).hint("name the same input: --from FILE"));
        }
        let from_here = |input: &String| folder.join(input).to_string_lossy().into_owned();
        Ok(record.store.from.iter().map(from_here).collect())
    }

    /// The query as it is now: the recorded file, unless it is gone or other folders are named, else the query of
    /// this name. None when there is neither.
    fn query_of_today(&self, record: &Record, folder: &Path, session: &Session) -> Result<Option<Query>> {
        let Some(name) = &record.query.name else { return Ok(None) };
        let catalogue = session.catalogue(&self.queries)?;
        let path = record.query.path.as_ref().map(|path| folder.join(path));
        let path = path.filter(|path| self.queries.is_empty() && path.is_file());
        let at_path = path.and_then(|path| catalogue.find(&path.to_string_lossy()).ok());
        Ok(at_path.or_else(|| catalogue.find(name).ok()))
    }
}

/// Where the store of the report is not in its place and the user names none, the usual one is asked, if there is one: what
/// differs then may be that it is another store.
fn tell_of_store_that_is_gone(record: &Record, folder: &Path, session: &Session) -> Result<()> {
    let Some(recorded) = record.store.path.as_deref().filter(|_| !session.is_store_chosen()) else {
        return Ok(());
    };
    let gone = format!("the store of the report is not there: '{}'", folder.join(recorded).display());
    let usual = session.store_path();
    if usual.exists() {
        session.warn(&format!("{gone}; '{}' is asked instead (to choose: --db FILE)", usual.display()));
        return Ok(());
    }
    Err(Error::new(ErrorKind::Store, gone).hint("put it back, or name where it is now: --db FILE"))
}

/// The files to verify: those named, and of folders those that have records.
fn reports(named: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in named {
        let text = path.to_string_lossy();
        if path.is_dir() {
            let found = reports_in(path).map_err(|error| {
                Error::new(ErrorKind::Io, format!("the folder '{text}' cannot be read")).caused_by(error)
            })?;
            if found.is_empty() {
                let message = format!("no file in '{text}' has a record");
                return Err(Error::new(ErrorKind::Input, message).hint(format!(
                    "a report has one beside it, FILE{SUFFIX}, unless --no-meta left it out"
                )));
            }
            files.extend(found);
        } else {
            // Whoever names the record means its report.
            files.push(report_of(path).unwrap_or_else(|| path.clone()));
        }
    }
    // A pattern such as reports/* names each report and its record.
    let mut seen = BTreeSet::new();
    files.retain(|file| seen.insert(file.strip_prefix(".").unwrap_or(file).to_owned()));
    Ok(files)
}

fn reports_in(folder: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        found.extend(report_of(&entry?.path()));
    }
    Ok(found)
}

/// The report whose record this is: the path without [`SUFFIX`], whatever else is in it.
fn report_of(path: &Path) -> Option<PathBuf> {
    let mut report = path.to_owned();
    for ending in SUFFIX.rsplit('.').filter(|ending| !ending.is_empty()) {
        if report.extension()?.to_str() != Some(ending) {
            return None;
        }
        report.set_extension("");
    }
    Some(report)
}

fn read_record(file: &Path) -> Result<Record> {
    let path = record_path(file);
    let name = path.display().to_string();
    match text_of(&path) {
        Ok(text) => Record::parse(&name, &text),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !file.exists() => {
            Err(Error::new(ErrorKind::Input, format!("there is no file '{}'", file.display()))
                .hint("look at its spelling, and at the folder from which it is named"))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let file = file.display();
            Err(Error::new(ErrorKind::Input, format!("'{file}' has no record '{name}'"))
                .hint("run and sql write one beside the file of --output, unless --no-meta leaves it out"))
        }
        Err(error) => Err(Error::new(ErrorKind::Io, format!("cannot read '{name}'")).caused_by(error)),
    }
}

fn folder_of(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}
