//! Paths where there is little room, since the end of a path tells more than its beginning, and as words of a shell.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// The path in at most `columns` columns of a terminal: its end, behind `…` when it was cut.
pub(crate) fn path_end(path: &str, columns: usize) -> String {
    if path.width() <= columns {
        return path.to_owned();
    }
    let mut left = columns.saturating_sub(1);
    let kept: Vec<char> = path
        .chars()
        .rev()
        .take_while(|character| {
            let width = character.width().unwrap_or(0);
            let fits = width <= left;
            left = left.saturating_sub(width);
            fits
        })
        .collect();
    std::iter::once('…').chain(kept.into_iter().rev()).collect()
}

/// The path as a word of a shell's command line, in quotes where it needs them.
pub(crate) fn shell_word(path: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if !path.is_empty() && path.chars().all(is_plain) { path.to_owned() } else { in_quotes(path) }
}

/// The same, always in quotes.
pub(crate) fn in_quotes(path: &str) -> String {
    format!("'{}'", path.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::{path_end, shell_word};

    #[test]
    fn a_shell_reads_a_path_as_one_word() {
        for (path, expected) in [
            ("queries/mine", "queries/mine"),
            ("my dir", "'my dir'"),
            ("it's", r"'it'\''s'"),
            ("$(x)", "'$(x)'"),
            ("~/q", "'~/q'"),
            ("", "''"),
        ] {
            assert_eq!(shell_word(path), expected);
        }
    }

    #[test]
    fn the_end_of_a_path_stays() {
        for (columns, expected) in [(17, "exports/result.js"), (12, "…s/result.js"), (1, "…")] {
            assert_eq!(path_end("exports/result.js", columns), expected);
        }
        assert_eq!(path_end("папка/новости.txt", 12), "…новости.txt");
        assert_eq!(path_end("東京/大阪.txt", 9), "…大阪.txt");
        assert_eq!(path_end("東京/大阪.txt", 8), "…阪.txt", "a wide letter is not halved");
    }
}
