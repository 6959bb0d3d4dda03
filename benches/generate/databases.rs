//! SQLite databases of archiving tools. They are written to a temporary file, and copied from there.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};

use rusqlite::{Connection, params};
use serde_json::{Value, json};
use tempfile::NamedTempFile;

use super::layout::Layout;
use super::row::{CHANNEL_ID, Entity, HANDLE, NAME, Row, clock};

/// A database that grows in one transaction.
struct Database {
    file: NamedTempFile,
    connection: Connection,
}

impl Database {
    fn new(schema: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let file = NamedTempFile::new()?;
        let connection = Connection::open(file.path())?;
        connection.execute_batch(schema)?;
        connection.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN")?;
        Ok(Self { file, connection })
    }

    fn copy_to(&self, mut out: &mut dyn Write) -> io::Result<()> {
        self.connection.execute_batch("COMMIT").map_err(io::Error::other)?;
        io::copy(&mut File::open(self.file.path())?, &mut out)?;
        Ok(())
    }
}

/// `data.sqlite` of tg-archive, photos downloaded.
pub(super) struct TgArchive(Database);

const TG_ARCHIVE: &str = "
CREATE table messages (
    id INTEGER NOT NULL PRIMARY KEY,
    type TEXT NOT NULL,
    date TIMESTAMP NOT NULL,
    edit_date TIMESTAMP,
    content TEXT,
    entities JSON,
    reply_to INTEGER,
    user_id INTEGER,
    media_id INTEGER,
    FOREIGN KEY(user_id) REFERENCES users(id),
    FOREIGN KEY(media_id) REFERENCES media(id)
);
CREATE table users (
    id INTEGER NOT NULL PRIMARY KEY,
    username TEXT,
    first_name TEXT,
    last_name TEXT,
    tags TEXT,
    avatar TEXT
);
CREATE table media (
    id INTEGER NOT NULL PRIMARY KEY,
    type TEXT,
    url TEXT,
    title TEXT,
    description TEXT,
    thumb TEXT
);";

impl TgArchive {
    pub(super) fn new() -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let database = Database::new(TG_ARCHIVE)?;
        let insert = "INSERT INTO users VALUES (?1, ?2, NULL, NULL, '', NULL)";
        database.connection.execute(insert, params![CHANNEL_ID.cast_signed(), HANDLE])?;
        Ok(Self(database))
    }

    fn insert(&self, row: &Row<'_>) -> rusqlite::Result<()> {
        const CLOCK: &str = "%Y-%m-%d %H:%M:%S";
        let connection = &self.0.connection;
        let id = row.id.cast_signed();
        let media = row.file_name();
        if let Some(name) = &media {
            connection
                .prepare_cached("INSERT INTO media VALUES (?1, 'photo', ?2, ?2, NULL, NULL)")?
                .execute(params![id, name])?;
        }
        let mut entities: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for (offset, length, part) in row.marks() {
            let (kind, entity) = match &part.entity {
                Entity::Hashtag => ("Hashtag", json!({"o": offset, "l": length})),
                Entity::Mention => ("Mention", json!({"o": offset, "l": length})),
                Entity::Link => ("Url", json!({"o": offset, "l": length})),
                Entity::TextLink(href) => ("TextUrl", json!({"o": offset, "l": length, "url": href})),
                Entity::Plain | Entity::Bold => ("Bold", json!({"o": offset, "l": length})),
            };
            entities.entry(kind).or_default().push(entity);
        }
        connection
            .prepare_cached("INSERT INTO messages VALUES (?1, 'message', ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
            .execute(params![
                id,
                clock(row.second, CLOCK),
                row.edited.map(|edited| clock(edited, CLOCK)),
                row.text(),
                (!entities.is_empty()).then(|| json!(entities).to_string()),
                row.reply_to.map(u64::cast_signed),
                CHANNEL_ID.cast_signed(),
                media.map(|_| id),
            ])?;
        Ok(())
    }
}

impl Layout for TgArchive {
    fn push_post(&mut self, rows: &[Row<'_>], _: &mut String) -> io::Result<()> {
        rows.iter().try_for_each(|row| self.insert(row)).map_err(io::Error::other)
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.0.copy_to(out)
    }
}

/// `export.db` of telegram-export.
pub(super) struct TelegramExport(Database);

const TELEGRAM_EXPORT: &str = "
CREATE TABLE Version (Version INTEGER);
CREATE TABLE Forward(ID INTEGER PRIMARY KEY AUTOINCREMENT,OriginalDate INT NOT NULL,FromID INT,ChannelPost INT,PostAuthor TEXT);
CREATE TABLE Media(ID INTEGER PRIMARY KEY AUTOINCREMENT,Name TEXT,MimeType TEXT,Size INT,ThumbnailID INT,Type TEXT,LocalID INT,VolumeID INT,Secret INT,Extra TEXT);
CREATE TABLE User(ID INT NOT NULL,DateUpdated INT NOT NULL,FirstName TEXT NOT NULL,LastName TEXT,Username TEXT,Phone TEXT,Bio TEXT,Bot INTEGER,CommonChatsCount INT NOT NULL,PictureID INT,PRIMARY KEY (ID, DateUpdated)) WITHOUT ROWID;
CREATE TABLE Channel(ID INT NOT NULL,DateUpdated INT NOT NULL,About TEXT,Title TEXT NOT NULL,Username TEXT,PictureID INT,PinMessageID INT,PRIMARY KEY (ID, DateUpdated)) WITHOUT ROWID;
CREATE TABLE Supergroup(ID INT NOT NULL,DateUpdated INT NOT NULL,About TEXT,Title TEXT NOT NULL,Username TEXT,PictureID INT,PinMessageID INT,PRIMARY KEY (ID, DateUpdated)) WITHOUT ROWID;
CREATE TABLE Chat(ID INT NOT NULL,DateUpdated INT NOT NULL,Title TEXT NOT NULL,MigratedToID INT,PictureID INT,PRIMARY KEY (ID, DateUpdated)) WITHOUT ROWID;
CREATE TABLE Message(ID INT NOT NULL,ContextID INT NOT NULL,Date INT NOT NULL,FromID INT,Message TEXT,ReplyMessageID INT,ForwardID INT,PostAuthor TEXT,ViewCount INT,MediaID INT,Formatting TEXT,ServiceAction TEXT,FOREIGN KEY (ForwardID) REFERENCES Forward(ID),FOREIGN KEY (MediaID) REFERENCES Media(ID),PRIMARY KEY (ID, ContextID)) WITHOUT ROWID;";

/// The channel's id, marked.
const CONTEXT: i64 = -1_000_000_000_000 - CHANNEL_ID.cast_signed();

impl TelegramExport {
    pub(super) fn new() -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let database = Database::new(TELEGRAM_EXPORT)?;
        let insert = "INSERT INTO Channel VALUES (?1, 5, NULL, ?2, ?3, NULL, NULL)";
        database.connection.execute(insert, params![CONTEXT, NAME, HANDLE])?;
        Ok(Self(database))
    }

    fn insert(&self, row: &Row<'_>) -> rusqlite::Result<()> {
        let connection = &self.0.connection;
        let (id, second) = (row.id.cast_signed(), row.second.cast_signed());
        if row.source.is_some() {
            connection
                .prepare_cached("INSERT INTO Forward VALUES (?1, ?2, NULL, ?3, NULL)")?
                .execute(params![id, second - 3600, 1 + id % 5000])?;
        }
        if let Some(kind) = row.media() {
            let (name, mime_type, kind) = match kind {
                "photo" => (clock(row.second, "photo_%Y-%m-%d_%H-%M-%S"), "image/jpeg", "photo"),
                _ => ("IMG_2041.MP4".to_owned(), "video/mp4", "document.video"),
            };
            let size = row.photo_size.or(row.video_size).map(u64::cast_signed);
            connection
                .prepare_cached(
                    "INSERT INTO Media VALUES (?1, ?2, ?3, ?4, NULL, ?5, NULL, NULL, NULL, NULL)",
                )?
                .execute(params![id, name, mime_type, size, kind])?;
        }
        let formatting = row.marks().into_iter().filter_map(|(offset, length, part)| match &part.entity {
            Entity::Bold => Some(format!("bold,{offset},{length}")),
            Entity::Link => Some(format!("url,{offset},{length}")),
            Entity::TextLink(href) => Some(format!("texturl,{offset},{length},{href}")),
            Entity::Plain | Entity::Hashtag | Entity::Mention => None,
        });
        let formatting = formatting.collect::<Vec<_>>().join(";");
        connection
            .prepare_cached(
                "INSERT INTO Message VALUES (?1, ?2, ?3, NULL, ?4, ?5, ?6, NULL, ?7, ?8, ?9, NULL)",
            )?
            .execute(params![
                id,
                CONTEXT,
                second,
                row.text(),
                row.reply_to.map(u64::cast_signed),
                row.source.map(|_| id),
                row.views().cast_signed(),
                row.media().map(|_| id),
                Some(formatting).filter(|list| !list.is_empty()),
            ])?;
        Ok(())
    }
}

impl Layout for TelegramExport {
    fn push_post(&mut self, rows: &[Row<'_>], _: &mut String) -> io::Result<()> {
        rows.iter().try_for_each(|row| self.insert(row)).map_err(io::Error::other)
    }

    fn push_service_row(&mut self, id: u64, second: u64, pinned: u64, _: &mut String) -> io::Result<()> {
        let insert = "INSERT INTO Message VALUES (?1, ?2, ?3, NULL, NULL, ?4, NULL, NULL, NULL, NULL, NULL, 'pin.message')";
        let row = params![id.cast_signed(), CONTEXT, second.cast_signed(), pinned.cast_signed()];
        let connection = &self.0.connection;
        connection
            .prepare_cached(insert)
            .and_then(|mut insert| insert.execute(row))
            .map_err(io::Error::other)?;
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.0.copy_to(out)
    }
}
