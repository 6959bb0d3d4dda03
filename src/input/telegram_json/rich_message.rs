//! Messages with an inner structure (`rich_message`, since 7.x) as text.
//!
//! Blocks stand apart by a blank line. Each item of a list is a line with its marker, nested lists are
//! indented, and a [`SpanKind::ListItem`] lies on the item's own words. Cells of a table stand apart by ` | `.
//! Buttons, dividers and anchors have no words. The tree is no deeper than the JSON parser allows.

use serde_json::Value;

use super::media::{file_kind, file_name};
use super::text::{FlatText, span_kind};
use crate::input::json::loose::without_nul;
use crate::model::{Media, Span, SpanKind};

/// The words with their spans, and the media within, without message ids.
pub(super) fn flatten(message: &Value) -> (FlatText, Vec<Media>) {
    let mut writer = Writer::default();
    writer.blocks(&message["blocks"]);
    let mut flat = writer.flat;
    flat.spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    (flat, writer.media)
}

#[derive(Debug, Default)]
struct Writer {
    flat: FlatText,
    media: Vec<Media>,
    /// How deep the list is in which blocks are written.
    depth: usize,
    /// Whether the line already has the marker of a list item.
    has_marker: bool,
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn word<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

impl Writer {
    fn blocks(&mut self, blocks: &Value) {
        for block in items(blocks) {
            self.block(block);
        }
    }

    /// Begins a line: after a blank one between blocks, directly below within a list or a table.
    fn begin(&mut self) {
        if std::mem::take(&mut self.has_marker) || self.flat.is_empty() {
            return;
        }
        if self.depth == 0 {
            self.flat.push("\n\n");
        } else {
            self.next_line();
        }
    }

    fn next_line(&mut self) {
        self.flat.push("\n");
        self.flat.push(&"  ".repeat(self.depth));
    }

    fn block(&mut self, block: &Value) {
        match word(block, "type") {
            "list" => self.list(block),
            "table" => self.table(block),
            "code" => {
                let start = self.line(&block["text"]);
                self.flat.mark(start, SpanKind::Pre, None);
            }
            "quote" => {
                let start = self.line(&block["text"]);
                self.flat.mark(start, SpanKind::Style, None);
                self.blocks(&block["blocks"]);
                self.line(&block["caption"]);
            }
            "photo" | "video" | "audio" | "file" | "map" | "input_map" | "embed" => {
                self.media.extend(media(block));
                self.caption(&block["caption"]);
            }
            "collage" | "slideshow" => {
                self.blocks(&block["items"]);
                self.caption(&block["caption"]);
            }
            "cover" => self.block(&block["block"]),
            "embed_post" => {
                self.line(&block["author"]);
                self.blocks(&block["blocks"]);
                self.caption(&block["caption"]);
            }
            "author_date" => {
                self.line(&block["author"]);
            }
            "math" => {
                self.line(&block["formula"]);
            }
            "channel" => {
                self.line(&block["channel"]["title"]);
            }
            "related_articles" => {
                self.line(&block["title"]);
                for article in items(&block["articles"]) {
                    self.line(&article["title"]);
                }
            }
            "button_row" | "divider" | "anchor" | "unsupported" => {}
            // Paragraphs, headings, footers, details, and what is yet to come.
            _ => {
                self.line(&block["title"]);
                self.line(&block["text"]);
                self.blocks(&block["blocks"]);
                self.caption(&block["caption"]);
            }
        }
    }

    /// Writes a text on a line of its own, when it has words; gives where it begins.
    fn line(&mut self, text: &Value) -> usize {
        let mut written = Self::default();
        written.text(text);
        if written.flat.is_empty() {
            self.media.extend(written.media);
            return self.flat.text.len();
        }
        self.begin();
        self.append(written)
    }

    /// Adds what was written apart; gives where it begins.
    fn append(&mut self, written: Self) -> usize {
        let start = self.flat.text.len();
        self.flat.text.push_str(&written.flat.text);
        self.flat.spans.extend(written.flat.spans.into_iter().map(|mut span| {
            span.start += start;
            span.end += start;
            span
        }));
        self.media.extend(written.media);
        start
    }

    fn caption(&mut self, caption: &Value) {
        if caption.get("credit").is_some() {
            self.line(&caption["text"]);
            self.line(&caption["credit"]);
        } else {
            self.line(caption);
        }
    }

    /// Writes a text: a string, a node, or several.
    fn text(&mut self, text: &Value) {
        match text {
            Value::String(words) => self.flat.push(words),
            Value::Array(nodes) => nodes.iter().for_each(|node| self.text(node)),
            Value::Object(_) => self.node(text),
            _ => {}
        }
    }

    fn node(&mut self, node: &Value) {
        let kind = word(node, "type");
        let start = self.flat.text.len();
        match kind {
            "math" => self.text(&node["source"]),
            "inline_image" => self.media.extend(media(node)),
            _ => self.text(&node["text"]),
        }
        if let Some(kind) = span_kind(kind) {
            let href = (kind == SpanKind::TextLink).then(|| without_nul(word(node, "href")));
            self.flat.mark(start, kind, href.filter(|href| !href.is_empty()));
        }
    }

    fn list(&mut self, list: &Value) {
        let is_ordered = word(list, "kind") == "ordered";
        let step = if list["reversed"].as_bool() == Some(true) { -1 } else { 1 };
        let count = i64::try_from(items(&list["items"]).len()).unwrap_or(i64::MAX);
        let first = list["start"].as_i64().unwrap_or(if step < 0 { count } else { 1 });
        let mut ordinal = first;
        for (index, item) in items(&list["items"]).iter().enumerate() {
            self.begin_item(index == 0);
            if is_ordered {
                let label = word(item, "num").trim_end_matches(['.', ')', ' ']);
                ordinal = item["value"].as_i64().or_else(|| label.parse().ok()).unwrap_or(ordinal);
                let marker = if label.is_empty() { ordinal.to_string() } else { label.to_owned() };
                self.item(item, &format!("{marker}. "), Some(ordinal));
                ordinal = ordinal.saturating_add(step);
            } else {
                let marker = match word(item, "task_state") {
                    "checked" => "☑ ",
                    "unchecked" => "☐ ",
                    _ => "• ",
                };
                self.item(item, marker, None);
            }
        }
    }

    /// Begins the line of a list item: the first of an outer list stands apart from what is above.
    fn begin_item(&mut self, is_first: bool) {
        if is_first && self.depth == 0 {
            self.begin();
        } else {
            self.has_marker = false;
            self.next_line();
        }
    }

    /// Writes an item; its own words end where a nested list begins.
    fn item(&mut self, item: &Value, marker: &str, ordinal: Option<i64>) {
        self.flat.push(marker);
        self.has_marker = true;
        self.depth += 1;
        let start = self.flat.text.len();
        let mut end = None;
        self.line(&item["text"]);
        for block in items(&item["blocks"]) {
            if word(block, "type") == "list" {
                end.get_or_insert(self.flat.text.len());
            }
            self.block(block);
        }
        let end = end.unwrap_or(self.flat.text.len());
        if start < end {
            self.flat.spans.push(Span { kind: SpanKind::ListItem { ordinal }, start, end, href: None });
        }
        self.depth -= 1;
        self.has_marker = false;
    }

    fn table(&mut self, table: &Value) {
        let before = self.flat.text.len();
        self.line(&table["title"]);
        for row in items(&table["rows"]) {
            let mut written = Self::default();
            for (index, cell) in items(&row["cells"]).iter().enumerate() {
                if index > 0 {
                    written.flat.push(" | ");
                }
                written.text(&cell["text"]);
            }
            if self.flat.text.len() == before {
                self.begin();
            } else {
                self.next_line();
            }
            self.append(written);
        }
    }
}

/// The medium of a block or of an inline image.
fn media(block: &Value) -> Option<Media> {
    let number = |key: &str| block[key].as_i64();
    let name = |key: &str| file_name(word(block, key));
    let sized = Media { width: number("width"), height: number("height"), ..Media::default() };
    let document = |kind: &str| Media {
        kind: block["media_type"].as_str().map_or(kind, |kind| file_kind(Some(kind))).to_owned(),
        file_name: name("file_name").or_else(|| name("file")),
        mime_type: block["mime_type"].as_str().map(without_nul),
        size: number("file_size"),
        duration: block["duration_seconds"].as_f64(),
        title: block["title"].as_str().map(without_nul),
        ..sized.clone()
    };
    Some(match word(block, "type") {
        "photo" => Media {
            kind: "photo".to_owned(),
            file_name: name("photo"),
            size: number("photo_file_size"),
            ..sized
        },
        "map" | "input_map" => Media { kind: "location".to_owned(), ..Media::default() },
        kind @ ("video" | "audio" | "file") => document(kind),
        "inline_image" => document("file"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
