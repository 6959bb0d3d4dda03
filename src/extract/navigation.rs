//! Lines that are furniture of a post: those that lead elsewhere (`Read in full`), those that announce a
//! list (`Key talking points:`), and those of hashtags only.

mod beginning;
mod call;
mod phrase;

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::{
    character,
    fold::fold,
    line,
    marker::{Marker, MarkerKind, Shape},
    text_date,
};
use beginning::Beginnings;
use call::{is_call, is_signature};
use phrase::{
    ADDRESSES, CALLS, HEADINGS, PLACES, PLATFORMS, POINTERS, RANGE_WORDS, REST, UNMISTAKABLE, USUAL,
    WHOLE_HEADINGS,
};

/// Longer lines, in bytes, are prose.
const LENGTH_LIMIT: usize = 240;

/// Longer lines without a marker, in bytes, are prose: `More details emerged on Tuesday, when …`.
const ALONE_LIMIT: usize = 80;

/// Whether a line leads elsewhere; `body` is the line after its marker.
///
/// Behind a bullet or a number only a whole phrase is navigation, since `• Learn more languages` is a
/// point; behind a pointing emoji, or alone, a line that begins with such a phrase is.
pub(super) fn is_navigation(body: &str, marker: Option<Marker>) -> bool {
    let is_pointing = match marker.map(|marker| marker.kind) {
        None => body.len() <= ALONE_LIMIT,
        Some(MarkerKind::Emoji | MarkerKind::Arrow | MarkerKind::Shape(Shape::Arrow | Shape::Pin)) => true,
        Some(_) => false,
    };
    if body.len() > LENGTH_LIMIT || (marker.is_none() && !is_pointing) {
        return false;
    }
    static BEGINNINGS: LazyLock<Beginnings> =
        LazyLock::new(|| Beginnings::of(&[&CALLS, &UNMISTAKABLE, &USUAL, &REST, &RANGE_WORDS]));
    BEGINNINGS.may_begin(body) && leads_elsewhere(body, is_pointing) || is_signature(body)
}

fn leads_elsewhere(body: &str, is_pointing: bool) -> bool {
    let folded = words(body);
    if is_call(&folded) {
        return true;
    }
    let mut rests = UNMISTAKABLE.rests_behind(&folded).chain(USUAL.rests_behind(&folded));
    if is_pointing {
        rests.any(is_at_boundary)
            || REST.rests_behind(&folded).any(tells_where)
            || is_range_of_points(&folded)
    } else {
        rests.chain(REST.rests_behind(&folded)).any(only_points)
    }
}

/// Whether what follows a word for the rest of something tells where that is, and not of what it is.
fn tells_where(rest: &str) -> bool {
    let words = rest.trim_start_matches(line::is_blank);
    let is_place = |word: &str| words.strip_prefix(word).is_some_and(is_at_boundary);
    is_at_boundary(rest)
        && (words.chars().next().is_none_or(|c| !character::is_alphanumeric(c))
            || PLACES.iter().any(is_place)
            || ADDRESSES.iter().any(|address| rest.contains(address)))
}

/// Whether a line that [leads elsewhere](is_navigation) surely does, also where it stands in the midst of a list: no point
/// begins with its phrase, or the phrase is all that it says.
pub(super) fn is_sure_navigation(body: &str) -> bool {
    let folded = words(body);
    is_call(&folded)
        || UNMISTAKABLE.rests_behind(&folded).any(is_at_boundary)
        || USUAL.rests_behind(&folded).chain(REST.rests_behind(&folded)).any(only_points)
        || is_range_of_points(&folded)
}

/// Whether what follows a phrase adds nothing but where to go: a link, a handle, `here`.
fn only_points(rest: &str) -> bool {
    let rest = rest.trim_start_matches(|c: char| !character::is_alphanumeric(c) && c != '@');
    rest.is_empty() || is_address(rest) || POINTERS.iter().any(|pointer| pointer == rest)
}

/// Whether a line announces a list; `body` is the line after its marker.
pub(super) fn is_heading(body: &str, marker: Option<Marker>) -> bool {
    let marker_fits = matches!(marker.map(|m| m.kind), None | Some(MarkerKind::Emoji | MarkerKind::Shape(_)));
    let ends_with_colon = body
        .trim_end_matches(|c: char| {
            line::is_blank(c) || (!character::is_alphanumeric(c) && !COLONS.contains(&c))
        })
        .ends_with(COLONS);
    let limit = if ends_with_colon { LENGTH_LIMIT } else { ALONE_LIMIT };
    if !marker_fits || body.len() > limit {
        return false;
    }
    static BEGINNINGS: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of(&[&HEADINGS]));
    // Before a colon a phrase may stand anywhere, else it is the line.
    if !ends_with_colon && !BEGINNINGS.may_begin(body) {
        return false;
    }
    let folded = words(body);
    if ends_with_colon {
        holds_heading(&folded) || WHOLE_HEADINGS.iter().any(|phrase| phrase == folded)
    } else {
        HEADINGS.iter().any(|phrase| phrase == folded)
    }
}

const COLONS: [char; 2] = [':', '\u{ff1a}'];

/// Whether a line holds hashtags and nothing else that has letters.
pub(super) fn is_hashtags_only(words: &str) -> bool {
    let Some(sign) = memchr::memchr(b'#', words.as_bytes()) else { return false };
    if line::has_words(words.get(..sign).unwrap_or_default()) {
        return false;
    }
    let mut count = 0;
    for token in words.split(parts_tags) {
        if !line::has_words(token) {
            continue;
        }
        let tag =
            token.trim_start_matches(|c: char| !character::is_alphanumeric(c) && !matches!(c, '#' | '_'));
        if !tag.starts_with('#') {
            return false;
        }
        count += 1;
    }
    count > 0
}

/// Whether words behind this character are no part of the hashtag before it. The signs of Chinese and Japanese have no
/// space beside them. The joiners stand within words of Persian and of the scripts of India, as in `#می‌خواهم`, `#ශ්‍රී`.
fn parts_tags(c: char) -> bool {
    line::is_blank(c) && !matches!(c, '\u{200c}' | '\u{200d}')
        || matches!(c, ',' | '،' | '|' | ';' | '/' | ':' | '!' | '?' | '؟' | '؛' | '(' | ')')
        || matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301f}')
        || matches!(c, '\u{ff01}' | '\u{ff08}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff1f}' | '\u{ff5c}' | '\u{ff61}'..='\u{ff64}')
}

/// The folded words of a line, without the signs at its ends and with single spaces.
fn words(body: &str) -> String {
    let written = fold(body.trim_matches(|c: char| !character::is_alphanumeric(c)));
    // Nearly all lines are in this form as soon as they are folded.
    let is_done = !written.contains("  ")
        && written.chars().all(|c| c == ' ' || !line::is_blank(c) && c != '’' && !is_arabic_vowel(c));
    if is_done {
        return written;
    }
    let mut folded = String::with_capacity(written.len());
    for word in written.split(line::is_blank).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().filter(|c| !is_arabic_vowel(*c)).map(|c| if c == '’' { '\'' } else { c }));
    }
    folded
}

/// Vowel signs and the lengthening stroke, which Arabic and Persian write or leave out at will.
fn is_arabic_vowel(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Whether a phrase may end before `rest`: no letter goes on, or the script does without spaces.
fn is_at_boundary(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| !character::is_alphanumeric(c) || is_han(c))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// Whether a heading stands in `text` as whole words.
fn holds_heading(text: &str) -> bool {
    static PHRASES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(HEADINGS.iter()).ok());
    let Some(phrases) = PHRASES.as_ref() else { return false };
    phrases.find_overlapping_iter(text).any(|found| {
        let before = text.get(..found.start()).and_then(|before| before.chars().next_back());
        let after = text.get(found.end()..).unwrap_or_default();
        before.is_none_or(|c| !character::is_alphanumeric(c) || is_han(c)) && is_at_boundary(after)
    })
}

/// A link or a handle and nothing else.
fn is_address(rest: &str) -> bool {
    !rest.contains(' ')
        && (rest.starts_with('@')
            || rest.starts_with("www.")
            || rest.contains("://")
            || rest.contains("t.me/"))
}

/// Names of platforms and nothing else, such as the menu below a post: `Telegram | YouTube`.
pub(super) fn is_menu(body: &str) -> bool {
    static BEGINNINGS: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of(&[&PLATFORMS]));
    body.len() <= LENGTH_LIMIT
        && BEGINNINGS.may_begin(body)
        && body.split(|c: char| !character::is_alphanumeric(c)).filter(|word| !word.is_empty()).all(|word| {
            let folded = fold(word);
            PLATFORMS.iter().any(|name| name == folded)
        })
}

/// A link or a handle, perhaps after a label of one or two words: `Telegram: @example`, `Our site — https://…`.
pub(super) fn is_labelled_address(body: &str) -> bool {
    if body.len() > LENGTH_LIMIT {
        return false;
    }
    let (label, address) = body.rsplit_once(line::is_blank).unwrap_or(("", body));
    let address = address.trim_end_matches(|c: char| !character::is_alphanumeric(c) && c != '/');
    let label = label.trim_end_matches(line::is_blank);
    let is_label = label.is_empty()
        || (label.ends_with([':', '\u{ff1a}', '-', '–', '—', '|'])
            && label.split(line::is_blank).filter(|word| line::has_words(word)).count() <= 2);
    is_label && is_address(address)
}

/// `points 1-7`, `пункты 8–15`, `第1-7点`.
fn is_range_of_points(folded: &str) -> bool {
    RANGE_WORDS.rests_behind(folded).any(|rest| {
        let rest = rest.trim_end_matches(['点', '點', '条', '條', '部', '分']);
        rest.len() <= 24
            && rest.chars().any(|c| text_date::digit(c).is_some())
            && rest.chars().all(|c| {
                text_date::digit(c).is_some() || matches!(c, ' ' | '-' | '–' | '—' | '‑' | '№' | '/' | ',')
            })
    })
}

#[cfg(test)]
mod tests;
