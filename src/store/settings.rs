//! What was chosen when the store was made.

use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension};

use crate::model::PointRule;
use crate::{Error, ErrorKind, Result};

/// The name of the reporting zone's setting.
pub const TIME_ZONE: &str = "time_zone";

/// The name of the setting that says what becomes of authors; a store that keeps them has none.
pub const AUTHORS: &str = "authors";

/// The value of [`AUTHORS`] of a store that leaves them out.
pub const LEFT_OUT: &str = "left out";

/// The name of the setting that tells the key of a store's pseudonyms from others, and tells nothing of it.
pub const PSEUDONYMS_KEY: &str = "pseudonyms_key";

/// The name of the setting that says what counts as a talking point; a store that takes items alone has none.
pub const POINTS: &str = "points";

/// The name of the setting that says how the search index parts texts into words; a store that was never told has none.
pub const SEARCH_TOKENIZER: &str = "search_tokenizer";

/// A setting's value.
///
/// # Errors
/// When the store cannot be read.
pub fn get(connection: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    connection.query_row("SELECT value FROM settings WHERE name = ?1", [name], |row| row.get(0)).optional()
}

/// Sets a setting.
///
/// # Errors
/// When the store cannot be written.
pub fn set(connection: &Connection, name: &str, value: &str) -> rusqlite::Result<()> {
    connection
        .execute(
            "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
            [name, value],
        )
        .map(drop)
}

/// What counts as a talking point.
///
/// # Errors
/// When the store cannot be read.
pub fn points(connection: &Connection) -> rusqlite::Result<PointRule> {
    Ok(get(connection, POINTS)?.and_then(|name| PointRule::from_name(&name)).unwrap_or_default())
}

/// Says what counts as a talking point.
///
/// # Errors
/// When the store cannot be written.
pub fn set_points(connection: &Connection, rule: PointRule) -> rusqlite::Result<()> {
    match rule {
        PointRule::Items => connection.execute("DELETE FROM settings WHERE name = ?1", [POINTS]).map(drop),
        PointRule::Sentences => set(connection, POINTS, rule.name()),
    }
}

/// The name of the zone in which days, weeks and months are counted.
///
/// # Errors
/// [`ErrorKind::Store`] when the store cannot be read.
pub fn reporting_zone_name(connection: &Connection) -> Result<String> {
    let name = get(connection, TIME_ZONE).map_err(|cause| {
        Error::new(ErrorKind::Store, "cannot read the store's settings")
            .hint("see what is wrong: chancery check")
            .caused_by(cause)
    })?;
    Ok(name.unwrap_or_else(|| "UTC".to_owned()))
}

/// The zone in which days, weeks and months are counted.
///
/// # Errors
/// [`ErrorKind::Store`] when the store cannot be read or names no known zone.
pub fn reporting_zone(connection: &Connection) -> Result<TimeZone> {
    zone(&reporting_zone_name(connection)?).map_err(|cause| {
        Error::new(ErrorKind::Store, "the store's reporting zone is not known").caused_by(cause)
    })
}

/// The time zone of this name: an IANA name such as `Europe/Prague`, or an offset such as `+02:00`.
///
/// # Errors
/// [`ErrorKind::Usage`] when there is none.
pub fn zone(name: &str) -> Result<TimeZone> {
    if name.eq_ignore_ascii_case("utc") || name == "Z" {
        return Ok(TimeZone::UTC);
    }
    if let Ok(zone) = TimeZone::get(name) {
        return Ok(zone);
    }
    fixed_offset(name).ok_or_else(|| {
        Error::new(ErrorKind::Usage, format!("'{name}' is not a time zone"))
            .hint("write an IANA name such as Europe/Prague, or an offset such as +02:00")
    })
}

/// How the store writes a zone: its IANA name as the database spells it, else the offset as given.
#[must_use]
pub fn zone_name(zone: &TimeZone, given: &str) -> String {
    match zone.iana_name() {
        Some(name) => name.to_owned(),
        None if *zone == TimeZone::UTC => "UTC".to_owned(),
        None => given.to_owned(),
    }
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
    jiff::tz::Offset::from_seconds(sign * (hours * 3600 + minutes * 60))
        .ok()
        .map(jiff::tz::Offset::to_time_zone)
}

#[cfg(test)]
mod tests {
    use jiff::tz::{Offset, TimeZone};

    use super::zone;

    #[test]
    fn an_offset_is_hours_and_minutes_of_plain_digits() {
        for (name, minutes) in [("+02:00", 120), ("-3:30", -210), ("+5", 300), ("-00:45", -45)] {
            let offset = Offset::from_seconds(minutes * 60).unwrap();
            assert_eq!(zone(name).unwrap(), TimeZone::fixed(offset), "{name}");
        }
        for name in
            ["--5", "+-5", "+2:-30", "+2:+30", "-3:-35999842", "--2333300", "+002", "+16", "+2:60", "+", "+:"]
        {
            assert!(zone(name).is_err(), "{name}");
        }
    }
}
