//! From the HTML of a post to its text, with what its links mark.
//!
//! Paragraphs are told apart by a blank line, `br` is a line end. White space stays as it is, since servers
//! show it so, but a line end of the source is a space. Long addresses are shown with their middle left out;
//! here they are whole, and so is the handle of a mention, of which only the name is shown.

use html5gum::{StartTag, Token, Tokenizer};

use super::address::host_and_path;
use crate::model::{Span, SpanKind};

/// A hashtag or a mention that a post names beside its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'a> {
    /// Whether it is a mention.
    pub(super) is_mention: bool,
    /// `#tag`, `@name` or `@name@host`.
    pub(super) name: &'a str,
    /// Where it leads.
    pub(super) href: &'a str,
}

/// The text of `html` and its spans, in time linear in its length.
pub(super) fn flatten(html: &str, named: &[Named<'_>]) -> (String, Vec<Span>) {
    let mut flat = Flat { named, ..Flat::default() };
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => flat.open(&tag),
            Token::EndTag(tag) => flat.close(&tag.name),
            Token::String(words) => flat.push(&String::from_utf8_lossy(&words.value)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    flat.end_link();
    flat.end_item();
    flat.end_code();
    flat.spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    (flat.text, flat.spans)
}

/// The most lists within each other whose numbers are kept.
const DEEPEST_LIST: usize = 32;

#[derive(Default)]
struct Flat<'a> {
    named: &'a [Named<'a>],
    text: String,
    spans: Vec<Span>,
    /// Line ends and a space to come before the next words.
    breaks: usize,
    has_space: bool,
    /// How many `pre` are open.
    preformatted: usize,
    /// The element whose content is left out.
    left_out: Option<Vec<u8>>,
    link: Option<Link>,
    code: Option<Option<usize>>,
    /// The next number of each open list, when it is numbered.
    lists: Vec<Option<i64>>,
    item: Option<Item>,
}

struct Link {
    /// Where its words begin, when there are any.
    start: Option<usize>,
    href: String,
    is_tag: bool,
    is_mention: bool,
}

struct Item {
    start: Option<usize>,
    ordinal: Option<i64>,
}

impl Flat<'_> {
    fn open(&mut self, tag: &StartTag<()>) {
        let attribute = |name: &str| {
            let value = tag.attributes.get(name.as_bytes())?;
            Some(String::from_utf8_lossy(&value.value).into_owned())
        };
        if self.left_out.is_some() {
            return;
        }
        match tag.name.as_slice() {
            b"br" => self.breaks += 1,
            b"script" | b"style" => self.left_out = Some(tag.name.to_vec()),
            b"a" => {
                self.end_link();
                let has = |name: &str, word: &str| {
                    attribute(name).is_some_and(|value| value.split_ascii_whitespace().any(|one| one == word))
                };
                self.link = Some(Link {
                    start: None,
                    href: attribute("href").unwrap_or_default(),
                    is_tag: has("class", "hashtag") || has("rel", "tag"),
                    is_mention: has("class", "mention") || has("class", "u-url"),
                });
            }
            b"img" => self.push(&attribute("alt").unwrap_or_default()),
            b"pre" => {
                self.begin_block(2);
                self.preformatted += 1;
                self.begin_code();
            }
            b"code" => self.begin_code(),
            b"ul" | b"ol" => self.begin_list(&tag.name, attribute("start").as_deref()),
            b"li" => self.begin_item(),
            name => self.begin_block(height(name)),
        }
    }

    fn close(&mut self, name: &[u8]) {
        if let Some(left_out) = &self.left_out {
            if left_out == name {
                self.left_out = None;
            }
            return;
        }
        match name {
            b"a" => self.end_link(),
            b"code" if self.preformatted == 0 => self.end_code(),
            b"pre" => {
                self.preformatted = self.preformatted.saturating_sub(1);
                if let Some(Some(start)) = self.code {
                    let end = self.text[start..].trim_end_matches('\n').len();
                    self.text.truncate(start + end);
                    self.cut_spans();
                }
                self.end_code();
                self.begin_block(2);
            }
            b"ul" | b"ol" => {
                self.end_item();
                self.lists.pop();
                self.begin_block(if self.lists.is_empty() { 2 } else { 1 });
            }
            b"li" => {
                self.end_item();
                self.begin_block(1);
            }
            name => self.begin_block(height(name)),
        }
    }

    /// Ends the line before the next words, and leaves a blank one when `breaks` is 2.
    fn begin_block(&mut self, breaks: usize) {
        self.breaks = self.breaks.max(breaks);
    }

    fn begin_list(&mut self, name: &[u8], start: Option<&str>) {
        self.end_item();
        self.begin_block(if self.lists.is_empty() { 2 } else { 1 });
        if self.lists.len() < DEEPEST_LIST {
            let first = start.and_then(|start| start.trim().parse().ok()).unwrap_or(1);
            self.lists.push((name == b"ol").then_some(first));
        }
    }

    fn begin_item(&mut self) {
        self.end_item();
        self.begin_block(1);
        let ordinal = self.lists.last_mut().and_then(|number| {
            let ordinal = *number;
            *number = number.map(|number| number.saturating_add(1));
            ordinal
        });
        self.item = Some(Item { start: None, ordinal });
    }

    fn end_item(&mut self) {
        if let Some(Item { start: Some(start), ordinal }) = self.item.take() {
            self.mark(SpanKind::ListItem { ordinal }, start, None);
        }
    }

    fn begin_code(&mut self) {
        if self.code.is_none() {
            self.code = Some(None);
        }
    }

    fn end_code(&mut self) {
        if let Some(Some(start)) = self.code.take() {
            // The words of a block stand on lines of their own.
            let is_block = self.text[start..].contains('\n');
            self.mark(if is_block { SpanKind::Pre } else { SpanKind::Code }, start, None);
        }
    }

    fn push(&mut self, words: &str) {
        if self.left_out.is_some() {
            return;
        }
        if self.preformatted > 0 {
            let words = words.replace("\r\n", "\n");
            let is_first = matches!(self.code, Some(None));
            self.push_words(if is_first { words.trim_start_matches('\n') } else { &words });
            return;
        }
        let is_space = |it: char| matches!(it, ' ' | '\t' | '\n' | '\r' | '\u{C}');
        let mut rest = words;
        while !rest.is_empty() {
            let blank = rest.find(|it| !is_space(it)).unwrap_or(rest.len());
            let (spaces, behind) = rest.split_at(blank);
            let length = behind.find(is_space).unwrap_or(behind.len());
            if !spaces.is_empty() && self.breaks == 0 && !self.text.is_empty() {
                if spaces.bytes().all(|byte| byte == b' ') && !self.has_space && length > 0 {
                    self.text.push_str(spaces);
                } else {
                    self.has_space = true;
                }
            }
            if length > 0 {
                self.push_words(&behind[..length]);
            }
            rest = &behind[length..];
        }
    }

    /// Adds words, with the line ends or the space that are due before them.
    fn push_words(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if self.text.is_empty() {
            (self.breaks, self.has_space) = (0, false);
        } else if self.breaks > 0 {
            self.text.extend(std::iter::repeat_n('\n', self.breaks));
        } else if self.has_space {
            self.text.push(' ');
        }
        (self.breaks, self.has_space) = (0, false);
        let start = self.text.len();
        if let Some(link) = &mut self.link {
            link.start.get_or_insert(start);
        }
        if let Some(item) = &mut self.item {
            item.start.get_or_insert(start);
        }
        if let Some(code) = &mut self.code {
            code.get_or_insert(start);
        }
        if words.contains('\0') {
            self.text.push_str(&words.replace('\0', "\u{FFFD}"));
        } else {
            self.text.push_str(words);
        }
    }

    fn end_link(&mut self) {
        let Some(Link { start: Some(start), href, is_tag, is_mention }) = self.link.take() else { return };
        let words = &self.text[start..];
        let is_named = |is_mention: bool| {
            self.named.iter().any(|one| one.is_mention == is_mention && one.name.eq_ignore_ascii_case(words))
        };
        if words.len() > 1 && words.starts_with('#') && (is_tag || is_named(false)) {
            self.mark(SpanKind::Hashtag, start, None);
        } else if words.len() > 1 && words.starts_with('@') && (is_mention || is_named(true)) {
            if let Some(name) = whole_handle(self.named, words, &href) {
                self.text.truncate(start);
                self.text.push_str(name);
            }
            self.mark(SpanKind::Mention, start, None);
        } else if words == href {
            self.mark(SpanKind::Url, start, None);
        } else if !href.trim().is_empty() {
            if words.ends_with('…') && href.contains(words.trim_end_matches('…')) {
                self.text.truncate(start);
                self.text.push_str(&href);
                self.mark(SpanKind::Url, start, None);
            } else {
                self.mark(SpanKind::TextLink, start, Some(href.replace('\0', "\u{FFFD}")));
            }
        }
    }

    /// Cuts the spans off that reach beyond the text: they are the last ones, since each was added at its end.
    fn cut_spans(&mut self) {
        let end = self.text.len();
        for span in self.spans.iter_mut().rev().take_while(|span| span.end > end) {
            span.end = end;
        }
        while self.spans.last().is_some_and(|span| span.start >= span.end) {
            self.spans.pop();
        }
    }

    /// Marks what the text has from `start` on.
    fn mark(&mut self, kind: SpanKind, start: usize, href: Option<String>) {
        if start < self.text.len() {
            self.spans.push(Span { kind, start, end: self.text.len(), href });
        }
    }
}

/// `@name@host` of a mention that is shown as `@name`, when the post names one such only, or one on the host
/// to which the words lead.
fn whole_handle<'n>(named: &[Named<'n>], words: &str, href: &str) -> Option<&'n str> {
    let is_whole = |name: &str| {
        let behind = name.get(words.len()..).is_some_and(|behind| behind.starts_with('@'));
        behind && name.get(..words.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(words))
    };
    let host = |address: &str| host_and_path(address).map(|(host, _)| host.to_ascii_lowercase());
    let all = || named.iter().filter(|one| one.is_mention && is_whole(one.name));
    let mut here = all().filter(|one| host(one.href).is_some() && host(one.href) == host(href));
    match (here.next(), all().count()) {
        (Some(one), _) => Some(one.name),
        (None, 1) => all().next().map(|one| one.name),
        _ => None,
    }
}

/// How many line ends stand before and behind an element.
fn height(name: &[u8]) -> usize {
    match name {
        b"p" | b"blockquote" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"hr" | b"table"
        | b"figure" => 2,
        b"div" | b"tr" | b"dt" | b"dd" | b"section" | b"article" | b"header" | b"footer" | b"figcaption" => 1,
        _ => 0,
    }
}
