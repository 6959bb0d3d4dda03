//! Names with `*`, `?` and `[…]` that no shell has expanded.
//!
//! Folders are walked here, and only names are compared by the crate: its own walk breaks off at, or passes over, a name that
//! is not UTF-8, as unpacked archives of other systems have them.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, Pattern};

use super::cannot_read;
use super::natural::compare_paths;
use crate::{Error, ErrorKind, Result};

/// As shells do it: a star stays in its folder, and what begins with a dot must be named with it.
const AS_SHELLS_DO: MatchOptions = MatchOptions {
    case_sensitive: cfg!(not(windows)),
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// A part of a pattern between two slashes.
enum Part {
    Name(PathBuf),
    Names(Pattern),
    /// `**`: the folder itself and all folders in it.
    Folders,
}

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
    let parts: Vec<Part> = Path::new(name).components().map(part).collect::<Option<_>>()?;
    Some(found(&parts).and_then(|mut paths| {
        if name.ends_with(std::path::is_separator) {
            paths.retain(|path| path.is_dir());
        }
        if paths.is_empty() {
            return Err(Error::new(ErrorKind::Input, format!("nothing has a name like '{name}'"))
                .hint("look at its spelling, and at the folder from which it is named"));
        }
        paths.sort_by(|a, b| compare_paths(a, b));
        paths.dedup();
        Ok(paths)
    }))
}

fn part(component: Component<'_>) -> Option<Part> {
    let text = match component {
        Component::Normal(name) => name.to_str()?,
        other => return Some(Part::Name(PathBuf::from(other.as_os_str()))),
    };
    match text {
        "**" => Some(Part::Folders),
        text if text.contains(['*', '?', '[']) => Pattern::new(text).ok().map(Part::Names),
        text => Some(Part::Name(PathBuf::from(text))),
    }
}

fn found(parts: &[Part]) -> Result<Vec<PathBuf>> {
    let mut paths = vec![PathBuf::new()];
    for part in parts {
        let mut next = Vec::new();
        for path in paths {
            match part {
                Part::Name(name) => {
                    next.extend(Some(path.join(name)).filter(|path| path.symlink_metadata().is_ok()));
                }
                Part::Names(pattern) => next.extend(entries(&path)?.into_iter().filter(|entry| {
                    let name = entry.file_name().unwrap_or_default().to_string_lossy();
                    pattern.matches_with(&name, AS_SHELLS_DO)
                })),
                Part::Folders => folders(path, &mut next)?,
            }
        }
        paths = next;
    }
    Ok(paths)
}

/// Adds the folder and all folders in it, those behind links, too, but none twice: links may go in circles.
fn folders(root: PathBuf, found: &mut Vec<PathBuf>) -> Result<()> {
    let mut seen = HashSet::new();
    let mut waiting = vec![root];
    while let Some(folder) = waiting.pop() {
        let is_new = here(&folder).canonicalize().is_ok_and(|real| seen.insert(real));
        if !is_new {
            continue;
        }
        waiting.extend(entries(&folder)?.into_iter().filter(|entry| {
            entry.is_dir() && !entry.file_name().unwrap_or_default().as_encoded_bytes().starts_with(b".")
        }));
        found.push(folder);
    }
    Ok(())
}

/// What lies in a folder; nothing where it is none.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let place = here(folder);
    if !place.is_dir() {
        return Ok(Vec::new());
    }
    let read = || -> io::Result<Vec<PathBuf>> {
        fs::read_dir(place)?.map(|entry| Ok(folder.join(entry?.file_name()))).collect()
    };
    read().map_err(|error| cannot_read(&place.display().to_string(), error))
}

/// The folder as the system knows it: a pattern without one begins where the program runs.
fn here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}
