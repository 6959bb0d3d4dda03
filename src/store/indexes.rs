//! A bulk load drops the indexes that no key needs and makes them again at its end, which is faster than
//! keeping them up row by row.

use std::cell::Cell;

use rusqlite::Connection;

/// The indexes and triggers that a bulk load does without, each by its name and the statement that makes it again.
#[derive(Debug)]
pub struct DroppedIndexes {
    all: Vec<(String, String)>,
    /// How many posts must be there before the indexes of few posts are looked at again.
    next_look: Cell<i64>,
}

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

/// Indexes of the posts that have something which in most exports few or none have, and what they have. While they are
/// few, it costs less to keep the index up than to make it, which reads all posts.
const OF_SOME: [(&str, &str); 4] = [
    ("posts_author", "author_id"),
    ("posts_reply_to", "reply_to_channel_id"),
    ("posts_views", "views"),
    ("posts_forwarded_from", "forwarded_from_id"),
];

/// How many posts are written before it is looked first whether few of them are in an index of [`OF_SOME`].
const FIRST_LOOK: i64 = 1_000;

/// Few is at most one of this many posts.
const FEW: i64 = 5;

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
    for (name, _) in indexes.iter().filter(|(name, _)| OF_SOME.iter().all(|(of_some, _)| of_some != name)) {
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
    Ok(DroppedIndexes {
        all: indexes.into_iter().chain(triggers).collect(),
        next_look: Cell::new(FIRST_LOOK),
    })
}

impl DroppedIndexes {
    /// Drops those indexes of some posts that turn out to be of many. `posts` is how many the load has written.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn drop_filled(&self, connection: &Connection, posts: u64) -> rusqlite::Result<()> {
        let posts = i64::try_from(posts).unwrap_or(i64::MAX);
        if posts < self.next_look.get() {
            return Ok(());
        }
        self.next_look.set(posts.saturating_mul(2));
        for (name, column) in OF_SOME {
            if !exists(connection, name)? {
                continue;
            }
            let having: i64 = connection.query_row(
                &format!("SELECT count(*) FROM posts INDEXED BY {name} WHERE {column} IS NOT NULL"),
                [],
                |row| row.get(0),
            )?;
            if having > posts / FEW {
                connection.execute_batch(&format!("DROP INDEX {name}"))?;
            }
        }
        Ok(())
    }

    /// Makes those that are not there again: what was dropped can be back with an input that was taken back.
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
        for (name, sql) in &self.all {
            if !exists(connection, name)? {
                connection.execute_batch(sql)?;
            }
        }
        connection
            .execute_batch(&format!("PRAGMA threads = 0; PRAGMA mmap_size = 0; PRAGMA cache_size = {cache}"))
    }
}

fn exists(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT * FROM sqlite_schema WHERE name = ?1)")?
        .query_row([name], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{FIRST_LOOK, drop_secondary, exists};
    use crate::store;

    /// A store of so many posts, each of which has views and every fourth an author, while the indexes are dropped.
    fn fill(store: &Connection, posts: i64) {
        store
            .execute_batch(&format!(
                "WITH RECURSIVE n (no) AS (SELECT 1 UNION ALL SELECT no + 1 FROM n WHERE no < {posts})
                 INSERT INTO posts (post_id, channel_id, external_id, external_no, author_id, is_forward, album_size,
                                    views, first_load_id, last_load_id, text)
                 SELECT no, 1, no, no, iif(no % 4 = 0, 1, NULL), 0, 1, no, 1, 1, '' FROM n"
            ))
            .unwrap();
    }

    /// One in which posts need neither a channel nor a load.
    fn loose_store() -> Connection {
        let store = store::in_memory().unwrap();
        store.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        store
    }

    fn indexes(store: &Connection) -> Vec<(String, String)> {
        let mut statement = store
            .prepare(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
            )
            .unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.collect::<rusqlite::Result<_>>().unwrap()
    }

    #[test]
    fn an_index_of_few_posts_is_kept_and_one_of_many_is_dropped_and_made_again() {
        let store = loose_store();
        let before = indexes(&store);
        let dropped = drop_secondary(&store).unwrap();
        fill(&store, FIRST_LOOK);
        let there = |name: &str| exists(&store, name).unwrap();
        assert!(!there("posts_day") && there("posts_author") && there("posts_views"));
        dropped.drop_filled(&store, 1).unwrap();
        assert!(there("posts_author") && there("posts_views"), "too few to tell");
        dropped.drop_filled(&store, FIRST_LOOK.unsigned_abs()).unwrap();
        assert!(!there("posts_author") && !there("posts_views"), "a quarter, and all");
        assert!(there("posts_reply_to") && there("posts_forwarded_from"), "none");
        dropped.restore(&store).unwrap();
        assert_eq!(indexes(&store), before);
    }

    #[test]
    fn what_is_taken_back_brings_an_index_back() {
        let store = loose_store();
        let before = indexes(&store);
        let dropped = drop_secondary(&store).unwrap();
        store.execute_batch("SAVEPOINT input").unwrap();
        fill(&store, FIRST_LOOK);
        dropped.drop_filled(&store, FIRST_LOOK.unsigned_abs()).unwrap();
        store.execute_batch("ROLLBACK TO input; RELEASE input").unwrap();
        dropped.restore(&store).unwrap();
        assert_eq!(indexes(&store), before);
    }
}
