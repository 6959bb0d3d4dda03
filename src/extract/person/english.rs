//! Offices in English: `[modifiers] head [of …]`, before or after a name.

use std::ops::Range;

use super::lists::{
    AFTER_HEAD, CAPITAL_HEADS, CONNECTORS, DOMAINS, HEADS, HEADS_OF, MODIFIERS, PLURAL_HEADS, POLITIES, is_demonym,
};
use super::name::{goes_on, name_at, name_before, parts, place_at, skip_honorifics};
use super::word::{Gap, Shape, Word};
use super::declension::Case;
use super::{Found, Office};

/// The most words of what an office is of.
const LONGEST: usize = 24;

/// The people whose office has its head at `head`, and the word to go on with.
pub(super) fn people_at(words: &[Word<'_>], head: usize, found: &mut Vec<Found>) -> Option<usize> {
    let word = words.get(head)?;
    let is_plural = is_plural_head(words, head);
    if !is_plural && !is_head(words, head) {
        return None;
    }
    let (start, country) = beginning(words, head);
    if word.is_possessive || word.lower == "pm" && is_clock(words, head) {
        return None;
    }
    let mut reader = Reader { words, is_plural, at: head + 1, office_end: head + 1, countries: Vec::new() };
    reader.after_head(head);
    let needs_of = HEADS_OF.has(&word.lower) || word.lower == "leader" && start == head;
    let direct = skip_honorifics(words, reader.at);
    let is_definite = is_definite(words, start);
    let headline_article = is_definite && word.in_headline && country.is_none();
    let name = if needs_of || headline_article || !words.get(direct).is_some_and(Word::follows) {
        None
    } else {
        name_at(words, direct)
    };
    let name = name.or_else(|| reader.name_of_complement());
    let countries =
        if reader.countries.is_empty() { country.into_iter().collect() } else { std::mem::take(&mut reader.countries) };
    let office = Office { start, end: reader.office_end, is_plural, abbreviation: abbreviation(&word.lower) };
    if let Some(name) = name {
        return Some(add(words, office, countries, name, found));
    }
    if is_plural {
        return None;
    }
    let end = reader.at;
    let is_told = is_definite || !countries.is_empty();
    if let Some(name) = name_after_comma(words, end, is_told) {
        return Some(add(words, office, countries, name, found));
    }
    let outer = before_office(words, start);
    let gap = words.get(outer)?.gap;
    let is_open = matches!(gap, Gap::Comma | Gap::Open | Gap::Dash);
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
    found.push(Found { whole, office, country: countries.into_iter().next(), name, case: Some(Case::Nominative) });
    Some(end)
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
    let mut last = name.clone();
    found.push(Found { whole: office.start..end, office, country: None, name, case: Some(Case::Nominative) });
    while office.is_plural {
        let mut at = last.end;
        at += country_after(words, at).map_or(0, |place| place.end - at);
        at += usize::from(words.get(at).is_some_and(|word| word.follows() && word.lower == "and"));
        let is_comma = words.get(at).is_some_and(|word| word.gap == Gap::Comma);
        if at == last.end && !is_comma {
            break;
        }
        at += usize::from(is_comma && words.get(at).is_some_and(|word| word.lower == "and"));
        if let Some(place) = country_after(words, at) {
            at = place.end;
        }
        let Some(next) = name_at(words, at) else { break };
        if is_comma && parts(words, &next) < 2 || next.start == last.end && !is_comma {
            break;
        }
        end = next.end;
        last = next.clone();
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
    if HEADS_OF.has(&word.lower) {
        return of_follows();
    }
    if CAPITAL_HEADS.has(&word.lower) {
        let lower_office = matches!(word.lower.as_str(), "leader" | "director" | "representative" | "king" | "prince");
        return is_capital || lower_office && (of_follows() || is_modifier(words, at.wrapping_sub(1), at));
    }
    HEADS.has(&word.lower)
}

fn is_plural_head(words: &[Word<'_>], at: usize) -> bool {
    let Some(word) = words.get(at) else { return false };
    PLURAL_HEADS.has(&word.lower) && (word.shape != Shape::Lower || word.lower != "generals")
}

/// `3 PM Moscow time`.
fn is_clock(words: &[Word<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| words.get(before));
    before.is_some_and(|word| word.text.ends_with(|character: char| character.is_ascii_digit()))
}

/// Whether the word at `at` is a modifier of the office that goes on at `next`.
fn is_modifier(words: &[Word<'_>], at: usize, next: usize) -> bool {
    let follows = words.get(next).is_some_and(Word::follows);
    follows && words.get(at).is_some_and(|word| !word.is_possessive && MODIFIERS.has(&word.lower))
}

/// Where an office with its head at `head` begins, and the country before it.
fn beginning(words: &[Word<'_>], head: usize) -> (usize, Option<Range<usize>>) {
    let mut start = head;
    while let Some(before) = start.checked_sub(1).filter(|_| head - start < 8) {
        if is_modifier(words, before, start) {
            start = before;
            continue;
        }
        // "Trade and Industry Minister", "Prime Minister and Foreign Minister X".
        let joins = words.get(before).is_some_and(|word| matches!(word.lower.as_str(), "and" | "&"));
        let Some(first) = before.checked_sub(1).filter(|_| joins && words.get(start).is_some_and(Word::follows))
        else {
            break;
        };
        let is_domain = is_modifier(words, first, before);
        let is_office = words.get(first).is_some_and(|word| HEADS.has(&word.lower) && !word.is_possessive);
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
    let is_people = word.shape != Shape::Lower && is_demonym(&word.lower);
    (is_possessor || is_people).then_some(last..start)
}

/// Whether an article stands before the office.
fn is_definite(words: &[Word<'_>], start: usize) -> bool {
    let outer = country_before(words, start).map_or(start, |country| country.start);
    let before = outer.checked_sub(1).and_then(|before| words.get(before));
    words.get(outer).is_some_and(Word::follows)
        && before.is_some_and(|word| matches!(word.lower.as_str(), "the" | "a" | "an"))
}

/// The first word of the office with its country and article.
fn before_office(words: &[Word<'_>], start: usize) -> usize {
    let outer = country_before(words, start).map_or(start, |country| country.start);
    outer - usize::from(is_definite(words, start))
}

/// `The Foreign Minister of Valdoria, Ilmar Tovik, said`.
fn name_after_comma(words: &[Word<'_>], at: usize, is_told: bool) -> Option<Range<usize>> {
    words.get(at).filter(|word| is_told && word.gap == Gap::Comma)?;
    let name = name_at(words, skip_honorifics_after_comma(words, at))?;
    let is_closed = words.get(name.end).is_none_or(|word| word.gap != Gap::Space);
    let is_person = parts(words, &name) >= 2
        && name.clone().all(|index| {
            words.get(index).is_some_and(|word| !is_demonym(&word.lower) && !DOMAINS.has(&word.lower))
        });
    let next_is_office = words.get(name.end).is_some_and(|word| {
        word.gap == Gap::Comma && MODIFIERS.has(&word.lower) || HEADS.has(&word.lower) && word.shape != Shape::Lower
    });
    (is_closed && is_person && !next_is_office).then_some(name)
}

fn skip_honorifics_after_comma(words: &[Word<'_>], at: usize) -> usize {
    let is_honorific = words.get(at).is_some_and(|word| super::lists::HONORIFICS.has(&word.lower));
    if is_honorific { skip_honorifics(words, at + 1) } else { at }
}

/// Reads what follows the head of an office.
struct Reader<'w, 't> {
    words: &'w [Word<'t>],
    is_plural: bool,
    at: usize,
    /// The word after the office without its country.
    office_end: usize,
    countries: Vec<Range<usize>>,
}

impl Reader<'_, '_> {
    fn lower(&self, at: usize) -> &str {
        self.words.get(at).filter(|word| word.follows()).map_or("", |word| word.lower.as_str())
    }

    /// `General` of `Secretary General`, `in Chief`, `d’Affaires`.
    fn after_head(&mut self, head: usize) {
        let is_general = AFTER_HEAD.has(self.lower(self.at))
            && matches!(
                self.words.get(head).map_or("", |word| word.lower.as_str()),
                "secretary" | "director" | "attorney" | "consul" | "governor" | "president" | "minister" | "prosecutor"
            );
        if is_general || self.lower(self.at) == "d'affaires" {
            self.at += 1;
        } else if matches!(self.lower(self.at), "in" | "at" | "ad")
            && matches!(self.lower(self.at + 1), "chief" | "large" | "interim")
        {
            self.at += 2;
        }
        self.office_end = self.at;
    }

    /// Goes over what the office is of, to the name after it.
    fn name_of_complement(&mut self) -> Option<Range<usize>> {
        let first = self.at;
        let opens = matches!(self.lower(first), "of" | "for" | "to" | "on" | "at" | "in" | "and");
        let is_parenthesis = self.words.get(first).is_some_and(|word| word.gap == Gap::Close && word.lower == "of");
        if !opens && !is_parenthesis {
            return None;
        }
        let mut polity: Option<usize> = None;
        while self.at < first + LONGEST {
            let word = self.words.get(self.at)?;
            let is_listed = self.is_plural && word.gap == Gap::Comma && place_at(self.words, self.at).is_some();
            let is_aside = self.is_aside(self.at);
            if !(word.follows() || is_listed || is_aside || self.at == first || self.closes_aside(self.at)) {
                return None;
            }
            let run = self.run(self.at);
            if run.is_empty() {
                let is_link = CONNECTORS.has(&word.lower);
                let is_domain = DOMAINS.has(&word.lower) || is_aside;
                if !is_link && !is_domain {
                    return None;
                }
                // "and" before another office belongs to that one.
                let has_country = !self.countries.is_empty() && !self.is_plural;
                if word.lower == "and" && (has_country || self.begins_office(self.at + 1)) {
                    return None;
                }
                self.at += 1;
                if is_domain {
                    self.office_end = self.at;
                }
                if !matches!(word.lower.as_str(), "of" | "the") {
                    polity = None;
                }
                continue;
            }
            let (length, is_known, country) = self.complement(&run);
            let rest = run.start + length..run.end;
            self.note(&run, length, country, &mut polity);
            if rest.is_empty() {
                self.at = run.end;
                continue;
            }
            if is_known {
                self.at = rest.start;
                return name_at(self.words, skip_honorifics(self.words, rest.start));
            }
            return self.name_after_unknown(&run);
        }
        None
    }

    /// `Valdoria Ilmar Tovik`: one word that is a country, as nothing tells another.
    fn name_after_unknown(&mut self, run: &Range<usize>) -> Option<Range<usize>> {
        let name = run.start + 1;
        self.countries.push(run.start..name);
        self.at = run.end;
        let name = name_at(self.words, skip_honorifics(self.words, name))?;
        if parts(self.words, &name) < 2 {
            return None;
        }
        self.at = name.start;
        Some(name)
    }

    fn begins_office(&self, at: usize) -> bool {
        let is_capital = self.words.get(at).is_some_and(|word| word.shape != Shape::Lower);
        is_capital && (at..at + 4).any(|index| HEADS.has(self.lower(index)))
    }

    /// `(Minister)` within an office.
    fn is_aside(&self, at: usize) -> bool {
        let is_open = self.words.get(at).is_some_and(|word| word.gap == Gap::Open && HEADS.has(&word.lower));
        is_open && self.closes_aside(at + 1)
    }

    fn closes_aside(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.gap == Gap::Close)
            && at.checked_sub(1).and_then(|at| self.words.get(at)).is_some_and(|word| HEADS.has(&word.lower))
    }

    /// The capitalised words from `at` on.
    fn run(&self, at: usize) -> Range<usize> {
        let mut end = at;
        while let Some(word) = self.words.get(end) {
            let is_first = end == at;
            let is_capital = word.shape != Shape::Lower || !is_first && self.is_particle_in_name(end);
            if !is_capital || !is_first && !word.follows() || end > at + 12 {
                break;
            }
            end += 1;
        }
        at..end
    }

    fn is_particle_in_name(&self, at: usize) -> bool {
        super::lists::PARTICLES.has(self.lower(at)) && self.lower(at) != "y"
    }

    /// How many words of `run` are what the office is of, whether that is known, and the country among them.
    fn complement(&self, run: &Range<usize>) -> (usize, bool, Option<Range<usize>>) {
        let mut at = run.start;
        let mut country = None;
        while at < run.end {
            let Some(word) = self.words.get(at) else { break };
            let is_last = at + 1 == run.end;
            let later = (at..run.end.min(at + 5)).rev().find(|index| {
                self.words.get(*index).is_some_and(|word| DOMAINS.has(&word.lower) && !word.is_possessive)
            });
            if let Some(length) = place_at(self.words, at).filter(|length| at + length <= run.end) {
                country.get_or_insert(at..at + length);
                at += length;
            } else if let Some(later) = later {
                let is_polity = (at..=later)
                    .any(|index| self.words.get(index).is_some_and(|word| POLITIES.has(&word.lower)));
                if is_polity {
                    country = Some(country.map_or(at, |country: Range<usize>| country.start)..later + 1);
                }
                at = later + 1;
            } else if word.shape == Shape::Upper && word.text.chars().count() > 1
                || word.is_possessive && !is_last
                || is_demonym(&word.lower) && at == run.start
            {
                at += 1;
            } else {
                break;
            }
        }
        let length = at - run.start;
        let is_single = run.len() == 1 && length == 0;
        if is_single {
            let is_name_end = self.words.get(run.start).is_some_and(|word| word.is_possessive);
            return (1, true, (!is_name_end).then_some(run.clone()));
        }
        (length, length > 0, country)
    }

    /// Keeps what the words say: a part of the office, or its country.
    fn note(&mut self, run: &Range<usize>, length: usize, country: Option<Range<usize>>, polity: &mut Option<usize>) {
        if length == 0 {
            return;
        }
        match country {
            Some(country) => {
                let start = polity.take().unwrap_or(country.start);
                let covers_run = country.end == run.start + length;
                if start < run.start {
                    self.countries.pop();
                }
                self.countries.push(start..country.end);
                *polity = (covers_run && length == run.len()).then_some(start);
                if !covers_run {
                    self.office_end = run.start + length;
                    self.countries.pop();
                }
            }
            None => {
                *polity = None;
                if self.countries.is_empty() {
                    self.office_end = run.start + length;
                }
            }
        }
    }
}
