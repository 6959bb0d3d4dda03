//! Values of flags: lists from files, and values that the store does not have.

use std::io::Write as _;
use std::process::Stdio;

use crate::environment::Environment;
use crate::three_posts::{three_posts, write};

const ECHO: &str = "\
-- What was given
-- @param word text* : words
-- @param tag hashtag* : tags
-- @param one_day date* : days
-- @param who handle* : who
-- @param name entity? : whom
-- @param platform values(SELECT DISTINCT platform FROM channels)* : where
-- @column given text
SELECT coalesce(:word, :tag, :one_day, :who, :name, :platform) AS given
";

fn echoing() -> Environment {
    let environment = three_posts();
    write(&environment, "queries/echo.sql", ECHO);
    environment
}

/// The list that was bound.
fn given(environment: &Environment, flags: &[&str]) -> serde_json::Value {
    let outcome = environment.run(&[&["run", "echo", "-f", "json"], flags].concat());
    assert_eq!(outcome.code, 0, "{outcome}");
    let rows: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    serde_json::from_str(rows[0]["given"].as_str().unwrap()).unwrap()
}

#[test]
fn each_line_of_a_file_is_one_value() {
    let environment = echoing();
    environment.write(
        "words.txt",
        "\u{feff}bread, and roses\r\n\r\n  мир \r\nbread, and roses\r\n\t\r\nback\\,slash",
    );
    let expected = serde_json::json!(["bread, and roses", "мир", "back\\,slash"]);
    assert_eq!(given(&environment, &["--word-file", "words.txt"]), expected);
    // With others, which commas do split.
    assert_eq!(
        given(&environment, &["--word", "a,b", "--word-file=words.txt"]),
        serde_json::json!(["a", "b", "bread, and roses", "мир", "back\\,slash"])
    );
    environment.write("tags.txt", "#Harvest\n#МИР\nharvest\n");
    assert_eq!(given(&environment, &["--tag-file", "tags.txt"]), serde_json::json!(["harvest", "мир"]));
    environment.write("days.txt", "2024-03\n-1d\n");
    assert_eq!(
        given(&environment, &["--one-day-file", "days.txt"]),
        serde_json::json!(["2024-03-01", "2024-04-19"])
    );
}

#[test]
fn a_dash_is_standard_input() {
    let environment = echoing();
    let mut child = environment
        .command(&["run", "echo", "-f", "csv", "--word-file", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"ships\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "given\r\n\"[\"\"ships\"\"]\"\r\n");
}

#[test]
fn channels_come_from_a_file_as_well() {
    let environment = echoing();
    environment.write("channels.txt", "https://t.me/red\n");
    assert_eq!(
        environment.run(&["run", "days", "-f", "csv", "--channel-file", "channels.txt"]).stdout,
        "day,posts\r\n2024-04-02,1\r\n"
    );
    environment.write("channels.txt", "@red\n@greem\n");
    let outcome = environment.run(&["run", "days", "--channel-file", "channels.txt"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.starts_with("error: --channel '@greem' is not in this store (2 channels)"),
        "{outcome}"
    );
}

#[test]
fn a_file_that_gives_no_list_is_named() {
    let environment = echoing();
    environment.write("empty.txt", " \n\r\n");
    environment.write("binary.txt", [b'a', b'\n', 0xff]);
    for (file, message) in [
        ("nowhere.txt", "--word-file 'nowhere.txt' cannot be read\n  caused by: No such file"),
        ("queries", "--word-file 'queries' cannot be read"),
        ("empty.txt", "--word-file 'empty.txt' holds no value"),
        ("binary.txt", "--word-file 'binary.txt' is not UTF-8 text, from line 2 on"),
    ] {
        let outcome = environment.run(&["run", "echo", "--word-file", file]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{file}");
        assert!(outcome.stderr.starts_with(&format!("error: {message}")), "{outcome}");
    }
    // Only a list has a file.
    let outcome = environment.run(&["run", "echo", "--name-file", "words.txt"]);
    assert!(
        outcome.code == 2 && outcome.stderr.starts_with("error: --name-file is no flag of echo"),
        "{outcome}"
    );
    let help = environment.run(&["run", "echo", "--help"]).success();
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        help.contains("--word-file <FILE> one value a line") && help.contains("or --word-file FILE]"),
        "{help}"
    );
}

#[test]
fn a_value_that_the_store_does_not_have_is_told_with_close_ones() {
    let environment = three_posts();
    write(&environment, "queries/echo.sql", ECHO);
    let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
    store
        .execute_batch(
            "INSERT INTO entities (entity_id, kind, name)
             VALUES (100001, 'handle', 'ministry'), (100002, 'handle', 'harbour_news');
             INSERT INTO mentions (post_id, position, entity_id, via, spelling, start)
             VALUES (1, 1, 100001, 'handle', 'ministry', 1), (1, 2, 100001, 'handle', 'Ministry', 1),
                 (2, 1, 100001, 'handle', 'ministry', 1), (3, 1, 100002, 'handle', 'harbour_news', 1);
             INSERT INTO hashtags VALUES (1, 'trade');
             INSERT INTO post_hashtags (post_id, position, hashtag_id, spelling, start) VALUES (1, 1, 1, 'Trade', 1);",
        )
        .unwrap();
    drop(store);
    for (flags, warning) in [
        (
            &["--who", "@Ministri"][..],
            "--who: no post of this store names @ministri; close: @ministry (2 posts)",
        ),
        (
            &["--name", "harbour"],
            "--name: no post of this store names 'harbour'; close: harbour_news (1 post)",
        ),
        (&["--tag", "trad"], "--tag: no post of this store carries #trad; close: #trade (1 post)"),
        (
            &["--platform", "telegran"],
            "--platform 'telegran' is not in this store (1 value); close: telegram",
        ),
        (&["--platform", "x"], "--platform 'x' is not in this store (1 value): telegram"),
        (
            &["--tag", "aa,trade,bb,cc,dd,ee,ff"],
            "--tag: no post of this store carries 6 of the 7 values: #aa, #bb, #cc, #dd, #ee, …",
        ),
        // Sound ones say nothing; a channel of the store may be a handle that nobody names.
        (&["--who", "MINISTRY,red"], ""),
        (&["--name", "@ministry"], ""),
        (&["--platform", "telegram"], ""),
    ] {
        let outcome = environment.run(&[&["run", "echo", "-f", "csv"], flags].concat());
        let wanted = if warning.is_empty() { String::new() } else { format!("warning: {warning}\n") };
        assert_eq!((outcome.code, outcome.stderr), (0, wanted), "{flags:?}");
    }
    let outcome = environment.run(&["run", "days", "--channel", "blue"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            2,
            "error: --channel 'blue' is not in this store (2 channels); close: @blue_news (2 posts)\n  see all: chancery \
             channels\n"
        )
    );
}

#[test]
fn help_tells_some_of_the_values_when_there_is_a_store() {
    let environment = echoing();
    let help = environment.run(&["run", "echo", "--help"]).success();
    let words: Vec<&str> = help.split_whitespace().collect();
    assert!(words.join(" ").contains("[such as: telegram]"), "{help}");
    std::fs::remove_file(environment.path("chancery.db")).unwrap();
    let help = environment.run(&["run", "echo", "--help"]).success();
    assert!(!help.contains("[such as:"), "{help}");
    // Whatever is wrong with the store, help is there.
    environment.write("chancery.db", "no store");
    assert_eq!(environment.run(&["run", "echo", "--help"]).success(), help);
}
