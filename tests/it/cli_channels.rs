//! `chancery channels`.

use crate::environment::Environment;
use serde_json::{Value, json};

const STORE: &str = include_str!("cli_store.sql");

#[test]
fn channels_with_posts_are_listed_with_their_days() {
    let rows = Environment::with_store(STORE).run(&["channels", "-f", "json"]).json();
    assert_eq!(
        rows,
        json!([
            {"channel_id": 1, "external_id": "3204528972", "handle": "Tides", "name": "Ministry of Tides",
             "kind": "public_channel", "posts": 2, "first": "2024-07-17", "last": "2024-07-20"},
            {"channel_id": 2, "external_id": null, "handle": null, "name": "Přístav / Harbour",
             "kind": null, "posts": 2, "first": "2024-07-09", "last": "2024-07-09"},
            {"channel_id": 4, "external_id": "555", "handle": null, "name": "Buoys",
             "kind": "private_channel", "posts": 1, "first": "2024-07-21", "last": "2024-07-21"},
        ])
    );
}

#[test]
fn sources_of_forwards_are_listed_on_demand() {
    let rows = Environment::with_store(STORE).run(&["channels", "--all", "-f", "json"]).json();
    assert_eq!(rows.as_array().unwrap().len(), 4);
    assert_eq!(rows[3]["name"], "Lighthouse");
    assert_eq!(rows[3]["posts"], 0);
    assert_eq!(rows[3]["first"], json!(null));
}

#[test]
fn a_list_goes_to_a_file_as_it_goes_to_the_screen() {
    let environment = Environment::with_store(STORE);
    let shown = environment.run(&["channels", "-f", "json"]).success();
    let written = environment.run(&["channels", "-f", "json", "-o", "list.json"]).success();
    assert_eq!(written, "");
    assert_eq!(std::fs::read_to_string(environment.path("list.json")).unwrap(), shown);
    assert_eq!(environment.files(), ["chancery.db", "list.json"]);
}

#[test]
fn the_ending_of_the_file_chooses_the_format_of_a_list() {
    let environment = Environment::with_store(STORE);
    for (file, format) in [("a.JSON", "json"), ("a.md", "markdown"), ("a.html", "html"), ("a", "table")] {
        for list in [&["channels"][..], &["entities", "list", "--kind", "organisation"]] {
            let shown = environment.run(&[list, &["-f", format]].concat()).success();
            assert_eq!(environment.run(&[list, &["-o", file]].concat()).success(), "");
            assert_eq!(std::fs::read_to_string(environment.path(file)).unwrap(), shown, "{list:?} {file}");
        }
    }
    environment.run(&["channels", "-f", "csv", "-o", "list.md"]).success();
    let written = std::fs::read_to_string(environment.path("list.md")).unwrap();
    assert!(written.starts_with("channel_id,external_id,"), "{written}");
    for (file, told) in [
        ("list.xlsx", "error: no format writes files that end in .xlsx\n"),
        ("list.gexf", "error: a list cannot be written as gexf, which is for networks\n"),
    ] {
        let refused = environment.run(&["channels", "-o", file]);
        assert_eq!(refused.code, 2, "{refused}");
        assert!(refused.stderr.starts_with(told), "{refused}");
        assert!(!environment.path(file).exists());
    }
}

#[test]
fn a_report_never_takes_the_place_of_the_store_or_of_another_database() {
    let environment = Environment::with_store(STORE);
    let store = std::fs::read(environment.path("chancery.db")).unwrap();
    environment.write("other.sqlite", b"SQLite format 3\0 and the rest");
    for file in ["chancery.db", "./chancery.db", "other.sqlite"] {
        let refused = environment.run(&["channels", "-f", "csv", "-o", file]);
        assert_eq!(refused.code, 2);
        assert!(
            refused.stderr.starts_with(&format!("error: '{file}' is a database; it was left untouched\n"))
        );
    }
    assert_eq!(std::fs::read(environment.path("chancery.db")).unwrap(), store);
    assert_eq!(environment.files(), ["chancery.db", "other.sqlite"]);
}

/// The row of the channel that `id` names, or the message that refuses it.
fn summary(environment: &Environment, id: &str) -> Result<Value, String> {
    let told = environment.run(&["run", "channel-summary", "--channel", id, "-f", "json"]);
    if told.code == 0 { Ok(serde_json::from_str(&told.stdout).unwrap()) } else { Err(told.stderr) }
}

#[test]
fn a_channel_is_named_by_its_id_as_its_platform_writes_it() {
    let environment = Environment::new();
    let table = "id,posted_at,text,channel_id,channel,platform\n\
                 1,2024-01-01T10:00:00Z,one,UCxYz-7,Quay,other\n\
                 2,2024-01-02T10:00:00Z,two,ucxyz-7,Quay,other\n\
                 3,2024-01-03T10:00:00Z,three,Ab,Quay,other\n\
                 4,2024-01-04T10:00:00Z,four,@berth:sea.example,Mole,other\n\
                 5,2024-01-05T10:00:00Z,five,channel55,Mole,other\n";
    environment.write("posts.csv", table.as_bytes());
    assert_eq!(environment.run(&["load", "posts.csv"]).code, 0);
    let first = |id: &str| summary(&environment, id).map(|rows| rows[0]["first"].clone());
    // Ids that differ in their capitals alone are two.
    for (id, day) in [
        ("UCxYz-7", "2024-01-01"),
        ("ucxyz-7", "2024-01-02"),
        ("Ab", "2024-01-03"),
        ("ab", "2024-01-03"),
        ("@berth:sea.example", "2024-01-04"),
        ("channel55", "2024-01-05"),
    ] {
        assert_eq!(first(id), Ok(json!(day)), "{id}");
    }
    // What the message about namesakes tells to give is taken.
    let several = environment.run(&["run", "channel-summary", "--channel", "Quay"]);
    assert!(several.stderr.contains("id UCxYz-7 (1 post)"), "{several}");
    let neither = environment.run(&["run", "channel-summary", "--channel", "UCXYZ-7"]);
    assert!(neither.code == 2 && neither.stderr.contains("names 2 channels"), "{neither}");
    // An erasure reaches its channel.
    assert_eq!(environment.run(&["forget", "UCxYz-7"]).code, 0);
    assert_eq!(first("ucxyz-7"), Ok(json!("2024-01-02")));
    let left =
        environment.run(&["sql", "SELECT group_concat(text) AS texts FROM posts", "-f", "json"]).json();
    assert_eq!(left, json!([{"texts": "two,three,four,five"}]));
}

#[test]
fn a_channel_is_found_by_the_id_of_one_that_was_joined_to_it() {
    let environment = Environment::new();
    let table = "id,posted_at,text,channel_id,channel,platform\n\
                 1,2024-01-01T10:00:00Z,one,KeepMe,Quay,other\n2,2024-01-02T10:00:00Z,two,WasMe,Mole,other\n";
    environment.write("posts.csv", table.as_bytes());
    assert_eq!(environment.run(&["load", "posts.csv"]).code, 0);
    assert_eq!(environment.run(&["channels", "merge", "WasMe", "KeepMe"]).code, 0);
    for id in ["KeepMe", "WasMe"] {
        assert_eq!(summary(&environment, id).map(|rows| rows[0]["posts"].clone()), Ok(json!(2)), "{id}");
    }
}

#[test]
fn a_channel_of_which_no_more_is_known_is_named_though_another_has_its_name() {
    let environment = Environment::new();
    environment.write(
        "a.csv",
        "id,date,text,channel,channel_id\n1,2024-01-01,one,Quay,77\n2,2024-01-02,two,Quay,77\n",
    );
    environment.write("b.csv", "id,date,text,channel\n8,2024-03-01,eight,Quay\n");
    environment.run(&["load", "a.csv"]).success();
    assert_eq!(environment.run(&["load", "b.csv"]).code, 0);
    let error = "error: channel 'Quay' names 2 channels: id 77 (2 posts), channel:2 (1 post)\n  \
                 give the handle, the id or channel:NUMBER, as they stand here\n";
    for command in [vec!["forget", "Quay"], vec!["channels", "merge", "77", "Quay"]] {
        let outcome = environment.run(&command);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (2, error));
    }
    assert_eq!(summary(&environment, "channel:2").map(|rows| rows[0]["posts"].clone()), Ok(json!(1)));
    // A report of it is found to be right.
    let made = ["run", "posts-per-period", "--channel", "channel:2", "-f", "csv", "-o", "quay.csv"];
    assert_eq!(environment.run(&made).code, 0);
    let outcome = environment.run(&["verify", "quay.csv"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert_eq!(environment.run(&["channels", "merge", "77", "channel:2"]).success(), "joined 1 post\n");
    assert_eq!(summary(&environment, "Quay").map(|rows| rows[0]["posts"].clone()), Ok(json!(3)));
}
