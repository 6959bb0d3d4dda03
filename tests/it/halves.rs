//! A quotient half-way between two is rounded up, by whatever version of SQLite: the bundled one and that of Debian 12
//! make different numbers of `round(43 / 40.0, 2)`.

use serde_json::{Value, json};

use crate::bundled_queries::queries;
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

#[test]
fn counts_of_any_size_are_rounded_alike() {
    let environment = Environment::new();
    // 43 / 40 and 40 / 40 of as many quadrillions; of the others the median is 3: a third of 1e17 and of the greatest number
    // has no decimals; a third of the last one is 7,686,143,364,045.666…
    let views = [
        ("Great", 40_000_000_000_000_000, 43_000_000_000_000_000),
        ("Small", 3, 100_000_000_000_000_000),
        ("Greatest", 3, i64::MAX),
        ("Third", 3, 23_058_430_092_137),
    ];
    let mut lines = String::new();
    for (channel, usual, one) in views {
        for (id, views) in [usual, usual, usual, usual, one].into_iter().enumerate() {
            let post = json!({"channel": channel, "id": id + 1, "posted_at": "2024-01-03", "views": views, "text": "Fog"});
            lines += &(post.to_string() + "\n");
        }
    }
    environment.write("posts.jsonl", lines);
    environment.run(&["load", "posts.jsonl"]).success();
    let rows = environment.run(&["run", "top-posts", "--top", "0", "-f", "json"]).json();
    let times = |channel: &str| -> Vec<f64> {
        let rows = rows.as_array().unwrap().iter().filter(|row| row["channel"] == channel);
        rows.map(|row| row["x_median"].as_f64().unwrap()).collect()
    };
    assert_eq!(times("Great"), [1.08, 1.0, 1.0, 1.0, 1.0]);
    assert_eq!(times("Third"), [7_686_143_364_045.67, 1.0, 1.0, 1.0, 1.0]);
    for (channel, third) in [("Small", 1e17 / 3.0), ("Greatest", 9_223_372_036_854_775_807.0 / 3.0)] {
        assert!((times(channel)[0] / third - 1.0).abs() < 1e-15, "{channel}");
    }
}

#[test]
fn percentages_half_way_are_rounded_up_by_their_size() {
    let environment = Environment::new();
    // 4,000 posts in January, three with a hashtag; 3,997 in February.
    let line = |place: usize| {
        let day = if place < 4_000 { "2024-01-31" } else { "2024-02-29" };
        let text = if place < 3 { "#port" } else { "Fog" };
        json!({"channel": "Quay", "id": place + 1, "posted_at": day, "text": text}).to_string() + "\n"
    };
    environment.write("posts.jsonl", (0..7_997).map(line).collect::<String>());
    environment.run(&["load", "posts.jsonl"]).success();
    let first = |words: &[&str]| {
        let outcome = environment.run(&[&["run"], words, &["-f", "json"]].concat());
        assert_eq!(outcome.code, 0, "{outcome}");
        serde_json::from_str::<Value>(&outcome.stdout).unwrap()[0].clone()
    };
    // 3 of 4,000 are 0.075 %, and so is the change, downwards.
    assert_eq!(first(&["top-hashtags", "--until", "2024-01"])["share"], json!(0.08));
    let compared = first(&["period-compare", "--kind", "channel", "--period", "2024-02"]);
    assert_eq!((&compared["change"], &compared["change_pct"]), (&json!(-3), &json!(-0.08)));
}

#[test]
fn no_bundled_query_rounds_to_decimals() {
    for query in queries() {
        for (at, _) in query.sql.match_indices("round(") {
            let mut depth = 0_u32;
            let ends = query.sql[at..].char_indices().find(|(_, char)| {
                depth = depth + u32::from(*char == '(') - u32::from(*char == ')');
                depth == 0 && *char == ')' || depth == 1 && *char == ','
            });
            let (end, char) = ends.unwrap();
            assert_eq!(char, ')', "{}: {}", query.name, &query.sql[at..=at + end]);
        }
    }
}

#[test]
fn what_is_expected_of_a_tag_and_how_much_more_it_has_are_each_rounded_once() {
    // 200 posts, one with the tag, then 57, five with it: 57 / 200 = 0.285 expected. 53 with five, then eight with three:
    // 3 / (8 * 5 / 53) = 3.975 times as many.
    for (earlier, tagged_earlier, later, tagged_later, column, wanted) in
        [(200, 1, 57, 5, "baseline", 0.29), (53, 5, 8, 3, "ratio", 3.98)]
    {
        let environment = Environment::new();
        let mut lines = String::new();
        for (month, posts, tagged) in [("01", earlier, tagged_earlier), ("02", later, tagged_later)] {
            for place in 0..posts {
                let text = if place < tagged { "Fog #harbour" } else { "Fog" };
                let id = format!("{month}{place:04}");
                let post =
                    json!({"channel": "c", "id": id, "posted_at": format!("2024-{month}-03"), "text": text});
                lines += &(post.to_string() + "\n");
            }
        }
        environment.write("posts.jsonl", lines);
        environment.run(&["load", "posts.jsonl"]).success();
        let rows = environment.run(&["run", "hashtag-bursts", "--min-posts", "3", "-f", "json"]).json();
        assert_eq!(rows[0][column], json!(wanted), "{rows}");
    }
}
