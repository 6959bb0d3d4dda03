//! What the writer is sure of, so that SQLite need not look after it.

use rusqlite::Connection;

/// Has SQLite write the words of the program's own enums without looking for each in the list that the schema allows:
/// it would make a table of the five words of `date_basis` for every post, which is a fifth of the cost of writing it.
/// `chancery check` looks at all of them.
///
/// # Errors
/// When SQLite refuses.
pub(crate) fn trust_own_words(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("PRAGMA ignore_check_constraints = ON")
}

/// Has SQLite not look for the rows that others refer to: the writer refers only to those that it has just found or
/// inserted in the same transaction, and removes what belongs to a row before the row. Looking for each would cost a
/// fifth of a load; and since a statement that changes references may then fail half-way, SQLite would copy every page
/// of posts that is changed to a temporary file, row by row, which costs as much as all else of loading posts again.
/// `chancery check` looks at all of them.
///
/// # Errors
/// When SQLite refuses.
pub(crate) fn trust_own_references(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("PRAGMA foreign_keys = OFF")
}
