//! The counts that the loader keeps (`post_months`, `post_lengths`, `hashtag_months`, `hashtag_totals`,
//! `hashtag_pair_months`, `mention_months`, those of [`of_posts`], and [`id_runs`]).
//!
//! A load adds the posts that it inserts cell by cell ([`Additions`]), and makes those cells anew from
//! the posts in which a post changed or got its day late ([`recount`]). [`differences`] proves the
//! whole equal to a recount.

mod counted_post;
mod differences;
mod id_hasher;
mod id_runs;
mod of_posts;
mod pairs;
mod posts;
mod totals;

use std::collections::{BTreeSet, HashMap};

pub use self::counted_post::CountedPost;
pub use self::differences::differences;
use self::id_hasher::ByIds;
use self::id_runs::IdAdditions;
use self::of_posts::PostAdditions;
use rusqlite::{Connection, params};

use crate::store::rows::{RowStatement, Text, row};

/// The tables of counts that have rows of a channel.
pub const TABLES: [&str; 11] = [
    "id_runs",
    "post_months",
    "post_lengths",
    "post_days",
    "post_hours",
    "post_fields",
    "host_months",
    "hashtag_months",
    "hashtag_totals",
    "hashtag_pair_months",
    "mention_months",
];

/// The month of posts whose day is unknown.
pub const UNDATED: &str = "undated";

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

/// More than this many counts are written before more are gathered.
const MOST_COUNTS: usize = 400_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct CountKey {
    /// Index into [`USE_SUMMARIES`], and the hashtag or entity.
    thing: (u8, i64),
    /// Year times 12 plus month; 0 when undated.
    month: i32,
    channel_id: i64,
    is_forward: bool,
}

#[derive(Debug)]
struct UseCount {
    posts: i64,
    uses: i64,
    /// The last post that was counted, so that each counts once however often it has the use.
    last_post: u64,
    /// First and last day as numbers, e.g. 20240716; `None` when undated.
    days: Option<(u32, u32)>,
}

/// Counts of the posts that a load has inserted and the tables do not have yet.
#[derive(Debug, Default)]
pub struct Additions {
    posts: posts::Counted,
    pairs: pairs::Pairs,
    uses: HashMap<CountKey, UseCount, ByIds>,
    of_posts: PostAdditions,
    ids: IdAdditions,
    /// How many posts were added.
    added: u64,
}

impl Additions {
    /// Adds an inserted post with the hashtags and entities of its uses, one an element a use.
    ///
    /// # Errors
    /// When the counts gathered so far had to be written and the store refuses.
    pub fn add(
        &mut self,
        connection: &Connection,
        post: CountedPost<'_>,
        hashtags: &[i64],
        entities: &[i64],
    ) -> rusqlite::Result<()> {
        self.added += 1;
        self.of_posts.add(&post);
        self.ids.add_post(&post);
        let month = month_number(post.posted_on);
        let day = post.posted_on.map(day_number);
        self.posts.add(&post);
        self.pairs.add(hashtags, month, day, post.channel_id, post.is_forward);
        for (table, ids) in [(0, hashtags), (1, entities)] {
            for id in ids {
                let key = CountKey {
                    thing: (table, *id),
                    month,
                    channel_id: post.channel_id,
                    is_forward: post.is_forward,
                };
                let count =
                    self.uses.entry(key).or_insert(UseCount { posts: 0, uses: 0, last_post: 0, days: None });
                count.uses += 1;
                if count.last_post != self.added {
                    count.last_post = self.added;
                    count.posts += 1;
                    count.days = joined(count.days, day.map(|day| (day, day)));
                }
            }
        }
        if self.pairs.are_many() {
            self.pairs.write(connection)?;
        }
        let counts = self.uses.len() + self.posts.len() + self.of_posts.len() + self.ids.len();
        if counts > MOST_COUNTS { self.write(connection) } else { Ok(()) }
    }

    /// Adds the id of a service row that the store did not have, with its day.
    pub fn add_event(&mut self, channel_id: i64, number: i64, happened_on: Option<&str>) {
        self.ids.add(channel_id, number, happened_on);
    }

    /// Adds what was gathered to the tables.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn write(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.posts.write(connection)?;
        self.pairs.write(connection)?;
        self.of_posts.write(connection)?;
        self.ids.write(connection)?;
        let mut counts: Vec<(CountKey, UseCount)> = self.uses.drain().collect();
        counts.sort_unstable_by_key(|(key, _)| (key.thing, key.month, key.channel_id, key.is_forward));
        for (index, summary) in USE_SUMMARIES.iter().enumerate() {
            let counts = counts.iter().filter(|(key, _)| usize::from(key.thing.0) == index);
            summary.add(connection, counts)?;
        }
        totals::add(connection, &counts)
    }
}

impl UseSummary {
    /// Adds counts, in the order of the table.
    fn add<'u>(
        &self,
        connection: &Connection,
        counts: impl Iterator<Item = &'u (CountKey, UseCount)>,
    ) -> rusqlite::Result<()> {
        let Self { table, key, .. } = self;
        let has_rows: bool =
            connection.query_row(&format!("SELECT EXISTS (SELECT * FROM {table})"), [], |row| row.get(0))?;
        let insert = format!(
            "INSERT INTO {table} ({key}, month, channel_id, is_forward, posts, uses, first_on, last_on)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
        );
        // What is added to an empty table meets nothing there.
        let upsert = format!(
            "{insert} ON CONFLICT ({key}, month, channel_id, is_forward) DO UPDATE SET
                posts = posts + excluded.posts, uses = uses + excluded.uses,
                first_on = min(coalesce(first_on, excluded.first_on), coalesce(excluded.first_on, first_on)),
                last_on = max(coalesce(last_on, excluded.last_on), coalesce(excluded.last_on, last_on))"
        );
        let mut statement = RowStatement::new(connection, if has_rows { &upsert } else { &insert })?;
        let mut month = (0, month_name(0));
        for (key, count) in counts {
            if key.month != month.0 {
                month = (key.month, month_name(key.month));
            }
            statement.execute(row![
                key.thing.1,
                month.1,
                key.channel_id,
                key.is_forward,
                count.posts,
                count.uses,
                count.days.map(|(first, _)| Text(day_name(first))),
                count.days.map(|(_, last)| Text(day_name(last)))
            ])?;
        }
        Ok(())
    }
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
    if number == 0 {
        return UNDATED.to_owned();
    }
    let (year, month) = ((number - 1) / 12, (number - 1) % 12 + 1);
    format!("{year:04}-{month:02}")
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

/// Makes the counts of these cells anew that tell of the posts as they were told last, and not of their texts.
///
/// # Errors
/// When the store refuses.
pub fn recount_told<'a>(
    connection: &Connection,
    cells: impl IntoIterator<Item = &'a Cell>,
) -> rusqlite::Result<()> {
    cells.into_iter().try_for_each(|cell| of_posts::recount_cell(connection, &cell.month, cell.channel_id))
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

/// Makes the counts of all talking points anew.
///
/// # Errors
/// When the store refuses.
pub fn recount_points(connection: &Connection) -> rusqlite::Result<()> {
    posts::recount_months(connection)?;
    of_posts::recount_points(connection)
}

fn recount_cell(connection: &Connection, cell: &Cell) -> rusqlite::Result<()> {
    let Cell { month, channel_id } = cell;
    of_posts::recount_cell(connection, month, *channel_id)?;
    let days = if month == UNDATED {
        "p.posted_on IS NULL AND ?1 IS NOT NULL"
    } else {
        // No day sorts after the 31st, and none of another month between.
        "p.posted_on BETWEEN ?1 || '-01' AND ?1 || '-31'"
    };
    posts::recount_cell(connection, cell)?;
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
    pairs::recount_all(connection)?;
    of_posts::recount_all(connection)?;
    id_runs::recount_all(connection)?;
    recount_mentions(connection)
}

/// Makes the counts of all namings anew.
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
    )
}
