//! What came of verifying a report, for people.

use std::fmt::Write as _;

use crate::Result;
use crate::cli::safe_text::safe_for_terminal;
use crate::report::verify::{
    FileState, LineDifference, QueryState, RecordedText, RowsState, StoreDifference, Verdict,
};
use crate::store::provenance::LoadedInput;

/// How many loads are named one by one.
const NAMED_LOADS: usize = 5;

/// A line with the verdict, and below it one for each thing that is not as it was.
pub(super) fn describe(file: &str, verdict: &Result<Verdict>) -> String {
    let Ok(verdict) = verdict else { return format!("{file}: CANNOT BE TOLD\n") };
    let word = match (&verdict.rows, verdict.is_same()) {
        (_, true) => "the same",
        (RowsState::Failed(_), _) if verdict.file == FileState::AsWritten => "CANNOT BE TOLD",
        _ => "NOT THE SAME",
    };
    let mut text = format!("{file}: {word}\n");
    let mut line = |what: &str, words: &str| {
        let _ = writeln!(text, "  {what:8} {words}");
    };
    match verdict.file {
        FileState::AsWritten => {}
        FileState::Changed => line(
            "file",
            "was changed after it was written, or its run was interrupted: it is not the one of its record",
        ),
        FileState::Missing => line("file", "is not there"),
    }
    match verdict.query {
        QueryState::Same | QueryState::Statement => {}
        QueryState::Changed => line("query", "its text has changed"),
        QueryState::Missing => line("query", "is not found any more; the text in the record was run"),
    }
    if let Some(difference) = &verdict.store {
        line("store", &store(difference));
    }
    if let Some(version) = &verdict.other_version {
        line("version", &format!("written by Chancery {version}, this is {}", env!("CARGO_PKG_VERSION")));
    }
    for words in rows(verdict) {
        line("rows", &words);
    }
    // Lines of a report are texts of posts.
    safe_for_terminal(&text).into_owned()
}

fn store(difference: &StoreDifference) -> String {
    let StoreDifference { new_loads, gone_loads, cut_loads, posts, time_zones, schema_versions } = difference;
    let mut parts = vec![String::from("has changed")];
    if posts.0 != posts.1 {
        parts.push(format!("{} posts then, {} now", posts.0, posts.1));
    }
    parts.extend(loads("new", new_loads));
    parts.extend(loads("gone", gone_loads));
    parts.extend(loads("partly forgotten", cut_loads));
    parts.extend(time_zones.as_ref().map(|(then, now)| format!("days were counted in {then}, now in {now}")));
    parts.extend(schema_versions.map(|(then, now)| format!("schema version {then} then, {now} now")));
    parts.join("; ")
}

fn loads(what: &str, loads: &[LoadedInput]) -> Option<String> {
    let named: Vec<String> = loads
        .iter()
        .take(NAMED_LOADS)
        .map(|load| format!("'{}' (load {})", load.input, load.load_id))
        .collect();
    let more = match loads.len().saturating_sub(NAMED_LOADS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!loads.is_empty()).then(|| format!("{what}: {}{more}", named.join(", ")))
}

fn rows(verdict: &Verdict) -> Vec<String> {
    match &verdict.rows {
        RowsState::Same { .. } if verdict.file == FileState::AsWritten => Vec::new(),
        RowsState::Same { lines } => {
            let mut words = vec![String::from("run again, it gives the bytes that were written")];
            words.extend(lines.as_ref().map(describe_lines).unwrap_or_default());
            words
        }
        RowsState::Failed(error) => {
            let mut words = vec![format!("it could not be run again: {error}")];
            words.extend(error.hints().iter().cloned());
            words
        }
        RowsState::Different { lines, recorded_text } => {
            let mut words = match lines {
                Some(lines) => describe_lines(lines),
                None => vec![String::from("run again, it gives other bytes than were written")],
            };
            match recorded_text {
                None => {}
                Some(RecordedText::Same) => words.push(String::from(
                    "the text of the query in the record gives the bytes that were written",
                )),
                Some(RecordedText::Different) => {
                    words.push(String::from("the text of the query in the record gives other bytes, too"));
                }
                Some(RecordedText::Failed(error)) => {
                    words
                        .push(format!("the text of the query in the record cannot be run any more: {error}"));
                    words.extend(error.hints().iter().cloned());
                }
            }
            words
        }
    }
}

fn describe_lines(lines: &LineDifference) -> Vec<String> {
    if lines.first == 0 {
        // The file was changed so that it is what today's run gives.
        return vec![String::from("run again, it gives the file as it is now, not as it was written")];
    }
    let shown = |line: &Option<String>| line.as_ref().map_or_else(|| String::from("(no line)"), Clone::clone);
    let counted = match (lines.new, lines.gone) {
        (0, 0) => String::from("the same lines stand in another order"),
        (1, gone) => format!("1 line now that the file has not, {gone} of the file missing now"),
        (new, gone) => format!("{new} lines now that the file has not, {gone} of the file missing now"),
    };
    vec![
        format!("first at line {}; {counted}", lines.first),
        format!("in the file: {}", shown(&lines.was)),
        format!("now:         {}", shown(&lines.is)),
    ]
}
