//! The pairs of hashtags (`hashtag_pair_months`).
//!
//! A post of n hashtags has n · (n - 1) / 2 pairs, so only those of up to [`MOST_USES`] uses are counted: the work
//! and the rows stay in proportion to the text, whatever stands in it. Reports read the few posts that have more.

use rusqlite::{Connection, params};

use super::{Cell, CountedPost, Doubts, Way, day_number, days_of, month_name, month_number, pair_doubts};
use crate::store::rows::{RowStatement, row};

/// Posts with more uses of hashtags than these are not counted. The index `post_hashtags_seventh` finds them.
const MOST_USES: usize = 6;

/// More pairs than these are written before more are gathered.
const MOST_PAIRS: usize = 600_000;

/// What is kept.
pub(super) const KEPT: &str = "SELECT low_id, high_id, month, channel_id, is_forward, posts, first_day, last_day FROM hashtag_pair_months";

/// The same, counted from the posts.
pub(super) const RECOUNT: &str =
    "SELECT u.low_id, u.high_id, coalesce(substr(p.posted_on, 1, 7), 'undated'), p.channel_id, p.is_forward, count(*),
            CAST(substr(min(p.posted_on), 9) AS INTEGER), CAST(substr(max(p.posted_on), 9) AS INTEGER)
     FROM (
        SELECT DISTINCT a.hashtag_id AS low_id, b.hashtag_id AS high_id, a.post_id
        FROM post_hashtags AS a CROSS JOIN post_hashtags AS b ON b.post_id = a.post_id AND b.hashtag_id > a.hashtag_id
        WHERE a.post_id NOT IN (SELECT post_id FROM post_hashtags WHERE position = 7)
     ) AS u JOIN posts AS p ON p.post_id = u.post_id
     GROUP BY 1, 2, 3, 4, 5";

pub(super) const INSERT: &str =
    "INSERT INTO hashtag_pair_months (low_id, high_id, month, channel_id, is_forward, posts, first_day, last_day)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

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

/// The pairs of a post by its hashtags, one an element a use.
pub(super) fn of(post: &CountedPost<'_>, hashtags: &[i64]) -> Vec<Pair> {
    let month = month_number(post.posted_on);
    let day = post.posted_on.map(day_number);
    let day = day.and_then(|day| u8::try_from(day % 100).ok()).unwrap_or(0);
    let mut pairs = Vec::new();
    for (low_id, high_id) in of_hashtags(hashtags) {
        let CountedPost { channel_id, is_forward, .. } = *post;
        pairs.push(Pair { low_id, high_id, month, channel_id, is_forward, day });
    }
    pairs
}

/// Each pair of different hashtags once, where there are so few uses that they are counted.
pub(super) fn of_hashtags(hashtags: &[i64]) -> impl Iterator<Item = (i64, i64)> {
    let hashtags = if hashtags.len() > MOST_USES { &[] } else { hashtags };
    let is_first = |place: usize, id: &i64| !hashtags[..place].contains(id);
    let firsts = move || hashtags.iter().enumerate().filter(move |(place, id)| is_first(*place, id));
    firsts().flat_map(move |(_, low)| {
        firsts().filter(move |(_, high)| *high > low).map(move |(_, high)| (*low, *high))
    })
}

/// The pairs of the posts that a load has inserted or changed, as far as the table does not have them yet.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    added: Vec<Pair>,
    gone: Vec<Pair>,
}

impl Pairs {
    /// Counts the hashtags of a post, one an element a use.
    pub(super) fn count(&mut self, post: &CountedPost<'_>, hashtags: &[i64], way: Way) {
        match way {
            Way::Add => self.added.append(&mut of(post, hashtags)),
            Way::TakeAway => self.gone.append(&mut of(post, hashtags)),
        }
    }

    /// Counts the hashtags that a post has now instead of those that it had. What it keeps on its day leaves no doubt.
    pub(super) fn change(
        &mut self,
        (before, had): (&CountedPost<'_>, &[i64]),
        (now, has): (&CountedPost<'_>, &[i64]),
    ) {
        let (had, has) = (of(before, had), of(now, has));
        self.gone.extend(had.iter().filter(|pair| !has.contains(pair)));
        self.added.extend(has.iter().filter(|pair| !had.contains(pair)));
    }

    /// Whether it is time to write them.
    pub(super) fn are_many(&self) -> bool {
        self.added.len() + self.gone.len() > MOST_PAIRS
    }

    /// Adds them to the table.
    pub(super) fn write(&mut self, connection: &Connection, doubts: &mut Doubts) -> rusqlite::Result<()> {
        self.added.sort_unstable();
        let mut changes = pair_doubts::changes(std::mem::take(&mut self.gone));
        let upsert = format!(
            "{INSERT} ON CONFLICT (low_id, high_id, month, channel_id, is_forward) DO UPDATE SET
                posts = posts + excluded.posts,
                first_day = min(first_day, excluded.first_day), last_day = max(last_day, excluded.last_day)"
        );
        // What is added to an empty table meets nothing there.
        let has_rows = "SELECT EXISTS (SELECT * FROM hashtag_pair_months)";
        let has_rows: bool = connection.query_row(has_rows, [], |row| row.get(0))?;
        let mut statement = RowStatement::new(connection, if has_rows { &upsert } else { INSERT })?;
        let mut month = (0, month_name(0));
        for alike in self.added.chunk_by(Pair::is_with) {
            let (Some(first), Some(last)) = (alike.first(), alike.last()) else { continue };
            let posts = i64::try_from(alike.len()).unwrap_or(i64::MAX);
            if let Some(change) = changes.get_mut(&first.without_day()) {
                change.posts += posts;
                change.days = Some((first.day, last.day));
                continue;
            }
            if first.month != month.0 {
                month = (first.month, month_name(first.month));
            }
            statement.execute(row![
                first.low_id,
                first.high_id,
                month.1,
                first.channel_id,
                first.is_forward,
                posts,
                known(first.day),
                known(last.day)
            ])?;
        }
        self.added.clear();
        changes.iter().try_for_each(|(pair, change)| change.put(connection, pair, doubts))
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
    connection.execute(
        "DELETE FROM main.hashtag_pair_months WHERE EXISTS (
            SELECT * FROM temp.cells_anew AS c
            WHERE c.channel_id = hashtag_pair_months.channel_id AND c.month = hashtag_pair_months.month)",
        [],
    )?;
    connection.execute_batch("DROP TABLE temp.cells_anew")?;
    cells.iter().try_for_each(|cell| recount_cell(connection, cell))
}

/// Counts the pairs of a cell that has no rows.
fn recount_cell(connection: &Connection, cell: &Cell) -> rusqlite::Result<()> {
    let Cell { month, channel_id } = cell;
    let days = days_of(cell);
    connection
        .prepare_cached(&format!(
            "INSERT INTO hashtag_pair_months (low_id, high_id, month, channel_id, is_forward, posts, first_day, last_day)
             SELECT u.low_id, u.high_id, ?1, ?2, u.is_forward, count(*),
                    CAST(substr(min(u.posted_on), 9) AS INTEGER), CAST(substr(max(u.posted_on), 9) AS INTEGER)
             FROM (
                SELECT DISTINCT a.hashtag_id AS low_id, b.hashtag_id AS high_id, p.post_id, p.is_forward, p.posted_on
                FROM posts AS p
                    CROSS JOIN post_hashtags AS a ON a.post_id = p.post_id
                    CROSS JOIN post_hashtags AS b ON b.post_id = p.post_id AND b.hashtag_id > a.hashtag_id
                WHERE p.channel_id = ?2 AND {days}
                    AND NOT EXISTS (SELECT * FROM post_hashtags AS x WHERE x.post_id = p.post_id AND x.position = 7)
             ) AS u
             GROUP BY u.low_id, u.high_id, u.is_forward"
        ))?
        .execute(params![month, channel_id])
        .map(drop)
}

/// Makes all counts anew.
pub(super) fn recount_all(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM hashtag_pair_months", [])?;
    connection
        .execute(
            &format!(
                "INSERT INTO hashtag_pair_months (low_id, high_id, month, channel_id, is_forward, posts, first_day, last_day)
                 {RECOUNT}"
            ),
            [],
        )
        .map(drop)
}
