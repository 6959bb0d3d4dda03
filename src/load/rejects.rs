//! The records of one input that could not be read; an input that has no others is refused.

use std::collections::BTreeMap;

use crate::load::inputs::InputFile;
use crate::model::{Place, Reject};
use crate::{Error, ErrorKind, Result};

/// The records that could not be read.
#[derive(Debug, Default)]
pub(super) struct Rejects {
    by_reason: BTreeMap<String, u64>,
    first: Option<Place>,
    /// Whether there are others: posts and service rows, be they such as tell nothing new.
    has_others: bool,
}

impl Rejects {
    pub(super) fn note(&mut self, reject: &Reject) {
        self.first.get_or_insert_with(|| reject.place.clone());
        *self.by_reason.entry(reject.reason.clone()).or_default() += 1;
    }

    pub(super) fn note_other(&mut self) {
        self.has_others = true;
    }

    /// How many there are, by reason; and where the first one begins.
    pub(super) fn into_parts(self) -> (Vec<(String, u64)>, Option<Place>) {
        (self.by_reason.into_iter().collect(), self.first)
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        self.by_reason.values().sum()
    }

    /// Whether nothing of the input could be read.
    pub(super) fn are_all(&self) -> bool {
        self.first.is_some() && !self.has_others
    }

    /// # Errors
    /// When nothing of the input could be read: a store of it would answer every question with nothing.
    pub(super) fn refuse_if_all(&self, input: &InputFile) -> Result<()> {
        match &self.first {
            Some(first) if self.are_all() => Err(self.error(input, first)),
            _ => Ok(()),
        }
    }

    fn error(&self, input: &InputFile, first: &Place) -> Error {
        let reasons: Vec<String> = match self.by_reason.keys().next() {
            Some(reason) if self.by_reason.len() == 1 => vec![reason.clone()],
            _ => self.by_reason.iter().map(|(reason, records)| format!("{records} × {reason}")).collect(),
        };
        let (name, format, reasons) = (input.name(), input.format().name(), reasons.join(", "));
        let message = match self.count() {
            1 => {
                format!("'{name}': its only record could not be read as {format}: {reasons}, at {first}")
            }
            records => format!(
                "'{name}': none of its {records} records could be read as {format}: {reasons}; the first at {first}"
            ),
        };
        Error::new(ErrorKind::Input, message).hint(match input.looks_like() {
            Some(likely) if likely != input.format() => {
                format!("it looks like {}: leave out --as", likely.name())
            }
            _ => "to see them: chancery load --rejects FILE INPUT".to_owned(),
        })
    }
}
