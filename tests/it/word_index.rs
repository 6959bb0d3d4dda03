//! The words of texts over the life of a store: when they are made, how they are kept, that nothing of what is
//! forgotten stays in them, and that missing words are an error in every tool and never a smaller count.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use chancery::store::{self, word_index};
use rusqlite::Connection;
use serde_json::json;

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};
use crate::load_again::rows;

fn gazette() -> Export {
    Export::new(11, "Gazette")
        .post(1, NEW_YEAR, "News\n\n• Ships come IN\n• A STRASSE is closed")
        .post(2, NEW_YEAR + DAY, "Ships go out")
        .post(3, NEW_YEAR + 2 * DAY, "Fog")
}

fn loaded() -> Environment {
    let environment = Environment::new();
    gazette().write(environment.folder(), "gazette.json");
    assert_eq!(environment.run(&["load", "gazette.json"]).code, 0);
    environment
}

fn open(environment: &Environment) -> Connection {
    store::open_read_only(&environment.path("chancery.db")).unwrap()
}

fn state(environment: &Environment) -> String {
    rows(&open(environment), "SELECT state FROM word_index").concat()
}

/// The day and the text of all posts with these words.
#[track_caller]
fn texts(environment: &Environment, words: &str) -> Vec<String> {
    let outcome = environment.run(&["run", "posts", "--words", words, "-f", "json"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let rows: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    let mut texts: Vec<String> =
        rows.as_array().unwrap().iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect();
    texts.sort();
    texts
}

#[track_caller]
fn is_sound(environment: &Environment) {
    let connection = open(environment);
    assert_eq!(word_index::state(&connection).unwrap(), word_index::State::Ready);
    assert_eq!(word_index::differences(&connection).unwrap(), Vec::<String>::new());
    let count = "SELECT (SELECT count(*) FROM posts) = (SELECT count(*) FROM post_words)
        AND (SELECT count(*) FROM talking_points) = (SELECT count(*) FROM point_words)";
    assert_eq!(rows(&connection, count), ["1"]);
    assert_eq!(environment.run(&["check"]).code, 0);
}

/// What the sqlite3 program says; `None` where there is none.
fn sqlite3(store: &Path, sql: &str) -> Option<(String, String)> {
    let output = Command::new("sqlite3")
        .args(["-init", "/dev/null"])
        .arg(store)
        .arg(sql)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Some((text(&output.stdout), text(&output.stderr)))
}

#[test]
fn the_first_report_with_words_makes_them_and_later_changes_keep_them() {
    let environment = loaded();
    assert_eq!(environment.run(&["run", "posts", "-f", "json"]).code, 0);
    assert_eq!(state(&environment), "absent", "no words were asked for");
    assert_eq!(environment.run(&["check"]).code, 0);
    let first = environment.run(&["run", "posts", "--words", "SHIPS", "-f", "csv"]);
    assert_eq!(
        first.stderr,
        "note: the words of 3 posts were made ready for matching; later loads keep them\n"
    );
    assert_eq!(environment.files(), ["chancery.db", "gazette.json"]);
    is_sound(&environment);
    let again = environment.run(&["run", "posts", "--words", "SHIPS", "-f", "csv"]);
    assert_eq!((again.stderr.as_str(), &again.stdout), ("", &first.stdout));
    assert_eq!(texts(&environment, "ships go"), ["Ships go out"]);
    let points = environment.run(&["run", "talking-points", "--words", "straße", "-f", "json"]).json();
    assert_eq!(points.as_array().unwrap().len(), 1, "{points}");
    assert_eq!(points[0]["point"], "A STRASSE is closed");

    // An edit, a new post, a second channel.
    let later = Export::new(11, "Gazette")
        .post(2, NEW_YEAR + DAY, "Boats go out")
        .edited(NEW_YEAR + 9 * DAY)
        .post(4, NEW_YEAR + 3 * DAY, "Ships again");
    later.write(environment.folder(), "later.json");
    Export::new(22, "Pier").post(1, NEW_YEAR, "Pier ships").write(environment.folder(), "pier.json");
    assert_eq!(environment.run(&["load", "later.json", "pier.json"]).code, 0);
    is_sound(&environment);
    assert_eq!(texts(&environment, "boats"), ["Boats go out"]);
    assert_eq!(texts(&environment, "ships")[1..], ["Pier ships", "Ships again"]);

    // The same inputs again change not one byte.
    let before = fs::read(environment.path("chancery.db")).unwrap();
    assert_eq!(environment.run(&["load", "gazette.json", "later.json", "pier.json"]).code, 0);
    assert_eq!(environment.run(&["load", "--dry-run", "later.json"]).code, 0);
    assert!(fs::read(environment.path("chancery.db")).unwrap() == before);

    assert_eq!(environment.run(&["reindex", "--points", "sentences"]).code, 0);
    is_sound(&environment);
    assert_eq!(environment.run(&["channels", "merge", "11", "22", "--force"]).code, 0);
    is_sound(&environment);

    assert_eq!(environment.run(&["index", "--words", "--drop"]).success(), "the words were removed\n");
    assert_eq!(environment.run(&["index", "--words", "--drop"]).success(), "there are no words made\n");
    assert_eq!(rows(&open(&environment), "SELECT count(*) FROM folded_posts"), ["0"]);
    assert_eq!(
        environment.run(&["index", "--words"]).success(),
        "the words of 4 posts are ready for matching\n"
    );
    is_sound(&environment);
}

/// The triggers that note new words.
fn triggers(environment: &Environment) -> Vec<String> {
    let sql = "SELECT name || ': ' || sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid";
    rows(&open(environment), sql)
}

#[test]
fn a_load_leaves_the_triggers_as_they_were_and_notes_points_that_are_read_anew() {
    let environment = loaded();
    let of_schema = triggers(&environment);
    assert_eq!(of_schema.len(), 6, "{of_schema:?}");
    Export::new(22, "Pier").post(1, NEW_YEAR, "• Pier").write(environment.folder(), "pier.json");
    assert_eq!(environment.run(&["load", "pier.json"]).code, 0);
    assert_eq!(triggers(&environment), of_schema);
    assert_eq!(environment.run(&["index", "--words"]).code, 0);

    // The same words, of which a part is marked now: the post keeps its text and gets new talking points.
    let marked = json!([{"type": "plain", "text": "• "}, {"type": "code", "text": "Pier"}]);
    Export::new(22, "Pier")
        .post(1, NEW_YEAR, "• Pier")
        .with(&json!({"text": marked, "text_entities": marked}))
        .post(2, NEW_YEAR + DAY, "• Quay")
        .write(environment.folder(), "marked.json");
    assert_eq!(environment.run(&["load", "marked.json"]).code, 0);
    assert_eq!(rows(&open(&environment), "SELECT count(*) FROM posts WHERE spans LIKE '%code%'"), ["1"]);
    assert_eq!(rows(&open(&environment), "SELECT count(*) FROM talking_points WHERE text = 'Pier'"), ["1"]);
    is_sound(&environment);
    let of_now = triggers(&environment);
    assert!(of_schema.iter().all(|trigger| of_now.contains(trigger)), "{of_now:?}");
}

#[test]
fn missing_words_are_an_error_in_any_tool_and_only_where_words_are_asked_for() {
    let environment = loaded();
    let store = environment.path("chancery.db");
    let query = include_str!("../../queries/overview/posts-per-period.sql");
    let asked = |words: &str| query.replace(":words", words).replace(":by", "'year'");
    let count = |words: &str| {
        let sql = format!("SELECT sum(posts) FROM ({})", asked(words));
        sqlite3(&store, &sql)
    };
    let Some(all) = count("NULL") else {
        println!("sqlite3 is not here: skipped");
        return;
    };
    assert_eq!(all, ("3\n".to_owned(), String::new()));
    let (out, error) = count("'ships'").unwrap();
    assert_eq!(out, "");
    assert!(error.contains("the words of this store are absent: run chancery index --words"), "{error}");
    assert_eq!(environment.run(&["index", "--words"]).code, 0);
    assert_eq!(count("'ships'").unwrap(), ("2\n".to_owned(), String::new()));

    // Another tool changes posts: what it wrote is missing, so that nothing is counted until it is there.
    let change = "UPDATE posts SET text = 'Ships in the fog' WHERE external_no = 3; DELETE FROM posts WHERE external_no = 2";
    assert_eq!(sqlite3(&store, change).unwrap(), (String::new(), String::new()));
    let (out, error) = count("'ships'").unwrap();
    assert_eq!(out, "");
    assert!(error.contains("the words of this store are behind: run chancery index --words"), "{error}");
    let outcome = environment.run(&["sql", "SELECT count(*) FROM post_words"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    assert!(outcome.stderr.contains("chancery index --words"), "{}", outcome.stderr);
    assert_eq!(texts(&environment, "ships").len(), 2);
    assert_eq!(count("'ships'").unwrap(), ("2\n".to_owned(), String::new()));
}

#[test]
fn a_store_without_posts_has_words_too() {
    let environment = Environment::with_store("");
    let outcome = environment.run(&["run", "posts", "--words", "ships", "-f", "csv"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert_eq!(rows(&open(&environment), "SELECT count(*) FROM post_words"), ["0"]);
}

#[test]
fn what_is_forgotten_leaves_no_trace_in_them() {
    for forget in [&["forget", "99"][..], &["forget", "--post", "https://t.me/c/99/1"]] {
        let environment = loaded();
        Export::new(99, "Club")
            .post(1, NEW_YEAR, "Unspeakable words\n• UNSAYABLE things")
            .write(environment.folder(), "club.json");
        assert_eq!(environment.run(&["load", "club.json"]).code, 0);
        assert_eq!(environment.run(&["index", "--words"]).code, 0);
        let holds = || {
            let bytes = fs::read(environment.path("chancery.db")).unwrap();
            ["unspeakable", "unsayable"]
                .map(|word| bytes.windows(word.len()).any(|part| part == word.as_bytes()))
        };
        assert_eq!(holds(), [true, true]);
        assert_eq!(environment.run(forget).code, 0);
        assert_eq!(holds(), [false, false]);
        is_sound(&environment);
    }
}

#[test]
fn words_that_differ_from_the_texts_are_not_sound() {
    for (change, what) in [
        (
            "UPDATE folded_posts SET folded = 'mist' WHERE post_id = 3",
            "it has other words of post 3 than its text",
        ),
        ("DELETE FROM folded_points WHERE talking_point_id = 1", "it lacks the words of talking point 1"),
        ("INSERT INTO folded_posts VALUES (77, 'x')", "it has the words of post 77, which is not there"),
    ] {
        let environment = loaded();
        assert_eq!(environment.run(&["index", "--words"]).code, 0);
        Connection::open(environment.path("chancery.db"))
            .unwrap()
            .execute_batch(&format!("PRAGMA foreign_keys = OFF; {change}"))
            .unwrap();
        assert_eq!(word_index::differences(&open(&environment)).unwrap(), [what]);
        assert_eq!(environment.run(&["check"]).code, 1);
        assert_eq!(environment.run(&["index", "--words"]).code, 0);
        is_sound(&environment);
    }
}

#[test]
fn where_the_store_cannot_be_written_or_is_thrown_away_the_rows_are_the_same() {
    let environment = loaded();
    let from = environment.run(&["run", "posts", "--words", "ships", "-f", "csv", "--from", "gazette.json"]);
    // As a load does: nobody else may change the store meanwhile.
    let lock =
        chancery::store::lock::StoreLock::acquire(&environment.path("chancery.db"), jiff::Timestamp::now())
            .unwrap();
    let locked = environment.run(&["run", "posts", "--words", "ships", "-f", "csv"]);
    assert!(
        locked.stderr.starts_with("note: all texts are read first, since their words cannot be kept"),
        "{locked}"
    );
    drop(lock);
    assert_eq!(state(&environment), "absent");
    let kept = environment.run(&["run", "posts", "--words", "ships", "-f", "csv"]);
    assert_eq!(kept.stdout.lines().count(), 6, "a header, a post of four lines and one of one: {kept}");
    assert_eq!((&from.stdout, &locked.stdout), (&kept.stdout, &kept.stdout));
}

#[test]
fn a_query_of_ones_own_says_that_it_needs_them() {
    let environment = loaded();
    let sql = "-- Fog\n-- use: Where is fog?\n-- @column n int : posts\n-- @example chancery run fog.sql\n\
               SELECT count(*) AS n FROM post_words AS w WHERE instr(w.folded, 'fog') > 0\n";
    environment.write("fog.sql", sql);
    let check = environment.run(&["queries", "check", "fog.sql"]);
    assert!(check.stdout.contains("add -- needs: word-index"), "{check}");
    environment.write("fog.sql", sql.replace("-- @column", "-- needs: word-index\n-- @column"));
    let check = environment.run(&["queries", "check", "fog.sql"]);
    assert!(!check.stdout.contains("word-index") && check.stdout.contains("not run: the words"), "{check}");
    assert_eq!(environment.run(&["run", "fog.sql", "-f", "csv"]).stdout, "n\r\n1\r\n");
    let shown = environment.run(&["queries", "show", "posts", "--sqlite3", "--words", "fog"]).success();
    assert!(
        shown.starts_with("-- The words of the store must be made first: chancery index --words\n"),
        "{shown}"
    );
}
