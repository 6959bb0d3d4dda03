//! `csv` and `tsv`: exact text, one row at a time. Only on a terminal what would drive it is shown as in a table.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write;

use memchr::memchr;

use super::{RenderOptions, Rendered, each_row, number, sanitize, write_failed};
use crate::Result;
use crate::query::rows::{Rows, Value};

const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// So many bytes of a cell are looked at before the first that needs quotes ends the search.
const AT_ONCE: usize = 64;

/// With quotes as RFC 4180 has them.
pub(super) fn render_quoted(
    rows: &mut dyn Rows,
    out: &mut dyn Write,
    options: &RenderOptions,
    separator: u8,
) -> Result<Rendered> {
    let mut line = String::new();
    if options.excel {
        line.push(BYTE_ORDER_MARK);
    }
    let push = |line: &mut String, text: &str| {
        let text = &*shown(text, options);
        if options.excel && is_run_by_spreadsheets(text) {
            push_quoted(line, &format!("'{text}"), separator);
        } else {
            push_quoted(line, text, separator);
        }
    };
    let is_single = rows.columns().len() == 1;
    for (index, column) in rows.columns().iter().enumerate() {
        separate(&mut line, index, separator);
        push(&mut line, &column.name);
    }
    line.push_str("\r\n");
    out.write_all(line.as_bytes()).map_err(write_failed)?;
    each_row(rows, options, |row| {
        line.clear();
        for (index, value) in row.iter().enumerate() {
            separate(&mut line, index, separator);
            match value {
                Value::Text(text) => push(&mut line, text),
                Value::Integer(integer) => push_integer(&mut line, *integer),
                value => match exact_text(value) {
                    Some(text) => push_quoted(&mut line, &text, separator),
                    // Readers skip an empty line, and a row lost is worse than a NULL read as ''.
                    None if is_single => line.push_str("\"\""),
                    None => {}
                },
            }
        }
        line.push_str("\r\n");
        out.write_all(line.as_bytes()).map_err(write_failed)
    })
}

/// Whether a spreadsheet may take the text for a formula: it begins with one of the characters that OWASP lists
/// under CSV injection.
fn is_run_by_spreadsheets(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

pub(super) fn render_tsv(
    rows: &mut dyn Rows,
    out: &mut dyn Write,
    options: &RenderOptions,
) -> Result<Rendered> {
    let mut line = String::new();
    for (index, column) in rows.columns().iter().enumerate() {
        separate(&mut line, index, b'\t');
        push_tsv_text(&mut line, &shown(&column.name, options));
    }
    line.push('\n');
    out.write_all(line.as_bytes()).map_err(write_failed)?;
    each_row(rows, options, |row| {
        line.clear();
        for (index, value) in row.iter().enumerate() {
            separate(&mut line, index, b'\t');
            push_tsv_text(&mut line, &shown(&exact_text(value).unwrap_or_default(), options));
        }
        line.push('\n');
        out.write_all(line.as_bytes()).map_err(write_failed)
    })
}

/// The text as it is, but on a terminal, which it must not drive.
fn shown<'a>(text: &'a str, options: &RenderOptions) -> Cow<'a, str> {
    if options.width.is_some() { sanitize::clean(text).into() } else { text.into() }
}

fn separate(line: &mut String, index: usize, separator: u8) {
    if index > 0 {
        line.push(separator.into());
    }
}

/// The value as text, nothing added and nothing left out; `None` for NULL.
fn exact_text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Null => None,
        Value::Integer(integer) => Some(integer.to_string().into()),
        Value::Real(real) => Some(number::real(*real).into()),
        Value::Text(text) => Some(text.into()),
        Value::Blob(bytes) => Some(number::hex(bytes).into()),
    }
}

/// A number needs no quotes.
fn push_integer(line: &mut String, integer: i64) {
    // A String takes all that is written.
    let _ = write!(line, "{integer}");
}

/// Whether a cell with these bytes needs quotes. Most cells are short, and for these this takes less than a search by
/// character; all are looked at, so that the compiler makes sixteen comparisons of one.
fn has_special(bytes: &[u8], separator: u8) -> bool {
    let is_special = |byte: u8| matches!(byte, b'"' | b'\r' | b'\n') | (byte == separator);
    bytes.iter().fold(false, |found, byte| found | is_special(*byte))
}

/// The separator is an ASCII character.
fn push_quoted(line: &mut String, text: &str, separator: u8) {
    // A reader would take U+FEFF at the very beginning for a byte order mark and drop it.
    let must_quote = text.is_empty()
        || text.starts_with(BYTE_ORDER_MARK)
        || text.as_bytes().chunks(AT_ONCE).any(|part| has_special(part, separator));
    if !must_quote {
        line.push_str(text);
        return;
    }
    line.push('"');
    let mut rest = text;
    while let Some(quote) = memchr(b'"', rest.as_bytes()) {
        let (part, others) = rest.split_at(quote + 1);
        line.push_str(part);
        line.push('"');
        rest = others;
    }
    line.push_str(rest);
    line.push('"');
}

fn push_tsv_text(line: &mut String, text: &str) {
    if !text.contains(['\t', '\n', '\r', '\\']) {
        line.push_str(text);
        return;
    }
    for char in text.chars() {
        match char {
            '\t' => line.push_str("\\t"),
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            '\\' => line.push_str("\\\\"),
            other => line.push(other),
        }
    }
}
