//! Where one record ends and the next begins: at a line's end, or at an object's last bracket.

use std::io::{self, BufRead, Cursor, Read};

use crate::input::RECORD_LIMIT;
use crate::input::json::scanner::Walk;
use crate::model::Place;

/// How the objects stand in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrangement {
    /// One a line: a broken one spoils no other.
    Lines,
    /// One behind the other over several lines, perhaps in an array.
    Values,
}

/// What comes next.
#[derive(Debug)]
pub(super) enum Frame {
    /// A record, in [`Frames::record`].
    Record(Place),
    /// A record of which no more than the beginning is held.
    TooLong(Place),
    /// What is no JSON, or no object; its beginning is held.
    Garbage(Place, &'static str),
    /// The input ends within a record.
    Cut(Place),
    /// The end.
    End,
}

/// Takes an input apart into records.
pub(super) struct Frames<R> {
    source: io::Chain<Cursor<Vec<u8>>, R>,
    arrangement: Arrangement,
    bytes_read: u64,
    lines_read: u64,
    /// The record at hand.
    pub(super) record: Vec<u8>,
    /// Whether the record at hand is the last line, without a line end.
    pub(super) is_last: bool,
    is_in_array: bool,
    has_ended: bool,
}

impl<R: BufRead> Frames<R> {
    /// Takes `source` apart from its beginning. Objects are taken as one a line unless it begins with a bracket
    /// or its first line is no more than a brace.
    pub(super) fn new(mut source: R) -> io::Result<Self> {
        const LOOKED_AT: u64 = 4096;
        let mut head = Vec::new();
        source.by_ref().take(LOOKED_AT).read_to_end(&mut head)?;
        let mark = if head.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        head.drain(..mark);
        let text = head.trim_ascii_start();
        let first_line = text.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii_end();
        let is_array = text.starts_with(b"[");
        let arrangement =
            if is_array || first_line == b"{" { Arrangement::Values } else { Arrangement::Lines };
        Ok(Self {
            source: Cursor::new(head).chain(source),
            arrangement,
            bytes_read: mark as u64,
            lines_read: 0,
            record: Vec::new(),
            is_last: false,
            is_in_array: false,
            has_ended: false,
        })
    }

    /// How many bytes have been read.
    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// Goes on to the next record.
    pub(super) fn advance(&mut self) -> io::Result<Frame> {
        self.record.clear();
        self.record.shrink_to(1024 * 1024);
        match self.arrangement {
            _ if self.has_ended => Ok(Frame::End),
            Arrangement::Lines => self.next_line(),
            Arrangement::Values => self.next_value(),
        }
    }

    fn next_line(&mut self) -> io::Result<Frame> {
        loop {
            self.record.clear();
            self.is_last = false;
            let mut length = 0;
            loop {
                let chunk = filled(&mut self.source)?;
                if chunk.is_empty() {
                    self.is_last = true;
                    self.has_ended = true;
                    break;
                }
                let end = memchr::memchr(b'\n', chunk);
                let content = &chunk[..end.unwrap_or(chunk.len())];
                let room = RECORD_LIMIT.saturating_sub(self.record.len()).min(content.len());
                self.record.extend_from_slice(&content[..room]);
                length += content.len();
                let used = content.len() + usize::from(end.is_some());
                self.consume(used);
                if end.is_some() {
                    break;
                }
            }
            if length > 0 || !self.is_last {
                self.lines_read += 1;
            }
            let place = Place::Line(self.lines_read);
            if length > self.record.len() {
                return Ok(Frame::TooLong(place));
            }
            let line = self.record.trim_ascii();
            if !line.is_empty() {
                return Ok(Frame::Record(place));
            }
            if self.has_ended {
                return Ok(Frame::End);
            }
        }
    }

    fn next_value(&mut self) -> io::Result<Frame> {
        loop {
            let Some(byte) = self.peek()? else {
                self.has_ended = true;
                let place = Place::Byte(self.bytes_read);
                return Ok(if self.is_in_array { Frame::Cut(place) } else { Frame::End });
            };
            match byte {
                b'[' if !self.is_in_array => {
                    self.is_in_array = true;
                    self.consume(1);
                }
                b',' => self.consume(1),
                b']' if self.is_in_array => {
                    self.consume(1);
                    self.is_in_array = false;
                    let Some(_) = self.peek()? else { continue };
                    self.has_ended = true;
                    let place = Place::Byte(self.bytes_read);
                    self.take_until(&[])?;
                    return Ok(Frame::Garbage(place, "unexpected data after the end"));
                }
                b'{' => return self.walk(true),
                b'"' | b'[' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => return self.walk(false),
                _ => {
                    let place = Place::Byte(self.bytes_read);
                    self.take_until(b"{")?;
                    return Ok(Frame::Garbage(place, "not valid JSON"));
                }
            }
        }
    }

    /// Takes the value at the position.
    fn walk(&mut self, is_object: bool) -> io::Result<Frame> {
        let place = Place::Byte(self.bytes_read);
        let mut walk = Walk::default();
        let mut length = 0;
        loop {
            let chunk = filled(&mut self.source)?;
            if chunk.is_empty() {
                self.has_ended = true;
                return Ok(Frame::Cut(place));
            }
            let end = walk.advance(chunk);
            let content = &chunk[..end.unwrap_or(chunk.len())];
            let room = RECORD_LIMIT.saturating_sub(self.record.len()).min(content.len());
            self.record.extend_from_slice(&content[..room]);
            length += content.len();
            let used = content.len();
            self.consume(used);
            if end.is_some() {
                break;
            }
        }
        Ok(if length > self.record.len() {
            Frame::TooLong(place)
        } else if is_object {
            Frame::Record(place)
        } else {
            Frame::Garbage(place, "not an object")
        })
    }

    /// Goes past all that is none of these bytes, and keeps its beginning.
    fn take_until(&mut self, stops: &[u8]) -> io::Result<()> {
        loop {
            let chunk = filled(&mut self.source)?;
            if chunk.is_empty() {
                return Ok(());
            }
            let end = chunk.iter().position(|byte| stops.contains(byte));
            let content = &chunk[..end.unwrap_or(chunk.len())];
            let room = crate::model::Reject::RAW_LIMIT.saturating_sub(self.record.len()).min(content.len());
            self.record.extend_from_slice(&content[..room]);
            let used = content.len();
            self.consume(used);
            if end.is_some() {
                return Ok(());
            }
        }
    }

    /// The next byte that is no white space.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let chunk = filled(&mut self.source)?;
            if chunk.is_empty() {
                return Ok(None);
            }
            let Some(length) = chunk.iter().position(|byte| !byte.is_ascii_whitespace()) else {
                let used = chunk.len();
                self.consume(used);
                continue;
            };
            let byte = chunk[length];
            self.consume(length);
            return Ok(Some(byte));
        }
    }

    fn consume(&mut self, length: usize) {
        self.source.consume(length);
        self.bytes_read += length as u64;
    }
}

/// The next bytes; none at the end.
fn filled<R: BufRead>(source: &mut R) -> io::Result<&[u8]> {
    loop {
        match source.fill_buf() {
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    source.fill_buf()
}
