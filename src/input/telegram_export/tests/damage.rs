//! Databases of other programs, rows of wrong types, files that are cut, and how long all of it takes.

use proptest::prelude::*;

use super::*;

#[test]
fn other_databases_are_refused_clearly() {
    let folder = tempfile::tempdir().unwrap();
    for sql in [
        "CREATE TABLE posts (id INTEGER PRIMARY KEY, text);",
        "CREATE TABLE Message (ID INTEGER PRIMARY KEY, ContextID, Date, Message);",
        "CREATE TABLE messages (id INTEGER PRIMARY KEY, type, date, edit_date, content, reply_to, user_id, media_id);",
        "CREATE VIEW Message AS SELECT 1 AS ID, 2 AS ContextID, 3 AS Date, 'x' AS Message;",
    ] {
        let path = database(folder.path(), sql);
        let error = open(page(&path)).err().expect(sql);
        assert_eq!(error.to_string(), "'export.db' is an SQLite database, not an export");
        assert!(!looks_like(&std::fs::read(&path).unwrap()), "{sql}");
    }
}

#[test]
fn rows_of_wrong_types_are_rejects_with_their_place() {
    let long = crate::input::RECORD_LIMIT + 1;
    let rows = message("1, 11, 1710831786, NULL, x'61', NULL, NULL, NULL, NULL, NULL, NULL, NULL")
        + &message("'two', 11, 1710831786, NULL, 'b', NULL, NULL, NULL, NULL, NULL, NULL, NULL")
        + &message("3, 'x', 'y', 'z', 'c', 'z', 'z', x'00', 'z', 'z', x'00', x'00'")
        + &message(&format!(
            "4, 11, 1710831786, NULL, CAST(zeroblob({long}) AS TEXT), NULL, NULL, NULL, NULL, NULL, NULL, NULL"
        ))
        + &message("5, 11, 'soon', 'x', CAST(x'61FF' AS TEXT), 'x', 'x', x'00', 'x', 'x', x'00', NULL");
    let outline: Vec<_> = records(&rows)
        .iter()
        .filter_map(|record| match record {
            Record::Post(post) => {
                Some(format!("{} {} {:?}", post.external_id.clone().unwrap(), post.text, post.posted_raw))
            }
            Record::Reject(reject) => Some(format!("{}: {}", reject.place, reject.reason)),
            _ => None,
        })
        .collect();
    assert_eq!(
        outline,
        [
            "row 1: a text that is no text",
            "row 2: longer than 32 MiB",
            "5 a\u{FFFD} Some(\"soon\")",
            "row 4: no id",
            "row 5: no id",
        ]
    );
}

#[test]
fn a_database_cut_anywhere_gives_what_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = (1..=400)
        .map(|id| {
            message(&format!(
                "{id}, {}, 1710831786, NULL, hex(zeroblob(100)), NULL, NULL, NULL, NULL, NULL, NULL, NULL",
                id % 3 + 1
            ))
        })
        .collect();
    let path = database(folder.path(), &format!("{SCHEMA}BEGIN;{rows}COMMIT;"));
    let whole = std::fs::read(&path).unwrap();
    let cut = folder.path().join("cut.db");
    let mut most = 0;
    for length in (0..whole.len()).step_by(1021) {
        std::fs::write(&cut, &whole[..length]).unwrap();
        let Ok(reader) = open(page(&cut)) else { continue };
        let records = drain(reader);
        assert!(matches!(records.last(), Some(Record::Cut(Place::Row(_)))), "{length}");
        most = most.max(posts(&records).len());
    }
    assert!(most > 200, "{most}");
}

#[test]
fn many_contexts_and_rows_take_linear_time() {
    let folder = tempfile::tempdir().unwrap();
    let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
        INSERT INTO Message SELECT i, i % 3000 + 1, 1710831786, i % 20000, 'a', NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM n;";
    let path = database(folder.path(), &format!("{SCHEMA}{sql}"));
    let mut reader = open(page(&path)).unwrap();
    assert!(reader.is_ordered() && !reader.is_complete());
    assert_eq!(reader.bytes_read(), 0);
    let mut count = 0;
    while reader.next_record().unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, 60_000 + 3000);
    assert_eq!(reader.bytes_read(), std::fs::metadata(&path).unwrap().len());
}

/// A value of any type, as SQL.
fn any_value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("NULL".to_owned()),
        (-2_000_000_000_000_i64..2_000_000_000_000).prop_map(|number| number.to_string()),
        "[a-z#@😀,;0-9 ]{0,9}".prop_map(|text| format!("'{text}'")),
        Just("x'00FF'".to_owned()),
        Just("7.5".to_owned()),
        Just("CAST(x'FF' AS TEXT)".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn posts_events_and_rejects_make_the_rows(rows in prop::collection::vec(prop::collection::vec(any_value(), 12), 0..20)) {
        let mut sql = SCHEMA.to_owned();
        for values in &rows {
            write!(sql, "INSERT OR IGNORE INTO Message VALUES ({});", values.join(", ")).unwrap();
        }
        let folder = tempfile::tempdir().unwrap();
        let path = database(folder.path(), &sql);
        let count: u32 = Connection::open(&path).unwrap().query_row("SELECT count(*) FROM Message", [], |row| row.get(0)).unwrap();
        let records = drain(open(page(&path)).unwrap());
        prop_assert_eq!(records.len() - channels(&records).len(), count as usize);
    }
}
