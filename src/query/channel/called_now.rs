//! Channels as they are called now: what removes one for good must not take another that was called so before.

use rusqlite::Connection;

use super::{Found, Reference, by_id_or_handle, by_other_names, by_present_name, select, several, unknown};
use crate::Result;
use crate::query::failure::unreadable;

/// What a text names, by the store's own ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Called {
    /// The one channel that is called so, or has this id.
    Now(i64),
    /// None that is; these were called so before.
    Before(Vec<i64>),
}

/// The one channel that `text` names now, be it by an id that it has beside its own.
///
/// # Errors
/// [`crate::ErrorKind::Usage`] when it names none and never did, with the close ones, or several, with all of them: also
/// one by the handle and another by the name.
pub fn called_now(store: &Connection, text: &str) -> Result<Called> {
    let mut found = by_id_or_handle(store, text).map_err(unreadable)?;
    let is_found = !found.is_empty();
    for other in by_present_name(store, text).map_err(unreadable)? {
        // A source of forwards, which holds nothing, does not make it unclear.
        let is_there = found.iter().any(|one| one.channel_id == other.channel_id);
        if !is_there && (!is_found || other.posts > 0) {
            found.push(other);
        }
    }
    match found.as_slice() {
        [only] => return Ok(Called::Now(only.channel_id)),
        [] => {}
        _ => return Err(several("channel", text, found)),
    }
    let before = by_other_names(store, text).map_err(unreadable)?;
    let is_by_id = match Reference::read(text) {
        Reference::ExternalId(_) | Reference::Number(_) => true,
        Reference::Handle(_) | Reference::Words(_) => store
            .prepare("SELECT 1 FROM channel_aliases WHERE kind = 'id' AND value = ?1 COLLATE NOCASE")
            .and_then(|mut is_id| is_id.exists([text.trim()]))
            .map_err(unreadable)?,
    };
    let before = if before.is_empty() { by_former_name(store, text).map_err(unreadable)? } else { before };
    match before.as_slice() {
        [] => Err(unknown(store, "channel", text).map_err(unreadable)?),
        [only] if is_by_id => Ok(Called::Now(only.channel_id)),
        _ if is_by_id => Err(several("channel", text, before)),
        _ => Ok(Called::Before(before.iter().map(|one| one.channel_id).collect())),
    }
}

/// The channels that inputs of their own called so before, with an id.
fn by_former_name(store: &Connection, text: &str) -> rusqlite::Result<Vec<Found>> {
    let Reference::Words(words) = Reference::read(text) else { return Ok(Vec::new()) };
    let told = "SELECT t.channel_id FROM channel_tellings AS t WHERE t.folded_name = ?1 AND t.certainty = 3";
    select(store, &format!("WHERE c.channel_id IN ({told})"), [&words])
}
