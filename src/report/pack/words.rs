//! What a pack says of its files, and what is said of a pack that is none.

use crate::report::record::SUFFIX;
use crate::{Error, ErrorKind};

/// The error of TOML's `message` at `place`.
pub(super) fn faulty(place: &str, message: &str) -> Error {
    let error = Error::new(ErrorKind::Usage, format!("{place}: {message}"));
    // What TOML says of a text or a month without quotes.
    match message.split(',').next() {
        Some("invalid boolean" | "invalid date" | "string values must be quoted") => {
            error.hint("write texts, and days such as \"2025-03\", in quotes")
        }
        _ => error,
    }
}

/// Whether it names a file of a folder, and no other folder's.
pub(super) fn is_file_name(name: &str) -> bool {
    let is_plain = !name.contains(['/', '\\', '\0']) && !matches!(name, "" | "." | "..");
    is_plain && !name.starts_with(".chancery-")
}

/// Whether two reports cannot both stand in a folder, where letters of both cases may be the same, and each has its
/// record beside it.
pub(super) fn collide(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    one == other || format!("{one}{SUFFIX}") == other || format!("{other}{SUFFIX}") == one
}
