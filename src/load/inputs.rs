//! From what the user names to the inputs that are read.
//!
//! A name is a file, a folder, a pattern such as `exports/*.json`, or `-` for standard input. A file may be packed
//! with gzip or Zstandard, or be a zip archive, which is told by its content and never by its name. What is packed
//! is unpacked into an unlinked temporary file when its turn comes, so that no more than one input lies there at a
//! time. The same file is read once however often it is named; the same bytes in two files are found by their hash
//! (`known`).

mod archive;
mod encoding;
mod file;
mod finder;
mod folder;
mod found;
mod left_out;
mod natural;
mod packed;
mod pages;
mod pattern;
mod pseudo;
mod report;
mod sift;
mod spool;
mod zip_name;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use self::archive::OpenArchive;
use self::file::Source;
use self::finder::{Finder, Item, Refused};
use self::found::{How, Look, look_at_path};
use self::left_out::LeftOut;
use self::pages::Group;
use super::{Notice, Observer};
use crate::input::{Format, ReadOptions};
use crate::{Error, ErrorKind, Result};

pub use self::file::InputFile;
pub(super) use self::file::sha256_of;
pub(super) use self::spool::leaves_room;

/// Whether `path` is an export or an archive that the names lead to: as such, in a folder, or by a pattern. A table or
/// JSON lines in a folder may be what an earlier call has written there, and are none.
#[must_use]
pub fn lead_to(names: &[String], path: &Path) -> bool {
    let Ok(wanted) = path.canonicalize() else { return false };
    let is_at = |name: &Path| name.canonicalize().is_ok_and(|name| name == wanted);
    let is_within =
        |name: &Path| name.canonicalize().is_ok_and(|name| name.is_dir() && wanted.starts_with(name));
    let is_found = |name: &String| match pattern::expand(name) {
        None => is_within(Path::new(name)),
        Some(found) => found.is_ok_and(|paths| paths.iter().any(|path| is_at(path) || is_within(path))),
    };
    names.iter().any(|name| is_at(Path::new(name)))
        || names.iter().any(is_found) && wanted.is_file() && is_export(&wanted)
}

/// Whether Telegram Desktop calls a page of an HTML export so.
pub(super) fn is_name_of_page(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).and_then(pages::number).is_some()
}

/// Whether the file can be nothing but an export or an archive; a table or JSON lines may be a report.
pub(super) fn is_export(path: &Path) -> bool {
    is_input_but(path, &[Format::Csv, Format::JsonLines])
}

/// Whether the file is an export, an archive or a table, in whose place no list of rejects may be written. JSON lines may be
/// such a list.
#[must_use]
pub fn is_no_list(path: &Path) -> bool {
    path.is_file() && is_input_but(path, &[Format::JsonLines])
}

fn is_input_but(path: &Path, others: &[Format]) -> bool {
    let how = How { format: None, options: ReadOptions::default() };
    match look_at_path(path, &how) {
        Ok(Look::Input(found)) => !others.contains(&found.format),
        Ok(Look::Report(format, _)) => !others.contains(&format),
        Ok(Look::Archive(_)) => true,
        Ok(Look::NoInput(_) | Look::Unread(_)) | Err(_) => false,
    }
}

/// The inputs that the names come to, one after another.
pub(super) struct Inputs {
    how: How,
    items: VecDeque<Item>,
    archive: Option<OpenArchive>,
    left_out: LeftOut,
    has_given: bool,
    is_one: bool,
    notices: VecDeque<Notice>,
    /// An archive in which nothing was found.
    of_no_use: Option<String>,
}

impl Inputs {
    /// Finds the files of the named inputs. `store` and `outputs` are what this call writes, and never inputs.
    pub(super) fn find(
        names: &[String],
        format: Option<Format>,
        options: ReadOptions,
        store: &Path,
        outputs: &[PathBuf],
    ) -> Self {
        let how = How { format, options };
        let mut finder = Finder::new(how.clone(), store, outputs);
        for name in names {
            finder.add(name);
        }
        let notices = finder.notices();
        let (items, left_out) = finder.finish();
        let is_one = items.len() == 1;
        Self { how, items, archive: None, left_out, has_given: false, is_one, notices, of_no_use: None }
    }

    /// Whether the names come to one input alone, be it in an archive. Known when the first one is given: before that
    /// an archive is not looked into.
    pub(super) fn is_one(&self) -> bool {
        self.is_one
    }

    /// The next input, unpacked; or the name of one that cannot be read, and why.
    pub(super) fn next(&mut self, observer: &mut dyn Observer) -> Option<Result<InputFile, Refused>> {
        for notice in self.notices.drain(..) {
            observer.notice(notice);
        }
        let next = self.find_next(observer);
        self.has_given |= next.is_some();
        if next.is_none() && !self.has_given {
            self.has_given = true;
            return self.of_no_use.take().map(|name| Err(nothing_in(name, "archive")));
        }
        next
    }

    fn find_next(&mut self, observer: &mut dyn Observer) -> Option<Result<InputFile, Refused>> {
        loop {
            if let Some(archive) = &mut self.archive {
                if let Some(refused) = archive.failed.pop_front() {
                    return Some(Err(refused));
                }
                if let Some(group) = archive.groups.pop_front() {
                    return Some(ready(group, Some(archive), &self.how, observer));
                }
                self.archive = None;
            }
            match self.items.pop_front()? {
                Item::Input(group) => return Some(ready(group, None, &self.how, observer)),
                Item::Refused(refused) => return Some(Err(refused)),
                Item::Archive(archive, is_named) => {
                    let name = archive.name.clone();
                    let mut open = match OpenArchive::open(archive, &self.how) {
                        Ok(open) => open,
                        Err(error) => return Some(Err((name, error))),
                    };
                    open.notices().for_each(|notice| observer.notice(notice));
                    self.is_one &= open.groups.len() == 1 && open.failed.is_empty();
                    if !open.is_of_no_use() {
                        self.left_out.merge(std::mem::take(&mut open.left_out));
                        self.archive = Some(open);
                    } else if is_named && open.is_workbook {
                        return Some(Err(workbook(name)));
                    } else if is_named {
                        return Some(Err(nothing_in(name, "archive")));
                    } else {
                        self.left_out.add(1);
                        self.of_no_use.get_or_insert(name);
                    }
                }
            }
        }
    }

    /// The files of folders and archives that were no input so far, such as photos and styles.
    pub(super) fn left_out(&self) -> &LeftOut {
        &self.left_out
    }
}

/// Unpacks what is packed.
fn ready(
    group: Group,
    mut archive: Option<&mut OpenArchive>,
    how: &How,
    observer: &mut dyn Observer,
) -> Result<InputFile, Refused> {
    let Group { files, notice, .. } = group;
    let Some(first) = files.first() else {
        let name = String::new();
        return Err((name, Error::new(ErrorKind::Input, "an input of no files")));
    };
    let (name, format) = (first.name.clone(), first.format);
    let stem = Path::new(&first.file).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut parts = Vec::with_capacity(files.len());
    for file in files {
        let watched = file.name.clone();
        if archive.is_some() || file.packing.is_some() {
            observer.begun(&watched, file.bytes);
        }
        let mut watch = |bytes: u64| observer.progress(bytes, 0);
        let part = match &mut archive {
            Some(archive) => archive.unpack(file, &mut watch),
            None => file.unpack(&mut watch),
        };
        parts.push(part.map_err(|error| (watched, error))?);
    }
    if let Some(notice) = notice {
        observer.notice(notice);
    }
    let source = match (parts.pop(), parts.is_empty()) {
        (Some(part), true) => Source::One(part),
        (last, _) => {
            parts.extend(last);
            Source::Pages(parts)
        }
    };
    Ok(InputFile { name, stem, format, source, options: how.options.clone() })
}

/// What a folder or an archive gets in which nothing was found.
fn nothing_in(name: String, kind: &str) -> Refused {
    let formats = Format::ALL.map(Format::name).join(", ");
    let error = Error::new(ErrorKind::Input, format!("no file of a known format in the {kind} '{name}'"))
        .hint(format!("known formats: {formats}"))
        .hint("a table or JSON lines of other columns: name the file, with --map text=COLUMN");
    (name, error)
}

/// What a file of Excel gets, which is a zip archive.
fn workbook(name: String) -> Refused {
    let error = Error::new(ErrorKind::Input, format!("'{name}' is a workbook of a spreadsheet program"))
        .hint("save its table as 'CSV UTF-8' there, and load that");
    (name, error)
}

fn cannot_read(name: &str, cause: std::io::Error) -> Error {
    let is_refused = cause.kind() == std::io::ErrorKind::PermissionDenied;
    let error = Error::new(ErrorKind::Input, format!("cannot read '{name}'")).caused_by(cause);
    if is_refused { error.hint("make it readable for yourself, or copy it") } else { error }
}

#[cfg(test)]
mod tests;
