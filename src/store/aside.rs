//! A new store is built aside, in `<store>-loading`, and put in its place when it is whole and on disk.

mod sync_along;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::store::lock::{behind_links, beside};
use crate::store::{configure_writer, migrate, naming, writer};
use crate::{Error, ErrorKind, Result, shell};
use sync_along::SyncAlong;

/// Posts with their text are rows of 1 kB and more: in pages of 16 KiB they lose less room than in
/// SQLite's usual 4 KiB (a tenth of the file), and are written in three quarters of the time.
const PAGE_SIZE: &str = "PRAGMA page_size = 16384";

/// A store in the making. Dropped without [`Aside::publish`], it leaves nothing.
#[derive(Debug)]
pub struct Aside {
    store: PathBuf,
    path: PathBuf,
    /// Nothing while the file is being made.
    sync: Option<SyncAlong>,
    is_published: bool,
}

impl Aside {
    /// Begins a new store for `store`, over the leavings of a loader that died. The caller holds the lock.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the folder may not be written, or `store` is a link that leads to nothing.
    pub fn create(store: &Path) -> Result<(Self, Connection)> {
        refuse_link(store)?;
        clear_leavings(store);
        let path = beside(store, "-loading");
        let mut aside = Self { store: behind_links(store), path, sync: None, is_published: false };
        let failed = |cause: Box<dyn std::error::Error + Send + Sync>| {
            Error::new(ErrorKind::Io, format!("cannot make the store '{}'", store.display()))
                .hint("make its folder writable, or choose another store: --db FILE")
                .caused_by(cause)
        };
        let mut connection = Connection::open(&aside.path).map_err(|cause| failed(cause.into()))?;
        // A crash loses this file whole, so nothing of it need be on disk before `publish` syncs it. The
        // journal stays: it takes back an input that fails half-way.
        connection
            .execute_batch(PAGE_SIZE)
            .and_then(|()| {
                connection.execute_batch(
                    "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;",
                )
            })
            .and_then(|()| configure_writer(&connection))
            .and_then(|()| writer::trust_own_words(&connection))
            .map_err(|cause| failed(cause.into()))?;
        migrate::bring_up_to_date(&mut connection).map_err(|error| naming(store, error))?;
        aside.sync = Some(SyncAlong::begin(&aside.path).map_err(|cause| failed(cause.into()))?);
        Ok((aside, connection))
    }

    /// Syncs the finished file and puts it in the store's place, unless another file has come there.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when that fails; there is no new store then.
    pub fn publish(mut self, connection: Connection) -> Result<()> {
        let failed = |cause: std::io::Error| {
            Error::new(ErrorKind::Io, format!("cannot finish the store '{}'", self.store.display()))
                .caused_by(cause)
        };
        connection.close().map_err(|(_, cause)| failed(std::io::Error::other(cause)))?;
        let sync = match self.sync.take() {
            Some(sync) => Ok(sync),
            None => SyncAlong::begin(&self.path),
        };
        sync.and_then(SyncAlong::end).map_err(failed)?;
        if std::fs::metadata(&self.store).is_ok_and(|there| there.len() == 0) {
            std::fs::remove_file(&self.store).map_err(failed)?;
        }
        // A hard link, unlike a rename, never replaces what is there.
        match std::fs::hard_link(&self.path, &self.store) {
            Ok(()) => {}
            Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => return Err(failed(cause)),
            // Some file systems have no links.
            Err(_) if !self.store.exists() => std::fs::rename(&self.path, &self.store).map_err(failed)?,
            Err(cause) => return Err(failed(cause)),
        }
        // Until its name is on disk, too, a machine that stops may lose it all: then it is not there yet.
        if let Err(cause) = sync_folder(&self.store) {
            return Err(match std::fs::remove_file(&self.store) {
                Ok(()) => failed(cause),
                Err(_) => failed(cause)
                    .hint("it is there all the same, whole, and the disk refused to remove it: whether it stays is not sure"),
            });
        }
        self.clear();
        self.is_published = true;
        Ok(())
    }

    fn clear(&self) {
        clear_leavings(&self.store);
    }
}

/// Refuses a link that leads to nothing yet: it is no place for a finished store, which would be told only then.
fn refuse_link(store: &Path) -> Result<()> {
    match std::fs::read_link(store) {
        Ok(target) if !store.exists() => {
            let target = store.parent().unwrap_or(Path::new("")).join(target);
            let message =
                format!("'{}' is a link to '{}', where nothing is", store.display(), target.display());
            Err(Error::new(ErrorKind::Io, message)
                .hint(format!("name the store by its own path: --db {}", shell::path_in_quotes(&target))))
        }
        _ => Ok(()),
    }
}

/// Removes what a loader left that died before its store was in place, or just after. The caller holds the
/// lock of the store.
pub(crate) fn clear_leavings(store: &Path) {
    for suffix in ["-loading", "-loading-journal"] {
        let _ = std::fs::remove_file(beside(store, suffix));
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        if !self.is_published {
            self.clear();
        }
    }
}

#[cfg(unix)]
fn sync_folder(store: &Path) -> std::io::Result<()> {
    let folder = match store.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_store: &Path) -> std::io::Result<()> {
    Ok(())
}
