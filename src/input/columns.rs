//! The columns that tables and JSON lines may have, and which of an input's own columns are meant.
//!
//! A column is found by its documented name or by one of few aliases, in upper or lower case, or by the name that
//! the user maps to it. Where two columns of an input could mean the same, nothing is guessed.

pub(super) mod count;
mod hashtag;
pub(super) mod identity;
pub(super) mod layout;
pub(super) mod media;
pub(super) mod moment;
pub(super) mod parts;
pub(super) mod post;
pub(super) mod telegram;
pub(super) mod value;

use std::collections::BTreeMap;

use crate::Result;

/// A documented column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnInfo {
    /// The name.
    pub name: &'static str,
    /// Other names by which it is found.
    pub aliases: &'static [&'static str],
    /// What it tells of a post.
    pub meaning: &'static str,
    /// How its values are written.
    pub form: &'static str,
}

/// A documented column, as an index into [`COLUMNS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Id,
    PostedAt,
    Text,
    Caption,
    Channel,
    ChannelId,
    ChannelHandle,
    Platform,
    Author,
    AuthorId,
    Url,
    Views,
    Forwards,
    Replies,
    EditedAt,
    ForwardedFrom,
    ForwardedFromId,
    ForwardedPostId,
    ForwardedAt,
    ReplyTo,
    Media,
    Reactions,
}

const TIME: &str = "a time, see below";
const COUNT: &str = "a whole number, see below";
const ID: &str = "text or a whole number";

/// The documented columns.
pub const COLUMNS: [ColumnInfo; 22] = [
    info(
        "id",
        &["post_id", "message_id"],
        "the post's id within its channel",
        "text or a whole number; of Telegram also `HANDLE/ID` or the post's link",
    ),
    info(
        "posted_at",
        &["date", "datetime", "timestamp", "created_at", "published_at"],
        "when it was posted",
        TIME,
    ),
    info(
        "text",
        &["body", "content", "message"],
        "the post's text; the one column that must be there",
        "text, kept as it is",
    ),
    info(
        "caption",
        &[],
        "the text that a photo or a file comes with, where `text` is empty; found in few files, see below",
        "text, kept as it is",
    ),
    info(
        "channel",
        &["channel_name", "channel_title"],
        "the channel's name",
        "a name; of Telegram also an id, an `@handle` or a link, as for `--channel`",
    ),
    info("channel_id", &[], "the platform's id of the channel", ID),
    info(
        "channel_handle",
        &["channel_username"],
        "the channel's public handle",
        "with or without `@`, or a link",
    ),
    info("platform", &[], "where the channel is, e.g. `telegram`", "a word"),
    info("author", &[], "who signed or sent the post", "a name"),
    info("author_id", &[], "the platform's id of the author", ID),
    info("url", &["post_url", "permalink"], "the post's own address", "an address"),
    info("views", &["view_count"], "times it was seen", COUNT),
    info("forwards", &["shares", "reposts"], "times it was forwarded", COUNT),
    info("replies", &["comments"], "how many comments or answers it has", COUNT),
    info("edited_at", &["edit_date"], "when it was last edited", "a time, or `true`"),
    info(
        "forwarded_from",
        &[],
        "where it was forwarded from",
        "a name, an `@handle` or a link; `true` where only that is known",
    ),
    info("forwarded_from_id", &[], "the platform's id of that channel or sender", ID),
    info("forwarded_post_id", &[], "the original's id within that channel", ID),
    info("forwarded_at", &[], "when the original was posted", TIME),
    info("reply_to", &["reply_to_id"], "the id of the post of the same channel that it answers", ID),
    info(
        "media",
        &[],
        "its photos, videos and files",
        "names or addresses of files, or words such as `photo`; several in a JSON array or separated by a bar; `true` where \
         only that is known",
    ),
    info("reactions", &[], "how often it got which reaction", "a JSON object such as `{\"👍\": 5}`"),
];

const fn info(
    name: &'static str,
    aliases: &'static [&'static str],
    meaning: &'static str,
    form: &'static str,
) -> ColumnInfo {
    ColumnInfo { name, aliases, meaning, form }
}

impl Column {
    /// How many there are.
    pub(super) const COUNT: usize = COLUMNS.len();

    /// All, in the order of [`COLUMNS`].
    pub(super) const ALL: [Self; Self::COUNT] = [
        Self::Id,
        Self::PostedAt,
        Self::Text,
        Self::Caption,
        Self::Channel,
        Self::ChannelId,
        Self::ChannelHandle,
        Self::Platform,
        Self::Author,
        Self::AuthorId,
        Self::Url,
        Self::Views,
        Self::Forwards,
        Self::Replies,
        Self::EditedAt,
        Self::ForwardedFrom,
        Self::ForwardedFromId,
        Self::ForwardedPostId,
        Self::ForwardedAt,
        Self::ReplyTo,
        Self::Media,
        Self::Reactions,
    ];

    /// The documented name.
    pub(super) fn name(self) -> &'static str {
        COLUMNS[self as usize].name
    }

    /// The column that is found by this name, in lower case. A caption is not found by its name alone, which means other
    /// things on other platforms: see [`layout::Mapping::may_find_caption`].
    pub(super) fn by_name_or_alias(name: &str) -> Option<Self> {
        Self::ALL.into_iter().filter(|column| *column != Self::Caption).find(|column| {
            let info = &COLUMNS[*column as usize];
            info.name == name || info.aliases.contains(&name)
        })
    }

    /// Whether it tells when something was.
    pub(super) fn is_time(self) -> bool {
        matches!(self, Self::PostedAt | Self::EditedAt | Self::ForwardedAt)
    }
}

/// Which of day and month a date such as `07/06/2024` begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateOrder {
    /// The day.
    DayFirst,
    /// The month.
    MonthFirst,
}

/// A documented column as a user writes it: its name, for times with `:dmy` or `:mdy` behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) column: Column,
    pub(super) order: Option<DateOrder>,
}

impl Target {
    /// The column that `written` names; `None` when there is none.
    pub(super) fn parse(written: &str) -> Option<Self> {
        let (name, order) = match written.split_once(':') {
            None => (written, None),
            Some((name, "dmy")) => (name, Some(DateOrder::DayFirst)),
            Some((name, "mdy")) => (name, Some(DateOrder::MonthFirst)),
            Some(_) => return None,
        };
        let column = Column::ALL.into_iter().find(|column| column.name() == name)?;
        (order.is_none() || column.is_time()).then_some(Self { column, order })
    }
}

/// Whether a user may map a column of an input to this: the name of a documented column, and for times the
/// order of day and month behind it, as in `posted_at:dmy`.
#[must_use]
pub fn is_target(written: &str) -> bool {
    Target::parse(written).is_some()
}

/// Looks whether the user's map, documented column to own name, is one.
///
/// # Errors
/// [`crate::ErrorKind::Usage`] when a column is none of the documented ones, or is mapped twice.
pub fn check_map(columns: &BTreeMap<String, String>) -> Result<()> {
    layout::Mapping::new(columns).map(drop)
}

#[cfg(test)]
mod tests;
