//! A look at each word of a text, whether it alone can be a clue. It takes a fraction of the time that the look for the
//! clues themselves takes, and finds none in most texts.
//!
//! A word is here a run of letters from A to Z, or of letters of Russian. What makes a person is a whole word or a part
//! of one between hyphens, the end of a word, or an initial; so a run that is cut off by a letter of another script is
//! taken for a word too.

use std::iter;
use std::ops::Range;
use std::sync::LazyLock;

use super::super::{lists, russian_head, russian_name};
use super::ascii_part;
use crate::extract::eight;

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

    /// Whether one of the words has this length, and begins and ends so.
    #[inline]
    fn may_have(&self, first: u8, last: u8, length: usize) -> bool {
        self.lengths[usize::from(first % 32)][usize::from(last % 32)] & 1 << length.min(LONGEST) != 0
    }

    /// Whether the letters are one of the words.
    fn has(&self, letters: impl Iterator<Item = u8> + Clone) -> bool {
        self.sorted.binary_search_by(|known| known.iter().copied().cmp(letters.clone())).is_ok()
    }
}

/// The heads of English offices, letter by letter as [`latin`] has them.
static LATIN: LazyLock<Words> = LazyLock::new(|| {
    Words::of(lists::english_heads().map(|head| ascii_part(head).bytes().map(latin).collect()))
});

/// The last parts of the heads of Russian offices, letter by letter as [`cyrillic`] has them.
static CYRILLIC: LazyLock<Words> = LazyLock::new(|| {
    Words::of(russian_head::heads().map(|head| {
        let part = head.split('-').next_back().unwrap_or(&head);
        part.as_bytes().chunks_exact(2).map(cyrillic).collect()
    }))
});

/// The endings of patronymics, all of three and more letters.
struct Endings {
    /// The last letter first.
    reversed: Vec<Vec<u8>>,
    /// With which letters they end, one bit each, by the letter before.
    last: [u32; 32],
}

static ENDINGS: LazyLock<Endings> = LazyLock::new(|| {
    let endings = russian_name::patronymic_endings();
    let reversed: Vec<Vec<u8>> =
        endings.map(|ending| ending.as_bytes().chunks_exact(2).rev().map(cyrillic).collect()).collect();
    let mut last = [0; 32];
    for ending in &reversed {
        if let [ultimate, penultimate, ..] = ending[..] {
            last[usize::from(penultimate % 32)] |= 1 << (ultimate % 32);
        }
    }
    Endings { reversed, last }
});

/// A letter from A to Z, whatever its case.
fn latin(byte: u8) -> u8 {
    byte & 0x1f
}

/// The place in the alphabet of a letter of Russian in UTF-8, whatever its case, `ё` as `е`; another one for each other
/// letter up to U+047F.
fn cyrillic(letter: &[u8]) -> u8 {
    let &[first @ (0xd0 | 0xd1), second] = letter else { return u8::MAX };
    CYRILLIC_PLACES[usize::from((first & 1) << 6 | second & 0x3f)]
}

static CYRILLIC_PLACES: [u8; 128] = {
    let mut places = [0; 128];
    let mut place = 0;
    while place < places.len() {
        places[place] = match place as u8 {
            letter @ 0x10..=0x2f => letter - 0x10,
            letter @ 0x30..=0x4f => letter - 0x30,
            0x01 | 0x51 => 5,
            other => 0x80 | other,
        };
        place += 1;
    }
    places
};

/// What begins with a byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    Nothing,
    Latin,
    Cyrillic,
    /// Perhaps the sign of the kelvin, which is a small k in lower case, or a soft hyphen, which may stand in any word.
    Sign,
}

static BYTES: [Begins; 256] = {
    let mut bytes = [Begins::Nothing; 256];
    let mut byte = 0;
    while byte < bytes.len() {
        bytes[byte] = match byte as u8 {
            b'A'..=b'Z' | b'a'..=b'z' => Begins::Latin,
            0xd0 | 0xd1 => Begins::Cyrillic,
            0xc2 | 0xe2 => Begins::Sign,
            _ => Begins::Nothing,
        };
        byte += 1;
    }
    bytes
};

const SIGNS: [&[u8]; 2] = ["\u{212a}".as_bytes(), "\u{ad}".as_bytes()];

/// Whether the parts of `text` outside the `closed` ranges can have a clue. Never `false` where somebody is named.
pub(in crate::extract::person) fn may_have_clue(text: &str, closed: &[Range<usize>]) -> bool {
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
    let (latin_heads, cyrillic_heads, endings) = (&*LATIN, &*CYRILLIC, &*ENDINGS);
    let mut at = 0;
    while let Some((passed, byte)) =
        text[at..].iter().enumerate().find(|(_, byte)| BYTES[usize::from(**byte)] != Begins::Nothing)
    {
        let start = at + passed;
        at = start + 1;
        match BYTES[usize::from(*byte)] {
            Begins::Nothing => {}
            Begins::Latin => {
                at += eight::ascii_letters(&text[at..]);
                let word = &text[start..at];
                if word.len() > 1
                    && latin_heads.may_have(latin(*byte), latin(text[at - 1]), word.len())
                    && latin_heads.has(word.iter().map(|byte| latin(*byte)))
                {
                    return true;
                }
            }
            Begins::Cyrillic => {
                // One byte more than there is, where it is a lone first one.
                at = start + 2 * eight::cyrillic_letters(&text[start..]).max(1);
                // A lone first byte ends the text, which cannot be.
                let Some(word) = text.get(start..at) else { return true };
                if text.get(at) == Some(&b'.') && may_be_initial(word) {
                    return true;
                }
                let Some((before, last)) = word.split_last_chunk::<2>() else { return true };
                let Some(penultimate) = before.last_chunk::<2>() else { continue };
                let (penultimate, last) = (cyrillic(penultimate), cyrillic(last));
                let may_end = endings.last[usize::from(penultimate % 32)] & 1 << (last % 32) != 0;
                if may_end && has_ending(&endings.reversed, word)
                    || cyrillic_heads.may_have(cyrillic(&word[..2]), last, word.len() / 2)
                        && cyrillic_heads.has(word.chunks_exact(2).map(cyrillic))
                {
                    return true;
                }
            }
            Begins::Sign if SIGNS.iter().any(|sign| text[start..].starts_with(sign)) => return true,
            Begins::Sign => {}
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

/// Whether this ends as a patronymic does; the endings have their last letter first.
fn has_ending(endings: &[Vec<u8>], word: &[u8]) -> bool {
    let letters = word.chunks_exact(2).rev().map(cyrillic);
    endings.iter().any(|ending| letters.clone().take(ending.len()).eq(ending.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::{ENDINGS, SIGNS, ascii_part, may_have_clue};
    use crate::extract::person::{lists, russian_head, russian_name};
    use proptest::prelude::*;

    /// What a letter is in the words that are looked for; `None` where it is in none.
    fn plain(char: char) -> Option<char> {
        match char {
            'a'..='z' | 'A'..='Z' => Some(char.to_ascii_lowercase()),
            'ё' | 'Ё' => Some('е'),
            'а'..='я' | 'А'..='Я' => char.to_lowercase().next(),
            _ => None,
        }
    }

    /// As [`may_have_clue`], word by word.
    fn may_have_clue_plainly(text: &str) -> bool {
        let is_latin = |char: char| char.is_ascii_alphabetic();
        let is_cyrillic = |char: char| ('\u{400}'..'\u{480}').contains(&char);
        let folded = |word: &str| word.chars().map(plain).collect::<Option<String>>();
        let is_latin_head = |word: &str| {
            let folded = folded(word);
            lists::english_heads().any(|head| Some(ascii_part(head).to_ascii_lowercase()) == folded)
        };
        let is_cyrillic_head = |word: &str| {
            let folded = folded(word);
            russian_head::heads()
                .any(|head| folded == Some(head.split('-').next_back().unwrap().replace('ё', "е")))
        };
        // Other letters may stand before an ending.
        let ends = |word: &str| {
            let places: String = word.chars().map(|char| plain(char).unwrap_or('?')).collect();
            russian_name::patronymic_endings().any(|ending| places.ends_with(ending))
        };
        let is_initial =
            |word: &str| matches!(word.chars().collect::<Vec<_>>()[..], ['А'..='Я' | 'Ё'] | ['Д', 'ж']);
        let mut words = text.split(|char| !is_latin(char)).filter(|word| word.len() > 1);
        let has = |sign: &&[u8]| text.as_bytes().windows(sign.len()).any(|bytes| bytes == *sign);
        if SIGNS.iter().any(has) || words.any(is_latin_head) {
            return true;
        }
        let mut rest = text;
        while let Some(start) = rest.find(is_cyrillic) {
            rest = &rest[start..];
            let end = rest.find(|char| !is_cyrillic(char)).unwrap_or(rest.len());
            let word = &rest[..end];
            rest = &rest[end..];
            if ends(word)
                || word.len() > 2 && is_cyrillic_head(word)
                || rest.starts_with('.') && is_initial(word)
            {
                return true;
            }
        }
        false
    }

    #[test]
    fn endings_are_as_long_as_the_look_for_them_needs() {
        assert!(ENDINGS.reversed.iter().all(|ending| ending.len() >= 3), "{:?}", ENDINGS.reversed);
    }

    #[test]
    fn every_head_and_every_ending_is_found() {
        for head in lists::english_heads() {
            assert!(may_have_clue(head, &[]) && may_have_clue(&head.to_ascii_uppercase(), &[]), "{head}");
        }
        for head in russian_head::heads() {
            assert!(may_have_clue(&format!("с {}", head.to_uppercase()), &[]), "{head}");
        }
        for ending in russian_name::patronymic_endings() {
            assert!(may_have_clue(&format!("Петр{ending} "), &[]), "{ending}");
        }
    }

    proptest! {
        #[test]
        fn a_glance_sees_what_a_look_at_each_word_does(
            words in prop::collection::vec(
                prop_oneof![
                    "[a-zA-Z]{1,9}|[а-яА-ЯёЁ]{1,9}|[Ѐ-џ]{1,4}|[\u{212a}\u{2019}\u{ad}«ا-ي漢α-ω.,0-9 ]{1,3}",
                    Just("President".to_owned()),
                    Just("министр".to_owned()),
                    "[А-Я]|Дж|[а-я]{0,5}(ович|евна|овной|ичем|евича)[а-яѣ]{0,1}",
                ],
                0..6,
            ),
            between in "[ .\\-a-zа-я]",
        ) {
            let text = words.join(&between);
            prop_assert_eq!(may_have_clue(&text, &[]), may_have_clue_plainly(&text), "{}", text);
        }
    }
}
