//! What one input changes in the store: kept or taken back as a whole.

use rusqlite::{Connection, Result};

/// The changes of one input.
#[derive(Debug, Clone, Copy)]
pub(super) struct Changes {
    is_dry: bool,
}

impl Changes {
    /// All that is written from now on is this input's. A dry run of several inputs is one transaction, so that each of
    /// them finds what those before it brought, as it would if they were kept.
    pub(super) fn begin(connection: &Connection, is_dry: bool) -> Result<Self> {
        if connection.is_autocommit() {
            connection.execute_batch("BEGIN IMMEDIATE")?;
        }
        if is_dry {
            connection.execute_batch("SAVEPOINT input")?;
        }
        Ok(Self { is_dry })
    }

    /// Keeps them; those of a dry run until its end.
    pub(super) fn keep(self, connection: &Connection) -> Result<()> {
        connection.execute_batch(if self.is_dry { "RELEASE input" } else { "COMMIT" })
    }

    /// Takes them back.
    pub(super) fn take_back(self, connection: &Connection) {
        let undo = if self.is_dry { "ROLLBACK TO input; RELEASE input" } else { "ROLLBACK" };
        // Nothing better can be done about a failure of this: the journal takes it all back later.
        let _ = connection.execute_batch(undo);
    }

    /// Takes back what a dry run did, if this is one.
    pub(super) fn end_dry_run(connection: &Connection) {
        if !connection.is_autocommit() {
            // As above.
            let _ = connection.execute_batch("ROLLBACK");
        }
    }
}
