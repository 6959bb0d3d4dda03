//! A person named again in the same text, by the full name or the surname alone: "Lavrov said".

use std::collections::HashMap;
use std::ops::Range;

use super::PersonNaming;
use super::declension::{Case, nominative};
use super::lists::{ENDS, PARTICLES, THINGS, is_demonym};
use super::name::{is_no_name, name_at};
use super::same::{canonical, short_forms};
use super::word::{Shape, Word, lower};

/// A person of the text, and where the full name first ends.
struct Known<'p> {
    name: &'p str,
    from: usize,
}

/// Gives every naming of `people` the fullest form of its person in the text, then adds the later namings without an
/// office.
pub(super) fn add(words: &[Word<'_>], people: &mut Vec<PersonNaming>) {
    let names: Vec<String> = people.iter().map(|person| person.name.clone()).collect();
    let forms: Vec<&str> = names.iter().map(String::as_str).collect();
    let fullest = canonical(&forms);
    for (person, name) in people.iter_mut().zip(&fullest) {
        person.name = (*name).to_owned();
    }
    let mut known: HashMap<String, Option<Known<'_>>> = HashMap::new();
    for (person, name) in people.iter().zip(&fullest).filter(|(_, name)| name.contains(' ')) {
        for key in short_forms(name).into_iter().chain([lower(name).into_owned()]) {
            let from = person.name_range.end;
            let claimed = known.entry(key).or_insert(Some(Known { name, from }));
            if claimed.as_ref().is_some_and(|other| other.name != *name) {
                *claimed = None;
            }
        }
    }
    if known.is_empty() {
        return;
    }
    let mut covered =
        people.iter().map(|person| person.range.clone()).collect::<Vec<_>>().into_iter().peekable();
    let mut added = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        while covered.next_if(|range| range.end <= word.range.start).is_some() {}
        let is_covered = covered.peek().is_some_and(|range| range.start <= word.range.start);
        let range = if is_covered { None } else { bare_name(words, at) };
        let Some(range) = range else {
            at += 1;
            continue;
        };
        let bytes = bytes(words, &range);
        let name = who(words, &range, &known).filter(|person| person.from <= bytes.start);
        if let Some(person) = name {
            added.push(PersonNaming {
                name: person.name.to_owned(),
                office: None,
                country: None,
                range: bytes.clone(),
                name_range: bytes,
            });
        }
        at = range.end;
    }
    people.extend(added);
    people.sort_by_key(|person| person.name_range.start);
}

fn bytes(words: &[Word<'_>], range: &Range<usize>) -> Range<usize> {
    let start = words.get(range.start).map_or(0, |word| word.range.start);
    let end = range.end.checked_sub(1).and_then(|last| words.get(last)).map_or(start, |word| word.range.end);
    start..end
}

/// A name that begins at `at` and is no part of a longer one, nor of a thing's.
fn bare_name(words: &[Word<'_>], at: usize) -> Option<Range<usize>> {
    let word = words.get(at)?;
    let begins = matches!(word.shape, Shape::Capital | Shape::Initial) || word.is(PARTICLES);
    let before = at.checked_sub(1).and_then(|before| words.get(before)).filter(|_| word.follows());
    let is_within = before.is_some_and(|before| {
        before.shape != Shape::Lower
            && !before.is_possessive
            && !before.is(ENDS)
            && !is_demonym(before)
            && !is_no_name(before)
    });
    if !begins || is_within {
        return None;
    }
    let name = name_at(words, at)?;
    let next = words.get(name.end).filter(|next| next.follows());
    let is_thing = next.is_some_and(|next| next.shape != Shape::Lower && next.is(THINGS));
    (!is_thing).then_some(name)
}

fn who<'k, 'p>(
    words: &[Word<'_>],
    range: &Range<usize>,
    known: &'k HashMap<String, Option<Known<'p>>>,
) -> Option<&'k Known<'p>> {
    let name = super::name::shown(words, range);
    let find = |name: &str| known.get(lower(name).as_ref()).and_then(Option::as_ref);
    if let Some(person) = find(&name) {
        return Some(person);
    }
    let parts: Vec<&str> = name.split(' ').collect();
    let is_russian = name.chars().any(|character| matches!(character, 'а'..='я'));
    let cases = [
        (Case::Genitive, false),
        (Case::Dative, false),
        (Case::Instrumental, false),
        (Case::Prepositional, false),
        (Case::Genitive, true),
        (Case::Dative, true),
        (Case::Instrumental, true),
    ];
    cases.into_iter().filter(|_| is_russian).find_map(|(case, is_woman)| {
        let parts: Vec<String> = parts.iter().map(|part| nominative(part, case, Some(is_woman))).collect();
        find(&parts.join(" "))
    })
}
