//! Small tables inside a page of text: columns side by side, without lines.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use super::safe_text::on_one_line;

/// The side to which a column's cells are pushed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
    /// To the left, and the first to be cut, at their beginning: the end of a path tells more.
    Path,
}

/// Narrower than this no column is cut.
const NARROWEST: usize = 6;

/// Paths give room to the other columns as far as this.
const NARROWEST_PATH: usize = 16;

/// The cells under their headings, two spaces apart, each line after `indent` spaces. Where a line would be
/// wider than `columns`, the cells of the widest columns are cut with `…`.
pub(crate) fn aligned(
    headings: &[(&str, Side)],
    rows: &[Vec<String>],
    indent: usize,
    columns: Option<usize>,
) -> String {
    let mut lines = vec![headings.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>()];
    lines.extend(rows.iter().map(|row| row.iter().map(|cell| on_one_line(cell)).collect()));
    let mut widths = vec![0; headings.len()];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.width());
        }
    }
    if let Some(columns) = columns {
        let sides: Vec<Side> = headings.iter().map(|(_, side)| *side).collect();
        narrow(&mut widths, &sides, columns.saturating_sub(indent));
    }
    let mut text = String::new();
    for line in &lines {
        let mut written = " ".repeat(indent);
        for ((cell, width), (_, side)) in line.iter().zip(&widths).zip(headings) {
            let cell = if *side == Side::Path { cut_front(cell, *width) } else { cut(cell, *width) };
            let padding = " ".repeat(width - cell.width());
            match side {
                Side::Left | Side::Path => written.extend([cell.as_str(), &padding, "  "]),
                Side::Right => written.extend([&padding, cell.as_str(), "  "]),
            }
        }
        text.push_str(written.trim_end());
        text.push('\n');
    }
    text
}

/// Takes from the paths, then from the widest columns, until the line fits, as far as that goes.
fn narrow(widths: &mut [usize], sides: &[Side], columns: usize) {
    let gaps = 2 * widths.len().saturating_sub(1);
    let mut excess = (widths.iter().sum::<usize>() + gaps).saturating_sub(columns);
    for (width, _) in widths.iter_mut().zip(sides).filter(|(_, side)| **side == Side::Path) {
        let taken = excess.min(width.saturating_sub(NARROWEST_PATH));
        *width -= taken;
        excess -= taken;
    }
    while excess > 0 {
        let Some(widest) = widths.iter_mut().max() else { return };
        if *widest <= NARROWEST {
            return;
        }
        *widest -= 1;
        excess -= 1;
    }
}

/// `text` in at most `width` columns.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        if used + grapheme.width() + 1 > width {
            break;
        }
        used += grapheme.width();
        cut.push_str(grapheme);
    }
    cut.push('…');
    cut
}

/// The end of `text` in at most `width` columns.
fn cut_front(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut begin = text.len();
    let mut used = 1;
    for (start, grapheme) in text.grapheme_indices(true).rev() {
        used += grapheme.width();
        if used > width {
            break;
        }
        begin = start;
    }
    format!("…{}", &text[begin..])
}

#[cfg(test)]
mod tests {
    use super::{Side, aligned};
    use unicode_width::UnicodeWidthStr as _;

    fn rows(cells: &[[&str; 2]]) -> Vec<Vec<String>> {
        cells.iter().map(|row| row.iter().map(|cell| String::from(*cell)).collect()).collect()
    }

    #[test]
    fn wide_characters_keep_the_columns_straight() {
        let rows = rows(&[["港口", "7"], ["harbour", "12"]]);
        let text = aligned(&[("name", Side::Left), ("posts", Side::Right)], &rows, 2, None);
        assert_eq!(text, "  name     posts\n  港口         7\n  harbour     12\n");
    }

    #[test]
    fn nothing_is_wider_than_the_terminal_and_cuts_are_marked() {
        let rows = rows(&[["港口港口港口港口港口", "a/long/path/to/result.json"], ["b", "c"]]);
        let text = aligned(&[("name", Side::Left), ("input", Side::Left)], &rows, 2, Some(30));
        assert!(text.lines().all(|line| line.width() <= 30), "{text}");
        assert!(text.contains('…'));
        assert!(!aligned(&[("n", Side::Left), ("i", Side::Left)], &rows, 2, None).contains('…'));
    }

    #[test]
    fn a_path_gives_room_before_the_others_and_keeps_its_end() {
        let rows = rows(&[["2024-07-16 14:03", "/home/analyst/exports/harbour/result.json"]]);
        let headings = [("when", Side::Left), ("input", Side::Path)];
        // 16 and a gap of 2 leave 20 of 38: the mark and the 19 last letters.
        let text = aligned(&headings, &rows, 0, Some(38));
        assert_eq!(text, "when              input\n2024-07-16 14:03  …harbour/result.json\n");
    }

    #[test]
    fn a_cell_is_one_line_without_controls() {
        let text = aligned(&[("a", Side::Left), ("b", Side::Left)], &rows(&[["x\ny\x1b[2J", "z"]]), 0, None);
        assert_eq!(text, "a       b\nx y[2J  z\n");
    }
}
