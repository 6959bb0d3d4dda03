//! A name: one to four capitalised words, with initials and particles.

use std::ops::Range;

use super::lists::{
    ABBREVIATIONS, CAPITAL_HEADS, DOMAINS, ENDS, FIRST_SURNAMES, HEADS, HONORIFICS, NAME_LIKE, PARTICLES, PLACES,
    PLURAL_HEADS, THINGS, is_demonym,
};
use super::russian;
use super::word::{Gap, Shape, Word};

/// The most capitalised words of a name, particles not counted.
const LONGEST: usize = 4;

/// What stands between an office and a name: `Mr.`, `H.E.`
pub(super) fn skip_honorifics(words: &[Word<'_>], mut at: usize) -> usize {
    while let Some(word) = words.get(at).filter(|word| word.follows()) {
        let is_excellency =
            word.lower == "h." && words.get(at + 1).is_some_and(|next| next.lower == "e.") && word.follows();
        if is_excellency {
            at += 2;
        } else if HONORIFICS.has(&word.lower) {
            at += 1;
        } else {
            break;
        }
    }
    at
}

fn is_roman(text: &str) -> bool {
    text.chars().all(|character| matches!(character, 'I' | 'V' | 'X'))
}

fn is_head(lower: &str) -> bool {
    HEADS.has(lower) || PLURAL_HEADS.has(lower) || russian::is_head(lower)
}

/// The number of capitalised words of the names in `range`, initials included.
pub(super) fn parts(words: &[Word<'_>], range: &Range<usize>) -> usize {
    words.get(range.clone()).unwrap_or_default().iter().filter(|word| !PARTICLES.has(&word.lower)).count()
}

/// The name that begins with the word at `from`, as a range of words. What stands before it is not looked at.
pub(super) fn name_at(words: &[Word<'_>], from: usize) -> Option<Range<usize>> {
    let mut at = from;
    let mut counted = 0;
    let mut capitals = 0;
    while let Some(word) = words.get(at) {
        if at > from && !word.follows() || at > from + 3 * LONGEST {
            break;
        }
        let next = words.get(at + 1).filter(|next| next.follows() && !word.is_possessive);
        let next_is_capital = next.is_some_and(|next| matches!(next.shape, Shape::Capital | Shape::Initial));
        let is_particle = PARTICLES.has(&word.lower) && (next.is_some() || capitals > 0);
        let is_part = match word.shape {
            Shape::Capital => {
                if THINGS.has(&word.lower) {
                    return None;
                }
                !ends(words, at, capitals, next_is_capital)
            }
            Shape::Initial => next_is_capital || capitals > 0 && word.text.chars().count() == 2 && next_is_capital,
            Shape::Upper => is_upper_part(word, capitals, next_is_capital),
            Shape::Lower => {
                is_particle
                    && next.is_some_and(|next| next.shape == Shape::Capital || PARTICLES.has(&next.lower))
            }
        };
        if !is_part {
            break;
        }
        if word.shape != Shape::Lower {
            capitals += 1;
            counted += usize::from(!PARTICLES.has(&word.lower) && !is_roman(word.text));
        }
        at += 1;
        if word.is_possessive {
            break;
        }
    }
    // A thing may stand right behind what ended the name, too.
    let last = words.get(at.checked_sub(1)?)?;
    let is_initial = last.shape == Shape::Initial || last.shape == Shape::Lower;
    let is_cut = last.is_cut_off && counted == 1;
    let is_name = capitals > 0 && counted > 0 && counted <= LONGEST && !is_initial && !is_cut;
    let has_letters = last.text.chars().filter(|character| character.is_alphabetic()).nth(1).is_some();
    (is_name && has_letters).then_some(from..at)
}

/// Whether the capitalised word at `at` is no part of a name.
fn ends(words: &[Word<'_>], at: usize, capitals: usize, next_is_capital: bool) -> bool {
    let Some(word) = words.get(at) else { return true };
    let lower = word.lower.as_str();
    let is_title = (is_head(lower) || CAPITAL_HEADS.has(lower)) && (next_is_capital || capitals == 0);
    let is_royal = matches!(lower, "king" | "prince" | "pope" | "marshal" | "general") && capitals > 0;
    if is_title && !(is_royal && !next_is_capital) || russian::is_no_name(lower) || ENDS.has(lower) {
        // Particles are among the words that end a name elsewhere.
        return !(PARTICLES.has(lower) && next_is_capital && capitals > 0);
    }
    let is_place = PLACES.has(lower) || is_two_word_place(words, at);
    let may_be_name = NAME_LIKE.has(lower) && (capitals > 0 || next_is_capital);
    if is_place && !may_be_name && !FIRST_SURNAMES.has(lower) {
        return true;
    }
    let is_domain = DOMAINS.has(lower) && !matches!(lower, "north" | "west" | "house" | "peace" | "lords");
    is_domain || lower == "foreign" || capitals == 0 && is_demonym(lower) && next_is_capital && PLACES.has(lower)
}

fn is_two_word_place(words: &[Word<'_>], at: usize) -> bool {
    place_at(words, at).is_some_and(|length| length > 1)
}

/// How many words from `at` on are a country.
pub(super) fn place_at(words: &[Word<'_>], at: usize) -> Option<usize> {
    let mut phrase = String::new();
    let mut longest = None;
    for (count, word) in words.get(at..)?.iter().take(5).enumerate() {
        if count > 0 && !word.follows() {
            break;
        }
        if count > 0 {
            phrase.push(' ');
        }
        phrase.push_str(&word.lower);
        if PLACES.has(&phrase) {
            longest = Some(count + 1);
        }
        if word.is_possessive {
            break;
        }
    }
    longest
}

/// `PUTIN` after a first name, `JD` before a surname, `III` after a king.
fn is_upper_part(word: &Word<'_>, capitals: usize, next_is_capital: bool) -> bool {
    let letters = word.text.chars().count();
    let is_known = ABBREVIATIONS.has(&word.lower) || PLACES.has(&word.lower) || russian::is_no_name(&word.lower);
    if is_known {
        return false;
    }
    match capitals {
        0 => letters <= 2 && next_is_capital,
        1 if letters >= 4 => true,
        _ => is_roman(word.text) || letters == 1 && next_is_capital,
    }
}

/// The name that ends with the word at `to - 1`, going back from it; at least two words.
pub(super) fn name_before(words: &[Word<'_>], to: usize) -> Option<Range<usize>> {
    let mut from = to;
    while let Some(word) = from.checked_sub(1).and_then(|index| words.get(index)) {
        let is_part = matches!(word.shape, Shape::Capital | Shape::Initial | Shape::Upper)
            || PARTICLES.has(&word.lower);
        if !is_part || to - from > 2 * LONGEST || word.is_possessive {
            break;
        }
        from -= 1;
        if !word.follows() {
            break;
        }
    }
    while from < to && words.get(from).is_some_and(|word| word.shape == Shape::Lower || ENDS.has(&word.lower)) {
        from += 1;
    }
    let name = name_at(words, from)?;
    let is_after_place = from.checked_sub(1).and_then(|index| words.get(index)).is_some_and(|before| {
        words.get(from).is_some_and(Word::follows)
            && matches!(before.lower.as_str(), "in" | "at" | "near" | "в" | "во" | "под")
    });
    let has_no_place = name.clone().all(|index| {
        words.get(index).is_some_and(|word| !is_demonym(&word.lower) || NAME_LIKE.has(&word.lower) || index > from)
    });
    (name.end == to && parts(words, &name) >= 2 && !is_after_place && has_no_place).then_some(name)
}

/// The name as reports show it: initials together, a surname in capitals as any other.
pub(super) fn shown(words: &[Word<'_>], name: &Range<usize>) -> String {
    let mut shown = String::new();
    let mut last = Shape::Capital;
    for word in words.get(name.clone()).unwrap_or_default() {
        if !shown.is_empty() && !(last == Shape::Initial && word.shape == Shape::Initial) {
            shown.push(' ');
        }
        if word.shape == Shape::Upper && word.text.chars().count() >= 4 && !is_roman(word.text) {
            let mut letters = word.text.chars();
            shown.extend(letters.next());
            shown.push_str(&letters.as_str().to_lowercase());
        } else {
            shown.push_str(word.text);
        }
        last = word.shape;
    }
    shown
}

/// Whether the word right after a range goes on with it on the same line in capitals.
pub(super) fn goes_on(words: &[Word<'_>], to: usize) -> bool {
    words.get(to).is_some_and(|word| word.gap == Gap::Space && word.shape != Shape::Lower)
}
