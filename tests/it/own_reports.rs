//! Reports that lie in a folder which is loaded: their posts came from the exports beside them, and count once.

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};

fn posts(environment: &Environment) -> String {
    environment.run(&["sql", "SELECT count(*) AS posts FROM posts", "-f", "csv"]).success()
}

/// A folder with an export of two posts, the store of it, and reports with and without records.
fn with_reports() -> Environment {
    let environment = Environment::new();
    Export::new(7, "Gazette")
        .post(1, NEW_YEAR, "Ships come in #harbour")
        .post(2, NEW_YEAR + DAY, "Fog #harbour")
        .write(environment.folder(), "export.json");
    assert_eq!(environment.run(&["load", "export.json"]).code, 0);
    let own = "SELECT channel_name AS name, posted_at, text FROM v_posts";
    for words in [
        &["run", "posts", "-o", "week/posts.csv"][..],
        &["run", "posts", "-o", "week/posts.jsonl"],
        &["run", "sample-posts", "-o", "week/sample.json"],
        &["sql", own, "-o", "week/own.csv"],
    ] {
        std::fs::create_dir_all(environment.path("week")).unwrap();
        let outcome = environment.run(words);
        assert_eq!(outcome.code, 0, "{outcome}");
    }
    for (format, name) in
        [("csv", "week/printed.csv"), ("tsv", "week/printed.tsv"), ("jsonl", "week/printed.jsonl")]
    {
        environment.write(name, environment.run(&["run", "posts", "-f", format]).success());
    }
    environment
}

#[test]
fn reports_in_a_folder_that_is_loaded_count_no_post_again() {
    let environment = with_reports();
    let outcome = environment.run(&["load", "."]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(
        outcome.stderr.contains(
            "warning: 7 files are reports that Chancery wrote, and left out; the first is './week/own.csv' (to load one \
             all the same: name it, with --as FORMAT)\n"
        ),
        "{outcome}"
    );
    assert_eq!(posts(&environment), "posts\r\n2\r\n");
    let from = environment.run(&["run", "overview", "--from", ".", "-f", "csv"]).stdout;
    assert!(from.lines().nth(1).unwrap().starts_with("1,2,"), "{from}");
}

#[test]
fn a_report_that_is_named_is_loaded_where_the_user_says_what_it_is() {
    let environment = with_reports();
    let refused = environment.run(&["load", "week/own.csv"]);
    assert_eq!(
        (refused.code, refused.stderr.as_str()),
        (
            1,
            "error: 'week/own.csv' is a report that Chancery wrote: its posts came from other inputs\n  \
             to load it all the same: --as csv\n"
        )
    );
    assert_eq!(posts(&environment), "posts\r\n2\r\n");
    let loaded =
        environment.run(&["load", "week/own.csv", "--as", "csv", "--db", "other.db", "--channel", "Gazette"]);
    assert_eq!(loaded.code, 0, "{loaded}");
    let count =
        environment.run(&["sql", "SELECT count(*) AS posts FROM posts", "-f", "csv", "--db", "other.db"]);
    assert_eq!(count.success(), "posts\r\n2\r\n");
}
