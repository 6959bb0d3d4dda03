//! Reports of repeated points in any tool: an error where the store has no groups, or older ones than its posts.

use std::fs;

use rusqlite::Connection;

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};
use crate::interop::{bundled, is_there, sqlite3};

const SAID: &str = "Here:\n\n• The old port stays open to all ships\n• Mayor Ilmar Voss walks to the quay\n";

/// Two channels that say one point half a minute apart; nobody has grouped.
fn two_channels() -> Environment {
    let environment = Environment::new();
    for (id, name, file, seconds) in [(7, "Gazette", "a.json", 0), (9, "Harbour", "b.json", 30)] {
        Export::new(id, name).post(1, NEW_YEAR + seconds, SAID).write(environment.folder(), file);
        environment.run(&["load", file]).success();
    }
    environment
}

/// The bundled queries that read groups whatever the values, with their text.
fn of_points() -> Vec<(String, String)> {
    let all = bundled().into_iter().map(|file| {
        (file.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&file).unwrap())
    });
    all.filter(|(_, sql)| {
        sql.contains("\n-- needs: point-groups\n") || sql.contains("\n-- needs: point-groups, ")
    })
    .collect()
}

/// How many rows a statement gives to a tool that knows nothing of us, or its error.
fn rows(environment: &Environment, sql: &str) -> Result<usize, String> {
    let store = Connection::open(environment.path("chancery.db")).unwrap();
    let mut statement = store.prepare(sql).unwrap();
    let mut rows = statement.raw_query();
    let mut count = 0;
    while rows.next().map_err(|error| error.to_string())?.is_some() {
        count += 1;
    }
    Ok(count)
}

fn refuses(environment: &Environment, sql: &str, state: &str, what: &str) {
    let error = rows(environment, sql).unwrap_err();
    let expected = format!("the point groups of this store are {state}: run chancery group");
    assert!(error.contains(&expected), "{what}: {error}");
}

#[test]
fn the_text_of_a_report_is_an_error_until_the_points_are_grouped_and_again_after_a_load() {
    let environment = two_channels();
    let queries = of_points();
    assert_eq!(queries.len(), 7, "{queries:?}");
    for (name, sql) in &queries {
        // Who names nobody has no row, and asks for no groups.
        if name != "point-mentions" {
            refuses(&environment, sql, "absent", name);
        }
    }
    let shown = environment.run(&["queries", "show", "top-points", "--sqlite3"]).success();
    assert!(shown.starts_with("-- The talking points must be grouped first: chancery group\n"), "{shown}");
    environment.run(&["group"]).success();
    for (name, sql) in &queries {
        let expected = environment.run(&["run", name, "-f", "json", "--limit", "0"]).json();
        assert_eq!(rows(&environment, sql), Ok(expected.as_array().unwrap().len()), "{name}");
    }
    Export::new(7, "Gazette").post(2, NEW_YEAR + DAY, SAID).write(environment.folder(), "more.json");
    environment.run(&["load", "more.json"]).success();
    for (name, sql) in &queries {
        if name != "point-mentions" {
            refuses(&environment, sql, "behind", name);
        }
    }
    let counts = ["point_channels", "point_months", "point_standings", "point_pairs"];
    for table in ["point_groups", "grouped_points", "v_point_groups"].into_iter().chain(counts) {
        refuses(&environment, &format!("SELECT * FROM {table}"), "behind", table);
        refuses(&environment, &format!("SELECT count(*) FROM {table}"), "behind", table);
    }
    // No groups are asked for here.
    assert_eq!(rows(&environment, "SELECT 1 WHERE 0 OR EXISTS (SELECT 1 FROM v_talking_points)"), Ok(1));
}

#[test]
fn a_report_of_points_that_name_somebody_is_an_error_too() {
    let environment = two_channels();
    environment.write("names.csv", "kind,name,alias\nperson,Ilmar Voss,Ilmar Voss\n");
    let _ = environment.run(&["entities", "import", "names.csv"]);
    let _ = environment.run(&["reindex"]);
    let sql = of_points().into_iter().find(|(name, _)| name == "point-mentions").unwrap().1;
    refuses(&environment, &sql, "absent", "point-mentions");
    environment.run(&["group"]).success();
    // One group that names the mayor.
    assert_eq!(rows(&environment, &sql), Ok(1));
    // Nothing is asked of the words of texts, which nobody has made.
    if is_there("sqlite3") {
        assert_eq!(sqlite3(&environment, &format!("{sql};")).as_array().unwrap().len(), 1);
    }
}

#[test]
fn a_check_of_all_queries_finds_no_fault_in_a_store_that_is_not_grouped() {
    let environment = two_channels();
    let not_run = |expected: usize| {
        let outcome = environment.run(&["queries", "check"]);
        assert_eq!(outcome.code, 0, "{outcome}");
        assert_eq!(outcome.stdout.matches("not run: the talking points of this store").count(), expected);
    };
    not_run(7);
    environment.run(&["group"]).success();
    not_run(0);
    Export::new(7, "Gazette").post(2, NEW_YEAR + DAY, SAID).write(environment.folder(), "more.json");
    environment.run(&["load", "more.json"]).success();
    not_run(7);
}

#[test]
fn a_published_report_of_points_does_not_go_stale_in_silence() {
    let environment = two_channels();
    // Publishing makes the groups, as a run does.
    let outcome = environment.run(&["queries", "publish", "top-points"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, "report_top_points\n"), "{outcome}");
    assert!(outcome.stderr.starts_with("the talking points were grouped first: 4 of 4 say"), "{outcome}");
    let posts = "SELECT posts FROM report_top_points";
    assert_eq!(environment.run(&["sql", posts, "-f", "csv"]).success(), "posts\r\n2\r\n2\r\n");
    Export::new(7, "Gazette").post(2, NEW_YEAR + DAY, SAID).write(environment.folder(), "more.json");
    environment.run(&["load", "more.json"]).success();
    refuses(&environment, posts, "behind", "the view");
    assert_eq!(environment.run(&["queries", "publish", "coordinated-posts"]).code, 0);
    let states = || {
        let listed = environment.run(&["queries", "publish", "--list", "-f", "json"]).json();
        listed
            .as_array()
            .unwrap()
            .iter()
            .map(|report| report["state"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    // By links, which need no groups; and the points.
    assert_eq!(states(), ["ok", "broken: the point groups of this store are behind: run chancery group"]);
    let outcome = environment.run(&["sql", posts, "-f", "csv"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, "posts\r\n"), "{outcome}");
    assert!(outcome.stderr.contains("are behind: run chancery group"), "{outcome}");
    // That is how a store is after a load, and nothing is wrong with it.
    let checked = environment.run(&["check"]);
    assert_eq!(checked.code, 0, "{checked}");
    assert!(checked.stdout.contains("published reports        ok\n"), "{checked}");
    assert_eq!(
        checked.stderr,
        "note: the point groups of this store are behind: run chancery group; until then no rows of report_top_points\n"
    );
    // One that asks for what is no more has its remedy beside it, and no new store is one.
    Connection::open(environment.path("chancery.db"))
        .unwrap()
        .execute_batch("CREATE VIEW report_lost AS -- Lost\n-- published by chancery from lost\nSELECT no_more FROM posts")
        .unwrap();
    let checked = environment.run(&["check"]);
    assert_eq!(checked.code, 1, "{checked}");
    let lost = "published reports        NOT SOUND\n  report_lost gives no rows any more (no such column: no_more); publish it \
                again, or remove it\n";
    assert!(checked.stdout.ends_with(lost), "{checked}");
    assert!(!checked.stderr.contains("new store"), "{checked}");
    assert_eq!(environment.run(&["queries", "publish", "--drop", "lost"]).code, 0);
    environment.run(&["group"]).success();
    assert_eq!(states(), ["ok", "ok"]);
    let checked = environment.run(&["check"]);
    assert_eq!((checked.code, checked.stderr.as_str()), (0, ""), "{checked}");
    assert_eq!(environment.run(&["sql", posts, "-f", "csv"]).success(), "posts\r\n3\r\n3\r\n");
}

#[test]
fn publishing_a_report_of_words_makes_them_first_as_a_run_does() {
    const TOLD: &str = "note: the words of 2 posts were made ready for matching; later loads keep them\n";
    let environment = two_channels();
    let bad = environment.run(&["queries", "publish", "posts-per-period", "--words", "port", "--by", "moon"]);
    assert_eq!(bad.code, 2, "{bad}");
    assert!(!bad.stderr.contains("the words of"), "{bad}");
    let outcome = environment.run(&["queries", "publish", "posts-per-period", "--words", "PORT"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, "report_posts_per_period\n"), "{outcome}");
    assert!(outcome.stderr.starts_with(TOLD), "{outcome}");
    let told = environment.run(&["sql", "SELECT sum(posts) AS n FROM report_posts_per_period", "-f", "csv"]);
    assert_eq!(told.success(), "n\r\n2\r\n");
    let again = environment.run(&["queries", "publish", "posts-per-period", "--words", "PORT"]);
    assert!(again.code == 0 && !again.stderr.contains("the words of"), "{again}");
}

#[test]
fn groups_are_behind_where_a_post_turned_out_to_be_another_one_and_nothing_else_is_new() {
    let point = "• The old port stays open to all ships\\n• Mayor Ilmar Voss walks to the quay";
    let line = |id: &str, text: &str, edited: &str| {
        format!(
            r#"{{"id":{id},"text":"{text}","posted_at":"2024-05-01T00:00:00Z","edited_at":{edited},"channel_id":7}}"#
        )
    };
    let environment = Environment::new();
    // Post 5 had other words before; somebody has them without its id.
    let now = line("5", "Nothing of the port", r#""2024-05-03T00:00:00Z""#);
    environment
        .write("now.jsonl", format!("{now}\n{}\n{}\n", line("6", point, "null"), line("7", point, "null")));
    environment.write("without_id.jsonl", line("null", &format!("{point} once more"), "null"));
    environment.write("before.jsonl", line("5", &format!("{point} once more"), "null"));
    for file in ["now.jsonl", "without_id.jsonl"] {
        environment.run(&["load", file]).success();
    }
    environment.run(&["group"]).success();
    environment.run(&["load", "before.jsonl"]).success();
    refuses(&environment, "SELECT * FROM point_groups", "behind", "after the load");
    // It groups anew: two points, which posts 6 and 7 have.
    let outcome = environment.run(&["run", "top-points", "-f", "csv"]);
    assert_eq!(outcome.stdout.lines().filter(|line| line.contains(",2,2,1,")).count(), 2, "{outcome}");
}
