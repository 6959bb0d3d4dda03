//! Days as people give them: `2024-03`, `2024-W09`, `-30d`, `last-month`, `first`.

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// Which day of a longer time is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// Its first day, as for `since`.
    First,
    /// Its last day, as for `until`.
    Last,
}

impl Edge {
    /// The edge that a parameter of this name means: the last day for `until`, `to` and `end`, alone or
    /// as the first or last word of the name (`end_day`, `seen_until`), else the first day.
    #[must_use]
    pub fn of_parameter(name: &str) -> Self {
        let is_end = |word: Option<&str>| matches!(word, Some("until" | "to" | "end"));
        let mut words = name.split('_');
        let first = words.next();
        if is_end(first) || is_end(words.next_back()) { Self::Last } else { Self::First }
    }
}

/// What a day can be given in relation to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today {
    /// Today, in the store's reporting zone.
    pub today: Date,
    /// The first and the last day of the data; `None` when no post has a day.
    pub data: Option<(Date, Date)>,
}

/// The forms of a day, for messages.
pub const FORMS: &str = "2024-03-01, 2024-03, 2024, 2024-Q1, 2024-W09, today, yesterday, -30d, -2w, -3m, -1y, \
     last-month, this-year, first, last";

/// The day that `text` means.
///
/// A month, quarter, week or year is its first or last day as `edge` says; weeks are ISO weeks, from
/// Monday. `-3m` is the same day three months ago, or that month's last day. A day before the year 0 cannot be written,
/// and is none.
///
/// # Errors
/// A fragment that says why `text` is no day.
pub fn resolve(text: &str, edge: Edge, now: &Today) -> Result<Date, String> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let data =
        || now.data.ok_or_else(|| format!("'{text}' means a day of the data, and no post here has one"));
    let span = match lower.as_str() {
        "today" => Some((now.today, now.today)),
        "yesterday" => now.today.yesterday().ok().map(|day| (day, day)),
        "first" => return data().map(|(first, _)| first),
        "last" => return data().map(|(_, last)| last),
        _ => ago(&lower, now.today)
            .map(|day| (day, day))
            .or_else(|| named_period(&lower, now.today))
            .or_else(|| written(&lower)),
    };
    match span {
        Some((first, last)) if first.year() >= 0 => Ok(if edge == Edge::First { first } else { last }),
        _ => Err(format!("'{text}' is no date; write one of: {FORMS}")),
    }
}

/// `-30d`, `-2w`, `-3m`, `-1y`.
fn ago(text: &str, today: Date) -> Option<Date> {
    let rest = text.strip_prefix('-')?;
    let unit = rest.chars().last()?;
    let number = rest.strip_suffix(unit)?;
    if number.is_empty() || number.len() > 6 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = number.parse().ok()?;
    let span = match unit {
        'd' => 0.days().try_days(number),
        'w' => 0.days().try_weeks(number),
        'm' => 0.days().try_months(number),
        'y' => 0.days().try_years(number),
        _ => return None,
    };
    today.checked_sub(span.ok()?).ok()
}

/// `last-month`, `this-week` and their like.
fn named_period(text: &str, today: Date) -> Option<(Date, Date)> {
    let (which, unit) = text.split_once('-')?;
    let this = |day: Date| match unit {
        "week" => Some(week(day.iso_week_date())),
        "month" => Some((day.first_of_month(), day.last_of_month())),
        "quarter" => quarter(day.year(), (day.month() + 2) / 3),
        "year" => Some((day.first_of_year(), day.last_of_year())),
        _ => None,
    };
    let (first, last) = this(today)?;
    match which {
        "this" => Some((first, last)),
        "last" => this(first.yesterday().ok()?),
        _ => None,
    }
}

/// `2024-03-01`, `2024-03`, `2024`, `2024-Q1`, `2024-W09`, in lower case.
fn written(text: &str) -> Option<(Date, Date)> {
    let number = |part: &str, digits: usize| {
        let fits = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| part.parse::<i16>().ok()).flatten()
    };
    let (year, rest) = match text.split_once('-') {
        Some((year, rest)) => (number(year, 4)?, Some(rest)),
        None => (number(text, 4)?, None),
    };
    let Some(rest) = rest else {
        let first = Date::new(year, 1, 1).ok()?;
        return Some((first, first.last_of_year()));
    };
    if let Some(number_text) = rest.strip_prefix('q') {
        return quarter(year, i8::try_from(number(number_text, 1)?).ok()?);
    }
    if let Some(number_text) = rest.strip_prefix('w') {
        let number = i8::try_from(number(number_text, 2)?).ok()?;
        return ISOWeekDate::new(year, number, Weekday::Monday).ok().map(week);
    }
    let (month, day) = match rest.split_once('-') {
        Some((month, day)) => (number(month, 2)?, Some(number(day, 2)?)),
        None => (number(rest, 2)?, None),
    };
    let month = i8::try_from(month).ok()?;
    if let Some(day) = day {
        let day = Date::new(year, month, i8::try_from(day).ok()?).ok()?;
        return Some((day, day));
    }
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

fn week(day: ISOWeekDate) -> (Date, Date) {
    let ends = |weekday| ISOWeekDate::new(day.year(), day.week(), weekday).map(ISOWeekDate::date);
    let date = day.date();
    (ends(Weekday::Monday).unwrap_or(date), ends(Weekday::Sunday).unwrap_or(date))
}

fn quarter(year: i16, number: i8) -> Option<(Date, Date)> {
    if !(1..=4).contains(&number) {
        return None;
    }
    let first = Date::new(year, number * 3 - 2, 1).ok()?;
    Some((first, Date::new(year, number * 3, 1).ok()?.last_of_month()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Edge, Today, resolve};

    const NOW: Today =
        Today { today: date(2024, 7, 16), data: Some((date(2023, 2, 11), date(2024, 12, 30))) };

    #[test]
    fn every_form_has_a_first_and_a_last_day() {
        // Weeks and lengths of months by `python3 -c 'import datetime …'`.
        for (text, first, last) in [
            ("2024-03-01", "2024-03-01", "2024-03-01"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2023-02", "2023-02-01", "2023-02-28"),
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024-Q1", "2024-01-01", "2024-03-31"),
            ("2024-q4", "2024-10-01", "2024-12-31"),
            ("2024-W09", "2024-02-26", "2024-03-03"),
            ("2020-W53", "2020-12-28", "2021-01-03"),
            ("today", "2024-07-16", "2024-07-16"),
            ("Yesterday", "2024-07-15", "2024-07-15"),
            ("-30d", "2024-06-16", "2024-06-16"),
            ("-2w", "2024-07-02", "2024-07-02"),
            ("-3m", "2024-04-16", "2024-04-16"),
            ("-1y", "2023-07-16", "2023-07-16"),
            ("-0d", "2024-07-16", "2024-07-16"),
            ("last-month", "2024-06-01", "2024-06-30"),
            ("this-month", "2024-07-01", "2024-07-31"),
            ("last-week", "2024-07-08", "2024-07-14"),
            ("last-quarter", "2024-04-01", "2024-06-30"),
            ("last-year", "2023-01-01", "2023-12-31"),
            ("first", "2023-02-11", "2023-02-11"),
            ("last", "2024-12-30", "2024-12-30"),
        ] {
            let both = [Edge::First, Edge::Last].map(|edge| resolve(text, edge, &NOW).unwrap().to_string());
            assert_eq!(both, [first, last], "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "2024-13",
            "2024-02-30",
            "2024-Q5",
            "2024-Q0",
            "2024-W54",
            "2023-W53",
            "2024-1",
            "24-01-01",
            "+3d",
            "-3",
            "-d",
            "-9999999d",
            "-999999y",
            "-3240y",
            "0000-W00",
            "30d",
            "2024-03-01T10:00",
            "٢٠٢٤",
            "last-",
            "last-day",
            "--30d",
            "2024-03-01-",
        ] {
            let message = resolve(text, Edge::First, &NOW).unwrap_err();
            assert!(
                message.starts_with(&format!("'{text}' is no date; write one of: 2024-03-01")),
                "{text}: {message}"
            );
        }
    }

    #[test]
    fn months_back_end_on_a_day_that_exists() {
        let now = Today { today: date(2024, 5, 31), data: None };
        assert_eq!(resolve("-3m", Edge::First, &now).unwrap(), date(2024, 2, 29));
        assert!(resolve("first", Edge::First, &now).unwrap_err().contains("no post here has one"));
    }

    #[test]
    fn the_name_of_a_parameter_says_which_day_is_meant() {
        for (name, edge) in [
            ("since", Edge::First),
            ("until", Edge::Last),
            ("to", Edge::Last),
            ("end", Edge::Last),
            ("end_day", Edge::Last),
            ("seen_until", Edge::Last),
            ("from_day", Edge::First),
            ("total", Edge::First),
            ("ending", Edge::First),
        ] {
            assert_eq!(Edge::of_parameter(name), edge, "{name}");
        }
    }
}
