//! Names with `*`, `?` and `[…]` that no shell has expanded.

use std::path::{Path, PathBuf};

use glob::MatchOptions;

use super::cannot_read;
use super::natural::compare_paths;
use crate::{Error, ErrorKind, Result};

/// As shells do it: a star stays in its folder, and what begins with a dot must be named with it.
const AS_SHELLS_DO: MatchOptions = MatchOptions {
    case_sensitive: cfg!(not(windows)),
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// The paths that a pattern stands for, in order; `None` when the name is no pattern, or there is a file of just
/// this name.
///
/// # Errors
/// When nothing has such a name, or a folder cannot be read.
pub(super) fn expand(name: &str) -> Option<Result<Vec<PathBuf>>> {
    if !name.contains(['*', '?', '[']) || Path::new(name).symlink_metadata().is_ok() {
        return None;
    }
    // A bracket that is never closed is no pattern but a name.
    let matches = glob::glob_with(name, AS_SHELLS_DO).ok()?;
    let mut paths = Vec::new();
    for found in matches {
        match found {
            Ok(path) => paths.push(path),
            Err(error) => {
                let name = error.path().display().to_string();
                return Some(Err(cannot_read(&name, error.into())));
            }
        }
    }
    if paths.is_empty() {
        let error = Error::new(ErrorKind::Input, format!("nothing has a name like '{name}'"))
            .hint("look at its spelling, and at the folder from which it is named");
        return Some(Err(error));
    }
    paths.sort_by(|a, b| compare_paths(a, b));
    Some(Ok(paths))
}
