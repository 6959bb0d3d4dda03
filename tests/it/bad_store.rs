//! What a store that is missing, foreign, newer, damaged, locked or read-only gets from every command: one clear
//! message with the remedy, exit code 1, and every byte left as it was.

use std::fs;
use std::process::Stdio;

use rusqlite::Connection;

use crate::environment::Environment;
use crate::export::{Export, NEW_YEAR};

/// A folder with a good store, `good.db`, and an input that it does not have, `harbour.json`.
fn with_good_store() -> Environment {
    let environment = Environment::new();
    Export::new(7, "Gazette")
        .post(1, NEW_YEAR, "Ships come in #harbour")
        .write(environment.folder(), "gazette.json");
    Export::new(9, "Harbour").post(1, NEW_YEAR, "Calm").write(environment.folder(), "harbour.json");
    assert_eq!(environment.run(&["load", "gazette.json", "--db", "good.db"]).code, 0);
    environment
}

const READING: [&[&str]; 6] = [
    &["run", "top-hashtags"],
    &["sql", "SELECT 1"],
    &["check"],
    &["status"],
    &["channels"],
    &["queries", "check", "overview"],
];

const WRITING: [&[&str]; 2] = [&["load", "harbour.json"], &["forget", "7"]];

/// Asserts that each command fails with this message and leaves the store and the folder as they were.
#[track_caller]
fn assert_refused<'w>(
    environment: &Environment,
    commands: impl IntoIterator<Item = &'w [&'w str]>,
    message: &str,
) {
    let files = environment.files();
    let store = fs::read(environment.path("a.db")).ok();
    for words in commands {
        let outcome = environment.run(&[words, &["--db", "a.db"]].concat());
        assert_eq!(
            (outcome.code, outcome.stdout.as_str(), outcome.stderr),
            (1, "", format!("error: {message}\n")),
            "{words:?}"
        );
        assert!(fs::read(environment.path("a.db")).ok() == store, "{words:?} changed the store");
        assert_eq!(environment.files(), files, "{words:?}");
    }
}

fn all() -> impl Iterator<Item = &'static [&'static str]> {
    READING.into_iter().chain(WRITING)
}

#[test]
fn a_missing_store_is_made_by_a_load_only() {
    let environment = with_good_store();
    let message = "no store at 'a.db'\n  make one: chancery --db a.db load FILE…  (or choose one: --db FILE, or CHANCERY_DB)";
    assert_refused(&environment, READING.into_iter().chain([WRITING[1]]), message);
    assert_eq!(environment.run(&["load", "harbour.json", "--db", "a.db"]).code, 0);
    let outcome = environment.run(&["load", "harbour.json", "--db", "no/such/a.db"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    assert!(outcome.stderr.starts_with("error: cannot write 'no/such/a.db-lock'\n"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("--db FILE"), "{}", outcome.stderr);
}

#[test]
fn an_empty_file_is_filled_by_a_load_only() {
    let environment = with_good_store();
    environment.write("a.db", "");
    let message = "'a.db' is empty, not a store\n  fill it: chancery --db a.db load FILE…  (or choose another: --db FILE)";
    assert_refused(&environment, READING.into_iter().chain([WRITING[1]]), message);
    assert_eq!(environment.run(&["load", "harbour.json", "--db", "a.db"]).code, 0);
    assert!(environment.run(&["check", "--db", "a.db"]).success().contains("ok"));
}

#[test]
fn a_file_that_is_no_database_is_left_untouched() {
    let environment = with_good_store();
    let noise: Vec<u8> = (0..20_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for content in [&b"notes\n"[..], &"notes\n".repeat(1000).into_bytes(), &noise, b"SQLite format 3\0"] {
        environment.write("a.db", content);
        let message = "'a.db' is not a database; it was left untouched\n  choose another store: --db FILE";
        assert_refused(&environment, all(), message);
    }
}

#[test]
fn a_folder_is_no_store() {
    let environment = with_good_store();
    fs::create_dir(environment.path("a.db")).unwrap();
    for words in all() {
        let outcome = environment.run(&[words, &["--db", "a.db"]].concat());
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{words:?}");
        assert!(outcome.stderr.starts_with("error: 'a.db' is a folder, not a store\n"), "{}", outcome.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_device_is_no_store() {
    let environment = with_good_store();
    let made = std::process::Command::new("mkfifo").arg(environment.path("a.db")).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("not tried: no mkfifo");
        return;
    }
    let files = environment.files();
    for words in all() {
        // Nobody writes to the pipe, so that who reads it waits for ever.
        let outcome = environment.run(&[words, &["--db", "a.db"]].concat());
        let message = "error: 'a.db' is a pipe or a device, not a store\n";
        assert_eq!(
            (outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()),
            (1, "", message),
            "{words:?}"
        );
        assert_eq!(environment.files(), files, "{words:?}");
    }
    // Read as a file it is empty, and a new store takes the place of an empty one.
    let kind = |path: &str| chancery::store::file_kind(std::path::Path::new(path)).unwrap_err().to_string();
    assert_eq!(kind("/dev/null"), "'/dev/null' is a pipe or a device, not a store");
}

#[test]
fn a_database_of_another_program_is_left_untouched() {
    let environment = with_good_store();
    Connection::open(environment.path("a.db")).unwrap().execute_batch("CREATE TABLE posts (text)").unwrap();
    let message = "'a.db' is an SQLite database that Chancery did not make; it was left untouched\n  choose another \
                   store: --db FILE";
    assert_refused(&environment, all(), message);
}

#[test]
fn a_store_of_a_newer_version_is_left_untouched() {
    let environment = with_good_store();
    let known: i64 = {
        let store = Connection::open(environment.path("good.db")).unwrap();
        store.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
    };
    fs::copy(environment.path("good.db"), environment.path("a.db")).unwrap();
    Connection::open(environment.path("a.db"))
        .unwrap()
        .pragma_update(None, "user_version", known + 1)
        .unwrap();
    let message = format!(
        "the store 'a.db' was written by a newer version of Chancery (schema {}, this one knows {known}); it was left \
         untouched\n  install the newer version, or choose another store: --db FILE",
        known + 1
    );
    assert_refused(&environment, all(), &message);
}

#[test]
fn a_store_that_was_cut_short_is_damaged() {
    let environment = with_good_store();
    let good = fs::read(environment.path("good.db")).unwrap();
    environment.write("a.db", &good[..good.len() / 2]);
    let message = "the store 'a.db' is damaged\n  caused by: database disk image is malformed\n  see what is left of \
                   it: sqlite3 'a.db' .recover";
    assert_refused(&environment, all(), message);
}

#[test]
fn a_store_with_a_damaged_page_is_found_out() {
    let environment = with_good_store();
    let root: u32 = {
        let store = Connection::open(environment.path("good.db")).unwrap();
        let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'posts'";
        store.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let mut damaged = fs::read(environment.path("good.db")).unwrap();
    let page = usize::from(u16::from_be_bytes([damaged[16], damaged[17]]));
    let root = usize::try_from(root).unwrap();
    damaged[(root - 1) * page..root * page].fill(0x5A);
    environment.write("a.db", &damaged);
    let outcome = environment.run(&["check", "--db", "a.db"]);
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stdout.contains("NOT SOUND"), "{outcome}");
    for words in [&["run", "posts"][..], &["sql", "SELECT text FROM posts"], WRITING[0], WRITING[1]] {
        let outcome = environment.run(&[words, &["--db", "a.db"]].concat());
        assert_eq!(outcome.code, 1, "{words:?}: {outcome}");
        assert!(outcome.stderr.contains("database disk image is malformed"), "{words:?}: {outcome}");
        assert!(!outcome.stdout.contains("Ships"), "{words:?}: {outcome}");
    }
}

#[cfg(unix)]
#[test]
fn a_store_that_another_loader_holds_is_read_and_not_written() {
    let environment = with_good_store();
    fs::copy(environment.path("good.db"), environment.path("a.db")).unwrap();
    let lock = fs::File::create(environment.path("a.db-lock")).unwrap();
    lock.lock().unwrap();
    fs::write(environment.path("a.db-lock"), "process 4711, since 2024-12-31T11:59:00Z\n").unwrap();
    let message = "the store 'a.db' is being loaded by process 4711, since 2024-12-31T11:59:00Z\n  wait until it is \
                   done; a reader need not wait";
    assert_refused(&environment, WRITING, message);
    for words in READING {
        assert_eq!(environment.run(&[words, &["--db", "a.db"]].concat()).code, 0, "{words:?}");
    }
    // A dead loader's file holds nobody up.
    lock.unlock().unwrap();
    assert_eq!(environment.run(&["load", "harbour.json", "--db", "a.db"]).code, 0);
    assert!(!environment.path("a.db-lock").exists());
}

#[test]
fn a_store_that_another_program_locks_is_not_waited_for_without_end() {
    let environment = with_good_store();
    fs::copy(environment.path("good.db"), environment.path("a.db")).unwrap();
    let before = fs::read(environment.path("a.db")).unwrap();
    let other = Connection::open(environment.path("a.db")).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    // All at once, since each waits for a while. A second writer would meet the first one's lock.
    let commands = READING.into_iter().chain([WRITING[0]]);
    let started: Vec<_> = commands
        .map(|words| {
            let words = [words, &["--db", "a.db"]].concat();
            let mut command = environment.command(&words);
            (words, command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
        })
        .collect();
    for (words, child) in started {
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        assert_eq!(
            String::from_utf8(output.stderr).unwrap(),
            "error: another program holds the store 'a.db'\n  caused by: database is locked\n  close it there, or wait \
             until it is done\n",
            "{words:?}"
        );
        assert!(output.stdout.is_empty(), "{words:?}");
    }
    other.execute_batch("ROLLBACK").unwrap();
    drop(other);
    assert!(fs::read(environment.path("a.db")).unwrap() == before);
    assert!(!environment.path("a.db-lock").exists());
}

#[cfg(unix)]
#[test]
fn a_read_only_store_is_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let environment = with_good_store();
    let path = environment.path("a.db");
    fs::copy(environment.path("good.db"), &path).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    for words in READING {
        assert_eq!(environment.run(&[words, &["--db", "a.db"]].concat()).code, 0, "{words:?}");
    }
    if fs::OpenOptions::new().append(true).open(&path).is_ok() {
        println!("not tried: permissions do not bind this user");
        return;
    }
    let message = "the store 'a.db' is read-only\n  make the file and its folder writable, or choose another store: \
                   --db FILE";
    assert_refused(&environment, WRITING, message);
    // So is a store in a folder that cannot be written.
    fs::create_dir(environment.path("archive")).unwrap();
    fs::copy(environment.path("good.db"), environment.path("archive/a.db")).unwrap();
    fs::set_permissions(environment.path("archive"), fs::Permissions::from_mode(0o555)).unwrap();
    for words in READING {
        assert_eq!(environment.run(&[words, &["--db", "archive/a.db"]].concat()).code, 0, "{words:?}");
    }
    for words in WRITING {
        let outcome = environment.run(&[words, &["--db", "archive/a.db"]].concat());
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{words:?}");
        assert!(
            outcome.stderr.contains("writable, or choose another store: --db FILE"),
            "{}",
            outcome.stderr
        );
    }
    fs::set_permissions(environment.path("archive"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_file_with_the_mark_of_a_store_and_other_tables_is_left_untouched() {
    let environment = with_good_store();
    let other = Connection::open(environment.path("a.db")).unwrap();
    other.pragma_update(None, "application_id", 0x4348_4E43).unwrap();
    other.execute_batch("CREATE TABLE posts (a); INSERT INTO posts VALUES (1)").unwrap();
    drop(other);
    let message = "'a.db' has the mark of a store and not the tables of one; it was left untouched\n  choose another \
                   store: --db FILE";
    assert_refused(&environment, all(), message);
}

#[test]
fn a_step_that_an_earlier_store_does_not_take_is_told_without_its_statements() {
    let environment = with_good_store();
    let dump = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/db/v6.sql");
    let old = Connection::open(environment.path("a.db")).unwrap();
    old.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    old.execute_batch(&fs::read_to_string(dump).unwrap()).unwrap();
    // A later schema has a table of this name.
    old.execute_batch("CREATE TABLE point_groups (a)").unwrap();
    drop(old);
    let outcome = environment.run(&["status", "--db", "a.db"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    assert!(
        outcome.stderr.starts_with("error: cannot upgrade the store 'a.db'; it is as it was\n"),
        "{}",
        outcome.stderr
    );
    assert!(outcome.stderr.contains("table point_groups already exists"), "{}", outcome.stderr);
    assert!(outcome.stderr.lines().count() < 6 && !outcome.stderr.contains("CREATE"), "{}", outcome.stderr);
}

#[cfg(unix)]
#[test]
fn an_earlier_store_where_nothing_can_be_written_is_told_to_need_an_upgrade() {
    use std::os::unix::fs::PermissionsExt as _;
    let environment = Environment::new();
    fs::create_dir(environment.path("archive")).unwrap();
    let dump = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/db/v22.sql");
    let old = Connection::open(environment.path("archive/a.db")).unwrap();
    old.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    old.execute_batch(&fs::read_to_string(dump).unwrap()).unwrap();
    drop(old);
    let permit = |file: u32, folder: u32| {
        for (path, mode) in [("archive/a.db", file), ("archive", folder)] {
            fs::set_permissions(environment.path(path), fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    for (file, folder) in [(0o644, 0o555), (0o444, 0o755)] {
        permit(file, folder);
        if fs::OpenOptions::new().append(true).open(environment.path("archive/a.db")).is_ok()
            && fs::write(environment.path("archive/b"), "").is_ok()
        {
            println!("not tried: permissions do not bind this user");
            return;
        }
        let outcome = environment.run(&["status", "--db", "archive/a.db"]);
        permit(0o644, 0o755);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
        let message = "error: the store 'archive/a.db' is of an earlier version and must be upgraded before it is read, but \
                       cannot be written\n";
        assert!(outcome.stderr.starts_with(message), "{}", outcome.stderr);
        assert!(outcome.stderr.contains("read the copy: cp archive/a.db FOLDER"), "{}", outcome.stderr);
    }
}

#[test]
fn no_store_is_made_under_the_name_of_a_file_of_another() {
    let environment = with_good_store();
    let files = environment.files();
    for suffix in ["-lock", "-loading", "-loading-journal", "-wal", "-shm", "-journal"] {
        for name in [format!("good.db{suffix}"), format!("other.db{suffix}")] {
            for more in [&[][..], &["--dry-run"]] {
                let outcome =
                    environment.run(&[&["load", "harbour.json", "--db", name.as_str()], more].concat());
                let of = name.strip_suffix(suffix).unwrap();
                let message = format!(
                    "error: a store cannot be called '{name}': a store '{of}' keeps a file of its own by such a name, and \
                     removes it\n  choose a name that does not end in {suffix}: --db FILE\n"
                );
                assert_eq!((outcome.code, outcome.stderr), (2, message));
            }
        }
    }
    assert_eq!(environment.files(), files);
    // Nothing is against it in the middle of a name.
    assert_eq!(environment.run(&["load", "harbour.json", "--db", "my-lock.db"]).code, 0);
}

#[cfg(unix)]
#[test]
fn nor_is_one_made_through_a_link_that_leads_to_such_a_name() {
    let environment = with_good_store();
    environment.write("good.db-lock", "");
    std::os::unix::fs::symlink("good.db-lock", environment.path("a.db")).unwrap();
    let outcome = environment.run(&["load", "harbour.json", "--db", "a.db"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    assert!(
        outcome.stderr.starts_with("error: a store cannot be called 'a.db': a store 'good.db'"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn what_stands_where_a_store_keeps_its_files_is_told_with_the_remedy() {
    for suffix in ["-wal", "-shm", "-journal", "-lock"] {
        let environment = with_good_store();
        fs::copy(environment.path("good.db"), environment.path("a.db")).unwrap();
        fs::create_dir(environment.path(&format!("a.db{suffix}"))).unwrap();
        let message = format!(
            "'a.db{suffix}' is a folder, where the store 'a.db' keeps a file of its own\n  give it another name, and try \
             again: mv a.db{suffix} a.db{suffix}.other"
        );
        assert_refused(&environment, WRITING, &message);
        // SQLite reads a store without a look at these two.
        if matches!(suffix, "-shm" | "-lock") {
            for words in READING {
                assert_eq!(
                    environment.run(&[words, &["--db", "a.db"]].concat()).code,
                    0,
                    "{suffix} {words:?}"
                );
            }
        } else {
            assert_refused(&environment, READING, &message);
        }
        let (there, away) = (format!("a.db{suffix}"), format!("a.db{suffix}.other"));
        fs::rename(environment.path(&there), environment.path(&away)).unwrap();
        for words in all() {
            assert_eq!(environment.run(&[words, &["--db", "a.db"]].concat()).code, 0, "{suffix} {words:?}");
        }
    }
}

#[test]
fn a_store_in_a_folder_that_is_not_there_is_refused_with_that_as_the_remedy() {
    let environment = with_good_store();
    let outcome = environment.run(&["load", "harbour.json", "--db", "none/a.db"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{outcome}");
    let told = "error: cannot write 'none/a.db-lock'\n  caused by: No such file or directory (os error 2)\n  make the store's \
                folder first, or choose another store: --db FILE\n";
    assert_eq!(outcome.stderr, told);
}

#[test]
fn a_first_load_never_takes_the_place_of_what_is_there() {
    let environment = with_good_store();
    fs::create_dir(environment.path("a.db-loading")).unwrap();
    let message = "'a.db-loading' is a folder, where the store 'a.db' keeps a file of its own\n  give it another name, and \
                   try again: mv a.db-loading a.db-loading.other";
    assert_refused(&environment, [WRITING[0]], message);
    assert!(!environment.path("a.db").exists());
}
