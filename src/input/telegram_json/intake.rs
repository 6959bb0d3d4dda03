//! Takes one record after another and makes of them what the reader gives.

use std::collections::VecDeque;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::chat::Chat;
use super::message::{self, Message};
use super::recovery::own_id;
use super::row::Row;
use crate::input::album::Album;
use crate::input::columns::count::Unread;
use crate::input::json::loose::{Key, Scalar, absent};
use crate::input::json::repair::read_repaired;
use crate::input::json::why_unreadable;
use crate::input::{BadBytes, Doubt, Doubtful, UnreadCounts, beginning};
use crate::model::{Place, Record, Reject};

/// What came in, and what is ready to be given.
#[derive(Debug, Default)]
pub(super) struct Intake {
    /// The chat whose records come in.
    pub(super) chat: Chat,
    /// What is ready, in order.
    pub(super) ready: VecDeque<Record>,
    album: Album,
    /// Whether the file writes ids without type bits; `None` until a row tells.
    pub(super) is_newer: Option<bool>,
    last_id: Option<i64>,
    /// Whether a row told its type, as all do that Telegram Desktop writes.
    has_types: bool,
    /// Whether a row came after one with a greater id.
    pub(super) is_disordered: bool,
    /// Whether any rows came of which it is not known that they are all that there was.
    pub(super) is_selection: bool,
    /// Records with bytes that are no UTF-8.
    pub(super) bad_bytes: Option<BadBytes>,
    /// Counts that could not be read.
    pub(super) unread_counts: Option<UnreadCounts>,
    doubts: Vec<Doubtful>,
    /// Whether a row told the id of a forward's source: then so does each forward whose source has no name.
    has_source_ids: bool,
}

impl Intake {
    /// Begins another chat of an account.
    pub(super) fn begin_chat(&mut self) {
        self.finish_album();
        self.is_selection |= self.chat.may_be_choice();
        self.chat = Chat::of_account(self.chat.nulls.filter(|nulls| !nulls.is_by_order));
        self.last_id = None;
    }

    /// Begins another export, behind the first one. Between the two there may have been more.
    pub(super) fn begin_export(&mut self) {
        self.finish_album();
        self.chat = Chat::default();
        (self.is_newer, self.last_id, self.has_types) = (None, None, false);
        self.is_selection = true;
    }

    /// Takes a row that was parsed from `json`, which stands at `offset` of the input as `raw`.
    pub(super) fn take(&mut self, row: &mut Row<'_>, json: &[u8], raw: &[u8], offset: u64) {
        let is_bare =
            row.id.integer().is_none() || !(row.date.is_present() || row.date_unixtime.is_present());
        match is_bare.then(|| wrapped_row(json)).flatten() {
            Some(mut inner) => self.take_row(&mut inner, raw, offset),
            None => self.take_row(row, raw, offset),
        }
    }

    /// Takes a record that could not be parsed in place: as it stands, unless that `was_tried`, else
    /// repaired. `false` when it cannot be read at all; then it is given as a reject.
    pub(super) fn take_raw(&mut self, raw: &[u8], offset: u64, deepest: usize, was_tried: bool) -> bool {
        if !was_tried && let Ok(mut row) = serde_json::from_slice(raw) {
            self.take(&mut row, raw, raw, offset);
            return true;
        }
        let read = |text: &str| {
            let Ok(mut row) = serde_json::from_str(text) else { return false };
            self.take(&mut row, text.as_bytes(), raw, offset);
            true
        };
        let Some(had_bad_bytes) = read_repaired(raw, read) else {
            self.take_reject(why_unreadable(deepest), raw, offset);
            return false;
        };
        if had_bad_bytes {
            BadBytes::add(&mut self.bad_bytes, Place::Byte(offset));
        }
        true
    }

    /// Takes what is no record, or one that cannot be read.
    pub(super) fn take_reject(&mut self, reason: &str, raw: &[u8], offset: u64) {
        self.announce(&Row::default());
        self.push_reject(reason, raw, offset, own_id(raw));
    }

    /// Gives a reject.
    pub(super) fn push_reject(&mut self, reason: &str, raw: &[u8], offset: u64, external_id: Option<String>) {
        self.finish_album();
        let reason = reason.to_owned();
        let place = Place::Byte(offset);
        self.ready.push_back(Record::Reject(Reject { place, external_id, reason, raw: beginning(raw) }));
    }

    /// Gives the album that waits for more.
    pub(super) fn finish_album(&mut self) {
        if let Some(post) = self.album.finish() {
            self.ready.push_back(Record::Post(post));
        }
    }

    /// What the rows leave in doubt.
    pub(super) fn doubts(&self) -> Vec<Doubtful> {
        let is_left = |one: &&Doubtful| one.doubt != Doubt::NullForward || !self.has_source_ids;
        self.doubts.iter().filter(is_left).cloned().collect()
    }

    fn take_row(&mut self, row: &mut Row<'_>, raw: &[u8], offset: u64) {
        self.announce(row);
        self.take_nulls(row, offset);
        let id = row.id.integer();
        // Among rows that nothing stands around, one of another tool would be taken for a post of the channel before it.
        let is_bare = self.has_types && !self.chat.has_keys() && !row.kind.is_present();
        if is_bare && id.is_some() && !row.from_id.is_present() {
            return self.push_reject("no type of message", raw, offset, id.map(|id| id.to_string()));
        }
        self.has_types |= row.kind.is_present();
        let mut unread = Unread::default();
        let message = message::read(row, self.chat.channel(), &mut unread);
        UnreadCounts::add(&mut self.unread_counts, unread, || Place::Byte(offset));
        match message {
            Message::Item(item) => {
                let text = &item.post.text;
                Doubtful::look_for_characters(&mut self.doubts, text, raw, || Place::Byte(offset));
                self.is_disordered |= self.last_id.is_some_and(|last| last > item.id);
                self.last_id = Some(item.id);
                if let Some(post) = self.album.push(item) {
                    self.ready.push_back(Record::Post(post));
                }
            }
            Message::Event(event) => {
                self.finish_album();
                self.ready.push_back(Record::Event(event));
            }
            Message::Reject(reason) => self.push_reject(reason, raw, offset, id.map(|id| id.to_string())),
        }
    }

    /// Takes away what is null because the row was one of a table, and otherwise would tell of something not known.
    fn take_nulls(&mut self, row: &mut Row<'_>, offset: u64) {
        // An empty text is what pandas puts in the place of null.
        let is_nothing = |value: &Scalar<'_>| {
            matches!(value, Scalar::Null) || matches!(value, Scalar::Text(text) if text.is_empty())
        };
        if is_nothing(&row.location) && (!self.chat.tells_null_locations() || row.is_of_table()) {
            row.location = Scalar::Missing;
        }
        let has_source_id = row.forwarded_from_id.text().is_some();
        self.has_source_ids |= has_source_id;
        let is_null = is_nothing(&row.forwarded_from);
        if !is_null || self.chat.tells_null_forwards() && !row.is_of_table() {
            return;
        }
        row.forwarded_from = Scalar::Missing;
        if !has_source_id && row.kind.text() != Some("service") {
            Doubtful::add(&mut self.doubts, Doubt::NullForward, || Place::Byte(offset));
        }
    }

    /// Tells of the channel that the row belongs to, when it is another one than before.
    fn announce(&mut self, row: &Row<'_>) {
        if self.is_newer != Some(true) && row.tells_era() {
            self.is_newer = Some(row.is_newer());
        }
        self.is_selection |= !self.chat.is_export();
        if let Some(channel) = self.chat.announce(row, self.is_newer == Some(true)) {
            self.finish_album();
            self.ready.push_back(Record::Channel(channel));
        }
    }
}

/// The one row that stands within another object, as some tools write them.
fn wrapped_row(raw: &[u8]) -> Option<Box<Row<'_>>> {
    match serde_json::from_slice(raw).ok()? {
        Rows::One(row) => Some(row),
        Rows::Nothing | Rows::Several => None,
    }
}

/// The rows among an object's values.
#[derive(Default)]
enum Rows<'a> {
    #[default]
    Nothing,
    One(Box<Row<'a>>),
    Several,
}

impl<'de> Deserialize<'de> for Rows<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RowsVisitor)
    }
}

struct RowsVisitor;

impl<'de> Visitor<'de> for RowsVisitor {
    type Value = Rows<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Rows<'de>, A::Error> {
        let mut rows = Rows::Nothing;
        while let Some((Key(_), row)) = map.next_entry::<Key<'de>, Row<'de>>()? {
            if row.id.integer().is_some() && row.has_date() {
                rows = if let Rows::Nothing = rows { Rows::One(Box::new(row)) } else { Rows::Several };
            }
        }
        Ok(rows)
    }

    absent!(scalars);
    absent!(strings);
    absent!(arrays);
}
