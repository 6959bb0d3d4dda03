//! Calls to come along: `Follow us on Telegram`, `Orlin News | Subscribe to us`. News may begin with the same words, so
//! that what stands behind them tells.

use super::phrase::{CALL_ENDS, CALL_PLACES, CALL_WORDS, CALLS, PLATFORMS};
use super::{is_address, is_at_boundary, is_han, words};
use crate::extract::{character::is_alphanumeric, line, text_date};

/// In a line with more words than this between two bars, the bars part news.
const MOST_IN_PART: usize = 6;

/// So many words at most stand behind a call that ends before them: `…, so that you miss nothing`.
const MOST_BEHIND: usize = 10;

/// So many words that fit nothing may stand before an address that ends a call.
const MOST_BEFORE_ADDRESS: usize = 3;

/// These may be the verb of a sentence: `Подписаться на канал и газету готовы многие`.
const MAY_TELL: [&str; 6] =
    ["подписаться", "підписатися", "підписатись", "abonniert", "تابعنا", "اشتركوا في"];

/// Whether a line, in the form in which phrases are, is a call from its beginning on.
pub(super) fn is_call(folded: &str) -> bool {
    // Between bars each part says something of its own.
    !folded.contains('|') && calls(folded, true)
}

/// Whether a line has a call between bars, and little else there: `Orlin News | Subscribe to us`.
pub(super) fn is_signature(body: &str) -> bool {
    let is_short =
        |part: &str| part.split(line::is_blank).filter(|word| line::has_words(word)).count() <= MOST_IN_PART;
    memchr::memchr(b'|', body.as_bytes()).is_some()
        && body.split('|').any(|part| calls(&words(part), false))
        && body.split('|').all(is_short)
}

/// Whether `folded` begins with a call that is the whole of it, or, where it may go on, ends before what goes on.
fn calls(folded: &str, may_go_on: bool) -> bool {
    CALLS.rests_behind(folded).any(|rest| {
        let phrase = folded.get(..folded.len() - rest.len()).unwrap_or_default();
        // `Follow us-led coalition` calls nobody.
        let is_joined =
            rest.strip_prefix(is_hyphen).is_some_and(|behind| behind.starts_with(is_alphanumeric));
        is_at_boundary(rest)
            && !is_joined
            && (tells_address(phrase, rest, may_go_on) || tells_place(phrase, rest, may_go_on))
    })
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// Whether an address or a handle follows the call, or ends it.
fn tells_address(phrase: &str, rest: &str, may_go_on: bool) -> bool {
    let is_address = |word: &str| {
        let word = word.trim_start_matches(|c: char| !is_alphanumeric(c) && c != '@');
        let has_path = |(host, _): (&str, &str)| {
            host.contains('.')
                && host.starts_with(|c: char| c.is_ascii_alphabetic())
                && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        };
        is_address(word) || word.split_once('/').is_some_and(has_path)
    };
    let mut words = rest.split(' ').filter(|word| line::has_words(word));
    let count = words.clone().count();
    let begins = words.next().is_some_and(is_address);
    let (before, last) = rest.rsplit_once(' ').unwrap_or_default();
    begins && count <= MOST_BEHIND
        || is_address(last) && (count <= MOST_BEFORE_ADDRESS + 1 || tells_place(phrase, before, may_go_on))
}

/// Whether nothing stands behind the call but where it calls to, such as `on our channel`.
fn tells_place(phrase: &str, rest: &str, may_go_on: bool) -> bool {
    let is_counted = rest.chars().any(|c| text_date::digit(c).is_some());
    let is_explained = rest.contains([':', '\u{ff1a}']);
    let all = || rest.split(|c| !is_alphanumeric(c)).filter(|word| !word.is_empty());
    let may_go_on = may_go_on
        && !is_counted
        && !is_explained
        && !MAY_TELL.contains(&phrase)
        && all().count() <= MOST_BEHIND;
    let mut is_place = phrase.rsplit(' ').next().and_then(fit) == Some(Fit::Place);
    let (mut has_ended, mut left, mut has_words) = (false, rest, false);
    while let Some(at) = left.find(is_alphanumeric) {
        has_words = true;
        let (signs, behind) = left.split_at_checked(at).unwrap_or_default();
        let is_sign = |c: char| !line::is_blank(c) && !is_hyphen(c) && !matches!(c, '"' | '«' | '»' | '#');
        has_ended |= is_place && (signs.contains(is_sign) || signs.contains(" - "));
        let length = behind.find(|c| !is_alphanumeric(c) && c != '\'').unwrap_or(behind.len());
        let (word, behind) = behind.split_at_checked(length).unwrap_or_default();
        if is_place && CALL_ENDS.iter().any(|end| end == word) && may_go_on {
            return true;
        }
        match fit(word) {
            Some(fit) => is_place |= fit == Fit::Place,
            None => return has_ended && may_go_on || (!is_counted && !is_explained && is_name(all())),
        }
        left = behind;
    }
    is_place || !has_words
}

/// `на Орлин`: a preposition that leads to a name, and one word.
fn is_name<'t>(mut words: impl Iterator<Item = &'t str>) -> bool {
    words.next() == Some("на") && words.next().is_some() && words.next().is_none()
}

/// How a word fits behind a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// It tells where to: `channel`, `here`.
    Place,
    /// It goes with such a word: `on`, `our`.
    Beside,
}

fn fit(word: &str) -> Option<Fit> {
    if word.starts_with(is_han) {
        return fit_unspaced(word);
    }
    if CALL_PLACES.iter().chain(PLATFORMS.iter()).any(|place| place == word) {
        Some(Fit::Place)
    } else {
        CALL_WORDS.iter().any(|other| other == word).then_some(Fit::Beside)
    }
}

/// As [`fit`], of words that no space parts.
fn fit_unspaced(words: &str) -> Option<Fit> {
    let (mut left, mut found) = (words, Fit::Beside);
    while !left.is_empty() {
        let place = CALL_PLACES.iter().chain(PLATFORMS.iter()).find_map(|place| left.strip_prefix(place));
        if place.is_some() {
            found = Fit::Place;
        }
        left = place.or_else(|| CALL_WORDS.iter().find_map(|word| left.strip_prefix(word)))?;
    }
    Some(found)
}
