//! What several notices tell of, in words.

use crate::input::{Doubt, Doubtful, Separators, UnreadCounts};
use crate::model::Place;

/// The first of the names, and how many more there are.
pub(in crate::load) fn listed(names: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown = names.get(..SHOWN).unwrap_or(names).join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown}, {more} more"),
    }
}

/// So many counts or ids of the input are no certain numbers.
pub(super) fn counts(input: &str, unread: &UnreadCounts) -> String {
    let UnreadCounts { values, first, written } = unread;
    let values = match values {
        1 => "1 count, or id of another post or an author, is".to_owned(),
        more => format!("{more} counts, or ids of other posts or authors, are"),
    };
    format!("'{input}': {values} no certain number, such as '{written}' ({first}), and left empty")
}

/// So many records of the input leave something in doubt.
pub(super) fn doubt(input: &str, doubtful: &Doubtful) -> String {
    let Doubtful { doubt, records, first } = doubtful;
    let some = |one: &str, several: &str| match records {
        1 => format!("1 {one}"),
        more => format!("{more} {several}"),
    };
    match doubt {
        Doubt::EndsOfTags => {
            let texts = some("text has", "texts have");
            format!(
                "'{input}': {texts} hashtags and no line ends ({first}), and nothing tells where a hashtag ends; it may have the next word in it"
            )
        }
        Doubt::NoCharacter => {
            let texts = some("text has", "texts have");
            format!(
                "'{input}': {texts} escapes that are no characters ({first}), such as half a surrogate pair; they are read as U+FFFD"
            )
        }
        Doubt::LineEndsWrittenOut => {
            let texts = some("text has", "texts have");
            format!(
                "'{input}': {texts} line ends, tabs or backslashes written out as `\\n`, `\\t`, `\\\\` ({first}), as databases do in tables of tabs; they are read as what they stand for"
            )
        }
        Doubt::LineEndsMayBeWrittenOut => {
            let texts = some("text has", "texts have");
            format!(
                "'{input}': {texts} `\\n` ({first}), and nothing tells whether a line ends there; it is kept as it is"
            )
        }
        Doubt::NullForward => {
            let posts = some("post has", "posts have");
            format!(
                "'{input}': {posts} a null as `forwarded_from` ({first}), as forwards of an unknown source have, and in a table all other posts, too; none is taken as a forward"
            )
        }
    }
}

/// So much stands between the pages of the input.
pub(super) fn separators(input: &str, separators: &Separators) -> String {
    let Separators { texts, first, written } = separators;
    let texts = match texts {
        1 => "1 separator beside its pages is no post, and left out".to_owned(),
        more => format!("{more} separators beside its pages are no posts, and left out"),
    };
    format!("'{input}': {texts}, such as '{written}' ({first})")
}

/// So many records have bytes that are no text in UTF-8.
pub(super) fn other_bytes(input: &str, records: u64, first: &Place) -> String {
    let records = match records {
        1 => format!("1 record has bytes that are no text in UTF-8, at {first}"),
        more => format!("{more} records have bytes that are no text in UTF-8, the first at {first}"),
    };
    format!("'{input}': {records}; they are read as U+FFFD")
}
