//! An index for one search, beside the store: where the store may not be written, or its own index does not know
//! what is looked for.
//!
//! It stands in a temporary file of the reading connection under the name of the store's own index, which it
//! hides, so that the same statements ask it. The store is not touched.

use std::fmt::Write as _;
use std::ops::ControlFlow;

use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, params_from_iter};

use super::{Chunks, Progress, TABLE, Tokenizer, count};
use crate::extract::fold::fold;
use crate::extract::unspaced::{is_symbol, parted};
use crate::store::word_index::know_folding;
use crate::{Error, ErrorKind, Result};

/// What the words of the index are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// Those of the store's own index with this tokenizer.
    Plain(Tokenizer),
    /// Words, and by themselves characters of scripts without spaces and symbols.
    Parted {
        /// What the index of the store would know, and does not know this.
        tokenizer: Tokenizer,
        /// Such characters that are looked for.
        characters: Vec<char>,
        /// Whether every post that is found has all of them.
        all_occur: bool,
    },
}

/// The posts that are put into the index; a list is the text of a JSON array.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these `channel_id`s.
    pub channels: Option<String>,
    /// Only from this day on.
    pub since: Option<String>,
    /// Only up to this day.
    pub until: Option<String>,
}

/// Makes the index on a connection that the store opened for reading. `progress` is told of the posts looked at, and
/// ends it with `Break`.
///
/// # Errors
/// [`ErrorKind::Interrupted`] when `progress` ends it, [`ErrorKind::Store`] when SQLite refuses.
pub fn make_temporary(
    connection: &Connection,
    words: &Words,
    selection: &Selection,
    progress: Progress<'_>,
) -> Result<()> {
    let made = connection
        .pragma_update(None, "query_only", false)
        .and_then(|()| make(connection, words, selection, progress));
    let closed = connection.pragma_update(None, "query_only", true);
    match made.and_then(|is_whole| closed.map(|()| is_whole)) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Error::new(ErrorKind::Interrupted, "the search was stopped")),
        Err(cause) => Err(Error::new(ErrorKind::Store, "the texts cannot be searched").caused_by(cause)),
    }
}

fn make(
    connection: &Connection,
    words: &Words,
    selection: &Selection,
    progress: Progress<'_>,
) -> rusqlite::Result<bool> {
    let (text, tokenizer) = match words {
        Words::Plain(tokenizer) => ("text", tokenizer.definition().to_owned()),
        Words::Parted { characters, .. } => {
            let flags = FunctionFlags::SQLITE_UTF8
                | FunctionFlags::SQLITE_DETERMINISTIC
                | FunctionFlags::SQLITE_INNOCUOUS;
            connection.create_scalar_function("parted", 1, flags, |context| {
                Ok(parted(context.get_raw(0).as_str().unwrap_or_default()))
            })?;
            // Only words are known to the tokenizer, so it is told which symbols matter.
            let symbols: String = characters.iter().copied().filter(|char| is_symbol(*char)).collect();
            let told = if symbols.is_empty() { symbols } else { format!(" tokenchars '{symbols}'") };
            ("parted(text)", format!("{}{told}", Tokenizer::Unicode61.definition()))
        }
    };
    connection.execute_batch(&format!(
        "DROP TABLE IF EXISTS temp.{TABLE};
         DROP VIEW IF EXISTS temp.searched_posts;
         CREATE TEMP VIEW searched_posts AS SELECT post_id, {text} AS text FROM main.posts;
         CREATE VIRTUAL TABLE temp.{TABLE} USING fts5 (
            text, content = 'searched_posts', content_rowid = 'post_id', tokenize = \"{tokenizer}\");"
    ))?;
    let mut values: Vec<Option<String>> =
        vec![selection.channels.clone(), selection.since.clone(), selection.until.clone()];
    let mut conditions = String::new();
    if let Words::Parted { characters, all_occur: true, .. } = words {
        know_folding(connection)?;
        for char in characters {
            values.push(Some(fold(&char.to_string())));
            // Writing to a string cannot fail.
            let _ = write!(conditions, " AND instr(folded_text(text), ?{}) > 0", values.len() + 2);
        }
    }
    let mut insert = connection.prepare(&format!(
        "INSERT INTO temp.{TABLE} (rowid, text) SELECT post_id, {text} FROM main.posts
         WHERE post_id > ?1 AND post_id <= ?2
            AND (?3 IS NULL OR channel_id IN (SELECT value FROM json_each(?3)))
            AND (?4 IS NULL OR posted_on >= ?4) AND (?5 IS NULL OR posted_on <= ?5){conditions}"
    ))?;
    let all: i64 = connection.query_row("SELECT count(*) FROM main.posts", [], |row| row.get(0))?;
    let mut chunks = Chunks::default();
    let mut done = 0;
    while let Some((after, last)) = chunks.next(connection)? {
        if progress(done, count(all)) == ControlFlow::Break(()) {
            return Ok(false);
        }
        let bounds = [after, last].map(rusqlite::types::Value::Integer);
        let rest = values.iter().map(|value| match value {
            Some(text) => rusqlite::types::Value::Text(text.clone()),
            None => rusqlite::types::Value::Null,
        });
        insert.execute(params_from_iter(bounds.into_iter().chain(rest)))?;
        done += super::POSTS_AT_ONCE.unsigned_abs();
    }
    Ok(true)
}
