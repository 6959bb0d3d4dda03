//! Rows of a table as RFC 4180 has them: cells in quotes may hold line ends, separators and doubled quotes.
//!
//! One row is held at a time, up to a limit; time is linear whatever the quotes are.
//!
//! Of tables with tabs many are written without any quoting, as databases do. There a text that begins with a quote would go
//! on over the next rows up to another quote. So where all lines of such a row have as many tabs as the header, the quote is
//! taken for a character like any. Where that is the last row, the text may as well be the beginning of one in quotes that is
//! cut off at a line end. What is there is kept, and the doubt is told, unless another row has a quote in a bare text: who
//! puts texts in quotes would have put that one in them.

mod again;

use std::io::{self, BufRead};

use memchr::{memchr, memchr_iter, memchr2};

use self::again::LONGEST_AGAIN;
use crate::input::RECORD_LIMIT;
use crate::model::Reject;

/// What stands between cells and rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input) struct Dialect {
    /// Between cells.
    pub(in crate::input) separator: u8,
    /// The last byte of a row: `\n`, or `\r` as old Macintosh programs write it.
    pub(in crate::input) row_end: u8,
}

/// A row. Its cells lie one behind the other, without quotes.
#[derive(Debug, Default)]
pub(in crate::input) struct Row {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    raw: Vec<u8>,
    /// All of it as it stands in the input, where it may have to be read again.
    whole: Vec<u8>,
    /// Where it begins, from 1.
    pub(in crate::input) line: u64,
    /// How many cells it has, be they held or not.
    pub(in crate::input) cells: usize,
    /// A quote within a quoted cell is not doubled.
    pub(in crate::input) is_malformed: bool,
    /// It is longer than the limit, and only its beginning is held.
    pub(in crate::input) is_too_long: bool,
    /// A cell of it begins with a quote that was taken for one around it.
    has_quoted_cells: bool,
    /// The input ends within a quoted cell.
    pub(in crate::input) is_open: bool,
    /// The input ends with it, without the end of a row.
    pub(in crate::input) is_last: bool,
    /// The input ends with it, and its last cell may go on.
    pub(in crate::input) may_be_cut: bool,
}

/// What stands between cells and rows, and whether quotes stand around cells.
#[derive(Debug, Clone, Copy)]
struct Quoting {
    dialect: Dialect,
    has_quotes: bool,
}

/// Where in a row the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    CellBegins,
    Plain,
    Quoted,
    /// Behind a quote that ends the cell, unless another one follows.
    QuoteSeen,
    /// Behind that and a carriage return.
    ReturnSeen,
}

/// Reads rows one after another.
#[derive(Debug)]
pub(in crate::input) struct Records<R> {
    source: R,
    dialect: Dialect,
    most_cells: usize,
    bytes_read: u64,
    lines_read: u64,
    /// Whether a cell was seen that holds a line end, as only a quoted one can.
    has_line_ends_in_cells: bool,
    /// Whether a row was seen that has cells in quotes.
    has_quoted_cells: bool,
    /// Whether a row was seen that has a quote in a cell that stands in none.
    has_plain_quotes: bool,
    /// What is to be read before the source, and how much of it has been: a row once more, or what was looked at ahead.
    again: Vec<u8>,
    again_done: usize,
    /// How many bytes were to be read again.
    read_again: u64,
    /// The row that was read last.
    pub(in crate::input) row: Row,
}

impl<R: BufRead> Records<R> {
    /// A reader of `source` from its beginning; more than `most_cells` of a row are counted, not held.
    pub(in crate::input) fn new(source: R, dialect: Dialect, most_cells: usize) -> Self {
        Self {
            source,
            dialect,
            most_cells,
            bytes_read: 0,
            lines_read: 0,
            has_line_ends_in_cells: false,
            has_quoted_cells: false,
            has_plain_quotes: false,
            again: Vec::new(),
            again_done: 0,
            read_again: 0,
            row: Row::default(),
        }
    }

    /// What stands between cells and rows.
    pub(in crate::input) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// How many cells of a row are held from now on: the row at hand is a header, and those above it tell nothing of quotes.
    pub(in crate::input) fn hold_cells(&mut self, most_cells: usize) {
        self.most_cells = most_cells;
        self.has_line_ends_in_cells = self.lines_read > self.row.line;
        self.has_quoted_cells = self.row.has_quoted_cells;
        self.has_plain_quotes = false;
    }

    /// Reads the next row that is not an empty line; `false` at the end.
    pub(in crate::input) fn read(&mut self) -> io::Result<bool> {
        let mut has_quotes = true;
        let mut may_be_cut = false;
        loop {
            self.row.clear(self.lines_read + 1);
            self.row.may_be_cut = may_be_cut;
            let mut state = State::CellBegins;
            let mut has_ended = false;
            while !has_ended {
                let is_again = self.again_done < self.again.len();
                let chunk = match self.source.fill_buf() {
                    _ if is_again => &self.again[self.again_done..],
                    Ok(chunk) => chunk,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Err(error) => return Err(error),
                };
                if chunk.is_empty() {
                    if self.row.is_blank() && state == State::CellBegins {
                        return Ok(false);
                    }
                    self.row.is_open = state == State::Quoted;
                    self.row.is_last = true;
                    self.row.end_cell(self.most_cells);
                    break;
                }
                let (used, lines);
                let quoting = Quoting { dialect: self.dialect, has_quotes };
                (used, lines, has_ended) = self.row.feed(chunk, quoting, self.most_cells, &mut state);
                let room = Reject::RAW_LIMIT.saturating_sub(self.row.raw.len()).min(used);
                self.row.raw.extend_from_slice(&chunk[..room]);
                if self.dialect.separator == b'\t' && self.row.whole.len() <= LONGEST_AGAIN {
                    self.row.whole.extend_from_slice(&chunk[..used]);
                }
                if is_again {
                    self.again_done += used;
                } else {
                    self.source.consume(used);
                }
                self.bytes_read += used as u64;
                self.lines_read += lines;
            }
            if has_quotes && self.is_of_several_rows() {
                may_be_cut = self.row.is_open && !self.has_plain_quotes && self.is_one_line();
                self.has_plain_quotes |= !may_be_cut;
                self.go_back();
                has_quotes = false;
                continue;
            }
            let is_whole = !self.row.is_malformed && !self.row.is_open;
            self.has_line_ends_in_cells |= is_whole && self.lines_read > self.row.line;
            self.has_quoted_cells |= is_whole && self.row.has_quoted_cells;
            self.has_plain_quotes |=
                is_whole && !self.row.has_quoted_cells && memchr(b'"', &self.row.whole).is_some();
            let is_empty_line = self.row.cells == 1 && self.row.raw.trim_ascii().is_empty();
            if !is_empty_line {
                return Ok(true);
            }
        }
    }

    /// How many bytes have been read.
    pub(in crate::input) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }
}

impl Row {
    /// The bytes of a cell; none where there is no such cell.
    pub(in crate::input) fn cell(&self, index: usize) -> &[u8] {
        let Some(end) = self.ends.get(index) else { return &[] };
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.bytes.get(start..*end).unwrap_or_default()
    }

    /// Whether all of its cells are empty.
    pub(in crate::input) fn is_blank(&self) -> bool {
        self.bytes.is_empty() && self.cells == 0
    }

    /// Whether none of its cells has anything in it.
    pub(in crate::input) fn has_no_content(&self) -> bool {
        self.bytes.is_empty() && !self.is_too_long
    }

    /// The beginning of the row as it stands in the input.
    pub(in crate::input) fn raw(&self) -> &[u8] {
        &self.raw
    }

    fn clear(&mut self, line: u64) {
        const KEPT: usize = 1024 * 1024;
        self.bytes.clear();
        self.ends.clear();
        self.raw.clear();
        self.whole.clear();
        self.bytes.shrink_to(KEPT);
        self.whole.shrink_to(KEPT);
        self.line = line;
        self.cells = 0;
        self.is_malformed = false;
        self.has_quoted_cells = false;
        self.is_too_long = false;
        self.is_open = false;
        self.is_last = false;
        self.may_be_cut = false;
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.is_too_long {
            return;
        }
        if self.bytes.len() + bytes.len() > RECORD_LIMIT {
            self.is_too_long = true;
            self.bytes = Vec::new();
            self.ends.clear();
        } else {
            self.bytes.extend_from_slice(bytes);
        }
    }

    fn end_cell(&mut self, most_cells: usize) {
        self.cells += 1;
        if self.ends.len() < most_cells {
            self.ends.push(self.bytes.len());
        }
    }

    /// Takes the part of `chunk` that belongs to the row: its length, how many lines end in it, and whether the
    /// row does.
    fn feed(
        &mut self,
        chunk: &[u8],
        quoting: Quoting,
        most_cells: usize,
        state: &mut State,
    ) -> (usize, u64, bool) {
        let Quoting { dialect: Dialect { separator, row_end }, has_quotes } = quoting;
        let mut at = 0;
        let mut lines = 0;
        while at < chunk.len() {
            let rest = &chunk[at..];
            match *state {
                State::CellBegins if rest[0] == b'"' && has_quotes => {
                    at += 1;
                    self.has_quoted_cells = true;
                    *state = State::Quoted;
                }
                State::CellBegins => *state = State::Plain,
                State::Plain => {
                    let Some(length) = memchr2(separator, row_end, rest) else {
                        self.keep(rest);
                        return (chunk.len(), lines, false);
                    };
                    self.keep(&rest[..length]);
                    at += length + 1;
                    if rest[length] == row_end {
                        self.drop_return(row_end);
                        self.end_cell(most_cells);
                        return (at, lines + 1, true);
                    }
                    self.end_cell(most_cells);
                    *state = State::CellBegins;
                }
                State::Quoted => {
                    let length = memchr(b'"', rest);
                    let content = &rest[..length.unwrap_or(rest.len())];
                    self.keep(content);
                    lines += memchr_iter(row_end, content).count() as u64;
                    at += content.len();
                    if length.is_some() {
                        at += 1;
                        *state = State::QuoteSeen;
                    }
                }
                State::QuoteSeen | State::ReturnSeen => {
                    let is_first = *state == State::QuoteSeen;
                    match rest[0] {
                        byte if byte == row_end => {
                            self.end_cell(most_cells);
                            return (at + 1, lines + 1, true);
                        }
                        byte if byte == separator && is_first => {
                            self.end_cell(most_cells);
                            at += 1;
                            *state = State::CellBegins;
                        }
                        b'"' if is_first => {
                            self.keep(b"\"");
                            at += 1;
                            *state = State::Quoted;
                        }
                        b'\r' if is_first => {
                            at += 1;
                            *state = State::ReturnSeen;
                        }
                        _ => {
                            self.is_malformed = true;
                            *state = State::Plain;
                        }
                    }
                }
            }
        }
        (at, lines, false)
    }

    /// Drops the carriage return before a line feed.
    fn drop_return(&mut self, row_end: u8) {
        let start = self.ends.last().copied().unwrap_or(0);
        if row_end == b'\n' && self.bytes.len() > start && self.bytes.last() == Some(&b'\r') {
            self.bytes.pop();
        }
    }
}
