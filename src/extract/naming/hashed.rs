//! The words of a text with a hash of each, made in one pass over its bytes, and sets that are asked by such a hash: most
//! words of a text are in none of them, and need not be folded and looked up.
//!
//! A word of letters of one of two scripts has a hash, the same whatever their case, for which eight bytes are taken
//! together. Any other word is left to whoever asks.

use super::letter::Letters;
use crate::extract::eight;

/// A word as [`letter`](super::letter) has it, or a sign that may be of use to those who look for words.
#[derive(Debug, Clone, Copy)]
pub(in crate::extract) struct Word {
    /// Its first byte.
    pub(in crate::extract) start: usize,
    /// The byte behind it.
    pub(in crate::extract) end: usize,
    pub(in crate::extract) kind: Kind,
}

/// What a word is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum Kind {
    /// Letters from A to Z, by their hash.
    Latin(u32),
    /// Letters of Russian but `ё`, and small ones of its neighbours, by their hash.
    Cyrillic(u32),
    /// Other letters, digits and the like.
    Other {
        letters: usize,
        /// Whether each of them folds alike whatever stands beside it.
        is_plain: bool,
    },
    /// A character that is no word: one of four bytes, which may be of a flag, or a mark or soft hyphen.
    Sign,
}

/// The words of `text`, in order.
pub(in crate::extract) fn words(text: &str) -> Vec<Word> {
    let bytes = text.as_bytes();
    let letters = Letters::of(text);
    // Few texts have more words.
    let mut words = Vec::with_capacity(bytes.len() / 8);
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        let (length, kind) = match BYTES[usize::from(*byte)] {
            Begins::Nothing => {
                at += 1;
                continue;
            }
            Begins::Latin => {
                let (length, hash) = hash_of_latin(&bytes[at..]);
                (length, Kind::Latin(hash))
            }
            Begins::Cyrillic => {
                let (length, hash) = hash_of_cyrillic(&bytes[at..]);
                (length, Kind::Cyrillic(hash))
            }
            Begins::Other => (0, Kind::Sign),
        };
        at += length;
        if length > 0 && !letters.go_on_at(at) {
            words.push(Word { start, end: at, kind });
            continue;
        }
        let Some((first, length)) = letters.at(start) else { break };
        at = start + length;
        if first.begins_word() {
            let word = letters.word(first, at);
            at = word.end;
            let kind = Kind::Other { letters: word.letters, is_plain: word.is_plain };
            words.push(Word { start, end: at, kind });
        } else if first.continues_word() || length == LONGEST {
            words.push(Word { start, end: at, kind: Kind::Sign });
        }
    }
    words
}

/// The bytes of the longest characters.
const LONGEST: usize = 4;

/// The hash of a word; `None` where a letter of it is of neither script, or it has letters of both.
pub(in crate::extract) fn hash_of(word: &str) -> Option<u32> {
    let whole = |(length, hash)| (length == word.len()).then_some(hash);
    whole(hash_of_latin(word.as_bytes())).or_else(|| whole(hash_of_cyrillic(word.as_bytes())))
}

/// What begins with a byte.
#[derive(Clone, Copy)]
enum Begins {
    Nothing,
    Latin,
    Cyrillic,
    /// A digit, `_`, or another character past ASCII.
    Other,
}

static BYTES: [Begins; 256] = {
    let mut bytes = [Begins::Nothing; 256];
    let mut byte = 0;
    while byte < bytes.len() {
        bytes[byte] = match byte as u8 {
            b'A'..=b'Z' | b'a'..=b'z' => Begins::Latin,
            0xd0 | 0xd1 => Begins::Cyrillic,
            b'0'..=b'9' | b'_' | 0x80.. => Begins::Other,
            _ => Begins::Nothing,
        };
        byte += 1;
    }
    bytes
};

/// How many bytes of letters from A to Z there are at the beginning, and the hash of these.
#[inline]
fn hash_of_latin(bytes: &[u8]) -> (usize, u32) {
    hash_of_beginning(bytes, eight::ascii_letters_of, |letters| letters | eight::SMALL)
}

/// The same of the letters of Cyrillic that have a hash. The second byte of a capital and of its small letter differ in
/// the same bit as in ASCII, and the first one, if at all, in its last bit, without which the second tells them apart.
#[inline]
fn hash_of_cyrillic(bytes: &[u8]) -> (usize, u32) {
    let fold = |letters| (letters | eight::SMALL) & eight::ALL_BUT_LAST_OF_PAIRS;
    hash_of_beginning(bytes, eight::russian_letters_of, fold)
}

/// `count` tells how many of eight bytes, from the first one on, are of the word; `fold` makes one of capitals and small
/// letters.
#[inline]
fn hash_of_beginning(bytes: &[u8], count: impl Fn(u64) -> usize, fold: impl Fn(u64) -> u64) -> (usize, u32) {
    let (mut length, mut hash) = (0, 0_u64);
    loop {
        let rest = &bytes[length..];
        let eight = u64::from_le_bytes(rest.first_chunk().map_or_else(|| padded(rest), |eight| *eight));
        let here = count(eight);
        length += here;
        let mixed = |letters: u64| (hash.rotate_left(5) ^ letters).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        if here < 8 {
            let of_word = (1 << (8 * here)) - 1;
            return (length, (mixed(fold(eight) & of_word) >> 32) as u32);
        }
        hash = mixed(fold(eight));
    }
}

/// The last bytes of a text and zeros, which are no letters.
#[cold]
fn padded(bytes: &[u8]) -> [u8; 8] {
    let mut eight = [0; 8];
    for (place, byte) in eight.iter_mut().zip(bytes) {
        *place = *byte;
    }
    eight
}

/// Words by their hashes. Each has two bits in one of the `EIGHTS` numbers, so few words have all bits of others.
#[derive(Debug)]
pub(in crate::extract) struct Hashes<const EIGHTS: usize>(Box<[u64; EIGHTS]>);

impl<const EIGHTS: usize> Default for Hashes<EIGHTS> {
    fn default() -> Self {
        Self(Box::new([0; EIGHTS]))
    }
}

impl<const EIGHTS: usize> Hashes<EIGHTS> {
    pub(in crate::extract) fn add(&mut self, hash: u32) {
        let (place, bits) = Self::bits(hash);
        self.0[place] |= bits;
    }

    /// Never `false` of one that was added.
    #[inline]
    pub(in crate::extract) fn may_have(&self, hash: u32) -> bool {
        let (place, bits) = Self::bits(hash);
        self.0[place] & bits == bits
    }

    /// The upper bits of a hash come of all letters.
    #[inline]
    fn bits(hash: u32) -> (usize, u64) {
        let place = (u64::from(hash) * EIGHTS as u64) >> 32;
        (place as usize, 1 << (hash % 64) | 1 << (hash / 64 % 64))
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, hash_of, words};
    use crate::extract::naming::letter::Letter;
    use crate::extract::naming::word::fold_word;
    use proptest::prelude::*;

    /// The words of a text, letter by letter: where they begin and end, and what they are.
    fn words_plainly(text: &str) -> Vec<(usize, usize, &'static str)> {
        let is_russian = |char: char| matches!(char, 'А'..='я' | 'ђ'..='џ');
        let mut words = Vec::new();
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            let (start, letter) = (at, Letter::of(first));
            at += first.len_utf8();
            if !letter.begins_word() {
                if letter.continues_word() || first.len_utf8() == 4 {
                    words.push((start, at, "sign"));
                }
                continue;
            }
            if !letter.stands_alone() {
                let more = text[at..].chars().take_while(|char| Letter::of(*char).continues_word());
                at += more.map(char::len_utf8).sum::<usize>();
            }
            let word = &text[start..at];
            let kind = if word.chars().all(|char| char.is_ascii_alphabetic()) {
                "latin"
            } else if word.chars().all(is_russian) {
                "cyrillic"
            } else {
                "other"
            };
            words.push((start, at, kind));
        }
        words
    }

    fn name(kind: Kind) -> &'static str {
        match kind {
            Kind::Latin(_) => "latin",
            Kind::Cyrillic(_) => "cyrillic",
            Kind::Other { .. } => "other",
            Kind::Sign => "sign",
        }
    }

    #[test]
    fn a_word_has_one_hash_in_any_case_and_others_have_another() {
        for (one, other) in
            [("Russia", "rUSSIA"), ("СТРАНАМИ", "странами"), ("Рёв", "рёв"), ("Аргентина", "АргентинА")]
        {
            assert_eq!(hash_of(one), hash_of(other), "{one}");
        }
        assert_eq!(hash_of("рёв"), None);
        assert_eq!(hash_of("aб"), None);
        let all = [
            "a",
            "b",
            "aa",
            "ab",
            "abcdefgh",
            "abcdefgi",
            "abcdefgha",
            "а",
            "я",
            "аа",
            "абвг",
            "абвд",
            "абвга",
            "п",
            "р",
            "",
        ];
        let hashes: std::collections::HashSet<_> = all.iter().map(|word| hash_of(word).unwrap()).collect();
        assert_eq!(hashes.len(), all.len());
    }

    #[test]
    fn the_hash_of_every_letter_is_that_of_what_it_folds_to() {
        let mut folded = String::new();
        let mut with_hash = 0;
        for char in '\0'..'\u{3000}' {
            let word = format!("x{char}").repeat(3);
            let cyrillic = format!("я{char}").repeat(3);
            for word in [word, cyrillic] {
                let Some(hash) = hash_of(&word) else { continue };
                fold_word(&word, &mut folded);
                assert_eq!(hash_of(&folded), Some(hash), "{word}");
                with_hash += 1;
            }
        }
        // A to Z and А to я twice, and the small letters from ђ to џ.
        assert_eq!(with_hash, 2 * 26 + 64 + 14);
    }

    proptest! {
        #[test]
        fn a_text_has_the_words_that_it_has_letter_by_letter(
            text in "([a-zA-Z]{1,18}|[а-яА-Я]{1,9}|[Ѐ-ѿ]{1,3}|[a-zа-я]{1,3}|[0-9_]{1,2}|[ا-ي漢ทก가İﬁ\u{212a}\u{301}\u{ad}é😀🇷🇺’—«»]{1,2}|[ .,\n'-]{1,2}){0,9}"
        ) {
            let told: Vec<_> =
                words(&text).into_iter().map(|word| (word.start, word.end, name(word.kind))).collect();
            prop_assert_eq!(told, words_plainly(&text));
            for word in words(&text) {
                let written = &text[word.start..word.end];
                match word.kind {
                    Kind::Latin(hash) | Kind::Cyrillic(hash) => prop_assert_eq!(Some(hash), hash_of(written)),
                    Kind::Other { letters, is_plain } => {
                        prop_assert_eq!(letters, written.chars().count());
                        prop_assert_eq!(is_plain, written.chars().all(|char| Letter::of(char).is_plain()));
                    }
                    Kind::Sign => {}
                }
            }
        }
    }
}
