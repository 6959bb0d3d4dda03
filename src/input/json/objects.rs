//! Cuts JSON objects out of lines, arrays and an outer object's list, one after another.
//!
//! Records are told apart by quotes and brackets, or by line ends where each stands on a line of its own. A
//! damaged one costs itself: reading goes on at the next line, or at the next beginning of a record.

mod level;
mod next;

use std::io::{self, Read};

use memchr::memchr;

use self::level::Level;
pub(in crate::input) use self::next::{Next, Value};
use super::scanner::{CHUNK, Extent, MARK, Scanner, Walk};
use super::why_unreadable;
use crate::input::{BEHIND_END, RECORD_LIMIT};
use crate::model::{Place, Reject};

/// The longest value beside the list of records that is given.
const MEMBER_LIMIT: usize = 64 * 1024;

/// How many bytes may be measured again after missing quotes and brackets, besides eight times what is done.
const MEASURED_TWICE: u64 = 16 * 1024 * 1024;

/// Finds the first beginning of a record behind the first byte.
pub(in crate::input) type FindStart = fn(&[u8]) -> Option<usize>;

/// Cuts an input into its records.
#[derive(Debug)]
pub(in crate::input) struct JsonObjects<R> {
    scanner: Scanner<R>,
    level: Level,
    /// The member of an outer object that lists the records; without one, objects are records.
    list: Option<&'static str>,
    /// Without it no record is looked for within a damaged value.
    find_start: Option<FindStart>,
    /// How much of the window the last value takes.
    taken: usize,
    line: u64, // Blank lines count, too.
    /// The beginning of what was passed over.
    passed: Vec<u8>,
    measured_twice: u64,
}

impl<R: Read> JsonObjects<R> {
    /// Cuts the records out of `source`: those in lines and arrays, and with `list` those in the member of
    /// this name of an outermost object. `find_start` finds the way again in a damaged
    /// input; without it a record that lacks a quote or a bracket costs what follows up to the next balance.
    pub(in crate::input) fn new(
        source: R,
        list: Option<&'static str>,
        find_start: Option<FindStart>,
    ) -> Self {
        Self {
            scanner: Scanner::new(source),
            level: Level::Start,
            list,
            find_start,
            taken: 0,
            line: 1,
            passed: Vec::new(),
            measured_twice: 0,
        }
    }

    /// How far the input is read.
    pub(in crate::input) fn offset(&self) -> u64 {
        self.scanner.offset()
    }

    /// What comes next.
    pub(in crate::input) fn next(&mut self) -> io::Result<Next<'_>> {
        self.scanner.consume(std::mem::take(&mut self.taken));
        if self.level == Level::Start {
            self.begin()?;
        }
        match self.level {
            Level::Lines => self.next_line(),
            Level::Object => self.next_member(),
            Level::Start | Level::Ended => Ok(Next::End),
            Level::Broken(offset) => Ok(self.cut(offset)),
            level => self.next_element(level),
        }
    }

    /// Goes back into the last value, which cannot be parsed, to a record that begins within it: a quote or a
    /// bracket is missing before that.
    pub(in crate::input) fn recover(&mut self) {
        if self.level == Level::Lines {
            return;
        }
        let value = &self.scanner.window()[..self.taken];
        if let Some(next) = self.find_start.and_then(|find| find(value)) {
            self.measured_twice += (value.len() - next) as u64;
            if self.measured_twice <= MEASURED_TWICE + 8 * self.scanner.offset() {
                self.taken = next;
            }
        }
    }

    fn begin(&mut self) -> io::Result<()> {
        self.scanner.skip_mark()?;
        self.scanner.want(1)?;
        while let [byte @ (b' ' | b'\t' | b'\r' | b'\n'), ..] = self.scanner.window() {
            self.line += u64::from(*byte == b'\n');
            self.scanner.consume(1);
            self.scanner.want(1)?;
        }
        self.level = match (self.scanner.window().first(), self.list) {
            (None, _) => Level::Ended,
            (Some(b'['), _) => {
                self.scanner.consume(1);
                Level::Array
            }
            (Some(b'{'), Some(_)) => Level::Behind,
            _ => {
                let extent = self.scanner.measure(CHUNK)?;
                let window = self.scanner.window();
                let first_line = window.split(|byte| *byte == b'\n').next().unwrap_or_default();
                let is_value = match extent {
                    _ if first_line.trim_ascii_end() == b"{" => first_line.len() < window.len(),
                    Extent::Whole { length, .. } => is_on_several_lines(&window[..length]),
                    _ => false,
                };
                if is_value { Level::Values } else { Level::Lines }
            }
        };
        Ok(())
    }

    fn next_line(&mut self) -> io::Result<Next<'_>> {
        loop {
            let mut at = 0;
            let end = loop {
                let window = self.scanner.window();
                if let Some(length) = memchr(b'\n', &window[at..]) {
                    break Some(at + length);
                }
                at = window.len();
                if at > RECORD_LIMIT || !self.scanner.fill()? {
                    break None;
                }
            };
            let place = Place::Line(self.line);
            let length = end.unwrap_or(at);
            if length > RECORD_LIMIT {
                return self.skip_line(place);
            }
            let line = &self.scanner.window()[..length];
            self.taken = length + usize::from(end.is_some());
            self.line += 1;
            if line.trim_ascii().is_empty() {
                if end.is_none() {
                    self.level = Level::Ended;
                    return Ok(Next::End);
                }
                self.scanner.consume(std::mem::take(&mut self.taken));
                continue;
            }
            let raw = self.scanner.window()[..length].trim_ascii();
            let raw = raw.strip_prefix(MARK).unwrap_or(raw);
            let is_torn = end.is_none() && raw.starts_with(b"{") && Walk::default().advance(raw).is_none();
            return Ok(Next::Value(Value { raw, place, reason: reason(raw), is_torn }));
        }
    }

    fn skip_line(&mut self, place: Place) -> io::Result<Next<'_>> {
        self.passed = self.scanner.window()[..Reject::RAW_LIMIT].to_vec();
        loop {
            let window = self.scanner.window();
            let end = memchr(b'\n', window);
            let length = end.map_or(window.len(), |end| end + 1);
            self.scanner.consume(length);
            if end.is_some() || !self.scanner.fill()? {
                break;
            }
        }
        self.line += 1;
        Ok(Next::Reject("longer than 32 MiB", &self.passed, place))
    }

    fn next_element(&mut self, mut level: Level) -> io::Result<Next<'_>> {
        loop {
            self.level = level;
            let offset = self.scanner.offset();
            match (level, self.scanner.peek()?) {
                (Level::Behind | Level::Values, None) => {
                    self.level = Level::Ended;
                    return Ok(Next::End);
                }
                (_, None) => return Ok(self.cut(offset)),
                (Level::Array | Level::List | Level::Values, Some(b',')) => self.scanner.consume(1),
                (Level::Array, Some(b']')) => {
                    self.scanner.consume(1);
                    level = Level::Behind;
                }
                (Level::List, Some(b']')) => {
                    self.scanner.consume(1);
                    self.level = Level::Object;
                    return self.next_member();
                }
                (Level::Behind, Some(b'{')) if self.list.is_some() => {
                    self.scanner.consume(1);
                    self.level = Level::Object;
                    return Ok(Next::Object);
                }
                // Several files put one behind the other.
                (Level::Behind, Some(b'[')) => {
                    self.scanner.consume(1);
                    level = Level::Array;
                }
                (Level::Behind | Level::Values, Some(0xEF)) if self.scanner.skip_mark()? => {}
                (Level::Behind, Some(_)) => {
                    self.level = Level::Ended;
                    return self.reject_rest(BEHIND_END);
                }
                (_, Some(b'{' | b'"' | b'[' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')) => {
                    return self.next_value();
                }
                _ => return self.find_next(),
            }
        }
    }

    fn next_value(&mut self) -> io::Result<Next<'_>> {
        let offset = self.scanner.offset();
        let place = Place::Byte(offset);
        match self.measure()? {
            Extent::Whole { length, deepest } => {
                self.taken = length;
                let raw = &self.scanner.window()[..length];
                let reason = why_unreadable(deepest);
                Ok(Next::Value(Value { raw, place, reason, is_torn: false }))
            }
            Extent::TooLong(walk) => {
                self.passed = self.scanner.window()[..Reject::RAW_LIMIT].to_vec();
                if !self.scanner.skip_rest(walk)? {
                    self.level = Level::Broken(offset);
                }
                Ok(Next::Reject("longer than 32 MiB", &self.passed, place))
            }
            Extent::Cut(length) => match self.start_within(length) {
                None => Ok(self.cut(offset)),
                Some(next) => {
                    self.measured_twice += (length - next) as u64;
                    if self.measured_twice > MEASURED_TWICE + 8 * offset {
                        return Ok(self.cut(offset));
                    }
                    self.taken = next;
                    Ok(Next::Reject("not valid JSON", &self.scanner.window()[..next], place))
                }
            },
        }
    }

    /// Where the next record begins within so many bytes of the window.
    fn start_within(&self, length: usize) -> Option<usize> {
        self.find_start.and_then(|find| find(&self.scanner.window()[..length]))
    }

    /// Measures the value at the position. Where a long one holds the beginning of a record, a quote or a
    /// bracket is missing before that, so it is not measured to its end.
    fn measure(&mut self) -> io::Result<Extent> {
        match self.scanner.measure(CHUNK)? {
            Extent::TooLong(_) if self.start_within(CHUNK).is_none() => self.scanner.measure(RECORD_LIMIT),
            Extent::TooLong(_) => Ok(Extent::Cut(CHUNK)),
            extent => Ok(extent),
        }
    }

    fn next_member(&mut self) -> io::Result<Next<'_>> {
        loop {
            let offset = self.scanner.offset();
            match self.scanner.peek()? {
                None => return Ok(self.cut(offset)),
                Some(b',') => self.scanner.consume(1),
                Some(b'}') => {
                    self.scanner.consume(1);
                    return self.next_element(Level::Behind);
                }
                Some(_) => {
                    let Some(key) = self.scanner.take_key()? else { return self.lose_the_way() };
                    match self.scanner.peek()? {
                        None => return Ok(self.cut(offset)),
                        Some(b'[') if self.list == Some(key.as_str()) => {
                            self.scanner.consume(1);
                            while self.scanner.peek()? == Some(b',') {
                                self.scanner.consume(1);
                            }
                            // However many empty lists there are, none costs stack.
                            if self.scanner.peek()? == Some(b']') {
                                self.scanner.consume(1);
                                continue;
                            }
                            return self.next_element(Level::List);
                        }
                        Some(b'{' | b'"' | b'[' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => {}
                        Some(_) => return self.lose_the_way(),
                    }
                    match self.scanner.measure(MEMBER_LIMIT)? {
                        Extent::Whole { length, .. } => {
                            self.taken = length;
                            return Ok(Next::Member(key, &self.scanner.window()[..length]));
                        }
                        Extent::TooLong(walk) => {
                            if !self.scanner.skip_rest(walk)? {
                                return Ok(self.cut(offset));
                            }
                        }
                        Extent::Cut(_) => return Ok(self.cut(offset)),
                    }
                }
            }
        }
    }

    /// Goes past what is no JSON, to the next record.
    fn find_next(&mut self) -> io::Result<Next<'_>> {
        let offset = self.scanner.offset();
        self.scanner.want(Reject::RAW_LIMIT)?;
        let window = self.scanner.window();
        self.passed = window[..window.len().min(Reject::RAW_LIMIT)].to_vec();
        loop {
            let window = self.scanner.window();
            let any = || memchr(b'{', window);
            if let Some(next) = self.find_start.map_or_else(any, |find| find(window)) {
                self.scanner.consume(next);
                break;
            }
            // So much is kept that no beginning is torn apart.
            self.scanner.consume(self.scanner.window().len().saturating_sub(Reject::RAW_LIMIT));
            if !self.scanner.fill()? {
                // Records that nothing stands around may end anywhere.
                let is_open = self.level != Level::Values;
                self.level = if is_open { Level::Broken(offset) } else { Level::Ended };
                break;
            }
        }
        Ok(Next::Reject("not valid JSON", &self.passed, Place::Byte(offset)))
    }

    /// Ends where the outer object is broken so that what follows cannot be placed.
    fn lose_the_way(&mut self) -> io::Result<Next<'_>> {
        let offset = self.scanner.offset();
        if self.scanner.peek()?.is_none() {
            return Ok(self.cut(offset));
        }
        self.level = Level::Broken(offset);
        self.reject_rest("not valid JSON")
    }

    /// What stands at the position, as far as a reject keeps it; nothing behind it is read.
    fn reject_rest(&mut self, reason: &'static str) -> io::Result<Next<'_>> {
        self.scanner.want(Reject::RAW_LIMIT)?;
        let place = Place::Byte(self.scanner.offset());
        Ok(Next::Reject(reason, self.scanner.window(), place))
    }

    /// Ends before the input is complete.
    fn cut(&mut self, offset: u64) -> Next<'static> {
        self.level = Level::Ended;
        Next::Cut(Place::Byte(offset))
    }
}

/// Whether a value is JSON that does not fit on a line; a line with a missing quote is none.
fn is_on_several_lines(value: &[u8]) -> bool {
    memchr(b'\n', value).is_some() && serde_json::from_slice::<serde::de::IgnoredAny>(value).is_ok()
}

/// Why a line that cannot be parsed cannot be.
fn reason(raw: &[u8]) -> &'static str {
    let mut walk = Walk::default();
    walk.advance(raw);
    why_unreadable(walk.deepest())
}

#[cfg(test)]
mod tests;
