//! Databases of other programs, rows of wrong types, files that are cut, and how long all of it takes.

use proptest::prelude::*;

use super::*;

#[test]
fn rows_of_wrong_types_are_rejects_with_their_place() {
    let long = crate::input::RECORD_LIMIT + 1;
    let rows = [
        message("1, 'message', '2024-03-19 07:03:06', NULL, 'a', NULL, NULL, 11, NULL"),
        message("2, 'message', '2024-03-19 07:03:06', NULL, x'61', NULL, NULL, 11, NULL"),
        message("3, '', '2024-03-19 07:03:06', NULL, 'c', NULL, NULL, 11, NULL"),
        message(&format!(
            "4, 'message', '2024-03-19 07:03:06', NULL, CAST(zeroblob({long}) AS TEXT), NULL, NULL, 11, NULL"
        )),
        message("5, 'message', '2024-03-19 07:03:06', 'x', CAST(x'61FF' AS TEXT), x'00', 'x', 'x', 'x'"),
    ];
    let records = records(&format!("{PEOPLE}{}", rows.concat()));
    let outline: Vec<_> = records
        .iter()
        .filter_map(|record| match record {
            Record::Post(post) => Some(format!("{} {}", post.external_id.clone().unwrap(), post.text)),
            Record::Reject(reject) => Some(format!(
                "{}, {}: {}",
                reject.place,
                reject.external_id.clone().unwrap_or_default(),
                reject.reason
            )),
            _ => None,
        })
        .collect();
    assert_eq!(
        outline,
        [
            "1 a",
            "row 2, 2: a text that is no text",
            "row 3, 3: no type of message",
            "row 4, 4: longer than 32 MiB",
            "5 a\u{FFFD}",
        ]
    );
}

#[test]
fn text_that_is_not_utf_8_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let row =
        message("5, 'message', '2024-03-19 07:03:06', NULL, CAST(x'61FF' AS TEXT), NULL, NULL, 11, NULL");
    let path = database(folder.path(), &format!("{SCHEMA}{row}"));
    let mut reader = open(page(&path)).unwrap();
    assert!(reader.is_ordered() && !reader.is_complete());
    assert_eq!(reader.bytes_read(), 0);
    while reader.next_record().unwrap().is_some() {}
    assert_eq!(reader.bad_bytes(), Some(BadBytes { records: 1, first: Place::Row(1) }));
    assert_eq!(reader.bytes_read(), std::fs::metadata(&path).unwrap().len());
}

#[test]
fn other_databases_are_refused_clearly() {
    let folder = tempfile::tempdir().unwrap();
    for sql in [
        "CREATE TABLE posts (id INTEGER PRIMARY KEY, text);",
        "CREATE TABLE messages (id INTEGER PRIMARY KEY, text);",
        "CREATE VIEW messages AS SELECT 1 AS id, 'message' AS type, '' AS date, '' AS content, 1 AS user_id;",
        "CREATE VIRTUAL TABLE messages USING fts5 (id, type, date, content, user_id);",
    ] {
        let path = database(folder.path(), sql);
        let error = open(page(&path)).err().expect(sql);
        assert_eq!(error.to_string(), "'data.sqlite' is an SQLite database, not an export");
        assert_eq!(error.hints(), ["to work with a store, name it with --db"]);
        assert!(!looks_like(&std::fs::read(&path).unwrap()), "{sql}");
    }
}

#[test]
fn a_database_cut_anywhere_gives_what_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = (1..=400)
        .map(|id| {
            message(&format!(
                "{id}, 'message', '2024-03-19 07:03:06', NULL, hex(zeroblob(100)), NULL, NULL, 11, NULL"
            ))
        })
        .collect();
    let path = database(folder.path(), &format!("{SCHEMA}BEGIN;{PEOPLE}{rows}COMMIT;"));
    let whole = std::fs::read(&path).unwrap();
    let cut = folder.path().join("cut.sqlite");
    let mut most = 0;
    for length in (0..whole.len()).step_by(1021) {
        std::fs::write(&cut, &whole[..length]).unwrap();
        let Ok(reader) = open(page(&cut)) else { continue };
        let records = drain(reader);
        assert!(matches!(records.last(), Some(Record::Cut(Place::Row(_)))), "{length}");
        most = most.max(posts(&records).len());
    }
    assert!(most > 300, "{most}");
}

#[test]
fn many_rows_take_linear_time() {
    let folder = tempfile::tempdir().unwrap();
    let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
        INSERT INTO messages SELECT i * 1000, 'message', '2024-03-19 07:03:06', NULL, 'a', NULL, NULL, i, NULL FROM n;
        INSERT INTO users SELECT user_id, '', 'Anna', '', '', '' FROM messages;";
    let path = database(folder.path(), &format!("{SCHEMA}{sql}"));
    assert_eq!(drain(open(page(&path)).unwrap()).len(), 100_001);
}

/// A value of any type, as SQL.
fn any_value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("NULL".to_owned()),
        Just("'message'".to_owned()),
        Just("'2024-03-19 07:03:06'".to_owned()),
        any::<i64>().prop_map(|number| number.to_string().replace("-9223372036854775808", "0")),
        "[a-z#@😀 ]{0,9}".prop_map(|text| format!("'{text}'")),
        Just("x'00FF'".to_owned()),
        Just("7.5".to_owned()),
        Just("CAST(x'FF' AS TEXT)".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn posts_events_and_rejects_make_the_rows(rows in prop::collection::vec(prop::collection::vec(any_value(), 8), 0..20)) {
        let mut sql = format!("{SCHEMA}INSERT INTO users VALUES (1, 'a', 'b', NULL, '', NULL);");
        for (index, values) in rows.iter().enumerate() {
            write!(sql, "INSERT OR IGNORE INTO messages VALUES ({}, {});", index + 1, values.join(", ")).unwrap();
        }
        let folder = tempfile::tempdir().unwrap();
        let path = database(folder.path(), &sql);
        let count: u32 = Connection::open(&path).unwrap().query_row("SELECT count(*) FROM messages", [], |row| row.get(0)).unwrap();
        let records = drain(open(page(&path)).unwrap());
        prop_assert_eq!(records.len(), count as usize + 1);
    }
}
