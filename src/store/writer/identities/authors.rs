//! Who signed or sent posts.

use rusqlite::{OptionalExtension, params};

use super::{Identities, MOST_ROWS};
use crate::model::Author;
use crate::store::writer::CurrentChannel;

impl Identities<'_> {
    /// The author; one with an id is the same everywhere, a signature belongs to its channel. Of several names
    /// of one id the greatest in the order of bytes stands.
    pub(in crate::store::writer) fn author(
        &mut self,
        current: &CurrentChannel,
        author: &Author,
    ) -> rusqlite::Result<Option<i64>> {
        let (scope, sql) = match (&author.external_id, &author.name) {
            (Some(_), _) => (0, "SELECT author_id FROM authors WHERE platform = ?1 AND external_id = ?2"),
            (None, Some(_)) => (
                current.channel_id,
                "SELECT author_id FROM authors WHERE channel_id = ?3 AND name = ?4 AND external_id IS NULL",
            ),
            (None, None) => return Ok(None),
        };
        if let Some(author_id) = self.authors.get(&scope).and_then(|known| known.get(author)) {
            return Ok(Some(*author_id));
        }
        let channel_id = (scope != 0).then_some(scope);
        let values = params![current.platform, author.external_id, channel_id, author.name];
        let found: Option<i64> = {
            let mut find = self.connection.prepare_cached(sql)?;
            let wanted: &[&dyn rusqlite::ToSql] = if scope == 0 { &values[..2] } else { values };
            find.query_row(wanted, |row| row.get(0)).optional()?
        };
        let author_id = match found {
            Some(author_id) => {
                self.connection
                    .prepare_cached(
                        "UPDATE authors SET name = ?2 WHERE author_id = ?1 AND coalesce(name, '') < ?2",
                    )?
                    .execute(params![author_id, author.name])?;
                author_id
            }
            None => {
                self.connection
                    .prepare_cached(
                        "INSERT INTO authors (platform, external_id, channel_id, name) VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute(values)?;
                self.connection.last_insert_rowid()
            }
        };
        if self.known_authors >= MOST_ROWS {
            self.authors.clear();
            self.known_authors = 0;
        }
        self.authors.entry(scope).or_default().insert(author.clone(), author_id);
        self.known_authors += 1;
        Ok(Some(author_id))
    }
}
