//! What a hostile or unlucky user puts in the place of files that are read or written, and into headers.

use std::fs;

use crate::cli_record::{run, samples};
use crate::environment::Environment;

#[test]
fn a_report_never_takes_the_place_of_a_record() {
    let environment = samples();
    run(&environment, &["run", "top-hashtags", "-o", "reports/tags.csv"]);
    let record = environment.path("reports/tags.csv.meta.json");
    let before = fs::read(&record).unwrap();
    for more in [&[][..], &["--no-meta"][..]] {
        let words = [&["run", "top-hashtags", "-o", "reports/tags.csv.meta.json"][..], more].concat();
        let outcome = environment.run(&words);
        assert_eq!(outcome.code, 2, "{outcome}");
        assert!(outcome.stderr.contains("is the record of 'reports/tags.csv'"), "{outcome}");
    }
    assert_eq!(fs::read(&record).unwrap(), before);
    // Where there is no record, it is a name as any other.
    run(&environment, &["run", "top-hashtags", "-o", "reports/new.meta.json"]);
}

/// In a child process that ends by itself, a read of these would never end.
#[cfg(unix)]
#[test]
fn what_never_ends_is_neither_a_record_nor_a_pack_nor_a_report() {
    let environment = samples();
    let at = |name: &str| environment.path(&format!("reports/{name}"));
    std::os::unix::fs::symlink("/dev/zero", at("zero.csv.meta.json")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(at("pipe.csv.meta.json")).status().unwrap().success());
    for name in ["zero", "pipe"] {
        let file = format!("reports/{name}.csv");
        let outcome = environment.run(&["run", "top-hashtags", "-o", &file]);
        assert_eq!(outcome.code, 2, "{outcome}");
        assert!(outcome.stderr.contains("is no record of a report"), "{outcome}");
        assert!(!environment.path(&file).exists());
        let outcome = environment.run(&["verify", &file]);
        assert_eq!(outcome.code, 1, "{outcome}");
        assert!(outcome.stderr.contains("it is no regular file"), "{outcome}");
    }
    let outcome = environment.run(&["run", "--pack", "/dev/zero", "-o", "folder"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.contains("no pack"), "{outcome}");
    // A report that has become a device.
    run(&environment, &["run", "top-hashtags", "-o", "reports/tags.csv"]);
    fs::remove_file(at("tags.csv")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", at("tags.csv")).unwrap();
    let outcome = environment.run(&["verify", "reports/tags.csv"]);
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stderr.contains("it is no regular file"), "{outcome}");
}

#[test]
fn a_header_does_not_drive_the_terminal() {
    let environment = Environment::with_store("");
    let sql = "-- T\x1b[31mitle\x1b]0;x\x07\u{9b}2J\n-- use: q\x1b[5m?\n-- @param p\x1b[2J int? : x\n-- @column a int : c\x1b[2J\nSELECT 1 AS a\n";
    environment.write("mine.sql", sql);
    for words in [&["queries", "show", "./mine.sql"][..], &["queries", "check", "mine.sql"]] {
        let outcome = environment.run(words);
        let told = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(!told.is_empty() && told.chars().all(|char| char == '\n' || !char.is_control()), "{told:?}");
    }
}

/// Each of them is a flag, and every completion and list reads the file.
#[test]
fn a_query_has_a_bounded_number_of_parameters() {
    let environment = Environment::with_store("");
    let query = |count: usize| {
        let names = |number| format!("-- @param p{number} int? : x\n");
        let used: Vec<String> = (0..count).map(|number| format!(":p{number}")).collect();
        let declared: String = (0..count).map(names).collect();
        format!(
            "-- Many\n-- use: x?\n{declared}-- @column a int : x\nSELECT coalesce({}, 1) AS a\n",
            used.join(", ")
        )
    };
    environment.write("most.sql", query(100));
    let outcome = environment.run(&["run", "./most.sql", "--p99", "7", "-f", "tsv"]);
    assert_eq!(outcome.success(), "a\n7\n");
    environment.write("more.sql", query(20_000));
    let outcome = environment.run(&["run", "./more.sql"]);
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stderr.contains("more.sql:103: a query has at most 100 parameters"), "{outcome}");
}
