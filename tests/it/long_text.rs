//! Texts that are longer than any post.

use std::fs;

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};

#[test]
fn a_text_of_more_than_a_mebibyte_is_a_reject_that_is_counted_and_listed() {
    let environment = Environment::new();
    let long = "#tide ".repeat(1024 * 1024 / 6 + 1);
    let longest = "a".repeat(1024 * 1024);
    Export::new(7, "Gazette")
        .post(1, NEW_YEAR, "Before")
        .post(2, NEW_YEAR + DAY, &long)
        .post(3, NEW_YEAR + 2 * DAY, &longest)
        .write(environment.folder(), "a.json");
    let outcome = environment.run(&["load", "a.json", "--rejects", "rejects.jsonl"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let count = "SELECT count(*) AS posts, (SELECT count(*) FROM post_hashtags) AS uses FROM posts";
    assert_eq!(environment.run(&["sql", count, "-f", "csv"]).success(), "posts,uses\r\n2,0\r\n");
    let reasons = "SELECT reason, records FROM load_rejects";
    assert_eq!(
        environment.run(&["sql", reasons, "-f", "csv"]).success(),
        "reason,records\r\ntext longer than 1 MiB,1\r\n"
    );
    let rejects = fs::read_to_string(environment.path("rejects.jsonl")).unwrap();
    let reject: serde_json::Value = serde_json::from_str(rejects.trim_end()).unwrap();
    assert_eq!(reject["reason"], "text longer than 1 MiB", "{reject}");
    assert!(reject.to_string().contains("#tide #tide"), "{reject}");
    let strict = environment.run(&["load", "a.json", "--strict", "--db", "other.db"]);
    assert_eq!(strict.code, 1, "{strict}");
    assert!(strict.stderr.contains("text longer than 1 MiB"), "{strict}");
}
