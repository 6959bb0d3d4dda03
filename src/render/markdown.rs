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
            ColumnType::Int | ColumnType::Float | ColumnType::Percent | ColumnType::Before => " ---: |",
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
    let mut rest = clean;
    while let Some(char) = rest.chars().next() {
        let taken = match address(rest, before) {
            Some(Address::Whole(address)) => {
                // The stop behind an address is no part of it, but where the text is nothing else.
                let address = if address == clean { address } else { without_stop(address) };
                push_address(&mut escaped, address);
                address.len()
            }
            Some(Address::AsItIs(run)) => {
                escaped.push_str(run);
                run.len()
            }
            Some(Address::WithoutScheme) => {
                escaped.push_str(&rest[..WWW.len() - 1]);
                escaped.push_str("&#46;");
                WWW.len()
            }
            None => {
                push_escaped(&mut escaped, char, before, rest[char.len_utf8()..].chars().next());
                char.len_utf8()
            }
        };
        before = rest[..taken].chars().next_back();
        rest = &rest[taken..];
    }
    escaped
}

fn push_escaped(escaped: &mut String, char: char, before: Option<char>, after: Option<char>) {
    match char {
        '\n' => escaped.push_str("<br>"),
        '&' => escaped.push_str("&amp;"),
        '<' => escaped.push_str("&lt;"),
        '>' => escaped.push_str("&gt;"),
        // Within a word it is no mark, and `all_posts` reads better without the backslash.
        '_' if before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric) => {
            escaped.push('_');
        }
        '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' => {
            escaped.push('\\');
            escaped.push(char);
        }
        other => escaped.push(other),
    }
}

const WWW: &str = "www.";

/// No longer text is looked through for the end of an address, in bytes: browsers take none that is longer.
const LONGEST_ADDRESS: usize = 2_048;

/// The same of one without a scheme, of which little more than the host is looked at: a host has no more (RFC 1035).
const LONGEST_HOST: usize = 255;

/// What no address has.
const IN_NO_ADDRESS: [char; 9] = ['<', '>', '"', '\\', '`', '|', '^', '{', '}'];

/// An address that GitHub would make a link of, and with it of the escapes within, which it would not read as such.
enum Address<'a> {
    /// One in which nothing is escaped.
    AsItIs(&'a str),
    /// One with a scheme, which stands in angle brackets: there nothing is escaped.
    Whole(&'a str),
    /// One that begins with `www.`, which cannot stand there, and so is no link.
    WithoutScheme,
}

/// The address with which the text begins.
fn address(text: &str, before: Option<char>) -> Option<Address<'_>> {
    if !text.starts_with(['h', 'H', 'f', 'F', 'w', 'W']) {
        return None;
    }
    let begins_with = |start: &str| text.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start));
    let scheme = ["https://", "http://", "ftp://"].into_iter().find(|scheme| begins_with(scheme));
    let start = scheme.or_else(|| begins_with(WWW).then_some(WWW))?;
    // GitHub asks for the beginning of a host behind a scheme, and for anything at all behind `www.`.
    let begins = |char: char| !char.is_whitespace() && (scheme.is_none() || !char.is_ascii_punctuation());
    if before.is_some_and(|char| char.is_ascii_alphabetic()) || !text[start.len()..].starts_with(begins) {
        return None;
    }
    let longest = if scheme.is_some() { LONGEST_ADDRESS } else { LONGEST_HOST };
    let within =
        |(at, char): &(usize, char)| *at < longest && !char.is_whitespace() && !IN_NO_ADDRESS.contains(char);
    let (last, char) = text.char_indices().take_while(within).last()?;
    let (run, rest) = text.split_at(last + char.len_utf8());
    if !rest.starts_with(IN_NO_ADDRESS) && !is_escaped(run) {
        return Some(Address::AsItIs(run));
    }
    Some(if scheme.is_some() { Address::Whole(run) } else { Address::WithoutScheme })
}

/// Whether anything of it is escaped.
fn is_escaped(run: &str) -> bool {
    let mut escaped = String::new();
    let mut before = None;
    let mut chars = run.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        push_escaped(&mut escaped, char, before, chars.peek().map(|(_, after)| *after));
        // Every escape is longer than the character.
        if escaped.len() > at + char.len_utf8() {
            return true;
        }
        before = Some(char);
    }
    false
}

/// The address without the marks that end a sentence or a bracket around it.
fn without_stop(mut address: &str) -> &str {
    let excess = |open: char, close: char| {
        address.matches(close).count().saturating_sub(address.matches(open).count())
    };
    let (mut round, mut square) = (excess('(', ')'), excess('[', ']'));
    while let Some(last) = address.chars().next_back() {
        let excess = match last {
            ')' => &mut round,
            ']' => &mut square,
            last if "?!.,:;*_~'".contains(last) => &mut 1,
            _ => break,
        };
        if *excess == 0 {
            break;
        }
        *excess -= 1;
        address = &address[..address.len() - last.len_utf8()];
    }
    address
}

fn push_address(escaped: &mut String, address: &str) {
    escaped.push('<');
    for (at, char) in address.char_indices() {
        escaped.push(char);
        if char == '&' && is_reference(&address[at + 1..]) {
            escaped.push_str("amp;");
        }
    }
    escaped.push('>');
}

/// Whether the text behind an `&` would make it a character of HTML, as in `&copy;`.
fn is_reference(text: &str) -> bool {
    text.split_once(';').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    })
}
