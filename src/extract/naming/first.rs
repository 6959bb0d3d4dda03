//! Whether an alias can begin with a word, told by the word's first letters and its length: most words of a text
//! begin none, and need not be folded and looked up.

use super::letter::{Letter, Letters, Run};

/// So many letters are looked at.
const LETTERS: u32 = 3;

/// The first and the last letter of a word, and how many it has.
#[derive(Debug, Default)]
pub(super) struct Beginning {
    first: u32,
    last: u32,
    letters: usize,
    /// Whether a letter does not fold alone.
    is_odd: bool,
}

impl Beginning {
    /// That of the word that begins with `first` and goes on at the byte `at`, and where it ends. A letter that stands
    /// alone is a word.
    #[inline]
    pub(super) fn read(letters: Letters<'_>, first: Letter, at: usize) -> (Self, usize) {
        let mut word = Run { end: at, letters: 1, is_plain: first.is_plain(), last: first };
        if !first.stands_alone() {
            letters.go_over_word(&mut word);
        }
        let Run { end, letters, is_plain, last } = word;
        let [first, last] = [first, last].map(Letter::folded_if_plain);
        (Self { first, last, letters, is_odd: !is_plain }, end)
    }
}

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
    /// The lengths of the words that begin and end with two letters, likewise; several pairs share a place.
    lengths_by_ends: Box<[u32; PAIRS]>,
}

const PLACES: usize = 1 << 12;

const PAIRS: usize = 1 << 11;

impl Default for Beginnings {
    fn default() -> Self {
        Self { lengths: Box::new([0; PLACES]), lengths_by_ends: Box::new([0; PAIRS]) }
    }
}

impl Beginnings {
    /// Adds a folded word.
    pub(super) fn add(&mut self, folded: &str) {
        let first = folded.chars().zip(0..LETTERS);
        let hash = first.fold(0, |hash, (letter, _)| mixed(hash, u32::from(letter)));
        let length = bit(folded.chars().count());
        self.lengths[place(hash)] |= length;
        if let (Some(first), Some(last)) = (folded.chars().next(), folded.chars().next_back()) {
            self.lengths_by_ends[place_by_ends(first.into(), last.into())] |= length;
        }
    }

    /// Whether one of the words begins and ends as this one, as it is `written`. Never `false` of one of them.
    #[inline]
    pub(super) fn has(&self, word: &Beginning, written: &str) -> bool {
        let length = bit(word.letters);
        word.is_odd
            || self.lengths_by_ends[place_by_ends(word.first, word.last)] & length != 0
                && self.lengths[place(hash_of_first(written))] & length != 0
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

#[inline]
fn place_by_ends(first: u32, last: u32) -> usize {
    (first.wrapping_mul(0x9e37_79b1) ^ last.wrapping_mul(0x85eb_ca6b)) as usize >> 21
}

#[cfg(test)]
mod tests {
    use super::{Beginning, Beginnings, Letter, Letters, bit};
    use proptest::prelude::*;

    /// Whether the words may have `word`, whose letters are looked at one by one.
    fn has(known: &Beginnings, word: &str) -> bool {
        let folded: Vec<_> = word.chars().map(|char| Letter::of(char).folded()).collect();
        let [first, last] =
            [folded.first(), folded.last()].map(|letter| letter.copied().flatten().unwrap_or(0));
        let is_odd = folded.contains(&None);
        known.has(&Beginning { first, last, letters: folded.len(), is_odd }, word)
    }

    proptest! {
        #[test]
        fn a_word_is_read_to_its_end(
            text in "[a-zA-Z_0-9а-яА-ЯёЁİßéا-ي\u{64b}\u{5d0}-\u{5ea}\u{301}\u{ad}α-ω漢ทก가-힣😀]{1,10}[ .,\u{a0}a-zа-я]{0,4}"
        ) {
            let (first, length) = Letters::of(&text).at(0).unwrap();
            prop_assume!(first.begins_word());
            let (read, end) = Beginning::read(Letters::of(&text), first, length);
            let goes_on = |char: &char| Letter::of(*char).continues_word();
            let more = if first.stands_alone() { 0 } else { text.chars().skip(1).take_while(goes_on).count() };
            let word: String = text.chars().take(1 + more).collect();
            prop_assert_eq!(&text[..end], word.as_str());
            let folded: Vec<_> = word.chars().map(|char| Letter::of(char).folded()).collect();
            prop_assert_eq!((read.letters, read.is_odd), (folded.len(), folded.contains(&None)));
            // Where a letter does not fold alone the others tell nothing.
            let ends = (folded[0], folded[folded.len() - 1]);
            prop_assert!(read.is_odd || (Some(read.first), Some(read.last)) == ends);
        }
    }

    #[test]
    fn words_are_told_by_their_first_letters_and_their_length() {
        let mut known = Beginnings::default();
        let long = "щ".repeat(40);
        for word in ["eu", "россия", "a", &long] {
            known.add(word);
        }
        for word in ["EU", "Россия", "РОССИЯ", "ростоя", "A", &"Щ".repeat(40), &"щ".repeat(50), "e\u{301}u"]
        {
            assert!(has(&known, word), "{word}");
        }
        for word in ["E", "EUR", "EI", "Росси", "Росток", "россиян", "ЩЩЩ", "ab", ""] {
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
