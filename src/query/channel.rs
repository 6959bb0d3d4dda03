//! Channels as people name them: a handle, an id, a t.me address, a name.

use std::cmp::Reverse;

use rusqlite::{Connection, Params};

use super::failure::{unreadable, usage};
use super::number::grouped;
use super::similar;
use crate::extract::fold::fold;
use crate::{Error, Result};

mod called_now;

pub use called_now::{Called, called_now};

/// Bots see the id of a channel marked by adding this before the sign is turned.
const CHANNEL_MARK: i64 = 1_000_000_000_000;

/// What the words for a channel can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reference {
    /// A handle, folded, without `@`.
    Handle(String),
    /// The platform's id as the store has it: bare for a channel, `chat…` for a basic group, `user…` for a person.
    ExternalId(String),
    /// The number of an id, of whichever kind.
    Number(String),
    /// A handle or a name, folded.
    Words(String),
}

impl Reference {
    /// The meaning of `text`: `@handle`, `t.me/handle/12`, `t.me/c/1234567890/12`, `-1001234567890`,
    /// `channel1234567890`, `chat4123`, `-4123`, `user77`, a number alone, or else words.
    pub(super) fn read(text: &str) -> Self {
        let text = text.trim();
        if let Some(handle) = text.strip_prefix('@') {
            return Self::Handle(fold(handle));
        }
        if let Some(reference) = address(text) {
            return reference;
        }
        let is_number =
            |digits: &&str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = |mark: &str| text.strip_prefix(mark).filter(is_number);
        if is_number(&text) {
            return Self::Number(text.to_owned());
        }
        if let Some(digits) = number("-") {
            let bare = digits.parse().map_or(0, |number: i64| number - CHANNEL_MARK);
            return Self::ExternalId(if bare > 0 { bare.to_string() } else { format!("chat{digits}") });
        }
        if let Some(digits) = number("channel") {
            return Self::ExternalId(digits.to_owned());
        }
        if number("chat").or(number("user")).is_some() {
            return Self::ExternalId(text.to_owned());
        }
        Self::Words(fold(text))
    }
}

/// The meaning of an address of Telegram. What has a comma is a list that begins with one: what stands behind the comma
/// must not be lost as the end of an address.
fn address(text: &str) -> Option<Reference> {
    if text.contains(',') {
        return None;
    }
    if let Some(query) = text.strip_prefix("tg://resolve?") {
        let handle = query.split('&').find_map(|part| part.strip_prefix("domain="))?;
        return Some(Reference::Handle(fold(handle)));
    }
    let rest = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme)).unwrap_or(text);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.to_ascii_lowercase();
    if let Some(handle) = host.strip_suffix(".t.me").filter(|handle| *handle != "www") {
        return Some(Reference::Handle(fold(handle)));
    }
    if !matches!(host.as_str(), "t.me" | "www.t.me" | "telegram.me" | "telegram.dog") {
        return None;
    }
    let mut parts = path.split(['/', '?', '#']).filter(|part| !part.is_empty());
    match parts.next()? {
        "c" => parts.next().map(|id| Reference::ExternalId(id.to_owned())),
        "s" => parts.next().map(|handle| Reference::Handle(fold(handle))),
        handle => Some(Reference::Handle(fold(handle))),
    }
}

/// A channel of the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) channel_id: i64,
    /// `@handle`, else the name, else the id; with more where others are called so.
    pub(super) label: String,
    posts: i64,
}

/// Whether `text` names a channel, or several.
pub(super) fn is_known(store: &Connection, text: &str) -> Result<bool> {
    Ok(!candidates(store, text).map_err(unreadable)?.is_empty())
}

/// The store's own id of the one channel that `text` names: an id, a handle, a t.me address, a name or `channel:2`, the
/// store's own number.
///
/// # Errors
/// [`crate::ErrorKind::Usage`] when it names none, with the close ones, or several, with all of them.
pub fn channel_id(store: &Connection, text: &str) -> Result<i64> {
    resolve(store, "channel", text).map(|found| found.channel_id)
}

/// The one channel that `text` names; `flag` is what messages call the place where it stands.
///
/// # Errors
/// When it names none, with the close ones; when it names several, with all of them.
pub(super) fn resolve(store: &Connection, flag: &str, text: &str) -> Result<Found> {
    let mut found = candidates(store, text).map_err(unreadable)?;
    prefer_the_one_written_so(store, text, &mut found).map_err(unreadable)?;
    match found.len() {
        1 => {
            let channel = found.pop().ok_or_else(|| usage("no channel"))?;
            called(store, channel).map_err(unreadable)
        }
        0 => Err(unknown(store, flag, text).map_err(unreadable)?),
        _ => Err(several(flag, text, found)),
    }
}

/// That `text` names more than one channel.
fn several(flag: &str, text: &str, mut found: Vec<Found>) -> Error {
    tell_apart(&mut found);
    let list: Vec<String> = found.iter().map(Found::in_words).collect();
    let hint = match found.iter().any(|channel| channel.label.contains(OWN_NUMBER)) {
        true => "give the handle, the id or channel:NUMBER, as they stand here",
        false => "give the handle or the id",
    };
    usage(format!("{flag} '{text}' names {} channels: {}", found.len(), list.join(", "))).hint(hint)
}

/// The channel with the label that reports give it: its name alone may be that of another one. Of one without posts each
/// report tells as much as it needs.
fn called(store: &Connection, mut channel: Found) -> rusqlite::Result<Found> {
    if channel.posts == 0 {
        return Ok(channel);
    }
    let sql = "SELECT channel FROM v_channels WHERE channel_id = ?1";
    if let Some(label) = store.query_row(sql, [channel.channel_id], |row| row.get(0))? {
        channel.label = label;
    }
    Ok(channel)
}

/// Channels of two platforms may be called alike, and have one id, too: those are told by their numbers in the store.
fn tell_apart(found: &mut [Found]) {
    let labels: Vec<String> = found.iter().map(|channel| channel.label.clone()).collect();
    for channel in found {
        if labels.iter().filter(|label| **label == channel.label).count() > 1 {
            channel.label = format!("{} {}", own_number(channel.channel_id), channel.label);
        }
    }
}

impl Found {
    fn in_words(&self) -> String {
        format!("{} ({})", self.label, posts(self.posts))
    }
}

const COLUMNS: &str = "SELECT c.channel_id, coalesce('@' || c.handle, c.name, c.external_id, ''), \
    coalesce((SELECT sum(m.posts) FROM post_months AS m WHERE m.channel_id = c.channel_id), 0) AS posts FROM channels AS c ";

fn candidates(store: &Connection, text: &str) -> rusqlite::Result<Vec<Found>> {
    let mut found = by_id_or_handle(store, text)?;
    if !found.is_empty() {
        prefer_those_with_posts(&mut found);
        return Ok(found);
    }
    let found = by_present_name(store, text)?;
    if found.is_empty() { by_other_names(store, text) } else { Ok(found) }
}

fn by_present_name(store: &Connection, text: &str) -> rusqlite::Result<Vec<Found>> {
    let mut found = by_name(store, text)?;
    for channel in by_label(store, text)? {
        if !found.iter().any(|other| other.channel_id == channel.channel_id) {
            found.push(channel);
        }
    }
    prefer_those_with_posts(&mut found);
    found.sort_by_key(|channel| (Reverse(channel.posts), channel.channel_id));
    if found.len() > 1 {
        for channel in &mut found {
            if let Some(label) = other_label(store, channel, text)? {
                channel.label = label;
            }
        }
    }
    Ok(found)
}

/// The channels that reports call so: of several of one name they tell also the id, else the platform, else the store's
/// own number; and the one of this number of the store's own. Another channel may have the whole as its name.
fn by_label(store: &Connection, text: &str) -> rusqlite::Result<Vec<Found>> {
    if let Some(channel_id) = own_number_of(text) {
        return select(store, "WHERE c.channel_id = ?1", [channel_id]);
    }
    let label = text.trim().strip_suffix(')').and_then(|label| label.rsplit_once(" ("));
    let Some((name, mark)) = label else { return Ok(Vec::new()) };
    let condition = "WHERE coalesce('@' || c.handle, c.name, c.external_id) = ?1 \
        AND (coalesce(c.external_id, c.platform) = ?2 OR c.channel_id = ?3)";
    let mut found = select(store, condition, (name, mark, own_number_of(mark)))?;
    if let [only] = found.as_mut_slice() {
        // The name alone would tell less than was given.
        text.trim().clone_into(&mut only.label);
    }
    Ok(found)
}

/// A forward often tells no more than the name of its source, so that the channel with posts has a namesake that holds
/// none; and reports count those with posts.
fn prefer_those_with_posts(found: &mut Vec<Found>) {
    if found.iter().any(|channel| channel.posts > 0) {
        found.retain(|channel| channel.posts > 0);
    }
}

/// Of channels whose names differ in capitals alone, the one that reports call exactly so.
fn prefer_the_one_written_so(store: &Connection, text: &str, found: &mut Vec<Found>) -> rusqlite::Result<()> {
    if found.len() < 2 {
        return Ok(());
    }
    let text = text.trim();
    let mut labels = Vec::new();
    for channel in found.iter() {
        let sql = "SELECT channel FROM v_channels WHERE channel_id = ?1";
        labels.push(store.query_row(sql, [channel.channel_id], |row| row.get::<_, Option<String>>(0))?);
    }
    let is_called = |label: &Option<String>| label.as_deref() == Some(text);
    let are_alike =
        labels.iter().all(|label| label.as_deref().is_some_and(|label| fold(label) == fold(text)));
    if are_alike && labels.iter().filter(|label| is_called(label)).count() == 1 {
        let mut labels = labels.iter();
        found.retain(|_| labels.next().is_some_and(is_called));
    }
    Ok(())
}

/// What stands before the store's own number of a channel: nothing else tells one of several of one name that has neither
/// an id nor a handle, or whose id one of another platform has, too.
const OWN_NUMBER: &str = "channel:";

fn own_number(channel_id: i64) -> String {
    format!("{OWN_NUMBER}{channel_id}")
}

/// The number of `channel:2`.
fn own_number_of(text: &str) -> Option<i64> {
    text.trim().strip_prefix(OWN_NUMBER)?.parse().ok()
}

/// The channels that inputs know by this, and that are called otherwise: another id or handle of theirs, one that became
/// a part of them.
fn by_other_names(store: &Connection, text: &str) -> rusqlite::Result<Vec<Found>> {
    let by_alias = |kinds: &str, value: &str| {
        let aliases = "SELECT a.channel_id FROM channel_aliases AS a WHERE";
        select(store, &format!("WHERE c.channel_id IN ({aliases} {kinds})"), [value])
    };
    let found = match Reference::read(text) {
        Reference::Handle(handle) => by_alias("a.kind = 'handle' AND a.value = ?1", &handle),
        Reference::ExternalId(id) => by_alias("a.kind = 'id' AND a.value = ?1", &id),
        Reference::Number(number) => {
            by_alias("a.kind = 'id' AND a.value IN (?1, 'chat' || ?1, 'user' || ?1)", &number)
        }
        // What an input calls its channel that knows a name alone, or the user (2), leads there, too.
        Reference::Words(words) => by_alias(
            "a.kind <> 'id' AND a.value = ?1
             UNION SELECT t.channel_id FROM channel_tellings AS t WHERE t.folded_name = ?1 AND t.certainty = 2",
            &words,
        ),
    }?;
    if found.is_empty() {
        by_written_id(&|condition| by_alias(&format!("a.kind = 'id' AND a.value {condition}"), text.trim()))
    } else {
        Ok(found)
    }
}

/// The channels whose id is written so: platforms but Telegram tell ids apart by their capitals, and may write them like
/// a handle or an id of Telegram. Only where none is, those that differ in capitals alone.
fn by_written_id(select: &dyn Fn(&str) -> rusqlite::Result<Vec<Found>>) -> rusqlite::Result<Vec<Found>> {
    let found = select("= ?1")?;
    if found.is_empty() { select("= ?1 COLLATE NOCASE") } else { Ok(found) }
}

fn by_id_or_handle(store: &Connection, text: &str) -> rusqlite::Result<Vec<Found>> {
    let found = match Reference::read(text) {
        Reference::Handle(handle) => select(store, "WHERE c.folded_handle = ?1", [&handle])?,
        Reference::ExternalId(id) => select(store, "WHERE c.external_id = ?1", [&id])?,
        Reference::Number(number) => with_number(store, &number)?,
        Reference::Words(words) => {
            let either = "WHERE c.folded_handle = ?1 OR c.external_id = ?2";
            select(store, either, [words.as_str(), text.trim()])?
        }
    };
    if found.is_empty() {
        by_written_id(&|condition| select(store, &format!("WHERE c.external_id {condition}"), [text.trim()]))
    } else {
        Ok(found)
    }
}

fn by_name(store: &Connection, text: &str) -> rusqlite::Result<Vec<Found>> {
    if matches!(Reference::read(text), Reference::Handle(_)) {
        return Ok(Vec::new());
    }
    select(store, "WHERE c.folded_name = ?1", [fold(text.trim())])
}

/// The channels whose ids have this number: one of each kind may have it. Where some have posts, those.
fn with_number(store: &Connection, number: &str) -> rusqlite::Result<Vec<Found>> {
    let mut found = select(store, "WHERE c.external_id IN (?1, 'chat' || ?1, 'user' || ?1)", [number])?;
    prefer_those_with_posts(&mut found);
    if found.len() > 1 {
        for channel in &mut found {
            let sql = "SELECT iif(external_id = ?2, 'channel', '') || external_id FROM channels WHERE channel_id = ?1";
            let id: String = store.query_row(sql, (channel.channel_id, number), |row| row.get(0))?;
            channel.label = if id.ends_with(&channel.label) { id } else { format!("{id} {}", channel.label) };
        }
    }
    Ok(found)
}

/// What a channel that has no handle is called beside others that are meant by `text`: its id, else its number in the
/// store, with its name where another channel is named like this number.
fn other_label(store: &Connection, channel: &Found, text: &str) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT handle IS NULL, external_id FROM channels WHERE channel_id = ?1";
    let (has_no_handle, id): (bool, Option<String>) =
        store.query_row(sql, [channel.channel_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let label = || match (id, own_number(channel.channel_id)) {
        (Some(id), _) => format!("id {id}"),
        (None, number) if number == text.trim() => format!("{} ({number})", channel.label),
        (None, number) => number,
    };
    Ok(has_no_handle.then(label))
}

fn select(store: &Connection, condition: &str, values: impl Params) -> rusqlite::Result<Vec<Found>> {
    let mut statement = store.prepare(&format!("{COLUMNS}{condition} ORDER BY posts DESC, c.channel_id"))?;
    let rows = statement.query_map(values, |row| {
        Ok(Found { channel_id: row.get(0)?, label: row.get(1)?, posts: row.get(2)? })
    })?;
    rows.collect()
}

/// How many close ones are told.
const CLOSE: usize = 3;

fn unknown(store: &Connection, flag: &str, text: &str) -> rusqlite::Result<Error> {
    let all = select(store, "", [])?;
    let with_posts = all.iter().filter(|channel| channel.posts > 0).count();
    let mut names: Vec<(String, &Found)> = Vec::new();
    let mut statement =
        store.prepare("SELECT folded_handle, folded_name FROM channels WHERE channel_id = ?1")?;
    for channel in &all {
        let of_channel: [Option<String>; 2] =
            statement.query_row([channel.channel_id], |row| Ok([row.get(0)?, row.get(1)?]))?;
        names.extend(of_channel.into_iter().flatten().map(|name| (name, channel)));
    }
    let wanted = match Reference::read(text) {
        Reference::Handle(words)
        | Reference::ExternalId(words)
        | Reference::Number(words)
        | Reference::Words(words) => words,
    };
    let mut close: Vec<String> = Vec::new();
    for name in similar::close(&wanted, names.iter().map(|(name, _)| name.as_str()), 6) {
        // Several may have it.
        for (_, channel) in names.iter().filter(|(other, _)| other == name).take(CLOSE) {
            let words = called(store, (*channel).clone())?.in_words();
            if !close.contains(&words) {
                close.push(words);
            }
        }
    }
    close.truncate(CLOSE);
    let channels = if with_posts == 1 { "channel" } else { "channels" };
    let close = if close.is_empty() { String::new() } else { format!("; close: {}", close.join(", ")) };
    let number = grouped(i64::try_from(with_posts).unwrap_or(i64::MAX));
    Ok(usage(format!("{flag} '{text}' is not in this store ({number} {channels}){close}"))
        .hint("see all: chancery channels"))
}

/// `12,410 posts`.
pub(super) fn posts(count: i64) -> String {
    format!("{} {}", grouped(count), if count == 1 { "post" } else { "posts" })
}

#[cfg(test)]
mod tests;
