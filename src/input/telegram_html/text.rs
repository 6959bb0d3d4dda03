//! The text of a message with its entities.
//!
//! Telegram Desktop writes a line feed and the indent around the words of an element, and `<br>` for each line
//! feed of the words. Entities are flat: of those that overlap only the outermost is there.

use crate::input::markup::{Element, Step};
use crate::model::{Span, SpanKind};

/// Words with what is marked in them.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Text {
    /// As published.
    pub(super) words: String,
    /// In order of their starts.
    pub(super) spans: Vec<Span>,
}

/// The words of an element, as published.
pub(super) fn words(element: Element<'_>) -> String {
    read(element).words
}

/// The words of an element and what is marked in them.
pub(super) fn read(element: Element<'_>) -> Text {
    let mut text = Text::default();
    let mut open: Vec<usize> = Vec::new();
    // Where the line feed stands that the writer put behind the words.
    let mut last_line_feed = None;
    let mut is_first = true;
    let mut is_behind_break = false;
    let mut is_nested = false;
    // How deep the walk is in an element whose words are not the author's.
    let mut foreign_depth = 0_usize;
    for step in element.walk() {
        match step {
            Step::Enter(inner) if foreign_depth > 0 || is_foreign(inner) => foreign_depth += 1,
            Step::Leave(_) if foreign_depth > 0 => foreign_depth -= 1,
            Step::Text(_) if foreign_depth > 0 => {}
            Step::Text(mut words) => {
                if is_first {
                    words = words.strip_prefix('\n').unwrap_or(words);
                }
                if is_behind_break && !words.starts_with(['\u{2028}', '\u{2029}']) {
                    text.words.push('\n');
                }
                is_behind_break = false;
                if let Some(place) = memchr::memrchr(b'\n', words.as_bytes()) {
                    last_line_feed = Some(text.words.len() + place);
                }
                text.words.push_str(words);
            }
            Step::Enter(inner) => {
                if std::mem::take(&mut is_behind_break) {
                    text.words.push('\n');
                }
                if inner.name() == "br" {
                    is_behind_break = true;
                } else {
                    open.push(text.words.len());
                }
            }
            Step::Leave(inner) if inner.name() == "br" => {}
            Step::Leave(inner) => {
                // A break at the end of an entity belongs to it.
                if std::mem::take(&mut is_behind_break) {
                    text.words.push('\n');
                }
                let start = open.pop().unwrap_or(text.words.len());
                if let Some((kind, href)) = mark(inner, &text.words[start..]) {
                    is_nested |= text.spans.last().is_some_and(|last| last.end > start);
                    text.spans.push(Span { kind, start, end: text.words.len(), href });
                }
            }
        }
        is_first = false;
    }
    if is_behind_break {
        text.words.push('\n');
    }
    if let Some(place) =
        last_line_feed.filter(|place| text.words[place + 1..].trim_start_matches(' ').is_empty())
    {
        text.words.truncate(place);
        text.spans.iter_mut().for_each(|span| span.end = span.end.min(place));
    }
    text.spans.retain(|span| span.start < span.end);
    if is_nested {
        text.spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    }
    text
}

/// Whether the words of an element are the writer's: what it puts in the place of a picture, and a text's old version.
fn is_foreign(element: Element<'_>) -> bool {
    match element.name() {
        "span" => element.has_class("rich_inline_fallback"),
        "del" => element.has_class("rich_diff_previous"),
        _ => false,
    }
}

/// What an element marks its words as, with the address where it leads elsewhere.
fn mark(element: Element<'_>, words: &str) -> Option<(SpanKind, Option<String>)> {
    let kind = match element.name() {
        "a" => return link(element, words),
        "code" if element.has_class("rich_code_content") => return None,
        "code" => SpanKind::Code,
        "pre" => SpanKind::Pre,
        "strong" | "em" | "b" | "i" | "u" | "s" | "del" | "blockquote" | "sub" | "sup" | "mark" => {
            SpanKind::Style
        }
        "span" if element.has_class("spoiler") => SpanKind::Style,
        "span" if element.has_class("rich_bank_card") => SpanKind::BankCard,
        _ => return None,
    };
    Some((kind, None))
}

fn link(element: Element<'_>, words: &str) -> Option<(SpanKind, Option<String>)> {
    const ACTIONS: [(&str, SpanKind); 5] = [
        ("ShowHashtag", SpanKind::Hashtag),
        ("ShowCashtag", SpanKind::Cashtag),
        ("ShowBotCommand", SpanKind::BotCommand),
        ("ShowMentionName", SpanKind::MentionName),
        ("ShowNot", SpanKind::Style),
    ];
    let action = element.attribute("onclick").unwrap_or_default();
    if let Some((_, kind)) = ACTIONS.into_iter().find(|(name, _)| action.contains(name)) {
        return Some((kind, None));
    }
    let href = element.attribute("href").filter(|href| !href.is_empty())?;
    let is_handle = |name: &str| href.strip_suffix(name).is_some_and(|domain| domain.ends_with('/'));
    let kind = if href == words {
        SpanKind::Url
    } else if words.strip_prefix('@').is_some_and(is_handle) {
        SpanKind::Mention
    } else if href.strip_prefix("mailto:") == Some(words) {
        SpanKind::Email
    } else if href.strip_prefix("tel:") == Some(words) {
        SpanKind::Phone
    } else if is_custom_emoji(href) {
        SpanKind::Style
    } else {
        return Some((SpanKind::TextLink, Some(href.to_owned())));
    };
    Some((kind, None))
}

/// Whether an address is that of a custom emoji's picture: a path in the export's folder.
fn is_custom_emoji(href: &str) -> bool {
    !href.contains("://") && [".webp", ".tgs", ".webm", ".mp4"].iter().any(|ending| href.ends_with(ending))
}
