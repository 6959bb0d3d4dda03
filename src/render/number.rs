//! Numbers and bytes as text, the same in every format.

use std::fmt::Write as _;

/// The shortest text that reads back as the same number; a whole one keeps its `.0`, so that a real
/// number can be told from an integer.
pub(super) fn real(number: f64) -> String {
    format!("{number:?}")
}

/// Two lower-case hexadecimal digits a byte.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
