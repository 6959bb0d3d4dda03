//! The values of a list from a file: `--tag-file tags.txt`.

use std::io::Read as _;
use std::path::Path;

use crate::query::parameter::Parameter;
use crate::{Error, ErrorKind, Result};

/// The largest file that is taken for a list, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// The flag without its dashes that names a file of values of this parameter.
pub(super) fn flag(parameter: &Parameter) -> String {
    format!("{}-file", parameter.flag())
}

/// The lines of the file without white space around them, the empty ones left out; `-` is standard input.
///
/// # Errors
/// [`ErrorKind::Usage`] when the file cannot be read, is no text, or holds no value: an empty list would ask for
/// nothing at all.
pub(super) fn read(flag: &str, file: &Path) -> Result<Vec<String>> {
    let name = file.display();
    let wrong = |what: &str| Error::new(ErrorKind::Usage, format!("--{flag} '{name}' {what}"));
    let mut bytes = Vec::new();
    let opened: std::io::Result<Box<dyn std::io::Read>> = if file == Path::new("-") {
        Ok(Box::new(std::io::stdin()))
    } else {
        std::fs::File::open(file).map(|file| Box::new(file) as _)
    };
    opened.and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(|cause| {
        wrong("cannot be read").hint("give a text file with one value a line").caused_by(cause)
    })?;
    if bytes.len() as u64 > LARGEST {
        return Err(wrong(&format!("is larger than {LARGEST} bytes, and so no list")));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
        wrong(&format!("is not UTF-8 text, from line {line} on"))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let values: Vec<String> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if values.is_empty() {
        return Err(wrong("holds no value").hint("give a text file with one value a line"));
    }
    Ok(values)
}
