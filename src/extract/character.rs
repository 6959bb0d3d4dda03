//! What kind of character each is, in a table: the standard library searches its own for each letter past ASCII, and
//! a load asks for every character several times.

use std::sync::OnceLock;

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

/// The kinds of a character, one bit each.
type Kinds = u8;

const ALPHABETIC: Kinds = 1;
const NUMERIC: Kinds = 1 << 1;
const WHITE_SPACE: Kinds = 1 << 2;
const LOWERCASE: Kinds = 1 << 3;
const UPPERCASE: Kinds = 1 << 4;
const MARK: Kinds = 1 << 5;

/// As [`char::is_alphabetic`].
#[inline]
pub(super) fn is_alphabetic(char: char) -> bool {
    kinds(char) & ALPHABETIC != 0
}

/// As [`char::is_alphanumeric`].
#[inline]
pub(super) fn is_alphanumeric(char: char) -> bool {
    kinds(char) & (ALPHABETIC | NUMERIC) != 0
}

/// As [`char::is_numeric`].
#[inline]
pub(super) fn is_numeric(char: char) -> bool {
    kinds(char) & NUMERIC != 0
}

/// As [`char::is_whitespace`].
#[inline]
pub(super) fn is_white_space(char: char) -> bool {
    kinds(char) & WHITE_SPACE != 0
}

/// As [`char::is_lowercase`].
#[inline]
pub(super) fn is_lowercase(char: char) -> bool {
    kinds(char) & LOWERCASE != 0
}

/// As [`char::is_uppercase`].
#[inline]
pub(super) fn is_uppercase(char: char) -> bool {
    kinds(char) & UPPERCASE != 0
}

/// Whether the general category is one of the marks: Mn, Mc, Me.
#[inline]
pub(super) fn is_mark(char: char) -> bool {
    kinds(char) & MARK != 0
}

/// Whether it is one of the ideographs that nearly all Chinese is written with. They are many and all of one kind, and
/// the bundled names meet most blocks of them, so that to look each one up would be most of what the tables cost.
#[inline]
pub(super) fn is_han(char: char) -> bool {
    matches!(char, '\u{4e00}'..='\u{9fff}')
}

/// How many characters a block of the table has.
const BLOCK: usize = 256;

/// The table ends behind the emoji.
const BLOCKS: usize = 0x2_0000 / BLOCK;

/// A block is made when a character of it is met first.
static TABLE: [OnceLock<Box<[Kinds; BLOCK]>>; BLOCKS] = [const { OnceLock::new() }; BLOCKS];

static ASCII: [Kinds; 128] = {
    let mut kinds = [0; 128];
    let mut code = 0;
    while code < kinds.len() {
        kinds[code] = match code as u8 {
            b'a'..=b'z' => ALPHABETIC | LOWERCASE,
            b'A'..=b'Z' => ALPHABETIC | UPPERCASE,
            b'0'..=b'9' => NUMERIC,
            b' ' | b'\t'..=b'\r' => WHITE_SPACE,
            _ => 0,
        };
        code += 1;
    }
    kinds
};

#[inline]
fn kinds(char: char) -> Kinds {
    let code = char as usize;
    if let Some(kinds) = ASCII.get(code) {
        return *kinds;
    }
    match TABLE.get(code / BLOCK) {
        Some(block) => block.get_or_init(|| make_block(code / BLOCK))[code % BLOCK],
        None => find_kinds(char),
    }
}

#[cold]
fn make_block(block: usize) -> Box<[Kinds; BLOCK]> {
    let mut kinds = Box::new([0; BLOCK]);
    for (place, kinds) in kinds.iter_mut().enumerate() {
        let char = u32::try_from(block * BLOCK + place).ok().and_then(char::from_u32);
        *kinds = char.map_or(0, find_kinds);
    }
    kinds
}

fn find_kinds(char: char) -> Kinds {
    if is_han(char) {
        return ALPHABETIC;
    }
    let is_mark = GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(char));
    [
        (ALPHABETIC, char.is_alphabetic()),
        (NUMERIC, char.is_numeric()),
        (WHITE_SPACE, char.is_whitespace()),
        (LOWERCASE, char.is_lowercase()),
        (UPPERCASE, char.is_uppercase()),
        (MARK, is_mark),
    ]
    .into_iter()
    .fold(0, |kinds, (kind, is_one)| if is_one { kinds | kind } else { kinds })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_of_the_kinds_that_the_standard_library_tells() {
        let categories = CodePointMapData::<GeneralCategory>::new();
        for char in '\0'..=char::MAX {
            let told = [
                is_alphabetic(char),
                is_alphanumeric(char),
                is_numeric(char),
                is_white_space(char),
                is_lowercase(char),
                is_uppercase(char),
                is_mark(char),
            ];
            let expected = [
                char.is_alphabetic(),
                char.is_alphanumeric(),
                char.is_numeric(),
                char.is_whitespace(),
                char.is_lowercase(),
                char.is_uppercase(),
                GeneralCategoryGroup::Mark.contains(categories.get(char)),
            ];
            assert_eq!(told, expected, "U+{:04X}", u32::from(char));
        }
    }
}
