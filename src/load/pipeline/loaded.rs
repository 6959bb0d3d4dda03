//! What came of an input.

use std::time::Duration;

use jiff::civil::Date;

use crate::load::inputs::InputFile;
use crate::load::report::{InputReport, Outcome};
use crate::model::Place;
use crate::store::writer::{Counts, Unfinished};

/// An input that was loaded.
#[derive(Debug, Default)]
pub(in crate::load) struct Loaded {
    pub(super) known: Option<i64>,
    pub(super) counts: Counts,
    pub(super) rejects: Vec<(String, u64)>,
    pub(super) first_reject: Option<Place>,
    pub(super) days: Option<(Date, Date)>,
    pub(super) undated: u64,
    pub(super) cut: Option<Place>,
    /// Whether it took its channel, or the id of that, from the options or from its own name.
    pub(in crate::load) takes_channel: bool,
    pub(in crate::load) unfinished: Unfinished,
}

impl Loaded {
    /// One that the store had already.
    pub(in crate::load) fn known(load_id: i64) -> Self {
        Self { known: Some(load_id), ..Self::default() }
    }

    pub(in crate::load) fn report(self, input: &InputFile, elapsed: Duration) -> InputReport {
        InputReport {
            input: input.name().to_owned(),
            format: Some(input.format()),
            outcome: self.known.map_or(Outcome::Loaded, Outcome::AlreadyLoaded),
            counts: self.counts,
            rejects: self.rejects,
            first_reject: self.first_reject,
            days: self.days,
            undated: self.undated,
            cut: self.cut,
            elapsed,
        }
    }
}
