//! What the user should know of a load that went well.

use std::fmt;

use crate::model::Place;

/// Something that the user should know: what was taken for what the input does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// The input does not say which channel it is of.
    ChannelTaken {
        /// The input.
        input: String,
        /// The name that it goes by: that of its file.
        name: String,
    },
    /// A channel was named, and every input says itself which channel it is of.
    ChannelNotNeeded,
    /// Columns were mapped, and no input is a table or JSON lines.
    MapNotNeeded,
    /// The input has wall clocks without a zone.
    ZoneTaken {
        /// The input.
        input: String,
        /// The zone that they are taken as of.
        zone: String,
    },
    /// The input has bytes that are not UTF-8, which became U+FFFD.
    NotUtf8 {
        /// The input.
        input: String,
        /// How many records have them.
        records: u64,
        /// Where the first of these records begins.
        first: Place,
    },
    /// The input has neither posts nor service rows, nor anything that could not be read.
    NothingFound {
        /// The input.
        input: String,
    },
    /// The store could not be made one file again.
    StaysInWal {
        /// The store.
        store: String,
    },
}

impl Notice {
    /// What the user can do about it, when loading into a store.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::ChannelTaken { .. } => "to choose: --channel NAME",
            Self::ChannelNotNeeded => "--channel is for those that do not",
            Self::MapNotNeeded => "--map is for tables and JSON lines: --as csv, --as jsonl",
            Self::ZoneTaken { .. } => "to choose: --input-time-zone ZONE",
            Self::NotUtf8 { .. } => "to mend it: save the input as UTF-8",
            Self::NothingFound { .. } => "to have some: export chats with their messages",
            Self::StaysInWal { .. } => "the next load makes it one file again",
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ChannelTaken { input, name } => {
                write!(f, "'{input}' does not say which channel it is of; it is taken as '{name}'")
            }
            Self::ChannelNotNeeded => {
                f.write_str("--channel was not used: each input says which channel it is of")
            }
            Self::MapNotNeeded => f.write_str("--map was not used: no input is a table or JSON lines"),
            Self::ZoneTaken { input, zone } => {
                write!(f, "'{input}' has wall clocks without a zone; they are taken as {zone}")
            }
            Self::NotUtf8 { input, records, first } => {
                let records = match records {
                    1 => format!("1 record has bytes that are not UTF-8, at {first}"),
                    more => format!("{more} records have bytes that are not UTF-8, the first at {first}"),
                };
                write!(f, "'{input}': {records}; they are read as U+FFFD")
            }
            Self::NothingFound { input } => write!(f, "'{input}' holds no posts"),
            Self::StaysInWal { store } => {
                write!(f, "'{store}' stays in WAL mode, because a program still reads it")
            }
        }
    }
}
