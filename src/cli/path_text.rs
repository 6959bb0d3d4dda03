//! Paths where there is little room, since the end of a path tells more than its beginning.

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

#[cfg(test)]
mod tests {
    use super::path_end;

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
