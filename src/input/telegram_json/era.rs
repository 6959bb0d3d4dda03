//! Whether a file writes ids without type bits, where the first rows do not tell: damaged ones, and those that the exporting
//! version did not know.

use std::io::{self, Read};

use super::row::Row;
use crate::input::json::scanner::{CHUNK, Extent, Scanner};

/// So many bytes are looked at.
const LOOKED_AT: u64 = 1024 * 1024;

/// Whether the first row that tells, of the array at which the scanner stands, has ids without type bits; `None` where none
/// tells.
pub(super) fn is_newer<R: Read>(scanner: &mut Scanner<R>) -> io::Result<Option<bool>> {
    let end = scanner.offset() + LOOKED_AT;
    if scanner.peek()? == Some(b'[') {
        scanner.consume(1);
    }
    while scanner.offset() < end {
        match scanner.peek()? {
            Some(b',') => scanner.consume(1),
            Some(b'{') => {
                let Extent::Whole { length, .. } = scanner.measure(CHUNK)? else { break };
                if let Ok(row) = serde_json::from_slice::<Row<'_>>(&scanner.window()[..length])
                    && row.tells_era()
                {
                    return Ok(Some(row.is_newer()));
                }
                scanner.consume(length);
            }
            _ => {
                let Extent::Whole { length: 1.., .. } = scanner.measure(CHUNK)? else { break };
                scanner.skip()?;
            }
        }
    }
    Ok(None)
}
