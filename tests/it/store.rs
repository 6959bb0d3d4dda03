//! The store's file: what is a store and what is not, its schema, its lock.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chancery::ErrorKind;
use chancery::store::lock::StoreLock;
use chancery::store::{self, FileKind, migrate};
use rusqlite::Connection;
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// An empty store at `path`, made as the migrations say, without the loader.
fn make_store(path: &Path) -> Connection {
    let mut connection = Connection::open(path).expect("a database");
    migrate::migrate(&mut connection).expect("the schema");
    connection
}

fn opening_leaves_it(path: &Path, expected: &str) {
    let before = fs::read(path).expect("the file");
    for error in [
        store::open_read_only(path).expect_err("it is refused"),
        store::open_for_writing(path).expect_err("it is refused"),
    ] {
        assert_eq!(error.kind(), ErrorKind::Store);
        assert!(error.to_string().contains(expected), "{error}");
        assert!(error.to_string().contains("untouched"), "{error}");
    }
    assert!(fs::read(path).expect("the file") == before, "the file was changed");
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_untouched() {
    let folder = folder();
    let path = folder.path().join("notes.db");
    fs::write(&path, "these are my notes, ".repeat(50)).expect("the file");
    opening_leaves_it(&path, "is not a database");
}

#[test]
fn a_database_of_another_program_is_refused_and_left_untouched() {
    let folder = folder();
    let path = folder.path().join("other.db");
    Connection::open(&path)
        .expect("a database")
        .execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
        .expect("rows");
    opening_leaves_it(&path, "Chancery did not make");
}

#[test]
fn a_store_of_a_newer_version_is_refused_and_left_untouched() {
    let folder = folder();
    let path = folder.path().join("newer.db");
    make_store(&path).execute_batch("PRAGMA user_version = 4242").expect("a version");
    opening_leaves_it(&path, "newer version of Chancery (schema 4242");
}

#[test]
fn a_damaged_store_is_an_error_and_no_panic() {
    let folder = folder();
    let path = folder.path().join("damaged.db");
    drop(make_store(&path));
    let mut bytes = fs::read(&path).expect("the file");
    for byte in &mut bytes[100..8000] {
        *byte = 0xA5;
    }
    fs::write(&path, &bytes).expect("the file");
    let error = store::open_read_only(&path).expect_err("it is refused");
    assert_eq!(error.kind(), ErrorKind::Store);
    assert!(error.to_string().contains("damaged"), "{error}");
}

#[test]
fn a_file_is_known_by_its_first_bytes() {
    let folder = folder();
    let path = folder.path().join("a.db");
    assert_eq!(store::file_kind(&path).expect("a kind"), FileKind::Missing);
    fs::write(&path, "").expect("the file");
    assert_eq!(store::file_kind(&path).expect("a kind"), FileKind::Empty);
    drop(make_store(&path));
    assert_eq!(store::file_kind(&path).expect("a kind"), FileKind::Store);
    let error = store::file_kind(folder.path()).expect_err("a folder is no store");
    assert!(error.to_string().contains("is a folder"), "{error}");
}

#[test]
fn a_reading_connection_cannot_write() {
    let folder = folder();
    let path = folder.path().join("a.db");
    drop(make_store(&path));
    // The first one that opens it gives it the dictionary.
    drop(store::open_read_only(&path).expect("a store"));
    let before = fs::read(&path).expect("the file");
    let connection = store::open_read_only(&path).expect("a store");
    connection.execute("DELETE FROM settings", []).expect_err("it is read-only");
    drop(connection);
    assert!(fs::read(&path).expect("the file") == before, "the file was changed");
    let left: Vec<_> = fs::read_dir(folder.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(left, ["a.db"]);
}

#[test]
fn one_loader_holds_the_lock_and_the_next_is_told_who() {
    let folder = folder();
    let path = folder.path().join("a.db");
    let now = "2024-07-16T14:03:22Z".parse().expect("an instant");
    let lock = StoreLock::acquire(&path, now).expect("a lock");
    let error = StoreLock::acquire(&path, now).expect_err("it is held");
    assert_eq!(error.kind(), ErrorKind::Locked);
    let message = error.to_string();
    assert!(
        message.contains(&format!("process {}, since 2024-07-16T14:03:22Z", std::process::id())),
        "{message}"
    );
    drop(lock);
    assert!(!folder.path().join("a.db-lock").exists());
    drop(StoreLock::acquire(&path, now).expect("it is free again"));
}

#[test]
fn the_leavings_of_a_dead_loader_do_not_hold_the_lock() {
    let folder = folder();
    let path = folder.path().join("a.db");
    fs::write(folder.path().join("a.db-lock"), "process 1, since 2020-01-01T00:00:00Z\n").expect("the file");
    drop(StoreLock::acquire(&path, "2024-07-16T14:03:22Z".parse().expect("an instant")).expect("a lock"));
}

/// refinery keeps these in every store: a landed migration that changes by a byte could not be opened any
/// more. Add a line for a new one; never change one.
const CHECKSUMS: [(i32, &str, u64); 23] = [
    (1, "settings_and_loads", 4_288_337_418_415_694_404),
    (2, "channels_and_posts", 7_368_082_626_227_987_010),
    (3, "facts_in_posts", 11_560_258_047_974_774_499),
    (4, "summaries", 1_382_975_513_183_666_414),
    (5, "views", 6_003_488_500_044_805_524),
    (6, "evidence_and_what_is_gone", 3_635_572_624_524_715_636),
    (7, "named_entities", 8_644_402_041_383_912_362),
    (8, "point_groups", 4_810_194_700_723_190_057),
    (9, "kinds_of_points", 348_423_690_059_060_990),
    (10, "hashtag_totals", 17_383_929_825_710_289_288),
    (11, "words_of_texts", 13_506_336_960_190_235_604),
    (12, "counts_of_posts", 6_374_438_600_851_202_951),
    (13, "counts_for_reports", 16_405_728_517_234_466_193),
    (14, "state_of_point_groups", 9_470_150_686_555_296_213),
    (15, "spellings_of_hashtags", 881_332_153_692_655_736),
    (16, "counts_of_names", 9_860_164_765_294_489_085),
    (17, "what_loads_told_of_channels", 13_037_287_871_126_036_480),
    (18, "messages_that_stand_alone", 12_499_691_936_369_563_624),
    (19, "halves_of_albums", 17_477_880_911_573_480_877),
    (20, "counts_of_point_groups", 13_115_604_424_134_386_602),
    (21, "channels_as_reports_call_them", 9_405_319_694_166_487_035),
    (22, "counts_of_messages", 5_393_154_543_551_502_141),
    (23, "views_that_fail_in_duckdb_too", 17_148_224_254_953_779_806),
];

#[test]
fn landed_migrations_never_change() {
    let found: Vec<(i32, String, u64)> = migrate::migrations()
        .into_iter()
        .map(|migration| (migration.version, migration.name, migration.checksum))
        .collect();
    let found: Vec<(i32, &str, u64)> =
        found.iter().map(|(version, name, sum)| (*version, name.as_str(), *sum)).collect();
    assert_eq!(found, CHECKSUMS);
}

#[test]
fn migrations_are_numbered_without_gaps_and_tell_the_version_to_any_tool() {
    let migrations = migrate::migrations();
    for (number, migration) in (1..).zip(&migrations) {
        assert_eq!(migration.version, number);
        assert!(
            migration.sql.trim_end().ends_with(&format!("PRAGMA user_version = {number};")),
            "{}",
            migration.name
        );
        assert!(!migration.sql.contains('\r'), "{}", migration.name);
    }
    assert_eq!(usize::try_from(migrate::newest()).expect("a count"), migrations.len());
}

#[test]
fn migrating_twice_is_migrating_once() {
    let mut connection = Connection::open_in_memory().expect("a database");
    migrate::migrate(&mut connection).expect("the schema");
    migrate::migrate(&mut connection).expect("the schema again");
    let id: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0)).expect("an id");
    assert_eq!(id, store::APPLICATION_ID);
    assert_eq!(migrate::version(&connection).expect("a version"), migrate::newest());
}

fn texts(connection: &Connection, sql: &str) -> Vec<String> {
    connection
        .prepare(sql)
        .expect("sql")
        .query_map([], |row| row.get(0))
        .expect("rows")
        .collect::<rusqlite::Result<_>>()
        .expect("texts")
}

#[test]
fn every_table_is_strict_and_every_foreign_key_has_an_index() {
    let mut connection = Connection::open_in_memory().expect("a database");
    migrate::migrate(&mut connection).expect("the schema");
    let lax = texts(
        &connection,
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND NOT strict
             AND name NOT LIKE 'sqlite_%' AND name <> 'refinery_schema_history'",
    );
    assert_eq!(lax, Vec::<String>::new());
    let keys: BTreeSet<String> = texts(
        &connection,
        r#"SELECT t.name || '.' || k."from" FROM pragma_table_list AS t, pragma_foreign_key_list(t.name) AS k
           WHERE t.schema = 'main'"#,
    )
    .into_iter()
    .collect();
    let indexed: BTreeSet<String> = texts(
        &connection,
        "SELECT t.name || '.' || c.name FROM pragma_table_list AS t, pragma_index_list(t.name) AS i,
             pragma_index_info(i.name) AS c WHERE t.schema = 'main' AND c.seqno = 0 AND c.name IS NOT NULL
         UNION
         SELECT t.name || '.' || c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
         WHERE t.schema = 'main' AND c.pk = 1",
    )
    .into_iter()
    .collect();
    assert!(keys.len() > 20, "{keys:?}");
    let bare: Vec<_> = keys.difference(&indexed).collect();
    assert!(bare.is_empty(), "{bare:?}");
}

#[test]
fn unique_keys_other_than_primary_ones_have_names() {
    let mut connection = Connection::open_in_memory().expect("a database");
    migrate::migrate(&mut connection).expect("the schema");
    let unnamed = texts(
        &connection,
        "SELECT t.name || '.' || i.name FROM pragma_table_list AS t, pragma_index_list(t.name) AS i
         WHERE t.schema = 'main' AND i.origin = 'u'",
    );
    assert_eq!(unnamed, Vec::<String>::new());
}

/// DuckDB 1.5 takes two tables of the same columns for one where a statement asks the same of both.
#[test]
fn tables_with_the_same_columns_hold_the_same_or_are_for_the_store_alone() {
    let mut connection = Connection::open_in_memory().expect("a database");
    migrate::migrate(&mut connection).expect("the schema");
    let alike = texts(
        &connection,
        "SELECT group_concat(name, ' ' ORDER BY name) FROM (
             SELECT t.name, (SELECT group_concat(c.name || ' ' || c.type ORDER BY c.cid)
                             FROM pragma_table_info(t.name) AS c) AS columns
             FROM pragma_table_list AS t WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite%')
         GROUP BY columns HAVING count(*) > 1 ORDER BY 1",
    );
    assert_eq!(
        alike,
        [
            // An index of words, and what it is made of.
            "folded_points point_words",
            "folded_posts post_words",
            // Views, and what they show.
            "grouped_points made_grouped_points",
            "made_point_channels point_channels",
            "made_point_groups point_groups",
            "made_point_months point_months",
            "made_point_pairs point_pairs",
            "made_point_standings point_standings",
            // How far the indexes are.
            "point_grouping word_index",
        ]
    );
}

#[test]
fn dropped_indexes_come_back_as_they_were() {
    let mut connection = Connection::open_in_memory().expect("a database");
    migrate::migrate(&mut connection).expect("the schema");
    let all = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name";
    let before = texts(&connection, all);
    let dropped = store::indexes::drop_secondary(&connection).expect("dropped");
    let kept =
        "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE INDEX %' ORDER BY name";
    assert_eq!(
        texts(&connection, kept),
        [
            "channel_tellings_handle",
            "channel_tellings_name",
            "channels_folded_name",
            "channels_unidentified",
            "load_ranges_channel",
            "posts_author",
            "posts_first_load",
            "posts_forwarded_from",
            "posts_gone",
            "posts_last_load",
            "posts_reply_to",
            "posts_speaker",
            "posts_views"
        ],
        "the loader finds channels by them, or keeps them up at little cost"
    );
    dropped.restore(&connection).expect("restored");
    assert_eq!(texts(&connection, all), before);
}

#[test]
fn the_calendar_knows_weeks_at_the_turn_of_a_year() {
    let mut connection = Connection::open_in_memory().expect("a database");
    migrate::migrate(&mut connection).expect("the schema");
    let day = |text: &str| text.parse::<jiff::civil::Date>().expect("a day");
    store::calendar::cover(&connection, day("2024-12-30"), day("2024-12-30")).expect("days");
    store::calendar::cover(&connection, day("2026-05-01"), day("2026-05-01")).expect("days");
    let row = |day: &str| {
        connection
            .query_row("SELECT week || ' ' || month || ' ' || quarter || ' ' || year || ' ' || weekday FROM calendar WHERE day = ?1", [day], |row| row.get::<_, String>(0))
            .expect("a day")
    };
    // ISO 8601: a week belongs to the year of its Thursday.
    assert_eq!(row("2024-12-29"), "2024-W52 2024-12 2024-Q4 2024 7");
    assert_eq!(row("2024-12-30"), "2025-W01 2024-12 2024-Q4 2024 1");
    assert_eq!(row("2024-02-29"), "2024-W09 2024-02 2024-Q1 2024 4");
    assert_eq!(row("2026-12-31"), "2026-W53 2026-12 2026-Q4 2026 4");
    let days: i64 =
        connection.query_row("SELECT count(*) FROM calendar", [], |row| row.get(0)).expect("a count");
    assert_eq!(days, 366 + 365 + 365);
}
