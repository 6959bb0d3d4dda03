//! Lines that hold hashtags and nothing else.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use super::character_class::is_hashtag_character;
use super::hashtag;

/// Whether `line` consists of hashtags, at least one, and of spaces and punctuation between them.
///
/// The rule ends a tag at a combining mark, so `#हिन्दी` is the tag `#ह` with marks and letters behind it:
/// such a remainder of a word counts as its tag's.
#[must_use]
pub fn only_hashtags(line: &str) -> bool {
    let tags = hashtag::find(line);
    let mut from = 0;
    for tag in &tags {
        if !is_between_tags(&line[from..tag.start]) {
            return false;
        }
        from = tag.end;
    }
    !tags.is_empty() && is_between_tags(&line[from..])
}

/// Whether `text`, which follows a tag, holds the rest of its word, spaces and punctuation.
fn is_between_tags(text: &str) -> bool {
    let text = if text.starts_with(is_mark) { text.trim_start_matches(continues_word) } else { text };
    text.chars().all(is_separating)
}

fn continues_word(character: char) -> bool {
    character == '\u{200d}' || is_mark(character) || is_hashtag_character(character)
}

fn is_mark(character: char) -> bool {
    GeneralCategoryGroup::Mark.contains(category(character))
}

fn is_separating(character: char) -> bool {
    character.is_whitespace()
        || character.is_ascii_punctuation()
        || character == '\u{fe0f}'
        || GeneralCategoryGroup::Punctuation.contains(category(character))
        || matches!(category(character), GeneralCategory::Control | GeneralCategory::Format)
}

fn category(character: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(character)
}

#[cfg(test)]
mod tests {
    use super::only_hashtags;

    #[test]
    fn a_line_of_hashtags_holds_no_other_word() {
        for (line, expected) in [
            ("#tag", true),
            ("  #tag, #другой\t|\u{200b}#三 · #d@channel.", true),
            ("#हिन्दी #भारत", true),
            ("#и\u{306}од", true),
            ("#می\u{200c}خواهم\u{200f}، #ایران", true),
            ("#tag word", false),
            ("word #tag", false),
            ("#tag's", false),
            ("#tag 5", false),
            ("#a#b", false),
            ("#123", false),
            ("#a ✅ #b", false),
            ("https://example.org/#tag", false),
            (", - .", false),
            ("", false),
        ] {
            assert_eq!(only_hashtags(line), expected, "{line}");
        }
    }
}
