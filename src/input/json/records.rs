//! Cuts records out of JSON as tools write it: an array of records; records one behind the other, one a line or
//! indented; an object that holds such an array or such a record, as the answers of an interface do.
//!
//! No more than one record is held. A record that cannot be read is given to the [`Sink`] as a reject, and
//! reading goes on at the next one; time stays linear whatever is missing.

mod shape;
mod sink;

use std::io::{self, Read};

pub(in crate::input) use self::shape::holds_records;
use self::shape::{MESSAGES, Shape, shape};
pub(in crate::input) use self::sink::Sink;
use super::scanner::{CHUNK, Extent, Scanner, Walk};
use crate::input::{BadBytes, Doubtful, RECORD_LIMIT, Reader, UnreadCounts};
use crate::model::{Place, Record, Reject};
use crate::{Error, ErrorKind, Result};

/// How much of a value is looked at to tell what it is.
const HEAD: usize = 64 * 1024;

/// How much is kept while looking for the next record, so that its beginning is never torn apart.
const OVERLAP: usize = 4096;

/// The longest value beside the records that a sink is given.
const MEMBER_LIMIT: usize = 8 * 1024 * 1024;

/// How many objects and arrays may stand around a record.
const DEEPEST: usize = 6;

/// How many bytes may be measured again after missing quotes and brackets, besides eight times what is done:
/// a file of nothing but damage still takes linear time.
const MEASURED_TWICE: u64 = 16 * 1024 * 1024;

/// What stands around the position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    /// An object that holds records.
    Object,
    /// An array of records.
    Array,
}

/// A reader of JSON that gives each record to a sink.
#[derive(Debug)]
pub(in crate::input) struct JsonRecords<R, S> {
    scanner: Scanner<R>,
    sink: S,
    /// What the format is called where an input is not of it.
    format: &'static str,
    has_begun: bool,
    has_ended: bool,
    levels: Vec<Level>,
    /// How many bytes were measured as a part of a record that did not end where it should.
    measured_twice: u64,
}

impl<R: Read + Send, S: Sink> JsonRecords<R, S> {
    /// A reader of a source that stands at its beginning.
    pub(in crate::input) fn new(source: R, sink: S, format: &'static str) -> Self {
        Self {
            scanner: Scanner::new(source),
            sink,
            format,
            has_begun: false,
            has_ended: false,
            levels: Vec::new(),
            measured_twice: 0,
        }
    }

    fn begin(&mut self) -> Result<()> {
        self.has_begun = true;
        self.scanner.skip_mark().map_err(cannot_read)?;
        let first = self.scanner.peek().map_err(cannot_read)?;
        if !matches!(first, Some(b'{' | b'[')) && !self.has_records_behind().map_err(cannot_read)? {
            self.has_ended = true;
            let message = format!("the input is no {}: it begins with neither {{ nor [", self.format);
            return Err(Error::new(ErrorKind::Input, message));
        }
        Ok(())
    }

    /// Whether a record begins on one of the next lines, where the first one begins none.
    fn has_records_behind(&mut self) -> io::Result<bool> {
        self.scanner.want(HEAD)?;
        let window = self.scanner.window();
        let mut lines = window[..window.len().min(HEAD)].split(|byte| *byte == b'\n');
        Ok(lines.any(|line| line.starts_with(b"{") && S::is_record(line)))
    }

    /// Goes on by one step of the file's structure.
    fn step(&mut self) -> io::Result<()> {
        match (self.levels.last().copied(), self.scanner.peek()?) {
            (None, None) => {
                self.sink.finish();
                self.has_ended = true;
            }
            (Some(_), None) => self.cut(self.scanner.offset()),
            (None, Some(0xEF)) if self.scanner.skip_mark()? => {}
            (_, Some(b',')) => self.scanner.consume(1),
            (Some(Level::Object), Some(b'}')) | (Some(Level::Array), Some(b']')) => {
                self.scanner.consume(1);
                self.levels.pop();
            }
            (Some(Level::Object), Some(_)) => self.step_in_object()?,
            (None | Some(Level::Array), Some(b'{')) => match self.shape_here()? {
                Shape::Holder => self.enter(Level::Object),
                Shape::Other if self.is_long() => self.enter(Level::Object),
                Shape::Record | Shape::Other => self.read_record()?,
            },
            (None, Some(b'[')) => self.enter(Level::Array),
            (Some(Level::Array), Some(b'[')) if self.shape_here()? == Shape::Holder => {
                self.enter(Level::Array);
            }
            (None | Some(Level::Array), Some(b'"' | b'[' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')) => {
                self.read_no_object()?;
            }
            (_, Some(_)) => self.find_next_record()?,
        }
        Ok(())
    }

    fn enter(&mut self, level: Level) {
        self.scanner.consume(1);
        self.levels.push(level);
    }

    /// What the value at the position is; where too much stands around it already, it holds nothing.
    fn shape_here(&mut self) -> io::Result<Shape> {
        self.scanner.want(HEAD)?;
        let window = self.scanner.window();
        let shape = shape(&window[..window.len().min(HEAD)], S::is_record);
        Ok(if self.levels.len() >= DEEPEST && shape == Shape::Holder { Shape::Other } else { shape })
    }

    /// Whether the object at the position is longer than what was looked at to tell what it is, so that records
    /// may stand behind that.
    fn is_long(&self) -> bool {
        let window = self.scanner.window();
        self.levels.len() < DEEPEST
            && window.len() >= HEAD
            && Walk::default().advance(&window[..HEAD]).is_none()
            && self.next_within(HEAD).is_none()
    }

    fn step_in_object(&mut self) -> io::Result<()> {
        let Some(key) = self.scanner.take_key()? else { return self.lose_the_way() };
        let level = match self.scanner.peek()? {
            None => return self.lose_the_way(),
            Some(b'{') => Level::Object,
            Some(b'[') if key == MESSAGES => {
                self.enter(Level::Array);
                return Ok(());
            }
            Some(b'[') => Level::Array,
            Some(_) => return self.take_member(&key),
        };
        match self.shape_here()? {
            Shape::Record => self.read_record(),
            Shape::Holder => {
                self.enter(level);
                Ok(())
            }
            Shape::Other => self.take_member(&key),
        }
    }

    /// Goes past a value beside the records.
    fn take_member(&mut self, key: &str) -> io::Result<()> {
        let offset = self.scanner.offset();
        let is_whole = if S::wants(key) {
            match self.scanner.measure(MEMBER_LIMIT)? {
                Extent::Whole { length, .. } => {
                    self.sink.take_member(key, &self.scanner.window()[..length]);
                    self.scanner.consume(length);
                    true
                }
                Extent::TooLong(walk) => self.scanner.skip_rest(walk)?,
                Extent::Cut(_) => false,
            }
        } else {
            self.scanner.skip()?
        };
        if !is_whole {
            self.cut(offset);
        }
        Ok(())
    }

    /// Reads the record at the position.
    fn read_record(&mut self) -> io::Result<()> {
        let offset = self.scanner.offset();
        match self.measure_record()? {
            Extent::Whole { length, deepest } => {
                let is_read = sink::take(&mut self.sink, &self.scanner.window()[..length], offset, deepest);
                if is_read || !self.go_on_within(length) {
                    self.scanner.consume(length);
                }
            }
            Extent::TooLong(walk) => {
                self.sink.reject("longer than 32 MiB", self.scanner.window(), offset);
                if !self.go_on_within(RECORD_LIMIT) && !self.scanner.skip_rest(walk)? {
                    self.cut(offset);
                }
            }
            Extent::Cut(length) => {
                if self.next_within(length).is_some() {
                    self.sink.reject("not valid JSON", self.scanner.window(), offset);
                    self.go_on_within(length);
                } else {
                    self.cut(offset);
                }
            }
        }
        Ok(())
    }

    /// Measures the record at the position. Where a long one holds the beginning of another, a quote or a
    /// bracket is missing before that, so the record is not measured to its end.
    fn measure_record(&mut self) -> io::Result<Extent> {
        match self.scanner.measure(CHUNK)? {
            Extent::TooLong(_) if self.next_within(CHUNK).is_none() => self.scanner.measure(RECORD_LIMIT),
            Extent::TooLong(_) => Ok(Extent::Cut(CHUNK)),
            extent => Ok(extent),
        }
    }

    /// Where the next record begins within so many bytes of the window: by its first keys, or, where records
    /// stand one a line, at the beginning of a line.
    fn next_within(&self, length: usize) -> Option<usize> {
        let bytes = &self.scanner.window()[..length];
        let by_line = || memchr::memmem::find(bytes, b"\n{").map(|line| line + 1);
        let line = if self.levels.is_empty() { by_line() } else { None };
        let known = S::next_record(&bytes[..line.unwrap_or(length)]);
        known.or(line)
    }

    /// Goes to the next record when it begins within these bytes, which were taken for one record because a
    /// quote or a bracket is missing. `false` when there is none.
    fn go_on_within(&mut self, length: usize) -> bool {
        let Some(next) = self.next_within(length) else { return false };
        let offset = self.scanner.offset();
        self.measured_twice += (length - next) as u64;
        if self.measured_twice <= MEASURED_TWICE + 8 * offset {
            self.scanner.consume(next);
        } else {
            self.cut(offset);
        }
        true
    }

    /// Goes past an element that is no object. `null` stands for a message that there is not.
    fn read_no_object(&mut self) -> io::Result<()> {
        let offset = self.scanner.offset();
        match self.scanner.measure(RECORD_LIMIT)? {
            Extent::Whole { length, .. } => {
                let value = &self.scanner.window()[..length];
                if value != b"null" {
                    self.sink.reject("not an object", value, offset);
                }
                self.scanner.consume(length);
            }
            Extent::TooLong(walk) => {
                self.sink.reject("longer than 32 MiB", self.scanner.window(), offset);
                if !self.scanner.skip_rest(walk)? {
                    self.cut(offset);
                }
            }
            Extent::Cut(_) => self.cut(offset),
        }
        Ok(())
    }

    /// Goes past what is no JSON, to the next record.
    fn find_next_record(&mut self) -> io::Result<()> {
        let offset = self.scanner.offset();
        self.scanner.want(Reject::RAW_LIMIT)?;
        self.sink.reject("not valid JSON", self.scanner.window(), offset);
        loop {
            let length = self.scanner.window().len();
            if let Some(next) = self.next_within(length) {
                self.scanner.consume(next);
                return Ok(());
            }
            self.scanner.consume(length.saturating_sub(OVERLAP));
            if !self.scanner.fill()? {
                self.cut(offset);
                return Ok(());
            }
        }
    }

    /// Ends where the structure is broken so that what follows cannot be placed.
    fn lose_the_way(&mut self) -> io::Result<()> {
        let offset = self.scanner.offset();
        if self.scanner.peek()?.is_some() {
            self.scanner.want(Reject::RAW_LIMIT)?;
            self.sink.reject("not valid JSON", self.scanner.window(), offset);
        }
        self.cut(offset);
        Ok(())
    }

    /// Ends before the input is complete.
    fn cut(&mut self, offset: u64) {
        self.sink.finish();
        self.sink.ready().push_back(Record::Cut(Place::Byte(offset)));
        self.has_ended = true;
    }
}

impl<R: Read + Send, S: Sink + Send> Reader for JsonRecords<R, S> {
    fn next_record(&mut self) -> Result<Option<Record>> {
        loop {
            if let Some(record) = self.sink.ready().pop_front() {
                return Ok(Some(record));
            }
            if self.has_ended {
                return Ok(None);
            }
            if self.has_begun {
                self.step().map_err(cannot_read)?;
            } else {
                self.begin()?;
            }
        }
    }

    fn bytes_read(&self) -> u64 {
        self.scanner.offset()
    }

    fn is_ordered(&self) -> bool {
        self.sink.is_ordered()
    }

    fn bad_bytes(&self) -> Option<BadBytes> {
        self.sink.bad_bytes()
    }

    fn unread_counts(&self) -> Option<UnreadCounts> {
        self.sink.unread_counts()
    }

    fn doubts(&self) -> Vec<Doubtful> {
        self.sink.doubts()
    }
}

fn cannot_read(error: io::Error) -> Error {
    Error::new(ErrorKind::Input, "cannot read the input to its end").caused_by(error)
}
