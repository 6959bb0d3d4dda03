//! What an input leaves in doubt, and how it is taken.

use memchr::memmem;

use super::json::repair::has_no_character;
use crate::model::Place;

/// What a record leaves in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Doubt {
    /// `forwarded_from` of Telegram Desktop is null. So it is of a forward of unknown source, and of every other post in a
    /// table; it is taken as none.
    NullForward,
    /// A text has lost its line ends and nothing tells where its hashtags end, so that one may run into the next word.
    EndsOfTags,
    /// A text has an escape that is no character: half a surrogate pair, or U+0000. It became U+FFFD.
    NoCharacter,
    /// A text in a table of tabs has a line end, a tab or a backslash written out, as databases do. It was taken so.
    LineEndsWrittenOut,
    /// A text in a table of tabs has `\n`, and nothing tells whether a line ends there. It was kept.
    LineEndsMayBeWrittenOut,
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

    /// Looks whether a text lost a character that the record of JSON, as it stands in the input, has as an escape.
    pub(super) fn look_for_characters(
        all: &mut Vec<Self>,
        text: &str,
        record: &[u8],
        place: impl FnOnce() -> Place,
    ) {
        let is_lost = memmem::find(text.as_bytes(), "\u{FFFD}".as_bytes()).is_some();
        if is_lost && has_no_character(record) {
            Self::add(all, Doubt::NoCharacter, place);
        }
    }
}
