//! Media and reactions as one value.

use serde_json::Value as Json;

use super::count::{self, Unread};
use super::value::{Value, whole};
use crate::model::{Media, Reaction};

/// The longest name of a file, in bytes.
const LONGEST_NAME: usize = 2048;

/// The most media, and the most kinds of reactions, that one post has.
const MOST: usize = 1000;

/// The media that a value names, of the post with this id. Where it says only that there are any, that is one file.
pub(in crate::input) fn media(value: &Value<'_>, external_id: Option<&str>) -> Vec<Media> {
    let names: Vec<String> = match value {
        _ if value.truth().is_some() => {
            value.truth().filter(|truth| *truth).map(|_| "file".to_owned()).into_iter().collect()
        }
        Value::Nested(Json::Array(items)) => items.iter().take(MOST).map(json_name).collect(),
        Value::Nested(item) => one_name(item),
        Value::Text(_) => {
            let Some(text) = value.word() else { return Vec::new() };
            match small_json(&text) {
                Some(Json::Array(items)) => items.iter().take(MOST).map(json_name).collect(),
                Some(item @ Json::Object(_)) => one_name(&item),
                _ if text == "0" => Vec::new(),
                _ => text.split('|').take(MOST).map(|name| name.trim().to_owned()).collect(),
            }
        }
        Value::Missing | Value::Bool(_) | Value::Integer(_) | Value::Float(_) => Vec::new(),
    };
    names.iter().filter(|name| !name.is_empty()).map(|name| item(name, external_id)).collect()
}

/// A cell that is JSON, unless it is too large to be a list of media or reactions.
fn small_json(text: &str) -> Option<Json> {
    const LARGEST: usize = 256 * 1024;
    if text.len() > LARGEST || !text.starts_with(['{', '[']) {
        return None;
    }
    serde_json::from_str(text).ok()
}

/// What names the file of an object that is no list; an empty one is nothing.
fn one_name(item: &Json) -> Vec<String> {
    if item.as_object().is_some_and(serde_json::Map::is_empty) { Vec::new() } else { vec![json_name(item)] }
}

/// A string, or what names the file of an object; `file` for an object that has no such thing.
fn json_name(item: &Json) -> String {
    match item {
        Json::String(name) => name.trim().to_owned(),
        Json::Object(object) => ["url", "file_name", "file", "path", "type"]
            .iter()
            .find_map(|key| object.get(*key)?.as_str())
            .unwrap_or("file")
            .trim()
            .to_owned(),
        _ => String::new(),
    }
}

/// One item by its name, its address, or the word for its kind.
pub(in crate::input) fn item(name: &str, external_id: Option<&str>) -> Media {
    const WORDS: [&str; 9] =
        ["photo", "video", "animation", "audio", "voice", "video_message", "sticker", "poll", "file"];
    let external_id = external_id.map(str::to_owned);
    let word = name.to_ascii_lowercase();
    let kind = match word.as_str() {
        "image" | "picture" => Some("photo"),
        "gif" => Some("animation"),
        "document" => Some("file"),
        word => WORDS.into_iter().find(|kind| *kind == word),
    };
    if let Some(kind) = kind {
        return Media { external_id, kind: kind.to_owned(), ..Media::default() };
    }
    let path = name.split(['?', '#']).next().unwrap_or(name);
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let kind = match ending.as_str() {
        "jpg" | "jpeg" | "png" | "webp" | "heic" | "bmp" => "photo",
        "mp4" | "mov" | "mkv" | "webm" | "avi" | "m4v" => "video",
        "gif" => "animation",
        "mp3" | "m4a" | "ogg" | "oga" | "opus" | "flac" | "wav" | "aac" => "audio",
        _ => "file",
    };
    let is_name = name.len() <= LONGEST_NAME && !name.starts_with('{');
    Media {
        external_id,
        kind: kind.to_owned(),
        file_name: is_name.then(|| name.replace('\0', "\u{FFFD}")),
        ..Media::default()
    }
}

/// The reactions that a value counts: `{"👍": 5}`, or objects with `reaction` or `emoji` and `count`; `None` when it
/// does not say.
pub(in crate::input) fn reactions(value: &Value<'_>, unread: &mut Unread) -> Option<Vec<Reaction>> {
    let parsed;
    let json = match value {
        Value::Nested(json) => Some(json),
        Value::Text(_) => {
            parsed = small_json(&value.word()?);
            parsed.as_ref()
        }
        _ => None,
    };
    let Some(json) = json.filter(|json| json.is_object() || json.is_array()) else {
        unread.note_value(value);
        return None;
    };
    let mut reactions = Vec::new();
    let unread_before = unread.values;
    match json {
        Json::Object(counts) => {
            for (name, count) in counts.iter().take(MOST) {
                push(&mut reactions, name, count, unread);
            }
        }
        Json::Array(items) => {
            for item in items.iter().take(MOST) {
                let name = ["reaction", "emoji"].iter().find_map(|key| item.get(*key)?.as_str());
                match (name, item.get("count")) {
                    (Some(name), Some(count)) => push(&mut reactions, name, count, unread),
                    _ => unread.note(&item.to_string()),
                }
            }
        }
        _ => {}
    }
    // Of a form that is not known nothing is known, not even that there are none.
    (!reactions.is_empty() || unread.values == unread_before).then_some(reactions)
}

fn push(reactions: &mut Vec<Reaction>, name: &str, count: &Json, unread: &mut Unread) {
    let number = match count {
        Json::String(words) => count::in_words(words).filter(|count| count.1.is_none()).map(|count| count.0),
        _ => count.as_i64().or_else(|| count.as_f64().and_then(whole)),
    };
    let Some(count) = number.filter(|count| (0..=i64::from(i32::MAX)).contains(count)) else {
        if !count.is_null() {
            unread.note(&count.to_string());
        }
        return;
    };
    // A table may have a column of each; nobody gave this one.
    if count == 0 {
        return;
    }
    let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    let kind = if is_number { "custom_emoji" } else { "emoji" };
    let name = name.replace('\0', "\u{FFFD}");
    match reactions.iter_mut().find(|one: &&mut Reaction| one.kind == kind && one.name == name) {
        Some(one) => one.count = one.count.saturating_add(count),
        None => reactions.push(Reaction { kind: kind.to_owned(), name, count }),
    }
}
