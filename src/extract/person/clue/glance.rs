//! A look at each word of a text, whether it alone can be a clue. It takes a fraction of the time that the look for the
//! clues themselves takes, and finds none in most texts.
//!
//! A word is here a run of letters from A to Z, or of letters of Russian. What makes a person is a whole word or a part
//! of one between hyphens, the end of a word, or an initial; so a run that is cut off by a letter of another script is
//! taken for a word too.

use std::iter;
use std::ops::Range;
use std::sync::LazyLock;

use super::super::{lists, russian, russian_name};
use super::ascii_part;

/// Longer words are no heads.
const LONGEST: usize = 31;

/// Whole words in a small alphabet, in order; and how long those are that begin and end with two letters, one bit each.
struct Words {
    sorted: Vec<Vec<u8>>,
    lengths: Box<[[u32; 32]; 32]>,
}

impl Words {
    fn of(words: impl Iterator<Item = Vec<u8>>) -> Self {
        let mut sorted: Vec<Vec<u8>> = words.collect();
        sorted.sort_unstable();
        sorted.dedup();
        let mut lengths = Box::new([[0; 32]; 32]);
        for word in &sorted {
            if let [first, .., last] = word[..] {
                lengths[usize::from(first % 32)][usize::from(last % 32)] |= 1 << word.len().min(LONGEST);
            }
        }
        Self { sorted, lengths }
    }

    /// Whether the letters are one of the words; those of two and more letters.
    fn has(&self, letters: impl DoubleEndedIterator<Item = u8> + ExactSizeIterator + Clone) -> bool {
        let (mut ends, length) = (letters.clone(), letters.len());
        let (Some(first), Some(last)) = (ends.next(), ends.next_back()) else { return false };
        let lengths = self.lengths[usize::from(first % 32)][usize::from(last % 32)];
        lengths & 1 << length.min(LONGEST) != 0
            && self.sorted.binary_search_by(|known| known.iter().copied().cmp(letters.clone())).is_ok()
    }
}

/// The heads of English offices, letter by letter as [`latin`] has them.
static LATIN: LazyLock<Words> = LazyLock::new(|| {
    Words::of(lists::english_heads().map(|head| ascii_part(head).bytes().map(latin).collect()))
});

/// The last parts of the heads of Russian offices, letter by letter as [`cyrillic`] has them.
static CYRILLIC: LazyLock<Words> = LazyLock::new(|| {
    Words::of(russian::heads().map(|head| {
        let part = head.split('-').next_back().unwrap_or(&head);
        part.as_bytes().chunks_exact(2).map(cyrillic).collect()
    }))
});

/// The endings of patronymics, the last letter first.
static ENDINGS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let endings = russian_name::patronymic_endings();
    endings.map(|ending| ending.as_bytes().chunks_exact(2).rev().map(cyrillic).collect()).collect()
});

/// A letter from A to Z, whatever its case.
fn latin(byte: u8) -> u8 {
    byte & 0x1f
}

/// The place in the alphabet of a letter of Russian in UTF-8, whatever its case, `ё` as `е`; another one for each other
/// letter up to U+047F.
fn cyrillic(letter: &[u8]) -> u8 {
    let &[first @ (0xd0 | 0xd1), second] = letter else { return u8::MAX };
    let place = (first & 1) << 6 | second & 0x3f;
    match place {
        0x10..=0x2f => place - 0x10,
        0x30..=0x4f => place - 0x30,
        0x01 | 0x51 => 5,
        _ => 0x80 | place,
    }
}

/// What begins with a byte.
#[derive(Clone, Copy)]
enum Begins {
    Nothing,
    Latin,
    Cyrillic,
    /// Perhaps the sign of the kelvin, which is a small k in lower case.
    Sign,
}

static BYTES: [Begins; 256] = {
    let mut bytes = [Begins::Nothing; 256];
    let mut byte = 0;
    while byte < bytes.len() {
        bytes[byte] = match byte as u8 {
            b'A'..=b'Z' | b'a'..=b'z' => Begins::Latin,
            0xd0 | 0xd1 => Begins::Cyrillic,
            0xe2 => Begins::Sign,
            _ => Begins::Nothing,
        };
        byte += 1;
    }
    bytes
};

const KELVIN: &[u8] = "\u{212a}".as_bytes();

/// Whether the parts of `text` outside the `closed` ranges can have a clue. Never `false` where somebody is named.
pub(super) fn may_have_clue(text: &str, closed: &[Range<usize>]) -> bool {
    let mut from = 0;
    let ends = closed.iter().cloned().chain(iter::once(text.len()..text.len()));
    for range in ends {
        let part = text.as_bytes().get(from..range.start).unwrap_or_default();
        if may_name(part) {
            return true;
        }
        from = from.max(range.end);
    }
    false
}

fn may_name(text: &[u8]) -> bool {
    let (latin_heads, cyrillic_heads) = (&*LATIN, &*CYRILLIC);
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let start = at;
        let rest = &text[start..];
        match BYTES[usize::from(*byte)] {
            Begins::Nothing => at += 1,
            Begins::Latin => {
                at += rest.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
                if latin_heads.has(text[start..at].iter().map(|byte| latin(*byte))) {
                    return true;
                }
            }
            Begins::Cyrillic => {
                let letters =
                    rest.chunks_exact(2).take_while(|letter| matches!(letter[0], 0xd0 | 0xd1)).count();
                // A lone first byte ends the text, which cannot be.
                at += 2 * letters.max(1);
                let Some(word) = text.get(start..at) else { return true };
                let is_before_stop = text.get(at) == Some(&b'.');
                let letters = word.chunks_exact(2).map(cyrillic);
                if is_before_stop && may_be_initial(word) || has_ending(word) || cyrillic_heads.has(letters) {
                    return true;
                }
            }
            Begins::Sign if rest.starts_with(KELVIN) => return true,
            Begins::Sign => at += 1,
        }
    }
    false
}

/// Whether this is a capital or `Дж`.
fn may_be_initial(word: &[u8]) -> bool {
    match word {
        [0xd0, 0x81 | 0x90..=0xaf] => true,
        _ => word == "Дж".as_bytes(),
    }
}

/// Whether this ends as a patronymic does.
fn has_ending(word: &[u8]) -> bool {
    let letters = word.chunks_exact(2).rev().map(cyrillic);
    // In all of them it is the third to fifth letter from the end.
    let is_near = letters.clone().skip(2).take(3).any(|letter| letter == V);
    is_near && ENDINGS.iter().any(|ending| letters.clone().take(ending.len()).eq(ending.iter().copied()))
}

/// `в`.
const V: u8 = 2;
