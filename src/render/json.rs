//! `json` and `jsonl`: types as SQL gives them, one row at a time.

use std::io::{self, Write};

use serde::Serialize as _;
use serde_json::ser::{Formatter, Serializer};

use super::{RenderOptions, Rendered, distinct_names, each_row, number, sanitize, write_failed};
use crate::query::rows::{Column, Rows, Value};
use crate::{Error, ErrorKind, Result};

pub(super) fn render_array(
    rows: &mut dyn Rows,
    out: &mut dyn Write,
    options: &RenderOptions,
) -> Result<Rendered> {
    let keys = keys(rows.columns())?;
    let mut line = Vec::new();
    let mut is_first = true;
    let rendered = each_row(rows, options, |row| {
        line.clear();
        line.extend_from_slice(if is_first { b"[" } else { b",\n" });
        is_first = false;
        push_object(&mut line, &keys, row)?;
        out.write_all(&line).map_err(write_failed)
    })?;
    out.write_all(if is_first { b"[]\n" } else { b"]\n" }).map_err(write_failed)?;
    Ok(rendered)
}

pub(super) fn render_lines(
    rows: &mut dyn Rows,
    out: &mut dyn Write,
    options: &RenderOptions,
) -> Result<Rendered> {
    let keys = keys(rows.columns())?;
    let mut line = Vec::new();
    each_row(rows, options, |row| {
        line.clear();
        push_object(&mut line, &keys, row)?;
        line.push(b'\n');
        out.write_all(&line).map_err(write_failed)
    })
}

/// The keys, already quoted; equal ones are told apart, since JSON readers keep one of two.
fn keys(columns: &[Column]) -> Result<Vec<Vec<u8>>> {
    let key = |name: String| {
        let mut key = Vec::new();
        push_text(&mut key, &name)?;
        Ok(key)
    };
    distinct_names(columns).into_iter().map(key).collect()
}

fn push_object(line: &mut Vec<u8>, keys: &[Vec<u8>], row: &[Value]) -> Result<()> {
    line.push(b'{');
    for (index, (key, value)) in keys.iter().zip(row).enumerate() {
        if index > 0 {
            line.push(b',');
        }
        line.extend_from_slice(key);
        line.push(b':');
        match value {
            Value::Null => line.extend_from_slice(b"null"),
            Value::Integer(integer) => line.extend_from_slice(integer.to_string().as_bytes()),
            // JSON has no word for them.
            Value::Real(real) if !real.is_finite() => line.extend_from_slice(b"null"),
            Value::Real(real) => line.extend_from_slice(number::real(*real).as_bytes()),
            Value::Text(text) => push_text(line, text)?,
            Value::Blob(bytes) => push_text(line, &number::hex(bytes))?,
        }
    }
    line.push(b'}');
    Ok(())
}

fn push_text(line: &mut Vec<u8>, text: &str) -> Result<()> {
    text.serialize(&mut Serializer::with_formatter(line, TerminalSafe))
        .map_err(|error| Error::new(ErrorKind::Io, "the output cannot be written").caused_by(error))
}

/// Writes also those characters as `\uXXXX` that JSON allows raw but that would steer a terminal or turn
/// the reading order round. A JSON reader sees no difference.
struct TerminalSafe;

impl Formatter for TerminalSafe {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        for (start, char) in fragment.char_indices() {
            if char.is_control() || sanitize::turns_direction(char) || sanitize::is_line_break(char) {
                writer.write_all(&fragment.as_bytes()[written..start])?;
                write!(writer, "\\u{:04x}", u32::from(char))?;
                written = start + char.len_utf8();
            }
        }
        writer.write_all(&fragment.as_bytes()[written..])
    }
}
