//! How far the letters at the beginning of a text reach. Eight bytes are looked at together, which takes about as long as
//! to look at one, and most words end among the first of them.

/// A 1 in each byte.
const ONES: u64 = u64::MAX / 0xff;

/// The highest bit of each byte.
const HIGH: u64 = ONES << 7;

/// A 1 in each pair of bytes.
const PAIRS: u64 = u64::MAX / 0xffff;

/// What a letter from A to Z has in its small form only, in each byte.
pub(super) const SMALL: u64 = 0x20 * ONES;

/// All but the last bit of the first byte of each pair.
pub(super) const ALL_BUT_LAST_OF_PAIRS: u64 = !PAIRS;

/// How many of these eight bytes, from the first one on, are ASCII letters.
#[inline]
pub(super) fn ascii_letters_of(eight: u64) -> usize {
    (letters(eight) ^ HIGH).trailing_zeros() as usize / 8
}

/// How many of these eight bytes, from the first one on, are of letters from `А` to `я` or from `ђ` to `џ`; `ё` is none
/// of them. The bytes are those of a text.
#[inline]
pub(super) fn russian_letters_of(eight: u64) -> usize {
    let not_cyrillic = (eight & (0xfe * PAIRS)) ^ (0xd0 * PAIRS);
    // Of the first byte the last bit, and of the second one those that differ from letter to letter.
    let is_upper_half = eight;
    let second = |bit: u32| eight >> (8 + bit);
    // Up to U+040F, and U+0450, U+0451 and from U+0460 on.
    let not_from_a = !is_upper_half & !second(5) & !second(4);
    let not_small = second(5) | second(4) & !(second(3) | second(2) | second(1));
    let others = not_cyrillic | (not_from_a | is_upper_half & not_small) & PAIRS;
    others.trailing_zeros() as usize / 16 * 2
}

/// How many ASCII letters `bytes` begin with.
#[inline]
pub(super) fn ascii_letters(bytes: &[u8]) -> usize {
    beginning(bytes, letters, u8::is_ascii_alphabetic)
}

/// How many ASCII letters, digits and `_` `bytes` begin with.
#[inline]
pub(super) fn ascii_word(bytes: &[u8]) -> usize {
    let which = |eight| letters(eight) | from_to(eight, b'0', b'9') | from_to(eight, b'_', b'_');
    beginning(bytes, which, |byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

/// How many letters from U+0400 to U+047F, of two bytes each, `bytes` begin with: those of Russian are among them.
#[inline]
pub(super) fn cyrillic_letters(bytes: &[u8]) -> usize {
    let (eights, rest) = bytes.as_chunks();
    let mut count = 0;
    for eight in eights {
        let others = (u64::from_le_bytes(*eight) & (0xfe * PAIRS)) ^ (0xd0 * PAIRS);
        count += others.trailing_zeros() as usize / 16;
        if others != 0 {
            return count;
        }
    }
    count + rest.as_chunks::<2>().0.iter().take_while(|letter| letter[0] & 0xfe == 0xd0).count()
}

/// How many small letters from U+0430 to U+045F, of two bytes each, `bytes` begin with, or a few less at their end.
#[inline]
pub(super) fn small_cyrillic_letters(bytes: &[u8]) -> usize {
    let mut count = 0;
    for eight in bytes.as_chunks().0 {
        let eight = u64::from_le_bytes(*eight);
        let not_cyrillic = (eight & (0xfe * PAIRS)) ^ (0xd0 * PAIRS);
        // The second byte is from b0 on behind d0, and up to 9f behind d1.
        let (is_of_second_half, bit_5, bit_4) = (eight, eight >> 13, eight >> 12);
        let not_small = is_of_second_half & bit_5 | !is_of_second_half & !(bit_5 & bit_4);
        let others = not_cyrillic | not_small & PAIRS;
        count += others.trailing_zeros() as usize / 16;
        if others != 0 {
            break;
        }
    }
    count
}

/// How many bytes from the first one on are such ones. `which` sets the highest bit of each of eight that `is_one`.
#[inline]
fn beginning(bytes: &[u8], which: impl Fn(u64) -> u64, is_one: impl Fn(&u8) -> bool) -> usize {
    let (eights, rest) = bytes.as_chunks();
    let mut count = 0;
    for eight in eights {
        let others = which(u64::from_le_bytes(*eight)) ^ HIGH;
        count += others.trailing_zeros() as usize / 8;
        if others != 0 {
            return count;
        }
    }
    count + rest.iter().take_while(|byte| is_one(byte)).count()
}

/// Which of eight bytes are letters, whatever their case.
#[inline]
fn letters(eight: u64) -> u64 {
    from_to(eight | (0x20 * ONES), b'a', b'z')
}

/// Which of eight bytes are ASCII from `first` to `last`.
#[inline]
fn from_to(eight: u64, first: u8, last: u8) -> u64 {
    let low = eight & !HIGH;
    let is_at_least = |least: u8| low + u64::from(0x80 - least) * ONES;
    is_at_least(first) & !is_at_least(last + 1) & !eight & HIGH
}

#[cfg(test)]
mod tests {
    use super::{
        ascii_letters, ascii_letters_of, ascii_word, cyrillic_letters, russian_letters_of,
        small_cyrillic_letters,
    };
    use proptest::prelude::*;

    fn letters_plainly(bytes: &[u8]) -> usize {
        bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count()
    }

    fn word_plainly(bytes: &[u8]) -> usize {
        bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count()
    }

    fn cyrillic_plainly(bytes: &[u8]) -> usize {
        let text = String::from_utf8_lossy(bytes);
        text.chars().take_while(|char| ('\u{400}'..'\u{480}').contains(char)).count()
    }

    #[test]
    fn every_byte_is_told_at_every_place() {
        for byte in 0..=u8::MAX {
            for (place, length) in (0..20).flat_map(|length| (0..length).map(move |place| (place, length))) {
                let mut bytes = b"aZq_09AzbYp_18BycXo_"[..length].to_vec();
                bytes[place] = byte;
                assert_eq!(ascii_word(&bytes), word_plainly(&bytes), "{bytes:?}");
                let mut bytes = b"aZqMmnNzAbYyPpoOBcxX"[..length].to_vec();
                bytes[place] = byte;
                assert_eq!(ascii_letters(&bytes), letters_plainly(&bytes), "{bytes:?}");
            }
        }
    }

    #[test]
    fn every_letter_of_two_bytes_is_told_at_every_place() {
        for char in '\u{80}'..'\u{800}' {
            for place in 0..6 {
                for behind in ["", " ", "я", "яЁ", "\u{480}", "ѿє."] {
                    let text = format!("{}{char}{behind}", &"рѿЀЯџё"[..2 * place]);
                    assert_eq!(
                        cyrillic_letters(text.as_bytes()),
                        cyrillic_plainly(text.as_bytes()),
                        "{text}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_byte_and_every_letter_of_two_bytes_is_told_among_eight() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let mut bytes = *b"aZqMmnNz";
                bytes[place] = byte;
                let count = ascii_letters_of(u64::from_le_bytes(bytes));
                assert_eq!(count, letters_plainly(&bytes), "{bytes:?}");
            }
        }
        let is_small = |char: &char| ('а'..='џ').contains(char);
        let is_russian = |char: &char| matches!(char, 'А'..='я' | 'ђ'..='џ');
        for char in '\0'..'\u{800}' {
            for before in ["", "Р", "пА", "яђЯ"] {
                let text = format!("{before}{char}рџПа");
                let count = russian_letters_of(u64::from_le_bytes(*text.as_bytes().first_chunk().unwrap()));
                let letters = text.chars().take_while(is_russian).count();
                assert_eq!(count, 2 * letters.min(4), "{text}");
                let text = text.replace(['Р', 'А', 'Я', 'П'], "ю");
                let letters = text.chars().take_while(is_small).count();
                assert_eq!(
                    small_cyrillic_letters(text.as_bytes()),
                    letters.min(text.len() / 8 * 4),
                    "{text}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_told_as_byte_by_byte(
            text in "[a-zA-Z]{0,17}[0-9_@`\\[{/:\u{7f}]{0,2}[a-z0-9_]{0,9}[а-яЀ-ѿѠ-Ҁ]{0,9}[ .\u{301}\u{ad}ا-يא-תก-ฮİıßK\u{212a}Ａ-Ｚ\u{200b}😀']{0,3}[a-zа-я]{0,9}"
        ) {
            for start in (0..text.len()).filter(|start| text.is_char_boundary(*start)) {
                let bytes = &text.as_bytes()[start..];
                prop_assert_eq!(ascii_letters(bytes), letters_plainly(bytes));
                prop_assert_eq!(ascii_word(bytes), word_plainly(bytes));
                prop_assert_eq!(cyrillic_letters(bytes), cyrillic_plainly(bytes));
            }
        }
    }
}
