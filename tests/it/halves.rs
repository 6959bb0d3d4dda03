//! A quotient half-way between two is rounded up, by whatever version of SQLite: the bundled one and that of Debian 12
//! make different numbers of `round(43 / 40.0, 2)`.

use serde_json::{Value, json};

use crate::environment::Environment;

/// 40 posts with 43 talking points; 43 posts in 40 days, seen 40 times but for one, which was seen 43 times; 160 posts
/// with one hashtag, of which three have another one besides.
fn posts() -> String {
    let line = |channel: &str, id: usize, day: usize, views: usize, text: &str| {
        let day =
            if day < 31 { format!("2024-01-{:02}", day + 1) } else { format!("2024-02-{:02}", day - 30) };
        json!({"channel": channel, "id": id, "posted_at": day, "views": views, "text": text}).to_string()
            + "\n"
    };
    let mut lines = String::new();
    for place in 0..40 {
        let text =
            if place < 3 { "Today:\n• One thing\n• Another thing" } else { "Today:\n• One thing" };
        lines += &line("Points", place + 1, place, 1, text);
    }
    for place in 0..43 {
        lines += &line("Days", place + 1, place.min(39), if place == 20 { 43 } else { 40 }, "Of this day");
    }
    for place in 0..160 {
        lines += &line("Pairs", place + 1, 0, 1, if place < 3 { "#port #crane" } else { "#port" });
    }
    lines
}

#[test]
fn half_way_is_rounded_up() {
    let environment = Environment::new();
    std::fs::write(environment.path("posts.jsonl"), posts()).unwrap();
    assert_eq!(environment.run(&["load", "posts.jsonl"]).code, 0);
    let rows = |words: &[&str]| -> Vec<Value> {
        let outcome = environment.run(&[&["run"], words, &["-f", "json"]].concat());
        assert_eq!(outcome.code, 0, "{outcome}");
        serde_json::from_str(&outcome.stdout).unwrap()
    };
    let of = |rows: &[Value], channel: &str, column: &str| {
        rows.iter().find(|row| row["channel"] == channel).unwrap()[column].clone()
    };

    // 43 / 40 = 1.075 and 3 / 160 = 0.01875.
    let channels = rows(&["channel-summary"]);
    assert_eq!(of(&channels, "Points", "avg_points"), json!(1.08));
    assert_eq!(of(&channels, "Days", "posts_per_day"), json!(1.08));
    assert_eq!(of(&rows(&["points-per-post", "--by", "year"]), "Points", "avg_points"), json!(1.08));
    assert_eq!(of(&rows(&["top-posts", "--top", "1"]), "Days", "x_median"), json!(1.08));
    let pairs = rows(&["hashtag-pairs"]);
    assert_eq!((pairs.len(), &pairs[0]["weight"], &pairs[0]["jaccard"]), (1, &json!(3), &json!(0.0188)));
}
