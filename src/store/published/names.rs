//! Reports about a hashtag or a name. The text of such a report holds the word: once no post that the store keeps has it,
//! it would be a trace of those that were removed.

use rusqlite::Connection;

use super::values::{texts_in, values_of};
use super::{published, quoted};

/// A report, and a hashtag or name of the store that it was given.
#[derive(Debug)]
pub(crate) struct ReportedName {
    view: String,
    name: String,
    has: &'static str,
}

const HAS_HASHTAG: &str = "SELECT EXISTS (SELECT 1 FROM hashtags WHERE tag = ?1)";
const HAS_NAME: &str = "SELECT EXISTS (SELECT 1 FROM entities WHERE name = ?1)";

/// The hashtags and names of the store that reports are about. Asked before posts are removed.
pub(crate) fn reported_names(connection: &Connection) -> rusqlite::Result<Vec<ReportedName>> {
    let mut names = Vec::new();
    for (view, definition) in published(connection)? {
        for (has, is_such) in
            [(HAS_HASHTAG, (|kind| kind.starts_with("hashtag")) as fn(&str) -> bool), (HAS_NAME, is_of_name)]
        {
            for name in values_of(&definition, |_, kind| is_such(kind)).into_iter().flat_map(texts_in) {
                if is_there(connection, has, &name)? {
                    names.push(ReportedName { view: view.clone(), name, has });
                }
            }
        }
    }
    Ok(names)
}

/// Removes the reports about those of these hashtags and names that went with the posts.
pub(crate) fn remove_of_lost_names(connection: &Connection, names: &[ReportedName]) -> rusqlite::Result<()> {
    for ReportedName { view, name, has } in names {
        if !is_there(connection, has, name)? {
            connection.execute_batch(&format!("DROP VIEW IF EXISTS {}", quoted(view)))?;
        }
    }
    Ok(())
}

/// Removes the reports about one of these handles, which no post names any more.
pub(crate) fn remove_of_lost_handles(connection: &Connection, handles: &[String]) -> rusqlite::Result<()> {
    for (view, definition) in published(connection)? {
        for name in values_of(&definition, |_, kind| is_of_name(kind)).into_iter().flat_map(texts_in) {
            if handles.contains(&name) && !is_there(connection, HAS_NAME, &name)? {
                connection.execute_batch(&format!("DROP VIEW {}", quoted(&view)))?;
                break;
            }
        }
    }
    Ok(())
}

fn is_of_name(kind: &str) -> bool {
    kind.starts_with("handle") || kind.starts_with("entity")
}

fn is_there(connection: &Connection, has: &str, name: &str) -> rusqlite::Result<bool> {
    connection.prepare_cached(has)?.query_row([name], |row| row.get(0))
}
