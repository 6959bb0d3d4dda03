//! The earlier handles of a channel, as aliases of it: an input that was made before it was renamed may know nothing else of
//! it, and may come before or after the one that tells the new handle.

use rusqlite::{Connection, OptionalExtension, params};

use crate::model::Channel;

/// The handle of a channel, folded.
pub(super) fn now(connection: &Connection, channel_id: i64) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT folded_handle FROM channels WHERE channel_id = ?1")?
        .query_row([channel_id], |row| row.get(0))
        .optional()
        .map(Option::flatten)
}

/// Makes aliases of those handles of a channel, folded, that it does not have now. What it has now is nobody's alias.
pub(super) fn keep(
    connection: &Connection,
    channel_id: i64,
    platform: &str,
    handles: [Option<String>; 2],
) -> rusqlite::Result<()> {
    let now = now(connection, channel_id)?;
    for handle in handles.iter().flatten().filter(|handle| now.as_ref() != Some(handle)) {
        connection
            .prepare_cached(
                "INSERT INTO channel_aliases (platform, kind, value, channel_id) VALUES (?1, 'handle', ?2, ?3)
                 ON CONFLICT DO UPDATE SET channel_id = excluded.channel_id WHERE channel_id <> excluded.channel_id",
            )?
            .execute(params![platform, handle, channel_id])?;
    }
    let Some(now) = now else { return Ok(()) };
    connection
        .prepare_cached("DELETE FROM channel_aliases WHERE platform = ?1 AND kind = 'handle' AND value = ?2")?
        .execute([platform, &now])
        .map(drop)
}

/// Whether the handle, folded, was that of a channel with a greater id, which is newer.
pub(super) fn was_of_newer(
    connection: &Connection,
    channel_id: i64,
    channel: &Channel,
    handle: &str,
) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT 1 FROM channel_aliases AS a CROSS JOIN channels AS c ON c.channel_id = a.channel_id
             WHERE a.platform = ?1 AND a.kind = 'handle' AND a.value = ?2 AND a.channel_id <> ?3
                AND (length(?4), ?4) < (length(c.external_id), c.external_id)",
        )?
        .exists(params![channel.platform, handle, channel_id, channel.external_id])
}

/// Takes the handle from a channel, and the links by it, which lead to another channel now.
pub(super) fn take(connection: &Connection, channel_id: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE channels SET handle = NULL, folded_handle = NULL,
                link_base = iif(link_base LIKE 'https://t.me/%' AND link_base NOT LIKE 'https://t.me/c/%',
                    'https://t.me/c/' || iif(external_id GLOB '*[^0-9]*', NULL, external_id) || '/', link_base)
             WHERE channel_id = ?1",
        )?
        .execute([channel_id])
        .map(drop)
}

/// How an input says that posts of the channel are linked to: not by a handle that another channel goes by.
pub(super) fn link_base(channel: &Channel, has_handle: bool) -> Option<String> {
    let base = channel.link_base.as_deref()?;
    let by_handle =
        channel.handle.is_some() && base.starts_with("https://t.me/") && !base.starts_with("https://t.me/c/");
    if has_handle || !by_handle {
        return Some(base.to_owned());
    }
    let id = channel.external_id.as_deref().filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(format!("https://t.me/c/{id}/"))
}
