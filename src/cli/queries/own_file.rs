//! The file of a query of one's own.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::query::catalogue::{Catalogue, Origin, file_in};
use crate::{Error, ErrorKind, Result, shell};

/// The folder in the working directory where queries are found.
const FOLDER: &str = "queries";

/// Where a query of this name is to be written: the last folder of `--queries`, else `./queries`.
///
/// # Errors
/// [`ErrorKind::Usage`] when the name is none, or a query of it stands in the folder already.
pub(super) fn place(name: &str, folders: &[PathBuf]) -> Result<PathBuf> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if name.is_empty() || name.starts_with('-') || !name.bytes().all(is_plain) {
        return Err(Error::new(ErrorKind::Usage, format!("'{name}' is no name of a query"))
            .hint("make it of a-z, 0-9 and -, such as posts-by-weekday"));
    }
    let folder = folders.last().map_or_else(|| PathBuf::from(FOLDER), Clone::clone);
    let path = folder.join(format!("{name}.sql"));
    // It may stand in a group, or be a link that leads nowhere.
    let is_there = || path.symlink_metadata().is_ok().then(|| path.clone());
    let taken = file_in(&folder, name).or_else(is_there);
    match taken {
        Some(taken) => Err(already_there(&taken)),
        None => Ok(path),
    }
}

fn already_there(path: &Path) -> Error {
    Error::new(ErrorKind::Usage, format!("'{}' is there already; it was left as it is", path.display()))
        .hint("choose another name, or another folder: --queries DIR")
}

/// Writes the file with the folders that it needs, never over another one.
///
/// # Errors
/// When there is a file already, or the system refuses.
pub(super) fn write(path: &Path, text: &str) -> Result<()> {
    let failed = |cause: std::io::Error| {
        if cause.kind() == std::io::ErrorKind::AlreadyExists {
            return already_there(path);
        }
        Error::new(ErrorKind::Io, format!("cannot write '{}'", path.display())).caused_by(cause)
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a query would take the place of the one of its name, and be in the way of the next try.
        let _ = std::fs::remove_file(path);
    }
    written.map_err(failed)
}

/// What to do next with the file, for people.
pub(super) fn next_steps(name: &str, folders: &[PathBuf]) -> String {
    let option = |folder: &PathBuf| format!(" --queries {}", shell::path(folder));
    let option = folders.last().map(option).unwrap_or_default();
    let name = shell::word(name);
    format!("check it: chancery queries check {name}{option}\nrun it: chancery run {name}{option}")
}

/// Where the query of this name comes from that a new one would hide.
pub(super) fn hidden(catalogue: &Catalogue, name: &str) -> Option<Origin> {
    catalogue.entry(name).map(|entry| entry.origin)
}
