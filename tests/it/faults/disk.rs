//! The library that is put between the program and the disk (`tests/fixtures/faults/shim.c`), and its log.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use crate::environment::Environment;

/// The library; `None`, after a line that says so, where there is no C compiler. With `CHANCERY_REQUIRE_FAULTS=1`
/// there must be one.
#[expect(clippy::print_stdout, reason = "a test that is passed over says so")]
pub(super) fn library() -> Option<&'static Path> {
    static LIBRARY: OnceLock<Option<PathBuf>> = OnceLock::new();
    let library = LIBRARY.get_or_init(|| {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/faults/shim.c");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let made = tempfile::Builder::new().suffix(".so").tempfile_in(folder).unwrap();
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(made.path())
            .args([source, "-ldl", "-lpthread"])
            .output();
        match compiled {
            Err(_) => None,
            Ok(output) => {
                assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
                let path = folder.join("faults.so");
                made.persist(&path).unwrap();
                Some(path)
            }
        }
    });
    if library.is_none() {
        assert!(variable("CHANCERY_REQUIRE_FAULTS").is_none_or(|value| value != "1"), "there is no cc");
        println!("skipped: there is no C compiler, which makes the failing disk");
    }
    library.as_deref()
}

#[expect(clippy::disallowed_methods, reason = "no part of the program")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// How many points of each command are tried; `usual` unless it was said.
pub(super) fn points(usual: usize) -> usize {
    match variable("CHANCERY_FAULT_POINTS").as_deref() {
        None | Some("") => usual,
        Some("all") => usize::MAX,
        Some(number) => number.parse().unwrap(),
    }
}

/// Evenly chosen ones of these, the first and the last among them.
pub(super) fn some_of<T: Copy>(all: &[T], most: usize) -> Vec<T> {
    let count = most.min(all.len());
    (0..count).map(|n| all[n * (all.len() - 1) / (count - 1).max(1)]).collect()
}

/// What happens, and at which call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fault {
    pub(super) at: u32,
    pub(super) what: &'static str,
    /// Kinds of later calls that fail, too.
    pub(super) on: &'static str,
}

/// One call that changed something.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) kind: char,
    pub(super) number: u32,
    pub(super) offset: usize,
    /// The file's name in the folder; empty for the folder itself.
    pub(super) name: String,
    pub(super) other: String,
    pub(super) data: Vec<u8>,
}

/// The command on a disk that does so.
pub(super) fn command(
    environment: &Environment,
    arguments: &[&str],
    fault: Option<Fault>,
    log: Option<&Path>,
) -> Command {
    let mut command = environment.command(arguments);
    command
        .env("LD_PRELOAD", library().unwrap())
        .env("FAULT_FOLDER", fs::canonicalize(environment.folder()).unwrap())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if let Some(fault) = fault {
        command.env("FAULT_AT", fault.at.to_string()).env("FAULT", fault.what).env("FAULT_ON", fault.on);
    }
    if let Some(log) = log {
        command.env("FAULT_LOG", log);
    }
    command
}

pub(super) fn run(environment: &Environment, arguments: &[&str], fault: Fault) -> Output {
    command(environment, arguments, Some(fault), None).output().unwrap()
}

/// All calls of the command, which succeeds, in their order.
#[track_caller]
pub(super) fn calls(environment: &Environment, arguments: &[&str]) -> Vec<Record> {
    let log = tempfile::NamedTempFile::new().unwrap();
    let output = command(environment, arguments, None, Some(log.path())).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    let records = read(&fs::read(log.path()).unwrap(), &fs::canonicalize(environment.folder()).unwrap());
    let counted: Vec<u32> = records.iter().filter(|record| record.kind != 'O').map(|r| r.number).collect();
    assert!(counted.is_sorted() && counted.len() > 5, "{counted:?}");
    records
}

fn read(mut bytes: &[u8], folder: &Path) -> Vec<Record> {
    let mut records = Vec::new();
    while let Some((head, rest)) = bytes.split_at_checked(33) {
        let number = |at: usize| u32::from_le_bytes(head[at..at + 4].try_into().unwrap());
        let lengths = [number(21), number(25), number(29)].map(|length| length as usize);
        let (name, rest) = rest.split_at(lengths[0]);
        let (other, rest) = rest.split_at(lengths[1]);
        let (data, rest) = rest.split_at(lengths[2]);
        let within = |name: &[u8]| {
            let path = Path::new(std::str::from_utf8(name).unwrap());
            path.strip_prefix(folder).unwrap_or(path).to_str().unwrap().to_owned()
        };
        records.push(Record {
            kind: char::from(head[0]),
            number: number(1),
            offset: usize::try_from(i64::from_le_bytes(head[13..21].try_into().unwrap())).unwrap(),
            name: within(name),
            other: within(other),
            data: data.to_vec(),
        });
        bytes = rest;
    }
    records
}
