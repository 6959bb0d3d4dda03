//! Pairs of hashtags, and of those who are named, of which posts were taken away, and the counting of those whose first or last day that leaves in
//! doubt.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, params};

use super::doubts::Span;
use super::id_hasher::ByIds;
use super::left::{Left, text};
use super::pairs::{self, PAIR_SUMMARIES, Pair, PairSummary, known};
use super::{Cell, Doubts, day_number, days_of, month_name};

/// The lower and the higher id, forwarded or not.
pub(super) type PairKey = (i64, i64, bool);

/// What is put to a row of which posts were taken away.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) posts: i64,
    /// First and last day of the posts that came.
    pub(super) days: Option<(u8, u8)>,
    /// First and last day of those that went.
    gone: (u8, u8),
}

/// The rows that lose posts.
pub(super) fn changes(mut gone: Vec<Pair>) -> BTreeMap<Pair, Change> {
    gone.sort_unstable();
    let mut changes: BTreeMap<Pair, Change> = BTreeMap::new();
    for pair in gone {
        let change = changes.entry(pair.without_day()).or_insert(Change {
            posts: 0,
            days: None,
            gone: (pair.day, pair.day),
        });
        change.posts -= 1;
        change.gone.1 = pair.day;
    }
    changes
}

impl Change {
    pub(super) fn put(
        &self,
        connection: &Connection,
        table: usize,
        pair: &Pair,
        doubts: &mut Doubts,
    ) -> rusqlite::Result<()> {
        let summary = &PAIR_SUMMARIES[table];
        let (first, last) = self.days.map(|(first, last)| (known(first), known(last))).unwrap_or_default();
        let cell = Cell { month: month_name(pair.month), channel_id: pair.channel_id };
        let (posts, first, last): (i64, Option<u8>, Option<u8>) = connection
            .prepare_cached(&format!(
                "{} ON CONFLICT ({}) DO UPDATE SET
                    posts = posts + excluded.posts,
                    first_day = min(coalesce(first_day, excluded.first_day), coalesce(excluded.first_day, first_day)),
                    last_day = max(coalesce(last_day, excluded.last_day), coalesce(excluded.last_day, last_day))
                 RETURNING posts, first_day, last_day",
                summary.insert(),
                summary.identity()
            ))?
            .query_row(
                params![
                    pair.low_id,
                    pair.high_id,
                    cell.month,
                    cell.channel_id,
                    pair.is_forward,
                    self.posts,
                    first,
                    last
                ],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )?;
        let key = (pair.low_id, pair.high_id, pair.is_forward);
        match Left::of_days(posts, self.gone, (first, last)) {
            Left::AsCounted => {}
            Left::InDoubt => doubts.include_pair(cell, table, key),
            Left::Nothing => remove(connection, summary, &cell, key)?,
        }
        Ok(())
    }
}

fn remove(
    connection: &Connection,
    summary: &PairSummary,
    cell: &Cell,
    (low, high, is_forward): PairKey,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(&format!(
            "DELETE FROM {} WHERE ({}) = (?1, ?2, ?3, ?4, ?5)",
            summary.table,
            summary.identity()
        ))?
        .execute(params![low, high, cell.month, cell.channel_id, is_forward])
        .map(drop)
}

/// The rarer id of a pair in a cell, the other one, and how many posts of the cell have the rarer one. The counts of
/// each alone may be in doubt themselves, which costs time at most.
struct Rarer {
    id: i64,
    other: i64,
    posts: i64,
}

impl Rarer {
    fn of(
        connection: &Connection,
        summary: &PairSummary,
        cell: &Cell,
        (low, high, is_forward): PairKey,
    ) -> rusqlite::Result<Self> {
        let posts = |id: i64| -> rusqlite::Result<i64> {
            connection
                .prepare_cached(&format!(
                    "SELECT coalesce(sum(posts), 0) FROM {}
                     WHERE {} = ?1 AND month = ?2 AND channel_id = ?3 AND is_forward = ?4",
                    summary.months, summary.key
                ))?
                .query_row(params![id, cell.month, cell.channel_id, is_forward], |row| row.get(0))
        };
        let (of_low, of_high) = (posts(low)?, posts(high)?);
        Ok(if of_low <= of_high {
            Self { id: low, other: high, posts: of_low }
        } else {
            Self { id: high, other: low, posts: of_high }
        })
    }
}

/// What is counted of a pair: posts, first and last day.
type Count = (i64, Option<(u32, u32)>);

/// Counts these pairs of a cell, in the way that looks at fewer rows.
pub(super) fn settle_cell(
    connection: &Connection,
    table: usize,
    cell: &Cell,
    keys: &[PairKey],
) -> rusqlite::Result<()> {
    let summary = &PAIR_SUMMARIES[table];
    let span = Span::of(connection, cell)?;
    let rarer: Vec<Rarer> =
        keys.iter().map(|key| Rarer::of(connection, summary, cell, *key)).collect::<rusqlite::Result<_>>()?;
    if span.is_dearer(rarer.iter().map(|rarer| rarer.posts)) {
        return recount_together(connection, summary, cell, keys);
    }
    for (key, rarer) in keys.iter().zip(&rarer) {
        let count = count_one(connection, summary, cell, key.2, rarer, &span)?;
        write_anew(connection, summary, cell, *key, count)?;
    }
    Ok(())
}

fn count_one(
    connection: &Connection,
    summary: &PairSummary,
    cell: &Cell,
    is_forward: bool,
    rarer: &Rarer,
    span: &Span,
) -> rusqlite::Result<Count> {
    let PairSummary { key, uses, .. } = summary;
    connection
        .prepare_cached(&format!(
            "SELECT count(*), min(p.posted_on), max(p.posted_on)
             FROM (
                SELECT DISTINCT a.post_id FROM {uses} AS a
                WHERE a.{key} = ?4 AND a.post_id BETWEEN ?6 AND ?7
             ) AS u
             CROSS JOIN posts AS p ON p.post_id = u.post_id
             WHERE p.channel_id = ?2 AND {days} AND p.is_forward = ?3
                AND EXISTS (SELECT * FROM {uses} AS b WHERE b.{key} = ?5 AND b.post_id = p.post_id)
                AND NOT EXISTS (SELECT * FROM {uses} AS x WHERE x.post_id = p.post_id AND x.position = 7)",
            days = days_of(cell)
        ))?
        .query_row(
            params![cell.month, cell.channel_id, is_forward, rarer.id, rarer.other, span.first, span.last],
            |row| {
                let days = text(row, 1)?.map(day_number).zip(text(row, 2)?.map(day_number));
                Ok((row.get(0)?, days))
            },
        )
}

/// Goes through all uses in the cell, and writes the counts of those pairs that are in doubt.
fn recount_together(
    connection: &Connection,
    summary: &PairSummary,
    cell: &Cell,
    keys: &[PairKey],
) -> rusqlite::Result<()> {
    let mut counts: HashMap<PairKey, Count, ByIds> =
        keys.iter().map(|key| (*key, Count::default())).collect();
    let mut select = connection.prepare_cached(&format!(
        "SELECT p.post_id, p.is_forward, p.posted_on, u.{}
         FROM posts AS p CROSS JOIN {} AS u ON u.post_id = p.post_id WHERE p.channel_id = ?2 AND {}",
        summary.key,
        summary.uses,
        days_of(cell)
    ))?;
    let mut rows = select.query(params![cell.month, cell.channel_id])?;
    let mut post: (i64, bool, Option<u32>) = (0, false, None);
    let mut ids: Vec<i64> = Vec::new();
    let mut count = |(_, is_forward, day): (i64, bool, Option<u32>), ids: &[i64]| {
        for (low, high) in pairs::of_ids(ids) {
            let Some((posts, days)) = counts.get_mut(&(low, high, is_forward)) else { continue };
            *posts += 1;
            *days = super::joined(*days, day.map(|day| (day, day)));
        }
    };
    while let Some(row) = rows.next()? {
        // The uses of a post stand together.
        let post_id = row.get(0)?;
        if post_id != post.0 {
            count(post, &ids);
            ids.clear();
            post = (post_id, row.get(1)?, text(row, 2)?.map(day_number));
        }
        ids.push(row.get(3)?);
    }
    count(post, &ids);
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|(key, _)| *key);
    counts.into_iter().try_for_each(|(key, count)| write_anew(connection, summary, cell, key, count))
}

/// Writes a count in the place of what there is.
fn write_anew(
    connection: &Connection,
    summary: &PairSummary,
    cell: &Cell,
    key: PairKey,
    (posts, days): Count,
) -> rusqlite::Result<()> {
    remove(connection, summary, cell, key)?;
    if posts == 0 {
        return Ok(());
    }
    let (first, last) = days.map(|(first, last)| (first % 100, last % 100)).unzip();
    connection
        .prepare_cached(&summary.insert())?
        .execute(params![key.0, key.1, cell.month, cell.channel_id, key.2, posts, first, last])
        .map(drop)
}
