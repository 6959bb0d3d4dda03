//! Packed inputs and archives, through a whole load.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use chancery::load::{self, LoadOptions, Outcome, Silent};
use tempfile::TempDir;

/// A file that may be packed or an archive: loaded, or refused with a reason; the store that was there stays whole,
/// and nothing is written beside it.
pub fn wrapped(data: &[u8]) {
    static FOLDER: Mutex<Option<TempDir>> = Mutex::new(None);
    let mut folder = FOLDER.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = folder.get_or_insert_with(|| {
        let folder = TempDir::new().expect("a temporary folder");
        let store = chancery::store::create_temporary().expect("a store");
        let copy = folder.path().join("store.db");
        store.execute("VACUUM INTO ?1", [copy.to_str()]).expect("a copy of the store");
        folder
    });
    let (store, input) = (folder.path().join("store.db"), folder.path().join("input"));
    let before = std::fs::read(&store).expect("the store");
    std::fs::write(&input, data).expect("a write");
    let options = LoadOptions { dry_run: true, ..LoadOptions::default() };
    let report = load::load(&store, &[path(&input)], &options, &mut Silent).expect("a load");
    assert!(report.failure.is_none(), "{report:?}");
    for input in &report.inputs {
        if let Outcome::Failed(error) = &input.outcome {
            assert!(!error.to_string().is_empty());
        }
    }
    assert!(before == std::fs::read(&store).expect("the store"), "a dry run changed the store");
    let mut files: Vec<String> = std::fs::read_dir(folder.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    assert_eq!(files, ["input", "store.db"]);
}

fn path(path: &Path) -> String {
    path.display().to_string()
}
