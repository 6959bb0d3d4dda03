//! Reports that are published with filters, of which those that name an index depend on how SQLite reads a literal.

use serde_json::Value;

use crate::cli_record::samples;
use crate::environment::Environment;
use crate::interop::{is_there, sqlite3};
use crate::three_posts::write;

/// The bundled queries that name an index.
fn that_name_an_index() -> Vec<String> {
    let mut found = Vec::new();
    for group in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/queries")).unwrap() {
        for file in std::fs::read_dir(group.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if std::fs::read_to_string(&path).unwrap().contains("INDEXED BY") {
                found.push(path.file_stem().unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

fn rows(environment: &Environment, arguments: &[&str]) -> Value {
    let told = environment.run(arguments);
    assert_eq!(told.code, 0, "{arguments:?}: {told}");
    serde_json::from_str(&told.stdout).unwrap()
}

#[test]
fn each_filter_can_be_published_and_gives_the_rows_of_run() {
    let environment = samples();
    let names = that_name_an_index();
    assert!(names.iter().any(|name| name == "channel-summary"), "{names:?}");
    let channels = rows(&environment, &["channels", "-f", "json"]);
    let channel = channels[0]["name"].as_str().unwrap().to_owned();
    let mut with_rows = 0;
    for name in &names {
        for filter in [
            &["--since", "2025-03"][..],
            &["--until", "2025-03"],
            &["--words", "river"],
            &["--tag", "river"],
            &["--name", "Valdoria"],
            &["--channel", "first"],
        ] {
            let filter: Vec<&str> =
                filter.iter().map(|word| if *word == "first" { channel.as_str() } else { word }).collect();
            let published = environment.run(&[&["queries", "publish", name.as_str()][..], &filter].concat());
            assert_eq!(published.code, 0, "{name} {filter:?}: {published}");
            let run = rows(&environment, &[&["run", name.as_str()][..], &filter, &["-f", "json"]].concat());
            let view = format!("SELECT * FROM report_{}", name.replace('-', "_"));
            assert_eq!(rows(&environment, &["sql", &view, "-f", "json"]), run, "{name} {filter:?}");
            with_rows += usize::from(run.as_array().is_some_and(|rows| !rows.is_empty()));
        }
    }
    assert!(with_rows >= names.len(), "{with_rows} of the reports have rows");
}

/// A view that the parser of another tool gives up on takes all of the store away from it.
#[test]
fn other_tools_can_read_a_store_whatever_is_published() {
    let environment = samples();
    let published = environment.run(&["queries", "publish", "keyword-in-context", "--words", "river"]);
    assert_eq!(published.code, 0, "{published}");
    if is_there("sqlite3") {
        let counted = "SELECT count(*) AS rows FROM report_keyword_in_context";
        let run = rows(
            &environment,
            &["run", "keyword-in-context", "--words", "river", "-f", "json", "--limit", "0"],
        );
        assert!(run.as_array().unwrap().len() > 1);
        assert_eq!(sqlite3(&environment, counted)[0]["rows"], run.as_array().unwrap().len());
    }
    let nested = |brackets: usize| {
        format!("-- Nested\n\nSELECT {}1{} AS one\n", "abs(".repeat(brackets), ")".repeat(brackets))
    };
    write(&environment, "queries/nested.sql", &nested(16));
    let published = environment.run(&["queries", "publish", "nested"]);
    assert_eq!(published.code, 0, "{published}");
    write(&environment, "queries/nested.sql", &nested(17));
    let refused = environment.run(&["queries", "publish", "nested"]);
    assert_eq!(refused.code, 1, "{refused}");
    assert!(refused.stderr.contains("more than 16 brackets are open at once"), "{refused}");
    let checked = environment.run(&["queries", "check", "nested"]);
    assert!(checked.to_string().contains("warning: queries/nested.sql: more than 16 brackets"), "{checked}");
}
