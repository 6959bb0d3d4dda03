//! A text in the form in which words are looked for in it: folded, and every run of white space one space, so
//! that a phrase is found across a line break, a double or a no-break space.

use std::ops::Range;

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
    Space,
    /// White space of another kind.
    OtherSpace,
    Capital,
    /// It is a part of a character past ASCII.
    Part,
}

static BYTES: [Byte; 256] = {
    let mut bytes = [Byte::Copied; 256];
    let mut byte = 0;
    while byte < bytes.len() {
        bytes[byte] = match byte as u8 {
            b' ' => Byte::Space,
            b'\t'..=b'\r' => Byte::OtherSpace,
            b'A'..=b'Z' => Byte::Capital,
            0x80.. => Byte::Part,
            _ => Byte::Copied,
        };
        byte += 1;
    }
    bytes
};

impl Evening {
    fn with_room(room: usize) -> Self {
        Self { folded: String::with_capacity(room), is_after_space: false }
    }

    /// Adds the next piece of the text; `None` when a character of it folds otherwise beside others.
    fn push(&mut self, piece: &str) -> Option<()> {
        let bytes = piece.as_bytes();
        // What stays as it is is copied in one go.
        let (mut copied, mut at) = (0, 0);
        let mut is_after_space = self.is_after_space;
        while let Some(byte) = bytes.get(at) {
            let instead = match BYTES[usize::from(*byte)] {
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
                Byte::Space | Byte::OtherSpace => ' ',
                Byte::Capital => char::from(byte.to_ascii_lowercase()),
                Byte::Part => {
                    let next = bytes.get(at + 1).copied().unwrap_or_default();
                    // The small letters of Russian.
                    if let (0xd0, 0xb0..=0xbf) | (0xd1, 0x80..=0x8f) = (*byte, next) {
                        at += 2;
                        is_after_space = false;
                        continue;
                    }
                    let char = piece.get(at..)?.chars().next()?;
                    let instead = fold_alone(char)?;
                    if instead == char && !char.is_whitespace() {
                        at += char.len_utf8();
                        is_after_space = false;
                        continue;
                    }
                    self.folded.push_str(piece.get(copied..at)?);
                    at += char.len_utf8();
                    copied = at;
                    let is_space = instead.is_whitespace();
                    if !is_space {
                        self.folded.push(instead);
                    } else if !is_after_space {
                        self.folded.push(' ');
                    }
                    is_after_space = is_space;
                    continue;
                }
            };
            self.folded.push_str(piece.get(copied..at)?);
            at += 1;
            copied = at;
            if instead != ' ' || !is_after_space {
                self.folded.push(instead);
            }
            is_after_space = instead == ' ';
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

    proptest! {
        #[test]
        fn any_text_is_folded_as_in_the_long_way(
            text in "[a-cA-CабвАБВёЁßİК \n\t\u{a0}\u{2000}-\u{2003}\u{2028}\u{3000}\u{85}\u{1c}\u{300}-\u{303}\u{627}]{0,16}"
        ) {
            prop_assert_eq!(folded_text(&text), fold_and_even(&text));
        }
    }
}
