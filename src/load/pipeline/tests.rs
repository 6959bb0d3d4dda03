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

/// Messages of a channel as Telethon writes them: id, day of June 2024 where it is told, text.
fn messages(rows: &[(usize, Option<usize>, &str)]) -> tempfile::NamedTempFile {
    let mut json = String::new();
    for (id, day, text) in rows {
        let date =
            day.map(|day| format!(r#""date": "2024-06-{day:02}T10:00:00+00:00", "#)).unwrap_or_default();
        let peer = r#"{"_": "PeerChannel", "channel_id": 1234567}"#;
        writeln!(json, r#"{{"_": "Message", "id": {id}, "peer_id": {peer}, {date}"message": "{text}"}}"#)
            .expect("written");
    }
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), json).expect("written");
    file
}

/// What is known of the days of these posts: the day, and its bounds.
fn days(connection: &Connection, ids: &[usize]) -> Vec<[Option<String>; 3]> {
    let sql = "SELECT posted_on, not_before, not_after FROM posts JOIN channels USING (channel_id)
               WHERE channels.external_id = '1234567' AND external_no = ?1";
    let day = |id: &usize| {
        connection
            .query_row(sql, [*id as i64], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))
            .expect("a post")
    };
    ids.iter().map(day).collect()
}

#[test]
fn neighbours_tell_no_day_once_the_input_is_seen_not_to_run_from_old_to_new() {
    let dateline = r"📍 New York, June 20\n\nWe met the press.\nIt was long.";
    let mut rows: Vec<_> = (1..=200).map(|id| (id, Some(1 + id / 20), "told")).collect();
    // Between two posts of the second of June.
    rows[24].1 = None;
    rows.extend([
        (300, Some(12), "told"),
        (250, None, dateline),
        (251, None, "not told"),
        (301, Some(28), "told"),
    ]);
    let (file, other) = (messages(&rows), export(3, None));
    let [file, other] = [file.path(), other.path()].map(|path| path.display().to_string());
    // As the first input, which is read once, and as a later one, whose records are kept from the first look at it.
    for inputs in [vec![file.clone()], vec![other, file]] {
        let (connection, report) =
            load_temporary(&inputs, &LoadOptions::default(), &mut Silent).expect("a store");
        assert!(report.is_complete());
        let second = Some("2024-06-02".to_owned());
        assert_eq!(
            days(&connection, &[25, 250, 251]),
            [[None, second.clone(), second], [None, None, None], [None, None, None]],
            "{inputs:?}"
        );
        assert_eq!(report.inputs.last().map(|input| input.undated), Some(3));
    }
}
