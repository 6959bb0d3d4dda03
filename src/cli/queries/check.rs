//! `chancery queries check`.

use std::path::Path;

use crate::cli::format::ListFormat;
use crate::cli::interrupt::stop_on_ctrl_c;
use crate::cli::listing::Listing;
use crate::cli::output::{OutputArgs, print_list};
use crate::cli::safe_text::safe_for_terminal;
use crate::cli::session::Session;
use crate::query::catalogue::{Catalogue, queries_in};
use crate::query::rows::{ColumnType, Value};
use crate::query::runner::{Budget, Runner};
use crate::query::{Problem, Query, Severity, check};
use crate::{Error, ErrorKind, Result, store};

/// For how many seconds a query may run in a check, unless `--timeout` says otherwise.
const SECONDS: f64 = 30.0;

/// Checks the queries of these names, files and folders, or all of them when there is none, and prints what is
/// wrong: a line each, or in a format.
pub(super) fn check_queries(
    catalogue: &Catalogue,
    files: &[String],
    format: Option<ListFormat>,
    timeout: Option<f64>,
    session: &Session,
) -> Result<()> {
    let budget = OutputArgs { timeout: timeout.or(Some(SECONDS)), ..OutputArgs::default() }.budget()?;
    let mut problems = Vec::new();
    let mut queries: Vec<Query> = Vec::new();
    if files.is_empty() {
        problems.extend_from_slice(catalogue.problems());
        queries.extend(catalogue.entries().map(|entry| entry.query().clone()));
    }
    for file in files {
        match catalogue.find(file) {
            Ok(query) if query.file.as_deref().is_none_or(|file| !file.is_dir()) => queries.push(query),
            Err(error) if !Path::new(file).is_dir() => return Err(error),
            _ => queries.extend(queries_in(Path::new(file))?),
        }
    }
    let has_store = session.is_store_chosen() || session.store_path().exists();
    let connection = if has_store { session.open_store()? } else { store::in_memory()? };
    let mut runner = Runner::new(connection)?;
    stop_on_ctrl_c(runner.interrupt());
    let checked = check_each(&queries, &mut runner, budget, &mut problems);
    match format {
        Some(format) => print_list(&mut listing(&problems), Some(format), session)?,
        None => {
            let lines: String =
                problems.iter().map(|problem| format!("{}: {problem}\n", problem.severity)).collect();
            session.print(&safe_for_terminal(&lines))?;
        }
    }
    checked?;
    if !has_store {
        session.note("note: no store here; the queries ran over an empty one");
    }
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    match (errors, queries.len()) {
        (0, 1) => session.note("1 query is sound"),
        (0, all) => session.note(&format!("{all} queries are sound")),
        (1, _) => return Err(Error::new(ErrorKind::Query, "the check found 1 error")),
        (errors, _) => return Err(Error::new(ErrorKind::Query, format!("the check found {errors} errors"))),
    }
    Ok(())
}

/// Adds what is wrong with each of the queries to `problems`.
///
/// # Errors
/// [`ErrorKind::Interrupted`] when Ctrl-C stopped it: a query that was cut short is not at fault.
fn check_each(
    queries: &[Query],
    runner: &mut Runner,
    budget: Budget,
    problems: &mut Vec<Problem>,
) -> Result<()> {
    let interrupt = runner.interrupt();
    for query in queries {
        let found = check::check(query, runner, budget);
        if interrupt.is_stopped() {
            let message = format!("stopped; {} and what follows it was not checked", query.name);
            return Err(Error::new(ErrorKind::Interrupted, message));
        }
        problems.extend(found);
    }
    Ok(())
}

fn listing(problems: &[Problem]) -> Listing {
    let mut listing = Listing::new(&[
        ("file", ColumnType::Text),
        ("line", ColumnType::Int),
        ("severity", ColumnType::Text),
        ("message", ColumnType::Text),
    ]);
    for problem in problems {
        let line = problem.line.and_then(|line| i64::try_from(line).ok());
        listing.push(vec![
            Value::Text(problem.file.clone()),
            line.map_or(Value::Null, Value::Integer),
            Value::Text(problem.severity.to_string()),
            Value::Text(problem.message.clone()),
        ]);
    }
    listing
}

#[cfg(test)]
mod tests {
    use super::{Budget, ErrorKind, Query, Runner, check_each, store};

    #[test]
    fn what_ctrl_c_stops_is_not_told_as_the_fault_of_a_query() {
        let query = |name: &str| Query::parse(name, format!("{name}.sql"), "-- T\nSELECT 1 AS n");
        let queries = [query("one"), query("two")];
        let mut runner = Runner::new(store::in_memory().unwrap()).unwrap();
        let mut problems = Vec::new();
        check_each(&queries, &mut runner, Budget::default(), &mut problems).unwrap();
        assert_eq!(problems.len(), 2, "each lacks a @column line: {problems:?}");
        runner.interrupt().stop();
        let error = check_each(&queries, &mut runner, Budget::default(), &mut problems).unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string().as_str()),
            (ErrorKind::Interrupted, "stopped; one and what follows it was not checked")
        );
        assert_eq!(problems.len(), 2);
    }
}
