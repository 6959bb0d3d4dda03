//! The talking points of a post: the items of its lists.
//!
//! A text falls into blocks: a list ends at a navigation line, a line of hashtags, a heading, or an unmarked
//! paragraph after a blank line. Within a block
//!
//! - a bullet is an item wherever it stands, and so is an emoji that serves as one (`🔵`, `✅`) or a keycap,
//!   unless it opens the post and no other line is like it: then it adorns the title;
//! - dashes, arrows and stars are items where two or more stand together, ascending numbers likewise; a
//!   lone dash is dialogue or a signature, a lone `5.` a date;
//! - any other emoji is an item where the same one begins three lines that follow each other;
//! - under a heading such as `Key talking points:` every line with a marker or an emoji is an item.
//!
//! Unmarked lines directly below an item belong to it when they lead on to the next item without a blank
//! line, or as far as they are indented. The text of a point is that part of the post's text, line breaks
//! and inner indentation included, so that `substr(post.text, start, length(text))` is always the point.

mod run;

use super::{
    folded_text::folded_with_parts,
    line::{self, Gap, Kind, Line},
    marker::{Marker, MarkerKind},
};
use crate::model::{PointKind, Span, SpanKind, TalkingPoint};

/// What is found of talking points in a text.
pub(super) struct Points {
    /// The points, in order.
    pub(super) points: Vec<TalkingPoint>,
    /// Whether the first line is one.
    pub(super) opens_with_item: bool,
    /// The whole text folded, of which the points' folded words are parts.
    pub(super) folded: String,
}

/// The talking points of `text`.
pub(super) fn talking_points(text: &str, spans: &[Span], lines: &[Line]) -> Points {
    let native = native_items(text, spans);
    let mut items = line_items(text, lines, &native);
    let opens = lines.first().map(|first| first.start..first.end);
    items.extend(native);
    items.sort_by_key(|item| item.start);
    let opens_with_item = opens.is_some_and(|first| items.first().is_some_and(|item| item.start < first.end));
    let (points, folded) = points(text, &items);
    Points { points, opens_with_item, folded }
}

/// A talking point as byte positions of the text.
struct Item<'t> {
    marker: std::borrow::Cow<'t, str>,
    ordinal: Option<i64>,
    start: usize,
    end: usize,
}

/// `items` with their texts, and their starts counted in characters from 1; and `text` folded.
fn points(text: &str, items: &[Item<'_>]) -> (Vec<TalkingPoint>, String) {
    let parts: Vec<_> = items.iter().map(|item| item.start..item.end).collect();
    let (whole, folded) = folded_with_parts(text, &parts);
    let (mut counted, mut characters) = (0, 1);
    let points = items
        .iter()
        .zip(folded)
        .filter_map(|(item, folded)| {
            characters += text.get(counted..item.start)?.chars().count();
            counted = item.start;
            let words = text.get(item.start..item.end)?;
            Some(TalkingPoint {
                kind: PointKind::Item,
                marker: item.marker.to_string(),
                ordinal: item.ordinal,
                text: words.to_owned(),
                folded,
                start: characters,
            })
        })
        .collect();
    (points, whole)
}

/// The items of the input's own lists; an item that holds others ends where the first of them begins.
fn native_items<'t>(text: &'t str, spans: &[Span]) -> Vec<Item<'t>> {
    let mut items: Vec<Item<'t>> = spans
        .iter()
        .filter_map(|span| {
            let SpanKind::ListItem { ordinal } = span.kind else { return None };
            let raw = text.get(span.start..span.end)?;
            let start = span.start + (raw.len() - raw.trim_start_matches(line::is_blank).len());
            let before = text.get(..span.start)?;
            let before = line::trim_blank(before.rsplit('\n').next().unwrap_or_default());
            let is_marker =
                !before.is_empty() && before.len() <= 16 && !before.chars().any(char::is_alphabetic);
            let marker = match ordinal {
                _ if is_marker => before.into(),
                Some(ordinal) => format!("{ordinal}.").into(),
                None => "•".into(),
            };
            Some(Item { marker, ordinal, start, end: span.end })
        })
        .collect();
    items.sort_by_key(|item| (item.start, std::cmp::Reverse(item.end)));
    let mut next = usize::MAX;
    for item in items.iter_mut().rev() {
        item.end = item.end.min(next);
        next = item.start;
        let words = text.get(item.start..item.end).unwrap_or_default();
        item.end = item.start + words.trim_end_matches(line::is_blank).len();
    }
    items.retain(|item| item.start < item.end);
    items
}

/// The items that the shape of the lines shows; lines of native items are passed over.
fn line_items<'t>(text: &'t str, lines: &[Line], native: &[Item<'_>]) -> Vec<Item<'t>> {
    let mut items = Vec::new();
    if lines.iter().all(|line| line.marker().is_none()) {
        return items;
    }
    let adorned_title = opens_alone(text, lines);
    let mut native = native.iter().peekable();
    let mut is_native = |line: &Line| {
        while native.next_if(|item| item.end <= line.start).is_some() {}
        native.peek().is_some_and(|item| item.start < line.end)
    };
    let mut block = Vec::new();
    let mut under_heading = false;
    for (index, line) in lines.iter().enumerate() {
        let is_native = is_native(line);
        let is_apart = is_native || line.is_furniture();
        if is_native || line.ends_list() {
            block_items(text, &block, under_heading, &mut items);
            block.clear();
            under_heading = line.kind == Kind::Heading;
        }
        let is_adorned_title = index == 0 && adorned_title;
        if !is_apart && !is_adorned_title {
            block.push(*line);
        }
    }
    block_items(text, &block, under_heading, &mut items);
    items
}

/// Whether the first line has an emoji bullet or a keycap that no other line takes up.
fn opens_alone(text: &str, lines: &[Line]) -> bool {
    let Some((first, others)) = lines.split_first() else { return false };
    let Some(marker) = first.marker() else { return false };
    let words = first.words(text);
    match marker.kind {
        MarkerKind::Shape(_) => {
            let next = others.first().and_then(Line::marker).map(|next| next.kind);
            next != Some(marker.kind)
                && !others.iter().any(|line| {
                    let is_alike = |other: Marker| marker.is_like(words, &other, line.words(text));
                    line.marker().is_some_and(is_alike)
                })
        }
        MarkerKind::Keycap(_) => !others
            .iter()
            .any(|line| line.marker().is_some_and(|other| matches!(other.kind, MarkerKind::Keycap(_)))),
        _ => false,
    }
}

/// Adds the items of one block.
fn block_items<'t>(text: &'t str, block: &[Line], under_heading: bool, items: &mut Vec<Item<'t>>) {
    if block.iter().all(|line| line.marker().is_none()) {
        return;
    }
    let is_item = if under_heading {
        block.iter().map(|line| line.marker().is_some()).collect()
    } else {
        run::items(text, block)
    };
    let mut index = 0;
    while let Some(line) = block.get(index) {
        let Some(marker) = line.marker().filter(|_| is_item.get(index) == Some(&true)) else {
            index += 1;
            continue;
        };
        let below = lines_below(block, &is_item, index);
        let end = block.get(index + below).map_or(line.end, |last| last.end);
        let words = line.words(text);
        let start = line.end - marker.body(words).len();
        items.push(Item { marker: marker.spelling(words).into(), ordinal: marker.ordinal(), start, end });
        index += 1 + below;
    }
}

/// How many lines below the item at `index` belong to it.
fn lines_below(block: &[Line], is_item: &[bool], index: usize) -> usize {
    let rest = block.get(index + 1..).unwrap_or_default();
    let rest_is_item = is_item.get(index + 1..).unwrap_or_default();
    let count = rest
        .iter()
        .zip(rest_is_item)
        .take_while(|(line, is_item)| !**is_item && line.gap == Gap::None && can_continue(line))
        .count();
    let leads_to_item =
        rest_is_item.get(count) == Some(&true) && rest.get(count).is_some_and(|next| next.gap == Gap::None);
    if leads_to_item {
        return count;
    }
    let indent = block.get(index).map_or(0, |line| line.indent);
    rest.iter().take(count).take_while(|line| line.indent > indent).count()
}

/// Whether a line that is no item can belong to the item above: a line with an emoji of its own cannot.
fn can_continue(line: &Line) -> bool {
    match line.kind {
        Kind::Plain => true,
        Kind::Marked(marker) => marker.kind != MarkerKind::Emoji,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
