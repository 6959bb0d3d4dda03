//! The day, week, month, quarter and year in which a post is counted: those of the store's reporting zone. What
//! is expected was worked out by hand; the ISO weeks are those of Python's `date.isocalendar`.

use std::fmt::Write as _;

use serde_json::Value;

use crate::environment::Environment;

/// A store of one post for each instant, each with the hashtag #trade, in this reporting zone.
fn store(zone: &str, instants: &[&str]) -> Environment {
    let mut environment = Environment::new();
    environment.set("CHANCERY_NOW", "2028-01-01T00:00:00Z");
    let mut table = String::from("id,date,channel_handle,text\n");
    for (index, instant) in instants.iter().enumerate() {
        writeln!(table, "{},{instant},@harbour,#trade {index}", index + 1).unwrap();
    }
    environment.write("posts.csv", table);
    assert_eq!(environment.run(&["load", "posts.csv", "--time-zone", zone]).code, 0);
    environment
}

fn rows(environment: &Environment, words: &[&str]) -> Vec<Value> {
    let outcome = environment.run(&[&["run"], words, &["-f", "json", "--limit", "0"]].concat());
    assert_eq!(outcome.code, 0, "{outcome}");
    serde_json::from_str(&outcome.stdout).unwrap()
}

/// The periods with posts, and how many, as both reports count them.
fn periods(environment: &Environment, words: &[&str]) -> Vec<(String, i64)> {
    let counted = |query: &str| -> Vec<(String, i64)> {
        rows(environment, &[&[query], words].concat())
            .iter()
            .map(|row| (row["period"].as_str().unwrap().to_owned(), row["posts"].as_i64().unwrap()))
            .filter(|(_, posts)| *posts > 0)
            .collect()
    };
    let posts = counted("posts-per-period");
    assert_eq!(counted("hashtag-frequency"), posts, "{words:?}");
    posts
}

fn is(periods: &[(String, i64)], expected: &[(&str, i64)]) -> bool {
    periods.iter().map(|(period, posts)| (period.as_str(), *posts)).eq(expected.iter().copied())
}

/// Half an hour before the year's end in UTC, and two hours after it.
const NEW_YEAR: [&str; 2] = ["2024-12-31T23:30:00Z", "2025-01-01T02:00:00Z"];

#[test]
fn a_post_is_counted_in_the_period_of_the_reporting_zone() {
    for (zone, expected) in [
        (
            "UTC",
            [
                ("day", &[("2024-12-31", 1), ("2025-01-01", 1)][..]),
                ("week", &[("2025-W01", 2)]),
                ("month", &[("2024-12", 1), ("2025-01", 1)]),
                ("quarter", &[("2024-Q4", 1), ("2025-Q1", 1)]),
                ("year", &[("2024", 1), ("2025", 1)]),
            ],
        ),
        (
            "Europe/Prague",
            [
                ("day", &[("2025-01-01", 2)]),
                ("week", &[("2025-W01", 2)]),
                ("month", &[("2025-01", 2)]),
                ("quarter", &[("2025-Q1", 2)]),
                ("year", &[("2025", 2)]),
            ],
        ),
        (
            "+1",
            [
                ("day", &[("2025-01-01", 2)]),
                ("week", &[("2025-W01", 2)]),
                ("month", &[("2025-01", 2)]),
                ("quarter", &[("2025-Q1", 2)]),
                ("year", &[("2025", 2)]),
            ],
        ),
        (
            "America/New_York",
            [
                ("day", &[("2024-12-31", 2)]),
                ("week", &[("2025-W01", 2)]),
                ("month", &[("2024-12", 2)]),
                ("quarter", &[("2024-Q4", 2)]),
                ("year", &[("2024", 2)]),
            ],
        ),
    ] {
        let environment = store(zone, &NEW_YEAR);
        for (by, expected) in expected {
            let found = periods(&environment, &["--by", by]);
            assert!(is(&found, expected), "{zone} by {by}: {found:?}");
        }
    }
}

#[test]
fn a_range_ends_where_the_day_ends_in_the_reporting_zone() {
    for (zone, until_december, since_january) in
        [("UTC", 1, 1), ("Europe/Prague", 0, 2), ("America/New_York", 2, 0)]
    {
        let environment = store(zone, &NEW_YEAR);
        let counted =
            |words: &[&str]| periods(&environment, words).iter().map(|(_, posts)| posts).sum::<i64>();
        for (words, expected) in [
            (["--until", "2024-12"], until_december),
            (["--until", "2024"], until_december),
            (["--until", "2024-12-31"], until_december),
            (["--until", "2024-Q4"], until_december),
            (["--since", "2025-01"], since_january),
            (["--since", "2025"], since_january),
            (["--since", "2025-01-01"], since_january),
            // The first ISO week of 2025 begins on 30 December.
            (["--since", "2025-W01"], 2),
            (["--until", "2024-W52"], 0),
        ] {
            assert_eq!(counted(&words), expected, "{zone} {words:?}");
            assert_eq!(
                counted(&[&words[..], &["--by", "week"]].concat()),
                expected,
                "{zone} {words:?} by week"
            );
        }
        let listed = rows(&environment, &["posts", "--until", "2024-12"]);
        assert_eq!(listed.len() as i64, until_december, "{zone}");
    }
}

#[test]
fn weeks_around_new_year_are_iso_weeks() {
    let days = [
        ("2012-01-01", "2011-W52"),
        ("2016-01-03", "2015-W53"),
        ("2018-12-31", "2019-W01"),
        ("2019-12-30", "2020-W01"),
        ("2020-12-31", "2020-W53"),
        ("2021-01-01", "2020-W53"),
        ("2021-01-03", "2020-W53"),
        ("2021-01-04", "2021-W01"),
        ("2022-01-01", "2021-W52"),
        ("2023-01-01", "2022-W52"),
        ("2024-12-29", "2024-W52"),
        ("2024-12-30", "2025-W01"),
        ("2025-12-29", "2026-W01"),
        ("2026-12-31", "2026-W53"),
        ("2027-01-03", "2026-W53"),
        ("2027-01-04", "2027-W01"),
    ];
    let instants: Vec<String> = days.iter().map(|(day, _)| format!("{day}T12:00:00Z")).collect();
    let environment = store("UTC", &instants.iter().map(String::as_str).collect::<Vec<_>>());
    for (day, week) in days {
        let found = periods(&environment, &["--by", "week", "--since", day, "--until", day]);
        assert!(is(&found, &[(week, 1)]), "{day}: {found:?}");
    }
    let all: Vec<(String, i64)> = periods(&environment, &["--by", "week"]);
    let of_53: Vec<_> = all.iter().filter(|(week, _)| week.ends_with("W53")).cloned().collect();
    assert!(is(&of_53, &[("2015-W53", 1), ("2020-W53", 3), ("2026-W53", 2)]), "{all:?}");
    // As a flag, a week means its days.
    let found = periods(&environment, &["--since", "2020-W53", "--until", "2020-W53", "--by", "day"]);
    assert!(is(&found, &[("2020-12-31", 1), ("2021-01-01", 1), ("2021-01-03", 1)]), "{found:?}");
}

#[test]
fn days_of_23_and_25_hours_begin_and_end_at_midnight() {
    // Prague leaves UTC+1 on 2024-03-31 at 01:00Z and comes back on 2024-10-27 at 01:00Z.
    let instants = [
        ("2024-03-30T22:59:59Z", "2024-03-30T23:59:59"),
        ("2024-03-30T23:00:00Z", "2024-03-31T00:00:00"),
        ("2024-03-31T00:59:59Z", "2024-03-31T01:59:59"),
        ("2024-03-31T01:00:00Z", "2024-03-31T03:00:00"),
        ("2024-03-31T21:59:59Z", "2024-03-31T23:59:59"),
        ("2024-03-31T22:00:00Z", "2024-04-01T00:00:00"),
        ("2024-10-26T21:59:59Z", "2024-10-26T23:59:59"),
        ("2024-10-26T22:00:00Z", "2024-10-27T00:00:00"),
        ("2024-10-27T00:59:59Z", "2024-10-27T02:59:59"),
        ("2024-10-27T01:00:00Z", "2024-10-27T02:00:00"),
        ("2024-10-27T22:59:59Z", "2024-10-27T23:59:59"),
        ("2024-10-27T23:00:00Z", "2024-10-28T00:00:00"),
    ];
    let environment = store("Europe/Prague", &instants.map(|(instant, _)| instant));
    let found = periods(&environment, &["--by", "day"]);
    let expected = [
        ("2024-03-30", 1),
        ("2024-03-31", 4),
        ("2024-04-01", 1),
        ("2024-10-26", 1),
        ("2024-10-27", 4),
        ("2024-10-28", 1),
    ];
    assert!(is(&found, &expected), "{found:?}");
    for (index, (instant, local)) in instants.iter().enumerate() {
        let shown = environment.run(&["show", &format!("https://t.me/harbour/{}", index + 1)]).success();
        let line = format!("posted          {} Europe/Prague ({instant})", local.replace('T', " "));
        assert!(shown.lines().any(|shown| shown.starts_with(&line)), "{line}\n{shown}");
    }
}

#[test]
fn an_offset_is_a_reporting_zone_for_all_that_counts_days() {
    // At that moment the year has begun in the store's zone, and in no other of its neighbourhood.
    let mut environment = store("+05:45", &["2027-12-31T17:30:00Z", "2027-12-31T18:30:00Z"]);
    environment.set("CHANCERY_NOW", "2027-12-31T18:45:00Z");
    let today = rows(&environment, &["posts", "--since", "today"]);
    assert_eq!(today.len(), 1, "{today:?}");
    assert_eq!(today[0]["date"], "2028-01-01");
    let found = environment.run(&["search", "trade", "--by", "year", "-f", "csv"]);
    let counted: Vec<&str> = found.stdout.lines().skip(1).map(|line| &line[..6]).collect();
    assert_eq!(counted, ["2027,1", "2028,1"], "{found}");
}

#[test]
fn an_offset_that_is_written_otherwise_is_no_other_zone() {
    let environment = store("+2", &NEW_YEAR);
    for zone in ["+02:00", "+2", "+02"] {
        assert_eq!(environment.run(&["load", "posts.csv", "--time-zone", zone]).code, 0, "{zone}");
    }
    let status = environment.run(&["status", "-f", "json"]).json();
    assert_eq!(status["time_zone"], "+02:00");
    // As an earlier version has kept it.
    let connection = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
    connection.execute("UPDATE settings SET value = '+2' WHERE name = 'time_zone'", []).unwrap();
    drop(connection);
    for (zone, code) in [("+02:00", 0), ("+03:00", 2)] {
        assert_eq!(environment.run(&["load", "posts.csv", "--time-zone", zone]).code, code, "{zone}");
    }
}

#[test]
fn a_day_alone_is_before_the_times_of_its_day() {
    // In Prague the second post is of 2024-03-02, half an hour after midnight, and in UTC of the day before.
    let text = "#Trade\n• The harbour stays open through the whole of the winter season";
    for (zone, instant) in [
        ("UTC", "2024-03-02T00:30:00Z"),
        ("Europe/Prague", "2024-03-01T23:30:00Z"),
        ("America/New_York", "2024-03-02T05:30:00Z"),
    ] {
        let environment = Environment::new();
        let table = format!(
            "id,date,channel_handle,text\n1,{instant},@alpha,\"{text}\"\n2,2024-03-02,@beta,\"{text}\"\n"
        );
        environment.write("posts.csv", table);
        assert_eq!(environment.run(&["load", "posts.csv", "--time-zone", zone]).code, 0);
        assert_eq!(environment.run(&["group"]).code, 0);
        let first = rows(&environment, &["hashtag-first-seen"]);
        assert_eq!(
            (&first[0]["first"], &first[0]["channel"]),
            (&"2024-03-02".into(), &"@beta".into()),
            "{zone}"
        );
        let path = rows(&environment, &["point-spread"]);
        let channels: Vec<&Value> = path.iter().map(|row| &row["channel"]).collect();
        assert_eq!(channels, ["@beta", "@alpha"], "{zone}");
        // Of a day alone no hours are known, also where it is the first.
        assert!(path.iter().all(|row| row["lag_hours"].is_null()), "{zone}: {path:?}");
    }
}

/// The first hours of March 1 in Kyiv are February 29 in UTC, which sorts before the day alone.
#[test]
fn a_day_alone_is_before_all_times_of_it_in_every_zone() {
    let environment = Environment::new();
    let text = "The same words in three channels, forty letters and more";
    let row = |date: &str, channel: &str| {
        format!(
            "{{\"id\": 1, \"date\": \"{date}\", \"text\": \"{text}\", \"channel_handle\": \"{channel}\"}}\n"
        )
    };
    let rows_of_all = row("2024-03-01", "bare")
        + &row("2024-02-29T22:30:00Z", "early")
        + &row("2024-03-01T12:30:00Z", "late");
    environment.write("posts.jsonl", rows_of_all);
    assert_eq!(environment.run(&["load", "posts.jsonl", "--time-zone", "Europe/Kyiv"]).code, 0);
    let found = rows(&environment, &["copypasta"]);
    assert_eq!(found[0]["first"], "2024-03-01");
    assert_eq!(found[0]["first_channel"], Value::Null);
    assert_eq!(found[0]["link"], "https://t.me/bare/1");
}
