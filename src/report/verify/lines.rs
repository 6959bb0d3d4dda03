//! How the lines of two files differ.

use std::collections::HashMap;
use std::io::{self, BufRead};

use sha2::{Digest as _, Sha256};

/// The longest part of a line that is shown, in characters.
const SHOWN: usize = 120;

/// How the lines of what is run today differ from those of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineDifference {
    /// The number of the first line that differs, from 1.
    pub first: u64,
    /// That line of the file; `None` when it ends before.
    pub was: Option<String>,
    /// That line of today's run; `None` when it ends before.
    pub is: Option<String>,
    /// How many lines of today's run the file does not have.
    pub new: u64,
    /// How many lines of the file today's run does not have.
    pub gone: u64,
}

/// The difference of `was` and `is`; all zero when there is none.
pub(super) fn difference(mut was: impl BufRead, mut is: impl BufRead) -> io::Result<LineDifference> {
    let mut found = LineDifference::default();
    // How many more of each line there are now than then.
    let mut counts: HashMap<[u8; 32], i64> = HashMap::new();
    let mut number = 0;
    loop {
        let (old, new) = (line(&mut was)?, line(&mut is)?);
        if old.is_none() && new.is_none() {
            break;
        }
        number += 1;
        if old == new {
            continue;
        }
        if found.first == 0 {
            found.first = number;
            found.was = old.as_deref().map(shown);
            found.is = new.as_deref().map(shown);
        }
        for (line, step) in [(old, -1), (new, 1)] {
            if let Some(line) = line {
                *counts.entry(Sha256::digest(line).into()).or_default() += step;
            }
        }
    }
    for count in counts.into_values() {
        if count > 0 { found.new += count.unsigned_abs() } else { found.gone += count.unsigned_abs() }
    }
    Ok(found)
}

/// The next line with its end; `None` after the last one.
fn line(reader: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    Ok((!line.is_empty()).then_some(line))
}

fn shown(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(line);
    let text = text.trim_end_matches(['\r', '\n']);
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{LineDifference, difference};

    #[test]
    fn lines_are_counted_wherever_they_moved() {
        for (was, is, first, new, gone) in [
            ("a\nb\nc\n", "a\nb\nc\n", 0, 0, 0),
            ("a\nb\nc\n", "a\nx\nc\n", 2, 1, 1),
            ("a\nb\nc\n", "a\nn\nb\nc\n", 2, 1, 0),
            ("a\nb\nc\n", "a\n", 2, 0, 2),
            ("a\nb\n", "b\na\n", 1, 0, 0),
            ("a\n", "a", 1, 1, 1),
            ("a\r\n", "a\n", 1, 1, 1),
            ("", "a\n", 1, 1, 0),
            ("b\nb\n", "b\n", 2, 0, 1),
        ] {
            let found = difference(was.as_bytes(), is.as_bytes()).unwrap();
            assert_eq!((found.first, found.new, found.gone), (first, new, gone), "{was:?} {is:?}");
        }
    }

    #[test]
    fn the_first_line_that_differs_is_shown() {
        let found = difference("a\nгавань\n".as_bytes(), "a\n".as_bytes()).unwrap();
        let expected =
            LineDifference { first: 2, was: Some("гавань".to_owned()), is: None, new: 0, gone: 1 };
        assert_eq!(found, expected);
        let long = "я".repeat(1000);
        let found = difference(long.as_bytes(), "".as_bytes()).unwrap();
        assert_eq!(found.was.unwrap().chars().count(), 121);
    }
}
