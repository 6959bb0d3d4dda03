//! Rows that are read once more, and what is looked at ahead of its turn.

use std::io::{self, BufRead};

use memchr::memchr_iter;

use super::{Records, Row};
use crate::input::detect::HEAD;

/// Rows of more bytes are not looked at once more.
pub(super) const LONGEST_AGAIN: usize = 4 * 1024 * 1024;

/// How many bytes may be read again, besides eight times what is done.
const MOST_AGAIN: u64 = 16 * 1024 * 1024;

impl<R: BufRead> Records<R> {
    /// Whether the row at hand holds others, as a text in it begins with a quote that is none of the table's.
    pub(super) fn is_of_several_rows(&self) -> bool {
        let Row { whole, is_open, is_malformed, line, .. } = &self.row;
        let is_on_one_line = self.lines_read <= *line;
        if is_on_one_line && !is_malformed && !is_open
            || self.dialect.separator != b'\t'
            || self.most_cells < 2
            || whole.len() > LONGEST_AGAIN
        {
            return false;
        }
        let mut lines: Vec<&[u8]> = whole.split(|byte| *byte == self.dialect.row_end).collect();
        let has_all_cells = |line: &&[u8]| memchr_iter(b'\t', line).count() + 1 == self.most_cells;
        // Behind the last line end there is nothing, or a row that is torn off.
        let ends_anyhow = lines.last().is_none_or(|last| last.is_empty() || has_all_cells(last));
        if *is_open || lines.last().is_some_and(|last| last.is_empty()) {
            lines.pop();
        }
        // A quote that nothing closes up to the end: without quoting the table is whole, with it it is cut off.
        let may_be_whole = *is_open && ends_anyhow && !self.has_quoted_cells && lines.len() == 1;
        (lines.len() > 1 || *is_malformed && !self.has_line_ends_in_cells || may_be_whole)
            && lines.iter().all(has_all_cells)
            && self.read_again <= MOST_AGAIN + 8 * self.bytes_read
    }

    /// Whether all of the row at hand is on one line, and the line has an end.
    pub(super) fn is_one_line(&self) -> bool {
        let end = self.dialect.row_end;
        self.row.whole.last() == Some(&end) && memchr_iter(end, &self.row.whole).count() == 1
    }

    /// Goes back to the beginning of the row at hand.
    pub(super) fn go_back(&mut self) {
        let whole = std::mem::take(&mut self.row.whole);
        self.read_again += whole.len() as u64;
        self.bytes_read -= whole.len() as u64;
        self.lines_read = self.row.line - 1;
        if self.again_done < self.again.len() {
            // All of it was read again already.
            self.again_done -= whole.len();
        } else {
            (self.again, self.again_done) = (whole, 0);
        }
    }

    /// What stands behind the row at hand, and whether that is all up to the end. It is read in its turn as if nobody had
    /// looked. At least half of [`HEAD`] is there, so that looking often takes no more than linear time.
    pub(in crate::input) fn look_ahead(&mut self) -> io::Result<(&[u8], bool)> {
        const LEAST: usize = HEAD / 2;
        if self.again.len() - self.again_done < LEAST {
            self.again.drain(..self.again_done);
            self.again_done = 0;
            while self.again.len() < HEAD {
                let chunk = match self.source.fill_buf() {
                    Ok(chunk) => chunk,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Err(error) => return Err(error),
                };
                if chunk.is_empty() {
                    break;
                }
                let used = chunk.len().min(HEAD - self.again.len());
                self.again.extend_from_slice(&chunk[..used]);
                self.source.consume(used);
            }
        }
        let ahead = &self.again[self.again_done..];
        Ok((ahead, ahead.len() < LEAST))
    }
}
