//! What the writer takes: posts and service rows, read, extracted and dated.

use jiff::civil::Date;

use crate::model::{ChannelEvent, DateBasis, Extracted, Post, Span, TextDate};
use crate::store::summaries::CountedPost;
use crate::store::text_key::TextKey;
use crate::store::writer::posts::{album_size, as_number};
use crate::store::writer::telling::is_edited;

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

    /// The post as the summaries see it.
    pub(super) fn counted<'a>(
        &'a self,
        channel_id: i64,
        load_id: i64,
        extracted: &'a Extracted,
    ) -> CountedPost<'a> {
        let Self { post, times, .. } = self;
        CountedPost {
            channel_id,
            posted_on: times.posted_on.as_deref(),
            posted_local: times.posted_local.as_deref(),
            is_forward: post.forward.is_some(),
            load_id,
            is_edited: is_edited(post, times.edited_at.as_deref()),
            has_views: post.views.is_some(),
            has_views_unit: post.views_unit.is_some(),
            has_forwards: post.forwards.is_some(),
            has_replies: post.replies.is_some(),
            has_reactions: post.reactions.as_deref().is_some_and(|reactions| !reactions.is_empty()),
            text: &post.text,
            talking_points: extracted.talking_points.len(),
            hashtags: &extracted.hashtags,
            links: &extracted.links,
            number: post.external_id.as_deref().and_then(as_number),
            album_size: album_size(post),
            media: &post.media,
        }
    }
}

/// What stands in a text, and by what equal texts are known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// What stands in it.
    pub extracted: Extracted,
    /// The key of the text folded.
    pub text_key: TextKey,
}

/// Reads a text again: one that comes to stand because of what another input tells.
pub trait Reread: std::fmt::Debug {
    /// What stands in the text with these marked parts.
    fn reread(&self, text: &str, spans: Vec<Span>) -> Reading;

    /// Whether the text gives the whole day of its post.
    fn tells_day(&self, text: &str, spans: Vec<Span>) -> bool;
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
