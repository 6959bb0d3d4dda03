//! Headers further down: where tables stand one behind the other, each has its own.
//!
//! A line in the middle of a damaged text may name columns, too. What follows tells the two apart: rows with as many cells as
//! the names, or as the header at hand; of as many, rows that are more like the ones or the others.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use memchr::memrchr;

use super::beginning::{cells, cells_of, names_separator};
use super::{NAMES_AGAIN, Table, cannot_read, name};
use crate::Result;
use crate::input::delimited::records::Records;
use crate::model::Reject;

/// Which names can be those of a table's columns.
pub(in crate::input) trait Headers: Send {
    /// Whether these names can be a header of such a table.
    fn can_be(&self, names: &[String]) -> bool;

    /// How many cells of these rows are what the names above them say; `None` where that cannot be told.
    fn fitting(&self, names: &[String], rows: &[Vec<String>]) -> Option<usize> {
        let _ = (names, rows);
        None
    }
}

impl<F: Fn(&[String]) -> bool + Send> Headers for F {
    fn can_be(&self, names: &[String]) -> bool {
        self(names)
    }
}

impl<R: BufRead> Table<R> {
    /// Goes on from a line that names the separator to the header right below it, and gives that line, else nothing: where
    /// no header is below it, it may be anybody's words.
    pub(super) fn skip_separator(&mut self) -> io::Result<Vec<u8>> {
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
    pub(super) fn repeats_header(&self) -> bool {
        let row = &self.records.row;
        self.header.len() > 1
            && (0..self.header.len())
                .all(|index| name(row.cell(index)).eq_ignore_ascii_case(&self.header[index]))
    }

    /// Whether the row at hand is a line of dashes below the header, as `sqlcmd` draws it.
    pub(super) fn underlines_header(&self) -> bool {
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
    pub(super) fn other_header(&self) -> Option<Vec<String>> {
        let raw = self.records.row.raw();
        if raw.len() >= Reject::RAW_LIMIT {
            return None;
        }
        let cells = cells(raw, self.records.dialect())?;
        let names: Vec<String> = cells.iter().map(|cell| name(cell.as_bytes()).into_owned()).collect();
        can_be_header(&*self.headers, &names).then_some(names)
    }

    /// Gives the cells of the rows behind the row at hand to `see`, up to another header, or until it has seen enough.
    /// What is far behind is not looked at, and where so much of the input is headers that it would take long, nothing is.
    pub(in crate::input) fn look_ahead(
        &mut self,
        columns: usize,
        see: &mut dyn FnMut(Vec<String>) -> ControlFlow<()>,
    ) -> Result<()> {
        const MOST: u64 = 16 * 1024 * 1024;
        if self.looked_ahead > MOST + 8 * self.records.bytes_read() {
            return Ok(());
        }
        let dialect = self.records.dialect();
        let (ahead, is_all) = self.records.look_ahead().map_err(cannot_read)?;
        // The last line may be torn.
        let end = if is_all { ahead.len() } else { memrchr(dialect.row_end, ahead).map_or(0, |end| end + 1) };
        let mut records = Records::new(&ahead[..end], dialect, columns);
        while records.read().map_err(cannot_read)? {
            let row = &records.row;
            if row.is_malformed || row.is_open || row.is_too_long {
                continue;
            }
            // More cells than the columns are not held.
            let whole = if row.cells > columns && row.raw().len() < Reject::RAW_LIMIT {
                cells(row.raw(), dialect)
            } else {
                None
            };
            let cells: Vec<_> = whole
                .unwrap_or_else(|| cells_of(row))
                .iter()
                .map(|cell| name(cell.as_bytes()).into_owned())
                .collect();
            if can_be_header(&*self.headers, &cells) || see(cells).is_break() {
                break;
            }
        }
        self.looked_ahead += records.bytes_read();
        Ok(())
    }

    /// Whether the rows below are by these names rather than by the header at hand. In doubt they are: nobody writes such a
    /// line but above a table.
    pub(in crate::input) fn is_above_own_rows(&mut self, names: &[String]) -> Result<bool> {
        const MOST: usize = 20;
        let mut rows = Vec::new();
        self.look_ahead(names.len(), &mut |cells| {
            rows.push(cells);
            if rows.len() < MOST { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        let of_names = rows.iter().filter(|row| row.len() == names.len()).count();
        rows.retain(|row| row.len() == self.header.len());
        if names.len() != self.header.len() && of_names >= rows.len() {
            return Ok(true);
        }
        let fitting = |names: &[String]| self.headers.fitting(names, &rows);
        // Rows below a longer header may lack cells at their end, and rows below a shorter one are none of its.
        let in_doubt = names.len() >= self.header.len();
        Ok(match (fitting(names), fitting(&self.header)) {
            (Some(new), Some(old)) => new > old || new == old && in_doubt,
            _ => in_doubt,
        })
    }

    /// Whether the row at hand is a header of the same columns in another order: what follows would be read as of columns
    /// in which it does not stand.
    pub(super) fn reorders_header(&self) -> bool {
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
}

fn can_be_header(headers: &dyn Headers, names: &[String]) -> bool {
    const LONGEST_NAME: usize = 64;
    let is_name =
        |name: &String| name.len() <= LONGEST_NAME && !name.starts_with(|first: char| first.is_ascii_digit());
    names.iter().all(is_name) && headers.can_be(names)
}
