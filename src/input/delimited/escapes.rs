//! Texts in a table of tabs whose line ends, tabs and backslashes are written out, as `mysql --batch`, PostgreSQL's `COPY` and
//! `jq`'s `@tsv` write them. None of them puts a cell in quotes.

/// The text that was written so; `None` where nothing ends a line in it, or a backslash is none of an escape.
pub(super) fn unescaped(cell: &str) -> Option<String> {
    memchr::memmem::find(cell.as_bytes(), b"\\n")?;
    let mut text = String::with_capacity(cell.len());
    let mut letters = cell.chars();
    while let Some(letter) = letters.next() {
        text.push(match letter {
            '\\' => match letters.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'f' => '\u{C}',
                'v' => '\u{B}',
                '0' => '\0',
                '\\' => '\\',
                _ => return None,
            },
            letter => letter,
        });
    }
    // A backslash that is doubled may stand before a word.
    text.contains('\n').then_some(text)
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn a_text_is_read_as_it_was_before_it_was_written_out() {
        for (written, text) in [
            (r"Head\n\n• point one\n#beta", Some("Head\n\n• point one\n#beta")),
            (r"a\tb\r\nc\\d", Some("a\tb\r\nc\\d")),
            (r"\\new\n", Some("\\new\n")),
            (r"\\new", None),
            (r"C:\new\users", None),
            (r"a\n\", None),
            (r"a\\b", None),
            ("a\nb", None),
            ("", None),
        ] {
            assert_eq!(unescaped(written).as_deref(), text, "{written}");
        }
    }
}
