//! `text` and `text_entities`: a string, or an array of strings and of objects with a type.
//!
//! Both say the same: joined, the parts of either give the same words. A part may hold half a line or half
//! a word, and the last one is empty when the text ends in an entity and holds other than ASCII letters.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::input::json::loose::{Scalar, loose_object, without_nul};
use crate::model::{Span, SpanKind};

/// Text joined of its parts, with the spans of those that are more than plain.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct FlatText {
    /// The words.
    pub(super) text: String,
    /// What is marked, in order.
    pub(super) spans: Vec<Span>,
    /// Whether a part is nested as no version writes it, so that its words are not known.
    pub(super) has_nested_part: bool,
}

impl FlatText {
    /// Whether there are no words.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Adds words.
    pub(super) fn push(&mut self, words: &str) {
        if memchr::memchr(0, words.as_bytes()).is_some() {
            self.text.push_str(&without_nul(words));
        } else {
            self.text.push_str(words);
        }
    }

    /// Marks what was added since the text was `start` bytes long, if anything.
    pub(super) fn mark(&mut self, start: usize, kind: SpanKind, href: Option<String>) {
        if start < self.text.len() {
            self.spans.push(Span { kind, start, end: self.text.len(), href });
        }
    }

    fn push_part(&mut self, part: &Part<'_>) {
        let start = self.text.len();
        self.has_nested_part |= part.text == Scalar::Nested;
        match &part.text {
            Scalar::Integer(number) => self.push(&number.to_string()),
            Scalar::Float(number) => self.push(&number.to_string()),
            words => self.push(words.text().unwrap_or_default()),
        }
        if let Some(kind) = part.kind.text().and_then(span_kind) {
            let href = if kind == SpanKind::TextLink { part.href.string() } else { None };
            self.mark(start, kind, href);
        }
    }
}

/// The span of an entity of this type; plain and unknown ones have none and keep their words.
pub(super) fn span_kind(entity: &str) -> Option<SpanKind> {
    Some(match entity {
        "hashtag" => SpanKind::Hashtag,
        "mention" => SpanKind::Mention,
        "cashtag" => SpanKind::Cashtag,
        "bot_command" => SpanKind::BotCommand,
        "link" => SpanKind::Url,
        "email" => SpanKind::Email,
        "phone" => SpanKind::Phone,
        "bank_card" => SpanKind::BankCard,
        "code" => SpanKind::Code,
        "pre" => SpanKind::Pre,
        "text_link" => SpanKind::TextLink,
        "mention_name" => SpanKind::MentionName,
        "bold" | "italic" | "underline" | "strikethrough" | "blockquote" | "spoiler" | "custom_emoji"
        | "subscript" | "superscript" | "marked" => SpanKind::Style,
        _ => return None,
    })
}

loose_object! {
    /// One part that is an object.
    Part<'de> {
        kind: Scalar<'de> = "type",
        text: Scalar<'de> = "text",
        href: Scalar<'de> = "href",
    }
}

impl<'de> Deserialize<'de> for FlatText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

/// The visitor's methods for scalars that are no strings. Some tools make numbers of words that look so.
macro_rules! numbers_are_words {
    () => {
        fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Self::Value, E> {
            self.visit_str(&value.to_string())
        }

        fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Self::Value, E> {
            self.visit_str(&value.to_string())
        }

        fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Self::Value, E> {
            self.visit_str(&value.to_string())
        }

        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok(Default::default())
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Default::default())
        }
    };
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = FlatText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<FlatText, E> {
        let mut text = FlatText::default();
        text.push(value);
        Ok(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<FlatText, A::Error> {
        let mut text = FlatText::default();
        while seq.next_element_seed(PartSeed(&mut text))?.is_some() {}
        Ok(text)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<FlatText, A::Error> {
        let mut text = FlatText::default();
        PartSeed(&mut text).visit_map(map)?;
        Ok(text)
    }

    numbers_are_words!();
}

/// Adds one part to the text.
struct PartSeed<'t>(&'t mut FlatText);

impl<'de> DeserializeSeed<'de> for PartSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for PartSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        self.0.push(value);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let part = Part::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
        self.0.push_part(&part);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        self.0.has_nested_part = true;
        Ok(())
    }

    numbers_are_words!();
}
