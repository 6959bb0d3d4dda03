//! What `tdl chat export` writes: `{"id":5,"messages":[{"id":9,"type":"message","file":"v.mp4", …}]}`, newest first
//! (<https://github.com/iyear/tdl>, `app/chat/export.go`).
//!
//! `date` and `text` stand there with `--with-content` only, and messages without media with `--all` only. With
//! `--raw` there is the whole message as gotd/td has it; that alone tells of views, forwards, edits, answers,
//! albums and what kind of media a file is. It names no types, so of the marked parts of a text only links behind
//! words, named users, blocks of code and custom emoji are known.
//!
//! The id of the chat is bare and may be a channel's, a group's or a person's: only `raw` tells which. Without it
//! the chat is taken for a channel, but gets no address.

use std::collections::VecDeque;

use super::columns::count::Unread;
use super::json::loose::{Scalar, loose_object, without_nul};
use super::json::outline::{elements, members};
use super::json::records::{JsonRecords, Sink};
use super::telegram_json::peer::PLATFORM;
use super::telegram_json::recovery::{Next, next_message, own_id};
use super::telethon::RawMessage;
use super::telethon::album::Item;
use super::telethon::intake::Intake;
use super::telethon::message::Message;
use super::telethon::words::moment;
use super::{BadBytes, Doubtful, Page, Reader, UnreadCounts};
use crate::Result;
use crate::model::{Channel, Media, Moment, Post, Record};

/// Whether the beginning of an input is of this format. A chat of Telegram Desktop has more keys, and its messages
/// have dates of another form.
pub(super) fn looks_like(head: &[u8]) -> bool {
    let has_only_known_keys = members(head).all(|(key, _)| matches!(key, b"id" | b"messages"));
    let messages = members(head).find(|(key, _)| *key == b"messages").map(|(_, messages)| messages);
    match (head.first(), messages) {
        (Some(b'['), _) => elements(head).next().is_some_and(is_message),
        (_, Some(messages)) if has_only_known_keys => match elements(messages).next() {
            Some(message) => is_message(message),
            None => messages.starts_with(b"[") && members(head).count() == 2,
        },
        _ => false,
    }
}

/// Opens an input of this format.
pub(super) fn open(page: Page) -> Result<Box<dyn Reader>> {
    Ok(Box::new(JsonRecords::new(page.file, Tdl::default(), "export of tdl")))
}

loose_object! {
    /// A message.
    Row<'de> {
        id: Scalar<'de> = "id",
        kind: Scalar<'de> = "type",
        file: Scalar<'de> = "file",
        date: Scalar<'de> = "date",
        text: Scalar<'de> = "text",
        raw: Option<RawMessage<'de>> = "raw",
        from_id: Scalar<'de> = "from_id",
        date_unixtime: Scalar<'de> = "date_unixtime",
        text_entities: Scalar<'de> = "text_entities",
    }
}

/// What makes posts of tdl's messages.
#[derive(Debug, Default)]
struct Tdl {
    intake: Intake,
    /// The id of the chat.
    id: Option<i64>,
    /// The chat as the last message that has `raw` tells it.
    told: Option<Channel>,
}

impl Tdl {
    fn take_row(&mut self, row: &Row<'_>, raw: &[u8], offset: u64) {
        let told = row.raw.as_ref().and_then(RawMessage::channel);
        if told.is_some() && self.told != told {
            self.told.clone_from(&told);
        }
        // A message without `raw` stands in the chat of those that have it.
        let channel = told.or_else(|| {
            let id = self.id?.saturating_abs().to_string();
            let is_same =
                |told: &&Channel| told.external_id.as_deref().is_some_and(|told| number(told) == id);
            Some(self.told.as_ref().filter(is_same).cloned().unwrap_or_else(|| channel(id)))
        });
        let mut unread = Unread::default();
        let message = read(row, &mut unread);
        self.intake.note_unread_counts(unread, offset);
        self.intake.take(message, channel, raw, offset, row.id.integer());
    }
}

impl Sink for Tdl {
    fn is_record(object: &[u8]) -> bool {
        is_message(object)
    }

    fn next_record(bytes: &[u8]) -> Option<usize> {
        match next_message(bytes) {
            Next::Message(next) => Some(next),
            Next::Chat | Next::Nothing => None,
        }
    }

    fn wants(key: &str) -> bool {
        key == "id"
    }

    fn take_member(&mut self, _: &str, value: &[u8]) {
        self.id = serde_json::from_slice::<Scalar<'_>>(value).ok().and_then(|id| id.integer());
    }

    fn take(&mut self, json: &[u8], raw: &[u8], offset: u64) -> bool {
        let Ok(row) = serde_json::from_slice(json) else { return false };
        self.take_row(&row, raw, offset);
        true
    }

    fn reject(&mut self, reason: &str, raw: &[u8], offset: u64) {
        let id = own_id(raw).and_then(|id| id.parse().ok());
        self.intake.reject(reason, raw, offset, id);
    }

    fn note_bad_bytes(&mut self, offset: u64) {
        self.intake.note_bad_bytes(offset);
    }

    fn finish(&mut self) {
        self.intake.finish();
    }

    fn ready(&mut self) -> &mut VecDeque<Record> {
        &mut self.intake.ready
    }

    fn is_ordered(&self) -> bool {
        self.intake.is_ordered()
    }

    fn bad_bytes(&self) -> Option<BadBytes> {
        self.intake.bad_bytes()
    }

    fn unread_counts(&self) -> Option<UnreadCounts> {
        self.intake.unread_counts()
    }

    fn doubts(&self) -> Vec<Doubtful> {
        self.intake.doubts()
    }
}

/// Makes of a row what it is.
fn read(row: &Row<'_>, unread: &mut Unread) -> Message {
    let Some(id) = row.id.integer() else { return Message::Reject("no id") };
    // Read as one of tdl's it would lose its chat and most of what it tells.
    let others = [&row.from_id, &row.date_unixtime, &row.text_entities];
    if others.into_iter().any(|value| !matches!(value, Scalar::Missing)) {
        return Message::Reject("a message of Telegram Desktop: put it into a file of its own");
    }
    if row.kind.text() != Some("message") {
        return Message::Reject("unknown type of message");
    }
    let file_name = row.file.string();
    let (posted, posted_raw) = moment(&row.date);
    let text = match &row.text {
        Scalar::Text(text) => without_nul(text),
        Scalar::Missing | Scalar::Null => String::new(),
        _ => return Message::Reject("text that is no string"),
    };
    if let Some(Message::Item(mut item)) = row.raw.as_ref().map(|raw| raw.read(unread)) {
        let post = &mut item.post;
        if post.posted == Moment::Unknown {
            (post.posted, post.posted_raw) = (posted, posted_raw);
        }
        if post.text.is_empty() {
            post.text = text;
        }
        for media in &mut post.media {
            media.file_name = media.file_name.take().or_else(|| file_name.clone());
        }
        return Message::Item(item);
    }
    let external_id = id.to_string();
    let media = file_name.map(|name| Media {
        external_id: Some(external_id.clone()),
        kind: "file".to_owned(),
        file_name: Some(name),
        ..Media::default()
    });
    let external_id = Some(external_id);
    let media = media.into_iter().collect();
    let post = Post { external_id, posted, posted_raw, text, media, ..Post::default() };
    Message::Item(Box::new(Item { id, group: None, post }))
}

fn channel(id: String) -> Channel {
    Channel { platform: PLATFORM.to_owned(), external_id: Some(id), ..Channel::default() }
}

/// The number of an id, without the word for its kind.
fn number(id: &str) -> &str {
    id.trim_start_matches(|letter: char| letter.is_ascii_lowercase())
}

/// Whether an object is a message of tdl: `file` always stands there, and a date is a number.
fn is_message(object: &[u8]) -> bool {
    let (mut has_id, mut is_message, mut has_file) = (false, false, false);
    for (key, value) in members(object) {
        let is_number = value.first().is_some_and(u8::is_ascii_digit);
        match key {
            b"id" => has_id = is_number,
            b"type" => is_message = value == b"\"message\"",
            b"file" => has_file = value.starts_with(b"\""),
            b"date" if is_number => {}
            b"text" if value.starts_with(b"\"") => {}
            b"raw" => {}
            _ => return false,
        }
    }
    has_id && is_message && has_file
}

#[cfg(test)]
mod tests;
