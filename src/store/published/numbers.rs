//! Reports of single posts and talking points. They keep these by their numbers, which later ones may get: a report would
//! silently show those.

use rusqlite::Connection;

use super::{numbers_in, published, quoted, values_of};

/// The parameters that take such numbers, and what tells whether the store has one.
const POST: (&str, &str) = ("post", "SELECT EXISTS (SELECT 1 FROM main.posts WHERE post_id = ?1)");
const POINT: (&str, &str) =
    ("point", "SELECT EXISTS (SELECT 1 FROM main.talking_points WHERE talking_point_id = ?1)");

/// Removes the reports of posts and talking points that are no more. Called in the transaction that removes posts.
pub(crate) fn remove_of_lost_numbers(connection: &Connection) -> rusqlite::Result<()> {
    for (parameter, has) in [POST, POINT] {
        let mut has = connection.prepare(has)?;
        remove(connection, parameter, |number| has.query_row([number], |row| row.get(0)))?;
    }
    Ok(())
}

/// Removes the reports of talking points, which are numbered anew.
pub(crate) fn remove_of_points(connection: &Connection) -> rusqlite::Result<()> {
    remove(connection, POINT.0, |_| Ok(false))
}

/// Removes the reports that were given another number than those that `stays` for this parameter.
fn remove(
    connection: &Connection,
    parameter: &str,
    mut stays: impl FnMut(i64) -> rusqlite::Result<bool>,
) -> rusqlite::Result<()> {
    let is_such = |name: &str, kind: &str| name == parameter && kind.starts_with("int");
    for (view, definition) in published(connection)? {
        for number in values_of(&definition, is_such).into_iter().flat_map(numbers_in) {
            if !stays(number)? {
                connection.execute_batch(&format!("DROP VIEW {}", quoted(&view)))?;
                break;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{remove_of_lost_numbers, remove_of_points};
    use crate::store::in_memory;
    use crate::store::published::{definition, list, put};

    #[test]
    fn a_report_of_a_post_or_point_goes_with_it() {
        let store = in_memory().unwrap();
        store
            .execute_batch(
                "INSERT INTO channels (channel_id, platform, name) VALUES (1, 'telegram', 'a');
                 INSERT INTO loads VALUES (1, '-', 'csv', 0, '', 0, '', '', NULL, 1, 0, 0, 0, 0, '', 1, 1);
                 INSERT INTO posts (post_id, channel_id, is_forward, album_size, first_load_id, last_load_id, text)
                 VALUES (4, 1, 0, 1, 1, 1, ''), (5, 1, 0, 1, 1, 1, '');
                 INSERT INTO talking_points (talking_point_id, post_id, position, marker, text, start)
                 VALUES (7, 4, 1, '-', 'x', 1), (8, 4, 2, '-', 'y', 1);",
            )
            .unwrap();
        let header = "-- T\n-- @param post int* : which\n-- @param point int? : which\n-- @param word text? : which\nSELECT 1 AS x";
        for (query, values) in [
            ("of-four", "post = '[4]', word = '5'"),
            ("of-both", "post = '[4,5]'"),
            ("of-seven", "point = 7"),
            ("of-nine", "point = 9, post = '[4]'"),
            ("of-a-word", "word = 'point = 3'"),
        ] {
            put(&store, query, &definition(query, Some(values), header)).unwrap();
        }
        let left = || list(&store).unwrap().into_iter().map(|report| report.query).collect::<Vec<_>>();
        store.execute_batch("DELETE FROM posts WHERE post_id = 5").unwrap();
        remove_of_lost_numbers(&store).unwrap();
        assert_eq!(left(), ["of-a-word", "of-four", "of-seven"]);
        remove_of_points(&store).unwrap();
        assert_eq!(left(), ["of-a-word", "of-four"]);
    }
}
