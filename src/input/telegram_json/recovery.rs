//! Finds the way again in a file that is damaged.

use std::io::Read;

use memchr::memmem;

use super::level::Level;
use super::{MEASURED_TWICE, TelegramJson};

/// What comes first behind a damaged place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum Next {
    /// A message of the same chat; where it begins.
    Message(usize),
    /// Another chat, whose name and id cannot be trusted any more.
    Chat,
    /// Neither.
    Nothing,
}

impl<R: Read + Send> TelegramJson<R> {
    /// What comes first behind a damaged place, within so many bytes.
    pub(super) fn next_within(&self, length: usize) -> Next {
        let bytes = &self.scanner.window()[..length];
        match self.levels.last() {
            Some(Level::Lines) => next_line(bytes),
            _ => next_message(bytes),
        }
    }

    /// Goes to the next message when it begins within these bytes, which were taken for one record because
    /// a quote or a bracket is missing. `false` when there is none.
    pub(super) fn go_on_within(&mut self, length: usize) -> bool {
        let offset = self.scanner.offset();
        match self.next_within(length) {
            Next::Nothing => return false,
            Next::Message(next) => {
                self.measured_twice += (length - next) as u64;
                if self.measured_twice <= MEASURED_TWICE + 8 * offset {
                    self.scanner.consume(next);
                } else {
                    self.cut(offset);
                }
            }
            Next::Chat => self.cut(offset),
        }
        true
    }
}

/// Looks for the beginning of the next message: `, {"id": 7, "type": "message"` with any white space, or the same on the
/// line behind a message, be it torn off. It cannot be in a string, where its quotes are escaped.
pub(in crate::input) fn next_message(bytes: &[u8]) -> Next {
    let message = memmem::find_iter(bytes, b"\"id\"").find_map(|at| {
        let before = bytes[..at].trim_ascii_end().strip_suffix(b"{")?;
        let last = before.trim_ascii_end();
        // Behind a colon or a bracket it would be a part of another. Of a line that is torn off anything may be the last.
        let is_part = matches!(last.last(), None | Some(b':' | b'['));
        let is_on_next_line = !is_part && before[last.len()..].contains(&b'\n');
        (is_on_next_line || last.ends_with(b",")).then_some(())?;
        is_message(&bytes[before.len()..]).then_some(before.len())
    });
    let passed = &bytes[..message.unwrap_or(bytes.len())];
    let passes_chat = memmem::find_iter(passed, b"\"messages\"")
        .any(|at| after(&bytes[at + 10..], b":").and_then(|rest| after(rest, b"[")).is_some());
    match message {
        _ if passes_chat => Next::Chat,
        Some(at) => Next::Message(at),
        None => Next::Nothing,
    }
}

/// The same where messages stand one a line: what a line begins with is a part of no other, whatever stands before. One that
/// has its brackets on lines of their own has those within it further in.
pub(in crate::input) fn next_line(bytes: &[u8]) -> Next {
    let begins = |at: &usize| bytes[at + 2..].first() == Some(&b'"') || is_message(&bytes[at + 1..]);
    let line = memmem::find_iter(bytes, b"\n{").find(begins).map(|at| at + 1);
    match (next_message(&bytes[..line.unwrap_or(bytes.len())]), line) {
        (Next::Nothing, Some(line)) => Next::Message(line),
        (next, _) => next,
    }
}

/// Whether a message begins here.
fn is_message(bytes: &[u8]) -> bool {
    let kind = || {
        let rest = after(after(bytes, b"{")?, b"\"id\"")?;
        let rest = after(rest, b":")?.trim_ascii_start();
        // The messages of a group that became a supergroup have ids below zero there.
        let rest = rest.strip_prefix(b"-").unwrap_or(rest);
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let rest = after(after(&rest[digits..], b",")?, b"\"type\"")?;
        Some(after(rest, b":")?.trim_ascii_start()).filter(|_| digits > 0)
    };
    let kinds: [&[u8]; 3] = [b"\"message\"", b"\"service\"", b"\"unsupported\""];
    kind().is_some_and(|kind| kinds.iter().any(|known| kind.starts_with(known)))
}

/// What stands behind the next word, when it is this one.
fn after<'b>(bytes: &'b [u8], word: &[u8]) -> Option<&'b [u8]> {
    bytes.trim_ascii_start().strip_prefix(word)
}

/// The id at the beginning of a record that cannot be parsed.
pub(in crate::input) fn own_id(record: &[u8]) -> Option<String> {
    let rest = after(after(after(record, b"{")?, b"\"id\"")?, b":")?.trim_ascii_start();
    let digits = rest.iter().take(20).take_while(|byte| byte.is_ascii_digit() || **byte == b'-').count();
    let number: i64 = std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()?;
    Some(number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_message_is_found_by_its_first_keys() {
        assert_eq!(next_message(br#"{"id":1,"text":"x, {"id": 2, "type": "message""#), Next::Message(19));
        assert_eq!(next_message(b"}, {\n   \"id\": 2,\n   \"type\": \"service\","), Next::Message(3));
        assert_eq!(
            next_message(br#"{"id": 2, "type": "message""#),
            Next::Nothing,
            "it is not behind a comma"
        );
        assert_eq!(next_message(b"\"a\"}\n{\"id\":2,\"type\":\"message\""), Next::Message(5));
        assert_eq!(next_message(b"\"te\r\n{\"id\":2,\"type\":\"message\""), Next::Message(5));
        for part in [&b"\"reply\":"[..], b"\"list\": [", b""] {
            let text = [part, b"\n{\"id\":2,\"type\":\"message\""].concat();
            assert_eq!(next_message(&text), Next::Nothing, "it is a part of another");
        }
        assert_eq!(next_message(b"\"a\"} {\"id\":2,\"type\":\"message\""), Next::Nothing);
        assert_eq!(next_message(br#", {"id": 2, "type": "emoji""#), Next::Nothing);
        assert_eq!(next_message(br#", {\"id\": 2, \"type\": \"message\""#), Next::Nothing);
    }

    #[test]
    fn the_next_line_is_found_whatever_stands_before() {
        for torn in
            ["{\"id\":1,\"text\":", "{\"id\":1,\"text\": [", "{\"id\":1,\"a\":{", "{\"id\":1,\"a\":\"b"]
        {
            for next in [
                "{\"id\":2,\"type\":\"message\"",
                "{\"date\":\"2025\",\"id\":2",
                "{\n \"id\": 2,\n \"type\": \"message\"",
            ] {
                let text = format!("{torn}\n{next}");
                assert_eq!(next_line(text.as_bytes()), Next::Message(torn.len() + 1), "{text}");
            }
        }
        assert_eq!(next_line(b"{\"id\":1,\"a\":\n {\"b\":2}}\n"), Next::Nothing, "a part stands further in");
        assert_eq!(next_line(b"{\"id\":1,\n\"a\":1}"), Next::Nothing);
    }

    #[test]
    fn the_messages_of_another_chat_are_not_taken_for_the_same() {
        let damaged = br#"]}, {"name": "B", "id": 9, "messages": [{"id": 1, "type": "message"}, {"id": 2, "type": "message""#;
        assert_eq!(next_message(damaged), Next::Chat);
    }

    #[test]
    fn the_id_of_a_damaged_record_is_known() {
        assert_eq!(own_id(b"{\n \"id\": 42,\n \"t"), Some("42".to_owned()));
        assert_eq!(own_id(b"{\"id\": }"), None);
        assert_eq!(own_id(b"{\"name\": 1, \"id\": 3"), None);
    }
}
