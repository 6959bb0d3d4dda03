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
        for day in days(date(year, 1, 1), date(year, 12, 31)) {
            let Row { day, week, month, quarter, year, weekday } = Row::of(day);
            insert.execute(params![day, week, month, quarter, year, weekday])?;
        }
    }
    Ok(())
}

/// The first and the last day that any input tells of a post; `None` when none is told.
///
/// # Errors
/// When the store cannot be read.
pub fn told(connection: &Connection) -> rusqlite::Result<Option<(Date, Date)>> {
    let days: (Option<String>, Option<String>) = connection.query_row(
        "SELECT min(day), max(day) FROM (
            SELECT min(posted_on) AS day FROM posts UNION ALL SELECT max(posted_on) FROM posts
            UNION ALL SELECT min(posted_on) FROM post_evidence UNION ALL SELECT max(posted_on) FROM post_evidence)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let day = |day: Option<String>| day.and_then(|day| day.parse().ok());
    Ok(day(days.0).zip(day(days.1)))
}

/// Removes the years before and after all posts, as when posts were removed.
///
/// # Errors
/// When the store cannot be written.
pub fn fit(connection: &Connection) -> rusqlite::Result<()> {
    let years = told(connection)?.map(|(first, last)| (first.first_of_year(), last.last_of_year()));
    let (first, last) = years.map(|(first, last)| (first.to_string(), last.to_string())).unzip();
    connection
        .execute("DELETE FROM calendar WHERE ?1 IS NULL OR day < ?1 OR day > ?2", params![first, last])
        .map(drop)
}

/// What is wrong with the calendar, the first ten days of it: it holds whole years one after another.
///
/// # Errors
/// When the store cannot be read.
pub fn differences(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    const TOLD: usize = 10;
    let kept: Vec<Row> = connection
        .prepare("SELECT day, week, month, quarter, year, weekday FROM calendar ORDER BY day")?
        .query_map([], |row| {
            Ok(Row {
                day: row.get(0)?,
                week: row.get(1)?,
                month: row.get(2)?,
                quarter: row.get(3)?,
                year: row.get(4)?,
                weekday: row.get(5)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut found = Vec::new();
    let mut known: Vec<(Date, &Row)> = Vec::new();
    for row in &kept {
        match row.day.parse::<Date>() {
            Ok(day) if day.to_string() == row.day => known.push((day, row)),
            _ => found.push(format!("{} is no day of a calendar", row.day)),
        }
    }
    let Some(((first, _), (last, _))) = known.first().zip(known.last()) else { return Ok(found) };
    let wanted = days(first.first_of_year(), last.last_of_year());
    let mut known = known.iter().peekable();
    for day in wanted {
        match known.next_if(|(kept, _)| *kept == day) {
            None => found.push(format!("{day} is missing from the calendar")),
            Some((_, row)) if **row != Row::of(day) => {
                found
                    .push(format!("{day} has a wrong week, month, quarter, year or weekday in the calendar"));
            }
            Some(_) => {}
        }
        if found.len() >= TOLD {
            break;
        }
    }
    Ok(found)
}

fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    first.series(jiff::Span::new().days(1)).take_while(move |day| *day <= last)
}

/// A day as the calendar has it.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    day: String,
    week: String,
    month: String,
    quarter: String,
    year: String,
    weekday: i8,
}

impl Row {
    fn of(day: Date) -> Self {
        let week = day.iso_week_date();
        Self {
            day: day.to_string(),
            week: format!("{:04}-W{:02}", week.year(), week.week()),
            month: format!("{:04}-{:02}", day.year(), day.month()),
            quarter: format!("{:04}-Q{}", day.year(), (day.month() + 2) / 3),
            year: format!("{:04}", day.year()),
            weekday: day.weekday().to_monday_one_offset(),
        }
    }
}
