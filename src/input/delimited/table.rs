//! A table with a header: which separator it has, and its rows with as many cells as the header.

use std::borrow::Cow;
use std::io::{self, BufRead, Cursor, Read};

use super::drawn::{REMEDY, WHAT, is_drawn};
use super::records::{Dialect, Records, Row};
use crate::input::columns::count::Unread;
use crate::input::detect::HEAD;
use crate::input::{BadBytes, UnreadCounts};
use crate::model::{Place, Reject};
use crate::{Error, ErrorKind, Result};

/// The separators that are told apart, the likeliest first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The most columns that a table may have.
const MOST_COLUMNS: usize = 4096;

/// What a row is that names columns otherwise than the header above it.
pub(in crate::input) const NAMES_AGAIN: &str = "names of columns, as above another table";

/// Whether these names can be a header of such a table.
type IsHeader = Box<dyn Fn(&[String]) -> bool + Send>;

/// A table, row by row.
pub(in crate::input) struct Table<R> {
    records: Records<io::Chain<Cursor<Vec<u8>>, R>>,
    header: Vec<String>,
    is_header: IsHeader,
    /// Bytes before the header: a byte order mark, a line that names the separator.
    skipped: u64,
    bad_bytes: Option<BadBytes>,
    unread_counts: Option<UnreadCounts>,
    has_ended: bool,
    /// A row that was looked at ahead of its turn.
    ahead: Option<Row>,
    /// Whether the row that is read next stands right below the header.
    is_below_header: bool,
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
    /// that `is_known`. A header further down may have other columns if `is_header` says that they will do.
    ///
    /// # Errors
    /// When the source cannot be read, or has no header.
    pub(in crate::input) fn open(
        mut source: R,
        is_known: &dyn Fn(&str) -> bool,
        is_header: IsHeader,
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
            is_header,
            skipped: length as u64,
            bad_bytes: None,
            unread_counts: None,
            has_ended: false,
            ahead: None,
            is_below_header: true,
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
            return Ok(Next::Cut(Place::Line(self.records.row.line + 1)));
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
                if let Some(names) = self.other_header() {
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
                return Ok(Next::Header(self.begin_header(names, &separator)));
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

    /// Goes on from a line that names the separator to the header right below it, and gives that line, else nothing: where
    /// no header is below it, it may be anybody's words.
    fn skip_separator(&mut self) -> io::Result<Vec<u8>> {
        if !names_separator(self.records.row.raw()) {
            return Ok(Vec::new());
        }
        let line = std::mem::take(&mut self.records.row);
        let has_row = self.records.read()?;
        let has_all = self.records.row.cells == self.header.len();
        if has_row && (has_all && self.repeats_header() || self.other_header().is_some()) {
            return Ok(line.raw().to_vec());
        }
        let below = std::mem::replace(&mut self.records.row, line);
        self.ahead = has_row.then_some(below);
        Ok(Vec::new())
    }

    /// Whether the row at hand is the header over again, as where tables are put one behind the other.
    fn repeats_header(&self) -> bool {
        let row = &self.records.row;
        self.header.len() > 1
            && (0..self.header.len())
                .all(|index| name(row.cell(index)).eq_ignore_ascii_case(&self.header[index]))
    }

    /// Whether the row at hand is a line of dashes below the header, as `sqlcmd` draws it.
    fn underlines_header(&self) -> bool {
        let row = &self.records.row;
        let is_line = |cell: &[u8]| cell.starts_with(b"--") && cell.iter().all(|byte| *byte == b'-');
        self.header.len() > 1 && (0..self.header.len()).all(|index| is_line(row.cell(index)))
    }

    /// The cells of the row at hand as names of columns.
    pub(in crate::input) fn names(&self) -> Vec<String> {
        let row = &self.records.row;
        (0..self.header.len()).map(|index| name(row.cell(index)).into_owned()).collect()
    }

    /// Takes these cells of the row at hand for the names of the columns of all rows below it. With it is told of a line
    /// above it that was skipped.
    pub(in crate::input) fn begin_header(&mut self, names: Vec<String>, skipped: &[u8]) -> Reject {
        self.records.hold_cells(names.len());
        self.header = names;
        self.is_below_header = true;
        let mut reject = self.reject(NAMES_AGAIN, None);
        reject.raw.insert_str(0, &String::from_utf8_lossy(skipped));
        reject.raw.truncate(reject.raw.floor_char_boundary(Reject::RAW_LIMIT));
        reject
    }

    /// The cells of the row at hand, if it has another number of them than the header and is one itself.
    fn other_header(&self) -> Option<Vec<String>> {
        const LONGEST_NAME: usize = 64;
        let raw = self.records.row.raw();
        if raw.len() >= Reject::RAW_LIMIT {
            return None;
        }
        let cells = cells(raw, self.records.dialect())?;
        let names: Vec<String> = cells.iter().map(|cell| name(cell.as_bytes()).into_owned()).collect();
        let is_name = |name: &String| {
            name.len() <= LONGEST_NAME && !name.starts_with(|first: char| first.is_ascii_digit())
        };
        (names.iter().all(is_name) && (self.is_header)(&names)).then_some(names)
    }

    /// Whether the row at hand is a header of the same columns in another order: what follows would be read as of columns
    /// in which it does not stand.
    fn reorders_header(&self) -> bool {
        let row = &self.records.row;
        let is_name = |cell: &str| self.header.iter().any(|own| own.eq_ignore_ascii_case(cell));
        if self.header.len() < 2 || !is_name(&name(row.cell(0))) {
            return false;
        }
        let in_order = |mut names: Vec<String>| {
            names.iter_mut().for_each(|name| name.make_ascii_lowercase());
            names.sort_unstable();
            names
        };
        in_order(self.names()) == in_order(self.header.clone())
    }

    /// The text of a cell of the row at hand, with U+FFFD for what is not UTF-8.
    pub(in crate::input) fn cell(&self, index: usize) -> Cow<'_, str> {
        let cell = self.records.row.cell(index);
        // Several times as fast as the lossy way, where nothing is lost.
        str::from_utf8(cell).map_or_else(|_| String::from_utf8_lossy(cell), Cow::Borrowed)
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

    /// What of the rows was not UTF-8.
    pub(in crate::input) fn unread_counts(&self) -> Option<UnreadCounts> {
        self.unread_counts.clone()
    }

    /// Notes that the row at hand has these.
    pub(in crate::input) fn note_unread_counts(&mut self, unread: Unread) {
        let line = self.records.row.line;
        UnreadCounts::add(&mut self.unread_counts, unread, || Place::Line(line));
    }

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

pub(super) fn cannot_read(error: io::Error) -> Error {
    Error::new(ErrorKind::Input, "cannot read the input to its end").caused_by(error)
}

/// What stands before a header.
struct Preamble {
    length: usize,
    separator: Option<u8>,
}

/// Whether a row is the line by which spreadsheets are told the separator, as above a table behind another.
fn names_separator(row: &[u8]) -> bool {
    const LONGEST: usize = "\u{FEFF}\"sep=;\"\r\n".len();
    row.len() <= LONGEST && preamble(row).separator.is_some()
}

/// A byte order mark, and the line `sep=;` by which spreadsheets are told the separator.
fn preamble(head: &[u8]) -> Preamble {
    let mark = if head.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let text = &head[mark..];
    let quoted = text.strip_prefix(b"\"").unwrap_or(text);
    if let Some([separator, end @ ..]) = quoted.strip_prefix(b"sep=")
        && SEPARATORS.contains(separator)
    {
        let end = end.strip_prefix(b"\"").unwrap_or(end);
        let ends: [&[u8]; 3] = [b"\r\n", b"\n", b"\r"];
        if let Some(behind) = ends.iter().find_map(|line_end| end.strip_prefix(*line_end)) {
            return Preamble { length: head.len() - behind.len(), separator: Some(*separator) };
        }
    }
    Preamble { length: mark, separator: None }
}

/// The cells of the first row of a table whose beginning this is, and the separator between them.
pub(in crate::input) fn first_row(head: &[u8], is_known: &dyn Fn(&str) -> bool) -> (Dialect, Vec<String>) {
    let Preamble { length, separator } = preamble(head);
    let head = &head[length..];
    let dialect = sniff(head, separator, is_known);
    (dialect, cells(head, dialect).unwrap_or_default())
}

/// The separator that makes the most columns of known names, else the most columns; and how rows end.
fn sniff(head: &[u8], separator: Option<u8>, is_known: &dyn Fn(&str) -> bool) -> Dialect {
    let first_end = head.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(0);
    let is_old_macintosh = head.get(first_end) == Some(&b'\r')
        && head.get(first_end + 1).is_some_and(|next| *next != b'\n')
        && !has_bare_feed(head);
    let row_end = if is_old_macintosh { b'\r' } else { b'\n' };
    if let Some(separator) = separator {
        return Dialect { separator, row_end };
    }
    let mut best = (Dialect { separator: SEPARATORS[0], row_end }, (0, 0));
    for separator in SEPARATORS {
        let dialect = Dialect { separator, row_end };
        let Some(cells) = cells(head, dialect) else { continue };
        let score = (cells.iter().filter(|name| is_known(name)).count(), cells.len());
        if score > best.1 {
            best = (dialect, score);
        }
    }
    best.0
}

/// Whether a line feed stands outside quotes. In them it is one of a cell's text, which old Macintosh programs write so, too.
fn has_bare_feed(head: &[u8]) -> bool {
    let mut is_quoted = false;
    head.iter().any(|byte| {
        is_quoted ^= *byte == b'"';
        *byte == b'\n' && !is_quoted
    })
}

/// The cells of the first row, unless it is no header.
fn cells(head: &[u8], dialect: Dialect) -> Option<Vec<String>> {
    let mut records = Records::new(head, dialect, MOST_COLUMNS);
    let row = records.read().ok().filter(|has_row| *has_row).map(|_| &records.row)?;
    (!row.is_malformed && !row.is_open).then(|| cells_of(row))
}

fn cells_of(row: &Row) -> Vec<String> {
    (0..row.cells.min(MOST_COLUMNS))
        .map(|index| String::from_utf8_lossy(row.cell(index)).trim().to_owned())
        .collect()
}

/// The cells of the first two rows of a table whose beginning this is, as far as it goes.
pub(super) fn first_two_rows(head: &[u8], is_known: &dyn Fn(&str) -> bool) -> [Vec<String>; 2] {
    let Preamble { length, separator } = preamble(head);
    let head = &head[length..];
    let mut records = Records::new(head, sniff(head, separator, is_known), MOST_COLUMNS);
    [(); 2].map(|()| if matches!(records.read(), Ok(true)) { cells_of(&records.row) } else { Vec::new() })
}

/// Whether the rows behind the first one have as many cells, as far as the head goes. Its last row may be torn.
pub(in crate::input) fn has_even_rows(head: &[u8], dialect: Dialect, columns: usize) -> bool {
    const LOOKED_AT: usize = 20;
    let mut records = Records::new(&head[preamble(head).length..], dialect, columns);
    if !matches!(records.read(), Ok(true)) {
        return false;
    }
    for _ in 0..LOOKED_AT {
        match records.read() {
            Ok(true) if !records.row.is_last && records.row.cells != columns => return false,
            Ok(true) => {}
            _ => break,
        }
    }
    true
}
