//! Where named queries are found, and which of two with the same name counts.
//!
//! Later wins: the bundled ones, the user's own folder, `queries` beside the store, `queries` in the working
//! directory, and the folders of `--queries`. In each folder the `.sql` files are read, and those of its
//! subfolders, which are groups. A file that cannot be read hides no other: it is listed with its problem.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{fmt, fs, io};

use super::bind::did_you_mean;
use super::{Problem, Query, Severity};
use crate::{Error, ErrorKind, Result, shell};

mod search;

/// The largest file that is taken for a query, in bytes.
const LARGEST_FILE: u64 = 1_000_000;

#[derive(Debug)]
struct BundledQuery {
    group: &'static str,
    name: &'static str,
    text: &'static str,
}

static BUNDLED: &[BundledQuery] = include!(concat!(env!("OUT_DIR"), "/bundled_queries.rs"));

/// The folders of queries, as far as there are any. Only those of `named` must exist.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folders {
    /// The user's own, `chancery/queries` in the folder for settings.
    pub user: Option<PathBuf>,
    /// `queries` in the folder of the store.
    pub beside_store: Option<PathBuf>,
    /// `queries` in the working directory.
    pub working: Option<PathBuf>,
    /// Those of `--queries`; a later one wins.
    pub named: Vec<PathBuf>,
}

impl Folders {
    /// The folders and what they are, in order: a later one wins. One folder stands only once.
    #[must_use]
    pub fn in_order(&self) -> Vec<(Origin, &Path)> {
        let single = [
            (Origin::User, self.user.as_deref()),
            (Origin::Project, self.beside_store.as_deref()),
            (Origin::Project, self.working.as_deref()),
        ];
        let named = self.named.iter().map(|path| (Origin::Named, path.as_path()));
        let all: Vec<(Origin, &Path)> =
            single.into_iter().filter_map(|(origin, path)| Some((origin, path?))).chain(named).collect();
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let is_last = |at: usize| !all[at + 1..].iter().any(|(_, other)| real(other) == real(all[at].1));
        all.iter().enumerate().filter(|(at, _)| is_last(*at)).map(|(_, folder)| *folder).collect()
    }
}

/// Where a query comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It is part of Chancery.
    Bundled,
    /// The user's own folder.
    User,
    /// `queries` beside the store or in the working directory.
    Project,
    /// A folder given with `--queries`.
    Named,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bundled => "bundled",
            Self::User => "user",
            Self::Project => "project",
            Self::Named => "--queries",
        })
    }
}

/// A query of the catalogue.
#[derive(Debug, Clone)]
pub struct Entry {
    source: Source,
    /// Where it comes from.
    pub origin: Origin,
    /// Where other ones of the same name come from, which it hides; latest first.
    pub overrides: Vec<Origin>,
}

/// A command asks for one of the bundled queries or for a few, so that each is parsed when it is asked for.
#[derive(Debug, Clone)]
enum Source {
    Bundled(&'static BundledQuery, OnceLock<Box<Query>>),
    File(Box<Query>),
}

impl Entry {
    /// The query.
    #[must_use]
    pub fn query(&self) -> &Query {
        match &self.source {
            Source::File(query) => query,
            Source::Bundled(bundled, query) => query.get_or_init(|| {
                let mut query = Query::parse(bundled.name, format!("{}.sql", bundled.name), bundled.text);
                query.group = Some(bundled.group.to_owned());
                Box::new(query)
            }),
        }
    }

    /// Where it comes from and what it hides, e.g. `project, overrides bundled`.
    #[must_use]
    pub fn origin_in_words(&self) -> String {
        let overridden: Vec<String> = self.overrides.iter().map(ToString::to_string).collect();
        match overridden.as_slice() {
            [] => self.origin.to_string(),
            some => format!("{}, overrides {}", self.origin, some.join(" and ")),
        }
    }
}

/// All queries that can be run by name.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    entries: BTreeMap<String, Entry>,
    problems: Vec<Problem>,
    /// Files that are not used since one beside them has their name, by it.
    same_named: Vec<(String, Problem)>,
    /// The options that name folders, as they stand behind a command.
    named: String,
}

impl Catalogue {
    /// The bundled queries alone.
    #[must_use]
    pub fn bundled() -> Self {
        let mut catalogue = Self::default();
        for bundled in BUNDLED {
            let source = Source::Bundled(bundled, OnceLock::new());
            let entry = Entry { source, origin: Origin::Bundled, overrides: Vec::new() };
            catalogue.entries.insert(bundled.name.to_owned(), entry);
        }
        catalogue
    }

    /// The bundled queries and those of the folders.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when a folder of `--queries` cannot be read.
    pub fn discover(folders: &Folders) -> Result<Self> {
        let mut catalogue = Self::bundled();
        let option = |folder: &PathBuf| format!(" --queries {}", shell::path(folder));
        catalogue.named = folders.named.iter().map(option).collect();
        for (origin, folder) in folders.in_order() {
            match sql_files(folder) {
                Ok(files) => catalogue.add_folder(files, origin),
                Err(error) if origin == Origin::Named => {
                    let message = format!("the folder of queries '{}' cannot be read", folder.display());
                    let remedy = match error.kind() {
                        io::ErrorKind::NotFound => "look at its spelling, or make the folder first",
                        io::ErrorKind::NotADirectory => "name the folder, not a file in it",
                        _ => "make it readable for yourself",
                    };
                    return Err(Error::new(ErrorKind::Usage, message).hint(remedy).caused_by(error));
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => {
                    catalogue.problems.push(unreadable(folder, &format!("the file cannot be read: {error}")));
                }
            }
        }
        Ok(catalogue)
    }

    fn add_folder(&mut self, files: Vec<(Option<String>, PathBuf)>, origin: Origin) {
        let mut taken: BTreeMap<String, PathBuf> = BTreeMap::new();
        for (group, path) in files {
            let mut query = read_file(&path);
            query.group = group;
            query.is_by_path = origin == Origin::Named;
            match taken.get(&query.name) {
                Some(first) => {
                    let message =
                        format!("is not used: the name '{}' is taken by {}", query.name, first.display());
                    let problem = unreadable(&path, &message);
                    self.same_named.push((query.name, problem.clone()));
                    self.problems.push(problem);
                }
                None => {
                    taken.insert(query.name.clone(), path);
                    self.add(query, origin);
                }
            }
        }
    }

    fn add(&mut self, query: Query, origin: Origin) {
        let mut overrides = Vec::new();
        if let Some(hidden) = self.entries.get(&query.name) {
            if hidden.query().sql == query.sql && query.problems == hidden.query().problems {
                return;
            }
            overrides.push(hidden.origin);
            overrides.extend(&hidden.overrides);
        }
        self.entries
            .insert(query.name.clone(), Entry { source: Source::File(Box::new(query)), origin, overrides });
    }

    /// The queries by name.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// What is wrong with files and folders that gave no query.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Which files are not used, of those that have this name, since another one of their folder has it, too.
    pub fn same_named(&self, name: &str) -> impl Iterator<Item = &Problem> {
        self.same_named.iter().filter(move |(other, _)| other == name).map(|(_, problem)| problem)
    }

    /// The query of this name.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.get(name)
    }

    /// The query that `wanted` names: a name of the catalogue, or a path such as `./my.sql`.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when there is none, with the names that are close.
    pub fn find(&self, wanted: &str) -> Result<Query> {
        if let Some(entry) = self.entries.get(wanted) {
            return Ok(entry.query().clone());
        }
        if is_path(wanted) {
            let path = Path::new(wanted);
            return match fs::metadata(path) {
                Ok(_) => Ok(Query { is_by_path: true, ..read_file(path) }),
                Err(error) => Err(Error::new(ErrorKind::Usage, format!("no file '{wanted}'"))
                    .hint(if wanted.contains(char::REPLACEMENT_CHARACTER) {
                        "a file whose name is not UTF-8 has to be renamed"
                    } else {
                        "see all queries: chancery queries list"
                    })
                    .caused_by(error)),
            };
        }
        let error = Error::new(ErrorKind::Usage, format!("no query named '{wanted}'"));
        let error = did_you_mean(error, wanted, self.entries.keys().map(String::as_str));
        Err(error.hint(format!("see all: chancery queries list{}", self.named)))
    }
}

/// The queries of a folder and of its groups, in the order of their paths.
///
/// # Errors
/// [`ErrorKind::Usage`] when it cannot be read or holds no `.sql` file.
pub fn queries_in(folder: &Path) -> Result<Vec<Query>> {
    let files = sql_files(folder).map_err(|error| {
        let message = format!("the folder '{}' cannot be read", folder.display());
        Error::new(ErrorKind::Usage, message).caused_by(error)
    })?;
    if files.is_empty() {
        let message = format!("no .sql file is in the folder '{}'", folder.display());
        return Err(Error::new(ErrorKind::Usage, message).hint("write one: chancery queries new NAME"));
    }
    let read = |(group, path): (Option<String>, PathBuf)| Query { group, ..read_file(&path) };
    Ok(files.into_iter().map(read).collect())
}

/// The file of the query of this name in the folder or in one of its groups.
#[must_use]
pub fn file_in(folder: &Path, name: &str) -> Option<PathBuf> {
    let files = sql_files(folder).unwrap_or_default();
    files.into_iter().map(|(_, path)| path).find(|path| path.file_stem().is_some_and(|stem| stem == name))
}

/// Whether the word for a query is a path and no name.
fn is_path(wanted: &str) -> bool {
    wanted.contains(['/', '\\']) || has_ending(Path::new(wanted))
}

/// The `.sql` files of a folder and of its subfolders, which are groups; sorted.
fn sql_files(folder: &Path) -> io::Result<Vec<(Option<String>, PathBuf)>> {
    let mut files = Vec::new();
    for path in children(folder)? {
        if path.is_dir() {
            let group = path.file_name().map(|name| name.to_string_lossy().into_owned());
            // A group that cannot be read leaves the others.
            let inner = children(&path).unwrap_or_default();
            files.extend(
                inner.into_iter().filter(|path| is_query_file(path)).map(|path| (group.clone(), path)),
            );
        } else if is_query_file(&path) {
            files.push((None, path));
        }
    }
    files.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(files)
}

fn children(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries: io::Result<Vec<_>> = fs::read_dir(folder)?.collect();
    let is_hidden =
        |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    Ok(entries?.into_iter().map(|entry| entry.path()).filter(|path| !is_hidden(path)).collect())
}

fn is_query_file(path: &Path) -> bool {
    has_ending(path) && !path.is_dir()
}

/// Whether the name ends as that of a query's file does, be it in capitals as some programs write it.
fn has_ending(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("sql"))
}

/// The query that a file holds; one that cannot be read has a problem and no text.
fn read_file(path: &Path) -> Query {
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let label = path.strip_prefix(".").unwrap_or(path).display().to_string();
    let mut query = match read_text(path) {
        Ok(text) => Query::parse(name, label, text),
        Err(message) => Query {
            name,
            group: None,
            file: None,
            label,
            is_by_path: false,
            sql: String::new(),
            header: super::Header::default(),
            problems: vec![unreadable(path, &message)],
        },
    };
    query.file = Some(path.to_owned());
    query
}

fn read_text(path: &Path) -> Result<String, String> {
    let metadata = fs::metadata(path).map_err(|error| format!("cannot be read: {error}"))?;
    if !metadata.is_file() {
        return Err("is no file".to_owned());
    }
    if metadata.len() > LARGEST_FILE {
        return Err(format!("the file is larger than {LARGEST_FILE} bytes, and so no query"));
    }
    let bytes = fs::read(path).map_err(|error| format!("cannot be read: {error}"))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
        format!("the file is not UTF-8 text, from line {line} on")
    })
}

fn unreadable(path: &Path, message: &str) -> Problem {
    Problem {
        severity: Severity::Error,
        prevents_run: true,
        file: path.strip_prefix(".").unwrap_or(path).display().to_string(),
        line: None,
        message: message.to_owned(),
    }
}

#[cfg(test)]
mod tests;
