//! snscrape's records as a table, as pandas writes them: lists stand in the cells as Python shows them.

use std::io::{BufRead, BufReader};

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::row::Row;
use super::{Intake, MODULE};
use crate::Result;
use crate::input::columns::post::published;
use crate::input::columns::{Column, layout, parts};
use crate::input::delimited::{Cells, Next, Table, first_row};
use crate::input::first_two_rows;
use crate::input::{BadBytes, Doubt, Doubtful, Page, READ_AT_ONCE, Reader, UnreadCounts};
use crate::model::Record;

/// Columns that are in every version.
const NEEDED: [&str; 3] = ["url", "date", "content"];

/// Columns of words and numbers that are read.
const PLAIN: [&str; 8] =
    ["_type", "url", "date", "forwardedUrl", "views", "views.granularity", "username", "title"];

/// Columns of lists and objects that are read.
const NESTED: [&str; 4] = ["mentions", "hashtags", "forwarded", "media"];

/// The list of addresses; before, and beside it, the same with blanks between.
const LINKS: [&str; 2] = ["outlinks", "outlinksss"];

/// Columns that tell where the tags of a text end.
const ENDS: [&str; 3] = ["outlinks", "outlinksss", "hashtags"];

/// So many rows are looked at for one with links.
const LOOKED_AT: usize = 200;

/// Whether the beginning of an input is such a table: by the type of its first record; or, as `pandas.DataFrame` makes it
/// of the records themselves, without a type, by its columns, the address and the time of the first post, and its links.
/// People who make tables of their own have such columns and addresses, too, but not all of this, and other columns.
pub(super) fn looks_like(head: &[u8]) -> bool {
    if !has_columns(head) {
        return false;
    }
    let [header, row] = first_two_rows(head);
    let cell = |name: &str| header.iter().position(|own| own == name).and_then(|index| row.get(index));
    match cell("_type") {
        Some(kind) => kind.starts_with(MODULE),
        None => {
            cell("url").is_some_and(|url| url.starts_with("https://t.me/s/"))
                && cell("date").is_some_and(|date| date.trim().parse::<Timestamp>().is_ok())
                && !header.iter().any(|name| is_of_others(name))
                && has_shown_links(head)
        }
    }
}

/// Whether the beginning of an input is a table with the columns that all such tables have.
pub(super) fn has_columns(head: &[u8]) -> bool {
    has_all(&first_row(head, &|name| NEEDED.contains(&name)).1)
}

/// Whether it is a table with these columns in which nothing but they tells whose it is.
pub(super) fn is_untyped(head: &[u8]) -> bool {
    let (_, header) = first_row(head, &|name| NEEDED.contains(&name));
    has_all(&header) && !header.iter().any(|name| name == "_type")
}

/// Whether snscrape has no such column, and a table of posts may have it: it would be lost here.
fn is_of_others(name: &str) -> bool {
    let is_own = ["content"].iter().chain(&PLAIN).chain(&NESTED).chain(&LINKS).any(|own| *own == name);
    !is_own && Column::by_name_or_alias(&layout::normalised(name)).is_some()
}

/// Whether the first links are a list as Python shows it.
fn has_shown_links(head: &[u8]) -> bool {
    let Ok(mut table) = Table::open(head, &|name| NEEDED.contains(&name), Box::new(has_all)) else {
        return false;
    };
    for _ in 0..LOOKED_AT {
        let Ok(Next::Row) = table.advance() else { return false };
        let links = Cells::new(&table).text("outlinks").trim().to_owned();
        if !links.is_empty() {
            return links == "[]" || links.starts_with("['") && links.ends_with("']");
        }
    }
    false
}

/// Opens such a table.
pub(super) fn open(page: Page) -> Result<Box<dyn Reader>> {
    let source = BufReader::with_capacity(READ_AT_ONCE, page.file);
    Ok(Box::new(SnscrapeTable::new(source).map_err(|error| error.within(&page.name))?))
}

fn has_all(header: &[String]) -> bool {
    NEEDED.iter().all(|needed| header.iter().any(|name| name.eq_ignore_ascii_case(needed)))
}

/// A reader of such a table.
pub(super) struct SnscrapeTable<R> {
    table: Table<R>,
    intake: Intake,
    doubts: Vec<Doubtful>,
}

impl<R: BufRead> SnscrapeTable<R> {
    pub(super) fn new(source: R) -> Result<Self> {
        let table = Table::open(source, &|name| NEEDED.contains(&name), Box::new(has_all))?;
        Ok(Self { table, intake: Intake::default(), doubts: Vec::new() })
    }

    fn take_row(&mut self) -> Result<()> {
        let cells = Cells::new(&self.table);
        let object = object(&cells);
        let reject = self.table.reject("", None);
        let tells_ends = ENDS.iter().any(|name| cells.has(name));
        if !tells_ends && cells.text("content").contains('#') {
            Doubtful::add(&mut self.doubts, Doubt::EndsOfTags, || reject.place.clone());
        }
        if cells.has_bad_bytes() {
            self.table.note_bad_bytes();
        }
        let row = Row::deserialize(&object).unwrap_or_default();
        self.intake.take_row(&row, reject.raw.as_bytes(), &reject.place)
    }
}

/// The row as the object that snscrape writes.
fn object<R: BufRead>(cells: &Cells<'_, R>) -> Value {
    let mut object = Map::new();
    for name in PLAIN {
        if let Some(word) = cells.value(name).name() {
            object.insert(name.to_owned(), Value::String(word));
        }
    }
    object.insert("content".to_owned(), Value::String(published(&cells.text("content")).into_owned()));
    for name in NESTED {
        if let Some(value) = parts::value(&cells.text(name)) {
            object.insert(name.to_owned(), value);
        }
    }
    let lists = LINKS.iter().filter_map(|name| {
        let cell = cells.text(name);
        let is_shown = cell.trim_start().starts_with('[');
        let in_blanks = || cell.split_ascii_whitespace().filter(|word| word.contains("://")).map(Value::from);
        if is_shown { parts::value(&cell) } else { Some(Value::Array(in_blanks().collect())) }
    });
    let is_filled = |list: &Value| list.as_array().is_some_and(|items| !items.is_empty());
    if let Some(list) = lists.into_iter().find(is_filled) {
        object.insert("outlinks".to_owned(), list);
    }
    if cells.has("forwardedUrl") {
        // Also where it is empty it tells of the fork.
        object.entry("forwardedUrl").or_insert(Value::Null);
    }
    Value::Object(object)
}

impl<R: BufRead + Send> Reader for SnscrapeTable<R> {
    fn next_record(&mut self) -> Result<Option<Record>> {
        loop {
            if let Some(record) = self.intake.ready.pop_front() {
                return Ok(Some(record));
            }
            match self.table.advance()? {
                Next::Row => self.take_row()?,
                Next::Reject(reject) | Next::Header(reject) => return Ok(Some(Record::Reject(reject))),
                Next::Cut(place) => return Ok(Some(Record::Cut(place))),
                Next::End => return Ok(None),
            }
        }
    }

    fn bytes_read(&self) -> u64 {
        self.table.bytes_read()
    }

    /// The newest stand first.
    fn is_ordered(&self) -> bool {
        false
    }

    fn bad_bytes(&self) -> Option<BadBytes> {
        self.table.bad_bytes()
    }

    fn unread_counts(&self) -> Option<UnreadCounts> {
        self.intake.unread_counts.clone()
    }

    fn doubts(&self) -> Vec<Doubtful> {
        self.doubts.clone()
    }
}
