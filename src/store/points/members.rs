//! Writes which point is of which group.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::{Connection, params};

use super::counts::{Counts, Day};
use super::{Grouped, counted};
use crate::extract::similarity::Grouping;

/// The groups as they are to be, of which the store's are made.
const MAKE_TEMPORARY: &str = "
    DROP TABLE IF EXISTS temp.found;
    DROP TABLE IF EXISTS temp.new_groups;
    CREATE TEMP TABLE found (talking_point_id INTEGER PRIMARY KEY, middle INTEGER NOT NULL, wording INTEGER NOT NULL,
        similarity REAL NOT NULL) STRICT;
    CREATE TEMP TABLE new_groups (middle INTEGER PRIMARY KEY, point_group_id INTEGER NOT NULL, wordings INTEGER NOT NULL,
        points INTEGER NOT NULL, posts INTEGER NOT NULL, channels INTEGER NOT NULL, first_on TEXT, last_on TEXT) STRICT;";

/// The points with the words of the middle of each group, by posts.
const WORDED: &str = "
    SELECT f.middle, f.talking_point_id, p.posted_on, p.posted_local IS NOT NULL, p.posted_at
    FROM main.talking_points AS t
    CROSS JOIN temp.found AS f ON f.talking_point_id = t.talking_point_id
    CROSS JOIN main.posts AS p ON p.post_id = t.post_id
    WHERE f.wording = f.middle
    ORDER BY t.post_id";

/// The first of points that were posted at the same time.
const FIRST_OF_TIME: &str = "
    SELECT t.talking_point_id
    FROM json_each(?1) AS e
    CROSS JOIN main.talking_points AS t ON t.talking_point_id = e.value
    CROSS JOIN main.posts AS p ON p.post_id = t.post_id
    ORDER BY t.text, p.external_no, t.position, t.talking_point_id
    LIMIT 1";

/// Brings the store's groups to what they are to be; a row that is right stays as it is.
const BRING_OVER: [&str; 4] = [
    "DELETE FROM main.made_grouped_points WHERE NOT EXISTS (
        SELECT * FROM temp.found AS f JOIN temp.new_groups AS g ON g.middle = f.middle
        WHERE f.talking_point_id = made_grouped_points.talking_point_id
          AND g.point_group_id = made_grouped_points.point_group_id AND f.similarity = made_grouped_points.similarity)",
    "DELETE FROM main.made_point_groups WHERE point_group_id NOT IN (SELECT point_group_id FROM temp.new_groups)",
    "INSERT INTO main.made_point_groups (point_group_id, wordings, points, posts, channels, first_on, last_on)
     SELECT point_group_id, wordings, points, posts, channels, first_on, last_on FROM temp.new_groups
     WHERE true ORDER BY point_group_id
     ON CONFLICT (point_group_id) DO UPDATE SET wordings = excluded.wordings, points = excluded.points,
         posts = excluded.posts, channels = excluded.channels, first_on = excluded.first_on, last_on = excluded.last_on
     WHERE (wordings, points, posts, channels, first_on, last_on) IS NOT (excluded.wordings, excluded.points,
         excluded.posts, excluded.channels, excluded.first_on, excluded.last_on)",
    "INSERT INTO main.made_grouped_points (talking_point_id, point_group_id, similarity)
     SELECT f.talking_point_id, g.point_group_id, f.similarity
     FROM temp.found AS f CROSS JOIN temp.new_groups AS g ON g.middle = f.middle
     WHERE NOT EXISTS (SELECT * FROM main.made_grouped_points AS o WHERE o.talking_point_id = f.talking_point_id)
     ORDER BY f.talking_point_id",
];

/// What hides the views of the store, in the shape of its tables.
const HIDE_BY_TEMPORARY: &str = "
    CREATE TEMP TABLE point_groups (point_group_id INTEGER PRIMARY KEY, wordings INTEGER NOT NULL, points INTEGER NOT NULL,
        posts INTEGER NOT NULL, channels INTEGER NOT NULL, first_on TEXT, last_on TEXT) STRICT;
    CREATE TEMP TABLE grouped_points (talking_point_id INTEGER PRIMARY KEY, point_group_id INTEGER NOT NULL,
        similarity REAL NOT NULL) STRICT;
    INSERT INTO temp.point_groups
    SELECT point_group_id, wordings, points, posts, channels, first_on, last_on FROM temp.new_groups ORDER BY point_group_id;
    INSERT INTO temp.grouped_points
    SELECT f.talking_point_id, g.point_group_id, f.similarity
    FROM temp.found AS f CROSS JOIN temp.new_groups AS g ON g.middle = f.middle
    ORDER BY f.talking_point_id;
    CREATE UNIQUE INDEX temp.grouped_points_group ON grouped_points (point_group_id, talking_point_id);";

/// Writes the groups of points given with their wordings; gives whether the store had others before.
pub(super) fn write(
    connection: &Connection,
    wordings: &[(i64, u32)],
    grouping: &Grouping,
) -> rusqlite::Result<bool> {
    prepare(connection, wordings, grouping)?;
    let mut changes = 0;
    for statement in BRING_OVER {
        changes += connection.execute(statement, [])?;
    }
    changes += counted::bring_over(connection)?;
    clear(connection)?;
    Ok(changes > 0)
}

/// Writes them for this connection alone, under the names that queries ask.
pub(super) fn write_temporary(
    connection: &Connection,
    wordings: &[(i64, u32)],
    grouping: &Grouping,
) -> rusqlite::Result<()> {
    prepare(connection, wordings, grouping)?;
    connection.execute_batch(HIDE_BY_TEMPORARY)?;
    counted::hide_views(connection)?;
    clear(connection)
}

/// Removes the temporary tables of groups as they are to be.
fn clear(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("DROP TABLE IF EXISTS temp.found; DROP TABLE IF EXISTS temp.new_groups")?;
    counted::clear(connection)
}

/// Counts the points of the groups that the store has anew.
pub(super) fn count_anew(connection: &Connection) -> rusqlite::Result<()> {
    let mut counts = Counts::gather(connection, "main.made_grouped_points", "point_group_id")?;
    counts.name(|group| group);
    counted::prepare(connection, &counts)?;
    counted::bring_over(connection)?;
    counted::clear(connection)
}

/// Makes the temporary tables of groups as they are to be.
fn prepare(connection: &Connection, wordings: &[(i64, u32)], grouping: &Grouping) -> rusqlite::Result<()> {
    connection.execute_batch(MAKE_TEMPORARY)?;
    let points = grouping.points_by_middle();
    let mut insert = connection.prepare("INSERT INTO temp.found VALUES (?1, ?2, ?3, ?4)")?;
    for (talking_point_id, wording) in wordings {
        let middle = grouping.middle(*wording);
        if points.get(middle as usize).is_some_and(|points| *points > 1) {
            let similarity = f64::from(grouping.similarity(*wording)) / 1000.0;
            insert.execute(params![talking_point_id, middle, wording, similarity])?;
        }
    }
    let stands = stands(connection)?;
    let mut counts = Counts::gather(connection, "temp.found", "middle")?;
    counts.name(|middle| stands.get(&middle).copied().unwrap_or(middle));
    let totals = counts.totals();
    let wordings = grouping.wordings_by_middle();
    let mut insert =
        connection.prepare("INSERT INTO temp.new_groups VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    for (middle, point_group_id) in &stands {
        let total = totals.get(point_group_id).copied().unwrap_or_default();
        let number = usize::try_from(*middle).unwrap_or(usize::MAX);
        insert.execute(params![
            middle,
            point_group_id,
            wordings.get(number),
            i64::try_from(total.points).unwrap_or(i64::MAX),
            i64::try_from(total.posts).unwrap_or(i64::MAX),
            i64::try_from(total.channels).unwrap_or(i64::MAX),
            total.first_on.as_ref().map(Day::as_str),
            total.last_on.as_ref().map(Day::as_str)
        ])?;
    }
    counted::prepare(connection, &counts)
}

/// When a point was posted: not at all known, the day, whether more than that is known, and the instant. A bare day goes
/// before the instants of that day, as in reports: it is that of the reporting zone, and they are written in UTC.
type When = (bool, Option<Day>, bool, Option<String>);

/// The point whose words stand for each group, by its middle: those in the middle, as they were posted first; that this is
/// so whatever the order of loading, those of one instant go by their spelling.
fn stands(connection: &Connection) -> rusqlite::Result<HashMap<i64, i64>> {
    let mut first: HashMap<i64, (When, Vec<i64>)> = HashMap::new();
    let mut select = connection.prepare(WORDED)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (middle, point_id): (i64, i64) = (row.get(0)?, row.get(1)?);
        let day: Option<Day> = row.get(2)?;
        let when: When = (day.is_none(), day, row.get(3)?, row.get(4)?);
        match first.entry(middle) {
            Entry::Vacant(vacant) => {
                vacant.insert((when, vec![point_id]));
            }
            Entry::Occupied(mut occupied) => {
                let (earliest, points) = occupied.get_mut();
                match when.cmp(earliest) {
                    Ordering::Less => (*earliest, *points) = (when, vec![point_id]),
                    Ordering::Equal => points.push(point_id),
                    Ordering::Greater => {}
                }
            }
        }
    }
    let mut of_time = connection.prepare(FIRST_OF_TIME)?;
    let mut stand = |middle: i64, points: &[i64]| match points {
        [point_id] => Ok((middle, *point_id)),
        points => {
            let ids = serde_json::json!(points).to_string();
            of_time.query_row([ids], |row| Ok((middle, row.get(0)?)))
        }
    };
    first.iter().map(|(middle, (_, points))| stand(*middle, points)).collect()
}

/// Counts what the store has.
pub(super) fn count(connection: &Connection) -> rusqlite::Result<Grouped> {
    connection.query_row(
        "SELECT (SELECT count(*) FROM talking_points), (SELECT count(*) FROM made_grouped_points),
                (SELECT count(*) FROM made_point_groups)",
        [],
        |row| {
            let number = |column| row.get(column).map(|count: i64| u64::try_from(count).unwrap_or_default());
            Ok(Grouped { points: number(0)?, grouped: number(1)?, groups: number(2)?, is_changed: false })
        },
    )
}

/// What the store's groups have otherwise than these. A connection that only reads may ask.
pub(super) fn differences(
    connection: &Connection,
    wordings: &[(i64, u32)],
    grouping: &Grouping,
) -> rusqlite::Result<Vec<String>> {
    let only_reads: bool = connection.query_row("PRAGMA query_only", [], |row| row.get(0))?;
    connection.pragma_update(None, "query_only", false)?;
    let found = prepare(connection, wordings, grouping).and_then(|()| compare(connection));
    let cleared = clear(connection).and_then(|()| connection.pragma_update(None, "query_only", only_reads));
    cleared.and(found)
}

fn compare(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    const COMPARISONS: [(&str, &str, &str); 2] = [
        (
            "group {} is not what grouping the points anew gives",
            "SELECT point_group_id AS id, wordings, points, posts, channels, first_on, last_on FROM main.made_point_groups",
            "SELECT point_group_id AS id, wordings, points, posts, channels, first_on, last_on FROM temp.new_groups",
        ),
        (
            "talking point {} is not of the group that grouping anew gives it",
            "SELECT talking_point_id AS id, point_group_id, similarity FROM main.made_grouped_points",
            "SELECT f.talking_point_id AS id, g.point_group_id, f.similarity
             FROM temp.found AS f JOIN temp.new_groups AS g ON g.middle = f.middle",
        ),
    ];
    let groups = COMPARISONS.map(|(what, kept, wanted)| (what, kept.to_owned(), wanted.to_owned()));
    let mut problems = Vec::new();
    for (what, kept, wanted) in groups.into_iter().chain(counted::comparisons()) {
        let mut wrong = connection.prepare(&format!(
            "SELECT CAST(id AS TEXT) FROM (
                SELECT id FROM (SELECT * FROM ({kept}) EXCEPT SELECT * FROM ({wanted}))
             UNION SELECT id FROM (SELECT * FROM ({wanted}) EXCEPT SELECT * FROM ({kept}))) ORDER BY id LIMIT 10"
        ))?;
        let mut rows = wrong.query([])?;
        while let Some(row) = rows.next()? {
            problems.push(what.replace("{}", &row.get::<_, String>(0)?));
        }
    }
    Ok(problems)
}
