//! A handle may have changed hands: what an input told under a handle alone went to the channel that was known by it, and
//! then another one turns out to have these very posts. They are given to that, whatever was loaded first.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use crate::store::channel_tellings::FOR_MEMBERS;
use crate::store::writer::Writer;
use crate::store::writer::by_name::parts;
use crate::store::writer::sample::Likeness;

/// So many posts that are the same are no chance.
const NO_CHANCE: usize = 3;

/// Of so many pairs of channels the posts are compared in one load.
const MOST_PAIRS: usize = 10_000;

impl Writer<'_> {
    /// Takes posts that were told under a handle alone from the channels that had it, where another one has them.
    pub(super) fn give_back_handles(&mut self) -> rusqlite::Result<()> {
        let told: BTreeSet<i64> = self.coverage.keys().copied().collect();
        let mut pairs = 0;
        for (channel_id, loads) in by_handle_too(self.connection)? {
            for other in others_in_range(self.connection, channel_id, &loads)? {
                if !told.contains(&channel_id) && !told.contains(&other) {
                    continue;
                }
                pairs += 1;
                if pairs > MOST_PAIRS {
                    return Ok(());
                }
                self.give_back(channel_id, &loads, other)?;
            }
        }
        Ok(())
    }

    fn give_back(&mut self, channel_id: i64, loads: &str, other: i64) -> rusqlite::Result<()> {
        let connection = self.connection;
        if Likeness::between(connection, channel_id, other, Some(loads))?.equal < NO_CHANCE {
            return Ok(());
        }
        let mut its_own = Vec::new();
        for part in parts(connection, channel_id)? {
            let is_by_handle: bool = connection
                .prepare_cached(
                    "SELECT NOT EXISTS (SELECT value FROM json_each(?1) EXCEPT SELECT value FROM json_each(?2))",
                )?
                .query_row([part.loads.as_str(), loads], |row| row.get(0))?;
            if is_by_handle
                && Likeness::between(connection, channel_id, other, Some(&part.loads))?.is_same(false)
            {
                its_own.push(part.loads.trim_matches(['[', ']']).to_owned());
            }
        }
        if its_own.is_empty() {
            return Ok(());
        }
        let taken = self.take_out(channel_id, &format!("[{}]", its_own.join(",")))?;
        self.join_channels(taken, other)
    }
}

/// The channels of Telegram with an id of which some loads told by a handle alone, and others by the id; and the former
/// loads, as a JSON array. By the id a channel has addresses that open for its members.
fn by_handle_too(connection: &Connection) -> rusqlite::Result<Vec<(i64, String)>> {
    connection
        .prepare_cached(&format!(
            "WITH told (channel_id, load_id, has_id) AS (
                SELECT t.channel_id, t.load_id, max(coalesce(t.link_base LIKE '{FOR_MEMBERS}%', 0))
                FROM channel_tellings AS t WHERE t.certainty = 3 GROUP BY t.channel_id, t.load_id)
             SELECT t.channel_id, json_group_array(t.load_id) FILTER (WHERE NOT t.has_id)
             FROM told AS t CROSS JOIN channels AS c ON c.channel_id = t.channel_id
             WHERE c.external_id IS NOT NULL
             GROUP BY t.channel_id HAVING max(t.has_id) AND NOT min(t.has_id)"
        ))?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// The channels with an id that have numbers among those of these loads of a channel.
fn others_in_range(connection: &Connection, channel_id: i64, loads: &str) -> rusqlite::Result<Vec<i64>> {
    connection
        .prepare_cached(
            "SELECT DISTINCT o.channel_id FROM load_ranges AS r CROSS JOIN load_ranges AS o
                ON o.first_no <= r.last_no AND o.last_no >= r.first_no AND o.channel_id <> r.channel_id
             CROSS JOIN channels AS one ON one.channel_id = r.channel_id
             CROSS JOIN channels AS other ON other.channel_id = o.channel_id
             WHERE r.channel_id = ?1 AND r.load_id IN (SELECT value FROM json_each(?2))
                AND other.platform = one.platform AND other.external_id IS NOT NULL
             ORDER BY o.channel_id",
        )?
        .query_map(params![channel_id, loads], |row| row.get(0))?
        .collect()
}
