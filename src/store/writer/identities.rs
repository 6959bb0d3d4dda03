//! Who and what the rows speak of: channels, authors, hashtags, entities, each one row however often it is
//! named. Ids are remembered in memory up to a budget, and else looked up.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, params};

use crate::extract::fold::fold;
use crate::model::{Author, Channel, Extracted, Named, Post};
use crate::store::writer::CurrentChannel;
use crate::store::writer::authors::{Authors, MOST_ROWS, USUAL_LENGTH};
use crate::store::writer::find::find_channel;
use crate::store::writer::handles;
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
    authors: Authors<'c>,
    /// Channels whose posts this load tells.
    own_channels: HashSet<i64>,
    /// Channels known by a handle only, each with the one of the id that references tell with that handle.
    same_by_reference: BTreeSet<(i64, i64)>,
}

impl<'c> Identities<'c> {
    pub(super) fn new(connection: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            connection,
            hashtags: Names::new(
                connection,
                "SELECT hashtag_id FROM hashtags WHERE tag = ?2",
                "INSERT INTO hashtags (tag) SELECT ?2 WHERE ?3 IS NULL",
            )?,
            entities: Names::new(
                connection,
                "SELECT entity_id FROM entities WHERE kind = ?1 AND name = ?2",
                "INSERT INTO entities (kind, name, label) VALUES (?1, ?2, ?3)",
            )?,
            channels: HashMap::new(),
            authors: Authors::new(connection),
            own_channels: HashSet::new(),
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
            && let Some(channel_id) = self.find_loaded_by_name(name)?
        {
            return Ok(Some(channel_id));
        }
        find_channel(self.connection, channel)
    }

    /// A channel that the store does not have.
    pub(super) fn insert_own(&self, channel: &Channel) -> rusqlite::Result<i64> {
        self.insert_channel(channel)
    }

    /// Notes what an input says of the channel of its posts. It replaces what inputs of an earlier `as_of` said;
    /// of two names of the same instant the greater in the order of bytes stands.
    pub(super) fn tell_own(
        &mut self,
        channel_id: i64,
        channel: &Channel,
        as_of: Option<&str>,
    ) -> rusqlite::Result<()> {
        // The instants of the whole inputs: this one's is of its whole input, too.
        let (told_until, was_told, has_lesser_name): (Option<String>, bool, bool) = self
            .connection
            .prepare_cached(
                "SELECT max(l.as_of), count(*) > 0, (SELECT name < ?2 FROM channels WHERE channel_id = ?1) IS NOT 0
                 FROM load_ranges AS r CROSS JOIN loads AS l ON l.load_id = r.load_id WHERE r.channel_id = ?1",
            )?
            .query_row(params![channel_id, channel.name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let is_first = self.own_channels.insert(channel_id);
        let replaces = match as_of.cmp(&told_until.as_deref()) {
            _ if !is_first => has_lesser_name,
            _ if !was_told => true,
            Ordering::Greater => true,
            Ordering::Equal => has_lesser_name,
            Ordering::Less => false,
        };
        self.improve_channel(channel_id, channel, replaces)
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
            Some(forward) => self.mentioned_channel(&forward.channel, &current.platform)?,
            None => None,
        };
        let reply_to_channel_id = match &post.reply {
            Some(reply) => match &reply.channel {
                Some(channel) => self.mentioned_channel(channel, &current.platform)?,
                None => Some(current.channel_id),
            },
            None => None,
        };
        Ok(References { author_id, forwarded_from_id, reply_to_channel_id, speaker_id: None })
    }

    /// A channel that a post refers to; what the reference says of it fills gaps only. Of several names that
    /// references give, and no input of the channel itself, the greatest in the order of bytes stands.
    fn mentioned_channel(&mut self, channel: &Channel, platform: &str) -> rusqlite::Result<Option<i64>> {
        if channel.is_anonymous() {
            return Ok(None);
        }
        let full;
        let channel = if channel.platform.is_empty() {
            full = Channel { platform: platform.to_owned(), ..channel.clone() };
            &full
        } else {
            channel
        };
        if let Some(channel_id) = self.channels.get(channel) {
            return Ok(Some(*channel_id));
        }
        let channel_id = match find_channel(self.connection, channel)? {
            Some(channel_id) => channel_id,
            None => self.insert_channel(channel)?,
        };
        if let Some(by_handle) = with_handle(self.connection, channel, Some(channel_id))? {
            self.same_by_reference.insert((by_handle, channel_id));
        }
        self.improve_channel(channel_id, channel, false)?;
        if let Some(name) = channel.name.as_deref().filter(|_| !self.own_channels.contains(&channel_id)) {
            self.connection
                .prepare_cached(
                    "UPDATE channels SET name = ?2, folded_name = ?3 WHERE channel_id = ?1 AND name < ?2 AND NOT EXISTS
                        (SELECT * FROM load_ranges AS r WHERE r.channel_id = ?1)",
                )?
                .execute(params![channel_id, name, fold(name)])?;
        }
        if self.channels.len() >= MOST_ROWS {
            self.channels.clear();
        }
        let words = [&channel.external_id, &channel.handle, &channel.name, &channel.link_base];
        if words.into_iter().flatten().map(String::len).sum::<usize>() <= USUAL_LENGTH {
            self.channels.insert(channel.clone(), channel_id);
        }
        Ok(Some(channel_id))
    }

    /// The one channel of this name that an input told of, if there is just one: a name may also be that of
    /// a forward's source.
    fn find_loaded_by_name(&self, name: &str) -> rusqlite::Result<Option<i64>> {
        let ids: Vec<i64> = self
            .connection
            .prepare_cached(
                "SELECT c.channel_id FROM channels AS c WHERE c.folded_name = ?1
                 AND EXISTS (SELECT * FROM load_ranges AS r WHERE r.channel_id = c.channel_id) LIMIT 2",
            )?
            .query_map([fold(name)], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(if let [id] = ids[..] { Some(id) } else { None })
    }

    fn insert_channel(&self, channel: &Channel) -> rusqlite::Result<i64> {
        let (handle, folded_handle) = self.free_handle(0, channel)?;
        let link_base = handles::link_base(channel, handle.is_some());
        self.connection
            .prepare_cached(
                "INSERT INTO channels (platform, external_id, handle, name, kind, link_base, folded_handle, folded_name)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                channel.platform,
                channel.external_id,
                handle,
                channel.name,
                channel.kind,
                link_base,
                folded_handle,
                channel.name.as_deref().map(fold)
            ])?;
        let channel_id = self.connection.last_insert_rowid();
        if folded_handle.is_some() {
            handles::keep(self.connection, channel_id, &channel.platform, [None, None])?;
        }
        Ok(channel_id)
    }

    fn improve_channel(&self, channel_id: i64, channel: &Channel, replaces: bool) -> rusqlite::Result<()> {
        // With `replaces`, what is told wins; without, what is there wins. An id never changes: a channel that is
        // told of by another one goes by both (`channel_aliases`). Nor does the way to link by that id; one by a
        // handle is better, since it opens for everybody.
        let (handle, folded_handle) = self.free_handle(channel_id, channel)?;
        let earlier = if handle.is_some() { handles::now(self.connection, channel_id)? } else { None };
        let first = |column: &str, parameter: u8| {
            if replaces {
                format!("coalesce(?{parameter}, {column})")
            } else {
                format!("coalesce({column}, ?{parameter})")
            }
        };
        let told_link_base = handles::link_base(channel, handle.is_some());
        let link_base = match told_link_base.as_deref() {
            Some(base) if base.starts_with("https://t.me/c/") => "coalesce(link_base, ?6)",
            Some(_) if !replaces => "iif(link_base LIKE 'https://t.me/c/%', ?6, coalesce(link_base, ?6))",
            _ => "coalesce(?6, link_base)",
        };
        let columns = [
            "coalesce(external_id, ?2)".to_owned(),
            first("handle", 3),
            first("name", 4),
            first("kind", 5),
            link_base.to_owned(),
            first("folded_handle", 7),
            first("folded_name", 8),
        ];
        let [external_id, handle_now, name, kind, link_base, folded_handle_now, folded_name] = columns;
        let sql = format!(
            "UPDATE channels SET external_id = {external_id}, handle = {handle_now}, name = {name}, kind = {kind},
                link_base = {link_base}, folded_handle = {folded_handle_now}, folded_name = {folded_name}
             WHERE channel_id = ?1 AND (external_id, handle, name, kind, link_base)
                IS NOT ({external_id}, {handle_now}, {name}, {kind}, {link_base})"
        );
        self.connection.prepare_cached(&sql)?.execute(params![
            channel_id,
            channel.external_id,
            handle,
            channel.name,
            channel.kind,
            channel.link_base,
            folded_handle,
            channel.name.as_deref().map(fold)
        ])?;
        match folded_handle {
            Some(told) => {
                handles::keep(self.connection, channel_id, &channel.platform, [earlier, Some(told)])
            }
            None => Ok(()),
        }
    }

    /// The told handle and the same folded, unless another channel goes by it: of two ids that had one handle in
    /// turn the greater one, which is newer, has it.
    fn free_handle(
        &self,
        channel_id: i64,
        channel: &Channel,
    ) -> rusqlite::Result<(Option<String>, Option<String>)> {
        let Some(handle) = &channel.handle else { return Ok((None, None)) };
        let folded = fold(handle);
        if handles::was_of_newer(self.connection, channel_id, channel, &folded)? {
            return Ok((None, None));
        }
        let holder: Option<(i64, bool)> = self
            .connection
            .prepare_cached(
                "SELECT channel_id, (length(external_id), external_id) < (length(?4), ?4) FROM channels WHERE platform = ?1 AND folded_handle = ?2 AND channel_id <> ?3",
            )?
            .query_row(params![channel.platform, folded, channel_id, channel.external_id], |row| {
                Ok((row.get(0)?, row.get::<_, Option<bool>>(1)?.unwrap_or(false)))
            })
            .optional()?;
        match holder {
            None => {}
            Some((holder, true)) => handles::take(self.connection, holder)?,
            Some((_, false)) => return Ok((None, None)),
        }
        Ok((Some(handle.clone()), Some(folded)))
    }
}
