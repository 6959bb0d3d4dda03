//! `chancery queries publish`: named queries as views of the store.

use std::fs;
use std::process::Command;

use rusqlite::Connection;
use serde_json::json;

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};
use crate::three_posts::{three_posts, write};

/// What Debian's `sqlite3` gives for one statement, as CSV with a header; `None` where there is no such program.
fn in_sqlite3(environment: &Environment, sql: &str) -> Option<String> {
    let output = Command::new("sqlite3")
        .args(["-csv", "-header", "chancery.db", sql])
        .current_dir(environment.folder())
        .output()
        .ok()?;
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n"))
}

fn sql(environment: &Environment, statement: &str) -> String {
    environment.run(&["sql", statement, "-f", "csv"]).success()
}

fn definition(environment: &Environment, view: &str) -> Option<String> {
    let store = Connection::open(environment.path("chancery.db")).unwrap();
    let sql = "SELECT sql FROM sqlite_schema WHERE name = ?1";
    store.query_row(sql, [view], |row| row.get(0)).ok()
}

#[test]
fn a_report_gives_the_rows_of_run_in_every_tool() {
    let environment = three_posts();
    let outcome = environment.run(&["queries", "publish", "days"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, "report_days\n"), "{outcome}");
    assert_eq!(
        outcome.stderr,
        "1 report published\nread one: sqlite3 'chancery.db' 'SELECT * FROM report_days'\n"
    );
    let rows = "day,posts\r\n2024-03-01,1\r\n2024-04-01,1\r\n2024-04-02,1\r\n";
    assert_eq!(sql(&environment, "SELECT * FROM report_days"), rows);
    if let Some(there) = in_sqlite3(&environment, "SELECT * FROM report_days") {
        assert_eq!(there, rows.replace("\r\n", "\n"));
    }
    // The store is one file again, with the journal of a store at rest.
    assert_eq!(environment.files(), ["chancery.db", "queries"]);
    let bytes = fs::read(environment.path("chancery.db")).unwrap();
    assert_eq!(bytes[18..20], [1, 1], "no WAL");
}

#[test]
fn values_are_written_where_the_statement_has_them() {
    let environment = three_posts();
    write(
        &environment,
        "queries/odd.sql",
        "-- Odd :top\n-- @param top int = 1 : so many\n-- @param word text? : a word\n-- @column n int\n-- @column text text\n\
         SELECT 10-:top AS n, ':top' AS text /* :word */ WHERE :word IS NULL OR :word = 'it''s; -- :top'\n; -- :word",
    );
    let outcome = environment.run(&["queries", "publish", "odd", "--top", "-3", "--word", "it's; -- :top"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert_eq!(sql(&environment, "SELECT * FROM report_odd"), "n,text\r\n13,:top\r\n");
    assert_eq!(
        definition(&environment, "report_odd").unwrap(),
        "CREATE VIEW report_odd AS -- Odd :top\n-- published by chancery from odd: top = (-3), word = 'it''s; -- :top'\n\
         -- @param top int = 1 : so many\n-- @param word text? : a word\n-- @column n int\n-- @column text text\n\
         SELECT 10-(-3) AS n, ':top' AS text /* :word */ WHERE 'it''s; -- :top' IS NULL OR 'it''s; -- :top' = \
         'it''s; -- :top'\n -- :word"
    );
    // A value with a line break cannot leave the comment that tells of it.
    let evil = "x'\n; DROP TABLE posts; --";
    assert_eq!(environment.run(&["queries", "publish", "odd", "--word", evil]).code, 0);
    assert_eq!(sql(&environment, "SELECT count(*) AS n FROM posts"), "n\r\n3\r\n");
    assert_eq!(sql(&environment, "SELECT count(*) AS n FROM report_odd"), "n\r\n0\r\n");
}

#[test]
fn missing_metrics_are_told_of_each_report() {
    let environment = three_posts();
    // No post of the store has views or forwards.
    let outcome = environment.run(&["queries", "publish", "top-posts", "days", "reach-over-time"]);
    let why = "views are missing for all posts in this range (Telegram Desktop exports have none)";
    assert!(
        outcome.stderr.starts_with(&format!(
            "warning: top-posts: {why}\nwarning: reach-over-time: {why}\n3 reports published\n"
        )),
        "{outcome}"
    );
}

#[test]
fn given_values_days_and_lists_hold_and_are_told() {
    let environment = three_posts();
    let flags = ["--since", "2024-04", "--channel", "@blue_news", "--order", "new", "--top", "7"];
    let outcome = environment.run(&[&["queries", "publish", "days"][..], &flags].concat());
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stderr.starts_with("note: since 2024-04-01\n"), "{outcome}");
    assert!(outcome.stderr.contains("goes when that channel is forgotten or joined"), "{outcome}");
    assert_eq!(sql(&environment, "SELECT * FROM report_days"), "day,posts\r\n2024-04-01,1\r\n");
    let listed = environment.run(&["queries", "publish", "--list", "-f", "json"]).json();
    assert_eq!(
        listed,
        serde_json::json!([{
            "view": "report_days", "title": "Posts per day",
            "values": "since = '2024-04-01', channel = '[1]', order = 'new', top = 7", "state": "ok",
        }])
    );
    // What was typed, such as a channel's name, is not kept.
    assert!(!definition(&environment, "report_days").unwrap().contains("blue_news"));
    // Anew, without values.
    let outcome = environment.run(&["queries", "publish", "days"]);
    assert!(outcome.stderr.starts_with("1 report published, 1 of them anew\n"), "{outcome}");
    assert_eq!(sql(&environment, "SELECT count(*) AS n FROM report_days"), "n\r\n3\r\n");
}

#[test]
fn all_that_need_no_value_are_published_and_equal_run() {
    let environment = three_posts();
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    assert_eq!(environment.run(&["load", samples]).code, 0);
    write(
        &environment,
        "queries/needy.sql",
        "-- T\n-- @param word text : what\n-- @column w text\nSELECT :word AS w",
    );
    write(&environment, "queries/lost.sql", "-- T\n-- @column w text\nSELECT w FROM no_such_table");
    assert_eq!(environment.run(&["group"]).code, 0, "`run` would make the groups that some reports need");
    let outcome = environment.run(&["queries", "publish"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(
        outcome
            .stderr
            .contains("note: not published, because they need a value: keyword-in-context, needy\n"),
        "{outcome}"
    );
    assert!(
        outcome.stderr.contains("warning: lost is not published: queries/lost.sql:3: no such table"),
        "{outcome}"
    );
    let listed = environment.run(&["queries", "list", "-f", "json"]).json();
    let mut published = 0;
    for row in listed.as_array().unwrap() {
        let name = row["name"].as_str().unwrap();
        if matches!(name, "needy" | "lost" | "keyword-in-context") {
            continue;
        }
        let view = format!("report_{}", name.replace('-', "_"));
        assert!(outcome.stdout.lines().any(|line| line == view), "{view}");
        let of_view = environment.run(&["sql", &format!("SELECT * FROM {view}"), "-f", "csv"]).stdout;
        assert_eq!(of_view, environment.run(&["run", name, "-f", "csv"]).stdout, "{name}");
        published += 1;
    }
    assert_eq!(outcome.stdout.lines().count(), published);
    // What stands in the store is sound, described, and again left as it is by a load.
    let checked = environment.run(&["check"]);
    assert!(checked.stdout.contains("published reports        ok\n"), "{checked}");
    let described = environment.run(&["schema", "report_days"]).success();
    assert_eq!(
        described,
        "report_days (published report): Posts per day\n  day    TEXT  the day\n  posts        posts of the day\n"
    );
    let before = fs::read(environment.path("chancery.db")).unwrap();
    assert_eq!(environment.run(&["load", samples]).code, 0);
    assert!(
        before == fs::read(environment.path("chancery.db")).unwrap(),
        "loading the same changes not one byte"
    );
    write(&environment, "more.csv", "channel,id,date,text\n@harbour,1,2024-04-03,ships\n");
    assert_eq!(environment.run(&["load", "more.csv"]).code, 0);
    let with_more = sql(&environment, "SELECT * FROM report_days");
    assert!(with_more.contains("\r\n2024-04-03,1\r\n"), "a view shows what was loaded since: {with_more}");
    assert_eq!(environment.run(&["forget", "@harbour"]).code, 0);
    assert!(!sql(&environment, "SELECT * FROM report_days").contains("2024-04-03"));
}

#[test]
fn what_chancery_did_not_publish_is_left_alone() {
    let environment = three_posts();
    let store = Connection::open(environment.path("chancery.db")).unwrap();
    store.execute_batch("CREATE VIEW report_days AS SELECT 1 AS mine; CREATE TABLE report_odd (x)").unwrap();
    drop(store);
    write(&environment, "queries/odd.sql", "-- T\n-- @column x int\nSELECT 1 AS x");
    for (words, kind) in [
        (&["queries", "publish", "days"][..], "report_days is a view"),
        (&["queries", "publish", "odd"], "report_odd is a table"),
        (&["queries", "publish", "odd", "days"], "report_odd is a table"),
    ] {
        let outcome = environment.run(words);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{words:?}");
        let told =
            format!("error: {kind} of the store that was not published by chancery; it was left untouched\n");
        assert!(outcome.stderr.starts_with(&told), "{outcome}");
    }
    let outcome = environment.run(&["queries", "publish", "--drop", "days"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert_eq!(sql(&environment, "SELECT * FROM report_days"), "mine\r\n1\r\n");
}

#[test]
fn several_are_published_all_or_none() {
    let environment = three_posts();
    // A column without a name of its own is called otherwise in a view.
    write(&environment, "queries/bare.sql", "-- T\n-- @param x int = 1 : it\nSELECT :x");
    let outcome = environment.run(&["queries", "publish", "days", "bare"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{outcome}");
    assert!(
        outcome
            .stderr
            .starts_with("error: as a view bare gives other rows than as a query; it was not published\n"),
        "{outcome}"
    );
    // An order by a value becomes an order by a column.
    write(
        &environment,
        "queries/order.sql",
        "-- T\n-- @param n int = 1 : it\n-- @column a int\n\
         SELECT a FROM (SELECT 2 AS a UNION ALL SELECT 1 UNION ALL SELECT 3) ORDER BY :n",
    );
    assert_eq!(environment.run(&["queries", "publish", "order", "--n", "1"]).code, 1);
    assert_eq!(
        sql(&environment, "SELECT count(*) AS n FROM sqlite_schema WHERE name LIKE 'report%'"),
        "n\r\n0\r\n"
    );
    write(&environment, "queries/writes.sql", "-- T\nDELETE FROM posts");
    assert_eq!(environment.run(&["queries", "publish", "writes"]).code, 1);
    assert_eq!(sql(&environment, "SELECT count(*) AS n FROM posts"), "n\r\n3\r\n");
}

#[test]
fn a_report_is_removed() {
    let environment = three_posts();
    assert_eq!(environment.run(&["queries", "publish", "days", "overview"]).code, 0);
    let outcome = environment.run(&["queries", "publish", "--drop", "days"]);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()),
        (0, "report_days\n", "1 report removed\n")
    );
    let before = fs::read(environment.path("chancery.db")).unwrap();
    let outcome = environment.run(&["queries", "publish", "--drop", "days"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (2, "error: no report is published of 'days'\n  published: overview\n")
    );
    assert!(before == fs::read(environment.path("chancery.db")).unwrap());
    assert_eq!(environment.run(&["queries", "publish", "--drop", "report_overview"]).code, 0);
    assert_eq!(
        environment.run(&["queries", "publish", "--list", "-f", "csv"]).success(),
        "view,title,values,state\r\n"
    );
}

#[test]
fn a_wrong_call_is_told() {
    let environment = three_posts();
    for (words, message) in [
        (&["queries", "publish", "dayz"][..], "no query named 'dayz'"),
        (&["queries", "publish", "--since", "2024"], "--since is no option of publish"),
        (
            &["queries", "publish", "days", "overview", "--top", "3"],
            "the flags of a query go with it alone; 'overview'",
        ),
        (&["queries", "publish", "days", "--tops", "3"], "--tops is no flag of days"),
        (
            &["queries", "publish", "days", "--top", "many"],
            "--top 'many' is no whole number; write one from 0 on",
        ),
        (&["queries", "publish", "--list", "--drop", "days"], "--list and --drop stand alone"),
        (
            &["queries", "publish", "-f", "csv", "days"],
            "the following required arguments were not provided:\n  --list",
        ),
    ] {
        let outcome = environment.run(words);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{words:?}");
        assert!(outcome.stderr.starts_with(&format!("error: {message}")), "{words:?} {outcome}");
    }
    assert_eq!(Environment::new().run(&["queries", "publish"]).code, 1);
}

#[test]
fn a_report_that_lost_its_column_is_told_and_can_be_removed() {
    let environment = three_posts();
    assert_eq!(environment.run(&["queries", "publish", "days"]).code, 0);
    // As a later version of the schema might: the view stays and no longer compiles.
    let store = Connection::open(environment.path("chancery.db")).unwrap();
    store
        .execute_batch(
            "PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = replace(sql, 'posted_on AS day', 'no_more AS day') WHERE name = 'report_days';",
        )
        .unwrap();
    drop(store);
    let listed = environment.run(&["queries", "publish", "--list", "-f", "json"]).json();
    assert_eq!(listed[0]["state"], "broken: no such column: no_more");
    let checked = environment.run(&["check"]);
    assert_eq!(checked.code, 1);
    assert!(
        checked.stdout.contains("report_days gives no rows any more (no such column: no_more)"),
        "{checked}"
    );
    let described = environment.run(&["schema"]).success();
    assert!(described.contains("report_days (published report): Posts per day"), "{described}");
    assert_eq!(environment.run(&["queries", "publish", "days"]).code, 0);
    assert!(environment.run(&["check"]).stdout.contains("published reports        ok\n"));
}

#[test]
fn a_report_of_a_channel_goes_with_that_channel() {
    let environment = three_posts();
    assert_eq!(environment.run(&["queries", "publish", "days", "--channel", "@red"]).code, 0);
    assert_eq!(environment.run(&["queries", "publish", "overview"]).code, 0);
    let outcome = environment.run(&["forget", "@red"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (0, "report_days was a report of it and is removed, too\n"),
        "{outcome}"
    );
    // The next channel may get the number of the one that is gone.
    write(&environment, "more.csv", "channel,id,date,text\n@harbour,1,2024-04-03,ships\n");
    assert_eq!(environment.run(&["load", "more.csv"]).code, 0);
    let listed = environment.run(&["queries", "publish", "--list", "-f", "csv"]).success();
    assert!(listed.contains("report_overview") && !listed.contains("report_days"), "{listed}");
}

#[test]
fn a_report_about_a_hashtag_goes_with_the_last_post_that_carries_it() {
    let environment = three_posts();
    write(
        &environment,
        "more.csv",
        "channel,id,date,text\n@harbour,1,2024-04-03,\"ships #tides, said @keeper\"\n@harbour,2,2024-04-03,fog\n",
    );
    assert_eq!(environment.run(&["load", "more.csv"]).code, 0);
    for (query, flag, value) in [("top-hashtags", "--tag", "tides"), ("top-mentions", "--name", "@keeper")] {
        let outcome = environment.run(&["queries", "publish", query, flag, value]);
        assert_eq!(outcome.code, 0, "{outcome}");
    }
    let outcome = environment.run(&["forget", "--post", "@harbour/1"]);
    let told = "report_top_hashtags was a report of it and is removed, too\nreport_top_mentions was a report of it and \
                is removed, too\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, told), "{outcome}");
    let store = std::fs::read(environment.path("chancery.db")).unwrap();
    for word in ["tides", "keeper"] {
        assert!(!store.windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
    }
}

#[test]
fn a_report_of_a_channel_that_was_joined_is_of_both_or_of_none() {
    // The number of the one goes, that of the other stands for both.
    for (channel, stays) in [("@blue_news", false), ("@red", true)] {
        let environment = three_posts();
        assert_eq!(environment.run(&["queries", "publish", "days", "--channel", channel]).code, 0);
        let joined = environment.run(&["channels", "merge", "@red", "@blue_news"]);
        assert_eq!(joined.code, 0, "{joined}");
        let listed = environment.run(&["queries", "publish", "--list", "-f", "csv"]).success();
        assert_eq!(listed.contains("report_days"), stays, "{channel}: {listed}");
        if stays {
            let rows = environment.run(&["run", "days", "-f", "csv", "--channel", "@red"]).success();
            assert_eq!(sql(&environment, "SELECT * FROM report_days"), rows);
            assert!(rows.contains("2024-04-01"), "a day of the other channel: {rows}");
        }
    }
}

#[test]
fn a_report_of_a_talking_point_or_a_post_never_shows_another_one() {
    let environment = Environment::new();
    let sentence = "The harbour master has opened all seven gates of the port today.";
    let posts = [
        json!({"id": 1, "text": sentence}),
        json!({"id": 2, "text": "Today:\n• The port stays open\n• Ships wait at the crane"}),
    ];
    let lines: Vec<String> = posts.iter().map(ToString::to_string).collect();
    write(&environment, "gazette.jsonl", &lines.join("\n"));
    assert_eq!(environment.run(&["load", "gazette.jsonl", "--as", "jsonl"]).code, 0);
    let published = environment.run(&["queries", "publish", "point-spread", "--point", "1"]);
    assert!(published.stderr.contains("note: a report of a post or talking point goes when"), "{published}");
    assert_eq!(environment.run(&["queries", "publish", "reach-over-time", "--post", "2"]).code, 0);
    let text = "SELECT text FROM report_point_spread";
    assert_eq!(sql(&environment, text), "text\r\nThe port stays open\r\n");
    // The sentence of the first post becomes the first talking point.
    let again = environment.run(&["reindex", "--points", "sentences"]);
    let told = "report_point_spread was a report of a talking point, whose number is another one now, and is removed\n";
    assert_eq!((again.code, again.stderr.as_str()), (0, told), "{again}");
    let listed =
        |environment: &Environment| environment.run(&["queries", "publish", "--list", "-f", "csv"]).success();
    assert!(
        !listed(&environment).contains("point_spread") && listed(&environment).contains("reach_over_time")
    );
    assert_eq!(environment.run(&["queries", "publish", "point-spread", "--point", "2"]).code, 0);
    let outcome = environment.run(&["forget", "--post", "gazette/2"]);
    let told = "report_point_spread was a report of it and is removed, too\nreport_reach_over_time was a report of it and \
        is removed, too\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, told), "{outcome}");
}

#[test]
fn a_report_of_a_talking_point_goes_when_a_load_reads_its_post_otherwise() {
    let environment = Environment::new();
    let load = |name: &str, day: i64, points: [&str; 2]| {
        let text = format!("Today:\n• {}\n• {}", points[0], points[1]);
        let export = Export::new(5, "Gazette").post(1, NEW_YEAR, &text).edited(NEW_YEAR + day * DAY);
        export.write(environment.folder(), name);
        let loaded = environment.run(&["load", name]);
        assert_eq!(loaded.code, 0, "{loaded}");
        loaded.stderr
    };
    load("first.json", 1, ["Ports stay open", "Ships wait"]);
    assert_eq!(environment.run(&["queries", "publish", "point-spread", "--point", "2"]).code, 0);
    assert!(!load("second.json", 2, ["Ports are open", "Ships wait"]).contains("report_"));
    let view = "SELECT count(*) AS n FROM sqlite_schema WHERE name = 'report_point_spread'";
    assert_eq!(sql(&environment, view), "n\r\n1\r\n");
    // The number 2 is that of the gulls.
    let told = load("third.json", 3, ["Ports are open", "Gulls are counted"]);
    assert!(
        told.contains("report_point_spread is removed: the talking point that it was a report of is no more"),
        "{told}"
    );
    assert_eq!(sql(&environment, view), "n\r\n0\r\n");
}

#[test]
fn a_query_that_is_named_twice_is_published_once() {
    let environment = three_posts();
    let outcome =
        environment.run(&["queries", "publish", "days", "overview", "days", "queries/time/days.sql"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, "report_days\nreport_overview\n"), "{outcome}");
    assert!(outcome.stderr.starts_with("2 reports published\n"), "{outcome}");
}

#[test]
fn two_queries_of_one_name_do_not_take_each_others_place_unseen() {
    let environment = three_posts();
    write(&environment, "a/totals.sql", "-- Posts\n-- @column n int\nSELECT count(*) AS n FROM posts");
    write(
        &environment,
        "b/totals.sql",
        "-- Channels\n-- @param top int? : so many\n-- @column n int\nSELECT count(*) AS n FROM channels LIMIT coalesce(:top, 9)",
    );
    let refused = environment.run(&["queries", "publish", "a/totals.sql", "b/totals.sql"]);
    assert_eq!(
        (refused.code, refused.stdout.as_str(), refused.stderr.as_str()),
        (
            2,
            "",
            "error: 'a/totals.sql' and 'b/totals.sql' are two queries with one name, and of one name there is one report\n  \
             give one of the files another name\n"
        )
    );
    assert_eq!(definition(&environment, "report_totals"), None);
    // In one call after the other it may be a newer version of the file.
    let read = "read one: sqlite3 'chancery.db' 'SELECT * FROM report_totals'\n";
    let told = "note: report_totals was of another query named 'totals', or of another version of it\n";
    for (file, values, replaced, told) in [
        ("a/totals.sql", &[][..], "", ""),
        ("a/totals.sql", &[], ", 1 of them anew", ""),
        ("b/totals.sql", &["--top", "3"], ", 1 of them anew", told),
        ("b/totals.sql", &["--top", "2"], ", 1 of them anew", ""),
        ("b/totals.sql", &[], ", 1 of them anew", ""),
        ("a/totals.sql", &[], ", 1 of them anew", told),
    ] {
        let outcome = environment.run(&[&["queries", "publish", file], values].concat());
        let expected = format!("1 report published{replaced}\n{told}{read}");
        assert_eq!((outcome.code, outcome.stderr), (0, expected), "{file} {values:?}");
    }
}
