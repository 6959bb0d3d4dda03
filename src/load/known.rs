//! An input that the store has already, byte for byte.

use rusqlite::{Connection, OptionalExtension, params};

use crate::Result;
use crate::load::inputs::InputFile;
use crate::load::store_failed;

/// The load that brought the same bytes, whole; `None` when the input is new.
pub(super) fn already_loaded(connection: &Connection, input: &InputFile) -> Result<Option<i64>> {
    let failed = |cause| store_failed("", cause);
    let bytes = i64::try_from(input.bytes()).unwrap_or(i64::MAX);
    let has_size: bool = connection
        .query_row("SELECT EXISTS (SELECT * FROM loads WHERE bytes = ?1 AND is_whole)", [bytes], |row| {
            row.get(0)
        })
        .map_err(failed)?;
    if !has_size {
        return Ok(None);
    }
    connection
        .query_row(
            "SELECT load_id FROM loads WHERE sha256 = ?1 AND bytes = ?2 AND is_whole ORDER BY load_id LIMIT 1",
            params![input.sha256()?, bytes],
            |row| row.get(0),
        )
        .optional()
        .map_err(failed)
}
