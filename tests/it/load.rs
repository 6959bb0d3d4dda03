//! Loading: what comes into the store, again and again, and what never does.

use std::fs;
use std::path::{Path, PathBuf};

use chancery::clock::Clock;
use chancery::load::{self, LoadOptions, LoadReport, Outcome, Silent};
use chancery::store::{self, check, forget, summaries};
use chancery::{Error, ErrorKind};
use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::json;
use tempfile::TempDir;

use crate::export::{DAY, Export, NEW_YEAR};

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn store(&self) -> PathBuf {
        self.path("a.db")
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).expect("a file");
        path
    }

    fn load_with(&self, inputs: &[&Path], options: &LoadOptions) -> Result<LoadReport, Error> {
        let inputs: Vec<String> = inputs.iter().map(|path| path.display().to_string()).collect();
        load::load(&self.store(), &inputs, options, &mut Silent)
    }

    fn load(&self, inputs: &[&Path]) -> LoadReport {
        let report = self.load_with(inputs, &options()).expect("a report");
        assert!(report.failure.is_none(), "{report:?}");
        report
    }

    fn open(&self) -> Connection {
        store::open_read_only(&self.store()).expect("a store")
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder.path())
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
            .collect();
        names.sort();
        names
    }
}

fn options() -> LoadOptions {
    LoadOptions {
        clock: Clock::Fixed("2025-06-01T12:00:00Z".parse().expect("an instant")),
        ..LoadOptions::default()
    }
}

fn rows(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).expect("sql");
    let columns = statement.column_count();
    let mut rows = statement.query([]).expect("rows");
    let mut lines = Vec::new();
    while let Some(row) = rows.next().expect("a row") {
        let cells: Vec<String> = (0..columns)
            .map(|column| match row.get_ref(column).expect("a cell") {
                rusqlite::types::ValueRef::Null => "-".to_owned(),
                rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                rusqlite::types::ValueRef::Real(number) => number.to_string(),
                rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                rusqlite::types::ValueRef::Blob(bytes) => format!("{bytes:?}"),
            })
            .collect();
        lines.push(cells.join("|"));
    }
    lines
}

/// All that the store says, without its own ids and without the loads.
fn content(connection: &Connection) -> Vec<String> {
    let mut all = rows(
        connection,
        "SELECT c.platform, c.external_id, c.handle, c.name, p.external_id, p.posted_at, p.posted_local, p.posted_on,
            p.posted_raw, p.date_basis, p.not_before, p.not_after, p.is_forward, f.name, p.reply_to_external_id,
            p.album_size, p.views, p.forwards, p.edited_at, p.title, p.text, hex(p.text_key), p.text_length
         FROM posts AS p JOIN channels AS c USING (channel_id) LEFT JOIN channels AS f ON f.channel_id = p.forwarded_from_id
         ORDER BY c.external_id, c.name, p.external_no, p.external_id, p.text",
    );
    let per_post = "JOIN posts AS p USING (post_id) JOIN channels AS c USING (channel_id)";
    for sql in [
        format!("SELECT c.name, p.external_no, u.position, h.tag, u.spelling, u.start FROM post_hashtags AS u JOIN hashtags AS h USING (hashtag_id) {per_post} ORDER BY 1, 2, 3"),
        format!("SELECT c.name, p.external_no, u.position, e.kind, e.name, u.spelling FROM mentions AS u JOIN entities AS e USING (entity_id) {per_post} ORDER BY 1, 2, 3"),
        format!("SELECT c.name, p.external_no, u.position, u.marker, u.ordinal, u.text FROM talking_points AS u {per_post} ORDER BY 1, 2, 3"),
        format!("SELECT c.name, p.external_no, u.position, u.kind, u.external_id FROM media AS u {per_post} ORDER BY 1, 2, 3"),
        format!("SELECT c.name, p.external_no, u.kind, u.reaction, u.count FROM reactions AS u {per_post} ORDER BY 1, 2, 3, 4"),
        format!("SELECT c.name, p.external_no, u.text, u.edited_at FROM post_versions AS u {per_post} ORDER BY 1, 2, 3"),
        "SELECT c.name, e.external_no, e.happened_at, e.action, e.detail FROM channel_events AS e JOIN channels AS c USING (channel_id) ORDER BY 1, 2".to_owned(),
        "SELECT h.tag, m.month, c.name, m.is_forward, m.posts, m.uses, m.first_on, m.last_on FROM hashtag_months AS m JOIN hashtags AS h USING (hashtag_id) JOIN channels AS c USING (channel_id) ORDER BY 1, 2, 3, 4".to_owned(),
    ] {
        all.extend(rows(connection, &sql));
    }
    all
}

fn assert_sound(connection: &Connection) {
    for finding in check::check(connection).expect("a check") {
        assert_eq!(finding.problems, Vec::<String>::new(), "{}", finding.what);
    }
}

fn counts(report: &LoadReport) -> Vec<(u64, u64, u64, u64)> {
    report
        .inputs
        .iter()
        .map(|input| (input.counts.new, input.counts.changed, input.counts.unchanged, input.rejected()))
        .collect()
}

fn gazette() -> Export {
    Export::new(1_234_567_890, "Gazette")
        .post(1, NEW_YEAR, "Welcome\n• first #Rivers point\n• second @valdoria_mfa point")
        .post(2, NEW_YEAR + DAY, "#rivers and #Реки")
        .with(&json!({"forwarded_from": "Old Gazette"}))
        .post(5, NEW_YEAR + 40 * DAY, "#أنهار again")
}

#[test]
fn a_load_fills_every_table_that_it_can() {
    let desk = Desk::new();
    let export = gazette().write(desk.folder.path(), "result.json");
    assert_eq!(counts(&desk.load(&[&export])), [(3, 0, 0, 0)]);
    let store = desk.open();
    assert_eq!(
        rows(
            &store,
            "SELECT external_id, posted_at, posted_local, posted_on, date_basis, is_forward, title FROM posts ORDER BY post_id"
        ),
        [
            "1|2024-01-01T00:00:00Z|2024-01-01T00:00:00|2024-01-01|timestamp|0|Welcome",
            "2|2024-01-02T00:00:00Z|2024-01-02T00:00:00|2024-01-02|timestamp|1|-",
            "5|2024-02-10T00:00:00Z|2024-02-10T00:00:00|2024-02-10|timestamp|0|-",
        ]
    );
    assert_eq!(
        rows(
            &store,
            "SELECT h.tag, m.month, m.is_forward, m.posts, m.uses, m.first_on FROM hashtag_months AS m JOIN hashtags AS h USING (hashtag_id) ORDER BY 1, 2, 3"
        ),
        [
            "rivers|2024-01|0|1|1|2024-01-01",
            "rivers|2024-01|1|1|1|2024-01-02",
            "реки|2024-01|1|1|1|2024-01-02",
            "أنهار|2024-02|0|1|1|2024-02-10",
        ]
    );
    assert_eq!(
        rows(&store, "SELECT marker, text FROM talking_points ORDER BY position"),
        ["•|first #Rivers point", "•|second @valdoria_mfa point"]
    );
    assert_eq!(
        rows(
            &store,
            "SELECT u.spelling, t.position FROM post_hashtags AS u JOIN talking_points AS t USING (talking_point_id)"
        ),
        ["Rivers|1"]
    );
    assert_eq!(
        rows(&store, "SELECT DISTINCT kind, name FROM mentions JOIN entities USING (entity_id)"),
        ["handle|valdoria_mfa"]
    );
    assert_eq!(
        rows(&store, "SELECT name, external_id FROM channels ORDER BY channel_id"),
        ["Gazette|1234567890", "Old Gazette|-"]
    );
    assert_eq!(
        rows(&store, "SELECT first_no, last_no, as_of, is_complete FROM load_ranges"),
        ["1|5|2024-02-10T00:00:00Z|1"]
    );
    assert_eq!(
        rows(&store, "SELECT count(*), min(day), max(day) FROM calendar"),
        ["366|2024-01-01|2024-12-31"]
    );
    assert_sound(&store);
    assert_eq!(desk.names(), ["a.db", "result.json"]);
}

#[test]
fn the_same_bytes_again_change_not_one_byte_of_the_store() {
    let desk = Desk::new();
    let export = gazette().write(desk.folder.path(), "result.json");
    let copy = gazette().write(desk.folder.path(), "copy.json");
    desk.load(&[&export]);
    let before = fs::read(desk.store()).expect("the store");
    let report = desk.load(&[&export, &copy]);
    assert!(
        report.inputs.iter().all(|input| matches!(input.outcome, Outcome::AlreadyLoaded(1))),
        "{report:?}"
    );
    assert!(fs::read(desk.store()).expect("the store") == before, "the store was changed");
    assert_eq!(desk.names(), ["a.db", "copy.json", "result.json"]);
}

#[test]
fn a_later_export_adds_changes_and_leaves_posts() {
    let desk = Desk::new();
    let first = gazette().write(desk.folder.path(), "first.json");
    let second = Export::new(1_234_567_890, "Gazette, renamed")
        .post(2, NEW_YEAR + DAY, "#rivers and #Реки")
        .with(&json!({"forwarded_from": "Old Gazette"}))
        .post(5, NEW_YEAR + 40 * DAY, "#lakes instead")
        .edited(NEW_YEAR + 41 * DAY)
        .post(6, NEW_YEAR + 50 * DAY, "new")
        .write(desk.folder.path(), "second.json");
    desk.load(&[&first]);
    assert_eq!(counts(&desk.load(&[&second])), [(1, 1, 1, 0)]);
    let store = desk.open();
    assert_eq!(
        rows(&store, "SELECT external_no, text FROM posts WHERE external_no > 2 ORDER BY 1"),
        ["5|#lakes instead", "6|new"]
    );
    assert_eq!(
        rows(&store, "SELECT p.external_no, v.text FROM post_versions AS v JOIN posts AS p USING (post_id)"),
        ["5|#أنهار again"]
    );
    assert_eq!(rows(&store, "SELECT name FROM channels WHERE external_id IS NOT NULL"), ["Gazette, renamed"]);
    assert_eq!(
        rows(
            &store,
            "SELECT tag FROM hashtags AS h WHERE EXISTS (SELECT * FROM hashtag_months AS m WHERE m.hashtag_id = h.hashtag_id) ORDER BY 1"
        ),
        ["lakes", "rivers", "реки"]
    );
    assert_sound(&store);
}

#[test]
fn an_older_export_never_overwrites_a_newer_text() {
    let old = Export::new(77, "Gazette").post(1, NEW_YEAR, "one").post(2, NEW_YEAR + DAY, "two #a");
    let new = Export::new(77, "Gazette")
        .post(1, NEW_YEAR, "one, corrected #b")
        .edited(NEW_YEAR + 3 * DAY)
        .with(&json!({"reactions": [{"type": "emoji", "count": 7, "emoji": "🔥"}]}))
        .post(3, NEW_YEAR + 4 * DAY, "three");
    let stores = [[&old, &new], [&new, &old]].map(|order| {
        let desk = Desk::new();
        for (number, export) in order.into_iter().enumerate() {
            let path = export.write(desk.folder.path(), &format!("{number}.json"));
            desk.load(&[&path]);
        }
        let store = desk.open();
        assert_sound(&store);
        (content(&store), desk)
    });
    assert_eq!(stores[0].0, stores[1].0);
    assert!(stores[0].0.iter().any(|line| line.contains("one, corrected")));
    assert_eq!(rows(&stores[1].1.open(), "SELECT text FROM post_versions"), ["one"]);
}

#[test]
fn an_input_that_cannot_be_loaded_does_not_keep_the_others_out() {
    let desk = Desk::new();
    let good = gazette().write(desk.folder.path(), "good.json");
    let missing = desk.path("missing.json");
    let empty = desk.write("empty.json", "");
    let report = desk.load(&[&missing, &good, &empty]);
    assert!(!report.is_complete());
    let failed: Vec<String> = report
        .inputs
        .iter()
        .filter_map(|input| match &input.outcome {
            Outcome::Failed(error) => Some(error.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(failed.len(), 2, "{failed:?}");
    assert!(failed[0].contains("missing.json") && failed[1].contains("empty.json"), "{failed:?}");
    assert_eq!(rows(&desk.open(), "SELECT count(*) FROM posts"), ["3"]);
}

#[test]
fn a_first_load_that_brings_nothing_makes_no_store() {
    let desk = Desk::new();
    let report = desk.load(&[&desk.path("missing.json")]);
    assert!(!report.is_complete());
    assert_eq!(desk.names(), Vec::<String>::new());
}

#[test]
fn a_strict_load_keeps_nothing_of_an_input_with_a_bad_record() {
    let desk = Desk::new();
    let good = gazette().write(desk.folder.path(), "good.json");
    let mut bad = Export::new(5, "Bad").post(1, NEW_YEAR, "fine").post(2, NEW_YEAR, "no date");
    (bad.rows[1]["date"], bad.rows[1]["date_unixtime"]) = ("soon".into(), "soon".into());
    let bad = bad.write(desk.folder.path(), "bad.json");
    desk.load(&[&good]);
    let before = fs::read(desk.store()).expect("the store");
    let strict = LoadOptions { strict: true, ..options() };
    let report = desk.load_with(&[&bad], &strict).expect("a report");
    let Outcome::Failed(error) = &report.inputs[0].outcome else { panic!("{report:?}") };
    assert!(error.to_string().contains("bad.json: byte "), "{error}");
    assert!(fs::read(desk.store()).expect("the store") == before, "the store was changed");
    // Without --strict the bad records are counted.
    assert_eq!(counts(&desk.load(&[&bad])), [(1, 0, 0, 1)]);
    assert_eq!(rows(&desk.open(), "SELECT sum(records) FROM load_rejects"), ["1"]);
}

#[test]
fn a_dry_run_counts_and_keeps_nothing() {
    let desk = Desk::new();
    let export = gazette().write(desk.folder.path(), "result.json");
    let dry = LoadOptions { dry_run: true, ..options() };
    assert_eq!(counts(&desk.load_with(&[&export], &dry).expect("a report")), [(3, 0, 0, 0)]);
    assert_eq!(desk.names(), ["result.json"]);
    let other = Export::new(9, "Other").post(1, NEW_YEAR, "x").write(desk.folder.path(), "other.json");
    desk.load(&[&other]);
    let before = fs::read(desk.store()).expect("the store");
    assert_eq!(counts(&desk.load_with(&[&export], &dry).expect("a report")), [(3, 0, 0, 0)]);
    assert!(fs::read(desk.store()).expect("the store") == before, "the store was changed");
}

#[test]
fn a_dry_run_counts_each_input_behind_those_before_it() {
    let desk = Desk::new();
    let other = Export::new(9, "Other").post(1, NEW_YEAR, "x").write(desk.folder.path(), "other.json");
    let export = gazette();
    let more = gazette().post(9, NEW_YEAR + 9 * DAY, "later").write(desk.folder.path(), "more.json");
    let bad = Export::new(5, "Bad").post(1, NEW_YEAR, "fine").post(2, NEW_YEAR, "no date");
    let bad = bad
        .json()
        .replacen("\"date_unixtime\": \"1704067200\"", "\"x\": 1", 2)
        .replace("2024-01-01T00:00:00", "soon");
    let bad = desk.write("bad.json", bad);
    let [one, same] = ["one.json", "same.json"].map(|name| export.write(desk.folder.path(), name));
    let dry = LoadOptions { dry_run: true, strict: true, ..options() };
    let inputs: [&Path; 4] = [&one, &same, &bad, &more];
    // What one more post and one bad input come to, with a store and without.
    let expected = [(3, 0, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0), (1, 0, 3, 0)];
    assert_eq!(counts(&desk.load_with(&inputs, &dry).expect("a report")), expected);
    desk.load(&[&other]);
    let before = fs::read(desk.store()).expect("the store");
    let report = desk.load_with(&inputs, &dry).expect("a report");
    assert_eq!(counts(&report), expected);
    assert!(matches!(report.inputs[1].outcome, Outcome::AlreadyLoaded(_)), "{report:?}");
    assert!(matches!(report.inputs[2].outcome, Outcome::Failed(_)), "{report:?}");
    assert!(fs::read(desk.store()).expect("the store") == before, "the store was changed");
}

#[test]
fn a_truncated_export_gives_what_is_whole_and_can_be_completed() {
    let desk = Desk::new();
    let whole = gazette().json();
    let end = whole.rfind("\"id\": 5").expect("the last post");
    let cut = desk.write("cut.json", &whole[..end]);
    let report = desk.load(&[&cut]);
    assert_eq!(counts(&report), [(2, 0, 0, 0)]);
    assert!(report.inputs[0].cut.is_some());
    assert_eq!(
        rows(
            &desk.open(),
            "SELECT l.is_whole, r.is_complete FROM loads AS l JOIN load_ranges AS r USING (load_id)"
        ),
        ["0|0"]
    );
    let whole = desk.write("whole.json", whole);
    assert_eq!(counts(&desk.load(&[&whole])), [(1, 0, 2, 0)]);
    assert_sound(&desk.open());
}

#[test]
fn readers_go_on_reading_and_the_store_is_one_file_again() {
    let desk = Desk::new();
    let first = gazette().write(desk.folder.path(), "first.json");
    let second = Export::new(5, "Other").post(1, NEW_YEAR, "x").write(desk.folder.path(), "second.json");
    let third = Export::new(6, "Third").post(1, NEW_YEAR, "x").write(desk.folder.path(), "third.json");
    desk.load(&[&first]);
    desk.load(&[&second]);
    // Bytes 18 and 19 of an SQLite file: 1 is a rollback journal, 2 is WAL.
    assert_eq!(fs::read(desk.store()).expect("the store")[18..20], [1, 1]);
    assert_eq!(desk.names(), ["a.db", "first.json", "second.json", "third.json"]);
    let reader = desk.open();
    reader.execute_batch("BEGIN").expect("a snapshot");
    assert_eq!(rows(&reader, "SELECT count(*) FROM posts"), ["4"]);
    // The reader began before WAL was entered and holds the file: the loader says so instead of waiting for ever.
    let outcome = desk.load_with(&[&third], &options());
    assert_eq!(rows(&reader, "SELECT count(*) FROM posts"), ["4"]);
    drop(reader);
    let is_loaded = outcome.is_ok_and(|report| report.is_complete());
    let posts = rows(&desk.open(), "SELECT count(*) FROM posts");
    assert_eq!(posts, [if is_loaded { "5" } else { "4" }]);
}

#[test]
fn a_second_loader_is_told_that_the_store_is_held() {
    let desk = Desk::new();
    let export = gazette().write(desk.folder.path(), "result.json");
    let _lock =
        store::lock::StoreLock::acquire(&desk.store(), "2024-07-16T14:03:22Z".parse().expect("an instant"))
            .expect("a lock");
    let error = desk.load_with(&[&export], &options()).expect_err("it is held");
    assert_eq!(error.kind(), ErrorKind::Locked);
    assert!(!desk.store().exists());
}

#[test]
fn the_leavings_of_a_killed_first_load_are_taken_over() {
    let desk = Desk::new();
    let export = gazette().write(desk.folder.path(), "result.json");
    desk.write("a.db-loading", "half a store");
    desk.write("a.db-loading-journal", "half a journal");
    desk.write("a.db-lock", "process 1\n");
    desk.load(&[&export]);
    assert_eq!(desk.names(), ["a.db", "result.json"]);
    assert_sound(&desk.open());
}

#[test]
fn days_are_those_of_the_reporting_zone() {
    let desk = Desk::new();
    // 2024-01-31T23:30:00Z is 2024-02-01 in Prague and 2024-01-31 in UTC.
    let export = Export::new(5, "Late")
        .post(1, NEW_YEAR + 31 * DAY - 1800, "#late")
        .write(desk.folder.path(), "late.json");
    let prague = LoadOptions { time_zone: Some("Europe/Prague".to_owned()), ..options() };
    desk.load_with(&[&export], &prague).expect("a report");
    assert_eq!(
        rows(&desk.open(), "SELECT posted_at, posted_local, posted_on FROM posts"),
        ["2024-01-31T23:30:00Z|2024-02-01T00:30:00|2024-02-01"]
    );
    assert_eq!(rows(&desk.open(), "SELECT month FROM hashtag_months"), ["2024-02"]);
    let same = LoadOptions { time_zone: Some("europe/prague".to_owned()), ..options() };
    assert!(desk.load_with(&[&export], &same).is_ok());
    let error = desk
        .load_with(&[&export], &LoadOptions { time_zone: Some("UTC".to_owned()), ..options() })
        .expect_err("the zone is chosen once");
    assert_eq!(error.exit_code(), 2);
}

#[test]
fn an_implausible_date_never_stretches_the_calendar() {
    let desk = Desk::new();
    let export = Export::new(5, "Odd")
        .post(1, NEW_YEAR, "fine")
        .post(2, 4_102_444_800, "in 2100")
        .post(3, 86_400, "in 1970")
        .write(desk.folder.path(), "odd.json");
    desk.load(&[&export]);
    let store = desk.open();
    assert_eq!(
        rows(
            &store,
            "SELECT external_no, posted_on, posted_raw FROM posts WHERE posted_on IS NULL AND external_no = 2"
        ),
        ["2|-|2100-01-01T00:00:00Z"]
    );
    assert_eq!(rows(&store, "SELECT min(year), max(year) FROM calendar"), ["2024|2024"]);
    assert_sound(&store);
}

const DIGEST: &str = "Forwarded from Harbour News
Ferry timetable for spring
Today, on April 24, the first boat leaves. #Ferry
Today, on April 24, the first boat leaves. #Ferry
Forwarded from Harbour News
No day here #Ferry
Forwarded from Harbour News
The new pier
📍 Lind, May 3, 2024
It is open.
📍 Lind, May 3, 2024
It is open.
Forwarded from Harbour News
After the last day
";

#[test]
fn neighbours_date_the_undated_posts_of_an_ordered_input() {
    let desk = Desk::new();
    let digest = desk.write("harbour.txt", DIGEST);
    let report = desk.load(&[&digest]);
    let store = desk.open();
    assert_eq!(
        rows(&store, "SELECT posted_at, date_basis, not_before, not_after FROM posts ORDER BY post_id"),
        ["2024-04-24|text|-|-", "-|-|2024-04-24|2024-05-03", "2024-05-03|dateline|-|-", "-|-|2024-05-03|-",]
    );
    assert_eq!(report.inputs[0].undated, 2);
    assert_eq!(rows(&store, "SELECT name FROM channels ORDER BY 1"), ["Harbour News", "harbour"]);
    assert_eq!(
        rows(&store, "SELECT month, posts FROM post_months ORDER BY 1"),
        ["2024-04|1", "2024-05|1", "undated|2"]
    );
    assert_sound(&store);
}

#[test]
fn posts_without_ids_are_known_again_and_adopt_the_ids_of_an_export() {
    let with_ids = Export::new(42, "Harbour").post(7, NEW_YEAR + 200 * DAY, "No day here #Ferry").post(
        8,
        NEW_YEAR + 201 * DAY,
        "Only in the export",
    );
    let channel = LoadOptions { channel: Some("Harbour".to_owned()), ..options() };
    let named = LoadOptions { channel: Some("42".to_owned()), ..options() };
    let contents: Vec<Vec<String>> = [false, true]
        .into_iter()
        .map(|ids_first| {
            let desk = Desk::new();
            let digest = desk.write("harbour.txt", DIGEST);
            let longer = desk.write("longer.txt", format!("{DIGEST}Forwarded from Harbour News\nOne more\n"));
            let export = with_ids.write(desk.folder.path(), "result.json");
            if ids_first {
                desk.load(&[&export]);
                desk.load_with(&[&digest], &channel).expect("a report");
            } else {
                desk.load_with(&[&digest], &named).expect("a report");
                desk.load(&[&export]);
            }
            let again = desk.load_with(&[&longer], &named).expect("a report");
            assert_eq!(counts(&again), [(1, 0, 4, 0)]);
            let store = desk.open();
            assert_eq!(rows(&store, "SELECT count(*), count(external_id) FROM posts"), ["6|2"]);
            assert_eq!(
                rows(&store, "SELECT external_no, posted_on FROM posts WHERE text LIKE 'No day%'"),
                ["7|2024-07-19"]
            );
            assert_sound(&store);
            content(&store)
        })
        .collect();
    assert_eq!(contents[0], contents[1]);
}

#[test]
fn a_named_channel_is_the_one_with_posts_and_not_the_source_of_a_forward() {
    let desk = Desk::new();
    let harbour = Export::new(42, "Harbour")
        .post(1, NEW_YEAR, "own")
        .post(2, NEW_YEAR, "taken over")
        .with(&json!({"forwarded_from": "Harbour"}));
    let export = harbour.write(desk.folder.path(), "result.json");
    let page = desk.write("page.txt", "Forwarded from Quay\nFrom a page\n");
    desk.load(&[&export]);
    desk.load_with(&[&page], &LoadOptions { channel: Some("harbour".to_owned()), ..options() })
        .expect("a report");
    assert_eq!(
        rows(
            &desk.open(),
            "SELECT c.external_id, count(*) FROM posts JOIN channels AS c USING (channel_id) GROUP BY 1"
        ),
        ["42|3"]
    );
}

#[test]
fn what_is_forgotten_leaves_no_trace_and_can_be_loaded_again() {
    let desk = Desk::new();
    let export = gazette().write(desk.folder.path(), "result.json");
    let secret = Export::new(99, "Secret Club")
        .post(1, NEW_YEAR, "Hush-hush-words #Unspeakable @club_secretary")
        .write(desk.folder.path(), "secret.json");
    desk.load(&[&export, &secret]);
    let connection = store::open_for_writing(&desk.store()).expect("a store");
    connection.execute_batch("BEGIN").expect("a transaction");
    let gone = forget::forget_channel(&connection, 3).expect("forgotten");
    connection.execute_batch("COMMIT").expect("kept");
    drop(connection);
    assert_eq!((gone.posts, gone.channel_is_still_named), (1, false));
    let bytes = fs::read(desk.store()).expect("the store");
    for trace in ["Hush-hush", "Unspeakable", "unspeakable", "club_secretary", "Secret Club"] {
        assert!(!bytes.windows(trace.len()).any(|window| window == trace.as_bytes()), "{trace}");
    }
    assert_sound(&desk.open());
    assert_eq!(counts(&desk.load(&[&secret])), [(1, 0, 0, 0)]);
    assert_sound(&desk.open());
}

/// A step in the life of a store.
#[derive(Debug, Clone)]
enum Step {
    Load { channel: i64, posts: Vec<(i64, i64, usize, bool)> },
    ForgetPost(i64),
    ForgetChannel(i64),
}

const TEXTS: [&str; 6] = [
    "#a #b",
    "#A @someone",
    "plain",
    "• one #c\n• two #a",
    "#b #b #b https://harbour.example/1 https://harbour.example/2",
    "",
];

fn step() -> impl Strategy<Value = Step> {
    let post = (1_i64..8, 0_i64..90, 0..TEXTS.len(), any::<bool>());
    prop_oneof![
        6 => (1_i64..3, proptest::collection::vec(post, 1..6)).prop_map(|(channel, posts)| Step::Load { channel, posts }),
        1 => (1_i64..12).prop_map(Step::ForgetPost),
        1 => (1_i64..4).prop_map(Step::ForgetChannel),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn summaries_equal_a_recount_after_any_history(steps in proptest::collection::vec(step(), 1..7)) {
        let desk = Desk::new();
        for (number, step) in steps.into_iter().enumerate() {
            match step {
                Step::Load { channel, posts } => {
                    let export = posts.into_iter().fold(Export::new(channel, &format!("channel {channel}")), |export, (id, day, text, is_edited)| {
                        let export = export.post(id, NEW_YEAR + day * DAY, TEXTS[text]);
                        let export = if id % 3 == 0 { export.with(&json!({"forwarded_from": "Elsewhere"})) } else { export };
                        let export = if day % 2 == 0 { export.with(&json!({"reactions": [{"type": "emoji", "count": day, "emoji": "👍"}]})) } else { export };
                        if is_edited { export.edited(NEW_YEAR + 100 * DAY + i64::try_from(number).expect("small")) } else { export }
                    });
                    let path = export.write(desk.folder.path(), &format!("{number}.json"));
                    let report = desk.load(&[&path]);
                    prop_assert!(report.is_complete());
                }
                Step::ForgetPost(_) | Step::ForgetChannel(_) if !desk.store().exists() => {}
                Step::ForgetPost(post_id) => {
                    let connection = store::open_for_writing(&desk.store()).expect("a store");
                    let _ = forget::forget_post(&connection, post_id);
                }
                Step::ForgetChannel(channel_id) => {
                    let connection = store::open_for_writing(&desk.store()).expect("a store");
                    forget::forget_channel(&connection, channel_id).expect("forgotten");
                }
            }
            if desk.store().exists() {
                let connection = desk.open();
                prop_assert_eq!(summaries::differences(&connection).expect("a recount"), Vec::<&str>::new());
                assert_sound(&connection);
            }
        }
    }
}
