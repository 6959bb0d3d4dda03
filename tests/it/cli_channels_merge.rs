//! `chancery channels merge` through the program.

use std::fs;

use serde_json::json;

use crate::environment::Environment;
use crate::load_again::{edited, row, with};
use crate::same_channel::{by_name, channel_of};

pub(crate) fn write(environment: &Environment, name: &str, text: &str) {
    fs::write(environment.path(name), text).unwrap();
}

/// A store with a channel told of by an old export without id and by a new one under another name.
fn two_that_were_one() -> Environment {
    let environment = Environment::new();
    let signed = |id, day, text| with(row(id, day, text), json!({"author": "Ed"}));
    write(
        &environment,
        "old.json",
        &by_name("Gazette", &[row(1, 0, "Ships #in"), signed(2, 1, "Ships #out"), row(3, 2, "Gone soon")]),
    );
    write(
        &environment,
        "new.json",
        &channel_of(77, "The Herald", &[edited(signed(2, 1, "Ships #away"), 8), row(4, 9, "Fog #in")]),
    );
    assert_eq!(environment.run(&["load", "old.json", "new.json"]).code, 0);
    environment
}

fn sql(environment: &Environment, sql: &str) -> serde_json::Value {
    environment.run(&["sql", sql, "-f", "json"]).json()
}

#[test]
fn two_channels_become_one_with_the_best_of_both() {
    let environment = two_that_were_one();
    let outcome = environment.run(&["channels", "merge", "77", "Gazette"]);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (0, "joined 3 posts, of which both had 1\n"),
        "{outcome}"
    );
    assert_eq!(
        sql(
            &environment,
            "SELECT external_id AS id, text, author, gone_at FROM v_posts WHERE channel_id = 2 ORDER BY post_id"
        ),
        json!([
            {"id": "1", "text": "Ships #in", "author": null, "gone_at": null},
            {"id": "3", "text": "Gone soon", "author": null, "gone_at": "2024-01-10T00:00:00Z"},
            {"id": "2", "text": "Ships #away", "author": "Ed", "gone_at": null},
            {"id": "4", "text": "Fog #in", "author": null, "gone_at": null},
        ])
    );
    assert_eq!(sql(&environment, "SELECT count(*) AS n FROM channels"), json!([{"n": 1}]));
    assert_eq!(sql(&environment, "SELECT text FROM post_versions"), json!([{"text": "Ships #out"}]));
    assert_eq!(
        sql(
            &environment,
            "SELECT tag, sum(posts) AS posts FROM hashtag_months JOIN hashtags USING (hashtag_id) GROUP BY tag ORDER BY tag"
        ),
        json!([{"tag": "away", "posts": 1}, {"tag": "in", "posts": 2}])
    );
    let outcome = environment.run(&["check"]);
    assert_eq!(outcome.code, 0, "{outcome}");
}

#[test]
fn what_was_joined_stays_joined_when_an_input_knows_it_by_the_other_name() {
    let environment = two_that_were_one();
    assert_eq!(environment.run(&["channels", "merge", "77", "Gazette"]).code, 0);
    write(&environment, "more.json", &by_name("Gazette", &[row(1, 0, "Ships #in"), row(9, 12, "Later")]));
    assert_eq!(environment.run(&["load", "more.json"]).code, 0);
    assert_eq!(
        sql(&environment, "SELECT count(DISTINCT channel_id) AS channels, count(*) AS posts FROM posts"),
        json!([{"channels": 1, "posts": 5}])
    );
    assert_eq!(
        sql(&environment, "SELECT kind, value FROM channel_aliases"),
        json!([{"kind": "name", "value": "gazette"}])
    );
}

#[test]
fn channels_that_are_hardly_one_are_joined_by_force_only() {
    let environment = Environment::new();
    write(&environment, "a.json", &channel_of(1, "A", &[row(1, 0, "one"), row(2, 1, "two")]));
    write(&environment, "b.json", &channel_of(2, "B", &[row(1, 0, "eins"), row(2, 1, "zwei")]));
    assert_eq!(environment.run(&["load", "a.json", "b.json"]).code, 0);
    let store = fs::read(environment.path("chancery.db")).unwrap();
    let outcome = environment.run(&["channels", "merge", "A", "B"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.contains("of 2 posts with the same id 0 have the same text"), "{outcome}");
    assert!(outcome.stderr.contains("--force"), "{outcome}");
    assert!(fs::read(environment.path("chancery.db")).unwrap() == store, "it was changed");
    let outcome = environment.run(&["channels", "merge", "A", "A"]);
    assert!(outcome.stderr.contains("both name the same channel"), "{outcome}");
    let outcome = environment.run(&["channels", "merge", "A", "nobody"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert_eq!(environment.run(&["channels", "merge", "A", "B", "--force"]).code, 0);
    // Both are known by their ids from now on.
    write(&environment, "c.json", &channel_of(2, "B", &[row(3, 3, "drei")]));
    assert_eq!(environment.run(&["load", "c.json"]).code, 0);
    assert_eq!(
        sql(&environment, "SELECT count(*) AS n, min(external_id) AS id FROM channels"),
        json!([{"n": 1, "id": "1"}])
    );
    assert_eq!(environment.run(&["check"]).code, 0);
}
