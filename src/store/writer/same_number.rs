//! Telegram numbers people, basic groups, and channels with supergroups apart: one of each may have one number. Their ids
//! are `user5`, `chat5` and `5` here. What tdl writes, and exports that somebody has cut down, hold the number alone;
//! then the posts tell which of them it is, and what they do not tell is refused or kept apart.

use rusqlite::{Connection, OptionalExtension, params};

use crate::model::Channel;
use crate::store::writer::Writer;
use crate::store::writer::find::find_channel;
use crate::store::writer::sample::{Likeness, Sample};

const PLATFORM: &str = "telegram";

/// What the words of kinds and the addresses say that an input or a row knows more than a number.
const ROW_IS_OPEN: &str = "c.kind IS NULL AND c.handle IS NULL AND c.link_base IS NULL";

/// Whether the input tells a number and not whether it is a channel's, a group's or a person's.
pub(super) fn is_open(channel: &Channel) -> bool {
    channel.platform == PLATFORM
        && channel.kind.is_none()
        && channel.handle.is_none()
        && channel.link_base.is_none()
        && number(channel).is_some_and(|(word, _)| word.is_empty())
}

/// The word before the number of a Telegram id, and the number.
fn number(channel: &Channel) -> Option<(&str, &str)> {
    let id = channel.external_id.as_deref().filter(|_| channel.platform == PLATFORM)?;
    let digits = id.trim_start_matches(|letter: char| letter.is_ascii_lowercase());
    let word = &id[..id.len() - digits.len()];
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && matches!(word, "" | "chat" | "user")).then_some((word, digits))
}

/// Which of the store's channels an input's channel is by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ByNumber {
    /// The one of that id, if there is one.
    Found,
    /// This one, which is known by another kind of id of that number.
    Same(i64),
    /// None; this one has that number and may be the same or not.
    Apart(i64),
    /// This one of that number, of which no post tells that it is or is not.
    Taken(i64),
    /// None can be told: this one has that number.
    Unclear(i64),
}

/// Decides by the posts which channel of the store this one is; `found` is the one of its id.
pub(super) fn by_number(
    connection: &Connection,
    channel: &Channel,
    found: Option<i64>,
    likeness: &dyn Fn(i64) -> rusqlite::Result<Likeness>,
) -> rusqlite::Result<ByNumber> {
    let rivals = rivals(connection, channel, found)?;
    let is_told = !is_open(channel);
    let mut same = Vec::new();
    for rival in &rivals {
        if likeness(*rival)?.is_same(true) {
            same.push(*rival);
        }
    }
    let of_found = match found {
        Some(found) if !is_told || is_open_row(connection, found)? => Some((found, likeness(found)?)),
        _ => None,
    };
    Ok(match (of_found, &same[..], &rivals[..]) {
        // One contradiction is enough: here a mistake would write over other posts.
        (Some((found, of_found)), [], _) if of_found.equal * 2 < of_found.compared => {
            ByNumber::Unclear(found)
        }
        (Some((found, of_found)), [], [_, ..]) if of_found.compared == 0 => ByNumber::Unclear(found),
        (Some((found, of_found)), [_, ..], _)
            if of_found.is_same(true) && !is_open_row(connection, found)? =>
        {
            ByNumber::Found
        }
        (_, [one], _) => ByNumber::Same(*one),
        (_, [one, ..], _) => ByNumber::Unclear(*one),
        (None, [], [rival, ..]) if found.is_none() => ByNumber::Apart(*rival),
        (Some((found, of_found)), [], [])
            if of_found.compared == 0
                && is_told == is_open_row(connection, found)?
                && is_loaded(connection, found)? =>
        {
            ByNumber::Taken(found)
        }
        _ => ByNumber::Found,
    })
}

/// Whether the posts of an input's channel have to be looked at before it can be told which one it is.
pub(super) fn needs_sample(connection: &Connection, channel: &Channel) -> rusqlite::Result<bool> {
    if number(channel).is_none() {
        return Ok(false);
    }
    let found = find_channel(connection, channel)?;
    let is_doubtful = match found {
        Some(found) => is_open(channel) || is_open_row(connection, found)?,
        None => false,
    };
    Ok(is_doubtful || !rivals(connection, channel, found)?.is_empty())
}

/// What the store calls a channel that has the number of the input's, when the posts do not tell whether it is that one,
/// so that [`Writer::enter_channel`] would refuse it.
///
/// # Errors
/// When the store cannot be read.
pub fn other_of_that_number(
    connection: &Connection,
    channel: &Channel,
    sample: &Sample,
) -> rusqlite::Result<Option<String>> {
    if number(channel).is_none() {
        return Ok(None);
    }
    let found = find_channel(connection, channel)?;
    match by_number(connection, channel, found, &|other| sample.likeness(connection, other))? {
        ByNumber::Unclear(other) => label(connection, other).map(Some),
        _ => Ok(None),
    }
}

/// Loaded channels of the number of this one that are known by another kind of id, and may be it for all that both say.
pub(super) fn rivals(
    connection: &Connection,
    channel: &Channel,
    found: Option<i64>,
) -> rusqlite::Result<Vec<i64>> {
    let (one, other, condition) = match number(channel) {
        Some(("", number)) if is_open(channel) => (format!("chat{number}"), format!("user{number}"), "TRUE"),
        Some(("", _)) | None => return Ok(Vec::new()),
        Some((_, number)) => (number.to_owned(), number.to_owned(), ROW_IS_OPEN),
    };
    connection
        .prepare_cached(&format!(
            "SELECT c.channel_id FROM channels AS c
             WHERE c.platform = ?1 AND c.external_id IN (?2, ?3) AND c.channel_id IS NOT ?4 AND {condition}
                AND EXISTS (SELECT * FROM load_ranges AS r WHERE r.channel_id = c.channel_id)
             ORDER BY c.channel_id"
        ))?
        .query_map(params![channel.platform, one, other, found], |row| row.get(0))?
        .collect()
}

fn is_loaded(connection: &Connection, channel_id: i64) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT * FROM load_ranges AS r WHERE r.channel_id = ?1)")?
        .query_row([channel_id], |row| row.get(0))
}

fn is_open_row(connection: &Connection, channel_id: i64) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(&format!(
            "SELECT c.platform = ?2 AND c.external_id NOT GLOB '*[^0-9]*' AND {ROW_IS_OPEN}
                AND EXISTS (SELECT * FROM load_ranges AS r WHERE r.channel_id = c.channel_id)
             FROM channels AS c WHERE c.channel_id = ?1"
        ))?
        .query_row(params![channel_id, PLATFORM], |row| Ok(row.get::<_, Option<bool>>(0)?.unwrap_or(false)))
}

/// Whether the channel that was found by the id of an input is the same, too, where the posts tell of another one: a typed
/// id says so, of a number alone the posts have to.
pub(super) fn is_found_same(
    channel: &Channel,
    found: Option<i64>,
    likeness: &dyn Fn(i64) -> rusqlite::Result<Likeness>,
) -> rusqlite::Result<bool> {
    Ok(match found {
        Some(found) => !is_open(channel) || likeness(found)?.is_same(true),
        None => false,
    })
}

/// What the store calls a channel in a message: its id, and its name where it has one.
pub(super) fn label(connection: &Connection, channel_id: i64) -> rusqlite::Result<String> {
    connection
        .prepare_cached(
            "SELECT coalesce(external_id, '') || coalesce(' (' || coalesce('@' || handle, name) || ')', '')
             FROM channels WHERE channel_id = ?1",
        )?
        .query_row([channel_id], |row| row.get(0))
}

impl Writer<'_> {
    /// Gives a row that had a number alone the kind of id that the input tells, or lets the number lead to a row that is
    /// known better.
    pub(super) fn keep_number(&self, channel_id: i64, channel: &Channel) -> rusqlite::Result<()> {
        let Some((word, number)) = number(channel) else { return Ok(()) };
        let stored: Option<String> = self
            .connection
            .prepare_cached("SELECT external_id FROM channels WHERE channel_id = ?1")?
            .query_row([channel_id], |row| row.get(0))
            .optional()?
            .flatten();
        let Some(stored) = stored.filter(|stored| Some(stored) != channel.external_id.as_ref()) else {
            return Ok(());
        };
        let is_better_known = word.is_empty() && stored.ends_with(number);
        if !is_better_known && stored != number {
            return Ok(());
        }
        if !word.is_empty() {
            self.connection
                .prepare_cached("UPDATE channels SET external_id = ?2 WHERE channel_id = ?1")?
                .execute(params![channel_id, channel.external_id])?;
        }
        self.connection
            .prepare_cached(
                "INSERT INTO channel_aliases (platform, kind, value, channel_id) VALUES (?1, 'id', ?2, ?3)
                 ON CONFLICT DO UPDATE SET channel_id = excluded.channel_id",
            )?
            .execute(params![PLATFORM, number, channel_id])
            .map(drop)
    }

    /// Joins the channels that this load told of with those of their numbers that turn out to be the same.
    pub(super) fn join_same_numbers(&mut self) -> rusqlite::Result<()> {
        let told: Vec<i64> = self.coverage.keys().copied().collect();
        for channel_id in told {
            let Some(channel) = super::same_channel::told_channel(self.connection, channel_id)? else {
                continue;
            };
            for rival in rivals(self.connection, &channel, Some(channel_id))? {
                if Likeness::between(self.connection, channel_id, rival, None)?.is_same(true) {
                    let (from, into) =
                        if is_open(&channel) { (channel_id, rival) } else { (rival, channel_id) };
                    self.join_channels(from, into)?;
                    break;
                }
            }
        }
        Ok(())
    }
}
