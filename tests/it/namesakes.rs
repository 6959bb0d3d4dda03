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

/// What the command prints as JSON; on the other stream it may tell what lacks.
pub(crate) fn printed(environment: &Environment, words: &[&str]) -> Value {
    let outcome = environment.run(words);
    assert_eq!(outcome.code, 0, "{words:?}: {outcome}");
    serde_json::from_str(&outcome.stdout).unwrap()
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
fn channels_of_one_name_and_one_id_on_two_platforms_are_told_apart_and_found() {
    let environment = Environment::new();
    for (platform, hour, views) in [("telegram", 9, 10), ("mastodon", 11, 20)] {
        let post = |(id, day): (i64, i64)| {
            let text = format!(
                "Ships at {id}\n\n#harbour by @blue\n• Ships come in with the tide\n• Bread is dear in the town"
            );
            let post = json!({"platform": platform, "channel_id": 77, "channel_name": "Gazette", "id": id, "text": text,
                              "views": views + id, "posted_at": format!("2024-01-{day:02}T{hour:02}:00:00Z"),
                              "forwarded_from": if id == 4 { Some("Herald") } else { None }});
            format!("{post}\n")
        };
        environment.write(&format!("{platform}.jsonl"), [(1, 3), (2, 4), (4, 20)].map(post).concat());
        environment.run(&["load", &format!("{platform}.jsonl")]).success();
    }
    environment.run(&["group"]).success();
    let mut labels = BTreeSet::new();
    for query in queries() {
        let asked = ASKED.iter().find(|(name, _)| *name == query.name).map_or(&[][..], |(_, asked)| asked);
        let rows = printed(&environment, &[&["run", &query.name, "-f", "json"], asked].concat());
        let rows = rows.as_array().unwrap();
        let cells = rows.iter().flat_map(|row| row.as_object().unwrap().values()).filter_map(Value::as_str);
        labels.extend(cells.filter(|cell| cell.starts_with("Gazette")).map(str::to_owned));
    }
    environment.run(&["index"]).success();
    let found = printed(&environment, &["search", "ships", "-f", "json"]);
    labels.extend(found.as_array().unwrap().iter().map(|row| row["channel"].as_str().unwrap().to_owned()));
    let found = printed(&environment, &["similar", "Ships come in with the tide", "-f", "json"]);
    labels.insert(found[0]["channel"].as_str().unwrap().to_owned());
    assert_eq!(labels.iter().collect::<Vec<_>>(), ["Gazette (channel:1)", "Gazette (channel:3)"]);
    let wide = environment.run(&["run", "hashtag-by-channel", "--wide", "-f", "csv"]).success();
    assert!(wide.lines().next().unwrap().ends_with(",Gazette (channel:1),Gazette (channel:3)"), "{wide}");
    // What is shown is taken, of one channel each: the posts of the second one were seen 21, 22 and 24 times.
    for (label, views) in [("Gazette (channel:1)", 12.0), ("Gazette (channel:3)", 22.0), ("channel:3", 22.0)]
    {
        let rows = printed(&environment, &["run", "channel-summary", "--channel", label, "-f", "json"]);
        assert_eq!((rows.as_array().unwrap().len(), &rows[0]["median_views"]), (1, &json!(views)), "{label}");
    }
    for (given, told) in [
        ("Gazette", "channel:1 id 77 (3 posts), channel:3 id 77 (3 posts)"),
        ("Gazette (77)", "channel:1 id 77 (3 posts), channel:3 id 77 (3 posts)"),
        ("77", "channel:1 channel77 Gazette (3 posts), channel:3 channel77 Gazette (3 posts)"),
        ("channel77", "channel:1 Gazette (3 posts), channel:3 Gazette (3 posts)"),
    ] {
        let refused = environment.run(&["run", "posts", "--channel", given]);
        let expected = format!(
            "error: --channel '{given}' names 2 channels: {told}\n  give the handle, the id or channel:NUMBER, as they stand here\n"
        );
        assert_eq!((refused.code, refused.stderr), (2, expected));
    }
}

#[test]
fn no_input_is_loaded_as_of_a_number_of_the_stores_own() {
    let environment = Environment::new();
    environment.write("a.jsonl", r#"{"channel_id":77,"id":1,"text":"Fog","posted_at":"2024-01-03"}"#);
    environment.write("b.jsonl", r#"{"id":2,"text":"Rain","posted_at":"2024-01-04"}"#);
    environment.run(&["load", "a.jsonl"]).success();
    let refused = environment.run(&["load", "b.jsonl", "--channel", "channel:1"]);
    assert_eq!(refused.code, 2, "{refused}");
    assert!(
        refused.stderr.contains("it is a number of the store's own; name the id, @handle, link or name"),
        "{refused}"
    );
    environment.run(&["load", "b.jsonl", "--channel", "channel77"]).success();
    assert_eq!(printed(&environment, &["channels", "-f", "json"])[0]["posts"], 2);
}

#[test]
fn what_a_report_calls_one_of_several_of_a_name_is_a_name_of_it() {
    let environment = Environment::new();
    let post = |platform: &str, id: Option<i64>, handle: Option<&str>| {
        let post = json!({"platform": platform, "channel_id": id, "channel_name": "Gazette, daily", "channel_handle": handle,
                          "id": 1, "text": format!("Ships of {platform}"), "posted_at": "2024-01-03"});
        format!("{post}\n")
    };
    environment.write(
        "a.jsonl",
        [
            post("telegram", Some(77), None),
            post("telegram", Some(88), None),
            post("bluesky", None, None),
            post("telegram", Some(5), Some("tides")),
            post("mastodon", None, Some("tides")),
        ]
        .concat(),
    );
    environment.run(&["load", "a.jsonl"]).success();
    let rows = printed(&environment, &["run", "channel-summary", "-f", "json"]);
    let mut labels: Vec<&str> =
        rows.as_array().unwrap().iter().map(|row| row["channel"].as_str().unwrap()).collect();
    labels.sort_unstable();
    assert_eq!(
        labels,
        [
            "@tides (5)",
            "@tides (mastodon)",
            "Gazette, daily (77)",
            "Gazette, daily (88)",
            "Gazette, daily (bluesky)"
        ]
    );
    for label in labels {
        let posts = environment.run(&["run", "posts", "--channel", label]);
        assert!(!posts.stderr.contains("note: channel"), "{posts}");
        let rows = printed(&environment, &["run", "channel-summary", "--channel", label, "-f", "json"]);
        assert_eq!((rows.as_array().unwrap().len(), &rows[0]["channel"]), (1, &json!(label)));
    }
}

/// Channels without handles and with ids of their own, by what people call them.
pub(crate) fn named(channels: &[(i64, &str)]) -> String {
    let post = |&(id, name): &(i64, &str)| json!({"channel_id": id, "channel_name": name, "id": 1, "text": "Fog", "posted_at": "2024-01-03"});
    channels.iter().map(post).map(|post| format!("{post}\n")).collect()
}

#[test]
fn a_channel_named_like_what_reports_call_another_is_not_taken_for_it() {
    let environment = Environment::new();
    environment.write(
        "a.jsonl",
        named(&[(77, "Gazette"), (78, "Gazette"), (99, "Gazette (77)"), (55, "channel:3")]),
    );
    environment.run(&["load", "a.jsonl"]).success();
    for (given, told) in [
        ("Gazette (77)", "id 77 (1 post), id 99 (1 post)"),
        ("gazette (77)", ""),
        ("channel:3", "id 99 (1 post), id 55 (1 post)"),
    ] {
        let outcome = environment.run(&["run", "posts", "--channel", given]);
        let refused =
            format!("error: --channel '{given}' names 2 channels: {told}\n  give the handle or the id\n");
        let expected =
            if told.is_empty() { (0, "note: channel Gazette (77)\n".to_owned()) } else { (2, refused) };
        assert_eq!((outcome.code, outcome.stderr), expected, "{given}");
    }
    let refused = environment.run(&["forget", "channel:3"]);
    assert!(refused.code == 2 && refused.stderr.contains("names 2 channels"), "{refused}");
    for words in [["forget", "--post=Gazette (77)/1"], ["show", "channel:3/1"]] {
        let refused = environment.run(&words);
        assert!(refused.code == 2 && refused.stderr.contains("means 2 posts; say which"), "{refused}");
    }
    // Of one that has no id the listing tells what leads to it alone.
    let environment = Environment::new();
    let post = json!({"platform": "bluesky", "channel_name": "Herald", "id": 1, "text": "Fog", "posted_at": "2024-01-03"});
    environment.write("a.jsonl", format!("{post}\n{}", named(&[(55, "channel:1")])));
    environment.run(&["load", "a.jsonl"]).success();
    let refused = environment.run(&["run", "posts", "--channel", "channel:1"]);
    assert!(
        refused.stderr.contains("names 2 channels: Herald (channel:1) (1 post), id 55 (1 post)"),
        "{refused}"
    );
    let rows =
        printed(&environment, &["run", "channel-summary", "--channel", "Herald (channel:1)", "-f", "json"]);
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]["channel"]), (1, &json!("Herald")));
}

#[test]
fn a_note_tells_one_of_several_of_a_name_as_reports_do() {
    let environment = Environment::new();
    environment.write("a.jsonl", named(&[(77, "Gazette, daily"), (78, "Gazette, daily")]));
    environment.run(&["load", "a.jsonl"]).success();
    for given in ["channel:1", "77", "channel77"] {
        let outcome = environment.run(&["run", "posts", "--channel", given]);
        assert_eq!(outcome.stderr, "note: channel Gazette, daily (77)\n", "{given}");
    }
    let close = "close: Gazette, daily (77) (1 post), Gazette, daily (78) (1 post)";
    let refused = environment.run(&["run", "posts", "--channel", "Gazette daily"]);
    assert!(refused.code == 2 && refused.stderr.contains(close), "{refused}");
    // A name with a comma that several have is no list either.
    let refused = environment.run(&["run", "posts", "--channel", "Gazette, daily"]);
    assert!(refused.stderr.contains("--channel 'Gazette, daily' names 2 channels: id 77"), "{refused}");
}
