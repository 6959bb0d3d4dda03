//! The counts that the loader keeps: `post_months`, `post_lengths`, `post_days`, `post_hours`, `post_fields`,
//! `host_months`, `hashtag_months`, `hashtag_totals`, `hashtag_spellings`, `hashtag_pair_months`, `mention_months`,
//! `mention_hashtags`, `mention_pair_months`; and the ids in a row (`id_runs`).
//!
//! A load adds the posts that it inserts and takes away those that it changes, cell by cell ([`Additions`]). What
//! that leaves in doubt it counts from the posts ([`Doubts`]), and those cells in which a post got its day late
//! ([`recount`]). [`differences`] proves the whole equal to a recount.

mod additions;
mod counted_post;
mod differences;
mod doubts;
mod id_hasher;
mod id_runs;
mod left;
mod of_posts;
mod pair_doubts;
mod pairs;
mod posts;
mod spellings;
mod tagged;
mod totals;

use std::collections::BTreeSet;

pub use self::additions::{Additions, Way};
use self::additions::{CountKey, UseCount};
pub use self::counted_post::{Contents, CountedPost, Used};
pub use self::differences::differences;
pub use self::doubts::Doubts;
use rusqlite::{Connection, params};

use crate::store::rows::{Put, Target, Text, insert_rows, row};

/// The tables of counts that have rows of a channel.
pub const TABLES: [&str; 14] = [
    "id_runs",
    "post_months",
    "post_lengths",
    "post_days",
    "post_hours",
    "post_fields",
    "host_months",
    "hashtag_months",
    "hashtag_totals",
    "hashtag_spellings",
    "hashtag_pair_months",
    "mention_months",
    "mention_hashtags",
    "mention_pair_months",
];

/// The month of posts whose day is unknown.
pub const UNDATED: &str = "undated";

const UNDATED_TEXT: &[u8; 7] = b"undated";

/// A part of the summaries: one month, or [`UNDATED`], of one channel.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    /// `YYYY-MM`, or [`UNDATED`].
    pub month: String,
    /// The channel.
    pub channel_id: i64,
}

impl Cell {
    /// The cell of a post by its day.
    #[must_use]
    pub fn of(channel_id: i64, posted_on: Option<&str>) -> Self {
        Self { month: posted_on.map_or(UNDATED, |day| &day[..7]).to_owned(), channel_id }
    }
}

/// A summary table over the uses of something in posts.
struct UseSummary {
    table: &'static str,
    key: &'static str,
    uses: &'static str,
}

const USE_SUMMARIES: [UseSummary; 2] = [
    UseSummary { table: "hashtag_months", key: "hashtag_id", uses: "post_hashtags" },
    UseSummary { table: "mention_months", key: "entity_id", uses: "mentions" },
];

impl UseSummary {
    fn columns(&self) -> String {
        format!("{}, month, channel_id, is_forward, posts, uses, first_on, last_on", self.key)
    }

    fn on_conflict(&self) -> String {
        format!(
            "ON CONFLICT ({}, month, channel_id, is_forward) DO UPDATE SET
                posts = posts + excluded.posts, uses = uses + excluded.uses,
                first_on = min(coalesce(first_on, excluded.first_on), coalesce(excluded.first_on, first_on)),
                last_on = max(coalesce(last_on, excluded.last_on), coalesce(excluded.last_on, last_on))",
            self.key
        )
    }

    fn insert(&self) -> String {
        format!("INSERT INTO {} ({}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", self.table, self.columns())
    }

    fn upsert(&self) -> String {
        format!("{} {}", self.insert(), self.on_conflict())
    }

    /// Adds counts, in the order of the table.
    fn add(&self, connection: &Connection, counts: &[&(CountKey, UseCount)]) -> rusqlite::Result<()> {
        let (columns, on_conflict) = (self.columns(), self.on_conflict());
        let target = Target { table: self.table, columns: &columns, on_conflict: &on_conflict };
        add_rows(connection, target, counts, |(key, count), put| {
            put(row![
                key.thing.1,
                month_text(key.month),
                key.channel_id,
                key.is_forward,
                count.posts,
                count.uses,
                count.days.map(|(first, _)| Text(day_name(first))),
                count.days.map(|(_, last)| Text(day_name(last)))
            ])
        })
    }
}

/// Adds counts, no two of one row of the table.
fn add_rows<R>(
    connection: &Connection,
    target: Target<'_>,
    counts: &[R],
    mut put_count: impl FnMut(&R, &mut Put<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let has_rows = format!("SELECT EXISTS (SELECT * FROM {})", target.table);
    let has_rows: bool = connection.query_row(&has_rows, [], |row| row.get(0))?;
    // What is added to an empty table meets nothing there.
    let on_conflict = if has_rows { target.on_conflict } else { "" };
    insert_rows(connection, Target { on_conflict, ..target }, counts.iter(), |count, put| {
        put_count(count, put)
    })
}

/// The first and the last of two spans of days.
fn joined(one: Option<(u32, u32)>, other: Option<(u32, u32)>) -> Option<(u32, u32)> {
    match (one, other) {
        (Some((first, last)), Some((from, to))) => Some((first.min(from), last.max(to))),
        (one, other) => one.or(other),
    }
}

fn day_number(day: &str) -> u32 {
    day.bytes().filter(u8::is_ascii_digit).fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
}

/// `2024-07-16`. Written by hand, since a load writes twice as many as it has counts.
fn day_name(number: u32) -> [u8; 10] {
    let mut name = *b"0000-00-00";
    let mut rest = number;
    for place in [9, 8, 6, 5, 3, 2, 1, 0] {
        name[place] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
    }
    name
}

fn month_number(day: Option<&str>) -> i32 {
    let Some(day) = day else { return 0 };
    let part =
        |range: std::ops::Range<usize>| day.get(range).and_then(|part| part.parse::<i32>().ok()).unwrap_or(0);
    part(0..4) * 12 + part(5..7)
}

fn month_name(number: i32) -> String {
    String::from_utf8_lossy(&month_text(number).0).into_owned()
}

/// `2024-07`, or [`UNDATED`], which is as long.
fn month_text(number: i32) -> Text<7> {
    let Some(months) = u32::try_from(number).ok().and_then(|number| number.checked_sub(1)) else {
        return Text(*UNDATED_TEXT);
    };
    let day = day_name(months / 12 * 10_000 + (months % 12 + 1) * 100);
    let [month @ .., _, _, _] = day;
    Text(month)
}

/// Makes the counts of these cells anew from the posts, and the totals of their channels from the counts.
///
/// # Errors
/// When the store refuses.
pub fn recount<'a>(
    connection: &Connection,
    cells: impl IntoIterator<Item = &'a Cell>,
) -> rusqlite::Result<()> {
    let cells: Vec<&Cell> = cells.into_iter().collect();
    pairs::recount(connection, &cells)?;
    let mut channels = BTreeSet::new();
    for cell in cells {
        recount_cell(connection, cell)?;
        channels.insert(cell.channel_id);
    }
    channels.into_iter().try_for_each(|channel_id| totals::recount(connection, channel_id))
}

/// Counts anew from their posts what is kept of these channels over all time: the spellings of hashtags, and who is named
/// with which. No other change than that posts came to a channel or left it without being counted asks for that.
///
/// # Errors
/// When the store refuses.
pub fn recount_over_all_time<'a>(
    connection: &Connection,
    channels: impl IntoIterator<Item = &'a i64>,
) -> rusqlite::Result<()> {
    let channels: Vec<i64> = channels.into_iter().copied().collect();
    channels.iter().try_for_each(|channel_id| spellings::recount(connection, *channel_id))?;
    tagged::recount(connection, &channels)
}

/// Finds the ids in a row of these channels anew.
///
/// # Errors
/// When the store refuses.
pub fn recount_ids<'a>(
    connection: &Connection,
    channels: impl IntoIterator<Item = &'a i64>,
) -> rusqlite::Result<()> {
    channels.into_iter().try_for_each(|channel_id| id_runs::recount(connection, *channel_id))
}

/// Finds the ids in a row anew of those channels of which one of these ids, whose days have changed, is the first or the
/// last of a row; elsewhere no day is kept. Their posts are read for that, as nothing else tells what has an id.
///
/// # Errors
/// When the store refuses.
pub fn recount_ends<'a>(
    connection: &Connection,
    ids: impl IntoIterator<Item = &'a (i64, i64)>,
) -> rusqlite::Result<()> {
    let mut channels = BTreeSet::new();
    for (channel_id, number) in ids {
        if !channels.contains(channel_id) && id_runs::is_end(connection, *channel_id, *number)? {
            channels.insert(*channel_id);
        }
    }
    recount_ids(connection, &channels)
}

/// Makes the counts of all talking points anew.
///
/// # Errors
/// When the store refuses.
pub fn recount_points(connection: &Connection) -> rusqlite::Result<()> {
    posts::recount_months(connection)?;
    of_posts::recount_points(connection)
}

/// The condition on `p.posted_on` for the posts of a cell, whose month is `?1`.
fn days_of(cell: &Cell) -> &'static str {
    if cell.month == UNDATED {
        "p.posted_on IS NULL AND ?1 IS NOT NULL"
    } else {
        // No day sorts after the 31st, and none of another month between.
        "p.posted_on BETWEEN ?1 || '-01' AND ?1 || '-31'"
    }
}

fn recount_cell(connection: &Connection, cell: &Cell) -> rusqlite::Result<()> {
    of_posts::recount_cell(connection, &cell.month, cell.channel_id)?;
    posts::recount_cell(connection, cell)?;
    recount_uses(connection, cell)
}

/// Makes the counts of uses in a cell anew, without their totals.
fn recount_uses(connection: &Connection, cell: &Cell) -> rusqlite::Result<()> {
    let Cell { month, channel_id } = cell;
    let days = days_of(cell);
    for UseSummary { table, key, uses } in &USE_SUMMARIES {
        connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE channel_id = ?2 AND month = ?1"))?
            .execute(params![month, channel_id])?;
        connection
            .prepare_cached(&format!(
                "INSERT INTO {table} ({key}, month, channel_id, is_forward, posts, uses, first_on, last_on)
                 SELECT u.{key}, ?1, p.channel_id, p.is_forward, count(DISTINCT u.post_id), count(*),
                        min(p.posted_on), max(p.posted_on)
                 FROM posts AS p CROSS JOIN {uses} AS u ON u.post_id = p.post_id
                 WHERE p.channel_id = ?2 AND {days} GROUP BY u.{key}, p.is_forward"
            ))?
            .execute(params![month, channel_id])?;
    }
    Ok(())
}

/// Makes all counts anew.
///
/// # Errors
/// When the store refuses.
pub fn recount_all(connection: &Connection) -> rusqlite::Result<()> {
    posts::recount_months(connection)?;
    posts::recount_lengths(connection)?;
    connection.execute_batch(
        "DELETE FROM hashtag_months;
         INSERT INTO hashtag_months (hashtag_id, month, channel_id, is_forward, posts, uses, first_on, last_on)
         SELECT u.hashtag_id, coalesce(substr(p.posted_on, 1, 7), 'undated'), p.channel_id, p.is_forward,
                count(DISTINCT u.post_id), count(*), min(p.posted_on), max(p.posted_on)
         FROM post_hashtags AS u JOIN posts AS p USING (post_id) GROUP BY 1, 2, 3, 4;",
    )?;
    totals::recount_all(connection)?;
    spellings::recount_all(connection)?;
    pairs::recount_hashtags(connection)?;
    of_posts::recount_all(connection)?;
    id_runs::recount_all(connection)?;
    recount_mentions(connection)
}

/// Makes the counts of all namings anew, those with hashtags and in pairs too.
///
/// # Errors
/// When the store refuses.
pub fn recount_mentions(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "DELETE FROM mention_months;
         INSERT INTO mention_months (entity_id, month, channel_id, is_forward, posts, uses, first_on, last_on)
         SELECT u.entity_id, coalesce(substr(p.posted_on, 1, 7), 'undated'), p.channel_id, p.is_forward,
                count(DISTINCT u.post_id), count(*), min(p.posted_on), max(p.posted_on)
         FROM mentions AS u JOIN posts AS p USING (post_id) GROUP BY 1, 2, 3, 4;",
    )?;
    pairs::recount_mentions(connection)?;
    tagged::recount_all(connection)
}
