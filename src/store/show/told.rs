//! What each input told of a post of which several tell differently.

use rusqlite::{Connection, Row};
use serde::Serialize;
use serde_json::Value;

use super::{Channel, channel_from_row};
use crate::Result;
use crate::store::reading;

/// What one input told of a post: a row of `post_evidence`. What it did not tell is `None`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the fields are the columns of `post_evidence`, which the schema documents")]
pub struct Told {
    pub load_id: i64,
    /// When it was so, by the record or else by its input.
    pub as_of: Option<String>,
    pub external_id: Option<String>,
    pub author: Option<String>,
    pub posted_at: Option<String>,
    pub posted_local: Option<String>,
    pub posted_on: Option<String>,
    pub posted_raw: Option<String>,
    pub date_basis: Option<String>,
    pub is_forward: bool,
    pub forwarded_from: Option<Channel>,
    pub forwarded_external_id: Option<String>,
    pub forwarded_at: Option<String>,
    pub reply_to_channel: Option<Channel>,
    pub reply_to_external_id: Option<String>,
    pub album_size: i64,
    pub edited_at: Option<String>,
    pub is_edited: bool,
    pub via_bot: Option<String>,
    pub url: Option<String>,
    /// An array of objects with the columns of `media` that have a value.
    pub media: Option<Value>,
    /// Its text; `None` when it is the post's own.
    pub text: Option<String>,
}

const EVIDENCE: &str = "
SELECT e.*, coalesce(e.as_of, l.as_of) AS told_as_of, a.name AS author,
    f.channel_id AS f_channel_id, f.platform AS f_platform, f.external_id AS f_external_id,
    f.handle AS f_handle, f.name AS f_name,
    r.channel_id AS r_channel_id, r.platform AS r_platform, r.external_id AS r_external_id,
    r.handle AS r_handle, r.name AS r_name
FROM post_evidence AS e
JOIN loads AS l ON l.load_id = e.load_id
LEFT JOIN channels AS f ON f.channel_id = e.forwarded_from_id
LEFT JOIN channels AS r ON r.channel_id = e.reply_to_channel_id
LEFT JOIN authors AS a ON a.author_id = e.author_id
WHERE e.post_id = ?1 ORDER BY e.load_id, e.position";

/// What inputs told of the post, in the order of their loads; nothing where one tells all of it.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn gather(connection: &Connection, post_id: i64) -> Result<Vec<Told>> {
    reading::all(connection, EVIDENCE, [post_id], told_from_row)
}

fn told_from_row(row: &Row<'_>) -> rusqlite::Result<Told> {
    let media: Option<String> = row.get("media")?;
    Ok(Told {
        load_id: row.get("load_id")?,
        as_of: row.get("told_as_of")?,
        external_id: row.get("external_id")?,
        author: row.get("author")?,
        posted_at: row.get("posted_at")?,
        posted_local: row.get("posted_local")?,
        posted_on: row.get("posted_on")?,
        posted_raw: row.get("posted_raw")?,
        date_basis: row.get("date_basis")?,
        is_forward: row.get("is_forward")?,
        forwarded_from: channel_from_row(row, "f")?,
        forwarded_external_id: row.get("forwarded_external_id")?,
        forwarded_at: row.get("forwarded_at")?,
        reply_to_channel: channel_from_row(row, "r")?,
        reply_to_external_id: row.get("reply_to_external_id")?,
        album_size: row.get("album_size")?,
        edited_at: row.get("edited_at")?,
        is_edited: row.get("is_edited")?,
        via_bot: row.get("via_bot")?,
        url: row.get("url")?,
        // What is no JSON is not from us, and shown as it is.
        media: media.map(|media| serde_json::from_str(&media).unwrap_or(Value::String(media))),
        text: row.get("text")?,
    })
}
