//! Text of posts on its way to a terminal.

use std::borrow::Cow;

/// `text` without the characters that could drive a terminal or turn the order of what is read: control
/// characters other than line breaks and tabs, and the embeddings, overrides and isolates of the
/// bidirectional algorithm. Words in any script, their joiners and emoji stay as they are.
pub(crate) fn safe_for_terminal(text: &str) -> Cow<'_, str> {
    if text.contains(is_unsafe) { Cow::Owned(text.replace(is_unsafe, "")) } else { Cow::Borrowed(text) }
}

/// The same, on one line: white space runs to one space.
pub(crate) fn on_one_line(text: &str) -> String {
    safe_for_terminal(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// JSON text in which those characters are written as escapes, so that it means the same and a terminal
/// survives it. They can stand in strings only, so the rest of the syntax is not touched.
pub(crate) fn safe_json(json: &str) -> Cow<'_, str> {
    if !json.contains(is_unsafe) {
        return Cow::Borrowed(json);
    }
    let mut safe = String::with_capacity(json.len());
    for character in json.chars() {
        if is_unsafe(character) {
            // All of them lie in the basic plane and need one escape.
            safe.push_str("\\u");
            for shift in [12, 8, 4, 0] {
                safe.push(char::from_digit((u32::from(character) >> shift) & 0xF, 16).unwrap_or('0'));
            }
        } else {
            safe.push(character);
        }
    }
    Cow::Owned(safe)
}

fn is_unsafe(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        other => other.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::{on_one_line, safe_for_terminal, safe_json};

    #[test]
    fn nothing_that_drives_a_terminal_is_left() {
        let text = "a\u{1b}[31mb\u{7}\u{9b}2J\u{7f}c\rd\u{202e}e\u{2066}f\u{0}";
        assert_eq!(safe_for_terminal(text), "a[31mb2Jcdef");
    }

    #[test]
    fn words_of_any_script_and_emoji_stay() {
        let text = "Привет\tشكرا\u{200c}\u{200d}\n👩\u{200d}🚀 🇨🇿 1\u{fe0f}\u{20e3}";
        assert_eq!(safe_for_terminal(text), text);
    }

    #[test]
    fn one_line_is_one_line() {
        assert_eq!(on_one_line(" a\n\n b\u{2028}c\u{85}\td "), "a b c d");
    }

    #[test]
    fn json_keeps_its_meaning() {
        let text = "a\u{9b}\u{202e}\u{7f}b\u{1b}";
        let json = serde_json::to_string(text).unwrap();
        let safe = safe_json(&json);
        assert_eq!(safe, "\"a\\u009b\\u202e\\u007fb\\u001b\"");
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), text);
    }
}
