//! A file of aliases: CSV with a header line, `kind,name,code,alias,language,rule`, separated by commas, semicolons or tabs.
//!
//! `kind`, `name` and `alias` must be there; the others may be absent or empty. Other columns are told and not read. A line `sep=;`, by which spreadsheets are told
//! the separator, may stand before the header.

use std::sync::{Arc, OnceLock};

use super::spelling;
use crate::extract::fold::fold;
use crate::model::{Alias, Named, Origin, Rule};

/// The columns, in the order in which they are written.
pub const COLUMNS: [&str; 6] = ["kind", "name", "code", "alias", "language", "rule"];

/// The bundled files.
const BUNDLED: [&str; 2] = [
    include_str!("../../../data/entities/countries.csv"),
    include_str!("../../../data/entities/organisations.csv"),
];

/// What is wrong, and in which line, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line.
    pub line: u64,
    /// What is wrong.
    pub what: String,
}

/// What is in a file.
#[derive(Debug)]
pub struct Table {
    /// The aliases, in the order of the rows.
    pub aliases: Vec<Alias>,
    /// The columns of [`COLUMNS`] that it does not have.
    pub absent: Vec<&'static str>,
    /// The names of the columns that are not read.
    pub others: Vec<String>,
    /// The line of the header, from 1.
    pub header: u64,
}

/// The bundled files, whole: what changes with them changes.
pub fn bundled_text() -> impl Iterator<Item = &'static str> {
    BUNDLED.into_iter()
}

/// The aliases that come with this program.
///
/// # Errors
/// When a bundled file is faulty, which a test excludes.
pub fn bundled() -> Result<&'static [Alias], Fault> {
    static ALIASES: OnceLock<Result<Vec<Alias>, Fault>> = OnceLock::new();
    let read = || {
        let mut all = Vec::new();
        for text in BUNDLED {
            all.extend(parse(text, Origin::Bundled)?);
        }
        Ok(all)
    };
    ALIASES.get_or_init(read).as_deref().map_err(Fault::clone)
}

/// The aliases of a file.
///
/// # Errors
/// The first line that is none, and why.
pub fn parse(text: &str, origin: Origin) -> Result<Vec<Alias>, Fault> {
    read(text, origin).map(|table| table.aliases)
}

/// The aliases of a file, and its columns.
///
/// # Errors
/// The first line that is no alias, and why.
pub fn read(text: &str, origin: Origin) -> Result<Table, Fault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (told, table) = told_separator(text).map_or((None, text), |(told, table)| (Some(told), table));
    let separator = told.unwrap_or_else(|| separator(table));
    // The lines before the header.
    let before = u64::from(told.is_some());
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(table.as_bytes());
    let line_at = |position: Option<&csv::Position>| {
        let Some(position) = position else { return before + 1 };
        // The position is before the line feed of a CRLF, and before empty lines.
        let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
        let ahead = table.as_bytes().get(start..).unwrap_or_default();
        let ends = ahead.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let feeds = ends.fold(0, |feeds, end| feeds + u64::from(*end == b'\n'));
        before + position.line() + feeds
    };
    let fault = |line, what: &str| Fault { line, what: what.to_owned() };
    let unreadable = |cause: &csv::Error| fault(line_at(cause.position()), "cannot be read");
    let header = reader.headers().map_err(|cause| unreadable(&cause))?.clone();
    let column = |name: &str| header.iter().position(|own| own.trim().eq_ignore_ascii_case(name));
    let places = COLUMNS.map(column);
    let is_twice =
        |name: &&str| header.iter().filter(|own| own.trim().eq_ignore_ascii_case(name)).count() > 1;
    if let Some(name) = COLUMNS.into_iter().find(is_twice) {
        let what = format!("the header has several columns '{name}'; it is: {}", COLUMNS.join(","));
        return Err(Fault { line: before + 1, what });
    }
    for (name, place) in
        COLUMNS.iter().zip(places).filter(|(name, _)| ["kind", "name", "alias"].contains(*name))
    {
        if place.is_none() {
            let what = format!("the header has no column '{name}'; it is: {}", COLUMNS.join(","));
            return Err(Fault { line: before + 1, what });
        }
    }
    let is_own = |name: &str| COLUMNS.iter().any(|own| name.eq_ignore_ascii_case(own));
    let absent = COLUMNS.iter().zip(places).filter(|(_, place)| place.is_none()).map(|(name, _)| *name);
    let names = header.iter().map(str::trim);
    let mut table = Table {
        aliases: Vec::new(),
        absent: absent.collect(),
        others: names.filter(|name| !name.is_empty() && !is_own(name)).map(str::to_owned).collect(),
        header: before + 1,
    };
    let nameless: Vec<usize> = header
        .iter()
        .enumerate()
        .filter(|(_, name)| name.trim().is_empty())
        .map(|(place, _)| place)
        .collect();
    let aliases = &mut table.aliases;
    let mut record = csv::StringRecord::new();
    let mut of_last_row = ["", "", ""].map(str::to_owned);
    while reader.read_record(&mut record).map_err(|cause| unreadable(&cause))? {
        let line = line_at(record.position());
        let [kind, name, code, alias, language, rule] =
            places.map(|place| place.and_then(|place| record.get(place)).unwrap_or_default().trim());
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.len() > header.len() {
            let separator = match separator {
                b';' => "semicolon",
                b'\t' => "tab",
                _ => "comma",
            };
            let what = format!("has more columns than the header; is a {separator} not within quotes?");
            return Err(Fault { line, what });
        }
        if let Some(cell) =
            nameless.iter().find_map(|place| record.get(*place).filter(|cell| !cell.trim().is_empty()))
        {
            let cell = cell.trim().escape_debug();
            return Err(Fault { line, what: format!("has '{cell}' in a column without a name") });
        }
        // Rows of one entity stand together, and share it.
        let above = aliases.last().filter(|_| of_last_row == [kind, name, code]);
        let who = match above {
            Some(above) => Arc::clone(&above.who),
            None => {
                of_last_row = [kind, name, code].map(str::to_owned);
                Arc::new(named(kind, name, code).map_err(|what| Fault { line, what })?)
            }
        };
        let alias = self::alias(who, alias, language, rule, origin).map_err(|what| Fault { line, what })?;
        aliases.push(alias);
    }
    Ok(table)
}

/// The separator that a line `sep=;` before the table tells, which spreadsheets may put in quotes; and the table.
fn told_separator(text: &str) -> Option<(u8, &str)> {
    let (first, table) = text.split_once('\n')?;
    match first.trim_end_matches('\r').trim_matches('"').strip_prefix("sep=")?.as_bytes() {
        [separator @ (b',' | b';' | b'\t')] => Some((*separator, table)),
        _ => None,
    }
}

/// What parts the cells: a comma, or what spreadsheets write in its place where numbers have commas in them.
fn separator(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let is_separator = |other: &u8| !header.contains(',') && header.contains(char::from(*other));
    [b';', b'\t'].into_iter().find(is_separator).unwrap_or(b',')
}

/// Somebody of this kind and name.
///
/// # Errors
/// Why there can be nobody such.
pub fn named(kind: &str, name: &str, code: &str) -> Result<Named, String> {
    if kind.is_empty() || kind.chars().any(|char| !char.is_alphanumeric() && char != '-' && char != '_') {
        return Err(format!("'{kind}' is no kind; write one word, such as person"));
    }
    let kind = fold(kind);
    if ["handle", "number", "named", "all"].contains(&kind.as_str()) {
        return Err(format!("the kind '{kind}' is taken; write another word, such as person"));
    }
    if !name.chars().any(char::is_alphanumeric) || name.chars().any(char::is_control) {
        return Err(format!("'{}' is no name", name.escape_debug()));
    }
    refuse_controls("code", code)?;
    Ok(Named { kind, name: fold(name), label: name.to_owned(), code: code.to_owned() })
}

/// An alias of somebody, from the words of a row.
///
/// # Errors
/// What is wrong with them.
pub fn alias(
    who: Arc<Named>,
    alias: &str,
    language: &str,
    rule: &str,
    origin: Origin,
) -> Result<Alias, String> {
    if let Some(fault) = spelling::fault(alias) {
        return Err(format!("the alias '{}' {fault}", alias.escape_debug()));
    }
    refuse_controls("language", language)?;
    let Some(rule) = Rule::parse(rule) else {
        return Err(format!("'{rule}' is no rule; one of fold, capital, exact, never, or empty"));
    };
    Ok(Alias { who, alias: alias.to_owned(), language: language.to_owned(), rule, origin })
}

/// Refuses a cell with line ends in it, as one has that begins with a quote which nothing closes: all rows behind it.
fn refuse_controls(column: &str, cell: &str) -> Result<(), String> {
    if cell.chars().any(char::is_control) {
        return Err(format!(
            "the {column} '{}…' has a line end or another control character; is a quote not closed?",
            cell.chars().take_while(|char| !char.is_control()).take(20).collect::<String>()
        ));
    }
    Ok(())
}
