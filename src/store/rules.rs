//! By which rules the posts of a store were read.
//!
//! Posts are read by the rules of the program that loads them, and a later version may find other talking points in the
//! same text. A store keeps the number of the rules by which all of its posts were read; one of which some posts were
//! read by others, or nobody knows by which, keeps none. Such a store [says so](are_of_another_version) until a reindex
//! has read them all by the rules of this version.

use rusqlite::Connection;

use super::{reading, settings};
use crate::Result;
use crate::extract::rules::RULES;

/// The setting that tells by which rules all posts were read.
const SETTING: &str = "reading_rules";

/// What is told of a store that [has posts read by others](are_of_another_version).
pub const TOLD: &str =
    "the talking points, hashtags and links of some posts were found by the rules of another version";

/// What is told of such a store after a load.
pub const MIXED: &str = "the talking points, hashtags and links of earlier posts were found by the rules of another version, \
    those of new ones by these; counts mix both";

/// Whether some posts were read by the rules of another version, or may have been.
///
/// # Errors
/// When the store cannot be read.
pub fn are_of_another_version(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(!are_these(connection)? && has_posts(connection)?)
}

/// What there is to tell of the rules: [`TOLD`] where some posts were read by others.
///
/// # Errors
/// [`ErrorKind::Store`](crate::ErrorKind::Store) when the store cannot be read.
pub fn told(connection: &Connection) -> Result<Option<&'static str>> {
    let are_others = are_of_another_version(connection).map_err(reading::unreadable)?;
    Ok(are_others.then_some(TOLD))
}

/// Notes that all posts are read by the rules of this version.
///
/// # Errors
/// When the store refuses.
pub fn note_posts_are_read(connection: &Connection) -> rusqlite::Result<()> {
    settings::set(connection, SETTING, &RULES.to_string())
}

/// Notes that a store without posts has none that was read by other rules.
///
/// # Errors
/// When the store refuses.
pub(crate) fn note_empty(connection: &Connection) -> rusqlite::Result<()> {
    if has_posts(connection)? { Ok(()) } else { note_posts_are_read(connection) }
}

/// Notes that texts are going to be read by the rules of this version: in a store without posts all are, and in one whose
/// posts were read by others both are mixed, which that other version has to know, too.
///
/// # Errors
/// When the store refuses.
pub(crate) fn note_reading(connection: &Connection) -> rusqlite::Result<()> {
    if are_these(connection)? {
        return Ok(());
    }
    if has_posts(connection)? {
        return connection.execute("DELETE FROM settings WHERE name = ?1", [SETTING]).map(drop);
    }
    note_posts_are_read(connection)
}

fn are_these(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(settings::get(connection, SETTING)?.is_some_and(|kept| kept == RULES.to_string()))
}

fn has_posts(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT EXISTS (SELECT * FROM posts)", [], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::in_memory;

    const POST: &str = "INSERT INTO channels (channel_id, platform, name) VALUES (1, 'telegram', 'a');
        INSERT INTO loads VALUES (1, '-', 'csv', 0, '', 0, '', '', NULL, 1, 0, 0, 0, 0, '', 1, 1);
        INSERT INTO posts (post_id, channel_id, is_forward, album_size, first_load_id, last_load_id, text)
        VALUES (4, 1, 0, 1, 1, 1, '')";

    fn kept(store: &Connection) -> Option<String> {
        settings::get(store, SETTING).unwrap()
    }

    #[test]
    fn a_store_of_other_rules_says_so_until_all_is_read_again() {
        let other = (RULES + 1).to_string();
        for before in [None, Some("0"), Some(other.as_str())] {
            let store = in_memory().unwrap();
            store.execute("DELETE FROM settings WHERE name = ?1", [SETTING]).unwrap();
            if let Some(before) = before {
                settings::set(&store, SETTING, before).unwrap();
            }
            assert!(!are_of_another_version(&store).unwrap(), "without posts");
            store.execute_batch(POST).unwrap();
            assert!(are_of_another_version(&store).unwrap());
            note_reading(&store).unwrap();
            assert!(are_of_another_version(&store).unwrap());
            // The version that knew them as its own is told as well.
            assert_eq!(kept(&store), None);
            note_posts_are_read(&store).unwrap();
            assert!(!are_of_another_version(&store).unwrap());
            note_reading(&store).unwrap();
            assert_eq!(kept(&store), Some(RULES.to_string()));
        }
    }

    #[test]
    fn a_store_without_posts_takes_the_rules_of_the_first() {
        let store = in_memory().unwrap();
        settings::set(&store, SETTING, "0").unwrap();
        note_reading(&store).unwrap();
        assert_eq!(kept(&store), Some(RULES.to_string()));
        store.execute_batch(POST).unwrap();
        assert!(!are_of_another_version(&store).unwrap());
    }
}
