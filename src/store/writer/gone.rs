//! Posts that a later input no longer holds, though it holds all that there was around them: they are gone, and
//! stay in the store, flagged.

use rusqlite::{Connection, params};

/// Flags the posts that are gone in the channels that the load told of, and takes the flag from those that are
/// there after all.
///
/// A post is gone by the last instant of the first input that came after all that tell of the post, is complete
/// ([`crate::input::Reader::is_complete`]), and covers the post's id. So a load changes this only of posts within
/// its own range, and of an album that begins before it.
///
/// An input of which a post was forgotten since may have been the one that told of it last. So it tells nothing of posts
/// that come later: those that the store had are flagged already.
pub(in crate::store) fn flag(connection: &Connection, load_id: i64) -> rusqlite::Result<()> {
    let ranges: Vec<(i64, i64, i64)> = connection
        .prepare_cached(
            "SELECT r.channel_id, r.first_no, r.last_no FROM load_ranges AS r
             WHERE r.load_id = ?1 AND r.first_no IS NOT NULL
                AND EXISTS (SELECT * FROM load_ranges AS c WHERE c.channel_id = r.channel_id AND c.is_complete)
                AND EXISTS (SELECT * FROM load_ranges AS o WHERE o.channel_id = r.channel_id AND o.load_id <> ?1)",
        )?
        .query_map([load_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    flag_ranges(connection, &ranges)
}

/// The same for all posts of these channels, whichever loads told of them.
pub(in crate::store) fn flag_channels(
    connection: &Connection,
    channels: impl Iterator<Item = i64>,
) -> rusqlite::Result<()> {
    let ranges: Vec<_> = channels.map(|channel_id| (channel_id, i64::MIN, i64::MAX)).collect();
    flag_ranges(connection, &ranges)
}

fn flag_ranges(connection: &Connection, ranges: &[(i64, i64, i64)]) -> rusqlite::Result<()> {
    if ranges.is_empty() {
        return Ok(());
    }
    connection.execute_batch(
        "CREATE TEMP TABLE complete_ranges (as_of TEXT, load_id INTEGER, first_no INTEGER, last_no INTEGER,
            is_partly_forgotten INTEGER, PRIMARY KEY (as_of, load_id)) WITHOUT ROWID",
    )?;
    for (channel_id, first_no, last_no) in ranges {
        connection.prepare_cached("DELETE FROM temp.complete_ranges")?.execute([])?;
        connection
            .prepare_cached(
                "INSERT INTO temp.complete_ranges
                 SELECT l.as_of, r.load_id, r.first_no, r.last_no, r.is_partly_forgotten
                 FROM load_ranges AS r CROSS JOIN loads AS l ON l.load_id = r.load_id
                 WHERE r.channel_id = ?1 AND r.is_complete AND l.as_of IS NOT NULL",
            )?
            .execute([channel_id])?;
        flag_range(connection, *channel_id, *first_no, *last_no)?;
    }
    connection.execute_batch("DROP TABLE temp.complete_ranges")
}

fn flag_range(connection: &Connection, channel_id: i64, first_no: i64, last_no: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "WITH seen AS (
                SELECT p.post_id, p.gone_at, (
                    SELECT r.as_of FROM temp.complete_ranges AS r
                    WHERE r.as_of > coalesce(p.last_seen_at, told.as_of, '')
                        AND p.external_no BETWEEN r.first_no AND r.last_no
                        AND (NOT r.is_partly_forgotten OR r.as_of IS p.gone_at)
                    ORDER BY r.as_of LIMIT 1) AS now_gone_at
                FROM posts AS p INDEXED BY posts_external_no CROSS JOIN loads AS told ON told.load_id = p.last_load_id
                WHERE p.channel_id = ?1 AND p.external_no IS NOT NULL AND p.external_no <= ?3
                    AND p.external_no >= coalesce((
                        SELECT max(before.external_no) FROM posts AS before INDEXED BY posts_external_no
                        WHERE before.channel_id = ?1 AND before.external_no IS NOT NULL AND before.external_no <= ?2), ?2))
             UPDATE posts SET gone_at = seen.now_gone_at FROM seen
             WHERE posts.post_id = seen.post_id AND seen.now_gone_at IS NOT seen.gone_at",
        )?
        .execute(params![channel_id, first_no, last_no])
        .map(drop)
}
