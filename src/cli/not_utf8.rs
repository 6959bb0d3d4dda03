//! Words of a call that are not UTF-8, such as names of files that come from another system.

use std::ffi::OsString;

use crate::{Error, ErrorKind, shell};

/// The error that tells which of the words it is; `None` where all are UTF-8. A pattern with `?` in the place of what
/// cannot be read finds a file of such a name.
pub(super) fn refused(words: &[OsString]) -> Option<Error> {
    let word = words.iter().find(|word| word.to_str().is_none())?.to_string_lossy().into_owned();
    let pattern = word.replace(char::REPLACEMENT_CHARACTER, "?");
    let error = Error::new(ErrorKind::Usage, format!("'{word}' is not UTF-8"));
    Some(error.hint(format!("an input of such a name is found by a pattern: {}", shell::in_quotes(pattern))))
}
