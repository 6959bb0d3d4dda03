//! Inputs that know their channel by a handle alone which it had before, or which several channels had in turn.
//!
//! Such an input is taken for the channel that had the handle, as it would be if it were loaded before the one that tells
//! the new handle. Somebody else may have taken the handle over: an input whose posts say so is refused, and of others is
//! told.

use rusqlite::{Connection, OptionalExtension, params};

use crate::extract::fold::fold;
use crate::model::Channel;
use crate::store::channel_tellings;
use crate::store::writer::same_number::label;
use crate::store::writer::sample::{Likeness, Sample};

/// The channel that had the handle before of an input that tells nothing else, where none is called so now.
pub(super) fn by_former_handle(connection: &Connection, channel: &Channel) -> rusqlite::Result<Option<i64>> {
    let Some(handle) = channel.handle.as_deref().filter(|_| channel.external_id.is_none()) else {
        return Ok(None);
    };
    connection
        .prepare_cached(
            "SELECT a.channel_id FROM channel_aliases AS a
             WHERE a.platform = ?1 AND a.kind = 'handle' AND a.value = ?2
                AND EXISTS (SELECT * FROM load_ranges AS r WHERE r.channel_id = a.channel_id)
                AND NOT EXISTS (SELECT * FROM channels AS c WHERE c.platform = ?1 AND c.folded_handle = ?2)",
        )?
        .query_row(params![channel.platform, fold(handle)], |row| row.get(0))
        .optional()
}

/// What the store calls the channels that a handle alone may mean, unless it is just one that is called so.
pub(super) fn had_handle(connection: &Connection, channel: &Channel) -> rusqlite::Result<Vec<String>> {
    let Some(handle) = channel.handle.as_deref().filter(|_| channel.external_id.is_none()) else {
        return Ok(Vec::new());
    };
    let mut channels = channel_tellings::labels_called(connection, &channel.platform, &fold(handle))?;
    if channels.len() < 2 {
        let former = by_former_handle(connection, channel)?;
        channels = former.map(|former| label(connection, former)).transpose()?.into_iter().collect();
    }
    Ok(channels)
}

/// Whether an input knows its channel by a handle alone.
pub(super) fn is_by_handle(channel: &Channel) -> bool {
    channel.external_id.is_none() && channel.handle.is_some()
}

/// What the store calls the channel to which a handle leads that an input tells alone, or that is all the store knows of
/// the channel, where their posts are surely not the same.
pub(super) fn other_posts_of_handle(
    connection: &Connection,
    channel: &Channel,
    found: i64,
    likeness: &dyn Fn(i64) -> rusqlite::Result<Likeness>,
) -> rusqlite::Result<Option<String>> {
    let has_no_id = || -> rusqlite::Result<bool> {
        let mut select =
            connection.prepare_cached("SELECT external_id IS NULL FROM channels WHERE channel_id = ?1")?;
        select.query_row([found], |row| row.get(0))
    };
    let Some(handle) = channel.handle.as_deref() else { return Ok(None) };
    if !(channel.external_id.is_none() || has_no_id()?) || !likeness(found)?.is_other() {
        return Ok(None);
    }
    let called = match &channel.external_id {
        None => channel_tellings::labels_called(connection, &channel.platform, &fold(handle))?,
        Some(_) => channel_tellings::labels(connection, &[found])?,
    };
    Ok(called.into_iter().next())
}

/// What the store calls the channel that had the handle of an input's channel before and has other posts, so that
/// [`Writer::enter_channel`](super::Writer::enter_channel) would refuse it.
///
/// # Errors
/// When the store cannot be read.
pub fn other_of_that_handle(
    connection: &Connection,
    channel: &Channel,
    sample: &Sample,
) -> rusqlite::Result<Option<String>> {
    match by_former_handle(connection, channel)? {
        Some(former) if sample.likeness(connection, former)?.is_other() => {
            label(connection, former).map(Some)
        }
        _ => Ok(None),
    }
}
