//! One hash for what a store holds, to tell whether a report would rest on the same data.
//!
//! It is made of what the store was loaded with and of the counts that it keeps, so that it costs a moment also
//! where the file is large. It knows nothing of the file itself: not its name, the order of its pages, its
//! journal, nor the store's own ids. A store that is made anew of the same inputs has the same fingerprint, in
//! whatever order they were loaded.
//!
//! It changes with every load of something new (what an input changes in posts comes with the hash of that
//! input), with every erasure, with channels that become one, with the settings, and where posts, talking points,
//! hashtags, mentions, links or media are counted differently. It does not see what another program writes into
//! the texts of a store, nor when and from which path an input was loaded.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest as _, Sha256};

use super::reading;
use crate::Result;

/// What is hashed: the name of each part, and the SELECT of its rows, which are in a total order without the
/// store's own ids.
const PARTS: [(&str, &str); 7] = [
    ("schema", "PRAGMA user_version"),
    ("settings", "SELECT name, value FROM settings ORDER BY name, value"),
    (
        "loads",
        // An input that is cut off is loaded again whenever it is named again.
        "SELECT DISTINCT sha256, bytes, format, as_of, is_whole, rejected FROM loads
         ORDER BY sha256, bytes, format, as_of, is_whole, rejected",
    ),
    (
        "channels",
        "SELECT c.platform, c.external_id, c.handle, c.name, c.kind, m.month, m.is_forward, m.posts
         FROM channels AS c LEFT JOIN post_months AS m ON m.channel_id = c.channel_id
         WHERE m.channel_id IS NOT NULL
            OR EXISTS (SELECT * FROM posts WHERE forwarded_from_id = c.channel_id)
            OR EXISTS (SELECT * FROM posts WHERE reply_to_channel_id = c.channel_id)
         ORDER BY c.platform, c.external_id, c.folded_handle, c.folded_name, m.month, m.is_forward, m.posts",
    ),
    (
        "hashtags",
        "SELECT h.tag, m.month, m.is_forward, sum(m.posts), sum(m.uses), min(m.first_on), max(m.last_on)
         FROM hashtags AS h CROSS JOIN hashtag_months AS m ON m.hashtag_id = h.hashtag_id
         GROUP BY h.tag, m.month, m.is_forward ORDER BY h.tag, m.month, m.is_forward",
    ),
    (
        "mentions",
        "SELECT e.kind, e.name, m.month, m.is_forward, sum(m.posts), sum(m.uses), min(m.first_on), max(m.last_on)
         FROM entities AS e CROSS JOIN mention_months AS m ON m.entity_id = e.entity_id
         GROUP BY e.kind, e.name, m.month, m.is_forward ORDER BY e.kind, e.name, m.month, m.is_forward",
    ),
    (
        "rows",
        "SELECT (SELECT count(*) FROM posts), (SELECT count(*) FROM post_versions),
                (SELECT count(*) FROM talking_points), (SELECT count(*) FROM post_hashtags),
                (SELECT count(*) FROM mentions), (SELECT count(*) FROM links), (SELECT count(*) FROM media),
                (SELECT count(*) FROM channel_events)",
    ),
];

/// The fingerprint of the store behind `connection`: SHA-256, in lower-case hex.
///
/// # Errors
/// When the store cannot be read.
pub fn fingerprint(connection: &Connection) -> Result<String> {
    let _snapshot = reading::snapshot(connection)?;
    let mut hash = Sha256::new();
    for (name, sql) in PARTS {
        add(&mut hash, b'P', name.as_bytes());
        for row in reading::all(connection, sql, [], encoded)? {
            add(&mut hash, b'R', &row);
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The values of a row, each so that no two different ones, nor two different rows, are written alike.
fn encoded(row: &rusqlite::Row<'_>) -> rusqlite::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for index in 0..row.as_ref().column_count() {
        let (kind, value) = match row.get_ref(index)? {
            ValueRef::Null => (b'0', Vec::new()),
            ValueRef::Integer(number) => (b'I', number.to_be_bytes().to_vec()),
            ValueRef::Real(number) => (b'F', number.to_be_bytes().to_vec()),
            ValueRef::Text(text) => (b'T', text.to_vec()),
            ValueRef::Blob(blob) => (b'B', blob.to_vec()),
        };
        bytes.push(kind);
        bytes.extend((value.len() as u64).to_be_bytes());
        bytes.extend(value);
    }
    Ok(bytes)
}

fn add(hash: &mut Sha256, kind: u8, bytes: &[u8]) {
    hash.update([kind]);
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}
