//! From what the user names to the files that are read.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::input::{self, Format, ReadOptions, Reader};
use crate::load::report::InputReport;
use crate::{Error, ErrorKind, Result};

/// Bytes read at once while hashing.
const CHUNK: usize = 1 << 20;

/// One file to be read.
#[derive(Debug)]
pub struct InputFile {
    name: String,
    source: Source,
    format: Format,
    options: ReadOptions,
    bytes: u64,
}

#[derive(Debug)]
enum Source {
    Path(PathBuf),
    /// Standard input or a pipe, kept in an unlinked temporary file, since it is read more than once.
    Spooled {
        file: File,
        stem: String,
    },
}

impl InputFile {
    /// The path as given, or `-`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Size.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The format, given or detected.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// Whether its columns can be mapped.
    #[must_use]
    pub fn takes_columns(&self) -> bool {
        matches!(self.format, Format::Csv | Format::JsonLines)
    }

    /// The file's name without its ending: the channel's name where nothing else tells it.
    #[must_use]
    pub fn stem(&self) -> String {
        match &self.source {
            Source::Path(path) => stem_of(path),
            Source::Spooled { stem, .. } => stem.clone(),
        }
    }

    /// A reader from the beginning.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] when the file is gone or cannot be read.
    pub fn open(&self) -> Result<Box<dyn Reader>> {
        match &self.source {
            Source::Path(path) => input::open_with(path, Some(self.format), &self.options),
            Source::Spooled { file, .. } => {
                let file = rewound(file, &self.name)?;
                input::open_file_with(file, &self.name, Some(self.format), &self.options)
            }
        }
    }

    /// The SHA-256 of the bytes, in lower-case hex.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] when the file is gone or cannot be read.
    pub fn sha256(&self) -> Result<String> {
        let failed = |cause| cannot_read(&self.name, cause);
        let mut file = match &self.source {
            Source::Path(path) => File::open(path).map_err(failed)?,
            Source::Spooled { file, .. } => rewound(file, &self.name)?,
        };
        let mut hash = Sha256::new();
        let mut chunk = vec![0; CHUNK];
        loop {
            match file.read(&mut chunk).map_err(failed)? {
                0 => break,
                read => hash.update(&chunk[..read]),
            }
        }
        Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Whether several may read it at the same time, each from a place of its own.
    #[must_use]
    pub fn is_shareable(&self) -> bool {
        matches!(self.source, Source::Path(_))
    }

    /// Whether the bytes are still those that were found at first, by size.
    #[must_use]
    pub fn has_kept_its_size(&self) -> bool {
        match &self.source {
            Source::Path(path) => std::fs::metadata(path).is_ok_and(|now| now.len() == self.bytes),
            Source::Spooled { .. } => true,
        }
    }
}

/// What the named inputs come to.
#[derive(Debug, Default)]
pub struct Expanded {
    /// The files to be read, in order.
    pub files: Vec<InputFile>,
    /// Those that cannot be.
    pub failed: Vec<InputReport>,
    /// Files in folders that are no input, such as photos and styles.
    pub skipped: u64,
}

/// Finds the files of the named inputs: of a folder all that are of a known format, in the order of their
/// paths; `-` is standard input.
#[must_use]
pub fn expand(names: &[String], format: Option<Format>, options: &ReadOptions) -> Expanded {
    let mut expanded = Expanded::default();
    for name in names {
        if name == "-" {
            match spool(&mut std::io::stdin().lock(), name, "standard input".to_owned(), format, options) {
                Ok(file) => expanded.files.push(file),
                Err(error) => expanded.failed.push(InputReport::failed(name, error)),
            }
            continue;
        }
        let path = Path::new(name);
        if path.is_dir() {
            expand_folder(name, format, options, &mut expanded);
        } else {
            match named_file(path, format, options) {
                Ok(file) => expanded.files.push(file),
                Err(error) => expanded.failed.push(InputReport::failed(name, error)),
            }
        }
    }
    expanded
}

fn expand_folder(name: &str, format: Option<Format>, options: &ReadOptions, expanded: &mut Expanded) {
    let before = (expanded.files.len(), expanded.failed.len());
    let mut paths = walk(Path::new(name), &mut expanded.failed);
    paths.sort();
    for path in paths {
        match named_file(&path, None, options) {
            Ok(file) if format.is_none_or(|format| format == file.format) => expanded.files.push(file),
            // A file that cannot be read may well be an input, and would be missing from every figure.
            Err(error) if !is_readable(&path) => {
                expanded.failed.push(InputReport::failed(&path.display().to_string(), error));
            }
            Ok(_) | Err(_) => expanded.skipped += 1,
        }
    }
    if (expanded.files.len(), expanded.failed.len()) == before {
        let error = Error::new(ErrorKind::Input, format!("no file of a known format in the folder '{name}'"))
            .hint(format!("known formats: {}", Format::ALL.map(Format::name).join(", ")));
        expanded.failed.push(InputReport::failed(name, error));
    }
}

fn is_readable(path: &Path) -> bool {
    File::open(path).and_then(|mut file| file.read(&mut [0])).is_ok()
}

/// All files under `folder`. Links to folders are not followed, so that no loop of links can trap us.
/// A folder that cannot be read is told of, and the others are looked through all the same.
fn walk(folder: &Path, failed: &mut Vec<InputReport>) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        if let Err(cause) = list(&folder, &mut folders, &mut paths) {
            let name = folder.display().to_string();
            failed.push(InputReport::failed(&name, cannot_read(&name, cause)));
        }
    }
    paths
}

fn list(folder: &Path, folders: &mut Vec<PathBuf>, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            folders.push(entry.path());
        } else if kind.is_file() || entry.path().is_file() {
            paths.push(entry.path());
        }
    }
    Ok(())
}

fn named_file(path: &Path, format: Option<Format>, options: &ReadOptions) -> Result<InputFile> {
    let name = path.display().to_string();
    if is_pipe(path) {
        let mut pipe = File::open(path).map_err(|cause| cannot_read(&name, cause))?;
        return spool(&mut pipe, &name, stem_of(path), format, options);
    }
    let format = input::recognise_path_with(path, format, options)?;
    let bytes = std::fs::metadata(path).map_err(|cause| cannot_read(&name, cause))?.len();
    Ok(InputFile { name, source: Source::Path(path.to_owned()), format, options: options.clone(), bytes })
}

/// Whether the path is a pipe, which can be read but once: a named one, `/dev/stdin`, or a shell's `<(…)`.
#[cfg(unix)]
fn is_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_pipe(_path: &Path) -> bool {
    false
}

fn stem_of(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn spool(
    source: &mut dyn Read,
    name: &str,
    stem: String,
    format: Option<Format>,
    options: &ReadOptions,
) -> Result<InputFile> {
    let failed = |cause| {
        Error::new(ErrorKind::Io, format!("cannot keep '{name}' in the temporary folder")).caused_by(cause)
    };
    let mut file = tempfile::tempfile().map_err(failed)?;
    let bytes = std::io::copy(source, &mut file).map_err(failed)?;
    file.flush().and_then(|()| file.rewind()).map_err(failed)?;
    let format = input::recognise_with(&mut file, name, format, options)?;
    let source = Source::Spooled { file, stem };
    Ok(InputFile { name: name.to_owned(), source, format, options: options.clone(), bytes })
}

/// The spooled file from its beginning. Readers of it take turns: they share one position.
fn rewound(file: &File, name: &str) -> Result<File> {
    let mut file = file.try_clone().map_err(|cause| cannot_read(name, cause))?;
    file.rewind().map_err(|cause| cannot_read(name, cause))?;
    Ok(file)
}

fn cannot_read(name: &str, cause: std::io::Error) -> Error {
    Error::new(ErrorKind::Input, format!("cannot read '{name}'")).caused_by(cause)
}
