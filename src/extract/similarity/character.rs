//! What a character is to the words and numbers of a point.

use icu_properties::props::GeneralCategory;
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

static CATEGORIES: CodePointMapDataBorrowed<'static, GeneralCategory> = CodePointMapData::new();

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A letter, or a figure that is no decimal digit, such as `½`.
    Letter,
    /// A decimal digit of any script, as the one of ASCII.
    Digit(char),
    /// It belongs to the letter before it.
    Mark,
    /// Nothing within a word; between two digits it parts them.
    Apostrophe,
    Nothing,
    /// The sign of a currency.
    Currency(char),
    /// One of `%`, `‰` and `‱`.
    Percent(char),
    Gap,
}

pub(super) fn part(char: char) -> Part {
    match char {
        'a'..='z' | 'A'..='Z' => return Part::Letter,
        '0'..='9' => return Part::Digit(char),
        '$' => return Part::Currency(char),
        '%' => return Part::Percent(char),
        '\'' | '`' | '’' | 'ʼ' | '‘' | '´' => return Part::Apostrophe,
        _ if char.is_ascii() => return Part::Gap,
        'ـ' | '\u{fe00}'..='\u{fe0f}' | '\u{20e3}' => return Part::Nothing,
        // Most letters of most posts.
        'а'..='я' | 'ё' | 'à'..='ö' => return Part::Letter,
        '٪' | '％' | '﹪' => return Part::Percent('%'),
        '‰' | '؉' => return Part::Percent('‰'),
        '‱' | '؊' => return Part::Percent('‱'),
        _ => {}
    }
    match CATEGORIES.get(char) {
        GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark => Part::Mark,
        GeneralCategory::Format => Part::Nothing,
        GeneralCategory::CurrencySymbol => Part::Currency(plain_currency(char)),
        GeneralCategory::DecimalNumber => Part::Digit(ascii_digit(char)),
        _ if char.is_alphanumeric() => Part::Letter,
        _ => Part::Gap,
    }
}

/// Letters that are written for each other, as one of them: `ё` and `е`; the Turkish `ı` and `i`, which are one capital to
/// most programs; of Arabic the alif with and without what stands on it, the endings that look alike, and the letters
/// that Persian has in another form; those of Chinese and Japanese width.
pub(super) fn plain_letter(char: char) -> char {
    match char {
        'ё' => 'е',
        'ı' => 'i',
        'آ' | 'أ' | 'إ' | 'ٱ' => 'ا',
        'ى' | 'ی' => 'ي',
        'ة' | 'ۀ' | 'ە' => 'ه',
        'ک' => 'ك',
        'ａ'..='ｚ' => char::from_u32(u32::from(char) - 0xfee0).unwrap_or(char),
        _ => char,
    }
}

/// Marks that many leave out: stress, the dot that folding leaves of the Turkish `İ`, the vowels of Arabic and Hebrew.
pub(super) fn is_left_out(mark: char) -> bool {
    matches!(mark,
        '\u{301}' | '\u{307}' | '\u{64b}'..='\u{652}' | '\u{670}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c7}')
}

/// The bytes of the flag of a country, or of a part of one, that `text` begins with.
pub(super) fn flag_length(text: &str) -> Option<usize> {
    if text.as_bytes().first() != Some(&0xf0) {
        return None;
    }
    let mut signs = text.chars();
    match signs.next()? {
        letter if is_letter_of_flag(letter) => {
            let other = signs.next().filter(|other| is_letter_of_flag(*other))?;
            Some(letter.len_utf8() + other.len_utf8())
        }
        BLACK_FLAG => {
            let tags = signs.as_str();
            let length =
                tags.len() - tags.trim_start_matches(|tag| matches!(tag, '\u{e0020}'..='\u{e007f}')).len();
            (length > 0).then_some(BLACK_FLAG.len_utf8() + length)
        }
        _ => None,
    }
}

/// Of Scotland and others, with tags behind it.
const BLACK_FLAG: char = '\u{1f3f4}';

fn is_letter_of_flag(char: char) -> bool {
    matches!(char, '\u{1f1e6}'..='\u{1f1ff}')
}

/// The ASCII digit of a decimal digit. These stand in runs from 0 to 9, by Unicode's own promise; some runs follow
/// each other.
fn ascii_digit(char: char) -> char {
    let code = u32::from(char);
    let is_digit = |code: u32| {
        char::from_u32(code).is_some_and(|char| CATEGORIES.get(char) == GeneralCategory::DecimalNumber)
    };
    let before = (0..code).rev().take_while(|code| is_digit(*code)).count();
    char::from_digit((before % 10) as u32, 10).unwrap_or(char)
}

fn plain_currency(char: char) -> char {
    match char {
        '＄' | '﹩' => '$',
        '￠' => '¢',
        '￡' => '£',
        '￥' => '¥',
        '￦' => '₩',
        _ => char,
    }
}

/// The sign that a number may have before it, in its plain form.
pub(super) fn sign(char: char) -> Option<char> {
    match char {
        '+' | '＋' => Some('+'),
        '±' => Some('±'),
        _ if is_dash(char) => Some('-'),
        _ => None,
    }
}

/// Less or more than a number, in its plain form.
pub(super) fn comparison(char: char) -> Option<char> {
    match char {
        '<' | '＜' => Some('<'),
        '>' | '＞' => Some('>'),
        '≤' | '⩽' => Some('≤'),
        '≥' | '⩾' => Some('≥'),
        _ => None,
    }
}

/// Hyphens, dashes and the minus sign, each of which is written for each other.
fn is_dash(char: char) -> bool {
    matches!(char, '-' | '‐' | '‑' | '‒' | '–' | '—' | '−' | '﹣' | '－')
}

/// Whether a dash or plus behind this character is a hyphen, a range or a break, and no sign of the number behind it.
pub(super) fn is_before_no_sign(char: char) -> bool {
    if char.is_ascii() {
        return char.is_ascii_alphanumeric() || matches!(char, ')' | ']' | '}' | '$' | '%' | '+' | '-');
    }
    match part(char) {
        Part::Gap => {
            sign(char).is_some()
                || matches!(
                    CATEGORIES.get(char),
                    GeneralCategory::ClosePunctuation
                        | GeneralCategory::FinalPunctuation
                        | GeneralCategory::DashPunctuation
                )
        }
        _ => true,
    }
}

/// What a sign between two digits is, in its plain form, when it may be of one number with them.
pub(super) fn separator(char: char) -> Option<char> {
    Some(match char {
        ' ' | ',' | '，' | '٬' | '٫' | '*' | '^' => char,
        '.' | '．' => '.',
        '\'' | '`' | '’' | 'ʼ' | '‘' | '´' | '′' => '\'',
        ':' | '：' | '∶' => ':',
        '/' | '／' | '⁄' | '∕' => '/',
        '+' | '＋' => '+',
        '×' | '✕' => '×',
        '·' | '∙' | '⋅' | '‧' => '·',
        '~' | '～' | '〜' | '∼' => '~',
        _ if is_dash(char) => '-',
        _ => return None,
    })
}

/// Whether a sign parts what is listed.
pub(super) fn is_comma(char: char) -> bool {
    matches!(char, ',' | ';' | '|' | '،' | '؛' | '、' | '，' | '；')
}

/// Whether words of this letter's script stand without spaces between them.
pub(super) fn is_of_unspaced_script(char: char) -> bool {
    matches!(u32::from(char),
        0xe00..=0xfff          // Thai, Lao, Tibetan
        | 0x1000..=0x109f      // Myanmar
        | 0x1780..=0x17ff      // Khmer
        | 0x3005..=0x3007 | 0x3040..=0x30ff | 0x31f0..=0x31ff // Japanese syllables
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff) // Han
}

/// Whether all who write this letter's script put a point before decimals and a comma between thousands. Those of
/// Latin, Cyrillic, Greek and Arabic letters are of two minds.
pub(super) fn is_of_point_script(char: char) -> bool {
    matches!(u32::from(char),
        0x590..=0x5ff          // Hebrew
        | 0x900..=0xdff        // of India and Sri Lanka
        | 0xe00..=0xe7f        // Thai
        | 0x1000..=0x109f      // Myanmar
        | 0x1100..=0x11ff | 0x3130..=0x318f | 0xac00..=0xd7af // Korean
        | 0x3005..=0x3007 | 0x3040..=0x30ff | 0x31f0..=0x31ff // Japanese syllables
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff) // Han
}

/// Whether it is one of the letters that most posts consist of.
pub(super) fn is_common_letter(char: char) -> bool {
    char.is_ascii_lowercase() || matches!(char, 'а'..='я' | 'à'..='ö')
}
