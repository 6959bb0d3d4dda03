//! What a load tells of the channels of its posts, until it is written: a table may go from one to another with every
//! row.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::model::Channel;
use crate::store::channel_tellings::{self, GIVEN, OWN};
use crate::store::writer::ChannelChoice;
use crate::store::writer::identities::words;

/// More channels of one load are looked up again.
const MOST_ENTERED: usize = 50_000;

/// A channel as the load tells of it.
#[derive(Debug)]
struct Told {
    channel_id: i64,
    certainty: u8,
    /// The last instant of its posts.
    until: Option<String>,
}

/// Channels that a load has told of, as the input has them.
#[derive(Debug, Default)]
pub(super) struct ToldChannels {
    numbers: HashMap<Channel, usize>,
    told: Vec<Told>,
    current: Option<usize>,
}

impl ToldChannels {
    pub(super) fn are_many(&self) -> bool {
        self.told.len() >= MOST_ENTERED
    }

    /// What follows is of a channel that was told of in these words before; gives which one it is.
    pub(super) fn enter_again(&mut self, channel: &Channel) -> Option<i64> {
        self.current = self.numbers.get(channel).copied();
        self.current.map(|number| self.told[number].channel_id)
    }

    /// What follows is of this channel.
    pub(super) fn enter(&mut self, channel: &Channel, channel_id: i64, choice: ChannelChoice) {
        // A name alone says no more of a channel than the user or a file's name does.
        let is_by_name = channel.external_id.is_none() && channel.handle.is_none();
        let certainty = if is_by_name || choice == ChannelChoice::User { GIVEN } else { OWN };
        let number = *self.numbers.entry(channel.clone()).or_insert(self.told.len());
        if number == self.told.len() {
            self.told.push(Told { channel_id, certainty, until: None });
        }
        self.current = Some(number);
    }

    /// What follows is of no channel that is known yet.
    pub(super) fn leave(&mut self) {
        self.current = None;
    }

    /// Takes in an instant of the current channel.
    pub(super) fn include(&mut self, at: Option<&str>) {
        let current = self.current.and_then(|number| self.told.get_mut(number));
        if let (Some(told), Some(at)) = (current, at)
            && told.until.as_deref().is_none_or(|until| until < at)
        {
            at.clone_into(told.until.get_or_insert_default());
        }
    }

    /// Writes what was told so far, and forgets it.
    pub(super) fn write(&mut self, connection: &Connection, load_id: i64) -> rusqlite::Result<()> {
        self.current = None;
        let mut channels: Vec<(usize, Channel)> =
            self.numbers.drain().map(|(channel, number)| (number, channel)).collect();
        channels.sort_unstable_by_key(|(number, _)| *number);
        let mut told: Vec<(Channel, Told)> =
            channels.into_iter().map(|(_, channel)| channel).zip(self.told.drain(..)).collect();
        // Of too many the latest are kept; of one instant in the order of the input, not of the map.
        told.sort_by(|(_, one), (_, other)| other.until.cmp(&one.until));
        for (channel, Told { channel_id, certainty, until }) in told {
            let told = (channel_id, load_id);
            channel_tellings::keep(connection, told, certainty, until.as_deref(), &words(&channel))?;
        }
        Ok(())
    }
}
