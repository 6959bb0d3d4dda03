//! Whether the store has a value: that nobody wrote a tag or named a person is an answer, and so a warning, which
//! tells the close ones that the store has.

use rusqlite::{Connection, OptionalExtension as _};

use super::did_you_mean;
use crate::extract::fold::fold;
use crate::query::channel::posts;
use crate::query::failure::{unreadable, usage};
use crate::query::number::grouped;
use crate::query::parameter::{Parameter, ParameterType};
use crate::query::similar;
use crate::query::suggestions::suggestions;
use crate::{Error, ErrorKind, Result};

/// Of a list with more unknown values than these, they are told in one line.
const TOLD_ONE_BY_ONE: usize = 3;

/// How many unknown values of a long list are named.
const NAMED: usize = 5;

/// A query may suggest more values than these; then none is called unknown.
const MOST_SUGGESTED: usize = 20_000;

/// How to look for a value in the store, and for the close ones.
struct Lookup {
    /// One row when the store has `?1`.
    has: &'static str,
    /// All that the store has.
    all: &'static str,
    /// The number of posts of `?1`.
    posts: &'static str,
    sign: &'static str,
    verb: &'static str,
}

const HASHTAGS: Lookup = Lookup {
    has: "SELECT 1 FROM hashtags AS h WHERE h.tag = ?1 \
          AND EXISTS (SELECT 1 FROM post_hashtags AS u WHERE u.hashtag_id = h.hashtag_id)",
    all: "SELECT tag FROM hashtags ORDER BY tag",
    posts: "SELECT count(DISTINCT u.post_id) FROM post_hashtags AS u JOIN hashtags AS h USING (hashtag_id) WHERE h.tag = ?1",
    sign: "#",
    verb: "carries",
};

const HANDLES: Lookup = Lookup {
    has: "SELECT 1 FROM entities AS e WHERE e.kind = 'handle' AND e.name = ?1 \
          AND EXISTS (SELECT 1 FROM mentions AS u WHERE u.entity_id = e.entity_id) \
          UNION ALL SELECT 1 FROM channels AS c WHERE c.folded_handle = ?1",
    all: "SELECT name FROM entities WHERE kind = 'handle' ORDER BY name",
    posts: "SELECT count(DISTINCT u.post_id) FROM mentions AS u JOIN entities AS e USING (entity_id) WHERE e.name = ?1",
    sign: "@",
    verb: "names",
};

const ENTITIES: Lookup = Lookup {
    has: "SELECT 1 FROM entities AS e WHERE e.name = ?1 \
          AND EXISTS (SELECT 1 FROM mentions AS u WHERE u.entity_id = e.entity_id)",
    // Most of a dictionary is named nowhere.
    all: "SELECT DISTINCT e.name FROM entities AS e \
          WHERE EXISTS (SELECT 1 FROM mentions AS u WHERE u.entity_id = e.entity_id) ORDER BY e.name",
    posts: HANDLES.posts,
    sign: "",
    verb: "names",
};

/// The word of an enum that `text` means, which is none of `words`: a value of the SELECT `more`.
///
/// # Errors
/// [`ErrorKind::Usage`] when it is none of these either; [`ErrorKind::Query`] when they cannot be listed.
pub(super) fn word(
    store: &Connection,
    flag: &str,
    words: &[String],
    more: Option<&str>,
    text: &str,
) -> Result<String> {
    let listed = more.map_or_else(|| Ok(Vec::new()), |select| suggestions(store, select, usize::MAX));
    let listed = listed.map_err(|why| {
        Error::new(ErrorKind::Query, format!("the words that --{flag} takes cannot be listed: {why}"))
    })?;
    let folded = fold(text.trim());
    if let Some(word) = listed.iter().find(|word| **word == folded) {
        return Ok(word.clone());
    }
    let mut all: Vec<&str> = words.iter().map(String::as_str).collect();
    for word in &listed {
        if !all.iter().any(|other| other.eq_ignore_ascii_case(word)) {
            all.push(word);
        }
    }
    let error = usage(format!("--{flag} '{text}' is not one of: {}", all.join(", ")));
    Err(did_you_mean(error, text, all))
}

/// Warnings for the values of one parameter that the store does not have.
pub(super) fn warnings(store: &Connection, parameter: &Parameter, values: &[&str]) -> Result<Vec<String>> {
    let lookup = match &parameter.kind {
        ParameterType::Hashtag => &HASHTAGS,
        ParameterType::Handle => &HANDLES,
        ParameterType::Entity => &ENTITIES,
        ParameterType::Values(select) => return Ok(not_suggested(store, parameter, select, values)),
        _ => return Ok(Vec::new()),
    };
    let flag = parameter.flag();
    let mut unknown: Vec<&str> = Vec::new();
    for value in values {
        let found = store.query_row(lookup.has, [value], |_| Ok(())).optional().map_err(unreadable)?;
        if found.is_none() && !unknown.contains(value) {
            unknown.push(value);
        }
    }
    let Lookup { sign, verb, .. } = lookup;
    if unknown.len() > TOLD_ONE_BY_ONE {
        let named = several(&unknown, |value| format!("{sign}{value}"));
        return Ok(vec![format!(
            "--{flag}: no post of this store {verb} {} of the {} values: {named}",
            unknown.len(),
            values.len()
        )]);
    }
    let mut warnings = Vec::new();
    for value in unknown {
        let close = close(store, lookup, value).map_err(unreadable)?;
        let quoted = if sign.is_empty() { format!("'{value}'") } else { format!("{sign}{value}") };
        warnings.push(format!("--{flag}: no post of this store {verb} {quoted}{close}"));
    }
    Ok(warnings)
}

fn several(values: &[&str], shown: impl Fn(&str) -> String) -> String {
    let mut named: Vec<String> = values.iter().take(NAMED).map(|value| shown(value)).collect();
    if values.len() > NAMED {
        named.push("…".to_owned());
    }
    named.join(", ")
}

/// `; close: #a (3 posts), #b (1 post)`, or nothing.
fn close(store: &Connection, lookup: &Lookup, value: &str) -> rusqlite::Result<String> {
    let all: Vec<String> =
        store.prepare(lookup.all)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut close = Vec::new();
    // More than are told, because some may have no post any more.
    for name in similar::close(value, all.iter().map(String::as_str), 6) {
        let count: i64 = store.query_row(lookup.posts, [name], |row| row.get(0))?;
        if count > 0 {
            close.push(format!("{}{name} ({})", lookup.sign, posts(count)));
        }
    }
    close.truncate(3);
    Ok(if close.is_empty() { String::new() } else { format!("; close: {}", close.join(", ")) })
}

/// Warnings for the values that the SELECT of the parameter does not list.
fn not_suggested(store: &Connection, parameter: &Parameter, select: &str, values: &[&str]) -> Vec<String> {
    let flag = parameter.flag();
    let suggested = match suggestions(store, select, MOST_SUGGESTED) {
        Ok(suggested) if suggested.len() < MOST_SUGGESTED => suggested,
        Ok(_) => return Vec::new(),
        Err(why) => return vec![format!("--{flag}: its values cannot be listed: {why}")],
    };
    let unknown: Vec<&str> =
        values.iter().copied().filter(|value| !suggested.iter().any(|other| other == value)).collect();
    let number = grouped(i64::try_from(suggested.len()).unwrap_or(i64::MAX));
    let plural = if suggested.len() == 1 { "value" } else { "values" };
    if unknown.len() > TOLD_ONE_BY_ONE {
        let named = several(&unknown, |value| format!("'{value}'"));
        return vec![format!("--{flag}: {} values are not in this store: {named}", unknown.len())];
    }
    let warning = |value: &str| {
        let close = similar::close(value, suggested.iter().map(String::as_str), 3);
        let close = match close.as_slice() {
            [] if (1..=8).contains(&suggested.len()) => format!(": {}", suggested.join(", ")),
            [] => String::new(),
            some => format!("; close: {}", some.join(", ")),
        };
        format!("--{flag} '{value}' is not in this store ({number} {plural}){close}")
    };
    unknown.into_iter().map(warning).collect()
}
