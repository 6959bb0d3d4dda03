//! The only definition of "the same word whatever its case": full Unicode case folding, then NFC.
//!
//! A load folds every character of every text, so characters that need no look at their neighbours, as
//! nearly all do, are looked up in a table; a text with any other character goes the long way whole.

use std::sync::OnceLock;

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;
#[expect(
    deprecated,
    reason = "it is ICU's own property and no other tells who combines with what is before"
)]
use icu_properties::props::SegmentStarter;
use icu_properties::{CodePointSetData, CodePointSetDataBorrowed};

use super::character;

/// `text` with full Unicode case folding (C + F of `CaseFolding.txt`), then in Normalization Form C.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    fold_one_by_one(text).unwrap_or_else(|| fold_as_a_whole(text))
}

fn fold_as_a_whole(text: &str) -> String {
    let folded = CaseMapper::new().fold_string(text);
    ComposingNormalizerBorrowed::new_nfc().normalize(&folded).into_owned()
}

/// The folded text, when every character of it folds alike whatever stands beside it.
fn fold_one_by_one(text: &str) -> Option<String> {
    let mut folded = String::with_capacity(text.len());
    // Most characters stay as they are: these are copied in one piece up to the next one that does not.
    let (mut copied, mut at) = (0, 0);
    while let Some(length) = text.as_bytes().get(at..)?.iter().position(may_fold) {
        at += length;
        for char in text.get(at..)?.chars() {
            let instead = fold_alone(char)?;
            if instead != char {
                folded.push_str(text.get(copied..at)?);
                folded.push(instead);
                copied = at + char.len_utf8();
            }
            at += char.len_utf8();
            if char.is_ascii() {
                break;
            }
        }
    }
    folded.push_str(text.get(copied..)?);
    Some(folded)
}

/// What the character folds to whatever stands beside it; `None` where that matters, or more than one character comes
/// of it.
#[inline]
pub(super) fn fold_alone(char: char) -> Option<char> {
    if char.is_ascii() {
        return Some(char.to_ascii_lowercase());
    }
    let (block, place) = (char as usize / BLOCK, char as usize % BLOCK);
    TABLE.get(block)?.get_or_init(|| make_block(block))[place]
}

/// Whether a character that begins with this byte may fold to another one.
fn may_fold(byte: &u8) -> bool {
    byte.is_ascii_uppercase() || !byte.is_ascii()
}

/// How many characters a block of the table has.
const BLOCK: usize = 256;

/// The table ends behind the emoji.
const BLOCKS: usize = 0x2_0000 / BLOCK;

/// For each character what it folds to, or `None` where its neighbours matter. A block is made when a
/// character of it is met first, so that a short text costs little.
static TABLE: [OnceLock<Box<[Option<char>; BLOCK]>>; BLOCKS] = [const { OnceLock::new() }; BLOCKS];

fn make_block(block: usize) -> Box<[Option<char>; BLOCK]> {
    let mut folded = Box::new([None; BLOCK]);
    for (place, folded) in folded.iter_mut().enumerate() {
        let char = u32::try_from(block * BLOCK + place).ok().and_then(char::from_u32);
        *folded = char.and_then(fold_without_neighbours);
    }
    folded
}

/// The characters of class 0 that no decomposition has behind its first place.
#[expect(deprecated, reason = "see the import")]
static STARTERS: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<SegmentStarter>();

/// What a character folds to when that is one character that normalization leaves alone and that never
/// becomes one with the character before it. A text of such characters is normalized (UAX #15, section 9:
/// all of them have the quick check value Yes and the combining class 0).
fn fold_without_neighbours(char: char) -> Option<char> {
    if character::is_han(char) {
        return Some(char);
    }
    let alone = char.encode_utf8(&mut [0; 4]).to_owned();
    let folded = CaseMapper::new().fold_string(&alone);
    let mut chars = folded.chars();
    let (Some(only), None) = (chars.next(), chars.next()) else { return None };
    let is_inert =
        STARTERS.contains(only) && ComposingNormalizerBorrowed::new_nfc().normalize(&folded) == folded;
    is_inert.then_some(only)
}

#[cfg(test)]
mod tests {
    use super::{fold, fold_as_a_whole, fold_one_by_one};
    use proptest::prelude::*;

    #[test]
    fn every_script_folds() {
        for (text, folded) in [
            ("BRICS", "brics"),
            ("Россия", "россия"),
            ("Straße", "strasse"),
            ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
            ("И\u{306}од", "йод"),
            ("İ", "i\u{307}"),
            ("ثلاثة", "ثلاثة"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    /// Beside a letter, a Hangul consonant and a Bengali vowel, each of which becomes one with what may follow it.
    #[test]
    fn every_character_of_the_table_folds_as_in_the_long_way() {
        let mut taken = 0;
        for char in '\u{80}'..'\u{20000}' {
            let text = format!("E{char}ᄀ{char}\u{9c7}{char}");
            if let Some(folded) = fold_one_by_one(&text) {
                assert_eq!(folded, fold_as_a_whole(&text), "U+{:04X}", u32::from(char));
                taken += 1;
            }
        }
        assert!(taken > 50_000, "{taken}");
    }

    #[test]
    fn ordinary_texts_of_any_script_go_the_short_way() {
        for text in ["🔵 Первый пункт: «Йод»", "ثلاثة أسئلة", "Straße", "日本語 1️⃣ – €5…"]
        {
            let is_short = text != "Straße";
            assert_eq!(fold_one_by_one(text).is_some(), is_short, "{text}");
        }
    }

    proptest! {
        #[test]
        fn neighbours_change_nothing_that_the_table_takes(
            text in "[a-zA-Zа-яёА-ЯЁİßﬁΆ\u{e00}-\u{e7f}\u{1100}-\u{1200}\u{ac00}-\u{ac20}\u{300}-\u{345}\u{5d0}-\u{652}]{0,12}"
        ) {
            prop_assert_eq!(fold(&text), fold_as_a_whole(&text));
        }
    }
}
