//! Reading a record's file, in whose place anything may stand.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

/// The largest file that is taken for a record, in bytes: it holds the list of all loads, and lists of values.
const LARGEST_FILE: u64 = 256 << 20;

/// The text of the record's file at `path`.
///
/// # Errors
/// When it cannot be read, is no regular file (a named pipe would wait for ever), is too large or no text.
pub fn text_of(path: &Path) -> io::Result<String> {
    let no_record = |why: &str| io::Error::new(io::ErrorKind::InvalidData, why);
    if !fs::metadata(path)?.is_file() {
        return Err(no_record("it is no regular file"));
    }
    let mut text = String::new();
    File::open(path)?.take(LARGEST_FILE + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LARGEST_FILE { Err(no_record("it is too large for a record")) } else { Ok(text) }
}
