//! The database of tg-archive, `data.sqlite`: one chat each.
//!
//! It keeps texts, edits, replies and senders, but no views, forwards, reactions or origins. The chat itself
//! is not named. It is known all the same where all posts have one sender that is no person, as in a channel,
//! and where the group posts as itself; else it is anonymous.
//!
//! The table of media has rows for what was downloaded only, all of them of the type `photo`, whatever they
//! are; so the kind is told by the file's ending. tg-archive has a word of its own for joining and leaving;
//! other service rows (a new photo, a pinned post) are messages without words there, and so are posts of
//! media that were not downloaded. A sticker's text is its emoji.
//!
//! Source: `tgarchive/db.py`, `sync.py` and `utils/message_entities.py` of
//! <https://github.com/knadh/tg-archive>.

mod entities;
mod row;

use std::collections::VecDeque;

use rusqlite::Row;

use self::row::{Message, Owner};
use super::album::{Album, Item};
use super::sqlite::{BatchEnd, Cell, Database, Table, defines, no_export, refused};
use super::{BadBytes, Page, Reader};
use crate::Result;
use crate::model::{Place, Record, Reject};

/// Whether the beginning of an input is of this format.
pub(super) fn looks_like(head: &[u8]) -> bool {
    defines(head, "messages", &["edit_date", "content", "reply_to", "user_id", "media_id"])
}

/// Opens an input of this format.
pub(super) fn open(page: Page) -> Result<Box<dyn Reader>> {
    let name = page.name.clone();
    let database = Database::open(page)?;
    let reader = TgArchive::new(database).map_err(|error| refused(&name, error))?;
    let reader = reader.ok_or_else(|| no_export(&name))?;
    Ok(Box::new(TgArchive { name, ..reader }))
}

const MESSAGE: [&str; 9] =
    ["id", "type", "date", "edit_date", "content", "entities", "reply_to", "user_id", "media_id"];
const USER: [&str; 3] = ["username", "first_name", "last_name"];
const MEDIA: [&str; 3] = ["type", "url", "title"];

/// A reader of tg-archive's database.
#[derive(Debug)]
struct TgArchive {
    name: String,
    database: Database,
    sql: String,
    owner: Owner,
    /// The row that was read last, and the first and last one that there are.
    last: i64,
    range: (i64, i64),
    rows: u64,
    album: Album,
    ready: VecDeque<Record>,
    has_begun: bool,
    has_ended: bool,
    is_by_id: bool,
    bad_bytes: Option<BadBytes>,
}

impl TgArchive {
    /// A reader of the database, `None` when it is not tg-archive's.
    fn new(database: Database) -> rusqlite::Result<Option<Self>> {
        let Some(messages) = database.table("messages")? else { return Ok(None) };
        let has_all = ["id", "type", "date", "content", "user_id"].iter().all(|name| messages.has(name));
        if !has_all || messages.has("_rowid_") {
            return Ok(None);
        }
        let users = keyed(database.table("users")?);
        let media = keyed(database.table("media")?);
        let owner = match &users {
            Some(users) => Owner::find(&database, users)?,
            None => Owner::default(),
        };
        let range = |end: &str| {
            let sql = format!("SELECT {end}(_rowid_) FROM messages");
            database.connection().query_row(&sql, [], |row| row.get::<_, Option<i64>>(0)).unwrap_or_default()
        };
        Ok(Some(Self {
            name: String::new(),
            sql: select(&messages, users.as_ref(), media.as_ref()),
            owner,
            last: i64::MIN,
            range: (range("min").unwrap_or_default(), range("max").unwrap_or_default()),
            rows: 0,
            album: Album::default(),
            ready: VecDeque::new(),
            has_begun: false,
            has_ended: false,
            is_by_id: messages.key_place("id") == Some(1),
            bad_bytes: None,
            database,
        }))
    }

    fn fill(&mut self) -> Result<()> {
        if !self.has_begun {
            self.has_begun = true;
            self.ready.push_back(Record::Channel(self.owner.channel()));
        }
        let mut messages = Vec::new();
        let (last, is_by_id) = (&mut self.last, self.is_by_id);
        let end = self
            .database
            .batch(&self.sql, [*last], |row| {
                let mut message = read(row)?;
                *last = row.get(0)?;
                if message.is_long && is_by_id {
                    message.id = Cell::Integer(*last);
                }
                let bytes = message.bytes();
                messages.push(message);
                Ok(bytes)
            })
            .map_err(|error| refused(&self.name, error))?;
        for message in messages {
            self.take(message);
        }
        if end != BatchEnd::Full {
            self.finish_album();
            if end == BatchEnd::Damaged || self.database.is_cut() {
                self.ready.push_back(Record::Cut(Place::Row(self.rows + 1)));
            }
            self.has_ended = true;
        }
        Ok(())
    }

    fn take(&mut self, message: Message) {
        self.rows += 1;
        if message.is_bad {
            BadBytes::add(&mut self.bad_bytes, Place::Row(self.rows));
        }
        let external_id = message.id.integer().map(|id| id.to_string());
        let raw = message.raw();
        match message.understand(&self.owner) {
            Ok(row::Row::Item(item)) => self.take_item(item),
            Ok(row::Row::Event(event)) => {
                self.finish_album();
                self.ready.push_back(Record::Event(event));
            }
            Err(reason) => {
                self.finish_album();
                let (reason, place) = (reason.to_owned(), Place::Row(self.rows));
                self.ready.push_back(Record::Reject(Reject { place, external_id, reason, raw }));
            }
        }
    }

    fn take_item(&mut self, item: Item) {
        if let Some(post) = self.album.push(item) {
            self.ready.push_back(Record::Post(post));
        }
    }

    fn finish_album(&mut self) {
        if let Some(post) = self.album.finish() {
            self.ready.push_back(Record::Post(post));
        }
    }
}

impl Reader for TgArchive {
    fn next_record(&mut self) -> Result<Option<Record>> {
        loop {
            if let Some(record) = self.ready.pop_front() {
                return Ok(Some(record));
            }
            if self.has_ended {
                return Ok(None);
            }
            self.fill()?;
        }
    }

    /// By how many of the ids are behind.
    fn bytes_read(&self) -> u64 {
        if self.has_ended {
            return self.database.bytes();
        }
        let (first, last) = self.range;
        let all = u128::from(last.abs_diff(first)) + 1;
        let done = if self.last < first { 0 } else { u128::from(self.last.abs_diff(first)) };
        u64::try_from(u128::from(self.database.bytes()) * done.min(all) / all).unwrap_or_default()
    }

    /// By id, and ids ascend with time.
    fn is_ordered(&self) -> bool {
        self.is_by_id
    }

    fn bad_bytes(&self) -> Option<BadBytes> {
        self.bad_bytes.clone()
    }
}

/// A table whose rows can be found by their id without reading it whole.
fn keyed(table: Option<Table>) -> Option<Table> {
    table.filter(|table| table.key_place("id") == Some(1))
}

/// The query that gives the messages behind a row, each with its sender and its media.
fn select(messages: &Table, users: Option<&Table>, media: Option<&Table>) -> String {
    let columns = |table: Option<&Table>, columns: &[&str]| match table {
        Some(table) => table.select(columns),
        None => vec!["NULL"; columns.len() + 1].join(", "),
    };
    let join = |table: Option<&Table>, name: &str, key: &str| match table {
        Some(_) if messages.has(key) => format!(" LEFT JOIN \"{name}\" ON \"{name}\".id = messages.{key}"),
        _ => String::new(),
    };
    let media = media.filter(|_| messages.has("media_id"));
    format!(
        "SELECT messages._rowid_, {}, {}, {} FROM messages{}{}
         WHERE messages._rowid_ > ?1 ORDER BY messages._rowid_",
        messages.select(&MESSAGE),
        columns(users, &USER),
        columns(media, &MEDIA),
        join(users, "users", "user_id"),
        join(media, "media", "media_id"),
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<Message> {
    let mut is_bad = false;
    let mut column = 2;
    let mut cell = || {
        let cell = Cell::read(row, column, &mut is_bad);
        column += 1;
        cell
    };
    let mut message = Message {
        is_long: row.get::<_, Option<bool>>(1)? == Some(true),
        id: cell()?,
        kind: cell()?,
        date: cell()?,
        edit_date: cell()?,
        content: cell()?,
        entities: cell()?,
        reply_to: cell()?,
        user_id: cell()?,
        ..Message::default()
    };
    let (_media_id, _is_long) = (cell()?, cell()?);
    (message.username, message.first_name, message.last_name) = (cell()?, cell()?, cell()?);
    let _is_long = cell()?;
    (message.media_kind, message.media_url, message.media_title) = (cell()?, cell()?, cell()?);
    message.is_bad = is_bad;
    Ok(message)
}

#[cfg(test)]
mod tests;
