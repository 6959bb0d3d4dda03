//! Texts that lost bytes on their way here: U+FFFD stands where these were. A text that is whole tells what was there,
//! whoever tells it and when: nobody edits a post so that it cannot be read.

use memchr::memmem;

const LOST: char = '\u{FFFD}';

/// Up to so many characters may have stood where one U+FFFD stands: three bytes at most become one.
const MOST: usize = 3;

/// Up to so many of them come of one character: of an emoji, each byte of which is read alone.
const LEAST: usize = 4;

/// How many characters of the text are lost.
pub(super) fn lost(text: &str) -> usize {
    text.matches(LOST).count()
}

/// Whether the two begin and end alike, as far as nothing is lost there. Most texts are no copies by this, before any of their
/// characters is counted.
pub(super) fn may_be_damaged_copy(damaged: &str, whole: &str) -> bool {
    let (Some(first), Some(last)) = (damaged.split(LOST).next(), damaged.rsplit(LOST).next()) else {
        return false;
    };
    damaged != whole && whole.starts_with(first) && whole.ends_with(last)
}

/// Whether `damaged` is `whole` with U+FFFD where something of it was lost.
pub(super) fn is_damaged_copy(damaged: &str, whole: &str) -> bool {
    let all = lost(damaged);
    if all == 0 || !may_be_damaged_copy(damaged, whole) {
        return false;
    }
    let kept = damaged.chars().count() - all;
    let Some(told) = whole.chars().count().checked_sub(kept) else { return false };
    if told < all.div_ceil(LEAST) || told > all.saturating_mul(MOST) {
        return false;
    }
    let mut pieces = damaged.split(LOST);
    let (Some(first), Some(last)) = (pieces.next(), pieces.next_back()) else { return false };
    let rest = whole.strip_prefix(first).and_then(|rest| rest.strip_suffix(last));
    let Some(mut rest) = rest else { return false };
    // The first place that fits a piece leaves most to those behind it.
    for piece in pieces.filter(|piece| !piece.is_empty()) {
        let Some(behind) = without_first(rest) else { return false };
        let Some(at) = memmem::find(behind.as_bytes(), piece.as_bytes()) else { return false };
        rest = &behind[at + piece.len()..];
    }
    !rest.is_empty()
}

/// The text behind its first character, in whose place U+FFFD stands.
fn without_first(text: &str) -> Option<&str> {
    let mut characters = text.chars();
    characters.next().map(|_| characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_copy_is_told_by_what_is_left() {
        for (damaged, whole) in [
            ("Caf\u{FFFD} am Hafen", "Café am Hafen"),
            ("\u{FFFD}\u{FFFD}орт открыт", "Порт открыт"),
            ("Порт открыт\u{FFFD}", "Порт открыта"),
            ("fog \u{FFFD}\u{FFFD}\u{FFFD} here", "fog 🌫 here"),
            ("a\u{FFFD}a\u{FFFD}a", "aéaüa"),
            ("\u{FFFD}", "é"),
            // It is itself damaged at another place.
            ("a\u{FFFD}b\u{FFFD}", "aéb\u{FFFD}"),
            // Three bytes of an earlier encoding.
            ("\u{FFFD}rt", "àéürt"),
        ] {
            assert!(is_damaged_copy(damaged, whole), "{damaged} {whole}");
            assert!(!is_damaged_copy(whole, damaged), "{whole} {damaged}");
        }
    }

    #[test]
    fn another_text_is_no_whole_one() {
        for (damaged, other) in [
            ("Caf\u{FFFD} am Hafen", "Café am Kai"),
            ("Caf\u{FFFD}", "Caf"),
            ("Caf\u{FFFD}", "Caf\u{FFFD}"),
            ("Caf\u{FFFD}", "Cafés are closed today"),
            ("a\u{FFFD}a", "aa"),
            ("a\u{FFFD}a\u{FFFD}a", "aéa"),
            ("fog\u{FFFD}fog", "fog and dew, fog"),
            ("\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", "é"),
            ("", "é"),
            ("whole", "whole"),
        ] {
            assert!(!is_damaged_copy(damaged, other), "{damaged} {other}");
        }
    }
}
