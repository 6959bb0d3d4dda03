//! What is known of the chat whose messages are read.

use std::io::{self, Read};

use super::nulls::Meaning;
use super::peer::{PLATFORM, Peer, chat_id, link_base};
use super::row::Row;
use super::senders::{Names, Seen};
use crate::input::json::loose::Scalar;
use crate::input::json::repair::repair;
use crate::input::json::scanner::{Extent, Scanner};
use crate::model::Channel;

/// The kinds of chats that have no name.
const NAMELESS: [&str; 3] = ["saved_messages", "replies", "verification_codes"];

/// The kinds of chats whose id is that of a person or a bot.
const OF_PEOPLE: [&str; 5] = ["personal_chat", "bot_chat", "saved_messages", "replies", "verification_codes"];

/// The kind of chat that is numbered apart from channels and supergroups.
const BASIC_GROUP: &str = "private_group";

/// The longest name of a chat that is held.
const NAME_LIMIT: usize = 64 * 1024;

/// A chat: the keys beside its messages, and the channel that was told of.
#[derive(Debug, Default)]
pub(super) struct Chat {
    name: Option<String>,
    kind: Option<String>,
    /// As the file has it, perhaps with type bits.
    id: Option<i64>,
    channel: Option<Channel>,
    /// What its messages tell of it, where it has no keys.
    pub(super) seen: Seen,
    /// What they tell of nulls, where it has keys; `None` where nobody could look.
    pub(super) nulls: Option<Meaning>,
    /// The channels that write there.
    pub(super) names: Names,
    /// Whether it is one of the chats of an account.
    is_of_account: bool,
    /// Whether its first row is the beginning of a topic.
    begins_with_topic: bool,
    /// Who wrote the first row of which that is known, and whether others wrote, too.
    sender: Option<Peer>,
    has_several_senders: bool,
}

impl Chat {
    /// One of the chats of an account, in which `nulls` is known from those before.
    pub(super) fn of_account(nulls: Option<Meaning>) -> Self {
        Self { is_of_account: true, nulls, ..Self::default() }
    }

    /// Whether all is known that a chat tells of itself, so that there is no need to look for it behind the
    /// messages, where tools put it that sort keys.
    pub(super) fn is_told(&self) -> bool {
        let is_nameless = || self.kind.as_deref().is_some_and(|kind| NAMELESS.contains(&kind));
        self.id.is_some() && self.kind.is_some() && (self.name.is_some() || is_nameless())
    }

    /// Whether these are the messages of a chat as Telegram Desktop exports it: all between the first and the
    /// last. Rows that somebody has put together tell no kind of chat.
    pub(super) fn is_export(&self) -> bool {
        self.kind.is_some()
    }

    /// Whether the rows so far may be a choice of those that there were. Of the groups and channels of an account Telegram
    /// Desktop exports what the account's owner wrote, unless it is told otherwise, and the file does not say so; of one
    /// topic alone it writes a file that differs from one of the whole group only in that it begins with the topic.
    pub(super) fn may_be_choice(&self) -> bool {
        let is_of_people = self.kind.as_deref().is_some_and(|kind| OF_PEOPLE.contains(&kind));
        let is_one_persons = self.is_of_account && !is_of_people && !self.has_several_senders;
        self.channel.is_some() && (is_one_persons || self.begins_with_topic)
    }

    /// Whether anything is known of what a chat tells of itself.
    pub(super) fn has_keys(&self) -> bool {
        self.name.is_some() || self.kind.is_some() || self.id.is_some()
    }

    /// Whether `forwarded_from` with null tells of a forward of unknown source: Telegram Desktop leaves the key out of what is no
    /// forward, and a table of its messages has it in every row.
    pub(super) fn tells_null_forwards(&self) -> bool {
        match (self.has_keys(), self.nulls) {
            (true, nulls) => nulls.is_none_or(|nulls| nulls.of_forwards),
            (false, _) => self.seen.some_are_no_forwards,
        }
    }

    /// Whether `location_information` with null tells of a place that is not known, as [`Self::tells_null_forwards`].
    pub(super) fn tells_null_locations(&self) -> bool {
        match (self.has_keys(), self.nulls) {
            (true, nulls) => nulls.is_none_or(|nulls| nulls.of_locations),
            (false, _) => self.seen.some_are_no_locations,
        }
    }

    /// Whether its id may have type bits: in an old file it then has some.
    pub(super) fn may_have_type_bits(&self) -> bool {
        self.id.is_some_and(|id| chat_id(id, false) != chat_id(id, true))
    }

    /// The channel that the records belong to now.
    pub(super) fn channel(&self) -> Option<&Channel> {
        self.channel.as_ref()
    }

    /// Takes the value of one of the chat's keys, or goes past it; `false` when the input ends within it.
    pub(super) fn take_value<R: Read>(&mut self, scanner: &mut Scanner<R>, key: &str) -> io::Result<bool> {
        if !matches!(key, "name" | "type" | "id") {
            return scanner.skip();
        }
        let length = match scanner.measure(NAME_LIMIT)? {
            Extent::Whole { length, .. } => length,
            Extent::TooLong(walk) => return scanner.skip_rest(walk),
            Extent::Cut(_) => return Ok(false),
        };
        let value = &scanner.window()[..length];
        let repaired;
        let scalar = match serde_json::from_slice(value) {
            Ok(scalar) => scalar,
            Err(_) => {
                repaired = repair(value);
                serde_json::from_str(&repaired.text).unwrap_or(Scalar::Missing)
            }
        };
        match key {
            "name" => self.name = self.name.take().or_else(|| scalar.string()),
            "type" => self.kind = self.kind.take().or_else(|| scalar.string()),
            _ => self.id = self.id.or_else(|| scalar.integer()),
        }
        scanner.consume(length);
        Ok(true)
    }

    /// Takes the keys behind the array of messages at which the scanner stands.
    pub(super) fn take_keys_behind<R: Read>(&mut self, scanner: &mut Scanner<R>) -> io::Result<()> {
        let mut is_whole = scanner.skip()?;
        while is_whole && scanner.peek()? == Some(b',') {
            scanner.consume(1);
            let Some(key) = scanner.take_key()? else { return Ok(()) };
            is_whole = scanner.peek()?.is_some() && self.take_value(scanner, &key)?;
        }
        Ok(())
    }

    /// The channel that this row belongs to, when it has to be told of before the row.
    ///
    /// `is_newer` tells whether the file writes ids without type bits.
    pub(super) fn announce(&mut self, row: &Row<'_>, is_newer: bool) -> Option<Channel> {
        let sender = row.peer(&row.from_id).or_else(|| row.peer(&row.actor_id));
        if let Some(sender) = sender {
            self.has_several_senders |= *self.sender.get_or_insert(sender) != sender;
        }
        let channel = match (&self.channel, self.has_keys()) {
            (Some(_), true) => return None,
            (None, true) => {
                self.begins_with_topic = row.action.text() == Some("topic_created");
                self.channel_by_keys(sender, is_newer)
            }
            // A bare array of messages: only the posts of a channel tell where they appeared.
            (known, false) => match sender {
                Some(peer @ Peer::Channel(_)) if !self.seen.is_one_group => {
                    peer.channel(row.from.string().or_else(|| row.actor.string()))
                }
                // What cannot be read tells of no chat, and the next row may.
                None if row.is_unreadable() => return None,
                None => match self.by_name(row) {
                    Some(channel) => channel,
                    None if known.is_some() => return None,
                    None => unnamed(),
                },
                Some(_) => unnamed(),
            },
        };
        let is_known = self.channel.as_ref().is_some_and(|known| known.external_id == channel.external_id);
        if is_known {
            return None;
        }
        if let (Some(Peer::Channel(id)), Some(name), false) = (sender, &channel.name, self.has_keys()) {
            self.names.note(name, id);
        }
        self.channel = Some(channel.clone());
        Some(channel)
    }

    /// The channel of a row of a bare array that names its sender and has no id of it, as versions before 2.4.1 wrote a
    /// channel's posts: the one of that name. One of another name is not the channel whose rows stood before.
    fn by_name(&self, row: &Row<'_>) -> Option<Channel> {
        let name = row.from.text().or_else(|| row.actor.text()).filter(|_| !self.seen.is_one_group)?;
        match self.names.id(name) {
            Some(id) => id.map(|id| Peer::Channel(id).channel(Some(name.to_owned()))),
            None => self.channel.as_ref().filter(|known| known.external_id.is_some()).map(|_| unnamed()),
        }
    }

    fn channel_by_keys(&self, sender: Option<Peer>, is_newer: bool) -> Channel {
        let kind = self.kind.as_deref().unwrap_or_default();
        let by_sender = match sender {
            Some(Peer::Channel(id)) if self.kind.is_none() || kind.ends_with("_channel") => Some(id),
            _ => None,
        };
        let id = self.id.map(|id| chat_id(id, is_newer)).or(by_sender);
        let has_links = kind.ends_with("_channel") || kind.ends_with("_supergroup");
        // People, basic groups and channels are numbered apart, so that one of each may have one number. Of a chat
        // without a kind the type bits may tell that it is a person.
        let by_bits = || self.id.filter(|_| self.id != id).and_then(|id| Peer::read(&Scalar::Integer(id)));
        let is_group = kind == BASIC_GROUP
            || kind.is_empty()
                && matches!(self.id.filter(|id| *id < 0).and_then(Peer::marked), Some(Peer::Chat(_)));
        let is_person =
            OF_PEOPLE.contains(&kind) || kind.is_empty() && matches!(by_bits(), Some(Peer::User(_)));
        Channel {
            platform: PLATFORM.to_owned(),
            external_id: id.map(|id| match id {
                _ if is_group => Peer::Chat(id).text(),
                _ if is_person => Peer::User(id).text(),
                _ => id.to_string(),
            }),
            handle: None,
            name: self.name.clone(),
            kind: self.kind.clone(),
            link_base: id.filter(|_| has_links).map(link_base),
        }
    }
}

/// A channel of which nothing is known.
fn unnamed() -> Channel {
    Channel { platform: PLATFORM.to_owned(), ..Channel::default() }
}
