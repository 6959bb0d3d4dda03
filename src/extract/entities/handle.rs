//! `@name`.
//!
//! The source of the rule is tdlib, `td/telegram/MessageEntity.cpp`, `match_mentions` and `find_mentions`.

use std::ops::Range;

use memchr::memchr;

use super::character_class::{is_name_byte, is_word_character};

/// Names shorter than this are handles only when they are [`SHORT_NAMES`].
const SHORTEST_NAME: usize = 4;
const LONGEST_NAME: usize = 32;
const SHORT_NAMES: [&str; 5] = ["gif", "nft", "pic", "ufc", "vid"];

/// The byte ranges of the handles in `text`, with `@`, in order.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(offset) = memchr(b'@', &text.as_bytes()[from..]) {
        let sign = from + offset;
        from = sign + 1;
        if text[..sign].chars().next_back().is_some_and(is_word_character) {
            continue;
        }
        let length = text[from..].bytes().take_while(|&byte| is_name_byte(byte)).count();
        let name = &text[from..from + length];
        from += length;
        let is_name = (SHORTEST_NAME..=LONGEST_NAME).contains(&length)
            || SHORT_NAMES.iter().any(|short| name.eq_ignore_ascii_case(short));
        if is_name && !text[from..].chars().next().is_some_and(is_word_character) {
            found.push(sign..from);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::find;

    fn handles(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_handle_stands_apart_from_letters_of_every_script() {
        for (text, expected) in [
            ("@name_1, (@Other) 🔥@third🔥", vec!["@name_1", "@Other", "@third"]),
            ("@nameя @имя", vec![]),
            ("与@mozilla ²@name", vec![]),
            ("@1499 @199", vec!["@1499"]),
            ("@name@other @@double", vec!["@name", "@double"]),
            ("@UFC @nft @abc", vec!["@UFC", "@nft"]),
            ("@name\u{306}", vec!["@name"]),
            ("@name²", vec![]),
            ("@", vec![]),
        ] {
            assert_eq!(handles(text), expected, "{text}");
        }
    }

    #[test]
    fn a_name_has_at_most_32_bytes() {
        assert_eq!(handles(&format!("@{}", "a".repeat(32))).len(), 1);
        assert!(handles(&format!("@{}", "a".repeat(33))).is_empty());
    }
}
