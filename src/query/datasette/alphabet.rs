//! Folding in plain SQL, which knows the case of ASCII alone: the letters of the alphabets that posts are
//! written in, capital beside folded.

use std::fmt::Write as _;
use std::sync::OnceLock;

use crate::extract::fold::fold;

/// The blocks whose letters are folded: Latin with its extensions (Vietnamese included), Greek, Cyrillic,
/// Armenian, and the wide Latin of East Asia.
const FOLDED: [(char, char); 3] = [('A', '\u{58f}'), ('\u{1e00}', '\u{1eff}'), ('\u{ff21}', '\u{ff3a}')];

/// Where folding changes anything: what is left out are the scripts of East Asia, and what has no letters.
const CHANGED: [(char, char); 4] =
    [('\u{1}', '\u{33ff}'), ('\u{a000}', '\u{abff}'), ('\u{f900}', '\u{1ffff}'), ('\u{2f800}', '\u{2fa1f}')];

/// Marks that a text in composed form has not by itself.
const LOOSE_MARKS: [(char, char); 2] = [('\u{300}', '\u{36f}'), ('\u{653}', '\u{655}')];

/// Letters that stand nearer than this to each other are refused as one range, with what is between.
const GAP: u32 = 48;

/// What folding needs to know.
pub(super) struct Alphabet {
    /// The letters that change.
    pub(super) written: String,
    /// What each becomes, at the same place.
    pub(super) folded: String,
    /// A class for GLOB, without its brackets, of all that folding changes otherwise.
    pub(super) refused: String,
}

/// The one alphabet.
pub(super) fn alphabet() -> &'static Alphabet {
    static ALPHABET: OnceLock<Alphabet> = OnceLock::new();
    ALPHABET.get_or_init(make)
}

fn make() -> Alphabet {
    let (mut written, mut folded) = (String::new(), String::new());
    let mut others: Vec<char> = Vec::new();
    for letter in CHANGED.iter().flat_map(|(first, last)| *first..=*last) {
        let becomes = fold(letter.encode_utf8(&mut [0; 4]));
        let mut letters = becomes.chars();
        if is_in(&LOOSE_MARKS, letter) {
            continue;
        }
        match (letters.next(), letters.next()) {
            (Some(one), None) if one == letter => {}
            (Some(one), None) if is_in(&FOLDED, letter) => {
                written.push(letter);
                folded.push(one);
            }
            // The German sharp s is replaced before.
            _ if letter == 'ß' => {}
            _ => others.push(letter),
        }
    }
    let refused = class(&others);
    Alphabet { written, folded, refused }
}

fn is_in(ranges: &[(char, char)], letter: char) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&letter))
}

/// The letters, in their order, as ranges. Between two within the folded blocks nothing is joined.
fn class(letters: &[char]) -> String {
    let mut ranges: Vec<(char, char)> = LOOSE_MARKS.to_vec();
    for letter in letters {
        match ranges.last_mut() {
            Some((_, last))
                if *letter as u32 - (*last as u32).min(*letter as u32) < GAP
                    && *last < *letter
                    && !is_in(&FOLDED, *letter)
                    && !is_in(&FOLDED, *last) =>
            {
                *last = *letter;
            }
            _ => ranges.push((*letter, *letter)),
        }
    }
    ranges.iter().fold(String::new(), |mut class, (first, last)| {
        class.push(*first);
        if first != last {
            // Writing to a String cannot fail.
            let _ = write!(class, "-{last}");
        }
        class
    })
}

#[cfg(test)]
mod tests {
    use super::alphabet;
    use crate::extract::fold::fold;

    #[test]
    fn each_letter_stands_over_what_it_folds_to() {
        let alphabet = alphabet();
        assert_eq!(alphabet.written.chars().count(), alphabet.folded.chars().count());
        for (written, folded) in alphabet.written.chars().zip(alphabet.folded.chars()) {
            assert_eq!(fold(&written.to_string()), folded.to_string());
        }
        for (written, folded) in [('A', 'a'), ('Ж', 'ж'), ('Ё', 'ё'), ('Σ', 'σ'), ('ς', 'σ'), ('Ồ', 'ồ')]
        {
            let at = alphabet.written.chars().position(|letter| letter == written).unwrap();
            assert_eq!(alphabet.folded.chars().nth(at), Some(folded));
        }
    }

    #[test]
    fn the_class_of_what_is_refused_is_short_and_spares_common_letters() {
        let refused = &alphabet().refused;
        assert!(refused.chars().count() < 400, "{}", refused.chars().count());
        assert!(!refused.contains([']', '^', '\'']), "{refused}");
    }

    #[test]
    fn no_letter_beyond_the_blocks_looked_at_has_a_case() {
        for letter in (char::MIN..=char::MAX).filter(|letter| !super::is_in(&super::CHANGED, *letter)) {
            assert!(letter.to_lowercase().eq([letter]), "{letter:?}");
        }
    }
}
