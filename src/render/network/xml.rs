//! Text as XML 1.0 takes it.

use std::fmt::Write as _;

use super::super::sanitize;

/// The text, within an element or a quoted attribute. Characters that XML forbids become U+FFFD; those that a
/// reader of the file would not see or would turn round are written by their number, which an XML reader reads
/// back as they were.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => push_number(&mut escaped, char),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            char if char.is_control() || sanitize::turns_direction(char) || sanitize::is_line_break(char) => {
                push_number(&mut escaped, char);
            }
            other => escaped.push(other),
        }
    }
    escaped
}

fn push_number(escaped: &mut String, char: char) {
    // Writing to a String cannot fail.
    let _ = write!(escaped, "&#{};", u32::from(char));
}
