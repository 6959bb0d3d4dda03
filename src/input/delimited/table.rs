//! A table with a header: which separator it has, and its rows with as many cells as the header.

mod beginning;
mod further;

use std::borrow::Cow;
use std::io::{self, BufRead, Cursor, Read};

pub(super) use self::beginning::first_two_rows;
use self::beginning::{Preamble, preamble, sniff};
pub(in crate::input) use self::beginning::{first_row, has_even_rows};
pub(in crate::input) use self::further::Headers;
use super::drawn::{REMEDY, WHAT, is_drawn};
use super::records::{Records, Row};
use crate::input::columns::count::Unread;
use crate::input::detect::HEAD;
use crate::input::{BadBytes, UnreadCounts};
use crate::model::{Place, Reject};
use crate::{Error, ErrorKind, Result};

/// The most columns that a table may have.
const MOST_COLUMNS: usize = 4096;

/// What a row is that names columns otherwise than the header above it.
pub(in crate::input) const NAMES_AGAIN: &str = "names of columns, as above another table";

/// What a row is that names columns otherwise than the rows below it are.
pub(in crate::input) const NAMES_ALONE: &str = "names of columns, in another order than the rows below have";

/// A table, row by row.
pub(in crate::input) struct Table<R> {
    records: Records<io::Chain<Cursor<Vec<u8>>, R>>,
    header: Vec<String>,
    headers: Box<dyn Headers>,
    /// Bytes before the header: a byte order mark, a line that names the separator.
    skipped: u64,
    bad_bytes: Option<BadBytes>,
    unread_counts: Option<UnreadCounts>,
    has_ended: bool,
    /// A row that was looked at ahead of its turn.
    ahead: Option<Row>,
    /// Whether the row that is read next stands right below the header.
    is_below_header: bool,
    /// How many bytes were looked at ahead of their turn.
    looked_ahead: u64,
}

/// What comes next in a table.
pub(in crate::input) enum Next {
    /// A row, which [`Table::cell`] looks into.
    Row,
    /// A row that could not be read.
    Reject(Reject),
    /// A header that names the columns otherwise than the one before, as where somebody has put tables one behind the other.
    /// The rows below it are by its names.
    Header(Reject),
    /// The input ends within a row.
    Cut(Place),
    /// The end.
    End,
}

impl<R: BufRead> Table<R> {
    /// Reads the header of `source`; of several separators the one stands that makes the most columns of names
    /// that `is_known`. A header further down may have other columns if `headers` says that they will do.
    ///
    /// # Errors
    /// When the source cannot be read, or has no header.
    pub(in crate::input) fn open(
        mut source: R,
        is_known: &dyn Fn(&str) -> bool,
        headers: Box<dyn Headers>,
    ) -> Result<Self> {
        let mut head = Vec::new();
        source.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(cannot_read)?;
        if is_drawn(&head) {
            return Err(Error::new(ErrorKind::Input, format!("it {WHAT}")).hint(REMEDY));
        }
        let Preamble { length, separator } = preamble(&head);
        let dialect = sniff(&head[length..], separator, is_known);
        head.drain(..length);
        let mut records = Records::new(Cursor::new(head).chain(source), dialect, MOST_COLUMNS);
        let has_header = records.read().map_err(cannot_read)?;
        let row = &records.row;
        if !has_header || row.is_malformed || row.is_too_long || row.is_open || row.cells > MOST_COLUMNS {
            return Err(Error::new(ErrorKind::Input, "the first line is no header of a table")
                .hint("name the columns in the first line, separated by commas, semicolons or tabs"));
        }
        let header: Vec<String> = (0..row.cells).map(|index| name(row.cell(index)).into_owned()).collect();
        records.hold_cells(header.len());
        Ok(Self {
            records,
            header,
            headers,
            skipped: length as u64,
            bad_bytes: None,
            unread_counts: None,
            has_ended: false,
            ahead: None,
            is_below_header: true,
            looked_ahead: 0,
        })
    }

    /// The names of the columns.
    pub(in crate::input) fn header(&self) -> &[String] {
        &self.header
    }

    /// Goes on to the next row.
    ///
    /// # Errors
    /// When the source cannot be read on.
    pub(in crate::input) fn advance(&mut self) -> Result<Next> {
        if self.records.row.may_be_cut && !self.has_ended {
            self.has_ended = true;
            return Ok(Next::Cut(Place::Line(self.records.row.line)));
        }
        while !self.has_ended && self.go_on().map_err(cannot_read)? {
            let is_below_header = std::mem::replace(&mut self.is_below_header, false);
            let separator = self.skip_separator().map_err(cannot_read)?;
            let row = &self.records.row;
            if row.is_open || row.is_last && !row.is_too_long && row.cells < self.header.len() {
                self.has_ended = true;
                return Ok(Next::Cut(Place::Line(row.line)));
            }
            let reason = if row.is_too_long {
                "longer than 32 MiB"
            } else if row.is_malformed {
                "a quote in a quoted cell that is not doubled"
            } else if row.cells != self.header.len() {
                if let Some(names) = self.other_header()
                    && (!separator.is_empty() || self.is_above_own_rows(&names)?)
                {
                    return Ok(Next::Header(self.begin_header(names, &separator)));
                }
                "wrong number of cells"
            } else if row.has_no_content() || is_below_header && self.underlines_header() {
                continue;
            } else if self.repeats_header() {
                self.is_below_header = true;
                continue;
            } else if !separator.is_empty() || self.reorders_header() {
                let names = self.names();
                if !separator.is_empty() || self.is_above_own_rows(&names)? {
                    return Ok(Next::Header(self.begin_header(names, &separator)));
                }
                NAMES_ALONE
            } else {
                return Ok(Next::Row);
            };
            return Ok(Next::Reject(self.reject(reason, None)));
        }
        self.has_ended = true;
        Ok(Next::End)
    }

    /// Goes on to the next row as it stands in the input; `false` at the end.
    fn go_on(&mut self) -> io::Result<bool> {
        let Some(row) = self.ahead.take() else { return self.records.read() };
        self.records.row = row;
        Ok(true)
    }

    /// The text of a cell of the row at hand, with U+FFFD for what is not UTF-8.
    pub(in crate::input) fn cell(&self, index: usize) -> Cow<'_, str> {
        let cell = self.records.row.cell(index);
        // Several times as fast as the lossy way, where nothing is lost.
        str::from_utf8(cell).map_or_else(|_| String::from_utf8_lossy(cell), Cow::Borrowed)
    }

    /// Whether tabs stand between the cells.
    pub(in crate::input) fn is_of_tabs(&self) -> bool {
        self.records.dialect().separator == b'\t'
    }

    /// Where the row at hand stands.
    pub(in crate::input) fn place(&self) -> Place {
        Place::Line(self.records.row.line)
    }

    /// How many bytes a cell of the row at hand has.
    pub(in crate::input) fn cell_length(&self, index: usize) -> usize {
        self.records.row.cell(index).len()
    }

    /// Counts the row at hand among those with bytes that are not UTF-8.
    pub(in crate::input) fn note_bad_bytes(&mut self) {
        BadBytes::add(&mut self.bad_bytes, Place::Line(self.records.row.line));
    }

    /// The row at hand as one that cannot be read.
    pub(in crate::input) fn reject(&self, reason: &str, external_id: Option<String>) -> Reject {
        let row: &Row = &self.records.row;
        let mut raw = String::from_utf8_lossy(row.raw()).into_owned();
        raw.truncate(raw.floor_char_boundary(Reject::RAW_LIMIT));
        Reject { place: Place::Line(row.line), external_id, reason: reason.to_owned(), raw }
    }

    /// How many bytes have been read.
    pub(in crate::input) fn bytes_read(&self) -> u64 {
        self.skipped + self.records.bytes_read()
    }

    /// What of the rows was no count where one should stand.
    pub(in crate::input) fn unread_counts(&self) -> Option<UnreadCounts> {
        self.unread_counts.clone()
    }

    /// Notes that the row at hand has these.
    pub(in crate::input) fn note_unread_counts(&mut self, unread: Unread) {
        let line = self.records.row.line;
        UnreadCounts::add(&mut self.unread_counts, unread, || Place::Line(line));
    }

    /// What of the rows was not UTF-8.
    pub(in crate::input) fn bad_bytes(&self) -> Option<BadBytes> {
        self.bad_bytes.clone()
    }
}

/// The name of a column by its cell, without a byte order mark and white space around it.
fn name(cell: &[u8]) -> Cow<'_, str> {
    let bare = |text: &str| text.trim().trim_start_matches('\u{FEFF}').to_owned();
    match str::from_utf8(cell) {
        Ok(text) => Cow::Borrowed(text.trim().trim_start_matches('\u{FEFF}')),
        Err(_) => Cow::Owned(bare(&String::from_utf8_lossy(cell))),
    }
}

/// Why the input cannot be read on.
pub(super) fn cannot_read(error: io::Error) -> Error {
    Error::new(ErrorKind::Input, "cannot read the input to its end").caused_by(error)
}
