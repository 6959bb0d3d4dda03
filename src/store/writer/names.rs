//! Hashtags and entities by their names: each one row, remembered in memory up to a budget.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Statement, params};

use crate::model::Named;

/// A table of names, and the ids of those met so far. Its statements take the kind as `?1`, the name as `?2`;
/// the one that inserts takes as `?3` how reports show it.
#[derive(Debug)]
pub(super) struct Names<'c> {
    find: Statement<'c>,
    insert: Statement<'c>,
    ids: HashMap<String, HashMap<String, i64>>,
    /// The greatest label met of each id that has one.
    labels: HashMap<i64, String>,
}

impl<'c> Names<'c> {
    /// More are looked up instead of remembered.
    const MOST: usize = 200_000;

    pub(super) fn new(connection: &'c Connection, find: &str, insert: &str) -> rusqlite::Result<Self> {
        Ok(Self {
            find: connection.prepare(find)?,
            insert: connection.prepare(insert)?,
            ids: HashMap::new(),
            labels: HashMap::new(),
        })
    }

    /// The entity of this name. Of several labels of a person whom the dictionary does not have, as `Anna BERG` and
    /// `Anna Berg`, the greatest in the order of bytes stands, whichever came first.
    pub(super) fn labelled(&mut self, connection: &Connection, who: &Named) -> rusqlite::Result<i64> {
        let id = self.id(connection, &who.kind, &who.name, Some(&who.label))?;
        if self.labels.get(&id).is_none_or(|label| *label < who.label) {
            connection
                .prepare_cached(
                    "UPDATE entities SET label = ?2 WHERE entity_id = ?1 AND label < ?2
                        AND NOT EXISTS (SELECT * FROM entity_aliases AS a WHERE a.entity_id = ?1)",
                )?
                .execute(params![id, who.label])?;
            if self.labels.len() >= Self::MOST {
                self.labels.clear();
            }
            self.labels.insert(id, who.label.clone());
        }
        Ok(id)
    }

    pub(super) fn id(
        &mut self,
        connection: &Connection,
        kind: &str,
        name: &str,
        label: Option<&str>,
    ) -> rusqlite::Result<i64> {
        if let Some(id) = self.ids.get(kind).and_then(|ids| ids.get(name)) {
            return Ok(*id);
        }
        let id = match self.find.query_row([kind, name], |row| row.get(0)).optional()? {
            Some(id) => id,
            None => {
                self.insert.execute(params![kind, name, label])?;
                connection.last_insert_rowid()
            }
        };
        let ids = self.ids.entry(kind.to_owned()).or_default();
        if ids.len() >= Self::MOST {
            ids.clear();
        }
        ids.insert(name.to_owned(), id);
        Ok(id)
    }
}
