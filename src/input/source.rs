//! What a reader reads.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;

/// One file of an input, open at its beginning.
#[derive(Debug)]
pub struct Page {
    /// What messages call it.
    pub name: String,
    /// The bytes.
    pub file: File,
    /// Where it is, when it lies on disk under a name: a database must be opened by its path. What came
    /// through a pipe or out of an archive has none.
    pub path: Option<PathBuf>,
}

/// How the user says that an input is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// For tables and JSON lines: the documented column by the input's own name for it, e.g. `text` ← `body`
    /// is `{"text": "body"}`.
    pub columns: BTreeMap<String, String>,
}
