//! What makes posts of records, and how a record is brought to it that is no valid JSON.

use std::collections::VecDeque;

use crate::input::BadBytes;
use crate::input::telegram_json::intake::DEEPEST;
use crate::input::telegram_json::repair::repair;
use crate::model::Record;

/// What makes posts of the records of one format.
pub(in crate::input) trait Sink {
    /// Whether the object that begins here, perhaps torn off, is a record.
    fn is_record(object: &[u8]) -> bool;

    /// Where the next record begins behind a damaged place, when it can be told by its first keys.
    fn next_record(bytes: &[u8]) -> Option<usize>;

    /// Whether the value of this key beside the records is worth having.
    fn wants(key: &str) -> bool;

    /// Takes such a value.
    fn take_member(&mut self, key: &str, value: &[u8]);

    /// Takes an object that stands at `offset`; `false` when it is no valid JSON.
    fn take(&mut self, json: &[u8], offset: u64) -> bool;

    /// Takes what is no record, or one that cannot be read.
    fn reject(&mut self, reason: &str, raw: &[u8], offset: u64);

    /// Notes that the record at `offset` has bytes that are no UTF-8.
    fn note_bad_bytes(&mut self, offset: u64);

    /// Gives what still waits for more.
    fn finish(&mut self);

    /// What is ready to be given, in order.
    fn ready(&mut self) -> &mut VecDeque<Record>;

    /// As [`crate::input::Reader::is_ordered`].
    fn is_ordered(&self) -> bool;

    /// As [`crate::input::Reader::bad_bytes`].
    fn bad_bytes(&self) -> Option<BadBytes>;
}

/// Gives a sink the object that stands at `offset` and has so many brackets open at once: as it stands, else
/// repaired, else as a reject. Then it is `false`.
pub(super) fn take<S: Sink>(sink: &mut S, raw: &[u8], offset: u64, deepest: usize) -> bool {
    if sink.take(raw, offset) {
        return true;
    }
    let repaired = repair(raw);
    let is_read = sink.take(repaired.text.as_bytes(), offset)
        || nulls_for_no_numbers(&repaired.text).is_some_and(|text| sink.take(text.as_bytes(), offset));
    if is_read && repaired.had_bad_bytes {
        sink.note_bad_bytes(offset);
    }
    if !is_read {
        let reason = if deepest > DEEPEST { "nested too deep" } else { "not valid JSON" };
        sink.reject(reason, raw, offset);
    }
    is_read
}

/// The text with `null` for each `NaN` and `Infinity` outside of strings, which Python writes for what is missing
/// in a table; `None` when there is none.
fn nulls_for_no_numbers(text: &str) -> Option<String> {
    const WORDS: [&str; 3] = ["NaN", "-Infinity", "Infinity"];
    let mut out = String::new();
    let mut done = 0;
    let (mut in_string, mut is_escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        if is_escaped {
            is_escaped = false;
        } else if in_string {
            is_escaped = byte == b'\\';
            in_string = byte != b'"';
        } else if byte == b'"' {
            in_string = true;
        } else if at >= done
            && matches!(byte, b'N' | b'-' | b'I')
            && let Some(word) = WORDS.into_iter().find(|word| text[at..].starts_with(word))
        {
            out.push_str(&text[done..at]);
            out.push_str("null");
            done = at + word.len();
        }
    }
    out.push_str(&text[done..]);
    (done > 0).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::nulls_for_no_numbers;

    #[test]
    fn what_is_no_number_becomes_null_outside_of_strings_only() {
        let read = |text: &str| nulls_for_no_numbers(text);
        assert_eq!(
            read(r#"{"a":NaN,"b":-Infinity,"c":[Infinity]}"#).unwrap(),
            r#"{"a":null,"b":null,"c":[null]}"#
        );
        assert_eq!(read(r#"{"a":"NaN \" NaN","b":-1}"#), None);
        assert_eq!(read(r#"{"a":"\\","b":NaN}"#).unwrap(), r#"{"a":"\\","b":null}"#);
    }
}
