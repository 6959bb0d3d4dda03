//! One row of `Message` with its forward and its media.

use serde_json::Value;

use super::directory::Directory;
use crate::input::album::Item;
use crate::input::columns::count::Unread;
use crate::input::json::loose::{Scalar, without_nul};
use crate::input::sqlite::{Cell, Database};
use crate::input::utf16::{Utf16Span, byte_spans};
use crate::model::{Author, ChannelEvent, Forward, Media, Moment, Post, Reject, Reply, Span, SpanKind};

/// The longest list of entities, and the longest description of a service row, that is read.
const LONGEST: usize = 256 * 1024;

/// A row as it stands.
#[derive(Debug, Default)]
pub(super) struct Message {
    /// Whether it is longer than a record may be; then its cells are empty.
    pub(super) is_long: bool,
    /// Whether a text in it is not UTF-8.
    pub(super) is_bad: bool,
    pub(super) context: Cell,
    pub(super) id: Cell,
    pub(super) date: Cell,
    pub(super) from_id: Cell,
    pub(super) text: Cell,
    pub(super) reply_to: Cell,
    pub(super) forward_id: Cell,
    pub(super) post_author: Cell,
    pub(super) views: Cell,
    pub(super) formatting: Cell,
    pub(super) action: Cell,
    pub(super) forward: ForwardRow,
    pub(super) media: MediaRow,
}

/// The row of `Forward`.
#[derive(Debug, Default)]
pub(super) struct ForwardRow {
    pub(super) id: Cell,
    pub(super) date: Cell,
    pub(super) from_id: Cell,
    pub(super) post: Cell,
}

/// The row of `Media`.
#[derive(Debug, Default)]
pub(super) struct MediaRow {
    pub(super) name: Cell,
    pub(super) mime_type: Cell,
    pub(super) size: Cell,
    pub(super) kind: Cell,
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
        [&self.text, &self.formatting].into_iter().filter_map(|cell| cell.text()).map(str::len).sum()
    }

    /// The beginning of the row's text, as a reject keeps it.
    pub(super) fn raw(&self) -> String {
        let cells = [&self.id, &self.context, &self.date, &self.text].map(|cell| match cell {
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

    /// What the row is, else why it cannot be read; `unread` takes the counts that are none.
    pub(super) fn understand(
        self,
        database: &Database,
        directory: &mut Directory,
        unread: &mut Unread,
    ) -> rusqlite::Result<Result<Row, &'static str>> {
        if self.is_long {
            return Ok(Err("longer than 32 MiB"));
        }
        let (Some(id), Some(context)) = (self.id.integer(), self.context.integer()) else {
            return Ok(Err("no id"));
        };
        if !matches!(self.text, Cell::Null | Cell::Text(_)) {
            return Ok(Err("a text that is no text"));
        }
        let external_id = id.to_string();
        let posted = instant(&self.date);
        let author = self.author(context, database, directory)?;
        if let Some(action) = self.action.text() {
            return Ok(Ok(Row::Event(ChannelEvent {
                external_id: Some(external_id),
                happened: posted,
                detail: self.detail(action),
                action: action.to_owned(),
                actor: author,
            })));
        }
        let media = self.media.media(&external_id);
        let is_album_part =
            media.iter().any(|item| matches!(item.kind.as_str(), "photo" | "video" | "audio" | "file"));
        let text = self.text.text().unwrap_or_default().to_owned();
        let post = Post {
            posted,
            posted_raw: if posted == Moment::Unknown { self.date.text().map(str::to_owned) } else { None },
            spans: spans(self.formatting.text(), &text),
            text,
            author,
            forward: self.forward(database, directory)?,
            reply: self.reply_to.integer().map(|id| Reply { external_id: id.to_string(), channel: None }),
            views: unread.scalar(&scalar(&self.views)),
            media: media.into_iter().collect(),
            external_id: Some(external_id),
            ..Post::default()
        };
        Ok(Ok(Row::Item(Item { id, is_album_part, post: Box::new(post) })))
    }

    /// Who sent it, else who signed it; a channel's own posts have no sender.
    fn author(
        &self,
        context: i64,
        database: &Database,
        directory: &mut Directory,
    ) -> rusqlite::Result<Option<Author>> {
        match self.from_id.integer().filter(|id| *id != 0 && (*id != context || *id > 0)) {
            Some(id) => directory.author(database, id).map(Some),
            None => {
                let name = self.post_author.text().map(str::to_owned);
                Ok(name.map(|name| Author { external_id: None, name: Some(name) }))
            }
        }
    }

    /// Where it was forwarded from. Of a channel only the post's number is kept, beside the person who
    /// signed it; so with a number the sender is not where it came from.
    fn forward(&self, database: &Database, directory: &Directory) -> rusqlite::Result<Option<Forward>> {
        if self.forward_id.is_null() && self.forward.id.is_null() {
            return Ok(None);
        }
        let external_id = self.forward.post.integer().map(|id| id.to_string());
        let from = self.forward.from_id.integer().filter(|id| *id < 0 || external_id.is_none());
        let mut channel = directory.channel(database, from)?;
        if from.is_some_and(|id| id > 0) {
            channel.kind = Some("user".to_owned());
        }
        Ok(Some(Forward { channel, external_id, posted: instant(&self.forward.date) }))
    }

    /// What a service row says beyond its action.
    fn detail(&self, action: &str) -> Option<String> {
        if action == "pin.message" {
            return self.reply_to.integer().map(|id| id.to_string());
        }
        let json = self.text.text().filter(|json| json.len() <= LONGEST)?;
        let object: Value = serde_json::from_str(json).ok()?;
        let word = |key: &str| object.get(key).and_then(Value::as_str).filter(|word| !word.is_empty());
        word("title").or_else(|| word("message")).map(without_nul)
    }
}

impl MediaRow {
    /// The media of a message; the preview of a page is none.
    fn media(&self, external_id: &str) -> Option<Media> {
        let mime_type = self.mime_type.text();
        let kind = match self.kind.text()? {
            "webpage" | "empty" | "unsupported" => return None,
            "photo" | "chatphoto" => "photo",
            "document" => match mime_type {
                Some("image/webp" | "application/x-tgsticker") => "sticker",
                Some("image/gif") => "animation",
                Some("audio/ogg") => "voice",
                Some(kind) if kind.starts_with("video/") => "video",
                Some(kind) if kind.starts_with("audio/") => "audio",
                _ => "file",
            },
            "geo" | "geolive" | "venue" => "location",
            other => match other.strip_prefix("document.").unwrap_or(other) {
                "animated" => "animation",
                other => other,
            },
        };
        let name = self.name.text().map(str::to_owned);
        // The name of a photo is its date, of a file its own; all others have words.
        let (file_name, title) = match kind {
            "photo" => (None, None),
            "contact" | "location" | "game" | "invoice" => (None, name),
            _ => (name, None),
        };
        Some(Media {
            external_id: Some(external_id.to_owned()),
            kind: kind.to_owned(),
            file_name,
            mime_type: mime_type.map(str::to_owned),
            size: self.size.integer(),
            title,
            ..Media::default()
        })
    }
}

fn scalar(cell: &Cell) -> Scalar<'_> {
    match cell {
        Cell::Null => Scalar::Null,
        Cell::Integer(number) => Scalar::Integer(*number),
        Cell::Real(number) => Scalar::Float(*number),
        Cell::Text(text) => Scalar::Text(text.into()),
        Cell::Blob => Scalar::Nested,
    }
}

fn instant(cell: &Cell) -> Moment {
    cell.integer().filter(|seconds| *seconds != 0).map_or(Moment::Unknown, Moment::Instant)
}

/// The entities of a message: `bold,0,5;texturl,6,3,https://example.org`, in UTF-16 code units; a comma and a
/// semicolon in an address are written `%2c` and `%3b`. Hashtags and handles are not among them.
fn spans(formatting: Option<&str>, text: &str) -> Vec<Span> {
    let Some(list) = formatting.filter(|list| list.len() <= LONGEST) else { return Vec::new() };
    let parts = list.split(';').filter_map(|part| {
        let mut fields = part.splitn(4, ',');
        let kind = match fields.next()? {
            "pre" => SpanKind::Pre,
            "code" => SpanKind::Code,
            "bold" | "italic" => SpanKind::Style,
            "texturl" => SpanKind::TextLink,
            "url" => SpanKind::Url,
            "mentionname" => SpanKind::MentionName,
            _ => return None,
        };
        let (offset, length) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
        let href = fields.next().filter(|_| kind == SpanKind::TextLink);
        let href = href.map(|href| href.replace("%2c", ",").replace("%3b", ";"));
        Some(Utf16Span { kind, offset, length, href })
    });
    byte_spans(text, parts.collect())
}
