//! Times as tables have them.
//!
//! A date whose day and month could change places, such as `07/06/2024`, is read only when the user has said
//! which comes first. Dates with dots begin with the day wherever they are written.

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::rfc2822::DateTimeParser;

use super::DateOrder;
use super::value::{Value, whole};
use crate::model::{Moment, UnixSeconds};

/// What a value says of a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::input) enum Reading {
    /// Nothing.
    Nothing,
    /// When it was.
    Moment(Moment),
    /// A date of which day and month could change places, as written.
    Ambiguous(String),
    /// Something else, as written.
    Unreadable(String),
}

/// 1990-01-01T00:00:00Z: lesser numbers are no instants of posts but years, days since 1900, or mistakes.
const EARLIEST: UnixSeconds = 631_152_000;

/// The greatest number of seconds; greater numbers are thousandths of seconds, and so on.
const MOST_SECONDS: i64 = 100_000_000_000;

/// The longest text that is looked at.
const LONGEST: usize = 64;

/// Whether a value tells a time whatever the order of day and month is, as an instant in numbers does.
pub(in crate::input) fn is_read(value: &Value<'_>) -> bool {
    matches!(read(value, None), Reading::Moment(_))
}

/// What a value says, with the order of day and month when the user has given it.
pub(in crate::input) fn read(value: &Value<'_>, order: Option<DateOrder>) -> Reading {
    let moment = match value {
        Value::Integer(number) => compact_day(&number.to_string()).or_else(|| epoch(*number)),
        Value::Float(number) => whole(*number)
            .and_then(|number| compact_day(&number.to_string()))
            .or_else(|| whole_seconds(*number).and_then(epoch)),
        Value::Missing | Value::Bool(_) => return Reading::Nothing,
        Value::Nested(nested) => {
            let unreadable = || Reading::Unreadable(shortened(&nested.to_string()));
            return mongo_date(nested).map_or_else(unreadable, |date| read(&date, order));
        }
        Value::Text(_) => {
            let Some(text) = value.word() else { return Reading::Nothing };
            if text.len() > LONGEST {
                return Reading::Unreadable(shortened(&text));
            }
            if let Some(moment) = in_words(&text, order) {
                return Reading::Moment(moment);
            }
            if order.is_none() && in_words(&text, Some(DateOrder::DayFirst)).is_some() {
                return Reading::Ambiguous(shortened(&text));
            }
            if order.is_none() && in_words(&text, Some(DateOrder::MonthFirst)).is_some() {
                return Reading::Ambiguous(shortened(&text));
            }
            None
        }
    };
    match (moment, value) {
        (Some(moment), _) => Reading::Moment(moment),
        (None, Value::Integer(number)) => Reading::Unreadable(number.to_string()),
        (None, Value::Float(number)) => Reading::Unreadable(number.to_string()),
        (None, _) => Reading::Unreadable(shortened(&value.word().unwrap_or_default())),
    }
}

/// What MongoDB's tools write for a date: `{"$date": "2024-07-16T14:03:22Z"}`, also with thousandths of seconds, be
/// they a number or `{"$numberLong": "1721138602000"}`.
fn mongo_date(nested: &serde_json::Value) -> Option<Value<'_>> {
    let date = nested.get("$date")?;
    match date.as_i64() {
        Some(number) => Some(Value::Integer(number)),
        None => {
            date.as_str().or_else(|| date.get("$numberLong")?.as_str()).map(|text| Value::Text(text.into()))
        }
    }
}

fn shortened(text: &str) -> String {
    let text = text.trim();
    text[..text.floor_char_boundary(LONGEST)].replace('\0', "\u{FFFD}")
}

#[expect(clippy::cast_possible_truncation, reason = "it is below 2^53")]
fn whole_seconds(number: f64) -> Option<i64> {
    (number.is_finite() && number.abs() < 9e15).then(|| number.floor() as i64)
}

/// Seconds since 1970, or thousandths, millionths or billionths of seconds, which the size of the number tells.
fn epoch(number: i64) -> Option<Moment> {
    let mut seconds = number;
    while seconds >= MOST_SECONDS {
        seconds /= 1000;
    }
    (seconds >= EARLIEST).then_some(Moment::Instant(seconds))
}

fn in_words(text: &str, order: Option<DateOrder>) -> Option<Moment> {
    let digits = text.strip_suffix(".0").unwrap_or(text);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return compact_day(digits).or_else(|| digits.parse().ok().and_then(epoch));
    }
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && text.matches('.').count() == 1 {
        return text.parse().ok().and_then(whole_seconds).and_then(epoch);
    }
    let mut rest = Rest(text);
    if let Some(date) = rest.date(order) {
        return rest.time_behind(date);
    }
    if let Ok(instant) = DateTimeParser::new().parse_timestamp(text) {
        return Some(Moment::Instant(instant.as_second()));
    }
    as_twitter_writes(text)
}

/// `20240716`, ISO 8601 without hyphens: as a number of seconds it would be in 1970.
fn compact_day(digits: &str) -> Option<Moment> {
    if digits.len() != 8 {
        return None;
    }
    let date =
        Date::new(digits[..4].parse().ok()?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?).ok()?;
    (1990..2100).contains(&date.year()).then_some(Moment::Day(date))
}

/// `Tue Jul 16 14:03:22 +0000 2024`.
fn as_twitter_writes(text: &str) -> Option<Moment> {
    let mut words = text.split_ascii_whitespace();
    let (weekday, month, day, clock, zone, year) =
        (words.next()?, words.next()?, words.next()?, words.next()?, words.next()?, words.next()?);
    let usual = format!("{weekday}, {day} {month} {year} {clock} {zone}");
    let instant = DateTimeParser::new().parse_timestamp(usual).ok()?;
    words.next().is_none().then(|| Moment::Instant(instant.as_second()))
}

/// What of the text is not read yet.
struct Rest<'t>(&'t str);

impl Rest<'_> {
    fn take(&mut self, characters: &[char]) -> Option<char> {
        let first = self.0.chars().next().filter(|first| characters.contains(first))?;
        self.0 = &self.0[first.len_utf8()..];
        Some(first)
    }

    /// A number of at least `least` and at most `most` digits.
    fn number(&mut self, least: usize, most: usize) -> Option<(i16, usize)> {
        let length = self.0.bytes().take_while(u8::is_ascii_digit).count();
        if !(least..=most).contains(&length) {
            return None;
        }
        let number = self.0[..length].parse().ok()?;
        self.0 = &self.0[length..];
        Some((number, length))
    }

    /// `2024-07-16`, `2024/07/16`, `16.07.2024`, and with an order `7/16/2024`, `7/16/24`.
    fn date(&mut self, order: Option<DateOrder>) -> Option<Date> {
        let (first, length) = self.number(1, 4)?;
        let separator = self.take(&['-', '/', '.'])?;
        let (second, _) = self.number(1, 2)?;
        self.take(&[separator])?;
        let small = |number: i16| i8::try_from(number).ok();
        if length == 4 {
            let (third, _) = self.number(1, 2)?;
            return Date::new(first, small(second)?, small(third)?).ok();
        }
        let (third, length_of_year) = self.number(2, 4)?;
        let year = match length_of_year {
            4 => third,
            2 => 2000 + third,
            _ => return None,
        };
        let order = order.or((separator == '.').then_some(DateOrder::DayFirst))?;
        let (day, month) = match order {
            DateOrder::DayFirst => (first, second),
            DateOrder::MonthFirst => (second, first),
        };
        (length <= 2).then(|| Date::new(year, small(month)?, small(day)?).ok()).flatten()
    }

    /// The moment on that day: the rest is a clock, perhaps with a zone, or nothing.
    fn time_behind(&mut self, date: Date) -> Option<Moment> {
        if self.0.is_empty() {
            return Some(Moment::Day(date));
        }
        self.take(&[',']);
        self.take(&['T', 't', ' '])?;
        self.0 = self.0.trim_start();
        let mut hour = self.two_digits()?;
        self.take(&[':'])?;
        let minute = self.two_digits()?;
        let mut second = 0;
        if self.take(&[':']).is_some() {
            second = match self.two_digits()? {
                // A leap second, which no count of seconds since 1970 has.
                60 => 59,
                second => second,
            };
            if self.take(&['.', ',']).is_some() {
                let length = self.0.bytes().take_while(u8::is_ascii_digit).count();
                self.0 = self.0.get(length..).filter(|_| length > 0)?;
            }
        }
        self.0 = self.0.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        if let Some(is_afternoon) = self.half_of_day() {
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + if is_afternoon { 12 } else { 0 };
            self.0 = self.0.trim_start();
        }
        let clock = DateTime::from_parts(date, Time::new(hour, minute, second, 0).ok()?);
        if self.0.is_empty() {
            return Some(Moment::Local(clock));
        }
        let offset = self.offset()?;
        let instant = jiff::tz::Offset::from_seconds(offset).ok()?.to_timestamp(clock).ok()?;
        Some(Moment::Instant(instant.as_second()))
    }

    fn two_digits(&mut self) -> Option<i8> {
        self.number(1, 2).and_then(|(number, _)| i8::try_from(number).ok())
    }

    fn half_of_day(&mut self) -> Option<bool> {
        for (word, is_afternoon) in [("AM", false), ("PM", true)] {
            if self.0.get(..2).is_some_and(|start| start.eq_ignore_ascii_case(word)) {
                self.0 = &self.0[2..];
                return Some(is_afternoon);
            }
        }
        None
    }

    /// `Z`, `UTC`, `+02:00`, `+0200`, `UTC+2`, to the end of the text; in seconds.
    fn offset(&mut self) -> Option<i32> {
        for word in ["UTC", "GMT", "Z", "z"] {
            if let Some(rest) = self.0.strip_prefix(word) {
                self.0 = rest;
                break;
            }
        }
        if self.0.is_empty() {
            return Some(0);
        }
        let sign = match self.take(&['+', '-', '\u{2212}'])? {
            '+' => 1,
            _ => -1,
        };
        let (number, length) = self.number(1, 4)?;
        let (hours, minutes) = match length {
            1 | 2 if self.take(&[':']).is_some() => (number, self.number(2, 2)?.0),
            1 | 2 => (number, 0),
            4 => (number / 100, number % 100),
            _ => return None,
        };
        // Some programs write the zone's name behind its offset.
        let is_end = matches!(self.0, "" | " UTC" | " GMT");
        (is_end && hours <= 15 && minutes < 60)
            .then(|| sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60))
    }
}
