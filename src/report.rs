//! A report: a named query run with given values, written in a given form.
//!
//! ```text
//! query ─▶ bind ─▶ runner (read-only) ─▶ rows ─▶ shape (long, wide, chart) ─▶ renderer ─▶ out
//! ```
//!
//! Beside a report in a file stands its [`record`], by which [`verify`] runs it again; a [`pack`] is several reports over
//! one state of a store.
//!
//! It joins what [`query`](crate::query) and [`render`](crate::render) offer; it knows no command line and
//! no terminal.

use std::io::Write;

use rusqlite::Connection;

use crate::clock::Clock;
use crate::query::bind::{self, Arguments, Bound};
use crate::query::date::Today;
use crate::query::rows::{Column, Rows};
use crate::query::runner::{Budget, Runner};
use crate::query::{Query, coverage};
use crate::store::rules;
use crate::store::search_index::{self, State};
use crate::{Error, ErrorKind, Result};

pub mod datasette;
pub mod digest;
pub mod ending;
pub mod form;
pub mod pack;
pub mod published;
pub mod record;
pub mod verify;

use self::form::{Form, Printed, Screen, Subject};

/// What to run, with which values, and how to write it.
#[derive(Debug, Clone)]
pub struct Report {
    /// The query.
    pub query: Query,
    /// The values that were given, as they were written.
    pub arguments: Arguments,
    /// The day that counts as today, in any form of [`crate::query::date::FORMS`]; `None` is today.
    pub as_of: Option<String>,
    /// How to write the rows.
    pub form: Form,
}

/// A report whose values are known for one store.
#[derive(Debug, Clone)]
pub struct Prepared<'a> {
    report: &'a Report,
    /// The day that counts as today, and the days of the data.
    pub today: Today,
    /// The values to bind, and what was made of those that were given.
    pub bound: Bound,
    /// What may make the figures other than they seem: an unknown hashtag, missing metrics.
    pub warnings: Vec<String>,
}

impl Report {
    /// Finds out what the values mean in the runner's store.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when a value is missing, unknown or not of its type;
    /// [`ErrorKind::Store`] when the store cannot be read.
    pub fn prepare(&self, runner: &Runner, clock: Clock) -> Result<Prepared<'_>> {
        let store = runner.connection();
        self.require_index(store)?;
        let today = bind::today(store, clock, self.as_of.as_deref())?;
        let bound = bind::bind(&self.query, &self.arguments, store, &today)?;
        let mut warnings = bound.warnings.clone();
        warnings.extend(coverage::missing_metrics(store, &self.query, &bound)?);
        if let Some(told) = rules::told(store)?
            && self.query.counts_what_is_found(&bound)
        {
            warnings.push(format!("{told}; to find them anew: chancery reindex"));
        }
        Ok(Prepared { report: self, today, bound, warnings })
    }

    /// A query that asks the search index must not be answered by one that lacks posts.
    fn require_index(&self, store: &Connection) -> Result<()> {
        if !self.query.header.needs("search-index", &self.arguments) {
            return Ok(());
        }
        let what = match search_index::state(store)? {
            State::Ready(_) => return Ok(()),
            State::Absent => "this store has none",
            State::Behind => "that of this store has fallen behind",
        };
        let message = format!("{} needs the search index, and {what}", self.query.name);
        Err(Error::new(ErrorKind::Store, message).hint("make it: chancery index"))
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// How many rows.
    pub printed: Printed,
    /// The columns that the query gave.
    pub columns: Vec<Column>,
}

impl<'a> Prepared<'a> {
    /// The report.
    #[must_use]
    pub fn report(&self) -> &'a Report {
        self.report
    }

    /// What was made of the values that were given, and of the day that counts as today.
    #[must_use]
    pub fn resolved_in_words(&self) -> Option<String> {
        self.bound.resolved_in_words(self.report.as_of.as_deref(), &self.today)
    }

    /// Runs the query and writes its rows to `out`, which it flushes.
    ///
    /// # Errors
    /// Those of [`Runner::run`], and when `out` fails.
    pub fn write(
        &self,
        runner: &mut Runner,
        budget: Budget,
        out: &mut dyn Write,
        screen: Screen,
    ) -> Result<Written> {
        let report = self.report;
        let subject = Subject::of(&report.query);
        runner.run(&report.query, &self.bound, budget, |rows| write(rows, &report.form, subject, out, screen))
    }

    /// What to tell beside the rows: why there are none, which periods are partial where that is not shown, or how
    /// many rows were cut.
    ///
    /// # Errors
    /// [`ErrorKind::Store`] when the store cannot be read.
    pub fn notes(&self, runner: &Runner, printed: &Printed) -> Result<Vec<String>> {
        let mut notes = Vec::new();
        if printed.all == Some(0) {
            notes.push(coverage::no_rows_note(runner.connection(), &self.report.query, &self.bound)?);
        }
        notes.extend(printed.partial_note());
        notes.extend(printed.cut_note());
        Ok(notes)
    }
}

/// Writes the rows in this form to `out`, which it flushes.
///
/// # Errors
/// Those of [`form::write`].
pub fn write(
    rows: &mut dyn Rows,
    form: &Form,
    subject: Subject<'_>,
    out: &mut dyn Write,
    screen: Screen,
) -> Result<Written> {
    let columns = rows.columns().to_vec();
    let printed = form::write(rows, form, subject, out, screen)?;
    Ok(Written { printed, columns })
}
