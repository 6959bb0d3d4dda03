//! The names of Telegram's types, and the instants that tools write.

use std::borrow::Cow;

use jiff::civil;
use jiff::tz::TimeZone;

use crate::input::json::loose::Scalar;
use crate::input::telegram_json::peer::LAST_INSTANT;
use crate::model::{Moment, UnixSeconds};

/// The name of a type as Telethon writes it, e.g. `MessageService`; others begin it with a small letter.
pub(super) fn type_name<'k>(kind: &'k Scalar<'_>) -> Option<Cow<'k, str>> {
    let name = kind.text()?;
    Some(if name.starts_with(|first: char| first.is_ascii_lowercase()) {
        let mut name = name.to_owned();
        name[..1].make_ascii_uppercase();
        Cow::Owned(name)
    } else {
        Cow::Borrowed(name)
    })
}

/// A name such as `ChatEditTitle` as `chat_edit_title`.
pub(super) fn snake_case(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 8);
    let mut was_capital = true;
    for letter in name.chars() {
        let is_capital = letter.is_ascii_uppercase();
        if is_capital && !was_capital {
            words.push('_');
        }
        words.push(letter.to_ascii_lowercase());
        was_capital = is_capital;
    }
    words
}

/// When something happened, or what stands there that tells no time.
///
/// Telethon's instants are UTC, so a wall clock without a zone is, too. Seconds since 1970 may have a fraction;
/// thousandths of seconds are told by their size. The epoch stands for "never".
pub(in crate::input) fn moment(date: &Scalar<'_>) -> (Moment, Option<String>) {
    let moment = match date {
        Scalar::Integer(number) => of_number(*number),
        #[expect(clippy::cast_possible_truncation, reason = "it saturates, and is looked at afterwards")]
        Scalar::Float(number) => of_number(number.floor() as i64),
        Scalar::Text(text) => of_text(text.trim()).unwrap_or_default(),
        _ => Moment::Unknown,
    };
    let is_unread = moment == Moment::Unknown;
    (moment, date.written().filter(|written| is_unread && !written.trim().is_empty()))
}

fn of_number(number: i64) -> Moment {
    let within = |limit: i64| (-limit..=limit).contains(&number);
    match number {
        0 => Moment::Unknown,
        _ if within(LAST_INSTANT) => Moment::Instant(number),
        _ if within(LAST_INSTANT * 1000) => Moment::Instant(number.div_euclid(1000)),
        _ => Moment::Unknown,
    }
}

fn of_text(text: &str) -> Option<Moment> {
    const DAY: usize = "2022-05-19".len();
    if let Ok(number) = text.parse() {
        return Some(of_number(number));
    }
    let seconds = match text.parse::<jiff::Timestamp>() {
        Ok(timestamp) => timestamp.as_second(),
        Err(_) if text.len() > DAY => utc(text.parse().ok()?)?,
        Err(_) => return None,
    };
    Some(if seconds == 0 { Moment::Unknown } else { Moment::Instant(seconds) })
}

fn utc(clock: civil::DateTime) -> Option<UnixSeconds> {
    Some(clock.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
}
