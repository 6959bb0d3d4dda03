//! Who and what the rows speak of: channels, authors, hashtags, entities, each one row however often it is
//! named. Ids are remembered in memory up to a budget, and else looked up.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, params};

use crate::extract::fold::fold;
use crate::model::{Author, Channel, Extracted, Named, Post};
use crate::store::channel_tellings::{self, BY_NAME_ALONE, FOR_MEMBERS, REFERENCE, Words};
use crate::store::writer::CurrentChannel;
use crate::store::writer::authors::{Authors, MOST_ROWS, USUAL_LENGTH};
use crate::store::writer::by_name;
use crate::store::writer::find::{by_told_name, find_channel};
use crate::store::writer::name_alone::{Meant, is_name_alone, meant};
use crate::store::writer::names::Names;
use crate::store::writer::same_channel::with_handle;

/// How the channel of an input was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelChoice {
    /// By the input itself, or by the name of its file.
    Input,
    /// By the user, who may mean a channel that the store has under its id, handle or name.
    User,
}

/// The rows that a post refers to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct References {
    pub(super) author_id: Option<i64>,
    pub(super) forwarded_from_id: Option<i64>,
    pub(super) reply_to_channel_id: Option<i64>,
    /// Whose words it is; nothing before it was read.
    pub(super) speaker_id: Option<i64>,
}

/// The rows that a load has met.
#[derive(Debug)]
pub(super) struct Identities<'c> {
    connection: &'c Connection,
    hashtags: Names<'c>,
    entities: Names<'c>,
    channels: HashMap<Channel, i64>,
    /// Channels that forward from their own names.
    channels_of_own_name: BTreeSet<(i64, Option<String>)>,
    authors: Authors<'c>,
    /// The load that is written.
    load_id: i64,
    /// Channels whose rows must be made anew of what loads told of them.
    unsettled: BTreeSet<i64>,
    /// Channels known by a handle only, each with the one of the id that references tell with that handle.
    same_by_reference: BTreeSet<(i64, i64)>,
}

impl<'c> Identities<'c> {
    pub(super) fn new(connection: &'c Connection, load_id: i64) -> rusqlite::Result<Self> {
        Ok(Self {
            connection,
            hashtags: Names::new(
                connection,
                "SELECT hashtag_id FROM hashtags WHERE tag = ?2",
                "INSERT INTO hashtags (tag) VALUES (coalesce(?2, ?3))",
            )?,
            entities: Names::new(
                connection,
                "SELECT entity_id FROM entities WHERE kind = ?1 AND name = ?2",
                "INSERT INTO entities (kind, name, label) VALUES (?1, ?2, ?3)",
            )?,
            channels: HashMap::new(),
            channels_of_own_name: BTreeSet::new(),
            authors: Authors::new(connection),
            load_id,
            unsettled: BTreeSet::new(),
            same_by_reference: BTreeSet::new(),
        })
    }

    pub(super) fn hashtag(&mut self, tag: &str) -> rusqlite::Result<i64> {
        self.hashtags.id(self.connection, "", tag, None)
    }

    /// A handle, or what looks like one, by its kind and its folded name.
    pub(super) fn handle(&mut self, kind: &str, name: &str) -> rusqlite::Result<i64> {
        self.entities.id(self.connection, kind, name, None)
    }

    /// A person, an organisation, a country.
    pub(super) fn named(&mut self, who: &Named) -> rusqlite::Result<i64> {
        self.entities.labelled(self.connection, who)
    }

    /// Whose words a post is.
    pub(super) fn speaker(&mut self, extracted: &Extracted) -> rusqlite::Result<Option<i64>> {
        extracted.speaker.as_deref().map(|who| self.named(who)).transpose()
    }

    /// The store's channel that an input's channel is by its id, handle or name.
    pub(super) fn find_own(&self, channel: &Channel, choice: ChannelChoice) -> rusqlite::Result<Option<i64>> {
        if let (ChannelChoice::User, Some(name)) = (choice, &channel.name)
            && let Some(channel_id) = self.find_loaded_by_name(&channel.platform, name)?
        {
            return Ok(Some(channel_id));
        }
        match find_channel(self.connection, channel)? {
            None if choice == ChannelChoice::User => by_told_name(self.connection, channel),
            found => Ok(found),
        }
    }

    /// A channel that the store does not have.
    pub(super) fn insert_own(&mut self, channel: &Channel) -> rusqlite::Result<i64> {
        self.insert_channel(channel)
    }

    /// The author of a post or of an event of the current channel.
    pub(super) fn author(
        &mut self,
        current: &CurrentChannel,
        author: &Author,
    ) -> rusqlite::Result<Option<i64>> {
        self.authors.id(current, author)
    }

    /// Forgets which rows channels and signatures have, after rows were joined.
    pub(super) fn forget_ids(&mut self) {
        self.channels.clear();
        self.channels_of_own_name.clear();
        self.authors.forget();
    }

    /// Two channels that references told to be one, the one known by its handle only first.
    pub(super) fn next_same_by_reference(&mut self) -> Option<(i64, i64)> {
        self.same_by_reference.pop_first()
    }

    /// The rows that a post refers to.
    pub(super) fn references(
        &mut self,
        current: &CurrentChannel,
        post: &Post,
    ) -> rusqlite::Result<References> {
        let author_id = match &post.author {
            Some(author) => self.author(current, author)?,
            None => None,
        };
        let forwarded_from_id = match &post.forward {
            Some(forward) => self.mentioned_channel(&forward.channel, current)?,
            None => None,
        };
        let reply_to_channel_id = match &post.reply {
            Some(reply) => match &reply.channel {
                Some(channel) => self.mentioned_channel(channel, current)?,
                None => Some(current.channel_id),
            },
            None => None,
        };
        Ok(References { author_id, forwarded_from_id, reply_to_channel_id, speaker_id: None })
    }

    /// A channel that a post refers to.
    fn mentioned_channel(
        &mut self,
        channel: &Channel,
        current: &CurrentChannel,
    ) -> rusqlite::Result<Option<i64>> {
        if channel.is_anonymous() {
            return Ok(None);
        }
        let full;
        let channel = if channel.platform.is_empty() {
            full = Channel { platform: current.platform.clone(), ..channel.clone() };
            &full
        } else {
            channel
        };
        let is_by_name = is_name_alone(channel);
        if is_by_name && channel.name == current.own_name && channel.platform == current.platform {
            return self.own_channel(channel, current.channel_id).map(Some);
        }
        if let Some(channel_id) = self.channels.get(channel) {
            return Ok(Some(*channel_id));
        }
        let found = match find_channel(self.connection, channel)? {
            // A name leads to a channel that is known better by the user's word alone.
            Some(channel_id) => {
                Some((channel_id, is_by_name && !by_name::is_by_name(self.connection, channel_id)?))
            }
            None => self.led_by_name(channel)?.map(|channel_id| (channel_id, false)),
        };
        let channel_id = match found {
            Some((channel_id, _)) => channel_id,
            None => self.insert_channel(channel)?,
        };
        if let Some(by_handle) = with_handle(self.connection, channel, Some(channel_id))? {
            self.same_by_reference.insert((by_handle, channel_id));
        }
        self.tell(channel_id, channel)?;
        let is_by_word = found.is_some_and(|(_, is_by_word)| is_by_word);
        let mark = Some(BY_NAME_ALONE).filter(|_| is_by_name && !is_by_word);
        channel_tellings::keep(
            self.connection,
            (channel_id, self.load_id),
            REFERENCE,
            mark,
            &words(channel),
        )?;
        if self.channels.len() >= MOST_ROWS {
            self.channels.clear();
        }
        let lengths = [&channel.external_id, &channel.handle, &channel.name, &channel.link_base];
        if lengths.into_iter().flatten().map(String::len).sum::<usize>() <= USUAL_LENGTH {
            self.channels.insert(channel.clone(), channel_id);
        }
        Ok(Some(channel_id))
    }

    /// The channel to which a name leads that is all that a post tells.
    fn led_by_name(&self, channel: &Channel) -> rusqlite::Result<Option<i64>> {
        let Some(name) = channel.name.as_deref().filter(|_| is_name_alone(channel)) else { return Ok(None) };
        Ok(match meant(self.connection, &channel.platform, name)? {
            Meant::One(channel_id) => Some(channel_id),
            Meant::Nobody | Meant::Perhaps | Meant::Several => None,
        })
    }

    /// A channel to which a post of its own refers by the name that the input gives it.
    fn own_channel(&mut self, channel: &Channel, channel_id: i64) -> rusqlite::Result<i64> {
        if self.channels_of_own_name.insert((channel_id, channel.name.clone())) {
            let told = (channel_id, self.load_id);
            channel_tellings::keep(self.connection, told, REFERENCE, Some(BY_NAME_ALONE), &words(channel))?;
            self.unsettled.insert(channel_id);
        }
        Ok(channel_id)
    }

    /// The one channel of this name on the input's platform that an input told of, if there is just one: a name may also
    /// be that of a forward's source.
    fn find_loaded_by_name(&self, platform: &str, name: &str) -> rusqlite::Result<Option<i64>> {
        let ids: Vec<i64> = self
            .connection
            .prepare_cached(
                "SELECT c.channel_id FROM channels AS c WHERE c.platform = ?1 AND c.folded_name = ?2
                 AND EXISTS (SELECT * FROM load_ranges AS r WHERE r.channel_id = c.channel_id) LIMIT 2",
            )?
            .query_map([platform, &fold(name)], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(if let [id] = ids[..] { Some(id) } else { None })
    }

    fn insert_channel(&mut self, channel: &Channel) -> rusqlite::Result<i64> {
        let mut words = words(channel);
        if !self.is_free(0, &channel.platform, words.folded_handle.as_deref())? {
            (words.handle, words.folded_handle) = (None, None);
        }
        self.connection
            .prepare_cached(
                "INSERT INTO channels (platform, external_id, handle, name, kind, link_base, folded_handle, folded_name)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                channel.platform,
                channel.external_id,
                words.handle,
                words.name,
                words.kind,
                words.link_base,
                words.folded_handle,
                words.folded_name
            ])?;
        let channel_id = self.connection.last_insert_rowid();
        if let Some(handle) = words.folded_handle
            && self.was_anothers(&channel.platform, &handle)?
        {
            self.unsettled.insert(channel_id);
        }
        Ok(channel_id)
    }

    /// Whether a channel that is there had this handle before.
    fn was_anothers(&self, platform: &str, folded_handle: &str) -> rusqlite::Result<bool> {
        self.connection
            .prepare_cached(
                "SELECT EXISTS (SELECT * FROM channel_aliases WHERE platform = ?1 AND kind = 'handle' AND value = ?2)",
            )?
            .query_row([platform, folded_handle], |row| row.get(0))
    }

    /// Notes what is said of a channel: what it lacks it has at once, all else when the load ends, since what is told best
    /// is not known before. Until then what it is told to be called leads to it as well. An id never changes: a channel
    /// that is told of by another one goes by both (`channel_aliases`).
    pub(super) fn tell(&mut self, channel_id: i64, channel: &Channel) -> rusqlite::Result<()> {
        let Some(row) = channel_tellings::channel_row(self.connection, channel_id)? else { return Ok(()) };
        let told = words(channel);
        let is_told = |told: &Option<String>, row: &Option<String>| told.is_none() || told == row;
        let links_as_well = told.link_base.as_deref().is_none_or(|told| {
            let is_poorer = |row: &String| told.starts_with(FOR_MEMBERS) && !row.starts_with(FOR_MEMBERS);
            row.words.link_base.as_ref().is_some_and(|row| row == told || is_poorer(row))
        });
        let says_nothing_new = links_as_well
            && (channel.external_id.is_none() || row.external_id.is_some())
            && is_told(&told.handle, &row.words.handle)
            && is_told(&told.name, &row.words.name)
            && is_told(&told.kind, &row.words.kind);
        if says_nothing_new {
            return Ok(());
        }
        self.unsettled.insert(channel_id);
        let is_free = self.is_free(channel_id, &row.platform, told.folded_handle.as_deref())?;
        let fills = is_free && row.words.handle.is_none();
        self.connection
            .prepare_cached(
                "UPDATE channels SET external_id = coalesce(external_id, ?2), handle = coalesce(handle, ?3),
                    folded_handle = coalesce(folded_handle, ?4), name = coalesce(name, ?5), folded_name = coalesce(folded_name, ?6),
                    kind = coalesce(kind, ?7), link_base = coalesce(link_base, ?8)
                 WHERE channel_id = ?1",
            )?
            .execute(params![
                channel_id,
                channel.external_id,
                told.handle.as_ref().filter(|_| fills),
                told.folded_handle.as_ref().filter(|_| fills),
                told.name,
                told.folded_name,
                told.kind,
                told.link_base
            ])?;
        if let Some(other) = told.folded_handle.filter(|_| is_free && !fills) {
            self.connection
                .prepare_cached(
                    "INSERT INTO channel_aliases (platform, kind, value, channel_id)
                     SELECT ?1, 'handle', ?2, ?3 WHERE NOT EXISTS (
                        SELECT * FROM channels WHERE platform = ?1 AND folded_handle = ?2)
                     ON CONFLICT DO NOTHING",
                )?
                .execute(params![row.platform, other, channel_id])?;
        }
        Ok(())
    }

    /// Whether no other channel has this handle.
    fn is_free(
        &self,
        channel_id: i64,
        platform: &str,
        folded_handle: Option<&str>,
    ) -> rusqlite::Result<bool> {
        let Some(handle) = folded_handle else { return Ok(true) };
        self.connection
            .prepare_cached(
                "SELECT NOT EXISTS (SELECT * FROM channels WHERE platform = ?1 AND folded_handle = ?2 AND channel_id <> ?3)",
            )?
            .query_row(params![platform, handle, channel_id], |row| row.get(0))
    }

    /// The row of a channel must be made anew.
    pub(super) fn unsettle(&mut self, channel_id: i64) {
        self.unsettled.insert(channel_id);
    }

    /// Channels whose rows must be made anew.
    pub(super) fn take_unsettled(&mut self) -> BTreeSet<i64> {
        std::mem::take(&mut self.unsettled)
    }

    /// One channel became part of another.
    pub(super) fn joined(&mut self, from: i64, into: i64) {
        self.unsettled.remove(&from);
        self.unsettled.insert(into);
    }
}

/// What an input calls a channel.
pub(super) fn words(channel: &Channel) -> Words {
    let Channel { handle, name, kind, link_base, .. } = channel.clone();
    let (folded_handle, folded_name) = (handle.as_deref().map(fold), name.as_deref().map(fold));
    Words { handle, folded_handle, name, folded_name, kind, link_base }
}
