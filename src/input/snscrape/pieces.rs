//! Mends the text of bellingcat's fork, which puts a line end between any two pieces of the page: between
//! lines, and at each link, emoji and change of style within a line.
//!
//! A line end is taken out only where none can have been: where white space stands at it and one side is a
//! link, a tag, a handle or an emoji, or goes on in small letters; and where the next piece begins with a
//! mark that no line begins with, or the one before ends with an opening bracket. All others stay.

use super::places::{LONGEST_TEXT, Marks};

/// The text with its pieces joined where they were one line.
pub(super) fn rejoin(content: String, marks: &Marks) -> String {
    if content.len() > LONGEST_TEXT {
        return content;
    }
    let mut text = String::with_capacity(content.len());
    let mut pieces = content.split('\n').peekable();
    let mut last: Option<&str> = None;
    while let Some(piece) = pieces.next() {
        if last.is_some_and(|last| !is_one_line(last, piece, pieces.peek().copied(), marks)) {
            text.push('\n');
        }
        text.push_str(piece);
        last = Some(piece);
    }
    text
}

/// Whether two pieces are of one line; `after` is the piece behind them.
fn is_one_line(last: &str, next: &str, after: Option<&str>, marks: &Marks) -> bool {
    let is_emoji = |piece: &str| is_only_emoji(piece.trim());
    let is_inline = |piece: &str| is_emoji(piece) || marks.has(piece.trim());
    let has_space_behind = next.starts_with(char::is_whitespace);
    if has_space_behind || last.ends_with(char::is_whitespace) {
        if next.trim_start().starts_with(char::is_lowercase) && !last.trim().is_empty() {
            return true;
        }
        // An emoji with more words behind it may be the bullet of the next line.
        if is_emoji(next) && !has_space_behind && !is_emoji(last) {
            return after.is_none_or(|after| !after.starts_with(char::is_whitespace));
        }
        return is_inline(last) || is_inline(next);
    }
    let closes = [',', ';', ')', '»', '”', '’'];
    let ends = ['.', '!', '?', '…', ':'];
    let opens = ['(', '[', '«', '“', '„'];
    next.starts_with(closes) || last.ends_with(opens) || next.starts_with(ends) && is_inline(last)
}

/// Whether the piece is emoji alone, keycaps such as `1️⃣` included.
fn is_only_emoji(piece: &str) -> bool {
    let is_emoji = |character: char| {
        matches!(u32::from(character),
            0x2190..=0x2BFF | 0x3030 | 0x303D | 0x3297 | 0x3299 | 0x1F000..=0x1FAFF
            | 0xFE0F | 0x20E3 | 0x200D | 0xE0020..=0xE007F | 0x203C | 0x2049 | 0x2122 | 0x2139)
    };
    let is_keycap = piece.contains('\u{20E3}');
    !piece.is_empty()
        && piece
            .chars()
            .all(|it| is_emoji(it) || is_keycap && (it.is_ascii_digit() || matches!(it, '#' | '*')))
}
