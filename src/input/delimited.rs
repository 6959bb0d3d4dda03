//! Tables of posts: comma, semicolon, tab or bar between columns of documented or mapped names.
//!
//! The format is RFC 4180, in UTF-8. A row with another number of cells than the header, or with a quote in a
//! quoted cell that is not doubled, is a reject: which cell is the text cannot be told.

mod cells;
mod drawn;
mod records;
mod table;

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};

pub(super) use self::cells::Cells;
pub(super) use self::drawn::{REMEDY as DRAWN_REMEDY, WHAT as DRAWN, is_drawn};
pub(super) use self::table::{Next, Table, first_row};
use super::columns::layout::{Layout, Mapping};
use super::columns::post::{Builder, Taken, leads_elsewhere};
use super::columns::value::{Value, Values, no_values};
use super::columns::{Column, layout};
use super::detect::HEAD;
use super::{BadBytes, Page, READ_AT_ONCE, ReadOptions, Reader, UnreadCounts};
use crate::Result;
use crate::model::{Post, Record};

/// Whether the beginning of an input is of this format: its first line has a column for the text and one for the
/// id or the date. A text that goes by an alias needs a column that tells where it was published or what became of
/// it, since many other tables have a message, a time and an author.
pub(super) fn looks_like(head: &[u8]) -> bool {
    !is_drawn(head) && are_of_posts(known_names(head).iter().map(String::as_str))
}

/// Whether its first line has a column for the text and one for the id or the date, be they a post's or not.
pub(super) fn has_texts(head: &[u8]) -> bool {
    let columns: Vec<_> = known_names(head)
        .iter()
        .filter_map(|name| Column::by_name_or_alias(&layout::normalised(name)))
        .collect();
    has_text_and_key(&columns)
}

fn known_names(head: &[u8]) -> Vec<String> {
    first_row(head, &|name: &str| Column::by_name_or_alias(&layout::normalised(name)).is_some()).1
}

fn has_text_and_key(columns: &[Column]) -> bool {
    let has = |column: Column| columns.contains(&column);
    has(Column::Text) && (has(Column::Id) || has(Column::PostedAt))
}

/// Whether these are names of columns that only a table of posts has.
pub(super) fn are_of_posts<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    let mut columns = Vec::new();
    let mut is_text_named_so = false;
    for name in names {
        let name = layout::normalised(name);
        is_text_named_so |= name == Column::Text.name();
        columns.extend(Column::by_name_or_alias(&name));
    }
    let is_telling = |column: &Column| {
        !matches!(
            column,
            Column::Id
                | Column::PostedAt
                | Column::Text
                | Column::Author
                | Column::AuthorId
                | Column::Replies
        )
    };
    has_text_and_key(&columns) && (is_text_named_so || columns.iter().any(is_telling))
}

/// Whether the beginning of an input can be a table at all: at least two columns, and as many cells in each of
/// the rows that follow.
pub(super) fn is_table(head: &[u8]) -> bool {
    if head.starts_with(b"<") || head.starts_with(b"{") || head.starts_with(b"[") || is_drawn(head) {
        return false;
    }
    let (dialect, names) = first_row(head, &|_| false);
    let is_named = |name: &String| !name.is_empty() && name.len() <= 256 && !name.contains('\n');
    names.len() >= 2
        && names.iter().filter(|name| is_named(name)).count() * 2 > names.len()
        && table::has_even_rows(head, dialect, names.len())
}

/// Looks whether a table that begins so has the columns that it needs.
///
/// # Errors
/// When it lacks a mapped column or the text, or two columns could mean the same.
pub(super) fn check(head: &[u8], options: &ReadOptions) -> Result<()> {
    let mapping = Mapping::new(&options.columns)?;
    let (_, names) = first_row(head, &|name| mapping.claims(name) || mapping.by_name(name).is_some());
    Layout::of_header(&names, &mapping).map(drop)
}

/// The cells of the header, and those of the row below it, of a table that begins so.
pub(crate) fn first_two_rows(head: &[u8]) -> [Vec<String>; 2] {
    table::first_two_rows(head, &|name| Column::by_name_or_alias(&layout::normalised(name)).is_some())
}

/// Opens an input of this format.
pub(super) fn open(page: Page, options: &ReadOptions) -> Result<Box<dyn Reader>> {
    let Page { name, mut file, .. } = page;
    let mut head = head(&mut file).map_err(table::cannot_read)?;
    if head.len() == HEAD {
        // The last line is torn.
        head.truncate(memchr::memrchr(b'\n', &head).map_or(0, |end| end + 1));
    }
    let source = BufReader::with_capacity(READ_AT_ONCE, file);
    let mut delimited = Delimited::new(source, options).map_err(|error| error.within(&name))?;
    let first_rows = Delimited::new(head.as_slice(), options);
    delimited.builder.begin(first_rows.is_ok_and(Delimited::begins_elsewhere));
    Ok(Box::new(delimited))
}

/// The beginning of a file, which stands there afterwards.
pub(super) fn head(file: &mut File) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    Read::by_ref(file).take(HEAD as u64).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(head)
}

/// What a row is that calls the columns by other names than the header.
const NAMES_AGAIN: &str = "names of columns, as above another table";

/// Reads a table, row by row.
struct Delimited<R> {
    table: Table<R>,
    layout: Layout,
    builder: Builder,
    ready: Option<Box<Post>>,
}

impl<R: BufRead> Delimited<R> {
    fn new(source: R, options: &ReadOptions) -> Result<Self> {
        let mapping = Mapping::new(&options.columns)?;
        let is_known = |name: &str| mapping.claims(name) || mapping.by_name(name).is_some();
        let table = Table::open(source, &is_known)?;
        let layout = Layout::of_header(table.header(), &mapping)?;
        Ok(Self { table, layout, builder: Builder::new(mapping.orders), ready: None })
    }

    /// Whether the first address leads elsewhere than to Telegram.
    fn begins_elsewhere(mut self) -> bool {
        let urls = self.layout.cells.iter().find(|(column, _)| *column == Column::Url);
        let Some(index) = urls.map(|(_, index)| *index) else { return false };
        loop {
            match self.table.advance() {
                Ok(Next::Row) => {
                    let url = Value::Text(self.table.cell(index));
                    if let Some(is_elsewhere) = leads_elsewhere(&url) {
                        return is_elsewhere;
                    }
                }
                Ok(Next::Reject(_)) => {}
                Ok(Next::Cut(_) | Next::End) | Err(_) => return false,
            }
        }
    }

    /// Whether the row at hand is a header that calls the same columns by other names, as where the tables of two tools
    /// stand one behind the other.
    ///
    /// # Errors
    /// When it is a header of other columns.
    fn renames_header(&self) -> Result<bool> {
        const LONGEST_NAME: usize = 32;
        let named = |index: usize| {
            let is_short = self.table.cell_length(index) <= LONGEST_NAME;
            is_short.then(|| Column::by_name_or_alias(&layout::normalised(&self.table.cell(index)))).flatten()
        };
        let place = |wanted: Column| self.layout.cells.iter().find(|(column, _)| *column == wanted);
        let is_named = |wanted: Column| place(wanted).is_some_and(|(_, index)| named(*index).is_some());
        // A post may say what a column is called, and have such an id, but not when it was posted.
        if ![Column::Text, Column::PostedAt].into_iter().all(is_named) {
            return Ok(false);
        }
        if self.layout.cells.iter().all(|(column, index)| named(*index) == Some(*column)) {
            return Ok(true);
        }
        Err(table::other_order(&self.table.place()))
    }

    fn take_row(&mut self) -> Result<Record> {
        let header = self.table.header();
        let names = |column: Column| self.layout.own_name(column, header);
        let mut values: Values<'_> = no_values();
        for (column, index) in &self.layout.cells {
            let value = Value::Text(self.table.cell(*index));
            if *column != Column::Caption || !is_figure(&value) {
                values[*column as usize] = value;
            }
        }
        let has_bad_bytes = has_bad_bytes(&values);
        let taken = self.builder.take(&values, &names)?;
        drop(values);
        if has_bad_bytes {
            self.table.note_bad_bytes();
        }
        let unread = self.builder.take_unread();
        self.table.note_unread_counts(unread);
        Ok(match taken {
            Taken::Post(None, post) => Record::Post(post),
            Taken::Post(Some(channel), post) => {
                self.ready = Some(post);
                Record::Channel(channel)
            }
            Taken::Reject(reason, id) => Record::Reject(self.table.reject(reason, id)),
        })
    }
}

/// Whether a cell has a number, or yes or no, which tells of a caption and is none.
fn is_figure(value: &Value<'_>) -> bool {
    let is_number = |word: &str| word.contains(|c: char| c.is_ascii_digit()) && word.parse::<f64>().is_ok();
    value.truth().is_some() || value.word().is_some_and(|word| is_number(&word))
}

/// Whether a cell had to be changed to be text, or is to be: zeros stand where a disk has lost a block.
pub(super) fn has_bad_bytes(values: &Values<'_>) -> bool {
    values.iter().any(|value| match value {
        Value::Text(Cow::Owned(_)) => true,
        Value::Text(Cow::Borrowed(text)) => memchr::memchr(0, text.as_bytes()).is_some(),
        _ => false,
    })
}

impl<R: BufRead + Send> Reader for Delimited<R> {
    fn next_record(&mut self) -> Result<Option<Record>> {
        if let Some(post) = self.ready.take() {
            return Ok(Some(Record::Post(post)));
        }
        Ok(Some(match self.table.advance()? {
            Next::Row if self.renames_header()? => Record::Reject(self.table.reject(NAMES_AGAIN, None)),
            Next::Row => self.take_row()?,
            Next::Reject(reject) => Record::Reject(reject),
            Next::Cut(place) => Record::Cut(place),
            Next::End => return Ok(None),
        }))
    }

    fn bytes_read(&self) -> u64 {
        self.table.bytes_read()
    }

    /// Nobody says in which order a table is.
    fn is_ordered(&self) -> bool {
        false
    }

    fn bad_bytes(&self) -> Option<BadBytes> {
        self.table.bad_bytes()
    }

    fn unread_counts(&self) -> Option<UnreadCounts> {
        self.table.unread_counts()
    }
}

#[cfg(test)]
mod tests;
