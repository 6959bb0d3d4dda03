//! The title of a post.

use super::line::{Kind, Line};

/// The longest title, in characters.
const TITLE_LIMIT: usize = 300;

/// The title: the first line that has words, when more lines follow and it is no list item, address,
/// hashtag line, dateline or code, and at most 300 characters long.
///
/// `is_item` tells whether the first of `lines` is a talking point.
pub(super) fn title<'t>(text: &'t str, lines: &[Line], is_item: bool) -> Option<&'t str> {
    let [first, _, ..] = lines else { return None };
    if is_item || matches!(first.kind, Kind::Hashtags | Kind::Address | Kind::Dateline | Kind::Code) {
        return None;
    }
    let words = first.words(text);
    (words.chars().nth(TITLE_LIMIT).is_none()).then_some(words)
}
