//! Ids in a row (`id_runs`): where ids of a channel are missing, without reading all that are there.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, params};

use super::id_hasher::ByIds;
use super::{CountedPost, day_name, day_number};
use crate::store::rows::{RowStatement, Text, row};

/// What is kept.
pub(super) const KEPT: &str = "SELECT channel_id, first_no, last_no, first_on, last_on FROM id_runs";

/// The same, found among the posts, the items of albums and the events; `{posts}` and `{events}` choose among these.
const RECOUNT: &str = "
    WITH known (channel_id, number, day) AS (
        SELECT p.channel_id, p.external_no, p.posted_on FROM posts AS p WHERE p.external_no IS NOT NULL {posts}
        UNION ALL
        SELECT p.channel_id, CAST(m.external_id AS INTEGER), p.posted_on
        FROM posts AS p CROSS JOIN media AS m ON m.post_id = p.post_id
        WHERE p.album_size > 1 AND m.external_id <> '' AND m.external_id NOT GLOB '*[^0-9]*' {posts}
        UNION ALL
        SELECT e.channel_id, e.external_no, e.happened_on FROM channel_events AS e
        WHERE e.external_no IS NOT NULL {events}
    ),
    ends (channel_id, number, day, begins, ends) AS (
        SELECT k.channel_id, k.number, k.day, (k.number - lag(k.number) OVER ids > 1) IS NOT 0,
               (lead(k.number) OVER ids - k.number > 1) IS NOT 0
        FROM known AS k WINDOW ids AS (PARTITION BY k.channel_id ORDER BY k.number, k.day)
    ),
    runs (channel_id, first_no, last_no, first_on, last_on, begins) AS (
        SELECT e.channel_id, e.number, iif(e.ends, e.number, lead(e.number) OVER ids), e.day,
               iif(e.ends, e.day, lead(e.day) OVER ids), e.begins
        FROM ends AS e WHERE e.begins OR e.ends
        WINDOW ids AS (PARTITION BY e.channel_id ORDER BY e.number, e.day, e.ends)
    )
    SELECT channel_id, first_no, last_no, first_on, last_on FROM runs WHERE begins";

/// The statement that finds all runs.
pub(super) fn recount_sql() -> String {
    RECOUNT.replace("{posts}", "").replace("{events}", "")
}

/// Ids in a row with the days of the first and the last one, as numbers. Where two things have one id, the first
/// day is the earlier one, and the last the later one; an unknown day is before all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Run {
    first: i64,
    last: i64,
    first_on: Option<u32>,
    last_on: Option<u32>,
}

impl Run {
    /// Whether the other one, which does not begin before this one, is a part of it or goes on where it ends.
    fn reaches(&self, other: &Self) -> bool {
        other.first <= self.last.saturating_add(1)
    }

    /// Makes one of both.
    fn join(&mut self, other: &Self) {
        if other.first <= self.first {
            let both = other.first == self.first;
            self.first_on = if both { self.first_on.min(other.first_on) } else { other.first_on };
            self.first = other.first;
        }
        if other.last >= self.last {
            let both = other.last == self.last;
            self.last_on = if both { self.last_on.max(other.last_on) } else { other.last_on };
            self.last = other.last;
        }
    }
}

/// Ids that a load has brought and the table does not have yet.
#[derive(Debug, Default)]
pub(super) struct IdAdditions {
    runs: HashMap<i64, Vec<Run>, ByIds>,
    /// How many runs there are of all channels.
    count: usize,
}

impl IdAdditions {
    /// Adds the ids of an inserted post.
    pub(super) fn add_post(&mut self, post: &CountedPost<'_>) {
        let CountedPost { channel_id, posted_on, .. } = *post;
        if let Some(number) = post.number {
            self.add(channel_id, number, posted_on);
        }
        for number in post.items() {
            self.add(channel_id, number, posted_on);
        }
    }

    /// Adds an id.
    pub(super) fn add(&mut self, channel_id: i64, number: i64, day: Option<&str>) {
        let day = day.map(day_number);
        let one = Run { first: number, last: number, first_on: day, last_on: day };
        let runs = self.runs.entry(channel_id).or_default();
        // Most inputs are in the order of their ids.
        match runs.last_mut() {
            Some(run) if run.first <= number && run.reaches(&one) => run.join(&one),
            _ => {
                runs.push(one);
                self.count += 1;
            }
        }
    }

    /// How many runs are gathered.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Adds what was gathered to the table.
    pub(super) fn write(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.count = 0;
        for (channel_id, mut runs) in self.runs.drain() {
            runs.sort_unstable();
            let (Some(first), Some(last)) = (runs.first(), runs.iter().map(|run| run.last).max()) else {
                continue;
            };
            let stored = stored(connection, channel_id, first.first, last)?;
            runs.extend(&stored);
            runs.sort_unstable();
            let mut joined: Vec<Run> = Vec::new();
            for run in runs {
                match joined.last_mut() {
                    Some(before) if before.reaches(&run) => before.join(&run),
                    _ => joined.push(run),
                }
            }
            replace(connection, channel_id, &stored, &joined)?;
        }
        Ok(())
    }
}

/// The runs of the table that ids from `first` to `last` may be a part of, or go on from.
fn stored(connection: &Connection, channel_id: i64, first: i64, last: i64) -> rusqlite::Result<Vec<Run>> {
    connection
        .prepare_cached(
            "SELECT first_no, last_no, first_on, last_on FROM id_runs
             WHERE channel_id = ?1 AND first_no <= ?3
                AND first_no >= coalesce((SELECT max(r.first_no) FROM id_runs AS r WHERE r.channel_id = ?1 AND r.first_no <= ?2), ?2)",
        )?
        .query_map(params![channel_id, first, last.saturating_add(1)], |row| {
            let day = |column: usize| {
                row.get::<_, Option<String>>(column).map(|day| day.as_deref().map(day_number))
            };
            Ok(Run { first: row.get(0)?, last: row.get(1)?, first_on: day(2)?, last_on: day(3)? })
        })?
        .collect()
}

/// Whether an id is the first or the last of a row, or of none that is known.
pub(super) fn is_end(connection: &Connection, channel_id: i64, number: i64) -> rusqlite::Result<bool> {
    let ends: Option<(i64, i64)> = connection
        .prepare_cached(
            "SELECT first_no, last_no FROM id_runs WHERE channel_id = ?1 AND first_no <= ?2
             ORDER BY first_no DESC LIMIT 1",
        )?
        .query_row([channel_id, number], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(ends.is_none_or(|(first, last)| number == first || number >= last))
}

/// Puts these runs in the place of the stored ones.
fn replace(connection: &Connection, channel_id: i64, stored: &[Run], runs: &[Run]) -> rusqlite::Result<()> {
    let before: HashSet<&Run> = stored.iter().collect();
    let now: HashSet<&Run> = runs.iter().collect();
    let mut delete =
        connection.prepare_cached("DELETE FROM id_runs WHERE channel_id = ?1 AND first_no = ?2")?;
    for run in stored.iter().filter(|run| !now.contains(run)) {
        delete.execute([channel_id, run.first])?;
    }
    let mut insert = RowStatement::new(
        connection,
        "INSERT INTO id_runs (channel_id, first_no, last_no, first_on, last_on) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for run in runs.iter().filter(|run| !before.contains(run)) {
        insert.execute(row![
            channel_id,
            run.first,
            run.last,
            run.first_on.map(|day| Text(day_name(day))),
            run.last_on.map(|day| Text(day_name(day)))
        ])?;
    }
    Ok(())
}

/// Finds the runs of one channel anew.
pub(super) fn recount(connection: &Connection, channel_id: i64) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM id_runs WHERE channel_id = ?1")?.execute([channel_id])?;
    let sql =
        RECOUNT.replace("{posts}", "AND p.channel_id = ?1").replace("{events}", "AND e.channel_id = ?1");
    connection
        .prepare_cached(&format!(
            "INSERT INTO id_runs (channel_id, first_no, last_no, first_on, last_on) {sql}"
        ))?
        .execute([channel_id])
        .map(drop)
}

/// Finds all runs anew.
pub(super) fn recount_all(connection: &Connection) -> rusqlite::Result<()> {
    let sql = recount_sql();
    connection.execute_batch(&format!(
        "DELETE FROM id_runs; INSERT INTO id_runs (channel_id, first_no, last_no, first_on, last_on) {sql}"
    ))
}
