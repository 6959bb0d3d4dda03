//! Messages with an inner structure (since 7.x), which the pages lay out as a small document.
//!
//! They become the text that `result.json` gives of them: blocks stand apart by a blank line, each item of a list
//! is a line with its marker, nested lists are indented, cells of a table stand apart by ` | `. No page is deeper
//! than the markup's limit, so what calls itself here does so a few hundred times at most.

use super::media::medium;
use super::text::{self, Text};
use crate::input::markup::Element;
use crate::model::{Media, Span, SpanKind};

/// The words with their spans, and the media within, without message ids.
pub(super) fn flatten(message: Element<'_>) -> (Text, Vec<Media>) {
    let mut writer = Writer::default();
    writer.blocks(message);
    let mut text = writer.text;
    text.spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    (text, writer.media)
}

#[derive(Debug, Default)]
struct Writer {
    text: Text,
    media: Vec<Media>,
    /// How deep the list is in which blocks are written.
    depth: usize,
    /// Whether the line already has the marker of a list item.
    has_marker: bool,
}

impl Writer {
    fn blocks(&mut self, within: Element<'_>) {
        for block in within.elements() {
            self.block(block);
        }
    }

    /// Begins a line: after a blank one between blocks, directly below within a list or a table.
    fn begin(&mut self) {
        if std::mem::take(&mut self.has_marker) || self.text.words.is_empty() {
            return;
        }
        if self.depth == 0 {
            self.text.words.push_str("\n\n");
        } else {
            self.next_line();
        }
    }

    fn next_line(&mut self) {
        self.text.words.push('\n');
        self.text.words.push_str(&"  ".repeat(self.depth));
    }

    fn block(&mut self, block: Element<'_>) {
        let kind = block.attribute("data-rich-kind").unwrap_or_default();
        match (block.name(), kind) {
            (_, "unsupported" | "unknown" | "malformed" | "anchor" | "divider") => {}
            ("ul" | "ol", _) => self.list(block),
            ("pre", _) => {
                let start = self.line(text::read(block));
                self.mark(SpanKind::Pre, start);
            }
            (_, "table") => self.table(block),
            (_, "quote" | "pullquote" | "quote-blocks") => self.quote(block),
            (_, "details") => {
                self.child_line(block, "summary");
                self.children(block, "rich_details_body");
            }
            (_, "author-date") => {
                let mut author = text::read(block);
                let end = author.words.rfind(" \u{2022} ").unwrap_or(author.words.len());
                author.words.truncate(end);
                author.spans.retain(|span| span.end <= end);
                self.line(author);
            }
            (_, "collage" | "slideshow" | "cover") => {
                self.children(block, "rich_media_group_items");
                self.caption(block);
            }
            (_, "embed-post") => {
                self.titles(block.child("rich_embed_post_author").unwrap_or(block));
                self.children(block, "rich_embed_post_blocks");
                self.caption(block);
            }
            (_, "channel") => self.titles(block),
            (_, "related-articles") => {
                if let Some(title) = block.child("rich_related_title") {
                    self.line(text::read(title));
                }
                self.titles(block);
            }
            ("figure", _) => {
                let wrap = block.child("media_wrap").filter(|_| kind != "embed");
                self.media.extend(wrap.and_then(medium));
                self.caption(block);
            }
            // Paragraphs, headings, footers, formulas, and what is yet to come.
            _ if block.elements().any(|inner| inner.has_class("rich_block")) => self.blocks(block),
            _ => {
                self.line(text::read(block));
            }
        }
    }

    fn children(&mut self, block: Element<'_>, class: &str) {
        if let Some(within) = block.child(class) {
            self.blocks(within);
        }
    }

    fn child_line(&mut self, block: Element<'_>, name: &str) -> Option<usize> {
        let child = block.elements().find(|child| child.name() == name)?;
        Some(self.line(text::read(child)))
    }

    /// The titles of cards, each on a line.
    fn titles(&mut self, block: Element<'_>) {
        for title in block.descendants().filter(|inner| inner.has_class("title")) {
            self.line(text::read(title));
        }
    }

    /// Writes a text on a line of its own, when it has words; gives where it begins.
    fn line(&mut self, text: Text) -> usize {
        if text.words.is_empty() {
            return self.text.words.len();
        }
        self.begin();
        self.append(text)
    }

    fn append(&mut self, text: Text) -> usize {
        let start = self.text.words.len();
        self.text.words.push_str(&text.words);
        self.text.spans.extend(text.spans.into_iter().map(|span| Span {
            start: span.start + start,
            end: span.end + start,
            ..span
        }));
        start
    }

    /// Marks what was written since `start`, if anything.
    fn mark(&mut self, kind: SpanKind, start: usize) {
        let end = self.text.words.len();
        if start < end {
            self.text.spans.push(Span { kind, start, end, href: None });
        }
    }

    fn caption(&mut self, block: Element<'_>) {
        let Some(caption) = block.child("rich_media_caption") else { return };
        for part in caption.elements() {
            self.line(text::read(part));
        }
    }

    fn quote(&mut self, block: Element<'_>) {
        if let Some(body) = block.child("rich_quote_body") {
            if body.elements().any(|inner| inner.has_class("rich_block")) {
                self.blocks(body);
            } else {
                let start = self.line(text::read(body));
                self.mark(SpanKind::Style, start);
            }
        }
        self.child_line(block, "cite");
    }

    fn list(&mut self, list: Element<'_>) {
        let is_ordered = list.name() == "ol";
        let items = || list.elements().filter(|item| item.name() == "li");
        let step = if list.attribute("reversed").is_some() { -1 } else { 1 };
        let count = || i64::try_from(items().count()).unwrap_or(i64::MAX);
        let number = |text: Option<&str>| text.and_then(|text| text.parse::<i64>().ok());
        let mut ordinal =
            number(list.attribute("start")).unwrap_or_else(|| if step < 0 { count() } else { 1 });
        for (index, item) in items().enumerate() {
            if index == 0 && self.depth == 0 {
                self.begin();
            } else {
                self.has_marker = false;
                self.next_line();
            }
            if is_ordered {
                let label = item.attribute("data-num").unwrap_or_default().trim_end_matches(['.', ')', ' ']);
                ordinal = number(item.attribute("value")).or_else(|| label.parse().ok()).unwrap_or(ordinal);
                let marker = if label.is_empty() { ordinal.to_string() } else { label.to_owned() };
                self.item(item, &format!("{marker}. "), Some(ordinal));
                ordinal = ordinal.saturating_add(step);
            } else {
                let task = item.child("rich_task_marker").and_then(|task| task.attribute("aria-checked"));
                let marker = match task {
                    Some("true") => "\u{2611} ",
                    Some(_) => "\u{2610} ",
                    None => "\u{2022} ",
                };
                self.item(item, marker, None);
            }
        }
    }

    /// Writes an item; its own words end where a nested list begins.
    fn item(&mut self, item: Element<'_>, marker: &str, ordinal: Option<i64>) {
        self.text.words.push_str(marker);
        self.has_marker = true;
        self.depth += 1;
        let start = self.text.words.len();
        let mut end = None;
        match item.child("rich_list_content") {
            Some(content) if item.attribute("data-rich-content") == Some("blocks") => {
                for block in content.elements() {
                    if matches!(block.name(), "ul" | "ol") {
                        end.get_or_insert(self.text.words.len());
                    }
                    self.block(block);
                }
            }
            Some(content) => {
                self.line(text::read(content));
            }
            None => {}
        }
        let end = end.unwrap_or(self.text.words.len());
        if start < end {
            self.text.spans.push(Span { kind: SpanKind::ListItem { ordinal }, start, end, href: None });
        }
        self.depth -= 1;
        self.has_marker = false;
    }

    fn table(&mut self, block: Element<'_>) {
        let before = self.text.words.len();
        if let Some(caption) = block.descendants().find(|inner| inner.name() == "caption") {
            self.line(text::read(caption));
        }
        for row in block.descendants().filter(|inner| inner.name() == "tr") {
            if self.text.words.len() == before {
                self.begin();
            } else {
                self.next_line();
            }
            for (index, cell) in row.elements().enumerate() {
                if index > 0 {
                    self.text.words.push_str(" | ");
                }
                self.append(text::read(cell));
            }
        }
    }
}
