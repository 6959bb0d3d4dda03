//! What one input told of a post.

use crate::model::{DateBasis, Forward, Media, Post, Reply};
use crate::store::writer::identities::References;
use crate::store::writer::posts::{Key, album_size, text_no};
use crate::store::writer::spans;
use crate::store::writer::{PreparedPost, Times};

/// Where a day may come from, the poorest first.
const BASES: [DateBasis; 5] =
    [DateBasis::Text, DateBasis::Title, DateBasis::Dateline, DateBasis::Local, DateBasis::Timestamp];

/// In the place of the number of the message that has the text of an album: none of these, as far as can be guessed. The text was told
/// of them and of others together, and not of which. No message has this number.
pub(super) const OF_OTHERS: i64 = 0;

/// The day of a post and where it comes from, as the store writes them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dated {
    pub(super) posted_at: Option<String>,
    pub(super) posted_local: Option<String>,
    pub(super) posted_on: Option<String>,
    pub(super) posted_raw: Option<String>,
    pub(super) date_basis: Option<String>,
}

impl Dated {
    /// How good it is, the greater the better: by where it comes from, and a clock before a bare day.
    pub(super) fn rank(&self) -> (u8, bool) {
        let position = |word: &str| BASES.iter().position(|basis| basis.as_str() == word);
        let rank = self.date_basis.as_deref().and_then(position).and_then(|rank| u8::try_from(rank + 1).ok());
        (rank.unwrap_or(0), self.posted_local.is_some())
    }

    /// Whether the text gave the day, be it with what the neighbours of the post say of its year.
    pub(super) fn is_by_text(&self) -> bool {
        let by_text = [DateBasis::Text, DateBasis::Title, DateBasis::Dateline];
        self.posted_on.is_some()
            && by_text.iter().any(|basis| self.date_basis.as_deref() == Some(basis.as_str()))
    }
}

/// The fields of a post that several inputs may tell of, metrics aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) external_id: Option<String>,
    pub(super) external_no: Option<i64>,
    pub(super) author_id: Option<i64>,
    pub(super) dated: Dated,
    pub(super) is_forward: bool,
    pub(super) forwarded_from_id: Option<i64>,
    pub(super) forwarded_external_id: Option<String>,
    pub(super) forwarded_at: Option<String>,
    pub(super) reply_to_channel_id: Option<i64>,
    pub(super) reply_to_external_id: Option<String>,
    pub(super) album_size: i64,
    pub(super) is_alone: bool,
    pub(super) text_no: Option<i64>,
    pub(super) album_no: Option<i64>,
    pub(super) edited_at: Option<String>,
    pub(super) is_edited: bool,
    pub(super) via_bot: Option<String>,
    pub(super) url: Option<String>,
    pub(super) text: String,
    pub(super) spans: Option<String>,
}

impl Fields {
    pub(super) fn told(key: &Key<'_>, prepared: &PreparedPost, references: &References) -> Self {
        let PreparedPost { post, times, .. } = prepared;
        let forward = post.forward.as_ref();
        Self {
            external_id: key.id().map(str::to_owned),
            external_no: key.number(),
            author_id: references.author_id,
            dated: Dated {
                posted_at: times.posted_at.clone(),
                posted_local: times.posted_local.clone(),
                posted_on: times.posted_on.clone(),
                posted_raw: times.posted_raw.clone(),
                date_basis: times.basis.map(|basis| basis.as_str().to_owned()),
            },
            is_forward: forward.is_some(),
            forwarded_from_id: references.forwarded_from_id,
            forwarded_external_id: forward.and_then(|forward| forward.external_id.clone()),
            forwarded_at: times.forwarded_at.clone(),
            reply_to_channel_id: references.reply_to_channel_id,
            reply_to_external_id: post.reply.as_ref().map(|reply| reply.external_id.clone()),
            album_size: album_size(post),
            is_alone: post.is_alone,
            text_no: text_no(post),
            album_no: post.album_no,
            edited_at: times.edited_at.clone(),
            is_edited: is_edited(post, times.edited_at.as_deref()),
            via_bot: post.via_bot.clone(),
            url: post.url.clone(),
            text: post.text.clone(),
            spans: spans::to_json(&post.spans),
        }
    }
}

impl Fields {
    /// Whether its message is no part of an album, whatever stands beside it. Of one that may be left of an album it is told
    /// that it has the text.
    pub(super) fn is_single(&self) -> bool {
        self.is_alone && self.text_no.is_none() && self.album_size == 1
    }

    /// Whether it is told that there are no words.
    pub(super) fn is_without_words(&self) -> bool {
        self.text.is_empty() && self.text_no != Some(OF_OTHERS)
    }

    /// Whether a post that had others is another one with these, and not only surer of which messages it is made of.
    pub(super) fn say_more_than(&self, before: &Self) -> bool {
        let Self { is_alone, text_no, album_no, .. } = *before;
        Self { is_alone, text_no, album_no, ..self.clone() } != *before
    }
}

/// Whether an input says that a post was edited.
pub(super) fn is_edited(post: &Post, edited_at: Option<&str>) -> bool {
    post.is_edited || edited_at.is_some()
}

/// What is known of an input whatever it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Source {
    /// The load that read it.
    pub(super) load_id: i64,
    /// How rich its format is.
    pub(super) rank: u8,
    /// Whether its format gives texts as they were published.
    pub(super) is_exact: bool,
    /// Whether its format tells when a post was edited.
    pub(super) tells_edits: bool,
}

impl Source {
    /// Whether it is as good as the other one, whenever both were so.
    pub(super) fn is_no_poorer(&self, other: &Self) -> bool {
        self.rank >= other.rank && self.is_exact >= other.is_exact && self.tells_edits >= other.tells_edits
    }
}

/// What one input told of a post, and when it was so.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Telling {
    pub(super) source: Source,
    /// When it was so: an instant in UTC, or a bare day.
    pub(super) as_of: Option<String>,
    /// The same where the record says so itself, not the input as a whole.
    pub(super) own_as_of: Option<String>,
    pub(super) fields: Fields,
    pub(super) media: Vec<Media>,
    /// How surely the channel that it is forwarded from is known: by id 3, by handle 2, by name 1.
    pub(super) forward_certainty: u8,
    /// What decides where nothing else does, without the store's own ids.
    pub(super) words: String,
}

impl Telling {
    pub(super) fn told(
        source: Source,
        as_of: Option<&str>,
        key: &Key<'_>,
        prepared: &PreparedPost,
        references: &References,
    ) -> Self {
        let own_as_of = prepared.times.seen_at.clone();
        Self {
            source,
            as_of: own_as_of.clone().or_else(|| as_of.map(str::to_owned)),
            own_as_of,
            fields: Fields::told(key, prepared, references),
            media: prepared.post.media.clone(),
            forward_certainty: 0,
            words: String::new(),
        }
    }

    /// A post of which this would be told, ready to be written, and to whom it refers. Counts are no part of a telling.
    pub(super) fn untold(&self) -> (PreparedPost, References) {
        let fields = self.fields.clone();
        let post = Post {
            spans: spans::from_json(fields.spans.as_deref(), &fields.text),
            external_id: fields.external_id,
            text: fields.text,
            forward: fields
                .is_forward
                .then(|| Forward { external_id: fields.forwarded_external_id, ..Forward::default() }),
            reply: fields.reply_to_external_id.map(|external_id| Reply { external_id, channel: None }),
            via_bot: fields.via_bot,
            url: fields.url,
            is_edited: fields.is_edited,
            media: self.media.clone(),
            is_alone: fields.is_alone,
            text_of: fields.text_no.map(|number| number.to_string()),
            album_no: fields.album_no,
            ..Post::default()
        };
        let times = Times {
            day: fields.dated.posted_on.as_deref().and_then(|day| day.parse().ok()),
            basis: BASES.into_iter().find(|basis| fields.dated.date_basis.as_deref() == Some(basis.as_str())),
            posted_at: fields.dated.posted_at,
            posted_local: fields.dated.posted_local,
            posted_on: fields.dated.posted_on,
            posted_raw: fields.dated.posted_raw,
            seen_at: self.own_as_of.clone(),
            edited_at: fields.edited_at,
            forwarded_at: fields.forwarded_at,
        };
        let references = References {
            author_id: fields.author_id,
            forwarded_from_id: fields.forwarded_from_id,
            reply_to_channel_id: fields.reply_to_channel_id,
            speaker_id: None,
        };
        (PreparedPost { post: Box::new(post), reading: None, times }, references)
    }

    /// Whether of two that say the same this one can stand for the other: its source is as good in every respect.
    pub(super) fn is_no_poorer(&self, other: &Self) -> bool {
        self.source.is_no_poorer(&other.source) && self.as_of >= other.as_of
    }

    /// Whether the two say the same, whenever and by whomever.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        self.fields == other.fields && self.media == other.media
    }
}
