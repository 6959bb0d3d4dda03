//! The channels of a store, with how much each holds.

use std::collections::HashMap;

use rusqlite::Connection;
use serde::Serialize;

use super::reading;
use crate::Result;

/// Which channels to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Those with posts in the store.
    WithPosts,
    /// Those that are known from forwards and replies only as well.
    All,
}

/// A channel and what the store holds of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Channel {
    /// The store's own id.
    pub channel_id: i64,
    /// The platform's id, as it writes it.
    pub external_id: Option<String>,
    /// The public handle, without `@`.
    pub handle: Option<String>,
    /// The name that people see.
    pub name: Option<String>,
    /// The kind in the platform's words, e.g. `public_channel`.
    pub kind: Option<String>,
    /// How many posts the store holds of it.
    pub posts: i64,
    /// The first day with a post, in the reporting zone; `None` when no post is dated.
    pub first: Option<String>,
    /// The last day with a post.
    pub last: Option<String>,
}

/// The channels, most posts first, then in the order of `channel_id`.
///
/// # Errors
/// When the store cannot be read.
pub fn list(connection: &Connection, scope: Scope) -> Result<Vec<Channel>> {
    reading::all(
        connection,
        "SELECT c.channel_id, c.external_id, c.handle, c.name, c.kind,
                coalesce(p.posts, 0) AS posts, p.first, p.last
         FROM channels AS c
         LEFT JOIN (SELECT channel_id, count(*) AS posts, min(posted_on) AS first, max(posted_on) AS last
                    FROM posts GROUP BY channel_id) AS p ON p.channel_id = c.channel_id
         WHERE ?1 OR p.posts > 0
         ORDER BY posts DESC, c.channel_id",
        [scope == Scope::All],
        |row| {
            Ok(Channel {
                channel_id: row.get(0)?,
                external_id: row.get(1)?,
                handle: row.get(2)?,
                name: row.get(3)?,
                kind: row.get(4)?,
                posts: row.get(5)?,
                first: row.get(6)?,
                last: row.get(7)?,
            })
        },
    )
}

/// What reports call each channel with posts: its handle, else its name, else its id; of several of one name also the id,
/// and where these are one the store's own number.
pub(super) fn labels(connection: &Connection) -> rusqlite::Result<HashMap<i64, String>> {
    connection
        .prepare("SELECT channel_id, channel FROM v_channels WHERE channel IS NOT NULL")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}
