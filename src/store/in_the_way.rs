//! What stands where a store keeps a file of its own. SQLite and the system say of it only that something cannot be opened.

use std::path::Path;

use super::lock::beside;
use crate::{Error, ErrorKind, shell};

/// What stands behind a store's name in the names of its files.
const SUFFIXES: [&str; 6] = ["-wal", "-shm", "-journal", "-lock", "-loading", "-loading-journal"];

/// The error of a store where something else stands in the place of one of its files, such as a folder; `None` where nothing
/// does.
pub(super) fn in_the_way(store: &Path) -> Option<Error> {
    SUFFIXES.iter().find_map(|suffix| {
        let path = beside(store, suffix);
        let metadata = std::fs::metadata(&path).ok().filter(|metadata| !metadata.is_file())?;
        let what = if metadata.is_dir() { "a folder" } else { "a pipe or a device" };
        let message = format!(
            "'{}' is {what}, where the store '{}' keeps a file of its own",
            path.display(),
            store.display()
        );
        let other = beside(store, &format!("{suffix}.other"));
        let rename = format!("mv {} {}", shell::path(&path), shell::path(&other));
        Some(
            Error::new(ErrorKind::Store, message)
                .hint(format!("give it another name, and try again: {rename}")),
        )
    })
}
