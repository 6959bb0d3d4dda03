//! Channels that turn out to be one when a load ends.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::model::Channel;
use crate::store::writer::Writer;
use crate::store::writer::by_name::{Parts, is_by_name, parts_alike};
use crate::store::writer::candidates::{Unidentified, unidentified};
use crate::store::writer::same_channel::{best_known, has_name, told_channel};
use crate::store::writer::same_texts::has_texts;
use crate::store::writer::sample::Likeness;

/// In so many words, as inputs told it, a channel is looked for.
const MOST_TOLD_WORDS: usize = 20;

/// Of more channels in one input only those of one name are compared.
const MOST_TOLD: usize = 1_000;

impl Writer<'_> {
    /// Joins the channels that this load told of with those that turn out to be the same by all that the store has
    /// of both: what each input shows alone may be too little.
    pub(super) fn join_same(&mut self) -> rusqlite::Result<()> {
        self.join_same_by_reference()?;
        self.join_same_numbers()?;
        self.give_back_handles()?;
        let mut told: BTreeSet<i64> = self.coverage.keys().copied().collect();
        let mut unidentified = unidentified(self.connection)?;
        if unidentified.is_empty() {
            return Ok(());
        }
        let are_many = told.len() > MOST_TOLD;
        while let Some(channel_id) = told.pop_last() {
            let Some((one, parts)) = self.same_as(channel_id, &unidentified, are_many)? else { continue };
            let Some(best) = best_known(self.connection, &[channel_id, one])? else { continue };
            let other = if best == channel_id { one } else { channel_id };
            if let Parts::Some(loads) = parts {
                let taken = self.take_out(other, &loads)?;
                self.join_channels(taken, best)?;
            } else {
                self.join_channels(other, best)?;
                told.remove(&other);
                unidentified.forget(other);
            }
            // What is joined may be one with yet another.
            told.insert(best);
        }
        Ok(())
    }
}

impl Writer<'_> {
    /// A channel that turns out to be the same as one that this load told of, by what that is called now or an input called
    /// it; and which parts are, of that of the two which is known less well.
    fn same_as(
        &self,
        channel_id: i64,
        unidentified: &Unidentified,
        are_many: bool,
    ) -> rusqlite::Result<Option<(i64, Parts)>> {
        // Whether each has a name of it.
        let mut candidates: BTreeMap<i64, bool> = BTreeMap::new();
        for channel in called(self.connection, channel_id)? {
            for candidate in unidentified.candidates(self.connection, &channel, Some(channel_id))? {
                let is_of_one_name = has_name(self.connection, candidate, &channel)?;
                *candidates.entry(candidate).or_default() |= is_of_one_name;
            }
        }
        for (candidate, is_of_one_name) in candidates {
            if are_many && !is_of_one_name {
                continue;
            }
            let parts = self.same_parts(channel_id, candidate, is_of_one_name)?;
            if parts != Parts::None {
                return Ok(Some((candidate, parts)));
            }
        }
        Ok(None)
    }

    /// Which parts of the one of two channels that is known less well are of the other one.
    fn same_parts(&self, one: i64, other: i64, is_of_one_name: bool) -> rusqlite::Result<Parts> {
        let connection = self.connection;
        let (worse, better) =
            if best_known(connection, &[one, other])? == Some(one) { (other, one) } else { (one, other) };
        if is_by_name(connection, worse)? && !is_by_name(connection, better)? {
            return parts_alike(
                connection,
                worse,
                false,
                is_of_one_name,
                &|loads| Likeness::between(connection, worse, better, loads),
                Some(&|loads| has_texts(connection, (worse, loads), better)),
            );
        }
        let is_same = Likeness::between(connection, one, other, None)?.is_same(is_of_one_name);
        Ok(if is_same { Parts::All } else { Parts::None })
    }

    /// Joins a channel that was known by its handle only with that of the id which a reference tells with the handle. Only
    /// here, since the posts of either may have been in the making.
    fn join_same_by_reference(&mut self) -> rusqlite::Result<()> {
        while let Some((by_handle, by_id)) = self.identities.next_same_by_reference() {
            let are_two: bool = self
                .connection
                .prepare_cached(
                    "SELECT count(*) = 2 FROM channels
                     WHERE channel_id = ?2 AND external_id IS NOT NULL OR channel_id = ?1 AND external_id IS NULL",
                )?
                .query_row([by_handle, by_id], |row| row.get(0))?;
            if are_two {
                self.join_channels(by_handle, by_id)?;
            }
        }
        Ok(())
    }
}

/// What the store knows of a channel, and the same as each input of its posts told it.
fn called(connection: &Connection, channel_id: i64) -> rusqlite::Result<Vec<Channel>> {
    let Some(channel) = told_channel(connection, channel_id)? else { return Ok(Vec::new()) };
    let mut told = connection.prepare_cached(&format!(
        "SELECT DISTINCT handle, name FROM channel_tellings WHERE channel_id = ?1 AND certainty > 1
         ORDER BY handle, name LIMIT {MOST_TOLD_WORDS}"
    ))?;
    let words = told.query_map([channel_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut all = vec![channel.clone()];
    for words in words {
        let (handle, name) = words?;
        let told = Channel { handle, name, ..channel.clone() };
        if told != channel {
            all.push(told);
        }
    }
    Ok(all)
}
