//! `chancery check`.

use std::fmt::Write as _;

use clap::Args;

use super::failure::Failure;
use super::safe_text::safe_for_terminal;
use super::session::Session;
use crate::report::published;
use crate::store::check::{REPORTS, check, of_reports};
use crate::store::published::Published;
use crate::store::rules;

/// Check that the store is sound
///
/// Looks at SQLite's own structures, the references between rows, the kept counts against a recount, the
/// calendar, the wall clocks, days and keys of posts, the positions of hashtags, mentions, talking points and links in
/// their texts, whether a post of which several inputs tell
/// differently has a text that one of them tells, and the search index, where there is one, against the posts.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {}

impl CheckArgs {
    pub(super) fn run(self, session: &Session) -> Result<(), Failure> {
        let store = session.open_store()?;
        let mut findings = check(&store)?;
        // What a report needs its header tells, of which the store knows nothing.
        let reports = published::list(&store)?;
        findings.retain(|finding| finding.what != REPORTS);
        findings.extend(of_reports(&reports));
        let width = findings.iter().map(|finding| finding.what.len()).max().unwrap_or(0);
        let mut text = String::new();
        for finding in &findings {
            let verdict = if finding.problems.is_empty() { "ok" } else { "NOT SOUND" };
            let _ = writeln!(text, "{:width$}  {verdict}", finding.what);
            for problem in &finding.problems {
                let _ = writeln!(text, "  {problem}");
            }
        }
        session.print(&safe_for_terminal(&text))?;
        // Nothing that makes the store unsound.
        if let Some(told) = rules::told(&store)? {
            session.note(&format!("note: {told}; to find them anew: chancery reindex"));
        }
        for (why, views) in waiting(&reports) {
            session.note(&format!("note: {why}; until then no rows of {views}"));
        }
        let mut unsound = findings.iter().filter(|finding| !finding.problems.is_empty()).peekable();
        if unsound.peek().is_none() {
            return Ok(());
        }
        // A published report has its remedy beside it, which a new store is not.
        if unsound.all(|finding| finding.what == REPORTS) {
            return Err(Failure::Told);
        }
        session.note("the sure remedy: load the inputs again into a new store, with --db FILE");
        Err(Failure::Told)
    }
}

/// What published reports wait for, with its remedy, and which they are.
fn waiting(reports: &[Published]) -> Vec<(&str, String)> {
    let mut waiting: Vec<(&str, String)> = Vec::new();
    for report in reports.iter().filter(|report| report.is_waiting) {
        let why = report.problem.as_deref().unwrap_or_default();
        match waiting.iter_mut().find(|(other, _)| *other == why) {
            Some((_, views)) => {
                views.push_str(", ");
                views.push_str(&report.view);
            }
            None => waiting.push((why, report.view.clone())),
        }
    }
    waiting
}
