//! Whether posts without ids are of a channel that has ids: it has their texts, posted at the same times.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

/// So many different texts are looked for.
const LOOKED_FOR: u32 = 4_000;

/// So many equal texts are no chance, where one alone may be a greeting, since no moment is known of it.
const NO_CHANCE: usize = 3;

/// A clock without a zone differs from UTC by quarters of an hour, and by 14 hours at most. Some inputs know no seconds.
const QUARTER_IN_MINUTES: i64 = 15;
const FARTHEST: i64 = 14 * 3600;

/// When a post was posted, as far as it is known.
#[derive(Debug, Clone, Copy)]
struct When {
    /// UTC seconds, where more than the day is known.
    instant: Option<i64>,
    /// The number of the day in the reporting zone.
    day: Option<i64>,
}

impl When {
    /// Whether both may be of one post; and whether their moments say so.
    fn agrees(self, other: Self) -> (bool, bool) {
        match (self.instant.zip(other.instant), self.day.zip(other.day)) {
            (Some((one, other)), _) => {
                let minutes = one.div_euclid(60) - other.div_euclid(60);
                let is_one = (one - other).abs() <= FARTHEST && minutes % QUARTER_IN_MINUTES == 0;
                (is_one, is_one)
            }
            (None, Some((one, other))) => ((one - other).abs() <= 1, false),
            (None, None) => (true, false),
        }
    }
}

/// Whether the posts without ids that these loads, a JSON array, told of `channel_id` are of `other`: that has one of them
/// at its moment, or several, and, from the first of these to the last, at least half of them.
pub(super) fn has_texts(
    connection: &Connection,
    (channel_id, loads): (i64, &str),
    other: i64,
) -> rusqlite::Result<bool> {
    let mut both = connection.prepare_cached(&format!(
        "WITH told AS MATERIALIZED (
            SELECT post_id, text_key, iif(length(posted_at) > 10, unixepoch(posted_at), NULL) AS instant,
                CAST(julianday(posted_on) AS INTEGER) AS day
            FROM posts INDEXED BY posts_content
            WHERE channel_id = ?1 AND external_id IS NULL AND occurrence = 1 AND text_key IS NOT NULL
                AND first_load_id IN (SELECT value FROM json_each(?2))
            ORDER BY content_hash LIMIT {LOOKED_FOR})
         SELECT t.post_id, t.instant, t.day, p.post_id IS NOT NULL,
            iif(length(p.posted_at) > 10, unixepoch(p.posted_at), NULL), CAST(julianday(p.posted_on) AS INTEGER)
         FROM told AS t LEFT JOIN posts AS p
            ON p.text_key = t.text_key AND p.channel_id = ?3 AND p.external_id IS NOT NULL"
    ))?;
    // Of each post when it was posted, whether the other channel has it, and whether at its moment.
    let mut told: BTreeMap<i64, (When, bool, bool)> = BTreeMap::new();
    let mut rows = both.query(params![channel_id, loads, other])?;
    while let Some(row) = rows.next()? {
        let when = When { instant: row.get(1)?, day: row.get(2)? };
        let (_, has, has_at_its_moment) = told.entry(row.get(0)?).or_insert((when, false, false));
        if row.get(3)? {
            let (agrees, is_one_moment) = when.agrees(When { instant: row.get(4)?, day: row.get(5)? });
            *has |= agrees;
            *has_at_its_moment |= is_one_moment;
        }
    }
    let equal = told.values().filter(|(_, has, _)| *has).count();
    let moments: Vec<i64> = told
        .values()
        .filter(|(.., is_one_moment)| *is_one_moment)
        .filter_map(|told| told.0.instant)
        .collect();
    let (first, last) = (moments.iter().min(), moments.iter().max());
    let between = told
        .values()
        .filter_map(|(when, ..)| when.instant)
        .filter(|at| first.is_some_and(|first| first <= at) && last.is_some_and(|last| at <= last))
        .count();
    Ok((!moments.is_empty() || equal >= NO_CHANCE) && moments.len() * 2 >= between)
}
