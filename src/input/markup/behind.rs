//! What stands before, between and behind the pages of one file: white space, a separator, or what is no page at all.

use memchr::memrchr;

use super::separator::is_separator;
use super::{Piece, Tag};
use crate::model::Reject;

/// Takes the words before the first page, and those behind `</html>`, up to the next tag.
#[derive(Debug)]
pub(super) struct Behind {
    is_open: bool,
    /// Whether an end tag stands among the words, as what is left of a page has them.
    has_tag: bool,
    /// The first byte that is no white space.
    start: u64,
    words: Vec<u8>,
    is_whole: bool,
}

impl Behind {
    /// Stands before the first page.
    pub(super) fn new() -> Self {
        Self { is_open: true, has_tag: false, start: 0, words: Vec::new(), is_whole: true }
    }

    /// A page has ended here. Words that wait keep the end tags among them: that of the page may be of what is left, too.
    pub(super) fn begin(&mut self) {
        self.is_open = true;
        self.has_tag &= !self.words.is_empty();
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
        self.is_whole &= words.len() <= room;
        self.words.extend_from_slice(&words[..words.len().min(room)]);
    }

    /// Takes `<https://t.me/s/osk>`, as the header of an answer writes an address, in its field `link` also `<style.css>`;
    /// `false` for other tags, and on a page.
    pub(super) fn take_address(&mut self, tag: &Tag<'_>, start: u64) -> bool {
        let is_whole = matches!(tag.name, b"https:" | b"http:");
        if !self.is_open || !is_whole && !self.is_in_link_field() {
            return false;
        }
        let slash: &[u8] = if is_whole { b"/" } else { b"" };
        let mut address = [b"<", tag.name, slash].concat();
        for (name, value) in tag.attributes() {
            let equals: &[u8] = if value.is_empty() { b"" } else { b"=" };
            address.extend_from_slice(&[b"/", name, equals, value].concat());
        }
        address.push(b'>');
        self.keep(&address, start.saturating_add(address.len() as u64));
        true
    }

    /// Takes `</style.css>` in the field `link`, of which the tokenizer tells the beginning alone; `false` for other end tags.
    pub(super) fn take_path(&mut self, name: &[u8], start: u64) -> bool {
        if !self.is_open || !self.is_in_link_field() {
            return false;
        }
        let path = [b"</", name, b">"].concat();
        self.keep(&path, start.saturating_add(path.len() as u64));
        true
    }

    /// Whether the words end within the field `link` of an answer's header. The words of a message may look so, too, but do not
    /// stand below what a program writes.
    fn is_in_link_field(&self) -> bool {
        const FIELD: &[u8] = b"link:";
        let Some(line) = memrchr(b'\n', &self.words).and_then(|end| self.words.get(end + 1..)) else {
            return false;
        };
        self.is_whole
            && line.get(..FIELD.len()).is_some_and(|name| name.eq_ignore_ascii_case(FIELD))
            && str::from_utf8(&self.words).is_ok_and(is_separator)
    }

    /// An end tag stands here.
    pub(super) fn pass_end_tag(&mut self) {
        self.has_tag = true;
    }

    /// Ends where a page begins, with another tag, or with the input, and gives what was there.
    pub(super) fn end(&mut self, is_beside_page: bool) -> Option<Piece> {
        self.is_open = false;
        let is_whole = std::mem::replace(&mut self.is_whole, true);
        if self.words.is_empty() {
            return None;
        }
        let is_separator = is_beside_page
            && is_whole
            && !self.has_tag
            && str::from_utf8(&self.words).is_ok_and(is_separator);
        let mut beginning = String::from_utf8_lossy(&self.words).into_owned();
        beginning.truncate(beginning.floor_char_boundary(Reject::RAW_LIMIT));
        self.words.clear();
        Some(Piece::Behind { start: self.start, beginning, is_separator })
    }
}
