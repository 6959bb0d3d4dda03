//! Words of a call that are not UTF-8, such as names of files that come from another system.

use std::ffi::OsString;

use crate::{Error, ErrorKind, shell};

/// The error that tells which of the words it is; `None` where all are UTF-8. A pattern with `?` in the place of what
/// cannot be read finds a file of such a name.
pub(super) fn refused(words: &[OsString]) -> Option<Error> {
    let place = words.iter().position(|word| word.to_str().is_none())?;
    let word = words[place].to_string_lossy();
    let error = Error::new(ErrorKind::Usage, format!("'{word}' is not UTF-8"));
    let is_of_store = word.starts_with("--db=") || place > 0 && words[place - 1] == "--db";
    Some(if is_of_store {
        error.hint("a store of such a name is found by the environment: CHANCERY_DB=FILE")
    } else if words.iter().any(|word| word == "load" || word == "--from") {
        let pattern = shell::in_quotes(word.replace(char::REPLACEMENT_CHARACTER, "?"));
        error.hint(format!("an input of such a name is found by a pattern: {pattern}"))
    } else {
        error.hint("give a text in UTF-8; a file of such a name has to be renamed")
    })
}
