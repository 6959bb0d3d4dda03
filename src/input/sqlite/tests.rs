use std::io::Write;

use super::*;

/// A database made of these statements.
fn database(folder: &Path, sql: &str) -> PathBuf {
    let path = folder.join("a b%c?d#é.db");
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch(sql).unwrap();
    path
}

fn page(path: &Path) -> Page {
    Page { name: "x".to_owned(), file: File::open(path).unwrap(), path: Some(path.to_owned()) }
}

/// The same, as if it came through a pipe.
fn nameless(path: &Path) -> Page {
    Page { path: None, ..page(path) }
}

fn texts(database: &Database) -> Vec<String> {
    let mut texts = Vec::new();
    let end = database
        .batch("SELECT t FROM a ORDER BY _rowid_", [], |row| {
            texts.push(row.get(0)?);
            Ok(0)
        })
        .unwrap();
    assert_eq!(end, BatchEnd::Done);
    texts
}

fn files(folder: &Path) -> Vec<(std::ffi::OsString, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn a_database_is_read_by_name_and_without_and_not_touched() {
    for mode in ["DELETE", "WAL"] {
        let folder = tempfile::tempdir().unwrap();
        let sql =
            format!("PRAGMA journal_mode = {mode}; CREATE TABLE a (t); INSERT INTO a VALUES ('x'), ('y');");
        let path = database(folder.path(), &sql);
        let before = files(folder.path());
        assert_eq!(before.len(), 1, "nothing is left beside it");
        for page in [page(&path), nameless(&path)] {
            let database = Database::open(page).unwrap();
            assert_eq!(texts(&database), ["x", "y"], "{mode}");
            assert!(!database.is_cut());
            assert_eq!(files(folder.path()), before, "while it is read: {mode}");
            drop(database);
            assert_eq!(files(folder.path()), before, "{mode}");
        }
    }
}

#[test]
fn a_database_in_a_folder_that_cannot_be_written_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path =
        database(folder.path(), "PRAGMA journal_mode = WAL; CREATE TABLE a (t); INSERT INTO a VALUES (1);");
    let permissions = |read_only: bool| {
        let mut permissions = fs::metadata(folder.path()).unwrap().permissions();
        permissions.set_readonly(read_only);
        fs::set_permissions(folder.path(), permissions).unwrap();
    };
    permissions(true);
    let is_read = Database::open(page(&path)).is_ok();
    permissions(false);
    assert!(is_read);
}

#[test]
fn what_a_writer_left_in_its_log_is_read_from_a_copy() {
    let folder = tempfile::tempdir().unwrap();
    let path =
        database(folder.path(), "PRAGMA journal_mode = WAL; CREATE TABLE a (t); INSERT INTO a VALUES ('x');");
    let writer = Connection::open(&path).unwrap();
    writer.execute_batch("PRAGMA wal_autocheckpoint = 0; INSERT INTO a VALUES ('y');").unwrap();
    let before = files(folder.path());
    assert_eq!(before.len(), 3, "a log and its index");
    let database = Database::open(page(&path)).unwrap();
    assert_eq!(texts(&database), ["x", "y"]);
    assert_eq!(files(folder.path()), before);
    drop(database);
    assert_eq!(files(folder.path()), before);
    let without_log = Database::open(nameless(&path)).unwrap();
    assert_eq!(texts(&without_log), ["x"], "through a pipe there is no log");
}

#[test]
fn a_change_that_its_writer_did_not_finish_is_taken_back_in_a_copy() {
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path(), "CREATE TABLE a (t); INSERT INTO a VALUES ('x'); CREATE TABLE b (t);");
    let writer = Connection::open(&path).unwrap();
    // With so small a cache the unfinished change reaches the file, and the journal is hot.
    writer
        .execute_batch(
            "PRAGMA cache_size = 1; BEGIN; UPDATE a SET t = 'z' WHERE t = 'x';
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
             INSERT INTO b SELECT hex(zeroblob(1000)) FROM n;",
        )
        .unwrap();
    let journal = PathBuf::from(format!("{}-journal", path.display()));
    let copies = tempfile::tempdir().unwrap();
    let copied = copies.path().join("c.db");
    fs::copy(&path, &copied).unwrap();
    fs::copy(&journal, copies.path().join("c.db-journal")).unwrap();
    let before = files(copies.path());
    let unfinished = Database::open(nameless(&copied)).unwrap();
    let has_x = unfinished.connection().query_row("SELECT 1 FROM a WHERE t = 'x'", [], |_| Ok(()));
    assert!(has_x.is_err(), "the change did reach the file");
    let database = Database::open(page(&copied)).unwrap();
    assert_eq!(texts(&database), ["x"]);
    assert_eq!(files(copies.path()), before);
}

#[test]
fn a_cut_file_is_read_as_far_as_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "INSERT INTO a SELECT printf('%04d', value) || hex(zeroblob(200)) FROM generate_rows;";
    let sql = format!(
        "CREATE TABLE a (t); CREATE TABLE generate_rows (value);
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)
         INSERT INTO generate_rows SELECT i FROM n; {rows}"
    );
    let path = database(folder.path(), &sql);
    let whole = fs::read(&path).unwrap();
    let read = |bytes: &[u8]| {
        let cut = folder.path().join("cut.db");
        fs::write(&cut, bytes).unwrap();
        let database = Database::open(page(&cut))?;
        let mut count = 0_u64;
        let mut last = 0;
        loop {
            let end =
                database.batch("SELECT _rowid_ FROM a WHERE _rowid_ > ?1 ORDER BY _rowid_", [last], |row| {
                    last = row.get(0)?;
                    count += 1;
                    Ok(0)
                });
            match end {
                Ok(BatchEnd::Full) => {}
                Ok(end) => return Ok::<_, Error>((count, end, database.is_cut())),
                Err(error) => return Err(refused("x", error)),
            }
        }
    };
    assert_eq!(read(&whole).unwrap(), (900, BatchEnd::Done, false));
    let mut counts = Vec::new();
    for part in 1..40 {
        match read(&whole[..whole.len() * part / 40]) {
            Ok((count, end, is_cut)) => {
                assert!(is_cut && (end == BatchEnd::Damaged || count == 900));
                counts.push(count);
            }
            Err(error) => assert!(part < 4, "{part}: {error}"),
        }
    }
    assert!(counts.is_sorted() && *counts.last().unwrap() > 700, "{counts:?}");
}

#[test]
fn any_damage_is_an_error_or_an_end() {
    let folder = tempfile::tempdir().unwrap();
    let path =
        database(folder.path(), "CREATE TABLE a (t); INSERT INTO a VALUES (hex(zeroblob(3000))), ('y');");
    let whole = fs::read(&path).unwrap();
    let damaged = folder.path().join("d.db");
    for at in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xFF;
        fs::write(&damaged, &bytes).unwrap();
        let Ok(database) = Database::open(page(&damaged)) else { continue };
        let _ = database.table("a");
        let _ = database.batch("SELECT t FROM a", [], |row| Cell::read(row, 0, &mut false).map(|_| 0));
    }
    fs::write(&damaged, b"SQLite format 3\0and nothing more").unwrap();
    let error = Database::open(page(&damaged)).unwrap_err();
    assert_eq!(error.to_string(), "the database 'x' is damaged: nothing in it can be read");
    assert_eq!(error.hints().len(), 1);
}

#[test]
fn views_and_virtual_tables_are_no_tables() {
    let folder = tempfile::tempdir().unwrap();
    let path = database(
        folder.path(),
        "CREATE TABLE Real (ID INTEGER PRIMARY KEY, t); CREATE VIEW v AS SELECT 1 AS t;
         CREATE VIRTUAL TABLE f USING fts5 (t);
         CREATE TRIGGER g AFTER INSERT ON Real BEGIN SELECT 1; END;",
    );
    let database = Database::open(page(&path)).unwrap();
    let table = database.table("real").unwrap().unwrap();
    assert!(table.has("id") && table.has("T") && !table.has("u"));
    assert_eq!((table.key_place("Id"), table.key_place("t")), (Some(1), Some(0)));
    for name in ["v", "f", "g", "missing"] {
        assert!(database.table(name).unwrap().is_none(), "{name}");
    }
    let sql = |sql: &str| database.connection().query_row(sql, [], |_| Ok(())).is_ok();
    assert!(!sql("SELECT * FROM v"), "views are off");
    assert!(!sql("SELECT load_extension('x')"));
    assert!(database.connection().execute_batch("ATTACH ':memory:' AS b").is_err());
    assert!(database.connection().execute_batch("INSERT INTO Real VALUES (1, 2)").is_err());
}

#[test]
fn a_cell_over_the_limit_is_told_without_being_held() {
    let folder = tempfile::tempdir().unwrap();
    let path = database(
        folder.path(),
        &format!("CREATE TABLE a (t, u); INSERT INTO a VALUES (zeroblob({RECORD_LIMIT}), 'x'), ('a', 'b');"),
    );
    let database = Database::open(page(&path)).unwrap();
    let select = database.table("a").unwrap().unwrap().select(&["t", "absent", "u"]);
    let mut rows = Vec::new();
    database
        .batch(&format!("SELECT {select} FROM a"), [], |row| {
            let cells = [0, 1, 2, 3].map(|column| Cell::read(row, column, &mut false).unwrap());
            rows.push(cells);
            Ok(0)
        })
        .unwrap();
    let text = |text: &str| Cell::Text(text.to_owned());
    assert_eq!(
        rows,
        [
            [Cell::Integer(1), Cell::Null, Cell::Null, Cell::Null],
            [Cell::Integer(0), text("a"), Cell::Null, text("b")],
        ]
    );
}

#[test]
fn cells_of_every_type_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = database(
        folder.path(),
        "CREATE TABLE a (t); INSERT INTO a VALUES (NULL), (7), (7.9), ('a' || char(0)), (x'00'),
         (CAST(x'61FF' AS TEXT)), (' 8 ');",
    );
    let database = Database::open(page(&path)).unwrap();
    let (mut cells, mut bad) = (Vec::new(), Vec::new());
    database
        .batch("SELECT t FROM a", [], |row| {
            let mut is_bad = false;
            cells.push(Cell::read(row, 0, &mut is_bad)?);
            bad.push(is_bad);
            Ok(0)
        })
        .unwrap();
    let text = |text: &str| Cell::Text(text.to_owned());
    assert_eq!(
        cells,
        [
            Cell::Null,
            Cell::Integer(7),
            Cell::Real(7.9),
            text("a\u{FFFD}"),
            Cell::Blob,
            text("a\u{FFFD}"),
            text(" 8 "),
        ]
    );
    assert_eq!(bad, [false, false, false, false, false, true, false]);
    let integers: Vec<_> = cells.iter().map(Cell::integer).collect();
    assert_eq!(integers, [None, Some(7), Some(7), None, None, None, Some(8)]);
}

#[test]
fn batches_end_when_they_are_full() {
    let folder = tempfile::tempdir().unwrap();
    let path = database(
        folder.path(),
        "CREATE TABLE a (t); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
         INSERT INTO a SELECT i FROM n;",
    );
    let database = Database::open(page(&path)).unwrap();
    let count = |bytes: usize| {
        let mut count = 0;
        let end = database.batch("SELECT t FROM a", [], |_| {
            count += 1;
            Ok(bytes)
        });
        (count, end.unwrap())
    };
    assert_eq!(count(0), (BATCH_ROWS, BatchEnd::Full));
    assert_eq!(count(BATCH_BYTES / 2), (2, BatchEnd::Full));
}

#[test]
fn a_table_is_told_by_the_first_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = database(
        folder.path(),
        "PRAGMA page_size = 512; CREATE table \"Messages\" (id INTEGER PRIMARY KEY, user_id, reply_to);",
    );
    let head = fs::read(&path).unwrap();
    assert!(defines(&head, "messages", &["USER_ID", "reply_to"]));
    assert!(!defines(&head, "message", &["user_id"]));
    assert!(!defines(&head, "messages", &["media_id"]));
    assert!(!defines(b"SQLite format 3\0", "messages", &[]));
}

#[test]
fn a_database_that_is_being_written_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path(), "CREATE TABLE a (t);");
    let writer = Connection::open(&path).unwrap();
    writer.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;").unwrap();
    let connection = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let error = connection.query_row("SELECT count(*) FROM a", [], |_| Ok(())).unwrap_err();
    assert_eq!(refused("x", error).to_string(), "the database 'x' is being written");
}

#[test]
fn a_nameless_page_is_read_from_its_beginning() {
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path(), "CREATE TABLE a (t); INSERT INTO a VALUES ('x');");
    let mut spooled = tempfile::tempfile().unwrap();
    spooled.write_all(&fs::read(&path).unwrap()).unwrap();
    let database = Database::open(Page { name: "-".to_owned(), file: spooled, path: None }).unwrap();
    assert_eq!(texts(&database), ["x"]);
}
