//! Tables that are drawn for people with lines of dashes: by Markdown, by the shells of databases. Their cells are padded
//! and escaped otherwise than in a file for programs, and their lines would be read as posts.

/// How a table is said to be that is drawn.
pub(in crate::input) const WHAT: &str =
    "is a table drawn for people, as Markdown or a database's shell writes it";

/// What to do with it.
pub(in crate::input) const REMEDY: &str = "write it as CSV, with what wrote it";

/// Whether a table that begins so is drawn: a line stands above its header, or one with bars or crosses below it. Of
/// dashes and separators alone is also the second row that `sqlcmd` writes into a table for programs, where the first has
/// no bar before it.
pub(in crate::input) fn is_drawn(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else { return false };
    is_line(first) && second.starts_with(b"|")
        || is_line(second) && (first.starts_with(b"|") || second.contains(&b'+'))
}

/// Whether it is a line of a drawing that goes over several columns.
fn is_line(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b'-' | b'+' | b'|' | b':' | b' '))
        && line.contains(&b'-')
        && line.iter().any(|byte| matches!(byte, b'+' | b'|'))
}
