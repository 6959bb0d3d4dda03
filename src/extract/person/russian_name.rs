//! Russian names that tell by themselves that they are names: with a patronymic, or with two initials.

use super::PersonNaming;
use super::declension::{Case, case_of_surname, may_be_oblique, nominative};
use super::lists::NAMED_AFTER;
use super::name::{name_at, shown};
use super::russian::is_of_another_language;
use super::word::{Shape, Word};

/// Endings of a patronymic, its case, and whether it is a woman's.
const PATRONYMICS: [(&str, Case, bool); 9] = [
    ("вич", Case::Nominative, false),
    ("вича", Case::Genitive, false),
    ("вичу", Case::Dative, false),
    ("вичем", Case::Instrumental, false),
    ("виче", Case::Prepositional, false),
    ("вна", Case::Nominative, true),
    ("вны", Case::Genitive, true),
    ("вной", Case::Instrumental, true),
    ("вну", Case::Genitive, true),
];

/// What adjectives begin with that end as patronymics do: "Верховна Рада".
const ADJECTIVES: [&str; 11] =
    ["верхо", "голо", "осно", "духо", "церко", "мо", "умо", "по", "сло", "рі", "чарі"];

/// Whether a word with this ending is an adjective: before that of a patronymic stands -о-, -е- or the Ukrainian -і-.
fn is_adjective(lower: &str, ending: &str) -> bool {
    let stem = lower.strip_suffix(ending).unwrap_or_default();
    !stem.ends_with(['о', 'е', 'і']) || ADJECTIVES.contains(&stem)
}

/// The endings of a patronymic.
pub(super) fn patronymic_endings() -> impl Iterator<Item = &'static str> {
    PATRONYMICS.iter().map(|(ending, ..)| *ending)
}

/// Adds the names of `words` that no naming of `people` covers.
pub(super) fn add(text: &str, words: &[Word<'_>], people: &mut Vec<PersonNaming>) {
    let mut added = Vec::new();
    let mut known =
        people.iter().map(|person| person.range.clone()).collect::<Vec<_>>().into_iter().peekable();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        while known.next_if(|range| range.end <= word.range.start).is_some() {}
        let is_covered = known.peek().is_some_and(|range| range.start <= word.range.start);
        let found = if is_covered { None } else { name(words, at) };
        let Some((end, name)) = found else {
            at += 1;
            continue;
        };
        let last = words.get(end - 1).map_or(word.range.end, |word| word.range.end);
        let range = word.range.start..last;
        if !name.is_empty() && text.is_char_boundary(last) {
            added.push(PersonNaming {
                name,
                office: None,
                country: None,
                range: range.clone(),
                name_range: range,
            });
        }
        at = end;
    }
    people.extend(added);
    people.sort_by_key(|person| person.name_range.start);
}

/// The name that begins at `at`: the word after it, and its nominative.
fn name(words: &[Word<'_>], at: usize) -> Option<(usize, String)> {
    let first = words.get(at)?;
    let before = at.checked_sub(1).and_then(|before| words.get(before));
    let is_cyrillic = first.lower.starts_with(|character| matches!(character, 'а'..='я'));
    let goes_on =
        before.is_some_and(|word| word.shape == Shape::Initial && first.follows() || word.is(NAMED_AFTER));
    let may_begin = matches!(first.shape, Shape::Capital | Shape::Initial);
    if !is_cyrillic || goes_on || !may_begin || first.is_possessive {
        return None;
    }
    let name = name_at(words, at)?;
    let [one, two, three] = words.get(name.clone())? else { return None };
    if [one, two].iter().all(|word| word.shape == Shape::Initial) && three.shape == Shape::Capital {
        // "С.В. Лаврова" is he in one case and she in another.
        let case = case_of_surname(&three.lower, true);
        let is_told = case.is_some() || !may_be_oblique(&three.lower);
        let surname = nominative(three.text, case.unwrap_or(Case::Nominative), None);
        return is_told.then(|| (name.end, format!("{}{} {surname}", one.text, two.text)));
    }
    let (ending, case, is_woman) = *PATRONYMICS.iter().find(|(ending, ..)| two.lower.ends_with(ending))?;
    let is_adjective = is_woman && is_adjective(&two.lower, ending);
    // The other cases of Ukrainian names have other endings.
    let is_open = case != Case::Nominative && [one, two, three].into_iter().any(is_of_another_language);
    if is_adjective || is_open {
        return None;
    }
    let is_full = one.shape == Shape::Capital && three.shape == Shape::Capital;
    let parts: Vec<String> =
        shown(words, &name).split(' ').map(|part| nominative(part, case, Some(is_woman))).collect();
    is_full.then(|| (name.end, parts.join(" ")))
}
