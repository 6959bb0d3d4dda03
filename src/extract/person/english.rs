//! Offices in English: `[modifiers] head [of …]`, before or after a name.

mod complement;

use std::ops::Range;

use complement::Reader;

use super::declension::Case;
use super::lists::{
    CAPITAL_HEADS, CONNECTORS, DOMAINS, ENDS, HEADS, HEADS_OF, HONORIFICS, MODIFIERS, ORGANISATIONS,
    OTHER_ARTICLES, PLURAL_HEADS, is_demonym,
};
use super::name::{goes_on, name_at, name_before, parts, place_at, skip_honorifics};
use super::word::{Gap, Shape, Word};
use super::{Found, Office};

/// The people whose office has its head at `head`, and the word to go on with.
pub(super) fn people_at(words: &[Word<'_>], head: usize, found: &mut Vec<Found>) -> Option<usize> {
    let word = words.get(head)?;
    let is_plural = is_plural_head(words, head);
    if !is_plural && !is_head(words, head) || is_of_other_language(words, head) || is_surname(words, head) {
        return None;
    }
    // The city of Prince George.
    if let Some(length) = place_at(words, head).filter(|length| *length > 1) {
        return Some(head + length);
    }
    let (start, country) = beginning(words, head);
    // "Putin’s chief of staff": the owner of an office may be a person.
    let country = country.filter(|country| found.last().is_none_or(|last| last.name.end <= country.start));
    if word.is_possessive || word.lower == "pm" && is_clock(words, head) {
        return None;
    }
    let mut reader = Reader::behind(words, head, is_plural);
    let needs_of = word.is(HEADS_OF) || word.lower == "leader" && start == head;
    let direct = skip_honorifics(words, reader.at);
    let is_definite = is_definite(words, start);
    let headline_article = is_definite && word.in_headline && country.is_none();
    let name = if needs_of || headline_article || !words.get(direct).is_some_and(Word::follows) {
        None
    } else {
        name_at(words, direct)
    };
    let name = name.or_else(|| reader.name_of_complement());
    let countries = if reader.countries.is_empty() {
        country.into_iter().collect()
    } else {
        std::mem::take(&mut reader.countries)
    };
    let office =
        Office { start, head, end: reader.office_end, is_plural, abbreviation: abbreviation(&word.lower) };
    if let Some(name) = name {
        // "President Bell-Dorn talks": two of whom either may be the president.
        if !is_plural && meets_another(words, &name) {
            return Some(name.end);
        }
        return Some(add(words, office, countries, name, found));
    }
    if is_plural {
        return None;
    }
    let end = reader.at;
    let is_told = is_definite || end > head + 1 || !countries.is_empty();
    if let Some(name) = name_after_comma(words, end, is_told) {
        return Some(add(words, office, countries, name, found));
    }
    let outer = before_office(words, start);
    let gap = words.get(outer)?.gap;
    let is_open = matches!(gap, Gap::Comma | Gap::Open | Gap::OpenQuote | Gap::Dash);
    if !is_open || goes_on(words, end) || needs_of && end == head + 1 {
        return None;
    }
    let name = name_before(words, outer)?;
    let is_used = found.last().is_some_and(|last| last.name.end > name.start);
    let is_dash_inside = gap == Gap::Dash && words.get(name.start).is_some_and(Word::follows);
    if is_used || is_dash_inside {
        return None;
    }
    let whole = name.start..end;
    found.push(Found {
        whole,
        office,
        country: countries.into_iter().next(),
        name,
        case: Some(Case::Nominative),
    });
    Some(end)
}

/// Whether a hyphen joins another's name to this one.
fn meets_another(words: &[Word<'_>], name: &Range<usize>) -> bool {
    words.get(name.end).is_some_and(|next| next.gap == Gap::Hyphen)
}

/// Adds the person, and those that a plural office goes on with; gives the word after them.
fn add(
    words: &[Word<'_>],
    office: Office,
    countries: Vec<Range<usize>>,
    name: Range<usize>,
    found: &mut Vec<Found>,
) -> usize {
    let first = found.len();
    let mut end = name.end;
    let mut next_name = office.is_plural.then(|| name.clone());
    found.push(Found { whole: office.start..end, office, country: None, name, case: Some(Case::Nominative) });
    while let Some(last) = next_name.take() {
        let mut at = last.end;
        at += country_after(words, at).map_or(0, |place| place.end - at);
        at += usize::from(words.get(at).is_some_and(|word| word.follows() && word.lower == "and"));
        let is_comma = words.get(at).is_some_and(|word| word.gap == Gap::Comma);
        let is_joined = is_comma || meets_another(words, &last);
        if at == last.end && !is_joined {
            break;
        }
        at += usize::from(is_comma && words.get(at).is_some_and(|word| word.lower == "and"));
        if let Some(place) = country_after(words, at) {
            at = place.end;
        }
        let Some(next) = name_at(words, at) else { break };
        if is_comma && parts(words, &next) < 2 || next.start == last.end && !is_joined {
            break;
        }
        end = next.end;
        next_name = Some(next.clone());
        let whole = next.clone();
        found.push(Found { whole, office, country: None, name: next, case: Some(Case::Nominative) });
    }
    let added = found.len() - first;
    for (index, person) in found.iter_mut().skip(first).enumerate() {
        let own = if let Some(place) = country_after(words, person.name.end) {
            Some(place.end - (place.end - place.start)..place.end)
        } else if countries.len() == added {
            countries.get(index).cloned()
        } else if countries.len() == 1 {
            countries.first().cloned()
        } else {
            None
        };
        person.country = own;
    }
    end
}

/// `of Valdoria` after a name, only where the country is known: the words of the country.
fn country_after(words: &[Word<'_>], at: usize) -> Option<Range<usize>> {
    words.get(at).filter(|word| word.follows() && word.lower == "of")?;
    let place = at + 1 + usize::from(words.get(at + 1).is_some_and(|word| word.lower == "the"));
    let length = place_at(words, place)?;
    Some(place..place + length)
}

fn abbreviation(lower: &str) -> Option<&'static str> {
    match lower {
        "fm" | "fms" => Some("Foreign Minister"),
        "pm" | "pms" => Some("Prime Minister"),
        _ => None,
    }
}

/// Whether the word is the head of an office that one person holds.
fn is_head(words: &[Word<'_>], at: usize) -> bool {
    let Some(word) = words.get(at) else { return false };
    let is_capital = word.shape != Shape::Lower;
    let of_follows = || words.get(at + 1).is_some_and(|next| next.follows() && next.lower == "of");
    if word.is(HEADS_OF) {
        return of_follows();
    }
    if word.is(CAPITAL_HEADS) {
        let lower_office =
            matches!(word.lower.as_ref(), "leader" | "director" | "representative" | "king" | "prince");
        return is_capital || lower_office && (of_follows() || is_modifier(words, at.wrapping_sub(1), at));
    }
    word.is(HEADS)
}

/// Whether the office is one of another language that writes it so: "El Director de Turismo".
fn is_of_other_language(words: &[Word<'_>], head: usize) -> bool {
    let Some(word) = words.get(head) else { return false };
    let before = head.checked_sub(1).and_then(|before| words.get(before)).filter(|_| word.follows());
    word.is_of_other_language
        || before.is_some_and(|before| before.shape != Shape::Upper && before.is(OTHER_ARTICLES))
}

/// What stands before a king and is no first name: "His Majesty King Charles".
const BEFORE_ROYALS: [&str; 5] = ["majesty", "highness", "royal", "late", "mosques"];

/// Whether a title of royals is a name: "Martin Luther King Jr.".
fn is_surname(words: &[Word<'_>], head: usize) -> bool {
    let Some(word) = words.get(head) else { return false };
    let is_royal = matches!(word.lower.as_ref(), "king" | "queen" | "prince" | "princess");
    let before = head.checked_sub(1).and_then(|before| words.get(before));
    let Some(before) = before.filter(|before| {
        is_royal && word.follows() && before.shape == Shape::Capital && !before.is_possessive
    }) else {
        return false;
    };
    let is_other_word =
        [CONNECTORS, DOMAINS, ENDS, HEADS, CAPITAL_HEADS, PLURAL_HEADS, HONORIFICS, MODIFIERS]
            .iter()
            .any(|list| before.is(*list));
    !is_other_word && !BEFORE_ROYALS.contains(&before.lower.as_ref()) && country_before(words, head).is_none()
}

fn is_plural_head(words: &[Word<'_>], at: usize) -> bool {
    let Some(word) = words.get(at) else { return false };
    word.is(PLURAL_HEADS) && (word.shape != Shape::Lower || word.lower != "generals")
}

/// `3 PM Moscow time`.
fn is_clock(words: &[Word<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| words.get(before));
    before.is_some_and(|word| word.text.ends_with(|character: char| character.is_ascii_digit()))
}

/// Whether the word at `at` is a modifier of the office that goes on at `next`.
fn is_modifier(words: &[Word<'_>], at: usize, next: usize) -> bool {
    let follows = words.get(next).is_some_and(Word::follows);
    follows && words.get(at).is_some_and(|word| !word.is_possessive && word.is(MODIFIERS))
}

/// Where an office with its head at `head` begins, and the country before it.
fn beginning(words: &[Word<'_>], head: usize) -> (usize, Option<Range<usize>>) {
    let mut start = head;
    while let Some(before) = start.checked_sub(1).filter(|_| head - start < 8) {
        let is_royal =
            words.get(head).is_some_and(|word| matches!(word.lower.as_ref(), "prince" | "princess" | "king"));
        if is_royal && words.get(before).is_none_or(|word| word.lower != "crown") {
            break;
        }
        if is_modifier(words, before, start) {
            start = before;
            continue;
        }
        // "Trade and Industry Minister", "Prime Minister and Foreign Minister X".
        let joins = words.get(before).is_some_and(|word| matches!(word.lower.as_ref(), "and" | "&"));
        let Some(first) =
            before.checked_sub(1).filter(|_| joins && words.get(start).is_some_and(Word::follows))
        else {
            break;
        };
        let is_domain = is_modifier(words, first, before);
        let is_office = words.get(first).is_some_and(|word| word.is(HEADS) && !word.is_possessive);
        let next_is_capital = words.get(start).is_some_and(|word| word.shape != Shape::Lower);
        let first_is_capital = words.get(first).is_some_and(|word| word.shape != Shape::Lower);
        if !(is_domain || is_office) || next_is_capital != first_is_capital {
            break;
        }
        start = first;
    }
    // A lower-case word before a capitalised office is no part of it: "the state President".
    while start < head && is_smaller(words, start, head) {
        start += 1;
    }
    (start, country_before(words, start))
}

fn is_smaller(words: &[Word<'_>], at: usize, head: usize) -> bool {
    let is_lower = |index: usize| words.get(index).is_some_and(|word| word.shape == Shape::Lower);
    is_lower(at) && !is_lower(head) && !words.get(head).is_some_and(|word| word.shape == Shape::Upper)
}

fn country_before(words: &[Word<'_>], start: usize) -> Option<Range<usize>> {
    words.get(start).filter(|word| word.follows())?;
    for length in (1..=5).rev() {
        let Some(from) = start.checked_sub(length) else { continue };
        if place_at(words, from) == Some(length) {
            return Some(from..start);
        }
    }
    let last = start.checked_sub(1)?;
    let word = words.get(last)?;
    let is_possessor = word.shape == Shape::Capital && word.is_possessive;
    let is_people = word.shape != Shape::Lower && is_demonym(word);
    (is_possessor || is_people).then_some(last..start)
}

/// Whether an article stands before the office.
fn is_definite(words: &[Word<'_>], start: usize) -> bool {
    let outer = owner_start(words, start);
    let before = outer.checked_sub(1).and_then(|before| words.get(before));
    words.get(outer).is_some_and(Word::follows)
        && before.is_some_and(|word| matches!(word.lower.as_ref(), "the" | "a" | "an"))
}

/// The first word of the office with its country and article.
fn before_office(words: &[Word<'_>], start: usize) -> usize {
    owner_start(words, start) - usize::from(is_definite(words, start))
}

/// The first word of the country or organisation before the office; that of the office if there is none.
fn owner_start(words: &[Word<'_>], start: usize) -> usize {
    if let Some(country) = country_before(words, start) {
        return country.start;
    }
    let is_owned = words.get(start).is_some_and(Word::follows)
        && start
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .is_some_and(|before| before.is(ORGANISATIONS));
    start - usize::from(is_owned)
}

/// `The Foreign Minister of Valdoria, Ilmar Tovik, said`.
fn name_after_comma(words: &[Word<'_>], at: usize, is_told: bool) -> Option<Range<usize>> {
    words.get(at).filter(|word| word.gap == Gap::Comma && (is_told || word.is(HONORIFICS)))?;
    let name = name_at(words, skip_honorifics_after_comma(words, at))?;
    let is_closed = words.get(name.end).is_none_or(|word| word.gap != Gap::Space);
    let least = if words.get(at).is_some_and(|word| word.is(HONORIFICS)) { 1 } else { 2 };
    let is_person = parts(words, &name) >= least
        && name
            .clone()
            .all(|index| words.get(index).is_some_and(|word| !is_demonym(word) && !word.is(DOMAINS)));
    let next_is_office = words.get(name.end).is_some_and(|word| {
        word.gap == Gap::Comma && word.is(MODIFIERS) || word.is(HEADS) && word.shape != Shape::Lower
    });
    (is_closed && is_person && !next_is_office).then_some(name)
}

fn skip_honorifics_after_comma(words: &[Word<'_>], at: usize) -> usize {
    let is_honorific = words.get(at).is_some_and(|word| word.is(HONORIFICS));
    if is_honorific { skip_honorifics(words, at + 1) } else { at }
}
