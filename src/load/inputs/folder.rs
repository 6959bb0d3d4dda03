//! Folders: all the files in them that may be inputs.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::DirEntry;
use std::path::{Path, PathBuf};

use super::cannot_read;
use super::pseudo::PseudoFileSystems;
use super::sift::look_order;
use crate::Error;
use crate::store::{self, FileKind};

/// What stands behind a store's name in the names of the files that belong to it.
const BESIDE_STORE: [&str; 6] = ["-loading", "-loading-journal", "-lock", "-journal", "-wal", "-shm"];

/// A file in a folder.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) path: PathBuf,
    /// Its folder, relative to the one that the user named.
    pub(super) folder: PathBuf,
}

/// What was found in a folder.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// The files, in the order in which they must be looked at.
    pub(super) entries: Vec<Entry>,
    /// What is neither file nor folder: pipes, devices, links that lead nowhere.
    pub(super) others: u64,
    /// Links to folders that lie elsewhere.
    pub(super) links: Vec<PathBuf>,
    /// Links to what is not there, such as a disk that is not mounted.
    pub(super) broken_links: Vec<PathBuf>,
    /// Folders that could not be read.
    pub(super) failed: Vec<(String, Error)>,
}

/// All files under `root`. Links to folders are not followed, so that no loop of links can trap us. A folder that
/// cannot be read is told of, and the others are looked through all the same. So is told of links that lead elsewhere or
/// nowhere: what lies there is missing from every figure. What the system makes up when it is read, as in `/proc`, is nobody's file.
pub(super) fn walk(root: &Path) -> Walk {
    let mut walk = Walk::default();
    let mut folders = vec![PathBuf::new()];
    let pseudo = PseudoFileSystems::of_this_machine();
    let is_made_up = |path: &Path| std::fs::metadata(path).is_ok_and(|metadata| pseudo.hold(&metadata));
    while let Some(folder) = folders.pop() {
        let path = if folder.as_os_str().is_empty() { root.to_owned() } else { root.join(&folder) };
        if is_made_up(&path) {
            walk.others += 1;
            continue;
        }
        if let Err(cause) = list(&path, &folder, &mut folders, &mut walk, &is_made_up) {
            let name = path.display().to_string();
            let error = cannot_read(&name, cause);
            walk.failed.push((name, error));
        }
    }
    // Those that lead back or to what is found without them hide nothing.
    let links = walk.links.len();
    if let Ok(here) = std::fs::canonicalize(root) {
        let is_elsewhere = |there: PathBuf| !there.starts_with(&here) && !here.starts_with(&there);
        walk.links.retain(|link| std::fs::canonicalize(link).is_ok_and(is_elsewhere));
    }
    walk.others += (links - walk.links.len()) as u64;
    walk.links.sort();
    walk.broken_links.sort();
    walk.entries.sort_by(|a, b| look_order(&a.folder, &b.folder).then_with(|| a.path.cmp(&b.path)));
    walk
}

fn list(
    path: &Path,
    folder: &Path,
    folders: &mut Vec<PathBuf>,
    walk: &mut Walk,
    is_made_up: &dyn Fn(&Path) -> bool,
) -> std::io::Result<()> {
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            folders.push(folder.join(entry.file_name()));
        } else if kind.is_file() || entry.path().is_file() && !is_made_up(&entry.path()) {
            walk.entries.push(Entry { path: entry.path(), folder: folder.to_owned() });
        } else if entry.path().is_dir() {
            walk.links.push(entry.path());
        } else {
            if kind.is_symlink() && leads_nowhere(&entry) {
                walk.broken_links.push(entry.path());
            }
            walk.others += 1;
        }
    }
    Ok(())
}

/// Whether what the link leads to is not there. Hidden ones, such as the locks of editors, are meant to lead nowhere.
fn leads_nowhere(link: &DirEntry) -> bool {
    let is_missing = |error: std::io::Error| error.kind() == std::io::ErrorKind::NotFound;
    !link.file_name().as_encoded_bytes().starts_with(b".")
        && std::fs::metadata(link.path()).err().is_some_and(is_missing)
}

/// The files that Chancery itself writes, which may well lie in a folder that is loaded: they are never inputs.
#[derive(Debug, Default)]
pub(super) struct OwnFiles {
    /// By folder and name, since some of them are not there yet.
    files: HashSet<(PathBuf, OsString)>,
}

impl OwnFiles {
    /// The store, its companions, and the files to which this call writes.
    pub(super) fn new(store: &Path, outputs: &[PathBuf]) -> Self {
        let mut files: HashSet<_> = outputs.iter().filter_map(|path| place(path)).collect();
        if let Some((folder, name)) = place(store) {
            for suffix in BESIDE_STORE {
                let mut name = name.clone();
                name.push(suffix);
                files.insert((folder.clone(), name));
            }
            files.insert((folder, name));
        }
        Self { files }
    }

    /// Whether the file is one of them, or lies beside another store and belongs to it.
    pub(super) fn has(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // What another command is writing (`cli::destination`).
        if name.starts_with(".chancery-") && name.ends_with(".part") {
            return true;
        }
        let is_named = self.files.iter().any(|(_, own)| Some(own.as_os_str()) == path.file_name());
        if is_named && place(path).is_some_and(|place| self.files.contains(&place)) {
            return true;
        }
        let mut stores = BESIDE_STORE.iter().filter_map(|suffix| name.strip_suffix(suffix));
        stores.any(|store| is_store(&path.with_file_name(store)))
    }
}

/// Whether the file is a store.
pub(super) fn is_store(path: &Path) -> bool {
    path.is_file() && matches!(store::file_kind(path), Ok(FileKind::Store))
}

/// The folder of a path, whatever way leads there, and the name in it.
fn place(path: &Path) -> Option<(PathBuf, OsString)> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    Some((std::fs::canonicalize(folder).ok()?, path.file_name()?.to_owned()))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::os::unix::fs::symlink;
    use std::path::Path;

    use super::walk;

    #[test]
    fn what_the_system_makes_up_is_no_input() {
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::write(folder.path().join("a.json"), "[]").unwrap();
        symlink("/proc/self/status", folder.path().join("b.json")).unwrap();
        symlink("a.json", folder.path().join("c.json")).unwrap();
        let found = walk(folder.path());
        let names: Vec<_> = found.entries.iter().filter_map(|entry| entry.path.file_name()).collect();
        assert_eq!(names, ["a.json", "c.json"]);
        assert_eq!(found.others, 1);
        let found = walk(Path::new("/proc"));
        assert_eq!((found.entries.len(), found.failed.len(), found.others), (0, 0, 1));
    }
}
