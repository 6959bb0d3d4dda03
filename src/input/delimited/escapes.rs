//! Texts in a table of tabs whose line ends, tabs and backslashes are written out, as `mysql --batch`, PostgreSQL's `COPY` and
//! `jq`'s `@tsv` write them. None of them puts a cell in quotes, and each doubles a backslash that somebody wrote. So the
//! first rows tell whether a table is written so, and then all of its texts are.

use std::borrow::Cow;

/// What the first texts of a table tell.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    has_line_ends: bool,
    is_against: bool,
}

impl Evidence {
    /// Looks at one more text. `false` where no other one can change what is known.
    pub(super) fn look(&mut self, text: &str) -> bool {
        self.has_line_ends |= has_line_end(text);
        self.is_against |= text.contains('\n') || !all_are_escapes(text);
        !self.is_against
    }

    /// Whether texts are written so.
    pub(super) fn is_for(&self) -> bool {
        self.has_line_ends && !self.is_against
    }
}

/// Whether there is a `\n` that is no part of a path such as `C:\new`.
pub(super) fn has_line_end(text: &str) -> bool {
    let found = memchr::memmem::find_iter(text.as_bytes(), b"\\n");
    found.map(|at| text[..at].chars().next_back()).any(|before| !matches!(before, Some(':' | '\\')))
}

/// Whether each backslash begins an escape: a program that writes any doubles a backslash.
fn all_are_escapes(text: &str) -> bool {
    let mut letters = text.chars();
    while letters.any(|letter| letter == '\\') {
        if !matches!(letters.next(), Some('n' | 'r' | 't' | '0' | 'N' | '\\')) {
            return false;
        }
    }
    true
}

/// The text that was written so.
pub(super) fn unescaped(written: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\\', written.as_bytes()).is_none() {
        return Cow::Borrowed(written);
    }
    let mut text = String::with_capacity(written.len());
    let mut letters = written.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            text.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('0') => text.push('\0'),
            Some('\\') => text.push('\\'),
            other => text.extend(std::iter::once('\\').chain(other)),
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::{Evidence, unescaped};

    #[test]
    fn a_text_is_read_as_it_was_before_it_was_written_out() {
        for (written, text) in [
            (r"Head\n\n• point one\n#beta", "Head\n\n• point one\n#beta"),
            (r"see\t#tag\there", "see\t#tag\there"),
            (r"a\r\nc\\d", "a\r\nc\\d"),
            (r"\\new\n", "\\new\n"),
            (r#"\"a\" \"#, r#"\"a\" \"#),
            ("Fog", "Fog"),
        ] {
            assert_eq!(unescaped(written), text, "{written}");
        }
    }

    #[test]
    fn the_first_texts_tell_whether_a_table_is_written_so() {
        for (texts, expected) in [
            (&[r"Fog\nCalm", "Rain"][..], true),
            (&["Fog", r"see C:\\new\nhere"], true),
            // One text by itself is a path, a formula, or what somebody has quoted.
            (&[r"see C:\new"], false),
            (&[r"Fog\nCalm", r"D:\news\files"], false),
            (&[r"LaTeX \nabla \beta"], false),
            (&["Fog\nCalm", r"a\nb"], false),
            (&["Fog", r"a\\b"], false),
            (&[], false),
        ] {
            let mut evidence = Evidence::default();
            let _ = texts.iter().all(|text| evidence.look(text));
            assert_eq!(evidence.is_for(), expected, "{texts:?}");
        }
    }
}
