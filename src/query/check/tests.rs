use super::check;
use crate::query::runner::Budget;
use crate::query::{Query, test_store};

const GOOD: &str = "\
-- Posts per colour
-- @param since date? : first day
-- @param top int(0..) = 20 : how many
-- @column colour text : the colour
-- @column posts int : posts
SELECT 'red' AS colour, count(*) AS posts FROM posts WHERE :since IS NULL OR posted_on >= :since LIMIT coalesce(:top, 20)
";

fn problems(name: &str, text: &str) -> Vec<String> {
    let query = Query::parse(name, format!("{name}.sql"), text);
    let budget = Budget { steps: Some(100_000), time: None };
    let found = check(&query, &mut test_store::runner(), budget);
    found.iter().map(|problem| format!("{}: {problem}", problem.severity)).collect()
}

#[test]
fn a_sound_query_has_only_its_scans() {
    let found = problems("colours", GOOD);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0] == "note: colours.sql: full scan: posts (1,211 rows)", "{found:?}");
}

#[test]
fn a_store_without_a_search_index_is_no_fault_of_a_query_that_needs_one() {
    let text = "-- Hits\n-- @column hits int : posts\nSELECT count(*) AS hits FROM post_search WHERE post_search MATCH 'river'";
    let missing = "no such table: post_search";
    let found = problems("hits", text);
    assert!(found[0].starts_with("error: hits.sql:3: ") && found[0].contains(missing), "{found:?}");
    let needs = text.replace("-- @column", "-- needs: search-index\n-- @column");
    let note = "note: hits.sql: not checked further: this store has no search index; make it: chancery index";
    assert_eq!(problems("hits", &needs), [note]);
}

#[test]
fn each_fault_is_found() {
    for (from, to, expected) in [
        ("-- Posts per colour\n", "--\n", "error: colours.sql:1: the first line is the title"),
        ("-- @column posts int", "-- @colunm posts int", "error: colours.sql:5: unknown key '@colunm'"),
        ("-- @column posts int : posts\n", "", "error: colours.sql: column 'posts' has no @column line"),
        ("AS posts FROM", "AS poets FROM", "error: colours.sql:5: @column posts is no column of the result"),
        (
            "count(*) AS posts",
            "count(*) AS colour",
            "error: colours.sql: the result has two columns 'colour'",
        ),
        (
            "= 20",
            "= many",
            "error: colours.sql:3: the default of 'top': 'many' is no whole number; write one from 0 on",
        ),
        ("(0..) = 20", "(5..) = 1", "error: colours.sql:3: the default of 'top': 1 is less than 5"),
        (
            ":since IS NULL OR posted_on >= :since",
            "1",
            "error: colours.sql:2: :since is declared but not used",
        ),
        ("posted_on >= :since", "posted_on >= ':since'", ""),
        (
            ":since IS NULL OR posted_on >= :since",
            "posted_on > ':since'",
            "error: colours.sql:2: :since is declared but not used",
        ),
        (
            "coalesce(:top",
            "coalesce(:tops",
            "error: colours.sql:6: :tops is used but not declared; declared: since, top",
        ),
        ("count(*)", "sum(vews)", "error: colours.sql:6: no such column: vews"),
        ("count(*)", "sqrt(2)", "error: colours.sql:6: no such function: sqrt"),
        ("'red' AS", "concat('red') AS", "warning: colours.sql:6: concat() is not in SQLite 3.40"),
        ("20)\n", "20);\nSELECT 2", "error: colours.sql:7: a second statement begins here (SELECT)"),
        (
            "SELECT 'red' AS colour, count(*) AS posts FROM",
            "DELETE FROM",
            "error: colours.sql: DELETE at line 6 writes",
        ),
        (
            "-- @param top",
            "-- @param limit int? : x\n-- @param top",
            "error: colours.sql:3: 'limit' is an option of run",
        ),
        (
            "-- @param top",
            "-- @wide rows=colour columns=day value=posts\n-- @param top",
            "error: colours.sql:3: @wide names 'day'",
        ),
        ("20)\n", "20", "error: colours.sql: incomplete input"),
        (
            "-- @param top",
            "-- needs: view\n-- @param top",
            "error: colours.sql:3: 'view' is nothing to need; there are: views, forwards, point-groups, word-index, \
             search-index, and the names of parameters",
        ),
        ("-- @param top", "-- needs: views, top\n-- @param top", ""),
    ] {
        let text = GOOD.replace(from, to);
        assert_ne!(text, GOOD, "{from}");
        let found = problems("colours", &text);
        match expected {
            "" => assert_eq!(found.len(), 1, "{found:?}"),
            _ => assert!(found.iter().any(|problem| problem.starts_with(expected)), "{to}: {found:#?}"),
        }
    }
}

#[test]
fn the_order_of_the_columns_counts() {
    let found = problems(
        "colours",
        &GOOD.replace("'red' AS colour, count(*) AS posts", "count(*) AS posts, 'red' AS colour"),
    );
    assert!(
        found[0].ends_with("the @column lines stand in another order than the columns: posts, colour"),
        "{found:?}"
    );
}

#[test]
fn a_name_has_only_plain_letters() {
    for (name, is_plain) in
        [("my-report-2", true), ("My-report", false), ("my_report", false), ("мой", false), ("", false)]
    {
        let found =
            problems(name, GOOD).iter().any(|problem| problem.contains("is not made of a-z, 0-9 and -"));
        assert_eq!(found, !is_plain, "{name}");
    }
}

#[test]
fn a_query_that_does_not_end_is_found() {
    let text = "-- T\n-- @column n int\nWITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT n FROM n";
    let found = problems("endless", text);
    assert_eq!(
        found,
        [
            "error: endless.sql: with its defaults it does not end in time: stopped after 100000 steps of SQLite"
        ]
    );
}

#[test]
fn a_query_that_does_not_end_is_told_with_what_helps() {
    let text = "-- T\n-- @column n int\nWITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT n FROM n";
    let query = Query::parse("endless", "endless.sql", text);
    let budget = Budget { steps: None, time: Some(std::time::Duration::from_millis(1)) };
    let found = check(&query, &mut test_store::runner(), budget);
    let message = "with its defaults it does not end in time: stopped after 0.001 s, the limit of --timeout; \
        give it more time, e.g. --timeout 0.01, or let it read less";
    assert_eq!(found.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>(), [message]);
}

#[test]
fn a_value_of_another_type_than_its_column_is_found() {
    let text = "-- T\n-- @column n int : it\n-- @column p percent : it\n-- @column d date : it\n-- @column f float : it\n\
        -- @column t text : it\nSELECT column1 AS n, column2 AS p, column3 AS d, column4 AS f, column5 AS t\n\
        FROM (VALUES (1, 2, '2024-01', 1, 'a'), (NULL, NULL, NULL, NULL, NULL), (2.0, 0.5, '2024', 2.5, 7),\n\
        ('x', 'y', 'z', 'w', 8), (1.5, 'v', 20240101, 1, 9))";
    assert_eq!(
        problems("typed", text),
        [
            "error: typed.sql:2: row 4: 'x' is no whole number, as @column says: int",
            "error: typed.sql:3: row 4: 'y' is no number, as @column says: percent",
            "error: typed.sql:4: row 4: 'z' is no day or instant as in ISO 8601, as @column says: date",
            "error: typed.sql:5: row 4: 'w' is no number, as @column says: float",
        ]
    );
}

#[test]
fn a_query_that_needs_a_value_is_not_run() {
    let found =
        problems("find", "-- T\n-- @param word text : the word\n-- @column word text\nSELECT :word AS word");
    assert_eq!(found, ["note: find.sql:2: not run: 'word' needs a value"]);
}

#[test]
fn derived_tables_are_no_full_scans() {
    let text = "-- T\n-- @column n int\nWITH a(n) AS MATERIALIZED (SELECT 1 UNION SELECT 2), b AS (SELECT n FROM a)\n\
        SELECT b.n AS n FROM b JOIN a USING (n) JOIN json_each('[1]') JOIN hashtags AS h ON h.hashtag_id = b.n";
    assert_eq!(problems("derived", text), [""; 0]);
    let text = "-- T\n-- @column n int\nWITH a(n) AS MATERIALIZED (SELECT count(*) FROM posts AS p JOIN channels AS c),\n\
        b AS MATERIALIZED (SELECT text FROM posts AS p)\n\
        SELECT s.n AS n FROM a AS s JOIN b AS s2 JOIN (SELECT 1 UNION SELECT 2) AS s3";
    assert_eq!(
        problems("called", text),
        ["note: called.sql: full scan: channels (6 rows), posts (1,211 rows)"]
    );
}

#[test]
fn a_default_that_null_does_not_mean_is_found() {
    let text = "-- T\n-- @param top int = 20 : so many\n-- @param word text = x : the word\n-- @column post_id int\n\
        SELECT p.post_id AS post_id FROM posts AS p WHERE p.text = coalesce(:word, 'x') ORDER BY p.post_id \
        LIMIT coalesce(:top, 20)";
    let errors = |text: &str| -> Vec<String> {
        problems("lie", text).into_iter().filter(|problem| !problem.starts_with("note: ")).collect()
    };
    assert_eq!(errors(text), [""; 0]);
    assert_eq!(
        errors(&text.replace("(:top, 20)", "(:top, 10)")),
        [
            "error: lie.sql:2: when :top is NULL, there are other rows than with its default 20; NULL must mean the \
             default, as in coalesce(:top, …)"
        ]
    );
    let two = text.replace("(:top, 20)", "(:top, 10)").replace("(:word, 'x')", "(:word, 'a')");
    // With one post there is no other row for :top to keep, so it comes to light when :word is mended.
    let found = errors(&two);
    assert!(found.len() == 1 && found[0].starts_with("error: lie.sql:3: when :word is NULL"), "{found:?}");
    // A filter that NULL switches off where the default would not.
    let switched = text.replace("p.text = coalesce(:word, 'x')", "(:word IS NULL OR p.text = :word)");
    assert!(
        errors(&switched)[0].starts_with("error: lie.sql:3: when :word is NULL"),
        "{:?}",
        errors(&switched)
    );
    // Only both together give other rows.
    let joint = text.replace("coalesce(:top, 20)", "iif(:top = 20 AND :word = 'x', 3, 4)");
    assert!(errors(&joint)[0].starts_with("error: lie.sql: with all its defaults"), "{:?}", errors(&joint));
    let lots = text.replace("ORDER BY p.post_id", "ORDER BY random()");
    assert!(
        errors(&lots)[0].starts_with("warning: lie.sql: it gives other rows each time"),
        "{:?}",
        errors(&lots)
    );
    // The kind of a number does not make other rows.
    let kind =
        "-- T\n-- @param share float = 1 : part\n-- @column share float\nSELECT coalesce(:share, 1) AS share";
    assert_eq!(errors(kind), [""; 0]);
}

#[test]
fn a_default_that_the_store_does_not_have_is_not_compared() {
    let text = "-- T\n-- @param channel channel = @nobody : which\n-- @column posts int\n\
        SELECT count(*) AS posts FROM channels AS c WHERE c.channel_id = coalesce(:channel, 1)";
    let found = problems("whose", text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with(
            "note: whose.sql: the defaults are not compared with NULL: --channel '@nobody' is not in"
        ),
        "{found:?}"
    );
}

#[test]
fn the_select_of_suggested_values_is_checked() {
    for (select, expected) in [
        ("SELECT DISTINCT platform FROM channels", ""),
        (
            "SELECT DISTINCT plattform FROM channels",
            "error: s.sql:2: the values of 'kind': no such column: plattform",
        ),
        ("SELECT 1, 2", "error: s.sql:2: the values of 'kind': it gives 2 columns; it must give one"),
        ("DELETE FROM channels RETURNING name", "error: s.sql:2: the values of 'kind': not authorized"),
    ] {
        for kind in [format!("values({select})"), format!("enum(a|b|{select})")] {
            // What does not begin with SELECT is a word.
            if !kind.contains("SELECT") && kind.starts_with("enum") {
                continue;
            }
            let text = format!(
                "-- T\n-- @param kind {kind}* : which\n-- @column n int\nSELECT 1 AS n WHERE :kind IS NULL"
            );
            let found = problems("s", &text);
            match expected {
                "" => assert_eq!(found, [""; 0]),
                _ => assert!(found.iter().any(|problem| problem.starts_with(expected)), "{kind}: {found:?}"),
            }
        }
    }
}

#[test]
fn a_list_keeps_the_flag_of_its_file() {
    for order in
        ["-- @param tag text*\n-- @param tag_file text?", "-- @param tag_file text?\n-- @param tag text*"]
    {
        let text = format!("-- T\n{order}\n-- @column n int\nSELECT 1 AS n WHERE :tag IS :tag_file");
        let found = problems("f", &text);
        assert!(
            found.iter().any(|it| it
                == "error: f.sql:3: --tag-file is a flag of the list 'tag'; give 'tag_file' another name"),
            "{found:?}"
        );
    }
    let text = "-- T\n-- @param tag text?\n-- @param tag_file text?\n-- @column n int\nSELECT 1 AS n WHERE :tag IS :tag_file";
    assert_eq!(problems("f", text), [""; 0]);
}
