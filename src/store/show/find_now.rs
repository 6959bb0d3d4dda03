//! Finds the one post that a reference means by what its channel is called now: what removes a post for good must not take
//! that of another channel, which was called so before.

use rusqlite::Connection;

use super::find::{channels_called, channels_known_as, find, not_found};
use super::{ChannelKey, Reference};
use crate::extract::fold::fold;
use crate::store::reading;
use crate::{Error, Result};

/// The store's own id of the post that `reference` means, as [`find`] has it, where the channel is called so now and a
/// number alone is one of its own: for `forget --post`, which messages name.
///
/// # Errors
/// When no post or more than one is meant, or the store cannot be read.
pub fn find_now(connection: &Connection, reference: &Reference) -> Result<i64> {
    let post_id = find(connection, reference, "forget --post")?;
    let (channel_id, has_id): (i64, bool) = reading::one(
        connection,
        "SELECT channel_id, external_id IS NOT NULL FROM posts WHERE post_id = ?1",
        [post_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    match reference {
        Reference::Number(number) if !has_id => {
            Err(not_found(format!("no post has the id {number} in its channel"))
                .hint(format!("the store's own post {number}: chancery forget --post post:{number}")))
        }
        Reference::InChannel { channel, external_id, .. }
            if !channels_called(connection, channel)?.contains(&channel_id)
                && !channels_known_as(connection, channel, false)?.contains(&channel_id)
                && !is_by_address_alone(connection, channel, channel_id)? =>
        {
            Err(was_called_so(connection, &channel.to_string(), &[channel_id], |id| {
                format!("--post {id}/{external_id}")
            })?)
        }
        _ => Ok(post_id),
    }
}

/// Whether the post was found by its address, and nothing tells a handle of its channel.
fn is_by_address_alone(connection: &Connection, channel: &ChannelKey, channel_id: i64) -> Result<bool> {
    let ChannelKey::Handle(handle) = channel else { return Ok(matches!(channel, ChannelKey::Id(_))) };
    reading::one(
        connection,
        "SELECT NOT EXISTS (SELECT * FROM channels WHERE channel_id = ?1 AND handle IS NOT NULL)
            AND NOT EXISTS (SELECT * FROM channel_tellings WHERE channel_id = ?1 AND folded_handle = ?2)
            AND NOT EXISTS (SELECT * FROM channel_aliases WHERE channel_id = ?1 AND kind = 'handle' AND value = ?2)",
        (channel_id, fold(handle)),
        |row| row.get(0),
    )
}

/// That no channel is called so now, and which ones were; how each is removed all the same, `target` tells by its id.
///
/// # Errors
/// When the store cannot be read.
pub fn was_called_so(
    connection: &Connection,
    text: &str,
    channels: &[i64],
    target: impl Fn(&str) -> String,
) -> Result<Error> {
    const SHOWN: usize = 3;
    let names: Vec<String> = channels
        .iter()
        .take(SHOWN)
        .map(|channel_id| in_full(connection, *channel_id))
        .collect::<Result<_>>()?;
    let verb = if channels.len() == 1 { "was" } else { "were" };
    let mut error =
        not_found(format!("no channel is called '{text}' now; {} {verb} called so before", names.join(", ")));
    for channel_id in channels.iter().take(SHOWN) {
        let id = reading::one(
            connection,
            "SELECT coalesce(external_id, 'channel:' || channel_id) FROM channels WHERE channel_id = ?1",
            [channel_id],
            |row| row.get::<_, String>(0),
        )?;
        error = error.hint(format!("to remove that one: chancery forget {}", target(&id)));
    }
    Ok(error)
}

/// What a channel is called, with its handle and its id, or the store's own number where there is neither.
///
/// # Errors
/// When the store cannot be read.
pub fn in_full(connection: &Connection, channel_id: i64) -> Result<String> {
    let (id, handle, name): (Option<String>, Option<String>, Option<String>) = reading::one(
        connection,
        "SELECT external_id, '@' || handle, name FROM channels WHERE channel_id = ?1",
        [channel_id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let own_number = (id.is_none() && handle.is_none()).then(|| format!("channel:{channel_id}"));
    let mut words =
        name.map(|name| format!("'{name}'")).into_iter().chain(handle).chain(id).chain(own_number);
    let first = words.next().unwrap_or_default();
    let others: Vec<String> = words.collect();
    Ok(if others.is_empty() { first } else { format!("{first} ({})", others.join(", ")) })
}
