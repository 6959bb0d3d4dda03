//! HTML in a JSON string: what `t.me/s/NAME?before=N` answers to the page's own request for more posts.
//!
//! Answers may be cut off, with others behind them; then the next one begins as another page does.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Passes on what the strings of a JSON text hold; all between them is left out. Several answers may stand one
/// behind another. What is no escape of JSON stays as it is.
#[derive(Debug)]
pub(super) struct JsonString<R> {
    source: R,
    state: State,
    /// The first half of a character that is written as two escapes.
    high: Option<u32>,
    raw: Vec<u8>,
    decoded: Vec<u8>,
    given: usize,
    bytes_read: Arc<AtomicU64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Outside,
    Inside,
    Escape,
    /// Within `\u0000`: how many digits have come, and their value.
    Unicode(u32, u32),
}

const READ_AT_ONCE: usize = 64 * 1024;

/// What a page that is cut off ends with.
const CUT: &[u8] = b"\"><html>";

impl<R: Read> JsonString<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            state: State::Outside,
            high: None,
            raw: vec![0; READ_AT_ONCE],
            decoded: Vec::new(),
            given: 0,
            bytes_read: Arc::default(),
        }
    }

    /// How many bytes of the JSON text have been read.
    pub(super) fn bytes_read(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes_read)
    }

    fn decode(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.state = match (self.state, *byte) {
                (State::Outside, b'"') => State::Inside,
                // The quote before it was the first of this answer and not the last of one that is cut off.
                (State::Outside, b'<') => {
                    self.break_off();
                    self.push(b'<');
                    State::Inside
                }
                (State::Outside, _) => State::Outside,
                // No string goes on over a line end.
                (State::Inside, b'\n' | b'\r') => {
                    self.break_off();
                    State::Outside
                }
                (State::Inside, b'"') => {
                    self.lose_half();
                    State::Outside
                }
                (State::Inside, b'\\') => State::Escape,
                (State::Inside, other) => {
                    self.push(other);
                    State::Inside
                }
                (State::Escape, b'u') => State::Unicode(0, 0),
                (State::Escape, other) => {
                    self.push(match other {
                        b'n' => b'\n',
                        b't' => b'\t',
                        b'r' => b'\r',
                        b'b' => 8,
                        b'f' => 12,
                        plain => plain,
                    });
                    State::Inside
                }
                (State::Unicode(count, value), digit) => self.take_digit(count, value, digit),
            };
        }
    }

    fn take_digit(&mut self, count: u32, value: u32, digit: u8) -> State {
        let Some(digit) = char::from(digit).to_digit(16) else {
            self.push_character('\u{fffd}');
            return if digit == b'"' { State::Outside } else { State::Inside };
        };
        let value = value * 16 + digit;
        if count < 3 {
            return State::Unicode(count + 1, value);
        }
        match (self.high.take(), value) {
            (high, 0xD800..=0xDBFF) => {
                if high.is_some() {
                    self.push_character('\u{fffd}');
                }
                self.high = Some(value);
            }
            (Some(high), 0xDC00..=0xDFFF) => {
                let whole = 0x10000 + ((high - 0xD800) << 10) + (value - 0xDC00);
                self.push_character(char::from_u32(whole).unwrap_or('\u{fffd}'));
            }
            (high, _) => {
                if high.is_some() {
                    self.push_character('\u{fffd}');
                }
                self.push_character(char::from_u32(value).unwrap_or('\u{fffd}'));
            }
        }
        State::Inside
    }

    /// Says that what came so far is cut off: as another page begins there, wherever in a tag or a text it is.
    fn break_off(&mut self) {
        self.lose_half();
        self.decoded.extend_from_slice(CUT);
    }

    fn push(&mut self, byte: u8) {
        self.lose_half();
        self.decoded.push(byte);
    }

    fn push_character(&mut self, character: char) {
        let mut buffer = [0; 4];
        self.decoded.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
    }

    /// Half a character stands for none.
    fn lose_half(&mut self) {
        if self.high.take().is_some() {
            self.push_character('\u{fffd}');
        }
    }
}

impl<R: Read> Read for JsonString<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.decoded.len() {
            self.given = 0;
            self.decoded.clear();
            let count = self.source.read(&mut self.raw)?;
            if count == 0 {
                return Ok(0);
            }
            self.bytes_read.fetch_add(count as u64, Ordering::Relaxed);
            let raw = std::mem::take(&mut self.raw);
            self.decode(raw.get(..count).unwrap_or_default());
            self.raw = raw;
        }
        let rest = self.decoded.get(self.given..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct Trickle<'b>(&'b [u8]);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.0.len().min(1);
            self.0.read(&mut buffer[..length])
        }
    }

    fn decoded(json: &str) -> String {
        let mut text = String::new();
        let mut reader = JsonString::new(json.as_bytes());
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(reader.bytes_read().load(Ordering::Relaxed), json.len() as u64);
        let mut slow = String::new();
        JsonString::new(Trickle(json.as_bytes())).read_to_string(&mut slow).unwrap();
        assert_eq!(text, slow);
        text
    }

    #[test]
    fn escapes_are_those_of_json() {
        for text in ["", "<a href=\"x\">\u{8}\u{c}\n\r\t/\\</a>", "é 🔸\u{7f}\u{1}"] {
            assert_eq!(decoded(&serde_json::to_string(text).unwrap()), text);
        }
        assert_eq!(decoded(r#""\u0440\uD83D\udd38<\/b>""#), "р🔸</b>");
        assert_eq!(decoded(" \"a\"\n\"b\"\n"), "ab");
    }

    #[test]
    fn damage_is_replaced() {
        assert_eq!(decoded(r#""\uD83Dx\uD83D\uD83D\uDD38\uDD38""#), "\u{fffd}x\u{fffd}🔸\u{fffd}");
        assert_eq!(decoded(r#""\uD83D"#), "");
        assert_eq!(decoded(r#""\u00"b"c""#), "\u{fffd}c");
        assert_eq!(decoded(r#""a\"#), "a");
        assert_eq!(decoded("\"a<b\n\"c\"\r\n"), "a<b\"><html>c");
        assert_eq!(decoded(r#""a<b"<c>""#), "a<b\"><html><c>");
    }
}
