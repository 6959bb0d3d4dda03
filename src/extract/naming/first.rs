//! Whether an alias can begin with a word, told by the word's first letters and its length: most words of a text
//! begin none, and need not be folded and looked up.

use super::letter::Letter;

/// So many letters are looked at.
const LETTERS: u32 = 3;

/// The first letters of a word, and how many it has.
#[derive(Debug, Default)]
pub(super) struct Beginning {
    hash: u32,
    letters: u32,
    /// Whether a letter does not fold alone.
    is_odd: bool,
}

impl Beginning {
    /// That of a word at the beginning of `text` of so many letters, which all fold alone unless it `is_odd`.
    pub(super) fn of(text: &str, letters: u32, is_odd: bool) -> Self {
        let (mut hash, mut at) = (0, 0);
        for _ in 0..letters.min(LETTERS) {
            let Some((letter, length)) = Letter::at(text, at) else { break };
            hash = mixed(hash, letter.folded().unwrap_or_default());
            at += length;
        }
        Self { hash, letters, is_odd }
    }
}

#[inline]
fn mixed(hash: u32, letter: u32) -> u32 {
    hash.wrapping_add(letter + 1).wrapping_mul(0x9e37_79b1)
}

/// The words with which aliases begin.
#[derive(Debug)]
pub(super) struct Beginnings {
    /// The lengths of the words with these first letters, by their hash, one bit each; the last is for all longer ones.
    lengths: Box<[u32; PLACES]>,
}

const PLACES: usize = 1 << 12;

impl Default for Beginnings {
    fn default() -> Self {
        Self { lengths: Box::new([0; PLACES]) }
    }
}

impl Beginnings {
    /// Adds a folded word.
    pub(super) fn add(&mut self, folded: &str) {
        let first = folded.chars().zip(0..LETTERS);
        let hash = first.fold(0, |hash, (letter, _)| mixed(hash, u32::from(letter)));
        self.lengths[place(hash)] |= bit(folded.chars().count());
    }

    /// Whether one of the words begins so and is as long. Never `false` of one of them.
    #[inline]
    pub(super) fn has(&self, word: &Beginning) -> bool {
        word.is_odd || self.lengths[place(word.hash)] & bit(word.letters as usize) != 0
    }

    /// How long the words may be with which `text` can begin, as bits ([`bit`]).
    pub(super) fn lengths(&self, text: impl Iterator<Item = char>) -> u32 {
        let (mut hash, mut letters, mut lengths) = (0, 0, 0);
        for char in text {
            let Some(folded) = Letter::of(char).folded() else { return u32::MAX };
            letters += 1;
            if letters <= LETTERS {
                hash = mixed(hash, folded);
                let here = self.lengths[place(hash)];
                let shorter = bit(letters as usize) - 1;
                lengths |= if letters < LETTERS { here & bit(letters as usize) } else { here & !shorter };
            }
        }
        let longest = bit(letters as usize);
        lengths & (longest | (longest - 1))
    }
}

#[inline]
fn place(hash: u32) -> usize {
    hash as usize >> 20
}

/// The bit of words of so many letters.
pub(super) fn bit(letters: usize) -> u32 {
    1 << letters.min(31)
}

#[cfg(test)]
mod tests {
    use super::{Beginning, Beginnings, Letter, bit};

    fn beginning(word: &str) -> Beginning {
        let letters = u32::try_from(word.chars().count()).unwrap();
        Beginning::of(word, letters, word.chars().any(|char| Letter::of(char).folded().is_none()))
    }

    #[test]
    fn words_are_told_by_their_first_letters_and_their_length() {
        let mut known = Beginnings::default();
        let long = "щ".repeat(40);
        for word in ["eu", "россия", "a", &long] {
            known.add(word);
        }
        for word in ["EU", "Россия", "РОССИЯ", "росток", "A", &"Щ".repeat(40), &"щ".repeat(50), "e\u{301}u"]
        {
            assert!(known.has(&beginning(word)), "{word}");
        }
        for word in ["E", "EUR", "Росси", "россиян", "ЩЩЩ", "ab", ""] {
            assert!(!known.has(&beginning(word)), "{word}");
        }
    }

    #[test]
    fn a_run_of_words_begins_with_any_of_them_that_is_no_longer() {
        let mut known = Beginnings::default();
        let long = "щ".repeat(40);
        for word in ["eu", "eur", "europa", "a", &long] {
            known.add(word);
        }
        for (text, lengths) in [
            ("EuropaHeute", bit(2) | bit(3) | bit(6)),
            ("Europ", bit(2) | bit(3)),
            ("Eu", bit(2)),
            ("E", 0),
            ("AEU", bit(1)),
            ("", 0),
            (&"щ".repeat(45), bit(40)),
            (&"щ".repeat(30), 0),
            ("eu\u{301}", u32::MAX),
        ] {
            assert_eq!(known.lengths(text.chars()), lengths, "{text}");
        }
    }
}
