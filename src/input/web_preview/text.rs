//! The words of a post out of its markup, with what the markup marks.

use super::link::{Name, Target, mended, unarchived};
use crate::input::markup::{Element, Step};
use crate::model::{Span, SpanKind};

/// Words with the spans of those that are more than plain.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct FlatText {
    /// The words.
    pub(super) text: String,
    /// What is marked, in order.
    pub(super) spans: Vec<Span>,
}

/// The words within an element, as Telegram's own exports have them.
///
/// A page as served has no line feed within a text, only `br`; so white space that holds one comes from a
/// tool that indented the page anew. It is nothing beside a `br` and at the edges, and else one space. All
/// other white space is the author's. On an archived page the addresses are the archive's; then those within count.
pub(super) fn flatten(element: Element<'_>, is_archived: bool) -> FlatText {
    let mut writer = Writer { is_archived, ..Writer::default() };
    let mut skipped: usize = 0;
    for step in element.walk() {
        match step {
            Step::Enter(_) if skipped > 0 => skipped += 1,
            Step::Leave(_) if skipped > 0 => skipped -= 1,
            Step::Text(_) if skipped > 0 => {}
            Step::Text(words) => writer.write(words),
            Step::Enter(element) => {
                if !writer.enter(element) {
                    skipped = 1;
                }
            }
            Step::Leave(element) => writer.leave(element),
        }
    }
    writer.finish()
}

/// The words of a name or title in one line.
pub(super) fn line(element: Element<'_>) -> Option<String> {
    let text = flatten(element, false).text;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// The character of an `i.emoji`, which the page shows as a picture named by the character's bytes.
pub(super) fn emoji(element: Element<'_>) -> String {
    let text = element.text();
    if text.is_empty() { pictured(element).unwrap_or_default() } else { text }
}

/// The character that `…/emoji/40/F09F98BA.png` is named by.
fn pictured(element: Element<'_>) -> Option<String> {
    let (_, file) = element.attribute("style")?.split_once("/emoji/")?;
    let (name, _) = file.split_once(".png")?;
    let digits = name.rsplit('/').next().filter(|digits| (6..=128).contains(&digits.len()))?;
    let bytes: Option<Vec<u8>> = digits
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    String::from_utf8(bytes?).ok().filter(|text| !text.contains(char::is_control))
}

/// An element that is open.
struct Open<'b> {
    mark: Option<Mark<'b>>,
    /// Where its first words begin; `None` as long as it has none.
    start: Option<usize>,
}

/// What an element may mark; links are told apart by their words.
#[derive(Clone, Copy)]
enum Mark<'b> {
    Kind(SpanKind),
    Link { address: &'b str, is_asked: bool },
}

#[derive(Default)]
struct Writer<'b> {
    text: String,
    spans: Vec<Span>,
    open: Vec<Open<'b>>,
    /// How many of the innermost open elements have no words yet.
    unstarted: usize,
    /// Spaces that hold a line feed and may turn out to be nothing.
    has_gap: bool,
    /// Whether the next words begin a line, as they stand behind or in a block.
    wants_line: bool,
    /// How many open elements are `pre`.
    preformatted: usize,
    /// Whether nothing stands in a `pre` yet.
    is_pre_empty: bool,
    /// Whether the page comes from the Wayback Machine.
    is_archived: bool,
}

impl<'b> Writer<'b> {
    /// Goes into an element; `false` when nothing in it is to be read.
    fn enter(&mut self, element: Element<'b>) -> bool {
        let name = element.name();
        match name {
            "br" => self.break_line(),
            "i" if element.has_class("emoji") => self.write_whole(&emoji(element)),
            "img" if element.has_class("emoji") => {
                self.write_whole(element.attribute("alt").unwrap_or_default());
            }
            "svg" | "script" | "style" | "template" | "canvas" | "picture" | "video" | "audio" => {}
            _ if is_foreign(element) || stands_below(element) => {}
            _ => {
                if is_block(name) {
                    self.begin_line();
                }
                if name == "pre" {
                    self.preformatted += 1;
                    self.is_pre_empty = true;
                }
                self.open.push(Open { mark: self.mark(element), start: None });
                self.unstarted += 1;
                return true;
            }
        }
        false
    }

    fn mark(&self, element: Element<'b>) -> Option<Mark<'b>> {
        Some(match element.name() {
            "a" => Mark::Link {
                address: element.attribute("href")?,
                is_asked: element.attribute("onclick").is_some_and(|script| script.contains("confirm")),
            },
            "pre" => Mark::Kind(SpanKind::Pre),
            "code" if self.preformatted == 0 => Mark::Kind(SpanKind::Code),
            "b" | "strong" | "i" | "em" | "u" | "ins" | "s" | "del" | "strike" | "blockquote"
            | "tg-spoiler" | "tg-emoji" => Mark::Kind(SpanKind::Style),
            "span" if element.has_class("tg-spoiler") => Mark::Kind(SpanKind::Style),
            _ => return None,
        })
    }

    fn leave(&mut self, element: Element<'b>) {
        let Some(open) = self.open.pop() else { return };
        let name = element.name();
        match open.start {
            None => self.unstarted = self.unstarted.saturating_sub(1),
            Some(start) => {
                if let Some(mark) = open.mark {
                    self.add_span(mark, start);
                }
            }
        }
        if name == "pre" {
            self.preformatted = self.preformatted.saturating_sub(1);
        }
        if is_block(name) {
            self.begin_line();
        }
    }

    fn add_span(&mut self, mark: Mark<'_>, start: usize) {
        let end = self.text.len();
        let (kind, href) = match mark {
            Mark::Kind(kind) => (kind, None),
            Mark::Link { address, is_asked } => {
                let address = if self.is_archived { unarchived(address) } else { address };
                link(address, is_asked, self.text.get(start..end).unwrap_or_default())
            }
        };
        if start < end {
            self.spans.push(Span { kind, start, end, href });
        }
    }

    /// Writes words as they stand between two tags.
    fn write(&mut self, words: &str) {
        if self.preformatted > 0 {
            let words = if self.is_pre_empty { words.strip_prefix('\n').unwrap_or(words) } else { words };
            self.is_pre_empty = false;
            self.write_whole(words);
            return;
        }
        let mut rest = words;
        while !rest.is_empty() {
            let space = rest.len() - rest.trim_start_matches(is_space).len();
            let (run, behind) = rest.split_at(space);
            if run.contains(['\n', '\r']) {
                self.has_gap = true;
            } else if !run.is_empty() {
                self.write_spaces(run);
            }
            let length = behind.find(is_space).unwrap_or(behind.len());
            let (word, behind) = behind.split_at(length);
            self.write_whole(word);
            rest = behind;
        }
    }

    /// Writes spaces that the author wrote, unless they belong to a gap.
    fn write_spaces(&mut self, spaces: &str) {
        if !self.has_gap {
            self.begin_words();
            self.text.push_str(spaces);
        }
    }

    /// Writes words as they are.
    fn write_whole(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if self.has_gap && !self.wants_line && !self.text.is_empty() && !self.text.ends_with(['\n', ' ']) {
            self.text.push(' ');
        }
        self.begin_words();
        self.text.push_str(words);
    }

    fn begin_words(&mut self) {
        if self.wants_line && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.wants_line = false;
        self.has_gap = false;
        let first = self.open.len().saturating_sub(self.unstarted);
        for open in self.open.iter_mut().skip(first) {
            open.start = Some(self.text.len());
        }
        self.unstarted = 0;
    }

    /// A `br`. Beside a block it is the line end that the block has anyway.
    fn break_line(&mut self) {
        if self.preformatted == 0 {
            self.wants_line = false;
        }
        self.is_pre_empty = false;
        self.begin_words();
        self.text.push('\n');
    }

    /// The edge of a block.
    fn begin_line(&mut self) {
        self.wants_line = true;
        self.has_gap = false;
    }

    fn finish(self) -> FlatText {
        let Self { mut text, mut spans, .. } = self;
        text.truncate(text.trim_end_matches(is_space).len());
        let start = text.len() - text.trim_start_matches(is_space).len();
        text.drain(..start);
        for span in &mut spans {
            span.start = span.start.saturating_sub(start).min(text.len());
            span.end = span.end.saturating_sub(start).min(text.len());
        }
        spans.retain(|span| span.start < span.end);
        // Of two that begin together the outer one comes first; it was left last.
        spans.reverse();
        spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        FlatText { text, spans }
    }
}

/// What a link marks, told by its address and its words.
fn link(address: &str, is_asked: bool, words: &str) -> (SpanKind, Option<String>) {
    let address = mended(address);
    let kind = if words.starts_with('#') && is_search(&address, "%23", '#') {
        SpanKind::Hashtag
    } else if words.starts_with('$') && is_search(&address, "%24", '$') {
        SpanKind::Cashtag
    } else if words.strip_prefix('@').is_some_and(|name| is_handle_of(&address, name)) {
        SpanKind::Mention
    } else if address.strip_prefix("mailto:").is_some_and(|mail| mail == words) {
        SpanKind::Email
    } else if address.starts_with("tel:") {
        SpanKind::Phone
    } else if address.starts_with("tg://user?id=") {
        SpanKind::MentionName
    } else if !is_asked && is_same_address(&address, words) {
        SpanKind::Url
    } else {
        return (SpanKind::TextLink, Some(address));
    };
    (kind, None)
}

/// Whether an address searches the channel for a tag: `?q=%23tag`, wherever the page lies.
fn is_search(address: &str, encoded: &str, plain: char) -> bool {
    let Some((_, query)) = address.split_once('?') else { return false };
    query
        .split('&')
        .filter_map(|part| part.strip_prefix("q="))
        .any(|value| value.starts_with(encoded) || value.starts_with(plain))
}

fn is_handle_of(address: &str, name: &str) -> bool {
    let named = Name::Handle(name.to_owned());
    Target::read(address).is_some_and(|target| target.post.is_none() && target.name.is(&named))
}

/// Whether the words are the address itself, perhaps without the scheme that the page adds.
fn is_same_address(address: &str, words: &str) -> bool {
    let bare = |address: &str| -> String {
        let decoded = percent_encoding::percent_decode_str(address).decode_utf8_lossy().to_lowercase();
        let rest = ["https://", "http://"].iter().find_map(|scheme| decoded.strip_prefix(scheme));
        rest.unwrap_or(&decoded).trim_end_matches('/').to_owned()
    };
    // Words without a scheme or a last slash are shorter by these; encoding makes three bytes of one.
    words.len() <= address.len() && address.len() <= words.len() * 3 + 9 && bare(address) == bare(words)
}

/// The white space of HTML; others, such as the no-break space, are characters like any.
fn is_space(character: char) -> bool {
    character.is_ascii_whitespace()
}

/// Whether an element begins on a line of its own.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "blockquote"
            | "pre"
            | "div"
            | "p"
            | "ul"
            | "ol"
            | "li"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "table"
            | "tr"
            | "details"
            | "summary"
            | "hr"
    )
}

/// Whether an element stands below the words, and within them only where an end tag is lost.
fn stands_below(element: Element<'_>) -> bool {
    const BELOW: [&str; 3] = [
        "tgme_widget_message_footer",
        "tgme_widget_message_reactions",
        "tgme_widget_message_inline_keyboard",
    ];
    has_one_of(element, &BELOW)
}

fn has_one_of(element: Element<'_>, wanted: &[&str]) -> bool {
    let classes = element.attribute("class").unwrap_or_default();
    classes.split_ascii_whitespace().any(|class| wanted.contains(&class))
}

/// Whether an element is no part of a post's words, wherever it stands.
pub(super) fn is_foreign(element: Element<'_>) -> bool {
    const FOREIGN: [&str; 7] = [
        "message_media_not_supported_wrap",
        "media_not_supported_cont",
        "tgme_widget_message_link_preview",
        "tgme_widget_message_reply",
        "tgme_widget_message_bubble_tail",
        "js-message_reply_text",
        "verified-icon",
    ];
    has_one_of(element, &FOREIGN)
}
