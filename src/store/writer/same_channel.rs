//! Which channel of the store an input's channel is.
//!
//! 1. Of one id: the same, whatever the handle and name. Of one number without its kind: `same_number`.
//! 2. Of one handle, in any case of letters: the same, unless their ids differ. So it is with a handle that a channel had
//!    before, where none has it now, unless their posts say something else.
//! 3. Known by a name only: one that is known better where at least half of the posts with common ids are equal, else all
//!    that is known by that name only, unless they have ids in common and hardly a text. What is known by a name only has
//!    parts (`by_name`).
//! 4. Two that turn out to be one by these rules, or by the user's word, are joined, and stay so
//!    (`channel_aliases`).

use rusqlite::{Connection, OptionalExtension, params};

use crate::extract::fold::fold;
use crate::model::Channel;
use crate::store::channel_tellings::{self, GIVEN};
use crate::store::writer::by_name::{self, any_is_known_better};
use crate::store::writer::candidates::Unidentified;
use crate::store::writer::find::{by_told_name, find_channel};
use crate::store::writer::former_handles::{
    by_former_handle, had_handle, is_by_handle, other_posts_of_handle,
};
use crate::store::writer::identities::{Identities, words};
use crate::store::writer::same_number::{self, ByNumber, by_number, label};
use crate::store::writer::sample::{Likeness, Sample};
use crate::store::writer::{ChannelChoice, CurrentChannel, Writer};

/// A channel that has the name of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Namesake {
    /// The channel.
    pub channel_id: i64,
    /// Whether the two have posts of the same ids, too few of them alike.
    pub differs: bool,
}

/// What became of an input's channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// Its posts go to a channel of the store.
    Channel {
        /// That channel.
        channel_id: i64,
        /// Another loaded channel of the same name, of which the posts do not tell that the two are one.
        namesake: Option<Namesake>,
        /// What the store calls another loaded channel of the same number, if no post tells whether the two are one; and
        /// whether they are kept apart.
        of_one_number: Option<(String, bool)>,
        /// Where the input knows a handle alone that its channel had before, or that several had: what the store calls
        /// these, that one first.
        had_handle: Vec<String>,
        /// Where a handle leads to a channel, since the input or the store knows no id of it, that has other posts under the
        /// same ids: what the store calls that one.
        has_other_posts: Option<String>,
    },
    /// Nothing but its name is known, and the channel of that name holds other posts under the same ids.
    OtherOfThatName {
        /// The name.
        name: String,
    },
    /// Nothing but a handle is known, which a channel had before that holds other posts under the same ids.
    OtherOfThatHandle {
        /// What the store calls that channel.
        known: String,
    },
    /// Nothing but its number is known, or nothing but that of the store's channel, and the posts do not tell which
    /// one it is.
    OtherOfThatNumber {
        /// What the store calls the channel of that number.
        known: String,
    },
}

impl Writer<'_> {
    /// All that follows is of this channel. `sample` are posts that the input has of it.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn enter_channel(
        &mut self,
        channel: &Channel,
        choice: ChannelChoice,
        sample: Option<&Sample>,
    ) -> rusqlite::Result<Entered> {
        if let Some(left) = self.channel.take() {
            self.left.insert(left.channel_id, left);
        }
        self.told.leave();
        if choice == ChannelChoice::Input
            && let Some(channel_id) = self.told.enter_again(channel)
        {
            self.go_on_in(channel_id, channel)?;
            return Ok(Entered::Channel {
                channel_id,
                namesake: None,
                of_one_number: None,
                had_handle: Vec::new(),
                has_other_posts: None,
            });
        }
        self.insert_waiting()?;
        let is_by_name = channel.external_id.is_none() && channel.handle.is_none();
        let has_no_numbers = sample.is_some_and(|sample| sample.posts() == 0);
        let found = match self.identities.find_own(channel, choice)? {
            None if is_by_name && has_no_numbers => by_told_name(self.connection, channel)?,
            found => found,
        };
        let mut same: Vec<i64> = found.into_iter().collect();
        let likeness = |channel_id: i64| match sample {
            Some(sample) => sample.likeness(self.connection, channel_id),
            None => Ok(Likeness::default()),
        };
        let mut of_one_number = None;
        if choice == ChannelChoice::Input {
            match by_number(self.connection, channel, found, &likeness)? {
                ByNumber::Found => {}
                ByNumber::Same(other) => {
                    if !same_number::is_found_same(channel, found, &likeness)? {
                        same.clear();
                    }
                    same.push(other);
                }
                ByNumber::Apart(other) => of_one_number = Some((label(self.connection, other)?, true)),
                ByNumber::Taken(other) => of_one_number = Some((label(self.connection, other)?, false)),
                ByNumber::Unclear(other) => {
                    return Ok(Entered::OtherOfThatNumber { known: label(self.connection, other)? });
                }
            }
        }
        if choice == ChannelChoice::Input
            && let Some(former) = by_former_handle(self.connection, channel)?
            && likeness(former)?.is_other()
        {
            return Ok(Entered::OtherOfThatHandle { known: label(self.connection, former)? });
        }
        let had_handle = had_handle(self.connection, channel)?;
        let by_handle = with_handle(self.connection, channel, found)?;
        let mut has_other_posts = None;
        if choice == ChannelChoice::Input {
            for one in found.into_iter().chain(by_handle) {
                let other = other_posts_of_handle(self.connection, channel, one, &likeness)?;
                has_other_posts = has_other_posts.or(other);
            }
        }
        if let Some(found) = found
            && is_by_name
            && choice == ChannelChoice::Input
            && likeness(found)?.is_other()
        {
            same.clear();
        }
        let is_other = found.is_some() && same.is_empty();
        same.extend(by_handle);
        let mut namesake = None;
        for candidate in self.unidentified.candidates(self.connection, channel, found)? {
            let is_of_one_name = has_name(self.connection, candidate, channel)?;
            let mut stays = true;
            let likeness = likeness(candidate)?;
            if !is_by_name && by_name::is_by_name(self.connection, candidate)? {
                stays = self.take_same(&mut same, candidate, (false, is_of_one_name), sample)?;
            } else if likeness.is_same(is_of_one_name) {
                same.push(candidate);
                stays = false;
            }
            if stays && is_of_one_name {
                let differs = likeness.compared > 0 && !likeness.is_same(true);
                namesake = Some(Namesake { channel_id: candidate, differs });
            }
        }
        if let Some(found) = found
            && is_by_name
            && choice == ChannelChoice::Input
            && by_name::is_by_name(self.connection, found)?
            && any_is_known_better(self.connection, &same)?
        {
            // Of what has its name alone, as it has itself, that is the same channel which has its posts.
            same.retain(|one| *one != found);
            self.take_same(&mut same, found, (true, true), sample)?;
        }
        if is_by_name && choice == ChannelChoice::Input && any_is_known_better(self.connection, &same)? {
            // Its posts tell which of several it is.
            namesake = None;
        }
        if is_other && same.is_empty() {
            return Ok(Entered::OtherOfThatName { name: channel.name.clone().unwrap_or_default() });
        }
        same.sort_unstable();
        same.dedup();
        if channel.external_id.is_none() {
            let told = found.filter(|_| !is_by_name || choice == ChannelChoice::User);
            leave_one_id(self.connection, &mut same, told, found, &likeness)?;
        }
        let channel_id = match best_known(self.connection, &same)? {
            Some(best) => {
                for other in same.into_iter().filter(|other| *other != best) {
                    self.join_channels(other, best)?;
                }
                best
            }
            None => self.identities.insert_own(channel)?,
        };
        self.keep_number(channel_id, channel)?;
        self.identities.tell(channel_id, channel)?;
        if self.told.are_many() {
            self.told.write(self.connection, self.source.load_id)?;
        }
        self.told.enter(channel, channel_id, choice);
        if is_by_name && !by_name::is_by_name(self.connection, channel_id)? {
            // Forwards in this very input may go by the name.
            let told = (channel_id, self.source.load_id);
            channel_tellings::keep(self.connection, told, GIVEN, None, &words(channel))?;
        }
        self.go_on_in(channel_id, channel)?;
        let namesake = namesake.filter(|other| other.channel_id != channel_id);
        Ok(Entered::Channel { channel_id, namesake, of_one_number, had_handle, has_other_posts })
    }
}

impl Writer<'_> {
    fn go_on_in(&mut self, channel_id: i64, channel: &Channel) -> rusqlite::Result<()> {
        self.coverage.entry(channel_id).or_default();
        let current = match self.left.remove(&channel_id) {
            Some(left) => left,
            None => {
                self.insert_waiting()?;
                self.posts.current_channel(channel_id, &channel.platform)?
            }
        };
        self.channel = Some(CurrentChannel { own_name: channel.name.clone(), ..current });
        Ok(())
    }
}

/// Whether an input's channel, known by its name only, is another than the store's channel of that name, and none
/// that the store knows better: [`Writer::enter_channel`] would refuse it.
///
/// # Errors
/// When the store cannot be read.
pub fn is_other_of_that_name(
    connection: &Connection,
    unidentified: &Unidentified,
    channel: &Channel,
    sample: &Sample,
) -> rusqlite::Result<bool> {
    if channel.external_id.is_some() || channel.handle.is_some() {
        return Ok(false);
    }
    let Some(found) = Identities::new(connection, 0)?.find_own(channel, ChannelChoice::Input)? else {
        return Ok(false);
    };
    if !sample.likeness(connection, found)?.is_other() {
        return Ok(false);
    }
    for candidate in unidentified.candidates(connection, channel, Some(found))? {
        let is_of_one_name = has_name(connection, candidate, channel)?;
        if sample.likeness(connection, candidate)?.is_same(is_of_one_name) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A channel that is known by the told handle, and not by an id, beside the one that was found by its id.
pub(super) fn with_handle(
    connection: &Connection,
    channel: &Channel,
    found: Option<i64>,
) -> rusqlite::Result<Option<i64>> {
    let Some(handle) = channel.handle.as_deref().filter(|_| channel.external_id.is_some()) else {
        return Ok(None);
    };
    connection
        .prepare_cached(
            "SELECT channel_id FROM channels
             WHERE platform = ?1 AND folded_handle = ?2 AND external_id IS NULL AND channel_id IS NOT ?3
             UNION ALL
             SELECT a.channel_id FROM channel_aliases AS a CROSS JOIN channels AS c ON c.channel_id = a.channel_id
             WHERE a.platform = ?1 AND a.kind = 'handle' AND a.value = ?2 AND c.external_id IS NULL
                AND a.channel_id IS NOT ?3",
        )?
        .query_row(params![channel.platform, fold(handle), found], |row| row.get(0))
        .optional()
}

/// What the store knows of a channel.
pub(super) fn told_channel(connection: &Connection, channel_id: i64) -> rusqlite::Result<Option<Channel>> {
    connection
        .prepare_cached(
            "SELECT platform, external_id, handle, name, kind, link_base FROM channels WHERE channel_id = ?1",
        )?
        .query_row([channel_id], |row| {
            Ok(Channel {
                platform: row.get(0)?,
                external_id: row.get(1)?,
                handle: row.get(2)?,
                name: row.get(3)?,
                kind: row.get(4)?,
                link_base: row.get(5)?,
            })
        })
        .optional()
}

/// Whether a channel is called as the input calls its own, or was once.
pub(super) fn has_name(
    connection: &Connection,
    channel_id: i64,
    channel: &Channel,
) -> rusqlite::Result<bool> {
    let Some(name) = channel.name.as_deref().map(fold) else { return Ok(false) };
    connection
        .prepare_cached(
            "SELECT EXISTS (SELECT * FROM channels WHERE channel_id = ?1 AND folded_name = ?2)
                OR EXISTS (SELECT * FROM channel_tellings WHERE folded_name = ?2 AND channel_id = ?1 AND certainty > 1)",
        )?
        .query_row(params![channel_id, name], |row| row.get(0))
}

/// Leaves of several channels with an id one: an input that tells none never makes one channel of two ids. It is the one
/// that the input has `told` of by its handle, or the user by a name, else the one whose posts are most like the input's.
fn leave_one_id(
    connection: &Connection,
    same: &mut Vec<i64>,
    told: Option<i64>,
    found: Option<i64>,
    likeness: &dyn Fn(i64) -> rusqlite::Result<Likeness>,
) -> rusqlite::Result<()> {
    let mut has_id =
        connection.prepare_cached("SELECT external_id IS NOT NULL FROM channels WHERE channel_id = ?1")?;
    let mut identified = Vec::new();
    for channel_id in same.iter().copied() {
        if has_id.query_row([channel_id], |row| row.get(0))? {
            let Likeness { compared, equal, .. } = likeness(channel_id)?;
            let is_like = equal > 0 && equal * 2 >= compared;
            identified.push((
                Some(channel_id) == told,
                is_like,
                equal,
                Some(channel_id) == found,
                channel_id,
            ));
        }
    }
    let most_alike = identified.iter().max().map(|(.., channel_id)| *channel_id);
    same.retain(|one| {
        Some(*one) == most_alike || identified.iter().all(|(.., channel_id)| channel_id != one)
    });
    Ok(())
}

/// The one of several that is known by an id, else by a handle, else the first.
pub(super) fn best_known(connection: &Connection, channels: &[i64]) -> rusqlite::Result<Option<i64>> {
    let mut best = None;
    for channel_id in channels {
        let rank: (bool, bool, bool, i64) = connection
            .prepare_cached(
                // A number alone is the least of ids.
                "SELECT external_id IS NULL, external_id IS NOT NULL AND kind IS NULL AND handle IS NULL AND link_base IS NULL,
                    handle IS NULL, channel_id FROM channels WHERE channel_id = ?1",
            )?
            .query_row([channel_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        best = best.into_iter().chain([rank]).min();
    }
    Ok(best.map(|(.., channel_id)| channel_id))
}

/// Whether a first look at the posts of an input's channel can tell anything: the store has a channel that it
/// may be, or one of its name that it may not be.
///
/// # Errors
/// When the store cannot be read.
pub fn needs_sample(
    connection: &Connection,
    unidentified: &Unidentified,
    channel: &Channel,
) -> rusqlite::Result<bool> {
    if channel.external_id.is_none() && channel.handle.is_none()
        || same_number::needs_sample(connection, channel)?
        || is_by_handle(channel) && find_channel(connection, channel)?.is_some()
    {
        return Ok(true);
    }
    Ok(!unidentified.candidates(connection, channel, None)?.is_empty())
}
