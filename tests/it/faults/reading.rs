//! A disk that cannot read what it holds: for once, or from some moment on.

use std::fs;
use std::path::Path;
use std::process::Output;

use super::cases::{CASES, STORE, Stage, assert_same};
use super::disk;
use super::failing::{IN_DOUBT, told};
use crate::environment::Environment;

/// Points of each command, unless it was said.
const POINTS: usize = 3;

/// Runs the command where the reading of this number, of files whose name begins so, fails, and all later ones, too.
fn run(
    environment: &Environment,
    arguments: &[&str],
    of: &str,
    fails_at: Option<(u32, bool)>,
    count: Option<&Path>,
) -> Output {
    let mut command = disk::command(environment, arguments, None, None);
    command.env("FAULT_READ", fs::canonicalize(environment.folder()).unwrap().join(of));
    if let Some((at, on)) = fails_at {
        command.env("FAULT_READ_AT", at.to_string());
        if on {
            command.env("FAULT_READ_ON", "1");
        }
    }
    if let Some(count) = count {
        command.env("FAULT_READS", count);
    }
    command.output().unwrap()
}

/// How often the command, which succeeds, reads of them.
fn readings(environment: &Environment, arguments: &[&str], of: &str) -> u32 {
    let count = tempfile::NamedTempFile::new().unwrap();
    let output = run(environment, arguments, of, None, Some(count.path()));
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(count.path()).unwrap().parse().unwrap()
}

#[expect(clippy::print_stdout, reason = "figures of a long run")]
fn refuse(case: usize) {
    let Some(stage) = Stage::new(CASES[case]) else { return };
    let all: Vec<u32> = (1..=readings(&stage.environment, stage.arguments, STORE)).collect();
    let (mut tried, mut failed) = (0, 0);
    for on in [false, true] {
        for at in disk::some_of(&all, disk::points(POINTS)) {
            let point = format!("{}, reading {at} of {} fails, and later ones: {on}", stage.name, all.len());
            stage.restore();
            let output = run(&stage.environment, stage.arguments, STORE, Some((at, on)), None);
            let [stdout, stderr] =
                [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
            let found = stage.look(&point);
            tried += 1;
            match output.status.code() {
                Some(0) => assert_same(&found, stage.after(), &format!("{point}: {stderr}")),
                Some(1) => {
                    failed += 1;
                    let told = told(&stage, &stdout);
                    let is_in_doubt = IN_DOUBT.iter().any(|said| stderr.contains(said));
                    if !is_in_doubt || stage.states.get(told + 1) != Some(&found) {
                        assert_same(&found, &stage.states[told], &format!("{point}: {stderr}"));
                    }
                    // What SQLite makes of a page that it cannot read may be damage to it, whichever store is read.
                    let is_named = stderr.contains(STORE) || stderr.contains("error: the store is damaged");
                    assert!(is_named, "{point}: the message names no file: {stderr}");
                    assert!(stderr.contains("caused by: "), "{point}: no cause: {stderr}");
                }
                code => panic!("{point}: {code:?} {stderr}"),
            }
            stage.complete(&found, &point);
        }
    }
    println!("{}: {} readings, {tried} faults, {failed} made it fail", stage.name, all.len());
    assert!(failed > 0, "{}: nothing failed", stage.name);
}

macro_rules! refusals {
    ($($name:ident $case:literal,)*) => { $(#[test] fn $name() { refuse($case); })* };
}

// A first load reads nothing of a store that was there.
refusals! {
    an_added_load_on_a_disk_that_cannot_read 1,
    a_load_of_changed_posts_on_a_disk_that_cannot_read 2,
    a_load_of_several_inputs_on_a_disk_that_cannot_read 3,
    a_load_into_an_indexed_store_on_a_disk_that_cannot_read 4,
    a_reindex_on_a_disk_that_cannot_read 5,
    grouping_on_a_disk_that_cannot_read 6,
    the_making_of_the_search_index_on_a_disk_that_cannot_read 7,
    the_removal_of_the_search_index_on_a_disk_that_cannot_read 8,
    an_erasure_on_a_disk_that_cannot_read 9,
    a_merge_of_channels_on_a_disk_that_cannot_read 10,
    an_import_of_names_on_a_disk_that_cannot_read 11,
    a_publication_on_a_disk_that_cannot_read 12,
    a_migration_by_a_reader_on_a_disk_that_cannot_read 13,
    a_migration_by_a_load_on_a_disk_that_cannot_read 14,
}

#[test]
fn an_input_that_cannot_be_read_to_its_end_is_not_loaded_and_the_others_are() {
    // Of the first load, and of one into a store that is there.
    for case in [0, 1] {
        let Some(stage) = Stage::new(CASES[case]) else { return };
        let arguments = ["load", "four.json", "two.json"];
        let count = readings(&stage.environment, &arguments, "four.json");
        assert!(count > 1, "{count}");
        for at in 1..=count {
            stage.restore();
            let output = run(&stage.environment, &arguments, "four.json", Some((at, true)), None);
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "reading {at} of {count}: {stderr}");
            assert!(stderr.contains("four.json") && stderr.contains("caused by: "), "{stderr}");
            let found = stage.look(&format!("reading {at}"));
            stage.restore();
            assert_eq!(stage.environment.run(&["load", "two.json"]).code, 0);
            assert_same(&found, &stage.look("two.json alone"), &format!("reading {at}: {stderr}"));
        }
    }
}
