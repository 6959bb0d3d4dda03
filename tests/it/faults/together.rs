//! Several programs at one store, each held where it is told to be.

use std::fs;
use std::os::unix::net::{UnixListener, UnixStream};
use std::process::{Child, Stdio};

use chancery::store;

use super::cases::{CASES, Content, STORE, Stage, assert_same, content};
use super::disk::{self, Fault};
use crate::environment::Environment;
use crate::export::{Export, NEW_YEAR};

/// Points at which a loader is held, unless it was said.
const POINTS: usize = 6;

const COUNT: [&str; 4] = ["sql", "SELECT count(*) AS posts FROM posts", "-f", "csv"];

/// Starts the command and waits until it is held at this call. It goes on when the stream is dropped.
#[track_caller]
fn held_at(stage: &Stage, at: u32) -> (Child, UnixStream) {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("held");
    let listener = UnixListener::bind(&socket).unwrap();
    listener.set_nonblocking(true).unwrap();
    let mut command =
        disk::command(&stage.environment, stage.arguments, Some(Fault { at, what: "pause", on: "" }), None);
    let mut child = command.env("FAULT_SOCKET", &socket).spawn().unwrap();
    loop {
        if let Ok((stream, _)) = listener.accept() {
            return (child, stream);
        }
        assert!(child.try_wait().unwrap().is_none(), "it was over before call {at}");
        std::thread::yield_now();
    }
}

fn posts(state: &Content) -> &str {
    state.as_ref().unwrap()["posts"].split(' ').next().unwrap()
}

/// The numbers of the calls on this file.
fn calls_on(stage: &Stage, kinds: &str, name: &str) -> Vec<u32> {
    let on_it = stage.calls.iter().filter(|call| kinds.contains(call.kind) && call.name == name);
    on_it.map(|call| call.number).collect()
}

#[test]
fn readers_see_whole_inputs_and_a_second_loader_is_told_who_holds_the_store() {
    let Some(stage) = Stage::new(CASES[3]) else { return };
    let wal = calls_on(&stage, "WS", "chancery.db-wal");
    let mut seen = Vec::new();
    for at in disk::some_of(&wal, disk::points(POINTS)) {
        stage.restore();
        let (mut loader, held) = held_at(&stage, at);
        for _ in 0..3 {
            let read = stage.environment.run(&COUNT).success();
            let count = read.lines().nth(1).unwrap().to_owned();
            assert!(stage.states.iter().any(|state| posts(state) == count), "call {at}: {count} posts");
            seen.push(count);
        }
        for writing in [&["load", "four.json"][..], &["reindex"], &["forget", "22"]] {
            let refused = stage.environment.run(writing);
            assert_eq!(refused.code, 1, "call {at}: {refused}");
            let holder =
                format!("the store 'chancery.db' is being loaded by process {}, since 2024-", loader.id());
            assert!(refused.stderr.contains(&holder), "call {at}: {refused}");
        }
        drop(held);
        assert!(loader.wait().unwrap().success());
        assert_eq!(stage.environment.files(), stage.files, "call {at}");
        assert_same(&content(stage.environment.folder()), stage.after(), &format!("call {at}"));
    }
    seen.dedup();
    assert!(seen.len() > 1, "the loader was always held at the same input");
}

#[test]
fn a_reader_keeps_its_moment_and_the_next_command_makes_the_store_one_file_again() {
    let Some(stage) = Stage::new(CASES[1]) else { return };
    let wal = calls_on(&stage, "W", "chancery.db-wal");
    let (loader, held) = held_at(&stage, wal[wal.len() / 2]);
    let reader = rusqlite::Connection::open(stage.environment.path(STORE)).unwrap();
    let count = || reader.query_row("SELECT count(*) FROM posts", [], |row| row.get::<_, i64>(0)).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    let before = count();
    drop(held);
    let output = loader.wait_with_output().unwrap();
    assert!(output.status.success());
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("'chancery.db' stays two files, because a program still reads it"), "{told}");
    // It is loaded, and this reader does not see it before it wants to.
    assert_eq!(count(), before);
    let read = stage.environment.run(&COUNT).success();
    assert_eq!(read.lines().nth(1), Some(posts(stage.after())));
    reader.execute_batch("COMMIT").unwrap();
    assert_eq!(count().to_string(), posts(stage.after()));
    drop(reader);
    assert_eq!(stage.environment.run(&COUNT).code, 0);
    assert_eq!(stage.environment.files(), stage.files);
    assert_same(&content(stage.environment.folder()), stage.after(), "after the reader");
}

#[test]
fn readers_that_come_and_go_while_a_loader_runs_see_whole_inputs() {
    let Some(stage) = Stage::new(CASES[3]) else { return };
    let mut loader = stage.environment.command(stage.arguments);
    let mut loader = loader.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..10 {
            scope.spawn(|| {
                let mut last = 0;
                loop {
                    let is_last = done.load(std::sync::atomic::Ordering::SeqCst);
                    let read = stage.environment.run(&COUNT).success();
                    let count = read.lines().nth(1).unwrap();
                    assert!(stage.states.iter().any(|state| posts(state) == count), "{count} posts");
                    let count: i64 = count.parse().unwrap();
                    assert!(count >= last, "{count} posts after {last}");
                    last = count;
                    if is_last {
                        break;
                    }
                }
                assert_eq!(last.to_string(), posts(stage.after()));
            });
        }
        let status = loader.wait().unwrap();
        done.store(true, std::sync::atomic::Ordering::SeqCst);
        assert!(status.success());
    });
    assert_eq!(stage.environment.run(&COUNT).code, 0);
    assert_eq!(stage.environment.files(), stage.files);
    assert_same(&content(stage.environment.folder()), stage.after(), "after the readers");
}

#[test]
fn of_loaders_that_start_together_each_loads_or_is_told_who_does() {
    let environment = Environment::new();
    let names = ["one.json", "two.json", "three.json"];
    for (channel, name) in (1..).zip(names) {
        let export = (1..40).fold(Export::new(channel, name), |export, id| export.post(id, NEW_YEAR, "#tag"));
        export.write(environment.folder(), name);
    }
    for round in 0..4 {
        let start = |name: &&str| {
            let mut command = environment.command(&["load", name]);
            command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let loaders: Vec<Child> = names.iter().map(start).collect();
        let ids: Vec<String> = loaders.iter().map(|loader| format!("by process {}, ", loader.id())).collect();
        let mut loaded = 0;
        for loader in loaders {
            let output = loader.wait_with_output().unwrap();
            let told = String::from_utf8(output.stderr).unwrap();
            if output.status.success() {
                loaded += 1;
            } else {
                // Between its taking the lock and its telling who it is a loader is without a name.
                let is_told = ids.iter().any(|id| told.contains(id)) || told.contains("by another process");
                assert!(is_told, "round {round}: {told}");
            }
        }
        assert!(loaded > 0, "round {round}: nobody loaded");
        for name in names {
            assert_eq!(environment.run(&["load", name]).code, 0);
        }
        let store = store::open_read_only(&environment.path(STORE)).unwrap();
        let counts = crate::load_again::rows(
            &store,
            "SELECT count(*) FROM posts UNION ALL SELECT count(*) FROM loads",
        );
        assert_eq!(counts, ["117", "3"], "round {round}");
        assert_eq!(environment.files().len(), 4);
        drop(store);
        fs::remove_file(environment.path(STORE)).unwrap();
    }
}

#[test]
fn a_lock_for_which_there_is_no_room_leaves_nothing() {
    let Some(stage) = Stage::new(CASES[1]) else { return };
    let before = stage.environment.files();
    for at in calls_on(&stage, "CTW", "chancery.db-lock") {
        let refused =
            disk::run(&stage.environment, stage.arguments, Fault { at, what: "enospc", on: "CWTL" });
        let told = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(1), "{told}");
        let wanted = "error: cannot write 'chancery.db-lock'\n  caused by: No space left on device (os error 28)\n  make room, or choose another place: --db FILE\n";
        assert_eq!(told, wanted);
        assert_eq!(stage.environment.files(), before);
    }
}

#[test]
fn a_store_on_a_disk_that_cannot_be_written_is_read() {
    let environment = Environment::new();
    Export::new(11, "Gazette").post(1, NEW_YEAR, "Ships").write(environment.folder(), "one.json");
    Export::new(12, "Other").post(1, NEW_YEAR, "Ships").write(environment.folder(), "two.json");
    fs::create_dir(environment.path("disk")).unwrap();
    assert_eq!(environment.run(&["load", "one.json", "--db", "disk/a.db"]).code, 0);
    let mount = |arguments: &[&str]| {
        let mut command = std::process::Command::new("mount");
        let disk = environment.path("disk");
        let command = command.args(arguments).arg(&disk).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let disk = environment.path("disk");
    let source = disk.to_str().unwrap();
    if !mount(&["--bind", source]) {
        println!("no disk can be mounted here: skipped");
        return;
    }
    let is_read_only = mount(&["-o", "remount,bind,ro"]);
    let run = |arguments: &[&str]| environment.run(&[arguments, &["--db", "disk/a.db"]].concat());
    let read = [run(&COUNT), run(&["status"]), run(&["check"])];
    let written = [
        run(&["load", "two.json"]),
        run(&["forget", "11"]),
        run(&["group"]),
        run(&["index"]),
        run(&["reindex"]),
    ];
    assert!(std::process::Command::new("umount").arg(&disk).status().unwrap().success());
    assert!(is_read_only);
    for outcome in read {
        assert_eq!(outcome.code, 0, "{outcome}");
    }
    for outcome in written {
        assert_eq!(outcome.code, 1, "{outcome}");
        let wanted =
            "error: cannot write 'disk/a.db-lock'\n  caused by: Read-only file system (os error 30)\n";
        assert!(outcome.stderr.starts_with(wanted), "{outcome}");
    }
    assert_eq!(environment.run(&["load", "two.json", "--db", "disk/a.db"]).code, 0);
}
