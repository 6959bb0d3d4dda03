//! Counts of which posts were taken away, and what that leaves in doubt: the first and the last day of a use, which
//! no difference tells, and the totals over the months.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, params};

use super::id_hasher::ByIds;
use super::left::{Left, day_text, text};
use super::pair_doubts::{self, PairKey};
use super::{
    Cell, CountKey, USE_SUMMARIES, UseCount, UseSummary, day_number, days_of, joined, month_name, pairs,
    recount_uses, totals,
};

/// Of more counts in doubt their cells are made anew: each is then looked for together with many others.
const MOST_DOUBTS: usize = 20_000;

/// The same of pairs, of which a post has more.
const MOST_PAIRS: usize = 100_000;

/// What must be counted from the posts once the indexes are there.
#[derive(Debug, Default)]
pub struct Doubts {
    /// Each with about how many posts it counts.
    uses: BTreeMap<(Cell, Doubt), i64>,
    totals: BTreeSet<totals::Key>,
    /// With the places of their tables.
    pairs: BTreeSet<(Cell, usize, PairKey)>,
    /// Cells with too many doubts about uses.
    cells: HashSet<Cell>,
    /// Cells with too many doubts about pairs.
    pair_cells: HashSet<Cell>,
}

/// To find one post by a hashtag or entity, and to look at its day, takes about as long as to go through so many posts
/// of a cell in order.
const USE_BY_ID: i64 = 10;

/// One count of a cell: the index of its table, the hashtag or entity, forwarded or not.
type Doubt = (u8, i64, bool);

impl Doubts {
    /// Takes in other ones.
    pub(crate) fn merge(&mut self, other: Self) {
        self.uses.extend(other.uses);
        self.totals.extend(other.totals);
        self.pairs.extend(other.pairs);
        self.cells.extend(other.cells);
        self.pair_cells.extend(other.pair_cells);
        self.keep_few();
    }

    pub(super) fn include(&mut self, key: &CountKey, posts: i64) {
        let cell = Cell { month: month_name(key.month), channel_id: key.channel_id };
        if !self.cells.contains(&cell) {
            self.uses.insert((cell, (key.thing.0, key.thing.1, key.is_forward)), posts);
            self.keep_few();
        }
    }

    pub(super) fn include_total(&mut self, total: totals::Key) {
        self.totals.insert(total);
    }

    pub(super) fn include_pair(&mut self, cell: Cell, table: usize, pair: PairKey) {
        if !self.pair_cells.contains(&cell) {
            self.pairs.insert((cell, table, pair));
            self.keep_few();
        }
    }

    fn keep_few(&mut self) {
        if self.pairs.len() > MOST_PAIRS {
            self.pair_cells.extend(std::mem::take(&mut self.pairs).into_iter().map(|(cell, ..)| cell));
        }
        if self.uses.len() > MOST_DOUBTS {
            self.cells.extend(std::mem::take(&mut self.uses).into_iter().map(|((cell, _), _)| cell));
        }
    }

    /// Counts what is in doubt, and makes these cells anew. The texts of posts are read for these cells only.
    ///
    /// # Errors
    /// When the store refuses.
    pub(crate) fn settle(mut self, connection: &Connection, cells: &HashSet<Cell>) -> rusqlite::Result<()> {
        self.cells.retain(|cell| !cells.contains(cell));
        self.uses.retain(|(cell, _), _| !cells.contains(cell) && !self.cells.contains(cell));
        let uses: Vec<_> = self.uses.into_iter().collect();
        for uses in uses.chunk_by(|((one, _), _), ((other, _), _)| one == other) {
            settle_cell(connection, &uses[0].0.0, uses)?;
        }
        let mut channels = BTreeSet::new();
        for cell in &self.cells {
            recount_uses(connection, cell)?;
            channels.insert(cell.channel_id);
        }
        self.pair_cells.retain(|cell| !cells.contains(cell));
        self.pairs.retain(|(cell, ..)| !cells.contains(cell) && !self.pair_cells.contains(cell));
        let in_doubt: Vec<_> = self.pairs.into_iter().collect();
        for alike in in_doubt.chunk_by(|one, other| (&one.0, one.1) == (&other.0, other.1)) {
            let keys: Vec<PairKey> = alike.iter().map(|(.., key)| *key).collect();
            pair_doubts::settle_cell(connection, alike[0].1, &alike[0].0, &keys)?;
        }
        pairs::recount(connection, &self.pair_cells.iter().collect::<Vec<_>>())?;
        super::recount(connection, cells)?;
        channels.into_iter().try_for_each(|channel_id| totals::recount(connection, channel_id))?;
        self.totals.into_iter().try_for_each(|total| totals::recount_one(connection, total))
    }
}

/// How many posts a cell has, and between which ids. Few others lie between, where inputs ran from old to new.
pub(super) struct Span {
    posts: i64,
    pub(super) first: i64,
    pub(super) last: i64,
}

impl Span {
    pub(super) fn of(connection: &Connection, cell: &Cell) -> rusqlite::Result<Self> {
        let (posts, first, last): (i64, Option<i64>, Option<i64>) = connection
            .prepare_cached(&format!(
                "SELECT count(*), min(p.post_id), max(p.post_id) FROM posts AS p WHERE p.channel_id = ?2 AND {}",
                days_of(cell)
            ))?
            .query_row(params![cell.month, cell.channel_id], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        // Without posts nothing is between 0 and -1.
        Ok(Self { posts, first: first.unwrap_or(0), last: last.unwrap_or(-1) })
    }

    /// Whether it costs more to look for hashtags or entities one by one, which so many posts have, than to go through
    /// the whole cell.
    pub(super) fn is_dearer(&self, posts: impl Iterator<Item = i64>) -> bool {
        let told = posts.fold(0_i64, |sum, posts| sum.saturating_add(posts.max(1)));
        let between = (self.last - self.first) / self.posts.max(1) + 1;
        told.saturating_mul(USE_BY_ID).saturating_mul(between) > self.posts
    }
}

/// Counts what is in doubt of one cell, in the way that looks at fewer rows.
fn settle_cell(connection: &Connection, cell: &Cell, uses: &[((Cell, Doubt), i64)]) -> rusqlite::Result<()> {
    let span = Span::of(connection, cell)?;
    if span.is_dearer(uses.iter().map(|(_, posts)| *posts)) {
        return recount_together(connection, cell, uses);
    }
    for ((_, doubt), _) in uses {
        recount_use(connection, cell, *doubt, &span)?;
    }
    Ok(())
}

/// Goes through all uses in the cell, and writes the counts of those that are in doubt.
fn recount_together(
    connection: &Connection,
    cell: &Cell,
    uses: &[((Cell, Doubt), i64)],
) -> rusqlite::Result<()> {
    for (index, summary) in (0_u8..).zip(&USE_SUMMARIES) {
        let mut counts: HashMap<(i64, bool), UseCount, ByIds> = uses
            .iter()
            .filter(|((_, (table, _, _)), _)| *table == index)
            .map(|((_, (_, id, is_forward)), _)| ((*id, *is_forward), UseCount::default()))
            .collect();
        if counts.is_empty() {
            continue;
        }
        let mut select = connection.prepare_cached(&format!(
            "SELECT u.{}, p.is_forward, p.posted_on, p.post_id
             FROM posts AS p CROSS JOIN {} AS u ON u.post_id = p.post_id WHERE p.channel_id = ?2 AND {}",
            summary.key,
            summary.uses,
            days_of(cell)
        ))?;
        let mut rows = select.query(params![cell.month, cell.channel_id])?;
        while let Some(row) = rows.next()? {
            let Some(count) = counts.get_mut(&(row.get(0)?, row.get(1)?)) else { continue };
            let post_id = row.get::<_, i64>(3)?.cast_unsigned();
            count.uses += 1;
            // The uses of a post stand together.
            if count.last_post != post_id {
                count.last_post = post_id;
                count.posts += 1;
                let day = text(row, 2)?.map(day_number);
                count.days = joined(count.days, day.map(|day| (day, day)));
            }
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|(use_, _)| *use_);
        for ((id, is_forward), count) in counts {
            summary.write_anew(connection, cell, (id, is_forward), &count)?;
        }
    }
    Ok(())
}

fn recount_use(
    connection: &Connection,
    cell: &Cell,
    (table, id, is_forward): Doubt,
    span: &Span,
) -> rusqlite::Result<()> {
    let summary = &USE_SUMMARIES[usize::from(table)];
    let UseSummary { table, key, uses } = summary;
    let Cell { month, channel_id } = cell;
    summary.remove(connection, cell, (id, is_forward))?;
    connection
        .prepare_cached(&format!(
            "INSERT INTO {table} ({key}, month, channel_id, is_forward, posts, uses, first_on, last_on)
             SELECT u.{key}, ?1, p.channel_id, p.is_forward, count(DISTINCT u.post_id), count(*),
                    min(p.posted_on), max(p.posted_on)
             FROM {uses} AS u CROSS JOIN posts AS p ON p.post_id = u.post_id
             WHERE u.{key} = ?3 AND u.post_id BETWEEN ?5 AND ?6 AND p.channel_id = ?2 AND {} AND p.is_forward = ?4
             GROUP BY u.{key}",
            days_of(cell)
        ))?
        .execute(params![month, channel_id, id, is_forward, span.first, span.last])
        .map(drop)
}

impl UseSummary {
    /// Puts to the table a count of which posts were taken away.
    pub(super) fn change(
        &self,
        connection: &Connection,
        key: &CountKey,
        count: &UseCount,
        doubts: &mut Doubts,
    ) -> rusqlite::Result<()> {
        let (first, last) = count.days.unzip();
        let values = params![
            key.thing.1,
            month_name(key.month),
            key.channel_id,
            key.is_forward,
            count.posts,
            count.uses,
            first.map(day_text),
            last.map(day_text)
        ];
        let (left, posts) = connection
            .prepare_cached(&format!("{} RETURNING posts, first_on, last_on", self.upsert()))?
            .query_row(values, |row| {
                let posts = row.get(0)?;
                Ok((Left::of(count, posts, text(row, 1)?, text(row, 2)?), posts))
            })?;
        match left {
            Left::AsCounted => {}
            Left::InDoubt => doubts.include(key, posts),
            Left::Nothing => {
                let cell = Cell { month: month_name(key.month), channel_id: key.channel_id };
                self.remove(connection, &cell, (key.thing.1, key.is_forward))?;
            }
        }
        Ok(())
    }

    fn remove(
        &self,
        connection: &Connection,
        cell: &Cell,
        (id, is_forward): (i64, bool),
    ) -> rusqlite::Result<()> {
        let Self { table, key, .. } = self;
        connection
            .prepare_cached(&format!(
                "DELETE FROM {table} WHERE {key} = ?1 AND month = ?2 AND channel_id = ?3 AND is_forward = ?4"
            ))?
            .execute(params![id, cell.month, cell.channel_id, is_forward])
            .map(drop)
    }

    /// Writes a count in the place of what there is.
    fn write_anew(
        &self,
        connection: &Connection,
        cell: &Cell,
        (id, is_forward): (i64, bool),
        count: &UseCount,
    ) -> rusqlite::Result<()> {
        self.remove(connection, cell, (id, is_forward))?;
        if count.posts == 0 {
            return Ok(());
        }
        let (first, last) = count.days.unzip();
        connection
            .prepare_cached(&self.insert())?
            .execute(params![
                id,
                cell.month,
                cell.channel_id,
                is_forward,
                count.posts,
                count.uses,
                first.map(day_text),
                last.map(day_text)
            ])
            .map(drop)
    }
}
