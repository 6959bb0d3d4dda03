//! Where the path of an address ends.

use super::is_address_character;

/// Finds the ends of paths. It remembers the punctuation that it last cut off the end of one, so that an
/// address that begins in the midst of it does not read to its end again.
#[derive(Debug, Default)]
pub(in crate::extract::entities) struct PathEnds {
    /// The first byte of the punctuation, and the byte after it.
    cut: (usize, usize),
}

impl PathEnds {
    /// The end with the path, query or fragment that begins at `start`, else `start` itself. Calls must
    /// be for the same text.
    pub(in crate::extract::entities) fn after_path(&mut self, text: &str, start: usize) -> usize {
        let bytes = text.as_bytes();
        let Some(b'/' | b'?' | b'#') = bytes.get(start) else { return start };
        let first = start + 1;
        let end = if (self.cut.0..=self.cut.1).contains(&first) { first } else { self.read(text, first) };
        if bytes[start] == b'/' || end > first { end } else { start }
    }

    fn read(&mut self, text: &str, first: usize) -> usize {
        let rest = &text[first..];
        let path = &rest[..rest.find(|character| !is_path_character(character)).unwrap_or(rest.len())];
        let end = first + path.trim_end_matches(is_cut_off_the_end).len();
        self.cut = (end, first + path.len());
        end
    }
}

fn is_path_character(character: char) -> bool {
    !matches!(character, '\n' | '<' | '>' | '"' | '«' | '»') && is_address_character(character)
}

/// Whether this ends a sentence or opens a bracket rather than belong to the end of a path.
pub(super) fn is_cut_off_the_end(character: char) -> bool {
    matches!(character, '.' | ':' | ';' | ',' | '(' | '\'' | '?' | '!' | '`')
}
