//! The marked parts of a text as the store keeps them, so that it can be read again without its input.
//!
//! A JSON array of parts: kind, first byte, byte after it, and the address of a link or the number of a list
//! item. Marks of style change nothing for what is found in a text and are left out.

use serde::Serialize;
use serde_json::Value;

use crate::model::{Span, SpanKind};

const KINDS: [(SpanKind, &str); 12] = [
    (SpanKind::Hashtag, "hashtag"),
    (SpanKind::Mention, "mention"),
    (SpanKind::Cashtag, "cashtag"),
    (SpanKind::BotCommand, "bot_command"),
    (SpanKind::Url, "url"),
    (SpanKind::Email, "email"),
    (SpanKind::Phone, "phone"),
    (SpanKind::BankCard, "bank_card"),
    (SpanKind::Code, "code"),
    (SpanKind::Pre, "pre"),
    (SpanKind::TextLink, "text_link"),
    (SpanKind::MentionName, "mention_name"),
];

const LIST_ITEM: &str = "list_item";

/// A part as the store keeps it.
#[derive(Serialize)]
#[serde(untagged)]
enum Part<'s> {
    Item(&'static str, usize, usize, Option<i64>),
    Link(&'static str, usize, usize, &'s str),
    Bare(&'static str, usize, usize),
}

impl<'s> Part<'s> {
    /// `None` of a mark that does not matter.
    fn of(span: &'s Span) -> Option<Self> {
        if let SpanKind::ListItem { ordinal } = span.kind {
            return Some(Self::Item(LIST_ITEM, span.start, span.end, ordinal));
        }
        let (_, word) = KINDS.iter().find(|(kind, _)| *kind == span.kind)?;
        Some(match &span.href {
            Some(href) => Self::Link(word, span.start, span.end, href),
            None => Self::Bare(word, span.start, span.end),
        })
    }
}

/// The parts as the store keeps them; `None` when none matters.
pub(super) fn to_json(spans: &[Span]) -> Option<String> {
    let parts: Vec<Part<'_>> = spans.iter().filter_map(Part::of).collect();
    if parts.is_empty() { None } else { serde_json::to_string(&parts).ok() }
}

/// The parts that were kept. What does not fit the text, in a store that something else has changed, is left out.
pub(super) fn from_json(kept: Option<&str>, text: &str) -> Vec<Span> {
    let parts: Vec<Vec<Value>> = kept.and_then(|kept| serde_json::from_str(kept).ok()).unwrap_or_default();
    parts.iter().filter_map(|part| span(part, text)).collect()
}

fn span(part: &[Value], text: &str) -> Option<Span> {
    let at = |index: usize| part.get(index)?.as_u64().and_then(|byte| usize::try_from(byte).ok());
    let (word, start, end) = (part.first()?.as_str()?, at(1)?, at(2)?);
    text.get(start..end)?;
    let (kind, href) = if word == LIST_ITEM {
        (SpanKind::ListItem { ordinal: part.get(3).and_then(Value::as_i64) }, None)
    } else {
        let (kind, _) = KINDS.iter().find(|(_, known)| *known == word)?;
        (*kind, part.get(3).and_then(Value::as_str).map(str::to_owned))
    };
    Some(Span { kind, start, end, href })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(kind: SpanKind, start: usize, end: usize, href: Option<&str>) -> Span {
        Span { kind, start, end, href: href.map(str::to_owned) }
    }

    #[test]
    fn parts_are_kept_as_they_are_but_for_marks_of_style() {
        let text = "• одно #два тут";
        let spans = [
            span(SpanKind::ListItem { ordinal: None }, 0, 12, None),
            span(SpanKind::ListItem { ordinal: Some(3) }, 0, 12, None),
            span(SpanKind::Hashtag, 13, 20, None),
            span(SpanKind::TextLink, 21, 27, Some("https://a.example/?x=\"1\"")),
        ];
        let mut styled = spans.to_vec();
        styled.insert(1, span(SpanKind::Style, 0, 5, None));
        let kept = to_json(&styled).unwrap();
        assert_eq!(
            kept,
            r#"[["list_item",0,12,null],["list_item",0,12,3],["hashtag",13,20],["text_link",21,27,"https://a.example/?x=\"1\""]]"#
        );
        assert_eq!(from_json(Some(&kept), text), spans);
        assert_eq!(to_json(&[span(SpanKind::Style, 0, 5, None)]), None);
    }

    #[test]
    fn what_does_not_fit_the_text_is_left_out() {
        let kept = r#"[["url",0,99],["url",0,1],["huh",0,0],["url"],5,["url",2,0],["code",0,2]]"#;
        assert_eq!(from_json(Some(kept), "ж"), []);
        let kept = r#"[["url",0,99],["url",0,1],["huh",0,0],["url"],["url",2,0],["code",0,2]]"#;
        assert_eq!(from_json(Some(kept), "ж"), [span(SpanKind::Code, 0, 2, None)]);
        assert_eq!(from_json(Some("not json"), "ж"), []);
        assert_eq!(from_json(None, "ж"), []);
    }
}
