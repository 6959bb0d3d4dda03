//! The classes of characters that decide where a hashtag, a handle or an address ends.
//!
//! The source of the rules is tdlib, `td/telegram/MessageEntity.cpp` and `tdutils/td/utils/unicode.cpp`:
//! letters are the general categories L, digits Nd, numbers Nl and No of Unicode 16.0. Combining marks
//! and emoji are in no class.

mod ranges;

use ranges::{DECIMAL_DIGITS, LETTERS, OTHER_NUMBERS, Range};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Other,
    Letter,
    DecimalDigit,
    OtherNumber,
}

/// Every code point from here on is [`Class::Other`].
const CODE_POINTS: usize = 0x3_2400;

/// Two bits for each code point, four code points a byte.
static CLASSES: [u8; CODE_POINTS / 4] = {
    let classes = [0; CODE_POINTS / 4];
    let classes = mark(classes, LETTERS, Class::Letter);
    let classes = mark(classes, DECIMAL_DIGITS, Class::DecimalDigit);
    mark(classes, OTHER_NUMBERS, Class::OtherNumber)
};

const fn mark(mut classes: [u8; CODE_POINTS / 4], ranges: &[Range], class: Class) -> [u8; CODE_POINTS / 4] {
    let mut index = 0;
    while index < ranges.len() {
        let (first, last) = ranges[index];
        let mut code = first;
        while code <= last {
            if code % 4 == 0 && code + 3 <= last {
                classes[code as usize / 4] = class as u8 * 0b0101_0101;
                code += 4;
            } else {
                classes[code as usize / 4] |= (class as u8) << (code % 4 * 2);
                code += 1;
            }
        }
        index += 1;
    }
    classes
}

fn class(character: char) -> Class {
    let code = character as usize;
    let four = CLASSES.get(code / 4).copied().unwrap_or(0);
    match four >> (code % 4 * 2) & 0b11 {
        0 => Class::Other,
        1 => Class::Letter,
        2 => Class::DecimalDigit,
        _ => Class::OtherNumber,
    }
}

/// Whether this is a letter: at least one of them must stand in a hashtag.
pub(super) fn is_letter(character: char) -> bool {
    class(character) == Class::Letter
}

/// Whether a hashtag may consist of this character: a letter, a decimal digit, the underscore, the
/// zero-width non-joiner, the middle dot, or any character of the Sinhala block, its marks included.
#[must_use]
pub fn is_hashtag_character(character: char) -> bool {
    matches!(class(character), Class::Letter | Class::DecimalDigit)
        || matches!(character, '_' | '\u{200c}' | '\u{b7}' | '\u{d80}'..='\u{dff}')
}

/// Whether this is part of a word, so that no handle or command may touch it.
pub(super) fn is_word_character(character: char) -> bool {
    character == '_' || class(character) != Class::Other
}

/// Whether a user name may hold this byte: `A` to `Z` in either case, a digit, an underscore.
pub(super) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether this is a space of the general categories Z; the control characters are none.
pub(super) fn is_separator(character: char) -> bool {
    matches!(
        character,
        ' ' | '\u{a0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{2028}'..='\u{2029}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{3000}'
    )
}

#[cfg(test)]
mod tests {
    use super::{Class, class, is_separator};
    use crate::extract::entities::shared_file;

    #[test]
    fn every_code_point_has_the_class_of_the_published_tables() {
        let Some(text) = shared_file("data/tdlib_unicode_simple_category.json") else { return };
        let tables: serde_json::Value = serde_json::from_str(&text).unwrap();
        let mut expected = vec![""; 0x11_0000];
        for (name, ranges) in tables["ranges"].as_object().unwrap() {
            let name = ["Letter", "DecimalNumber", "Number", "Separator"]
                .into_iter()
                .find(|known| known == name)
                .expect("a known class");
            for range in ranges.as_array().unwrap() {
                let first = range[0].as_u64().unwrap() as usize;
                let last = range[1].as_u64().unwrap() as usize;
                expected[first..=last].fill(name);
            }
        }
        for character in '\0'..=char::MAX {
            let ours = match class(character) {
                Class::Letter => "Letter",
                Class::DecimalDigit => "DecimalNumber",
                Class::OtherNumber => "Number",
                Class::Other if is_separator(character) => "Separator",
                Class::Other => "",
            };
            assert_eq!(ours, expected[character as usize], "U+{:04X}", character as u32);
        }
    }

    #[test]
    fn the_classes_hold_at_their_edges() {
        for (character, expected) in [
            ('@', Class::Other),
            ('A', Class::Letter),
            ('Z', Class::Letter),
            ('[', Class::Other),
            ('0', Class::DecimalDigit),
            ('²', Class::OtherNumber),
            ('Ⅷ', Class::OtherNumber),
            ('٣', Class::DecimalDigit),
            ('й', Class::Letter),
            ('\u{306}', Class::Other),
            ('ि', Class::Other),
            ('ह', Class::Letter),
            ('🔥', Class::Other),
            ('\u{323af}', Class::Letter),
            ('\u{323b0}', Class::Other),
            (char::MAX, Class::Other),
        ] {
            assert_eq!(class(character), expected, "{character:?}");
        }
    }
}
