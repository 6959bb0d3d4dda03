//! Hashtags as values of parameters.

use crate::extract::fold::fold;

/// The tag folded, without `#` and without the `@channel` of `#tag@channel`.
pub(in crate::query) fn fold_hashtag(text: &str) -> String {
    let text = text.trim().trim_start_matches(['#', '＃']);
    fold(text.split_once('@').map_or(text, |(tag, _)| tag))
}
