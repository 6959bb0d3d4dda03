//! The indexes that a new store does without while it is filled.

use std::cell::Cell;

use rusqlite::Connection;

use crate::store::indexes::{DroppedIndexes, drop_secondary};

/// The indexes that are still to be made; none of a store that has them.
#[derive(Debug, Default)]
pub(super) struct LateIndexes {
    dropped: Option<DroppedIndexes>,
    are_made: Cell<bool>,
}

impl LateIndexes {
    /// Drops those that slow the filling down.
    pub(super) fn drop(connection: &Connection) -> rusqlite::Result<Self> {
        Ok(Self { dropped: Some(drop_secondary(connection)?), are_made: Cell::new(false) })
    }

    /// Drops those that were kept and slow the filling down after all. `posts` is how many an input has brought so far.
    pub(super) fn drop_filled(&self, connection: &Connection, posts: u64) -> rusqlite::Result<()> {
        match self.dropped.as_ref().filter(|_| !self.are_made.get()) {
            Some(dropped) => dropped.drop_filled(connection, posts),
            None => Ok(()),
        }
    }

    /// Makes them, unless that is done.
    pub(super) fn make(&self, connection: &Connection) -> rusqlite::Result<()> {
        if let Some(dropped) = self.dropped.as_ref().filter(|_| !self.are_made.get()) {
            dropped.restore(connection)?;
            self.are_made.set(true);
        }
        Ok(())
    }

    /// Whether they were made.
    pub(super) fn are_made(&self) -> bool {
        self.are_made.get()
    }

    /// Says that a transaction was taken back before which they were made, or were not.
    pub(super) fn go_back(&self, were_made: bool) {
        self.are_made.set(were_made);
    }
}
