//! Two channels of one name: every report tells them apart.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::bundled_queries::queries;
use crate::environment::Environment;

/// What the queries are asked, where they need to be asked something, or to be asked less.
const ASKED: [(&str, &[&str]); 7] = [
    ("copypasta", &["--min-length", "5"]),
    ("keyword-in-context", &["--words", "ships"]),
    ("message-pull-through", &["--message", "ships"]),
    ("period-compare", &["--kind", "channel", "--period", "2024-01"]),
    ("top-posts", &["--min-posts", "1"]),
    ("word-frequency", &["--words", "ships"]),
    ("point-spread", &["--point", "1"]),
];

/// The posts 1, 2 and 4 of a channel as an input tells of them: their words, how often they were seen, and when.
fn posts(channel: i64, text: &str, views: i64, hour: i64) -> String {
    let post = |(id, day)| {
        json!({
            "channel_id": channel, "channel_name": "Gazette", "id": id, "text": text, "views": views + id,
            "posted_at": format!("2024-01-{day:02}T{hour:02}:00:00Z"), "forwarded_from": if id == 4 { Some("Herald") } else { None },
        })
    };
    [(1_i64, 3_i64), (2, 4), (4, 20)].map(post).map(|post| format!("{post}\n")).concat()
}

#[test]
fn every_report_tells_two_channels_of_one_name_apart() {
    let environment = Environment::new();
    let points = "#harbour by @blue\n• Ships come in with the tide\n• Bread is dear in the town";
    for (channel, hour) in [(77, 9), (88, 11)] {
        let name = |part: &str| format!("{channel}-{part}.jsonl");
        environment.write(&name("early"), posts(channel, &format!("Ships at noon\n\n{points}"), 10, hour));
        environment.write(&name("late"), posts(channel, &format!("Ships at night\n\n{points}"), 20, hour));
        for part in ["early", "late"] {
            environment.run(&["load", &name(part)]).success();
        }
    }
    environment.run(&["group"]).success();
    let mut telling = BTreeSet::new();
    for query in queries() {
        let asked = ASKED.iter().find(|(name, _)| *name == query.name).map_or(&[][..], |(_, asked)| asked);
        let outcome = environment.run(&[&["run", &query.name, "-f", "json"], asked].concat());
        assert_eq!(outcome.code, 0, "{}: {outcome}", query.name);
        let rows: Value = serde_json::from_str(&outcome.stdout).unwrap();
        let cells: Vec<&Value> =
            rows.as_array().unwrap().iter().flat_map(|row| row.as_object().unwrap().values()).collect();
        assert!(!cells.contains(&&json!("Gazette")), "{}: {rows}", query.name);
        if cells.contains(&&json!("Gazette (77)")) {
            assert!(
                query.name == "hashtag-first-seen"
                    || query.name == "copypasta"
                    || cells.contains(&&json!("Gazette (88)")),
                "{}: {rows}",
                query.name
            );
            telling.insert(query.name);
        }
    }
    let with_channels = [
        "channel-summary",
        "copypasta",
        "data-gaps",
        "edits-and-deletions",
        "field-coverage",
        "forward-network",
        "forward-sources",
        "hashtag-by-channel",
        "hashtag-first-seen",
        "keyword-in-context",
        "mention-by-channel",
        "message-discipline",
        "period-compare",
        "point-alignment",
        "point-first-movers",
        "point-spread",
        "points-per-post",
        "posts",
        "reach-over-time",
        "sample-posts",
        "talking-points",
        "top-posts",
    ];
    assert_eq!(telling.iter().map(String::as_str).collect::<Vec<_>>(), with_channels);
    for query in ["hashtag-by-channel", "mention-by-channel"] {
        let rows = environment.run(&["run", query, "--wide", "-f", "csv"]).success();
        assert!(rows.lines().next().unwrap().ends_with(",Gazette (77),Gazette (88)"), "{rows}");
    }
    assert_eq!(environment.run(&["index"]).code, 0);
    let found = environment.run(&["search", "ships", "-f", "csv"]).success();
    assert_eq!(
        (found.matches("Gazette (77)").count(), found.matches("Gazette (88)").count()),
        (3, 3),
        "{found}"
    );
}

#[test]
fn a_channel_that_has_the_name_of_a_source_of_forwards_is_called_as_before() {
    let environment = Environment::new();
    let post = json!({"channel_id": 77, "channel_name": "Gazette", "id": 1, "text": "Fog", "posted_at": "2024-01-03",
                      "forwarded_from": "Gazette", "forwarded_from_id": 88});
    environment.write("a.jsonl", post.to_string());
    environment.run(&["load", "a.jsonl"]).success();
    let rows = environment.run(&["run", "posts", "-f", "json"]).json();
    assert_eq!(rows[0]["channel"], "Gazette");
    let rows = environment.run(&["run", "forward-sources", "-f", "json"]).json();
    assert_eq!((&rows[0]["channel"], &rows[0]["source"]), (&json!("Gazette (77)"), &json!("Gazette (88)")));
    // Of which only the name is known: it may be the channel itself.
    let environment = Environment::new();
    let post = json!({"channel_id": 77, "channel_name": "Gazette", "id": 1, "text": "Fog", "posted_at": "2024-01-03",
                      "forwarded_from": "Gazette"});
    environment.write("a.jsonl", post.to_string());
    environment.run(&["load", "a.jsonl"]).success();
    let rows = environment.run(&["run", "forward-sources", "-f", "json"]).json();
    assert_eq!((&rows[0]["channel"], &rows[0]["source"]), (&json!("Gazette"), &json!("Gazette")));
}
