//! A text in the form in which words are looked for in it: folded, and every run of white space one space, so
//! that a phrase is found across a line break, a double or a no-break space.

use std::ops::Range;
use std::sync::LazyLock;

use super::eight;
use super::fold::{fold, fold_alone};

/// `text` folded ([`fold`]), each run of Unicode white space turned into one space.
#[must_use]
pub fn folded_text(text: &str) -> String {
    let mut evening = Evening::with_room(text.len());
    if evening.push(text).is_some() { evening.folded } else { fold_and_even(text) }
}

/// `text` as [`folded_text`] has it, and each of its `parts` in that form. Parts are bytes of the text, in order; they
/// do not overlap, and begin and end with something else than white space.
pub(super) fn folded_with_parts(text: &str, parts: &[Range<usize>]) -> (String, Vec<String>) {
    one_by_one(text, parts).unwrap_or_else(|| {
        let part = |part: &Range<usize>| folded_text(text.get(part.clone()).unwrap_or_default());
        (folded_text(text), parts.iter().map(part).collect())
    })
}

fn one_by_one(text: &str, parts: &[Range<usize>]) -> Option<(String, Vec<String>)> {
    let mut evening = Evening::with_room(text.len());
    let mut folded = Vec::with_capacity(parts.len());
    let mut done = 0;
    for part in parts {
        evening.push(text.get(done..part.start)?)?;
        let start = evening.folded.len();
        evening.push(text.get(part.clone())?)?;
        folded.push(evening.folded.get(start..)?.to_owned());
        done = part.end;
    }
    evening.push(text.get(done..)?)?;
    Some((evening.folded, folded))
}

/// A text that is folded and evened piece by piece.
struct Evening {
    folded: String,
    is_after_space: bool,
}

/// What is to be done with a byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    /// Nothing.
    Copied,
    /// Nothing, and most likely the next ones are such bytes too: a small letter.
    Letter,
    Space,
    /// White space of another kind.
    OtherSpace,
    Capital,
    /// It begins a character of two bytes.
    Two,
    /// It begins a longer one.
    Longer,
}

static BYTES: [Byte; 256] = {
    let mut bytes = [Byte::Copied; 256];
    let mut byte = 0;
    while byte < bytes.len() {
        bytes[byte] = match byte as u8 {
            b' ' => Byte::Space,
            b'\t'..=b'\r' => Byte::OtherSpace,
            b'A'..=b'Z' => Byte::Capital,
            b'a'..=b'z' => Byte::Letter,
            0x80..0xe0 => Byte::Two,
            0xe0.. => Byte::Longer,
            _ => Byte::Copied,
        };
        byte += 1;
    }
    bytes
};

/// For each character of two bytes in UTF-8 the one that it folds to whatever stands beside it; 0 where that matters,
/// and for white space.
static TWO_BYTES: LazyLock<Box<[u16; 0x800]>> = LazyLock::new(|| {
    let mut table = Box::new([0; 0x800]);
    for (char, folded) in ('\0'..).zip(table.iter_mut()).skip(0x80) {
        let alone = fold_alone(char).filter(|_| !char.is_whitespace());
        *folded = alone.and_then(|alone| u16::try_from(u32::from(alone)).ok()).unwrap_or(0);
    }
    table
});

/// A 1 in each byte.
const ONES: u64 = u64::MAX / 0xff;

/// How many of the first of eight bytes are ASCII that stays as it is; `is_after_space` tells whether the byte before
/// them is a space, and then whether the last one of these is.
#[inline]
fn even_bytes(eight: [u8; 8], is_after_space: &mut bool) -> usize {
    let bytes = u64::from_le_bytes(eight);
    // The highest bit of each byte says whether that byte is so, up to the first one that is not ASCII.
    let high = ONES << 7;
    let is_at_least = |least: u8| bytes.wrapping_add(u64::from(0x80 - least) * ONES);
    let spaces = is_at_least(b' ') & !is_at_least(b' ' + 1) & high;
    let capitals = is_at_least(b'A') & !is_at_least(b'Z' + 1);
    let doubles = spaces & (spaces << 8 | u64::from(*is_after_space) << 7);
    let uneven = (bytes | capitals | !is_at_least(b' ')) & high | doubles;
    let even = uneven.trailing_zeros() / 8;
    if let Some(last) = even.checked_sub(1) {
        *is_after_space = spaces >> (8 * last) & 0x80 != 0;
    }
    even as usize
}

impl Evening {
    fn with_room(room: usize) -> Self {
        Self { folded: String::with_capacity(room), is_after_space: false }
    }

    /// Adds the next piece of the text; `None` when a character of it folds otherwise beside others.
    fn push(&mut self, piece: &str) -> Option<()> {
        let two_bytes = &*TWO_BYTES;
        let bytes = piece.as_bytes();
        // What stays as it is is copied in one go.
        let (mut copied, mut at) = (0, 0);
        let mut is_after_space = self.is_after_space;
        while let Some(byte) = bytes.get(at) {
            let (instead, length) = match BYTES[usize::from(*byte)] {
                Byte::Letter => {
                    at += 1;
                    is_after_space = false;
                    for eight in bytes[at..].as_chunks().0 {
                        let even = even_bytes(*eight, &mut is_after_space);
                        at += even;
                        if even < eight.len() {
                            break;
                        }
                    }
                    continue;
                }
                Byte::Copied => {
                    at += 1;
                    is_after_space = false;
                    continue;
                }
                Byte::Space if !is_after_space => {
                    at += 1;
                    is_after_space = true;
                    continue;
                }
                Byte::Space | Byte::OtherSpace => (' ', 1),
                Byte::Capital => (char::from(byte.to_ascii_lowercase()), 1),
                Byte::Two => {
                    let begin = at;
                    // These stay as they are.
                    at += 2 * eight::small_cyrillic_letters(&bytes[at..]);
                    let (mut code, mut folded) = (0, 0);
                    for pair in bytes[at..].as_chunks().0 {
                        let [first @ 0xc0..0xe0, second] = *pair else { break };
                        code = u16::from(first & 0x1f) << 6 | u16::from(second & 0x3f);
                        folded = two_bytes[usize::from(code)];
                        if folded != code {
                            break;
                        }
                        at += 2;
                    }
                    if at > begin {
                        is_after_space = false;
                        continue;
                    }
                    let known = char::from_u32(folded.into()).filter(|known| *known != '\0');
                    (known.map_or_else(|| fold_alone(char::from_u32(code.into())?), Some)?, 2)
                }
                Byte::Longer => {
                    let char = piece.get(at..)?.chars().next()?;
                    let instead = fold_alone(char)?;
                    if instead == char && !char.is_whitespace() {
                        at += char.len_utf8();
                        is_after_space = false;
                        continue;
                    }
                    (instead, char.len_utf8())
                }
            };
            self.folded.push_str(piece.get(copied..at)?);
            at += length;
            copied = at;
            let is_space = instead.is_whitespace();
            if !is_space {
                self.folded.push(instead);
            } else if !is_after_space {
                self.folded.push(' ');
            }
            is_after_space = is_space;
        }
        self.folded.push_str(piece.get(copied..)?);
        self.is_after_space = is_after_space;
        Some(())
    }
}

fn fold_and_even(text: &str) -> String {
    let folded = fold(text);
    let mut even = String::with_capacity(folded.len());
    let mut is_after_space = false;
    for character in folded.chars() {
        let is_space = character.is_whitespace();
        if !is_space {
            even.push(character);
        } else if !is_after_space {
            even.push(' ');
        }
        is_after_space = is_space;
    }
    even
}

#[cfg(test)]
mod tests {
    use super::{fold_and_even, folded_text, folded_with_parts};
    use proptest::prelude::*;

    #[test]
    fn a_phrase_is_the_same_whatever_white_space_stands_in_it() {
        for text in [
            "Free trade",
            "FREE\u{a0}TRADE",
            "free\ntrade",
            "free  trade",
            "Free \r\n\t Trade",
            "free\u{3000}trade",
        ] {
            assert_eq!(folded_text(text), "free trade", "{text:?}");
        }
        assert_eq!(folded_text(" Война\n\nи  мир "), " война и мир ");
        assert_eq!(folded_text(""), "");
    }

    #[test]
    fn every_character_is_folded_and_evened_as_in_the_long_way() {
        for char in '\0'..='\u{20fff}' {
            let text = format!("A {char} {char}{char}\n{char}б");
            assert_eq!(folded_text(&text), fold_and_even(&text), "U+{:04X}", u32::from(char));
        }
    }

    #[test]
    fn a_part_is_folded_as_alone() {
        for text in
            ["x \n• Первый  ПУНКТ\u{a0}¹ \n\n2) Second", "é\u{301} • Первый  ПУНКТ\u{a0}¹ \n2) Second"]
        {
            let first = text.find('П').unwrap();
            let parts = [first..text.find('¹').unwrap() + 2, text.find("Sec").unwrap()..text.len()];
            let (folded, folded_parts) = folded_with_parts(text, &parts);
            assert_eq!(folded, folded_text(text));
            assert_eq!(folded_parts, ["первый пункт ¹", "second"]);
        }
    }

    /// The first half of a text of sixteen bytes goes through eight at a time, the other one by one.
    #[test]
    fn every_two_bytes_of_ascii_are_folded_and_evened_anywhere_in_a_text() {
        for pair in 0..1 << 14 {
            let [one, other] = [pair >> 7, pair & 0x7f].map(|byte| char::from(u8::try_from(byte).unwrap()));
            for before in [0, 3, 7, 8] {
                let text = format!("{}{one}{other}b C d{other}", &"abcdefgh ij"[..before]);
                assert_eq!(folded_text(&text), fold_and_even(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn every_letter_of_two_bytes_is_folded_anywhere_in_a_text() {
        for char in '\u{80}'..'\u{800}' {
            for before in ["", "я", "яёя", "а ", "a", "ab ", "яa ", "яшщц"] {
                let text = format!("ш{before}{char}р {char}{char}b  Жд{before}{char}щц");
                assert_eq!(folded_text(&text), fold_and_even(&text), "{text:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_folded_as_in_the_long_way(
            text in "[a-cA-CабвАБВёЁßİК \n\t\u{a0}\u{2000}-\u{2003}\u{2028}\u{3000}\u{85}\u{1c}\u{300}-\u{303}\u{627}]{0,16}"
        ) {
            prop_assert_eq!(folded_text(&text), fold_and_even(&text));
        }

        #[test]
        fn any_longer_text_is_folded_as_in_the_long_way(
            text in "([a-z]{0,9}[ A-Z.,\n]|[а-яё]{0,5}[А-Я «»]| ?[α-ωΑ-Ω]{0,3}|[ا-ي]{0,4}[ \u{640}\u{64b}]|[漢-熙]|[😀-😏]|[\u{a0}\u{85}\u{b5}\u{df}\u{17f}\u{130}]){0,12}"
        ) {
            prop_assert_eq!(folded_text(&text), fold_and_even(&text));
            let parts: Vec<_> = text
                .split_inclusive([' ', '\n'])
                .scan(0, |end, part| {
                    let start = *end;
                    *end += part.len();
                    Some(start..start + part.trim_end().len())
                })
                .filter(|part| !part.is_empty() && !text[part.clone()].starts_with(char::is_whitespace))
                .collect();
            let (folded, folded_parts) = folded_with_parts(&text, &parts);
            prop_assert_eq!(folded, fold_and_even(&text));
            for (part, folded) in parts.into_iter().zip(folded_parts) {
                prop_assert_eq!(folded, fold_and_even(&text[part]));
            }
        }
    }
}
