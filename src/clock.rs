//! The clock, so that it is asked in one place and tests can fix it; and time zones by the names that a store has.

use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

/// A source of the present time.
#[derive(Debug, Clone, Copy, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// Always the same instant.
    Fixed(Timestamp),
}

impl Clock {
    /// The present instant; the last that the calendar has where the machine's clock is beyond it.
    #[must_use]
    pub fn now(self) -> Timestamp {
        match self {
            Self::System => machines_time().unwrap_or(Timestamp::MAX),
            Self::Fixed(timestamp) => timestamp,
        }
    }
}

/// What the machine's clock tells; `None` where it is beyond the year 9999, as one is that was never set.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the one place that asks the clock")]
pub fn machines_time() -> Option<Timestamp> {
    instant(SystemTime::now())
}

fn instant(time: SystemTime) -> Option<Timestamp> {
    Timestamp::try_from(time).ok()
}

/// The time zone of this name: an IANA name such as `Europe/Prague`, or an offset such as `+02:00`; `None` when there is
/// none.
#[must_use]
pub fn zone(name: &str) -> Option<TimeZone> {
    if name.eq_ignore_ascii_case("utc") || name == "Z" {
        return Some(TimeZone::UTC);
    }
    TimeZone::get(name).ok().or_else(|| fixed_offset(name))
}

fn fixed_offset(name: &str) -> Option<TimeZone> {
    let (sign, digits) = match name.as_bytes().first()? {
        b'+' => (1, &name[1..]),
        b'-' => (-1, &name[1..]),
        _ => return None,
    };
    let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "0"));
    let number = |digits: &str| {
        let fits = matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| digits.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    if hours > 15 || minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok().map(Offset::to_time_zone)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use jiff::tz::{Offset, TimeZone};

    use super::{instant, zone};

    #[test]
    fn a_clock_beyond_the_calendar_tells_no_instant() {
        let told = |seconds| instant(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(told(1_704_067_200).unwrap().to_string(), "2024-01-01T00:00:00Z");
        // In the year 11476.
        assert_eq!(told(300_000_000_000), None);
    }

    #[test]
    fn an_offset_is_hours_and_minutes_of_plain_digits() {
        for (name, minutes) in [("+02:00", 120), ("-3:30", -210), ("+5", 300), ("-00:45", -45)] {
            let offset = Offset::from_seconds(minutes * 60).unwrap();
            assert_eq!(zone(name).unwrap(), TimeZone::fixed(offset), "{name}");
        }
        for name in
            ["--5", "+-5", "+2:-30", "+2:+30", "-3:-35999842", "--2333300", "+002", "+16", "+2:60", "+", "+:"]
        {
            assert!(zone(name).is_none(), "{name}");
        }
    }
}
