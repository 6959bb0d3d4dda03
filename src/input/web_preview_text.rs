//! The text of web preview pages, copied or extracted: a post begins at a line `Forwarded from NAME`.
//!
//! Such text has no ids, no times and no name of the channel. Lines before the first header are one post of
//! the channel's own, when they hold any words; further own posts cannot be told from the forward before
//! them, since the page's text has no mark between them. Notices that stand in place of media
//! (`Media is too big`) are removed and kept as one media item a post. A body that stands twice is read once.

mod doubled;

use std::io::BufRead;

use super::{BadBytes, RECORD_LIMIT, Reader};
use crate::{
    Error, ErrorKind, Result,
    model::{Channel, Forward, Media, Place, Post, Record, Reject},
};

/// The words with which the page begins a forwarded post.
const HEADER: [&str; 2] = ["Forwarded", "from"];

/// What the page shows in place of media that it cannot show; each stands alone on its line.
const MEDIA_NOTICES: [&str; 4] = [
    "Media is too big",
    "VIEW IN TELEGRAM",
    "Please open Telegram to view this post",
    "This media is not supported in your browser",
];

/// The longest header line, in bytes; a longer one is text.
const HEADER_LIMIT: usize = 1024;

/// How much of an input [`looks_like`] reads.
const HEAD_LIMIT: usize = 64 * 1024;

/// Whether the beginning of an input is of this format: a line in its first 64 KiB is a header.
#[must_use]
pub fn looks_like(head: &[u8]) -> bool {
    let head = head.get(..HEAD_LIMIT).unwrap_or(head);
    head.split(|byte| *byte == b'\n')
        .filter(|line| line.len() <= HEADER_LIMIT)
        .any(|line| forwarded_from(String::from_utf8_lossy(line).trim_start_matches('\u{feff}')).is_some())
}

/// The name in a header line.
fn forwarded_from(line: &str) -> Option<&str> {
    let is_space = |c: char| matches!(c, ' ' | '\t' | '\u{a0}' | '\u{202f}');
    // A byte order mark also stands where files are put one behind the other.
    let is_before = |c: char| c.is_whitespace() || c == '\u{feff}';
    let after = line.trim_start_matches(is_before).strip_prefix(HEADER[0])?;
    let after = after.strip_prefix(is_space)?.trim_start_matches(is_space).strip_prefix(HEADER[1])?;
    let name = after.strip_prefix(is_space)?.trim();
    (!name.is_empty() && line.len() <= HEADER_LIMIT).then_some(name)
}

/// Reads the text of web preview pages, post by post.
pub struct WebPreviewText<R: BufRead> {
    source: R,
    bytes_read: u64,
    /// Lines begun so far.
    lines_read: u64,
    state: State,
    /// Whether a header was met.
    has_header: bool,
    /// The post that is being read.
    open: Open,
    /// Whether the line just read has bytes that are no UTF-8.
    has_bad_line: bool,
    bad_bytes: Option<BadBytes>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Beginning,
    Posts,
    Ended,
}

/// A post whose end has not been met.
#[derive(Default)]
struct Open {
    forwarded_from: Option<String>,
    /// The line at which it begins.
    line: u64,
    text: String,
    has_media_notice: bool,
    has_bad_bytes: bool,
    is_too_long: bool,
}

/// A line that was read.
enum Line {
    Text(String),
    /// A line of which only the beginning was kept.
    Cut(String),
    End,
}

impl<R: BufRead> WebPreviewText<R> {
    /// A reader of `source`, from its beginning.
    pub fn new(source: R) -> Self {
        Self {
            source,
            bytes_read: 0,
            lines_read: 0,
            state: State::Beginning,
            has_header: false,
            open: Open { line: 1, ..Open::default() },
            has_bad_line: false,
            bad_bytes: None,
        }
    }

    /// Reads one line and keeps at most `limit` bytes of it.
    fn read_line(&mut self, limit: usize) -> Result<Line> {
        let mut kept = Vec::new();
        let mut length = 0_usize;
        let mut is_any = false;
        loop {
            let buffer = match self.source.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    return Err(Error::new(
                        ErrorKind::Io,
                        format!("cannot read on after byte {}", self.bytes_read),
                    )
                    .hint("check that the file is still there and readable, then load it again")
                    .caused_by(error));
                }
            };
            if buffer.is_empty() {
                break;
            }
            is_any = true;
            let newline = memchr::memchr(b'\n', buffer);
            let content = buffer.get(..newline.unwrap_or(buffer.len())).unwrap_or_default();
            let room = limit.saturating_sub(kept.len()).min(content.len());
            kept.extend_from_slice(content.get(..room).unwrap_or_default());
            length = length.saturating_add(content.len());
            let used = content.len() + usize::from(newline.is_some());
            self.source.consume(used);
            self.bytes_read += used as u64;
            if newline.is_some() {
                break;
            }
        }
        if !is_any {
            return Ok(Line::End);
        }
        self.lines_read += 1;
        let is_cut = length > kept.len();
        let (text, is_lossy) = decoded(kept, self.lines_read == 1);
        // A cut may have gone through a character.
        self.has_bad_line = is_lossy && !is_cut;
        Ok(if is_cut { Line::Cut(text) } else { Line::Text(text) })
    }

    /// Ends the open post and opens the one that begins at the line just read.
    fn replace_open(&mut self, forwarded_from: Option<String>) -> Option<Record> {
        let next = Open { forwarded_from, line: self.lines_read, ..Open::default() };
        std::mem::replace(&mut self.open, next).into_record()
    }

    /// Counts the open post among those with bad bytes when the line just read has some.
    fn note_bad_line(&mut self) {
        if self.has_bad_line && !self.open.has_bad_bytes {
            self.open.has_bad_bytes = true;
            BadBytes::add(&mut self.bad_bytes, Place::Line(self.lines_read));
        }
    }

    fn next_post(&mut self) -> Result<Option<Record>> {
        loop {
            let room =
                if self.open.is_too_long { 0 } else { RECORD_LIMIT.saturating_sub(self.open.text.len()) };
            // A header is read whole, wherever it stands.
            let (text, is_cut) = match self.read_line(room.max(HEADER_LIMIT + 1))? {
                Line::Text(text) => (text, false),
                Line::Cut(text) => (text, true),
                Line::End => {
                    self.state = State::Ended;
                    if !self.has_header {
                        return Err(Error::new(ErrorKind::Input, "no line begins with \"Forwarded from \"")
                            .hint("this format is the text of web preview pages; see --as for the others"));
                    }
                    return Ok(self.replace_open(None));
                }
            };
            if !is_cut && let Some(name) = forwarded_from(&text) {
                self.has_header = true;
                let record = self.replace_open(Some(name.to_owned()));
                self.note_bad_line();
                if record.is_some() {
                    return Ok(record);
                }
                continue;
            }
            self.note_bad_line();
            self.open.add(&text, is_cut);
        }
    }
}

/// The text of a line, without its end, U+0000 and, in the first line, a byte order mark; and whether bytes
/// of it are no UTF-8.
fn decoded(mut line: Vec<u8>, is_first: bool) -> (String, bool) {
    if line.ends_with(b"\r") {
        line.pop();
    }
    let (mut text, is_lossy) = match String::from_utf8(line) {
        Ok(text) => (text, false),
        Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), true),
    };
    if is_first && text.starts_with('\u{feff}') {
        text.remove(0);
    }
    (if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text }, is_lossy)
}

impl Open {
    /// Adds a line of text.
    fn add(&mut self, line: &str, is_cut: bool) {
        if is_media_notice(line) {
            self.has_media_notice = true;
            return;
        }
        if self.is_too_long {
            return;
        }
        self.text.push_str(line);
        self.text.push('\n');
        if is_cut || self.text.len() > RECORD_LIMIT {
            self.is_too_long = true;
            self.text.truncate(self.text.floor_char_boundary(Reject::RAW_LIMIT));
            self.text.shrink_to_fit();
        }
    }

    /// The post, or none when there is nothing: no header and no words.
    fn into_record(self) -> Option<Record> {
        if self.forwarded_from.is_none() && self.text.trim().is_empty() {
            return None;
        }
        if self.is_too_long {
            return Some(Record::Reject(Reject {
                place: Place::Line(self.line),
                external_id: None,
                reason: format!("post longer than {} MiB", RECORD_LIMIT / (1024 * 1024)),
                raw: self.text,
            }));
        }
        let forward = self.forwarded_from.map(|name| Forward {
            channel: Channel { platform: PLATFORM.to_owned(), name: Some(name), ..Channel::default() },
            ..Forward::default()
        });
        let media = if self.has_media_notice {
            vec![Media { kind: "unsupported".to_owned(), ..Media::default() }]
        } else {
            Vec::new()
        };
        let text = doubled::read_once(&self.text).to_owned();
        Some(Record::Post(Box::new(Post { text, forward, media, ..Post::default() })))
    }
}

const PLATFORM: &str = "telegram";

fn is_media_notice(line: &str) -> bool {
    let line = line.trim();
    line.len() <= 64 && MEDIA_NOTICES.iter().any(|notice| line.replace('\u{a0}', " ") == *notice)
}

impl<R: BufRead + Send> Reader for WebPreviewText<R> {
    fn next_record(&mut self) -> Result<Option<Record>> {
        match self.state {
            State::Beginning => {
                self.state = State::Posts;
                Ok(Some(Record::Channel(Channel { platform: PLATFORM.to_owned(), ..Channel::default() })))
            }
            State::Posts => self.next_post(),
            State::Ended => Ok(None),
        }
    }

    fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// The page shows its posts oldest first.
    fn is_ordered(&self) -> bool {
        true
    }

    fn bad_bytes(&self) -> Option<BadBytes> {
        self.bad_bytes.clone()
    }
}

#[cfg(test)]
mod tests;
