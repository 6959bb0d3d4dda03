//! Where posts come from: one file for each format, all behind [`Reader`].
//!
//! A reader turns bytes into [`Record`]s one after another, in the input's order, in memory that does not
//! grow with the input. It knows its format and nothing of SQL. A record that cannot be read is a
//! [`Record::Reject`] and never an error; an error means that the input as a whole cannot be read on.

use crate::Result;
use crate::model::Record;

/// A source of records.
pub trait Reader: Send {
    /// The next record, or `None` at the end.
    ///
    /// # Errors
    /// When the input cannot be read on: the operating system refuses, or it is not of this format at all.
    fn next_record(&mut self) -> Result<Option<Record>>;

    /// How many bytes of the input have been read so far.
    fn bytes_read(&self) -> u64;

    /// Whether the records stand in the order of their posting, oldest first, so that an undated post
    /// lies between its dated neighbours.
    fn is_ordered(&self) -> bool;
}

/// The longest record that is held in memory, in bytes; a longer one is a reject, skipped unread.
pub const RECORD_LIMIT: usize = 32 * 1024 * 1024;

/// The formats that Chancery reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// `result.json` of Telegram Desktop: one chat, a whole account, or a bare array of messages.
    TelegramJson,
    /// The text of web preview pages, copied or extracted: `Forwarded from …`, bodies doubled.
    WebPreviewText,
}

impl Format {
    /// All formats, in the order of this list.
    pub const ALL: [Self; 2] = [Self::TelegramJson, Self::WebPreviewText];

    /// The name for `--as` and the `loads` table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TelegramJson => "telegram-json",
            Self::WebPreviewText => "web-preview-text",
        }
    }

    /// The format of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// How rich the format is: of two records of one post the richer one wins where nothing else decides.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::TelegramJson => 90,
            Self::WebPreviewText => 10,
        }
    }
}
