//! The channels that published reports are about.

use rusqlite::Connection;

use super::values::{numbers_in, values_of};
use super::{published, quoted};

/// Removes the reports of channels that are no more. A report keeps a channel by its number, which a later channel
/// may get: it would silently show that one's figures. Called in the transaction that removes a channel.
pub(crate) fn remove_of_lost_channels(connection: &Connection) -> rusqlite::Result<()> {
    for (name, definition) in published(connection)? {
        for channel_id in channel_ids(&definition) {
            let is_there: bool = connection
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM channels WHERE channel_id = ?1)")?
                .query_row([channel_id], |row| row.get(0))?;
            if !is_there {
                connection.execute_batch(&format!("DROP VIEW {}", quoted(&name)))?;
                break;
            }
        }
    }
    Ok(())
}

/// The channels that the values of a report name: those of the parameters that its header declares as channels.
fn channel_ids(definition: &str) -> Vec<i64> {
    let is_of_channel = |_: &str, kind: &str| kind.starts_with("channel") && !kind.starts_with("channels");
    values_of(definition, is_of_channel).into_iter().flat_map(numbers_in).collect()
}

#[cfg(test)]
mod tests {
    use crate::store::in_memory;
    use crate::store::published::{definition, list, put};

    #[test]
    fn a_report_of_a_channel_goes_with_it() {
        let store = in_memory().unwrap();
        store
            .execute_batch(
                "INSERT INTO channels (channel_id, platform, name) VALUES (1, 'telegram', 'a'), (2, 'telegram', 'b'), (12, 'telegram', 'c')",
            )
            .unwrap();
        let header = "-- T\n-- @param since date?\n  --  @param  channel  channel* : which\n-- @param one channel?\n-- @param words words?\nSELECT 1 AS x";
        let values = [
            ("of-both", "since = '2024-01-01', channel = '[1,2]'"),
            ("of-one", "one = 2"),
            ("of-twelve", "channel = '[12]', one = 1"),
            ("of-all", "since = '2024-02-02', words = 'a, one = 2'"),
        ];
        for (query, values) in values {
            put(&store, query, &definition(query, Some(values), header)).unwrap();
        }
        let names = || list(&store).unwrap().into_iter().map(|report| report.query).collect::<Vec<_>>();
        super::remove_of_lost_channels(&store).unwrap();
        assert_eq!(names(), ["of-all", "of-both", "of-one", "of-twelve"]);
        store.execute_batch("DELETE FROM channels WHERE channel_id = 2").unwrap();
        super::remove_of_lost_channels(&store).unwrap();
        assert_eq!(names(), ["of-all", "of-twelve"]);
    }
}
