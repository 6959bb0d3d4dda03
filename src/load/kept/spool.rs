//! Records in an unlinked temporary file: to read them again from there costs a fraction of what it took to make them
//! of the input.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use super::bytes::Kept;
use crate::load::inputs::leaves_room;
use crate::model::Record;

/// Bytes written and read at once.
const CHUNK: usize = 1 << 18;

/// More bytes than these are not kept.
const MOST_BYTES: u64 = 2 << 30;

/// After so many bytes the disk is asked how much room it has left.
const BETWEEN_LOOKS: u64 = 64 << 20;

/// Takes records.
#[derive(Debug)]
pub(super) struct Spool {
    out: BufWriter<File>,
    frame: Vec<u8>,
    bytes: u64,
    next_look: u64,
}

impl Spool {
    pub(super) fn new() -> io::Result<Self> {
        let out = BufWriter::with_capacity(CHUNK, tempfile::tempfile()?);
        Ok(Self { out, frame: Vec::new(), bytes: 0, next_look: 0 })
    }

    /// Takes a record with how far the input was read when it was given. After an error it is of no use any more.
    pub(super) fn take(&mut self, record: &Record, bytes_read: u64) -> io::Result<()> {
        if self.bytes >= self.next_look {
            self.next_look = self.bytes + BETWEEN_LOOKS;
            if self.bytes > MOST_BYTES || !leaves_room(self.out.get_ref(), BETWEEN_LOOKS) {
                return Err(io::ErrorKind::StorageFull.into());
            }
        }
        self.frame.clear();
        bytes_read.put(&mut self.frame);
        record.put(&mut self.frame);
        let length = self.frame.len() as u64;
        self.bytes += length;
        self.out.write_all(&length.to_le_bytes())?;
        self.out.write_all(&self.frame)
    }

    /// What gives them again.
    pub(super) fn end(self) -> io::Result<Spooled> {
        let mut file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(Spooled { input: BufReader::with_capacity(CHUNK, file), frame: self.frame })
    }
}

/// Gives records again.
#[derive(Debug)]
pub(super) struct Spooled {
    input: BufReader<File>,
    frame: Vec<u8>,
}

impl Spooled {
    /// The next record, and how far the input was read when it was given; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<(Record, u64)>> {
        let mut length = [0; size_of::<u64>()];
        match self.input.read_exact(&mut length) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            read => read?,
        }
        let length = usize::try_from(u64::from_le_bytes(length)).map_err(io::Error::other)?;
        self.frame.resize(length, 0);
        self.input.read_exact(&mut self.frame)?;
        let mut rest = self.frame.as_slice();
        let bytes_read = u64::take(&mut rest);
        let record = Record::take(&mut rest).filter(|_| rest.is_empty());
        record.zip(bytes_read).map(Some).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }
}
