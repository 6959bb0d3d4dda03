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

/// What a hit costs must not grow with the text: the 6,000 of this one took more than half a minute when it did.
#[test]
fn the_words_of_a_long_text_are_listed_with_what_stands_around_them() {
    let environment = Environment::new();
    // Folding makes strasse of it, so that the folded text is longer than the text.
    let text = "Ab straße ".repeat(6000).trim_end().to_owned();
    let even = "ab ab cd ".repeat(2000).trim_end().to_owned();
    Export::new(7, "Gazette")
        .post(1, NEW_YEAR + DAY, &text)
        .post(2, NEW_YEAR, &even)
        .write(environment.folder(), "a.json");
    environment.run(&["load", "a.json"]).success();
    environment.run(&["index", "--words"]).success();
    let rows = environment
        .run(&["run", "keyword-in-context", "--words", "ab", "--timeout", "30", "-f", "json"])
        .json();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 6000 + 4000);
    // The 6,000 begin 10 characters after one another; of the others two begin in each 9.
    let starts = (0..6000).map(|hit| (&text, hit * 10));
    let starts = starts.chain((0..4000).map(|hit| (&even, hit / 2 * 9 + hit % 2 * 3)));
    for (row, (text, start)) in rows.iter().zip(starts) {
        let part = |from: usize, count: usize| text.chars().skip(from).take(count).collect::<String>();
        let before = start.min(40);
        assert_eq!(row["left"], part(start - before, before), "{start}");
        assert_eq!(row["word"], part(start, 2), "{start}");
        assert_eq!(row["right"], part(start + 2, 40), "{start}");
    }
}
