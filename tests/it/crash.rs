//! Killed at any point, nothing is lost, nothing doubled, nothing left behind.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};

use chancery::store::{self, check};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::environment::Environment;
use crate::export::NEW_YEAR;
use crate::load_again::{content, rows};

const COMMANDS_KILLED: u64 = 5;

/// An export that takes a moment to load: `posts` posts of a channel from an id on.
fn write_export(folder: &Path, name: &str, channel: i64, ids: std::ops::Range<i64>) {
    let rows: Vec<Value> = ids
        .map(|id| {
            json!({"id": id, "type": "message", "date": "2024-01-01T00:00:00", "date_unixtime": (NEW_YEAR + id * 60).to_string(),
                "from": "Gazette", "from_id": format!("channel{channel}"),
                "text": format!("Post {id}\n• #tag{} one\n• @somebody two", id % 50)})
        })
        .collect();
    let chat = json!({"name": format!("Gazette {channel}"), "type": "public_channel", "id": channel, "messages": rows});
    fs::write(folder.join(name), chat.to_string()).unwrap();
}

fn inputs(environment: &Environment) {
    write_export(environment.folder(), "one.json", 11, 1..1200);
    write_export(environment.folder(), "two.json", 11, 600..1500);
    write_export(environment.folder(), "three.json", 22, 1..500);
}

const INPUTS: [&str; 3] = ["one.json", "three.json", "two.json"];

/// Posts that each load of the inputs, in this order, leaves in all.
const POSTS_AFTER: [(&str, i64); 3] = [("one.json", 1199), ("two.json", 1499), ("three.json", 1998)];

fn start(environment: &Environment, arguments: &[&str]) -> Child {
    environment.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Kills the command when the file is there and has so many bytes, or when the command is done.
fn kill_when(mut child: Child, file: &Path, bytes: u64) -> bool {
    loop {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        if fs::metadata(file).is_ok_and(|metadata| metadata.len() >= bytes) {
            child.kill().unwrap();
            child.wait().unwrap();
            return true;
        }
        std::thread::yield_now();
    }
}

fn files(environment: &Environment) -> Vec<String> {
    environment.files().into_iter().filter(|name| !INPUTS.contains(&name.as_str())).collect()
}

/// What a store holds after a kill: the inputs that it tells of, whole, and no other. Readers and the check
/// find nothing wrong.
#[track_caller]
fn assert_holds_whole_inputs(environment: &Environment) {
    let checked = environment.run(&["check"]);
    assert_eq!(checked.code, 0, "{checked}");
    assert_eq!(environment.run(&["status"]).code, 0);
    let counted = environment.run(&["sql", "SELECT count(*) AS posts FROM posts", "--format", "json"]).json();
    let store = store::open_read_only(&environment.path("chancery.db")).unwrap();
    let loaded = rows(&store, "SELECT input FROM loads ORDER BY load_id");
    let expected: Vec<&str> = POSTS_AFTER.iter().map(|(input, _)| *input).take(loaded.len()).collect();
    assert_eq!(loaded, expected);
    let posts = POSTS_AFTER[loaded.len() - 1].1;
    assert_eq!(counted[0]["posts"], posts);
}

#[track_caller]
fn assert_sound(environment: &Environment) {
    let store = store::open_read_only(&environment.path("chancery.db")).unwrap();
    for finding in check::check(&store).unwrap() {
        assert_eq!(finding.problems, Vec::<String>::new(), "{}", finding.what);
    }
}

const LOAD: [&str; 4] = ["load", "one.json", "two.json", "three.json"];

#[test]
fn a_first_load_that_is_killed_leaves_no_store_and_is_made_good_by_the_next() {
    let environment = Environment::new();
    inputs(&environment);
    let mut killed = 0;
    for step in 0..COMMANDS_KILLED {
        let child = start(&environment, &LOAD);
        if kill_when(child, &environment.path("chancery.db-loading"), step * 300_000) {
            killed += 1;
        }
        // Killed when it was in place already, it is whole.
        if environment.path("chancery.db").exists() {
            assert_holds_whole_inputs(&environment);
            fs::remove_file(environment.path("chancery.db")).unwrap();
        } else {
            assert_eq!(environment.run(&["status"]).code, 1);
        }
    }
    assert!(killed > 0, "no load was killed");
    let whole = environment.run(&LOAD);
    assert_eq!(whole.code, 0, "{whole}");
    assert_holds_whole_inputs(&environment);
    assert_eq!(files(&environment), ["chancery.db"]);
    assert_sound(&environment);
}

#[test]
fn a_load_that_is_killed_leaves_the_inputs_before_and_is_made_good_by_the_next() {
    let environment = Environment::new();
    inputs(&environment);
    assert_eq!(environment.run(&["load", "one.json"]).code, 0);
    let before = fs::read(environment.path("chancery.db")).unwrap();
    let mut killed = 0;
    for step in 0..COMMANDS_KILLED {
        for leaving in files(&environment) {
            fs::remove_file(environment.path(&leaving)).unwrap();
        }
        fs::write(environment.path("chancery.db"), &before).unwrap();
        let child = start(&environment, &LOAD);
        killed += u64::from(kill_when(child, &environment.path("chancery.db-wal"), step * 400_000));
        assert_holds_whole_inputs(&environment);
    }
    assert!(killed > 0, "no load was killed");
    let whole = environment.run(&LOAD);
    assert_eq!(whole.code, 0, "{whole}");
    assert_holds_whole_inputs(&environment);
    assert_eq!(files(&environment), ["chancery.db"]);
}

#[test]
fn a_change_to_one_file_that_is_killed_is_taken_back_by_a_reader() {
    let environment = Environment::new();
    inputs(&environment);
    assert_eq!(environment.run(&["load", "one.json"]).code, 0);
    // A journal with a page of another content: what a program leaves that dies while it writes in mode
    // DELETE, as the loader does for a moment when it enters WAL.
    let copy = TempDir::new().unwrap();
    let script =
        "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; PRAGMA synchronous = FULL; BEGIN IMMEDIATE;
        UPDATE posts SET text = 'spoilt';";
    let connection = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
    connection.execute_batch(script).unwrap();
    for name in ["chancery.db", "chancery.db-journal"] {
        fs::copy(environment.path(name), copy.path().join(name)).unwrap();
    }
    connection.execute_batch("ROLLBACK").unwrap();
    drop(connection);
    for name in ["chancery.db", "chancery.db-journal"] {
        fs::copy(copy.path().join(name), environment.path(name)).unwrap();
    }
    assert!(fs::metadata(environment.path("chancery.db-journal")).unwrap().len() > 0);
    assert_holds_whole_inputs(&environment);
    assert_eq!(files(&environment), ["chancery.db"]);
}

#[test]
fn a_channel_is_forgotten_whole_or_not_at_all() {
    let environment = Environment::new();
    inputs(&environment);
    assert_eq!(environment.run(&LOAD).code, 0);
    let before = fs::read(environment.path("chancery.db")).unwrap();
    let mut killed = 0;
    for step in 0..COMMANDS_KILLED {
        for leaving in files(&environment) {
            fs::remove_file(environment.path(&leaving)).unwrap();
        }
        fs::write(environment.path("chancery.db"), &before).unwrap();
        let child = start(&environment, &["forget", "11"]);
        killed += u64::from(kill_when(child, &environment.path("chancery.db-wal"), step * 200_000));
        let checked = environment.run(&["check"]);
        assert_eq!(checked.code, 0, "{checked}");
        let posts = rows(
            &store::open_read_only(&environment.path("chancery.db")).unwrap(),
            "SELECT count(*) FROM posts JOIN channels USING (channel_id) WHERE channels.external_id = '11'",
        );
        assert!(posts == ["1499"] || posts == ["0"], "{posts:?}");
    }
    assert!(killed > 0, "no command was killed");
    // Either it is gone already, or it is now.
    let _ = environment.run(&["forget", "11"]);
    assert_eq!(environment.run(&["load", "three.json"]).code, 0);
    assert_eq!(files(&environment), ["chancery.db"]);
    assert_sound(&environment);
}

#[test]
fn what_is_left_of_a_first_load_that_died_at_its_very_end_is_removed() {
    let environment = Environment::new();
    inputs(&environment);
    assert_eq!(environment.run(&["load", "one.json"]).code, 0);
    // Between putting the store in place and removing its other name.
    fs::hard_link(environment.path("chancery.db"), environment.path("chancery.db-loading")).unwrap();
    fs::write(environment.path("chancery.db-lock"), "process 1\n").unwrap();
    assert_eq!(environment.run(&["load", "three.json"]).code, 0);
    assert_eq!(files(&environment), ["chancery.db"]);
    assert_sound(&environment);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_store_as_it_was() {
    let environment = Environment::new();
    write_export(environment.folder(), "small.json", 33, 1..20);
    write_export(environment.folder(), "large.json", 44, 1..6000);
    let disk = environment.path("disk");
    fs::create_dir(&disk).unwrap();
    let mounted = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"])
        .arg(&disk)
        .stderr(Stdio::null())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        println!("no small disk can be mounted here: skipped");
        return;
    }
    let run = |arguments: &[&str]| environment.run(&[&["--db", "disk/a.db"], arguments].concat());
    let names =
        || -> Vec<_> { fs::read_dir(&disk).unwrap().map(|entry| entry.unwrap().file_name()).collect() };
    let first = (run(&["load", "large.json"]), names());
    let small = run(&["load", "small.json"]);
    let added = (run(&["load", "large.json"]), names());
    let checked = run(&["check"]);
    let counted = run(&["sql", "SELECT count(*) AS posts FROM posts", "--format", "json"]);
    // Before anything can panic, so that the folder can be removed.
    assert!(std::process::Command::new("umount").arg(&disk).status().unwrap().success());
    assert_eq!((first.0.code, first.1.len()), (1, 0), "{}", first.0);
    assert!(first.0.stderr.contains("no space left for the store"), "{}", first.0);
    assert_eq!(small.code, 0, "{small}");
    assert_eq!(added.0.code, 1, "{}", added.0);
    assert!(added.0.stderr.contains("no space left for the store"), "{}", added.0);
    assert_eq!(checked.code, 0, "{checked}");
    assert_eq!(counted.json()[0]["posts"], 19);
    assert_eq!(added.1, ["a.db"]);
}

#[test]
fn a_reindex_that_is_killed_leaves_the_store_as_it_was_and_is_made_good_by_the_next() {
    let environment = Environment::new();
    inputs(&environment);
    assert_eq!(environment.run(&["load", "one.json", "three.json"]).code, 0);
    assert_eq!(environment.run(&["entities", "add", "person", "Post", "--rule", "fold"]).code, 0);
    let before = fs::read(environment.path("chancery.db")).unwrap();
    let content_before = content(&store::open_read_only(&environment.path("chancery.db")).unwrap());
    let mut killed = 0;
    for step in 0..COMMANDS_KILLED {
        for leaving in files(&environment) {
            fs::remove_file(environment.path(&leaving)).unwrap();
        }
        fs::write(environment.path("chancery.db"), &before).unwrap();
        let child = start(&environment, &["reindex"]);
        if kill_when(child, &environment.path("chancery.db-wal"), step * 60_000) {
            killed += 1;
            let store = store::open_read_only(&environment.path("chancery.db")).unwrap();
            let found = rows(&store, "SELECT count(*) FROM mentions WHERE via = 'text'");
            // All of it, when it was killed between the commit and its end, or nothing.
            assert!(found == ["0"] && content(&store) == content_before || found == ["1698"], "{found:?}");
        }
        assert_sound(&environment);
    }
    assert!(killed > 0, "no reindex was killed");
    assert_eq!(environment.run(&["reindex"]).code, 0);
    let store = store::open_read_only(&environment.path("chancery.db")).unwrap();
    // 1,199 posts of the first input, 499 of the third, each naming it once.
    assert_eq!(rows(&store, "SELECT count(*) FROM mentions WHERE via = 'text'"), ["1698"]);
    drop(store);
    assert_eq!(files(&environment), ["chancery.db"]);
    assert_sound(&environment);
}
