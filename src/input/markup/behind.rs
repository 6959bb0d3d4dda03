//! What stands behind the end of a page: white space, the next page, or what is no page at all.

use super::Piece;
use crate::model::Reject;

/// Takes the words behind `</html>`, up to the next tag.
#[derive(Debug, Default)]
pub(super) struct Behind {
    is_open: bool,
    /// The first byte that is no white space.
    start: u64,
    words: Vec<u8>,
}

impl Behind {
    /// A page has ended here.
    pub(super) fn begin(&mut self) {
        self.is_open = true;
    }

    /// Takes words that end at this offset. A byte order mark is nothing: the next page may begin with one.
    #[inline]
    pub(super) fn take(&mut self, words: &[u8], end: u64) {
        if self.is_open {
            self.keep(words, end);
        }
    }

    fn keep(&mut self, words: &[u8], end: u64) {
        let is_blank = |byte: &u8| byte.is_ascii_whitespace() || b"\xEF\xBB\xBF".contains(byte);
        let blank =
            if self.words.is_empty() { words.iter().take_while(|byte| is_blank(byte)).count() } else { 0 };
        let words = &words[blank..];
        if words.is_empty() {
            return;
        }
        if self.words.is_empty() {
            self.start = end.saturating_sub(words.len() as u64);
        }
        let room = Reject::RAW_LIMIT.saturating_sub(self.words.len());
        self.words.extend_from_slice(&words[..words.len().min(room)]);
    }

    /// Ends with a tag or with the input, and gives what was there.
    pub(super) fn end(&mut self) -> Option<Piece> {
        self.is_open = false;
        if self.words.is_empty() {
            return None;
        }
        let mut beginning = String::from_utf8_lossy(&self.words).into_owned();
        beginning.truncate(beginning.floor_char_boundary(Reject::RAW_LIMIT));
        self.words.clear();
        Some(Piece::Behind { start: self.start, beginning })
    }
}
