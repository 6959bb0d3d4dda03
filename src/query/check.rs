//! The lint of a named query: everything that can be wrong with it, before somebody counts on its figures.

use std::time::Duration;

use rusqlite::Connection;

use super::bind::{self, Bound};
use super::catalogue::Catalogue;
use super::inline::Fingerprint;
use super::number::grouped;
use super::parameter::ParameterType;
use super::rows::Rows;
use super::runner::{Budget, Runner, parameters};
use super::suggestions::suggestions;
use super::{Problem, Query, Severity, network, plan, token};
use crate::{Error, ErrorKind};

mod defaults;
mod needs;
mod typed;

use typed::Typed;

/// How long it may take to count the rows of one table, or to list the values of one parameter.
const COUNTING: Budget = Budget { time: Some(Duration::from_secs(5)), steps: None };

/// How many values of a parameter are looked at.
const MOST_SUGGESTED: usize = 1_000;

/// Functions that SQLite 3.40 does not have, which other tools still ship.
const NEWER_FUNCTIONS: [&str; 20] = [
    "concat",
    "concat_ws",
    "if",
    "jsonb",
    "jsonb_array",
    "jsonb_each",
    "jsonb_extract",
    "jsonb_group_array",
    "jsonb_group_object",
    "jsonb_insert",
    "jsonb_object",
    "jsonb_patch",
    "jsonb_remove",
    "jsonb_replace",
    "jsonb_set",
    "median",
    "octet_length",
    "string_agg",
    "timediff",
    "unistr",
];

/// How many brackets may be open at once in a statement that other tools are to take: their parsers remember 100 things,
/// until SQLite 3.46, and each bracket can be five of them.
const DEEPEST: usize = 16;

/// What is wrong with a query that [`is_nested_too_deeply`].
pub(crate) const NESTED_TOO_DEEPLY: &str = "more than 16 brackets are open at once, which older versions of SQLite do not take (parser stack overflow)";

/// Whether the parsers of other tools may not take a statement. Where it is a view of a store, they take nothing else of it
/// either.
pub(crate) fn is_nested_too_deeply(sql: &str) -> bool {
    token::depth(sql) > DEEPEST
}

/// Where the words of texts are, which are made when a query says that it needs them.
const WORDS: [&str; 2] = ["post_words", "point_words"];

/// The tables behind [`WORDS`], in which posts may be missing.
const BEHIND_WORDS: [&str; 2] = ["folded_posts", "folded_points"];

/// What a run makes before a query that needs it, and a check does not: the need, the SELECT that tells whether it is
/// there, and what to say where it is not. That a store lacks it is no fault of the query.
const MADE_FIRST: [(&str, &str, &str); 2] = [
    (
        "word-index",
        "SELECT EXISTS (SELECT * FROM word_index WHERE state = 'ready')",
        "not run: the words of this store are not made; make them: chancery index --words",
    ),
    (
        "point-groups",
        "SELECT EXISTS (SELECT * FROM point_grouping WHERE state = 'current')",
        "not run: the talking points of this store are not grouped as they are now; group them: chancery group",
    ),
];

/// All that is wrong with `query`, the worst first: its name and header, its statement against the schema
/// of the runner's store, its parameters, its columns, and a run with its defaults inside `budget`.
pub fn check(query: &Query, runner: &mut Runner, budget: Budget) -> Vec<Problem> {
    let mut checking = Checking { query, problems: query.problems.clone() };
    if !query.problems.iter().any(|problem| problem.prevents_run && problem.line.is_none()) {
        checking.defaults();
        checking.needs();
        checking.statement(runner, budget);
    }
    checking.problems.sort_by_key(|problem| (std::cmp::Reverse(problem.severity), problem.line));
    checking.problems
}

/// What is wrong with a catalogue beyond its queries, and with each of them.
pub fn check_all(catalogue: &Catalogue, runner: &mut Runner, budget: Budget) -> Vec<Problem> {
    let mut problems = catalogue.problems().to_vec();
    for entry in catalogue.entries() {
        problems.extend(check(entry.query(), runner, budget));
    }
    problems
}

struct Checking<'a> {
    query: &'a Query,
    problems: Vec<Problem>,
}

impl Checking<'_> {
    fn add(&mut self, severity: Severity, line: Option<usize>, message: impl Into<String>) {
        let file = self.query.label.clone();
        self.problems.push(Problem { severity, prevents_run: false, file, line, message: message.into() });
    }

    fn error(&mut self, line: Option<usize>, message: impl Into<String>) {
        self.add(Severity::Error, line, message);
    }

    fn defaults(&mut self) {
        for parameter in &self.query.header.parameters {
            if let Err(message) = bind::check_default(parameter) {
                self.error(Some(parameter.line), message);
            }
        }
    }

    fn statement(&mut self, runner: &mut Runner, budget: Budget) {
        runner.start(Budget::default());
        let (columns, used) = match runner.prepare_named(self.query) {
            Ok(statement) => {
                let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
                (columns, parameters(&statement))
            }
            Err(error) => return self.unprepared(&error),
        };
        for function in runner.functions().filter(|name| NEWER_FUNCTIONS.contains(&name.as_str())) {
            let line = token::tokens(&self.query.sql)
                .find(|token| token.text.eq_ignore_ascii_case(&function))
                .map(|token| token::line_of(&self.query.sql, token.start));
            let message =
                format!("{function}() is not in SQLite 3.40, so the file does not run in other tools");
            self.add(Severity::Warning, line, message);
        }
        if is_nested_too_deeply(&self.query.sql) {
            self.add(Severity::Warning, None, NESTED_TOO_DEEPLY.to_owned());
        }
        for parameter in &self.query.header.parameters {
            if !used.iter().any(|name| name.trim_start_matches(':') == parameter.name) {
                self.error(Some(parameter.line), format!(":{} is declared but not used", parameter.name));
            }
        }
        self.words();
        self.columns(&columns);
        self.shapes(&columns);
        self.suggestions(runner);
        self.scans(runner);
        self.run(runner, budget);
    }

    /// What is wrong with a statement that SQLite does not take. One that asks for the search index, and says so, is not
    /// at fault where the store has none.
    fn unprepared(&mut self, error: &Error) {
        let is_missing = error.to_string().contains("no such table: post_search");
        if is_missing && self.query.header.needs.iter().any(|need| need.what == "search-index") {
            let message = "not checked further: this store has no search index; make it: chancery index";
            return self.add(Severity::Note, None, message);
        }
        self.failure(error);
    }

    /// The message of `error`, whose file and line it already names.
    fn failure(&mut self, error: &Error) {
        let text = error.to_string();
        let label = self.query.label.as_str();
        let rest = text.strip_prefix(label).and_then(|rest| rest.strip_prefix(':')).unwrap_or(&text);
        let (line, message) = match rest.split_once(": ") {
            Some((line, message)) if line.parse::<usize>().is_ok() => (line.parse().ok(), message),
            _ => (None, rest.trim_start()),
        };
        self.error(line, message);
    }

    fn columns(&mut self, columns: &[String]) {
        let declared: Vec<&str> =
            self.query.header.columns.iter().map(|column| column.name.as_str()).collect();
        for column in columns.iter().filter(|column| !declared.contains(&column.as_str())) {
            self.error(None, format!("column '{column}' has no @column line"));
        }
        for column in self.query.header.columns.iter().filter(|column| !columns.contains(&column.name)) {
            self.error(Some(column.line), format!("@column {} is no column of the result", column.name));
        }
        let mut sorted: [Vec<&str>; 2] = [columns.iter().map(String::as_str).collect(), declared.clone()];
        sorted.iter_mut().for_each(|names| names.sort_unstable());
        if sorted[0] == sorted[1] && columns != declared {
            self.error(
                None,
                format!("the @column lines stand in another order than the columns: {}", columns.join(", ")),
            );
        }
        for (at, column) in columns.iter().enumerate() {
            if columns[..at].contains(column) {
                self.error(None, format!("the result has two columns '{column}'"));
            }
        }
    }

    fn shapes(&mut self, columns: &[String]) {
        let header = &self.query.header;
        let wide = header.wide.iter().flat_map(|wide| {
            [&wide.rows, &wide.columns, &wide.value].map(|name| ("@wide", wide.line, name.as_str()))
        });
        let chart =
            header.chart.iter().flat_map(|chart| chart.columns().map(|name| ("@chart", chart.line, name)));
        let is_network = network::COLUMNS.iter().all(|name| columns.iter().any(|column| column == name));
        if is_network && header.network.is_none() {
            let message = "source, target and weight make a network: add @network directed or undirected";
            self.add(Severity::Warning, None, message);
        }
        for (key, line, name) in wide.chain(chart) {
            if !columns.iter().any(|column| column == name) {
                self.error(Some(line), format!("{key} names '{name}', which is no column of the result"));
            }
        }
    }

    /// Whether a run makes the words first that the statement asks for.
    fn words(&mut self) {
        let sql = &self.query.sql;
        let line_of = |names: &[&str]| {
            token::tokens(sql)
                .find(|token| names.iter().any(|name| token.text.eq_ignore_ascii_case(name)))
                .map(|token| (token.text.to_owned(), token::line_of(sql, token.start)))
        };
        if let Some((name, line)) = line_of(&BEHIND_WORDS) {
            let message = format!("{name} may lack posts without telling; ask post_words or point_words");
            self.add(Severity::Warning, Some(line), message);
        }
        if let Some((name, line)) = line_of(&WORDS)
            && !self.query.header.needs.iter().any(|need| need.what == "word-index")
        {
            let message = format!(
                "{name} is an error until its words are made: add -- needs: word-index, and a run makes them"
            );
            self.add(Severity::Warning, Some(line), message);
        }
    }

    /// The tables that the statement reads from beginning to end.
    fn scans(&mut self, runner: &Runner) {
        let steps = plan::plan(runner, self.query, &Bound::default()).unwrap_or_default();
        let tables: Vec<String> = plan::scanned(runner, &steps, COUNTING)
            .into_iter()
            // The one row by which post_words and point_words know whether all words are there.
            .filter(|(table, _)| table != "word_index")
            .map(|(table, rows)| match rows {
                Some(1) => format!("{table} (1 row)"),
                Some(rows) => format!("{table} ({} rows)", grouped(rows)),
                None => table,
            })
            .collect();
        if !tables.is_empty() {
            self.add(Severity::Note, None, format!("full scan: {}", tables.join(", ")));
        }
    }

    /// The SELECTs of `values(SELECT …)` and `enum(…|SELECT …)`.
    fn suggestions(&mut self, runner: &Runner) {
        for parameter in &self.query.header.parameters {
            let (select, default) = match &parameter.kind {
                ParameterType::Values(select) => (select, parameter.default.as_ref()),
                // The default is a word that every store has.
                ParameterType::Enum { more: Some(select), .. } => (select, None),
                _ => continue,
            };
            let values = runner.within(COUNTING, |store| suggestions(store, select, MOST_SUGGESTED));
            match (values, default) {
                (Err(why), _) => {
                    self.error(Some(parameter.line), format!("the values of '{}': {why}", parameter.name));
                }
                (Ok(values), Some(default))
                    if (1..MOST_SUGGESTED).contains(&values.len()) && !values.contains(default) =>
                {
                    let message =
                        format!("the default of '{}': '{default}' is not in this store", parameter.name);
                    self.add(Severity::Warning, Some(parameter.line), message);
                }
                _ => {}
            }
        }
    }

    fn run(&mut self, runner: &mut Runner, budget: Budget) {
        let needed = self.query.header.parameters.iter().find(|parameter| parameter.is_required());
        if let Some(parameter) = needed {
            let message = format!("not run: '{}' needs a value", parameter.name);
            return self.add(Severity::Note, Some(parameter.line), message);
        }
        if self.query.problems.iter().any(|problem| problem.prevents_run) {
            return;
        }
        for (what, select, message) in MADE_FIRST {
            if self.query.header.needed(|_| None).any(|need| need.what == what)
                && !runner.within(COUNTING, |store| is_made(store, select)).unwrap_or(false)
            {
                return self.add(Severity::Note, None, message);
            }
        }
        let with_types = |rows: &mut dyn Rows| {
            let mut typed = Typed::new(rows);
            Ok((Fingerprint::of(&mut typed)?, typed.wrong()))
        };
        match runner.run(self.query, &Bound::default(), budget, with_types) {
            Ok((with_null, wrong)) => {
                for (column, message) in wrong {
                    let columns = &self.query.header.columns;
                    let line = columns.iter().find(|declared| declared.name == column);
                    self.error(line.map(|declared| declared.line), message);
                }
                for (severity, line, message) in defaults::compare(self.query, runner, budget, &with_null) {
                    self.add(severity, line, message);
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {
                let remedy = budget.time.map(|time| {
                    let more = 10.0 * time.as_secs_f64();
                    format!("; give it more time, e.g. --timeout {more}, or let it read less")
                });
                let remedy = remedy.unwrap_or_default();
                self.error(None, format!("with its defaults it does not end in time: {error}{remedy}"));
            }
            Err(error) => self.failure(&error),
        }
    }
}

/// Whether what a run makes first is there, by one of [`MADE_FIRST`].
fn is_made(store: &Connection, select: &str) -> rusqlite::Result<bool> {
    store.query_row(select, [], |row| row.get(0))
}

#[cfg(test)]
mod tests;
