//! A channel that is known by its name alone is all that inputs of that name told which know no more. They may be of
//! several channels of one name: an export of each month of one, or one of each of two. So it has *parts*, each of the
//! loads that told of a post in common, and each part is compared with a channel that is known better by itself: those
//! that have its posts become a part of that, the others stay.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use crate::store::summaries::Cell;
use crate::store::writer::Writer;
use crate::store::writer::sample::{Likeness, Sample};

/// Whether a channel has the texts of posts without numbers that these loads, a JSON array, told.
pub(super) type HasTexts<'f> = &'f dyn Fn(&str) -> rusqlite::Result<bool>;

/// What loads with posts in common told of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// The loads, as a JSON array: a post is of that of its first load.
    pub(super) loads: String,
    /// Whether a post has a number; else nothing can be compared.
    has_numbers: bool,
}

/// Which parts of a channel are of another one.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Parts {
    All,
    /// Those of these loads, a JSON array.
    Some(String),
    None,
}

/// Whether a channel is known by its name alone, or by nothing.
pub(super) fn is_by_name(connection: &Connection, channel_id: i64) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT 1 FROM channels WHERE channel_id = ?1 AND external_id IS NULL AND handle IS NULL",
        )?
        .exists([channel_id])
}

/// Whether one of the channels is known by more than a name.
pub(super) fn any_is_known_better(connection: &Connection, channels: &[i64]) -> rusqlite::Result<bool> {
    for channel_id in channels {
        if !is_by_name(connection, *channel_id)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The parts of a channel.
pub(super) fn parts(connection: &Connection, channel_id: i64) -> rusqlite::Result<Vec<Part>> {
    let mut of_load: BTreeMap<i64, i64> = BTreeMap::new();
    let mut loads = connection.prepare_cached(
        "SELECT load_id FROM load_ranges WHERE channel_id = ?1
         UNION SELECT first_load_id FROM posts WHERE channel_id = ?1
         UNION SELECT load_id FROM channel_events WHERE channel_id = ?1",
    )?;
    for load_id in loads.query_map([channel_id], |row| row.get::<_, i64>(0))? {
        let load_id = load_id?;
        of_load.insert(load_id, load_id);
    }
    if of_load.len() > 1 {
        let mut both = connection.prepare_cached(
            "SELECT first_load_id, last_load_id FROM posts WHERE channel_id = ?1
             UNION SELECT p.first_load_id, o.load_id FROM posts AS p CROSS JOIN post_observations AS o ON o.post_id = p.post_id
                WHERE p.channel_id = ?1
             UNION SELECT p.first_load_id, e.load_id FROM posts AS p CROSS JOIN post_evidence AS e ON e.post_id = p.post_id
                WHERE p.channel_id = ?1",
        )?;
        let mut rows = both.query([channel_id])?;
        while let Some(row) = rows.next()? {
            let [one, other] = [row.get(0)?, row.get(1)?].map(|load_id| of_load.get(&load_id).copied());
            let (Some(one), Some(other)) = (one, other) else { continue };
            if one != other {
                of_load.values_mut().filter(|part| **part == other).for_each(|part| *part = one);
            }
        }
    }
    let mut all: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for (load_id, part) in of_load {
        all.entry(part).or_default().push(load_id.to_string());
    }
    let mut has_numbers = connection.prepare_cached(
        "SELECT EXISTS (SELECT * FROM posts WHERE channel_id = ?1 AND external_no IS NOT NULL
            AND first_load_id IN (SELECT value FROM json_each(?2)))",
    )?;
    all.into_values()
        .map(|loads| {
            let loads = format!("[{}]", loads.join(","));
            let has_numbers = has_numbers.query_row(params![channel_id, loads], |row| row.get(0))?;
            Ok(Part { loads, has_numbers })
        })
        .collect()
}

/// Which parts of a channel that is known by its name alone are of one that is known better, by how alike `likeness` says
/// that they are. Of those that have no numbers `has_texts` says it; where all others are of that one, or the name
/// `leads` there and none is not, they go along.
pub(super) fn parts_alike(
    connection: &Connection,
    channel_id: i64,
    leads: bool,
    is_of_one_name: bool,
    likeness: &dyn Fn(Option<&str>) -> rusqlite::Result<Likeness>,
    has_texts: Option<HasTexts<'_>>,
) -> rusqlite::Result<Parts> {
    let has_texts = has_texts.filter(|_| is_of_one_name);
    // To find the parts is to look through all posts.
    let may_have_texts = has_texts.is_some() && has_posts_without_id(connection, channel_id)?;
    if !leads && !may_have_texts && likeness(None)?.is_none_alike() {
        return Ok(Parts::None);
    }
    let mut alike = Vec::new();
    let mut others = Vec::new();
    let mut without_numbers = Vec::new();
    for part in parts(connection, channel_id)? {
        if !part.has_numbers {
            without_numbers.push(part);
        } else if likeness(Some(&part.loads))?.is_same(is_of_one_name) {
            alike.push(part);
        } else {
            others.push(part);
        }
    }
    let mut unsure = Vec::new();
    for part in without_numbers {
        let is_alike = has_texts.map_or(Ok(false), |has_texts| has_texts(&part.loads))?;
        if is_alike { &mut alike } else { &mut unsure }.push(part);
    }
    if !leads && alike.is_empty() {
        return Ok(Parts::None);
    }
    if others.is_empty() {
        return Ok(Parts::All);
    }
    let loads: Vec<&str> = alike.iter().map(|part| part.loads.trim_matches(['[', ']'])).collect();
    Ok(if loads.is_empty() { Parts::None } else { Parts::Some(format!("[{}]", loads.join(","))) })
}

fn has_posts_without_id(connection: &Connection, channel_id: i64) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT 1 FROM posts INDEXED BY posts_content WHERE channel_id = ?1 AND external_id IS NULL LIMIT 1",
        )?
        .exists([channel_id])
}

impl Writer<'_> {
    /// Adds to `same` those parts of a channel known by its name alone that have the posts of the input, by themselves; where
    /// the name `leads` to the input's channel, those without numbers, too. Gives whether some stay.
    pub(super) fn take_same(
        &mut self,
        same: &mut Vec<i64>,
        channel_id: i64,
        (leads, is_of_one_name): (bool, bool),
        sample: Option<&Sample>,
    ) -> rusqlite::Result<bool> {
        let connection = self.connection;
        let likeness = |loads: Option<&str>| match sample {
            Some(sample) => sample.likeness_of(connection, channel_id, loads),
            None => Ok(Likeness::default()),
        };
        // The texts are compared when all of the input is there.
        let parts = parts_alike(connection, channel_id, leads, is_of_one_name, &likeness, None)?;
        match &parts {
            Parts::All => same.push(channel_id),
            Parts::Some(loads) => same.push(self.take_out(channel_id, loads)?),
            Parts::None => {}
        }
        Ok(parts != Parts::All)
    }

    /// Makes a channel by itself of what these loads, a JSON array, told of a channel that is known by its name alone. It is
    /// called nothing, and about to be joined with another.
    pub(super) fn take_out(&mut self, channel_id: i64, loads: &str) -> rusqlite::Result<i64> {
        self.insert_waiting()?;
        self.additions.write(self.connection)?;
        self.told.write(self.connection, self.source.load_id)?;
        let execute = |sql: &str, taken: i64| {
            self.connection.prepare_cached(sql)?.execute(params![channel_id, taken, loads]).map(drop)
        };
        execute(
            "INSERT INTO channels (platform, kind) SELECT platform, kind FROM channels
             WHERE channel_id = ?1 AND ?2 = 0 AND ?3 IS NOT NULL",
            0,
        )?;
        let taken = self.connection.last_insert_rowid();
        self.mark_months([channel_id, taken], loads)?;
        for sql in [
            "UPDATE posts SET channel_id = ?2 WHERE channel_id = ?1
                AND first_load_id IN (SELECT value FROM json_each(?3))",
            "UPDATE posts SET reply_to_channel_id = ?2
             WHERE channel_id = ?2 AND reply_to_channel_id = ?1 AND ?3 IS NOT NULL",
            "UPDATE post_evidence SET reply_to_channel_id = ?2 WHERE reply_to_channel_id = ?1 AND ?3 IS NOT NULL
                AND post_id IN (SELECT post_id FROM posts WHERE channel_id = ?2)",
            "UPDATE channel_events SET channel_id = ?2 WHERE channel_id = ?1
                AND load_id IN (SELECT value FROM json_each(?3))",
            "UPDATE load_ranges SET channel_id = ?2 WHERE channel_id = ?1
                AND load_id IN (SELECT value FROM json_each(?3))",
            "UPDATE channel_tellings SET channel_id = ?2 WHERE channel_id = ?1 AND certainty > 1
                AND load_id IN (SELECT value FROM json_each(?3))",
            // Signatures belong to their channel.
            "INSERT INTO authors (platform, channel_id, name)
             SELECT a.platform, ?2, a.name FROM authors AS a WHERE a.channel_id = ?1 AND a.external_id IS NULL AND ?3 IS NOT NULL
                AND (EXISTS (SELECT * FROM posts AS p WHERE p.channel_id = ?2 AND p.author_id = a.author_id)
                    OR EXISTS (SELECT * FROM channel_events AS e WHERE e.channel_id = ?2 AND e.actor_id = a.author_id)
                    OR EXISTS (SELECT * FROM post_evidence AS e CROSS JOIN posts AS p ON p.post_id = e.post_id
                        WHERE e.author_id = a.author_id AND p.channel_id = ?2))",
        ] {
            execute(sql, taken)?;
        }
        for (table, column, of_taken) in [
            ("posts", "author_id", "posts.channel_id = ?2"),
            (
                "post_evidence",
                "author_id",
                "post_evidence.post_id IN (SELECT p.post_id FROM posts AS p WHERE p.channel_id = ?2)",
            ),
            ("channel_events", "actor_id", "channel_events.channel_id = ?2"),
        ] {
            let sql = format!(
                "UPDATE {table} SET {column} = n.author_id FROM authors AS o CROSS JOIN authors AS n
                 WHERE {of_taken} AND o.author_id = {table}.{column} AND o.channel_id = ?1 AND o.external_id IS NULL
                    AND n.channel_id = ?2 AND n.external_id IS NULL AND n.name = o.name AND ?3 IS NOT NULL"
            );
            execute(&sql, taken)?;
        }
        execute(
            "DELETE FROM authors WHERE channel_id = ?1 AND external_id IS NULL AND ?2 AND ?3 IS NOT NULL
                AND NOT EXISTS (SELECT * FROM posts AS p WHERE p.author_id = authors.author_id)
                AND NOT EXISTS (SELECT * FROM post_evidence AS e WHERE e.author_id = authors.author_id)
                AND NOT EXISTS (SELECT * FROM channel_events AS e WHERE e.actor_id = authors.author_id)",
            taken,
        )?;
        let loads: BTreeSet<&str> = loads.trim_matches(['[', ']']).split(',').collect();
        if loads.contains(self.source.load_id.to_string().as_str())
            && let Some(coverage) = self.coverage.remove(&channel_id)
        {
            self.coverage.insert(taken, coverage);
        }
        for changed in [channel_id, taken] {
            self.unfinished.ids.insert(changed);
            self.unfinished.joined.insert(changed);
            self.joined.insert(changed);
        }
        self.identities.forget_ids();
        self.identities.unsettle(channel_id);
        self.left.clear();
        Ok(taken)
    }

    /// The summaries of two channels must be made anew for every month of which the first loses a post to the other.
    fn mark_months(&mut self, [channel_id, taken]: [i64; 2], loads: &str) -> rusqlite::Result<()> {
        let months: Vec<String> = self
            .connection
            .prepare_cached(
                "SELECT DISTINCT coalesce(substr(posted_on, 1, 7), 'undated') FROM posts
                 WHERE channel_id = ?1 AND first_load_id IN (SELECT value FROM json_each(?2))",
            )?
            .query_map(params![channel_id, loads], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for month in months {
            self.unfinished.cells.insert(Cell { month: month.clone(), channel_id });
            self.unfinished.cells.insert(Cell { month, channel_id: taken });
        }
        Ok(())
    }
}
