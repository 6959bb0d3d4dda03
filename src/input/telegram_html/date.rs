//! `05.09.2018 16:42:32`, since 3.7.6 with ` UTC+01:00` behind.

use jiff::civil;
use jiff::tz::Offset;

use crate::model::Moment;

/// The moment of a message's title; `Unknown` for the epoch, which stands for "never", and `None` where the text
/// is no date. See the module's head for what is wrong with the offset.
pub(super) fn moment(title: &str) -> Option<Moment> {
    let title = title.trim();
    let (clock, zone) = title.split_at_checked(19)?;
    let [day, month, year] = numbers(clock.get(..10)?, b'.')?;
    let [hour, minute, second] = numbers(clock.get(11..)?, b':')?;
    let small = |number: u16| i8::try_from(number).ok();
    let date = civil::Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()?;
    let time = civil::Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()?;
    // The epoch in local time is a day of 1969 or 1970.
    if date.year() <= 1970 {
        return Some(Moment::Unknown);
    }
    let local = date.to_datetime(time);
    let zone = zone.trim();
    if zone.is_empty() {
        return Some(Moment::Local(local));
    }
    offset(zone)?.to_timestamp(local).ok().map(|instant| Moment::Instant(instant.as_second()))
}

/// `UTC+01:00`, also without the minutes, and plain `UTC`.
fn offset(zone: &str) -> Option<Offset> {
    let offset = zone.strip_prefix("UTC").or_else(|| zone.strip_prefix("GMT"))?;
    let (sign, digits) = match offset.chars().next() {
        None => return Some(Offset::UTC),
        Some('+') => (1, &offset[1..]),
        Some('-') => (-1, &offset[1..]),
        Some('\u{2212}') => (-1, &offset['\u{2212}'.len_utf8()..]),
        Some(_) => return None,
    };
    let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "0"));
    let number = |text: &str| text.parse::<u8>().ok().filter(|number| *number < 60).map(i32::from);
    Offset::from_seconds(sign * (number(hours)? * 3600 + number(minutes)? * 60)).ok()
}

/// Three numbers with this sign between them.
fn numbers(text: &str, separator: u8) -> Option<[u16; 3]> {
    let mut parts = text.split(char::from(separator)).map(|part| {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u16>().ok().filter(|_| is_number)
    });
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn titles_with_and_without_an_offset_are_read() {
        assert_eq!(moment("05.09.2018 16:42:32"), Some(Moment::Local(date(2018, 9, 5).at(16, 42, 32, 0))));
        // 2025-06-01T10:00:00Z is 1748772000.
        assert_eq!(moment("01.06.2025 12:00:00 UTC+02:00"), Some(Moment::Instant(1_748_772_000)));
        assert_eq!(moment(" 01.06.2025 04:30:00 UTC-05:30\n"), Some(Moment::Instant(1_748_772_000)));
        assert_eq!(moment("01.06.2025 04:00:00 UTC\u{2212}06:00"), Some(Moment::Instant(1_748_772_000)));
        assert_eq!(moment("01.06.2025 10:00:00 UTC"), Some(Moment::Instant(1_748_772_000)));
    }

    #[test]
    fn the_epoch_is_no_moment() {
        assert_eq!(moment("01.01.1970 03:00:00 UTC+03:00"), Some(Moment::Unknown));
        assert_eq!(moment("31.12.1969 18:00:00"), Some(Moment::Unknown));
    }

    #[test]
    fn other_texts_are_no_dates() {
        for text in [
            "",
            "12:00",
            "2025-06-01 12:00:00",
            "31.02.2025 12:00:00",
            "01.06.2025 24:00:00",
            "01.06.2025 12:00:00 CET",
            "01.06.2025 12:00:00 UTC+99:00",
            "01.06.2025 12:00:00 UTC+1:xx",
            "+1.06.2025 12:00:00",
            "01.06.2025 12:00:0é",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
