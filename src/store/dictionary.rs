//! The dictionary of names that a store holds: the bundled rows, and those of the user.
//!
//! A store gets the bundled rows when it is made, and anew when a program with other ones first opens it where it can be
//! written. Posts are read with the dictionary as it is when they are loaded; once it has changed,
//! [`is_newer_than_posts`] says so until a reindex has read them again.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use rusqlite::{Connection, params};
use xxhash_rust::xxh3::Xxh3;

use super::{rules, settings};
use crate::extract::naming::alias_file;
use crate::model::{Alias, Named, Origin, Rule};
use crate::{Error, ErrorKind, Result};

/// The setting that tells which bundled rows a store has.
const BUNDLED: &str = "bundled_dictionary";

/// The setting of a store of which some posts were read with another dictionary.
const POSTS: &str = "names_in_posts";

/// What [`POSTS`] says.
const READ_BEFORE: &str = "read with an earlier dictionary";

/// What tells the bundled rows of this program from those of another version.
fn bundled_digest() -> &'static str {
    static DIGEST: OnceLock<String> = OnceLock::new();
    DIGEST.get_or_init(|| {
        let mut hash = Xxh3::new();
        alias_file::bundled_text().for_each(|text| hash.update(text.as_bytes()));
        format!("{:016x}", hash.digest())
    })
}

/// Whether the store has the bundled rows of this program and none of the user's.
///
/// # Errors
/// When the store cannot be read.
pub fn is_as_bundled(connection: &Connection) -> rusqlite::Result<bool> {
    if !is_of_this_program(connection)? {
        return Ok(false);
    }
    connection.query_row(
        "SELECT NOT EXISTS (SELECT * FROM entity_aliases WHERE origin = 'user')",
        [],
        |row| row.get(0),
    )
}

/// Whether the bundled rows of the store are those of this program, beside which it may have the user's.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn is_of_this_program(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(settings::get(connection, BUNDLED)?.as_deref() == Some(bundled_digest()))
}

/// Gives the store the bundled rows of this program, where it has other ones or none; all or nothing. The
/// connection is in no transaction.
///
/// # Errors
/// [`ErrorKind::Store`] when the store refuses.
pub(super) fn bring_up_to_date(connection: &Connection) -> Result<()> {
    let bring = || {
        if is_of_this_program(connection)? {
            return Ok(());
        }
        connection.execute_batch("BEGIN IMMEDIATE")?;
        bring_in_transaction(connection)?;
        connection.execute_batch("COMMIT")
    };
    let done: rusqlite::Result<()> = bring();
    if !connection.is_autocommit() {
        // Nothing better can be done about a failure of this: the journal takes it all back later.
        let _ = connection.execute_batch("ROLLBACK");
    }
    done.map_err(|cause| {
        Error::new(ErrorKind::Store, "cannot bring the dictionary up to date").caused_by(cause)
    })
}

/// As [`bring_up_to_date`], in the caller's transaction.
///
/// # Errors
/// When the store refuses.
pub(super) fn bring_in_transaction(connection: &Connection) -> rusqlite::Result<()> {
    if is_of_this_program(connection)? {
        return Ok(());
    }
    // A test excludes it.
    let faulty = |fault: alias_file::Fault| {
        rusqlite::Error::ToSqlConversionFailure(format!("line {}: {}", fault.line, fault.what).into())
    };
    let aliases = alias_file::bundled().map_err(faulty)?;
    connection.execute("DELETE FROM entity_aliases WHERE origin = 'bundled'", [])?;
    insert(connection, aliases)?;
    remove_unused(connection)?;
    settings::set(connection, BUNDLED, bundled_digest())?;
    // Every store that is made comes by here, and needs no transaction more for it.
    rules::note_empty(connection)?;
    note_change(connection)
}

/// Adds rows; gives how many the store did not have.
///
/// # Errors
/// When the store refuses.
pub fn add(connection: &Connection, aliases: &[Alias]) -> rusqlite::Result<usize> {
    let added = insert(connection, aliases)?;
    if added > 0 {
        note_change(connection)?;
    }
    Ok(added)
}

fn insert(connection: &Connection, aliases: &[Alias]) -> rusqlite::Result<usize> {
    let mut insert_entity = connection.prepare(
        "INSERT INTO entities (kind, name, label, code) VALUES (?1, ?2, ?3, nullif(?4, ''))
         ON CONFLICT (kind, name) DO UPDATE SET
            label = iif(?5 OR label IS NULL OR NOT EXISTS (SELECT * FROM entity_aliases AS a WHERE a.entity_id = entities.entity_id),
                excluded.label, label), code = coalesce(iif(?5, excluded.code, code), code, excluded.code)
         RETURNING entity_id",
    )?;
    let mut insert_alias = connection.prepare(
        "INSERT INTO entity_aliases (entity_id, origin, alias, rule, language) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (entity_id, origin, alias, rule) DO NOTHING",
    )?;
    let mut ids: HashMap<&Named, i64> = HashMap::new();
    let mut of_row_before: Option<(&Arc<Named>, i64)> = None;
    let mut added = 0;
    for alias in aliases {
        let who = alias.who.as_ref();
        let known = of_row_before.filter(|(before, _)| Arc::ptr_eq(before, &alias.who));
        let entity_id = match known.map(|(_, id)| id).or_else(|| ids.get(who).copied()) {
            Some(id) => id,
            None => {
                // Of a row that is there, the bundled label and code stand.
                let is_bundled = alias.origin == Origin::Bundled;
                let id = insert_entity
                    .query_row(params![who.kind, who.name, who.label, who.code, is_bundled], |row| {
                        row.get(0)
                    })?;
                ids.insert(who, id);
                id
            }
        };
        of_row_before = Some((&alias.who, entity_id));
        added += insert_alias.execute(params![
            entity_id,
            alias.origin.as_str(),
            alias.alias,
            alias.rule.as_str(),
            alias.language
        ])?;
    }
    Ok(added)
}

/// Removes the user's rows of somebody, all or the one of this alias and rule; gives how many there were.
///
/// # Errors
/// When the store refuses.
pub fn remove(
    connection: &Connection,
    entity_id: i64,
    alias: Option<(&str, Rule)>,
) -> rusqlite::Result<usize> {
    let removed = connection.execute(
        "DELETE FROM entity_aliases WHERE entity_id = ?1 AND origin = 'user'
             AND (?2 IS NULL OR alias = ?2 AND rule = ?3)",
        params![entity_id, alias.map(|(alias, _)| alias), alias.map(|(_, rule)| rule.as_str())],
    )?;
    if removed > 0 {
        note_change(connection)?;
        remove_unused(connection)?;
    }
    Ok(removed)
}

/// Removes entities that no post names and that no alias means.
///
/// # Errors
/// When the store refuses.
pub fn remove_unused(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "DELETE FROM entities WHERE NOT EXISTS (SELECT * FROM mentions AS u WHERE u.entity_id = entities.entity_id)
             AND NOT EXISTS (SELECT * FROM entity_aliases AS a WHERE a.entity_id = entities.entity_id)
             AND NOT EXISTS (SELECT * FROM posts AS p WHERE p.speaker_id = entities.entity_id)",
    )
}

/// Somebody of the dictionary and one alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The store's own id of who is meant.
    pub entity_id: i64,
    /// The alias.
    pub alias: Alias,
}

/// All rows, in the order of entities and aliases.
///
/// # Errors
/// When the store cannot be read.
pub fn rows(connection: &Connection) -> rusqlite::Result<Vec<Row>> {
    let mut select = connection.prepare(
        "SELECT a.entity_id, e.kind, e.name, coalesce(e.label, e.name), coalesce(e.code, ''), a.origin, a.alias,
                a.rule, a.language
         FROM entity_aliases AS a JOIN entities AS e ON e.entity_id = a.entity_id
         ORDER BY a.entity_id, a.origin, a.alias, a.rule",
    )?;
    let mut rows = select.query([])?;
    let mut all: Vec<Row> = Vec::new();
    while let Some(row) = rows.next()? {
        let entity_id = row.get(0)?;
        let who = match all.last() {
            Some(last) if last.entity_id == entity_id => Arc::clone(&last.alias.who),
            _ => Arc::new(Named {
                kind: row.get(1)?,
                name: row.get(2)?,
                label: row.get(3)?,
                code: row.get(4)?,
            }),
        };
        let origin: String = row.get(5)?;
        let rule: String = row.get(7)?;
        let alias = Alias {
            who,
            alias: row.get(6)?,
            language: row.get(8)?,
            rule: Rule::parse(&rule).unwrap_or_default(),
            origin: if origin == "user" { Origin::User } else { Origin::Bundled },
        };
        all.push(Row { entity_id, alias });
    }
    Ok(all)
}

/// How many posts name each entity.
///
/// # Errors
/// When the store cannot be read.
pub fn posts_by_entity(connection: &Connection) -> rusqlite::Result<HashMap<i64, i64>> {
    connection
        .prepare("SELECT entity_id, sum(posts) FROM mention_months GROUP BY entity_id")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

fn note_change(connection: &Connection) -> rusqlite::Result<()> {
    let has_posts: bool =
        connection.query_row("SELECT EXISTS (SELECT * FROM posts)", [], |row| row.get(0))?;
    if has_posts { settings::set(connection, POSTS, READ_BEFORE) } else { Ok(()) }
}

/// Whether some posts were read with an earlier dictionary.
///
/// # Errors
/// When the store cannot be read.
pub fn is_newer_than_posts(connection: &Connection) -> rusqlite::Result<bool> {
    settings::get(connection, POSTS).map(|kept| kept.is_some())
}

/// Notes that all posts are read with the dictionary as it is.
///
/// # Errors
/// When the store refuses.
pub fn note_posts_are_read(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM settings WHERE name = ?1", [POSTS]).map(drop)
}
