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
pub mod spelling;
mod word;

pub use dictionary::Dictionary;

use std::ops::Range;

use crate::model::{HashtagUse, Naming, Via};

/// The namings in `text`, in order; `closed` are the bytes in which only `hashtags` count. Time is linear in the
/// length of the text.
///
/// `start` counts characters from 1; `talking_point` is left `None`.
#[must_use]
pub fn namings(
    dictionary: &Dictionary,
    text: &str,
    closed: &[Range<usize>],
    hashtags: &[HashtagUse],
) -> Vec<Naming> {
    if dictionary.is_empty() {
        return Vec::new();
    }
    let (mut counted_to, mut characters) = (0, 0);
    let mut namings = Vec::new();
    let mut tags = hashtags.iter().filter_map(|hashtag| {
        let who = dictionary.named_by_hashtag(&hashtag.spelling)?;
        Some(Naming {
            who: who.clone(),
            via: Via::Hashtag,
            spelling: hashtag.spelling.clone(),
            office: None,
            start: hashtag.start,
            talking_point: None,
        })
    });
    let mut next_tag = tags.next();
    for found in find::Found::all(dictionary, text, closed) {
        characters += text[counted_to..found.range.start].chars().count();
        counted_to = found.range.start;
        let start = characters + 1;
        while let Some(tag) = next_tag.take_if(|tag| tag.start < start) {
            namings.push(tag);
            next_tag = tags.next();
        }
        namings.push(Naming {
            who: found.who.clone(),
            via: found.via,
            spelling: text[found.range].to_owned(),
            office: None,
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
