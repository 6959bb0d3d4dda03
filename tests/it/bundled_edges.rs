//! Bundled queries where days are missing or contradict each other.

use serde_json::json;

use crate::environment::Environment;

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
    ] {
        let got = report(&environment, &[&["data-gaps", "--channel", "gazette"], range].concat());
        assert_eq!(got, expected, "{range:?}");
    }
}
