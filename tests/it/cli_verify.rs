//! `chancery verify`: the same, not the same, and why.

use std::fs;

use sha2::{Digest as _, Sha256};

use crate::cli_record::{record, run, samples};
use crate::environment::{Environment, Outcome};
use crate::load_again::{channel_of, row};

#[track_caller]
fn told(outcome: &Outcome, code: i32, lines: &[&str]) {
    assert_eq!(outcome.code, code, "{outcome}");
    for line in lines {
        assert!(
            outcome.stdout.contains(line) || outcome.stderr.contains(line),
            "{line:?} is not told:\n{outcome}"
        );
    }
}

/// The samples, and a report on their last weeks and first day.
fn with_report() -> Environment {
    let environment = samples();
    let words =
        ["run", "top-hashtags", "--since=-2m", "--until", "last", "--channel", "valdoria-digest,1000204417"];
    run(&environment, &[&words[..], &["-o", "tags.csv"]].concat());
    environment
}

fn add_posts(environment: &Environment, posts: &[serde_json::Value]) {
    environment
        .write("late.json", channel_of(1_000_204_417, "Ministry of Foreign Affairs of Valdoria", posts));
    run(environment, &["load", "late.json"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_whose_name_is_not_utf8_is_found_by_its_record() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let environment = with_report();
    let folder = environment.path("kept");
    fs::create_dir(&folder).unwrap();
    for ending in [".csv", ".csv.meta.json"] {
        let name = [&b"t\xe4gs"[..], ending.as_bytes()].concat();
        let from = environment.path(&format!("tags{ending}"));
        fs::rename(from, folder.join(OsStr::from_bytes(&name))).unwrap();
    }
    let outcome = environment.run(&["verify", "kept"]);
    assert_eq!(outcome.stdout, "kept/t\u{fffd}gs.csv: the same\n", "{outcome}");
}

#[test]
fn an_untouched_report_is_the_same_on_any_later_day() {
    let mut environment = with_report();
    environment.set("CHANCERY_NOW", "2027-01-01T00:00:00Z");
    assert_eq!(environment.run(&["verify", "tags.csv"]).success(), "tags.csv: the same\n");
    // Its record may be named as well.
    assert_eq!(environment.run(&["verify", "tags.csv.meta.json"]).success(), "tags.csv: the same\n");
}

#[test]
fn what_last_meant_then_counts_when_the_store_has_grown() {
    let environment = with_report();
    // The 1st of January 2024 and 600 days: long after the last day of the report.
    add_posts(&environment, &[row(900, 600, "Later #rivers")]);
    let outcome = environment.run(&["verify", "tags.csv"]);
    told(
        &outcome,
        0,
        &[
            "tags.csv: the same\n",
            "  store    has changed; 56 posts then, 57 now; new: 'late.json' (load 3)\n",
        ],
    );
}

#[test]
fn a_store_that_changes_the_rows_is_told_with_its_loads_and_lines() {
    let environment = with_report();
    let before = fs::read_to_string(environment.path("tags.csv")).unwrap();
    // 2025-04-01 is within the range: 456 days after 2024-01-01.
    add_posts(&environment, &[row(901, 456, "#harbourfest")]);
    let outcome = environment.run(&["verify", "tags.csv"]);
    told(
        &outcome,
        1,
        &["tags.csv: NOT THE SAME\n", "new: 'late.json' (load 3)", "rows     first at line 2;"],
    );
    // Every line has the denominator, so all of them are other ones, and one more.
    let lines = before.lines().count() - 1;
    told(
        &outcome,
        1,
        &[&format!("{} lines now that the file has not, {lines} of the file missing now", lines + 1)],
    );
    told(&outcome, 1, &[&format!("in the file: {}\n", before.lines().nth(1).unwrap())]);
    assert_eq!(fs::read_to_string(environment.path("tags.csv")).unwrap(), before, "verify writes nothing");
}

#[test]
fn forgotten_posts_and_other_stores_are_told() {
    let environment = with_report();
    run(&environment, &["load", "valdoria-digest.txt", "--db", "part.db"]);
    let outcome = environment.run(&["verify", "tags.csv", "--db", "part.db"]);
    told(
        &outcome,
        1,
        &[
            "tags.csv: CANNOT BE TOLD\n",
            "gone: 'valdoria-mfa-result.json' (load 2)",
            "the channel 'Ministry of Foreign Affairs of Valdoria' of --channel is not in this store",
        ],
    );
    let inputs = ["load", "valdoria-digest.txt", "valdoria-mfa-result.json"];
    run(&environment, &[&inputs[..], &["--time-zone", "Asia/Tokyo", "--db", "tokyo.db"]].concat());
    let outcome = environment.run(&["verify", "tags.csv", "--db", "tokyo.db"]);
    assert!(
        outcome.stdout.contains("store    has changed; days were counted in UTC, now in Asia/Tokyo\n"),
        "{outcome}"
    );
    run(&environment, &["forget", "--post", "post:20"]);
    let outcome = environment.run(&["verify", "tags.csv"]);
    told(&outcome, 0, &["56 posts then, 55 now; partly forgotten: 'valdoria-mfa-result.json' (load 2)\n"]);
    assert!(!outcome.stdout.contains("new:") && !outcome.stdout.contains("gone:"), "{outcome}");
}

#[test]
fn a_store_made_anew_in_another_order_gives_the_same() {
    let environment = with_report();
    run(&environment, &["load", "valdoria-mfa-result.json", "--db", "anew.db"]);
    run(&environment, &["load", "valdoria-digest.txt", "--db", "anew.db"]);
    let id = |db: &str| {
        let sql = "SELECT channel_id FROM channels WHERE name = 'valdoria-digest'";
        environment.run(&["sql", sql, "-f", "json", "--db", db]).success()
    };
    assert_ne!(id("chancery.db"), id("anew.db"), "the test proves nothing");
    assert_eq!(environment.run(&["verify", "tags.csv", "--db", "anew.db"]).success(), "tags.csv: the same\n");
}

#[test]
fn a_file_that_was_changed_is_told_though_the_rows_are_the_same() {
    let environment = with_report();
    let text = fs::read_to_string(environment.path("tags.csv")).unwrap();
    environment.write("tags.csv", text.replacen("rivers", "RIVERS", 1));
    told(
        &environment.run(&["verify", "tags.csv"]),
        1,
        &[
            "tags.csv: NOT THE SAME\n  file     was changed after it was written",
            "rows     run again, it gives the bytes that were written\n",
            "rows     first at line 2; 1 line now that the file has not, 1 of the file missing now\n",
            "rows     in the file: 1,RIVERS,",
            "rows     now:         1,rivers,",
        ],
    );
    fs::remove_file(environment.path("tags.csv")).unwrap();
    told(&environment.run(&["verify", "tags.csv"]), 1, &["NOT THE SAME", "file     is not there"]);
}

#[test]
fn a_query_that_has_changed_is_told_from_a_store_that_has() {
    let environment = samples();
    fs::create_dir(environment.path("queries")).unwrap();
    let sql = |limit: &str| {
        format!("-- Posts\n-- @param top int = 3 : most\nSELECT post_id FROM posts ORDER BY 1 LIMIT {limit}")
    };
    environment.write("queries/first.sql", sql("coalesce(:top, 3)"));
    run(&environment, &["run", "first", "-o", "first.csv"]);
    environment.write("queries/first.sql", sql("coalesce(:top, 4)"));
    told(
        &environment.run(&["verify", "first.csv"]),
        1,
        &[
            "first.csv: NOT THE SAME\n  query    its text has changed\n  rows     first at line 5; 1 line now",
            "the text of the query in the record gives the bytes that were written",
        ],
    );
    // Another text with the same rows gives the same bytes.
    environment.write("queries/first.sql", sql("coalesce(:top, 3) + 0"));
    let outcome = environment.run(&["verify", "first.csv"]);
    told(&outcome, 0, &["first.csv: the same\n  query    its text has changed\n"]);
    // The text in the record outlives the query.
    fs::remove_file(environment.path("queries/first.sql")).unwrap();
    told(
        &environment.run(&["verify", "first.csv"]),
        0,
        &["the same", "is not found any more; the text in the record"],
    );
}

#[test]
fn a_recorded_text_of_an_earlier_schema_says_what_has_become_of_its_column() {
    let environment = samples();
    fs::create_dir(environment.path("queries")).unwrap();
    environment.write("queries/first.sql", "-- Posts\nSELECT post_id FROM posts ORDER BY 1 LIMIT 3");
    run(&environment, &["run", "first", "-o", "first.csv"]);
    // As a version of schema 10 ran and recorded it.
    let text = fs::read_to_string(environment.path("first.csv.meta.json")).unwrap();
    let mut record: serde_json::Value = serde_json::from_str(&text).unwrap();
    let old = "-- Posts\nSELECT post_id FROM posts AS p WHERE instr(p.folded, 'a') ORDER BY 1 LIMIT 3";
    record["query"]["sql"] = old.into();
    record["query"]["sha256"] = format!("{:x}", Sha256::digest(old)).into();
    environment.write("first.csv.meta.json", record.to_string());
    // Today's text, which gives other rows than were written.
    environment.write("queries/first.sql", "-- Posts\nSELECT post_id FROM posts ORDER BY 1 LIMIT 4");
    let remedy = "since schema 11 folded texts stand in post_words and point_words";
    told(
        &environment.run(&["verify", "first.csv"]),
        1,
        &["the text of the query in the record cannot be run any more", "no such column: p.folded", remedy],
    );
    // Without a query of today the recorded text is run.
    fs::remove_file(environment.path("queries/first.sql")).unwrap();
    told(
        &environment.run(&["verify", "first.csv"]),
        1,
        &["CANNOT BE TOLD", "no such column: p.folded", remedy],
    );
}

#[test]
fn statements_and_named_files_are_run_again() {
    let environment = samples();
    run(
        &environment,
        &["sql", "SELECT text FROM posts ORDER BY post_id", "--limit", "3", "-o", "reports/texts.md"],
    );
    environment.write(
        "own.sql",
        "-- Own\n-- @param word text : a word\n-- @param ratio float = 1 : a factor\n\
         SELECT count(*) * :ratio AS n FROM posts WHERE lower(text) LIKE '%' || :word || '%'",
    );
    run(&environment, &["run", "own.sql", "--word", "river", "--ratio", "0.1", "-o", "reports/own.json"]);
    fs::create_dir(environment.path("mine")).unwrap();
    environment.write("mine/overview.sql", "-- Another of this name\nSELECT 2 AS x");
    run(&environment, &["run", "overview", "--queries", "mine", "-o", "two.csv"]);
    // The recorded file is meant, and not the bundled query of the same name.
    assert_eq!(environment.run(&["verify", "two.csv"]).success(), "two.csv: the same\n");
    let folder = environment.run(&["verify", "reports"]);
    assert_eq!(
        folder.success(),
        "reports/own.json: the same\nreports/texts.md: the same\n2 reports: 2 the same, 0 not\n"
    );
    // Also from another folder: the store and the query are found from the report.
    let output = environment
        .command(&["verify", "own.json"])
        .current_dir(environment.path("reports"))
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "own.json: the same\n");
}

#[test]
fn a_report_on_inputs_is_run_over_them_again() {
    let environment = samples();
    let outcome =
        environment.run(&["run", "top-hashtags", "--from", "valdoria-digest.txt", "-o", "tags.csv"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    told(&environment.run(&["verify", "tags.csv"]), 0, &["tags.csv: the same\n"]);
    let from = environment.run(&["verify", "tags.csv", "--from", "valdoria-mfa-result.json"]);
    told(&from, 1, &["NOT THE SAME", "new: 'valdoria-mfa-result.json'", "gone: 'valdoria-digest.txt'"]);
    fs::remove_file(environment.path("valdoria-digest.txt")).unwrap();
    told(
        &environment.run(&["verify", "tags.csv"]),
        1,
        &["tags.csv: CANNOT BE TOLD\n", "valdoria-digest.txt"],
    );
}

#[test]
fn several_reports_are_told_one_by_one() {
    let environment = with_report();
    run(&environment, &["run", "overview", "--no-meta", "-o", "bare.csv"]);
    let outcome = environment.run(&["verify", "tags.csv", "bare.csv", "none.csv"]);
    told(
        &outcome,
        1,
        &[
            "tags.csv: the same\nbare.csv: CANNOT BE TOLD\nnone.csv: CANNOT BE TOLD\n3 reports: 1 the same, 2 not\n",
            "'bare.csv' has no record 'bare.csv.meta.json'",
            "there is no file 'none.csv'",
        ],
    );
    // As a pattern names them, tags.* and each with its record.
    let once = environment.run(&["verify", "tags.csv", "./tags.csv", "tags.csv.meta.json"]);
    told(&once, 0, &["tags.csv: the same\n"]);
    assert!(!once.stdout.contains("reports"), "{once}");
    told(&environment.run(&["verify", "reports"]), 1, &["no file in 'reports' has a record"]);
    assert_eq!(environment.run(&["verify"]).code, 2);
}

#[test]
fn another_version_and_a_changed_record_are_told() {
    let environment = with_report();
    let mut told_record = record(&environment, "tags.csv");
    told_record["chancery_version"] = "0.0.9".into();
    environment.write("tags.csv.meta.json", told_record.to_string());
    let line = format!("version  written by Chancery 0.0.9, this is {}\n", env!("CARGO_PKG_VERSION"));
    told(&environment.run(&["verify", "tags.csv"]), 0, &["the same", &line]);
    told_record["record_version"] = 99.into();
    environment.write("tags.csv.meta.json", told_record.to_string());
    told(&environment.run(&["verify", "tags.csv"]), 1, &["is a record of a later version (99)"]);
    told_record["record_version"] = 1.into();
    told_record["query"]["sql"] = "SELECT 1".into();
    environment.write("tags.csv.meta.json", told_record.to_string());
    told(
        &environment.run(&["verify", "tags.csv"]),
        1,
        &["was changed: its hash is not that of the query's text"],
    );
    environment.write("tags.csv.meta.json", "{}");
    told(&environment.run(&["verify", "tags.csv"]), 1, &["'tags.csv.meta.json' is no record of a report"]);
}

#[test]
fn a_report_on_groups_of_points_is_verified_by_groups_of_the_points_as_they_are() {
    let environment = samples();
    run(&environment, &["run", "top-points", "-o", "points.csv"]);
    let before = fs::read_to_string(environment.path("points.csv")).unwrap();
    assert!(!before.contains("beacon"), "{before}");
    // Two posts that say the same, where nobody has grouped the points anew.
    let said = "Of the day:\n• The old beacon of Valdoria is lit again tonight\n• Another line stands here";
    add_posts(&environment, &[row(902, 457, said), row(903, 458, said)]);
    told(&environment.run(&["verify", "points.csv"]), 1, &["points.csv: NOT THE SAME\n"]);
    run(&environment, &["run", "top-points", "-o", "points.csv"]);
    let now = fs::read_to_string(environment.path("points.csv")).unwrap();
    assert!(now.contains("beacon"), "{now}");
    told(&environment.run(&["verify", "points.csv"]), 0, &["points.csv: the same\n"]);
}

#[test]
fn a_temporary_folder_that_takes_nothing_is_named_with_the_remedy() {
    let mut environment = with_report();
    environment.set("TMPDIR", "nowhere");
    let outcome = environment.run(&["verify", "tags.csv"]);
    let lines = [
        "error: the rows cannot be kept in the temporary folder 'nowhere'\n",
        "  make it writable, or choose another: TMPDIR=FOLDER\n",
    ];
    told(&outcome, 1, &lines);
}

#[test]
fn what_one_report_lacks_is_not_told_of_the_store_of_the_one_before() {
    let environment = with_report();
    fs::rename(environment.path("chancery.db"), environment.path("x.db")).unwrap();
    for (store, report) in [("x.db", "a.csv"), ("y.db", "b.csv")] {
        fs::copy(environment.path("x.db"), environment.path("y.db")).unwrap();
        run(&environment, &["--db", store, "run", "overview", "-o", report]);
    }
    fs::remove_file(environment.path("y.db")).unwrap();
    let outcome = environment.run(&["verify", "a.csv", "b.csv"]);
    told(&outcome, 1, &["a.csv: the same\n", "b.csv: CANNOT BE TOLD\n"]);
    assert_eq!(
        outcome.stderr,
        "error: the store of the report is not there: 'y.db'\n  put it back, or name where it is now: --db FILE\n"
    );
}

#[test]
fn a_report_whose_store_is_gone_says_which_one_is_asked_instead() {
    let environment = with_report();
    fs::copy(environment.path("chancery.db"), environment.path("kept.db")).unwrap();
    run(&environment, &["--db", "kept.db", "run", "overview", "-o", "a.csv"]);
    fs::rename(environment.path("kept.db"), environment.path("moved.db")).unwrap();
    let outcome = environment.run(&["verify", "a.csv"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "warning: the store of the report is not there: 'kept.db'; 'chancery.db' is asked instead (to choose: --db \
             FILE)\n"
        )
    );
    let chosen = environment.run(&["verify", "a.csv", "--db", "moved.db"]);
    assert_eq!((chosen.code, chosen.stderr.as_str()), (0, ""), "{chosen}");
}
