//! What the extractors find in a post.

use std::sync::Arc;

use super::{DateBasis, Named, Naming};

/// A day that a post's text gives for the post itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextDate {
    /// Which part of the text gives it.
    pub basis: DateBasis,
    /// The year; often left out.
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31.
    pub day: i8,
}

/// What the extractors find in a post.
///
/// Every `start` counts characters (Unicode scalar values) of the post's text from 1, as SQLite's
/// `substr` does; every `talking_point` is an index into `talking_points`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extracted {
    /// The title: the first line, when more lines follow and it is no list item, hashtag line or
    /// dateline, and at most 300 characters long.
    pub title: Option<String>,
    /// Whose words the post is, as its title says.
    pub speaker: Option<Arc<Named>>,
    /// The day that the text gives for the post.
    pub text_date: Option<TextDate>,
    /// The talking points, in order.
    pub talking_points: Vec<TalkingPoint>,
    /// The uses of hashtags, in order.
    pub hashtags: Vec<HashtagUse>,
    /// The uses of handles, in order.
    pub handles: Vec<HandleUse>,
    /// The namings of persons, organisations, countries, in order.
    pub namings: Vec<Naming>,
    /// The links, in order.
    pub links: Vec<Link>,
}

/// What counts as a talking point in a store.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PointRule {
    /// The items of lists.
    #[default]
    Items,
    /// These, and the long sentences of posts that have none.
    Sentences,
}

impl PointRule {
    /// All, the usual one first.
    pub const ALL: [Self; 2] = [Self::Items, Self::Sentences];

    /// Its name, as people write it and the store keeps it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Items => "items",
            Self::Sentences => "sentences",
        }
    }

    /// The rule of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}

/// What a talking point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointKind {
    /// A bulleted or numbered item.
    Item,
    /// A long sentence of a post without items.
    Sentence,
}

impl PointKind {
    /// As the store writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Sentence => "sentence",
        }
    }
}

/// One bulleted or numbered item of a post, or one of its long sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalkingPoint {
    /// What it is.
    pub kind: PointKind,
    /// The marker as written, e.g. `•`, `1️⃣0️⃣`, `2)`; empty for a sentence.
    pub marker: String,
    /// The number that the marker gives.
    pub ordinal: Option<i64>,
    /// The words, without the marker; lines joined by a newline.
    pub text: String,
    /// The words folded, white space evened, for matching.
    pub folded: String,
    /// Where `text` begins in the post's text.
    pub start: usize,
}

/// One use of a hashtag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HashtagUse {
    /// As written, without `#` and without `@channel`.
    pub spelling: String,
    /// Folded: full Unicode case folding, then NFC.
    pub tag: String,
    /// The channel of `#tag@channel`, folded, without `@`.
    pub channel_handle: Option<String>,
    /// Where `spelling` begins.
    pub start: usize,
    /// The talking point that it stands in.
    pub talking_point: Option<usize>,
}

/// One use of a handle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandleUse {
    /// As written, without `@`.
    pub spelling: String,
    /// Folded.
    pub handle: String,
    /// Whether it is digits only, such as a price written `@1499`: no user name can be.
    pub is_number: bool,
    /// Where `spelling` begins.
    pub start: usize,
    /// The talking point that it stands in.
    pub talking_point: Option<usize>,
}

/// One link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address, as written in the text or as the input gives it.
    pub url: String,
    /// The host in lower case, without `www.` and port; `None` where the address has none.
    pub host: Option<String>,
    /// Whether the address stands in the text itself.
    pub is_visible: bool,
    /// Where the linking words begin.
    pub start: usize,
    /// How many characters the linking words have.
    pub length: usize,
    /// The talking point that it stands in.
    pub talking_point: Option<usize>,
}
