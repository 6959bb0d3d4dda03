//! What stands around a name and tells that it names nobody: code, an address without its scheme, and pronouns in a
//! line of capitals.

use std::ops::Range;

use crate::extract::character;

/// Abbreviations that are words, too, where all is written in capitals: `TELL US WHO`.
const PRONOUNS: [&str; 2] = ["US", "WHO"];

/// The parts of a text between backticks of one line, which plain texts put around code. A backtick behind a letter,
/// as in ``Iran`s``, opens none.
pub(super) fn code(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if memchr::memchr(b'`', text.as_bytes()).is_none() {
        return found;
    }
    let mut open: Option<usize> = None;
    for (at, character) in text.char_indices().filter(|(_, character)| matches!(character, '`' | '\n')) {
        let is_word = |neighbour: Option<char>| neighbour.is_some_and(character::is_alphanumeric);
        let after = text[at + 1..].chars().next();
        let before = text[..at].chars().next_back();
        open = match open {
            _ if character == '\n' => None,
            Some(start) if !is_word(after) => {
                found.push(start..at + 1);
                None
            }
            Some(start) => Some(start),
            None => (!is_word(before) && after.is_some_and(|after| !after.is_whitespace())).then_some(at),
        };
    }
    found
}

/// `closed` and `more`, each in order, as one in order; those of `more` that overlap one of `closed` count as far as
/// they reach beyond it.
pub(super) fn joined(closed: &[Range<usize>], more: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut all = more;
    all.extend_from_slice(closed);
    all.sort_by_key(|range| range.start);
    all.dedup_by(|later, earlier| {
        let overlap = later.start < earlier.end;
        if overlap {
            earlier.end = earlier.end.max(later.end);
        }
        overlap
    });
    all
}

/// Whether the words are a part of a dotted word in small letters, such as `www.example.org`.
pub(super) fn is_in_dotted_word(text: &str, range: &Range<usize>) -> bool {
    let small = |text: &str| text.chars().next().is_some_and(character::is_lowercase);
    let follows = text[range.end..].strip_prefix('.').is_some_and(small);
    let goes_before = || {
        let before = text[..range.start].strip_suffix('.');
        before.and_then(|before| before.chars().next_back()).is_some_and(character::is_alphanumeric)
    };
    follows || small(&text[range.clone()]) && goes_before()
}

/// Tells pronouns from abbreviations; each line is looked at once.
#[derive(Debug, Default)]
pub(super) struct Capitals {
    /// The last line looked at, and whether it has words, all in capitals.
    line: Range<usize>,
    is_all_capitals: bool,
}

impl Capitals {
    /// Whether the words are a pronoun in a line of capitals.
    pub(super) fn is_pronoun(&mut self, text: &str, range: &Range<usize>) -> bool {
        if !PRONOUNS.contains(&&text[range.clone()]) {
            return false;
        }
        if !self.line.contains(&range.start) {
            let start = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
            let end = text[range.end..].find('\n').map_or(text.len(), |length| range.end + length);
            self.line = start..end;
            let line = &text[self.line.clone()];
            self.is_all_capitals =
                !line.contains(character::is_lowercase) && line.split_whitespace().nth(2).is_some();
        }
        self.is_all_capitals
    }
}
