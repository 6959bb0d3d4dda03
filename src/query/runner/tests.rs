use std::time::Duration;

use rusqlite::Connection;

use super::{Budget, Runner};
use crate::query::bind::Bound;
use crate::query::rows::{ColumnType, Value};
use crate::query::{Query, test_store};
use crate::{Error, ErrorKind, Result};

const NO_LIMIT: Budget = Budget { time: None, steps: None };
const ENDLESS: &str =
    "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT count(*) FROM n";

fn sql(sql: &str) -> Result<Vec<Vec<Value>>> {
    let mut all = Vec::new();
    test_store::runner().run_sql(sql, NO_LIMIT, |rows| {
        while let Some(row) = rows.next_row()? {
            all.push(row.to_vec());
        }
        Ok(())
    })?;
    Ok(all)
}

fn query(text: &str) -> Query {
    Query::parse("my-report", "my-report.sql", text)
}

fn error_of(text: &str) -> Error {
    test_store::runner().run(&query(text), &Bound::default(), NO_LIMIT, |rows| rows.count_rest()).unwrap_err()
}

#[test]
fn rows_keep_the_types_of_sql() {
    let rows =
        sql("SELECT 1, 1.0, '1', NULL, x'00ff' UNION ALL SELECT 'a', 'long text', 'b', 2, x'' ;-- end")
            .unwrap();
    let text = |text: &str| Value::Text(text.to_owned());
    assert_eq!(
        rows,
        [
            vec![Value::Integer(1), Value::Real(1.0), text("1"), Value::Null, Value::Blob(vec![0, 255])],
            vec![text("a"), text("long text"), text("b"), Value::Integer(2), Value::Blob(vec![])],
        ]
    );
}

#[test]
fn a_text_that_is_no_utf8_is_shown_with_marks() {
    assert_eq!(sql("SELECT CAST(x'61ff62' AS TEXT)").unwrap(), [[Value::Text("a\u{fffd}b".to_owned())]]);
}

#[test]
fn columns_have_the_type_of_their_line() {
    let query = query("-- T\n-- @column share percent\nSELECT 1 AS share, 2 AS other");
    let columns = test_store::runner()
        .run(&query, &Bound::default(), NO_LIMIT, |rows| {
            Ok(rows.columns().iter().map(|column| (column.name.clone(), column.kind)).collect::<Vec<_>>())
        })
        .unwrap();
    let expected = [("share".to_owned(), ColumnType::Percent), ("other".to_owned(), ColumnType::Unknown)];
    assert_eq!(columns, expected);
}

#[test]
fn values_are_bound_and_never_pasted() {
    let query = query(
        "-- T\n-- @param word text?\n-- @param top int?\nSELECT :word, typeof(:word), :top, typeof(:top), ':word'",
    );
    let evil = "x'); DROP TABLE posts; --";
    let bound = Bound {
        values: vec![
            ("word".to_owned(), Value::Text(evil.to_owned())),
            ("top".to_owned(), Value::Integer(3)),
        ],
        ..Bound::default()
    };
    let mut runner = test_store::runner();
    let row = runner
        .run(&query, &bound, NO_LIMIT, |rows| Ok(rows.next_row()?.map(<[Value]>::to_vec)))
        .unwrap()
        .unwrap();
    let text = |text: &str| Value::Text(text.to_owned());
    assert_eq!(row, [text(evil), text("text"), Value::Integer(3), text("integer"), text(":word")]);
}

#[test]
fn a_statement_that_does_more_than_read_is_refused_and_named() {
    for (statement, what) in [
        ("DELETE FROM posts", "DELETE"),
        ("delete from posts where 0", "DELETE"),
        ("WITH x AS (SELECT 1) DELETE FROM posts", "DELETE"),
        ("INSERT INTO hashtags VALUES (9, 'x')", "INSERT"),
        ("REPLACE INTO hashtags VALUES (1, 'x')", "REPLACE"),
        ("UPDATE posts SET text = '' RETURNING 1", "UPDATE"),
        ("CREATE TABLE t (a)", "CREATE"),
        ("CREATE TEMP TABLE t AS SELECT 1", "CREATE"),
        ("CREATE TEMP VIEW t AS SELECT 1", "CREATE"),
        ("CREATE VIRTUAL TABLE t USING fts5(a)", "CREATE"),
        ("CREATE TRIGGER t AFTER INSERT ON posts BEGIN SELECT 1; END", "CREATE"),
        ("DROP TABLE posts", "DROP"),
        ("ALTER TABLE posts ADD COLUMN x", "ALTER"),
        ("REINDEX", "REINDEX"),
        ("ANALYZE", "ANALYZE"),
        ("VACUUM", "VACUUM"),
        ("VACUUM INTO '/tmp/copy.db'", "VACUUM"),
        ("ATTACH '/tmp/other.db' AS other", "ATTACH"),
        ("ATTACH ':memory:' AS other", "ATTACH"),
        ("DETACH main", "DETACH"),
        ("BEGIN", "BEGIN"),
        ("BEGIN IMMEDIATE", "BEGIN"),
        ("COMMIT", "COMMIT"),
        ("ROLLBACK", "ROLLBACK"),
        ("SAVEPOINT a", "SAVEPOINT"),
        ("PRAGMA writable_schema = 1", "PRAGMA writable_schema"),
        ("PRAGMA query_only = 0", "PRAGMA query_only"),
        ("PRAGMA journal_mode = wal", "PRAGMA journal_mode"),
        ("PRAGMA journal_mode", "PRAGMA journal_mode"),
        ("PRAGMA user_version = 99", "PRAGMA user_version"),
        ("PRAGMA temp_store_directory = '/tmp'", "PRAGMA temp_store_directory"),
        ("PRAGMA wal_checkpoint", "PRAGMA wal_checkpoint"),
        ("PRAGMA optimize", "PRAGMA optimize"),
        ("SELECT load_extension('/tmp/x.so')", "load_extension()"),
        ("SELECT fts3_tokenizer('simple')", "fts3_tokenizer()"),
        ("EXPLAIN DELETE FROM posts", "DELETE"),
    ] {
        let error = sql(statement).unwrap_err();
        let message = error.to_string();
        assert!(message.starts_with(what) && message.contains("may only read"), "{statement}: {message}");
        assert_eq!(error.kind(), ErrorKind::Query, "{statement}");
    }
}

#[test]
fn functions_that_reach_for_files_are_unknown_or_refused() {
    for statement in [
        "SELECT readfile('/etc/passwd')",
        "SELECT writefile('/tmp/x', 'y')",
        "SELECT edit('x')",
        "SELECT * FROM fsdir('/')",
    ] {
        let message = sql(statement).unwrap_err().to_string();
        assert!(message.contains("no such") || message.contains("not allowed"), "{statement}: {message}");
    }
}

#[test]
fn nothing_that_was_refused_left_a_trace_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1)").unwrap();
    let before = std::fs::read(&path).unwrap();
    // Even over a connection that could write.
    let mut runner = Runner::new(Connection::open(&path).unwrap()).unwrap();
    for statement in [
        "DELETE FROM t".to_owned(),
        format!("VACUUM INTO '{}'", folder.path().join("copy.db").display()),
        format!("ATTACH '{}' AS other", folder.path().join("other.db").display()),
        "PRAGMA journal_mode = wal".to_owned(),
    ] {
        assert!(runner.run_sql(&statement, NO_LIMIT, |rows| rows.count_rest()).is_err(), "{statement}");
    }
    drop(runner);
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn statements_that_only_describe_are_allowed() {
    for statement in [
        "PRAGMA table_info(posts)",
        "PRAGMA user_version",
        "SELECT name FROM pragma_table_info('posts')",
        "SELECT name FROM sqlite_schema",
        "EXPLAIN QUERY PLAN SELECT * FROM posts",
        "VALUES (1)",
        "SELECT value FROM json_each('[1]')",
        "WITH a AS MATERIALIZED (SELECT 1) SELECT * FROM a",
    ] {
        assert!(!sql(statement).unwrap().is_empty(), "{statement}");
    }
}

#[test]
fn full_text_search_reads_through_the_guard() {
    let connection = test_store::connection();
    connection
        .execute_batch(
            "CREATE VIRTUAL TABLE found USING fts5(text); INSERT INTO found VALUES ('peace now'), ('war')",
        )
        .unwrap();
    let mut runner = Runner::new(connection).unwrap();
    let rows = runner
        .run_sql(
            "SELECT snippet(found, 0, '[', ']', '', 5) FROM found('peace') ORDER BY rank",
            NO_LIMIT,
            |rows| Ok(rows.next_row()?.map(<[Value]>::to_vec)),
        )
        .unwrap();
    assert_eq!(rows, Some(vec![Value::Text("[peace] now".to_owned())]));
}

#[test]
fn two_statements_are_refused_with_the_line_of_the_second() {
    for (statement, message) in [
        ("SELECT 1; SELECT 2", "line 1: a second statement begins here (SELECT); a query is one statement"),
        (
            "SELECT 1;\n-- nothing more\n/* really */ DELETE FROM posts",
            "line 3: a second statement begins here (DELETE); a query is one statement",
        ),
        (
            "SELECT 1;;;\n;DROP TABLE posts",
            "line 2: a second statement begins here (DROP); a query is one statement",
        ),
        ("SELECT 1; nonsense", "line 1: a second statement begins here (NONSENSE); a query is one statement"),
    ] {
        assert_eq!(sql(statement).unwrap_err().to_string(), message);
    }
    let first = sql("SELECT nonesuch; SELECT 2").unwrap_err().to_string();
    assert!(first.starts_with("line 1: no such column: nonesuch"), "{first}");
    assert!(sql(";SELECT ';' ; -- ; SELECT 2\n/* ; */ ;").is_ok());
}

#[test]
fn a_text_without_a_statement_is_refused() {
    for text in ["", " ;; ", "-- only a comment", "/* open"] {
        assert_eq!(sql(text).unwrap_err().to_string(), "there is no statement; write a SELECT", "{text:?}");
    }
    let error = error_of("-- Title\n-- @column a int\n").to_string();
    assert_eq!(error, "my-report.sql: there is no statement; write a SELECT");
}

#[test]
fn what_follows_a_nul_character_is_not_hidden() {
    let message = sql("SELECT 1\0; DELETE FROM posts").unwrap_err().to_string();
    assert_eq!(message, "line 1: there is a NUL character; a query is plain text");
}

#[test]
fn the_messages_of_a_file_name_file_and_line() {
    let header = "-- T\n-- @param channel channel*\n-- @param since date?\n";
    for (text, message) in [
        (
            format!("{header}-- :chanel in a comment\nSELECT ':chanel',\n  :since, :channel, :chanel"),
            "my-report.sql:6: :chanel is used but not declared; declared: channel, since",
        ),
        ("-- T\nSELECT :x".to_owned(), "my-report.sql:2: :x is used but not declared; declared: nothing"),
        (
            format!("{header}SELECT\n@since"),
            "my-report.sql:5: @since is no parameter of a named query; write :name and declare it with @param",
        ),
        (
            format!("{header}SELECT 1,\n ?2"),
            "my-report.sql:5: ?2 is no parameter of a named query; write :name and declare it with @param",
        ),
        (
            "-- 1\n-- 2\n-- 3\n-- 4\n-- 5\n-- 6\n-- 7\n-- 8\nDELETE FROM posts".to_owned(),
            "my-report.sql: DELETE at line 9 writes; a query may only read",
        ),
        (
            "-- T\nPRAGMA user_version".to_owned(),
            "my-report.sql:2: PRAGMA is no query; a named query is one SELECT",
        ),
        (
            "-- T\nEXPLAIN SELECT 1".to_owned(),
            "my-report.sql:2: EXPLAIN is no query; a named query is one SELECT",
        ),
        (
            "-- T\nSELECT count(*),\n  nonesuch\nFROM posts".to_owned(),
            "my-report.sql:3: no such column: nonesuch\n      nonesuch\n      ^",
        ),
        ("-- T\n-- @param x txt\nSELECT :x".to_owned(), "my-report.sql:2: 'txt' is no type; types: text"),
    ] {
        let error = error_of(&text).to_string();
        assert!(error.starts_with(message), "{error}");
    }
}

#[test]
fn a_name_in_double_quotes_is_never_a_text() {
    let error = error_of("-- T\nSELECT * FROM hashtags WHERE tag = \"harvest\"").to_string();
    assert!(error.starts_with("my-report.sql:2: no such column: \"harvest\""), "{error}");
}

#[test]
fn a_parameter_of_a_bare_statement_has_no_value() {
    let error = sql("SELECT 1,\n :x").unwrap_err();
    assert_eq!(error.to_string(), "line 2: :x has no value");
    assert_eq!(error.hints().len(), 1);
    assert_eq!(sql("SELECT ':x'").unwrap().len(), 1);
}

#[test]
fn rows_beyond_a_limit_are_counted_without_being_made() {
    // Each row takes SQLite thousands of steps to make, and none to count.
    let text =
        "SELECT p.post_id, (WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 2000)
            SELECT sum(n.n * p.post_id) FROM n) AS slow
        FROM posts AS p ORDER BY p.post_id";
    let rest_of = |text: &str, given: usize, steps: Option<u64>| {
        test_store::runner().run_sql(text, Budget { steps, time: None }, |rows| {
            for _ in 0..given {
                rows.next_row()?;
            }
            rows.count_rest()
        })
    };
    // To make all 1,211 rows takes about 20,000,000 steps.
    let few = Some(5_000_000);
    assert_eq!(rest_of(text, 3, few).unwrap(), 1_208);
    assert_eq!(rest_of(&format!("{text} LIMIT -1"), 3, few).unwrap(), 1_208);
    assert_eq!(rest_of(&format!("{text} LIMIT 1000; -- so many"), 3, few).unwrap(), 997);
    // What cannot be counted so is made row by row, and what stands for other rows each time as well.
    assert_eq!(rest_of(&format!("{text} LIMIT 1000 OFFSET 300"), 3, None).unwrap(), 908);
    assert!(rest_of(&format!("{text} LIMIT 1000 OFFSET 300"), 3, few).is_err());
    assert!(rest_of(&text.replace("sum(n.n", "sum(random() % 2 + n.n"), 3, few).is_err());
}

#[test]
fn an_endless_query_stops_at_its_limit() {
    let steps = Budget { steps: Some(50_000), time: None };
    let error = test_store::runner().run_sql(ENDLESS, steps, |rows| rows.count_rest()).unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::Interrupted, "stopped after 50000 steps of SQLite")
    );

    let time = Budget { time: Some(Duration::from_millis(5)), steps: None };
    let mut runner = test_store::runner();
    let error = runner.run_sql(ENDLESS, time, |rows| rows.count_rest()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert_eq!(error.to_string(), "stopped after 0.005 s, the limit of --timeout");
    assert!(error.hints()[0].contains("--timeout"), "{error:?}");
    let again = runner.run_sql("SELECT 1", NO_LIMIT, |rows| rows.count_rest()).unwrap();
    assert_eq!(again, 1, "the runner goes on");
}

#[test]
fn an_interrupt_stops_what_runs() {
    let mut runner = test_store::runner();
    let interrupt = runner.interrupt();
    std::thread::spawn(move || interrupt.stop()).join().unwrap();
    let error = runner.run_sql(ENDLESS, NO_LIMIT, |rows| rows.count_rest()).unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::Interrupted, "stopped by an interrupt")
    );
}

#[test]
fn what_the_taker_of_the_rows_fails_with_is_what_comes_out() {
    let error = test_store::runner()
        .run_sql("SELECT 1", NO_LIMIT, |_| Err::<(), _>(Error::new(ErrorKind::Io, "the disk is full")))
        .unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Io, "the disk is full"));
}

#[test]
fn a_limit_that_limits_nothing_gives_the_rows_of_none() {
    let query = query(
        "-- T\n-- @param top int? : 0 keeps all\nSELECT t.tag AS tag FROM hashtags AS t ORDER BY t.tag DESC\nLIMIT coalesce(nullif(:top, 0), -1) -- all",
    );
    let tags = |top: Value| {
        let bound = Bound { values: vec![("top".to_owned(), top)], ..Bound::default() };
        test_store::runner()
            .run(&query, &bound, NO_LIMIT, |rows| {
                let mut tags = Vec::new();
                while let Some(row) = rows.next_row()? {
                    tags.extend(row.to_vec());
                }
                Ok(tags)
            })
            .unwrap()
    };
    let all = ["мир", "harvests2024", "harvest"].map(|tag| Value::Text(tag.to_owned()));
    assert_eq!(tags(Value::Null), all);
    assert_eq!(tags(Value::Integer(0)), all);
    assert_eq!(tags(Value::Integer(-7)), all);
    assert_eq!(tags(Value::Integer(2)), all[..2]);
}

#[test]
fn what_is_wrong_beside_a_limit_that_limits_nothing_is_told_of_the_whole_query() {
    let head = "-- T\n-- @param top int? : 0 keeps all\n";
    for (sql, told) in [
        ("SELECT 1\nLIMIT -1; SELECT 2", "a second statement begins here"),
        ("SELECT nothing FROM posts\nLIMIT -1", "nothing"),
        ("SELECT 1\nLIMIT coalesce(:most, -1)", ":most is used but not declared; declared: top"),
        ("SELECT :most\nLIMIT -1", ":most is used but not declared; declared: top"),
        ("WITH n AS (SELECT 1) DELETE FROM posts\nWHERE post_id IN n LIMIT -1", "a query may only read"),
    ] {
        let error = error_of(&format!("{head}{sql}"));
        assert_eq!(error.kind(), ErrorKind::Query, "{sql}");
        assert!(error.to_string().contains(told), "{sql}: {error}");
    }
}
