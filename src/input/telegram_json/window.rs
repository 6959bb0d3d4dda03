//! The window of a scanner as text: to check it as a whole takes a fraction of the time that it takes to check each string
//! of each record.

use std::io::Read;

use crate::input::json::scanner::Scanner;

/// What was in the window when it was looked at.
#[derive(Debug, Default)]
pub(super) struct Window {
    text: String,
    /// Where the text begins in the input.
    start: u64,
    /// Where what was in the window ended in the input.
    end: u64,
}

impl Window {
    /// The window of the scanner, up to what is no UTF-8.
    pub(super) fn text<R: Read>(&mut self, scanner: &Scanner<R>) -> &str {
        let offset = scanner.offset();
        let is_in_text = (self.start..self.start + self.text.len() as u64).contains(&offset);
        if !is_in_text || self.end != scanner.read_offset() {
            self.text.clear();
            self.text.push_str(valid(scanner.window()));
            (self.start, self.end) = (offset, scanner.read_offset());
        }
        let passed = usize::try_from(offset - self.start).ok();
        passed.and_then(|passed| self.text.get(passed..)).unwrap_or_default()
    }
}

/// The beginning of these bytes that is UTF-8.
fn valid(bytes: &[u8]) -> &str {
    simdutf8::compat::from_utf8(bytes).unwrap_or_else(|error| {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        simdutf8::compat::from_utf8(valid).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::Window;
    use crate::input::json::scanner::Scanner;

    #[test]
    fn the_text_goes_to_the_first_byte_that_is_no_utf_8_and_on_behind_it() {
        let mut scanner = Scanner::at(b"\xd0\x9f\xd1\x83,\xff,\xd1\x81\xd1\x8c".as_slice(), 7, 7);
        let mut window = Window::default();
        assert_eq!(window.text(&scanner), "");
        scanner.fill().unwrap();
        assert_eq!(window.text(&scanner), "Пу,");
        // Within a character there is no text.
        scanner.consume(1);
        assert_eq!(window.text(&scanner), "");
        scanner.consume(1);
        assert_eq!(window.text(&scanner), "у,");
        scanner.consume(3);
        assert_eq!(window.text(&scanner), "");
        scanner.consume(1);
        assert_eq!(window.text(&scanner), ",");
        // What comes into the window belongs to it.
        assert!(scanner.fill().unwrap());
        assert_eq!(window.text(&scanner), ",сь");
        scanner.consume(5);
        assert_eq!(window.text(&scanner), "");
    }
}
