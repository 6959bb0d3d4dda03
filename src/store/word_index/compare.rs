//! Holds the index to the texts.

use rusqlite::Connection;

use super::{State, look};
use crate::extract::folded_text::folded_text;

/// How many differences are told.
const TOLD: usize = 10;

/// The rows of each table beside the texts that they are made of, by what they are called; both sides of each.
const TABLES: [(&str, &str); 4] = [
    (
        "post",
        "SELECT p.post_id, p.text, f.folded FROM posts AS p
         LEFT JOIN folded_posts AS f ON f.post_id = p.post_id ORDER BY p.post_id",
    ),
    (
        "post",
        "SELECT f.post_id, NULL, f.folded FROM folded_posts AS f
         WHERE NOT EXISTS (SELECT * FROM posts AS p WHERE p.post_id = f.post_id)",
    ),
    (
        "talking point",
        "SELECT t.talking_point_id, t.text, f.folded FROM talking_points AS t
         LEFT JOIN folded_points AS f ON f.talking_point_id = t.talking_point_id ORDER BY t.talking_point_id",
    ),
    (
        "talking point",
        "SELECT f.talking_point_id, NULL, f.folded FROM folded_points AS f
         WHERE NOT EXISTS (SELECT * FROM talking_points AS t WHERE t.talking_point_id = f.talking_point_id)",
    ),
];

/// What the index of the store holds otherwise than the texts say. Nothing when there is no index, or one that is
/// known to be behind: nobody is answered by it.
///
/// # Errors
/// When the store cannot be read.
pub fn differences(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut found = Vec::new();
    if look(connection)? != State::Ready {
        return Ok(found);
    }
    for (what, sql) in TABLES {
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, text): (i64, Option<String>) = (row.get(0)?, row.get(1)?);
            let folded = row.get_ref(2)?.as_str_or_null()?;
            if text.as_deref().map(folded_text).as_deref() != folded {
                found.push(match (text, folded) {
                    (None, _) => format!("it has the words of {what} {id}, which is not there"),
                    (_, None) => format!("it lacks the words of {what} {id}"),
                    _ => format!("it has other words of {what} {id} than its text"),
                });
            }
            if found.len() >= TOLD {
                return Ok(found);
            }
        }
    }
    Ok(found)
}
