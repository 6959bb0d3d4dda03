//! Removing a channel or a post for good.

use rusqlite::{Connection, params};

use crate::store::calendar;
use crate::store::channel_tellings;
use crate::store::points;
use crate::store::published::{
    remove_of_lost_channels, remove_of_lost_handles, remove_of_lost_names, remove_of_lost_numbers,
    reported_names,
};
use crate::store::search_index;
use crate::store::summaries::{Cell, TABLES, recount, recount_ids, recount_over_all_time};

/// What was removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Posts, with all that stood in them.
    pub posts: u64,
    /// Service rows.
    pub events: u64,
    /// Whether the channel itself stays, by its name, because other posts are forwarded from it.
    pub channel_is_still_named: bool,
}

/// Removes a channel with all its posts, and every trace of them. The caller's transaction makes it all or
/// nothing; what earlier changes left in unused parts of the file goes only when that is written anew
/// ([`crate::store::change_without_trace`]).
///
/// # Errors
/// When the store refuses.
pub fn forget_channel(connection: &Connection, channel_id: i64) -> rusqlite::Result<Forgotten> {
    connection.execute_batch("PRAGMA secure_delete = ON")?;
    mark_loads(connection, channel_id)?;
    let loads = loads_of(connection, channel_id)?;
    let handles = handles_of(connection, channel_id)?;
    let called = channel_tellings::handles(connection, channel_id)?;
    let names = reported_names(connection)?;
    let posts = connection.execute("DELETE FROM posts WHERE channel_id = ?1", [channel_id])?;
    let events = connection.execute("DELETE FROM channel_events WHERE channel_id = ?1", [channel_id])?;
    for table in TABLES.into_iter().chain(["load_ranges", "channel_aliases"]) {
        connection.execute(&format!("DELETE FROM {table} WHERE channel_id = ?1"), [channel_id])?;
    }
    let is_still_named: bool = connection.query_row(
        "SELECT EXISTS (SELECT * FROM posts WHERE forwarded_from_id = ?1)
             OR EXISTS (SELECT * FROM posts WHERE reply_to_channel_id = ?1)",
        [channel_id],
        |row| row.get(0),
    )?;
    if is_still_named {
        channel_tellings::forget_own(connection, channel_id)?;
    } else {
        remove_from_evidence(connection, channel_id)?;
    }
    channel_tellings::forget_references(connection, &loads, is_still_named.then_some(channel_id))?;
    remove_empty_loads(connection, &loads)?;
    remove_unused(connection)?;
    remove_samples(connection)?;
    // Its years would tell when the removed posts were, and that the store reaches back to them.
    calendar::fit(connection)?;
    search_index::leave_no_trace(connection)?;
    points::make_anew(connection)?;
    if !is_still_named {
        connection.execute("DELETE FROM channels WHERE channel_id = ?1", [channel_id])?;
    }
    channel_tellings::offer(connection, &called)?;
    remove_of_lost_handles(connection, &lost(connection, handles)?)?;
    remove_of_lost_names(connection, &names)?;
    remove_of_lost_channels(connection)?;
    remove_of_lost_numbers(connection)?;
    Ok(Forgotten { posts: wide(posts), events: wide(events), channel_is_still_named: is_still_named })
}

/// Removes one post, and every trace of it, as [`forget_channel`] does: with the last one of a channel that, with the last
/// one of an input what that told of the channel.
///
/// # Errors
/// When the store refuses, or has no such post.
pub fn forget_post(connection: &Connection, post_id: i64) -> rusqlite::Result<Forgotten> {
    connection.execute_batch("PRAGMA secure_delete = ON")?;
    let (channel_id, posted_on): (i64, Option<String>) = connection.query_row(
        "SELECT channel_id, posted_on FROM posts WHERE post_id = ?1",
        [post_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let is_last: bool = connection.query_row(
        "SELECT NOT EXISTS (SELECT * FROM posts WHERE channel_id = ?1 AND post_id <> ?2)
            AND NOT EXISTS (SELECT * FROM channel_events WHERE channel_id = ?1)",
        [channel_id, post_id],
        |row| row.get(0),
    )?;
    if is_last {
        return forget_channel(connection, channel_id);
    }
    mark_loads(connection, channel_id)?;
    mark_ranges(connection, channel_id, post_id)?;
    let loads = loads_of_post(connection, post_id)?;
    let called = channel_tellings::handles(connection, channel_id)?;
    let names = reported_names(connection)?;
    let posts = connection.execute("DELETE FROM posts WHERE post_id = ?1", [post_id])?;
    let empty = remove_empty_ranges(connection, channel_id, &loads)?;
    recount(connection, [&Cell::of(channel_id, posted_on.as_deref())])?;
    recount_over_all_time(connection, [&channel_id])?;
    recount_ids(connection, [&channel_id])?;
    // While the channels that no post names any more are there: with them it would go unseen which handles they had.
    channel_tellings::forget_references(connection, &loads, [])?;
    channel_tellings::forget_loads(connection, channel_id, &empty, &called)?;
    remove_empty_loads(connection, &loads)?;
    remove_unused(connection)?;
    remove_samples(connection)?;
    // Its years would tell when the removed posts were, and that the store reaches back to them.
    calendar::fit(connection)?;
    remove_of_lost_names(connection, &names)?;
    remove_of_lost_channels(connection)?;
    remove_of_lost_numbers(connection)?;
    search_index::leave_no_trace(connection)?;
    points::make_anew(connection)?;
    Ok(Forgotten { posts: wide(posts), ..Forgotten::default() })
}

/// The inputs that told of the channel may be loaded again: the store no longer holds all of them.
fn mark_loads(connection: &Connection, channel_id: i64) -> rusqlite::Result<()> {
    connection
        .execute(
            "UPDATE loads SET is_whole = 0
             WHERE load_id IN (SELECT load_id FROM load_ranges WHERE channel_id = ?1)",
            params![channel_id],
        )
        .map(drop)
}

/// What these inputs lack, be it the post, they no longer tell to be gone.
fn mark_ranges(connection: &Connection, channel_id: i64, post_id: i64) -> rusqlite::Result<()> {
    // A post without a number may come again with one.
    connection
        .execute(
            "UPDATE load_ranges AS r SET is_partly_forgotten = 1
             WHERE r.channel_id = ?1 AND r.is_complete AND EXISTS (
                SELECT * FROM posts AS p WHERE p.post_id = ?2
                    AND coalesce(p.external_no BETWEEN r.first_no AND r.last_no, 1))",
            params![channel_id, post_id],
        )
        .map(drop)
}

/// Removes what these loads cover of a channel in which the store has nothing any more, of them or of others: as long as
/// there is a post, a range tells whether that is gone. Gives the loads.
fn remove_empty_ranges(
    connection: &Connection,
    channel_id: i64,
    loads: &[i64],
) -> rusqlite::Result<Vec<i64>> {
    let mut remove = connection.prepare(
        // An album may begin before the messages that lie in the range.
        "DELETE FROM load_ranges AS r WHERE r.channel_id = ?1 AND r.load_id = ?2
            AND NOT EXISTS (SELECT * FROM posts AS p
                WHERE p.channel_id = ?1 AND p.external_no BETWEEN r.first_no - 10 AND r.last_no)
            AND NOT EXISTS (SELECT * FROM channel_events AS e
                WHERE e.channel_id = ?1 AND (e.external_no BETWEEN r.first_no AND r.last_no OR e.load_id = ?2))
            AND NOT EXISTS (SELECT * FROM posts AS p WHERE p.channel_id = ?1 AND p.first_load_id = ?2)
            AND NOT EXISTS (SELECT * FROM posts AS p WHERE p.channel_id = ?1 AND p.last_load_id = ?2)
            AND NOT EXISTS (SELECT * FROM post_versions AS v JOIN posts AS p ON p.post_id = v.post_id
                WHERE v.load_id = ?2 AND p.channel_id = ?1)
            AND NOT EXISTS (SELECT * FROM post_observations AS o JOIN posts AS p ON p.post_id = o.post_id
                WHERE o.load_id = ?2 AND p.channel_id = ?1)
            AND NOT EXISTS (SELECT * FROM post_evidence AS e JOIN posts AS p ON p.post_id = e.post_id
                WHERE e.load_id = ?2 AND p.channel_id = ?1)",
    )?;
    let mut empty = Vec::new();
    for load_id in loads {
        if remove.execute([channel_id, *load_id])? > 0 {
            empty.push(*load_id);
        }
    }
    Ok(empty)
}

fn loads_of(connection: &Connection, channel_id: i64) -> rusqlite::Result<Vec<i64>> {
    connection
        .prepare("SELECT load_id FROM load_ranges WHERE channel_id = ?1")?
        .query_map([channel_id], |row| row.get(0))?
        .collect()
}

/// The handles of the channel, folded.
fn handles_of(connection: &Connection, channel_id: i64) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare(
            "SELECT folded_handle FROM channels WHERE channel_id = ?1 AND folded_handle IS NOT NULL
             UNION SELECT value FROM channel_aliases WHERE channel_id = ?1 AND kind = 'handle'
             UNION SELECT folded_handle FROM channel_tellings WHERE channel_id = ?1 AND folded_handle IS NOT NULL",
        )?
        .query_map([channel_id], |row| row.get(0))?
        .collect()
}

/// Those of the handles that no channel has or had.
fn lost(connection: &Connection, handles: Vec<String>) -> rusqlite::Result<Vec<String>> {
    let mut is_called = connection.prepare(
        "SELECT EXISTS (SELECT * FROM channels WHERE folded_handle = ?1)
            OR EXISTS (SELECT * FROM channel_aliases WHERE kind = 'handle' AND value = ?1)",
    )?;
    let mut lost = Vec::new();
    for handle in handles {
        if !is_called.query_row([&handle], |row| row.get::<_, bool>(0))? {
            lost.push(handle);
        }
    }
    Ok(lost)
}

/// The loads that told of a post.
fn loads_of_post(connection: &Connection, post_id: i64) -> rusqlite::Result<Vec<i64>> {
    connection
        .prepare(
            "SELECT first_load_id FROM posts WHERE post_id = ?1
             UNION SELECT last_load_id FROM posts WHERE post_id = ?1
             UNION SELECT load_id FROM post_observations WHERE post_id = ?1
             UNION SELECT load_id FROM post_evidence WHERE post_id = ?1",
        )?
        .query_map([post_id], |row| row.get(0))?
        .collect()
}

/// Removes those of the loads of which nothing is left: the name of an input often is that of its channel.
fn remove_empty_loads(connection: &Connection, loads: &[i64]) -> rusqlite::Result<()> {
    let mut remove = connection.prepare(
        "DELETE FROM loads WHERE load_id = ?1
             AND NOT EXISTS (SELECT * FROM load_ranges WHERE load_id = ?1)
             AND NOT EXISTS (SELECT * FROM posts WHERE first_load_id = ?1)
             AND NOT EXISTS (SELECT * FROM posts WHERE last_load_id = ?1)
             AND NOT EXISTS (SELECT * FROM post_versions WHERE load_id = ?1)
             AND NOT EXISTS (SELECT * FROM post_observations WHERE load_id = ?1)
             AND NOT EXISTS (SELECT * FROM post_evidence WHERE load_id = ?1)
             AND NOT EXISTS (SELECT * FROM channel_events WHERE load_id = ?1)
             AND NOT EXISTS (SELECT * FROM post_fields WHERE load_id = ?1)",
    )?;
    loads.iter().try_for_each(|load_id| remove.execute([load_id]).map(drop))
}

/// Removes the values that ANALYZE of another program has copied out of the indexes. What it counted stays.
fn remove_samples(connection: &Connection) -> rusqlite::Result<()> {
    for table in ["sqlite_stat3", "sqlite_stat4"] {
        let is_there: bool = connection.query_row(
            "SELECT EXISTS (SELECT * FROM main.sqlite_schema WHERE type = 'table' AND name = ?1)",
            [table],
            |row| row.get(0),
        )?;
        if is_there {
            connection.execute(&format!("DELETE FROM main.{table}"), [])?;
        }
    }
    Ok(())
}

/// Takes a channel that no post names out of what inputs told of posts: there it had lost to another one, which
/// stands whether or not the loser is named.
fn remove_from_evidence(connection: &Connection, channel_id: i64) -> rusqlite::Result<()> {
    connection.execute(
        "UPDATE post_evidence SET forwarded_from_id = NULL WHERE forwarded_from_id = ?1",
        [channel_id],
    )?;
    connection
        .execute(
            "UPDATE post_evidence SET reply_to_channel_id = NULL, reply_to_external_id = NULL
             WHERE reply_to_channel_id = ?1",
            [channel_id],
        )
        .map(drop)
}

/// Names that only the removed posts had used. A channel's other names (`channel_aliases`) go with it.
fn remove_unused(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "DELETE FROM hashtags WHERE NOT EXISTS (SELECT * FROM post_hashtags AS u WHERE u.hashtag_id = hashtags.hashtag_id);
         DELETE FROM authors WHERE NOT EXISTS (SELECT * FROM posts AS p WHERE p.author_id = authors.author_id)
             AND NOT EXISTS (SELECT * FROM post_evidence AS e WHERE e.author_id = authors.author_id)
             AND NOT EXISTS (SELECT * FROM channel_events AS e WHERE e.actor_id = authors.author_id);
         DELETE FROM channels
             WHERE NOT EXISTS (SELECT * FROM load_ranges AS r WHERE r.channel_id = channels.channel_id)
             AND NOT EXISTS (SELECT * FROM posts AS p WHERE p.channel_id = channels.channel_id)
             AND NOT EXISTS (SELECT * FROM posts AS p WHERE p.forwarded_from_id = channels.channel_id)
             AND NOT EXISTS (SELECT * FROM posts AS p WHERE p.reply_to_channel_id = channels.channel_id)
             AND NOT EXISTS (SELECT * FROM post_evidence AS e WHERE e.forwarded_from_id = channels.channel_id)
             AND NOT EXISTS (SELECT * FROM post_evidence AS e WHERE e.reply_to_channel_id = channels.channel_id)
             AND NOT EXISTS (SELECT * FROM channel_events AS e WHERE e.channel_id = channels.channel_id)
             AND NOT EXISTS (SELECT * FROM authors AS a WHERE a.channel_id = channels.channel_id);",
    )?;
    super::dictionary::remove_unused(connection)
}

fn wide(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}
