//! Takes one message after another and makes of them what the reader gives.

use std::collections::{HashMap, VecDeque};

use super::album::Album;
use super::chat::{self, described};
use super::message::Message;
use super::row::{ChatRow, Row};
use super::words::type_name;
use crate::input::columns::count::Unread;
use crate::input::json::loose::List;
use crate::input::telegram_json::peer::Peer;
use crate::input::{BadBytes, Doubtful, UnreadCounts, beginning};
use crate::model::{Channel, Place, Record, Reject};

/// How many channels are remembered by what they are called, and how many of a list are read.
pub(super) const MOST_CHANNELS: usize = 10_000;

/// How many albums of other channels may wait for more, for how many records, and how much text each may hold. Where messages
/// of many channels are sorted by time, those of an album lie a few records apart.
const MOST_WAITING: usize = 64;
const LONGEST_WAIT: u64 = 1000;
const MOST_TEXT: usize = 64 * 1024;

/// What came in, and what is ready to be given.
#[derive(Debug, Default)]
pub(in crate::input) struct Intake {
    /// What is ready, in order.
    pub(in crate::input) ready: VecDeque<Record>,
    album: Album,
    /// Albums of other channels that may yet go on, with the number of records before each was left.
    waiting: VecDeque<(u64, Channel, Album)>,
    /// How many messages came in.
    taken: u64,
    /// The channel of what comes in.
    channel: Option<Channel>,
    /// What lists of chats tell, by external id.
    told: HashMap<String, Channel>,
    /// The channels that were given without what lists of chats behind the messages may tell.
    given: HashMap<String, ()>,
    last_id: Option<i64>,
    is_disordered: bool,
    bad_bytes: Option<BadBytes>,
    unread_counts: Option<UnreadCounts>,
    doubts: Vec<Doubtful>,
}

impl Intake {
    /// Takes a message that stands in this channel; `raw` is the record that it was read from, at `offset`.
    pub(in crate::input) fn take(
        &mut self,
        message: Message,
        channel: Option<Channel>,
        raw: &[u8],
        offset: u64,
        id: Option<i64>,
    ) {
        if let Message::Reject(reason) = message {
            return self.reject(reason, raw, offset, id);
        }
        self.taken += 1;
        self.enter(channel);
        match message {
            Message::Item(item) => {
                let text = &item.post.text;
                Doubtful::look_for_characters(&mut self.doubts, text, raw, || Place::Byte(offset));
                self.is_disordered |= self.last_id.is_some_and(|last| last > item.id);
                self.last_id = Some(item.id);
                let posts = self.album.push(*item);
                self.give(posts);
            }
            Message::Event(event) => self.ready.push_back(Record::Event(event)),
            Message::Reject(_) => {}
        }
    }

    /// Gives a reject. An album goes on behind it.
    pub(in crate::input) fn reject(&mut self, reason: &str, raw: &[u8], offset: u64, id: Option<i64>) {
        let (place, external_id, reason) =
            (Place::Byte(offset), id.map(|id| id.to_string()), reason.to_owned());
        self.ready.push_back(Record::Reject(Reject { place, external_id, reason, raw: beginning(raw) }));
    }

    /// Notes that the record at `offset` has bytes that are no UTF-8.
    pub(in crate::input) fn note_bad_bytes(&mut self, offset: u64) {
        BadBytes::add(&mut self.bad_bytes, Place::Byte(offset));
    }

    /// Notes that the record at `offset` has these.
    pub(in crate::input) fn note_unread_counts(&mut self, unread: Unread, offset: u64) {
        UnreadCounts::add(&mut self.unread_counts, unread, || Place::Byte(offset));
    }

    /// Takes a list of chats, which stands before or behind their messages. An album may go on behind it, in the next answer.
    pub(super) fn take_chats(&mut self, chats: &List<ChatRow<'_>, MOST_CHANNELS>) {
        let mut is_elsewhere = false;
        for row in &chats.0 {
            let Some(id) = row.id.integer() else { continue };
            let is_channel = match type_name(&row.kind).as_deref() {
                Some(kind) if kind.starts_with("Channel") => true,
                Some(kind) if kind.starts_with("Chat") => false,
                _ => {
                    row.broadcast.is_present() || row.megagroup.is_present() || row.username.text().is_some()
                }
            };
            let peer = if is_channel { chat::channel(id) } else { Peer::Chat(id.saturating_abs()) };
            let channel = described(peer, row);
            let Some(key) = channel.external_id.clone() else { continue };
            if self.given.remove(&key).is_some() {
                let here = self.channel.as_mut().filter(|here| here.external_id == channel.external_id);
                is_elsewhere = here.is_none();
                if let Some(here) = here {
                    here.clone_from(&channel);
                }
                self.ready.push_back(Record::Channel(channel.clone()));
            }
            if self.told.len() < MOST_CHANNELS {
                self.told.insert(key, channel);
            }
        }
        if is_elsewhere {
            self.ready.extend(self.channel.clone().map(Record::Channel));
        }
    }

    /// Gives the albums that wait for more.
    pub(in crate::input) fn finish(&mut self) {
        self.finish_album();
        if self.waiting.is_empty() {
            return;
        }
        while self.give_waiting() {}
        self.ready.extend(self.channel.clone().map(Record::Channel));
    }

    /// Whether no message came after one of the same channel with a greater id.
    pub(in crate::input) fn is_ordered(&self) -> bool {
        !self.is_disordered
    }

    /// Records with bytes that are no UTF-8.
    pub(in crate::input) fn bad_bytes(&self) -> Option<BadBytes> {
        self.bad_bytes.clone()
    }

    /// Counts that could not be read.
    pub(in crate::input) fn unread_counts(&self) -> Option<UnreadCounts> {
        self.unread_counts.clone()
    }

    /// What the messages leave in doubt.
    pub(in crate::input) fn doubts(&self) -> Vec<Doubtful> {
        self.doubts.clone()
    }

    fn finish_album(&mut self) {
        let posts = self.album.finish();
        self.give(posts);
    }

    /// Leaves the album of the channel at hand, which may go on behind messages of others.
    fn leave_album(&mut self) {
        let is_known = self.channel.as_ref().is_some_and(|channel| channel.external_id.is_some());
        if !is_known || self.album.text_length() > MOST_TEXT {
            self.finish_album();
        } else if let Some(channel) = self.channel.clone().filter(|_| !self.album.is_empty()) {
            self.waiting.push_back((self.taken, channel, std::mem::take(&mut self.album)));
        }
        let is_due = |first: &(u64, Channel, Album), taken: u64| taken - first.0 > LONGEST_WAIT;
        while self.waiting.len() > MOST_WAITING
            || self.waiting.front().is_some_and(|first| is_due(first, self.taken))
        {
            self.give_waiting();
        }
    }

    /// Gives the album that waits longest, after which the channel at hand is to be told of anew; `false` when there is none.
    fn give_waiting(&mut self) -> bool {
        let Some((_, channel, mut album)) = self.waiting.pop_front() else { return false };
        self.ready.push_back(Record::Channel(channel));
        self.give(album.finish());
        true
    }

    fn give(&mut self, posts: Vec<crate::model::Post>) {
        self.ready.extend(posts.into_iter().map(|post| Record::Post(Box::new(post))));
    }

    /// Tells of the channel of what follows, when it is another one than before. What does not say where it
    /// stands, stands where the record before it does.
    fn enter(&mut self, channel: Option<Channel>) {
        let mut channel = match (channel, &self.channel) {
            (None, Some(_)) => return,
            (None, None) => chat::unknown(),
            (Some(channel), Some(known)) if channel.external_id == known.external_id => {
                if channel.name.is_none() || channel.name == known.name {
                    return;
                }
                channel
            }
            (Some(channel), _) => channel,
        };
        let is_other = self.channel.as_ref().is_none_or(|known| known.external_id != channel.external_id);
        if is_other {
            self.leave_album();
        }
        if let Some(key) = channel.external_id.clone() {
            match self.told.get(&key) {
                Some(told) if channel.name.is_none() => channel = told.clone(),
                _ if channel.name.is_none() && self.given.len() < MOST_CHANNELS => {
                    self.given.insert(key, ());
                }
                _ => {}
            }
        }
        if is_other {
            self.last_id = None;
            let mut waiting = self.waiting.iter();
            if let Some(at) = waiting.position(|(_, other, _)| other.external_id == channel.external_id) {
                self.album = self.waiting.remove(at).map(|(_, _, album)| album).unwrap_or_default();
            }
        }
        self.channel = Some(channel.clone());
        self.ready.push_back(Record::Channel(channel));
    }
}

/// The channel that a message stands in, with what 4CAT tells of it.
pub(super) fn channel_of(row: &Row<'_>) -> Option<Channel> {
    let peer = chat::place(row)?;
    let chats = [&row.peer_id.object.chats.0, &row.to_id.object.chats.0];
    let known = [&row.chat].into_iter().chain(chats.into_iter().flatten());
    let same = known
        .into_iter()
        .find(|known| known.id.integer().is_some_and(|id| id.saturating_abs() == peer.bare()));
    Some(same.map_or_else(|| peer.channel(None), |known| described(peer, known)))
}
