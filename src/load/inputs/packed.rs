//! gzip and Zstandard: told by content, unpacked into a temporary file, with a bound on what they unpack to.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

use super::spool::{Spooled, spool};
use crate::input::detect::HEAD;
use crate::{Error, ErrorKind, Result};

/// Up to so many bytes nothing is suspicious, however small it was packed.
pub(super) const UNSUSPICIOUS: u64 = 256 << 20;

/// What unpacks to more than [`UNSUSPICIOUS`] bytes must not be so many times as long as it was packed. Exports
/// come to 30 times, tables of numbers to 100 times; what is made to fill disks comes to 1000 times and more.
pub(super) const MOST_TIMES: u64 = 250;

/// Zstandard's longest window, that of `zstd --long=31`, with which the large dumps of Telegram are packed.
/// Unpacking those takes as much memory as their window has, 2 GiB at most.
const WINDOW_LOG: u32 = if cfg!(target_pointer_width = "32") { 30 } else { 31 };

/// How a file is wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrapping {
    /// One stream of bytes, packed.
    Packed(Packing),
    /// A zip archive of several files.
    Zip,
    /// A tar archive.
    Tar,
}

/// How a stream of bytes is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    /// RFC 1952, one member or several.
    Gzip,
    /// RFC 8878, one frame or several.
    Zstandard,
}

/// How a file that begins with `head` is wrapped, if it is.
pub(super) fn wrapping(head: &[u8]) -> Option<Wrapping> {
    const GZIP: &[u8] = b"\x1F\x8B";
    const ZSTANDARD: &[u8] = b"\x28\xB5\x2F\xFD";
    /// 16 kinds of frames that are passed over, with which some packers begin (RFC 8878, section 3.1.2).
    const SKIPPABLE: &[u8] = b"\x2A\x4D\x18";
    const ZIP: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"];
    if head.starts_with(GZIP) {
        Some(Wrapping::Packed(Packing::Gzip))
    } else if head.starts_with(ZSTANDARD)
        || head.first().is_some_and(|first| first & 0xF0 == 0x50) && head[1..].starts_with(SKIPPABLE)
    {
        Some(Wrapping::Packed(Packing::Zstandard))
    } else if ZIP.iter().any(|magic| head.starts_with(magic)) {
        Some(Wrapping::Zip)
    } else if head.get(257..262) == Some(b"ustar") {
        Some(Wrapping::Tar)
    } else {
        None
    }
}

/// The name of a file without the ending that only says how it is packed.
pub(super) fn without_ending(name: &str) -> &str {
    let (start, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    if ["gz", "gzip", "zst", "zstd"].iter().any(|known| ending.eq_ignore_ascii_case(known)) {
        start
    } else {
        name
    }
}

/// Whether a file is made to fill disks: so many bytes packed must not come to so many.
pub(super) fn is_bomb(packed: u64, unpacked: u64) -> bool {
    unpacked > UNSUSPICIOUS && unpacked / MOST_TIMES > packed
}

/// What a bomb gets.
pub(super) fn bomb(name: &str) -> Error {
    Error::new(
        ErrorKind::Input,
        format!(
            "'{name}' unpacks to more than {MOST_TIMES} times its size and more than {} MiB",
            UNSUSPICIOUS >> 20
        ),
    )
    .hint("no export does; if it is one nevertheless, unpack it first")
}

/// What packed data gets that is cut off before anything could be made of it, or whose format cannot do with a
/// part.
pub(super) fn cut_off(name: &str) -> Error {
    Error::new(ErrorKind::Input, format!("'{name}' is cut off")).hint("get it again")
}

fn damaged(name: &str, cause: io::Error) -> Error {
    Error::new(ErrorKind::Input, format!("'{name}' is damaged: it cannot be unpacked"))
        .hint("get it again")
        .caused_by(cause)
}

/// The beginning of what is packed in `source`.
///
/// # Errors
/// When it is damaged there, or nothing can be made of it.
pub(super) fn unpacked_head(source: impl Read, packing: Packing, name: &str) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    let unpacked = unpack(BufReader::new(source), packing)
        .and_then(|unpacked| unpacked.take(HEAD as u64).read_to_end(&mut head));
    match unpacked {
        // A cut is told when all is unpacked, if anything came before it.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && head.is_empty() => Err(cut_off(name)),
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => Err(damaged(name, error)),
        _ => Ok(head),
    }
}

/// Unpacks `source`, all of it; `watch` is told how many bytes of it are read.
///
/// # Errors
/// When it is damaged, unpacks to too much, or the temporary folder does not take it.
pub(super) fn unpack_all(
    source: impl Read,
    packing: Packing,
    name: &str,
    watch: &mut dyn FnMut(u64),
) -> Result<Spooled> {
    let read = Cell::new(0);
    let counted = Counted { source, read: &read };
    let mut unpacked =
        unpack(BufReader::with_capacity(1 << 18, counted), packing).map_err(|error| damaged(name, error))?;
    spool(&mut unpacked, name, &|cause| damaged(name, cause), &mut |unpacked| {
        watch(read.get());
        if is_bomb(read.get(), unpacked) { Err(bomb(name)) } else { Ok(()) }
    })
}

fn unpack<'s>(source: impl BufRead + 's, packing: Packing) -> io::Result<Box<dyn Read + 's>> {
    Ok(match packing {
        Packing::Gzip => Box::new(Members { current: Some(GzDecoder::new(source)) }),
        Packing::Zstandard => {
            let mut decoder = zstd::Decoder::with_buffer(source)?;
            decoder.window_log_max(WINDOW_LOG)?;
            Box::new(decoder)
        }
    })
}

/// The members of a gzip file, one after another, and the zeros with which tapes fill their blocks.
struct Members<R> {
    current: Option<GzDecoder<R>>,
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(current) = &mut self.current else { return Ok(0) };
            let read = current.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let Some(mut source) = self.current.take().map(GzDecoder::into_inner) else { return Ok(0) };
            let next = loop {
                let ahead = source.fill_buf()?;
                let zeros = ahead.iter().take_while(|byte| **byte == 0).count();
                if zeros < ahead.len() || ahead.is_empty() {
                    let next = ahead.get(zeros).copied();
                    source.consume(zeros);
                    break next;
                }
                source.consume(zeros);
            };
            match next {
                None => return Ok(0),
                Some(0x1F) => self.current = Some(GzDecoder::new(source)),
                Some(_) => {
                    return Err(io::Error::new(
                        io::ErrorKind::InvalidData,
                        "something that is not gzip follows",
                    ));
                }
            }
        }
    }
}

/// Counts what is read.
struct Counted<'c, R> {
    source: R,
    read: &'c Cell<u64>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.read.set(self.read.get() + read as u64);
        Ok(read)
    }
}

#[cfg(test)]
mod tests;
