//! The hashtags of other platforms than Telegram that its rule would cut.
//!
//! Telegram ends a hashtag at a combining mark, so that of `#हिन्दी` it takes `#ह` alone, and so it is counted for Telegram.
//! Elsewhere marks belong to the tag: so the rule of Mastodon (`app/models/tag.rb`, whose `[[:word:]]` has them) and that
//! of X (twitter-text, `\p{L}\p{M}`). Such tags are marked here, as other inputs mark theirs; all others are left to the
//! extractors.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use crate::model::{Span, SpanKind};

/// Longer tags than this many characters are left to the extractors.
const LONGEST_TAG: usize = 256;

/// The hashtags of `text` that have combining marks. Takes time that grows with the text.
pub(super) fn with_marks(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut before = ' ';
    // A `#` behind a slash of its word is of an address.
    let mut is_address = false;
    for (start, character) in text.char_indices() {
        if character == '#' && !is_address && !is_part(before) && !matches!(before, '#' | '=' | '&' | ')') {
            let tag = tag(&text[start + 1..]);
            let has_letter = || tag.contains(|part: char| part.is_alphabetic() && !is_mark(part));
            if tag.contains(is_mark)
                && !tag.starts_with(is_mark)
                && has_letter()
                && tag.chars().count() <= LONGEST_TAG
            {
                let end = start + 1 + tag.len();
                spans.push(Span { kind: SpanKind::Hashtag, start, end, href: None });
            }
        }
        is_address = !character.is_whitespace() && (is_address || character == '/');
        before = character;
    }
    spans
}

/// What a tag may have at the beginning of `text`.
fn tag(text: &str) -> &str {
    let end = text.find(|character| !is_part(character)).unwrap_or(text.len());
    // Joiners only stand within words.
    text[..end].trim_end_matches(['\u{200c}', '\u{200d}'])
}

fn is_part(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(character, '_' | '·' | '\u{200c}' | '\u{200d}')
        || is_mark(character)
}

/// A mark that is written with letters, and none that makes an emoji of a sign.
fn is_mark(character: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(character);
    !character.is_ascii()
        && GeneralCategoryGroup::Mark.contains(category)
        && category != GeneralCategory::EnclosingMark
        && !matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::with_marks;

    fn tags(text: &str) -> Vec<&str> {
        with_marks(text).into_iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn marks_belong_to_a_tag() {
        for (text, expected) in [
            ("#भारत one, #भाजपा!", vec!["#भारत", "#भाजपा"]),
            ("(#தமிழ்) «#বাংলা»", vec!["#தமிழ்", "#বাংলা"]),
            ("#ไทยรัฐ #ที่นี่ #ไทย", vec!["#ไทยรัฐ", "#ที่นี่"]),
            ("#ශ්\u{200d}රී", vec!["#ශ්\u{200d}රී"]),
            ("#и\u{306}од", vec!["#и\u{306}од"]),
            ("#שָלום_2", vec!["#שָלום_2"]),
            ("🔥#हिन्दी🔥", vec!["#हिन्दी"]),
            ("#हिन्दी\u{200c} x", vec!["#हिन्दी"]),
        ] {
            assert_eq!(tags(text), expected, "{text}");
        }
    }

    #[test]
    fn what_the_common_rule_takes_whole_is_left_to_it() {
        assert!(tags("#новости #新聞 #می\u{200c}خواهم #कल #a @x # #1 ##").is_empty());
    }

    #[test]
    fn neither_an_emoji_nor_an_address_is_a_tag() {
        for text in [
            "#\u{fe0f}\u{20e3} #love\u{2764}\u{fe0f} #one\u{fe0f}",
            "https://orlin.example/a#भारत orlin.example/-#भारत",
            "x#भारत भा#भारत _#भारत &#भारत ##भारत",
            "#\u{93e}रत",
            "#1\u{93e}2",
        ] {
            assert!(tags(text).is_empty(), "{text}: {:?}", tags(text));
        }
        assert_eq!(tags("https://orlin.example/a #भारत"), ["#भारत"]);
    }

    #[test]
    fn a_tag_as_long_as_a_text_is_left_and_takes_no_more_than_its_time() {
        assert!(tags(&format!("#{}", "का".repeat(200))).is_empty());
        assert_eq!(tags(&"#का-".repeat(100_000)).len(), 100_000);
        assert!(tags(&"#".repeat(1_000_000)).is_empty());
    }
}
