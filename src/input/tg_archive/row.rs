//! One row of `messages` with its sender and its media, and whose chat it is.

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

use super::entities;
use crate::input::album::Item;
use crate::input::sqlite::{Cell, Database, Table};
use crate::model::{Author, Channel, ChannelEvent, Media, Moment, Post, Reject, Reply};

/// The chat itself, as far as the table of senders tells.
#[derive(Debug, Default)]
pub(super) struct Owner {
    id: Option<i64>,
    handle: Option<String>,
    name: Option<String>,
}

impl Owner {
    /// The chat itself: the sender that tg-archive tags so, else the only one that there is, when it has no
    /// first name, as every person has.
    pub(super) fn find(database: &Database, users: &Table) -> rusqlite::Result<Self> {
        let columns = users.select(&["id", "username", "first_name", "last_name", "tags"]);
        let sql =
            format!("SELECT {columns} FROM users ORDER BY coalesce(\"tags\" = 'group_self', 0) DESC LIMIT 2");
        let sql = if users.has("tags") { sql } else { format!("SELECT {columns} FROM users LIMIT 2") };
        let mut rows = Vec::new();
        database.batch(&sql, [], |row| {
            let cell = |column| Cell::read(row, column, &mut false);
            rows.push([cell(1)?, cell(2)?, cell(3)?, cell(4)?, cell(5)?]);
            Ok(0)
        })?;
        let Some([id, username, first_name, last_name, tags]) = rows.first() else {
            return Ok(Self::default());
        };
        let is_tagged = tags.text() == Some("group_self");
        let is_alone =
            rows.len() == 1 && first_name.is_null() && last_name.is_null() && tags.text().is_none();
        let (Some(id), true) = (id.integer().filter(|id| *id > 0), is_tagged || is_alone) else {
            return Ok(Self::default());
        };
        // Instead of a handle there is the title of the group, or the id.
        let word = username.text().filter(|word| *word != id.to_string());
        let is_handle = !is_tagged && word.is_some_and(is_handle);
        let word = word.map(str::to_owned);
        let (handle, name) = if is_handle { (word, None) } else { (None, word) };
        Ok(Self { id: Some(id), handle, name })
    }

    /// The chat as a channel; anonymous when it is not known.
    pub(super) fn channel(&self) -> Channel {
        let link_base = match (&self.handle, self.id) {
            (Some(handle), _) => Some(format!("https://t.me/{handle}/")),
            (None, id) => id.map(|id| format!("https://t.me/c/{id}/")),
        };
        Channel {
            platform: "telegram".to_owned(),
            external_id: self.id.map(|id| id.to_string()),
            handle: self.handle.clone(),
            name: self.name.clone(),
            kind: None,
            link_base,
        }
    }
}

fn is_handle(word: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (4..=32).contains(&word.len())
        && word.bytes().all(is_part)
        && word.starts_with(|it: char| it.is_ascii_alphabetic())
}

/// A row as it stands.
#[derive(Debug, Default)]
pub(super) struct Message {
    /// Whether it is longer than a record may be; then its cells are empty.
    pub(super) is_long: bool,
    /// Whether a text in it is not UTF-8.
    pub(super) is_bad: bool,
    pub(super) id: Cell,
    pub(super) kind: Cell,
    pub(super) date: Cell,
    pub(super) edit_date: Cell,
    pub(super) content: Cell,
    pub(super) entities: Cell,
    pub(super) reply_to: Cell,
    pub(super) user_id: Cell,
    pub(super) username: Cell,
    pub(super) first_name: Cell,
    pub(super) last_name: Cell,
    pub(super) media_kind: Cell,
    pub(super) media_url: Cell,
    pub(super) media_title: Cell,
}

/// A row understood.
#[derive(Debug)]
pub(super) enum Row {
    /// A post, or a part of an album.
    Item(Item),
    /// A service row.
    Event(ChannelEvent),
}

impl Message {
    /// How many bytes of text it holds.
    pub(super) fn bytes(&self) -> usize {
        [&self.content, &self.entities].into_iter().filter_map(|cell| cell.text()).map(str::len).sum()
    }

    /// The beginning of the row's text, as a reject keeps it.
    pub(super) fn raw(&self) -> String {
        let cells = [&self.id, &self.kind, &self.date, &self.content].map(|cell| match cell {
            Cell::Null => "NULL".to_owned(),
            Cell::Integer(number) => number.to_string(),
            Cell::Real(number) => number.to_string(),
            Cell::Text(text) => text[..text.floor_char_boundary(Reject::RAW_LIMIT)].to_owned(),
            Cell::Blob => "(bytes)".to_owned(),
        });
        let mut raw = cells.join(" | ");
        raw.truncate(raw.floor_char_boundary(Reject::RAW_LIMIT));
        raw
    }

    /// What the row is, else why it cannot be read.
    pub(super) fn understand(self, owner: &Owner) -> Result<Row, &'static str> {
        if self.is_long {
            return Err("longer than 32 MiB");
        }
        let id = self.id.integer().ok_or("no id")?;
        let external_id = id.to_string();
        let (posted, posted_raw) = instant(&self.date);
        match self.kind.text() {
            None => return Err("no type of message"),
            Some("message") => {}
            Some(kind) => {
                return Ok(Row::Event(ChannelEvent {
                    external_id: Some(external_id),
                    happened: posted,
                    action: kind.to_owned(),
                    actor: self.author(owner),
                    detail: self.content.text().map(str::to_owned),
                }));
            }
        }
        if !matches!(self.content, Cell::Null | Cell::Text(_)) {
            return Err("a text that is no text");
        }
        let text = self.content.text().unwrap_or_default().to_owned();
        let media = self.media(&external_id);
        let is_album_part =
            media.iter().any(|item| matches!(item.kind.as_str(), "photo" | "video" | "audio" | "file"));
        let post = Post {
            posted,
            posted_raw,
            edited: instant(&self.edit_date).0,
            spans: entities::spans(self.entities.text(), &text),
            text,
            author: self.author(owner),
            reply: self.reply_to.integer().map(|id| Reply { external_id: id.to_string(), channel: None }),
            media: media.into_iter().collect(),
            external_id: Some(external_id),
            ..Post::default()
        };
        Ok(Row::Item(Item { id, is_album_part, post: Box::new(post) }))
    }

    /// Who sent it; nobody where the chat itself did.
    fn author(&self, owner: &Owner) -> Option<Author> {
        let id = self.user_id.integer().filter(|id| owner.id != Some(*id))?;
        let names: Vec<_> = [&self.first_name, &self.last_name].into_iter().filter_map(Cell::text).collect();
        let word = self.username.text().filter(|word| *word != id.to_string());
        // Every person has a first name; those who are gone have no user name either.
        let external_id = match (names.is_empty(), word) {
            (false, _) => format!("user{id}"),
            (true, Some(_)) => format!("channel{id}"),
            (true, None) => id.to_string(),
        };
        let name = if names.is_empty() { word.map(str::to_owned) } else { Some(names.join(" ")) };
        Some(Author { external_id: Some(external_id), name })
    }

    /// Its media; the preview of a page is none.
    fn media(&self, external_id: &str) -> Option<Media> {
        let kind = self.media_kind.text().filter(|kind| *kind != "webpage")?;
        let file = self.media_url.text();
        let ending =
            file.and_then(|file| file.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
        let kind = match (kind, ending.as_deref()) {
            ("photo", Some("jpg" | "jpeg" | "png")) | ("photo", None) => "photo",
            ("photo", Some("mp4" | "mov" | "mkv" | "webm" | "avi")) => "video",
            ("photo", Some("oga" | "ogg" | "opus")) => "voice",
            ("photo", Some("mp3" | "m4a" | "flac" | "wav")) => "audio",
            ("photo", Some("webp" | "tgs")) => "sticker",
            ("photo", Some("vcard" | "vcf")) => "contact",
            ("photo", _) => "file",
            (kind, _) => kind,
        };
        let title = self.media_title.text().map(str::to_owned);
        let (file_name, title) = match kind {
            "poll" => (None, title),
            _ => (title.or_else(|| file.map(str::to_owned)), None),
        };
        Some(Media {
            external_id: Some(external_id.to_owned()),
            kind: kind.to_owned(),
            file_name,
            title,
            ..Media::default()
        })
    }
}

/// The instant of a clock in UTC, or the cell as written where nothing can be made of it.
fn instant(cell: &Cell) -> (Moment, Option<String>) {
    let text = match cell {
        Cell::Text(text) => text,
        Cell::Integer(_) | Cell::Real(_) => {
            return (cell.integer().map_or(Moment::Unknown, Moment::Instant), None);
        }
        Cell::Null | Cell::Blob => return (Moment::Unknown, None),
    };
    let by_zone = text.parse::<Timestamp>().ok();
    let in_utc = || TimeZone::UTC.to_timestamp(text.parse::<civil::DateTime>().ok()?).ok();
    match by_zone.or_else(in_utc) {
        Some(instant) => (Moment::Instant(instant.as_second()), None),
        None => (Moment::Unknown, Some(text.clone()).filter(|text| !text.is_empty())),
    }
}
