//! Bytes that are kept in an unlinked temporary file, since readers read more than once and seek. Nothing of it
//! is left, not even when the process is killed.

use std::fs::File;
use std::io::{self, Read, Seek, Write};

use crate::{Error, ErrorKind, Result};

/// Bytes copied at once.
const CHUNK: usize = 1 << 18;

/// After so many bytes the disk is asked how much room it has left.
const BETWEEN_LOOKS: u64 = 64 << 20;

/// So many bytes of the temporary folder's disk are left to others.
const LEFT_TO_OTHERS: u64 = 128 << 20;

/// A temporary file without a name, at its beginning.
#[derive(Debug)]
pub(super) struct Spooled {
    pub(super) file: File,
    pub(super) bytes: u64,
    /// Whether its source ended before it was complete.
    pub(super) is_cut: bool,
}

/// Keeps all that `source` gives. `watch` is called with the number of bytes now and then, and may refuse more.
/// A source that ends with [`io::ErrorKind::UnexpectedEof`] is cut off; what it gave is kept.
///
/// # Errors
/// [`ErrorKind::Io`] when the temporary folder does not take it; what `bad` makes of any other error of the
/// source; what `watch` says.
pub(super) fn spool(
    source: &mut dyn Read,
    name: &str,
    bad: &dyn Fn(io::Error) -> Error,
    watch: &mut dyn FnMut(u64) -> Result<()>,
) -> Result<Spooled> {
    let mut file = tempfile::tempfile().map_err(|cause| cannot_keep(name, cause))?;
    let mut chunk = vec![0; CHUNK];
    let (mut bytes, mut next_look, mut is_cut) = (0, BETWEEN_LOOKS, false);
    loop {
        let read = match source.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                is_cut = true;
                break;
            }
            Err(error) => return Err(bad(error)),
        };
        bytes += read as u64;
        watch(bytes)?;
        if bytes >= next_look {
            next_look = bytes + BETWEEN_LOOKS;
            require_room(&file, name, 0)?;
        }
        file.write_all(&chunk[..read]).map_err(|cause| cannot_keep(name, cause))?;
    }
    file.flush().and_then(|()| file.rewind()).map_err(|cause| cannot_keep(name, cause))?;
    Ok(Spooled { file, bytes, is_cut })
}

/// Refuses early what the temporary folder cannot take: `bytes` more.
///
/// # Errors
/// [`ErrorKind::Io`] when there is no room for them.
pub(super) fn require_room_for(name: &str, bytes: u64) -> Result<()> {
    if bytes < BETWEEN_LOOKS {
        return Ok(());
    }
    let file = tempfile::tempfile().map_err(|cause| cannot_keep(name, cause))?;
    require_room(&file, name, bytes)
}

fn require_room(file: &File, name: &str, bytes: u64) -> Result<()> {
    if leaves_room(file, bytes) { Ok(()) } else { Err(no_room(name)) }
}

/// Whether the disk of this file takes so many bytes and has room left for others, as far as the system tells.
pub(in crate::load) fn leaves_room(file: &File, bytes: u64) -> bool {
    free_bytes(file).is_none_or(|free| free >= bytes.saturating_add(LEFT_TO_OTHERS))
}

/// How many bytes the disk of this file takes from an ordinary user; `None` where the system does not tell.
#[cfg(unix)]
fn free_bytes(file: &File) -> Option<u64> {
    let disk = rustix::fs::fstatvfs(file).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_file: &File) -> Option<u64> {
    None
}

fn no_room(name: &str) -> Error {
    let folder = std::env::temp_dir();
    Error::new(ErrorKind::Io, format!("no room for '{name}' in the temporary folder '{}'", folder.display()))
        .hint("make room, or choose a folder on a larger disk: TMPDIR=FOLDER")
}

fn cannot_keep(name: &str, cause: io::Error) -> Error {
    if cause.kind() == io::ErrorKind::StorageFull {
        return no_room(name);
    }
    let folder = std::env::temp_dir();
    Error::new(ErrorKind::Io, format!("cannot keep '{name}' in the temporary folder '{}'", folder.display()))
        .hint("make it writable, or choose another: TMPDIR=FOLDER")
        .caused_by(cause)
}
