use std::fmt::Write;
use std::fs::OpenOptions;
use std::path::PathBuf;

use rusqlite::Connection;

use crate::load::{LoadOptions, Observer, Outcome, Silent, load_temporary};
use crate::{ErrorKind, store};

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

/// Writes behind an input as soon as it is read.
struct Appender(PathBuf);

impl Observer for Appender {
    fn finishing(&mut self) {
        let mut file = OpenOptions::new().append(true).open(&self.0).expect("the input");
        std::io::Write::write_all(&mut file, b" ").expect("written");
    }
}

fn indexes(connection: &Connection) -> Vec<String> {
    let sql = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name";
    let mut statement = connection.prepare(sql).expect("a statement");
    let found = statement.query_map([], |row| row.get(0)).expect("indexes");
    found.collect::<rusqlite::Result<_>>().expect("indexes")
}

#[test]
fn an_input_that_fails_after_its_indexes_were_made_leaves_a_store_with_all_of_them() {
    let file = export(100, None);
    let input = file.path().display().to_string();
    let mut appender = Appender(file.path().to_owned());
    let (connection, report) =
        load_temporary(&[input], &LoadOptions::default(), &mut appender).expect("a store");
    assert!(
        matches!(&report.inputs[0].outcome, Outcome::Failed(error) if error.to_string().contains("changed"))
    );
    let posts: i64 =
        connection.query_row("SELECT count(*) FROM posts", [], |row| row.get(0)).expect("a count");
    assert_eq!(posts, 0);
    let all = indexes(&store::create_temporary().expect("a store"));
    assert!(all.len() > 30, "{}", all.len());
    assert_eq!(indexes(&connection), all);
}

/// How far an input is read, each time it is told.
#[derive(Default)]
struct Progress(Vec<(u64, u64)>);

impl Observer for Progress {
    fn progress(&mut self, bytes: u64, posts: u64) {
        self.0.push((bytes, posts));
    }
}

#[test]
fn progress_never_goes_back_however_much_is_found_in_a_post() {
    // What is found in one of these posts weighs as much as a batch.
    let tags = "#valdoria ".repeat(2000);
    let mut json = String::from(r#"{"name": "Valdoria", "type": "public_channel", "id": 1, "messages": ["#);
    for id in 1..=70 {
        let comma = if id == 1 { "" } else { "," };
        write!(
            json,
            r#"{comma}{{"id": {id}, "type": "message", "date": "2024-05-03T10:00:00", "text": "{tags}"}}"#
        )
        .expect("written");
    }
    json.push_str("]}");
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), &json).expect("written");
    let mut progress = Progress::default();
    let input = file.path().display().to_string();
    load_temporary(&[input], &LoadOptions::default(), &mut progress).expect("a store");
    assert!(progress.0.is_sorted(), "{:?}", progress.0);
    assert!(progress.0.len() >= 70, "{:?}", progress.0);
    assert_eq!(progress.0.last(), Some(&(json.len() as u64, 70)), "all is read and written");
}
