//! `#tag` and `#tag@channel`.
//!
//! The source of the rule is tdlib, `td/telegram/MessageEntity.cpp`, `match_hashtags`.

use std::ops::Range;

use memchr::memchr;

use super::character_class::{is_hashtag_character, is_letter, is_name_byte};

/// Only so many characters of a longer run are the tag.
const LONGEST_TAG: usize = 256;

/// The shortest and the longest name that may follow a tag's or a cashtag's `@`.
pub(super) const CHANNEL_NAME: std::ops::RangeInclusive<usize> = 3..=32;

/// The byte ranges of the hashtags in `text`, with `#` and with `@channel`, in order.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(offset) = memchr(b'#', &text.as_bytes()[from..]) {
        let sign = from + offset;
        from = sign + 1;
        if text[..sign].chars().next_back().is_some_and(is_hashtag_character) {
            continue;
        }
        let run = Run::of(&text[from..]);
        let run_end = from + run.length;
        let channel = if run.is_cut() { 0 } else { channel_length(&text[run_end..]) };
        let is_followed_by_sign = text.as_bytes().get(run_end + channel) == Some(&b'#');
        if run.has_letter && !is_followed_by_sign {
            found.push(sign..if run.is_cut() { from + run.tag_length } else { run_end + channel });
        }
        from = run_end;
    }
    found
}

/// A run of hashtag characters; lengths in bytes.
struct Run {
    length: usize,
    /// The first [`LONGEST_TAG`] characters.
    tag_length: usize,
    /// Whether these hold a letter.
    has_letter: bool,
}

impl Run {
    fn of(text: &str) -> Self {
        let (mut length, mut tag_length, mut has_letter) = (0, 0, false);
        for (count, character) in
            text.chars().take_while(|character| is_hashtag_character(*character)).enumerate()
        {
            length += character.len_utf8();
            if count < LONGEST_TAG {
                tag_length = length;
                has_letter |= is_letter(character);
            }
        }
        Self { length, tag_length, has_letter }
    }

    fn is_cut(&self) -> bool {
        self.tag_length < self.length
    }
}

/// The bytes of `@name` at the beginning of `text`, at most the longest name; 0 when it is too short.
fn channel_length(text: &str) -> usize {
    let Some(name) = text.strip_prefix('@') else { return 0 };
    let name = name.bytes().take(*CHANNEL_NAME.end()).take_while(|&byte| is_name_byte(byte)).count();
    if CHANNEL_NAME.contains(&name) { 1 + name } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn tags(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_tag_ends_where_its_script_ends_it() {
        for (text, expected) in [
            ("#новости, #Київ!", vec!["#новости", "#Київ"]),
            ("#أخبار_اليوم،", vec!["#أخبار_اليوم"]),
            ("#שָלום", vec!["#ש"]),
            ("#חדשות.", vec!["#חדשות"]),
            ("#हिन्दी", vec!["#ह"]),
            ("#新聞。", vec!["#新聞"]),
            ("#कल", vec!["#कल"]),
            ("#и\u{306}од", vec!["#и"]),
            ("#می\u{200c}خواهم x", vec!["#می\u{200c}خواهم"]),
            ("#a\u{200d}b", vec!["#a"]),
            ("#col·lecció", vec!["#col·lecció"]),
            ("#ශ්‍රී", vec!["#ශ්"]),
            ("#tag's", vec!["#tag"]),
            ("#well-known", vec!["#well"]),
            ("#x²", vec!["#x"]),
            ("#Ⅷ", vec![]),
        ] {
            assert_eq!(tags(text), expected, "{text}");
        }
    }

    #[test]
    fn only_some_characters_may_stand_before_the_sign() {
        for (text, expected) in [
            ("(#tag)", vec!["#tag"]),
            ("🔥#tag🔥#more", vec!["#tag", "#more"]),
            ("/#tag &#amp @#at", vec!["#tag", "#amp", "#at"]),
            ("##tag", vec!["#tag"]),
            ("x#tag 1#tag _#tag я#tag ·#tag", vec![]),
            ("²#tag", vec!["#tag"]),
        ] {
            assert_eq!(tags(text), expected, "{text}");
        }
    }

    #[test]
    fn a_tag_needs_a_letter_and_no_second_sign() {
        for (text, expected) in [
            ("#123 #_1 #_ #٣", vec![]),
            ("#2024год #1a", vec!["#2024год", "#1a"]),
            ("#a#b", vec![]),
            ("#a#b#c #d", vec!["#d"]),
            ("#a# #b", vec!["#b"]),
            ("#a@abc#b #c", vec!["#c"]),
            ("#a@ab#b", vec!["#a"]),
            ("# a", vec![]),
        ] {
            assert_eq!(tags(text), expected, "{text}");
        }
    }

    #[test]
    fn a_channel_joins_only_a_whole_tag() {
        let whole = format!("#{}@name", "я".repeat(256));
        assert_eq!(tags(&whole), [whole.as_str()]);
        let cut = format!("#{}@name", "я".repeat(257));
        assert_eq!(tags(&cut), [&cut[..1 + 512]]);
        assert_eq!(tags("#тег@name_1я"), ["#тег@name_1"]);
    }

    #[test]
    fn a_letter_past_the_256th_character_does_not_count() {
        assert!(tags(&format!("#{}a", "1".repeat(256))).is_empty());
        assert_eq!(tags(&format!("#{}a", "1".repeat(255)))[0].len(), 257);
        assert!(tags(&format!("#{}#", "a".repeat(300))).is_empty());
    }
}
