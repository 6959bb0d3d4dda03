//! Finds the files that the names stand for.

use std::collections::{HashSet, VecDeque};
use std::path::{Path, PathBuf};

use super::folder::{OwnFiles, Walk, is_store, walk};
use super::found::{Archive, Found, How, Look, look_at_path, look_at_stream};
use super::left_out::{LeftOut, Named};
use super::natural::{compare, compare_paths};
use super::pages::{Group, group};
use super::sift::Exports;
use super::{nothing_in, pattern};
use crate::Error;
use crate::load::Notice;

/// An input that cannot be loaded: its name, and why.
pub(in crate::load) type Refused = (String, Error);

/// What is still to be done.
pub(super) enum Item {
    Input(Group),
    /// Whether the user named it, and not only its folder.
    Archive(Archive, bool),
    Refused(Refused),
}

/// Collects files.
#[derive(Default)]
pub(super) struct Finder {
    how: How,
    own: OwnFiles,
    seen: HashSet<Identity>,
    found: Vec<Found>,
    /// What is none, behind how many of them it stands.
    others: Vec<(usize, Item)>,
    left_out: LeftOut,
    /// Links to folders that were not followed: the first, and how many.
    links: Option<(PathBuf, u64)>,
    /// Links to what is not there: the first, and how many.
    broken_links: Option<(PathBuf, u64)>,
    /// Files of folders that may hold an export and cannot be read, by what each is.
    unread: Named,
    /// Reports of ours in folders: the first, and how many.
    reports: Option<(PathBuf, u64)>,
}

impl Finder {
    pub(super) fn new(how: How, store: &Path, outputs: &[PathBuf]) -> Self {
        Self { how, own: OwnFiles::new(store, outputs), ..Self::default() }
    }

    /// What the user should know of what was not found.
    pub(super) fn notices(&mut self) -> VecDeque<Notice> {
        let links = self.links.take();
        let links =
            links.map(|(link, links)| Notice::LinksNotFollowed { link: link.display().to_string(), links });
        let unread = self.unread.unread();
        let broken = self.broken_links.take();
        let broken =
            broken.map(|(link, links)| Notice::LinksBroken { link: link.display().to_string(), links });
        let reports = self.reports.take();
        let reports = reports
            .map(|(first, files)| Notice::ReportsLeftOut { first: first.display().to_string(), files });
        links.into_iter().chain(broken).chain(unread).chain(reports).collect()
    }

    /// What was found, in order; and the files that were no input.
    pub(super) fn finish(self) -> (VecDeque<Item>, LeftOut) {
        let mut others = self.others.into_iter().peekable();
        let mut items = VecDeque::new();
        for group in group(self.found) {
            let order = group.files.first().map_or(0, |file| file.order);
            while let Some((_, item)) = others.next_if(|(behind, _)| *behind <= order) {
                items.push_back(item);
            }
            items.push_back(Item::Input(group));
        }
        items.extend(others.map(|(_, item)| item));
        (items, self.left_out)
    }

    /// Adds what the user named.
    pub(super) fn add(&mut self, name: &str) {
        if name == "-" {
            if self.seen.insert(Identity::StandardInput) {
                let looked = look_at_stream(&mut std::io::stdin().lock(), name, "standard input", &self.how);
                self.take_named(name, looked);
            }
            return;
        }
        match pattern::expand(name) {
            None => self.add_path(Path::new(name)),
            Some(Ok(paths)) => {
                for path in paths.iter().filter(|path| !self.own.has(path)).collect::<Vec<_>>() {
                    self.add_path(path);
                }
            }
            Some(Err(error)) => self.refuse(name, error),
        }
    }

    fn add_path(&mut self, path: &Path) {
        if path.is_dir() {
            self.add_folder(path);
        } else if !self.has_seen(path) {
            let looked = look_at_path(path, &self.how);
            self.see(path);
            self.take_named(&path.display().to_string(), looked);
        }
    }

    fn take_named(&mut self, name: &str, looked: crate::Result<Look>) {
        match looked {
            Ok(Look::Input(found)) => self.push(found),
            Ok(Look::Archive(archive)) => self.push_other(Item::Archive(archive, true)),
            Ok(Look::NoInput(error) | Look::Unread(error) | Look::Report(_, error)) | Err(error) => {
                self.refuse(name, error);
            }
        }
    }

    fn add_folder(&mut self, root: &Path) {
        let Walk { entries, others, links, broken_links, failed } = walk(root);
        for link in links {
            self.links.get_or_insert((link, 0)).1 += 1;
        }
        for link in broken_links {
            self.broken_links.get_or_insert((link, 0)).1 += 1;
        }
        self.left_out.add(others);
        let mut is_empty = failed.is_empty();
        for (name, error) in failed {
            self.refuse(&name, error);
        }
        let unnamed = self.how.unnamed();
        let mut exports = Exports::default();
        let mut looks: Vec<(PathBuf, crate::Result<Look>)> = Vec::new();
        for entry in entries {
            if exports.hide(&entry.folder) {
                self.left_out.add(1);
                continue;
            }
            if self.own.has(&entry.path) {
                continue;
            }
            if self.has_seen(&entry.path) {
                is_empty = false;
                continue;
            }
            let looked = look_at_path(&entry.path, &unnamed);
            let name = entry.path.file_name().unwrap_or_default().to_string_lossy();
            match &looked {
                Ok(Look::Input(found)) => exports.note(&entry.folder, &name, Some(found.format)),
                Ok(Look::Unread(_)) | Err(_) => exports.note_unread(&entry.folder, &name),
                Ok(Look::NoInput(_) | Look::Archive(_) | Look::Report(..)) => {
                    exports.note(&entry.folder, &name, None);
                }
            }
            match looked {
                Ok(Look::Input(found)) if self.how.format.is_some_and(|format| format != found.format) => {
                    self.left_out.add(1);
                }
                Ok(Look::NoInput(_)) if is_store(&entry.path) => {}
                Ok(Look::NoInput(_)) => self.left_out.add_seen(entry.path.display().to_string()),
                Ok(Look::Report(..)) => {
                    self.left_out.add(1);
                    self.reports.get_or_insert((entry.path, 0)).1 += 1;
                }
                Ok(Look::Unread(error)) => {
                    self.left_out.add(1);
                    self.unread.add(error.to_string());
                }
                // A file that cannot be read may well be an input, and would be missing from every figure.
                looked => {
                    self.see(&entry.path);
                    looks.push((entry.path, looked));
                }
            }
        }
        if is_empty && looks.is_empty() {
            self.push_other(Item::Refused(nothing_in(root.display().to_string(), "folder")));
        }
        looks.sort_by(|(a, _), (b, _)| in_order(a, b));
        for (path, looked) in looks {
            match looked {
                Ok(Look::Input(found)) => self.push(found),
                Ok(Look::Archive(archive)) => self.push_other(Item::Archive(archive, false)),
                Ok(Look::NoInput(error) | Look::Unread(error) | Look::Report(_, error)) | Err(error) => {
                    self.refuse(&path.display().to_string(), error);
                }
            }
        }
    }

    fn push(&mut self, mut found: Found) {
        found.order = self.found.len();
        self.found.push(found);
    }

    fn push_other(&mut self, item: Item) {
        self.others.push((self.found.len(), item));
    }

    fn refuse(&mut self, name: &str, error: Error) {
        self.push_other(Item::Refused((name.to_owned(), error)));
    }

    fn has_seen(&self, path: &Path) -> bool {
        Identity::of(path).is_some_and(|identity| self.seen.contains(&identity))
    }

    fn see(&mut self, path: &Path) {
        self.seen.extend(Identity::of(path));
    }
}

/// The files of one folder stay together, before those of the folders in it.
fn in_order(one: &Path, other: &Path) -> std::cmp::Ordering {
    let folder = |path: &Path| path.parent().map(Path::to_owned).unwrap_or_default();
    let file = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    compare_paths(&folder(one), &folder(other)).then_with(|| compare(&file(one), &file(other)))
}

/// What tells that two paths lead to one file, be it by links.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Identity {
    StandardInput,
    #[cfg(unix)]
    File {
        device: u64,
        inode: u64,
    },
    #[cfg(not(unix))]
    File(PathBuf),
}

impl Identity {
    /// `None` when the file cannot be reached.
    #[cfg(unix)]
    fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let metadata = std::fs::metadata(path).ok()?;
        Some(Self::File { device: metadata.dev(), inode: metadata.ino() })
    }

    #[cfg(not(unix))]
    fn of(path: &Path) -> Option<Self> {
        std::fs::canonicalize(path).ok().map(Self::File)
    }
}
