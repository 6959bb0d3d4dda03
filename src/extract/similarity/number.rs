//! A number of a point as one word, in one form however its digits, thousands and decimals are written.
//!
//! Thousands and decimals are read where all would read them so: `1,000,000`, `1.000.000`, `1 000 000` and
//! `1’000’000` are one number, and so are `3,14` and `3.14`. `1,500` and `1.500` are not: one of them is a thousand
//! times the other, and which one depends on who writes. They stay as they are written, unless the script tells.
//! A space before three digits is one of thousands: `12 500` in a list is told to be `12500` only beside a point that
//! has `12500` in its place. Where two numbers are written with one sign between them, such as `10:30`, `2-1` and
//! `5/6`, they are one word.

use super::character::{Part, part, separator};

/// The first character of a text that is something, and where it ends.
pub(super) fn next(text: &str) -> Option<(char, usize)> {
    let (at, char) = text.char_indices().find(|(_, char)| part(*char) != Part::Nothing)?;
    Some((char, at + char.len_utf8()))
}

fn next_digit(text: &str) -> Option<(char, usize)> {
    let (char, end) = next(text)?;
    if let Part::Digit(digit) = part(char) { Some((digit, end)) } else { None }
}

fn next_separator(text: &str) -> Option<(char, usize)> {
    let (char, end) = next(text)?;
    Some((separator(char)?, end))
}

/// Where a dash between two spaces ends with the second of them: `5 – 7 May` is `5-7 May`.
fn spaced_dash(text: &str) -> Option<usize> {
    let mut end = 0;
    for sign in [' ', '-', ' '] {
        end += next_separator(text.get(end..)?).filter(|(next, _)| *next == sign)?.1;
    }
    Some(end)
}

/// How many digits a text begins with, four at most.
fn digits_up_to_four(text: &str) -> usize {
    let mut at = 0;
    (0..4).take_while(|_| next_digit(&text[at..]).inspect(|(_, end)| at += end).is_some()).count()
}

/// Writes the number that `text` begins with, in its one form; several with spaces between them, where these are a list
/// such as `1,2,3`. In a word, as in `v1.5`, it is no quantity and stays as it is. Gives where it ends in the text.
/// `is_point_script` tells whether a point stands before decimals and nowhere else.
pub(super) fn write(
    text: &str,
    is_in_word: bool,
    form: &mut String,
    is_point_script: impl Fn() -> bool,
) -> usize {
    let start = form.len();
    let mut at = 0;
    // Of the part since the last sign that is neither of thousands nor of decimals.
    let (mut part_start, mut has_spaces, mut has_signs) = (start, false, false);
    let mut may_have_spaces = !is_in_word;
    let mut is_plain = true;
    loop {
        let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
        form.push_str(&text[at..at + digits]);
        at += digits;
        while let Some((digit, end)) = next_digit(&text[at..]) {
            form.push(digit);
            at += end;
        }
        let between = &text[at..];
        let spaced_dash = spaced_dash(between).filter(|_| !is_in_word);
        let Some((sign, end)) = spaced_dash.map(|end| ('-', end)).or_else(|| next_separator(between)) else {
            break;
        };
        let rest = &between[end..];
        if next_digit(rest).is_none() || sign == '，' && is_in_word {
            break;
        }
        if sign == ' ' {
            let is_head = has_spaces || is_head(&form[part_start..]);
            if !may_have_spaces || has_signs || !is_head || digits_up_to_four(rest) != 3 {
                break;
            }
            has_spaces = true;
        } else if is_joint(sign) {
            // From 1 000-2 000, but not 10-12 500.
            may_have_spaces = has_spaces || spaced_dash.is_some();
            (part_start, has_spaces, has_signs) = (form.len() + sign.len_utf8(), false, false);
        } else {
            has_signs = true;
        }
        form.push(sign);
        at += end;
        is_plain = false;
    }
    if !is_plain && !is_in_word {
        let written = form.split_off(start);
        write_parts(&written, form, is_point_script);
    }
    at
}

/// Whether thousands may follow these digits.
fn is_head(digits: &str) -> bool {
    (1..=3).contains(&digits.len()) && !digits.starts_with('0')
}

/// Whether a sign is neither of thousands nor of decimals.
fn is_joint(sign: char) -> bool {
    !is_of_number(sign)
}

fn is_of_number(sign: char) -> bool {
    matches!(sign, ' ' | ',' | '，' | '.' | '\'' | '٬' | '٫')
}

fn write_parts(written: &str, form: &mut String, is_point_script: impl Fn() -> bool) {
    let is_joint = |char: char| !char.is_ascii_digit() && is_joint(char);
    let may_be_list = !written.contains(is_joint);
    for piece in written.split_inclusive(is_joint) {
        let number = piece.trim_end_matches(is_joint);
        let behind = &piece[number.len()..];
        let mut reading = Reading::of(number, &is_point_script);
        // Without the spaces it may be told after all: `4 333,333,33` is a list.
        let unspaced = number.replace(' ', "");
        let is_spaced = reading == Reading::AsWritten && unspaced.len() < number.len();
        let number = if is_spaced { unspaced.as_str() } else { number };
        if is_spaced {
            reading = Reading::of(number, &is_point_script);
        }
        match reading {
            Reading::Whole => push_digits(number, form),
            Reading::Decimal(point) => {
                let (whole, fraction) = (&number[..point], &number[point..]);
                let start = form.len();
                push_digits(whole, form);
                // A point is kept for what all read as decimals.
                let is_told_apart =
                    fraction.trim_start_matches(is_of_number).len() != 3 || !is_head(&form[start..]);
                form.push(if is_told_apart { '.' } else { '٫' });
                push_digits(fraction, form);
            }
            Reading::List if may_be_list => {
                form.extend(number.chars().map(|char| if is_of_number(char) { ' ' } else { char }));
            }
            Reading::List | Reading::AsWritten => form.push_str(&unspaced),
        }
        form.push_str(behind);
    }
}

fn push_digits(written: &str, form: &mut String) {
    form.extend(written.chars().filter(char::is_ascii_digit));
}

/// What digits with signs of thousands and decimals between them mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Whole,
    /// The sign at this byte stands before decimals.
    Decimal(usize),
    /// It is no number, but several.
    List,
    /// Either nobody can tell, or it is a day, a version or the like.
    AsWritten,
}

impl Reading {
    fn of(number: &str, is_point_script: impl Fn() -> bool) -> Self {
        let Some((last, sign)) = number.char_indices().rfind(|(_, char)| is_of_number(*char)) else {
            return Self::Whole;
        };
        let before = &number[..last];
        let Some(thousands) = before.chars().find(|char| is_of_number(*char)) else {
            return Self::of_one_sign(number, sign, last, is_point_script);
        };
        let is_one_sign = |part: &str| part.chars().all(|char| char == thousands || !is_of_number(char));
        if thousands == '٫' || !is_one_sign(before) {
            return Self::AsWritten;
        }
        if sign == thousands {
            return match sign {
                _ if is_grouped(number, sign) => Self::Whole,
                ',' | '，' => Self::List,
                _ => Self::AsWritten,
            };
        }
        if matches!(sign, '.' | ',' | '٫') && is_grouped(before, thousands) {
            Self::Decimal(last)
        } else {
            Self::AsWritten
        }
    }

    fn of_one_sign(number: &str, sign: char, at: usize, is_point_script: impl Fn() -> bool) -> Self {
        let is_grouped = is_grouped(number, sign);
        match sign {
            '٫' => Self::Decimal(at),
            '.' | ',' if !is_grouped => Self::Decimal(at),
            '.' if is_point_script() => Self::Decimal(at),
            ',' if is_point_script() => Self::Whole,
            '.' | ',' => Self::AsWritten,
            _ if is_grouped => Self::Whole,
            '，' => Self::List,
            _ => Self::AsWritten,
        }
    }
}

/// Whether the digits stand in groups as thousands do, or lakhs: `1,00,000`.
fn is_grouped(number: &str, sign: char) -> bool {
    let mut groups = number.split(sign);
    let (Some(head), Some(last)) = (groups.next(), groups.next_back()) else { return false };
    let mut middle = groups.map(str::len).peekable();
    let is_of_india = matches!(sign, ',' | '，' | '٬') && head.len() < 3 && middle.peek() == Some(&2);
    is_head(head) && last.len() == 3 && middle.all(|length| length == if is_of_india { 2 } else { 3 })
}
