//! `chancery queries`.

use std::collections::BTreeSet;
use std::process::Command;

use crate::environment::Environment;
use crate::three_posts::{three_posts, write};

fn names(environment: &Environment, words: &[&str]) -> Vec<String> {
    let rows = environment.run(&[words, &["-f", "json"]].concat()).json();
    rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_bundled_query_is_listed_with_its_group_and_origin() {
    let environment = Environment::new();
    let rows = environment.run(&["queries", "list", "-f", "json"]).json();
    let listed: BTreeSet<(String, String)> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["group"].as_str().unwrap().to_owned(), row["name"].as_str().unwrap().to_owned()))
        .collect();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("queries");
    let mut files = BTreeSet::new();
    for group in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        for file in std::fs::read_dir(&group).unwrap().map(|entry| entry.unwrap().path()) {
            let stem = |path: &std::path::Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
            files.insert((stem(&group), stem(&file)));
        }
    }
    assert_eq!(listed, files);
    assert!(rows.as_array().unwrap().iter().all(|row| row["from"] == "bundled"), "{rows}");
}

#[test]
fn ones_own_queries_are_listed_and_say_what_they_take_the_place_of() {
    let environment = three_posts();
    write(&environment, "queries/overview.sql", "-- Mine instead\nSELECT 1 AS x");
    write(&environment, "more/days.sql", "-- Days of another folder\nSELECT 2 AS x");
    let rows = environment.run(&["queries", "list", "-f", "json", "--queries", "more"]).json();
    let origin = |name: &str| {
        let row = rows.as_array().unwrap().iter().find(|row| row["name"] == name).unwrap();
        (row["title"].as_str().unwrap().to_owned(), row["from"].as_str().unwrap().to_owned())
    };
    assert_eq!(origin("overview"), ("Mine instead".to_owned(), "project, overrides bundled".to_owned()));
    assert_eq!(origin("days").0, "Days of another folder");
    assert!(origin("days").1.ends_with("overrides project"), "{:?}", origin("days"));
    assert_eq!(origin("top-links").1, "bundled");
    assert_eq!(environment.run(&["run", "overview", "-f", "csv"]).success(), "x\r\n1\r\n");
}

#[test]
fn queries_are_found_by_tag_and_by_words() {
    let environment = three_posts();
    assert_eq!(names(&environment, &["queries", "list", "--tag", "rhythm"]), ["days"]);
    assert_eq!(names(&environment, &["queries", "search", "which", "day"])[0], "days");
    assert_eq!(names(&environment, &["queries", "search", "SPELLINGS"])[0], "hashtag-spellings");
    let outcome = environment.run(&["queries", "list", "--tag", "rythm"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(
        outcome.stderr.starts_with("error: no query has the tag 'rythm'\n  tags: ")
            && outcome.stderr.contains(", rhythm"),
        "{}",
        outcome.stderr
    );
    let outcome = environment.run(&["queries", "search", "zeppelin", "-f", "json"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, "[]\n"));
    assert_eq!(outcome.stderr, "no query has the words 'zeppelin'; see all: chancery queries list\n");
    let outcome = environment.run(&["queries", "search", "hashtga", "-f", "json"]);
    assert_eq!(outcome.stdout, "[]\n");
    assert!(
        outcome.stderr.starts_with("no query has the words 'hashtga'; did you mean: hashtag"),
        "{}",
        outcome.stderr
    );
    // By a column and by a part of a word.
    assert!(names(&environment, &["queries", "search", "missing_ids"]).contains(&"data-gaps".to_owned()));
    assert!(names(&environment, &["queries", "search", "spell"]).contains(&"hashtag-spellings".to_owned()));
}

#[test]
fn a_query_is_shown_for_people_as_it_is_and_for_sqlite3() {
    let environment = three_posts();
    insta::assert_snapshot!(environment.run(&["queries", "show", "days"]), @"
    days: Posts per day

    How many posts on which day?

    Undated posts are left out.

    Flags:
      --since <DATE>         first day counted
      --until <DATE>         last day counted
      --channel <CHANNEL>    only these channels [repeat it or use commas (\\, within
                             a value), or --channel-file FILE]
      --order <WORD>         what comes first [one of: old, new] [default: old]
      --empty-days <yes|no>  with empty days
      --top <N>              keep so many [default: 100]

    Columns:
      day    the day
      posts  posts of the day

    Notes:
      - forwards count

    Dates:
      2024-03-01, 2024-03, 2024, 2024-Q1, 2024-W09, today, yesterday, -30d, -2w,
      -3m, -1y, last-month, this-year, first, last.
      A month, quarter, week or year means its first day, with --until its last.

    Examples:
      chancery run days --since -30d

    Tags: rhythm

    File: queries/time/days.sql
    ");
    let text = std::fs::read_to_string(environment.path("queries/time/days.sql")).unwrap();
    assert_eq!(environment.run(&["queries", "show", "days", "--sql"]).success(), text);
    assert_eq!(environment.run(&["queries", "show", "queries/time/days.sql", "--sql"]).success(), text);
    let outcome = environment.run(&["queries", "show", "days", "--sql", "--sqlite3"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
}

#[test]
fn what_is_shown_for_sqlite3_gives_the_same_rows_there() {
    let environment = three_posts();
    let script = environment.run(&["queries", "show", "days", "--sqlite3"]).success();
    let file = environment.write("script.sql", format!("{script};"));
    let Ok(output) = Command::new("sqlite3")
        .args(["-csv", "-header", "chancery.db", ".read script.sql"])
        .current_dir(environment.folder())
        .output()
    else {
        println!("not tried: there is no program sqlite3");
        return;
    };
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(
        String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n"),
        environment.run(&["run", "days", "-f", "csv"]).success().replace("\r\n", "\n"),
        "{}",
        file.display()
    );
}

/// What Debian's `sqlite3` prints for a script, as CSV with a header; `None` where there is none.
fn in_sqlite3(environment: &Environment, script: &str) -> Option<String> {
    environment.write("script.sql", script);
    let output = Command::new("sqlite3")
        .args(["-csv", "-header", "chancery.db", ".read script.sql"])
        .current_dir(environment.folder())
        .output()
        .ok()?;
    assert!(output.stderr.is_empty(), "{}\n{script}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n"))
}

#[test]
fn every_bundled_query_pasted_into_sqlite3_gives_the_rows_of_run() {
    let environment = three_posts();
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    assert_eq!(environment.run(&["load", samples]).code, 0);
    assert_eq!(environment.run(&["group"]).code, 0, "`run` would make the groups that some reports need");
    assert_eq!(environment.run(&["index", "--words"]).code, 0, "and the words");
    let mut compared = 0;
    for name in names(&environment, &["queries", "list"]) {
        let text = environment.run(&["queries", "show", &name, "--sql"]).success();
        for flags in [
            &[][..],
            &["--since=2024-11", "--until=2025-02-28"],
            &["--channel=@red,valdoria-digest", "--top=3"],
            &["--forwards=no", "--by=week"],
            &["--words=the"],
            &["--tag=#Rivers,openports"],
        ] {
            let has = |flag: &&str| {
                text.contains(&format!(
                    "-- @param {} ",
                    flag.trim_start_matches('-').split('=').next().unwrap()
                ))
            };
            if !flags.iter().all(has) {
                continue;
            }
            let show = [&["queries", "show", name.as_str(), "--sqlite3"], flags].concat();
            let run = [&["run", name.as_str(), "-f", "csv"], flags].concat();
            let Some(pasted) = in_sqlite3(&environment, &environment.run(&show).stdout) else {
                println!("not tried: there is no program sqlite3");
                return;
            };
            let mut rows = environment.run(&run).stdout.replace("\r\n", "\n");
            // The program prints no header over nothing.
            if rows.lines().count() == 1 {
                rows.clear();
            }
            assert_eq!(as_cells(&pasted), as_cells(&rows), "{name} {flags:?}");
            compared += 1;
        }
    }
    assert!(compared > 60, "{compared}");
}

/// The cells of CSV text, each as a number where it is one: the two programs write `2.5` and `2.50` alike.
fn as_cells(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let cell = |cell: &str| match cell.parse::<f64>() {
        Ok(number) if cell.contains('.') => number.to_string(),
        _ => cell.to_owned(),
    };
    reader.records().map(|record| record.unwrap().iter().map(cell).collect()).collect()
}

#[test]
fn what_is_shown_for_sqlite3_takes_the_values_given() {
    let environment = three_posts();
    let script = environment
        .run(&["queries", "show", "days", "--sqlite3", "--since", "2024-04", "--channel", "@blue_news"])
        .stdout;
    assert!(script.contains(".parameter set :since \"'2024-04-01'\"\n"), "{script}");
    if let Some(rows) = in_sqlite3(&environment, &script) {
        assert_eq!(rows, "day,posts\n2024-04-01,1\n");
    }
    for words in [
        &["queries", "show", "days", "--since", "2024-04"][..],
        &["queries", "show", "days", "--sqlite3", "--since", "soon"],
        &["queries", "show", "days", "--sqlite3", "--sins", "2024"],
        &["queries", "show", "days", "--since", "2024", "--sql", "--sqlite3"],
    ] {
        let outcome = environment.run(words);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{words:?}");
    }
}

#[test]
fn the_folders_of_queries_are_told_in_their_order() {
    let environment = three_posts();
    insta::assert_snapshot!(environment.run(&["queries", "path", "--queries", "more"]), @"
    bundled
    user  $FOLDER/.config/chancery/queries  (not there)
    project  queries
    --queries  more  (not there)
    ");
}

#[test]
fn all_bundled_queries_are_sound() {
    let outcome = Environment::new().run(&["queries", "check"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(
        outcome.stderr.starts_with("note: no store here; the queries ran over an empty one\n"),
        "{outcome}"
    );
    assert!(!outcome.stdout.contains("error: ") && !outcome.stdout.contains("warning: "), "{outcome}");
    assert!(outcome.stderr.ends_with(" queries are sound\n"), "{outcome}");
}

#[test]
fn a_check_tells_what_is_wrong_with_place_and_fails() {
    let environment = three_posts();
    write(
        &environment,
        "queries/broken.sql",
        "-- T\n-- @colour red\n-- @param x int? : it\n-- @column n int : it\nSELECT count(*) AS n FROM pots WHERE :y",
    );
    let outcome = environment.run(&["queries", "check", "broken"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (1, "error: the check found 2 errors\n"),
        "{outcome}"
    );
    assert!(outcome.stdout.contains("broken.sql:2: unknown key '@colour'"), "{outcome}");
    assert!(outcome.stdout.contains("broken.sql:5: no such table: pots\n    SELECT count(*) AS n FROM pots WHERE :y\n                              ^\n"), "{outcome}");
    let sound = environment.run(&["queries", "check", "days"]);
    assert_eq!(sound.stdout, "note: queries/time/days.sql: full scan: posts (3 rows)\n");
    assert_eq!((sound.code, sound.stderr.as_str()), (0, "1 query is sound\n"), "{sound}");
    // One bad query fails the check of all.
    assert_eq!(environment.run(&["queries", "check"]).code, 1);
}

#[test]
fn a_check_stops_a_query_after_the_time_that_is_given() {
    let environment = three_posts();
    write(
        &environment,
        "queries/endless.sql",
        "-- T\n-- @column n int : it\nWITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT n FROM n",
    );
    let outcome = environment.run(&["queries", "check", "endless", "--timeout", "0.2"]);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (
            1,
            "error: queries/endless.sql: with its defaults it does not end in time: stopped after 0.2 s, the limit of \
             --timeout; give it more time, e.g. --timeout 2, or let it read less\n"
        ),
        "{outcome}"
    );
    assert_eq!(environment.run(&["queries", "check", "days", "--timeout", "soon"]).code, 2);
}

#[test]
fn a_check_takes_files_and_folders_and_tells_programs_in_a_format() {
    let environment = three_posts();
    let good = "-- Good\n-- @column x int : one\nSELECT 1 AS x\n";
    write(&environment, "mine/good.sql", good);
    write(&environment, "mine/group/also-good.sql", good);
    write(&environment, "mine/note.txt", "no query");
    for (words, told) in [
        (&["queries", "check", "mine"][..], "2 queries are sound\n"),
        (&["queries", "check", "mine/good.sql", "days"], "2 queries are sound\n"),
        (&["queries", "check", "./mine/group"], "1 query is sound\n"),
    ] {
        let outcome = environment.run(words);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, told), "{words:?} {}", outcome.stdout);
    }
    let bad = write(&environment, "mine/group/bad.sql", "-- Bad\n-- @column y int : one\nSELECT 1 AS x\n");
    let outcome = environment.run(&["queries", "check", "mine", "-f", "json"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (1, "error: the check found 2 errors\n"));
    let rows: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(
        rows,
        serde_json::json!([
            {"file": "mine/group/bad.sql", "line": null, "severity": "error", "message": "column 'x' has no @column line"},
            {"file": "mine/group/bad.sql", "line": 2, "severity": "error", "message": "@column y is no column of the result"},
        ])
    );
    std::fs::remove_file(bad).unwrap();
    let sound = environment.run(&["queries", "check", "mine", "-f", "json"]);
    assert_eq!((sound.code, sound.stdout.as_str()), (0, "[]\n"));
    std::fs::create_dir(environment.path("empty")).unwrap();
    let outcome = environment.run(&["queries", "check", "./empty"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.starts_with("error: no .sql file is in the folder './empty'\n"), "{outcome}");
    assert_eq!(environment.run(&["queries", "check", "mine", "-f", "xml"]).code, 2);
}

#[test]
fn a_broken_file_hides_no_other() {
    let environment = three_posts();
    environment.write("queries/garbage.sql", [0xff, 0xfe, 0x00]);
    write(&environment, "queries/time/unclosed.sql", "-- T\n-- @param x int(1.. : it\nSELECT :x");
    std::fs::create_dir(environment.path("queries/folder.sql")).unwrap();
    let listed = environment.run(&["queries", "list", "-f", "json"]);
    assert!(listed.stderr.contains("garbage.sql") && listed.stderr.contains("unclosed.sql:2"), "{listed}");
    assert!(listed.stdout.contains("\"days\"") && listed.stdout.contains("\"overview\""), "{listed}");
    assert_eq!(environment.run(&["run", "days", "-f", "csv"]).code, 0);
    let outcome = environment.run(&["run", "garbage"]);
    assert!(outcome.code == 1 && outcome.stderr.contains("not UTF-8"), "{outcome}");
}

#[test]
fn a_query_that_is_not_there_is_told_with_a_close_one() {
    let environment = three_posts();
    for words in [&["queries", "show", "dayz"][..], &["queries", "check", "dayz"]] {
        let outcome = environment.run(words);
        assert_eq!(
            (outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()),
            (2, "", "error: no query named 'dayz'\n  did you mean: days\n  see all: chancery queries list\n"),
            "{words:?}"
        );
    }
}
