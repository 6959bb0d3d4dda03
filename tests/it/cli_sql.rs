//! `chancery sql`.

use crate::three_posts::{ENDLESS, ENDLESS_ROWS, three_posts};

#[test]
fn a_bare_statement_prints_its_rows() {
    let environment = three_posts();
    let csv = |sql: &str| environment.run(&["sql", sql, "-f", "csv"]).success();
    assert_eq!(csv("SELECT count(*) AS n FROM posts"), "n\r\n3\r\n");
    assert_eq!(csv("-- mine\nWITH a AS (SELECT 1 AS x) SELECT x FROM a;"), "x\r\n1\r\n");
    assert_eq!(csv("VALUES (1, 'a;b')"), "column1,column2\r\n1,a;b\r\n");
    assert_eq!(
        environment.run(&["sql", "SELECT 1 AS a, 2.5 AS b, NULL AS c, 'x' AS d", "-f", "json"]).json(),
        serde_json::json!([{"a": 1, "b": 2.5, "c": null, "d": "x"}])
    );
}

#[test]
fn an_option_that_is_none_is_not_taken_for_a_statement() {
    for words in [&["sql", "--fromat", "csv"][..], &["sql", "--fromat=csv", "SELECT 1"], &["sql"]] {
        let outcome = three_posts().run(words);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{words:?}");
    }
}

#[test]
fn rows_that_were_cut_and_rows_that_are_none_are_told() {
    let environment = three_posts();
    let cut = environment.run(&["sql", "SELECT post_id FROM posts", "--limit", "1", "-f", "csv"]);
    assert_eq!(
        (cut.code, cut.stdout.as_str(), cut.stderr.as_str()),
        (0, "post_id\r\n1\r\n", "1 of 3 rows; all of them: --limit 0\n")
    );
    let none = environment.run(&["sql", "SELECT post_id FROM posts WHERE 0", "-f", "json"]);
    assert_eq!((none.code, none.stdout.as_str(), none.stderr.as_str()), (0, "[]\n", "0 rows\n"));
}

#[test]
fn a_statement_that_never_ends_is_stopped() {
    let environment = three_posts();
    let outcome = environment.run(&["sql", ENDLESS, "--timeout", "0.2"]);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()),
        (
            1,
            "",
            "error: stopped after 0.2 s, the limit of --timeout\n  give it more time, e.g. --timeout 2, or ask for \
             less, e.g. with --since and --until\n"
        )
    );
    // What was written by then is no whole file.
    let outcome =
        environment.run(&["sql", ENDLESS_ROWS, "--timeout", "0.2", "--limit", "0", "-o", "rows.csv"]);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    assert_eq!(environment.files(), ["chancery.db", "queries"]);
    let at_once = environment.run(&["sql", ENDLESS, "--timeout", "1e-12"]);
    assert_eq!((at_once.code, at_once.stdout.as_str()), (1, ""), "only 0 never stops it: {}", at_once.stderr);
}

#[test]
fn rows_that_cannot_be_counted_in_time_are_still_printed() {
    let environment = three_posts();
    let outcome = environment.run(&["sql", ENDLESS_ROWS, "--timeout", "0.2", "--limit", "2", "-f", "csv"]);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()),
        (0, "n\r\n1\r\n2\r\n", "the first 2 rows; there are more, which were not counted in time\n")
    );
}

#[test]
fn a_statement_goes_to_a_file_in_the_format_of_its_ending() {
    let environment = three_posts();
    assert_eq!(environment.run(&["sql", "SELECT 1 AS x", "-o", "x.json"]).success(), "");
    let text = std::fs::read_to_string(environment.path("x.json")).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), serde_json::json!([{"x": 1}]));
}
