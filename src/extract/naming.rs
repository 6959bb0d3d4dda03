//! Who is named in a text, by the words of a dictionary, hashtags and flags.
//!
//! A text is read once, word by word. A word is a run of letters, digits, marks and `_`; of the scripts that are
//! written without spaces (Han, Hiragana, Thai, Lao, Khmer, Myanmar) each character is one, so that names are found
//! within a sentence. An alias begins and ends with a word, so `Russia’s` and `Russian-Iranian` name what they
//! say and `Indo-Pacific` does not name `Indo`. Of aliases that begin at a word the longest counts.

pub mod alias_file;
mod context;
mod dictionary;
mod find;
mod first;
pub(super) mod hashed;
mod inner;
mod letter;
mod order;
pub mod shared;
pub mod spelling;
mod word;

pub use dictionary::Dictionary;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::model::{HashtagUse, Named, Naming, Via};
use hashed::Word;

/// What the dictionary says of a part of a text, or what else is found there.
#[derive(Debug)]
pub(super) struct Found {
    /// Who is named; `None` where the dictionary has a phrase that means nobody.
    pub(super) who: Option<Arc<Named>>,
    pub(super) via: Via,
    pub(super) office: Option<String>,
    /// In bytes.
    pub(super) range: Range<usize>,
}

/// `closed`, and the parts of the text that are code by their backticks; in order.
pub(super) fn with_code<'c>(closed: &'c [Range<usize>], text: &str) -> Cow<'c, [Range<usize>]> {
    let code = context::code(text);
    if code.is_empty() { Cow::Borrowed(closed) } else { Cow::Owned(context::joined(closed, code)) }
}

/// What the dictionary knows in `text`, of which these are the `words`, outside `closed`, which are in order and do not
/// overlap; in order, without overlaps. Time is linear in the length of the text.
pub(super) fn found(
    dictionary: &Dictionary,
    text: &str,
    words: &[Word],
    closed: &[Range<usize>],
) -> Vec<Found> {
    if dictionary.is_empty() { Vec::new() } else { find::all(dictionary, text, words, closed) }
}

/// Whom the whole of `words` names.
pub(super) fn named_by(dictionary: &Dictionary, words: &str) -> Option<Arc<Named>> {
    let mut found = found(dictionary, words, &hashed::words(words), &[]);
    found.pop().filter(|found| found.range == (0..words.len())).and_then(|found| found.who)
}

/// The namings of what is found in `text`, in order, and by `hashtags`, in one order.
///
/// `start` counts characters from 1; `talking_point` is left `None`.
#[must_use]
pub(super) fn namings(
    dictionary: &Dictionary,
    text: &str,
    found: Vec<Found>,
    hashtags: &[HashtagUse],
) -> Vec<Naming> {
    let (mut counted_to, mut characters) = (0, 0);
    let mut namings = Vec::new();
    let hashtags = if dictionary.is_empty() { &[] } else { hashtags };
    let mut tags = hashtags.iter().filter_map(|hashtag| {
        let who = dictionary.named_by_hashtag(&hashtag.spelling)?;
        Some(Naming {
            who,
            via: Via::Hashtag,
            spelling: hashtag.spelling.clone(),
            office: None,
            start: hashtag.start,
            talking_point: None,
        })
    });
    let mut next_tag = tags.next();
    for Found { who, via, office, range } in found {
        let Some(who) = who else { continue };
        characters += text[counted_to..range.start].chars().count();
        counted_to = range.start;
        let start = characters + 1;
        while let Some(tag) = next_tag.take_if(|tag| tag.start < start) {
            namings.push(tag);
            next_tag = tags.next();
        }
        namings.push(Naming {
            who,
            via,
            spelling: text[range].to_owned(),
            office,
            start,
            talking_point: None,
        });
    }
    namings.extend(next_tag);
    namings.extend(tags);
    namings
}

#[cfg(test)]
mod tests;
