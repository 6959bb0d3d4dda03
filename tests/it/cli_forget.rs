//! `chancery forget` and `chancery check`.

use std::fs;

use serde_json::json;

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};

/// Two channels, one of which forwards from the other.
fn two_channels() -> Environment {
    let environment = Environment::new();
    Export::new(7, "Gazette")
        .post(1, NEW_YEAR, "Ships come in #harbour")
        .post(2, NEW_YEAR + DAY, "Ships go out")
        .write(environment.folder(), "gazette.json");
    Export::new(9, "Harbour")
        .post(1, NEW_YEAR, "Ships come in #harbour")
        .with(&json!({"forwarded_from": "Gazette", "forwarded_from_id": "channel7"}))
        .post(2, NEW_YEAR, "Calm #weather")
        .write(environment.folder(), "harbour.json");
    let outcome = environment.run(&["load", "gazette.json", "harbour.json"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    environment
}

fn sound(environment: &Environment) {
    let text = environment.run(&["check"]).success();
    assert!(text.lines().all(|line| line.ends_with("  ok")), "{text}");
}

/// Whether these words stand anywhere in the file of the store.
fn holds(environment: &Environment, words: &str) -> bool {
    let bytes = fs::read(environment.path("chancery.db")).unwrap();
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

#[test]
fn a_channel_is_removed_with_every_trace() {
    let environment = two_channels();
    assert!(holds(&environment, "weather"));
    assert_eq!(environment.run(&["forget", "Harbour"]).success(), "removed 2 posts\n");
    assert!(!holds(&environment, "weather") && !holds(&environment, "Harbour"));
    let tags = environment.run(&["run", "top-hashtags", "-f", "json"]).json();
    assert_eq!(tags.as_array().unwrap().len(), 1, "{tags}");
    assert_eq!(
        (&tags[0]["tag"], &tags[0]["posts"], &tags[0]["all_posts"]),
        (&json!("harbour"), &json!(1), &json!(2))
    );
    sound(&environment);
    assert_eq!(environment.files(), ["chancery.db", "gazette.json", "harbour.json"]);
}

#[test]
fn a_channel_that_others_forward_from_keeps_its_name() {
    let environment = two_channels();
    assert_eq!(
        environment.run(&["forget", "7"]).success(),
        "removed 2 posts\nthe channel's name stays: other channels' posts refer to it\n"
    );
    let sources = environment.run(&["run", "forward-sources", "-f", "json"]).json();
    assert_eq!(sources[0]["source"], "Gazette");
    sound(&environment);
}

#[test]
fn one_post_is_removed_and_can_be_loaded_again() {
    let environment = two_channels();
    assert_eq!(environment.run(&["forget", "--post", "9/2"]).success(), "removed 1 post\n");
    assert!(!holds(&environment, "weather"));
    sound(&environment);
    let outcome = environment.run(&["load", "harbour.json"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (0, ""),
        "what was forgotten is not in the store already"
    );
    assert!(holds(&environment, "weather"));
    sound(&environment);
}

#[test]
fn what_is_not_there_is_told_and_nothing_is_changed() {
    let environment = two_channels();
    let store = fs::read(environment.path("chancery.db")).unwrap();
    for (words, code, message) in [
        (
            &["forget", "Lighthouse"][..],
            2,
            "error: channel 'Lighthouse' is not in this store (2 channels)\n  see all: chancery channels\n",
        ),
        (
            &["forget", "--post", "9/77"],
            2,
            "error: no post 77 of '9' in this store\n  its ids go from 1 to 2\n",
        ),
        (&["forget", "--post", "nonsense"], 2, "error: 'nonsense' does not say which post\n  say it as "),
        (
            &["forget", "--db", "none.db", "9"],
            1,
            "error: no store at 'none.db'\n  make one: chancery load FILE",
        ),
    ] {
        let outcome = environment.run(words);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (code, ""), "{words:?}: {}", outcome.stderr);
        assert!(outcome.stderr.starts_with(message), "{words:?}: {}", outcome.stderr);
    }
    assert!(fs::read(environment.path("chancery.db")).unwrap() == store);
    assert_eq!(environment.files(), ["chancery.db", "gazette.json", "harbour.json"]);
}

#[test]
fn a_check_finds_what_another_program_broke() {
    for (sql, expected) in [
        ("DELETE FROM posts WHERE external_no = 2", "references between rows  NOT SOUND\n"),
        ("UPDATE post_months SET posts = posts + 1", "summaries                NOT SOUND\n"),
        ("UPDATE posts SET text = 'x' || text", "positions in texts       NOT SOUND\n"),
        ("DELETE FROM calendar WHERE day = '2024-01-02'", "calendar                 NOT SOUND\n"),
    ] {
        let environment = two_channels();
        let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
        store.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
        drop(store);
        let outcome = environment.run(&["check"]);
        assert_eq!(outcome.code, 1, "{sql}: {outcome}");
        assert!(outcome.stdout.contains(expected), "{sql}: {outcome}");
        assert!(outcome.stderr.contains("--db FILE"), "it says what to do: {outcome}");
    }
}
