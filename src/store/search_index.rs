//! The search index: which posts hold a word. It is FTS5 over `posts.text`, without a copy of the texts.
//!
//! It is made on demand, since making it costs more than all else of a load. From then on triggers on `posts`
//! keep it, in the transaction of the change: whoever writes to the store, an older version of this program or
//! another tool included, the index goes along. What a tool does that switches the triggers off is noticed by
//! [`state`] or by [`differences`], and the index is made anew the next time that it is wanted.
//!
//! External content rather than a contentless table: the text is there anyway, is needed for excerpts, and is
//! what a removed post is taken out of the index by. The triggers hand over the old text, so that this stays
//! right under updates and removals.

use std::ops::ControlFlow;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::settings;
use crate::clock::Clock;
use crate::{Error, ErrorKind, Result};

mod compare;
mod late;
mod temporary;

pub use compare::differences;
pub(crate) use late::{catch_up, put_off};
pub use temporary::{Selection, Words, make_temporary};

/// The name of the index, a virtual table with the column `text` and `post_id` as its rowid.
pub const TABLE: &str = "post_search";

/// Posts that are put in between two looks at the progress.
const POSTS_AT_ONCE: i64 = 2_000;

/// Bytes of new words that FTS5 holds before it writes them, while the index is made; and its own default. Fewer
/// and longer pieces need less merging.
const HELD_WHILE_MAKING: i64 = 16 * 1024 * 1024;
const HELD_BY_DEFAULT: i64 = 1024 * 1024;

/// How a text is parted into what can be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tokenizer {
    /// Words, without the diacritics of Latin letters.
    #[default]
    Unicode61,
    /// Any three characters in a row, so that parts of words are found.
    Trigram,
}

impl Tokenizer {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Unicode61, Self::Trigram];

    /// The name, which is FTS5's own.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unicode61 => "unicode61",
            Self::Trigram => "trigram",
        }
    }

    /// The tokenizer of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tokenizer| tokenizer.name() == name)
    }

    /// What FTS5 is told. Marks are letters: else a word of Hindi, or one of Arabic with its vowels, falls into
    /// its consonants. The signs that turn a character into an emoji are none.
    fn definition(self) -> &'static str {
        match self {
            Self::Unicode61 => {
                "unicode61 remove_diacritics 2 categories 'L* N* Co M*' separators '\u{FE0E}\u{FE0F}\u{20E3}'"
            }
            Self::Trigram => "trigram",
        }
    }

    fn create(self) -> String {
        format!(
            "CREATE VIRTUAL TABLE {TABLE} USING fts5 ( -- The search index over the texts of posts, kept by the triggers on posts.
    text, -- looked for: WHERE post_search MATCH 'word'; the rowid is the post_id
    content = 'posts',
    content_rowid = 'post_id',
    tokenize = \"{}\"
)",
            self.definition()
        )
    }
}

/// The triggers that keep the index, by name.
const TRIGGERS: [(&str, &str); 3] = [
    (
        "post_search_insert",
        "CREATE TRIGGER post_search_insert AFTER INSERT ON posts BEGIN
    INSERT INTO post_search (rowid, text) VALUES (new.post_id, new.text);
END",
    ),
    (
        "post_search_update",
        "CREATE TRIGGER post_search_update AFTER UPDATE OF text ON posts WHEN new.text <> old.text BEGIN
    INSERT INTO post_search (post_search, rowid, text) VALUES ('delete', old.post_id, old.text);
    INSERT INTO post_search (rowid, text) VALUES (new.post_id, new.text);
END",
    ),
    (
        "post_search_delete",
        "CREATE TRIGGER post_search_delete AFTER DELETE ON posts BEGIN
    INSERT INTO post_search (post_search, rowid, text) VALUES ('delete', old.post_id, old.text);
END",
    ),
];

/// What a store's index is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// There is none.
    Absent,
    /// It does not hold what the posts hold, or another version made it otherwise.
    Behind,
    /// It can be asked.
    Ready(Tokenizer),
}

/// What the index is worth, by its definition and the number of its posts: a look that costs little.
///
/// # Errors
/// [`ErrorKind::Store`] when the store cannot be read.
pub fn state(connection: &Connection) -> Result<State> {
    look(connection).map_err(|cause| Error::new(ErrorKind::Store, "cannot read the store").caused_by(cause))
}

fn look(connection: &Connection) -> rusqlite::Result<State> {
    let definition = |name: &str| {
        let sql = "SELECT sql FROM main.sqlite_schema WHERE name = ?1";
        connection
            .query_row(sql, [name], |row| row.get::<_, Option<String>>(0))
            .optional()
            .map(Option::flatten)
    };
    let Some(table) = definition(TABLE)? else {
        for (name, _) in TRIGGERS {
            if definition(name)?.is_some() {
                return Ok(State::Behind);
            }
        }
        return Ok(State::Absent);
    };
    let Some(tokenizer) = Tokenizer::ALL.into_iter().find(|tokenizer| tokenizer.create() == table) else {
        return Ok(State::Behind);
    };
    for (name, sql) in TRIGGERS {
        if definition(name)?.as_deref() != Some(sql) {
            return Ok(State::Behind);
        }
    }
    let is_even = connection.query_row(
        "SELECT (SELECT count(*) FROM main.posts) = (SELECT count(*) FROM main.post_search_docsize)
            AND (SELECT max(post_id) FROM main.posts) IS (SELECT max(id) FROM main.post_search_docsize)",
        [],
        |row| row.get(0),
    );
    // A table of it that is missing is no damage of the store.
    Ok(if is_even.unwrap_or(false) { State::Ready(tokenizer) } else { State::Behind })
}

/// The tokenizer that the store is to have: the one that was chosen last, else the default.
///
/// # Errors
/// [`ErrorKind::Store`] when the store cannot be read.
pub fn chosen_tokenizer(connection: &Connection) -> Result<Tokenizer> {
    let name = settings::get(connection, settings::SEARCH_TOKENIZER)
        .map_err(|cause| Error::new(ErrorKind::Store, "cannot read the store's settings").caused_by(cause))?;
    Ok(name.and_then(|name| Tokenizer::from_name(&name)).unwrap_or_default())
}

/// How far the making of an index is: posts done and all of them. `Break` ends it, and nothing is changed.
pub type Progress<'p> = &'p mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// Makes the index of the store at `path`, or makes it anew: all or nothing, while readers go on reading. Without
/// a tokenizer it is the one that was chosen last. Gives the posts in it, and whether the store is one file again.
///
/// # Errors
/// [`ErrorKind::Locked`] when another process changes the store, [`ErrorKind::Interrupted`] when `progress` ends
/// it, and when the store may not be written.
pub fn build(
    path: &Path,
    clock: Clock,
    tokenizer: Option<Tokenizer>,
    progress: Progress<'_>,
) -> Result<(u64, bool)> {
    super::change(path, clock, |connection| {
        let tokenizer = match tokenizer {
            Some(tokenizer) => tokenizer,
            None => chosen_tokenizer(connection)?,
        };
        make(connection, tokenizer, progress)
            .map_err(|cause| cannot_make(&cause))?
            .ok_or_else(|| Error::new(ErrorKind::Interrupted, "stopped; the store is as it was"))
    })
}

/// Removes the index from the store at `path` and gives its room back. `false` when there is none; and whether the
/// store is one file again.
///
/// # Errors
/// As [`build`].
pub fn drop(path: &Path, clock: Clock) -> Result<(bool, bool)> {
    let was_there = |connection: &Connection| Ok(state(connection)? != State::Absent);
    if !was_there(&super::open_read_only(path)?)? {
        return Ok((false, true));
    }
    let (there, _, is_one_file) = super::change_without_trace(path, clock, |connection| {
        let there = was_there(connection)?;
        remove(connection).map_err(|cause| {
            Error::new(ErrorKind::Store, "cannot remove the search index").caused_by(cause)
        })?;
        Ok(there)
    })?;
    Ok((there, is_one_file))
}

fn cannot_make(cause: &rusqlite::Error) -> Error {
    let error = match cause.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => {
            Error::new(ErrorKind::Io, "no space left for the search index")
                .hint("make room; it needs about as much as the texts")
        }
        _ => Error::new(ErrorKind::Store, "cannot make the search index"),
    };
    error.caused_by(cause.to_string())
}

/// Makes the index in the caller's transaction. `None` when `progress` ended it.
fn make(
    connection: &Connection,
    tokenizer: Tokenizer,
    progress: Progress<'_>,
) -> rusqlite::Result<Option<u64>> {
    remove(connection)?;
    connection.execute_batch(&tokenizer.create())?;
    configure(connection, "hashsize", HELD_WHILE_MAKING)?;
    let all: i64 = connection.query_row("SELECT count(*) FROM posts", [], |row| row.get(0))?;
    let mut insert = connection.prepare(
        "INSERT INTO post_search (rowid, text) SELECT post_id, text FROM posts WHERE post_id > ?1 AND post_id <= ?2",
    )?;
    let mut done = 0;
    let mut chunks = Chunks::default();
    while let Some((after, last)) = chunks.next(connection)? {
        if progress(done, count(all)).is_break() {
            return Ok(None);
        }
        done += insert.execute(params![after, last])? as u64;
    }
    std::mem::drop(insert);
    configure(connection, "hashsize", HELD_BY_DEFAULT)?;
    for (_, sql) in TRIGGERS {
        connection.execute_batch(sql)?;
    }
    settings::set(connection, settings::SEARCH_TOKENIZER, tokenizer.name())?;
    Ok(Some(done))
}

fn configure(connection: &Connection, option: &str, value: i64) -> rusqlite::Result<()> {
    connection
        .execute("INSERT INTO post_search (post_search, rank) VALUES (?1, ?2)", params![option, value])
        .map(std::mem::drop)
}

fn remove(connection: &Connection) -> rusqlite::Result<()> {
    for (name, _) in TRIGGERS {
        connection.execute_batch(&format!("DROP TRIGGER IF EXISTS main.{name}"))?;
    }
    connection.execute_batch(&format!("DROP TABLE IF EXISTS main.{TABLE}"))
}

/// Removes an index that is not sound, in the transaction of a change: its triggers would let the change fail. It is
/// made anew when it is wanted.
pub(crate) fn remove_unsound(connection: &Connection) -> rusqlite::Result<()> {
    if look(connection)? == State::Behind { remove(connection) } else { Ok(()) }
}

/// Leaves nothing of removed texts in the index, in the transaction of the removal: FTS5 only marks their words as
/// gone until it merges the pieces that hold them.
pub(crate) fn leave_no_trace(connection: &Connection) -> rusqlite::Result<()> {
    remove_unsound(connection)?;
    if look(connection)? == State::Absent {
        return Ok(());
    }
    connection.execute_batch("INSERT INTO post_search (post_search) VALUES ('optimize')")
}

/// The posts in pieces, in ascending order.
#[derive(Debug, Default)]
pub(in crate::store) struct Chunks {
    last: Option<i64>,
}

impl Chunks {
    /// The next piece: the id after which it begins, and its last id.
    pub(in crate::store) fn next(&mut self, connection: &Connection) -> rusqlite::Result<Option<(i64, i64)>> {
        let after = self.last.unwrap_or(i64::MIN);
        let mut statement = connection.prepare_cached(
            "SELECT max(post_id) FROM (SELECT post_id FROM main.posts WHERE post_id > ?1 ORDER BY post_id LIMIT ?2)",
        )?;
        let last: Option<i64> = statement.query_row([after, POSTS_AT_ONCE], |row| row.get(0))?;
        self.last = last;
        Ok(last.map(|last| (after, last)))
    }
}

/// What a store's index holds, for people.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// How it parts texts: `unicode61` or `trigram`; `None` when it is to be made anew.
    pub tokenizer: Option<&'static str>,
    /// Posts in it.
    pub posts: i64,
    /// Its size in bytes.
    pub bytes: i64,
}

/// What the index holds; `None` when there is none.
///
/// # Errors
/// [`ErrorKind::Store`] when the store cannot be read.
pub fn summary(connection: &Connection) -> Result<Option<Summary>> {
    let tokenizer = match state(connection)? {
        State::Absent => return Ok(None),
        State::Behind => None,
        State::Ready(tokenizer) => Some(tokenizer.name()),
    };
    let figure = |sql: &str| {
        connection.query_row(sql, [], |row| row.get::<_, Option<i64>>(0)).optional().map(Option::flatten)
    };
    // Of a broken index there is nothing to tell.
    let posts = figure("SELECT count(*) FROM main.post_search_docsize").unwrap_or_default();
    let bytes = figure(
        "SELECT (SELECT sum(length(block)) FROM main.post_search_data)
            + (SELECT sum(length(sz) + 4) FROM main.post_search_docsize)",
    );
    Ok(Some(Summary {
        tokenizer,
        posts: posts.unwrap_or_default(),
        bytes: bytes.unwrap_or_default().unwrap_or_default(),
    }))
}

fn count(value: i64) -> u64 {
    u64::try_from(value).unwrap_or_default()
}
