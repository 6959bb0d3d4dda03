//! Finds the one post that a reference means, or says why there is none.

use rusqlite::Connection;

use super::{ChannelKey, Reference};
use crate::extract::fold::fold;
use crate::store::reading;
use crate::{Error, ErrorKind, Result};

/// How far from an album's own id the ids of its other messages may lie: an album has at most ten messages,
/// and in a busy group others come between.
const ALBUM_REACH: i64 = 50;

/// How many candidates an ambiguous reference lists.
const CANDIDATES_SHOWN: usize = 10;

/// The store's own id of the post that `reference` means.
///
/// A message of an album means the album. A number alone is the id within a channel, if one channel only
/// has it; a post that has no such id is meant by the store's own.
///
/// `command` is what messages name to say the same of a post that they list, such as `forget --post`.
///
/// # Errors
/// When no post or more than one is meant, or the store cannot be read.
pub fn find(connection: &Connection, reference: &Reference, command: &str) -> Result<i64> {
    match reference {
        Reference::Stored(post_id) => {
            let known = reading::first(
                connection,
                "SELECT post_id FROM posts WHERE post_id = ?1",
                [post_id],
                |row| row.get(0),
            )?;
            known.ok_or_else(|| not_found(format!("no post:{post_id} in this store")))
        }
        Reference::Number(number) => find_number(connection, *number, command),
        Reference::InChannel { channel, external_id, link } => {
            if let Some(post_id) = find_in_channel(connection, channel, external_id, command)? {
                return Ok(post_id);
            }
            let by_link =
                link.as_ref().map(|link| by_address(connection, link, command)).transpose()?.flatten();
            match by_link {
                Some(post_id) => Ok(post_id),
                None => Err(why_not_in_channel(connection, channel, external_id, command)?),
            }
        }
        Reference::Address(address) => by_address(connection, address, command)?
            .ok_or_else(|| not_found(format!("no post with the address '{address}' in this store"))),
    }
}

pub(super) fn not_found(message: String) -> Error {
    Error::new(ErrorKind::Usage, message)
}

fn find_number(connection: &Connection, number: i64, command: &str) -> Result<i64> {
    let channels: Vec<i64> = reading::all(
        connection,
        "SELECT channel_id FROM channels AS c
         WHERE EXISTS (SELECT 1 FROM posts AS p WHERE p.channel_id = c.channel_id) ORDER BY channel_id",
        [],
        |row| row.get(0),
    )?;
    let found = in_channels(connection, &channels, &number.to_string())?;
    if let Some(post_id) = only_one(connection, &found, &number.to_string(), command)? {
        return Ok(post_id);
    }
    let stored: Option<Option<String>> =
        reading::first(connection, "SELECT external_id FROM posts WHERE post_id = ?1", [number], |row| {
            row.get(0)
        })?;
    let missing = not_found(format!("no post has the id {number} in its channel"));
    match stored {
        Some(None) => Ok(number),
        Some(Some(_)) => {
            Err(missing.hint(format!("the store's own post {number}: chancery {command} post:{number}")))
        }
        None => Err(missing.hint("find posts: chancery run posts")),
    }
}

fn find_in_channel(
    connection: &Connection,
    channel: &ChannelKey,
    external_id: &str,
    command: &str,
) -> Result<Option<i64>> {
    let channels = channels_named(connection, channel)?;
    let found = in_channels(connection, &channels, external_id)?;
    only_one(connection, &found, &format!("{channel}/{external_id}"), command)
}

/// The channels that are called so or told apart so, else those that inputs know by this; a name need not be unique, and one
/// may be named like what tells another apart.
fn channels_named(connection: &Connection, channel: &ChannelKey) -> Result<Vec<i64>> {
    let called_so = channels_called(connection, channel)?;
    if called_so.is_empty() { channels_known_as(connection, channel, true) } else { Ok(called_so) }
}

/// What a key may be, and how it is written.
fn may_be(channel: &ChannelKey) -> ([bool; 3], &str) {
    match channel {
        ChannelKey::Id(id) => ([true, false, false], id),
        ChannelKey::Handle(handle) => ([false, true, false], handle),
        ChannelKey::Any(any) => ([true, true, true], any),
    }
}

/// The channels that are called so now, or told apart so.
pub(super) fn channels_called(connection: &Connection, channel: &ChannelKey) -> Result<Vec<i64>> {
    let ([may_be_id, may_be_handle, may_be_name], written) = may_be(channel);
    let mut called_so: Vec<i64> = reading::all(
        connection,
        "SELECT channel_id FROM channels
         WHERE (?3 AND external_id = ?1) OR (?4 AND folded_handle = ?2)
            OR (?5 AND (name = ?1 OR folded_name = ?2 OR external_id IN ('chat' || ?1, 'user' || ?1)))
         ORDER BY channel_id",
        (written, fold(written), may_be_id, may_be_handle, may_be_name),
        |row| row.get(0),
    )?;
    if let ChannelKey::Any(any) = channel {
        let told_apart = channels_told_apart(connection, any)?;
        called_so.extend(told_apart.into_iter().filter(|id| !called_so.contains(id)).collect::<Vec<_>>());
    }
    Ok(called_so)
}

/// The channels that inputs know by this: by another id, and, where `by_words`, by a handle or a name of theirs. What an input
/// calls its channel that knows a name alone, or the user (2), leads there, too.
pub(super) fn channels_known_as(
    connection: &Connection,
    channel: &ChannelKey,
    by_words: bool,
) -> Result<Vec<i64>> {
    let ([may_be_id, may_be_handle, may_be_name], written) = may_be(channel);
    reading::all(
        connection,
        "SELECT channel_id FROM channel_aliases
         WHERE (?3 AND kind = 'id' AND value = ?1) OR (?6 AND ?4 AND kind = 'handle' AND value = ?2)
            OR (?5 AND (?6 AND kind = 'name' AND value = ?2 OR kind = 'id' AND value IN ('chat' || ?1, 'user' || ?1)))
         UNION SELECT channel_id FROM channel_tellings WHERE ?6 AND ?5 AND folded_name = ?2 AND certainty = 2
         ORDER BY channel_id",
        (written, fold(written), may_be_id, may_be_handle, may_be_name, by_words),
        |row| row.get(0),
    )
}

/// The channels that are written so where others are called alike: `channel:5` by the store's own number, `channel77` by an
/// id that is a channel's, `Gazette (77)` as reports have it.
fn channels_told_apart(connection: &Connection, written: &str) -> Result<Vec<i64>> {
    let own_number = |text: &str| text.strip_prefix("channel:").and_then(|number| number.parse::<i64>().ok());
    let id = written.strip_prefix("channel").filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()));
    let label = written.strip_suffix(')').and_then(|label| label.rsplit_once(" ("));
    let (name, mark) = label.unzip();
    let number_in_label = mark.and_then(own_number);
    reading::all(
        connection,
        "SELECT channel_id FROM channels
         WHERE channel_id = ?1 OR external_id = ?2
            OR (coalesce('@' || handle, name, external_id) = ?3
                AND (coalesce(external_id, platform) = ?4 OR channel_id = ?5))
         ORDER BY channel_id",
        (own_number(written), id, name, mark, number_in_label),
        |row| row.get(0),
    )
}

/// The posts of these channels with this id; where a channel has none, the album that holds such a message.
fn in_channels(connection: &Connection, channels: &[i64], external_id: &str) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for channel in channels {
        let post = reading::first(
            connection,
            "SELECT post_id FROM posts WHERE channel_id = ?1 AND external_no = CAST(?2 AS INTEGER) AND external_id = ?2
             UNION ALL
             SELECT post_id FROM posts WHERE channel_id = ?1 AND external_no IS NULL AND external_id = ?2",
            (channel, external_id),
            |row| row.get::<_, i64>(0),
        )?;
        let post = match (post, external_id.parse::<i64>()) {
            (None, Ok(number)) => album_of(connection, *channel, number)?,
            (post, _) => post,
        };
        found.extend(post);
    }
    Ok(found)
}

/// The album in a channel that holds the message with this id.
pub(super) fn album_of(connection: &Connection, channel: i64, message: i64) -> Result<Option<i64>> {
    reading::first(
        connection,
        "SELECT p.post_id FROM posts AS p CROSS JOIN media AS m ON m.post_id = p.post_id
         WHERE p.channel_id = ?1 AND p.external_no BETWEEN ?2 AND ?3 AND m.external_id = ?4
         ORDER BY p.external_no LIMIT 1",
        (
            channel,
            message.saturating_sub(ALBUM_REACH),
            message.saturating_add(ALBUM_REACH),
            message.to_string(),
        ),
        |row| row.get(0),
    )
}

/// The post that has this address. There is no index for so rare a question.
fn by_address(connection: &Connection, address: &str, command: &str) -> Result<Option<i64>> {
    let found: Vec<i64> = reading::all(
        connection,
        "SELECT post_id FROM posts WHERE url = ?1 ORDER BY post_id LIMIT 100",
        [address],
        |row| row.get(0),
    )?;
    only_one(connection, &found, address, command)
}

fn only_one(connection: &Connection, found: &[i64], meant: &str, command: &str) -> Result<Option<i64>> {
    match found {
        [] => Ok(None),
        [post_id] => Ok(Some(*post_id)),
        several => Err(ambiguous(connection, several, meant, command)?),
    }
}

fn ambiguous(connection: &Connection, found: &[i64], meant: &str, command: &str) -> Result<Error> {
    let mut error = Error::new(ErrorKind::Usage, format!("'{meant}' means {} posts; say which", found.len()));
    for post_id in found.iter().take(CANDIDATES_SHOWN) {
        let (channel, day): (i64, Option<String>) = reading::one(
            connection,
            "SELECT channel_id, posted_on FROM posts WHERE post_id = ?1",
            [post_id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let channel = label(connection, channel)?;
        let day = day.as_deref().unwrap_or("undated");
        error = error.hint(format!("{channel}, {day}: chancery {command} post:{post_id}"));
    }
    let more = found.len().saturating_sub(CANDIDATES_SHOWN);
    Ok(if more > 0 { error.hint(format!("and {more} more")) } else { error })
}

/// Says what is missing: the channel, or the post in it.
fn why_not_in_channel(
    connection: &Connection,
    channel: &ChannelKey,
    external_id: &str,
    command: &str,
) -> Result<Error> {
    let channels = channels_named(connection, channel)?;
    if channels.is_empty() {
        let missing = not_found(format!("no channel '{channel}' in this store"))
            .hint("see the channels with their ids, handles and names: chancery channels");
        return Ok(match channel {
            // Exports of Telegram Desktop have a channel's id and name only.
            ChannelKey::Handle(_) => {
                missing.hint("not every input tells the handle; then say ID/12 or 'NAME/12', as listed there")
            }
            _ => missing,
        });
    };
    let missing = format!("no post {external_id} of '{channel}' in this store");
    let [channel_id] = channels[..] else {
        let mut error = not_found(format!("{missing}; {} channels are called so", channels.len()));
        for channel_id in channels.iter().take(CANDIDATES_SHOWN) {
            let what = what_is_there(connection, *channel_id, external_id, command)?;
            error = error.hint(format!("{}: {what}", label(connection, *channel_id)?));
        }
        return Ok(error);
    };
    Ok(not_found(missing).hint(what_is_there(connection, channel_id, external_id, command)?))
}

/// What a channel has in the place of a post that it lacks.
fn what_is_there(
    connection: &Connection,
    channel_id: i64,
    external_id: &str,
    command: &str,
) -> Result<String> {
    let event = reading::first(
        connection,
        "SELECT action, happened_on FROM channel_events
         WHERE channel_id = ?1 AND external_no = CAST(?2 AS INTEGER) AND external_id = ?2",
        (channel_id, external_id),
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)),
    )?;
    if let Some((action, day)) = event {
        let day = day.map(|day| format!(" of {day}")).unwrap_or_default();
        return Ok(format!("it is a service row{day}: {action}"));
    }
    let (first, last): (Option<i64>, Option<i64>) = reading::one(
        connection,
        "SELECT (SELECT min(external_no) FROM posts WHERE channel_id = ?1 AND external_no IS NOT NULL),
                (SELECT max(external_no) FROM posts WHERE channel_id = ?1 AND external_no IS NOT NULL)",
        [channel_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(match (first, last) {
        (Some(first), Some(last)) => format!("its ids go from {first} to {last}"),
        _ => format!("none of its posts has an id; by the store's own: chancery {command} post:ID"),
    })
}

/// What people call a channel; with its id where they call it by a name, which another may have, too.
fn label(connection: &Connection, channel_id: i64) -> Result<String> {
    reading::one(
        connection,
        "SELECT coalesce('@' || handle, name || ' (' || external_id || ')', name, external_id, 'channel ' || channel_id)
         FROM channels WHERE channel_id = ?1",
        [channel_id],
        |row| row.get(0),
    )
}
