//! An input that the store has already, byte for byte.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::Result;
use crate::extract::fold::fold;
use crate::input::Format;
use crate::load::inputs::{InputFile, is_export, is_name_of_page, sha256_of};
use crate::load::notice::listed;
use crate::load::{channel_name, store_failed};

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

/// The load that read the file at `path`, as it is now or by its name: writing there would be its end. By its name only an
/// export: a table of that name may be another one, in another folder.
///
/// # Errors
/// When the store or the file cannot be read.
pub fn load_of_file(connection: &Connection, path: &Path) -> Result<Option<i64>> {
    let failed = |cause| store_failed("", cause);
    let Ok(place) = path.canonicalize() else { return Ok(None) };
    let Some(metadata) = std::fs::metadata(&place).ok().filter(std::fs::Metadata::is_file) else {
        return Ok(None);
    };
    let mut statement = connection
        .prepare("SELECT load_id, input, bytes, sha256, format FROM loads ORDER BY load_id")
        .map_err(failed)?;
    let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
    let loads = statement
        .query_map([], row)
        .and_then(Iterator::collect::<rusqlite::Result<Vec<(i64, String, i64, String, String)>>>)
        .map_err(failed)?;
    // What is in an archive has the archive's name before its own.
    let is_at = |input: &str| {
        Path::new(input).ancestors().any(|input| {
            input.file_name() == place.file_name() && input.canonicalize().is_ok_and(|input| input == place)
        })
    };
    // The pages of an HTML export are one input, which goes by the name of the first.
    let is_page = |input: &str, format: &str| {
        let folder = Path::new(input).parent().map(|folder| Path::new(".").join(folder));
        format == Format::TelegramHtml.name()
            && is_name_of_page(&place)
            && folder.and_then(|folder| folder.canonicalize().ok()).as_deref() == place.parent()
    };
    let by_name = loads.iter().find(|(_, input, .., format)| is_at(input) || is_page(input, format));
    if let Some((load_id, ..)) = by_name.filter(|_| is_export(&place)) {
        return Ok(Some(*load_id));
    }
    let of_size: Vec<_> =
        loads.iter().filter(|(_, _, bytes, ..)| u64::try_from(*bytes) == Ok(metadata.len())).collect();
    if of_size.is_empty() {
        return Ok(None);
    }
    let sha256 = sha256_of(&place)?;
    Ok(of_size.into_iter().find(|(_, _, _, known, _)| *known == sha256).map(|(load_id, ..)| *load_id))
}

/// What the store calls the channels of a load, where the one that the user names is none of them. A load that is
/// repeated as it was has nothing to tell.
pub(super) fn other_channels(connection: &Connection, load_id: i64, given: &str) -> Result<Option<String>> {
    let given = channel_name::parse(given);
    let (handle, name) = (given.handle.as_deref().map(fold), given.name.as_deref().map(fold));
    let channels = connection
        .prepare_cached(
            "SELECT coalesce('@' || c.handle, c.name, c.external_id, ''),
                c.external_id = ?2 OR c.folded_handle = ?3 OR c.folded_name = ?4 OR EXISTS (
                    SELECT * FROM channel_tellings AS t
                    WHERE t.channel_id = c.channel_id AND t.certainty = 2 AND t.folded_name = ?4) OR EXISTS (
                    SELECT * FROM channel_aliases AS a WHERE a.channel_id = c.channel_id
                        AND (a.kind, a.value) IN (VALUES ('id', ?2), ('handle', ?3), ('name', ?4)))
             FROM load_ranges AS r CROSS JOIN channels AS c ON c.channel_id = r.channel_id
             WHERE r.load_id = ?1 ORDER BY c.channel_id",
        )
        .and_then(|mut statement| {
            let values = params![load_id, given.external_id, handle, name];
            let row = |row: &Row<'_>| Ok((row.get(0)?, row.get::<_, Option<bool>>(1)?.unwrap_or(false)));
            statement.query_map(values, row)?.collect::<rusqlite::Result<Vec<(String, bool)>>>()
        })
        .map_err(|cause| store_failed("", cause))?;
    if channels.is_empty() || channels.iter().any(|(_, is_given)| *is_given) {
        return Ok(None);
    }
    let names: Vec<String> = channels.iter().map(|(name, _)| format!("'{name}'")).collect();
    Ok(Some(listed(&names)))
}
