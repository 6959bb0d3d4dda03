//! The pairs of hashtags (`hashtag_pair_months`), and of those who are named together (`mention_pair_months`).
//!
//! A post of n hashtags has n · (n - 1) / 2 pairs, so only those of up to [`MOST_USES`] uses are counted, and so with
//! namings: the work and the rows stay in proportion to the text, whatever stands in it. Reports read the few posts that
//! have more.

use rusqlite::{Connection, params};

use super::{
    Cell, CountedPost, Doubts, Used, Way, add_rows, day_number, days_of, month_number, month_text,
    pair_doubts,
};
use crate::store::rows::{Target, row};

/// Posts with more uses of hashtags than these are not counted, nor those with more namings. The indexes
/// `post_hashtags_seventh` and `mentions_seventh` find them.
pub(super) const MOST_USES: usize = 6;

/// More pairs than these are written before more are gathered.
const MOST_PAIRS: usize = 600_000;

/// A summary table over the pairs of something in posts.
#[derive(Debug)]
pub(super) struct PairSummary {
    pub(super) table: &'static str,
    /// The columns of both. A table of its own names: DuckDB (1.5) takes two tables of the same columns for one where a
    /// statement asks of both.
    pub(super) low: &'static str,
    pub(super) high: &'static str,
    pub(super) key: &'static str,
    pub(super) uses: &'static str,
    /// The summary of each alone.
    pub(super) months: &'static str,
}

pub(super) const PAIR_SUMMARIES: [PairSummary; 2] = [
    PairSummary {
        table: "hashtag_pair_months",
        low: "low_id",
        high: "high_id",
        key: "hashtag_id",
        uses: "post_hashtags",
        months: "hashtag_months",
    },
    PairSummary {
        table: "mention_pair_months",
        low: "low_entity_id",
        high: "high_entity_id",
        key: "entity_id",
        uses: "mentions",
        months: "mention_months",
    },
];

/// The place of the pairs of hashtags in [`PAIR_SUMMARIES`].
const HASHTAGS: usize = 0;

/// The same of the pairs of those who are named.
const MENTIONS: usize = 1;

impl PairSummary {
    /// What its rows are known by.
    pub(super) fn identity(&self) -> String {
        format!("{}, {}, month, channel_id, is_forward", self.low, self.high)
    }

    fn columns(&self) -> String {
        format!("{}, posts, first_day, last_day", self.identity())
    }

    /// What is kept.
    pub(super) fn kept(&self) -> String {
        format!("SELECT {} FROM {}", self.columns(), self.table)
    }

    /// The same, counted from the posts.
    pub(super) fn recount(&self) -> String {
        let Self { key, uses, .. } = self;
        format!(
            "SELECT u.low_id, u.high_id, coalesce(substr(p.posted_on, 1, 7), 'undated'), p.channel_id, p.is_forward,
                    count(*), CAST(substr(min(p.posted_on), 9) AS INTEGER), CAST(substr(max(p.posted_on), 9) AS INTEGER)
             FROM (
                SELECT DISTINCT a.{key} AS low_id, b.{key} AS high_id, a.post_id
                FROM {uses} AS a CROSS JOIN {uses} AS b ON b.post_id = a.post_id AND b.{key} > a.{key}
                WHERE a.post_id NOT IN (SELECT post_id FROM {uses} WHERE position = 7)
             ) AS u JOIN posts AS p ON p.post_id = u.post_id
             GROUP BY 1, 2, 3, 4, 5"
        )
    }

    fn on_conflict(&self) -> String {
        format!(
            "ON CONFLICT ({}) DO UPDATE SET posts = posts + excluded.posts,
                first_day = min(first_day, excluded.first_day), last_day = max(last_day, excluded.last_day)",
            self.identity()
        )
    }

    pub(super) fn insert(&self) -> String {
        format!("INSERT INTO {} ({}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", self.table, self.columns())
    }
}

/// A pair in a post. In the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    pub(super) low_id: i64,
    pub(super) high_id: i64,
    /// Year times 12 plus month; 0 when undated.
    pub(super) month: i32,
    pub(super) channel_id: i64,
    pub(super) is_forward: bool,
    /// Day of the month; 0 when undated.
    pub(super) day: u8,
}

impl Pair {
    /// What the posts that are counted in one row have in common.
    pub(super) fn without_day(&self) -> Self {
        Self { day: 0, ..*self }
    }

    /// Whether both are counted in one row.
    fn is_with(&self, other: &Self) -> bool {
        self.without_day() == other.without_day()
    }
}

/// The pairs of a post by its hashtags or namings, one an element a use.
pub(super) fn of(post: &CountedPost<'_>, ids: &[i64]) -> Vec<Pair> {
    let month = month_number(post.posted_on);
    let day = post.posted_on.map(day_number);
    let day = day.and_then(|day| u8::try_from(day % 100).ok()).unwrap_or(0);
    let mut pairs = Vec::new();
    for (low_id, high_id) in of_ids(ids) {
        let CountedPost { channel_id, is_forward, .. } = *post;
        pairs.push(Pair { low_id, high_id, month, channel_id, is_forward, day });
    }
    pairs
}

/// Each pair of different ids once, where there are so few uses that they are counted.
pub(super) fn of_ids(ids: &[i64]) -> impl Iterator<Item = (i64, i64)> {
    let ids = if ids.len() > MOST_USES { &[] } else { ids };
    let is_first = |place: usize, id: &i64| !ids[..place].contains(id);
    let firsts = move || ids.iter().enumerate().filter(move |(place, id)| is_first(*place, id));
    firsts().flat_map(move |(_, low)| {
        firsts().filter(move |(_, high)| *high > low).map(move |(_, high)| (*low, *high))
    })
}

/// The pairs of the posts that a load has inserted or changed, as far as the tables do not have them yet.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// As [`PAIR_SUMMARIES`].
    of_tables: [PairsOfTable; 2],
}

impl Pairs {
    /// Counts what stands in a post.
    pub(super) fn count(&mut self, post: &CountedPost<'_>, used: &Used, way: Way) {
        let [of_hashtags, of_entities] = &mut self.of_tables;
        of_hashtags.count(post, &used.hashtags, way);
        of_entities.count(post, &used.entities, way);
    }

    /// Counts what a post has now instead of what it had.
    pub(super) fn change(
        &mut self,
        (before, had): (&CountedPost<'_>, &Used),
        (now, has): (&CountedPost<'_>, &Used),
    ) {
        let [of_hashtags, of_entities] = &mut self.of_tables;
        of_hashtags.change((before, &had.hashtags), (now, &has.hashtags));
        of_entities.change((before, &had.entities), (now, &has.entities));
    }

    /// Whether it is time to write them.
    pub(super) fn are_many(&self) -> bool {
        self.of_tables.iter().map(|pairs| pairs.added.len() + pairs.gone.len()).sum::<usize>() > MOST_PAIRS
    }

    /// Adds them to the tables.
    pub(super) fn write(&mut self, connection: &Connection, doubts: &mut Doubts) -> rusqlite::Result<()> {
        self.of_tables
            .iter_mut()
            .enumerate()
            .try_for_each(|(table, pairs)| pairs.write(connection, table, doubts))
    }
}

/// The same for one of the tables.
#[derive(Debug, Default)]
struct PairsOfTable {
    added: Vec<Pair>,
    gone: Vec<Pair>,
}

impl PairsOfTable {
    /// Counts the hashtags or namings of a post, one an element a use.
    fn count(&mut self, post: &CountedPost<'_>, ids: &[i64], way: Way) {
        match way {
            Way::Add => self.added.append(&mut of(post, ids)),
            Way::TakeAway => self.gone.append(&mut of(post, ids)),
        }
    }

    /// Counts those that a post has now instead of those that it had. What it keeps on its day leaves no doubt.
    fn change(&mut self, (before, had): (&CountedPost<'_>, &[i64]), (now, has): (&CountedPost<'_>, &[i64])) {
        let (had, has) = (of(before, had), of(now, has));
        self.gone.extend(had.iter().filter(|pair| !has.contains(pair)));
        self.added.extend(has.iter().filter(|pair| !had.contains(pair)));
    }

    fn write(&mut self, connection: &Connection, table: usize, doubts: &mut Doubts) -> rusqlite::Result<()> {
        let summary = &PAIR_SUMMARIES[table];
        self.added.sort_unstable();
        let mut changes = pair_doubts::changes(std::mem::take(&mut self.gone));
        let mut counts: Vec<(&Pair, &Pair, i64)> = Vec::new();
        for alike in self.added.chunk_by(Pair::is_with) {
            let (Some(first), Some(last)) = (alike.first(), alike.last()) else { continue };
            let posts = i64::try_from(alike.len()).unwrap_or(i64::MAX);
            if let Some(change) = changes.get_mut(&first.without_day()) {
                change.posts += posts;
                change.days = Some((first.day, last.day));
            } else {
                counts.push((first, last, posts));
            }
        }
        let (columns, on_conflict) = (summary.columns(), summary.on_conflict());
        let target = Target { table: summary.table, columns: &columns, on_conflict: &on_conflict };
        add_rows(connection, target, &counts, |(first, last, posts), put| {
            put(row![
                first.low_id,
                first.high_id,
                month_text(first.month),
                first.channel_id,
                first.is_forward,
                *posts,
                known(first.day),
                known(last.day)
            ])
        })?;
        self.added.clear();
        changes.iter().try_for_each(|(pair, change)| change.put(connection, table, pair, doubts))
    }
}

/// The day of the month, where there is one.
pub(super) fn known(day: u8) -> Option<i64> {
    Some(i64::from(day)).filter(|day| *day > 0)
}

/// Makes the counts of these cells anew.
pub(super) fn recount(connection: &Connection, cells: &[&Cell]) -> rusqlite::Result<()> {
    if cells.is_empty() {
        return Ok(());
    }
    // The rows of a cell stand all over the table: once through it for all cells costs less than an index would.
    connection.execute_batch(
        "DROP TABLE IF EXISTS temp.cells_anew;
         CREATE TEMP TABLE cells_anew (channel_id INTEGER NOT NULL, month TEXT NOT NULL, PRIMARY KEY (channel_id, month)) WITHOUT ROWID;",
    )?;
    {
        let mut insert = connection.prepare("INSERT OR IGNORE INTO temp.cells_anew VALUES (?1, ?2)")?;
        for cell in cells {
            insert.execute(params![cell.channel_id, cell.month])?;
        }
    }
    for PairSummary { table, .. } in &PAIR_SUMMARIES {
        connection.execute(
            &format!(
                "DELETE FROM main.{table} WHERE EXISTS (
                    SELECT * FROM temp.cells_anew AS c
                    WHERE c.channel_id = {table}.channel_id AND c.month = {table}.month)"
            ),
            [],
        )?;
    }
    connection.execute_batch("DROP TABLE temp.cells_anew")?;
    for cell in cells {
        PAIR_SUMMARIES.iter().try_for_each(|summary| recount_cell(connection, cell, summary))?;
    }
    Ok(())
}

/// Counts the pairs of a cell that has no rows.
fn recount_cell(connection: &Connection, cell: &Cell, summary: &PairSummary) -> rusqlite::Result<()> {
    let Cell { month, channel_id } = cell;
    let PairSummary { table, key, uses, .. } = summary;
    let (columns, days) = (summary.columns(), days_of(cell));
    connection
        .prepare_cached(&format!(
            "INSERT INTO {table} ({columns})
             SELECT u.low_id, u.high_id, ?1, ?2, u.is_forward, count(*),
                    CAST(substr(min(u.posted_on), 9) AS INTEGER), CAST(substr(max(u.posted_on), 9) AS INTEGER)
             FROM (
                SELECT DISTINCT a.{key} AS low_id, b.{key} AS high_id, p.post_id, p.is_forward, p.posted_on
                FROM posts AS p
                    CROSS JOIN {uses} AS a ON a.post_id = p.post_id
                    CROSS JOIN {uses} AS b ON b.post_id = p.post_id AND b.{key} > a.{key}
                WHERE p.channel_id = ?2 AND {days}
                    AND NOT EXISTS (SELECT * FROM {uses} AS x WHERE x.post_id = p.post_id AND x.position = 7)
             ) AS u
             GROUP BY u.low_id, u.high_id, u.is_forward"
        ))?
        .execute(params![month, channel_id])
        .map(drop)
}

/// Makes all counts of hashtags anew.
pub(super) fn recount_hashtags(connection: &Connection) -> rusqlite::Result<()> {
    recount_table(connection, &PAIR_SUMMARIES[HASHTAGS])
}

/// Makes all counts of those who are named anew.
pub(super) fn recount_mentions(connection: &Connection) -> rusqlite::Result<()> {
    recount_table(connection, &PAIR_SUMMARIES[MENTIONS])
}

fn recount_table(connection: &Connection, summary: &PairSummary) -> rusqlite::Result<()> {
    let table = summary.table;
    connection.execute_batch(&format!(
        "DELETE FROM {table}; INSERT INTO {table} ({}) {};",
        summary.columns(),
        summary.recount()
    ))
}
