//! What every command gets: the store, the clock, the terminal, and the ways out.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use etcetera::BaseStrategy as _;
use rusqlite::Connection;

use super::destination::Destination;
use super::failure;
use super::named_store;
use super::safe_text::safe_for_terminal;
use super::terminal::Terminal;
use crate::clock::{Clock, machines_time};
use crate::load::{inputs, load_of_file};
use crate::query::catalogue::{Catalogue, Folders};
use crate::query::runner::bound_memory;
use crate::report::record::Circumstances;
use crate::store::published::{self, Published};
use crate::{Error, ErrorKind, Result, store};

/// The store's file when neither `--db` nor `$CHANCERY_DB` names one.
const DEFAULT_STORE: &str = "chancery.db";

/// One run of the command.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    store: PathBuf,
    is_store_chosen: bool,
    clock: Clock,
    terminal: Terminal,
    is_stdout_closed: Arc<AtomicBool>,
}

impl Session {
    /// A session of this process with the value of `--db`.
    pub(crate) fn new(db: Option<PathBuf>) -> Result<Self> {
        if let Some(store) = &db {
            named_store::choose(store);
        }
        Self::of(db, variable)
    }

    fn of(db: Option<PathBuf>, variable: impl Fn(&str) -> Option<OsString>) -> Result<Self> {
        let chosen =
            db.or_else(|| variable("CHANCERY_DB").filter(|path| !path.is_empty()).map(PathBuf::from));
        // For tests and for recordings that must come out the same every time.
        let clock = match variable("CHANCERY_NOW") {
            None if machines_time().is_none() => {
                return Err(Error::new(ErrorKind::Io, "the machine's clock is beyond the year 9999")
                    .hint("set it, or give the time: CHANCERY_NOW=2024-07-16T14:03:22Z"));
            }
            None => Clock::System,
            Some(now) => {
                let instant = now.to_str().and_then(|now| now.parse().ok());
                Clock::Fixed(instant.ok_or_else(|| {
                    Error::new(ErrorKind::Usage, format!("CHANCERY_NOW is {now:?}, which is no instant"))
                        .hint("write it like 2024-07-16T14:03:22Z")
                })?)
            }
        };
        Ok(Self {
            is_store_chosen: chosen.is_some(),
            store: chosen.map_or_else(|| PathBuf::from(DEFAULT_STORE), as_file),
            clock,
            terminal: Terminal::detect(variable),
            is_stdout_closed: Arc::default(),
        })
    }

    /// The store's path: `--db`, else `$CHANCERY_DB`, else `chancery.db`. There need be no file.
    pub(crate) fn store_path(&self) -> &Path {
        &self.store
    }

    /// Whether the user named the store.
    pub(crate) fn is_store_chosen(&self) -> bool {
        self.is_store_chosen
    }

    /// The store, for reading.
    pub(crate) fn open_store(&self) -> Result<Connection> {
        // Any other trouble, such as a missing permission, is told by the opening itself.
        if matches!(self.store.try_exists(), Ok(false)) {
            return Err(Error::new(ErrorKind::Store, format!("no store at '{}'", self.store.display()))
                .hint("make one: chancery load FILE…  (or choose one: --db FILE, or CHANCERY_DB)"));
        }
        let store = store::open_read_only(&self.store)?;
        bound(&store)?;
        Ok(store)
    }

    /// The same session with another store, when one is given.
    pub(crate) fn with_store(&self, store: Option<PathBuf>) -> Self {
        match store {
            Some(store) => {
                named_store::choose(&store);
                Self { store: as_file(store), is_store_chosen: true, ..self.clone() }
            }
            None => self.clone(),
        }
    }

    /// Where queries are found, with `more` folders that the user names.
    pub(crate) fn folders(&self, more: &[PathBuf]) -> Folders {
        let user = etcetera::choose_base_strategy()
            .ok()
            .map(|base| base.config_dir().join("chancery").join("queries"));
        let beside_store = self.store.parent().map(|folder| folder.join("queries"));
        Folders { user, beside_store, working: Some(PathBuf::from("queries")), named: more.to_vec() }
    }

    /// The queries, those of `more` folders included.
    pub(crate) fn catalogue(&self, more: &[PathBuf]) -> Result<Catalogue> {
        Catalogue::discover(&self.folders(more))
    }

    /// The clock; fixed by `CHANCERY_NOW`.
    pub(crate) fn clock(&self) -> Clock {
        self.clock
    }

    /// What the record of a report tells of this run: the moment, and the store or the inputs of `--from`.
    pub(crate) fn circumstances(&self, from: &[String]) -> Circumstances {
        Circumstances {
            run_at: self.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            store: from.is_empty().then(|| self.store.clone()),
            from: from.to_vec(),
            ..Circumstances::default()
        }
    }

    /// What the terminal is like.
    pub(crate) fn terminal(&self) -> Terminal {
        self.terminal
    }

    /// Where data goes: the file of `-o`, or standard output when there is none or it is `-`.
    pub(crate) fn destination(&self, file: Option<&Path>) -> Result<Destination> {
        match file {
            Some(path) if path != Path::new("-") => Destination::file(path),
            _ => Ok(Destination::stdout(Arc::clone(&self.is_stdout_closed))),
        }
    }

    /// The same for a command that reads `inputs`, none of which may be written over.
    pub(crate) fn destination_beside(&self, file: Option<&Path>, inputs: &[String]) -> Result<Destination> {
        if let Some(file) = file
            && inputs::lead_to(inputs, file)
        {
            let message = format!("'{}' is one of the inputs; it was left untouched", file.display());
            return Err(Error::new(ErrorKind::Usage, message).hint("name another file to write to"));
        }
        self.destination(file)
    }

    /// Refuses an output in the place of a file that the store was loaded from: it may be the only copy of an export.
    pub(crate) fn refuse_loaded<'p>(&self, outputs: impl IntoIterator<Item = &'p Path>) -> Result<()> {
        let outputs: Vec<&Path> = outputs.into_iter().filter(|output| output.is_file()).collect();
        if outputs.is_empty() {
            return Ok(());
        }
        let store = self.open_store()?;
        for output in outputs {
            if let Some(load_id) = load_of_file(&store, output)? {
                let message = format!(
                    "'{}' was loaded into this store (load {load_id}); it was left untouched",
                    output.display()
                );
                return Err(Error::new(ErrorKind::Usage, message).hint("name another file to write to"));
            }
        }
        Ok(())
    }

    /// Writes a short text to standard output. Where nobody reads it any more, the work goes on without.
    pub(crate) fn print(&self, text: &str) -> Result<()> {
        let mut destination = self.destination(None)?;
        let written = destination.write_text(text).and_then(|()| destination.finish());
        self.unless_unread(written)
    }

    /// The same for what tells of a change that is done, and is so whether it can be told or not. Whatever else there is to
    /// tell is told before its failure is given on.
    pub(crate) fn print_done(&self, text: &str) -> Result<()> {
        self.print(text).map_err(|error| {
            error.hint(format!("it is done all the same: {}", text.trim_end().replace('\n', ", ")))
        })
    }

    /// What came of writing to standard output, which is no failure where its reader has gone, as after `… | head`.
    pub(crate) fn unless_unread(&self, written: Result<()>) -> Result<()> {
        if self.is_stdout_closed() { Ok(()) } else { written }
    }

    /// Whether the reader of standard output has gone, as after `… | head`.
    pub(crate) fn is_stdout_closed(&self) -> bool {
        self.is_stdout_closed.load(Ordering::Relaxed)
    }

    /// Tells people something on standard error.
    pub(crate) fn note(&self, message: &str) {
        // There is no place left to complain about a closed standard error.
        let _ = writeln!(io::stderr(), "{}", safe_for_terminal(&named_store::in_commands(message)));
    }

    /// Tells an error on standard error, when the work goes on after it.
    pub(crate) fn report(&self, error: &Error) {
        failure::print(error, self.terminal);
    }

    /// Warns that a change, which is done, left the store in WAL mode.
    pub(crate) fn warn_of_wal(&self) {
        self.warn(
            "a program still reads the store or its disk refuses, so it stays two files until the next command that finds \
             it free: keep its -wal file with it",
        );
    }

    /// Tells which of these reports a change has removed; the change is done, whether that can be told or not.
    pub(crate) fn tell_of_removed_reports(&self, before: &[Published], told: impl Fn(&str) -> String) {
        if before.is_empty() {
            return;
        }
        match self.open_store().and_then(|store| published::list(&store)) {
            Ok(left) => before
                .iter()
                .filter(|report| left.iter().all(|other| other.view != report.view))
                .for_each(|report| self.note(&told(&report.view))),
            Err(error) => {
                self.warn(&format!("which published reports it has removed cannot be told: {error}"));
            }
        }
    }

    /// Warns people on standard error.
    pub(crate) fn warn(&self, message: &str) {
        let label = if self.terminal.colors_stderr() { "\x1b[1;33mwarning:\x1b[0m" } else { "warning:" };
        let _ = writeln!(io::stderr(), "{label} {}", safe_for_terminal(&named_store::in_commands(message)));
    }
}

/// The path as one of a file, where SQLite has a meaning of its own for the name, such as `:memory:` and `file:…`.
fn as_file(path: PathBuf) -> PathBuf {
    let name = path.to_string_lossy();
    if name.starts_with(':') || name.starts_with("file:") { Path::new(".").join(&path) } else { path }
}

/// Bounds the memory of what is asked of a store.
pub(crate) fn bound(store: &Connection) -> Result<()> {
    bound_memory(store).map_err(|cause| {
        Error::new(ErrorKind::Store, "SQLite does not let its memory be bounded").caused_by(cause)
    })
}

/// A variable of the environment. All that the command line reads of it goes through here.
#[expect(clippy::disallowed_methods, reason = "the command line is what may read the environment")]
pub(crate) fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

#[cfg(test)]
mod tests {
    use super::Session;
    use std::ffi::OsString;
    use std::path::{Path, PathBuf};

    fn session(db: Option<&str>, variables: &[(&str, &str)]) -> crate::Result<Session> {
        Session::of(db.map(PathBuf::from), |name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn the_store_is_that_of_the_flag_then_of_the_environment_then_here() {
        let from_environment = [("CHANCERY_DB", "b.db")];
        for (db, variables, path, is_chosen) in [
            (Some("a.db"), from_environment.as_slice(), "a.db", true),
            (None, from_environment.as_slice(), "b.db", true),
            (Some(":memory:"), [].as_slice(), "./:memory:", true),
            (None, [("CHANCERY_DB", "file:a.db")].as_slice(), "./file:a.db", true),
            (None, [("CHANCERY_DB", "")].as_slice(), "chancery.db", false),
            (None, [].as_slice(), "chancery.db", false),
        ] {
            let session = session(db, variables).unwrap();
            assert_eq!((session.store_path(), session.is_store_chosen()), (Path::new(path), is_chosen));
        }
    }

    #[test]
    fn the_clock_can_be_fixed() {
        let now = session(None, &[("CHANCERY_NOW", "2024-07-16T14:03:22Z")]).unwrap().clock().now();
        assert_eq!(now.to_string(), "2024-07-16T14:03:22Z");
        assert_eq!(session(None, &[("CHANCERY_NOW", "noon")]).unwrap_err().exit_code(), 2);
    }
}
