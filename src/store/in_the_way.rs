//! What stands where a store keeps a file of its own. SQLite and the system say of it only that something cannot be opened.

use std::path::Path;

use super::lock::{behind_links, beside};
use crate::{Error, ErrorKind, Result, shell};

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

/// Refuses to make a store under the name of a file that another store keeps beside itself, such as `all.db-lock`:
/// whoever opens that other one removes such files, and would remove this store.
///
/// # Errors
/// [`ErrorKind::Usage`] when `store`, or what it is a link to, has such a name.
pub(crate) fn refuse_name(store: &Path) -> Result<()> {
    let taken = |path: &Path| {
        let name = path.file_name()?.to_string_lossy().into_owned();
        let suffix = SUFFIXES.iter().rev().find(|suffix| name.ends_with(*suffix))?;
        Some((name[..name.len() - suffix.len()].to_owned(), *suffix))
    };
    let Some((other, suffix)) = [store, &behind_links(store)].into_iter().find_map(taken) else {
        return Ok(());
    };
    let message = format!(
        "a store cannot be called '{}': a store '{other}' keeps a file of its own by such a name, and removes it",
        store.display()
    );
    Err(Error::new(ErrorKind::Usage, message)
        .hint(format!("choose a name that does not end in {suffix}: --db FILE")))
}
