//! Makes the days of a store those of another reporting zone.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use crate::store::{calendar, points, settings, summaries};

/// What came of changing the reporting zone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DaysAgain {
    /// The zone before.
    pub before: String,
    /// Posts that are of another day now.
    pub moved: u64,
    /// Posts of which the inputs give wall clocks without a zone: their instants stay as they were taken.
    pub local: u64,
}

/// The wall clock and the day of an instant, as the store writes all three; `None` for what is no instant.
type Local<'l> = &'l dyn Fn(&str) -> Option<(String, String)>;

/// Makes all days those of the zone of this name, in which `local` tells the time, in the caller's transaction.
/// Instants stay, and so do days of which no more was ever known. `progress` is told how many posts are done.
///
/// # Errors
/// When the store refuses.
pub fn make_days_again(
    connection: &Connection,
    zone: &str,
    local: Local<'_>,
    progress: &mut dyn FnMut(u64),
) -> rusqlite::Result<DaysAgain> {
    let before = settings::get(connection, settings::TIME_ZONE)?.unwrap_or_else(|| "UTC".to_owned());
    if before == zone {
        return Ok(DaysAgain { before, ..DaysAgain::default() });
    }
    // They are told by days of before.
    let neighbours = neighbours(connection)?;
    let moved = posts(connection, local, progress)?;
    evidence(connection, local)?;
    events(connection, local)?;
    bounds(connection, &neighbours)?;
    cover_days(connection)?;
    summaries::recount_all(connection)?;
    points::restate_days(connection)?;
    settings::set(connection, settings::TIME_ZONE, zone)?;
    let local_times = "SELECT count(*) FROM posts WHERE date_basis = 'local' AND posted_local IS NOT NULL";
    let local: i64 = connection.query_row(local_times, [], |row| row.get(0))?;
    Ok(DaysAgain { before, moved, local: u64::try_from(local).unwrap_or(0) })
}

fn posts(connection: &Connection, local: Local<'_>, progress: &mut dyn FnMut(u64)) -> rusqlite::Result<u64> {
    let mut update =
        connection.prepare("UPDATE posts SET posted_local = ?2, posted_on = ?3 WHERE post_id = ?1")?;
    let mut posts = connection.prepare(
        "SELECT post_id, posted_at, posted_local, posted_on FROM posts NOT INDEXED ORDER BY post_id",
    )?;
    let mut posts = posts.query([])?;
    let (mut done, mut moved) = (0, 0);
    while let Some(row) = posts.next()? {
        done += 1;
        progress(done);
        let has_clock = row.get_ref(2)?.as_str_or_null()?.is_some();
        let instant = row.get_ref(1)?.as_str_or_null()?.filter(|_| has_clock);
        let Some((clock, day)) = instant.and_then(local) else { continue };
        if row.get_ref(2)?.as_str_or_null()? != Some(&clock) {
            moved += u64::from(row.get_ref(3)?.as_str_or_null()? != Some(&day));
            update.execute(params![row.get::<_, i64>(0)?, clock, day])?;
        }
    }
    Ok(moved)
}

fn evidence(connection: &Connection, local: Local<'_>) -> rusqlite::Result<()> {
    let mut update = connection.prepare(
        "UPDATE post_evidence SET posted_local = ?3, posted_on = ?4 WHERE post_id = ?1 AND position = ?2",
    )?;
    let mut rows = connection.prepare(
        "SELECT post_id, position, posted_at FROM post_evidence NOT INDEXED
         WHERE posted_local IS NOT NULL ORDER BY post_id, position",
    )?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        if let Some((clock, day)) = row.get_ref(2)?.as_str_or_null()?.and_then(local) {
            update.execute(params![row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, clock, day])?;
        }
    }
    Ok(())
}

fn events(connection: &Connection, local: Local<'_>) -> rusqlite::Result<()> {
    let mut update =
        connection.prepare("UPDATE channel_events SET happened_on = ?2 WHERE channel_event_id = ?1")?;
    let mut rows = connection.prepare(
        "SELECT channel_event_id, happened_at FROM channel_events NOT INDEXED
         WHERE happened_on IS NOT NULL ORDER BY channel_event_id",
    )?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        if let Some((_, day)) = row.get_ref(1)?.as_str_or_null()?.and_then(local) {
            update.execute(params![row.get::<_, i64>(0)?, day])?;
        }
    }
    Ok(())
}

/// An undated post, and the dated ones whose days bound it.
#[derive(Debug)]
struct Bounded {
    post_id: i64,
    before: Option<i64>,
    not_after: Option<String>,
    after: Option<i64>,
}

/// Finds for each undated post the neighbours in its channel that have the days of its bounds. A bound that comes of a
/// post elsewhere, as when another input told it, has none.
fn neighbours(connection: &Connection) -> rusqlite::Result<Vec<Bounded>> {
    let mut posts = connection.prepare(
        "SELECT post_id, channel_id, posted_on, not_before, not_after FROM posts NOT INDEXED ORDER BY post_id",
    )?;
    let mut posts = posts.query([])?;
    let mut found: Vec<Bounded> = Vec::new();
    // Of each channel the last dated post with its day, and from where in `found` on its posts wait for the next.
    let mut last: HashMap<i64, (i64, String)> = HashMap::new();
    let mut waiting: HashMap<i64, Vec<usize>> = HashMap::new();
    while let Some(row) = posts.next()? {
        let (post_id, channel_id): (i64, i64) = (row.get(0)?, row.get(1)?);
        if let Some(day) = row.get_ref(2)?.as_str_or_null()? {
            for index in waiting.remove(&channel_id).unwrap_or_default() {
                if let Some(bounded) = found.get_mut(index).filter(|it| it.not_after.as_deref() == Some(day))
                {
                    bounded.after = Some(post_id);
                }
            }
            let (id, its) = last.entry(channel_id).or_default();
            *id = post_id;
            day.clone_into(its);
            continue;
        }
        let (not_before, not_after): (Option<String>, Option<String>) = (row.get(3)?, row.get(4)?);
        if not_before.is_some() || not_after.is_some() {
            let before = last.get(&channel_id).filter(|(_, day)| Some(day) == not_before.as_ref());
            waiting.entry(channel_id).or_default().push(found.len());
            found.push(Bounded { post_id, before: before.map(|(id, _)| *id), not_after, after: None });
        }
    }
    Ok(found)
}

/// Makes the bounds of undated posts the days that their neighbours have now; of two that contradict each other
/// neither is told.
fn bounds(connection: &Connection, bounded: &[Bounded]) -> rusqlite::Result<()> {
    let mut update = connection.prepare(
        "UPDATE posts SET not_before = coalesce((SELECT n.posted_on FROM posts AS n WHERE n.post_id = ?2), not_before),
            not_after = coalesce((SELECT n.posted_on FROM posts AS n WHERE n.post_id = ?3), not_after)
         WHERE post_id = ?1",
    )?;
    let mut clear = connection.prepare(
        "UPDATE posts SET not_before = NULL, not_after = NULL WHERE post_id = ?1 AND not_before > not_after",
    )?;
    for Bounded { post_id, before, after, .. } in bounded {
        update.execute(params![post_id, before, after])?;
        clear.execute([post_id])?;
    }
    Ok(())
}

/// Makes the calendar anew, from the first year that any input tells of a post to the last.
fn cover_days(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM calendar", [])?;
    match calendar::told(connection)? {
        Some((first, last)) => calendar::cover(connection, first, last),
        None => Ok(()),
    }
}
