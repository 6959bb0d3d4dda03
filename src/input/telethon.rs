//! Telethon's messages: `to_dict` and `to_json`, as an array, as JSON lines, one by one, or within the answer of an
//! interface; Pushshift's NDJSON, which is of the layer of 2019; and 4CAT's, which writes `_type` for `_` and
//! seconds since 1970 for instants.
//!
//! Messages that pandas has flattened are put together again.
//!
//! All instants are UTC. Offsets of entities count UTF-16 code units. A key that is `null`, unknown, or of another
//! type than expected counts as absent. Where a key stands twice in one object, the first one counts.

pub(super) mod album;
mod chat;
mod dotted;
mod entity;
pub(super) mod intake;
mod media;
pub(super) mod message;
mod row;
pub(super) mod service;
pub(super) mod words;

use std::collections::VecDeque;

use serde::{Deserialize, Deserializer};

use self::intake::{Intake, MOST_CHANNELS, channel_of};
use self::message::Message;
use self::row::{ChatRow, Row};
use super::columns::count::Unread;
use super::json::loose::List;
use super::json::outline::members;
use super::json::records::{JsonRecords, Sink, holds_records};
use super::{BadBytes, Doubtful, Page, Reader, UnreadCounts};
use crate::Result;
use crate::model::{Channel, Record};

/// The types of messages.
const KINDS: [&[u8]; 3] = [b"Message", b"MessageService", b"MessageEmpty"];

/// Whether the beginning of an input is of this format.
pub(super) fn looks_like(head: &[u8]) -> bool {
    holds_records(head, is_message)
}

/// Opens an input of this format.
pub(super) fn open(page: Page) -> Result<Box<dyn Reader>> {
    Ok(Box::new(JsonRecords::new(page.file, Telethon::default(), "JSON of Telethon's messages")))
}

/// A message as gotd/td writes it (<https://github.com/gotd/td>, `tg/tl_message_gen.go`): Telegram's own keys in
/// Go's spelling, the names of types missing, zero for what is absent.
#[derive(Debug, Default)]
pub(super) struct RawMessage<'a>(Row<'a>);

impl<'de> Deserialize<'de> for RawMessage<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Row::deserialize(deserializer).map(Self)
    }
}

impl RawMessage<'_> {
    /// What it is.
    pub(super) fn read(&self, unread: &mut Unread) -> Message {
        message::read(&self.0, unread)
    }

    /// Where it stands.
    pub(super) fn channel(&self) -> Option<Channel> {
        channel_of(&self.0)
    }
}

/// What makes posts of Telethon's messages.
#[derive(Debug, Default)]
struct Telethon {
    intake: Intake,
}

impl Telethon {
    fn take_row(&mut self, row: &Row<'_>, raw: &[u8], offset: u64) {
        let mut unread = Unread::default();
        let message = message::read(row, &mut unread);
        self.intake.note_unread_counts(unread, offset);
        self.intake.take(message, channel_of(row), raw, offset, row.id.integer());
    }
}

impl Sink for Telethon {
    fn is_record(object: &[u8]) -> bool {
        is_message(object)
    }

    fn next_record(bytes: &[u8]) -> Option<usize> {
        next_message(bytes)
    }

    fn wants(key: &str) -> bool {
        key == "chats"
    }

    fn take_member(&mut self, _: &str, value: &[u8]) {
        if let Ok(chats) = serde_json::from_slice::<List<ChatRow<'_>, MOST_CHANNELS>>(value) {
            self.intake.take_chats(&chats);
        }
    }

    fn take(&mut self, json: &[u8], raw: &[u8], offset: u64) -> bool {
        let Ok(row) = serde_json::from_slice(json) else { return false };
        if channel_of(&row).is_some() {
            self.take_row(&row, raw, offset);
        } else if let Some(nested) = dotted::nested(json) {
            let Ok(row) = Row::deserialize(&nested) else { return false };
            self.take_row(&row, raw, offset);
        } else if dotted::is_flattened_otherwise(json) {
            self.intake.reject(dotted::OTHERWISE, raw, offset, row.id.integer());
        } else {
            self.take_row(&row, raw, offset);
        }
        true
    }

    fn reject(&mut self, reason: &str, raw: &[u8], offset: u64) {
        self.intake.reject(reason, raw, offset, own_id(raw));
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

/// Whether an object is a message: by its type and what only Telegram's own interface calls so, since Pyrogram
/// writes the same type with other keys; or, since 4CAT gives no type to the outermost object, by an id, a peer,
/// and a date or a text.
fn is_message(object: &[u8]) -> bool {
    let (mut kind, mut has_id, mut has_peer, mut has_body) = (None, false, false, false);
    for (key, value) in members(object) {
        match key {
            b"_" | b"_type" if kind.is_none() => kind = Some(is_kind(value)),
            b"id" => has_id = value.first().is_some_and(u8::is_ascii_digit),
            b"peer_id" | b"to_id" | b"peer_id.channel_id" | b"to_id.channel_id" => has_peer = true,
            b"message" | b"action" => has_body = true,
            b"date" if kind.is_none() => has_body = true,
            _ => {}
        }
        match kind {
            Some(false) => return false,
            Some(true) if has_peer || has_body => return true,
            None if has_id && has_peer && has_body => return true,
            _ => {}
        }
    }
    false
}

/// Whether this JSON string is the type of a message, perhaps with a small first letter.
fn is_kind(value: &[u8]) -> bool {
    let Some([first, rest @ ..]) = value.strip_prefix(b"\"") else { return false };
    KINDS
        .iter()
        .any(|kind| kind[0] == first.to_ascii_uppercase() && rest.strip_suffix(b"\"") == Some(&kind[1..]))
}

/// Where the next message begins: `{"_": "Message"` behind a comma, a bracket or a line end, with any white space.
/// It cannot be in a string, where its quotes are escaped.
fn next_message(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, b"\"_\"").find_map(|at| {
        let before = bytes[..at].trim_ascii_end().strip_suffix(b"{")?;
        let gap = &before[before.trim_ascii_end().len()..];
        let is_apart =
            gap.contains(&b'\n') || matches!(before.trim_ascii_end().last(), Some(b',' | b'[' | b'}'));
        let value = bytes[at + 3..].trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
        let end = memchr::memchr(b'"', value.get(1..)?)?;
        (is_apart && is_kind(&value[..end + 2])).then_some(before.len())
    })
}

/// The id of a record that cannot be parsed.
fn own_id(record: &[u8]) -> Option<i64> {
    const LOOKED_AT: usize = 4096;
    let head = &record[..record.len().min(LOOKED_AT)];
    let (_, id) = members(head.trim_ascii_start()).find(|(key, _)| *key == b"id")?;
    std::str::from_utf8(id).ok()?.parse().ok()
}

#[cfg(test)]
mod tests;
