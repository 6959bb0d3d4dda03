//! Hashtags and entities by their names: each one row, remembered in memory up to a budget.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use rusqlite::{Connection, OptionalExtension, Statement, params};

use crate::model::Named;
use crate::store::rows::prepare_to_stay;

/// A table of names, and the ids of those met so far. Its statements take the kind as `?1`, the name as `?2`;
/// the one that inserts takes as `?3` how reports show it.
#[derive(Debug)]
pub(super) struct Names<'c> {
    find: Statement<'c>,
    insert: Statement<'c>,
    /// By their kinds, which are few.
    known: Vec<(String, HashMap<String, Known, RandomState>)>,
}

#[derive(Debug)]
struct Known {
    id: i64,
    /// The greatest label met, where it has one.
    label: Option<String>,
}

impl<'c> Names<'c> {
    /// More of a kind are looked up instead of remembered.
    const MOST: usize = 200_000;

    pub(super) fn new(connection: &'c Connection, find: &str, insert: &str) -> rusqlite::Result<Self> {
        let find = prepare_to_stay(connection, find)?;
        Ok(Self { find, insert: prepare_to_stay(connection, insert)?, known: Vec::new() })
    }

    /// The entity of this name. Of several labels of a person whom the dictionary does not have, as `Anna BERG` and
    /// `Anna Berg`, the greatest in the order of bytes stands, whichever came first.
    pub(super) fn labelled(&mut self, connection: &Connection, who: &Named) -> rusqlite::Result<i64> {
        let Named { kind, name, label, .. } = who;
        if let Some(known) = self.known(kind).get(name)
            && known.label.as_ref().is_some_and(|greatest| greatest >= label)
        {
            return Ok(known.id);
        }
        let id = self.id(connection, kind, name, Some(label))?;
        connection
            .prepare_cached(
                "UPDATE entities SET label = ?2 WHERE entity_id = ?1 AND label < ?2
                    AND NOT EXISTS (SELECT * FROM entity_aliases AS a WHERE a.entity_id = ?1)",
            )?
            .execute(params![id, label])?;
        if let Some(known) = self.known(kind).get_mut(name) {
            known.label = Some(label.clone());
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
        if let Some(known) = self.known(kind).get(name) {
            return Ok(known.id);
        }
        let id = match self.find.query_row([kind, name], |row| row.get(0)).optional()? {
            Some(id) => id,
            None => {
                self.insert.execute(params![kind, name, label])?;
                connection.last_insert_rowid()
            }
        };
        let known = self.known(kind);
        if known.len() >= Self::MOST {
            known.clear();
        }
        known.insert(name.to_owned(), Known { id, label: None });
        Ok(id)
    }

    /// Those of this kind that were met.
    fn known(&mut self, kind: &str) -> &mut HashMap<String, Known, RandomState> {
        let place = self.known.iter().position(|(known, _)| known == kind).unwrap_or_else(|| {
            self.known.push((kind.to_owned(), HashMap::default()));
            self.known.len() - 1
        });
        &mut self.known[place].1
    }
}
