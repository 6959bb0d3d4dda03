//! `chancery queries publish`.

use std::ffi::OsString;

use clap::Args;
use rusqlite::Connection;

use super::values::{self, Given};
use crate::cli::format::ListFormat;
use crate::cli::interrupt::stop_on_ctrl_c;
use crate::cli::listing::{Listing, text};
use crate::cli::output::{OutputArgs, print_list};
use crate::cli::run::needs::{Needs, open_store};
use crate::cli::session::Session;
use crate::query::bind::{Arguments, Bound};
use crate::query::catalogue::Catalogue;
use crate::query::check::{NESTED_TOO_DEEPLY, is_nested_too_deeply};
use crate::query::inline::{self, Fingerprint};
use crate::query::parameter::ParameterType;
use crate::query::rows::{ColumnType, Value};
use crate::query::runner::Runner;
use crate::query::{Query, coverage};
use crate::store::{self, published};
use crate::{Error, ErrorKind, Result, shell};

/// What to publish.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct PublishArgs {
    /// List what is published
    #[arg(long)]
    list: bool,
    /// Remove what is published of this query; can be repeated
    #[arg(long, value_name = "NAME")]
    drop: Vec<String>,
    /// With --list: write it in this format [default: table]
    #[arg(short, long, value_name = "FORMAT", value_enum, requires = "list")]
    format: Option<ListFormat>,
    /// The queries [default: all that need no value]; after a single one its flags, as `run` takes them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "NAME")]
    pub(super) words: Vec<OsString>,
}

/// A query with its values, ready to be kept.
struct Report {
    query: Query,
    bound: Bound,
    definition: String,
    /// What may make the figures other than they seem.
    warnings: Vec<String>,
    /// Its rows before it was published.
    rows: Fingerprint,
}

impl PublishArgs {
    pub(super) fn run(self, catalogue: &Catalogue, session: &Session) -> Result<()> {
        if self.list || !self.drop.is_empty() {
            if !self.words.is_empty() || self.list && !self.drop.is_empty() {
                let message = "--list and --drop stand alone";
                return Err(Error::new(ErrorKind::Usage, message));
            }
            return if self.list { list(self.format, session) } else { drop_reports(&self.drop, session) };
        }
        let is_flag = |word: &OsString| word.to_string_lossy().starts_with('-');
        let names_end = self.words.iter().position(is_flag).unwrap_or(self.words.len());
        let (names, flags) = self.words.split_at(names_end);
        let reports = match names {
            [] if flags.is_empty() => {
                let nothing = Arguments::default();
                let needs = |what: &str| free(catalogue).any(|query| query.header.needs(what, &nothing));
                all(catalogue, &mut open(Needs::of(needs), session)?, session)?
            }
            [] => {
                let message = format!("{} is no option of publish", flags[0].to_string_lossy());
                return Err(Error::new(ErrorKind::Usage, message).hint(
                    "the flags of a query stand behind its name: chancery queries publish NAME --since 2024",
                ));
            }
            [_, second, ..] if !flags.is_empty() => {
                let message = format!(
                    "the flags of a query go with it alone; '{}' is one more",
                    second.to_string_lossy()
                );
                return Err(Error::new(ErrorKind::Usage, message));
            }
            names => {
                let mut wanted = Vec::new();
                for name in names {
                    let name = name.to_string_lossy();
                    let query = catalogue.find(&name)?;
                    for problem in catalogue.same_named(&name) {
                        session.warn(&problem.to_string());
                    }
                    let given = values::read(&query, "queries publish", &[], flags)?;
                    if let Some(help) = given.help() {
                        return session.print(help);
                    }
                    match wanted.iter().find(|(other, _): &&(Query, Given)| other.name == query.name) {
                        None => wanted.push((query, given)),
                        // Named twice, by its name and its path perhaps, it is one view all the same.
                        Some((other, _)) if other.sql == query.sql => {}
                        Some((other, _)) => return Err(two_of_one_name(other, &query)),
                    }
                }
                let reports = named(wanted, session)?;
                return keep(&reports, true, session);
            }
        };
        keep(&reports, false, session)
    }
}

fn two_of_one_name(one: &Query, other: &Query) -> Error {
    let message = format!(
        "'{}' and '{}' are two queries with one name, and of one name there is one report",
        one.label, other.label
    );
    Error::new(ErrorKind::Usage, message).hint("give one of the files another name")
}

/// The store with what is needed, as `run` opens it.
fn open(needs: Needs, session: &Session) -> Result<Runner> {
    let runner = Runner::new(open_store(session, needs)?)?;
    stop_on_ctrl_c(runner.interrupt());
    Ok(runner)
}

/// The queries that were named, with their values.
fn named(wanted: Vec<(Query, Given)>, session: &Session) -> Result<Vec<Report>> {
    let needs = Needs::of(|what| wanted.iter().any(|(query, given)| given.needs(query, what)));
    if needs.words {
        // What is wrong with a call is told before the words are made for it, which takes a while.
        let runner = Runner::new(session.open_store()?)?;
        wanted.iter().try_for_each(|(query, given)| given.check(query, &runner, session))?;
    }
    let mut runner = open(needs, session)?;
    let mut reports = Vec::new();
    for (query, given) in wanted {
        let bound = given.bind(&query, &runner, session)?;
        reports.push(prepare(query, bound, &mut runner)?);
    }
    // The lock of a writer is waited for by readers, too: this one ends here.
    Ok(reports)
}

/// The queries that need no value.
fn free(catalogue: &Catalogue) -> impl Iterator<Item = &Query> {
    let queries = catalogue.entries().map(|entry| entry.query());
    queries.filter(|query| !query.header.parameters.iter().any(|parameter| parameter.is_required()))
}

/// All queries that need no value. One that does not run on this store is told and left out.
fn all(catalogue: &Catalogue, runner: &mut Runner, session: &Session) -> Result<Vec<Report>> {
    let mut reports = Vec::new();
    let mut needy: Vec<&str> = Vec::new();
    for entry in catalogue.entries() {
        if entry.query().header.parameters.iter().any(|parameter| parameter.is_required()) {
            needy.push(&entry.query().name);
            continue;
        }
        match prepare(entry.query().clone(), Bound::default(), runner) {
            Ok(report) => reports.push(report),
            Err(error) if error.kind() == ErrorKind::Interrupted => return Err(error),
            Err(error) => session.warn(&format!("{} is not published: {error}", entry.query().name)),
        }
    }
    if !needy.is_empty() {
        session.note(&format!("note: not published, because they need a value: {}", needy.join(", ")));
    }
    Ok(reports)
}

fn prepare(query: Query, bound: Bound, runner: &mut Runner) -> Result<Report> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !query.name.bytes().all(is_plain) {
        return Err(Error::new(ErrorKind::Usage, format!("'{}' is no name for a report", query.name))
            .hint("rename its file: a-z, 0-9 and -"));
    }
    if is_nested_too_deeply(&query.sql) {
        let message = format!(
            "{} cannot be published: {NESTED_TOO_DEEPLY}, and such tools could read nothing of the store",
            query.label
        );
        return Err(Error::new(ErrorKind::Query, message).hint("compute it in steps, each a WITH of its own"));
    }
    runner.check_reads(&query)?;
    let rows = runner.run(&query, &bound, OutputArgs::default().budget()?, Fingerprint::of)?;
    let values = inline::values_in_words(&bound);
    let definition = published::definition(&query.name, values.as_deref(), &inline::inlined(&query, &bound));
    let warnings = coverage::missing_metrics(runner.connection(), &query, &bound)?;
    Ok(Report { query, bound, definition, warnings, rows })
}

/// Makes the views, all or none, and holds the rows of each to those of its query. `tells_others`: whether it is told which
/// of them were of another statement, as where files in two folders have one name.
fn keep(reports: &[Report], tells_others: bool, session: &Session) -> Result<()> {
    let change = |connection: &Connection| {
        let mut replaced = 0_usize;
        let mut others = Vec::new();
        for report in reports {
            let name = report.query.name.as_str();
            if tells_others
                && let Some(before) = published::of_query(connection, name)?
                && !published::is_of(
                    &before,
                    &published::definition(name, None, &inline::pattern(&report.query)),
                )
            {
                others.push(name);
            }
            let is_replaced = published::put(connection, &report.query.name, &report.definition)?;
            replaced += usize::from(is_replaced);
            hold_to_query(connection, report)?;
        }
        Ok((replaced, others))
    };
    let ((replaced, others), is_one_file) = store::change(session.store_path(), session.clock(), change)?;
    let views: Vec<String> = reports.iter().map(|report| published::view_name(&report.query.name)).collect();
    let printed = session.print_done(&views.iter().map(|view| format!("{view}\n")).collect::<String>());
    for report in reports {
        for warning in &report.warnings {
            session.warn(&format!("{}: {warning}", report.query.name));
        }
    }
    let plural = if views.len() == 1 { "report" } else { "reports" };
    let replaced = if replaced == 0 { String::new() } else { format!(", {replaced} of them anew") };
    session.note(&format!("{} {plural} published{replaced}", views.len()));
    for name in others {
        session.note(&format!(
            "note: {} was of another query named '{name}', or of another version of it",
            published::view_name(name)
        ));
    }
    if let Some(view) = views.first() {
        let store = shell::path_in_quotes(session.store_path());
        session.note(&format!("read one: sqlite3 {store} 'SELECT * FROM {view}'"));
    }
    let names_channel = |report: &Report| {
        report.query.header.parameters.iter().any(|parameter| {
            parameter.kind == ParameterType::Channel && report.bound.value(&parameter.name).is_some()
        })
    };
    if reports.iter().any(names_channel) {
        session.note(
            "note: a report of a channel goes when that channel is forgotten or joined with another one",
        );
    }
    let names_number = |report: &Report| {
        ["post", "point"].iter().any(|name| {
            let parameter = report.query.header.parameter(name);
            parameter.is_some_and(|parameter| matches!(parameter.kind, ParameterType::Int { .. }))
                && report.bound.value(name).is_some()
        })
    };
    if reports.iter().any(names_number) {
        session.note(
            "note: a report of a post or talking point goes when that is forgotten, or the talking points are numbered \
             anew by chancery reindex --points",
        );
    }
    tell_of_readers(is_one_file, session);
    printed
}

/// # Errors
/// [`ErrorKind::Query`] when the view gives other rows than the query; nothing is kept then.
fn hold_to_query(connection: &Connection, report: &Report) -> Result<()> {
    let name = &report.query.name;
    let failed = |cause: rusqlite::Error| {
        Error::new(ErrorKind::Query, format!("{name} does not run as a view of the store")).caused_by(cause)
    };
    let sql = format!("SELECT * FROM {}", published::view_name(name));
    let of_view = Fingerprint::of_sql(connection, &sql, &Bound::default()).map_err(failed)?;
    if of_view == report.rows {
        return Ok(());
    }
    // The store may have changed since the query was run.
    if of_view == Fingerprint::of_sql(connection, &report.query.sql, &report.bound).map_err(failed)? {
        return Ok(());
    }
    let message = format!("as a view {name} gives other rows than as a query; it was not published");
    Err(Error::new(ErrorKind::Query, message)
        .hint("each column needs a name of its own, and the order must not depend on a value: ORDER BY :x"))
}

fn drop_reports(names: &[String], session: &Session) -> Result<()> {
    // Looked for by reading first, since opening for a change already writes to the file.
    let there = published::list(&session.open_store()?)?;
    for name in names {
        let is_there = there.iter().any(|report| report.query == *name || report.view == *name);
        if !is_there && there.iter().all(|report| report.view != published::view_name(name)) {
            return published_nowhere(name, &there);
        }
    }
    let change = |connection: &Connection| {
        names.iter().map(|name| published::remove(connection, name)).collect::<Result<Vec<_>>>()
    };
    let (views, is_one_file) = store::change(session.store_path(), session.clock(), change)?;
    let printed = session.print_done(&views.iter().map(|view| format!("{view}\n")).collect::<String>());
    session.note(&format!(
        "{} removed",
        if views.len() == 1 { "1 report".into() } else { format!("{} reports", views.len()) }
    ));
    tell_of_readers(is_one_file, session);
    printed
}

fn published_nowhere(name: &str, there: &[published::Published]) -> Result<()> {
    let error = Error::new(ErrorKind::Usage, format!("no report is published of '{name}'"));
    let names: Vec<&str> = there.iter().map(|report| report.query.as_str()).collect();
    Err(match names.as_slice() {
        [] => error.hint("nothing is published in this store"),
        some => error.hint(format!("published: {}", some.join(", "))),
    })
}

fn tell_of_readers(is_one_file: bool, session: &Session) {
    if !is_one_file {
        session.warn_of_wal();
    }
}

fn list(format: Option<ListFormat>, session: &Session) -> Result<()> {
    let mut listing =
        Listing::new(&["view", "title", "values", "state"].map(|name| (name, ColumnType::Text)));
    for report in crate::report::published::list(&session.open_store()?)? {
        listing.push(vec![
            Value::Text(report.view),
            Value::Text(report.title),
            text(report.values),
            Value::Text(report.problem.map_or_else(|| "ok".to_owned(), |why| format!("broken: {why}"))),
        ]);
    }
    print_list(&mut listing, format, session)
}
