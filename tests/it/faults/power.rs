//! A machine that stops and loses what was not synced.
//!
//! A command is run once, and every change that it makes to files is noted. Then the disk is built as it may be when
//! the power goes just before or after any syncing: all that was synced is there, and of the rest nothing, all, or a
//! part, file by file. Names are as unsure as contents until their folder is synced.

use std::collections::BTreeMap;
use std::fs;

use super::cases::{CASES, STORE, Stage, look_at};
use super::disk::{self, Record};
use crate::environment::Environment;

/// Cuts of each command, unless it was said.
const POINTS: usize = 6;

/// What becomes of that which was not synced.
#[derive(Debug, Clone, Copy)]
enum Rest {
    Lost,
    Kept,
    /// Every change by itself is kept or lost, as a generator with this seed has it.
    Some(u64),
}

impl Rest {
    fn keeps(&mut self) -> bool {
        match self {
            Self::Lost => false,
            Self::Kept => true,
            Self::Some(state) => {
                // Knuth's generator (MMIX), of which the high bits are good.
                *state =
                    state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                *state >> 63 == 1
            }
        }
    }
}

#[derive(Debug, Clone, Default)]
struct File {
    synced: Vec<u8>,
    later: Vec<Record>,
}

fn apply(content: &mut Vec<u8>, change: &Record) {
    if change.kind == 'T' {
        content.resize(change.offset, 0);
        return;
    }
    let end = change.offset + change.data.len();
    if content.len() < end {
        content.resize(end, 0);
    }
    content[change.offset..end].copy_from_slice(&change.data);
}

/// A change of names; a file has one number however it is called.
#[derive(Debug, Clone)]
enum Naming {
    Gets(String, usize),
    Loses(String),
}

/// A disk with a memory in front of it.
#[derive(Debug, Default)]
struct Disk {
    files: Vec<File>,
    names: BTreeMap<String, usize>,
    synced_names: BTreeMap<String, usize>,
    later_names: Vec<Vec<Naming>>,
}

impl Disk {
    fn new(stage: &Stage) -> Self {
        let mut disk = Self::default();
        for (name, bytes) in stage.beginning() {
            disk.names.insert(name.clone(), disk.files.len());
            disk.files.push(File { synced: bytes.clone(), later: Vec::new() });
        }
        disk.synced_names = disk.names.clone();
        disk
    }

    fn rename(&mut self, changes: Vec<Naming>) {
        change_names(&mut self.names, &changes);
        self.later_names.push(changes);
    }

    fn see(&mut self, record: &Record) {
        let named = self.names.get(&record.name).copied();
        match (record.kind, named) {
            ('C', _) => {
                self.files.push(File::default());
                self.rename(vec![Naming::Gets(record.name.clone(), self.files.len() - 1)]);
            }
            ('W' | 'T', Some(file)) => self.files[file].later.push(record.clone()),
            ('S', Some(file)) => {
                let file = &mut self.files[file];
                for change in std::mem::take(&mut file.later) {
                    apply(&mut file.synced, &change);
                }
            }
            ('D', _) => {
                self.synced_names = self.names.clone();
                self.later_names.clear();
            }
            ('L', Some(file)) => self.rename(vec![Naming::Gets(record.other.clone(), file)]),
            ('R', Some(file)) => {
                self.rename(vec![
                    Naming::Gets(record.other.clone(), file),
                    Naming::Loses(record.name.clone()),
                ]);
            }
            ('U', Some(_)) => self.rename(vec![Naming::Loses(record.name.clone())]),
            ('O', _) => {}
            // What is done to a file without a name is gone anyway.
            ('W' | 'T' | 'S', None) => assert!(record.name.ends_with(" (deleted)"), "{record:?}"),
            _ => panic!("{record:?}"),
        }
    }

    /// The files of a machine that has stopped here.
    fn after_the_cut(&self, mut rest: Rest) -> BTreeMap<String, Vec<u8>> {
        let mut names = self.synced_names.clone();
        for changes in &self.later_names {
            if rest.keeps() {
                change_names(&mut names, changes);
            }
        }
        let mut content = |number: usize| {
            let file = &self.files[number];
            let mut content = file.synced.clone();
            for change in &file.later {
                if rest.keeps() {
                    apply(&mut content, change);
                }
            }
            content
        };
        names.into_iter().map(|(name, number)| (name, content(number))).collect()
    }
}

fn change_names(names: &mut BTreeMap<String, usize>, changes: &[Naming]) {
    for change in changes {
        match change {
            Naming::Gets(name, file) => names.insert(name.clone(), *file),
            Naming::Loses(name) => names.remove(name),
        };
    }
}

#[expect(clippy::print_stdout, reason = "figures of a long run")]
fn stop(case: usize) {
    let Some(stage) = Stage::new(CASES[case]) else { return };
    // Before and after each syncing and each word to the user, and at the end.
    let mut cuts: Vec<usize> = (0..stage.calls.len())
        .filter(|at| "SDO".contains(stage.calls[*at].kind))
        .flat_map(|at| [at, at + 1])
        .collect();
    cuts.dedup();
    let chosen = disk::some_of(&cuts, disk::points(POINTS));
    let mut disk = Disk::new(&stage);
    let (mut seen, mut is_told, mut tried) = (0, false, 0);
    for cut in chosen {
        for record in &stage.calls[seen..cut] {
            disk.see(record);
            is_told |= record.kind == 'O';
        }
        seen = cut;
        for rest in [Rest::Lost, Rest::Kept, Rest::Some(1), Rest::Some(2), Rest::Some(3)] {
            let point =
                format!("{}, stopped after {cut} calls of {}, {rest:?}", stage.name, stage.calls.len());
            let environment = Environment::in_memory();
            let folder = environment.folder();
            for (name, bytes) in disk.after_the_cut(rest) {
                // Memory that programs share is not on a disk.
                if name.starts_with(STORE) && !name.ends_with("-shm") {
                    fs::write(folder.join(name), bytes).unwrap();
                }
            }
            let found = look_at(folder, &point);
            assert!(stage.states.contains(&found), "{point}: neither before nor after");
            assert!(!is_told || &found == stage.after(), "{point}: what was said to be done is lost");
            tried += 1;
        }
    }
    assert!(is_told, "{}: nothing is said", stage.name);
    println!("{}: stopped {tried} times, nothing lost", stage.name);
}

macro_rules! stops {
    ($($name:ident $case:literal,)*) => { $(#[test] fn $name() { stop($case); })* };
}

stops! {
    the_power_goes_in_a_first_load 0,
    the_power_goes_in_an_added_load 1,
    the_power_goes_in_a_load_of_changed_posts 2,
    the_power_goes_in_a_load_of_several_inputs 3,
    the_power_goes_in_a_load_into_an_indexed_store 4,
    the_power_goes_in_a_reindex 5,
    the_power_goes_in_grouping 6,
    the_power_goes_in_the_making_of_the_search_index 7,
    the_power_goes_in_the_removal_of_the_search_index 8,
    the_power_goes_in_an_erasure 9,
    the_power_goes_in_a_merge_of_channels 10,
    the_power_goes_in_an_import_of_names 11,
    the_power_goes_in_a_publication 12,
    the_power_goes_in_a_migration_by_a_reader 13,
    the_power_goes_in_a_migration_by_a_load 14,
}

#[test]
fn what_is_not_synced_may_be_lost() {
    let record = |kind, name: &str, other: &str, offset, data: &[u8]| Record {
        kind,
        number: 0,
        offset,
        name: name.to_owned(),
        other: other.to_owned(),
        data: data.to_vec(),
    };
    let mut disk = Disk::default();
    for record in [
        record('C', "a", "", 0, b""),
        record('W', "a", "", 0, b"one"),
        record('S', "a", "", 0, b""),
        record('D', "", "", 0, b""),
        record('W', "a", "", 3, b"two"),
        record('R', "a", "b", 0, b""),
    ] {
        disk.see(&record);
    }
    let files = |disk: &Disk, rest| disk.after_the_cut(rest).into_iter().collect::<Vec<_>>();
    assert_eq!(files(&disk, Rest::Lost), [("a".to_owned(), b"one".to_vec())]);
    assert_eq!(files(&disk, Rest::Kept), [("b".to_owned(), b"onetwo".to_vec())]);
    disk.see(&record('S', "b", "", 0, b""));
    assert_eq!(files(&disk, Rest::Lost), [("a".to_owned(), b"onetwo".to_vec())]);
    disk.see(&record('D', "", "", 0, b""));
    assert_eq!(files(&disk, Rest::Lost), [("b".to_owned(), b"onetwo".to_vec())]);
}

#[test]
fn a_loader_that_does_not_sync_is_found_out() {
    let Some(stage) = Stage::new(CASES[1]) else { return };
    let mut disk = Disk::new(&stage);
    stage.calls.iter().filter(|record| record.kind != 'S').for_each(|record| disk.see(record));
    let environment = Environment::in_memory();
    for (name, bytes) in disk.after_the_cut(Rest::Lost) {
        if name.starts_with(STORE) {
            environment.write(&name, bytes);
        }
    }
    let found = look_at(environment.folder(), "without syncing");
    assert_eq!(found, stage.states[0]);
    assert_ne!(&found, stage.after());
}
