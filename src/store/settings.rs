//! What was chosen when the store was made.

use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension};

use crate::model::PointRule;
use crate::{Error, ErrorKind, Result, clock};

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
    clock::zone(name).ok_or_else(|| {
        Error::new(ErrorKind::Usage, format!("'{name}' is not a time zone"))
            .hint("write an IANA name such as Europe/Prague, or an offset such as +02:00")
    })
}

/// How the store writes a zone: its IANA name as the database spells it, else its offset, such as `+02:00`.
#[must_use]
pub fn zone_name(zone: &TimeZone, given: &str) -> String {
    if let Some(name) = zone.iana_name() {
        return name.to_owned();
    }
    match zone.to_fixed_offset() {
        Ok(offset) if offset.is_zero() => "UTC".to_owned(),
        Ok(offset) => {
            let sign = if offset.is_negative() { '-' } else { '+' };
            let minutes = offset.seconds().unsigned_abs() / 60;
            format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
        }
        Err(_) => given.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{zone, zone_name};

    #[test]
    fn an_offset_has_one_name_however_it_is_given() {
        for (given, name) in [
            ("+2", "+02:00"),
            ("+02", "+02:00"),
            ("+02:00", "+02:00"),
            ("-3:30", "-03:30"),
            ("-00:45", "-00:45"),
            ("+0", "UTC"),
            ("utc", "UTC"),
            ("europe/prague", "Europe/Prague"),
        ] {
            assert_eq!(zone_name(&zone(given).unwrap(), given), name, "{given}");
        }
    }
}
