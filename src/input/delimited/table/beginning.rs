//! How a table begins: the line that names its separator, its header, and how its rows end.

use super::MOST_COLUMNS;
use crate::input::delimited::records::{Dialect, Records, Row};

/// The separators that are told apart, the likeliest first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What stands before a header.
pub(super) struct Preamble {
    pub(super) length: usize,
    pub(super) separator: Option<u8>,
}

/// Whether a row is the line by which spreadsheets are told the separator, as above a table behind another.
pub(super) fn names_separator(row: &[u8]) -> bool {
    const LONGEST: usize = "\u{FEFF}\"sep=;\"\r\n".len();
    row.len() <= LONGEST && preamble(row).separator.is_some()
}

/// A byte order mark, and the line `sep=;` by which spreadsheets are told the separator.
pub(super) fn preamble(head: &[u8]) -> Preamble {
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
pub(super) fn sniff(head: &[u8], separator: Option<u8>, is_known: &dyn Fn(&str) -> bool) -> Dialect {
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
pub(super) fn cells(head: &[u8], dialect: Dialect) -> Option<Vec<String>> {
    let mut records = Records::new(head, dialect, MOST_COLUMNS);
    let row = records.read().ok().filter(|has_row| *has_row).map(|_| &records.row)?;
    (!row.is_malformed && !row.is_open).then(|| cells_of(row))
}

/// The cells of a row, as far as they are held, without white space around them.
pub(super) fn cells_of(row: &Row) -> Vec<String> {
    (0..row.cells.min(MOST_COLUMNS))
        .map(|index| String::from_utf8_lossy(row.cell(index)).trim().to_owned())
        .collect()
}

/// The cells of the first two rows of a table whose beginning this is, as far as it goes.
pub(in crate::input::delimited) fn first_two_rows(
    head: &[u8],
    is_known: &dyn Fn(&str) -> bool,
) -> [Vec<String>; 2] {
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
