//! `markdown`: a table as GitHub reads it, one row at a time.

use std::io::Write;

use super::{RenderOptions, Rendered, each_row, number, sanitize, write_failed};
use crate::Result;
use crate::query::rows::{ColumnType, Rows, Value};

pub(super) fn render(rows: &mut dyn Rows, out: &mut dyn Write, options: &RenderOptions) -> Result<Rendered> {
    let kinds: Vec<ColumnType> = rows.columns().iter().map(|column| column.kind).collect();
    let mut head = String::from("|");
    let mut rule = String::from("|");
    for column in rows.columns() {
        push_cell(&mut head, &escaped(&column.name));
        rule.push_str(match column.kind {
            ColumnType::Int | ColumnType::Float | ColumnType::Percent => " ---: |",
            _ => " --- |",
        });
    }
    out.write_all(format!("{head}\n{rule}\n").as_bytes()).map_err(write_failed)?;
    let mut line = String::new();
    each_row(rows, options, |row| {
        line.clear();
        line.push('|');
        for (value, kind) in row.iter().zip(&kinds) {
            push_cell(&mut line, &cell(value, *kind));
        }
        line.push('\n');
        out.write_all(line.as_bytes()).map_err(write_failed)
    })
}

fn push_cell(line: &mut String, cell: &str) {
    line.push(' ');
    line.push_str(cell);
    line.push_str(" |");
}

fn cell(value: &Value, kind: ColumnType) -> String {
    let sign = if kind == ColumnType::Percent { "%" } else { "" };
    match value {
        Value::Null => String::new(),
        Value::Integer(integer) => format!("{integer}{sign}"),
        Value::Real(real) => number::real(*real) + sign,
        Value::Text(text) => escaped(text),
        Value::Blob(bytes) => number::hex(bytes),
    }
}

/// The text so that Markdown shows it as it is: a post's own `*`, `[` or `<` must not turn into layout, a
/// link or a picture that the reader's page would fetch.
fn escaped(text: &str) -> String {
    let clean = sanitize::clean(text);
    let clean = clean.trim();
    let mut escaped = String::with_capacity(clean.len());
    let mut before = None;
    let mut chars = clean.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\n' => escaped.push_str("<br>"),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // Within a word it is no mark, and `all_posts` reads better without the backslash.
            '_' if before.is_some_and(char::is_alphanumeric)
                && chars.peek().copied().is_some_and(char::is_alphanumeric) =>
            {
                escaped.push('_');
            }
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' => {
                escaped.push('\\');
                escaped.push(char);
            }
            other => escaped.push(other),
        }
        before = Some(char);
    }
    escaped
}
