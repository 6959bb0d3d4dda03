//! The database of telegram-export, `export.db`: any number of chats, each a context.
//!
//! It has texts with links and code, senders, signatures, views, replies, service rows, and of forwards the
//! date and the number of the original post; a channel that a post was forwarded from is not kept, a person
//! is. Edits, counts of forwards, reactions and albums are not kept; albums are put together again by the rule
//! that holds for Telegram Desktop. Chats and people have a row for each time that they were seen changed;
//! the newest counts.
//!
//! Source: `telegram_export/dumper.py` and `utils.py` of <https://github.com/expectocode/telegram-export>,
//! version 1 of its schema and the earlier ones that have the same key.

mod directory;
mod row;

use std::collections::VecDeque;

use rusqlite::Row;
use rusqlite::types::Value;

use self::directory::Directory;
use self::row::Message;
use super::album::Album;
use super::columns::count::Unread;
use super::sqlite::{BatchEnd, Cell, Database, Table, defines, is_damage, no_export, refused};
use super::{BadBytes, Page, Reader, UnreadCounts};
use crate::Result;
use crate::model::{Place, Record, Reject};

/// Whether the beginning of an input is of this format.
pub(super) fn looks_like(head: &[u8]) -> bool {
    defines(head, "Message", &["ContextID", "ReplyMessageID", "ForwardID", "PostAuthor", "MediaID"])
}

/// Opens an input of this format.
pub(super) fn open(page: Page) -> Result<Box<dyn Reader>> {
    let name = page.name.clone();
    let database = Database::open(page)?;
    let reader = TelegramExport::new(&name, database).map_err(|error| refused(&name, error))?;
    Ok(Box::new(reader.ok_or_else(|| no_export(&name))?))
}

const MESSAGE: [&str; 9] = [
    "Date",
    "FromID",
    "Message",
    "ReplyMessageID",
    "ForwardID",
    "PostAuthor",
    "ViewCount",
    "Formatting",
    "ServiceAction",
];
const FORWARD: [&str; 4] = ["ID", "OriginalDate", "FromID", "ChannelPost"];
const MEDIA: [&str; 4] = ["Name", "MimeType", "Size", "Type"];

/// A reader of telegram-export's database.
#[derive(Debug)]
struct TelegramExport {
    name: String,
    database: Database,
    directory: Directory,
    sql: String,
    /// The place of the row that was read last, in the order of contexts and ids.
    last: i64,
    context: Option<Option<i64>>,
    rows: u64,
    /// How many rows there are; `None` until they are put in order.
    all_rows: Option<u64>,
    /// Whether some could not be put in order, as the file is damaged.
    is_damaged: bool,
    album: Album,
    ready: VecDeque<Record>,
    has_ended: bool,
    bad_bytes: Option<BadBytes>,
    unread_counts: Option<UnreadCounts>,
}

impl TelegramExport {
    /// A reader of the database, `None` when it is not telegram-export's.
    fn new(name: &str, database: Database) -> rusqlite::Result<Option<Self>> {
        let Some(messages) = database.table("Message")? else { return Ok(None) };
        let has_all = ["Date", "Message"].iter().all(|column| messages.has(column));
        if !has_all || messages.key_place("ID") != Some(1) || messages.key_place("ContextID") != Some(2) {
            return Ok(None);
        }
        let keyed = |table: Option<Table>| table.filter(|table| table.key_place("ID") == Some(1));
        let forwards = keyed(database.table("Forward")?);
        let media = keyed(database.table("Media")?);
        Ok(Some(Self {
            name: name.to_owned(),
            directory: Directory::new(&database)?,
            sql: select(&messages, forwards.as_ref(), media.as_ref()),
            database,
            last: 0,
            context: None,
            rows: 0,
            all_rows: None,
            is_damaged: false,
            album: Album::default(),
            ready: VecDeque::new(),
            has_ended: false,
            bad_bytes: None,
            unread_counts: None,
        }))
    }

    /// Puts the keys of all messages into order by context and id: the table has them by id first, so that
    /// the messages of one chat lie all over it. They are kept in a temporary file of SQLite's own.
    fn sort(&mut self) -> rusqlite::Result<()> {
        let connection = self.database.connection();
        let order = "INSERT INTO temp.message_order (context, id) SELECT ContextID, ID FROM";
        connection.execute_batch("CREATE TEMP TABLE message_order (n INTEGER PRIMARY KEY, context, id)")?;
        match connection.execute(&format!("{order} main.Message ORDER BY ContextID, ID"), []) {
            Ok(_) => {}
            Err(error) if is_damage(&error) => {
                self.is_damaged = true;
                connection.execute_batch("CREATE TEMP TABLE readable (ID, ContextID)")?;
                self.keep_readable_keys()?;
                connection.execute(&format!("{order} temp.readable ORDER BY ContextID, ID"), [])?;
            }
            Err(error) => return Err(error),
        }
        let count = |row: &Row<'_>| row.get::<_, i64>(0);
        let all = connection.query_row("SELECT count(*) FROM temp.message_order", [], count)?;
        self.all_rows = Some(u64::try_from(all).unwrap_or_default());
        Ok(())
    }

    /// Keeps the keys of a damaged file as far as they can be read.
    fn keep_readable_keys(&self) -> rusqlite::Result<()> {
        let connection = self.database.connection();
        let mut insert = connection.prepare("INSERT INTO temp.readable VALUES (?1, ?2)")?;
        let mut last = (Value::Integer(i64::MIN), Value::Integer(i64::MIN));
        loop {
            let mut keys = Vec::new();
            let mut is_garbage = false;
            let end = self.database.batch(
                "SELECT ID, ContextID FROM main.Message WHERE (ID, ContextID) > (?1, ?2)
                 ORDER BY ID, ContextID",
                (&last.0, &last.1),
                |row| {
                    match (row.get::<_, Value>(0), row.get::<_, Value>(1)) {
                        (Ok(id), Ok(context)) if !is_garbage => keys.push((id, context)),
                        _ => is_garbage = true,
                    }
                    Ok(0)
                },
            )?;
            for key in keys {
                insert.execute((&key.0, &key.1))?;
                last = key;
            }
            if end != BatchEnd::Full || is_garbage {
                return Ok(());
            }
        }
    }

    fn fill(&mut self) -> Result<()> {
        if self.all_rows.is_none() {
            self.sort().map_err(|error| refused(&self.name, error))?;
        }
        let mut messages = Vec::new();
        let last = &mut self.last;
        let end = self
            .database
            .batch(&self.sql, [*last], |row| {
                let message = read(row)?;
                *last = row.get(0)?;
                let bytes = message.bytes();
                messages.push(message);
                Ok(bytes)
            })
            .map_err(|error| refused(&self.name, error))?;
        for message in messages {
            self.take(message)?;
        }
        if end != BatchEnd::Full {
            self.finish_album();
            let is_short = self.all_rows.is_some_and(|all| self.rows < all);
            if end == BatchEnd::Damaged || self.is_damaged || is_short || self.database.is_cut() {
                self.ready.push_back(Record::Cut(Place::Row(self.rows + 1)));
            }
            self.has_ended = true;
        }
        Ok(())
    }

    fn take(&mut self, message: Message) -> Result<()> {
        self.rows += 1;
        if message.is_bad {
            BadBytes::add(&mut self.bad_bytes, Place::Row(self.rows));
        }
        let context = message.context.integer();
        if self.context != Some(context) {
            self.finish_album();
            self.context = Some(context);
            let channel = self.directory.channel(&self.database, context);
            self.ready.push_back(Record::Channel(channel.map_err(|error| refused(&self.name, error))?));
        }
        let external_id = message.id.integer().map(|id| id.to_string());
        let raw = message.raw();
        let mut unread = Unread::default();
        let understood = message
            .understand(&self.database, &mut self.directory, &mut unread)
            .map_err(|error| refused(&self.name, error))?;
        UnreadCounts::add(&mut self.unread_counts, unread, || Place::Row(self.rows));
        match understood {
            Ok(row::Row::Item(item)) => {
                if let Some(post) = self.album.push(item) {
                    self.ready.push_back(Record::Post(post));
                }
            }
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
        Ok(())
    }

    fn finish_album(&mut self) {
        if let Some(post) = self.album.finish() {
            self.ready.push_back(Record::Post(post));
        }
    }
}

impl Reader for TelegramExport {
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

    /// By how many of the rows are behind.
    fn bytes_read(&self) -> u64 {
        let bytes = u128::from(self.database.bytes());
        let all = self.all_rows.unwrap_or_default().max(1);
        let done = if self.has_ended { all } else { self.rows.min(all) };
        u64::try_from(bytes * u128::from(done) / u128::from(all)).unwrap_or_default()
    }

    /// Within each chat by id, and ids ascend with time.
    fn is_ordered(&self) -> bool {
        true
    }

    fn bad_bytes(&self) -> Option<BadBytes> {
        self.bad_bytes.clone()
    }

    fn unread_counts(&self) -> Option<UnreadCounts> {
        self.unread_counts.clone()
    }
}

/// The query that gives the messages behind a key, each with its forward and its media.
fn select(messages: &Table, forwards: Option<&Table>, media: Option<&Table>) -> String {
    let forwards = forwards.filter(|_| messages.has("ForwardID"));
    let media = media.filter(|_| messages.has("MediaID"));
    let columns = |table: Option<&Table>, columns: &[&str]| match table {
        Some(table) => table.select(columns),
        None => vec!["NULL"; columns.len() + 1].join(", "),
    };
    let join = |table: Option<&Table>, join: &'static str| if table.is_some() { join } else { "" };
    format!(
        "SELECT o.n, o.context, o.id, {}, {}, {}
         FROM temp.message_order AS o
         CROSS JOIN main.Message ON Message.ID = o.id AND Message.ContextID = o.context {} {}
         WHERE o.n > ?1 ORDER BY o.n",
        messages.select(&MESSAGE),
        columns(forwards, &FORWARD),
        columns(media, &MEDIA),
        join(forwards, "LEFT JOIN main.Forward ON Forward.ID = Message.ForwardID"),
        join(media, "LEFT JOIN main.Media ON Media.ID = Message.MediaID"),
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<Message> {
    let mut is_bad = false;
    let mut column = 1;
    let mut cell = || {
        let cell = Cell::read(row, column, &mut is_bad);
        column += 1;
        cell
    };
    let (context, id, is_long) = (cell()?, cell()?, cell()?);
    let mut message = Message {
        is_long: is_long.integer() == Some(1),
        context,
        id,
        date: cell()?,
        from_id: cell()?,
        text: cell()?,
        reply_to: cell()?,
        forward_id: cell()?,
        post_author: cell()?,
        views: cell()?,
        formatting: cell()?,
        action: cell()?,
        ..Message::default()
    };
    let _is_long = cell()?;
    message.forward = row::ForwardRow { id: cell()?, date: cell()?, from_id: cell()?, post: cell()? };
    let _is_long = cell()?;
    message.media = row::MediaRow { name: cell()?, mime_type: cell()?, size: cell()?, kind: cell()? };
    message.is_bad = is_bad;
    Ok(message)
}

#[cfg(test)]
mod tests;
