//! Messages of Telegram Desktop before 3.7.6, one a line, as `jq -c '.messages[]'` makes them of an export; and lines of other
//! tools that look like them.

use crate::environment::{Environment, Outcome};

/// Whose rows these are nothing around them tells, only what they have.
const OLD: &str = r##"{"id":1,"type":"service","date":"2019-05-31T09:00:00","edited":"1970-01-01T03:00:00","actor":"Gazette","actor_id":5,"action":"create_channel","title":"Gazette","text":""}
{"id":2,"type":"message","date":"2019-06-01T12:00:00","edited":"1970-01-01T03:00:00","author":"Desk","text":["Ships at ",{"type":"hashtag","text":"#harbour"}]}
{"id":3,"type":"message","date":"2019-06-01T13:00:00","edited":"1970-01-01T03:00:00","photo":"photos/1.jpg","width":1,"height":2,"text":"Two pictures"}
{"id":4,"type":"message","date":"2019-06-01T13:00:00","edited":"1970-01-01T03:00:00","photo":"photos/2.jpg","width":1,"height":2,"text":""}
{"id":5,"type":"message","date":"2019-06-02T12:00:00","edited":"2019-06-02T12:30:00","text":"Fog"}
"##;

/// A message as several tools could have written it.
const PLAIN: &str = r#"{"id":7,"type":"message","date":"2019-06-01T12:00:00","text":"Ships"}"#;

fn load(environment: &Environment, more: &[&str]) -> Outcome {
    let words = ["load", "lines.jsonl", "--channel", "Gazette", "--input-time-zone", "+03:00"];
    environment.run(&[&words[..], more].concat())
}

fn rows(environment: &Environment, sql: &str) -> String {
    environment.run(&["sql", sql, "-f", "csv"]).success().replace("\r\n", "|")
}

const POSTS: &str = "SELECT external_id, posted_at, edited_at, text FROM posts ORDER BY posted_at";

#[test]
fn old_messages_one_a_line_are_those_of_the_export() {
    let environment = Environment::new();
    environment.write("lines.jsonl", OLD);
    let outcome = load(&environment, &[]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    assert_eq!(
        rows(&environment, POSTS),
        "external_id,posted_at,edited_at,text|2,2019-06-01T09:00:00Z,,Ships at #harbour|3,2019-06-01T10:00:00Z,,Two pictures|\
         5,2019-06-02T09:00:00Z,2019-06-02T09:30:00Z,Fog|"
    );
    assert_eq!(
        rows(&environment, "SELECT external_id, action FROM channel_events"),
        "external_id,action|1,create_channel|"
    );
}

#[test]
fn whoever_maps_columns_has_lines_of_his_own() {
    let environment = Environment::new();
    let (_, fog) = OLD.split_at(OLD.find(r#"{"id":5"#).unwrap());
    environment.write("lines.jsonl", fog.replace("2019-06-02T12:30:00", "1970-01-01T03:00:00"));
    let outcome = load(&environment, &["--map", "text=text"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(!outcome.stderr.contains("--map was not used") && !outcome.stderr.contains("--as"), "{outcome}");
    assert_eq!(rows(&environment, "SELECT format FROM loads"), "format|jsonl|");
}

#[test]
fn lines_that_could_be_either_are_told_of_until_the_user_says_which() {
    let warning = "warning: 'lines.jsonl' could be messages of an old Telegram Desktop, one a line, and is read as lines of \
                   another tool (to say which: --as telegram-json, or --as jsonl)\n";
    let parts = r#"{"id":8,"type":"message","date":"2019-06-01T12:00:00","text":["a",{"type":"bold","text":"b"}],"views":5}"#;
    for (lines, is_told) in [
        (format!("{PLAIN}\n"), true),
        (format!("{PLAIN}\n{parts}\n"), true),
        (PLAIN.replace("T12:00:00", "T12:00:00Z"), false),
        (PLAIN.replace(r#""type":"message""#, r#""type":"post""#), false),
        (PLAIN.replace('}', r#","views":5}"#), false),
    ] {
        for (more, format, is_told) in [
            (&[][..], "jsonl", is_told),
            (&["--as", "jsonl"], "jsonl", false),
            (&["--as", "telegram-json"], "telegram-json", false),
            (&["--map", "text=text"], "jsonl", false),
        ] {
            if format == "telegram-json" && lines.contains("post") {
                continue;
            }
            let environment = Environment::new();
            environment.write("lines.jsonl", &lines);
            let outcome = load(&environment, more);
            assert_eq!(outcome.code, 0, "{lines} {outcome}");
            assert_eq!(outcome.stderr.contains(warning), is_told, "{lines} {more:?} {outcome}");
            assert_eq!(
                rows(&environment, "SELECT format FROM loads"),
                format!("format|{format}|"),
                "{lines}"
            );
        }
    }
    // A figure that rests on it may be wrong.
    let environment = Environment::new();
    environment.write("lines.jsonl", PLAIN);
    let told = environment.run(&["run", "overview", "--from", "lines.jsonl"]);
    assert!(told.code == 0 && told.stderr.contains("could be messages of an old Telegram Desktop"), "{told}");
}

/// Lines with some keys alone, as `jq` writes them, have `forwarded_from` of all posts.
#[test]
fn lines_with_null_as_the_source_of_all_make_no_forwards_beside_the_export_in_either_order() {
    let row = |id: u32, more: &str| {
        format!(
            r#"{{"id":{id},"type":"message","date":"2024-07-1{id}T10:00:00","date_unixtime":"172{id}038400","from":"Tides","from_id":"channel1000999111","text":"high water {id}"{more}}}"#
        )
    };
    let export = format!(
        r#"{{"name":"Tides","type":"public_channel","id":1000999111,"messages":[{},{},{}]}}"#,
        row(1, ""),
        row(2, r#","forwarded_from":"Harbour""#),
        row(3, r#","forwarded_from":null"#)
    );
    let (null, source) = (r#","forwarded_from":null"#, r#","forwarded_from":"Harbour""#);
    let lines = [row(1, null), row(2, source), row(3, null)].join("\n");
    let forwards = |environment: &Environment, db: &str| {
        let sql = "SELECT group_concat(external_id ORDER BY external_no) AS ids FROM posts WHERE is_forward";
        environment.run(&["--db", db, "sql", sql, "-f", "json"]).json()[0]["ids"].clone()
    };
    let environment = Environment::new();
    environment.write("result.json", &export);
    environment.write("lines.jsonl", &lines);
    let outcome = environment.run(&["--db", "lines.db", "load", "lines.jsonl"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let told = "warning: 'lines.jsonl': 2 posts have a null as `forwarded_from` (byte 0), as forwards of an unknown source \
                have, and in a table all other posts, too; none is taken as a forward (to tell them apart: load the export \
                itself, too)\n";
    assert!(outcome.stderr.contains(told), "{outcome}");
    assert_eq!(forwards(&environment, "lines.db"), "2");
    for (db, inputs) in [("a.db", ["lines.jsonl", "result.json"]), ("b.db", ["result.json", "lines.jsonl"])] {
        for input in inputs {
            assert_eq!(environment.run(&["--db", db, "load", input]).code, 0);
        }
        assert_eq!(forwards(&environment, db), "2,3", "{inputs:?}");
    }
}
