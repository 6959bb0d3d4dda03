//! One post made of what several inputs told of it: a pure function of the set of what was told, whatever the
//! order and however often.
//!
//! **Text.** A record with an id stands before one without, an exact text before one that may have lost its line
//! ends. Among formats that tell of edits the later edit has the text, then the input with the later last
//! instant, then the richer format, then the text with less lost, then the greater bytes. The text of a format that tells of no edits stands
//! when its input is later than that of the winner. Of equal texts the richer format's reading (its links and
//! code) stands. A text that has U+FFFD where bytes were lost gives way to one that tells what was there ([`damage`]), of no
//! earlier edit, and is none that the post ever had.
//!
//! **All else** does not change with an edit: the richest format that has a field tells it best, and among equals
//! the later edit, the later input, the greater bytes. So a poorer source fills gaps and never blanks. That holds for
//! each message of an album: one that a later input lacks keeps its media, as a post that is gone stays.
//!
//! **Forgetting.** What another record covers in every respect is dropped ([`covers`]); since covering is a partial
//! order, what is kept does not depend on the order either.

mod damage;

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

use crate::model::Media;
use crate::store::writer::media;
use crate::store::writer::posts::as_number;
use crate::store::writer::telling::{Dated, Fields, Telling};

/// A post as it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct View {
    /// Index of the telling whose text and reading it has.
    pub(super) reading: usize,
    pub(super) fields: Fields,
    pub(super) media: Vec<Media>,
}

/// What decides of all that does not change with an edit, the greater first.
fn richness(telling: &Telling) -> impl Ord + '_ {
    (
        telling.fields.external_id.is_some(),
        telling.source.rank,
        telling.fields.edited_at.as_deref(),
        telling.as_of.as_deref(),
        telling.media.len(),
        telling.words.as_str(),
    )
}

/// Whether nothing that `lesser` tells can ever matter beside `greater`.
fn covers(greater: &Telling, lesser: &Telling) -> bool {
    let (more, less) = (&greater.fields, &lesser.fields);
    let has = |more: bool, less: bool| more || !less;
    more.text == less.text
        && has(more.external_id.is_some(), less.external_id.is_some())
        // Of an album some of whose messages are told of, the lowest id counts.
        && (less.external_no.is_none() || more.external_no <= less.external_no)
        && greater.source.rank >= lesser.source.rank
        && has(greater.source.is_exact, lesser.source.is_exact)
        && has(greater.source.tells_edits, lesser.source.tells_edits)
        && greater.as_of >= lesser.as_of
        && more.edited_at >= less.edited_at
        && has(more.is_edited, less.is_edited)
        && has(more.is_forward, less.is_forward)
        && more.album_size >= less.album_size
        && has(more.is_alone, less.is_alone)
        && has(more.is_single(), less.is_single())
        && has(more.text_no.is_some(), less.text_no.is_some())
        && has(more.album_no.is_some(), less.album_no.is_some())
        && more.dated.rank() >= less.dated.rank()
        && has(more.author_id.is_some(), less.author_id.is_some())
        && has(more.dated.posted_at.is_some(), less.dated.posted_at.is_some())
        && has(more.dated.posted_raw.is_some(), less.dated.posted_raw.is_some())
        && greater.forward_certainty >= lesser.forward_certainty
        && has(more.forwarded_external_id.is_some(), less.forwarded_external_id.is_some())
        && has(more.forwarded_at.is_some(), less.forwarded_at.is_some())
        && has(more.reply_to_external_id.is_some(), less.reply_to_external_id.is_some())
        && bot_certainty(more) >= bot_certainty(less)
        && has(more.url.is_some(), less.url.is_some())
        && has(!greater.media.is_empty(), !lesser.media.is_empty())
        && media::message_ids(&lesser.media).is_subset(&media::message_ids(&greater.media))
        && are_of_one_album(greater, lesser)
        && richness(greater) >= richness(lesser)
}

/// Whether the two are of the same messages, or the lesser one of a message of which nothing but the other is told: where an
/// album turns out to be none, it has to be known which of its messages an input has told of.
fn are_of_one_album(greater: &Telling, lesser: &Telling) -> bool {
    let (all, some) = (messages(greater), messages(lesser));
    all == some || all.len() < 2 && some.is_empty()
}

/// The numbers of the messages that a telling is of.
pub(super) fn messages(telling: &Telling) -> BTreeSet<i64> {
    let media = media::message_ids(&telling.media);
    media.into_iter().filter_map(as_number).chain(telling.fields.external_no).collect()
}

/// Adds what was told to what is kept, and drops what is covered. Of two that cover each other the kept one stays.
pub(super) fn add(kept: &mut Vec<Telling>, told: Telling) {
    if kept.iter().any(|one| covers(one, &told)) {
        return;
    }
    kept.retain(|one| !covers(&told, one));
    kept.push(told);
}

/// The post that these tellings make; `None` of nothing.
pub(super) fn view(tellings: &[Telling]) -> Option<View> {
    let has_ids = tellings.iter().any(|telling| telling.fields.external_id.is_some());
    let mut by_richness: Vec<&Telling> =
        tellings.iter().filter(|telling| telling.fields.external_id.is_some() == has_ids).collect();
    by_richness.sort_by(|a, b| richness(b).cmp(&richness(a)));
    let text = standing_text(&by_richness)?;
    let with_text = || by_richness.iter().filter(|telling| telling.fields.text == text.fields.text);
    let reading = with_text().next()?;
    let first = |has: &dyn Fn(&Fields) -> bool| {
        by_richness.iter().map(|telling| &telling.fields).find(|fields| has(fields))
    };
    let lowest = by_richness
        .iter()
        .map(|telling| &telling.fields)
        .min_by_key(|fields| (fields.external_no.is_none(), fields.external_no, &fields.external_id))?;
    // Of equally sure ones the first stands, so the search goes from the poorest.
    let forwarded_from = by_richness.iter().rev().max_by_key(|telling| telling.forward_certainty)?;
    let via_bot = by_richness.iter().rev().max_by_key(|telling| bot_certainty(&telling.fields))?;
    let reply = first(&|fields| fields.reply_to_external_id.is_some());
    let is_single = by_richness.iter().any(|telling| telling.fields.is_single());
    let fields = Fields {
        external_id: lowest.external_id.clone(),
        external_no: lowest.external_no,
        author_id: first(&|fields| fields.author_id.is_some()).and_then(|fields| fields.author_id),
        dated: dated(&by_richness),
        is_forward: by_richness.iter().any(|telling| telling.fields.is_forward),
        forwarded_from_id: forwarded_from.fields.forwarded_from_id,
        forwarded_external_id: first(&|fields| fields.forwarded_external_id.is_some())
            .and_then(|fields| fields.forwarded_external_id.clone()),
        forwarded_at: first(&|fields| fields.forwarded_at.is_some())
            .and_then(|fields| fields.forwarded_at.clone()),
        reply_to_channel_id: reply.and_then(|fields| fields.reply_to_channel_id),
        reply_to_external_id: reply.and_then(|fields| fields.reply_to_external_id.clone()),
        album_size: by_richness.iter().map(|telling| telling.fields.album_size).max()?,
        is_alone: by_richness.iter().any(|telling| telling.fields.is_alone),
        text_no: if is_single { None } else { with_text().find_map(|telling| telling.fields.text_no) },
        album_no: first(&|fields| fields.album_no.is_some()).and_then(|fields| fields.album_no),
        edited_at: by_richness.iter().filter_map(|telling| telling.fields.edited_at.clone()).max(),
        is_edited: by_richness.iter().any(|telling| telling.fields.is_edited),
        via_bot: via_bot.fields.via_bot.clone(),
        url: first(&|fields| fields.url.is_some()).and_then(|fields| fields.url.clone()),
        text: reading.fields.text.clone(),
        spans: reading.fields.spans.clone(),
    };
    let media = media::together(by_richness.iter().map(|telling| telling.media.as_slice()));
    let messages = i64::try_from(media::message_ids(&media).len()).unwrap_or(i64::MAX);
    let mut fields = Fields { album_size: fields.album_size.max(messages), ..fields };
    if fields.is_single() && !is_single {
        // It begins with its message, of which the words that stand are told without that.
        fields.text_no = fields.external_no;
    }
    Some(View {
        reading: tellings.iter().position(|telling| std::ptr::eq(telling, *reading))?,
        fields,
        media,
    })
}

/// How well a bot is told: by the name that people know it by, by its number, or not at all. Some formats have numbers
/// alone.
fn bot_certainty(fields: &Fields) -> u8 {
    let Some(bot) = &fields.via_bot else { return 0 };
    let number = bot.strip_prefix("user").unwrap_or_default();
    if number.is_empty() || !number.bytes().all(|digit| digit.is_ascii_digit()) { 2 } else { 1 }
}

/// The best date, and a date as written where there is no better.
fn dated(by_richness: &[&Telling]) -> Dated {
    // Of equally good ones the first stands, so the search goes from the poorest.
    let best = by_richness.iter().rev().max_by_key(|telling| telling.fields.dated.rank());
    let mut dated = best.map(|telling| telling.fields.dated.clone()).unwrap_or_default();
    if dated.posted_raw.is_none() && dated.posted_at.is_none() {
        dated.posted_raw = by_richness.iter().find_map(|telling| telling.fields.dated.posted_raw.clone());
    }
    dated
}

/// The telling that has the text which stands.
fn standing_text<'t>(tellings: &[&'t Telling]) -> Option<&'t Telling> {
    let has_exact = tellings.iter().any(|telling| telling.source.is_exact);
    let whole_album = whole_album(tellings.iter().copied());
    let is_candidate =
        |telling: &&&Telling| telling.source.is_exact == has_exact && !is_part(telling, whole_album);
    let best = |tells_edits: bool| {
        tellings
            .iter()
            .filter(is_candidate)
            .filter(|telling| tells_of_edits(telling) == tells_edits)
            .max_by(|a, b| lateness(a).cmp(&lateness(b)))
            .copied()
    };
    let standing = match (best(true), best(false)) {
        (Some(edited), Some(seen)) => Some(match seen.as_of.cmp(&edited.as_of) {
            Ordering::Greater => seen,
            _ => edited,
        }),
        (edited, seen) => edited.or(seen),
    };
    let Some(standing) = standing else { return tellings.first().copied() };
    let whole = tellings
        .iter()
        .filter(is_candidate)
        .filter(|telling| is_as_late(telling, standing))
        .filter(|telling| damage::is_damaged_copy(&standing.fields.text, &telling.fields.text))
        .max_by(|a, b| wholeness(a).cmp(&wholeness(b)));
    whole.copied().or(Some(standing))
}

/// Whether a telling may have the text that a damaged one lost something of: what lost bytes after a later edit may have said
/// something else there.
fn is_as_late(whole: &Telling, damaged: &Telling) -> bool {
    let edited_at = &damaged.fields.edited_at;
    whole.fields.edited_at >= *edited_at || !tells_of_edits(whole) && whole.as_of >= *edited_at
}

/// What decides which of several texts stands in the place of a damaged one.
fn wholeness(telling: &Telling) -> impl Ord + '_ {
    (Reverse(damage::lost(&telling.fields.text)), lateness(telling))
}

/// A record that tells of an edit does so whatever its format does as a rule.
fn tells_of_edits(telling: &Telling) -> bool {
    telling.source.tells_edits || telling.fields.edited_at.is_some()
}

/// How many messages an album has by all that is told of it: one input may have some, and another one the rest.
fn whole_album<'t>(tellings: impl Iterator<Item = &'t Telling> + Clone) -> i64 {
    let told = tellings.clone().map(|telling| telling.fields.album_size).max().unwrap_or(1);
    if told < 2 && tellings.clone().all(|telling| telling.media.is_empty()) {
        return told;
    }
    let all: BTreeSet<&str> = tellings.flat_map(|telling| media::message_ids(&telling.media)).collect();
    told.max(i64::try_from(all.len()).unwrap_or(i64::MAX))
}

/// Some messages of an album that other inputs have more of have no say with an empty text, nor have those of which it is not
/// known that they have none: the text that was told of them and others is taken for that of another message.
fn is_part(telling: &Telling, whole_album: i64) -> bool {
    let fields = &telling.fields;
    fields.text.is_empty() && (fields.album_size < whole_album || !fields.is_without_words())
}

/// What decides which of two texts is the later, the greater being the later.
pub(super) fn lateness(telling: &Telling) -> impl Ord + '_ {
    (
        telling.fields.edited_at.as_deref(),
        telling.as_of.as_deref(),
        telling.source.rank,
        Reverse(damage::lost(&telling.fields.text)),
        telling.fields.text.as_str(),
        telling.words.as_str(),
    )
}

/// Texts that are not that of the post, in their order: of each the telling that tells it last, of several the richest.
#[derive(Debug, Default)]
pub(super) struct OtherTexts<'t> {
    /// Those that the post is known to have had.
    pub(super) had: Vec<&'t Telling>,
    /// Those that are another one of its texts, with U+FFFD where bytes were lost: nobody ever wrote them.
    pub(super) damaged: Vec<&'t Telling>,
}

/// A damaged text is compared with so many that begin and end as it does. Few posts have more than two.
const MOST_COMPARED: usize = 16;

/// The other texts that are told of the post.
pub(super) fn other_texts<'t>(tellings: &'t [Telling], standing: &str) -> OtherTexts<'t> {
    let has_exact = tellings.iter().any(|telling| telling.source.is_exact);
    let whole_album = whole_album(tellings.iter());
    let mut all: Vec<&Telling> = tellings
        .iter()
        .filter(|telling| telling.source.is_exact == has_exact && !is_part(telling, whole_album))
        .collect();
    let when = |telling: &'t Telling| {
        (telling.fields.edited_at.as_deref(), telling.as_of.as_deref(), telling.source.rank)
    };
    all.sort_by(|a, b| (&a.fields.text, when(b)).cmp(&(&b.fields.text, when(a))));
    let mut others: Vec<&Telling> =
        all.iter().filter(|telling| telling.fields.text != standing).copied().collect();
    others.dedup_by(|later, first| later.fields.text == first.fields.text);
    let is_damaged = |other: &&Telling| {
        let text = &other.fields.text;
        let may_tell = |whole: &&&Telling| {
            is_as_late(whole, other) && damage::may_be_damaged_copy(text, &whole.fields.text)
        };
        damage::lost(text) > 0
            && all
                .iter()
                .filter(may_tell)
                .take(MOST_COMPARED)
                .any(|whole| damage::is_damaged_copy(text, &whole.fields.text))
    };
    let (damaged, had) = others.into_iter().partition(is_damaged);
    OtherTexts { had, damaged }
}

#[cfg(test)]
mod tests;
