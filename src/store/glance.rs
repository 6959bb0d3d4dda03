//! A look into a store that leaves no trace: for answers that are wanted at once and may be missing.

use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use rusqlite::{Connection, OpenFlags};

use super::{FileKind, file_kind, migrate};

/// What stands for itself in the path of a `file:` address.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The store at `path`, read as if nobody could change it: no lock is taken, nothing is waited for, no file is made
/// beside it, a change that was broken off is not rolled back, an earlier schema is not brought up to date.
///
/// What a load that runs meanwhile writes may be missed or be seen in part, so no figure may come from here.
/// `None` when there is no store that can be read so, whatever the reason.
#[must_use]
pub fn glance(path: &Path) -> Option<Connection> {
    // Opening a pipe would wait for its writer.
    if !path.is_file() || !matches!(file_kind(path), Ok(FileKind::Store)) {
        return None;
    }
    let path = std::path::absolute(path).ok()?;
    let mut address = percent_encode(path.as_os_str().as_encoded_bytes(), KEPT).to_string();
    if cfg!(windows) {
        address = format!("/{}", address.replace("%5C", "/").replace("%3A", ":"));
    }
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(format!("file://{address}?immutable=1"), flags).ok()?;
    let version = migrate::version(&connection).ok()?;
    (version <= migrate::newest()).then_some(connection)
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::glance;
    use crate::store::migrate;

    #[test]
    fn a_locked_store_in_a_folder_of_an_odd_name_is_read_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("50% of #it? Это");
        std::fs::create_dir(&inner).unwrap();
        let path = inner.join("a b.db");
        let mut store = Connection::open(&path).unwrap();
        migrate::migrate(&mut store).unwrap();
        store.execute_batch("INSERT INTO hashtags (tag) VALUES ('trade'); BEGIN EXCLUSIVE").unwrap();
        let before = std::fs::read(&path).unwrap();
        let tag = glance(&path)
            .unwrap()
            .query_row("SELECT tag FROM hashtags", [], |row| row.get::<_, String>(0))
            .unwrap();
        assert_eq!(tag, "trade");
        assert!(glance(&path).unwrap().execute("DELETE FROM hashtags", []).is_err());
        store.execute_batch("ROLLBACK").unwrap();
        store.pragma_update(None, "journal_mode", "wal").unwrap();
        drop(store);
        // Another reader of such a file would make files of its own beside it.
        assert!(glance(&path).unwrap().query_row("SELECT tag FROM hashtags", [], |_| Ok(())).is_ok());
        let files: Vec<_> =
            std::fs::read_dir(&inner).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(files, ["a b.db"]);
        let after = std::fs::read(&path).unwrap();
        assert_eq!(before.len(), after.len());
    }

    #[test]
    fn what_is_no_store_of_ours_gives_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        assert!(glance(&path).is_none() && glance(folder.path()).is_none());
        assert!(!path.exists());
        std::fs::write(&path, "no database").unwrap();
        assert!(glance(&path).is_none());
        let mut store = Connection::open(folder.path().join("later.db")).unwrap();
        migrate::migrate(&mut store).unwrap();
        store.pragma_update(None, "user_version", migrate::newest() + 1).unwrap();
        assert!(glance(&folder.path().join("later.db")).is_none());
    }
}
