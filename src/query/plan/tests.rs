use super::{plan, scanned};
use crate::query::bind::Bound;
use crate::query::runner::{Budget, Runner};
use crate::query::{Query, test_store};

/// The plan in words, two spaces for each step that a step is a part of.
fn words(runner: &Runner, sql: &str) -> String {
    let query = Query::parse("q", "q.sql", format!("-- T\n-- @param day date?\n{sql}"));
    let steps = plan(runner, &query, &Bound::default()).unwrap();
    steps.iter().map(|step| format!("{}{}\n", "  ".repeat(step.depth), step.words)).collect()
}

#[test]
fn a_plan_is_told_in_words() {
    let runner = test_store::runner();
    for (sql, expected) in [
        ("SELECT text FROM posts AS p", "reads all of posts (p)\n"),
        ("SELECT text FROM posts", "reads all of posts\n"),
        (
            "SELECT count(*) FROM posts AS p WHERE p.posted_on > :day AND p.posted_on <= '2024'",
            "looks up posts (p) by the index posts_day alone, posted_on > … and posted_on < …\n",
        ),
        (
            "SELECT p.text FROM posts AS p WHERE p.channel_id = 1 AND p.posted_on = :day",
            "looks up posts (p) by the index posts_channel_day, channel_id = … and posted_on = …\n",
        ),
        ("SELECT text FROM posts AS p WHERE p.post_id = 1", "looks up posts (p) by its key, rowid = …\n"),
        (
            "SELECT tag FROM hashtags ORDER BY tag",
            "reads all of the index hashtags_tag of hashtags, which holds all that is needed\n",
        ),
        (
            "SELECT text FROM posts AS p ORDER BY p.text",
            "reads all of posts (p)\nsorted in a temporary structure, for the order of the rows\n",
        ),
        (
            "SELECT c.name, p.text FROM channels AS c LEFT JOIN posts AS p ON p.post_id = c.channel_id",
            "reads all of channels (c)\nlooks up posts (p) by its key, rowid = …; a row without a match stays\n",
        ),
        ("SELECT value FROM json_each('[1]')", "reads the list (json_each)\n"),
        ("SELECT 1", "one row without a table\n"),
        ("VALUES (1), (2), (3)", "3 rows without a table\n"),
        (
            "SELECT max(posted_on) FROM posts",
            "looks up the least or greatest row of posts by the index posts_day alone\n",
        ),
        (
            "SELECT text FROM posts AS p WHERE p.post_id = 1 OR p.posted_on = '2024-03-01'",
            "by an index for each of the conditions joined by OR:\n  condition 1:\n    looks up posts (p) by its key, \
             rowid = …\n  condition 2:\n    looks up posts (p) by the index posts_day, posted_on = …\n",
        ),
    ] {
        assert_eq!(words(&runner, sql), expected, "{sql}");
    }
    let correlated = words(
        &runner,
        "SELECT (SELECT count(*) FROM channels AS c WHERE c.channel_id = p.channel_id) FROM posts AS p",
    );
    assert!(
        correlated.contains(
            "a sub-query that gives one value, run for each row (1):\n  looks up channels (c) by its key"
        ),
        "{correlated}"
    );
}

#[test]
fn an_alias_means_what_it_means_in_its_sub_query() {
    let runner = test_store::runner();
    let text = words(
        &runner,
        "WITH a AS MATERIALIZED (SELECT s.text AS x FROM posts AS s), b AS MATERIALIZED (SELECT s.name AS x FROM channels AS s) \
         SELECT s.x FROM a AS s JOIN b USING (x)",
    );
    assert!(text.contains("sub-query a, made once and kept:\n  reads all of posts (s)\n"), "{text}");
    assert!(text.contains("sub-query b, made once and kept:\n  reads all of channels (s)\n"), "{text}");
    // Here the plan itself does not tell which.
    let text = words(&runner, "SELECT s.text FROM posts AS s UNION ALL SELECT s.name FROM channels AS s");
    assert!(text.contains("the first:\n    reads all of posts or channels (s)\n"), "{text}");
    // A clause hides a table of its name.
    let text = words(&runner, "WITH posts(n) AS MATERIALIZED (SELECT 1 UNION SELECT 2) SELECT n FROM posts");
    assert!(text.ends_with("goes through the rows of posts\n"), "{text}");
}

#[test]
fn what_is_read_whole_is_told_with_its_rows() {
    let runner = test_store::runner();
    let of = |sql: &str| {
        let query = Query::parse("q", "q.sql", format!("-- T\n{sql}"));
        let steps = plan(&runner, &query, &Bound::default()).unwrap();
        scanned(&runner, &steps, Budget::default())
    };
    assert_eq!(
        of("SELECT p.text, c.name FROM posts AS p, channels c"),
        [("channels".to_owned(), Some(6)), ("posts".to_owned(), Some(1211))]
    );
    assert_eq!(of("SELECT text FROM posts WHERE post_id = 1"), []);
    // Through a view.
    assert_eq!(of("SELECT v.text FROM v_posts AS v WHERE v.text = ''"), [("posts".to_owned(), Some(1211))]);
}

#[test]
fn an_alias_of_several_means_the_one_of_the_index_or_of_the_sub_query_beside_it() {
    let runner = test_store::runner();
    let tables = |sql: &str| {
        let steps =
            plan(&runner, &Query::parse("q", "q.sql", format!("-- T\n{sql}")), &Bound::default()).unwrap();
        let scanned = scanned(&runner, &steps, Budget::default());
        (steps[0].words.clone(), scanned.into_iter().map(|(table, _)| table).collect::<Vec<_>>())
    };
    let (words, scanned) = tables(
        "SELECT h.tag, (SELECT h.text FROM posts AS h WHERE h.post_id = 1) FROM hashtags AS h ORDER BY h.tag",
    );
    assert_eq!(words, "reads all of the index hashtags_tag of hashtags (h), which holds all that is needed");
    assert_eq!(scanned, ["hashtags"]);
    // SQLite draws `least` into `kept`, where another table has its alias.
    let (_, scanned) = tables(
        "WITH least (tag) AS (SELECT h.tag FROM hashtags AS h ORDER BY h.tag),
              kept (tag) AS MATERIALIZED (SELECT l.tag FROM least AS l
                  WHERE EXISTS (SELECT 1 FROM posts AS h WHERE h.post_id = 1))
         SELECT count(*) FROM kept",
    );
    assert_eq!(scanned, ["hashtags"]);
    let (_, scanned) = tables(
        "SELECT a.n, (SELECT a.name FROM channels AS a WHERE a.channel_id = 1)
         FROM (SELECT count(*) AS n FROM posts AS p WHERE p.post_id = 1) AS a",
    );
    assert_eq!(scanned, [""; 0]);
}

#[test]
fn words_that_are_not_known_are_left_as_they_are() {
    let runner = test_store::runner();
    let names = super::Names::read(runner.connection(), "SELECT 1").unwrap();
    let calling = super::Calling { names: &names, within: &[], beside: &[], index: None };
    for raw in ["FLY OVER THE RIVER", "SCAN p USING MAGIC", "SEARCH p USING MAGIC", "", "CORRELATED", "SCAN"]
    {
        assert_eq!(super::words::of_step(raw, &calling), raw);
    }
    for (raw, words) in [
        (
            "SEARCH posts USING AUTOMATIC COVERING INDEX (text=?)",
            "looks up posts by an index made for this run, for want of a kept one, text = …",
        ),
        (
            "USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY",
            "sorted in a temporary structure, for the last part of the order",
        ),
        (
            "USE TEMP B-TREE FOR count(DISTINCT)",
            "sorted in a temporary structure, for the different values of count()",
        ),
        (
            "BLOOM FILTER ON posts (post_id=?)",
            "a filter in memory first passes over most rows without a match in posts (post_id=?)",
        ),
        ("CO-ROUTINE (subquery-3)", "sub-query without a name (3), made row by row:"),
        ("REUSE LIST SUBQUERY 2", "the sub-query (2) again, already run"),
        ("SCAN search VIRTUAL TABLE INDEX 0:M3", "asks search"),
    ] {
        assert_eq!(super::words::of_step(raw, &calling), words);
    }
}
