//! The parts that the input itself marks.

use std::cmp::Reverse;
use std::ops::Range;

use super::{Hit, Kind, drop_overlapping};
use crate::model::{Span, SpanKind};

/// What the input marks.
#[derive(Debug, Default)]
pub(super) struct Marked<'span> {
    /// What is to be kept; hashtags and handles do not overlap each other, nor links each other.
    pub(super) hits: Vec<Hit<'span>>,
    /// Where nothing else is to be found: in order, without overlaps.
    pub(super) closed: Vec<Range<usize>>,
    /// Code, e-mail addresses and the like, in which nobody is named either; in any order.
    pub(super) nameless: Vec<Range<usize>>,
}

/// What `spans` mark in `text`.
pub(super) fn read<'span>(text: &str, spans: &'span [Span]) -> Marked<'span> {
    let mut names = Vec::new();
    let mut links = Vec::new();
    let mut closed = Vec::new();
    let mut nameless = Vec::new();
    for span in spans {
        let range = span.start..span.end;
        let Some(words) = text.get(range.clone()).filter(|words| !words.is_empty()) else { continue };
        let Some(kind) = kind(span, words) else { continue };
        closed.push(range.clone());
        match kind {
            Kind::Hashtag | Kind::Handle => names.push(Hit { range, kind }),
            Kind::Url | Kind::TextLink(_) => links.push(Hit { range, kind }),
            // The words by which somebody is mentioned are a name.
            Kind::Other if span.kind == SpanKind::MentionName => {}
            Kind::Other => nameless.push(range),
        }
    }
    for hits in [&mut names, &mut links] {
        hits.sort_by_key(|hit| (hit.range.start, Reverse(hit.range.end), matches!(hit.kind, Kind::Url)));
        drop_overlapping(hits);
    }
    names.append(&mut links);
    Marked { hits: names, closed: joined(closed), nameless }
}

/// What a span stands for; `None` when it changes nothing.
fn kind<'span>(span: &'span Span, words: &str) -> Option<Kind<'span>> {
    match span.kind {
        SpanKind::Hashtag => is_hashtag(words).then_some(Kind::Hashtag),
        SpanKind::Mention => is_handle(words).then_some(Kind::Handle),
        SpanKind::Url => Some(Kind::Url),
        SpanKind::TextLink => span.href.as_deref().filter(|href| !href.trim().is_empty()).map(Kind::TextLink),
        SpanKind::Cashtag
        | SpanKind::BotCommand
        | SpanKind::Email
        | SpanKind::Phone
        | SpanKind::BankCard
        | SpanKind::Code
        | SpanKind::Pre
        | SpanKind::MentionName => Some(Kind::Other),
        SpanKind::ListItem { .. } | SpanKind::Style => None,
    }
}

/// Whether a tag stands between `#` and the end or `@`.
fn is_hashtag(words: &str) -> bool {
    words
        .strip_prefix('#')
        .is_some_and(|tag| !tag.is_empty() && !tag.starts_with('@') && is_one_name(tag, '#'))
}

/// Whether a name stands behind `@`, perhaps with the host that it is at: `@name@host.example`.
fn is_handle(words: &str) -> bool {
    let Some(handle) = words.strip_prefix('@') else { return false };
    let is_host = |host: &str| {
        let is_part = |it: char| it.is_alphanumeric() || matches!(it, '-' | '.' | ':');
        host.contains('.') && !host.starts_with('.') && host.chars().all(is_part)
    };
    let (name, host) = handle.split_once('@').map_or((handle, None), |(name, host)| (name, Some(host)));
    !name.is_empty() && is_one_name(name, '@') && host.is_none_or(is_host)
}

/// Marks of damaged or made-up inputs may reach over lines, words and further signs, which no name does. Then only the
/// text tells.
fn is_one_name(name: &str, sign: char) -> bool {
    !name.contains(|character: char| character == sign || character.is_control() || character.is_whitespace())
}

/// The ranges in order, overlapping ones made one.
pub(super) fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    ranges.dedup_by(|later, earlier| {
        let overlap = later.start < earlier.end;
        if overlap {
            earlier.end = earlier.end.max(later.end);
        }
        overlap
    });
    ranges
}

#[cfg(test)]
mod tests {
    use super::joined;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn joined_ranges_cover_the_same_bytes_and_do_not_overlap(
            ranges in prop::collection::vec((0..20_usize, 1..6_usize), 0..8)
        ) {
            let ranges: Vec<_> = ranges.into_iter().map(|(start, length)| start..start + length).collect();
            let covered = |ranges: &[std::ops::Range<usize>]| {
                (0..30).filter(|byte| ranges.iter().any(|range| range.contains(byte))).collect::<Vec<_>>()
            };
            let joined = joined(ranges.clone());
            prop_assert!(joined.windows(2).all(|pair| pair[0].end <= pair[1].start), "{:?}", joined);
            prop_assert_eq!(covered(&joined), covered(&ranges));
        }
    }
}
