//! Bundled queries where days are missing or instants contradict each other.

use serde_json::{Value, json};

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};

/// The rows of a report without their header, as CSV.
#[track_caller]
fn report(environment: &Environment, arguments: &[&str]) -> Vec<String> {
    let outcome = environment.run(&[&["run"], arguments, &["-f", "csv"]].concat());
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    outcome.stdout.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_jump_beside_an_undated_post_and_one_against_time_are_gaps_of_the_days_that_they_touch() {
    let environment = Environment::new();
    let posts = [
        json!({"id": 10, "posted_at": "2024-03-01", "text": "a"}),
        json!({"id": 30, "posted_at": "one day", "text": "b"}),
        json!({"id": 50, "posted_at": "2024-03-07", "text": "c"}),
        json!({"id": 70, "posted_at": "2024-03-04", "text": "d"}),
    ];
    let lines: Vec<String> = posts.iter().map(ToString::to_string).collect();
    environment.write("gazette.jsonl", lines.join("\n"));
    assert_eq!(environment.run(&["load", "gazette.jsonl"]).code, 0);
    // Each of the three jumps is of 19 ids.
    let [first, second, third] =
        ["gazette,2024-03-01,,0,19", "gazette,,2024-03-07,0,19", "gazette,2024-03-07,2024-03-04,0,19"];
    for (range, expected) in [
        (&[][..], &[second, first, third][..]),
        (&["--since", "2024-03-01"], &[second, first, third]),
        (&["--since", "2024-03-02"], &[second, third]),
        (&["--since", "2024-03-05"], &[second, third]),
        (&["--since", "2024-03-08"], &[]),
        (&["--until", "2024-03-03"], &[first]),
        (&["--until", "2024-03-05"], &[first, third]),
        (&["--until", "2024-02"], &[]),
        (&["--since", "2024-03-05", "--until", "2024-03-06"], &[third]),
        (&["--since", "2024-03-06", "--until", "2024-03-05"], &[]),
    ] {
        let got = report(&environment, &[&["data-gaps", "--channel", "gazette"], range].concat());
        assert_eq!(got, expected, "{range:?}");
    }
}

#[test]
fn a_text_was_not_made_by_an_edit_after_it_was_seen() {
    let environment = Environment::new();
    let export = |days: &[i64]| {
        days.iter().fold(Export::new(5, "Gazette"), |export, day| {
            export.post(10 + day, NEW_YEAR + day * DAY, &format!("day {day}"))
        })
    };
    let at = |day: i64| NEW_YEAR + day * DAY + 36_000;
    // Edited on the second day, and on the seventh a reaction counts as an edit; on the ninth edited again.
    let exports = [
        export(&[1]).post(9, NEW_YEAR, "first"),
        export(&[1, 3]).post(9, NEW_YEAR, "second").edited(at(2)),
        export(&[1, 3, 8]).post(9, NEW_YEAR, "second").edited(at(7)),
        export(&[1, 3, 8, 10]).post(9, NEW_YEAR, "third").edited(at(9)),
    ];
    for (number, export) in exports.iter().enumerate() {
        export.write(environment.folder(), &format!("{number}.json"));
        assert_eq!(environment.run(&["load", &format!("{number}.json")]).code, 0);
    }
    let expected = [
        "Gazette,https://t.me/c/5/9,2024-01-01,2024-01-04T00:00:00Z,edit,first,second,2024-01-02T00:00:00Z,,telegram-json",
        "Gazette,https://t.me/c/5/9,2024-01-01,2024-01-11T00:00:00Z,edit,second,third,2024-01-09T00:00:00Z,\
         2024-01-10T10:00:00Z,telegram-json",
    ];
    // The post's own number comes last.
    let got = report(&environment, &["edits-and-deletions"]);
    let without_number: Vec<&str> = got.iter().filter_map(|row| Some(row.rsplit_once(',')?.0)).collect();
    assert_eq!(without_number, expected);
}

#[test]
fn hours_are_rounded_up_from_a_half() {
    let environment = Environment::new();
    let point = "Today:\n• The port stays open to all ships that come this year";
    // 54 seconds are 0.015 hours, 378 are 0.105, and 53 are 0.0147.
    for (seconds, hours) in [(54, "0.02"), (378, "0.11"), (53, "0.01")] {
        for (id, name, at) in [(5, "Gazette", 0), (6, "Herald", seconds)] {
            Export::new(id, name).post(1, NEW_YEAR + at, point).write(environment.folder(), "export.json");
            let store = format!("{seconds}.db");
            assert_eq!(environment.run(&["--db", &store, "load", "export.json"]).code, 0);
        }
        let store = format!("{seconds}.db");
        for (query, column) in [
            ("point-spread", "lag_hours"),
            ("point-first-movers", "median_lag_hours"),
            ("point-alignment", "median_lag_hours"),
        ] {
            let outcome = environment.run(&["--db", &store, "run", query, "-f", "json"]);
            let rows: Value = serde_json::from_str(&outcome.stdout).unwrap();
            let told: Vec<String> =
                rows.as_array().unwrap().iter().map(|row| row[column].to_string()).collect();
            assert!(told.contains(&hours.to_owned()), "{query} {seconds}: {told:?}");
        }
    }
}
