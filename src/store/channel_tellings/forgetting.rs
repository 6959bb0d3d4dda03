//! Forgets what loads told of channels.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use crate::store::channel_tellings::settling::Settling;
use crate::store::channel_tellings::{REFERENCE, channel_row, settle, settle_alias};

/// The handles that loads told of a channel, folded, with its platform.
pub(crate) fn handles(connection: &Connection, channel_id: i64) -> rusqlite::Result<Vec<(String, String)>> {
    connection
        .prepare(
            "SELECT DISTINCT c.platform, t.folded_handle FROM channel_tellings AS t
             JOIN channels AS c ON c.channel_id = t.channel_id
             WHERE t.channel_id = ?1 AND t.folded_handle IS NOT NULL",
        )?
        .query_map([channel_id], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Leaves of what was told of a channel what posts of others tell. Its row is to be made of that.
pub(crate) fn forget_own(connection: &Connection, channel_id: i64) -> rusqlite::Result<()> {
    connection.execute(
        "DELETE FROM channel_tellings WHERE channel_id = ?1 AND certainty > ?2",
        params![channel_id, REFERENCE],
    )?;
    Ok(())
}

/// Forgets what these loads told of a channel of which they have no posts any more, and makes its row anew. `called` are the
/// handles that it had.
pub(crate) fn forget_loads(
    connection: &Connection,
    channel_id: i64,
    loads: &[i64],
    called: &[(String, String)],
) -> rusqlite::Result<()> {
    if loads.is_empty() {
        return Ok(());
    }
    let mut forget = connection
        .prepare("DELETE FROM channel_tellings WHERE channel_id = ?1 AND load_id = ?2 AND certainty > ?3")?;
    for load_id in loads {
        forget.execute(params![channel_id, load_id, REFERENCE])?;
    }
    for (_, handle) in called {
        forget_alias(connection, channel_id, handle)?;
    }
    settle(connection, [channel_id])?;
    offer(connection, called)
}

/// A handle that nobody tells of a channel any more does not lead to it.
fn forget_alias(connection: &Connection, channel_id: i64, handle: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "DELETE FROM channel_aliases WHERE kind = 'handle' AND value = ?2 AND channel_id = ?1
                AND NOT EXISTS (SELECT * FROM channel_tellings AS t WHERE t.folded_handle = ?2 AND t.channel_id = ?1)",
        )?
        .execute(params![channel_id, handle])
        .map(drop)
}

/// Forgets what these loads told of channels by posts that are no more, and makes the rows of those and of `others` anew.
pub(crate) fn forget_references(
    connection: &Connection,
    loads: &[i64],
    others: impl IntoIterator<Item = i64>,
) -> rusqlite::Result<()> {
    let mut forget = connection.prepare(
        "DELETE FROM channel_tellings AS t WHERE t.load_id = ?1 AND t.certainty = ?2
            AND NOT EXISTS (SELECT * FROM post_evidence AS e WHERE e.forwarded_from_id = t.channel_id AND e.load_id = ?1)
            AND NOT EXISTS (SELECT * FROM post_evidence AS e WHERE e.reply_to_channel_id = t.channel_id AND e.load_id = ?1)
            AND NOT EXISTS (SELECT * FROM posts AS p WHERE p.forwarded_from_id = t.channel_id
                AND (?1 IN (p.first_load_id, p.last_load_id)
                    OR EXISTS (SELECT * FROM post_observations AS o WHERE o.post_id = p.post_id AND o.load_id = ?1)))
            AND NOT EXISTS (SELECT * FROM posts AS p WHERE p.reply_to_channel_id = t.channel_id
                AND (?1 IN (p.first_load_id, p.last_load_id)
                    OR EXISTS (SELECT * FROM post_observations AS o WHERE o.post_id = p.post_id AND o.load_id = ?1)))
         RETURNING channel_id, folded_handle",
    )?;
    let mut others_called = Vec::new();
    let mut poorer: BTreeSet<i64> = others.into_iter().collect();
    for load_id in loads {
        let lost = forget.query_map(params![load_id, REFERENCE], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for (channel_id, handle) in lost.collect::<rusqlite::Result<Vec<(i64, Option<String>)>>>()? {
            poorer.insert(channel_id);
            let Some(handle) = handle else { continue };
            forget_alias(connection, channel_id, &handle)?;
            let platform = channel_row(connection, channel_id)?.map(|row| row.platform);
            others_called.extend(platform.map(|platform| (platform, handle)));
        }
    }
    for channel_id in &poorer {
        // Of a channel with an id of which nobody tells any more the id is left.
        connection
            .prepare_cached(
                "UPDATE channels SET handle = NULL, folded_handle = NULL, name = NULL, folded_name = NULL, kind = NULL,
                    link_base = NULL
                 WHERE channel_id = ?1 AND external_id IS NOT NULL
                    AND NOT EXISTS (SELECT * FROM channel_tellings AS t WHERE t.channel_id = ?1)",
            )?
            .execute([channel_id])?;
    }
    settle(connection, poorer)?;
    offer(connection, &others_called)
}

/// These handles may be another channel's now that they are not those of a channel that was forgotten.
pub(crate) fn offer(connection: &Connection, handles: &[(String, String)]) -> rusqlite::Result<()> {
    let mut settling = Settling::new(connection, []);
    for (platform, handle) in handles {
        settling.offer(platform, handle)?;
    }
    settle(connection, std::iter::from_fn(|| settling.next()))?;
    handles.iter().try_for_each(|(platform, handle)| settle_alias(connection, platform, handle))
}
