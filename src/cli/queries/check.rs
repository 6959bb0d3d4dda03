//! `chancery queries check`.

use std::time::Duration;

use crate::cli::interrupt::stop_on_ctrl_c;
use crate::cli::session::Session;
use crate::query::catalogue::Catalogue;
use crate::query::runner::{Budget, Runner};
use crate::query::{Query, Severity, check};
use crate::{Error, ErrorKind, Result, store};

/// How long a query may run in a check.
const BUDGET: Budget = Budget { time: Some(Duration::from_secs(30)), steps: None };

/// Checks the queries of these names and paths, or all of them when there is none.
pub(super) fn check_queries(catalogue: &Catalogue, files: &[String], session: &Session) -> Result<()> {
    let mut problems = Vec::new();
    let queries: Vec<Query> = if files.is_empty() {
        problems.extend_from_slice(catalogue.problems());
        catalogue.entries().map(|entry| entry.query.clone()).collect()
    } else {
        files.iter().map(|file| catalogue.find(file)).collect::<Result<_>>()?
    };
    let has_store = session.is_store_chosen() || session.store_path().exists();
    let connection = if has_store { session.open_store()? } else { store::in_memory()? };
    let mut runner = Runner::new(connection)?;
    stop_on_ctrl_c(runner.interrupt());
    for query in &queries {
        problems.extend(check::check(query, &mut runner, BUDGET));
    }
    let lines: String = problems.iter().map(|problem| format!("{}: {problem}\n", problem.severity)).collect();
    session.print(&lines)?;
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    match (errors, queries.len()) {
        (0, 1) => session.note("1 query is sound"),
        (0, all) => session.note(&format!("{all} queries are sound")),
        (1, _) => return Err(Error::new(ErrorKind::Query, "the check found 1 error")),
        (errors, _) => return Err(Error::new(ErrorKind::Query, format!("the check found {errors} errors"))),
    }
    Ok(())
}
