//! What a bad query, statement or call gets: one message with place and remedy, its exit code, and a store in
//! which not one byte has changed.

use std::fs;

use crate::environment::{Environment, Outcome};
use crate::three_posts::{ENDLESS, three_posts, write};

/// What the words get, which must leave the store and the folder as they are.
#[track_caller]
fn refused(environment: &Environment, words: &[&str]) -> Outcome {
    let store = fs::read(environment.path("chancery.db")).unwrap();
    let files = environment.files();
    let outcome = environment.run(words);
    assert!(fs::read(environment.path("chancery.db")).unwrap() == store, "{words:?} changed the store");
    assert_eq!(environment.files(), files, "{words:?}");
    assert_eq!(outcome.stdout, "", "{words:?}");
    assert_ne!(outcome.code, 0, "{words:?}");
    outcome
}

#[test]
fn a_statement_that_does_more_than_read_is_refused() {
    let environment = three_posts();
    for (sql, message) in [
        ("DELETE FROM posts", "DELETE at line 1 writes; a query may only read"),
        ("UPDATE posts SET text = ''", "UPDATE at line 1 writes; a query may only read"),
        ("INSERT INTO settings VALUES ('a', 'b')", "INSERT at line 1 writes; a query may only read"),
        ("\n\nREPLACE INTO settings VALUES ('a', 'b')", "REPLACE at line 3 writes; a query may only read"),
        ("WITH a AS (SELECT 1)\nDELETE FROM posts", "DELETE at line 2 writes; a query may only read"),
        ("DELETE FROM posts RETURNING post_id", "DELETE at line 1 writes; a query may only read"),
        ("CREATE TABLE t (a)", "CREATE at line 1 writes; a query may only read"),
        ("CREATE TEMP TABLE t (a)", "CREATE at line 1 writes; a query may only read"),
        ("DROP TABLE posts", "DROP at line 1 writes; a query may only read"),
        ("ALTER TABLE posts ADD COLUMN a", "ALTER at line 1 writes; a query may only read"),
        ("VACUUM", "VACUUM at line 1 writes; a query may only read"),
        ("VACUUM INTO 'copy.db'", "VACUUM at line 1 writes; a query may only read"),
        ("REINDEX", "REINDEX at line 1 writes; a query may only read"),
        ("ATTACH 'other.db' AS other", "ATTACH at line 1 is not allowed; a query may only read"),
        ("DETACH main", "DETACH at line 1 is not allowed; a query may only read"),
        ("BEGIN IMMEDIATE", "BEGIN at line 1 is not allowed; a query may only read"),
        ("PRAGMA journal_mode = WAL", "PRAGMA journal_mode at line 1 is not allowed; a query may only read"),
        ("PRAGMA query_only = OFF", "PRAGMA query_only at line 1 is not allowed; a query may only read"),
        ("SELECT load_extension('x')", "load_extension() at line 1 is not allowed; a query may only read"),
        ("SELECT 1; SELECT 2", "line 1: a second statement begins here (SELECT); a query is one statement"),
        (
            "SELECT 1;\nDROP TABLE posts",
            "line 2: a second statement begins here (DROP); a query is one statement",
        ),
        ("", "there is no statement; write a SELECT"),
        (" -- nothing\n", "there is no statement; write a SELECT"),
    ] {
        let outcome = refused(&environment, &["sql", sql]);
        assert_eq!((outcome.code, outcome.stderr), (1, format!("error: {message}\n")), "{sql}");
        if !sql.trim().is_empty() {
            write(&environment, "queries/mine.sql", &format!("-- T\n{sql}"));
            let outcome = refused(&environment, &["run", "mine"]);
            assert_eq!(outcome.code, 1, "{sql}");
            assert!(outcome.stderr.starts_with("error: queries/mine.sql"), "{sql}: {}", outcome.stderr);
        }
    }
}

#[test]
fn a_statement_that_is_wrong_is_shown_with_its_place() {
    let environment = three_posts();
    insta::assert_snapshot!(refused(&environment, &["sql", "SELECT text,\n  vews FROM posts"]), @"
    [stderr]
    error: line 2: no such column: vews
          vews FROM posts
          ^
    [exit code 1]
    ");
    insta::assert_snapshot!(refused(&environment, &["sql", "SELECT * FROM pots"]), @"
    [stderr]
    error: line 1: no such table: pots
        SELECT * FROM pots
                      ^
    [exit code 1]
    ");
    insta::assert_snapshot!(refused(&environment, &["sql", "SELEC 1"]), @r#"
    [stderr]
    error: line 1: near "SELEC": syntax error
        SELEC 1
        ^
    [exit code 1]
    "#);
    write(
        &environment,
        "queries/mine.sql",
        "-- T\n-- @param top int = 5 : X\nSELECT 1 AS n LIMIT 9\n  OFFSET :top",
    );
    insta::assert_snapshot!(refused(&environment, &["run", "mine"]), @"
    [stderr]
    error: queries/mine.sql:4: OFFSET is a whole number, and :top is NULL unless it is given
          OFFSET :top
                 ^
      give the default here, too: OFFSET coalesce(:top, 5)
    [exit code 1]
    ");
    insta::assert_snapshot!(refused(&environment, &["sql", "SELECT count(*"]), @"
    [stderr]
    error: incomplete input: the statement ends too early
    [exit code 1]
    ");
    insta::assert_snapshot!(refused(&environment, &["sql", "SELECT :since"]), @"
    [stderr]
    error: line 1: :since has no value
      write the value itself, or make a named query of it: QUERY.sql with an @param line
    [exit code 1]
    ");
}

#[test]
fn a_query_file_that_cannot_be_run_is_told_with_its_line() {
    let environment = three_posts();
    for (text, code, message) in [
        ("-- T\n-- @param x txt : h\nSELECT :x", 1, "broken.sql:2: 'txt' is no type"),
        ("-- T\n-- @param limit int? : h\nSELECT :limit", 1, "broken.sql:2: 'limit' is an option of run"),
        ("-- T\nSELECT :chanel", 1, "broken.sql:2: :chanel is used but not declared"),
        ("", 1, "broken.sql: there is no statement"),
        ("-- Only a title\n", 1, "broken.sql: there is no statement"),
        ("-- T\nSELECT 1;\nSELECT 2", 1, "broken.sql:3: a second statement begins here (SELECT)"),
    ] {
        write(&environment, "queries/broken.sql", text);
        let outcome = refused(&environment, &["run", "broken"]);
        assert_eq!(outcome.code, code, "{text:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(&format!("error: queries/{message}")), "{}", outcome.stderr);
        // A query that is given by its path gets the same.
        let outcome = refused(&environment, &["run", "queries/broken.sql"]);
        assert!(outcome.stderr.contains(message), "{}", outcome.stderr);
        // It does not keep the others from being run.
        assert_eq!(environment.run(&["run", "days", "-f", "csv"]).code, 0, "{text:?}");
        assert_eq!(environment.run(&["queries", "check", "broken"]).code, 1, "{text:?}");
    }
}

#[test]
fn a_query_file_that_is_no_text_is_told() {
    let environment = three_posts();
    fs::write(environment.path("queries/broken.sql"), b"-- T\nSELECT '\xFF\xFE'").unwrap();
    let message = "error: queries/broken.sql: the file is not UTF-8 text, from line 2 on\n";
    for words in [&["run", "broken"][..], &["run", "queries/broken.sql"], &["queries", "show", "broken"]] {
        let outcome = refused(&environment, words);
        assert_eq!(outcome.code, 1, "{words:?}");
        assert!(outcome.stderr.starts_with(message), "{words:?}: {}", outcome.stderr);
    }
    let outcome = refused(&environment, &["run", "./missing.sql"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("'./missing.sql'"), "{}", outcome.stderr);
    let outcome = refused(&environment, &["run", "./queries"]);
    assert!(outcome.stderr.starts_with("error: "), "{}", outcome.stderr);
}

#[test]
fn a_query_that_never_ends_is_stopped_and_leaves_no_file() {
    let environment = three_posts();
    write(&environment, "queries/endless.sql", &format!("-- T\n-- @column n int : n\n{ENDLESS}"));
    let outcome = refused(&environment, &["run", "endless", "--timeout", "0.2", "-o", "rows.csv"]);
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.stderr.starts_with("error: stopped after 0.2 s, the limit of --timeout\n  give it more time"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_command_or_an_option_that_is_not_there_is_a_bad_call() {
    let environment = three_posts();
    for words in [
        &["frobnicate"][..],
        &["queries", "frobnicate"],
        &["queries"],
        &["load"],
        &["load", "a.json", "--as", "html"],
        &["load", "a.json", "--chanel", "x"],
        &["load", "a.json", "--channel", ""],
        &["forget"],
        &["forget", "red", "--post", "red/1"],
        &["check", "all"],
        &["sql", "SELECT 1", "more"],
        &["sql", "SELECT 1", "--limit", "-1"],
        &["sql", "SELECT 1", "--timeout", "-1"],
        &["sql", "SELECT 1", "-f", "xlsx"],
        &["queries", "list", "-f", "xlsx"],
    ] {
        let outcome = refused(&environment, words);
        assert_eq!(outcome.code, 2, "{words:?}: {}", outcome.stderr);
        // clap shows the help of a command that is only a family of commands.
        let begins = outcome.stderr.starts_with("error: ") || words == ["queries"];
        assert!(begins, "{words:?}: {}", outcome.stderr);
    }
}

#[test]
fn a_flag_whose_declaration_cannot_be_read_is_told_with_it() {
    let environment = three_posts();
    write(
        &environment,
        "queries/mine.sql",
        "-- Mine\n-- @param x txt : what\n-- @column n int : n\nSELECT :x AS n\n",
    );
    environment.write("queries/wide.sql", b"\xff\xfe-\0-\0");
    environment.write("none.json", "no export");
    let mine = "error: queries/mine.sql:2: 'txt' is no type; types: ";
    let wide = "error: queries/wide.sql: the file is not UTF-8 text, from line 1 on\n";
    for (words, message) in [
        (&["run", "mine", "--x", "3"][..], mine),
        // Without loading anything first.
        (&["run", "mine", "--from", "none.json"], mine),
        (&["queries", "explain", "mine", "--x", "3"], mine),
        (&["queries", "show", "mine", "--sqlite3", "--x", "3"], mine),
        (&["run", "wide", "--since", "2024"], wide),
    ] {
        let outcome = refused(&environment, words);
        assert!(outcome.code == 1 && outcome.stderr.starts_with(message), "{words:?}: {outcome}");
    }
    assert_eq!(environment.run(&["run", "mine", "--help"]).code, 0);
}
