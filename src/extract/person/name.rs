//! A name: one to four capitalised words, with initials and particles.

use std::ops::Range;

use super::lists::{
    ABBREVIATIONS, AFTER_NAMES, CAPITAL_DOMAINS_RU, CAPITAL_HEADS, DOMAINS, ENDS, FIRST_SURNAMES, HEADS,
    HONORIFICS, MONTH_NAMES, NAME_LIKE, NO_NAMES_RU, PARTICLES, PLACE_BEGINNINGS, PLACES, PLURAL_HEADS,
    THINGS, is_demonym, whole_place,
};
use super::russian_head;
use super::word::{Gap, SOFT_HYPHEN, Shape, Word};
use crate::extract::character::is_alphabetic;

/// The most capitalised words of a name, particles not counted.
const LONGEST: usize = 4;

/// What stands between an office and a name: `Mr.`, `H.E.`
pub(super) fn skip_honorifics(words: &[Word<'_>], mut at: usize) -> usize {
    while let Some(word) = words.get(at).filter(|word| word.follows()) {
        let is_excellency =
            word.lower == "h." && words.get(at + 1).is_some_and(|next| next.lower == "e.") && word.follows();
        if is_excellency {
            at += 2;
        } else if word.is(HONORIFICS) || is_royal(words, at) {
            at += 1;
        } else {
            break;
        }
    }
    at
}

/// `Prince Saud` behind another office, `Sheikh Tamim bin Hamad`; `Sheikh Hasina` is a name.
fn is_royal(words: &[Word<'_>], at: usize) -> bool {
    let Some(word) = words.get(at) else { return false };
    let goes_on = |at: usize| {
        let is_name = |word: &Word<'_>| word.shape == Shape::Capital || word.is(PARTICLES);
        words.get(at).is_some_and(|word| word.follows() && is_name(word))
    };
    let is_title = matches!(word.text, "Prince" | "Princess");
    let is_often_name = matches!(word.lower.as_ref(), "sheikh" | "sheikha" | "seyyed" | "sayyed" | "sayyid");
    words.get(at + 1).is_some_and(|next| next.follows() && next.shape == Shape::Capital)
        && (is_title || is_often_name && word.shape == Shape::Capital && goes_on(at + 2))
}

fn is_roman(text: &str) -> bool {
    text.chars().all(|character| matches!(character, 'I' | 'V' | 'X'))
}

/// Whether the word is a Russian one that no name has.
pub(super) fn is_no_name(word: &Word<'_>) -> bool {
    word.is(NO_NAMES_RU) || word.is(CAPITAL_DOMAINS_RU)
}

fn is_head(word: &Word<'_>) -> bool {
    word.is(HEADS) || word.is(PLURAL_HEADS) || russian_head::is_head(&word.lower)
}

/// The number of capitalised words of the names in `range`, initials included.
pub(super) fn parts(words: &[Word<'_>], range: &Range<usize>) -> usize {
    words.get(range.clone()).unwrap_or_default().iter().filter(|word| !word.is(PARTICLES)).count()
}

/// The name that begins with the word at `from`, as a range of words. What stands before it is not looked at.
pub(super) fn name_at(words: &[Word<'_>], from: usize) -> Option<Range<usize>> {
    let mut at = from;
    let mut counted = 0;
    let mut capitals = 0;
    let mut surname = None;
    while let Some(word) = words.get(at) {
        let is_joined = word.follows() || word.gap == Gap::Hyphen && capitals > 1 || surname == Some(at);
        if at > from && !is_joined {
            surname = behind_nickname(words, from, at);
            let Some(surname) = surname else { break };
            at = surname;
            continue;
        }
        if at > from + 3 * LONGEST {
            break;
        }
        let next = words.get(at + 1).filter(|next| next.follows() && !word.is_possessive);
        let next_is_capital = next.is_some_and(|next| matches!(next.shape, Shape::Capital | Shape::Initial));
        let is_particle = word.is(PARTICLES) && (next.is_some() || capitals > 0);
        let is_part = match word.shape {
            Shape::Capital => {
                if word.is(THINGS) {
                    return None;
                }
                !ends(words, at, capitals, next_is_capital)
            }
            Shape::Initial => next_is_capital,
            // "Ван И".
            Shape::Upper if at == from + 1 && is_syllable(words, at) => true,
            Shape::Upper => is_upper_part(word, capitals, next_is_capital),
            Shape::Lower => {
                is_particle && next.is_some_and(|next| next.shape == Shape::Capital || next.is(PARTICLES))
            }
        };
        if !is_part {
            break;
        }
        if word.shape != Shape::Lower {
            capitals += 1;
            counted += usize::from(!word.is(PARTICLES) && !is_roman(word.text));
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
    let has_letters = last.text.chars().filter(|character| is_alphabetic(*character)).nth(1).is_some();
    let is_syllable = at == from + 2 && is_syllable(words, at - 1);
    let first = words.get(from)?;
    // "Director de la Policía Juan Pérez", "Martin Luther King Jr.": no name begins so.
    if first.shape == Shape::Lower && counted > 2 || matches!(first.lower.as_ref(), "jr" | "sr") {
        return None;
    }
    // "Harald V"; "X" is a platform, too, and "I" a pronoun.
    let is_fifth = last.text == "V" && at > from + 1;
    (is_name && (has_letters || is_syllable || is_fifth)).then_some(from..at)
}

/// The most words of what somebody is called in quotation marks.
const LONGEST_NICKNAME: usize = 3;

/// The surname behind a nickname that begins at `at`, where the word at `from` is a first name: `Sergei "Shaman" Ivanov`.
fn behind_nickname(words: &[Word<'_>], from: usize, at: usize) -> Option<usize> {
    let (first, nickname) = (words.get(from)?, words.get(at)?);
    if at != from + 1 || first.shape != Shape::Capital || first.in_headline || !nickname.gap.quotes() {
        return None;
    }
    let rest = words.get(at + 1..)?.iter().take(LONGEST_NICKNAME - 1);
    let surname = at + 1 + rest.take_while(|word| word.follows()).count();
    let word = words.get(surname).filter(|word| word.gap.quotes() && word.shape == Shape::Capital)?;
    let next = words.get(surname + 1).filter(|next| next.follows() && !word.is_possessive);
    let next_is_capital = next.is_some_and(|next| matches!(next.shape, Shape::Capital | Shape::Initial));
    (!word.is(THINGS) && !ends(words, surname, 1, next_is_capital)).then_some(surname)
}

/// The second word of a Chinese name in Russian: `Ван И`.
fn is_syllable(words: &[Word<'_>], at: usize) -> bool {
    let is_after_surname =
        at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|word| word.is(FIRST_SURNAMES));
    is_after_surname && words.get(at).is_some_and(|word| word.text == "И")
}

/// Whether the capitalised word at `at` is no part of a name.
fn ends(words: &[Word<'_>], at: usize, capitals: usize, next_is_capital: bool) -> bool {
    let Some(word) = words.get(at) else { return true };
    let lower = word.lower.as_ref();
    // "Theresa May" and "April Jones", not "May 9" and "Bell May Go".
    let is_before_number =
        words.get(at + 1).is_some_and(|next| next.text.starts_with(|c: char| c.is_ascii_digit()));
    let is_month = if capitals == 0 { !next_is_capital } else { word.in_headline };
    if word.is(MONTH_NAMES) && (is_before_number || is_month) {
        return true;
    }
    let is_title = (is_head(word) || word.is(CAPITAL_HEADS)) && (next_is_capital || capitals == 0);
    let is_royal = matches!(lower, "king" | "prince" | "pope" | "marshal" | "general") && capitals > 0;
    if is_title && (next_is_capital || !is_royal) || is_no_name(word) || word.is(ENDS) {
        // Particles are among the words that end a name elsewhere.
        return !(word.is(PARTICLES) && next_is_capital && capitals > 0);
    }
    let is_place = word.is(PLACES) || is_two_word_place(words, at);
    let may_be_name = word.is(NAME_LIKE) && (capitals > 0 || next_is_capital);
    if is_place && !may_be_name && !word.is(FIRST_SURNAMES) {
        return true;
    }
    // "Ally" is a surname, too.
    let is_after_names = word.is(AFTER_NAMES) && (lower != "ally" || word.in_headline);
    if capitals > 0 && (is_after_names || is_deed(lower)) {
        return true;
    }
    // "President Bell Peace Plan", not "Anna Peace".
    if lower == "peace" && capitals > 0 && next_is_capital {
        return true;
    }
    let is_domain = word.is(DOMAINS) && !matches!(lower, "north" | "west" | "house" | "peace" | "lords");
    is_domain || lower == "foreign"
}

/// Whether a word tells what is done, as no surname but Clement does: `Inauguration`, `Indictment`.
fn is_deed(lower: &str) -> bool {
    let stem = lower.strip_suffix('s').unwrap_or(lower);
    lower.len() > 6
        && (stem.ends_with("tion") || stem.ends_with("ment") && !matches!(stem, "clement" | "clément"))
}

fn is_two_word_place(words: &[Word<'_>], at: usize) -> bool {
    place_at(words, at).is_some_and(|length| length > 1)
}

/// How many words from `at` on are a country.
pub(super) fn place_at(words: &[Word<'_>], at: usize) -> Option<usize> {
    let first = words.get(at)?;
    if !first.is(PLACE_BEGINNINGS) {
        return None;
    }
    *first.place.get_or_init(|| longest_place(words.get(at..).unwrap_or_default()))
}

fn longest_place(words: &[Word<'_>]) -> Option<usize> {
    let mut phrase = String::new();
    let mut longest = None;
    for (count, word) in words.iter().take(5).enumerate() {
        if count > 0 && !word.follows() {
            break;
        }
        if count > 0 {
            phrase.push(' ');
        }
        phrase.push_str(&word.lower);
        match whole_place(&phrase) {
            Some(true) => longest = Some(count + 1),
            Some(false) => {}
            None => break,
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
    let is_known = word.is(ABBREVIATIONS) || word.is(PLACES) || is_no_name(word);
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
        let is_part =
            matches!(word.shape, Shape::Capital | Shape::Initial | Shape::Upper) || word.is(PARTICLES);
        if !is_part || word.is(HONORIFICS) || to - from > 2 * LONGEST || word.is_possessive {
            break;
        }
        from -= 1;
        if !word.follows() {
            break;
        }
    }
    // "in New York Ada Bell, Minister".
    from += place_at(words, from).filter(|length| from + length < to && *length > 1).unwrap_or(0);
    while from < to && words.get(from).is_some_and(|word| word.shape == Shape::Lower || word.is(ENDS)) {
        from += 1;
    }
    let name = name_at(words, from)?;
    let is_after_place = from.checked_sub(1).and_then(|index| words.get(index)).is_some_and(|before| {
        words.get(from).is_some_and(Word::follows)
            && matches!(before.lower.as_ref(), "in" | "at" | "near" | "в" | "во" | "под")
    });
    let has_no_place = name.clone().all(|index| {
        words.get(index).is_some_and(|word| !is_demonym(word) || word.is(NAME_LIKE) || index > from)
    });
    (name.end == to && parts(words, &name) >= 2 && !is_after_place && has_no_place).then_some(name)
}

/// The name as reports show it: initials together, a surname in capitals as any other, no nickname.
pub(super) fn shown(words: &[Word<'_>], name: &Range<usize>) -> String {
    let mut shown = String::new();
    let mut last = Shape::Capital;
    let mut in_nickname = false;
    for (place, word) in words.get(name.clone()).unwrap_or_default().iter().enumerate() {
        in_nickname ^= word.gap.quotes() && !shown.is_empty();
        if in_nickname {
            continue;
        }
        let letters = if word.shape == Shape::Upper { word.text.chars().count() } else { 0 };
        // "S Bell", as India writes it, not "Charles V" or "Malcolm X".
        let is_bare_initial = letters == 1 && place + 1 < name.len() && (place == 0 || !is_roman(word.text));
        let shape = if is_bare_initial { Shape::Initial } else { word.shape };
        let are_initials = last == Shape::Initial && shape == Shape::Initial;
        if !shown.is_empty() && !are_initials {
            shown.push(if word.gap == Gap::Hyphen { '-' } else { ' ' });
        }
        if letters >= 4 && !is_roman(word.text) {
            let mut letters = word.text.chars();
            shown.extend(letters.next());
            shown.push_str(&letters.as_str().to_lowercase());
        } else {
            shown.extend(word.text.split(SOFT_HYPHEN));
        }
        if is_bare_initial {
            shown.push('.');
        }
        last = shape;
    }
    shown
}

/// Whether the word right after a range goes on with it on the same line in capitals.
pub(super) fn goes_on(words: &[Word<'_>], to: usize) -> bool {
    words.get(to).is_some_and(|word| word.gap == Gap::Space && word.shape != Shape::Lower)
}
