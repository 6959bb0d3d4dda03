//! Keeps the counts of groups in the store.

use rusqlite::{Connection, params};

use super::common::{self, FORWARDS};
use super::counts::{Counts, Day};

/// A table of counts.
struct Table {
    /// The name that queries ask; the table itself is `made_` and this.
    name: &'static str,
    /// The columns of its key.
    keys: &'static str,
    /// Its other columns.
    values: &'static str,
    types: &'static str,
    /// What is wrong with a row.
    problem: &'static str,
}

const TABLES: [Table; 4] = [
    Table {
        name: "point_channels",
        keys: "point_group_id, channel_id, is_forward",
        values: "points, posts, first_on, last_on, first_second",
        types: "point_group_id INTEGER, channel_id INTEGER, is_forward INTEGER, points INTEGER, posts INTEGER, first_on TEXT,
            last_on TEXT, first_second INTEGER",
        problem: "the counts of group {} by channel are not what counting its points gives",
    },
    Table {
        name: "point_months",
        keys: "channel_id, month, is_forward",
        values: "points, shared, shared_alike",
        types: "channel_id INTEGER, month TEXT, is_forward INTEGER, points INTEGER, shared INTEGER, shared_alike INTEGER",
        problem: "the counts of grouped points of channel {} by month are not what counting them gives",
    },
    Table {
        name: "point_standings",
        keys: "forwards, channel_id",
        values: "groups_made, first_count, tied_count, follow_count, median_lag",
        types: "forwards TEXT, channel_id INTEGER, groups_made INTEGER, first_count INTEGER, tied_count INTEGER,
            follow_count INTEGER, median_lag REAL",
        problem: "who makes groups first, with posts forwarded or not: {}, is not what looking at their points gives",
    },
    Table {
        name: "point_pairs",
        keys: "forwards, low_channel_id, high_channel_id",
        values: "groups_shared, median_lag",
        types: "forwards TEXT, low_channel_id INTEGER, high_channel_id INTEGER, groups_shared INTEGER, median_lag REAL",
        problem: "who makes the same groups, with posts forwarded or not: {}, is not what looking at their points gives",
    },
];

impl Table {
    fn create(&self, name: &str) -> String {
        let (types, keys) = (self.types, self.keys);
        format!(
            "DROP TABLE IF EXISTS temp.{name};
             CREATE TEMP TABLE {name} ({types}, PRIMARY KEY ({keys})) STRICT, WITHOUT ROWID;"
        )
    }
}

/// Writes the counts that are to be into temporary tables.
pub(super) fn prepare(connection: &Connection, counts: &Counts) -> rusqlite::Result<()> {
    for table in &TABLES {
        connection.execute_batch(&table.create(&format!("new_{}", table.name)))?;
    }
    let channel = |channel: u32| counts.channels[channel as usize];
    let mut insert =
        connection.prepare("INSERT INTO temp.new_point_channels VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    for row in &counts.rows {
        insert.execute(params![
            counts.groups[row.group as usize],
            channel(row.channel),
            row.is_forward,
            row.points,
            row.posts,
            row.first_on.as_ref().map(Day::as_str),
            row.last_on.as_ref().map(Day::as_str),
            row.first_second
        ])?;
    }
    let mut insert =
        connection.prepare("INSERT INTO temp.new_point_months VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for month in &counts.months {
        insert.execute(params![
            channel(month.channel),
            month.as_str(),
            month.is_forward,
            count(month.points),
            count(month.shared),
            count(month.shared_alike)
        ])?;
    }
    let mut insert =
        connection.prepare("INSERT INTO temp.new_point_standings VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for (forwards, counted) in FORWARDS {
        let mut standings = common::standings(counts, counted);
        for (channel, standing) in counts.channels.iter().zip(&mut standings) {
            if standing.groups_made > 0 {
                insert.execute(params![
                    forwards,
                    channel,
                    count(standing.groups_made),
                    count(standing.first_count),
                    count(standing.tied_count),
                    count(standing.follow_count),
                    standing.median_lag()
                ])?;
            }
        }
    }
    let mut insert = connection.prepare("INSERT INTO temp.new_point_pairs VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for ((forwards, _), pairs) in FORWARDS.iter().zip(common::pairs(counts)) {
        for pair in pairs {
            insert.execute(params![
                forwards,
                channel(pair.low),
                channel(pair.high),
                count(pair.groups_shared),
                pair.median_lag
            ])?;
        }
    }
    Ok(())
}

/// Brings the tables of the store to what was prepared; a row that is right stays as it is. Gives how many changed.
pub(super) fn bring_over(connection: &Connection) -> rusqlite::Result<usize> {
    let mut changes = 0;
    for Table { name, keys, values, .. } in &TABLES {
        changes += connection.execute(
            &format!(
                "DELETE FROM main.made_{name} WHERE NOT EXISTS (
                    SELECT * FROM temp.new_{name} AS n
                    WHERE ({}) = ({}) AND ({}) IS ({}))",
                of("n", keys),
                of(&format!("made_{name}"), keys),
                of("n", values),
                of(&format!("made_{name}"), values)
            ),
            [],
        )?;
        changes += connection.execute(
            &format!(
                "INSERT OR IGNORE INTO main.made_{name} ({keys}, {values})
                 SELECT {keys}, {values} FROM temp.new_{name} ORDER BY {keys}"
            ),
            [],
        )?;
    }
    Ok(changes)
}

/// The columns, each of `table`.
fn of(table: &str, columns: &str) -> String {
    let columns: Vec<String> = columns.split(", ").map(|column| format!("{table}.{column}")).collect();
    columns.join(", ")
}

/// Hides the views of the store by what was prepared, in the shape of its tables.
pub(super) fn hide_views(connection: &Connection) -> rusqlite::Result<()> {
    for table in &TABLES {
        let name = table.name;
        connection.execute_batch(&table.create(name))?;
        connection.execute_batch(&format!("INSERT INTO temp.{name} SELECT * FROM temp.new_{name}"))?;
    }
    Ok(())
}

/// Removes what was prepared.
pub(super) fn clear(connection: &Connection) -> rusqlite::Result<()> {
    TABLES.iter().try_for_each(|table| {
        connection.execute_batch(&format!("DROP TABLE IF EXISTS temp.new_{}", table.name))
    })
}

/// What the store counts otherwise than was prepared: what is wrong, and the SELECTs of what is kept and what was prepared.
pub(super) fn comparisons() -> impl Iterator<Item = (&'static str, String, String)> {
    TABLES.iter().map(|Table { name, keys, values, problem, .. }| {
        let first = keys.split(", ").next().unwrap_or_default();
        let select = |table: String| format!("SELECT {first} AS id, {keys}, {values} FROM {table}");
        (*problem, select(format!("main.made_{name}")), select(format!("temp.new_{name}")))
    })
}

fn count(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
