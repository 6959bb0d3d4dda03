//! What was searched for, marked in a text: bold on a terminal.

/// Stands before a hit in a cell of a table that may be bold. It is a character without width or meaning outside
/// formulas (FUNCTION APPLICATION), so that columns are measured as without it.
pub const HIT_BEGINS: &str = "\u{2061}";

/// Stands behind a hit (INVISIBLE TIMES).
pub const HIT_ENDS: &str = "\u{2062}";

const BOLD: &str = "\u{1B}[1m";
const PLAIN: &str = "\u{1B}[22m";

/// Closes a hit that was cut.
pub(super) fn close(cell: &mut String) {
    if let Some(last) = cell.rfind(HIT_BEGINS)
        && !cell[last..].contains(HIT_ENDS)
    {
        cell.push_str(HIT_ENDS);
    }
}

/// The line with its hits in bold. A mark without its partner is left out: bold never goes on beyond a line.
pub(super) fn bolden(line: &str) -> String {
    let mut bold = String::with_capacity(line.len() + 16);
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(HIT_BEGINS) {
        bold.push_str(&before.replace(HIT_ENDS, ""));
        match after.split_once(HIT_ENDS) {
            Some((hit, after)) => {
                bold.extend([BOLD, &hit.replace(HIT_BEGINS, ""), PLAIN]);
                rest = after;
            }
            None => rest = after,
        }
    }
    bold.push_str(&rest.replace(HIT_ENDS, ""));
    bold
}

#[cfg(test)]
mod tests {
    use super::{bolden, close};

    #[test]
    fn bold_begins_and_ends_in_its_line() {
        for (line, expected) in [
            ("a", "a"),
            ("a \u{2061}b\u{2062} c", "a \u{1B}[1mb\u{1B}[22m c"),
            ("\u{2061}b\u{2062}\u{2061}c\u{2062}", "\u{1B}[1mb\u{1B}[22m\u{1B}[1mc\u{1B}[22m"),
            ("a \u{2061}b", "a b"),
            ("a\u{2062} b", "a b"),
            ("\u{2061}\u{2061}b\u{2062}\u{2062}", "\u{1B}[1mb\u{1B}[22m"),
        ] {
            assert_eq!(bolden(line), expected, "{line:?}");
        }
    }

    #[test]
    fn a_hit_that_was_cut_is_closed() {
        for (cell, expected) in
            [("a", "a"), ("\u{2061}b…", "\u{2061}b…\u{2062}"), ("\u{2061}b\u{2062}…", "\u{2061}b\u{2062}…")]
        {
            let mut cell = cell.to_owned();
            close(&mut cell);
            assert_eq!(cell, expected);
        }
    }
}
