//! The capitals of an alias behind the first letter of a word: `McDonald`, `NGO`.
//!
//! Few aliases have any, so they are asked for after all else holds.

use super::letter::is_left_out;
use super::spelling;
use super::word::{Tokens, fold_word};
use crate::extract::character::{is_lowercase, is_mark, is_uppercase};
use crate::extract::fold::fold;

/// The words of an alias that have capitals behind their first letter, by the place of their token; in order.
#[derive(Debug)]
pub(super) struct Inner(Vec<(usize, Word)>);

/// What a word of a text must have.
#[derive(Debug)]
enum Word {
    /// These letters are capitals.
    Letters(u64),
    /// Those of the form that it is, folded, since endings have capitals, too.
    Forms(Vec<(String, u64)>),
}

impl Inner {
    /// Adds a word of an alias, where it has such capitals.
    pub(super) fn add(inner: &mut Option<Box<Self>>, token: usize, stem: &str, endings: Option<&str>) {
        let word = match endings.filter(|endings| endings.chars().any(is_uppercase)) {
            Some(endings) => Word::Forms(
                spelling::forms(&[stem, "|", endings].concat())
                    .map(|form| {
                        let mut folded = String::new();
                        fold_word(&form, &mut folded);
                        (folded, letters(&form, is_uppercase))
                    })
                    .collect(),
            ),
            None if stem.chars().skip(1).any(is_uppercase) => Word::Letters(letters(stem, is_uppercase)),
            None => return,
        };
        inner.get_or_insert_with(|| Box::new(Self(Vec::new()))).0.push((token, word));
    }

    /// Whether the words of `text` from this byte on, which are those of the alias, have its capitals.
    pub(super) fn holds(&self, text: &str, start: usize) -> bool {
        let mut tokens = Tokens::behind(text, start);
        let mut passed = 0;
        self.0.iter().all(|(place, word)| {
            let token = tokens.nth(place - passed);
            passed = place + 1;
            token.is_some_and(|token| word.holds(&text[token.range]))
        })
    }
}

impl Word {
    fn holds(&self, written: &str) -> bool {
        let capitals = letters(written, |letter| !is_lowercase(letter));
        match self {
            Self::Letters(wanted) => wanted & !capitals == 0,
            Self::Forms(forms) => {
                let mut folded = String::new();
                fold_word(written, &mut folded);
                forms.iter().any(|(form, wanted)| *form == folded && wanted & !capitals == 0)
            }
        }
    }
}

/// Whether a word that is `written` so has the capitals of a form of an alias, which it is but for its case.
pub(super) fn has_capitals_of(written: &str, form: &str) -> bool {
    letters(form, is_uppercase) & !letters(written, |letter| !is_lowercase(letter)) == 0
}

/// One bit for each of the first 64 letters of a word that is such a one. Marks are no letters, and `ß` is two, so that
/// the letters of words that fold alike stand at the same places.
fn letters(word: &str, is_such: impl Fn(char) -> bool) -> u64 {
    let (mut bits, mut place) = (0, 0_u32);
    for letter in word.chars().filter(|letter| !is_mark(*letter) && !is_left_out(*letter)) {
        let length = if letter.is_ascii() {
            1
        } else {
            let folded = fold(letter.encode_utf8(&mut [0; 4]));
            u32::try_from(folded.chars().filter(|char| !is_mark(*char)).count()).unwrap_or(1)
        };
        for _ in 0..length {
            if is_such(letter) {
                bits |= 1_u64.checked_shl(place).unwrap_or(0);
            }
            place = place.saturating_add(1);
        }
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::has_capitals_of;

    #[test]
    fn letters_that_fold_alike_are_compared_with_each_other() {
        for (written, form, expected) in [
            ("McDonald", "McDonald", true),
            ("MCDONALD", "McDonald", true),
            ("Mcdonald", "McDonald", false),
            ("mcDonald", "McDonald", false),
            ("GrossRat", "GroßRat", true),
            ("Grossrat", "GroßRat", false),
            ("GROSSRAT", "GroßRat", true),
            ("E\u{301}cOle", "ÉcOle", true),
            ("E\u{301}cole", "ÉcOle", false),
            ("U\u{308}bO", "ÜbO", true),
            ("Mc\u{ad}Donald", "McDonald", true),
            ("М\u{301}иД", "МиД", true),
            ("Мид", "МиД", false),
        ] {
            assert_eq!(has_capitals_of(written, form), expected, "{written} {form}");
        }
    }
}
