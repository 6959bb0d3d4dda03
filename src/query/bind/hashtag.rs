//! Hashtags as values of parameters.

use rusqlite::{Connection, OptionalExtension};

use crate::Result;
use crate::extract::fold::fold;
use crate::query::channel::posts;
use crate::query::failure::unreadable;
use crate::query::similar;

/// The tag folded, without `#` and without the `@channel` of `#tag@channel`.
pub(in crate::query) fn fold_hashtag(text: &str) -> String {
    let text = text.trim().trim_start_matches(['#', '＃']);
    fold(text.split_once('@').map_or(text, |(tag, _)| tag))
}

/// A warning when no post of the store carries the folded `tag`, with the close ones that posts do carry.
/// It is no error: that nobody used a tag is an answer.
pub(super) fn warn_if_unknown(store: &Connection, flag: &str, tag: &str) -> Result<Option<String>> {
    let sql = "SELECT 1 FROM hashtags AS h WHERE h.tag = ?1 \
               AND EXISTS (SELECT 1 FROM post_hashtags AS u WHERE u.hashtag_id = h.hashtag_id)";
    let found = store.query_row(sql, [tag], |_| Ok(())).optional().map_err(unreadable)?;
    if found.is_some() {
        return Ok(None);
    }
    let mut close = Vec::new();
    let tags = all(store).map_err(unreadable)?;
    for name in similar::close(tag, tags.iter().map(String::as_str), 3) {
        close.push(format!("#{name} ({})", posts(count(store, name).map_err(unreadable)?)));
    }
    let close = if close.is_empty() { String::new() } else { format!("; close: {}", close.join(", ")) };
    Ok(Some(format!("--{flag}: no post of this store carries #{tag}{close}")))
}

fn all(store: &Connection) -> rusqlite::Result<Vec<String>> {
    store.prepare("SELECT tag FROM hashtags ORDER BY tag")?.query_map([], |row| row.get(0))?.collect()
}

fn count(store: &Connection, tag: &str) -> rusqlite::Result<i64> {
    let sql = "SELECT count(DISTINCT u.post_id) FROM post_hashtags AS u JOIN hashtags AS h USING (hashtag_id) WHERE h.tag = ?1";
    store.query_row(sql, [tag], |row| row.get(0))
}
