//! New posts of a load are noted at its end, all at once: for each row of a table with a trigger SQLite keeps what
//! the pages were before that the row goes to, which costs as much as the rows themselves.

use rusqlite::{Connection, params};

/// The triggers that a load does without, as the schema makes them again.
#[derive(Debug)]
pub(crate) struct PutOff {
    triggers: Vec<String>,
    /// Loads after this one have brought the new posts.
    last_load: i64,
}

/// Begins a load in the transaction of the caller: drops the triggers for new rows, and in a store without an index
/// all of them. Posts that are read anew are noted by whoever does so ([`note`]).
pub(crate) fn put_off(connection: &Connection) -> rusqlite::Result<PutOff> {
    let triggers: Vec<(String, String)> = connection
        .prepare(
            "SELECT t.name, t.sql FROM main.word_index AS i CROSS JOIN main.sqlite_schema AS t
             WHERE t.type = 'trigger' AND t.name LIKE 'word\\_index\\_%' ESCAPE '\\'
                AND (i.state = 'absent' OR t.name IN ('word_index_new_post', 'word_index_new_point'))
             ORDER BY t.rowid",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (name, _) in &triggers {
        connection.execute_batch(&format!("DROP TRIGGER main.{name}"))?;
    }
    let last_load =
        connection.query_row("SELECT coalesce(max(load_id), 0) FROM loads", [], |row| row.get(0))?;
    Ok(PutOff { triggers: triggers.into_iter().map(|(_, sql)| sql).collect(), last_load })
}

impl PutOff {
    /// Ends it: notes the new posts where there is an index, and lets the triggers note all that is to come.
    pub(crate) fn end(self, connection: &Connection) -> rusqlite::Result<()> {
        connection.execute(
            "INSERT INTO main.unfolded_posts (post_id)
             SELECT p.post_id FROM main.posts AS p
             WHERE p.first_load_id > ?1 AND (SELECT state FROM main.word_index) <> 'absent'
                AND NOT EXISTS (SELECT * FROM main.unfolded_posts AS u WHERE u.post_id = p.post_id)",
            [self.last_load],
        )?;
        connection.execute(
            "UPDATE main.word_index SET state = 'behind'
             WHERE state = 'ready' AND EXISTS (SELECT * FROM main.unfolded_posts)",
            [],
        )?;
        self.triggers.iter().try_for_each(|sql| connection.execute_batch(sql))
    }
}

/// Notes a post whose talking points are others now, where there is an index.
pub(crate) fn note(connection: &Connection, post_id: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO main.unfolded_posts (post_id) SELECT ?1
             WHERE (SELECT state FROM main.word_index) <> 'absent'
                AND NOT EXISTS (SELECT * FROM main.unfolded_posts WHERE post_id = ?1)",
        )?
        .execute(params![post_id])
        .map(drop)
}
