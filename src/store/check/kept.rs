//! What a store keeps of each post beside what its input told: the key of its text, and its wall clock and day in the
//! reporting zone. Reports group and select by these, and nothing else would tell that one is wrong.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::Connection;

use crate::clock;
use crate::extract::folded_text::folded_text;
use crate::store::settings;
use crate::store::text_key::TextKey;

/// How many differences of each kind are told.
const TOLD: usize = 10;

/// What differs.
#[derive(Debug, Default)]
pub(super) struct Differences {
    /// Of the keys and lengths of texts.
    pub(super) keys: Vec<String>,
    /// Of wall clocks and days.
    pub(super) times: Vec<String>,
}

/// What is kept otherwise than text and instant give it. All in one walk, since the texts are most of a store.
pub(super) fn differences(connection: &Connection) -> rusqlite::Result<Differences> {
    let mut found = Differences::default();
    let name = settings::get(connection, settings::TIME_ZONE)?.unwrap_or_else(|| "UTC".to_owned());
    let zone = clock::zone(&name);
    if zone.is_none() {
        found.times.push(format!("the reporting zone '{name}' is unknown"));
    }
    let mut posts = connection.prepare(
        "SELECT post_id, text_key, text_length, posted_at, posted_local, posted_on, text
         FROM posts NOT INDEXED ORDER BY post_id",
    )?;
    let mut rows = posts.query([])?;
    while let Some(row) = rows.next()? {
        if found.keys.len() < TOLD {
            let key = TextKey::of(&folded_text(row.get_ref(6)?.as_str()?));
            let kept = (row.get_ref(1)?.as_blob_or_null()?, row.get::<_, i64>(2)?);
            if kept != (key.key.as_ref().map(<[u8; 16]>::as_slice), key.length) {
                let post_id: i64 = row.get(0)?;
                found.keys.push(format!("post {post_id} has another key or length than its text"));
            }
        }
        if let Some(zone) = zone.as_ref().filter(|_| found.times.len() < TOLD) {
            let text = |column: usize| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str_or_null()?);
            if !is_time(zone, text(3)?, text(4)?, text(5)?) {
                let post_id: i64 = row.get(0)?;
                found
                    .times
                    .push(format!("post {post_id} has another wall clock or day than its instant in {name}"));
            }
        }
    }
    Ok(found)
}

/// Whether the wall clock and the day are those of the instant; one of which the day alone is known has no clock.
fn is_time(zone: &TimeZone, instant: Option<&str>, local: Option<&str>, day: Option<&str>) -> bool {
    let (Some(instant), Some(local)) = (instant, local) else { return local.is_none() && instant == day };
    if day != local.get(..10) {
        return false;
    }
    // In UTC the clock is the instant without its letter.
    if *zone == TimeZone::UTC && instant.strip_suffix('Z') == Some(local) {
        return true;
    }
    instant.parse::<Timestamp>().is_ok_and(|instant| zone.to_datetime(instant).to_string() == local)
}

#[cfg(test)]
mod tests {
    use super::is_time;
    use crate::clock;

    #[test]
    fn a_clock_and_a_day_are_those_of_the_instant() {
        for (zone, instant, local, day, expected) in [
            ("UTC", Some("2024-07-16T22:03:22Z"), Some("2024-07-16T22:03:22"), Some("2024-07-16"), true),
            ("UTC", Some("2024-07-16T22:03:22Z"), Some("2024-07-16T22:03:23"), Some("2024-07-16"), false),
            (
                "Europe/Prague",
                Some("2024-07-16T22:03:22Z"),
                Some("2024-07-17T00:03:22"),
                Some("2024-07-17"),
                true,
            ),
            (
                "Europe/Prague",
                Some("2024-07-16T22:03:22Z"),
                Some("2024-07-17T00:03:22"),
                Some("2024-07-16"),
                false,
            ),
            (
                "Europe/Prague",
                Some("2024-07-16T22:03:22Z"),
                Some("2024-07-16T22:03:22"),
                Some("2024-07-16"),
                false,
            ),
            ("Europe/Prague", Some("soon"), Some("2024-07-16T22:03:22"), Some("2024-07-16"), false),
            ("UTC", Some("2024-07-16"), None, Some("2024-07-16"), true),
            ("UTC", Some("2024-07-16"), None, Some("2024-07-17"), false),
            ("UTC", Some("2024-07-16T22:03:22Z"), None, Some("2024-07-16"), false),
            ("UTC", None, Some("2024-07-16T22:03:22"), Some("2024-07-16"), false),
            ("UTC", None, None, None, true),
            ("UTC", None, None, Some("2024-07-16"), false),
        ] {
            let zone = clock::zone(zone).unwrap();
            assert_eq!(is_time(&zone, instant, local, day), expected, "{instant:?} {local:?} {day:?}");
        }
    }
}
