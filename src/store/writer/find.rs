//! Finds a channel of the store as an input tells of it, and what is known of its posts before they are told again.

use rusqlite::{Connection, OptionalExtension, params};

use crate::extract::fold::fold;
use crate::model::Channel;
use crate::store::channel_tellings::GIVEN;
use crate::store::writer::same_number::is_open;

/// The first and the last of the numbers of a channel's posts.
pub type Numbers = (i64, i64);

/// The numbers of the posts that the store has of a channel as an input tells it; `None` where it has none, or does
/// not know the channel by its id, handle or name.
///
/// # Errors
/// When the store cannot be read.
pub fn known_numbers(connection: &Connection, channel: &Channel) -> rusqlite::Result<Option<Numbers>> {
    let Some(channel_id) = find_channel(connection, channel)? else { return Ok(None) };
    let end = |order: &str| {
        connection
            .prepare_cached(&format!(
                "SELECT external_no FROM posts INDEXED BY posts_external_no
                 WHERE channel_id = ?1 AND external_no IS NOT NULL ORDER BY external_no {order} LIMIT 1"
            ))?
            .query_row([channel_id], |row| row.get::<_, i64>(0))
            .optional()
    };
    Ok(end("")?.zip(end("DESC")?))
}

/// How many posts from this one on are known to have had other texts.
///
/// # Errors
/// When the store cannot be read.
pub fn count_posts_with_other_texts(connection: &Connection, from: i64) -> rusqlite::Result<u64> {
    connection
        .prepare_cached("SELECT count(DISTINCT post_id) FROM post_versions WHERE post_id >= ?1")?
        .query_row([from], |row| row.get(0))
        .map(|count: i64| u64::try_from(count).unwrap_or_default())
}

/// The store's channel of this id, handle or name.
pub(super) fn find_channel(connection: &Connection, channel: &Channel) -> rusqlite::Result<Option<i64>> {
    let find = |sql: &str, key: &str| {
        connection
            .prepare_cached(sql)?
            .query_row([channel.platform.as_str(), key], |row| row.get::<_, i64>(0))
            .optional()
    };
    if let Some(external_id) = &channel.external_id {
        // A number alone leads to a group or a person, too, if nothing tells that it is a channel's.
        let sql = "SELECT channel_id FROM channels WHERE platform = ?1 AND external_id = ?2
                   UNION ALL
                   SELECT a.channel_id FROM channel_aliases AS a CROSS JOIN channels AS c ON c.channel_id = a.channel_id
                        WHERE a.platform = ?1 AND a.kind = 'id' AND a.value = ?2
                            AND (?3 OR c.external_id IS NULL OR c.external_id NOT IN ('chat' || ?2, 'user' || ?2))";
        let found = connection
            .prepare_cached(sql)?
            .query_row(params![channel.platform, external_id, is_open(channel)], |row| row.get(0))
            .optional()?;
        if found.is_some() {
            return Ok(found);
        }
    }
    if let Some(handle) = &channel.handle {
        let sql = "SELECT channel_id FROM channels WHERE platform = ?1 AND folded_handle = ?2
                        AND (external_id IS NULL OR ?3 IS NULL)
                   UNION ALL
                   SELECT a.channel_id FROM channel_aliases AS a CROSS JOIN channels AS c ON c.channel_id = a.channel_id
                        WHERE a.platform = ?1 AND a.kind = 'handle' AND a.value = ?2
                            AND (c.external_id IS NULL OR ?3 IS NULL)";
        let found = connection
            .prepare_cached(sql)?
            .query_row(params![channel.platform, fold(handle), channel.external_id], |row| row.get(0))
            .optional()?;
        return Ok(found);
    }
    let (Some(name), None) = (&channel.name, &channel.external_id) else { return Ok(None) };
    let sql = "SELECT channel_id FROM channels
               WHERE platform = ?1 AND name = ?2 AND external_id IS NULL AND handle IS NULL";
    if let Some(channel_id) = find(sql, name)? {
        return Ok(Some(channel_id));
    }
    // A name is one as it is written, as where nothing else is known of a channel; of some stores of earlier versions
    // nobody knows how the name was written.
    connection
        .prepare_cached(
            "SELECT a.channel_id FROM channel_aliases AS a
             WHERE a.platform = ?1 AND a.kind = 'name' AND a.value = ?2
                AND coalesce((SELECT max(t.name = ?3) FROM channel_tellings AS t
                    WHERE t.folded_name = ?2 AND t.channel_id = a.channel_id AND t.certainty = ?4), 1)",
        )?
        .query_row(params![channel.platform, fold(name), name, GIVEN], |row| row.get(0))
        .optional()
}

/// The one channel that inputs of its own posts, which know no more, or the user called by this name, as it is written. Of an
/// input with numbered posts these tell whether it is of that channel; what tells no more than a name is of it.
pub(super) fn by_told_name(connection: &Connection, channel: &Channel) -> rusqlite::Result<Option<i64>> {
    let (Some(name), None, None) = (&channel.name, &channel.external_id, &channel.handle) else {
        return Ok(None);
    };
    let channels: Vec<i64> = connection
        .prepare_cached(
            "SELECT DISTINCT t.channel_id FROM channel_tellings AS t CROSS JOIN channels AS c ON c.channel_id = t.channel_id
             WHERE t.folded_name = ?2 AND t.name = ?3 AND t.certainty = ?4 AND c.platform = ?1 LIMIT 2",
        )?
        .query_map(params![channel.platform, fold(name), name, GIVEN], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(if let [only] = channels[..] { Some(only) } else { None })
}
