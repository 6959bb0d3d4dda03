//! Tables of posts: comma, semicolon, tab or bar between columns of documented or mapped names.
//!
//! The format is RFC 4180, in UTF-8. A row with another number of cells than the header, or with a quote in a
//! quoted cell that is not doubled, is a reject: which cell is the text cannot be told.

mod cells;
mod drawn;
mod escapes;
mod headers;
mod records;
mod table;

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};

pub(super) use self::cells::Cells;
pub(super) use self::drawn::{REMEDY as DRAWN_REMEDY, WHAT as DRAWN, is_drawn};
use self::headers::{PostHeaders, are_of_other_format};
pub(super) use self::table::{Next, Table, first_row};
use super::columns::layout::{Layout, Mapping};
use super::columns::parts;
use super::columns::post::{Builder, Taken};
use super::columns::value::{Value, Values, no_values};
use super::columns::{Column, layout, moment};
use super::detect::HEAD;
use super::telethon;
use super::{BadBytes, Doubt, Doubtful, Page, READ_AT_ONCE, ReadOptions, Reader, UnreadCounts};
use crate::Result;
use crate::model::{Author, ChannelEvent, Place, Post, Record};

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
    let source = BufReader::with_capacity(READ_AT_ONCE, page.file);
    Ok(Box::new(Delimited::new(source, options).map_err(|error| error.within(&page.name))?))
}

/// The beginning of a file, which stands there afterwards.
pub(super) fn head(file: &mut File) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    Read::by_ref(file).take(HEAD as u64).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(head)
}

/// Reads a table, row by row.
struct Delimited<R> {
    table: Table<R>,
    mapping: Mapping,
    layout: Layout,
    /// Why the rows below the header at hand cannot be read.
    unreadable: Option<&'static str>,
    /// Whether the user has such a program's table read as any other, by its first header.
    may_be_of_program: bool,
    /// The names of the first table's columns.
    first_header: Vec<String>,
    /// Where the header at hand stands, if the table is not the first one.
    header_at: Option<Place>,
    builder: Builder,
    ready: Option<Record>,
    /// Whether line ends of texts are written out in the table at hand.
    has_escapes: bool,
    doubts: Vec<Doubtful>,
}

impl<R: BufRead> Delimited<R> {
    fn new(source: R, options: &ReadOptions) -> Result<Self> {
        let mapping = Mapping::new(&options.columns)?;
        let is_known = |name: &str| mapping.claims(name) || mapping.by_name(name).is_some();
        let table = Table::open(source, &is_known, Box::new(PostHeaders(mapping.clone())))?;
        let layout = Layout::of_header(table.header(), &mapping)?;
        let builder = Builder::new(mapping.orders);
        let may_be_of_program = are_of_other_format(table.header());
        let first_header = table.header().to_vec();
        let mut delimited = Self {
            table,
            mapping,
            layout,
            unreadable: None,
            may_be_of_program,
            first_header,
            header_at: None,
            builder,
            ready: None,
            has_escapes: false,
            doubts: Vec::new(),
        };
        delimited.begin_at_first_address()?;
        delimited.find_escapes()?;
        Ok(delimited)
    }

    /// Where in a row this column stands.
    fn index(&self, wanted: Column) -> Option<usize> {
        self.layout.cells.iter().find(|(column, _)| *column == wanted).map(|(_, index)| *index)
    }

    fn take_row(&mut self) -> Result<Record> {
        let header = self.table.header();
        let names = |column: Column| self.layout.own_name(column, header);
        let mut values: Values<'_> = no_values();
        let mut has_bad_bytes = false;
        let mut doubt = None;
        for (column, index) in &self.layout.cells {
            let cell = self.table.cell(*index);
            let is_bad = is_damaged(&cell);
            let words = match column {
                Column::Text if self.layout.has_parts => parts::written_out(&cell),
                _ => None,
            };
            let words = match column {
                Column::Text | Column::Caption if self.has_escapes => match escapes::unescaped(&cell) {
                    Cow::Owned(text) => {
                        doubt = Some(Doubt::LineEndsWrittenOut);
                        Some(text)
                    }
                    Cow::Borrowed(_) => words,
                },
                Column::Text if self.table.is_of_tabs() && escapes::has_line_end(&cell) => {
                    doubt = Some(Doubt::LineEndsMayBeWrittenOut);
                    words
                }
                _ => words,
            };
            let value = Value::Text(words.map_or(cell, Cow::Owned));
            let is_none = match column {
                Column::Caption => is_figure(&value),
                // A wall clock stands before the instant that Telegram Desktop tells beside it.
                Column::PostedAt => values[*column as usize].word().is_some() && !moment::is_read(&value),
                _ => false,
            };
            if !is_none {
                has_bad_bytes |= is_bad;
                values[*column as usize] = value;
            }
        }
        let taken = self.builder.take(&values, &names);
        drop(values);
        let taken = taken.map_err(|error| self.told_of_table(error))?;
        if has_bad_bytes {
            self.table.note_bad_bytes();
        }
        if let Some(doubt) = doubt {
            Doubtful::add(&mut self.doubts, doubt, || self.table.place());
        }
        let unread = self.builder.take_unread();
        self.table.note_unread_counts(unread);
        let (channel, post) = match taken {
            Taken::Post(channel, post) => (channel, post),
            Taken::Reject(reason, id) => return Ok(Record::Reject(self.table.reject(reason, id))),
        };
        let record = match self.service_row(&post) {
            Some(event) => Record::Event(event),
            None => Record::Post(post),
        };
        Ok(match channel {
            None => record,
            Some(channel) => {
                self.ready = Some(record);
                Record::Channel(channel)
            }
        })
    }

    /// What happened to the channel, where the row at hand is no post: in a table of Telegram Desktop's messages, or of
    /// Telethon's.
    fn service_row(&self, post: &Post) -> Option<ChannelEvent> {
        let Layout { has_instant, types, .. } = self.layout;
        if !has_instant && types.is_none() {
            return None;
        }
        let cells = Cells::new(&self.table);
        let name = |column: &str| cells.value(column).name();
        let event = |action: String, detail: Option<String>| ChannelEvent {
            external_id: post.external_id.clone(),
            happened: post.posted,
            action,
            actor: name("actor").map(|name| Author { name: Some(name), ..Author::default() }),
            detail,
        };
        if has_instant && cells.text("type") == "service" {
            let action = name("action").unwrap_or_else(|| ChannelEvent::UNKNOWN.to_owned());
            return Some(event(action, name("title")));
        }
        if types.is_some_and(|index| self.table.cell(index) == "MessageService") {
            let action = parts::value(&cells.text("action")).unwrap_or_default();
            let word = |key: &str| action.get(key).and_then(serde_json::Value::as_str);
            let kind = telethon::service::action(word("_").unwrap_or_default());
            return Some(event(kind, word("title").map(str::to_owned)));
        }
        None
    }
}

/// Whether a cell has a number, or yes or no, which tells of a caption and is none.
fn is_figure(value: &Value<'_>) -> bool {
    let is_number = |word: &str| word.contains(|c: char| c.is_ascii_digit()) && word.parse::<f64>().is_ok();
    value.truth().is_some() || value.word().is_some_and(|word| is_number(&word))
}

/// Whether a cell had to be changed to be text, or is to be: zeros stand where a disk has lost a block.
#[expect(clippy::ptr_arg, reason = "it is asked whether the cell is borrowed")]
fn is_damaged(cell: &Cow<'_, str>) -> bool {
    matches!(cell, Cow::Owned(_)) || memchr::memchr(0, cell.as_bytes()).is_some()
}

impl<R: BufRead + Send> Reader for Delimited<R> {
    fn next_record(&mut self) -> Result<Option<Record>> {
        if let Some(record) = self.ready.take() {
            return Ok(Some(record));
        }
        Ok(Some(match self.table.advance()? {
            Next::Row if self.names_columns() || self.names_other_format() => self.take_names()?,
            Next::Row => match self.unreadable {
                Some(reason) => Record::Reject(self.table.reject(reason, None)),
                None => self.take_row()?,
            },
            Next::Header(reject) => {
                self.find_columns(&reject.place)?;
                Record::Reject(reject)
            }
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

    fn doubts(&self) -> Vec<Doubtful> {
        self.doubts.clone()
    }
}

#[cfg(test)]
mod tests;
