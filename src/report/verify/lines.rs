//! How the lines of two files differ.

use std::collections::HashMap;
use std::io::{self, BufRead};

use sha2::{Digest as _, Sha256};

/// The longest part of a line that is shown, in characters.
const SHOWN: usize = 120;

/// How much of it stands before the first character that differs, at most.
const BEFORE: usize = 40;

/// How the lines of what is run today differ from those of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineDifference {
    /// The number of the first line that differs, from 1.
    pub first: u64,
    /// That line of the file, cut around what differs; `None` when it ends before.
    pub was: Option<String>,
    /// That line of today's run, cut in the same way; `None` when it ends before.
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
            let (old, new) = (old.as_deref().map(text), new.as_deref().map(text));
            let same = match (&old, &new) {
                (Some(old), Some(new)) => old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count(),
                _ => 0,
            };
            found.was = old.map(|line| shown(&line, same));
            found.is = new.map(|line| shown(&line, same));
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

/// The line without its end.
fn text(line: &[u8]) -> String {
    String::from_utf8_lossy(line).trim_end_matches(['\r', '\n']).to_owned()
}

/// The part of the line that has its character number `differs`.
fn shown(line: &str, differs: usize) -> String {
    let start = if differs < SHOWN { 0 } else { differs - BEFORE };
    let lead = if start == 0 { "" } else { "…" };
    let mut rest = line.chars().skip(start);
    let part: String = rest.by_ref().take(SHOWN).collect();
    let tail = if rest.next().is_some() { "…" } else { "" };
    format!("{lead}{part}{tail}")
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

    #[test]
    fn a_long_line_is_shown_where_it_differs() {
        let long = |what: &str| format!("{}{what}{}\n", "я".repeat(500), "z".repeat(500));
        let found = difference(long("12").as_bytes(), long("15").as_bytes()).unwrap();
        // 40 characters before the digit that differs, and 80 from it on.
        let part = |digit: &str| Some(format!("…{}1{digit}{}…", "я".repeat(39), "z".repeat(79)));
        assert_eq!((found.was, found.is), (part("2"), part("5")));
        // The last character that fits is seen without a cut at the beginning.
        let near = |digit: &str| format!("{}{digit}", "a".repeat(119));
        let found = difference(near("1").as_bytes(), near("2").as_bytes()).unwrap();
        assert_eq!(found.was, Some(near("1")));
        // A line that ends where the other goes on.
        let found = difference(long("").as_bytes(), "я".repeat(500).as_bytes()).unwrap();
        assert_eq!(found.is, Some(format!("…{}", "я".repeat(40))));
    }
}
