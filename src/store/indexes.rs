//! A bulk load drops the indexes that no key needs and makes them again at its end, which is faster than
//! keeping them up row by row.

use rusqlite::Connection;

/// The statements that make the dropped indexes and triggers again.
#[derive(Debug)]
pub struct DroppedIndexes(Vec<String>);

/// Indexes by which the loader finds its channels and what inputs told of them.
const NEEDED: [&str; 5] = [
    "load_ranges_channel",
    "channels_folded_name",
    "channels_unidentified",
    "channel_tellings_handle",
    "channel_tellings_name",
];

/// Indexes of posts that cost less to keep up than to make, which reads all posts: few posts are in the first two, and
/// a new post stands behind all others in the last two.
const CHEAP: [&str; 4] = ["posts_gone", "posts_speaker", "posts_first_load", "posts_last_load"];

/// Drops the triggers that note new words, in a store that has none of them yet, and every index that is not unique, but
/// for those that the loader needs and those that cost it nothing. Unique ones stay: the loader finds its posts by them.
///
/// # Errors
/// When SQLite refuses.
pub fn drop_secondary(connection: &Connection) -> rusqlite::Result<DroppedIndexes> {
    let indexes: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE INDEX %' ORDER BY rowid")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let indexes: Vec<(String, String)> = indexes
        .into_iter()
        .filter(|(name, _)| !NEEDED.contains(&name.as_str()) && !CHEAP.contains(&name.as_str()))
        .collect();
    for (name, _) in &indexes {
        connection.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    // For a statement with a trigger SQLite keeps what each page was, and a new store has no words yet to be noted.
    let triggers: Vec<(String, String)> = connection
        .prepare(
            "SELECT t.name, t.sql FROM word_index AS i CROSS JOIN sqlite_schema AS t
             WHERE i.state = 'absent' AND t.type = 'trigger' AND t.name LIKE 'word\\_index\\_%' ESCAPE '\\' ORDER BY t.rowid",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (name, _) in &triggers {
        connection.execute_batch(&format!("DROP TRIGGER {name}"))?;
    }
    Ok(DroppedIndexes(indexes.into_iter().chain(triggers).map(|(_, sql)| sql).collect()))
}

impl DroppedIndexes {
    /// Makes the dropped indexes again.
    ///
    /// # Errors
    /// When SQLite refuses, e.g. for want of space.
    pub fn restore(&self, connection: &Connection) -> rusqlite::Result<()> {
        // Each index reads its whole table, which is larger than the cache: mapped, it is not copied each
        // time. 2 GiB is SQLite's own limit. What is read is sorted by a second thread, in pieces of as much memory as
        // the cache may have, one while the next is read.
        let cache: i64 = connection.query_row("PRAGMA cache_size", [], |row| row.get(0))?;
        connection
            .execute_batch("PRAGMA mmap_size = 2147418112; PRAGMA cache_size = -16384; PRAGMA threads = 1")?;
        self.0.iter().try_for_each(|sql| connection.execute_batch(sql))?;
        connection
            .execute_batch(&format!("PRAGMA threads = 0; PRAGMA mmap_size = 0; PRAGMA cache_size = {cache}"))
    }
}
