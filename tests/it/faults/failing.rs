//! A disk that refuses: for once, or from some moment on.

use super::cases::{CASES, Content, STORE, Stage, assert_same};
use super::disk::{self, Fault};

/// Points of each command and fault, unless it was said.
const POINTS: usize = 2;

/// What fails, kinds of calls at which it begins to, and kinds that fail from then on.
const FAULTS: [(&str, &str, &str); 10] = [
    ("eio", "CWTU", ""),
    ("eio", "SD", ""),
    // What was to be synced cannot be taken back either.
    ("eio", "S", "CWTSDLRU"),
    ("eio", "D", "CWTSDLRU"),
    // A second name that cannot be had is made up for by a rename, which then fails, too.
    ("eio", "LR", ""),
    ("eio", "LR", "LR"),
    ("enospc", "CWTL", ""),
    ("enospc", "CWTL", "CWTLR"),
    ("eio", "CWTSDLRU", "CWTSDLRU"),
    ("short", "W", ""),
];

/// What is said where the disk refused at the very end, and would take nothing back: of a change, and of a new store.
pub(super) const IN_DOUBT: [&str; 2] = ["this may be done or not", "it is there all the same"];

/// The state that the output tells of: inputs of a load are kept one by one, and those that are have a line.
pub(super) fn told(stage: &Stage, stdout: &str) -> usize {
    if stage.states.len() == 2 {
        return 0;
    }
    stage.arguments[1..].iter().filter(|input| stdout.contains(**input)).count()
}

#[expect(clippy::print_stdout, reason = "figures of a long run")]
fn refuse(case: usize) {
    let Some(stage) = Stage::new(CASES[case]) else { return };
    let (mut failed_at_all, mut done_all_the_same) = (0, 0);
    for (what, kinds, on) in FAULTS {
        let (mut tried, mut failed) = (0, 0);
        for at in disk::some_of(&stage.calls_of(kinds), disk::points(POINTS)) {
            let call = stage.calls.iter().find(|call| call.number == at && call.kind != 'O').unwrap();
            let point = format!("{what} at call {at}, {} of '{}', then {on:?}", call.kind, call.name);
            stage.restore();
            let output = disk::run(&stage.environment, stage.arguments, Fault { at, what, on });
            let [stdout, stderr] =
                [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
            let left = stage.environment.files();
            let found = stage.look(&point);
            tried += 1;
            match output.status.code() {
                Some(0) => {
                    assert_same(&found, stage.after(), &format!("{}, {point}: {stderr}", stage.name));
                    let is_left = left != stage.files;
                    let may_be_left = call.kind == 'U'
                        || on.contains('U')
                        || stderr.contains("keep its -wal file")
                        || stderr.contains("WAL mode")
                        || stderr.contains("-wal file");
                    assert!(!is_left || may_be_left, "{}, {point}: {left:?}\n{stderr}", stage.name);
                }
                Some(1) => {
                    failed += 1;
                    assert_ne!(what, "short", "{}, {point}: {stderr}", stage.name);
                    let told = told(&stage, &stdout);
                    let is_in_doubt = IN_DOUBT.iter().any(|said| stderr.contains(said));
                    if is_in_doubt && stage.states.get(told + 1) == Some(&found) {
                        done_all_the_same += 1;
                    } else {
                        let before: &Content = &stage.states[told];
                        assert_same(&found, before, &format!("{}, {point}: {stderr}", stage.name));
                    }
                    assert!(
                        stderr.contains(STORE),
                        "{}, {point}: the message names no file: {stderr}",
                        stage.name
                    );
                    assert!(stderr.contains("caused by: "), "{}, {point}: no cause: {stderr}", stage.name);
                }
                code => panic!("{}, {point}: {code:?} {stderr}", stage.name),
            }
            stage.complete(&found, &point);
        }
        println!("{}: {what} of {kinds}, then {on:?}: {tried} faults, {failed} made it fail", stage.name);
        failed_at_all += failed;
    }
    println!("{}: {done_all_the_same} of these were done all the same, and told to be in doubt", stage.name);
    assert!(failed_at_all > 0, "{}: nothing failed", stage.name);
}

macro_rules! refusals {
    ($($name:ident $case:literal,)*) => { $(#[test] fn $name() { refuse($case); })* };
}

refusals! {
    a_first_load_on_a_failing_disk 0,
    an_added_load_on_a_failing_disk 1,
    a_load_of_changed_posts_on_a_failing_disk 2,
    a_load_of_several_inputs_on_a_failing_disk 3,
    a_load_into_an_indexed_store_on_a_failing_disk 4,
    a_reindex_on_a_failing_disk 5,
    grouping_on_a_failing_disk 6,
    the_making_of_the_search_index_on_a_failing_disk 7,
    the_removal_of_the_search_index_on_a_failing_disk 8,
    an_erasure_on_a_failing_disk 9,
    a_merge_of_channels_on_a_failing_disk 10,
    an_import_of_names_on_a_failing_disk 11,
    a_publication_on_a_failing_disk 12,
    a_migration_by_a_reader_on_a_failing_disk 13,
    a_migration_by_a_load_on_a_failing_disk 14,
}

/// In WAL mode a change is whole in the -wal file when the disk refuses to sync it. It is taken back by emptying that file,
/// which a disk that refuses everything from then on does not let happen.
#[test]
fn a_change_that_the_disk_refuses_to_sync_and_to_take_back_is_told_to_be_in_doubt() {
    for case in [1, 12] {
        let Some(stage) = Stage::new(CASES[case]) else { return };
        let (mut not_done, mut done) = (0, 0);
        for call in stage.calls.iter().filter(|call| call.kind == 'S' && call.name == "chancery.db-wal") {
            stage.restore();
            let fault = Fault { at: call.number, what: "eio", on: "CWTSDLRU" };
            let output = disk::run(&stage.environment, stage.arguments, fault);
            let stderr = String::from_utf8_lossy(&output.stderr);
            let point = format!("{}, call {}: {stderr}", stage.name, call.number);
            let found = stage.look(&point);
            if output.status.code() == Some(0) {
                assert_same(&found, stage.after(), &point);
                continue;
            }
            let is_done = &found == stage.after();
            assert!(is_done || found == stage.states[0], "{point}");
            assert!(!is_done || stderr.contains(IN_DOUBT[0]), "{point}");
            *(if is_done { &mut done } else { &mut not_done }) += 1;
            stage.complete(&found, &point);
        }
        // The first sync is of the head of the file alone.
        assert_eq!((not_done, done), (1, 1), "{}", stage.name);
    }
}
