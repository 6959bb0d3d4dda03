//! The files of folders and archives that are left out, and which of them are told of by name.

use crate::load::Notice;

/// So many are named.
const MOST_NAMED: usize = 5;

/// The endings of files that hold data as a rule, whatever has written them.
const DATA: [&str; 8] = ["csv", "db", "json", "jsonl", "ndjson", "sqlite", "sqlite3", "tsv"];

/// Files of which the first are named.
#[derive(Debug, Default)]
pub(super) struct Named {
    first: Vec<String>,
    files: u64,
}

impl Named {
    pub(super) fn add(&mut self, name: String) {
        self.files += 1;
        if self.first.len() < MOST_NAMED {
            self.first.push(name);
        }
    }

    /// What the user should know of files that may hold an export and cannot be read: these are told by what each is.
    pub(super) fn unread(&mut self) -> Option<Notice> {
        let Self { first, files } = std::mem::take(self);
        (files > 0).then_some(Notice::FilesUnread { first, files })
    }
}

/// Files that are no input.
#[derive(Debug, Default)]
pub(in crate::load) struct LeftOut {
    files: u64,
    data: Named,
}

impl LeftOut {
    /// Files that nobody takes for an input.
    pub(super) fn add(&mut self, files: u64) {
        self.files += files;
    }

    /// A file that was looked at.
    pub(super) fn add_seen(&mut self, name: String) {
        self.files += 1;
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        if ending.is_some_and(|ending| DATA.contains(&ending.as_str())) {
            self.data.add(name);
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.files += other.files;
        let unnamed = other.data.files - other.data.first.len() as u64;
        other.data.first.into_iter().for_each(|name| self.data.add(name));
        self.data.files += unnamed;
    }

    /// How many they are.
    pub(in crate::load) fn files(&self) -> u64 {
        self.files
    }

    /// The first of those that hold data by their names, and how many these are.
    pub(in crate::load) fn data(&self) -> (Vec<String>, u64) {
        (self.data.first.clone(), self.data.files)
    }
}
