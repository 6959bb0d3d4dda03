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
      --channel <CHANNEL>    only these channels [repeat it or use commas]
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
    assert_eq!((sound.code, sound.stderr.as_str()), (0, "1 query is sound\n"), "{sound}");
    // One bad query fails the check of all.
    assert_eq!(environment.run(&["queries", "check"]).code, 1);
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
