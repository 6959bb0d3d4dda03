//! The entities of a message: `{"Bold": [{"o": 0, "l": 5}], "TextUrl": [{"o": 6, "l": 3, "url": "…"}]}`.
//! Offsets count UTF-16 code units.

use serde_json::Value;

use crate::input::utf16::{Utf16Span, byte_spans};
use crate::model::{Span, SpanKind};

/// The longest list that is read; Telegram keeps a hundred entities of a message.
const LONGEST: usize = 256 * 1024;

/// The spans of `text` that the cell tells of; none where it cannot be read.
pub(super) fn spans(entities: Option<&str>, text: &str) -> Vec<Span> {
    let Some(json) = entities.filter(|json| json.len() <= LONGEST) else { return Vec::new() };
    let Ok(Value::Object(kinds)) = serde_json::from_str::<Value>(json) else { return Vec::new() };
    let mut parts = Vec::new();
    for (name, list) in &kinds {
        let Some(kind) = span_kind(name) else { continue };
        parts.extend(list.as_array().into_iter().flatten().filter_map(|entity| part(kind, entity)));
    }
    byte_spans(text, parts)
}

fn part(kind: SpanKind, entity: &Value) -> Option<Utf16Span> {
    let number = |short: &str, long: &str| {
        let number = entity.get(short).or_else(|| entity.get(long))?.as_u64()?;
        usize::try_from(number).ok()
    };
    let href = entity.get("url").and_then(Value::as_str).filter(|_| kind == SpanKind::TextLink);
    Some(Utf16Span {
        kind,
        offset: number("o", "offset")?,
        length: number("l", "length")?,
        href: href.map(str::to_owned),
    })
}

/// The span of Telethon's `MessageEntity…` of this name.
fn span_kind(name: &str) -> Option<SpanKind> {
    Some(match name {
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
        "Bold" | "Italic" | "Underline" | "Strike" | "Blockquote" | "Spoiler" | "CustomEmoji" => {
            SpanKind::Style
        }
        _ => return None,
    })
}
