//! What loads told of channels, and the rows of channels that are made of it.
//!
//! Of each word (handle, name, kind, way to link) that stands which is told most surely: by an input of the channel's own
//! posts that knows its id or handle, by one that knows a name alone or by the user, by a post that refers to the channel. Then by the input of the later instant, then in the later
//! posts, then the greater in the order of bytes. So a row does not depend on the order of loads, and without a load it
//! is what the others told.
//!
//! Two channels may have had one handle in turn. Of two ids the greater one, which is newer, had it last, and the other
//! has lost it, be it that the newer one is called otherwise by now. What a channel was called before leads to it as long as no channel is called so now
//! (`channel_aliases`); of several former ones again to the one of the greatest id.

mod forgetting;
mod settling;

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use settling::Settling;

pub(crate) use forgetting::{forget_loads, forget_own, forget_references, handles, offer};

/// Told by an input of the channel's own posts that knows its id or handle.
pub(crate) const OWN: u8 = 3;
/// Told by an input of the channel's own posts that knows a name alone, or by the user.
pub(crate) const GIVEN: u8 = 2;
/// Told by a post that refers to the channel.
pub(crate) const REFERENCE: u8 = 1;

/// In place of an instant: told by a post that refers to the channel by its name alone, so that another one may be meant.
pub(crate) const BY_NAME_ALONE: &str = "";

/// What is kept of one channel and load: an input that calls its channel otherwise in every post tells nothing by that.
const MOST_OF_ONE_LOAD: i64 = 100;

/// What an address of a private channel begins with: it opens for its members alone.
pub(crate) const FOR_MEMBERS: &str = "https://t.me/c/";

/// What a channel is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) handle: Option<String>,
    pub(crate) folded_handle: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) folded_name: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) link_base: Option<String>,
}

impl Words {
    pub(crate) fn is_empty(&self) -> bool {
        self.handle.is_none() && self.name.is_none() && self.kind.is_none() && self.link_base.is_none()
    }

    fn read(row: &Row<'_>, from: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            handle: row.get(from)?,
            folded_handle: row.get(from + 1)?,
            name: row.get(from + 2)?,
            folded_name: row.get(from + 3)?,
            kind: row.get(from + 4)?,
            link_base: row.get(from + 5)?,
        })
    }
}

/// A channel's row.
#[derive(Debug, Clone)]
pub(crate) struct ChannelRow {
    pub(crate) platform: String,
    pub(crate) external_id: Option<String>,
    pub(crate) words: Words,
}

pub(crate) fn channel_row(connection: &Connection, channel_id: i64) -> rusqlite::Result<Option<ChannelRow>> {
    connection
        .prepare_cached(
            "SELECT platform, external_id, handle, folded_handle, name, folded_name, kind, link_base
             FROM channels WHERE channel_id = ?1",
        )?
        .query_row([channel_id], |row| {
            Ok(ChannelRow { platform: row.get(0)?, external_id: row.get(1)?, words: Words::read(row, 2)? })
        })
        .optional()
}

/// Keeps what a load told of a channel.
pub(crate) fn keep(
    connection: &Connection,
    (channel_id, load_id): (i64, i64),
    certainty: u8,
    told_until: Option<&str>,
    words: &Words,
) -> rusqlite::Result<()> {
    if words.is_empty() {
        return Ok(());
    }
    let values = params![
        channel_id,
        load_id,
        certainty,
        told_until,
        words.handle,
        words.folded_handle,
        words.name,
        words.folded_name,
        words.kind,
        words.link_base,
    ];
    // What refers to a channel has no instant, and may have a mark that others have not.
    const SAME: &str = "(certainty, handle, name, kind, link_base) IS (?3, ?5, ?7, ?9, ?10) AND (?3 > 1 OR told_until IS ?4)";
    let kept = connection
        .prepare_cached(&format!(
            "INSERT INTO channel_tellings (channel_id, load_id, position, certainty, told_until, handle, folded_handle, name,
                folded_name, kind, link_base)
             SELECT ?1, ?2, coalesce(max(position), 0) + 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM channel_tellings
             WHERE channel_id = ?1 AND load_id = ?2
             HAVING coalesce(max(position), 0) < {MOST_OF_ONE_LOAD} AND NOT coalesce(max({SAME}), 0)"
        ))?
        .execute(values)?;
    if kept == 0 && certainty > REFERENCE && told_until.is_some() {
        connection
            .prepare_cached(
                "UPDATE channel_tellings SET told_until = max(coalesce(told_until, ?4), ?4)
                 WHERE channel_id = ?1 AND load_id = ?2
                    AND (certainty, handle, name, kind, link_base) IS (?3, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                channel_id,
                load_id,
                certainty,
                told_until,
                words.handle,
                words.name,
                words.kind,
                words.link_base
            ])?;
    }
    Ok(())
}

/// Makes what was told of one channel part of what was told of another; by the user's word it counts less than what was
/// told of that one itself.
pub(crate) fn join(connection: &Connection, from: i64, into: i64, is_by_word: bool) -> rusqlite::Result<()> {
    let most = if is_by_word { GIVEN } else { OWN };
    connection
        .prepare_cached(
            "UPDATE channel_tellings SET channel_id = ?2, certainty = min(certainty, ?3),
                told_until = iif(?3 < 3, nullif(told_until, ''), told_until),
                position = position + coalesce((SELECT max(i.position) FROM channel_tellings AS i
                    WHERE i.channel_id = ?2 AND i.load_id = channel_tellings.load_id), 0)
             WHERE channel_id = ?1",
        )?
        .execute(params![from, into, most])
        .map(drop)
}

/// A channel that is called otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The store's own id.
    pub channel_id: i64,
    /// What it was called.
    pub before: String,
    /// What it is called.
    pub now: String,
}

/// A handle that inputs tell of several ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedHandle {
    /// The handle, folded.
    pub handle: String,
    /// What the store calls the channels, the one first to which the handle alone leads.
    pub channels: Vec<String>,
}

/// What making rows anew has brought to light.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChannelNews {
    /// Channels that are called otherwise.
    pub renamed: Vec<Renamed>,
    /// Handles of several channels.
    pub shared: Vec<SharedHandle>,
}

/// Makes the rows of these channels of what loads told of them, and those of others that lose a handle to them or may
/// have it again.
///
/// # Errors
/// When the store refuses.
pub(crate) fn settle(
    connection: &Connection,
    channels: impl IntoIterator<Item = i64>,
) -> rusqlite::Result<ChannelNews> {
    let mut settling = Settling::new(connection, channels);
    let mut before: BTreeMap<i64, Words> = BTreeMap::new();
    while let Some(channel_id) = settling.next() {
        if let Some(was) = settling.settle(channel_id)? {
            before.entry(channel_id).or_insert(was);
        }
    }
    let mut news = ChannelNews::default();
    for (platform, handle) in &settling.handles {
        settle_alias(connection, platform, handle)?;
        let channels = called(connection, platform, handle)?;
        if channels.len() > 1 && most_loads(connection, &channels)? > 0 {
            let channels = labels(connection, &channels)?;
            news.shared.push(SharedHandle { handle: handle.clone(), channels });
        }
    }
    for (channel_id, was) in before {
        let Some(row) = channel_row(connection, channel_id)? else { continue };
        // What a forward calls its source is no name that a channel gave up.
        if most_loads(connection, &[channel_id])? < 2 {
            continue;
        }
        news.renamed.extend(renamed(channel_id, &was, &row.words));
    }
    Ok(news)
}

/// How many loads told of the posts of that of the channels of which most did.
fn most_loads(connection: &Connection, channels: &[i64]) -> rusqlite::Result<i64> {
    let mut count = connection.prepare_cached("SELECT count(*) FROM load_ranges WHERE channel_id = ?1")?;
    let counts = channels.iter().map(|channel_id| count.query_row([channel_id], |row| row.get::<_, i64>(0)));
    counts.collect::<rusqlite::Result<Vec<i64>>>().map(|counts| counts.into_iter().max().unwrap_or_default())
}

fn renamed(channel_id: i64, was: &Words, is: &Words) -> Option<Renamed> {
    let differs = |was: &Option<String>, is: &Option<String>| was.is_some() && is.is_some() && was != is;
    let renamed = |before: String, now: String| Some(Renamed { channel_id, before, now });
    if differs(&was.folded_handle, &is.folded_handle) {
        return renamed(format!("@{}", was.handle.as_ref()?), format!("@{}", is.handle.as_ref()?));
    }
    if differs(&was.name, &is.name) {
        return renamed(was.name.clone()?, is.name.clone()?);
    }
    None
}

/// The channels that loads told to have a handle, the one first to which it leads.
fn called(connection: &Connection, platform: &str, handle: &str) -> rusqlite::Result<Vec<i64>> {
    connection
        .prepare_cached(
            "SELECT c.channel_id FROM (SELECT DISTINCT channel_id FROM channel_tellings WHERE folded_handle = ?2) AS t
             CROSS JOIN channels AS c ON c.channel_id = t.channel_id WHERE c.platform = ?1
             ORDER BY c.folded_handle IS NOT ?2, length(c.external_id) DESC, c.external_id DESC, c.channel_id",
        )?
        .query_map([platform, handle], |row| row.get(0))?
        .collect()
}

/// Whom a handle means that no input tells an id with: the channel of that handle, else one that had it before.
/// Gives what the store calls it, and what it calls others that had it.
pub(crate) fn labels_called(
    connection: &Connection,
    platform: &str,
    handle: &str,
) -> rusqlite::Result<Vec<String>> {
    labels(connection, &called(connection, platform, handle)?)
}

/// What the store calls channels: their ids, and their handles or names where they have some.
pub(crate) fn labels(connection: &Connection, channels: &[i64]) -> rusqlite::Result<Vec<String>> {
    let mut select = connection.prepare_cached(
        "SELECT concat_ws(' ', external_id, iif(external_id IS NULL, coalesce('@' || handle, name, 'channel ' || channel_id),
            '(' || coalesce('@' || handle, name) || ')')) FROM channels WHERE channel_id = ?1",
    )?;
    channels.iter().map(|channel_id| select.query_row([channel_id], |row| row.get(0))).collect()
}

/// Lets a handle lead to a channel that had it before, and to none that is called so now.
pub(crate) fn settle_alias(connection: &Connection, platform: &str, handle: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "DELETE FROM channel_aliases WHERE platform = ?1 AND kind = 'handle' AND value = ?2
                AND channel_id = (SELECT c.channel_id FROM channels AS c WHERE c.platform = ?1 AND c.folded_handle = ?2)",
        )?
        .execute([platform, handle])?;
    connection
        .prepare_cached(
            "INSERT INTO channel_aliases (platform, kind, value, channel_id)
             SELECT ?1, 'handle', ?2, c.channel_id
             FROM (SELECT DISTINCT channel_id FROM channel_tellings WHERE folded_handle = ?2) AS t
             CROSS JOIN channels AS c ON c.channel_id = t.channel_id
             WHERE c.platform = ?1 AND c.folded_handle IS NOT ?2
             ORDER BY length(c.external_id) DESC, c.external_id DESC, c.channel_id LIMIT 1
             ON CONFLICT DO UPDATE SET channel_id = excluded.channel_id",
        )?
        .execute([platform, handle])
        .map(drop)
}
