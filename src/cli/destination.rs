//! Where data goes: standard output, or a file that is written whole or not at all.

use std::collections::BTreeSet;
use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, Read as _, StdoutLock, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tempfile::NamedTempFile;

use crate::{Error, ErrorKind, Result, shell};

mod part;

/// What messages call it.
pub(crate) const STANDARD_OUTPUT: &str = "standard output";

/// So many bytes are written at once: a report may have a gigabyte.
const BUFFER: usize = 1 << 16;

/// How every SQLite database begins (section 1.3 of its file format).
const SQLITE_START: &[u8] = b"SQLite format 3\0";

/// A buffered writer for the data of a command. Call [`Destination::finish`] at the end: without it nothing is
/// promised to have been written, and a file is not made.
pub(crate) struct Destination {
    sink: Sink,
    /// How messages call the place.
    name: String,
}

enum Sink {
    Stdout(BufWriter<Stdout>),
    /// Anything that is no regular file and cannot be replaced: a device, a named pipe.
    Device(BufWriter<File>),
    File {
        writer: BufWriter<NamedTempFile>,
        path: PathBuf,
        /// Those of the file that is replaced.
        permissions: Option<Permissions>,
    },
}

impl Destination {
    /// Standard output. `is_closed` is set when its reader has gone.
    pub(crate) fn stdout(is_closed: Arc<AtomicBool>) -> Self {
        let stdout = Stdout { lock: io::stdout().lock(), is_closed };
        Self {
            sink: Sink::Stdout(BufWriter::with_capacity(BUFFER, stdout)),
            name: STANDARD_OUTPUT.to_owned(),
        }
    }

    /// A file at `path`, which appears or changes at [`Destination::finish`] only. It is tried at once, so that a
    /// wrong path is known before the work.
    pub(crate) fn file(path: &Path) -> Result<Self> {
        let name = format!("'{}'", path.display());
        let refuse = |error| refused(&name, error);
        let sink = match fs::metadata(path) {
            // Windows tells nothing of it, and opens it.
            _ if cfg!(windows) && is_nul(path) => device(path).map_err(refuse)?,
            Ok(metadata) if metadata.is_dir() => {
                return Err(Error::new(ErrorKind::Usage, format!("{name} is a folder, not a file"))
                    .hint(format!("name a file in it, e.g. {}", shell::path(&path.join("report.csv")))));
            }
            Ok(metadata) if !metadata.is_file() => device(path).map_err(refuse)?,
            Ok(_) if is_database(path).map_err(refuse)? => {
                return Err(Error::new(
                    ErrorKind::Usage,
                    format!("{name} is a database; it was left untouched"),
                )
                .hint("name another file, or remove that one first"));
            }
            Ok(metadata) => {
                // A symbolic link stays, and the file that it leads to is replaced.
                let path = fs::canonicalize(path).map_err(refuse)?;
                beside(path, Some(metadata.permissions())).map_err(refuse)?
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let path = led_to(path);
                require_folder(&path, &name)?;
                beside(path, None).map_err(refuse)?
            }
            Err(error) => return Err(refuse(error)),
        };
        Ok(Self { sink, name })
    }

    /// Writes `text`.
    pub(crate) fn write_text(&mut self, text: &str) -> Result<()> {
        self.write_all(text.as_bytes()).map_err(|error| self.refused(error))
    }

    /// What an error of writing here means to the caller.
    pub(crate) fn refused(&self, error: io::Error) -> Error {
        refused(&self.name, error)
    }

    /// Whether this is a file, which appears at the end.
    pub(crate) fn is_file(&self) -> bool {
        matches!(self.sink, Sink::File { .. })
    }

    /// Writes out what is buffered; a file takes its place.
    pub(crate) fn finish(self) -> Result<()> {
        Self::finish_all(vec![self])
    }

    /// The same for several; their files take their places in this order, all or none. Only a process that is
    /// killed between two renamings leaves some.
    pub(crate) fn finish_all(all: Vec<Self>) -> Result<()> {
        // What can fail for want of room fails here, before any file has changed.
        let mut staged = Vec::new();
        for destination in all {
            let name = destination.name;
            staged.extend(stage(destination.sink, &name).map_err(|error| refused(&name, error))?);
        }
        let folders: BTreeSet<PathBuf> = staged.iter().map(|file| folder_of(&file.path).to_owned()).collect();
        folders.iter().for_each(|folder| part::clear_leavings(folder));
        let keeps_former = staged.len() > 1;
        let mut placed: Vec<Placed> = Vec::new();
        for file in staged {
            let former = if keeps_former { former(&file.path) } else { Ok(None) };
            let done = former.and_then(|former| {
                part::place(file.temporary, &file.path)?;
                Ok(Placed { path: file.path, former })
            });
            match done {
                Ok(done) => placed.push(done),
                Err(error) => {
                    placed.into_iter().rev().for_each(Placed::take_back);
                    return Err(refused(&file.name, error));
                }
            }
        }
        // The files are whole and in their places; where this fails, only a power cut can take them away again.
        folders.iter().for_each(|folder| drop(sync(folder)));
        Ok(())
    }
}

/// The temporary files of this process that have not taken their places, for [`remove_unfinished`].
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Removes the temporary files of this process, which is about to end without an end of its work.
pub(crate) fn remove_unfinished() {
    for path in UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        let _ = fs::remove_file(path);
    }
}

/// A file that is written and synced, and has not taken its place yet.
struct Staged {
    temporary: NamedTempFile,
    path: PathBuf,
    name: String,
}

/// A file that has taken its place.
struct Placed {
    path: PathBuf,
    /// The file that was there before, under a second name.
    former: Option<NamedTempFile>,
}

impl Placed {
    /// Brings back what was there before, as far as the system allows.
    fn take_back(self) {
        let _ = match self.former {
            Some(former) => part::place(former, &self.path),
            None => fs::remove_file(&self.path),
        };
    }
}

/// A second name for the file at `path`, which goes with its value, or a copy where the file system has no second
/// names; `None` when there is no file.
fn former(path: &Path) -> io::Result<Option<NamedTempFile>> {
    if !path.exists() {
        return Ok(None);
    }
    let keep = |second: &Path| {
        // Windows puts no file in the place of one that is open under whatever name.
        let linked =
            if cfg!(windows) { Err(io::ErrorKind::Unsupported.into()) } else { fs::hard_link(path, second) };
        match linked {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => fs::copy(path, second).map(drop)?,
            linked => linked?,
        }
        File::open(second)
    };
    part::make(folder_of(path), part::FORMER, keep).map(Some)
}

/// Has the names in a folder on disk.
#[cfg(unix)]
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(super) fn sync(_folder: &Path) -> io::Result<()> {
    Ok(())
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.sink {
            Sink::Stdout(writer) => writer.write(bytes),
            Sink::Device(writer) => writer.write(bytes),
            Sink::File { writer, .. } => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Stdout(writer) => writer.flush(),
            Sink::Device(writer) => writer.flush(),
            Sink::File { writer, .. } => writer.flush(),
        }
    }
}

/// What is written to where it is, and cannot be replaced.
fn device(path: &Path) -> io::Result<Sink> {
    let file = File::options().write(true).open(path)?;
    Ok(Sink::Device(BufWriter::with_capacity(BUFFER, file)))
}

/// Whether Windows takes the name for its device that swallows all.
fn is_nul(path: &Path) -> bool {
    path.as_os_str().eq_ignore_ascii_case("nul")
}

/// Where a symbolic link leads though nothing is there yet, and any other path itself: the link stays, and the file is
/// made where it leads.
fn led_to(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    // Links that lead to each other have no end, and the system has refused them already.
    while let Ok(next) = fs::read_link(&path) {
        path = folder_of(&path).join(next);
    }
    path
}

/// A file can only be made in a folder that is there.
fn require_folder(path: &Path, name: &str) -> Result<()> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists())
    else {
        return Ok(());
    };
    Err(Error::new(ErrorKind::Io, format!("cannot write {name}"))
        .caused_by(format!("there is no folder '{}'", folder.display()))
        .hint("make the folder first, or name another file"))
}

/// Whether the file is an SQLite database, such as the store: a report in its place would be its end.
fn is_database(path: &Path) -> io::Result<bool> {
    let mut start = Vec::new();
    match File::open(path) {
        Ok(file) => file.take(SQLITE_START.len() as u64).read_to_end(&mut start)?,
        // What cannot be read can be replaced all the same, but is nobody's store.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Ok(false),
        Err(error) => return Err(error),
    };
    Ok(start == SQLITE_START)
}

/// Whether both paths lead to one file, be it that there is none yet.
pub(crate) fn is_one_place(one: &Path, other: &Path) -> bool {
    let place = |path: &Path| {
        let folder = || Some(fs::canonicalize(folder_of(path)).ok()?.join(path.file_name()?));
        fs::canonicalize(path).ok().or_else(folder)
    };
    place(one).is_some_and(|one| place(other) == Some(one))
}

/// The folder that holds the file of this path.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A temporary file in the folder of `path`, so that taking its place is one step within one file system.
fn beside(path: PathBuf, permissions: Option<Permissions>) -> io::Result<Sink> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // As any new file: the umask takes away what the user does not want.
        options.mode(0o666);
    }
    let temporary = part::make(folder_of(&path), part::PART, |name| options.open(name))?;
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).push(temporary.path().to_owned());
    let writer = BufWriter::with_capacity(BUFFER, temporary);
    Ok(Sink::File { writer, path, permissions })
}

fn stage(sink: Sink, name: &str) -> io::Result<Option<Staged>> {
    match sink {
        Sink::Stdout(mut writer) => writer.flush().map(|()| None),
        Sink::Device(mut writer) => writer.flush().map(|()| None),
        Sink::File { writer, path, permissions } => {
            let temporary = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
            if let Some(permissions) = permissions {
                temporary.as_file().set_permissions(permissions)?;
            }
            // Without this a power cut after the renaming could leave an empty file in the old one's place.
            temporary.as_file().sync_all()?;
            Ok(Some(Staged { temporary, path, name: name.to_owned() }))
        }
    }
}

/// The error of a destination of this name that takes nothing.
pub(crate) fn refused(name: &str, error: io::Error) -> Error {
    let error_kind = error.kind();
    let refused = Error::new(ErrorKind::Io, format!("cannot write {name}")).caused_by(error);
    match error_kind {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            refused.hint("make its folder writable, or name another file")
        }
        io::ErrorKind::StorageFull if name == STANDARD_OUTPUT => {
            refused.hint("free some space, or send the output elsewhere")
        }
        io::ErrorKind::StorageFull => refused.hint("free some space, or name another file"),
        _ => refused,
    }
}

/// What Windows may say of a pipe whose reader has gone, for which Rust has no kind: `ERROR_PIPE_NOT_CONNECTED`.
const PIPE_NOT_CONNECTED: i32 = 233;

/// Standard output that remembers when its reader has gone.
struct Stdout {
    lock: StdoutLock<'static>,
    is_closed: Arc<AtomicBool>,
}

impl Stdout {
    fn watch<T>(&self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let is_disconnected = cfg!(windows) && error.raw_os_error() == Some(PIPE_NOT_CONNECTED);
            if is_disconnected || error.kind() == io::ErrorKind::BrokenPipe {
                self.is_closed.store(true, Ordering::Relaxed);
            }
            if is_disconnected { io::ErrorKind::BrokenPipe.into() } else { error }
        })
    }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.lock.write(bytes);
        self.watch(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.lock.flush();
        self.watch(result)
    }
}

#[cfg(test)]
mod tests;
