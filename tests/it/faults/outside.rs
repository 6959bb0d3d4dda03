//! What goes wrong outside of the store: a full standard output, a second name, what was left beside it, another writer.

use std::fs;
use std::process::Stdio;

use rusqlite::Connection;

use super::disk;
use crate::environment::Environment;
use crate::export::{Export, NEW_YEAR};

const STORE: &str = "chancery.db";

/// Channel 11 with two posts is loaded; channels 12 and 13 are not.
fn environment() -> Environment {
    let environment = Environment::new();
    for channel in [11, 12, 13] {
        Export::new(channel, &format!("Gazette {channel}"))
            .post(1, NEW_YEAR, "Ships #harbour")
            .post(2, NEW_YEAR, "More ships #harbour")
            .write(environment.folder(), &format!("{channel}.json"));
    }
    assert_eq!(environment.run(&["load", "11.json"]).code, 0);
    environment
}

fn count(environment: &Environment, sql: &str) -> i64 {
    let store = Connection::open(environment.path(STORE)).unwrap();
    store.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_change_that_cannot_be_told_on_standard_output_is_told_to_be_done() {
    let environment = environment();
    let posts = "SELECT count(*) FROM posts";
    let all = "what could be loaded is loaded all the same";
    for (arguments, told, sql, wanted) in [
        (&["load", "12.json", "no.json"][..], all, posts, 4),
        (
            &["entities", "add", "person", "Ada Ship"],
            "it is done all the same: added 1 alias",
            "SELECT count(*) FROM entity_aliases WHERE alias = 'Ada Ship'",
            1,
        ),
        (
            &["index"],
            "it is done all the same: the search index holds 4 posts",
            "SELECT count(*) FROM sqlite_schema WHERE name = 'post_search'",
            1,
        ),
        (
            &["queries", "publish", "top-hashtags"],
            "it is done all the same: report_top_hashtags",
            "SELECT count(*) FROM sqlite_schema WHERE name = 'report_top_hashtags'",
            1,
        ),
        (
            &["queries", "publish", "--drop", "top-hashtags"],
            "it is done all the same: report_top_hashtags",
            "SELECT count(*) FROM sqlite_schema WHERE name = 'report_top_hashtags'",
            0,
        ),
        (&["forget", "11"], "it is done all the same: removed 2 posts", posts, 2),
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = environment.command(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {stderr}");
        let failed = "error: cannot write standard output\n  caused by: No space left on device (os error 28)\n  \
             free some space, or send the output elsewhere\n  ";
        assert!(stderr.contains(&format!("{failed}{told}")), "{arguments:?}: {stderr}");
        assert_eq!(count(&environment, sql), wanted, "{arguments:?}");
        // That one input cannot be loaded is told whatever becomes of the table.
        assert_eq!(stderr.contains("'no.json'"), arguments[0] == "load", "{stderr}");
    }
    // What to do with a new file is told as well.
    for (arguments, file) in [
        (&["queries", "new", "mine"][..], "queries/mine.sql"),
        (&["queries", "copy", "overview"], "queries/overview.sql"),
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = environment.command(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {stderr}");
        assert!(environment.path(file).is_file(), "{arguments:?}");
        assert!(stderr.contains("\nrun it: chancery run "), "{arguments:?}: {stderr}");
        assert!(
            stderr.ends_with(&format!("\n  it is done all the same: {file}\n")),
            "{arguments:?}: {stderr}"
        );
    }
    // There is no other place for a list than standard output.
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let list = environment.command(&["queries", "list"]).stdout(full).output().unwrap();
    let stderr = String::from_utf8(list.stderr).unwrap();
    assert_eq!(
        (list.status.code(), stderr.as_str()),
        (
            Some(1),
            "error: cannot write standard output\n  caused by: No space left on device (os error 28)\n  \
             free some space, or send the output elsewhere\n"
        )
    );
    // Nothing was done, and nothing else is said.
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let dry = environment.command(&["load", "13.json", "--dry-run"]).stdout(full).output().unwrap();
    let stderr = String::from_utf8(dry.stderr).unwrap();
    assert!(dry.status.code() == Some(1) && !stderr.contains("all the same"), "{stderr}");
}

#[cfg(unix)]
#[test]
fn a_store_with_a_second_name_is_read_and_not_changed() {
    let environment = environment();
    fs::create_dir(environment.path("other")).unwrap();
    fs::hard_link(environment.path(STORE), environment.path("other/name.db")).unwrap();
    let before = fs::read(environment.path(STORE)).unwrap();
    for arguments in [
        &["load", "12.json"][..],
        &["forget", "11"],
        &["group"],
        &["index"],
        &["reindex"],
        &["entities", "add", "person", "Ada Ship"],
        &["queries", "publish", "top-hashtags"],
    ] {
        let refused = environment.run(&[arguments, &["--db", "other/name.db"]].concat());
        assert_eq!((refused.code, refused.stdout.as_str()), (1, ""), "{arguments:?}: {refused}");
        let wanted = "error: the store 'other/name.db' has a second name, a hard link; it was left untouched\n  whoever uses \
                      the other name would damage it, since its lock and its -wal file go by the name\n  make it a file of \
                      its own: cp other/name.db other/name.db.copy && mv other/name.db.copy other/name.db\n";
        assert_eq!(refused.stderr, wanted, "{arguments:?}");
    }
    for read in [&["status"][..], &["check"], &["run", "top-hashtags"], &["search", "ships"]] {
        assert_eq!(environment.run(read).code, 0, "{read:?}");
    }
    assert!(fs::read(environment.path(STORE)).unwrap() == before);
    assert_eq!(fs::read_dir(environment.path("other")).unwrap().count(), 1);
    // What the remedy does.
    fs::copy(environment.path("other/name.db"), environment.path("other/name.db.copy")).unwrap();
    fs::rename(environment.path("other/name.db.copy"), environment.path("other/name.db")).unwrap();
    assert_eq!(environment.run(&["load", "12.json", "--db", "other/name.db"]).code, 0);
    assert_eq!(environment.run(&["load", "13.json"]).code, 0);
    assert_eq!(count(&environment, "SELECT count(*) FROM posts"), 4);
}

#[cfg(unix)]
#[test]
fn the_first_name_of_a_store_whose_loader_died_is_no_second_one() {
    let environment = environment();
    fs::hard_link(environment.path(STORE), environment.path("chancery.db-loading")).unwrap();
    let clock = chancery::clock::Clock::System;
    chancery::store::change(&environment.path(STORE), clock, |_| Ok(())).unwrap();
    assert!(!environment.path("chancery.db-loading").exists());
}

#[test]
fn what_a_disk_refused_to_remove_goes_with_the_next_reader_and_what_is_used_stays() {
    let environment = environment();
    let [wal, shm] = ["chancery.db-wal", "chancery.db-shm"];
    for left in [&[wal][..], &[shm], &[wal, shm]] {
        for name in left {
            environment.write(name, if *name == wal { "" } else { "memory of a program that is gone" });
        }
        assert_eq!(environment.run(&["status"]).code, 0);
        assert_eq!(environment.files(), ["11.json", "12.json", "13.json", STORE], "{left:?}");
    }
    // Another program has chosen WAL mode and uses both files, of which the first is empty.
    let other = Connection::open(environment.path(STORE)).unwrap();
    other.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0)).unwrap();
    other.query_row("SELECT count(*) FROM posts", [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(fs::metadata(environment.path(wal)).unwrap().len(), 0);
    assert_eq!(environment.run(&["status"]).code, 0);
    assert!(environment.path(wal).exists() && environment.path(shm).exists());
    other.execute_batch("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)").unwrap();
    assert_eq!(
        environment.run(&["sql", "SELECT count(*) FROM theirs", "-f", "csv"]).success().lines().nth(1),
        Some("1")
    );
}

#[test]
fn another_program_that_writes_is_waited_for() {
    let environment = environment();
    let other = Connection::open(environment.path(STORE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE; CREATE TABLE theirs (x)").unwrap();
    let mut loader = environment.command(&["load", "12.json"]);
    let mut loader = loader.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    while !environment.path("chancery.db-lock").exists() {
        assert!(loader.try_wait().unwrap().is_none(), "it did not begin");
        std::thread::yield_now();
    }
    other.execute_batch("COMMIT").unwrap();
    let output = loader.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(count(&environment, "SELECT count(*) FROM posts"), 4);
}

/// Without its key nothing can be added to a store with pseudonyms.
#[test]
fn the_name_of_a_key_file_is_on_disk_before_the_store_is_there() {
    if disk::library().is_none() {
        return;
    }
    let environment = environment();
    fs::create_dir(environment.path("keys")).unwrap();
    let arguments = ["load", "12.json", "--db", "new.db", "--pseudonyms", "keys/a.key"];
    let calls = disk::calls(&environment, &arguments);
    let at = |kind, name: &str| calls.iter().position(|call| call.kind == kind && call.name == name);
    let order = [at('C', "keys/a.key"), at('S', "keys/a.key"), at('D', "keys"), at('L', "new.db-loading")];
    assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{order:?}");
}
