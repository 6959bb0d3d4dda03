//! Where in the text the tags, handles and addresses of the lists stand.
//!
//! A list has one item a use, in the order of the text. But the same words may stand elsewhere, too: in an address, an
//! e-mail address, or behind a letter. So of all ways to place a list's items one behind the other that one counts which
//! places most of them, and of such ways the one whose places look most as if they were meant.

use percent_encoding::percent_decode_str;

use crate::input::columns::telegram;
use crate::model::{Span, SpanKind};

/// The most items of a list that are looked for, and the most places of each.
const MOST: usize = 300;

/// What an item is worth that has a place, beside what the place is.
const PLACED: u32 = 100;

/// The places of the items, in order.
pub(super) fn spans(text: &str, hashtags: &[&str], links: &[&str]) -> Vec<Span> {
    let mut spans = chosen(links.iter().take(MOST).map(|link| places_of_link(text, link)));
    let links = spans.len();
    let tags = hashtags.iter().take(MOST).map(|tag| {
        let words = format!("#{}", percent_decode_str(tag).decode_utf8_lossy());
        let mut places = places(text, SpanKind::Hashtag, &words, 0);
        for place in &mut places {
            let is_in_link = |link: &Span| link.start < place.end && place.start < link.end;
            if spans[..links].iter().any(is_in_link) {
                place.worth = 0;
            }
        }
        places
    });
    let tags = chosen(tags.collect::<Vec<_>>().into_iter());
    spans.extend(tags);
    spans.sort_by_key(|span| (span.start, span.end));
    spans
}

/// A place in which an item may stand.
#[derive(Debug, Clone, Copy)]
struct Place {
    kind: SpanKind,
    start: usize,
    end: usize,
    worth: u32,
}

/// An address stands whole, or without its scheme; that of a channel may be a handle's.
fn places_of_link(text: &str, link: &str) -> Vec<Place> {
    if let Some(mail) = link.strip_prefix("mailto:") {
        return places(text, SpanKind::Email, mail, 0);
    }
    let bare = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://")).unwrap_or(link);
    let handle = telegram::link(link).filter(|link| link.post.is_none()).and_then(|link| link.handle);
    let mut all = places(text, SpanKind::Url, link, 8);
    let bare = bare.trim_end_matches('/');
    if bare != link {
        all.extend(places(text, SpanKind::Url, bare, 4));
    }
    if let Some(handle) = handle {
        all.extend(places(text, SpanKind::Mention, &format!("@{handle}"), 0));
    }
    all
}

/// Where these words stand; better than behind or before a letter is where none is. Before them a line end may have been
/// lost as well as behind them, but what looks like a tag or handle behind a letter mostly is none.
fn places(text: &str, kind: SpanKind, words: &str, worth: u32) -> Vec<Place> {
    if words.len() < 2 {
        return Vec::new();
    }
    let is_letter = |char: char| char.is_alphanumeric() || char == '_';
    text.match_indices(words)
        .take(MOST)
        .map(|(start, words)| {
            let end = start + words.len();
            let begins = !text[..start].ends_with(is_letter);
            let ends = !text[end..].starts_with(is_letter);
            Place { kind, start, end, worth: 1 + worth + 2 * u32::from(begins) + u32::from(ends) }
        })
        .collect()
}

/// The best of the ways that have the items one behind the other.
fn chosen(items: impl Iterator<Item = Vec<Place>>) -> Vec<Span> {
    /// A way up to a place, and the way before that.
    struct Way {
        place: Place,
        before: Option<usize>,
    }
    /// Where the best of the ways that end there or earlier ends, and what it is worth. Both ascend.
    struct Best {
        end: usize,
        worth: u32,
        way: usize,
    }
    let mut ways: Vec<Way> = Vec::new();
    let mut bests: Vec<Best> = Vec::new();
    for places in items {
        let longer: Vec<(u32, Way)> = places
            .into_iter()
            .map(|place| {
                let known = bests.partition_point(|best| best.end <= place.start);
                let best = known.checked_sub(1).and_then(|known| bests.get(known));
                let worth = best.map_or(0, |best| best.worth) + PLACED + place.worth;
                (worth, Way { place, before: best.map(|best| best.way) })
            })
            .collect();
        for (worth, way) in longer {
            let end = way.place.end;
            let at = bests.partition_point(|best| best.end < end);
            let is_worse = at.checked_sub(1).is_some_and(|before| bests[before].worth >= worth)
                || bests.get(at).is_some_and(|best| best.end == end && best.worth >= worth);
            if is_worse {
                continue;
            }
            let surpassed = bests[at..].iter().take_while(|best| best.worth <= worth).count();
            bests.splice(at..at + surpassed, [Best { end, worth, way: ways.len() }]);
            ways.push(way);
        }
    }
    let mut next = bests.last().map(|best| best.way);
    let mut spans = Vec::new();
    while let Some(Way { place: Place { kind, start, end, .. }, before }) = next.and_then(|way| ways.get(way))
    {
        spans.push(Span { kind: *kind, start: *start, end: *end, href: None });
        next = *before;
    }
    spans.reverse();
    spans
}
