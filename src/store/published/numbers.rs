//! Reports of single posts and talking points. They keep these by their numbers, which later ones may get: a report would
//! silently show those.

use rusqlite::{Connection, OptionalExtension as _};

use super::values::{numbers_in, values_of};
use super::{published, quoted};

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

/// A talking point that a report is of, and its words.
#[derive(Debug)]
pub(crate) struct ReportedPoint {
    view: String,
    talking_point_id: i64,
    text: String,
}

/// The talking points that reports are of.
pub(crate) fn reported_points(connection: &Connection) -> rusqlite::Result<Vec<ReportedPoint>> {
    let mut points = Vec::new();
    for (view, definition) in published(connection)? {
        for talking_point_id in values_of(&definition, |name, kind| is_number(POINT.0, name, kind))
            .into_iter()
            .flat_map(numbers_in)
        {
            let text = words(connection, talking_point_id)?;
            points.extend(text.map(|text| ReportedPoint { view: view.clone(), talking_point_id, text }));
        }
    }
    Ok(points)
}

/// Removes the reports of those of these talking points that are gone or have other words now, since a load has read
/// their posts anew. Gives the names of the views.
pub(crate) fn remove_of_other_points(
    connection: &Connection,
    points: &[ReportedPoint],
) -> rusqlite::Result<Vec<String>> {
    let mut removed = Vec::new();
    for ReportedPoint { view, talking_point_id, text } in points {
        if !removed.contains(view) && words(connection, *talking_point_id)?.as_ref() != Some(text) {
            // With its channel it may be gone already.
            connection.execute_batch(&format!("DROP VIEW IF EXISTS {}", quoted(view)))?;
            removed.push(view.clone());
        }
    }
    Ok(removed)
}

fn words(connection: &Connection, talking_point_id: i64) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT text FROM main.talking_points WHERE talking_point_id = ?1")?
        .query_row([talking_point_id], |row| row.get(0))
        .optional()
}

fn is_number(parameter: &str, name: &str, kind: &str) -> bool {
    name == parameter && kind.starts_with("int")
}

/// Removes the reports that were given another number than those that `stays` for this parameter.
fn remove(
    connection: &Connection,
    parameter: &str,
    mut stays: impl FnMut(i64) -> rusqlite::Result<bool>,
) -> rusqlite::Result<()> {
    let is_such = |name: &str, kind: &str| is_number(parameter, name, kind);
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
            ("of-a-word", "word = 'x, point = 3'"),
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
