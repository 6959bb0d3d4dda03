//! The totals of the hashtags (`hashtag_totals`), which are the sums of their months.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::id_hasher::ByIds;
use super::left::{Left, day_text, text};
use super::{CountKey, Doubts, UseCount, add_rows, day_name, joined};
use crate::store::rows::{Target, Text, row};

/// What is kept.
pub(super) const KEPT: &str =
    "SELECT hashtag_id, channel_id, is_forward, posts, uses, first_on, last_on FROM hashtag_totals";

/// The same, counted from the posts.
pub(super) const RECOUNT: &str =
    "SELECT u.hashtag_id, p.channel_id, p.is_forward, count(DISTINCT u.post_id), count(*),
            min(p.posted_on), max(p.posted_on)
     FROM post_hashtags AS u JOIN posts AS p USING (post_id) GROUP BY 1, 2, 3";

/// Hashtag, channel, forwarded or not.
pub(super) type Key = (i64, i64, bool);

const TARGET: Target<'_> = Target {
    table: "hashtag_totals",
    columns: "hashtag_id, channel_id, is_forward, posts, uses, first_on, last_on",
    on_conflict: "ON CONFLICT (hashtag_id, channel_id, is_forward) DO UPDATE SET
        posts = posts + excluded.posts, uses = uses + excluded.uses,
        first_on = min(coalesce(first_on, excluded.first_on), coalesce(excluded.first_on, first_on)),
        last_on = max(coalesce(last_on, excluded.last_on), coalesce(excluded.last_on, last_on))",
};

/// Adds the counts of hashtags to their totals.
pub(super) fn add(
    connection: &Connection,
    counts: &[(CountKey, UseCount)],
    doubts: &mut Doubts,
) -> rusqlite::Result<()> {
    let mut totals: HashMap<Key, UseCount, ByIds> = HashMap::default();
    for (key, count) in counts.iter().filter(|(key, _)| key.thing.0 == 0) {
        let total = totals.entry((key.thing.1, key.channel_id, key.is_forward)).or_default();
        total.posts += count.posts;
        total.uses += count.uses;
        total.days = joined(total.days, count.days);
        total.gone = joined(total.gone, count.gone);
    }
    let (mut added, changed): (Vec<_>, Vec<_>) =
        totals.into_iter().partition(|(_, total)| total.gone.is_none());
    added.sort_unstable_by_key(|(key, _)| *key);
    add_rows(connection, TARGET, &added, |((hashtag_id, channel_id, is_forward), total), put| {
        put(row![
            hashtag_id,
            channel_id,
            is_forward,
            total.posts,
            total.uses,
            total.days.map(|(first, _)| Text(day_name(first))),
            total.days.map(|(_, last)| Text(day_name(last)))
        ])
    })?;
    changed.into_iter().try_for_each(|(key, total)| change(connection, key, &total, doubts))
}

/// Puts to a total a count of which posts were taken away.
fn change(connection: &Connection, key: Key, total: &UseCount, doubts: &mut Doubts) -> rusqlite::Result<()> {
    let (first, last) = total.days.unzip();
    let values =
        params![key.0, key.1, key.2, total.posts, total.uses, first.map(day_text), last.map(day_text)];
    let left = connection
        .prepare_cached(&format!("{} RETURNING posts, first_on, last_on", TARGET.sql()))?
        .query_row(values, |row| Ok(Left::of(total, row.get(0)?, text(row, 1)?, text(row, 2)?)))?;
    match left {
        Left::AsCounted => Ok(()),
        Left::InDoubt => {
            doubts.include_total(key);
            Ok(())
        }
        Left::Nothing => remove(connection, key),
    }
}

fn remove(connection: &Connection, key: Key) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "DELETE FROM hashtag_totals WHERE hashtag_id = ?1 AND channel_id = ?2 AND is_forward = ?3",
        )?
        .execute(params![key.0, key.1, key.2])
        .map(drop)
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

/// Makes one total anew from its months.
pub(super) fn recount_one(connection: &Connection, key: Key) -> rusqlite::Result<()> {
    remove(connection, key)?;
    connection
        .prepare_cached(
            // By the key: the index on channels would lead to all hashtags of the channel.
            "INSERT INTO hashtag_totals (hashtag_id, channel_id, is_forward, posts, uses, first_on, last_on)
             SELECT m.hashtag_id, m.channel_id, m.is_forward, sum(m.posts), sum(m.uses), min(m.first_on), max(m.last_on)
             FROM hashtag_months AS m WHERE m.hashtag_id = ?1 AND +m.channel_id = ?2 AND m.is_forward = ?3
             GROUP BY m.hashtag_id",
        )?
        .execute(params![key.0, key.1, key.2])
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
