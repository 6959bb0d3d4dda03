//! What the writer takes: posts and service rows, read, extracted and dated.

use jiff::civil::Date;

use crate::model::{ChannelEvent, DateBasis, Extracted, Post, Span, TextDate};

/// A post ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct PreparedPost {
    /// The post as read, in the memory of the thread that read it.
    pub post: Box<Post>,
    /// What stands in it. `None` of one that the store is likely to have as it is: the writer has it read
    /// ([`Reread`]) where it has not.
    pub reading: Option<Reading>,
    /// Its times, as the store writes them.
    pub times: Times,
}

impl PreparedPost {
    /// The day that its text gives, where it was read.
    #[must_use]
    pub fn text_date(&self) -> Option<TextDate> {
        self.reading.as_ref().and_then(|reading| reading.extracted.text_date)
    }
}

/// What stands in a text, and the text folded.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// What stands in it.
    pub extracted: Extracted,
    /// The text folded.
    pub folded: String,
}

/// Reads a text again: one that comes to stand because of what another input tells.
pub trait Reread: std::fmt::Debug {
    /// What stands in the text with these marked parts.
    fn reread(&self, text: &str, spans: Vec<Span>) -> Reading;
}

/// The times of a post, as the store writes them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Times {
    /// The instant in UTC, or a bare day.
    pub posted_at: Option<String>,
    /// The wall clock in the reporting zone.
    pub posted_local: Option<String>,
    /// The day in the reporting zone, as text and as a day.
    pub posted_on: Option<String>,
    /// The same as a day.
    pub day: Option<Date>,
    /// The date as written, where it is no plausible one.
    pub posted_raw: Option<String>,
    /// Where the time comes from.
    pub basis: Option<DateBasis>,
    /// When the record's metrics were so, in UTC, where the input tells that of each record.
    pub seen_at: Option<String>,
    /// The last edit, in UTC.
    pub edited_at: Option<String>,
    /// The original's instant, in UTC.
    pub forwarded_at: Option<String>,
}

/// A service row ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct PreparedEvent {
    /// The row as read.
    pub event: ChannelEvent,
    /// The instant in UTC.
    pub happened_at: Option<String>,
    /// The day in the reporting zone.
    pub happened_on: Option<String>,
}
