//! Posts without ids, known by their texts. What does not fit in memory waits in temporary tables, which
//! SQLite keeps in a file of its own.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, params};

use crate::store::writer::posts::hash;

/// How often each text was met in the input.
#[derive(Debug)]
pub(super) struct Occurrences<'c> {
    connection: &'c Connection,
    counts: HashMap<(i64, u128), i64>,
    has_spilled: bool,
}

impl<'c> Occurrences<'c> {
    /// More are kept in the temporary table.
    const MOST: usize = 200_000;

    pub(super) fn new(connection: &'c Connection) -> Self {
        Self { connection, counts: HashMap::new(), has_spilled: false }
    }

    /// Counts one more of this text; gives the how-manieth it is, from 1.
    pub(super) fn next(&mut self, channel_id: i64, text_hash: u128) -> rusqlite::Result<i64> {
        if let Some(count) = self.counts.get_mut(&(channel_id, text_hash)) {
            *count += 1;
            return Ok(*count);
        }
        let before = if self.has_spilled { self.spilled(channel_id, text_hash)? } else { 0 };
        if self.counts.len() >= Self::MOST {
            self.spill()?;
        }
        self.counts.insert((channel_id, text_hash), before + 1);
        Ok(before + 1)
    }

    fn spilled(&self, channel_id: i64, text_hash: u128) -> rusqlite::Result<i64> {
        let count = self
            .connection
            .prepare_cached("SELECT count FROM temp.text_counts WHERE channel_id = ?1 AND hash = ?2")?
            .query_row(params![channel_id, text_hash.to_be_bytes()], |row| row.get(0))
            .optional()?;
        Ok(count.unwrap_or(0))
    }

    fn spill(&mut self) -> rusqlite::Result<()> {
        if !self.has_spilled {
            self.connection.execute_batch(
                "CREATE TEMP TABLE text_counts (channel_id INTEGER, hash BLOB, count INTEGER, PRIMARY KEY (channel_id, hash))
                 WITHOUT ROWID",
            )?;
            self.has_spilled = true;
        }
        let mut insert =
            self.connection.prepare_cached("INSERT OR REPLACE INTO temp.text_counts VALUES (?1, ?2, ?3)")?;
        let mut counts: Vec<_> = self.counts.drain().collect();
        counts.sort_unstable();
        for ((channel_id, text_hash), count) in counts {
            insert.execute(params![channel_id, text_hash.to_be_bytes(), count])?;
        }
        Ok(())
    }
}

/// The posts with ids by the texts that they have or had, gathered when an input without ids comes to a
/// channel that has some.
#[derive(Debug)]
pub(super) struct TextsWithId<'c> {
    connection: &'c Connection,
    channels: HashSet<i64>,
}

impl<'c> TextsWithId<'c> {
    pub(super) fn new(connection: &'c Connection) -> Self {
        Self { connection, channels: HashSet::new() }
    }

    /// The `nth` post, in the order of ids, that has or had this text.
    pub(super) fn nth(
        &mut self,
        channel_id: i64,
        text_hash: u128,
        nth: i64,
    ) -> rusqlite::Result<Option<i64>> {
        if self.channels.insert(channel_id) {
            self.gather(channel_id)?;
        }
        self.connection
            .prepare_cached(
                "SELECT post_id FROM temp.texts_with_id WHERE channel_id = ?1 AND hash = ?2 AND nth = ?3",
            )?
            .query_row(params![channel_id, text_hash.to_be_bytes(), nth], |row| row.get(0))
            .optional()
    }

    /// Gathers them anew, after posts were moved.
    pub(super) fn gather_again(&mut self, channel_id: i64) -> rusqlite::Result<()> {
        if self.channels.insert(channel_id) {
            return self.gather(channel_id);
        }
        self.connection
            .prepare_cached("DELETE FROM temp.texts_with_id WHERE channel_id = ?1")?
            .execute([channel_id])?;
        self.gather(channel_id)
    }

    fn gather(&self, channel_id: i64) -> rusqlite::Result<()> {
        self.connection.execute_batch(
            "CREATE TEMP TABLE IF NOT EXISTS texts_with_id (channel_id INTEGER, hash BLOB, nth INTEGER, post_id INTEGER,
                PRIMARY KEY (channel_id, hash, nth)) WITHOUT ROWID;
             DROP TABLE IF EXISTS temp.texts_met;
             CREATE TEMP TABLE texts_met (hash BLOB, external_no INTEGER, external_id TEXT, post_id INTEGER);",
        )?;
        let mut select = self.connection.prepare(
            "SELECT post_id, external_no, external_id, text FROM posts
             WHERE channel_id = ?1 AND external_id IS NOT NULL AND text <> ''
             UNION ALL
             SELECT p.post_id, p.external_no, p.external_id, v.text
             FROM posts AS p CROSS JOIN post_versions AS v ON v.post_id = p.post_id
             WHERE p.channel_id = ?1 AND p.external_id IS NOT NULL AND v.text <> ''
             UNION ALL
             -- Damaged copies of a text are none that the post had, but an input without ids may have the same.
             SELECT DISTINCT p.post_id, p.external_no, p.external_id, e.text
             FROM posts AS p CROSS JOIN post_evidence AS e ON e.post_id = p.post_id
             WHERE p.channel_id = ?1 AND p.external_id IS NOT NULL AND instr(e.text, char(0xFFFD)) > 0
                AND NOT EXISTS (SELECT * FROM post_versions AS v WHERE v.post_id = p.post_id AND v.text = e.text)",
        )?;
        let mut insert = self.connection.prepare("INSERT INTO temp.texts_met VALUES (?1, ?2, ?3, ?4)")?;
        let mut rows = select.query([channel_id])?;
        while let Some(row) = rows.next()? {
            let (post_id, number): (i64, Option<i64>) = (row.get(0)?, row.get(1)?);
            let text_hash = hash(row.get_ref(3)?.as_str()?).to_be_bytes();
            insert.execute(params![text_hash, number, row.get_ref(2)?.as_str()?, post_id])?;
        }
        self.connection
            .prepare(
                "INSERT INTO temp.texts_with_id
                 SELECT ?1, hash, row_number() OVER (PARTITION BY hash ORDER BY external_no, external_id), post_id
                 FROM temp.texts_met",
            )?
            .execute([channel_id])?;
        self.connection.execute_batch("DROP TABLE temp.texts_met")
    }
}

/// Removes the temporary tables.
pub(super) fn forget_texts(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .execute_batch("DROP TABLE IF EXISTS temp.text_counts; DROP TABLE IF EXISTS temp.texts_with_id;")
}
