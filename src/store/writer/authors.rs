//! Who signed or sent posts, each one row however often told of.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::model::Author;
use crate::store::writer::CurrentChannel;

/// More channels or authors are looked up instead of remembered.
pub(super) const MOST_ROWS: usize = 50_000;

/// So many bytes the names and ids of an author or a channel usually have at most.
pub(super) const USUAL_LENGTH: usize = 1024;

/// The authors that a load has met.
#[derive(Debug)]
pub(super) struct Authors<'c> {
    connection: &'c Connection,
    /// By the channel of a signature, or by the platform of authors with ids.
    known: HashMap<i64, HashMap<Author, i64>>,
    /// How many these are; a long name counts as many.
    weight: usize,
    /// Platforms by numbers below zero.
    platforms: HashMap<String, i64>,
}

impl<'c> Authors<'c> {
    pub(super) fn new(connection: &'c Connection) -> Self {
        Self { connection, known: HashMap::new(), weight: 0, platforms: HashMap::new() }
    }

    /// Forgets which rows they have.
    pub(super) fn forget(&mut self) {
        self.known.clear();
        self.platforms.clear();
        self.weight = 0;
    }

    /// The number of a platform: below zero, where no channel has its own.
    fn platform(&mut self, platform: &str) -> i64 {
        if let Some(number) = self.platforms.get(platform) {
            return *number;
        }
        if self.platforms.len() >= MOST_ROWS {
            self.forget();
        }
        let number = -1 - i64::try_from(self.platforms.len()).unwrap_or(i64::MAX - 1);
        self.platforms.insert(platform.to_owned(), number);
        number
    }

    /// The author; one with an id is the same everywhere on its platform, a signature belongs to its channel. Of
    /// several names of one id the greatest in the order of bytes stands.
    pub(super) fn id(&mut self, current: &CurrentChannel, author: &Author) -> rusqlite::Result<Option<i64>> {
        let (scope, sql) = match (&author.external_id, &author.name) {
            (Some(_), _) => (
                self.platform(&current.platform),
                "SELECT author_id FROM authors WHERE platform = ?1 AND external_id = ?2",
            ),
            (None, Some(_)) => (
                current.channel_id,
                "SELECT author_id FROM authors WHERE channel_id = ?3 AND name = ?4 AND external_id IS NULL",
            ),
            (None, None) => return Ok(None),
        };
        if let Some(author_id) = self.known.get(&scope).and_then(|known| known.get(author)) {
            return Ok(Some(*author_id));
        }
        let channel_id = Some(scope).filter(|scope| *scope > 0);
        let values = params![current.platform, author.external_id, channel_id, author.name];
        let found: Option<i64> = {
            let mut find = self.connection.prepare_cached(sql)?;
            let wanted: &[&dyn rusqlite::ToSql] = if scope > 0 { values } else { &values[..2] };
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
        if self.weight >= MOST_ROWS {
            self.known.clear();
            self.weight = 0;
        }
        let length =
            [&author.external_id, &author.name].into_iter().flatten().map(String::len).sum::<usize>();
        self.known.entry(scope).or_default().insert(author.clone(), author_id);
        self.weight += 1 + length / USUAL_LENGTH;
        Ok(Some(author_id))
    }
}
