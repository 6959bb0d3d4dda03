//! `$TAG` and `$TAG@channel`. They are no hashtags; finding them keeps what overlaps them from being
//! taken for something else.
//!
//! The source of the rule is tdlib, `td/telegram/MessageEntity.cpp`, `match_cashtags`.

use std::ops::Range;

use memchr::memchr;

use super::character_class::{is_hashtag_character, is_name_byte};
use super::hashtag::CHANNEL_NAME;

const LONGEST_TAG: usize = 8;

/// The one cashtag that is not capital letters only.
const WITH_DIGIT: &str = "1INCH";

/// The byte ranges of the cashtags in `text`, with `$` and with `@channel`, in order.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(offset) = memchr(b'$', &text.as_bytes()[from..]) {
        let sign = from + offset;
        from = sign + 1;
        if text[..sign].chars().next_back().is_some_and(touches) {
            continue;
        }
        let length = tag_length(&text[from..]);
        from += length;
        if !(1..=LONGEST_TAG).contains(&length) {
            continue;
        }
        let end = from + channel_length(&text[from..]);
        if !text[end..].chars().next().is_some_and(touches) {
            found.push(sign..end);
        }
    }
    found
}

/// Whether a cashtag may not stand next to this character.
fn touches(character: char) -> bool {
    character == '$' || is_hashtag_character(character)
}

fn tag_length(text: &str) -> usize {
    if text.starts_with(WITH_DIGIT) {
        return WITH_DIGIT.len();
    }
    text.bytes().take_while(u8::is_ascii_uppercase).count()
}

/// The bytes of `@name` at the beginning of `text`; 0 when the name is too short or too long.
fn channel_length(text: &str) -> usize {
    let Some(name) = text.strip_prefix('@') else { return 0 };
    let name = name.bytes().take(*CHANNEL_NAME.end() + 1).take_while(|&byte| is_name_byte(byte)).count();
    if CHANNEL_NAME.contains(&name) { 1 + name } else { 0 }
}
