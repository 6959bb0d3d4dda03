//! What an input leaves in doubt, and how it is taken.

use crate::model::Place;

/// What a record leaves in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Doubt {
    /// `forwarded_from` of Telegram Desktop is null. So it is of a forward of unknown source, and of every other post in a
    /// table; it is taken as none.
    NullForward,
}

/// So many records of an input leave one thing in doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubtful {
    /// What.
    pub doubt: Doubt,
    /// How many records.
    pub records: u64,
    /// Where the first of them stands: its record, or its line.
    pub first: Place,
}

impl Doubtful {
    /// One more record leaves it in doubt.
    pub(super) fn add(all: &mut Vec<Self>, doubt: Doubt, place: impl FnOnce() -> Place) {
        match all.iter_mut().find(|one| one.doubt == doubt) {
            Some(one) => one.records += 1,
            None => all.push(Self { doubt, records: 1, first: place() }),
        }
    }
}
