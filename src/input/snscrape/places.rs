//! Where the hashtags, handles and links of a post stand in its text.
//!
//! The record tells them apart from the text. As line ends are gone, a tag and the next word are one word in
//! the text, and so are an address and the next word: where they end, the record alone tells.

use std::cmp::Reverse;

use memchr::{memchr_iter, memmem};
use percent_encoding::percent_decode_str;

use crate::input::json::loose::Scalar;
use crate::model::{Span, SpanKind};

/// The longest text in which places are looked for; Telegram's own limit is 4096 characters.
pub(super) const LONGEST_TEXT: usize = 64 * 1024;

/// The most tags, handles and links each that are looked for.
const MOST: usize = 256;

/// What a record says that its text has.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Hashtags without `#`, in the order of their first use.
    tags: Vec<String>,
    /// Handles without `@`.
    handles: Vec<String>,
    /// Addresses.
    links: Vec<String>,
}

impl Marks {
    /// What a record says, by its members `outlinks`, `hashtags` and `mentions`. In the first one a hashtag is
    /// a search, `https://t.me/s/NAME?q=%23tag`, and a handle perhaps an address, `https://t.me/name`.
    pub(super) fn new(outlinks: &[Scalar<'_>], hashtags: &[Scalar<'_>], mentions: &[Scalar<'_>]) -> Self {
        let mut marks = Self::default();
        for link in outlinks.iter().filter_map(Scalar::text) {
            if let Some(tag) = searched_tag(link) {
                add(&mut marks.tags, &tag);
                continue;
            }
            if let Some(handle) = handle_of(link) {
                add(&mut marks.handles, handle);
            }
            add(&mut marks.links, link);
        }
        for tag in hashtags.iter().filter_map(Scalar::text) {
            add(&mut marks.tags, tag.trim_start_matches('#'));
        }
        for handle in mentions.iter().filter_map(Scalar::text) {
            add(&mut marks.handles, handle.trim_start_matches('@'));
        }
        marks
    }

    /// Whether these words are one of the tags, handles and links whole.
    pub(super) fn has(&self, words: &str) -> bool {
        let is_one_of = |list: &[String], words: &str| list.iter().any(|one| one.eq_ignore_ascii_case(words));
        match words.as_bytes().first() {
            Some(b'#') => is_one_of(&self.tags, &words[1..]),
            Some(b'@') => is_one_of(&self.handles, &words[1..]),
            _ => self.links.iter().any(|link| bare(link) == bare(words)),
        }
    }
}

fn add(list: &mut Vec<String>, one: &str) {
    if !one.is_empty() && list.len() < MOST && !list.iter().any(|known| known == one) {
        list.push(one.to_owned());
    }
}

/// The tag that a link searches its channel for, percent-encoded fully or partly.
fn searched_tag(link: &str) -> Option<String> {
    let (address, query) = link.split_once('?')?;
    let path = address.strip_prefix("https://t.me/").or_else(|| address.strip_prefix("http://t.me/"))?;
    // The search of a channel; `https://t.me/share/url?q=` is none.
    if path.strip_prefix("s/").unwrap_or(path).trim_end_matches('/').contains('/') {
        return None;
    }
    let words = query.split('&').find_map(|pair| pair.strip_prefix("q="))?;
    let words = percent_decode_str(words).decode_utf8().ok()?;
    let tag = words.strip_prefix('#')?;
    let is_tag = !tag.is_empty() && !tag.contains(['#', ' ', '\0']);
    is_tag.then(|| tag.to_owned())
}

/// The handle whose address the link is.
fn handle_of(link: &str) -> Option<&str> {
    let name = link.strip_prefix("https://t.me/").or_else(|| link.strip_prefix("http://t.me/"))?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    ((2..=32).contains(&name.len()) && name.bytes().all(is_name)).then_some(name)
}

/// An address without its scheme and the stroke at its end, as people write it.
fn bare(link: &str) -> &str {
    let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://")).unwrap_or(link);
    rest.strip_suffix('/').unwrap_or(rest)
}

/// The parts of the text that the record tells of, in order, without overlaps.
pub(super) fn place(text: &str, marks: &Marks) -> Vec<Span> {
    if text.len() > LONGEST_TEXT {
        return Vec::new();
    }
    let mut taken = Taken::default();
    place_links(text, &marks.links, &mut taken);
    place_tags(text, &marks.tags, &mut taken);
    place_handles(text, &marks.handles, &mut taken);
    taken.spans
}

/// Spans in order that do not overlap.
#[derive(Default)]
struct Taken {
    spans: Vec<Span>,
}

impl Taken {
    /// Takes these bytes, unless some of them are taken already.
    fn take(&mut self, kind: SpanKind, start: usize, end: usize) -> bool {
        let at = self.spans.partition_point(|span| span.end <= start);
        let is_free = self.spans.get(at).is_none_or(|span| span.start >= end);
        if is_free {
            self.spans.insert(at, Span { kind, start, end, href: None });
        }
        is_free
    }
}

/// Addresses that stand in the text, the longest first, so that one which another begins with takes nothing
/// of it.
fn place_links(text: &str, links: &[String], taken: &mut Taken) {
    let mut wanted: Vec<(&str, bool)> = links
        .iter()
        .flat_map(|link| [(link.as_str(), true), (bare(link), false)])
        .filter(|(words, _)| words.len() > 3 && words.contains('.'))
        .collect();
    wanted.sort_by_key(|(words, is_whole)| (Reverse(words.len()), !is_whole));
    for (words, is_whole) in wanted {
        for start in memmem::find_iter(text.as_bytes(), words) {
            let end = start + words.len();
            // What goes on like an address is another one.
            let goes_on = text[end..].starts_with(['/', '?', '#', '&', '=', '%', '@', ':']);
            let within = |it: char| it.is_alphanumeric() || matches!(it, '.' | '@' | '/' | '-' | '_' | ':');
            let has_begun = !is_whole && text[..start].ends_with(within);
            if !goes_on && !has_begun {
                taken.take(SpanKind::Url, start, end);
            }
        }
    }
}

/// Each `#` takes the longest tag that fits, of those that can stand there: the record has the tags in the
/// order of their first use, so none of them is used before those in front of it.
fn place_tags(text: &str, tags: &[String], taken: &mut Taken) {
    let mut used = 0;
    for start in memchr_iter(b'#', text.as_bytes()) {
        let rest = &text[start + 1..];
        let longest = |tags: &[String]| {
            let fitting = tags.iter().enumerate().filter(|(_, tag)| rest.starts_with(tag.as_str()));
            fitting.max_by_key(|(_, tag)| tag.len()).map(|(place, tag)| (place, tag.len()))
        };
        let found = longest(&tags[..tags.len().min(used + 1)]).or_else(|| longest(tags));
        let Some((place, length)) = found else { continue };
        if taken.take(SpanKind::Hashtag, start, start + 1 + length) {
            used = used.max(place + 1);
        }
    }
}

fn place_handles(text: &str, handles: &[String], taken: &mut Taken) {
    let bytes = text.as_bytes();
    for start in memchr_iter(b'@', bytes) {
        let rest = &bytes[start + 1..];
        let fits = |handle: &&String| {
            rest.get(..handle.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(handle.as_bytes()))
        };
        let Some(handle) = handles.iter().filter(fits).max_by_key(|handle| handle.len()) else { continue };
        let behind = &rest[handle.len()..];
        let is_mail = bytes[..start].last().is_some_and(u8::is_ascii_alphanumeric)
            && matches!(behind, [b'.', next, ..] if next.is_ascii_alphanumeric());
        if !is_mail {
            taken.take(SpanKind::Mention, start, start + 1 + handle.len());
        }
    }
}
