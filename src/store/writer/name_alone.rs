//! Where a forward leads that tells the name of its source alone: to the one loaded channel that was told to have that
//! name, by an input that knows no more than it or by the user. Where several were told to have it, to none of them,
//! but to a source of which nothing but the name is known. From its own name a channel forwards itself, unless another
//! one has that name.
//!
//! Whether there are several may be known only later. So what a load refers to by a name alone is marked
//! (`channel_tellings::BY_NAME_ALONE`), and taken back from a channel as soon as another one turns out to have that name.
//! Where one load refers to a channel in both ways, which of its posts do so by the name is not known; they stay.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use crate::extract::fold::fold;
use crate::model::Channel;
use crate::store::channel_tellings::{BY_NAME_ALONE, GIVEN, REFERENCE};
use crate::store::writer::{Writer, evidence};

/// Whom a name means that is all that is known of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meant {
    /// No loaded channel was told to have it.
    Nobody,
    /// One was, by inputs that know more of it than the name: others of that name may not be loaded.
    Perhaps,
    /// One was, by an input that knows no more or by the user.
    One(i64),
    Several,
}

/// Whether nothing but a name is told of a channel.
pub(super) fn is_name_alone(channel: &Channel) -> bool {
    channel.name.is_some() && channel.external_id.is_none() && channel.handle.is_none()
}

/// Whom a name means, as it is written, by all that inputs of the channels' own posts told so far.
pub(super) fn meant(connection: &Connection, platform: &str, name: &str) -> rusqlite::Result<Meant> {
    let told: Vec<(i64, bool)> = connection
        .prepare_cached(
            "SELECT t.channel_id, max(t.certainty = ?4)
             FROM channel_tellings AS t CROSS JOIN channels AS c ON c.channel_id = t.channel_id
             WHERE t.folded_name = ?2 AND t.name = ?3 AND t.certainty >= ?4 AND c.platform = ?1
             GROUP BY t.channel_id LIMIT 2",
        )?
        .query_map(params![platform, fold(name), name, GIVEN], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(match told[..] {
        [] => Meant::Nobody,
        [(channel_id, true)] => Meant::One(channel_id),
        [_] => Meant::Perhaps,
        _ => Meant::Several,
    })
}

/// The source of this name of which nothing else is known.
fn source(connection: &Connection, platform: &str, name: &str) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached(
            "SELECT channel_id FROM channels WHERE platform = ?1 AND name = ?2 AND external_id IS NULL AND handle IS NULL",
        )?
        .query_row([platform, name], |row| row.get(0))
        .optional()
}

impl Writer<'_> {
    /// Lets forwards that tell a name alone lead where they have to by what is known now of the channels that this load
    /// told of.
    pub(super) fn lead_by_name(&mut self) -> rusqlite::Result<()> {
        for (platform, name) in self.told_names()? {
            match meant(self.connection, &platform, &name)? {
                Meant::Nobody | Meant::Perhaps => {}
                Meant::One(channel_id) => self.lead_to(channel_id, &platform, &name)?,
                Meant::Several => self.take_back(&platform, &name)?,
            }
        }
        Ok(())
    }

    /// All names that the channels were told to have of which this load told, or that it made one.
    fn told_names(&self) -> rusqlite::Result<BTreeSet<(String, String)>> {
        let mut names = BTreeSet::new();
        let mut select = self.connection.prepare_cached(
            "SELECT DISTINCT c.platform, t.name FROM channel_tellings AS t CROSS JOIN channels AS c ON c.channel_id = t.channel_id
             WHERE t.channel_id = ?1 AND t.certainty >= ?2 AND t.name IS NOT NULL",
        )?;
        let channels: BTreeSet<i64> = self.coverage.keys().chain(&self.joined).copied().collect();
        for channel_id in channels {
            for name in select.query_map(params![channel_id, GIVEN], |row| Ok((row.get(0)?, row.get(1)?)))? {
                names.insert(name?);
            }
        }
        Ok(names)
    }

    /// What was a source known by its name alone is the channel.
    fn lead_to(&mut self, channel_id: i64, platform: &str, name: &str) -> rusqlite::Result<()> {
        let Some(source) = source(self.connection, platform, name)? else { return Ok(()) };
        let are_two: bool = self
            .connection
            .prepare_cached(
                "SELECT ?1 <> ?2 AND NOT EXISTS (SELECT * FROM load_ranges WHERE channel_id = ?1)
                    AND EXISTS (SELECT * FROM channels WHERE channel_id = ?2 AND (external_id IS NOT NULL OR handle IS NOT NULL))",
            )?
            .query_row([source, channel_id], |row| row.get(0))?;
        if are_two { self.join_channels(source, channel_id) } else { Ok(()) }
    }

    /// What refers by this name alone to channels that are known better is of none of them.
    fn take_back(&mut self, platform: &str, name: &str) -> rusqlite::Result<()> {
        let channels: Vec<i64> = self
            .connection
            .prepare_cached(
                "SELECT DISTINCT t.channel_id FROM channel_tellings AS t CROSS JOIN channels AS c ON c.channel_id = t.channel_id
                 WHERE t.folded_name = ?2 AND t.name = ?3 AND t.certainty = ?4 AND t.told_until = ?5 AND c.platform = ?1
                    AND (c.external_id IS NOT NULL OR c.handle IS NOT NULL)",
            )?
            .query_map(params![platform, fold(name), name, REFERENCE, BY_NAME_ALONE], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for channel_id in channels {
            self.take_back_from(channel_id, platform, name)?;
        }
        Ok(())
    }

    fn take_back_from(&mut self, channel_id: i64, platform: &str, name: &str) -> rusqlite::Result<()> {
        // Loads that refer to it, and whether they do so by this name alone.
        let referring: Vec<(i64, bool)> = self
            .connection
            .prepare_cached(
                "SELECT load_id, min(told_until IS ?4 AND name IS ?2) FROM channel_tellings
                 WHERE channel_id = ?1 AND certainty = ?3 GROUP BY load_id",
            )?
            .query_map(params![channel_id, name, REFERENCE, BY_NAME_ALONE], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let loads = |is_by_name: bool| {
            let of_kind = referring.iter().filter(|(_, by_name)| *by_name == is_by_name);
            format!("[{}]", of_kind.map(|(load_id, _)| load_id.to_string()).collect::<Vec<_>>().join(","))
        };
        let (by_name, others) = (loads(true), loads(false));
        if by_name == "[]" {
            return Ok(());
        }
        let source = match source(self.connection, platform, name)? {
            Some(source) => source,
            None => self.identities.insert_own(&Channel {
                platform: platform.to_owned(),
                name: Some(name.to_owned()),
                ..Channel::default()
            })?,
        };
        let posts: Vec<i64> = self
            .connection
            .prepare_cached(
                "WITH of_loads (post_id, load_id) AS MATERIALIZED (
                    SELECT p.post_id, json_each.value FROM posts AS p, json_each(json_array(p.first_load_id, p.last_load_id))
                        WHERE p.forwarded_from_id = ?1
                    UNION SELECT p.post_id, o.load_id FROM posts AS p CROSS JOIN post_observations AS o ON o.post_id = p.post_id
                        WHERE p.forwarded_from_id = ?1
                    UNION SELECT e.post_id, e.load_id FROM post_evidence AS e WHERE e.forwarded_from_id = ?1)
                 SELECT post_id FROM of_loads GROUP BY post_id
                 HAVING max(load_id IN (SELECT value FROM json_each(?2))) AND NOT max(load_id IN (SELECT value FROM json_each(?3)))
                 ORDER BY post_id",
            )?
            .query_map(params![channel_id, by_name, others], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for post_id in posts {
            self.let_lead(post_id, (channel_id, source), &by_name)?;
        }
        self.connection
            .prepare_cached(
                "UPDATE channel_tellings SET channel_id = ?2,
                    position = position + coalesce((SELECT max(i.position) FROM channel_tellings AS i
                        WHERE i.channel_id = ?2 AND i.load_id = channel_tellings.load_id), 0)
                 WHERE channel_id = ?1 AND certainty = ?4 AND load_id IN (SELECT value FROM json_each(?3))",
            )?
            .execute(params![channel_id, source, by_name, REFERENCE])?;
        self.identities.forget_ids();
        self.identities.unsettle(channel_id);
        self.identities.unsettle(source);
        Ok(())
    }

    /// Lets what these loads, a JSON array, told of a post lead to another source.
    fn let_lead(&mut self, post_id: i64, (from, to): (i64, i64), loads: &str) -> rusqlite::Result<()> {
        let stored = self.stored(post_id)?;
        let changed = self
            .connection
            .prepare_cached(
                "UPDATE post_evidence SET forwarded_from_id = ?3
                 WHERE post_id = ?1 AND forwarded_from_id = ?2 AND load_id IN (SELECT value FROM json_each(?4))",
            )?
            .execute(params![post_id, from, to, loads])?;
        if changed == 0 {
            // Without evidence all loads told the same.
            return self
                .connection
                .prepare_cached(
                    "UPDATE posts SET forwarded_from_id = ?3 WHERE post_id = ?1 AND forwarded_from_id = ?2
                        AND NOT EXISTS (SELECT * FROM post_evidence WHERE post_id = ?1)",
                )?
                .execute([post_id, from, to])
                .map(drop);
        }
        let mut together = Vec::new();
        for mut telling in self.tellings(post_id, &stored)? {
            self.weigh(&mut telling)?;
            evidence::add(&mut together, telling);
        }
        let Some(view) = evidence::view(&together) else { return Ok(()) };
        let channel_id: i64 = self
            .connection
            .prepare_cached("SELECT channel_id FROM posts WHERE post_id = ?1")?
            .query_row([post_id], |row| row.get(0))?;
        self.keep_tellings(post_id, &together, &view.fields)?;
        let last_seen_at = stored.last_seen_at.clone();
        self.make_it_say(channel_id, post_id, &stored, &together, view, None, last_seen_at).map(drop)
    }
}
