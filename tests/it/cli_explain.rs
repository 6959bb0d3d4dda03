//! `chancery queries explain`.

use crate::environment::Environment;
use crate::three_posts::{three_posts, write};

const NEW_POSTS: &str = "\
-- New posts
-- @param since date? : first day
-- @column text text : the post
WITH old (day) AS MATERIALIZED (SELECT min(p.posted_on) FROM posts AS p)
SELECT p.text AS text FROM old CROSS JOIN posts AS p
WHERE p.posted_on >= coalesce(:since, old.day) ORDER BY p.text
";

#[test]
fn a_plan_is_told_in_words_and_in_sqlites_own() {
    let environment = three_posts();
    write(&environment, "queries/new-posts.sql", NEW_POSTS);
    insta::assert_snapshot!(environment.run(&["queries", "explain", "new-posts"]), @r"
    sub-query old, made once and kept:
      looks up the least or greatest row of posts (p) by the index posts_day alone
    goes through the rows of old
    looks up posts (p) by the index posts_day, posted_on > …
    sorted in a temporary structure, for the order of the rows

    No table is read from beginning to end.
    ");
    insta::assert_snapshot!(environment.run(&["queries", "explain", "new-posts", "--raw"]), @r"
    MATERIALIZE old
      SEARCH p USING COVERING INDEX posts_day
    SCAN old
    SEARCH p USING INDEX posts_day (posted_on>?)
    USE TEMP B-TREE FOR ORDER BY
    ");
    let whole = environment.run(&["queries", "explain", "days"]).success();
    assert!(whole.ends_with("\nRead from beginning to end: posts (3 rows)\n"), "{whole}");
}

#[test]
fn a_plan_takes_the_flags_of_the_query() {
    let environment = three_posts();
    write(&environment, "queries/new-posts.sql", NEW_POSTS);
    let outcome = environment.run(&["queries", "explain", "new-posts", "--since", "2024-04", "--raw"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, "note: since 2024-04-01\n"), "{outcome}");
    assert!(outcome.stdout.starts_with("MATERIALIZE old\n"), "{outcome}");
    write(
        &environment,
        "queries/raw.sql",
        "-- T\n-- @param raw int? : it\n-- @column x int\nSELECT :raw AS x",
    );
    let outcome = environment.run(&["queries", "explain", "raw", "--raw", "5"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    let help = environment.run(&["queries", "explain", "new-posts", "--help"]).success();
    assert!(help.contains("--raw") || help.contains("SQLite's own words"), "{help}");
    for words in
        [&["queries", "explain", "new-posts", "--sins", "2024"][..], &["queries", "explain", "nothing"]]
    {
        assert_eq!(environment.run(words).code, 2, "{words:?}");
    }
}

#[test]
fn every_bundled_plan_is_told_in_known_words() {
    let environment = Environment::with_store("");
    let rows = environment.run(&["queries", "list", "-f", "json"]).json();
    for row in rows.as_array().unwrap() {
        let name = row["name"].as_str().unwrap();
        let needed: &[&str] = if name == "keyword-in-context" { &["--words", "trade"] } else { &[] };
        let explain =
            |more: &[&str]| environment.run(&[&["queries", "explain", name], needed, more].concat());
        let plan = explain(&[]).success();
        let is_sqlites = |line: &&str| {
            line.trim_start().starts_with(|c: char| c.is_ascii_uppercase())
                && !line.starts_with("Read from")
                && !line.starts_with("No table")
        };
        let unknown: Vec<&str> = plan.lines().filter(is_sqlites).collect();
        assert_eq!(unknown, [""; 0], "{name}");
        let raw = explain(&["--raw"]).success();
        assert_eq!(raw.lines().count() + 2, plan.lines().count(), "{name}");
    }
}

#[test]
fn a_query_that_writes_or_does_not_prepare_has_no_plan() {
    let environment = three_posts();
    write(&environment, "queries/bad.sql", "-- T\nSELECT no_more FROM posts");
    write(&environment, "queries/writes.sql", "-- T\nDELETE FROM posts");
    for (name, message) in [
        ("bad", "error: queries/bad.sql:2: no such column: no_more"),
        ("writes", "error: queries/writes.sql: DELETE at line 2 writes; a query may only read"),
    ] {
        let outcome = environment.run(&["queries", "explain", name]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{name}");
        assert!(outcome.stderr.starts_with(message), "{outcome}");
    }
}
