//! New posts of a load are put into the index at its end, all at once: FTS5 writes out what it holds after every
//! statement that fires a trigger, and a load of many posts would take three times as long.

use rusqlite::{Connection, OptionalExtension as _};

use super::{TRIGGERS, remove_unsound};

/// Begins a load in the transaction of the caller: from now on the triggers keep only the posts that are there
/// already. `is_first` looks first whether the index is sound, and removes it when it is not.
pub(crate) fn put_off(connection: &Connection, is_first: bool) -> rusqlite::Result<()> {
    if is_first {
        remove_unsound(connection)?;
    }
    if insert_trigger(connection)?.is_none() {
        return Ok(());
    }
    let last: i64 =
        connection.query_row("SELECT coalesce(max(post_id), 0) FROM posts", [], |row| row.get(0))?;
    for (name, sql) in TRIGGERS {
        let condition = match name {
            "post_search_insert" => format!("WHEN new.post_id <= {last} BEGIN"),
            "post_search_delete" => format!("WHEN old.post_id <= {last} BEGIN"),
            _ => format!("AND old.post_id <= {last} BEGIN"),
        };
        let sql = sql.replacen("BEGIN", &condition, 1);
        connection.execute_batch(&format!("DROP TRIGGER main.{name}; {sql}"))?;
    }
    Ok(())
}

/// Ends it: puts the new posts into the index, and lets the triggers keep all.
pub(crate) fn catch_up(connection: &Connection) -> rusqlite::Result<()> {
    let Some(last) = insert_trigger(connection)?.and_then(|sql| kept_up_to(&sql)) else { return Ok(()) };
    for (name, sql) in TRIGGERS {
        connection.execute_batch(&format!("DROP TRIGGER main.{name}; {sql}"))?;
    }
    connection
        .execute(
            "INSERT INTO post_search (rowid, text) SELECT post_id, text FROM posts WHERE post_id > ?1",
            [last],
        )
        .map(drop)
}

fn insert_trigger(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT sql FROM main.sqlite_schema WHERE type = 'trigger' AND name = 'post_search_insert'";
    connection.query_row(sql, [], |row| row.get(0)).optional()
}

/// The last post that the trigger keeps.
fn kept_up_to(sql: &str) -> Option<i64> {
    let (_, rest) = sql.split_once("<= ")?;
    rest.split_once(' ').and_then(|(number, _)| number.parse().ok())
}
