//! `<store>-lock`: one loader at a time, and the others are told who it is.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;

use super::in_the_way::in_the_way;
use crate::{Error, ErrorKind, Result};

/// How often the lock is tried again, and how long is waited before.
const ATTEMPTS: u32 = 3;
const PAUSE: Duration = Duration::from_millis(5);

/// The right to load into one store; given back when dropped. The operating system takes it back from a
/// process that dies.
#[derive(Debug)]
pub struct StoreLock {
    path: PathBuf,
    file: File,
    /// Whether the file stays, so that the next command clears up beside the store.
    stays: bool,
}

impl StoreLock {
    /// Takes the lock of the store at `path`.
    ///
    /// # Errors
    /// [`ErrorKind::Locked`] when another process holds it; [`ErrorKind::Io`] when the folder may not be
    /// written; [`ErrorKind::Store`] when something else stands where the store keeps its files.
    pub fn acquire(store: &Path, now: Timestamp) -> Result<Self> {
        if let Some(error) = in_the_way(store) {
            return Err(error);
        }
        let path = beside(store, "-lock");
        let failed = |cause| cannot_write(&path, cause);
        let mut attempts = 0;
        loop {
            let mut file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .map_err(failed)?;
            match file.try_lock() {
                Ok(()) => {}
                // Who only clears up after a dead loader holds it no longer than a moment.
                Err(TryLockError::WouldBlock) if attempts < ATTEMPTS => {
                    attempts += 1;
                    std::thread::sleep(PAUSE);
                    continue;
                }
                Err(TryLockError::WouldBlock) => return Err(held(store, &mut file)),
                Err(TryLockError::Error(cause)) => return Err(failed(cause)),
            }
            // The holder before us may have removed the file between our opening and our locking it.
            if !is_still(&path, &file) {
                continue;
            }
            // From here on the file goes with the lock, also where there is no room for what it is to tell.
            let mut lock = Self { path, file, stays: false };
            let holder =
                format!("process {}, since {}\n", std::process::id(), now.strftime("%Y-%m-%dT%H:%M:%SZ"));
            let told = lock.file.set_len(0).and_then(|()| lock.file.rewind());
            told.and_then(|()| lock.file.write_all(holder.as_bytes()))
                .map_err(|cause| cannot_write(&lock.path, cause))?;
            return Ok(lock);
        }
    }
}

impl StoreLock {
    /// Gives the lock back, and leaves its file as a sign that the store is not one file yet.
    pub(crate) fn leave_file(mut self) {
        self.stays = true;
    }
}

impl Drop for StoreLock {
    fn drop(&mut self) {
        if self.stays {
            return;
        }
        // Nothing is lost when it stays: an unlocked file is taken over by the next loader.
        let _ = std::fs::remove_file(&self.path);
    }
}

fn cannot_write(path: &Path, cause: std::io::Error) -> Error {
    let hint = match cause.kind() {
        std::io::ErrorKind::StorageFull => "make room, or choose another place: --db FILE",
        std::io::ErrorKind::NotFound => "make the store's folder first, or choose another store: --db FILE",
        _ => "make the store's folder writable, or choose another store: --db FILE",
    };
    Error::new(ErrorKind::Io, format!("cannot write '{}'", path.display())).hint(hint).caused_by(cause)
}

/// What a lock file tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LockFile {
    /// There is none.
    Missing,
    /// A loader is at work.
    Held,
    /// A loader died, or could not make the store one file again.
    Left,
}

/// What the lock file of the store at `store` tells.
pub(crate) fn look(store: &Path) -> LockFile {
    match OpenOptions::new().read(true).write(true).open(beside(store, "-lock")) {
        Err(_) => LockFile::Missing,
        Ok(file) if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) => LockFile::Held,
        Ok(_) => LockFile::Left,
    }
}

/// Removes a lock file that was left.
pub(crate) fn clear_left(store: &Path) {
    let path = beside(store, "-lock");
    let Ok(file) = OpenOptions::new().read(true).write(true).open(&path) else { return };
    if file.try_lock().is_ok() && is_still(&path, &file) {
        let _ = std::fs::remove_file(&path);
    }
}

fn held(store: &Path, file: &mut File) -> Error {
    let mut holder = String::new();
    let _ = file.take(200).read_to_string(&mut holder);
    let holder = if holder.trim().is_empty() { "another process" } else { holder.trim() };
    Error::new(ErrorKind::Locked, format!("the store '{}' is being loaded by {holder}", store.display()))
        .hint("wait until it is done; a reader need not wait")
}

#[cfg(unix)]
fn is_still(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (std::fs::metadata(path), file.metadata()) {
        (Ok(there), Ok(ours)) => there.ino() == ours.ino() && there.dev() == ours.dev(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still(path: &Path, _file: &File) -> bool {
    path.exists()
}

/// Refuses a store that has a second name, a hard link: what is beside a store, its lock among it, goes by its name, so
/// that who uses the other one would neither meet the lock nor find the changes, and together they would damage the file.
/// The caller holds the lock.
#[cfg(unix)]
pub(crate) fn refuse_second_name(store: &Path) -> Result<()> {
    use std::os::unix::fs::MetadataExt;
    let names = || std::fs::metadata(store).map_or(1, |file| file.nlink());
    if names() < 2 {
        return Ok(());
    }
    // A loader that died just when its store was in its place has left its first name.
    super::aside::clear_leavings(store);
    if names() < 2 {
        return Ok(());
    }
    let name = store.display();
    let message = format!("the store '{name}' has a second name, a hard link; it was left untouched");
    let mut copy = behind_links(store).into_os_string();
    copy.push(".copy");
    let [store, copy] = [&behind_links(store), Path::new(&copy)].map(crate::shell::path);
    Err(Error::new(ErrorKind::Store, message)
        .hint("whoever uses the other name would damage it, since its lock and its -wal file go by the name")
        .hint(format!("make it a file of its own: cp {store} {copy} && mv {copy} {store}")))
}

#[cfg(not(unix))]
pub(crate) fn refuse_second_name(_store: &Path) -> Result<()> {
    Ok(())
}

/// The path of a file that belongs to the store: where SQLite has its own, which of a link is where it leads.
pub(crate) fn beside(store: &Path, suffix: &str) -> PathBuf {
    let mut name = behind_links(store).into_os_string();
    name.push(suffix);
    PathBuf::from(name)
}

/// The file that a path leads to, if it is a link to one; else the path as it is.
pub(crate) fn behind_links(path: &Path) -> PathBuf {
    let real = || path.is_symlink().then(|| path.canonicalize().ok()).flatten();
    real().unwrap_or_else(|| path.to_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_store_has_one_lock_by_whatever_name_it_is_called() {
        let folder = tempfile::tempdir().unwrap();
        let [real, link] = ["a/real.db", "link.db"].map(|name| folder.path().join(name));
        std::fs::create_dir(folder.path().join("a")).unwrap();
        std::fs::write(&real, "").unwrap();
        std::os::unix::fs::symlink("a/real.db", &link).unwrap();
        let now = Timestamp::UNIX_EPOCH;
        for (one, other) in [(&real, &link), (&link, &real)] {
            let held = StoreLock::acquire(one, now).unwrap();
            assert_eq!(StoreLock::acquire(other, now).unwrap_err().kind(), ErrorKind::Locked);
            assert_eq!(look(other), LockFile::Held);
            drop(held);
            assert_eq!(look(other), LockFile::Missing);
        }
    }
}
