//! From offsets in UTF-16 code units, in which Telegram counts, to bytes.

use crate::model::{Span, SpanKind};

/// A part of a text, in UTF-16 code units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Utf16Span {
    /// What it is.
    pub(super) kind: SpanKind,
    /// Its first unit.
    pub(super) offset: usize,
    /// How many units it has.
    pub(super) length: usize,
    /// Where a link leads.
    pub(super) href: Option<String>,
}

/// The parts as byte ranges of `text`, in order of their start, on one way through the text. A part that does
/// not lie in the text, is empty, or begins or ends within a character, is left out.
pub(super) fn byte_spans(text: &str, parts: Vec<Utf16Span>) -> Vec<Span> {
    let bytes = byte_offsets(text, &parts);
    let byte = |units: usize| bytes.binary_search_by_key(&units, |known| known.0).ok().map(|at| bytes[at].1);
    let mut spans: Vec<Span> = parts
        .into_iter()
        .filter_map(|part| {
            let (start, end) = (byte(part.offset)?, byte(part.offset.checked_add(part.length)?)?);
            (start < end).then_some(Span { kind: part.kind, start, end, href: part.href })
        })
        .collect();
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    spans
}

/// Where the parts begin and end, in units and in bytes, in order.
fn byte_offsets(text: &str, parts: &[Utf16Span]) -> Vec<(usize, usize)> {
    let mut wanted: Vec<usize> =
        parts.iter().flat_map(|part| [part.offset, part.offset.saturating_add(part.length)]).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut wanted = wanted.into_iter().peekable();
    let mut offsets = Vec::with_capacity(wanted.len());
    let mut units = 0;
    let ends = text.char_indices().map(|(byte, character)| (byte, character.len_utf16()));
    for (byte, length) in ends.chain([(text.len(), 1)]) {
        while let Some(unit) = wanted.next_if(|unit| *unit <= units) {
            if unit == units {
                offsets.push((unit, byte));
            }
        }
        if wanted.peek().is_none() {
            break;
        }
        units += length;
    }
    offsets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, parts: &[(usize, usize)]) -> Vec<String> {
        let parts = parts
            .iter()
            .map(|(offset, length)| Utf16Span {
                kind: SpanKind::Style,
                offset: *offset,
                length: *length,
                href: None,
            })
            .collect();
        byte_spans(text, parts).iter().map(|span| text[span.start..span.end].to_owned()).collect()
    }

    #[test]
    fn units_become_bytes() {
        assert_eq!(words("a😀#тег b", &[(3, 4), (0, 1), (1, 2), (8, 1)]), ["a", "😀", "#тег", "b"]);
        assert_eq!(words("ab", &[(0, 1), (0, 2)]), ["ab", "a"], "the outer one first");
    }

    #[test]
    fn what_does_not_lie_in_the_text_is_left_out() {
        assert_eq!(words("a😀", &[(2, 1), (1, 1), (3, 1), (1, 0), (0, 9), (usize::MAX, 2)]), [""; 0]);
        assert_eq!(words("", &[(0, 1)]), [""; 0]);
        assert_eq!(words("a😀", &[(0, 3)]), ["a😀"]);
    }
}
