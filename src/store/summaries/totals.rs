//! The totals of the hashtags (`hashtag_totals`), which are the sums of their months.

use std::collections::HashMap;

use rusqlite::Connection;

use super::id_hasher::ByIds;
use super::{CountKey, UseCount, day_name, joined};
use crate::store::rows::{RowStatement, Text, row};

/// What is kept.
pub(super) const KEPT: &str =
    "SELECT hashtag_id, channel_id, is_forward, posts, uses, first_on, last_on FROM hashtag_totals";

/// The same, counted from the posts.
pub(super) const RECOUNT: &str =
    "SELECT u.hashtag_id, p.channel_id, p.is_forward, count(DISTINCT u.post_id), count(*),
            min(p.posted_on), max(p.posted_on)
     FROM post_hashtags AS u JOIN posts AS p USING (post_id) GROUP BY 1, 2, 3";

/// Adds the counts of hashtags to their totals.
pub(super) fn add(connection: &Connection, counts: &[(CountKey, UseCount)]) -> rusqlite::Result<()> {
    let mut totals: HashMap<(i64, i64, bool), UseCount, ByIds> = HashMap::default();
    for (key, count) in counts.iter().filter(|(key, _)| key.thing.0 == 0) {
        let total = totals.entry((key.thing.1, key.channel_id, key.is_forward)).or_insert(UseCount {
            posts: 0,
            uses: 0,
            last_post: 0,
            days: None,
        });
        total.posts += count.posts;
        total.uses += count.uses;
        total.days = joined(total.days, count.days);
    }
    let mut totals: Vec<_> = totals.into_iter().collect();
    totals.sort_unstable_by_key(|(key, _)| *key);
    let mut insert = RowStatement::new(
        connection,
        "INSERT INTO hashtag_totals (hashtag_id, channel_id, is_forward, posts, uses, first_on, last_on)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (hashtag_id, channel_id, is_forward) DO UPDATE SET
            posts = posts + excluded.posts, uses = uses + excluded.uses,
            first_on = min(coalesce(first_on, excluded.first_on), coalesce(excluded.first_on, first_on)),
            last_on = max(coalesce(last_on, excluded.last_on), coalesce(excluded.last_on, last_on))",
    )?;
    for ((hashtag_id, channel_id, is_forward), total) in totals {
        insert.execute(row![
            hashtag_id,
            channel_id,
            is_forward,
            total.posts,
            total.uses,
            total.days.map(|(first, _)| Text(day_name(first))),
            total.days.map(|(_, last)| Text(day_name(last)))
        ])?;
    }
    Ok(())
}

/// Makes the totals of one channel anew from its months.
pub(super) fn recount(connection: &Connection, channel_id: i64) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM hashtag_totals WHERE channel_id = ?1")?.execute([channel_id])?;
    connection
        .prepare_cached(
            "INSERT INTO hashtag_totals (hashtag_id, channel_id, is_forward, posts, uses, first_on, last_on)
             SELECT m.hashtag_id, m.channel_id, m.is_forward, sum(m.posts), sum(m.uses), min(m.first_on), max(m.last_on)
             FROM hashtag_months AS m WHERE m.channel_id = ?1 GROUP BY m.hashtag_id, m.is_forward",
        )?
        .execute([channel_id])
        .map(drop)
}

/// Makes all totals anew from the months.
pub(super) fn recount_all(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "DELETE FROM hashtag_totals;
         INSERT INTO hashtag_totals (hashtag_id, channel_id, is_forward, posts, uses, first_on, last_on)
         SELECT hashtag_id, channel_id, is_forward, sum(posts), sum(uses), min(first_on), max(last_on)
         FROM hashtag_months GROUP BY hashtag_id, channel_id, is_forward;",
    )
}
