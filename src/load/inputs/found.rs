//! A file that was found to be an input, and what must be done before it can be read.

use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use super::archive::may_be_input;
use super::cannot_read;
use super::file::{Part, Storage};
use super::packed::{self, Packing, Wrapping, cut_off, unpack_all, unpacked_head, wrapping};
use super::report::{self, Record, Told, record_beside};
use super::spool::{Spooled, spool};
use crate::input::detect::{HEAD, is_compressed, is_utf16};
use crate::input::{Format, ReadOptions, cannot_open, recognise_head};
use crate::{Error, ErrorKind, Result};

/// How the user says that inputs are to be read.
#[derive(Debug, Clone, Default)]
pub(super) struct How {
    /// What all of them are; told by their content when not given.
    pub(super) format: Option<Format>,
    pub(super) options: ReadOptions,
}

impl How {
    /// The same for files that the user did not name: they must tell themselves what they are.
    pub(super) fn unnamed(&self) -> Self {
        Self { format: None, options: self.options.clone() }
    }
}

/// A file of a known format.
#[derive(Debug)]
pub(super) struct Found {
    /// What messages call it.
    pub(super) name: String,
    /// The folder in which it lies: files with the same one may belong together.
    pub(super) folder: PathBuf,
    /// Its name in that folder, without the ending that only says how it is packed.
    pub(super) file: String,
    pub(super) format: Format,
    pub(super) packing: Option<Packing>,
    /// As it lies there, packed or not.
    pub(super) bytes: u64,
    pub(super) raw: Raw,
    /// How many were found before it.
    pub(super) order: usize,
}

/// Where the bytes of a file are before it is unpacked.
#[derive(Debug)]
pub(super) enum Raw {
    Path(PathBuf),
    Spooled(File),
    /// In the archive that is open, at this place of its list.
    Member(usize),
}

/// What a file turned out to be.
#[derive(Debug)]
pub(super) enum Look {
    Input(Found),
    Archive(Archive),
    /// It can be read, and is of no format that is known.
    NoInput(Error),
    /// As that; but an export may be in it, in a way that is not read.
    Unread(Error),
    /// Chancery has written it.
    Report(Format, Error),
}

/// A zip archive, not looked into yet.
#[derive(Debug)]
pub(super) struct Archive {
    pub(super) name: String,
    pub(super) file: ArchiveFile,
}

#[derive(Debug)]
pub(super) enum ArchiveFile {
    /// Opened when its turn comes: a folder may hold more archives than a process may have open.
    Path(PathBuf),
    Spooled(File),
}

/// Looks at the beginning of the file at `path`; of a pipe all is kept.
///
/// # Errors
/// When it cannot be read or unpacked.
pub(super) fn look_at_path(path: &Path, how: &How) -> Result<Look> {
    let name = path.display().to_string();
    let file = path.file_name().map(|file| file.to_string_lossy().into_owned()).unwrap_or_default();
    if is_pipe(path) {
        let mut pipe = File::open(path).map_err(|error| cannot_open(&name, error))?;
        return look_at_stream(&mut pipe, &name, &file, how);
    }
    let mut opened = File::open(path).map_err(|error| cannot_open(&name, error))?;
    let metadata = opened.metadata().map_err(|cause| cannot_read(&name, cause))?;
    if metadata.is_dir() {
        return Ok(Look::NoInput(Error::new(ErrorKind::Input, format!("'{name}' is a folder, not a file"))));
    }
    let folder = std::fs::canonicalize(path)
        .ok()
        .and_then(|path| path.parent().map(Path::to_owned))
        .unwrap_or_default();
    let seen = see(&mut opened, &name, how, &|| record_beside(path))?;
    Ok(match seen {
        Seen::NoInput(error) => Look::NoInput(error),
        Seen::Unread(error) => Look::Unread(error),
        Seen::Archive => Look::Archive(Archive { name, file: ArchiveFile::Path(path.to_owned()) }),
        Seen::Report(format, told) => Look::Report(format, report::refused(&name, format, told)),
        Seen::Input(format, packing) => Look::Input(Found {
            name,
            folder,
            file: packed::without_ending(&file).to_owned(),
            format,
            packing,
            bytes: metadata.len(),
            raw: Raw::Path(path.to_owned()),
            order: 0,
        }),
    })
}

/// Keeps all that `source` gives, and looks at its beginning. `file` stands for its name on disk.
///
/// # Errors
/// When it cannot be kept or unpacked.
pub(super) fn look_at_stream(source: &mut dyn Read, name: &str, file: &str, how: &How) -> Result<Look> {
    let Spooled { file: mut spooled, bytes, .. } =
        spool(source, name, &|cause| cannot_read(name, cause), &mut |_| Ok(()))?;
    let seen = see(&mut spooled, name, how, &|| None)?;
    let name = name.to_owned();
    Ok(match seen {
        Seen::NoInput(error) => Look::NoInput(error),
        Seen::Unread(error) => Look::Unread(error),
        Seen::Report(format, told) => Look::Report(format, report::refused(&name, format, told)),
        Seen::Archive => Look::Archive(Archive { name, file: ArchiveFile::Spooled(spooled) }),
        Seen::Input(format, packing) => Look::Input(Found {
            name,
            folder: PathBuf::new(),
            file: packed::without_ending(file).to_owned(),
            format,
            packing,
            bytes,
            raw: Raw::Spooled(spooled),
            order: 0,
        }),
    })
}

enum Seen {
    Archive,
    Input(Format, Option<Packing>),
    Report(Format, Told),
    NoInput(Error),
    Unread(Error),
}

/// The record beside a file, should there be one.
type FindRecord<'f> = &'f dyn Fn() -> Option<Record>;

/// Sees what a file is, which stands at its beginning afterwards.
fn see(file: &mut File, name: &str, how: &How, record: FindRecord<'_>) -> Result<Seen> {
    let failed = |cause| cannot_read(name, cause);
    let mut head = Vec::new();
    Read::by_ref(file).take(HEAD as u64).read_to_end(&mut head).map_err(failed)?;
    file.rewind().map_err(failed)?;
    match wrapping(&head) {
        Some(Wrapping::Zip) => Ok(Seen::Archive),
        Some(Wrapping::Packed(packing)) => {
            let unpacked = unpacked_head(Read::by_ref(file), packing, name)?;
            file.rewind().map_err(failed)?;
            Ok(recognised(&unpacked, name, how, Some(packing), record))
        }
        _ => Ok(recognised(&head, name, how, None, record)),
    }
}

fn recognised(head: &[u8], name: &str, how: &How, packing: Option<Packing>, record: FindRecord<'_>) -> Seen {
    match recognise_plain(head, name, how) {
        Ok(format) if how.format.is_some() => Seen::Input(format, packing),
        Ok(format) => match report::told(head, format, &how.options, record) {
            Some(told) => Seen::Report(format, told),
            None => Seen::Input(format, packing),
        },
        Err(error) if may_hide_an_export(head, name) => Seen::Unread(error),
        Err(error) => Seen::NoInput(error),
    }
}

/// Whether an export may be in what cannot be read, or was to be there: it is packed, or has a name as exports have them
/// and is text in UTF-16, or holds nothing, as a download or a copy that failed leaves it.
pub(super) fn may_hide_an_export(head: &[u8], name: &str) -> bool {
    let is_blank = || head.iter().all(|byte| *byte == 0 || byte.is_ascii_whitespace());
    wrapping(head).is_some() || is_compressed(head) || may_be_input(name) && (is_utf16(head) || is_blank())
}

/// The format of what begins with `head` and is not to be unpacked any more.
pub(super) fn recognise_plain(head: &[u8], name: &str, how: &How) -> Result<Format> {
    let refused =
        |what: &str| Error::new(ErrorKind::Input, format!("'{name}' {what}")).hint("unpack it first");
    match wrapping(head) {
        Some(Wrapping::Tar) => Err(refused("is a tar archive")),
        Some(Wrapping::Zip | Wrapping::Packed(_)) => Err(refused("is packed twice")),
        None => recognise_head(head, name, how.format, &how.options),
    }
}

impl Found {
    /// The file as readers need it; what is packed is unpacked. `watch` is told how many packed bytes are read.
    ///
    /// # Errors
    /// When it cannot be unpacked.
    pub(super) fn unpack(self, watch: &mut dyn FnMut(u64)) -> Result<Part> {
        let Self { name, raw, packing, bytes, format, .. } = self;
        let failed = |cause| cannot_read(&name, cause);
        match (raw, packing) {
            (Raw::Path(path), None) => Ok(Part { name, bytes, store: Storage::Path(path) }),
            (Raw::Spooled(file), None) => {
                Ok(Part { name, bytes, store: Storage::Spooled { file, is_cut: false } })
            }
            (Raw::Path(path), Some(packing)) => {
                let file = File::open(path).map_err(failed)?;
                let spooled = unpack_all(file, packing, &name, watch)?;
                Ok(Part::spooled(name.clone(), whole_part(spooled, format, &name)?))
            }
            (Raw::Spooled(mut file), Some(packing)) => {
                file.rewind().map_err(failed)?;
                let spooled = unpack_all(file, packing, &name, watch)?;
                Ok(Part::spooled(name.clone(), whole_part(spooled, format, &name)?))
            }
            (Raw::Member(_), _) => {
                Err(Error::new(ErrorKind::Input, format!("'{name}' is in no open archive")))
            }
        }
    }
}

/// Of data that is cut off, what a reader cannot mistake for more than it is. Most readers tell a record that is
/// torn off; a row of a table and the text of a page look whole wherever they end.
///
/// # Errors
/// When nothing whole is left, or nobody could tell what is.
pub(super) fn whole_part(spooled: Spooled, format: Format, name: &str) -> Result<Spooled> {
    let Spooled { mut file, bytes, is_cut } = spooled;
    if !is_cut {
        return Ok(Spooled { file, bytes, is_cut });
    }
    let bytes = match format {
        Format::Csv | Format::JsonLines | Format::MinetCsv | Format::FourCatCsv => {
            whole_lines(&mut file, bytes).map_err(|cause| cannot_read(name, cause))?
        }
        // A post's text would be cut without a sign, and a database cannot be opened.
        Format::WebPreviewText | Format::TgArchive | Format::TelegramExport => 0,
        _ => bytes,
    };
    if bytes == 0 {
        return Err(cut_off(name));
    }
    Ok(Spooled { file, bytes, is_cut })
}

/// Shortens the file to its last line end; gives its new length.
fn whole_lines(file: &mut File, bytes: u64) -> std::io::Result<u64> {
    const STEP: u64 = 1 << 16;
    let mut end = bytes;
    let mut piece = Vec::new();
    while end > 0 {
        let start = end.saturating_sub(STEP);
        file.seek(std::io::SeekFrom::Start(start))?;
        piece.clear();
        Read::by_ref(file).take(end - start).read_to_end(&mut piece)?;
        if let Some(at) = memchr::memrchr(b'\n', &piece) {
            end = start + at as u64 + 1;
            break;
        }
        end = start;
    }
    file.set_len(end)?;
    file.rewind()?;
    Ok(end)
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
