//! Whether two wordings tell of other countries or days of the week.

use super::measure::{is_day, is_small};
use super::order::are_in_another_order;
use super::shape::Shape;
use super::wording::{Elements, IS_NUMBER, IS_SUBJECT, Word, is_subject};

/// A wording, and its elements.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) words: &'a [Word],
    /// One for each word.
    pub(super) shapes: &'a [Shape],
    pub(super) elements: &'a Elements,
}

/// Whether each names a country that the other does not, or each a day of the week; or one of them does, and the other
/// has another word in its place, which may be a name that is in no list; or both tell the same of each other the other way
/// round, as where one of two accuses the other.
pub(super) fn are_of_others(one: Told<'_>, other: Told<'_>) -> bool {
    let (own, its) = (Alone::of(one.elements, other.elements), Alone::of(other.elements, one.elements));
    own.has_country && its.has_country
        || own.has_day && its.has_day
        || own.has_any() && has_another_in_place(one, other)
        || its.has_any() && has_another_in_place(other, one)
        || are_in_another_order(one, other)
}

/// What one names and the other does not.
struct Alone {
    has_country: bool,
    has_day: bool,
}

impl Alone {
    fn of(one: &Elements, other: &Elements) -> Self {
        let mut alone = Self { has_country: false, has_day: false };
        let others = other.subjects();
        for subject in one.subjects().iter().filter(|subject| others.binary_search(subject).is_err()) {
            let is_day = is_day(*subject);
            alone.has_day |= is_day;
            alone.has_country |= !is_day;
        }
        alone
    }

    fn has_any(&self) -> bool {
        self.has_country || self.has_day
    }
}

/// Whether the other has words of its own between the same two words between which this one names somebody or a day that
/// the other does not; small words aside.
fn has_another_in_place(one: Told<'_>, other: Told<'_>) -> bool {
    let mut named: Vec<(Word, Word)> = Vec::new();
    for_each_alone(one, other, |place, words| {
        if words.iter().any(|word| is_subject(*word) && !other.elements.has(*word)) {
            named.push(place);
        }
    });
    named.sort_unstable();
    let mut has_another = false;
    for_each_alone(other, one, |place, _| has_another |= named.binary_search(&place).is_ok());
    has_another
}

/// Each run of words that the other has not, with the word before it and the word behind it, 0 at the ends.
fn for_each_alone(one: Told<'_>, other: Told<'_>, mut each: impl FnMut((Word, Word), &[Word])) {
    let (mut before, mut start) = (0, None);
    for (place, word) in one.words.iter().enumerate() {
        if is_small(word & !(IS_NUMBER | IS_SUBJECT)) {
            continue;
        }
        if !other.elements.has(*word) {
            start = start.or(Some(place));
            continue;
        }
        if let Some(start) = start.take() {
            each((before, *word), &one.words[start..place]);
        }
        before = *word;
    }
    if let Some(start) = start {
        each((before, 0), &one.words[start..]);
    }
}
