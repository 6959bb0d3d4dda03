//! A command that is killed at any of its calls.

use std::os::unix::process::ExitStatusExt as _;

use chancery::store::migrate;

use super::cases::{CASES, STORE, Stage, dumps};
use super::disk::{self, Fault};

/// Points of each command, unless it was said.
const POINTS: usize = 8;

fn kill(case: usize) {
    if let Some(stage) = Stage::new(CASES[case]) {
        kill_on(&stage);
    }
}

#[expect(clippy::print_stdout, reason = "figures of a long run")]
fn kill_on(stage: &Stage) {
    let calls = stage.calls_of("CWTSDLRU");
    let is_all = disk::points(POINTS) >= calls.len();
    let (mut tried, mut before, mut after) = (0, 0, 0);
    for (number, at) in disk::some_of(&calls, disk::points(POINTS)).into_iter().enumerate() {
        for what in ["kill", "torn"] {
            if !is_all && (number % 2 == 0) != (what == "kill") {
                continue;
            }
            let point = format!("{what} at call {at} of {}", calls.len());
            stage.restore();
            let killed = disk::run(&stage.environment, stage.arguments, Fault { at, what, on: "" });
            assert_eq!(killed.status.signal(), Some(9), "{}, {point}", stage.name);
            let found = stage.look(&point);
            let state = stage.states.iter().position(|state| *state == found);
            assert!(
                state.is_some(),
                "{}, {point}: neither before nor after:\n{}",
                stage.name,
                stage.differences(&found)
            );
            // What is told is told at the end.
            if !killed.stdout.is_empty() {
                assert_eq!(&found, stage.after(), "{}, {point}: it was said to be done", stage.name);
            }
            tried += 1;
            before += usize::from(state == Some(0));
            after += usize::from(&found == stage.after());
            stage.complete(&found, &point);
        }
    }
    println!(
        "{}: {} calls, killed {tried} times, {before} as before, {after} as after",
        stage.name,
        calls.len()
    );
}

macro_rules! kills {
    ($($name:ident $case:literal,)*) => { $(#[test] fn $name() { kill($case); })* };
}

kills! {
    a_first_load_is_killed 0,
    an_added_load_is_killed 1,
    a_load_of_changed_posts_is_killed 2,
    a_load_of_several_inputs_is_killed 3,
    a_load_into_an_indexed_store_is_killed 4,
    a_reindex_is_killed 5,
    grouping_is_killed 6,
    the_making_of_the_search_index_is_killed 7,
    the_removal_of_the_search_index_is_killed 8,
    an_erasure_is_killed 9,
    a_merge_of_channels_is_killed 10,
    an_import_of_names_is_killed 11,
    a_publication_is_killed 12,
    a_migration_by_a_reader_is_killed 13,
    a_migration_by_a_load_is_killed 14,
}

/// Each version has steps of its own to go through, and a dump of this version none. The oldest is a case above.
#[test]
fn a_migration_of_every_later_version_is_killed() {
    let mut killed = 0;
    for dump in dumps().into_iter().skip(1) {
        let version: i32 = dump.file_stem().unwrap().to_str().unwrap()[1..].parse().unwrap();
        if version == migrate::newest() {
            continue;
        }
        let Some(stage) = Stage::of_dump(&dump) else { return };
        // Where SQLite's header has the user's version.
        assert_eq!(stage.beginning()[STORE][60..64], version.to_be_bytes());
        kill_on(&stage);
        killed += 1;
    }
    assert!(killed >= 4, "{killed}");
}

#[test]
fn every_case_is_killed() {
    // As many tests above as there are cases.
    assert_eq!(CASES.len(), 15);
    assert_eq!(STORE, "chancery.db");
}
