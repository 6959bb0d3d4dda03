//! One input, ready to be read.

use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::cannot_read;
use super::encoding::BeyondAscii;
use super::spool::Spooled;
use crate::Result;
use crate::input::detect::{HEAD, detect, may_be_telegram_lines};
use crate::input::{self, Format, Page, ReadOptions, Reader};
use crate::model::Place;

/// Bytes read at once while hashing.
const CHUNK: usize = 1 << 20;

/// One input to be read: a file, or the pages of one export.
#[derive(Debug)]
pub struct InputFile {
    pub(super) name: String,
    pub(super) stem: String,
    pub(super) format: Format,
    pub(super) source: Source,
    pub(super) options: ReadOptions,
}

/// Where the bytes of an input are.
#[derive(Debug)]
pub(super) enum Source {
    /// In one file.
    One(Part),
    /// In several, one after another: pages of one export.
    Pages(Vec<Part>),
}

/// One file of an input.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) store: Storage,
}

#[derive(Debug)]
pub(super) enum Storage {
    /// On disk, under a name.
    Path(PathBuf),
    /// Standard input, a pipe, or what was unpacked: an unlinked temporary file, since it is read more than once.
    Spooled { file: File, is_cut: bool },
}

impl InputFile {
    /// The path as given, or `-`; of a file in an archive the path of the archive and the path in it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Size, unpacked.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.parts().iter().map(|part| part.bytes).sum()
    }

    /// The format, given or detected.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// The format that its content looks like, whatever the user says that it is.
    #[must_use]
    pub fn looks_like(&self) -> Option<Format> {
        detect(&self.head()?)
    }

    /// Whether it is read as lines of any tool, and could be messages of Telegram Desktop before 3.7.6.
    #[must_use]
    pub fn may_be_telegram_lines(&self) -> bool {
        self.format == Format::JsonLines
            && self.options.columns.is_empty()
            && self.head().is_some_and(|head| may_be_telegram_lines(&head))
    }

    fn head(&self) -> Option<Vec<u8>> {
        let mut head = Vec::new();
        self.parts().first()?.open().ok()?.take(HEAD as u64).read_to_end(&mut head).ok()?;
        Some(head)
    }

    /// Whether its columns can be mapped.
    #[must_use]
    pub fn takes_columns(&self) -> bool {
        matches!(self.format, Format::Csv | Format::JsonLines)
    }

    /// The file's name without its ending: the channel's name where nothing else tells it.
    #[must_use]
    pub fn stem(&self) -> String {
        self.stem.clone()
    }

    /// Where the input ends before it is complete, when that is known without reading it: packed data that is cut
    /// off.
    #[must_use]
    pub fn cut(&self) -> Option<Place> {
        let is_cut = |part: &&Part| matches!(part.store, Storage::Spooled { is_cut: true, .. });
        let cut = self.parts().iter().find(is_cut)?;
        Some(match &self.source {
            Source::One(_) => Place::Byte(cut.bytes),
            Source::Pages(_) => Place::In(cut.name.clone(), Box::new(Place::Byte(cut.bytes))),
        })
    }

    /// A reader from the beginning, as the user says that it is to be read.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when a file is gone or cannot be read, or the options do not
    /// fit its content.
    pub fn open(&self) -> Result<Box<dyn Reader>> {
        let pages = self.parts().iter().map(Part::page).collect::<Result<_>>()?;
        input::open_pages(pages, self.format, &self.options)
    }

    /// The SHA-256 of the bytes, in lower-case hex; of several pages, of each page's bytes and their number.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when a file is gone or cannot be read.
    pub fn sha256(&self) -> Result<String> {
        let mut hash = Sha256::new();
        for part in self.parts() {
            let bytes =
                hash_all(&mut hash, &mut part.open()?).map_err(|cause| cannot_read(&part.name, cause))?;
            if matches!(self.source, Source::Pages(_)) {
                hash.update(bytes.to_be_bytes());
            }
        }
        Ok(in_hex(hash))
    }

    /// Whether most of what it has beyond ASCII is no UTF-8.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when a file is gone or cannot be read.
    pub fn is_in_another_encoding(&self) -> Result<bool> {
        let mut counted = BeyondAscii::default();
        for part in self.parts() {
            counted.count(&mut part.open()?).map_err(|cause| cannot_read(&part.name, cause))?;
        }
        Ok(counted.is_mostly_no_utf8())
    }

    /// Whether several may read it at the same time, each from a place of its own.
    #[must_use]
    pub fn is_shareable(&self) -> bool {
        self.parts().iter().all(|part| matches!(part.store, Storage::Path(_)))
    }

    /// Whether the bytes are still those that were found at first, by size.
    #[must_use]
    pub fn has_kept_its_size(&self) -> bool {
        self.parts().iter().all(|part| match &part.store {
            Storage::Path(path) => std::fs::metadata(path).is_ok_and(|now| now.len() == part.bytes),
            Storage::Spooled { .. } => true,
        })
    }

    fn parts(&self) -> &[Part] {
        match &self.source {
            Source::One(part) => std::slice::from_ref(part),
            Source::Pages(parts) => parts,
        }
    }
}

/// The SHA-256 of a file, in lower-case hex: that of the input of one file that it is.
pub(in crate::load) fn sha256_of(path: &Path) -> Result<String> {
    let failed = |cause| cannot_read(&path.display().to_string(), cause);
    let mut hash = Sha256::new();
    hash_all(&mut hash, &mut File::open(path).map_err(failed)?).map_err(failed)?;
    Ok(in_hex(hash))
}

/// Adds all that the file holds to the hash; gives how many bytes these are.
fn hash_all(hash: &mut Sha256, file: &mut File) -> std::io::Result<u64> {
    let mut chunk = vec![0; CHUNK];
    let mut bytes: u64 = 0;
    loop {
        match file.read(&mut chunk)? {
            0 => return Ok(bytes),
            read => {
                hash.update(&chunk[..read]);
                bytes += read as u64;
            }
        }
    }
}

fn in_hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Part {
    pub(super) fn spooled(name: String, spooled: Spooled) -> Self {
        let Spooled { file, bytes, is_cut } = spooled;
        Self { name, bytes, store: Storage::Spooled { file, is_cut } }
    }

    /// The file from its beginning. Readers of a spooled one take turns: they share one position.
    fn open(&self) -> Result<File> {
        let failed = |cause| cannot_read(&self.name, cause);
        match &self.store {
            Storage::Path(path) => File::open(path).map_err(failed),
            Storage::Spooled { file, .. } => {
                let mut file = file.try_clone().map_err(failed)?;
                file.rewind().map_err(failed)?;
                Ok(file)
            }
        }
    }

    fn page(&self) -> Result<Page> {
        let path = match &self.store {
            Storage::Path(path) => Some(path.clone()),
            Storage::Spooled { .. } => None,
        };
        Ok(Page { name: self.name.clone(), file: self.open()?, path })
    }
}
