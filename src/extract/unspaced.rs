//! Characters that no blank parts from the next word: scripts that are written without spaces, and symbols
//! such as emoji. A search for them looks at each one by itself.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

static CATEGORIES: CodePointMapDataBorrowed<'static, GeneralCategory> =
    CodePointMapData::<GeneralCategory>::new();

/// What stands around each such character in [`parted`]: a control character (UNIT SEPARATOR) that parts words
/// and that nobody writes.
pub const PART: char = '\u{1F}';

/// Whether the character belongs to a script whose words stand side by side without a space: Chinese, Japanese,
/// Thai, Lao, Khmer, Burmese.
#[must_use]
pub fn is_unspaced(char: char) -> bool {
    matches!(char,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{2FDF}'
        | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3031}'..='\u{3035}' | '\u{3038}'..='\u{303C}'
        | '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{312F}'
        | '\u{31A0}'..='\u{31BF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}' | '\u{1AFF0}'..='\u{1B16F}' | '\u{20000}'..='\u{323AF}')
}

/// Whether the character is an emoji or another symbol, and no letter, figure or punctuation mark. Those of ASCII,
/// such as `+`, are none.
#[must_use]
pub fn is_symbol(char: char) -> bool {
    !char.is_ascii() && GeneralCategoryGroup::Symbol.contains(CATEGORIES.get(char))
}

/// Whether a search must look at the character by itself.
#[must_use]
pub fn stands_alone(char: char) -> bool {
    !char.is_ascii() && (is_unspaced(char) || is_symbol(char))
}

/// The text in Normalization Form C, so that one letter is one character however it was typed.
#[must_use]
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// The [`composed`] text with [`PART`] around each character that [`stands_alone`].
#[must_use]
pub fn parted(text: &str) -> String {
    let text = composed(text);
    let mut parted = String::with_capacity(text.len());
    for char in text.chars() {
        if stands_alone(char) {
            parted.extend([PART, char, PART]);
        } else {
            parted.push(char);
        }
    }
    parted
}

#[cfg(test)]
mod tests {
    use super::{is_symbol, is_unspaced, parted};

    #[test]
    fn only_scripts_without_spaces_and_symbols_stand_alone() {
        for char in ['中', 'の', 'カ', '々', 'ไ', 'ກ', 'ខ', 'က', '𠀀'] {
            assert!(is_unspaced(char) && !is_symbol(char), "{char}");
        }
        for char in ['🔥', '🫡', '❤', '🇨', '🏽', '€', '№', '→'] {
            assert!(is_symbol(char) && !is_unspaced(char), "{char}");
        }
        for char in ['a', '+', '$', 'й', 'ё', 'م', '\u{64E}', 'ह', '한', 'ა', '—', '、', '«', '5', '\u{200D}']
        {
            assert!(!is_symbol(char) && !is_unspaced(char), "{char}");
        }
    }

    #[test]
    fn each_of_them_is_parted_from_its_neighbours() {
        assert_eq!(parted("ab中国c🔥"), "ab\u{1F}中\u{1F}\u{1F}国\u{1F}c\u{1F}🔥\u{1F}");
        assert_eq!(parted("и\u{306} a"), "й a");
    }
}
