//! `chancery channels`.

use crate::environment::Environment;
use serde_json::json;

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
