use std::fmt::Write;

use crate::ErrorKind;
use crate::load::{LoadOptions, Outcome, Silent, load_temporary};

/// More posts than may be on their way at once, the `bad` one without a date.
fn export(posts: usize, bad: Option<usize>) -> tempfile::NamedTempFile {
    let mut json = String::from(r#"{"name": "Valdoria", "type": "public_channel", "id": 1, "messages": ["#);
    for id in 1..=posts {
        let date = if bad == Some(id) { "no day" } else { "2024-05-03T10:00:00" };
        let comma = if id == 1 { "" } else { "," };
        write!(json, r#"{comma}{{"id": {id}, "type": "message", "date": "{date}", "text": "post {id}"}}"#)
            .expect("written");
    }
    json.push_str("]}");
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), json).expect("written");
    file
}

fn outcome(file: &tempfile::NamedTempFile, strict: bool) -> Outcome {
    let options = LoadOptions { strict, ..LoadOptions::default() };
    let input = file.path().display().to_string();
    let (connection, mut report) = load_temporary(&[input], &options, &mut Silent).expect("a store");
    let posts: i64 =
        connection.query_row("SELECT count(*) FROM posts", [], |row| row.get(0)).expect("a count");
    let report = report.inputs.pop().expect("an input");
    assert_eq!(u64::try_from(posts).ok(), Some(report.counts.posts()));
    report.outcome
}

#[test]
fn a_long_input_is_loaded_whole() {
    assert!(matches!(outcome(&export(5000, None), true), Outcome::Loaded));
}

#[test]
fn a_writer_that_gives_up_early_does_not_leave_the_reader_waiting() {
    for bad in [1, 40, 600, 5000] {
        let Outcome::Failed(error) = outcome(&export(5000, Some(bad)), true) else { panic!("{bad}") };
        assert_eq!(error.kind(), ErrorKind::Input, "{bad}");
    }
}
