//! The plain data that flows through a load: what a reader makes, what the extractors add, what the
//! writer stores. Nothing here knows a format, SQL or a terminal.

mod extracted;
mod marked_id;
mod naming;

use jiff::civil;
use serde::{Deserialize, Serialize};

pub use extracted::{Extracted, HandleUse, HashtagUse, Link, PointKind, PointRule, TalkingPoint, TextDate};
pub use marked_id::{CHANNEL_MARK, id_of_marked};
pub use naming::{Alias, Named, Naming, Origin, Rule, Via};

/// Seconds since 1970-01-01T00:00:00Z.
pub type UnixSeconds = i64;

/// What is known of a channel: where posts appear, be it a channel, a group, a chat or an account.
///
/// A channel is recognised by `platform` and `external_id`, else by `handle`, else by `name`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Channel {
    /// The platform, in lower case, e.g. `telegram`; empty when unknown.
    pub platform: String,
    /// The platform's own id as text. For Telegram the bare positive id of a channel or a supergroup, `chat…` of a basic
    /// group and `user…` of a person: each of the three has numbers of its own.
    pub external_id: Option<String>,
    /// The public handle, without `@`.
    pub handle: Option<String>,
    /// The name that people see.
    pub name: Option<String>,
    /// The kind in the platform's words, e.g. `public_channel`.
    pub kind: Option<String>,
    /// The address to which a post's id is appended to link to it, e.g. `https://t.me/c/1234567890/`.
    pub link_base: Option<String>,
}

impl Channel {
    /// Whether nothing is known that could tell this channel from another.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.external_id.is_none() && self.handle.is_none() && self.name.is_none()
    }
}

/// When something happened, as precisely as the input tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moment {
    /// The input does not say.
    #[default]
    Unknown,
    /// An instant, in UTC seconds.
    Instant(UnixSeconds),
    /// A wall clock without a zone.
    Local(civil::DateTime),
    /// A calendar day, where no more is known.
    Day(civil::Date),
}

/// One published item, as the input has it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// The post's id within its channel, as the platform writes it.
    pub external_id: Option<String>,
    /// When it was posted.
    pub posted: Moment,
    /// The date as written, kept when `posted` could not be made of it.
    pub posted_raw: Option<String>,
    /// When it was last edited.
    pub edited: Moment,
    /// The text as published, title included, without placeholders and without a doubled copy;
    /// empty when there is none. It holds no U+0000.
    pub text: String,
    /// The entities that the input carries, in order of `start`; byte ranges of `text`.
    pub spans: Vec<Span>,
    /// Who signed or sent it.
    pub author: Option<Author>,
    /// Where it was forwarded from.
    pub forward: Option<Forward>,
    /// What it answers.
    pub reply: Option<Reply>,
    /// The bot through which it was sent, without `@`.
    pub via_bot: Option<String>,
    /// The public address, when the input gives one.
    pub url: Option<String>,
    /// Whether the input says that it was edited, be it without saying when.
    pub is_edited: bool,
    /// When its metrics were so, in UTC seconds, where the input tells that of each post or page: the instant
    /// at which a page was served. `None` means as of the input's last instant.
    pub seen: Option<UnixSeconds>,
    /// Times it was seen; `None` when the input does not say.
    pub views: Option<i64>,
    /// What `views` is rounded to: 100 for `1.2K`, 10000 for `5.74M`; `None` when it is exact.
    pub views_unit: Option<i64>,
    /// Times it was forwarded; `None` when the input does not say.
    pub forwards: Option<i64>,
    /// How many comments or answers it has; `None` when the input does not say.
    pub replies: Option<i64>,
    /// The media, in order; an album has several.
    pub media: Vec<Media>,
    /// Whether the input says that its message, which has media, is no part of an album, or that it is no part of one with the
    /// messages before it. Most formats do not say so.
    pub is_alone: bool,
    /// Of an album with text whose messages the input tells one by one: the id of the one that has the text. So it is with
    /// what may be a single message left of an album.
    pub text_of: Option<String>,
    /// The number that the messages of an album have in common, where the input tells it: of some of these, too.
    pub album_no: Option<i64>,
    /// The reactions; `None` when the input cannot have them.
    pub reactions: Option<Vec<Reaction>>,
}

/// A part of a post's text that the input itself marks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// What the part is.
    pub kind: SpanKind,
    /// First byte of the part in the post's text.
    pub start: usize,
    /// The byte after the part.
    pub end: usize,
    /// Where a [`SpanKind::TextLink`] leads.
    pub href: Option<String>,
}

/// The kinds of marked parts that matter to the extractors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpanKind {
    /// A hashtag, `#tag` or `#tag@channel`.
    Hashtag,
    /// A handle, `@name`.
    Mention,
    /// A cashtag, `$TAG`.
    Cashtag,
    /// A bot command, `/command`.
    BotCommand,
    /// An address that stands in the text.
    Url,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A bank card number.
    BankCard,
    /// Code within a line.
    Code,
    /// A block of code.
    Pre,
    /// Text that links elsewhere; the address is the span's `href`.
    TextLink,
    /// Text that names a user without a handle.
    MentionName,
    /// An item of the input's own list, without its marker; `ordinal` of a numbered one.
    ListItem {
        /// The item's number, when the list is numbered.
        ordinal: Option<i64>,
    },
    /// Bold, italic, spoilers, quotes, custom emoji: marks that change nothing for the extractors.
    Style,
}

/// Who signed or sent a post.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Author {
    /// The platform's id of the sender, e.g. `user123`; a signature has none.
    pub external_id: Option<String>,
    /// The name as shown.
    pub name: Option<String>,
}

/// Where a forwarded post came from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Forward {
    /// The original channel or sender, perhaps known by name only, perhaps not at all.
    pub channel: Channel,
    /// The original post's id.
    pub external_id: Option<String>,
    /// When the original was posted.
    pub posted: Moment,
}

/// What a post answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The answered post's id.
    pub external_id: String,
    /// The answered post's channel, when it is another one.
    pub channel: Option<Channel>,
}

/// One photo, video or file of a post.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Media {
    /// The id of the message that carries it; albums have one for each item.
    pub external_id: Option<String>,
    /// `photo`, `video`, `animation`, `audio`, `voice`, `video_message`, `sticker`, `file`, `poll`,
    /// `location`, `contact` …
    pub kind: String,
    /// The file's name or path as the input gives it; `None` when the file was not exported.
    pub file_name: Option<String>,
    /// The MIME type.
    pub mime_type: Option<String>,
    /// Bytes.
    pub size: Option<i64>,
    /// Pixels.
    pub width: Option<i64>,
    /// Pixels.
    pub height: Option<i64>,
    /// Seconds.
    pub duration: Option<f64>,
    /// Words that belong to the item: a poll's question, a place's or song's title.
    pub title: Option<String>,
}

/// How often a post got one reaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    /// `emoji`, `custom_emoji` or `paid`.
    pub kind: String,
    /// The emoji, or the id or path of a custom one; empty for `paid`.
    pub name: String,
    /// How often.
    pub count: i64,
}

/// A service row: something that happened to the channel, not a post.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ChannelEvent {
    /// The row's id; it shares the posts' sequence.
    pub external_id: Option<String>,
    /// When it happened.
    pub happened: Moment,
    /// What happened, in the platform's words, e.g. `pin_message`.
    pub action: String,
    /// Who did it.
    pub actor: Option<Author>,
    /// The new title, the pinned post's id, the text: what the row says beyond its action.
    pub detail: Option<String>,
}

impl ChannelEvent {
    /// The action where the input does not say what happened.
    pub const UNKNOWN: &str = "unknown_action";

    /// The action where the input says it in words alone, which are the detail.
    pub const IN_WORDS: &str = "service";
}

/// Where in an input something stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// Byte offset from 0.
    Byte(u64),
    /// Line number from 1.
    Line(u64),
    /// Row of a table of a database, from 1.
    Row(u64),
    /// A place in one of an input's several files.
    In(String, Box<Self>),
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Byte(byte) => write!(f, "byte {byte}"),
            Self::Line(line) => write!(f, "line {line}"),
            Self::Row(row) => write!(f, "row {row}"),
            Self::In(file, place) => write!(f, "{file}, {place}"),
        }
    }
}

/// A record that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// Where the record begins.
    pub place: Place,
    /// The record's own id, when it could be made out.
    pub external_id: Option<String>,
    /// Why, in few words that repeat from record to record, so that rejects can be counted by reason.
    pub reason: String,
    /// The beginning of the record as it stands, at most [`Reject::RAW_LIMIT`] bytes.
    pub raw: String,
}

impl Reject {
    /// How many bytes of the raw record are kept.
    pub const RAW_LIMIT: usize = 4096;
}

/// What a reader gives, one after another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Record {
    /// The channel of all that follows, until the next one.
    Channel(Channel),
    /// A post of that channel.
    Post(Box<Post>),
    /// A service row of that channel.
    Event(ChannelEvent),
    /// A record that could not be read.
    Reject(Reject),
    /// The input ends before it is complete; all that was whole has been given.
    Cut(Place),
}

/// Where the day of a post comes from. The store writes the lower-case word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateBasis {
    /// An instant in the input.
    Timestamp,
    /// A wall clock without a zone in the input.
    Local,
    /// A dateline in the text, such as `📍 Ostrava, May 3, 2024`.
    Dateline,
    /// A parenthesis in the title, such as `(Ostrava, May 3, 2024)`.
    Title,
    /// The words of the text, such as `Today, on May 3`.
    Text,
}

impl DateBasis {
    /// The word that the store keeps.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Timestamp => "timestamp",
            Self::Local => "local",
            Self::Dateline => "dateline",
            Self::Title => "title",
            Self::Text => "text",
        }
    }
}
