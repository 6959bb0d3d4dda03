//! Makes the rows of channels of what loads told of them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rusqlite::{Connection, OptionalExtension, params};

use crate::extract::fold::fold;
use crate::store::channel_tellings::{ChannelRow, FOR_MEMBERS, Words, channel_row};

/// Rows that are being made.
pub(super) struct Settling<'c> {
    connection: &'c Connection,
    queue: VecDeque<i64>,
    /// Handles that were told of the channels, with their platforms.
    pub(super) handles: BTreeSet<(String, String)>,
}

/// How well a word is told.
type Standing = (u8, String, String);

/// The word that is told best.
#[derive(Debug, Default)]
struct Best(Option<(Standing, String, Option<String>)>);

impl Best {
    fn take(
        &mut self,
        (certainty, as_of, until): (u8, &str, &str),
        word: Option<&str>,
        folded: Option<&str>,
    ) {
        let Some(word) = word else { return };
        let is_better = self.0.as_ref().is_none_or(|(best, best_word, _)| {
            (certainty, as_of, until, word) > (best.0, &*best.1, &*best.2, best_word)
        });
        if is_better {
            let standing = (certainty, as_of.to_owned(), until.to_owned());
            self.0 = Some((standing, word.to_owned(), folded.map(str::to_owned)));
        }
    }

    fn word(&self) -> Option<&str> {
        self.0.as_ref().map(|(_, word, _)| word.as_str())
    }

    fn pair(self) -> (Option<String>, Option<String>) {
        self.0.map_or((None, None), |(_, word, folded)| (Some(word), folded))
    }
}

/// What is told best of a channel.
#[derive(Debug, Default)]
struct Told {
    handle: Best,
    name: Best,
    kind: Best,
    for_members: Best,
    /// All handles, folded.
    handles: BTreeSet<String>,
    /// Ways to link that are open to everybody, by the folded handles that are told with them.
    links: BTreeMap<Option<String>, Best>,
}

impl<'c> Settling<'c> {
    pub(super) fn new(connection: &'c Connection, channels: impl IntoIterator<Item = i64>) -> Self {
        Self { connection, queue: channels.into_iter().collect(), handles: BTreeSet::new() }
    }

    /// The next one to be made.
    pub(super) fn next(&mut self) -> Option<i64> {
        self.queue.pop_front()
    }

    /// Makes one row. Gives what it was before, where that differs.
    pub(super) fn settle(&mut self, channel_id: i64) -> rusqlite::Result<Option<Words>> {
        let Some(row) = channel_row(self.connection, channel_id)? else { return Ok(None) };
        let Some(told) = self.told(channel_id, &row.platform)? else { return Ok(None) };
        let has_id = row.external_id.is_some();
        self.queue_losers(channel_id, &row, &told.handles)?;
        let (handle, folded_handle) = match self.has(channel_id, &row, told.handle.word(), &told.handle)? {
            true => told.handle.pair(),
            // The handle is all that is known of it.
            false if !has_id => (row.words.handle.clone(), row.words.folded_handle.clone()),
            false => (None, None),
        };
        let is_by_name = !has_id && handle.is_none();
        let (name, folded_name) = if is_by_name && !self.may_be_called(channel_id, &row, told.name.word())? {
            (row.words.name.clone(), row.words.folded_name.clone())
        } else {
            told.name.pair()
        };
        if is_by_name && folded_name != row.words.folded_name {
            // It is known by its name alone, so that the former one has to lead to it.
            self.keep_name(channel_id, &row)?;
        }
        let link_base = link_base(told.links, &told.for_members, folded_handle.as_deref());
        let kind = told.kind.pair().0;
        let words = Words { handle, folded_handle, name, folded_name, kind, link_base };
        if words == row.words {
            return Ok(None);
        }
        self.connection
            .prepare_cached(
                "UPDATE channels SET handle = ?2, folded_handle = ?3, name = ?4, folded_name = ?5, kind = ?6, link_base = ?7
                 WHERE channel_id = ?1",
            )?
            .execute(params![
                channel_id,
                words.handle,
                words.folded_handle,
                words.name,
                words.folded_name,
                words.kind,
                words.link_base
            ])?;
        if let Some(free) =
            row.words.folded_handle.as_ref().filter(|was| Some(*was) != words.folded_handle.as_ref())
        {
            self.offer(&row.platform, free)?;
        }
        Ok(Some(row.words))
    }

    /// What is told best; nothing of a channel of which loads told nothing.
    fn told(&mut self, channel_id: i64, platform: &str) -> rusqlite::Result<Option<Told>> {
        let mut select = self.connection.prepare_cached(
            "SELECT t.certainty, coalesce(l.as_of, ''), coalesce(t.told_until, ''), t.handle, t.folded_handle, t.name,
                t.folded_name, t.kind, t.link_base
             FROM channel_tellings AS t CROSS JOIN loads AS l ON l.load_id = t.load_id WHERE t.channel_id = ?1",
        )?;
        let mut rows = select.query([channel_id])?;
        let mut told = None;
        while let Some(row) = rows.next()? {
            let told: &mut Told = told.get_or_insert_default();
            let word = |index: usize| row.get_ref(index)?.as_str_or_null().map_err(rusqlite::Error::from);
            let standing = (row.get(0)?, word(1)?.unwrap_or_default(), word(2)?.unwrap_or_default());
            let (handle, folded_handle) = (word(3)?, word(4)?);
            told.handle.take(standing, handle, folded_handle);
            told.name.take(standing, word(5)?, word(6)?);
            told.kind.take(standing, word(7)?, None);
            match word(8)? {
                Some(link) if link.starts_with(FOR_MEMBERS) => {
                    told.for_members.take(standing, Some(link), None);
                }
                Some(link) => {
                    let key = folded_handle.map(str::to_owned);
                    told.links.entry(key).or_default().take(standing, Some(link), None);
                }
                None => {}
            }
            if let Some(handle) = folded_handle {
                self.handles.insert((platform.to_owned(), handle.to_owned()));
                told.handles.insert(handle.to_owned());
            }
        }
        Ok(told)
    }

    /// Older channels that go by a handle of this one have lost it, be it that this one is called otherwise by now.
    fn queue_losers(
        &mut self,
        channel_id: i64,
        row: &ChannelRow,
        handles: &BTreeSet<String>,
    ) -> rusqlite::Result<()> {
        let mut select = self.connection.prepare_cached(
            "SELECT channel_id FROM channels WHERE platform = ?1 AND folded_handle = ?2 AND channel_id <> ?3
                AND (length(external_id), external_id) < (length(?4), ?4)",
        )?;
        for handle in handles {
            let loser: Option<i64> = select
                .query_row(params![row.platform, handle, channel_id, row.external_id], |row| row.get(0))
                .optional()?;
            self.queue.extend(loser);
        }
        Ok(())
    }

    /// Whether a channel has the handle that it is told to have: not if one that is to be preferred goes by it or went
    /// by it. Takes it from another.
    fn has(
        &mut self,
        channel_id: i64,
        row: &ChannelRow,
        handle: Option<&str>,
        best: &Best,
    ) -> rusqlite::Result<bool> {
        let Some((_, _, Some(folded))) = best.0.as_ref().filter(|_| handle.is_some()) else {
            return Ok(row.external_id.is_some());
        };
        let was_of_newer = self
            .connection
            .prepare_cached(
                "SELECT 1 FROM channel_tellings AS t CROSS JOIN channels AS c ON c.channel_id = t.channel_id
                 WHERE t.folded_handle = ?2 AND c.platform = ?1 AND c.channel_id <> ?3
                    AND (length(c.external_id), c.external_id) > (length(?4), ?4)",
            )?
            .exists(params![row.platform, folded, channel_id, row.external_id])?;
        if was_of_newer {
            return Ok(false);
        }
        let holder: Option<(i64, bool)> = self
            .connection
            .prepare_cached(
                "SELECT channel_id, coalesce((length(external_id), external_id) < (length(?4), ?4), 0) FROM channels
                 WHERE platform = ?1 AND folded_handle = ?2 AND channel_id <> ?3",
            )?
            .query_row(params![row.platform, folded, channel_id, row.external_id], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        match holder {
            None => Ok(true),
            Some((_, false)) => Ok(false),
            Some((holder, true)) => {
                self.connection
                    .prepare_cached(
                        "UPDATE channels SET handle = NULL, folded_handle = NULL WHERE channel_id = ?1",
                    )?
                    .execute([holder])?;
                self.queue.push_back(holder);
                Ok(true)
            }
        }
    }

    /// Whether a channel that is known by its name alone may be called so.
    fn may_be_called(&self, channel_id: i64, row: &ChannelRow, name: Option<&str>) -> rusqlite::Result<bool> {
        let Some(name) = name else { return Ok(false) };
        self.connection
            .prepare_cached(
                "SELECT NOT EXISTS (SELECT * FROM channels WHERE platform = ?1 AND name = ?2 AND external_id IS NULL
                    AND handle IS NULL AND channel_id <> ?3)",
            )?
            .query_row(params![row.platform, name, channel_id], |row| row.get(0))
    }

    fn keep_name(&self, channel_id: i64, row: &ChannelRow) -> rusqlite::Result<()> {
        let Some(name) = &row.words.folded_name else { return Ok(()) };
        self.connection
            .prepare_cached(
                "INSERT INTO channel_aliases (platform, kind, value, channel_id) VALUES (?1, 'name', ?2, ?3)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![row.platform, name, channel_id])
            .map(drop)
    }

    /// A handle is free: those that were told to have it, and have none, may have it now.
    pub(super) fn offer(&mut self, platform: &str, handle: &str) -> rusqlite::Result<()> {
        let mut select = self.connection.prepare_cached(
            "SELECT c.channel_id FROM (SELECT DISTINCT channel_id FROM channel_tellings WHERE folded_handle = ?2) AS t
             CROSS JOIN channels AS c ON c.channel_id = t.channel_id WHERE c.platform = ?1 AND c.handle IS NULL",
        )?;
        let mut rows = select.query([platform, handle])?;
        while let Some(row) = rows.next()? {
            self.queue.push_back(row.get(0)?);
        }
        Ok(())
    }
}

/// The best way to link: one that is open to everybody, unless it goes by a handle that the channel no longer has.
fn link_base(
    links: BTreeMap<Option<String>, Best>,
    for_members: &Best,
    handle: Option<&str>,
) -> Option<String> {
    let mut best = Best::default();
    for (told_with, link) in links {
        let Some((standing, link, _)) = link.0 else { continue };
        let is_lost = told_with
            .as_deref()
            .is_some_and(|told_with| Some(told_with) != handle && goes_by(&fold(&link), told_with));
        if !is_lost {
            best.take((standing.0, &standing.1, &standing.2), Some(&link), None);
        }
    }
    best.word().or(for_members.word()).map(str::to_owned)
}

/// Whether a part of an address is this handle.
fn goes_by(address: &str, handle: &str) -> bool {
    let is_of_word = |sign: char| sign.is_alphanumeric() || sign == '_';
    address.match_indices(handle).any(|(start, _)| {
        let (before, after) = (&address[..start], &address[start + handle.len()..]);
        !before.ends_with(is_of_word) && !after.starts_with(is_of_word)
    })
}
