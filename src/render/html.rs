//! `html`: one table, to be put into any page, one row at a time.
//!
//! What a post says stays text: nothing of it becomes a tag, a script or a picture that the page would fetch.
//! Alignment stands in `style`, so that no stylesheet is needed. `dir="auto"` sets each text in its own
//! direction, so that Arabic and Hebrew stand right and do not turn round what is beside them.

use std::io::Write;

use super::{RenderOptions, Rendered, each_row, number, sanitize, write_failed};
use crate::Result;
use crate::query::rows::{ColumnType, Rows, Value};

pub(super) fn render(rows: &mut dyn Rows, out: &mut dyn Write, options: &RenderOptions) -> Result<Rendered> {
    let kinds: Vec<ColumnType> = rows.columns().iter().map(|column| column.kind).collect();
    let mut head = String::from("<table>\n");
    if let Some(title) = options.title {
        head.push_str("<caption dir=\"auto\">");
        push_escaped(&mut head, title);
        head.push_str("</caption>\n");
    }
    head.push_str("<thead>\n<tr>");
    for column in rows.columns() {
        let align = if stands_right(column.kind) { "right" } else { "start" };
        head.push_str("<th scope=\"col\" dir=\"auto\" style=\"text-align:");
        head.push_str(align);
        head.push_str("\">");
        push_escaped(&mut head, &column.name);
        head.push_str("</th>");
    }
    head.push_str("</tr>\n</thead>\n<tbody>\n");
    out.write_all(head.as_bytes()).map_err(write_failed)?;
    let mut line = String::new();
    let rendered = each_row(rows, options, |row| {
        line.clear();
        line.push_str("<tr>");
        for (value, kind) in row.iter().zip(&kinds) {
            push_cell(&mut line, value, *kind);
        }
        line.push_str("</tr>\n");
        out.write_all(line.as_bytes()).map_err(write_failed)
    })?;
    out.write_all(b"</tbody>\n</table>\n").map_err(write_failed)?;
    Ok(rendered)
}

fn stands_right(kind: ColumnType) -> bool {
    matches!(kind, ColumnType::Int | ColumnType::Float | ColumnType::Percent | ColumnType::Before)
}

fn push_cell(line: &mut String, value: &Value, kind: ColumnType) {
    match value {
        Value::Null => line.push_str("<td>"),
        Value::Integer(integer) => push_number(line, &integer.to_string(), kind),
        Value::Real(real) => push_number(line, &number::real(*real), kind),
        Value::Text(text) if kind == ColumnType::Link && is_web_address(text) => {
            line.push_str("<td dir=\"ltr\"><a href=\"");
            push_escaped(line, text);
            line.push_str("\" rel=\"noopener nofollow\">");
            push_escaped(line, text);
            line.push_str("</a>");
        }
        Value::Text(text) => {
            let is_right = kind == ColumnType::Before;
            line.push_str(if is_right {
                "<td dir=\"auto\" style=\"text-align:right\">"
            } else {
                "<td dir=\"auto\">"
            });
            push_escaped(line, text);
        }
        Value::Blob(bytes) => {
            line.push_str("<td>");
            line.push_str(&number::hex(bytes));
        }
    }
    line.push_str("</td>");
}

fn push_number(line: &mut String, number: &str, kind: ColumnType) {
    line.push_str("<td style=\"text-align:right\">");
    line.push_str(number);
    if kind == ColumnType::Percent {
        line.push('%');
    }
}

/// Whether a click on the text as an address leads to the web, and to where the reader sees that it leads.
fn is_web_address(text: &str) -> bool {
    let after = |scheme: &str| {
        text.get(..scheme.len())
            .filter(|start| start.eq_ignore_ascii_case(scheme))
            .map(|_| &text[scheme.len()..])
    };
    let rest = after("https://").or_else(|| after("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#']))
        && !text.contains(char::is_whitespace)
        && sanitize::clean(text) == text
}

/// The text as people would see it, without any meaning to HTML, within an element or a quoted attribute.
fn push_escaped(line: &mut String, text: &str) {
    for char in sanitize::clean(text).trim().chars() {
        match char {
            '\n' => line.push_str("<br>"),
            '&' => line.push_str("&amp;"),
            '<' => line.push_str("&lt;"),
            '>' => line.push_str("&gt;"),
            '"' => line.push_str("&quot;"),
            '\'' => line.push_str("&#39;"),
            other => line.push(other),
        }
    }
}
