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

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use sha2::{Digest as _, Sha256};
use xxhash_rust::xxh3::xxh3_128;

use super::reading;
use crate::Result;

/// What is hashed: the name of each part, and the SELECT of its rows, which know nothing of the store's own ids.
/// Their order does not count, so that nothing must be sorted; the tables are scanned in their own.
const PARTS: [(&str, &str); 8] = [
    ("schema", "PRAGMA user_version"),
    (
        "settings",
        // A store that has been searched or grouped as every other one would be is no other store; by which method it
        // was grouped does not count, since a report groups anew what an earlier method has grouped. Nor does by which
        // rules its posts were read, as long as these found as much.
        "SELECT name, value FROM settings
         WHERE name NOT IN ('point_groups_method', 'reading_rules')
           AND (name, value) NOT IN (VALUES ('search_tokenizer', 'unicode61'), ('point_groups_similarity', '0.55'))",
    ),
    (
        "loads",
        // An input that is cut off is loaded again whenever it is named again.
        "SELECT DISTINCT sha256, bytes, format, as_of, is_whole, rejected FROM loads",
    ),
    (
        "channels",
        "SELECT c.platform, c.external_id, c.handle, c.name, c.kind FROM channels AS c
         WHERE EXISTS (SELECT * FROM post_months WHERE channel_id = c.channel_id)
            OR EXISTS (SELECT * FROM posts WHERE forwarded_from_id = c.channel_id)
            OR EXISTS (SELECT * FROM posts WHERE reply_to_channel_id = c.channel_id)",
    ),
    (
        "posts",
        "SELECT c.platform, c.external_id, c.folded_handle, c.folded_name, m.month, m.is_forward, m.posts
         FROM post_months AS m CROSS JOIN channels AS c ON c.channel_id = m.channel_id",
    ),
    (
        "hashtags",
        "SELECT h.tag, months, posts, uses, forwarded, first_on, last_on FROM (
            SELECT hashtag_id AS id, count(*) AS months, sum(posts) AS posts, sum(uses) AS uses,
                sum(uses * is_forward) AS forwarded, min(first_on) AS first_on, max(last_on) AS last_on
            FROM hashtag_months GROUP BY hashtag_id) AS m CROSS JOIN hashtags AS h ON h.hashtag_id = m.id",
    ),
    (
        "mentions",
        "SELECT e.kind, e.name, months, posts, uses, forwarded, first_on, last_on FROM (
            SELECT entity_id AS id, count(*) AS months, sum(posts) AS posts, sum(uses) AS uses,
                sum(uses * is_forward) AS forwarded, min(first_on) AS first_on, max(last_on) AS last_on
            FROM mention_months GROUP BY entity_id) AS m CROSS JOIN entities AS e ON e.entity_id = m.id",
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
    let mut encoded = Vec::new();
    for (name, sql) in PARTS {
        let (mut rows, mut sum) = (0_u64, 0_u128);
        reading::all(connection, sql, [], |row| {
            encoded.clear();
            encode(row, &mut encoded)?;
            rows += 1;
            // A sum is the same in any order, and two equal rows do not cancel each other.
            sum = sum.wrapping_add(xxh3_128(&encoded));
            Ok(())
        })?;
        hash.update(name);
        hash.update(rows.to_be_bytes());
        hash.update(sum.to_be_bytes());
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Adds the values of a row, so that no two different rows are written alike.
fn encode(row: &Row<'_>, bytes: &mut Vec<u8>) -> rusqlite::Result<()> {
    for index in 0..row.as_ref().column_count() {
        let mut add = |kind: u8, value: &[u8]| {
            bytes.push(kind);
            bytes.extend((value.len() as u64).to_be_bytes());
            bytes.extend(value);
        };
        match row.get_ref(index)? {
            ValueRef::Null => add(b'0', &[]),
            ValueRef::Integer(number) => add(b'I', &number.to_be_bytes()),
            ValueRef::Real(number) => add(b'F', &number.to_be_bytes()),
            ValueRef::Text(text) => add(b'T', text),
            ValueRef::Blob(blob) => add(b'B', blob),
        }
    }
    Ok(())
}
