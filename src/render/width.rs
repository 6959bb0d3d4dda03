//! Columns of a terminal that text takes, and cutting by them.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Ends a text that was cut.
pub(super) const ELLIPSIS: char = '…';

/// The columns that cleaned text takes: the sum over its graphemes, so that a family of emoji, a flag or
/// a keycap counts as the one picture that it is.
///
/// `UnicodeWidthStr::width` of the whole text is not the same: it takes Arabic lam-alef as one column,
/// which terminals set in two.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.graphemes(true).map(|grapheme| grapheme.width()).sum() }
}

/// Cuts the text to this many columns, at least one, and ends it with `…` when anything was cut.
pub(super) fn cut(text: &mut String, columns: usize) {
    let mut taken = 0;
    let mut end = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        taken += grapheme.width();
        if taken > columns {
            text.truncate(end);
            text.push(ELLIPSIS);
            return;
        }
        if taken < columns {
            end = start + grapheme.len();
        }
    }
}

/// Cuts the text to this many columns from its beginning, which is `…` when anything was cut: the end of an
/// address tells more than its beginning.
pub(super) fn cut_front(text: &mut String, columns: usize) {
    if width(text) <= columns {
        return;
    }
    let mut taken = 1;
    let mut begin = text.len();
    for (start, grapheme) in text.grapheme_indices(true).rev() {
        taken += grapheme.width();
        if taken > columns {
            break;
        }
        begin = start;
    }
    text.replace_range(..begin, ELLIPSIS.encode_utf8(&mut [0; 4]));
}

/// Breaks the text into pieces of at most this many columns; a grapheme wider than that stands alone.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut begin = 0;
    let mut taken = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        let wide = grapheme.width();
        if taken + wide > columns && start > begin {
            pieces.push(&text[begin..start]);
            begin = start;
            taken = 0;
        }
        taken += wide;
    }
    pieces.push(&text[begin..]);
    pieces
}
