//! Posts that a later input no longer holds, though it holds all that there was around them: they are gone, and
//! stay in the store, flagged.

use rusqlite::{Connection, params};

/// Flags the posts that are gone in the channels that the load told of, and takes the flag from those that are
/// there after all.
///
/// A post is gone by the last instant of the first input that came after all that tell of the post, is complete
/// ([`crate::input::Reader::is_complete`]), and covers the post's id.
pub(in crate::store) fn flag(connection: &Connection, load_id: i64) -> rusqlite::Result<()> {
    let channels: Vec<i64> = connection
        .prepare_cached(
            "SELECT channel_id FROM load_ranges GROUP BY channel_id
             HAVING count(*) > 1 AND max(is_complete) AND max(load_id = ?1)",
        )?
        .query_map([load_id], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    flag_channels(connection, &channels)
}

/// The same for these channels, whichever loads told of them.
pub(in crate::store) fn flag_channels(connection: &Connection, channels: &[i64]) -> rusqlite::Result<()> {
    if channels.is_empty() {
        return Ok(());
    }
    // While a new store is filled, the table's own index by channel is not there.
    connection.execute_batch(
        "CREATE TEMP TABLE complete_ranges (channel_id INTEGER, as_of TEXT, first_no INTEGER, last_no INTEGER, load_id INTEGER,
            PRIMARY KEY (channel_id, as_of, load_id)) WITHOUT ROWID;
         INSERT INTO complete_ranges
            SELECT r.channel_id, l.as_of, r.first_no, r.last_no, r.load_id
            FROM load_ranges AS r CROSS JOIN loads AS l ON l.load_id = r.load_id
            WHERE r.is_complete AND l.as_of IS NOT NULL;",
    )?;
    for channel_id in channels {
        flag_channel(connection, *channel_id)?;
    }
    connection.execute_batch("DROP TABLE temp.complete_ranges")
}

fn flag_channel(connection: &Connection, channel_id: i64) -> rusqlite::Result<()> {
    connection
        .prepare(
            "WITH seen AS (
                SELECT p.post_id, p.gone_at, (
                    SELECT r.as_of FROM temp.complete_ranges AS r
                    WHERE r.channel_id = ?1 AND r.as_of > coalesce(p.last_seen_at, told.as_of, '')
                        AND p.external_no BETWEEN r.first_no AND r.last_no
                    ORDER BY r.as_of LIMIT 1) AS now_gone_at
                FROM posts AS p INDEXED BY posts_external_no CROSS JOIN loads AS told ON told.load_id = p.last_load_id
                WHERE p.channel_id = ?1 AND p.external_no IS NOT NULL)
             UPDATE posts SET gone_at = seen.now_gone_at FROM seen
             WHERE posts.post_id = seen.post_id AND seen.now_gone_at IS NOT seen.gone_at",
        )?
        .execute(params![channel_id])
        .map(drop)
}
