//! Finds where JSON values end, in a buffer that holds no more than the value at hand.
//!
//! Values are told apart by quotes and brackets alone, so the invalid JSON that Telegram Desktop writes
//! inside strings does no harm here, and no depth of nesting costs stack.

use std::io::{self, Read};

use memchr::memchr2;

/// How much is read at once.
pub(in crate::input) const CHUNK: usize = 256 * 1024;

/// The byte order mark.
pub(in crate::input) const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The longest key of an object that is looked at; longer ones are as good as unknown.
const KEY_LIMIT: usize = 4096;

/// Walks over one value, piece by piece.
#[derive(Debug, Default)]
pub(in crate::input) struct Walk {
    depth: usize,
    deepest: usize,
    in_string: bool,
    is_escaped: bool,
    is_scalar: bool,
    has_begun: bool,
}

impl Walk {
    /// Goes on over `bytes`; gives the length of the part that belongs to the value when it ends there.
    pub(in crate::input) fn advance(&mut self, bytes: &[u8]) -> Option<usize> {
        let first = bytes.first()?;
        if !self.has_begun {
            self.has_begun = true;
            self.is_scalar = !matches!(first, b'"' | b'{' | b'[');
        }
        if self.is_scalar {
            return bytes.iter().position(|byte| b",]}: \t\r\n".contains(byte));
        }
        let mut at = 0;
        while at < bytes.len() {
            if !self.in_string {
                at = self.step_outside(bytes, at);
                if self.depth == 0 && !self.in_string {
                    return Some(at);
                }
            } else if self.is_escaped {
                self.is_escaped = false;
                at += 1;
            } else {
                at += memchr2(b'"', b'\\', &bytes[at..])? + 1;
                if bytes[at - 1] == b'\\' {
                    self.is_escaped = true;
                } else {
                    self.in_string = false;
                    if self.depth == 0 {
                        return Some(at);
                    }
                }
            }
        }
        None
    }

    /// Goes over what is no string; stops after the first quote, and after the bracket that ends the value.
    fn step_outside(&mut self, bytes: &[u8], from: usize) -> usize {
        for (index, byte) in bytes[from..].iter().enumerate() {
            match byte {
                b'"' => {
                    self.in_string = true;
                    return from + index + 1;
                }
                b'{' | b'[' => {
                    self.depth += 1;
                    self.deepest = self.deepest.max(self.depth);
                }
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return from + index + 1;
                    }
                }
                _ => {}
            }
        }
        bytes.len()
    }

    /// How many brackets were open at once.
    pub(in crate::input) fn deepest(&self) -> usize {
        self.deepest
    }
}

/// How far the value at the scanner's position reaches.
#[derive(Debug)]
pub(in crate::input) enum Extent {
    /// It is whole in the buffer, this long.
    Whole {
        /// Bytes.
        length: usize,
        /// How many brackets were open at once.
        deepest: usize,
    },
    /// It is longer than the limit; the walk can be gone on with by [`Scanner::skip_rest`].
    TooLong(Walk),
    /// The input ends within it; this much of it is in the buffer.
    Cut(usize),
}

/// A refillable buffer over the input, with a position.
#[derive(Debug)]
pub(in crate::input) struct Scanner<R> {
    source: R,
    buffer: Vec<u8>,
    position: usize,
    filled: usize,
    /// Where the buffer's first byte stands in the input.
    base: u64,
    has_ended: bool,
}

impl<R: Read> Scanner<R> {
    /// A scanner over an input.
    pub(in crate::input) fn new(source: R) -> Self {
        Self::at(source, 0, CHUNK)
    }

    /// A scanner over a source whose next byte stands at `base` of the input, reading `room` bytes at once.
    pub(in crate::input) fn at(source: R, base: u64, room: usize) -> Self {
        Self { source, buffer: vec![0; room], position: 0, filled: 0, base, has_ended: false }
    }

    /// Where the position is in the input.
    pub(in crate::input) fn offset(&self) -> u64 {
        self.base + self.position as u64
    }

    /// Where the next read from the source begins.
    pub(in crate::input) fn read_offset(&self) -> u64 {
        self.base + self.filled as u64
    }

    /// The source itself. Whoever moves it must bring it back to [`Self::read_offset`].
    pub(in crate::input) fn source_mut(&mut self) -> &mut R {
        &mut self.source
    }

    /// What is in the buffer from the position on.
    pub(in crate::input) fn window(&self) -> &[u8] {
        &self.buffer[self.position..self.filled]
    }

    /// Goes on by `length` bytes of the window.
    pub(in crate::input) fn consume(&mut self, length: usize) {
        self.position = (self.position + length).min(self.filled);
    }

    /// Reads more behind the window; `false` at the end of the input.
    pub(in crate::input) fn fill(&mut self) -> io::Result<bool> {
        if self.has_ended {
            return Ok(false);
        }
        if self.filled == self.buffer.len() {
            self.make_room();
        }
        loop {
            match self.source.read(&mut self.buffer[self.filled..]) {
                Ok(0) => {
                    self.has_ended = true;
                    return Ok(false);
                }
                Ok(length) => {
                    self.filled += length;
                    return Ok(true);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Drops what lies before the position; grows when the rest fills more than half, and gives the
    /// room of a long record back after it.
    fn make_room(&mut self) {
        let kept = self.filled - self.position;
        let length = self.buffer.len();
        if length > 4 * CHUNK && kept < CHUNK {
            let mut smaller = vec![0; CHUNK];
            smaller[..kept].copy_from_slice(&self.buffer[self.position..self.filled]);
            self.buffer = smaller;
        } else {
            self.buffer.copy_within(self.position..self.filled, 0);
            if kept > length / 2 {
                self.buffer.resize(length + (length).min(4 * 1024 * 1024), 0);
            }
        }
        self.base += self.position as u64;
        self.position = 0;
        self.filled = kept;
    }

    /// The next byte that is no white space, which stays; `None` at the end of the input.
    pub(in crate::input) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let window = &self.buffer[self.position..self.filled];
            if let Some(length) = window.iter().position(|byte| !b" \t\r\n".contains(byte)) {
                self.position += length;
                return Ok(Some(self.buffer[self.position]));
            }
            self.position = self.filled;
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// Makes sure that `length` bytes are in the window, as far as the input has them.
    pub(in crate::input) fn want(&mut self, length: usize) -> io::Result<()> {
        while self.filled - self.position < length && self.fill()? {}
        Ok(())
    }

    /// Goes past a byte order mark, which also stands where files are put one behind the other; `false` when there is none.
    pub(in crate::input) fn skip_mark(&mut self) -> io::Result<bool> {
        self.want(MARK.len())?;
        let is_there = self.window().starts_with(MARK);
        if is_there {
            self.consume(MARK.len());
        }
        Ok(is_there)
    }

    /// Measures the value at the position, and brings it into the buffer whole.
    pub(in crate::input) fn measure(&mut self, limit: usize) -> io::Result<Extent> {
        let mut walk = Walk::default();
        let mut at = 0;
        loop {
            let window = &self.buffer[self.position + at..self.filled];
            let length = window.len();
            if let Some(last) = walk.advance(window) {
                if at + last > limit {
                    // Not walked to its end as far as the caller can tell: walk it again, unheld.
                    return Ok(Extent::TooLong(Walk::default()));
                }
                return Ok(Extent::Whole { length: at + last, deepest: walk.deepest() });
            }
            at += length;
            if at > limit {
                return Ok(Extent::TooLong(Walk::default()));
            }
            if !self.fill()? {
                return Ok(Extent::Cut(at));
            }
        }
    }

    /// Goes past the value of this walk without holding it; `false` when the input ends within it.
    pub(in crate::input) fn skip_rest(&mut self, mut walk: Walk) -> io::Result<bool> {
        loop {
            if let Some(length) = walk.advance(&self.buffer[self.position..self.filled]) {
                self.position += length;
                return Ok(true);
            }
            self.position = self.filled;
            if !self.fill()? {
                return Ok(false);
            }
        }
    }

    /// Goes past the value at the position; `false` when the input ends within it.
    pub(in crate::input) fn skip(&mut self) -> io::Result<bool> {
        self.skip_rest(Walk::default())
    }

    /// Takes the key at the position, and the colon behind it. `None` when there is none, or the input
    /// ends; the position is then where the trouble is.
    pub(in crate::input) fn take_key(&mut self) -> io::Result<Option<String>> {
        if self.peek()? != Some(b'"') {
            return Ok(None);
        }
        let key = match self.measure(KEY_LIMIT)? {
            Extent::Whole { length, .. } => {
                let key = String::from_utf8_lossy(&self.window()[1..length - 1]).into_owned();
                self.consume(length);
                key
            }
            Extent::TooLong(walk) => {
                if !self.skip_rest(walk)? {
                    return Ok(None);
                }
                String::new()
            }
            Extent::Cut(length) => {
                self.consume(length);
                return Ok(None);
            }
        };
        if self.peek()? != Some(b':') {
            return Ok(None);
        }
        self.consume(1);
        Ok(Some(key))
    }
}

#[cfg(test)]
mod tests;
