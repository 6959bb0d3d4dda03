//! Reads a day at the beginning of a text, in the orders and languages in which posts write it.

use jiff::civil;

use super::month;
use crate::extract::{character, line};

/// A calendar day, perhaps without its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) year: Option<i16>,
    pub(super) month: i8,
    pub(super) day: i8,
}

/// What stands at the beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scanned {
    /// One day that exists.
    Day(Day),
    /// Several days, such as `September 23–25`.
    Days,
}

/// The value of a decimal digit, European (also as wide as a Chinese character), Arabic or Persian.
pub(in crate::extract) fn digit(c: char) -> Option<u8> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    u8::try_from(u32::from(c) - u32::from(zero)).ok()
}

/// Whether there may be a [`digit`]. Never `false` where there is one.
pub(super) fn may_have_digit(text: &str) -> bool {
    // A 1 in each byte.
    const ONES: u64 = u64::MAX / 0xff;
    let has_zero = |bytes: u64| bytes.wrapping_sub(ONES) & !bytes & ONES << 7 != 0;
    let (eights, rest) = text.as_bytes().as_chunks();
    // From 0 to 9, and six signs that follow; then the first bytes of the digits of Arabic, as of many of its letters,
    // and of wide digits.
    eights.iter().map(|eight| u64::from_le_bytes(*eight)).any(|bytes| {
        has_zero(bytes & (0xf0 * ONES) ^ (0x30 * ONES))
            || has_zero(bytes & (0xfd * ONES) ^ (0xd9 * ONES))
            || has_zero(bytes ^ (0xef * ONES))
    }) || rest.iter().any(|byte| byte.is_ascii_digit() || matches!(byte, 0xd9 | 0xdb | 0xef))
}

/// A day at the very beginning of `text`, and what follows it.
pub(super) fn day(text: &str) -> Option<(Scanned, &str)> {
    let mut cursor = Cursor { rest: text };
    let scanned = match cursor.number() {
        Some((first, digits)) => number_first(&mut cursor, first, digits)?,
        None => month_first(&mut cursor)?,
    };
    Some((scanned, cursor.rest))
}

/// A day that follows the word for today: `, on April 24`, ` (24 апреля`, `, am Mittwoch, 24. April`.
pub(super) fn day_after_today(text: &str) -> Option<Scanned> {
    let mut cursor = Cursor { rest: text };
    if text.chars().next().is_some_and(character::is_alphanumeric) && !month::is_written_without_spaces(text)
    {
        return None;
    }
    // A handful of words may stand between: a preposition, an article, the day of the week.
    for _ in 0..5 {
        cursor.skip_marks(&[
            ',', '،', '\u{ff0c}', '、', '-', '–', '—', '(', ')', '\u{ff08}', '\u{ff09}', '\'', '’',
        ]);
        if let Some((scanned, rest)) = day(cursor.rest) {
            let goes_on = rest.trim_start_matches(line::is_blank).starts_with(['-', '–', '—'])
                && rest.chars().find(|c| character::is_alphanumeric(*c)).is_some_and(|c| digit(c).is_some());
            return (!goes_on).then_some(scanned);
        }
        let word = cursor.word()?;
        if !month::is_one_of(month::CONNECTORS, &word) {
            return None;
        }
    }
    None
}

/// `3 May 2024`, `3.05.2024`, `2024-05-03`, `2024年5月3日`.
fn number_first(cursor: &mut Cursor<'_>, first: i16, digits: usize) -> Option<Scanned> {
    if digits == 4 {
        return year_first(cursor, first);
    }
    if digits > 2 {
        return None;
    }
    if cursor.take('月') {
        let (day, _) = cursor.number()?;
        (cursor.take('日') || cursor.take('号') || cursor.take('號')).then_some(())?;
        return exists(None, first, day);
    }
    if let Some(scanned) = dotted(cursor, first) {
        return Some(scanned);
    }
    cursor.ordinal_suffix();
    let is_range = cursor.range();
    cursor.skip_space();
    cursor.skip_words(&["de", "of", "del", "d'"]);
    let month = cursor.month()?;
    let year = cursor.year();
    if is_range { Some(Scanned::Days) } else { exists(year, month, first) }
}

/// `2024-05-03`, `2024年5月3日`.
fn year_first(cursor: &mut Cursor<'_>, year: i16) -> Option<Scanned> {
    let closers: (char, char) = if cursor.take('年') { ('月', '日') } else { ('-', ' ') };
    if closers.0 == '-' {
        cursor.take('-').then_some(())?;
    }
    cursor.skip_space();
    let (month, _) = cursor.number()?;
    cursor.take(closers.0).then_some(())?;
    cursor.skip_space();
    let (day, _) = cursor.number()?;
    if closers.1 == '日' {
        cursor.take('日').then_some(())?;
    }
    exists(Some(year), month, day)
}

/// `.05.2024` after the day.
fn dotted(cursor: &mut Cursor<'_>, day: i16) -> Option<Scanned> {
    let mut ahead = Cursor { rest: cursor.rest };
    ahead.take('.').then_some(())?;
    let (month, month_digits) = ahead.number()?;
    ahead.take('.').then_some(())?;
    let (year, year_digits) = ahead.number()?;
    if month_digits > 2 || year_digits != 4 {
        return None;
    }
    ahead.year_word();
    cursor.rest = ahead.rest;
    exists(Some(year), month, day)
}

/// `May 3, 2024`.
fn month_first(cursor: &mut Cursor<'_>) -> Option<Scanned> {
    let month = cursor.month()?;
    cursor.skip_space();
    let (day, digits) = cursor.number()?;
    if digits > 2 {
        return None;
    }
    cursor.ordinal_suffix();
    let is_range = cursor.range();
    let year = cursor.year();
    if is_range { Some(Scanned::Days) } else { exists(year, month, day) }
}

/// The day, when there is such a one in the calendar; February 29 needs no year.
fn exists(year: Option<i16>, month: i16, day: i16) -> Option<Scanned> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    civil::Date::new(year.unwrap_or(2000), month, day).ok()?;
    Some(Scanned::Day(Day { year, month, day }))
}

/// What is still to be read.
struct Cursor<'t> {
    rest: &'t str,
}

impl Cursor<'_> {
    fn take(&mut self, c: char) -> bool {
        self.rest.strip_prefix(c).is_some_and(|rest| {
            self.rest = rest;
            true
        })
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches(line::is_blank);
    }

    fn skip_marks(&mut self, marks: &[char]) {
        self.rest = self.rest.trim_start_matches(|c| line::is_blank(c) || marks.contains(&c));
    }

    /// A number of at most four digits and how many they are.
    fn number(&mut self) -> Option<(i16, usize)> {
        let (mut value, mut count, mut length) = (0_i16, 0, 0);
        for c in self.rest.chars() {
            let Some(digit) = digit(c) else { break };
            count += 1;
            if count > 4 {
                return None;
            }
            value = value * 10 + i16::from(digit);
            length += c.len_utf8();
        }
        (count > 0).then(|| {
            self.rest = self.rest.get(length..).unwrap_or_default();
            (value, count)
        })
    }

    /// The next word whatever its case, without its full stop; at most 24 letters.
    fn word(&mut self) -> Option<String> {
        let length = month::word_length(self.rest);
        let word = self.rest.get(..length).filter(|word| !word.is_empty())?;
        self.rest = self.rest.get(length..).unwrap_or_default();
        let word = month::plain(word);
        self.take('.');
        Some(word)
    }

    /// Skips one of `words` and the space after it.
    fn skip_words(&mut self, words: &[&str]) {
        let length = month::word_length(self.rest);
        let is_one =
            self.rest.get(..length).is_some_and(|word| words.contains(&word.to_lowercase().as_str()));
        if is_one {
            self.rest = self.rest.get(length..).unwrap_or_default();
            self.skip_space();
        }
    }

    /// `st`, `-го`, `º`, `.` after a day.
    fn ordinal_suffix(&mut self) {
        for suffix in ["st", "nd", "rd", "th", "er", "-го", "-е", "-ое", "º", "ª", "°", "."] {
            if let Some(rest) = self.rest.strip_prefix(suffix)
                && !rest.starts_with(|c: char| character::is_alphabetic(c) && suffix != ".")
            {
                self.rest = rest;
                return;
            }
        }
    }

    /// Skips the second day of `23–25`.
    fn range(&mut self) -> bool {
        let mut ahead = Cursor { rest: self.rest };
        ahead.skip_space();
        let is_dash = ['-', '–', '—', '/'].into_iter().any(|dash| ahead.take(dash));
        ahead.skip_space();
        if is_dash && ahead.number().is_some_and(|(_, digits)| digits <= 2) {
            ahead.ordinal_suffix();
            self.rest = ahead.rest;
            return true;
        }
        false
    }

    fn month(&mut self) -> Option<i16> {
        let (month, length) = month::month(self.rest)?;
        self.rest = self.rest.get(length..).unwrap_or_default();
        self.take('.');
        Some(i16::from(month))
    }

    /// `, 2024`, ` de 2024`, ` 2024 года`; nothing is taken when no year of four digits follows.
    fn year(&mut self) -> Option<i16> {
        let mut ahead = Cursor { rest: self.rest };
        ahead.skip_marks(&[',', '،', '\u{ff0c}']);
        ahead.skip_words(&["de", "del", "of", "عام", "سنة", "لعام"]);
        let (year, digits) = ahead.number()?;
        if digits != 4 || ahead.rest.starts_with(|c: char| character::is_alphabetic(c) && !month::is_han(c)) {
            return None;
        }
        ahead.year_word();
        self.rest = ahead.rest;
        Some(year)
    }

    /// `года`, `г.`, `року`, `р.` after a year.
    fn year_word(&mut self) {
        let mut ahead = Cursor { rest: self.rest };
        ahead.skip_space();
        if ahead
            .word()
            .is_some_and(|word| matches!(word.as_str(), "года" | "год" | "году" | "г" | "року" | "р" | "م"))
        {
            self.rest = ahead.rest;
        }
    }
}
