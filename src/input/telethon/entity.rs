//! The marked parts of a text, whose offsets count UTF-16 code units.

use super::row::EntityRow;
use super::words::type_name;
use crate::model::{Span, SpanKind};

/// The spans that these entities mark in `text`, in order of their start.
///
/// Entities may overlap. One that reaches behind the text ends with it, one that begins there is dropped, and one
/// that splits a surrogate pair takes the whole character.
pub(super) fn spans(text: &str, entities: &[EntityRow<'_>]) -> Vec<Span> {
    let mut marks = Vec::with_capacity(2 * entities.len());
    let mut found = Vec::with_capacity(entities.len());
    for entity in entities {
        let (Some(offset), Some(length)) = (entity.offset.integer(), entity.length.integer()) else {
            continue;
        };
        let (Some(kind), true) = (kind(entity), offset >= 0 && length > 0) else { continue };
        let end = offset.saturating_add(length);
        marks.extend([offset, end]);
        found.push((kind, offset, end, entity));
    }
    marks.sort_unstable();
    marks.dedup();
    let places = places(text, &marks);
    let place = |unit: i64| places.get(marks.binary_search(&unit).unwrap_or(places.len())).copied();
    let mut spans: Vec<_> = found
        .into_iter()
        .filter_map(|(kind, offset, end, entity)| {
            let (start, end) = (place(offset)?.first, place(end)?.last);
            let href = if kind == SpanKind::TextLink { entity.url.string() } else { None };
            (start < end).then_some(Span { kind, start, end, href })
        })
        .collect();
    spans.sort_by_key(|span| span.start);
    spans
}

/// Where a code unit stands in the text, in bytes.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// The character that it is in, or begins.
    first: usize,
    /// The next character that begins at it or behind it.
    last: usize,
}

/// Where these code units stand, which are in ascending order: on one way through the text.
fn places(text: &str, marks: &[i64]) -> Vec<Place> {
    let mut places = Vec::with_capacity(marks.len());
    let mut units = 0;
    for (byte, character) in text.char_indices() {
        if places.len() == marks.len() {
            break;
        }
        let next = units + i64::from(character.len_utf16() == 2) + 1;
        while let Some(mark) = marks.get(places.len()).filter(|mark| **mark < next) {
            let last = if *mark == units { byte } else { byte + character.len_utf8() };
            places.push(Place { first: byte, last });
        }
        units = next;
    }
    places.resize(marks.len(), Place { first: text.len(), last: text.len() });
    places
}

/// The kind of an entity. gotd/td writes no kinds: there only those are known that have a key of their own.
fn kind(entity: &EntityRow<'_>) -> Option<SpanKind> {
    let Some(name) = type_name(&entity.kind) else {
        return if entity.url.text().is_some() {
            Some(SpanKind::TextLink)
        } else if entity.user_id.integer().is_some_and(|id| id != 0) {
            Some(SpanKind::MentionName)
        } else if entity.document_id.integer().is_some_and(|id| id != 0) {
            Some(SpanKind::Style)
        } else if entity.language.is_present() {
            Some(SpanKind::Pre)
        } else {
            None
        };
    };
    Some(match name.strip_prefix("MessageEntity")? {
        "Hashtag" => SpanKind::Hashtag,
        "Mention" => SpanKind::Mention,
        "Cashtag" => SpanKind::Cashtag,
        "BotCommand" => SpanKind::BotCommand,
        "Url" => SpanKind::Url,
        "Email" => SpanKind::Email,
        "Phone" => SpanKind::Phone,
        "BankCard" => SpanKind::BankCard,
        "Code" => SpanKind::Code,
        "Pre" => SpanKind::Pre,
        "TextUrl" => SpanKind::TextLink,
        "MentionName" => SpanKind::MentionName,
        "Bold" | "Italic" | "Underline" | "Strike" | "Spoiler" | "Blockquote" | "CustomEmoji" => {
            SpanKind::Style
        }
        _ => return None,
    })
}
