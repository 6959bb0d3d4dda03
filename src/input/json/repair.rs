//! Makes valid JSON of what Telegram Desktop writes.
//!
//! * Control bytes come as `\xHH`, which JSON does not know (all versions; callback data of bot buttons is
//!   the usual place).
//! * U+2028 and U+2029 come as the six characters of their escape, followed by their own last two bytes.
//! * Versions 4.0.4 to 4.1.1 wrote the `document_id` of a custom emoji without quotes.
//!
//! Besides, half a surrogate pair becomes U+FFFD, and so does a byte that is no UTF-8.

use memchr::{memchr, memmem};

/// Gives `read` a record that it could not read as it stands: repaired, and with `null` for what is no number, until it
/// can read it. `None` when it never can, else whether the record had bytes that are no UTF-8.
pub(in crate::input) fn read_repaired(record: &[u8], mut read: impl FnMut(&str) -> bool) -> Option<bool> {
    let Repaired { text, had_bad_bytes } = repair(record);
    let is_other = text.as_bytes() != record;
    let is_read = is_other && read(&text) || nulls_for_no_numbers(&text).is_some_and(|text| read(&text));
    is_read.then_some(had_bad_bytes)
}

/// Whether a string of a record has an escape that is no character: half a surrogate pair, or U+0000.
pub(in crate::input) fn has_no_character(record: &[u8]) -> bool {
    let mut at = 0;
    while let Some(found) = memmem::find(&record[at..], b"\\u") {
        let start = at + found;
        at = start + 2;
        let backslashes = record[..start].iter().rev().take_while(|byte| **byte == b'\\').count();
        if backslashes % 2 == 1 {
            continue;
        }
        match hex(record, start + 2, 4) {
            Some(0 | 0xDC00..0xE000) => return true,
            Some(0xD800..0xDC00) => {
                let is_next = record.get(start + 6..).is_some_and(|rest| rest.starts_with(b"\\u"));
                if !is_next || !matches!(hex(record, start + 8, 4), Some(0xDC00..0xE000)) {
                    return true;
                }
                at = start + 12;
            }
            _ => {}
        }
    }
    false
}

/// A record as valid UTF-8, with every string's escapes repaired.
pub(in crate::input) struct Repaired {
    /// The record.
    pub(in crate::input) text: String,
    /// Whether it had bytes that are no UTF-8, besides those that Telegram Desktop writes.
    pub(in crate::input) had_bad_bytes: bool,
}

/// Repairs a record, in time linear in its length.
pub(in crate::input) fn repair(record: &[u8]) -> Repaired {
    let mut repair = Repair { record, at: 0, out: Vec::with_capacity(record.len() + 64), had_zeros: false };
    while repair.at < record.len() {
        match record[repair.at] {
            b'"' => repair.string(),
            byte => {
                repair.out.push(byte);
                repair.at += 1;
            }
        }
    }
    match String::from_utf8(repair.out) {
        Ok(text) => Repaired { text, had_bad_bytes: repair.had_zeros },
        Err(error) => {
            Repaired { text: String::from_utf8_lossy(error.as_bytes()).into_owned(), had_bad_bytes: true }
        }
    }
}

struct Repair<'a> {
    record: &'a [u8],
    at: usize,
    out: Vec<u8>,
    /// Whether zeros stood in a string, as where a disk has lost a block.
    had_zeros: bool,
}

impl Repair<'_> {
    fn string(&mut self) {
        let start = self.at;
        self.out.push(b'"');
        self.at += 1;
        while let Some(&byte) = self.record.get(self.at) {
            match byte {
                b'"' => {
                    self.out.push(b'"');
                    self.at += 1;
                    if &self.record[start..self.at] == b"\"document_id\"" {
                        self.document_id();
                    }
                    return;
                }
                b'\\' => self.escape(),
                0..0x20 => {
                    self.had_zeros |= byte == 0;
                    self.out.extend_from_slice(format!("\\u{byte:04X}").as_bytes());
                    self.at += 1;
                }
                _ => {
                    self.out.push(byte);
                    self.at += 1;
                }
            }
        }
    }

    fn escape(&mut self) {
        let rest = &self.record[self.at + 1..];
        match rest.first() {
            Some(b'x') if hex(rest, 1, 2).is_some() => {
                self.out.extend_from_slice(b"\\u00");
                self.out.extend_from_slice(&rest[1..3]);
                self.at += 4;
            }
            Some(b'u') if hex(rest, 1, 4).is_some() => self.unicode_escape(),
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.out.extend_from_slice(&self.record[self.at..self.at + 2]);
                self.at += 2;
            }
            _ => {
                self.out.extend_from_slice(b"\\\\");
                self.at += 1;
            }
        }
    }

    fn unicode_escape(&mut self) {
        let rest = &self.record[self.at..];
        let unit = hex(rest, 2, 4).unwrap_or_default();
        let next = if rest[6..].starts_with(b"\\u") { hex(rest, 8, 4) } else { None };
        let length = match (unit, next) {
            (0xD800..0xDC00, Some(0xDC00..0xE000)) => 12,
            (0xD800..0xE000, _) => {
                self.out.extend_from_slice(b"\\uFFFD");
                self.at += 6;
                return;
            }
            _ => 6,
        };
        self.out.extend_from_slice(&rest[..length]);
        self.at += length;
        let is_separator = matches!(unit, 0x2028 | 0x2029);
        if is_separator && matches!(self.record[self.at..], [0x80, 0xA8 | 0xA9, ..]) {
            self.at += 2;
        }
    }

    /// Quotes a value without quotes behind the key `document_id`; it reaches to the end of its line.
    fn document_id(&mut self) {
        let rest = &self.record[self.at..];
        let Some(colon) = rest.iter().position(|byte| !byte.is_ascii_whitespace()) else { return };
        if rest[colon] != b':' {
            return;
        }
        let after = &rest[colon + 1..];
        let Some(blank) = after.iter().position(|byte| !byte.is_ascii_whitespace()) else { return };
        let value = &after[blank..];
        let end = memchr(b'\n', value).or_else(|| memchr(b'}', value)).unwrap_or(value.len());
        let value = value[..end].trim_ascii_end();
        let value = value.strip_suffix(b",").unwrap_or(value);
        let digits = value.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let behind = value[digits..].trim_ascii_start().first();
        let is_number = digits > 0 && behind.is_none_or(|byte| b",}".contains(byte));
        let is_json = is_number
            || matches!(value.first(), None | Some(b'"' | b'{' | b'[' | b'}'))
            || value.starts_with(b"null");
        if is_json {
            return;
        }
        self.out.extend_from_slice(b": \"");
        self.out.extend(value.iter().filter(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)));
        self.out.push(b'"');
        self.at += colon + 1 + blank + value.len();
    }
}

/// The number that `digits` hexadecimal digits from `start` on give.
fn hex(bytes: &[u8], start: usize, digits: usize) -> Option<u32> {
    let digits = bytes.get(start..start + digits)?;
    digits.iter().try_fold(0, |value, byte| Some(value * 16 + char::from(*byte).to_digit(16)?))
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
    use super::*;

    fn repaired(record: &[u8]) -> serde_json::Value {
        serde_json::from_str(&repair(record).text).expect("repaired to valid JSON")
    }

    #[test]
    fn control_bytes_written_as_x_escapes_are_read() {
        assert_eq!(
            repaired(br#"{"data":"1=412\x012=97180\x1F\\x41"}"#)["data"],
            "1=412\u{1}2=97180\u{1F}\\x41"
        );
    }

    #[test]
    fn line_separators_lose_their_stray_bytes_and_only_those() {
        assert_eq!(repaired(b"[\"a\\u2028\x80\xA8b\\u2029\x80\xA9\"]")[0], "a\u{2028}b\u{2029}");
        assert_eq!(repaired("[\"a\\u2028é\\u2029\"]".as_bytes())[0], "a\u{2028}é\u{2029}");
        assert_eq!(repaired(b"[\"x\x80\xA8\"]")[0], "x\u{FFFD}\u{FFFD}");
        assert_eq!(repaired("[\"\\\\u2028 \u{2028}\"]".as_bytes())[0], "\\u2028 \u{2028}");
    }

    #[test]
    fn a_document_id_without_quotes_gets_them() {
        let record = b"{\n \"document_id\": video_files/sticker (2).webp\n }";
        assert_eq!(repaired(record)["document_id"], "video_files/sticker (2).webp");
        assert_eq!(repaired(b"{\"document_id\": a b.webp,\n \"x\": 1}")["x"], 1);
        assert_eq!(repaired(b"{\"document_id\": (unavailable)}")["document_id"], "(unavailable)");
        assert_eq!(repaired(b"{\"document_id\": \"a.webp\", \"x\": 2}")["x"], 2);
        assert_eq!(repaired(b"{\"document_id\": 53, \"x\": 2}")["document_id"], 53);
        assert_eq!(repaired(b"{\"text\": \"\\\"document_id\\\": x\"}")["text"], "\"document_id\": x");
    }

    #[test]
    fn half_surrogate_pairs_and_bad_bytes_become_replacement_characters() {
        assert_eq!(repaired(br#"["\uD83Dx\uDE00\uD83D\uDE00\uD83D\n"]"#)[0], "\u{FFFD}x\u{FFFD}😀\u{FFFD}\n");
        assert_eq!(repaired(b"[\"a\xFFb\"]")[0], "a\u{FFFD}b");
        assert!(repair(b"[\"a\xFFb\"]").had_bad_bytes);
        assert!(!repair(b"[\"a\\u2028\x80\xA8b\\uD83D\"]").had_bad_bytes);
        assert_eq!(repaired(b"[\"a\nb\\qc\"]")[0], "a\nb\\qc");
    }

    #[test]
    fn escapes_that_are_no_characters_are_seen() {
        for (record, expected) in [
            (r#"{"a":"\ud83d #t"}"#, true),
            (r#"{"a":"\ud83d\ud83d\ude00"}"#, true),
            (r#"{"a":"\ude00"}"#, true),
            (r#"{"a":"b\u0000"}"#, true),
            (r#"{"a":"\\\u0000"}"#, true),
            (r#"{"a":"\ud83d\ude00 \u043d"}"#, false),
            (r#"{"a":"\\u0000 \\ud83d"}"#, false),
            (r#"{"a":"\u00"#, false),
        ] {
            assert_eq!(has_no_character(record.as_bytes()), expected, "{record}");
        }
    }

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
