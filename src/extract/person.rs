//! People who are named with an office, without a dictionary of people, in English and in Russian.
//!
//! A naming is an office and a name beside it:
//!
//! - The office has a head from a list ("Minister", "министра"), modifiers before it ("Deputy Foreign", "официальный")
//!   and what it is of ("of Foreign Affairs and Trade of Hungary"). Of capitalised words between "of" and a name,
//!   those are the office's that a list knows as a country, an organ or a field; if it knows none, the first one is.
//! - The name has one to four capitalised words, with initials, particles ("bin", "von"), hyphens and apostrophes. It
//!   ends at a possessive, a sign, a line end, a word in lower case, and at words that are no name (months, countries,
//!   "Meets"). A place or thing named after somebody ("King Street", "President Hotel") is nobody.
//! - It stands after the office ("Minister X", "the Minister of Valdoria, X,") or before it ("X, Minister of Valdoria").
//! - In Russian the case of the office tells the case of the name, and so the nominative (`declension.rs`).
//! - "Сергей Викторович Лавров" and "С.В. Лавров" are persons without an office, too.
//! - A full name and its surname alone, after that full name in the same text, name the same person ("Lavrov said").
//!
//! Texts in capitals throughout, and offices in other languages, are not read; nor is one that another language writes
//! as English does, where its article or the small words of the line tell. What cannot be told is left out: a
//! wrong person is worse than a missing one. Time is linear in the length of the text.

mod clue;
mod declension;
mod english;
mod given;
mod language;
mod lists;
mod name;
mod repeat;
mod russian;
mod russian_head;
mod russian_name;
mod same;
mod speaker;
mod word;

use std::ops::Range;

pub use same::{Place, canonical, is_another, same_person};

use speaker::speaker_by_title;

use super::naming::hashed;
use declension::Case;
use word::Word;

/// A person named in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonNaming {
    /// As reports show it: `Sergey Lavrov`, Russian names in the nominative where that can be told.
    pub name: String,
    /// `Foreign Minister`, as written but without its country; abbreviations in full; of several people's in the
    /// singular. None where a name of the text stands again alone.
    pub office: Option<String>,
    /// The country's words as written: `Kazakhstan`, `Russian`, `России`.
    pub country: Option<String>,
    /// Bytes of the whole naming: from the office, or the name, to the end of the other.
    pub range: Range<usize>,
    /// Bytes of the name.
    pub name_range: Range<usize>,
}

/// An office, as words.
#[derive(Clone, Copy, Debug)]
struct Office {
    start: usize,
    head: usize,
    /// The word after it, its country left out.
    end: usize,
    is_plural: bool,
    /// What an abbreviated head stands for.
    abbreviation: Option<&'static str>,
}

/// A naming, as words.
#[derive(Clone, Debug)]
struct Found {
    whole: Range<usize>,
    office: Office,
    country: Option<Range<usize>>,
    name: Range<usize>,
    case: Option<Case>,
}

/// People named in `text`, in order; nothing within `closed` counts (byte ranges in order: links, code, handles,
/// hashtags).
#[must_use]
pub fn people(text: &str, closed: &[Range<usize>]) -> Vec<PersonNaming> {
    if clue::has_clue(text, closed) { read_people(text, closed) } else { Vec::new() }
}

/// Whether the parts of `text`, of which these are the words, outside `closed` may name anybody; it takes a fraction of
/// the time that [`people`] does.
pub(super) fn may_name(text: &str, words: &[hashed::Word], closed: &[Range<usize>]) -> bool {
    clue::may_have_clue(text, words, closed)
}

/// As [`people`], of a text of which [`may_name`] says that it may.
pub(super) fn people_of_likely(text: &str, closed: &[Range<usize>]) -> Vec<PersonNaming> {
    if clue::has_clue_on_second_look(text, closed) { read_people(text, closed) } else { Vec::new() }
}

fn read_people(text: &str, closed: &[Range<usize>]) -> Vec<PersonNaming> {
    let words = word::words(text, closed);
    let mut people = titled(text, &words);
    russian_name::add(text, &words, &mut people);
    repeat::add(&words, &mut people);
    people
}

/// Whose remarks the post with this title is; None where the title does not say.
#[must_use]
pub fn speaker(title: &str) -> Option<PersonNaming> {
    if clue::has_clue(title, &[]) { speaker_by_title(title) } else { None }
}

/// Those who stand with an office.
fn titled(text: &str, words: &[Word<'_>]) -> Vec<PersonNaming> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let next =
            english::people_at(words, at, &mut found).or_else(|| russian::people_at(words, at, &mut found));
        at = next.unwrap_or(0).max(at + 1);
    }
    found.iter().filter_map(|found| naming(text, words, found)).collect()
}

/// None where the nominative of the name cannot be told.
fn naming(text: &str, words: &[Word<'_>], found: &Found) -> Option<PersonNaming> {
    let bytes = |range: &Range<usize>| {
        let start = words.get(range.start).map_or(text.len(), |word| word.range.start);
        let end =
            range.end.checked_sub(1).and_then(|last| words.get(last)).map_or(start, |word| word.range.end);
        start..end.max(start)
    };
    let written = |range: &Range<usize>| {
        let slice = text.get(bytes(range)).unwrap_or_default();
        slice.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    Some(PersonNaming {
        name: nominative(words, found)?,
        office: Some(office(&written, words, &found.office)),
        country: found.country.as_ref().map(written),
        range: bytes(&found.whole),
        name_range: bytes(&found.name),
    })
}

/// The office in the nominative singular.
fn office(written: &impl Fn(&Range<usize>) -> String, words: &[Word<'_>], office: &Office) -> String {
    let whole = written(&(office.start..office.end));
    if let Some(full) = office.abbreviation {
        let before = whole.rsplit_once(' ').map(|(before, _)| format!("{before} "));
        return before.unwrap_or_default() + full;
    }
    let mut parts = russian_head::nominative_office(words, office.start, office.head);
    if parts.is_empty() && office.is_plural {
        let head = written(&(office.start..office.head + 1));
        parts.push(head.strip_suffix('s').unwrap_or(&head).to_owned());
    }
    if parts.is_empty() {
        return whole;
    }
    parts.push(written(&(office.head + 1..office.end)));
    parts.join(" ").trim_end().to_owned()
}

fn nominative(words: &[Word<'_>], found: &Found) -> Option<String> {
    let shown = name::shown(words, &found.name);
    let Some(case) = found.case.filter(|case| *case != Case::Nominative) else {
        return Some(shown);
    };
    let parts: Vec<&str> = shown.split(' ').collect();
    let is_woman = declension::is_woman(&parts, case);
    if parts.iter().any(|part| declension::is_open(part, case, is_woman)) {
        return None;
    }
    let parts: Vec<String> = parts.iter().map(|part| declension::nominative(part, case, is_woman)).collect();
    Some(parts.join(" "))
}

#[cfg(test)]
mod tests;
