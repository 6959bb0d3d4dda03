//! Whether an alias can begin with a word, told by the word's first letters and its length: most words of a text
//! begin none, and need not be folded and looked up.

use super::hashed::{Hashes, Kind, hash_of};
use super::letter::{Letter, Letters};

/// So many letters are looked at.
const LETTERS: u32 = 3;

/// The hash of the first letters of a word, which all fold alone.
fn hash_of_first(word: &str) -> u32 {
    let (letters, mut hash, mut at) = (Letters::of(word), 0, 0);
    for _ in 0..LETTERS {
        let Some((letter, length)) = letters.at(at) else { break };
        hash = mixed(hash, letter.folded_if_plain());
        at += length;
    }
    hash
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
    /// Those words that have a hash.
    hashes: Hashes<4096>,
}

const PLACES: usize = 1 << 12;

impl Default for Beginnings {
    fn default() -> Self {
        Self { lengths: Box::new([0; PLACES]), hashes: Hashes::default() }
    }
}

impl Beginnings {
    /// Adds a folded word.
    pub(super) fn add(&mut self, folded: &str) {
        let first = folded.chars().zip(0..LETTERS);
        let hash = first.fold(0, |hash, (letter, _)| mixed(hash, u32::from(letter)));
        let length = bit(folded.chars().count());
        self.lengths[place(hash)] |= length;
        if let Some(hash) = hash_of(folded) {
            self.hashes.add(hash);
        }
    }

    /// Whether one of the words begins as this one, as it is `written`, and is as long. Never `false` of one of them.
    #[inline]
    pub(super) fn has(&self, word: Kind, written: &str) -> bool {
        match word {
            Kind::Latin(hash) | Kind::Cyrillic(hash) => self.hashes.may_have(hash),
            Kind::Other { letters, is_plain } => {
                !is_plain || self.lengths[place(hash_of_first(written))] & bit(letters) != 0
            }
            Kind::Sign => true,
        }
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
    use super::{Beginnings, bit};
    use crate::extract::naming::hashed::words;

    /// Whether the words may have `word`, or a word with which it begins.
    fn has(known: &Beginnings, word: &str) -> bool {
        words(word).first().is_some_and(|first| known.has(first.kind, &word[first.start..first.end]))
    }

    #[test]
    fn words_are_told_by_their_first_letters_and_their_length() {
        let mut known = Beginnings::default();
        let long = "щ".repeat(40);
        for word in ["eu", "россия", "a", "елка", "ايران", &long] {
            known.add(word);
        }
        for word in ["EU", "Россия", "РОССИЯ", "A", "Ёлка", "ёлки", "إيرام", &"Щ".repeat(40), "e\u{301}u"]
        {
            assert!(has(&known, word), "{word}");
        }
        for word in ["E", "EUR", "EI", "Росси", "Росток", "россиян", "ёлок", "ёлкой", "إير", "ЩЩЩ", "ab", ""]
        {
            assert!(!has(&known, word), "{word}");
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
