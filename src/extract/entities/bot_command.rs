//! `/command` and `/command@bot`. The store does not keep them; finding them keeps what overlaps them
//! from being taken for something else.
//!
//! The source of the rule is tdlib, `td/telegram/MessageEntity.cpp`, `match_bot_commands`.

use std::ops::Range;

use memchr::memchr;

use super::character_class::{is_name_byte, is_word_character};
use super::hashtag::CHANNEL_NAME;

const LONGEST_COMMAND: usize = 64;

/// The byte ranges of the bot commands in `text`, with `/` and with `@bot`, in order.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(offset) = memchr(b'/', &text.as_bytes()[from..]) {
        let slash = from + offset;
        from = slash + 1;
        if text[..slash].chars().next_back().is_some_and(touches) {
            continue;
        }
        let command = name_length(&text[from..]);
        from += command;
        if !(1..=LONGEST_COMMAND).contains(&command) {
            continue;
        }
        if text[from..].starts_with('@') {
            let bot = name_length(&text[from + 1..]);
            from += 1 + bot;
            if !CHANNEL_NAME.contains(&bot) {
                continue;
            }
        }
        if !text[from..].chars().next().is_some_and(touches) {
            found.push(slash..from);
        }
    }
    found
}

/// Whether a command may not stand next to this character.
fn touches(character: char) -> bool {
    matches!(character, '/' | '<' | '>') || is_word_character(character)
}

fn name_length(text: &str) -> usize {
    text.bytes().take_while(|&byte| is_name_byte(byte)).count()
}
