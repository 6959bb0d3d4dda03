//! Zip archives: each of their files that is an input becomes an input of its own.
//!
//! Nothing is ever written under a name that an archive gives: a name is only shown. What an archive unpacks to is
//! bounded, by what it says of itself and by what comes out of it.

mod bad;

use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

use self::bad::{bad_archive, bad_member};
use super::cannot_read;
use super::file::Part;
use super::found::{Archive, ArchiveFile, Found, How, Raw, may_hide_an_export, recognise_plain, whole_part};
use super::left_out::{LeftOut, Named};
use super::natural::compare_paths;
use super::packed::{self, Packing, Wrapping, bomb, is_bomb, unpack_all, unpacked_head, wrapping};
use super::pages::{Group, group};
use super::report::{self, Record, may_be_record, names_of_record, read_record};
use super::sift::{Exports, look_order};
use super::spool::{require_room_for, spool};
use super::zip_name::zip_name;
use crate::input::detect::HEAD;
use crate::input::{Format, cannot_open};
use crate::load::Notice;
use crate::{Error, ErrorKind, Result};

/// An archive of more files is refused: their list alone would fill the memory.
const MOST_FILES: u64 = 100_000;

/// The endings of what may be an input; what cannot be read and has another is taken for a photo.
const ENDINGS: [&str; 16] = [
    "csv", "db", "gz", "gzip", "htm", "html", "json", "jsonl", "ndjson", "sqlite", "sqlite3", "tsv", "txt",
    "zip", "zst", "zstd",
];

/// An archive that is being read.
pub(super) struct OpenArchive {
    name: String,
    zip: ZipArchive<BufReader<File>>,
    bytes: u64,
    /// How many bytes have come out of it.
    unpacked: u64,
    pub(super) groups: VecDeque<Group>,
    /// Whether it is a file of a spreadsheet program.
    pub(super) is_workbook: bool,
    /// Files that are no input.
    pub(super) left_out: LeftOut,
    /// Files that may be an input and cannot be read, by their names.
    pub(super) failed: VecDeque<(String, Error)>,
    /// Files among these that may hold an export, by what each is.
    unread: Named,
    /// Reports of ours among them: the first, and how many.
    reports: Option<(String, u64)>,
    /// Where in its list the files are that may be records of reports, by folder and name.
    records: HashMap<(PathBuf, String), usize>,
}

/// A file of the archive.
struct Member {
    folder: PathBuf,
    file: String,
    name: String,
    index: usize,
    is_encrypted: bool,
    packed: u64,
    bytes: u64,
}

/// What a file of the archive is.
enum Seen {
    Input(Format, Option<Packing>),
    Report,
    NoInput,
    /// As that; but an export may be in it, in a way that is not read.
    Unread(Error),
    Bad(Error),
}

impl OpenArchive {
    /// Looks at the beginning of every file of the archive.
    ///
    /// # Errors
    /// When it cannot be read, is damaged, or is too large.
    pub(super) fn open(archive: Archive, how: &How) -> Result<Self> {
        let Archive { name, file } = archive;
        let file = match file {
            ArchiveFile::Path(path) => File::open(path).map_err(|error| cannot_open(&name, error))?,
            ArchiveFile::Spooled(file) => file,
        };
        let bytes = file.metadata().map_err(|cause| cannot_read(&name, cause))?.len();
        let mut zip = open_zip(file, bytes, &name)?;
        let mut members = members(&mut zip, &name)?;
        let is_workbook = members.iter().any(|member| is_of_workbook(&member.folder, &member.file));
        let all = members.len();
        members.retain(|member| !is_of_macos(member));
        let mut left_out = LeftOut::default();
        left_out.add((all - members.len()) as u64);
        members.sort_by(|a, b| look_order(&a.folder, &b.folder));
        let (groups, failed) = (VecDeque::new(), VecDeque::new());
        let records = members
            .iter()
            .filter(|member| may_be_record(&member.file))
            .map(|member| ((member.folder.clone(), member.file.clone()), member.index))
            .collect();
        let mut open = Self {
            zip,
            bytes,
            unpacked: 0,
            groups,
            is_workbook,
            left_out,
            failed,
            unread: Named::default(),
            reports: None,
            records,
            name,
        };
        open.look(members, how);
        Ok(open)
    }

    fn look(&mut self, members: Vec<Member>, how: &How) {
        let is_alone = members.len() == 1;
        let mut exports = Exports::default();
        let mut found: Vec<Found> = Vec::new();
        let mut locked: Vec<String> = Vec::new();
        for member in members {
            if exports.hide(&member.folder) {
                self.left_out.add(1);
                continue;
            }
            if member.is_encrypted {
                exports.note_unread(&member.folder, &member.file);
                if may_be_input(&member.file) {
                    locked.push(member.name);
                } else {
                    self.left_out.add(1);
                }
                continue;
            }
            let seen = self.see(&member, how, is_alone);
            match &seen {
                Seen::Input(format, _) => exports.note(&member.folder, &member.file, Some(*format)),
                Seen::Unread(_) | Seen::Bad(_) => exports.note_unread(&member.folder, &member.file),
                Seen::NoInput | Seen::Report => exports.note(&member.folder, &member.file, None),
            }
            match seen {
                Seen::Input(format, packing) => found.push(found_member(member, format, packing)),
                Seen::NoInput => self.left_out.add_seen(member.name),
                Seen::Report => {
                    self.left_out.add(1);
                    self.reports.get_or_insert((member.name, 0)).1 += 1;
                }
                Seen::Unread(error) => {
                    self.left_out.add(1);
                    self.unread.add(error.to_string());
                }
                Seen::Bad(error) => self.failed.push_back((member.name, error)),
            }
        }
        if let Some(first) = locked.first() {
            let files = match locked.len() {
                1 => format!("'{first}' is encrypted"),
                more => format!("{more} files of '{}' are encrypted, the first is '{first}'", self.name),
            };
            let error =
                Error::new(ErrorKind::Input, files).hint("unpack the archive with its password first");
            self.failed.push_back((self.name.clone(), error));
        }
        found.sort_by(|a, b| {
            compare_paths(&a.folder, &b.folder).then_with(|| super::natural::compare(&a.file, &b.file))
        });
        self.groups = group(found).into();
    }

    /// Sees what a file of the archive is. The only file of an archive is read as the user says that inputs are,
    /// whatever it looks like, as if it had been named.
    fn see(&mut self, member: &Member, how: &How, is_alone: bool) -> Seen {
        let name = &member.name;
        let mut head = Vec::new();
        let read = self
            .zip
            .by_index(member.index)
            .and_then(|reader| Ok(reader.take(HEAD as u64).read_to_end(&mut head)?));
        if let Err(error) = read {
            return if is_alone || may_be_input(&member.file) {
                Seen::Bad(bad_member(name, error))
            } else {
                Seen::NoInput
            };
        }
        let (head, packing) = match wrapping(&head) {
            Some(Wrapping::Packed(packing)) => {
                let unpacked = self
                    .zip
                    .by_index(member.index)
                    .map_err(|error| bad_member(name, error))
                    .and_then(|reader| unpacked_head(reader, packing, name));
                match unpacked {
                    Ok(head) => (head, Some(packing)),
                    Err(error) => return Seen::Bad(error),
                }
            }
            Some(Wrapping::Zip) if is_alone || member.file.to_lowercase().ends_with(".zip") => {
                let error = Error::new(ErrorKind::Input, format!("'{name}' is an archive in an archive"))
                    .hint("unpack the outer one first");
                return Seen::Bad(error);
            }
            // A document of an office, or a program.
            Some(Wrapping::Zip) => return Seen::NoInput,
            _ => (head, None),
        };
        let unnamed = how.unnamed();
        let how_seen = if is_alone { how } else { &unnamed };
        match recognise_plain(&head, name, how_seen) {
            Ok(seen)
                if how_seen.format.is_none()
                    && report::told(&head, seen, &how.options, || self.record_of(member)).is_some() =>
            {
                Seen::Report
            }
            Ok(seen) if how.format.is_some_and(|format| format != seen) => Seen::NoInput,
            Ok(_) if is_bomb(member.packed, member.bytes) => Seen::Bad(bomb(name)),
            Ok(seen) => Seen::Input(seen, packing),
            Err(error) if is_alone => Seen::Bad(error),
            Err(error) if may_hide_an_export(&head, &member.file) => Seen::Unread(error),
            Err(_) => Seen::NoInput,
        }
    }

    /// The record of the report that a file of the archive may be.
    fn record_of(&mut self, member: &Member) -> Option<Record> {
        let names = names_of_record(&member.file).map(|name| (member.folder.clone(), name));
        let index = *names.filter_map(|place| self.records.get(&place)).next()?;
        read_record(self.zip.by_index(index).ok()?)
    }

    /// What the user should know of what was not found in it.
    pub(super) fn notices(&mut self) -> impl Iterator<Item = Notice> {
        let unread = self.unread.unread();
        let reports = self.reports.take().map(|(first, files)| Notice::ReportsLeftOut { first, files });
        unread.into_iter().chain(reports)
    }

    /// Whether nothing was found in it, neither inputs nor what may be one.
    pub(super) fn is_of_no_use(&self) -> bool {
        self.groups.is_empty() && self.failed.is_empty()
    }

    /// A file of the archive as readers need it. `watch` is told how many of its bytes have come out.
    ///
    /// # Errors
    /// When it is damaged, or the archive unpacks to too much.
    pub(super) fn unpack(&mut self, found: Found, watch: &mut dyn FnMut(u64)) -> Result<Part> {
        let Found { name, raw, format, packing, bytes: size, .. } = found;
        let Raw::Member(index) = raw else {
            return Err(Error::new(ErrorKind::Input, format!("'{name}' is in no archive")));
        };
        if is_bomb(self.bytes, self.unpacked.saturating_add(size)) {
            return Err(bomb(&self.name));
        }
        require_room_for(&name, size)?;
        let bad = |cause: io::Error| bad_member(&name, ZipError::Io(cause));
        let mut reader = self.zip.by_index(index).map_err(|error| bad_member(&name, error))?;
        let spooled = spool(&mut reader, &name, &bad, &mut |bytes| {
            watch(bytes);
            if bytes > size {
                Err(bad(io::Error::other("it is longer than the archive says")))
            } else {
                Ok(())
            }
        })?;
        drop(reader);
        if spooled.is_cut || spooled.bytes != size {
            return Err(bad(io::Error::other("it is shorter than the archive says")));
        }
        self.unpacked += spooled.bytes;
        let Some(packing) = packing else { return Ok(Part::spooled(name, spooled)) };
        let unpacked = unpack_all(spooled.file, packing, &name, &mut |_| {})?;
        self.unpacked += unpacked.bytes;
        let whole = whole_part(unpacked, format, &name)?;
        Ok(Part::spooled(name, whole))
    }
}

fn found_member(member: Member, format: Format, packing: Option<Packing>) -> Found {
    let Member { folder, file, name, index, bytes, .. } = member;
    Found {
        name,
        folder,
        file: packed::without_ending(&file).to_owned(),
        format,
        packing,
        bytes,
        raw: Raw::Member(index),
        order: 0,
    }
}

/// Reads the list of an archive, unless it is too long to be held.
fn open_zip(mut file: File, bytes: u64, name: &str) -> Result<ZipArchive<BufReader<File>>> {
    let refused =
        |message: String| Error::new(ErrorKind::Input, message).hint("unpack it first, and name the folder");
    let declared = declared_files(&mut file, bytes).map_err(|cause| cannot_read(name, cause))?;
    if declared > MOST_FILES {
        return Err(refused(format!("'{name}' holds more than {MOST_FILES} files")));
    }
    let zip = ZipArchive::new(BufReader::new(file)).map_err(|error| bad_archive(name, error))?;
    if zip.has_duplicate_names() {
        return Err(refused(format!("'{name}' holds several files of one name")));
    }
    Ok(zip)
}

/// How many files an archive says that it holds, at its end (APPNOTE.TXT, 4.3.14 to 4.3.16); the most, where several
/// places could be that end.
fn declared_files(file: &mut File, bytes: u64) -> io::Result<u64> {
    const END: &[u8] = b"PK\x05\x06";
    const LARGE_END: &[u8] = b"PK\x06\x06";
    /// The end with the longest comment, and the end of a large archive before it.
    const TAIL: u64 = 22 + 65_535 + 20 + 65_536;
    file.seek(SeekFrom::Start(bytes.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    Read::by_ref(file).take(TAIL).read_to_end(&mut tail)?;
    file.rewind()?;
    let small = memchr::memmem::find_iter(&tail, END)
        .filter_map(|at| tail.get(at + 10..at + 12)?.try_into().ok())
        .map(|count| u64::from(u16::from_le_bytes(count)));
    let large = memchr::memmem::find_iter(&tail, LARGE_END)
        .filter_map(|at| tail.get(at + 32..at + 40)?.try_into().ok())
        .map(u64::from_le_bytes);
    Ok(small.chain(large).max().unwrap_or(0))
}

/// The files of an archive, by its own list.
fn members(zip: &mut ZipArchive<BufReader<File>>, archive: &str) -> Result<Vec<Member>> {
    let mut members = Vec::new();
    for index in 0..zip.len() {
        let entry = zip.by_index_data(index).map_err(|error| bad_archive(archive, error))?;
        if !entry.is_file() {
            continue;
        }
        let raw_name = zip_name(entry.name_raw(), || match entry.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
        });
        let (folder, file) = shown_name(&raw_name);
        let name = if folder.as_os_str().is_empty() {
            format!("{archive}/{file}")
        } else {
            format!("{archive}/{}/{file}", folder.display())
        };
        let (is_encrypted, packed, bytes) = (entry.encrypted(), entry.compressed_size(), entry.size());
        members.push(Member { folder, file, name, index, is_encrypted, packed, bytes });
    }
    Ok(members)
}

/// The folder and the file of a name in an archive, without what leads out of the archive: `..`, a beginning `/`, a
/// drive. Nothing is written there; but messages and the store's history show it.
fn shown_name(name: &str) -> (PathBuf, String) {
    let is_drive = |part: &str| part.len() == 2 && part.ends_with(':');
    let mut parts: Vec<String> = name
        .split(['/', '\\'])
        .filter(|part| !part.is_empty() && !matches!(*part, "." | "..") && !is_drive(part))
        .map(|part| part.replace(|character: char| character.is_control(), "\u{FFFD}"))
        .collect();
    let file = parts.pop().unwrap_or_else(|| "unnamed".to_owned());
    (parts.iter().collect(), file)
}

/// Whether Office Open XML has this file in a workbook.
fn is_of_workbook(folder: &Path, file: &str) -> bool {
    folder == Path::new("xl") && matches!(file, "workbook.xml" | "workbook.bin")
}

/// Whether macOS has put it beside the files that somebody packed.
fn is_of_macos(member: &Member) -> bool {
    member.folder.starts_with("__MACOSX") || member.file == ".DS_Store"
}

/// Whether a file of this name may be an input by its ending.
pub(super) fn may_be_input(file: &str) -> bool {
    let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}
