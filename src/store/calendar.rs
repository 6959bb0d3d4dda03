//! The calendar: one row a day with its week, month, quarter and year, so that queries need no date
//! functions (`strftime('%G-W%V')` is NULL before SQLite 3.46).

use jiff::civil::{Date, date};
use rusqlite::{Connection, params};

/// Makes sure that the calendar holds every day of every year from `first`'s to `last`'s, and of the
/// years between these and what it holds already.
///
/// # Errors
/// When the store cannot be written.
pub fn cover(connection: &Connection, first: Date, last: Date) -> rusqlite::Result<()> {
    let (low, high): (Option<i16>, Option<i16>) = connection.query_row(
        "SELECT CAST(substr(min(day), 1, 4) AS INTEGER), CAST(substr(max(day), 1, 4) AS INTEGER) FROM calendar",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let wanted = low.map_or(first.year(), |low| low.min(first.year()))
        ..=high.map_or(last.year(), |high| high.max(last.year()));
    let mut insert = connection.prepare(
        "INSERT INTO calendar (day, week, month, quarter, year, weekday) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for year in wanted {
        if low.is_some_and(|low| low <= year) && high.is_some_and(|high| year <= high) {
            continue;
        }
        for day in date(year, 1, 1).series(jiff::Span::new().days(1)).take_while(|day| day.year() == year) {
            let week = day.iso_week_date();
            insert.execute(params![
                day.to_string(),
                format!("{:04}-W{:02}", week.year(), week.week()),
                format!("{:04}-{:02}", day.year(), day.month()),
                format!("{:04}-Q{}", day.year(), (day.month() + 2) / 3),
                format!("{:04}", day.year()),
                day.weekday().to_monday_one_offset(),
            ])?;
        }
    }
    Ok(())
}
