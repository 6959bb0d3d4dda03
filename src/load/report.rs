//! What became of the inputs.

use std::time::Duration;

use jiff::civil::Date;

use crate::Error;
use crate::input::Format;
use crate::model::Place;
use crate::store::writer::{Counts, Unfinished};

/// What became of all inputs of one call.
#[derive(Debug, Default)]
pub struct LoadReport {
    /// One for each input, in order.
    pub inputs: Vec<InputReport>,
    /// Files in folders that were no input.
    pub skipped_files: u64,
    /// The first of these that hold data by their names.
    pub skipped_data: Vec<String>,
    /// How many of them hold data by their names.
    pub skipped_data_files: u64,
    /// What kept the loader from going on; inputs after it are not in the list.
    pub failure: Option<Error>,
    pub(super) unfinished: Unfinished,
}

impl LoadReport {
    /// Whether every input was kept.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.failure.is_none() && self.inputs.iter().all(InputReport::is_kept)
    }

    pub(super) fn nothing_was_kept(&mut self) {
        for input in &mut self.inputs {
            if input.is_kept() {
                input.outcome = Outcome::NotKept;
            }
        }
    }
}

/// What became of one input.
#[derive(Debug)]
pub struct InputReport {
    /// The path as given, or `-`.
    pub input: String,
    /// The format, when it was recognised.
    pub format: Option<Format>,
    /// What became of it.
    pub outcome: Outcome,
    /// Posts and service rows.
    pub counts: Counts,
    /// Records that could not be read, by reason.
    pub rejects: Vec<(String, u64)>,
    /// Where the first of these records begins.
    pub first_reject: Option<Place>,
    /// First and last day of its posts.
    pub days: Option<(Date, Date)>,
    /// Posts whose day is unknown.
    pub undated: u64,
    /// Where it ends before it is complete.
    pub cut: Option<Place>,
    /// How long it took.
    pub elapsed: Duration,
}

/// What became of one input.
#[derive(Debug)]
pub enum Outcome {
    /// It was loaded.
    Loaded,
    /// The store had it already, from this load.
    AlreadyLoaded(i64),
    /// It could not be loaded, and nothing of it was.
    Failed(Error),
    /// It was read, but the store could not be finished.
    NotKept,
}

impl InputReport {
    /// What there is to tell of an input that ends before it is complete.
    #[must_use]
    pub fn cut_in_words(&self) -> Option<String> {
        let place = self.cut.as_ref()?;
        // Such a quote takes all lines behind it into its cell.
        let is_row = matches!(place, Place::Line(_))
            && matches!(self.format, Some(Format::Csv | Format::MinetCsv | Format::FourCatCsv));
        let why = if is_row { ", or a quote there is never closed" } else { "" };
        Some(format!(
            "'{}' is cut off at {place}{why}: all before it is loaded; export it again to have the rest",
            self.input
        ))
    }

    /// An input that could not be loaded.
    #[must_use]
    pub fn failed(input: &str, error: Error) -> Self {
        Self {
            input: input.to_owned(),
            format: None,
            outcome: Outcome::Failed(error),
            counts: Counts::default(),
            rejects: Vec::new(),
            first_reject: None,
            days: None,
            undated: 0,
            cut: None,
            elapsed: Duration::ZERO,
        }
    }

    /// Whether the store holds what the input has.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        matches!(self.outcome, Outcome::Loaded | Outcome::AlreadyLoaded(_))
    }

    /// Records that could not be read.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.rejects.iter().map(|(_, records)| records).sum()
    }
}
