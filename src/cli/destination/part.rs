//! Files under a second name, `.chancery-…`, until they take their place or are done with. A lock tells those of a
//! command that is at work from those that a killed one has left; the next command that writes there removes these.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// What is being written.
pub(super) const PART: &str = ".part";

/// What another file takes the place of.
pub(super) const FORMER: &str = ".former";

const PREFIX: &str = ".chancery-";

/// Makes such a file in `folder`; it goes with its value.
pub(super) fn make(
    folder: &Path,
    suffix: &str,
    mut open: impl FnMut(&Path) -> io::Result<File>,
) -> io::Result<NamedTempFile> {
    loop {
        let file = Builder::new().prefix(PREFIX).suffix(suffix).make_in(folder, &mut open)?;
        match file.as_file().try_lock() {
            // Who clears up may have taken it for a leaving between its making and its locking.
            Err(TryLockError::WouldBlock) => {}
            Ok(()) if !file.path().exists() => {}
            // Where the file system knows no locks, nobody clears up either.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(file),
        }
    }
}

/// Puts the file in its place.
pub(super) fn place(file: NamedTempFile, path: &Path) -> io::Result<()> {
    let (file, name) = file.into_parts();
    fs::rename(&name, path)?;
    drop(file);
    // There is no file of the old name any more; a failure says just that.
    let _ = name.keep();
    Ok(())
}

/// Removes what killed commands have left in `folder`.
pub(super) fn clear_leavings(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_ours = name.starts_with(PREFIX) && (name.ends_with(PART) || name.ends_with(FORMER));
        if is_ours
            && entry.file_type().is_ok_and(|kind| kind.is_file())
            && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok())
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::{FORMER, PART, clear_leavings, make};

    #[test]
    fn only_what_nobody_holds_is_cleared_up() {
        let folder = tempfile::tempdir().unwrap();
        let written = make(folder.path(), PART, |path| File::create_new(path)).unwrap();
        fs::write(folder.path().join("report.csv"), "before").unwrap();
        let former = make(folder.path(), FORMER, |path| {
            fs::hard_link(folder.path().join("report.csv"), path)?;
            File::open(path)
        })
        .unwrap();
        for name in [".chancery-dead.part", ".chancery-dead.former", ".chancery-mine", "dead.part"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        clear_leavings(folder.path());
        assert!(written.path().exists() && former.path().exists());
        let there = |name: &str| folder.path().join(name).exists();
        assert!(!there(".chancery-dead.part") && !there(".chancery-dead.former"));
        assert!(there(".chancery-mine") && there("dead.part"));
    }
}
