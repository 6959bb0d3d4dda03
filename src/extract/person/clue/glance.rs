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
use crate::extract::naming::hashed::{Hashes, Kind, Word, hash_of};

/// Whole words in a small alphabet, in order.
struct Words(Vec<Vec<u8>>);

impl Words {
    fn of(words: impl Iterator<Item = Vec<u8>>) -> Self {
        let mut sorted: Vec<Vec<u8>> = words.collect();
        sorted.sort_unstable();
        Self(sorted)
    }

    /// Whether the letters are one of the words.
    fn has(&self, letters: impl Iterator<Item = u8> + Clone) -> bool {
        self.0.binary_search_by(|known| known.iter().copied().cmp(letters.clone())).is_ok()
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

/// Whether the parts of `text`, of which these are the `words`, outside the `closed` ranges can have a clue. Never `false`
/// where somebody is named.
pub(in crate::extract::person) fn may_have_clue(
    text: &str,
    words: &[Word],
    mut closed: &[Range<usize>],
) -> bool {
    let bytes = text.as_bytes();
    let likely = &*LIKELY;
    // Where the next range begins.
    let mut limit = 0;
    for word in words {
        if word.end >= limit {
            let passed = closed.iter().take_while(|range| range.end <= word.start).count();
            closed = &closed[passed..];
            limit = closed.first().map_or(usize::MAX, |range| range.start);
        }
        if word.end >= limit {
            if open_parts(bytes, word, closed).any(may_name) {
                return true;
            }
        } else if likely.may_name(bytes, word) && may_name(&bytes[word.start..behind_point(bytes, word)]) {
            return true;
        }
    }
    false
}

/// The end of the word with the point behind it, which tells an initial.
fn behind_point(text: &[u8], word: &Word) -> usize {
    word.end + usize::from(text.get(word.end) == Some(&b'.'))
}

/// The parts of a word, and of the point behind it, that no range covers.
fn open_parts<'t>(text: &'t [u8], word: &Word, closed: &[Range<usize>]) -> impl Iterator<Item = &'t [u8]> {
    let end = behind_point(text, word);
    let ranges = closed.iter().cloned().chain(iter::once(end..end));
    ranges.scan(word.start, move |from, range| {
        let part = (*from < end).then(|| text.get(*from..range.start.min(end)).unwrap_or_default());
        *from = range.end.max(*from);
        part
    })
}

/// What words have that may name somebody.
struct Likely {
    /// The heads.
    heads: Hashes<256>,
    /// The endings: their last three letters.
    endings: Box<[u32; 1 << 10]>,
}

static LIKELY: LazyLock<Likely> = LazyLock::new(|| {
    let mut likely = Likely { heads: Hashes::default(), endings: Box::new([0; 1 << 10]) };
    let last_of = |head: &str| head.split('-').next_back().unwrap_or_default().replace('ё', "е");
    let russian = russian_head::heads().map(|head| last_of(&head));
    for head in lists::english_heads().map(|head| ascii_part(head).to_owned()).chain(russian) {
        if let Some(hash) = hash_of(&head) {
            likely.heads.add(hash);
        }
    }
    for ending in russian_name::patronymic_endings() {
        if let Some((before, last)) = last_three(ending.as_bytes()) {
            likely.endings[before] |= 1 << last;
        }
    }
    likely
});

impl Likely {
    /// Whether the word may name somebody, or be an initial where a point stands behind it.
    #[inline]
    fn may_name(&self, text: &[u8], word: &Word) -> bool {
        match word.kind {
            Kind::Latin(hash) => self.heads.may_have(hash),
            Kind::Cyrillic(hash) => {
                let letters = &text[word.start..word.end];
                self.heads.may_have(hash)
                    || match last_three(letters) {
                        Some((before, last)) => self.endings[before] & 1 << last != 0,
                        None => text.get(word.end) == Some(&b'.'),
                    }
            }
            Kind::Other { .. } | Kind::Sign => true,
        }
    }
}

/// What tells the last three of these letters of Cyrillic, the last one apart; from `А` to `я` it is the same for both
/// cases of a letter, and another for each.
#[inline]
fn last_three(letters: &[u8]) -> Option<(usize, u8)> {
    let [_, first, _, second, _, last] = *letters.last_chunk()?;
    Some((usize::from(first & 0x1f) << 5 | usize::from(second & 0x1f), last & 0x1f))
}

/// Whether there is a clue in a part of a text.
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
                if word.len() > 1 && latin_heads.has(word.iter().map(|byte| latin(*byte))) {
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
                if has_ending(endings, word)
                    || word.len() > 2 && cyrillic_heads.has(word.chunks_exact(2).map(cyrillic))
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
    use super::{ENDINGS, SIGNS, ascii_part};
    use crate::extract::naming::hashed::words;
    use crate::extract::person::{lists, russian_head, russian_name};
    use proptest::prelude::*;
    use std::iter;

    fn may_have_clue(text: &str) -> bool {
        super::may_have_clue(text, &words(text), &[])
    }

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
        assert!(ENDINGS.iter().all(|ending| ending.len() >= 3), "{:?}", *ENDINGS);
    }

    #[test]
    fn every_head_and_every_ending_is_found() {
        for head in lists::english_heads() {
            assert!(may_have_clue(head) && may_have_clue(&head.to_ascii_uppercase()), "{head}");
        }
        for head in russian_head::heads() {
            assert!(may_have_clue(&format!("с {}", head.to_uppercase())), "{head}");
        }
        for ending in russian_name::patronymic_endings() {
            assert!(may_have_clue(&format!("Петр{ending} ")), "{ending}");
        }
    }

    proptest! {
        #[test]
        fn a_glance_sees_what_a_look_at_each_word_does(
            parts in prop::collection::vec(
                prop_oneof![
                    "[a-zA-Z]{1,9}|[а-яА-ЯёЁ]{1,9}|[Ѐ-џ]{1,4}|[\u{212a}\u{2019}\u{ad}«ا-ي漢α-ω.,0-9 ]{1,3}",
                    Just("President".to_owned()),
                    Just("министр".to_owned()),
                    "[А-Я]|Дж|[а-я]{0,5}(ович|евна|овной|ичем|евича)[а-яѣ]{0,1}",
                ],
                0..6,
            ),
            between in "[ .\\-a-zа-я]",
            mut ends in prop::collection::vec(0_usize..60, 0..6),
        ) {
            let text = parts.join(&between);
            prop_assert_eq!(may_have_clue(&text), may_have_clue_plainly(&text), "{}", text);
            ends.retain(|end| text.is_char_boundary(*end));
            ends.sort_unstable();
            let closed: Vec<_> = ends.as_chunks::<2>().0.iter().map(|[start, end]| *start..*end).collect();
            let from = iter::once(0).chain(closed.iter().map(|range| range.end));
            let to = closed.iter().map(|range| range.start).chain(iter::once(text.len()));
            let in_parts = from.zip(to).any(|(from, to)| may_have_clue_plainly(&text[from..to]));
            prop_assert_eq!(super::may_have_clue(&text, &words(&text), &closed), in_parts, "{} {:?}", text, closed);
        }
    }
}
