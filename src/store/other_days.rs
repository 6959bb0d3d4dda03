//! Posts without an id that inputs tell of with several days.
//!
//! Such a post is known by its text. Where the same words are posted again and again, and each input has other days of it,
//! the posts of one input are taken for those of another, and days that only one of the two has are nowhere in the store.
//! Nothing tells that from a mended date, so it is counted, for the user to judge.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};

/// Dates that the records themselves have, and not their texts.
const TOLD: &str = "('timestamp', 'local')";

/// Days of texts that no post has any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaysLost {
    /// How many, counted for each text.
    pub days: u64,
    /// The first of them.
    pub day: String,
    /// The text of that day.
    pub text: String,
}

/// Watches one input's load.
#[derive(Debug)]
pub struct OtherDays<'c> {
    connection: &'c Connection,
}

impl<'c> OtherDays<'c> {
    /// Begins to note days that posts are told to have had.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn watch(connection: &'c Connection) -> rusqlite::Result<Self> {
        connection.execute_batch(&format!(
            "DROP TRIGGER IF EXISTS temp.note_other_days;
             DROP TABLE IF EXISTS temp.other_days;
             CREATE TEMP TABLE other_days (channel_id INTEGER, content_hash BLOB, day TEXT,
                PRIMARY KEY (channel_id, content_hash, day)) WITHOUT ROWID;
             CREATE TEMP TRIGGER note_other_days AFTER UPDATE OF posted_on ON main.posts
             WHEN OLD.external_id IS NULL AND NEW.external_id IS NULL AND OLD.posted_on <> NEW.posted_on
                AND OLD.date_basis IN {TOLD} AND NEW.date_basis IN {TOLD}
             BEGIN
                INSERT OR IGNORE INTO other_days VALUES (OLD.channel_id, OLD.content_hash, OLD.posted_on);
             END"
        ))?;
        Ok(Self { connection })
    }

    /// Notes the day that a record without an id has, if the post that it was taken for has another one.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn take(&self, post_id: i64, day: Date) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached(&format!(
                "INSERT OR IGNORE INTO temp.other_days
                 SELECT channel_id, content_hash, ?2 FROM main.posts
                 WHERE post_id = ?1 AND external_id IS NULL AND posted_on <> ?2 AND date_basis IN {TOLD}"
            ))?
            .execute(params![post_id, day.to_string()])
            .map(drop)
    }

    /// The days that no post of their text has any more, if there are any; the watch ends.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn lost(self) -> rusqlite::Result<Option<DaysLost>> {
        let lost = self.connection.query_row(
            "WITH lost AS (SELECT d.day,
                (SELECT text FROM main.posts AS p
                 WHERE p.channel_id = d.channel_id AND p.content_hash = d.content_hash AND p.external_id IS NULL
                 ORDER BY occurrence LIMIT 1) AS text
             FROM temp.other_days AS d
             WHERE NOT EXISTS (SELECT 1 FROM main.posts AS p
                WHERE p.channel_id = d.channel_id AND p.content_hash = d.content_hash AND p.external_id IS NULL
                  AND p.posted_on = d.day))
             SELECT (SELECT count(*) FROM lost), day, coalesce(text, '') FROM lost ORDER BY day, text LIMIT 1",
            [],
            |row| {
                let days: i64 = row.get(0)?;
                Ok(DaysLost { days: u64::try_from(days).unwrap_or(0), day: row.get(1)?, text: row.get(2)? })
            },
        );
        self.connection.execute_batch("DROP TRIGGER temp.note_other_days; DROP TABLE temp.other_days")?;
        lost.optional()
    }
}
