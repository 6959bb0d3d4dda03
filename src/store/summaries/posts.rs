//! The counts of posts: by month with their talking points (`post_months`), and by length (`post_lengths`).

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::id_hasher::ByIds;
use super::{Cell, CountedPost, UNDATED, Way, add_rows, month_name, month_number, month_text};
use crate::store::rows::{RowStatement, Target, row};

/// What is kept.
pub(super) const KEPT_MONTHS: &str = "SELECT month, channel_id, is_forward, posts, points FROM post_months";

/// The same, counted from the posts.
pub(super) const RECOUNT_MONTHS: &str =
    "SELECT coalesce(substr(p.posted_on, 1, 7), 'undated'), p.channel_id, p.is_forward, count(*), sum(p.points)
     FROM (
        SELECT posted_on, channel_id, is_forward,
               (SELECT count(*) FROM talking_points AS t WHERE t.post_id = posts.post_id) AS points
        FROM posts
     ) AS p GROUP BY 1, 2, 3";

/// What is kept.
pub(super) const KEPT_LENGTHS: &str =
    "SELECT channel_id, month, characters, is_forward, posts FROM post_lengths";

/// The same, counted from the posts.
pub(super) const RECOUNT_LENGTHS: &str =
    "SELECT channel_id, coalesce(substr(posted_on, 1, 7), 'undated'), length(text), is_forward, count(*)
     FROM posts GROUP BY 1, 2, 3, 4";

/// Counts of the posts that a load has inserted or changed, as far as the tables do not have them yet.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// Posts and their talking points.
    months: HashMap<(i32, i64, bool), (i64, i64), ByIds>,
    /// Posts by channel, month, characters, and forwarded or not.
    lengths: HashMap<(i64, i32, i64, bool), i64, ByIds>,
}

impl Counted {
    /// Counts a post by its month.
    pub(super) fn count(&mut self, post: &CountedPost<'_>, way: Way) {
        let month = month_number(post.posted_on);
        let (posts, points) = self.months.entry((month, post.channel_id, post.is_forward)).or_default();
        *posts += way.one();
        *points += way.one() * i64::try_from(post.talking_points).unwrap_or(0);
    }

    /// Counts a post by the length of its text.
    pub(super) fn count_length(&mut self, post: &CountedPost<'_>, way: Way) {
        let month = month_number(post.posted_on);
        let length = (post.channel_id, month, characters(post.text), post.is_forward);
        *self.lengths.entry(length).or_default() += way.one();
    }

    /// How many counts there are.
    pub(super) fn len(&self) -> usize {
        self.months.len() + self.lengths.len()
    }

    /// Adds what was gathered to the tables.
    pub(super) fn write(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        // Where as many posts came as went, there need not be a row.
        let mut months: Vec<_> = self.months.drain().filter(|(_, counts)| *counts != (0, 0)).collect();
        months.sort_unstable();
        let mut insert = RowStatement::new(
            connection,
            "INSERT INTO post_months (month, channel_id, is_forward, posts, points) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (month, channel_id, is_forward)
                DO UPDATE SET posts = posts + excluded.posts, points = points + excluded.points",
        )?;
        for ((month, channel_id, is_forward), (posts, points)) in months {
            insert.execute(row![month_text(month), channel_id, is_forward, posts, points])?;
            if posts < 0 {
                connection
                    .prepare_cached(
                        "DELETE FROM post_months WHERE month = ?1 AND channel_id = ?2 AND is_forward = ?3 AND posts = 0",
                    )?
                    .execute(params![month_name(month), channel_id, is_forward])?;
            }
        }
        let mut lengths: Vec<_> = self.lengths.drain().filter(|(_, posts)| *posts != 0).collect();
        lengths.sort_unstable();
        let target = Target {
            table: "post_lengths",
            columns: "channel_id, month, characters, is_forward, posts",
            on_conflict: "ON CONFLICT (channel_id, month, characters, is_forward) DO UPDATE SET posts = posts + excluded.posts",
        };
        add_rows(
            connection,
            target,
            &lengths,
            |((channel_id, month, characters, is_forward), posts), put| {
                put(row![channel_id, month_text(*month), characters, is_forward, posts])
            },
        )?;
        for ((channel_id, month, characters, is_forward), _) in lengths.iter().filter(|(_, posts)| *posts < 0)
        {
            connection
                .prepare_cached(
                    "DELETE FROM post_lengths
                     WHERE channel_id = ?1 AND month = ?2 AND characters = ?3 AND is_forward = ?4 AND posts = 0",
                )?
                .execute(params![channel_id, month_name(*month), characters, is_forward])?;
        }
        Ok(())
    }
}

/// The characters of a text as `length` of SQLite counts them: up to the first that is NUL.
fn characters(text: &str) -> i64 {
    let text = memchr::memchr(0, text.as_bytes()).and_then(|end| text.get(..end)).unwrap_or(text);
    i64::try_from(text.chars().count()).unwrap_or(i64::MAX)
}

/// Makes the counts of a cell anew.
pub(super) fn recount_cell(connection: &Connection, cell: &Cell) -> rusqlite::Result<()> {
    let Cell { month, channel_id } = cell;
    let days = if month == UNDATED {
        "p.posted_on IS NULL AND ?1 IS NOT NULL"
    } else {
        "p.posted_on BETWEEN ?1 || '-01' AND ?1 || '-31'"
    };
    for table in ["post_months", "post_lengths"] {
        connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE month = ?1 AND channel_id = ?2"))?
            .execute(params![month, channel_id])?;
    }
    connection
        .prepare_cached(&format!(
            "INSERT INTO post_months (month, channel_id, is_forward, posts, points)
             SELECT ?1, ?2, p.is_forward, count(*),
                    sum((SELECT count(*) FROM talking_points AS t WHERE t.post_id = p.post_id))
             FROM posts AS p WHERE p.channel_id = ?2 AND {days} GROUP BY p.is_forward"
        ))?
        .execute(params![month, channel_id])?;
    connection
        .prepare_cached(&format!(
            "INSERT INTO post_lengths (channel_id, month, characters, is_forward, posts)
             SELECT ?2, ?1, length(p.text), p.is_forward, count(*)
             FROM posts AS p WHERE p.channel_id = ?2 AND {days} GROUP BY 3, 4"
        ))?
        .execute(params![month, channel_id])
        .map(drop)
}

/// Makes the counts by month anew.
pub(super) fn recount_months(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "DELETE FROM post_months;
         INSERT INTO post_months (month, channel_id, is_forward, posts, points) {RECOUNT_MONTHS}"
    ))
}

/// Makes the counts by length anew.
pub(super) fn recount_lengths(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "DELETE FROM post_lengths;
         INSERT INTO post_lengths (channel_id, month, characters, is_forward, posts) {RECOUNT_LENGTHS}"
    ))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::characters;

    #[test]
    fn a_text_has_as_many_characters_as_sqlite_says() {
        let connection = Connection::open_in_memory().unwrap();
        for (text, expected) in [("", 0), ("Žluť", 4), ("a\u{301}🏳️‍🌈", 6), ("ab\0cd", 2), ("\0", 0)]
        {
            let by_sqlite: i64 = connection.query_row("SELECT length(?1)", [text], |row| row.get(0)).unwrap();
            assert_eq!((characters(text), by_sqlite), (expected, expected), "{text:?}");
        }
    }
}
