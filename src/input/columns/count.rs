//! Counts as people and programs write them, and ids that a spreadsheet may have spoilt.

use std::borrow::Cow;

use super::value::{Value, whole};
pub(in crate::input) use crate::input::json::loose::STRUCTURE;
use crate::input::json::loose::Scalar;

/// A count, and what it is rounded to; `None` for an exact one.
pub(in crate::input) type Count = (i64, Option<i64>);

/// What a record says where a count should stand, and what is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::input) struct Unread {
    /// How many values.
    pub(in crate::input) values: u64,
    /// The first of them, as written.
    pub(in crate::input) first: String,
}

/// The longest value that is shown, in characters.
const LONGEST_SHOWN: usize = 40;

impl Unread {
    /// One more.
    pub(in crate::input) fn note(&mut self, written: &str) {
        if self.values == 0 {
            self.first = written.trim().chars().take(LONGEST_SHOWN).collect();
        }
        self.values += 1;
    }

    /// The count, which is noted as unread where the value is one that is no count.
    pub(in crate::input) fn count(&mut self, value: &Value<'_>) -> Option<Count> {
        let count = read(value);
        if count.is_none() {
            self.note_value(value);
        }
        count
    }

    /// As [`Unread::count`], where nothing tells to what a count is rounded: a rounded one is none.
    pub(in crate::input) fn exact(&mut self, value: &Value<'_>) -> Option<i64> {
        match self.count(value)? {
            (count, None) => Some(count),
            (_, Some(_)) => {
                self.note_value(value);
                None
            }
        }
    }

    /// As [`Unread::exact`], of a value of JSON.
    pub(in crate::input) fn scalar(&mut self, value: &Scalar<'_>) -> Option<i64> {
        match value {
            Scalar::Integer(number) if *number >= 0 => Some(*number),
            Scalar::Missing | Scalar::Null => None,
            Scalar::Nested => {
                self.note(STRUCTURE);
                None
            }
            Scalar::Integer(number) => self.exact(&Value::Integer(*number)),
            Scalar::Float(number) => self.exact(&Value::Float(*number)),
            Scalar::Bool(truth) => self.exact(&Value::Bool(*truth)),
            Scalar::Text(text) => self.exact(&Value::Text(Cow::Borrowed(text))),
        }
    }

    /// How often one reaction was given, of what was counted; `None` for never. Telegram counts in 32 bits, and anything
    /// else would only spoil the sums: it is noted.
    pub(in crate::input) fn of_reaction(&mut self, count: i64) -> Option<i64> {
        if count > i64::from(i32::MAX) {
            self.note(&count.to_string());
            return None;
        }
        (count > 0).then_some(count)
    }

    /// Notes a value, unless it says that nothing is known.
    pub(in crate::input) fn note_value(&mut self, value: &Value<'_>) {
        match value {
            Value::Missing => {}
            Value::Nested(json) => self.note(&json.to_string()),
            Value::Bool(truth) => self.note(if *truth { "true" } else { "false" }),
            Value::Float(number) if number.is_nan() => {}
            Value::Float(number) => self.note(&number.to_string()),
            Value::Text(_) | Value::Integer(_) => {
                if let Some(written) = value.word() {
                    self.note(&written);
                }
            }
        }
    }
}

/// The count that a value gives; `None` when it gives none or could mean two numbers.
pub(in crate::input) fn read(value: &Value<'_>) -> Option<Count> {
    let count = match value {
        Value::Integer(number) => (*number, None),
        Value::Float(number) => (whole(*number)?, None),
        Value::Text(_) => in_words(&value.word()?)?,
        Value::Missing | Value::Bool(_) | Value::Nested(_) => return None,
    };
    (count.0 >= 0).then_some(count)
}

/// The count that a text gives.
///
/// Digits of any script, perhaps in groups of three separated by commas, apostrophes or spaces, or by points where there
/// are at least two; `1234.0`, as pandas writes whole numbers of a column with gaps; `1.2K` and `5.74M`, rounded.
/// `12.000` may be twelve or twelve thousand, so it is no count.
pub(in crate::input) fn in_words(text: &str) -> Option<Count> {
    let text = &*in_ascii(text.trim());
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().map(|number| (number, None));
    }
    if let Some(number) = text.strip_suffix(['B', 'b']) {
        return rounded(number, 1_000_000_000);
    }
    if let Some(number) = text.strip_suffix(['K', 'k']) {
        return rounded(number, 1_000);
    }
    if let Some(number) = text.strip_suffix(['M', 'm']) {
        return rounded(number, 1_000_000);
    }
    without_fraction(text).or_else(|| grouped(text)).map(|number| (number, None))
}

/// `1.2` of thousands; two digits behind the point at most, since three may be a group of thousands.
fn rounded(number: &str, thousand: i64) -> Option<Count> {
    let number = number.trim_end();
    let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || fraction.len() > 2 || !is_digits(whole) || !is_digits(fraction)
    {
        return None;
    }
    let unit = match fraction.len() {
        0 => thousand,
        1 => thousand / 10,
        _ => thousand / 100,
    };
    let digits: i64 = format!("{whole}{fraction}").parse().ok()?;
    Some((digits.checked_mul(unit)?, Some(unit)))
}

/// `1234.0`.
fn without_fraction(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.')?;
    let is_zeros = !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0');
    let may_be_group = fraction.len() == 3 && whole.len() <= 3;
    let is_digits = whole.bytes().all(|byte| byte.is_ascii_digit());
    if is_zeros && !may_be_group && is_digits { whole.parse().ok() } else { None }
}

/// The digits, comma and point of other scripts as those of ASCII.
fn in_ascii(text: &str) -> Cow<'_, str> {
    /// The zeros of the scripts in which people write numbers, Unicode's `Nd`; nine digits follow each.
    const ZEROS: [char; 16] = [
        '\u{660}', '\u{6F0}', '\u{7C0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{B66}', '\u{BE6}',
        '\u{C66}', '\u{CE6}', '\u{D66}', '\u{E50}', '\u{ED0}', '\u{1040}', '\u{FF10}',
    ];
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let ascii = |letter: char| match letter {
        '\u{66B}' => '.',
        '\u{66C}' => ',',
        _ => {
            let digit = ZEROS
                .iter()
                .find_map(|zero| u32::from(letter).checked_sub(u32::from(*zero)).filter(|digit| *digit < 10));
            digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(letter)
        }
    };
    Cow::Owned(text.chars().map(ascii).collect())
}

/// `1,234,567`: a comma before three digits cannot begin a fraction, as a count has none. One point could, where a program
/// writes all numbers with three digits behind it; two cannot.
fn grouped(text: &str) -> Option<i64> {
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    let is_separator =
        matches!(separator, ',' | '\'' | '\u{2019}' | ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
            || separator == '.' && text.matches('.').count() > 1;
    if !is_separator {
        return None;
    }
    let mut groups = text.split(separator);
    let first = groups.next()?;
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if first.is_empty() || first.len() > 3 || !is_digits(first) {
        return None;
    }
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || !is_digits(group) {
            return None;
        }
        digits.push_str(group);
    }
    digits.parse().ok()
}

/// The longest id, in bytes.
const LONGEST_ID: usize = 256;

/// Why an id cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum BadId {
    /// A spreadsheet or a double has rounded it, so that several posts may have the same.
    Rounded,
    /// It is no id: too long, on several lines, or a structure.
    NoId,
}

/// The id that a value gives; `None` when it gives none. `123.0`, as pandas writes it in a column with gaps, is
/// `123`.
///
/// # Errors
/// When it is none, or was rounded: `1.23457E+18`.
pub(in crate::input) fn id(value: &Value<'_>) -> Result<Option<String>, BadId> {
    match value {
        Value::Nested(_) | Value::Bool(_) => return Err(BadId::NoId),
        Value::Float(number) if whole(*number).is_none() => return Err(BadId::Rounded),
        _ => {}
    }
    let Some(word) = value.word() else { return Ok(None) };
    if word.len() > LONGEST_ID || word.contains(char::is_control) || word.starts_with(['{', '[']) {
        return Err(BadId::NoId);
    }
    if is_rounded(&word) {
        return Err(BadId::Rounded);
    }
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let id = word.strip_suffix(".0").filter(|whole| is_digits(whole.trim_start_matches('-')));
    Ok(Some(id.unwrap_or(&word).to_owned()))
}

/// Whether it is a number with an exponent, as `1.23457E+18` or, where the next digits are zeros, `1E+18`. An id such
/// as `1e5` has no sign there.
fn is_rounded(word: &str) -> bool {
    // Telegram's marked ids are negative.
    let word = word.strip_prefix(['-', '\u{2212}']).unwrap_or(word);
    let Some((number, exponent)) = word.split_once(['E', 'e']) else { return false };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (number.contains(['.', ',']) || exponent.starts_with('+'))
        && is_digits(&number.replacen(['.', ','], "", 1))
        && is_digits(exponent.trim_start_matches('+'))
}
