//! Makes one channel of two: what one has becomes the other's, and posts that both have become one.

use rusqlite::{Connection, params};

use crate::store::channel_tellings;
use crate::store::published::{remove_of_lost_channels, remove_of_lost_numbers};
use crate::store::summaries::{Cell, TABLES};
use crate::store::writer::events::move_events;
use crate::store::writer::posts::{Key, as_number};
use crate::store::writer::sample::{had_text, words};
use crate::store::writer::{CurrentChannel, Writer, media};

/// A channel's row.
struct ChannelRow {
    platform: String,
    external_id: Option<String>,
    handle: Option<String>,
    name: Option<String>,
    kind: Option<String>,
    link_base: Option<String>,
    folded_handle: Option<String>,
    folded_name: Option<String>,
}

impl Writer<'_> {
    /// Makes `from` a part of `into` and removes it. Its id, handle and name lead to `into` from now on.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn join_channels(&mut self, from: i64, into: i64) -> rusqlite::Result<()> {
        self.insert_waiting()?;
        self.take_apart_both(from, into)?;
        self.additions.write(self.connection)?;
        self.told.write(self.connection, self.source.load_id)?;
        self.mark_cells(from, into)?;
        self.move_posts(from, into)?;
        self.move_authors(from, into)?;
        move_events(self.connection, from, into)?;
        self.remove_wordless(into, None)?;
        move_ranges(self.connection, from, into)?;
        for (table, column) in [
            ("posts", "forwarded_from_id"),
            ("posts", "reply_to_channel_id"),
            ("post_evidence", "forwarded_from_id"),
            ("post_evidence", "reply_to_channel_id"),
            ("channel_aliases", "channel_id"),
        ] {
            let sql = format!("UPDATE {table} SET {column} = ?2 WHERE {column} = ?1");
            self.connection.prepare_cached(&sql)?.execute([from, into])?;
        }
        for table in TABLES {
            let sql = format!("DELETE FROM {table} WHERE channel_id = ?1");
            self.connection.prepare_cached(&sql)?.execute([from])?;
        }
        self.unfinished.ids.remove(&from);
        self.unfinished.ids.insert(into);
        self.unfinished.joined.remove(&from);
        self.unfinished.joined.insert(into);
        self.unfinished.days_of_ids.retain(|(channel_id, _)| *channel_id != from);
        self.unfinished.cells.retain(|cell| cell.channel_id != from);
        // No load: the user says so.
        let is_by_word = self.source.load_id == 0;
        channel_tellings::join(self.connection, from, into, is_by_word)?;
        join_rows(self.connection, from, into, is_by_word)?;
        if let Some(coverage) = self.coverage.remove(&from) {
            for number in [coverage.first_no, coverage.last_no] {
                self.coverage.entry(into).or_default().include(number, coverage.as_of.as_deref());
            }
        }
        self.identities.forget_ids();
        self.identities.joined(from, into);
        self.left.clear();
        self.unidentified.forget(from);
        self.joined.remove(&from);
        self.joined.insert(into);
        Ok(())
    }

    /// The summaries of `into` must be made anew for every month that `from` has.
    fn mark_cells(&mut self, from: i64, into: i64) -> rusqlite::Result<()> {
        let months: Vec<String> = self
            .connection
            .prepare_cached(
                "SELECT DISTINCT coalesce(substr(posted_on, 1, 7), 'undated') FROM posts WHERE channel_id = ?1",
            )?
            .query_map([from], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        self.unfinished.cells.extend(months.into_iter().map(|month| Cell { month, channel_id: into }));
        Ok(())
    }

    fn move_posts(&mut self, from: i64, into: i64) -> rusqlite::Result<()> {
        let into_channel = self.posts.current_channel(into, "")?;
        // In portions, so that a large channel is not held.
        let mut last = i64::MIN;
        loop {
            let ids: Vec<i64> = self
                .connection
                .prepare_cached(
                    "SELECT post_id FROM posts WHERE channel_id = ?1 AND post_id > ?2 ORDER BY post_id LIMIT 1000",
                )?
                .query_map([from, last], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let Some(highest) = ids.last() else { break };
            last = *highest;
            for post_id in ids {
                self.move_post(&into_channel, post_id)?;
            }
        }
        let channel = self.posts.current_channel(into, "")?;
        self.join_all_halves(&channel)?;
        // What one told of without ids, the other may have told of with ids.
        if channel.has_posts_without_id && channel.has_posts_with_id {
            for (post_id, former_id) in self.posts.same_texts(into)? {
                self.absorb(into, post_id, former_id)?;
            }
        }
        Ok(())
    }

    /// Moves a post; those that `into` has of its messages become one with it.
    fn move_post(&mut self, into: &CurrentChannel, post_id: i64) -> rusqlite::Result<()> {
        let into_id = into.channel_id;
        let stored = self.stored(post_id)?.fields;
        let mut same: Vec<i64> = Vec::new();
        match (&stored.external_id, stored.external_no) {
            (_, Some(number)) => {
                let media = media::read(self.connection, post_id)?;
                let messages = media.iter().filter_map(|item| as_number(item.external_id.as_deref()?));
                for number in std::iter::once(number).chain(messages) {
                    let found = self.posts.find_message(into_id, number)?;
                    same.extend(found.filter(|found| !same.contains(found)));
                }
            }
            (Some(id), None) => same.extend(self.posts.find(into, &Key::Id(id), "")?),
            (None, None) => same.extend(self.same_without_id(into_id, post_id)?),
        }
        let Some((first, others)) = same.split_first() else {
            return self
                .connection
                .prepare_cached("UPDATE posts SET channel_id = ?2 WHERE post_id = ?1")?
                .execute([post_id, into_id])
                .map(drop);
        };
        for other in others.iter().chain([&post_id]) {
            self.join_posts(into_id, *first, *other)?;
        }
        Ok(())
    }

    /// The post of `into` that has the text of a post without id, as often met.
    fn same_without_id(&self, into: i64, post_id: i64) -> rusqlite::Result<Option<i64>> {
        self.connection
            .prepare_cached(
                "SELECT max(same.post_id) FROM posts AS p JOIN posts AS same ON same.channel_id = ?2
                    AND same.content_hash = p.content_hash AND same.occurrence = p.occurrence AND same.external_id IS NULL
                 WHERE p.post_id = ?1",
            )?
            .query_row([post_id, into], |row| row.get(0))
    }

    /// Signatures belong to their channel: those of one name become one.
    fn move_authors(&self, from: i64, into: i64) -> rusqlite::Result<()> {
        let pairs: Vec<(i64, i64)> = self
            .connection
            .prepare_cached(
                "SELECT a.author_id, b.author_id FROM authors AS a JOIN authors AS b ON b.channel_id = ?2 AND b.name = a.name
                 WHERE a.channel_id = ?1 AND a.external_id IS NULL AND b.external_id IS NULL",
            )?
            .query_map([from, into], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (old, new) in pairs {
            for (table, column) in
                [("posts", "author_id"), ("post_evidence", "author_id"), ("channel_events", "actor_id")]
            {
                let sql = format!("UPDATE {table} SET {column} = ?2 WHERE {column} = ?1");
                self.connection.prepare_cached(&sql)?.execute([old, new])?;
            }
            self.connection.prepare_cached("DELETE FROM authors WHERE author_id = ?1")?.execute([old])?;
        }
        self.connection
            .prepare_cached("UPDATE authors SET channel_id = ?2 WHERE channel_id = ?1")?
            .execute([from, into])
            .map(drop)
    }
}

/// How many posts two channels both have, and in how many of these the texts are equal, or were before an edit; white
/// space is none of a text, since some formats lose it.
///
/// # Errors
/// When the store refuses.
pub fn posts_in_common(connection: &Connection, one: i64, other: i64) -> rusqlite::Result<(i64, i64)> {
    let mut both = connection.prepare_cached(
        "SELECT a.post_id, a.text, b.post_id, b.text FROM posts AS a
         JOIN posts AS b ON b.channel_id = ?2 AND b.external_no = a.external_no
         WHERE a.channel_id = ?1 AND a.external_no IS NOT NULL",
    )?;
    let mut rows = both.query([one, other])?;
    let (mut in_common, mut equal) = (0, 0);
    while let Some(row) = rows.next()? {
        let (a, b) = (words(row.get_ref(1)?.as_str()?), words(row.get_ref(3)?.as_str()?));
        in_common += 1;
        if a == b || had_text(connection, row.get(0)?, b)? || had_text(connection, row.get(2)?, a)? {
            equal += 1;
        }
    }
    Ok((in_common, equal))
}

/// A load that told of both covers what both ranges cover; whether what lies between, it does not say.
fn move_ranges(connection: &Connection, from: i64, into: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO load_ranges (load_id, channel_id, first_no, last_no, as_of, is_complete, is_partly_forgotten)
             SELECT load_id, ?2, first_no, last_no, as_of, is_complete, is_partly_forgotten FROM load_ranges WHERE channel_id = ?1
             ON CONFLICT DO UPDATE SET
                first_no = min(coalesce(first_no, excluded.first_no), coalesce(excluded.first_no, first_no)),
                last_no = max(coalesce(last_no, excluded.last_no), coalesce(excluded.last_no, last_no)),
                as_of = max(coalesce(as_of, excluded.as_of), coalesce(excluded.as_of, as_of)),
                is_complete = 0, is_partly_forgotten = max(is_partly_forgotten, excluded.is_partly_forgotten)",
        )?
        .execute([from, into])?;
    connection.prepare_cached("DELETE FROM load_ranges WHERE channel_id = ?1")?.execute([from]).map(drop)
}

/// The row of `into` takes what it lacks from that of `from`, which goes; what both have leads to `into` as well.
fn join_rows(connection: &Connection, from: i64, into: i64, is_by_word: bool) -> rusqlite::Result<()> {
    let read = |channel_id: i64| {
        connection
            .prepare_cached(
                "SELECT platform, external_id, handle, name, kind, link_base, folded_handle, folded_name
                 FROM channels WHERE channel_id = ?1",
            )?
            .query_row([channel_id], |row| {
                Ok(ChannelRow {
                    platform: row.get(0)?,
                    external_id: row.get(1)?,
                    handle: row.get(2)?,
                    name: row.get(3)?,
                    kind: row.get(4)?,
                    link_base: row.get(5)?,
                    folded_handle: row.get(6)?,
                    folded_name: row.get(7)?,
                })
            })
    };
    let (old, new) = (read(from)?, read(into)?);
    connection.prepare_cached("DELETE FROM channels WHERE channel_id = ?1")?.execute([from])?;
    remove_of_lost_channels(connection)?;
    remove_of_lost_numbers(connection)?;
    connection
        .prepare_cached(
            "UPDATE channels SET external_id = coalesce(external_id, ?2), handle = coalesce(handle, ?3),
                name = coalesce(name, ?4), kind = coalesce(kind, ?5),
                link_base = iif(link_base LIKE 'https://t.me/c/%', coalesce(?6, link_base), coalesce(link_base, ?6)),
                folded_handle = coalesce(folded_handle, ?7), folded_name = coalesce(folded_name, ?8)
             WHERE channel_id = ?1",
        )?
        .execute(params![
            into,
            old.external_id,
            old.handle,
            old.name,
            old.kind,
            old.link_base,
            old.folded_handle,
            old.folded_name
        ])?;
    // A name leads to a channel only where nothing better does.
    let is_known_by_name = old.external_id.is_none() && old.handle.is_none();
    let differs = |old: &Option<String>, new: &Option<String>| new.is_some() && old != new;
    let aliases = [
        ("id", old.external_id.clone().filter(|_| differs(&old.external_id, &new.external_id))),
        ("handle", old.folded_handle.clone().filter(|_| differs(&old.folded_handle, &new.folded_handle))),
        // Nor where posts made one of two: others of that name may be anybody's.
        ("name", old.folded_name.clone().filter(|_| is_known_by_name && is_by_word)),
    ];
    for (kind, value) in aliases {
        let Some(value) = value else { continue };
        connection
            .prepare_cached(
                "INSERT INTO channel_aliases (platform, kind, value, channel_id) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET channel_id = excluded.channel_id",
            )?
            .execute(params![old.platform, kind, value, into])?;
    }
    let other_name = old.folded_name.filter(|name| is_by_word && Some(name) != new.folded_name.as_ref());
    let Some(name) = other_name else { return Ok(()) };
    connection
        .prepare_cached(
            "INSERT INTO channel_aliases (platform, kind, value, channel_id)
             SELECT ?1, 'name', ?2, ?3
             WHERE NOT EXISTS (SELECT * FROM channels WHERE folded_name = ?2 AND platform = ?1 AND channel_id <> ?3)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![old.platform, name, into])
        .map(drop)
}
