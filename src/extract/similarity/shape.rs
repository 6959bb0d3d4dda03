//! What is kept of a word beside its number: by what it begins, what its end tells, and whether a comma stands before it.
//!
//! Two forms of one name, such as `Москва` and `Москву`, are two words. That they are of one name is told by their stems.

use super::character::is_of_unspaced_script;
use super::measure::is_and_in_one_letter;

/// Of a country the form it stands in, of another word its stem, as one of [`HASHES`] numbers; what else its letters
/// tell, as one of the [signs](NONE); and whether it stands [behind a comma](COMMA).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape(u16);

const COMMA: u16 = 1 << 15;
const HASHES: u16 = COMMA / 5;

/// What a word's letters tell: none of the others; that it cannot be the one who does it; the same, where its language has
/// cases; that it is of Arabic or Hebrew letters; and a country with an `and` before it, or letters that have one.
const NONE: u16 = 0;
const OBLIQUE: u16 = 1;
const ENDS_IN_U: u16 = 2;
const ARABIC: u16 = 3;
const AND: u16 = 4;

impl Shape {
    /// That of letters of a script without spaces, which have neither stem nor case.
    const OF_LETTERS: Self = Self(0);

    /// That of such letters as are mere sounds.
    const OF_SOUNDS: Self = Self(1);

    /// That of two letters of a script without spaces.
    pub(super) fn of_letters(first: char, second: char) -> Self {
        if !matches!(u32::from(first), 0x3005..) {
            return Self::OF_SOUNDS;
        }
        let has_and = is_and_in_one_letter(first) || is_and_in_one_letter(second);
        let is_sounds = matches!(u32::from(first), 0x3040..=0x31ff);
        let letters = if is_sounds { Self::OF_SOUNDS } else { Self::OF_LETTERS };
        if has_and { Self(letters.0 + AND * HASHES) } else { letters }
    }

    /// That of a word of a key form.
    pub(super) fn of(word: &str, is_subject: bool) -> Self {
        let bytes = word.as_bytes();
        let Some(first) = bytes.first().copied() else { return Self::OF_LETTERS };
        let kept =
            if is_subject { number(&bytes[bytes.len().saturating_sub(8)..]) } else { stem(bytes, first) };
        let mixed = kept.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48;
        let hash = ((mixed * u64::from(HASHES)) >> 16) as u16;
        Self(hash.max(2) + sign(word, first, is_subject) * HASHES)
    }

    fn hash(self) -> u16 {
        (self.0 & !COMMA) % HASHES
    }

    fn sign(self) -> u16 {
        (self.0 & !COMMA) / HASHES
    }

    /// The stem, when it is that of a word and not the form of a country.
    pub(super) fn stem(self) -> Option<u32> {
        (self.hash() > 1).then_some(u32::from(self.hash()))
    }

    /// Whether both are of the same letters, a comma before them aside.
    pub(super) fn has_same_letters(self, other: Self) -> bool {
        (self.0 ^ other.0) & !COMMA == 0
    }

    pub(super) fn put_behind_comma(&mut self) {
        self.0 |= COMMA;
    }

    pub(super) fn is_behind_comma(self) -> bool {
        self.0 & COMMA != 0
    }

    /// Whether the word cannot be the one who does it. A Latin `u` tells a case where the language has cases.
    pub(super) fn is_oblique(self, has_cases: bool) -> bool {
        self.sign() == OBLIQUE || has_cases && self.sign() == ENDS_IN_U
    }

    /// Whether the word is of Arabic or Hebrew letters, in which `and` is written together with the name behind it.
    pub(super) fn is_with_prefixes(self) -> bool {
        self.sign() == ARABIC || self.has_and() && self.hash() > 1
    }

    /// Whether it is a country with such an `and`, or one of two letters is one.
    pub(super) fn has_and(self) -> bool {
        self.sign() == AND
    }

    pub(super) fn is_sounds(self) -> bool {
        self.hash() == Self::OF_SOUNDS.0
    }
}

/// Tells of the words of a key form that begin at `commas` that they stand behind one; `shapes` are those of its words.
pub(super) fn mark_commas(form: &str, commas: &[usize], shapes: &mut [Shape]) {
    let (mut commas, mut number, mut start) = (commas.iter().copied().peekable(), 0, 0);
    for word in form.split(' ') {
        while commas.next_if(|comma| *comma < start).is_some() {}
        let Some(comma) = commas.peek() else { return };
        if *comma == start
            && let Some(shape) = shapes.get_mut(number)
        {
            shape.put_behind_comma();
        }
        start += word.len() + 1;
        // Of a script without spaces its pairs of letters are the words.
        let is_unspaced = word.starts_with(is_of_unspaced_script);
        number += if is_unspaced { word.chars().count().max(2) - 1 } else { usize::from(!word.is_empty()) };
    }
}

/// The first letters: four, of those of India three, of Korean syllables two.
fn stem(bytes: &[u8], first: u8) -> u64 {
    let length = match first {
        0..=0x7f => 4,
        // Latin with marks: most letters behind it have none.
        0xc2..=0xcb => 5,
        0xcc..=0xe0 => 8,
        _ => 6,
    };
    match bytes.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight) & (u64::MAX >> (64 - 8 * length)),
        None => number(&bytes[..bytes.len().min(length)]),
    }
}

/// At most eight bytes as one number.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn sign(word: &str, first: u8, is_subject: bool) -> u16 {
    match first {
        // Cyrillic.
        0xd0..=0xd3 if is_oblique_of_cyrillic(word) => OBLIQUE,
        0xd6..=0xdb => {
            let has_and = is_subject && word.starts_with(['و', 'ו']);
            if has_and { AND } else { ARABIC }
        }
        0..=0xcb => match word.as_bytes() {
            [.., 0xc4, 0x85 | 0x99] => OBLIQUE,
            [_, _, .., b'u'] => ENDS_IN_U,
            _ => NONE,
        },
        _ => NONE,
    }
}

/// Whether a word of Russian, Ukrainian or another such language has an ending that no nominative has.
fn is_oblique_of_cyrillic(word: &str) -> bool {
    const UNCHANGED: [&str; 9] =
        ["баку", "перу", "вануату", "тувалу", "палау", "науру", "катманду", "токмоку", "уагадугу"];
    // Others are of nominatives, too: `Сергей`, `герой`, `страх`.
    const ENDINGS: [&str; 4] = ["ого", "его", "ами", "ями"];
    match word.as_bytes() {
        // One letter is a preposition.
        [] | [_, _] => false,
        // "у", "ю".
        [.., 0xd1, 0x83 | 0x8e] => !UNCHANGED.contains(&word) && !word.ends_with("чжоу"),
        // The last letters of the endings.
        [.., 0xd0, 0xbe | 0xb8] => ENDINGS.iter().any(|ending| word.ends_with(ending)),
        _ => false,
    }
}
