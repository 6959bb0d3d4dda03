//! Hashtags, handles and links: those that the input marks, and those that Telegram's own rule finds in
//! the text.
//!
//! The source of the rule is tdlib (<https://github.com/tdlib/td>, `td/telegram/MessageEntity.cpp`,
//! `find_entities`): each kind is looked for by itself; then the hits are sorted, and one that overlaps an
//! earlier or longer one is dropped. So there is no hashtag in `https://example.org/#tag` and no handle
//! in `me@example.org`. Every step takes time that grows with the text and not with its square.

mod app_link;
mod bot_command;
mod cashtag;
mod character_class;
mod email;
mod handle;
mod hashtag;
mod hashtag_line;
mod host;
mod marked;
mod punycode;
mod url;

use std::cmp::Reverse;
use std::ops::Range;

use super::fold::fold;
use crate::model::{HandleUse, HashtagUse, Link, Span};

pub use character_class::is_hashtag_character;
pub use hashtag_line::only_hashtags;

/// What [`find`] finds. Within each list the uses are in order and do not overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entities {
    /// The uses of hashtags.
    pub hashtags: Vec<HashtagUse>,
    /// The uses of handles.
    pub handles: Vec<HandleUse>,
    /// The links: addresses that stand in the text, and addresses behind words.
    pub links: Vec<Link>,
    /// Where no names are looked for, in bytes: addresses, code, handles, hashtags. In order, without overlaps.
    pub closed: Vec<Range<usize>>,
}

/// The hashtags, handles and links of `text`; `spans` are the parts that the input marks, in any order.
///
/// What the input marks as a hashtag, a handle or a link is taken as it is. The rule adds what it finds
/// outside those, outside code and outside the words of links, named users, e-mail addresses, phone and
/// card numbers; within bold, quotes, spoilers and list items it looks as everywhere. A span that does not
/// lie in the text, or a hashtag or handle that does not begin with its sign, counts for nothing.
///
/// `start` counts characters from 1; `talking_point` is left `None`.
#[must_use]
pub fn find(text: &str, spans: &[Span]) -> Entities {
    let marked = marked::read(text, spans);
    let mut hits = marked.hits;
    hits.extend(outside(found_by_rule(text), &marked.closed));
    hits.sort_by_key(|hit| (hit.range.start, Reverse(hit.range.end)));
    let mut closed = marked.nameless;
    closed.extend(hits.iter().filter(|hit| hit.is_nameless(text)).map(|hit| hit.range.clone()));
    Entities { closed: marked::joined(closed), ..Uses::new(text).collect(&hits) }
}

/// What a part of the text is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind<'span> {
    Hashtag,
    Handle,
    /// An address that stands in the text.
    Url,
    /// Words that lead to this address.
    TextLink(&'span str),
    /// Something that is not kept.
    Other,
}

/// A part of the text, in bytes, and what it is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hit<'span> {
    range: Range<usize>,
    kind: Kind<'span>,
}

impl Hit<'_> {
    /// Whether the words name nobody, whatever they say. The words of a link do, unless they are an address.
    fn is_nameless(&self, text: &str) -> bool {
        match self.kind {
            Kind::TextLink(href) => host::is_same_address(&text[self.range.clone()], href),
            Kind::Hashtag | Kind::Handle | Kind::Url | Kind::Other => true,
        }
    }
}

/// The hits of the rule, in order, without overlaps.
fn found_by_rule(text: &str) -> Vec<Hit<'static>> {
    let addresses = url::find(text);
    let mut hits = Vec::new();
    for (kind, ranges) in [
        (Kind::Handle, handle::find(text)),
        (Kind::Other, bot_command::find(text)),
        (Kind::Hashtag, hashtag::find(text)),
        (Kind::Other, cashtag::find(text)),
        (Kind::Url, app_link::find(text)),
        (Kind::Url, addresses.urls),
        (Kind::Other, addresses.emails),
    ] {
        hits.extend(ranges.into_iter().map(|range| Hit { range, kind }));
    }
    hits.sort_by_key(|hit| (hit.range.start, Reverse(hit.range.end)));
    drop_overlapping(&mut hits);
    hits
}

/// Drops each hit that overlaps an earlier one that is kept.
fn drop_overlapping(hits: &mut Vec<Hit<'_>>) {
    let mut kept_to = 0;
    hits.retain(|hit| {
        let is_free = hit.range.start >= kept_to;
        if is_free {
            kept_to = hit.range.end;
        }
        is_free
    });
}

/// The hits that overlap none of the `closed` ranges; both are in order, neither overlaps itself.
fn outside<'hit>(hits: Vec<Hit<'hit>>, closed: &[Range<usize>]) -> impl Iterator<Item = Hit<'hit>> {
    let mut closed = closed.iter().peekable();
    hits.into_iter().filter(move |hit| {
        while closed.next_if(|range| range.end <= hit.range.start).is_some() {}
        closed.peek().is_none_or(|range| range.start >= hit.range.end)
    })
}

/// Makes uses of hits, counting characters on one way through the text.
struct Uses<'text> {
    text: &'text str,
    counted_to: usize,
    characters: usize,
    entities: Entities,
}

impl<'text> Uses<'text> {
    fn new(text: &'text str) -> Self {
        Self { text, counted_to: 0, characters: 0, entities: Entities::default() }
    }

    /// The uses of `hits`, which are in order.
    fn collect(mut self, hits: &[Hit<'_>]) -> Entities {
        for hit in hits {
            let start = self.position(hit.range.start);
            let words = &self.text[hit.range.clone()];
            match hit.kind {
                Kind::Hashtag => self.entities.hashtags.push(hashtag_use(words, start)),
                Kind::Handle => self.entities.handles.push(handle_use(words, start)),
                Kind::Url => self.entities.links.push(link(words, words, start)),
                Kind::TextLink(href) => self.entities.links.push(link(words, href, start)),
                Kind::Other => {}
            }
        }
        self.entities
    }

    /// The character at this byte, counted from 1; calls go forward.
    fn position(&mut self, byte: usize) -> usize {
        self.characters += self.text[self.counted_to..byte].chars().count();
        self.counted_to = byte;
        self.characters + 1
    }
}

/// The use of `#tag` or `#tag@channel` whose sign is the character at `start`.
fn hashtag_use(words: &str, start: usize) -> HashtagUse {
    let tag = words.strip_prefix('#').unwrap_or(words);
    let (spelling, channel) = tag.split_once('@').unwrap_or((tag, ""));
    HashtagUse {
        spelling: spelling.to_owned(),
        tag: fold(spelling),
        channel_handle: (!channel.is_empty()).then(|| fold(channel)),
        start: start + 1,
        talking_point: None,
    }
}

/// The use of `@name` whose sign is the character at `start`.
fn handle_use(words: &str, start: usize) -> HandleUse {
    let spelling = words.strip_prefix('@').unwrap_or(words);
    HandleUse {
        spelling: spelling.to_owned(),
        handle: fold(spelling),
        is_number: spelling.bytes().all(|byte| byte.is_ascii_digit()),
        start: start + 1,
        talking_point: None,
    }
}

fn link(words: &str, address: &str, start: usize) -> Link {
    Link {
        url: address.to_owned(),
        host: host::host(address),
        is_visible: words == address || host::is_same_address(words, address),
        start,
        length: words.chars().count(),
        talking_point: None,
    }
}

/// A file of the folder of shared test data beside the project, when there is one.
#[cfg(test)]
fn shared_file(path: &str) -> Option<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/");
    if let Ok(text) = std::fs::read_to_string(format!("{folder}{path}")) {
        return Some(text);
    }
    #[expect(clippy::disallowed_methods, reason = "the environment says whether the data must be there")]
    let is_required = std::env::var("CHANCERY_REQUIRE_SHARED").is_ok_and(|value| value == "1");
    assert!(!is_required, "{folder}{path} is missing");
    println!("skipped: {folder}{path} is missing");
    None
}

#[cfg(test)]
mod tests;
