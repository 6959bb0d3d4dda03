//! When two forms of a name are one person's.
//!
//! The surname is the same (the last word, with the particle before it; the first word of Chinese, Korean and
//! Vietnamese names), and the given names agree from the first on: equal, or one the initial of the other, or missing
//! in the shorter form. Case and ё make no difference; other spellings and transliterations do ("Lavrov", "Лавров").
//! A form that agrees with two persons who do not agree with one another stays alone.

use std::collections::HashMap;

use super::given;
use super::lists::{FIRST_SURNAMES, PARTICLES};
use super::word::lower;

/// The parts of a form, in lower case.
struct Form {
    surname: String,
    given: Vec<String>,
    is_surname_first: bool,
}

/// The most given names that are compared.
const GIVEN: usize = 4;

impl Form {
    fn of(name: &str) -> Self {
        let spaced = lower(name).replace('.', ". ");
        let mut parts: Vec<String> = spaced.split_whitespace().map(str::to_owned).collect();
        let is_surname_first =
            parts.len() > 1 && parts.first().is_some_and(|first| FIRST_SURNAMES.has(first));
        let is_one_syllable = |part: &String| part.chars().count() <= 12 && !part.ends_with('.');
        if is_surname_first && parts.len() <= 3 && parts.iter().all(is_one_syllable) {
            let surname = parts.remove(0);
            return Self { surname, given: vec![parts.concat().replace('-', "")], is_surname_first };
        }
        let mut surname = parts.pop().unwrap_or_default();
        // "Ben Carson" has a first name, "von der Leyen" none.
        let least = usize::from(!name.starts_with(char::is_lowercase));
        while parts.len() > least && parts.last().is_some_and(|part| is_surname_particle(part)) {
            surname = parts.pop().unwrap_or_default() + " " + &surname;
        }
        parts.truncate(GIVEN);
        Self { surname, given: parts, is_surname_first: false }
    }

    /// Full given names count before all, then all of them.
    fn fullness(&self) -> (usize, usize) {
        (self.given.iter().filter(|name| !is_initial(name)).count(), self.given.len())
    }

    fn agrees(&self, other: &Self) -> bool {
        self.surname == other.surname
            && self.given.iter().zip(&other.given).all(|(one, two)| {
                one == two
                    || is_initial(one) && initial(two) == initial(one)
                    || is_initial(two) && initial(two) == initial(one)
            })
    }

    /// The keys under which a shorter form would look for this one.
    fn keys(&self) -> Vec<String> {
        let mut keys = vec![self.surname.clone()];
        let mut last = keys.clone();
        for name in &self.given {
            let both = |key: &String| {
                let short = format!("{key}|{}", initial(name));
                if is_initial(name) { vec![short] } else { vec![format!("{key}|{name}"), short] }
            };
            last = last.iter().flat_map(both).collect();
            keys.extend(last.iter().cloned());
        }
        keys
    }

    fn key(&self, given: usize) -> String {
        let mut key = self.surname.clone();
        for name in self.given.iter().take(given) {
            key.push('|');
            key.push_str(if is_initial(name) { initial(name) } else { name });
        }
        key
    }
}

fn is_surname_particle(part: &str) -> bool {
    PARTICLES.has(part) && !matches!(part, "bin" | "ibn" | "bint" | "abu" | "бин" | "ибн" | "абу")
}

pub(super) fn is_initial(name: &str) -> bool {
    name.ends_with('.') || name.chars().count() == 1
}

pub(super) fn initial(name: &str) -> &str {
    let end = name.chars().next().map_or(0, char::len_utf8);
    name.get(..end).unwrap_or_default()
}

/// Whether `a` and `b` may be forms of one person's name: the same surname, given names that agree.
#[must_use]
pub fn same_person(a: &str, b: &str) -> bool {
    Form::of(a).agrees(&Form::of(b))
}

/// Where an alias stands in a name that a text has in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Whether the name begins with it.
    pub is_first: bool,
    /// Whether the name ends with it.
    pub is_last: bool,
}

/// Whether `full`, a name of a text, is of somebody else than `own`, the name of the entity of which it has an alias at
/// this `place`: where the alias is the surname, another given name tells, in either script.
#[must_use]
pub fn is_another(own: &str, full: &str, place: Place) -> bool {
    let (own, full) = (Form::of(own), Form::of(full));
    if full.given.is_empty() || own.agrees(&full) {
        return false;
    }
    let has_surname = if full.is_surname_first { place.is_first } else { place.is_last };
    if !has_surname {
        return true;
    }
    let agrees_from = |from: usize| {
        let mut both = own.given.iter().skip(from).zip(&full.given);
        both.all(|(one, two)| given::agree(one, two))
    };
    // "President Anna Berg" and "Berg Anna" are names of entities, too.
    let is_last_given =
        full.given.first().is_some_and(|first| !is_initial(first) && given::agree(&own.surname, first));
    !(own.given.is_empty() || (0..own.given.len()).any(agrees_from) || is_last_given)
}

/// The shorter forms by which a name is known within a text, in lower case: the surname, also with an initial.
pub(super) fn short_forms(name: &str) -> Vec<String> {
    let form = Form::of(name);
    let with_initial = form.given.first().map(|given| format!("{}. {}", initial(given), form.surname));
    with_initial.into_iter().chain([form.surname]).collect()
}

/// For each form its person's fullest form among `forms`; the form itself where none is fuller, or where two persons
/// are to be had. Time is linear but for one sort.
#[must_use]
pub fn canonical<'f>(forms: &[&'f str]) -> Vec<&'f str> {
    let parsed: Vec<Form> = forms.iter().map(|form| Form::of(form)).collect();
    let mut order: Vec<usize> = (0..forms.len()).collect();
    order.sort_by_key(|index| parsed.get(*index).map(|form| std::cmp::Reverse(form.fullness())));
    // The fullest form for each key; None where two persons claim it.
    let mut fullest: HashMap<String, Option<usize>> = HashMap::new();
    for index in order {
        let Some(form) = parsed.get(index) else { continue };
        for key in form.keys() {
            let claimed = fullest.entry(key).or_insert(Some(index));
            let agrees = claimed.and_then(|other| parsed.get(other)).is_some_and(|other| other.agrees(form));
            if !agrees {
                *claimed = None;
            }
        }
    }
    let person = |form: &Form| {
        (0..=form.given.len()).rev().find_map(|given| match fullest.get(&form.key(given)) {
            None => None,
            Some(None) => Some(None),
            // What a shorter key gives has to agree with the whole form.
            Some(Some(index)) => Some(parsed.get(*index).filter(|other| other.agrees(form)).map(|_| *index)),
        })
    };
    let of = |(form, written): (&Form, &&'f str)| {
        person(form).flatten().and_then(|index| forms.get(index)).copied().unwrap_or(written)
    };
    parsed.iter().zip(forms).map(of).collect()
}
