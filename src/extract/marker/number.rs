//! Markers that give a number.

use super::{MarkerKind, variation};
use crate::extract::{character, line, text_date};

/// Signs that are a number in a circle, in parentheses or with a full stop: the first and the last of each row, and what
/// the first one says.
const ENCLOSED: [(char, char, i64); 12] = [
    ('🔟', '🔟', 10),
    ('①', '⑳', 1),
    ('⑴', '⒇', 1),
    ('⒈', '⒛', 1),
    ('⓫', '⓴', 11),
    ('⓵', '⓾', 1),
    ('❶', '❿', 1),
    ('➀', '➉', 1),
    ('➊', '➓', 1),
    ('㉑', '㉟', 21),
    ('㊱', '㊿', 36),
    ('⓪', '⓪', 0),
];

/// What may stand between a number and the sign behind it: marks of direction, and what was to make it a keycap.
const DIRECTIONS: [char; 4] = ['\u{200e}', '\u{200f}', '\u{61c}', '\u{fe0f}'];

/// `1️⃣0️⃣` with and without U+FE0F; `🔟`; `①` and its kin.
pub(super) fn keycaps(words: &str) -> Option<(MarkerKind, usize)> {
    let first = words.chars().next()?;
    let single = ENCLOSED.iter().find(|(first_sign, last, _)| (*first_sign..=*last).contains(&first));
    if let Some((first_sign, _, ordinal)) = single {
        let ordinal = ordinal + i64::from(u32::from(first) - u32::from(*first_sign));
        return Some((MarkerKind::Keycap(ordinal), first.len_utf8() + variation(words, first.len_utf8())));
    }
    let (mut ordinal, mut length) = (0_i64, 0);
    while let Some(digit) = words.get(length..)?.chars().next().and_then(|c| c.to_digit(10)) {
        let after = length + 1 + variation(words, length + 1);
        if !words.get(after..)?.starts_with('\u{20e3}') {
            break;
        }
        ordinal = ordinal.checked_mul(10)?.checked_add(i64::from(digit))?;
        length = after + '\u{20e3}'.len_utf8();
    }
    (length > 0).then_some((MarkerKind::Keycap(ordinal), length))
}

/// `1.`, `1)`, `(1)`, `（1）`, `1-`, `١-`, `١ـ`, `1.)`, `1.-`; not `1.5`, not `3-5`, no year, no dialling code.
pub(super) fn number(words: &str) -> Option<(MarkerKind, usize)> {
    let inner = words.strip_prefix(OPENERS);
    let digits = inner.unwrap_or(words);
    let (mut ordinal, mut count, mut length) = (0_i64, 0, 0);
    for c in digits.chars() {
        let Some(digit) = digit(c) else { break };
        ordinal = ordinal * 10 + i64::from(digit);
        count += 1;
        length += c.len_utf8();
        if count > 3 {
            return None;
        }
    }
    if count == 0 || (count > 2 && inner.is_some()) {
        return None;
    }
    let after = digits.get(length..)?.trim_start_matches(DIRECTIONS);
    let closer = after.chars().next()?;
    let behind = after.get(closer.len_utf8()..)?;
    let mut rest = behind.chars();
    let next = rest.next()?;
    let closes = match (inner, closer) {
        (_, ')' | '\u{ff09}') => true,
        (None, '.' | '\u{ff0e}') => digit(next).is_none() && next != '.',
        (None, '-' | '–' | '،' | '、' | 'ـ') => line::is_blank(next) || is_caseless(next),
        _ => false,
    };
    let is_second = match (closer, next) {
        ('.', ')') => true,
        ('.' | ')', '.' | '-' | '–' | '—') => rest.next().is_some_and(line::is_blank),
        _ => false,
    };
    let end = words.len() - behind.len() + if is_second { next.len_utf8() } else { 0 };
    closes.then_some((MarkerKind::Number(ordinal), end))
}

/// The value of a decimal digit of any script: dates are read in a few only, lists in all.
pub(in crate::extract) fn digit(c: char) -> Option<u8> {
    /// The zeros of the digits of India and its neighbours, from Devanagari to Malayalam, and of Sri Lanka, Thailand, Laos,
    /// Tibet, Myanmar, Cambodia and Mongolia, and of N’Ko.
    const ZEROS: [char; 17] = [
        '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}', '\u{ce6}', '\u{d66}',
        '\u{de6}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}', '\u{1810}', '\u{7c0}',
    ];
    if !('\u{7c0}'..='\u{1819}').contains(&c) {
        return text_date::digit(c);
    }
    let zero =
        ZEROS.iter().find(|zero| (u32::from(**zero)..u32::from(**zero) + 10).contains(&u32::from(c)))?;
    u8::try_from(u32::from(c) - u32::from(*zero)).ok()
}

const OPENERS: [char; 2] = ['(', '\u{ff08}'];

pub(super) fn chinese_digit(c: char) -> Option<i64> {
    "一二三四五六七八九十".chars().zip(1..).find(|(digit, _)| *digit == c).map(|(_, value)| value)
}

/// `一、`, `十二、`, `（三）`; up to 99.
pub(super) fn chinese_number(words: &str) -> Option<(MarkerKind, usize)> {
    let inner = words.strip_prefix(OPENERS);
    let digits = inner.unwrap_or(words);
    let (mut ordinal, mut length) = (0, 0);
    for c in digits.chars().take(3) {
        ordinal = match (chinese_digit(c), ordinal) {
            (None, _) => break,
            (Some(10), 0) => 10,
            (Some(10), tens @ 1..=9) => tens * 10,
            (Some(unit @ 1..=9), tens) if tens % 10 == 0 => tens + unit,
            _ => return None,
        };
        length += c.len_utf8();
    }
    let closer = digits.get(length..)?.chars().next()?;
    let closes = match inner {
        Some(_) => matches!(closer, ')' | '\u{ff09}'),
        None => matches!(closer, '、' | '\u{ff0e}'),
    };
    let opener = words.len() - digits.len();
    (length > 0 && closes)
        .then_some((MarkerKind::ChineseNumber(ordinal), opener + length + closer.len_utf8()))
}

/// A letter of a script without capitals, such as Arabic or Chinese, where a space may be left out.
fn is_caseless(c: char) -> bool {
    character::is_alphabetic(c) && !character::is_lowercase(c) && !character::is_uppercase(c)
}
