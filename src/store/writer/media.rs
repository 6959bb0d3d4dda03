//! The media of a post, as rows and as JSON; and those of an album of which several inputs have different messages.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use serde_json::{Map, Value, json};

use crate::model::Media;
use crate::store::writer::posts::as_number;

/// The media of a post, in order.
pub(super) fn read(connection: &Connection, post_id: i64) -> rusqlite::Result<Vec<Media>> {
    connection
        .prepare_cached(
            "SELECT external_id, kind, file_name, mime_type, size_bytes, width, height, duration_seconds, title
             FROM media WHERE post_id = ?1 ORDER BY position",
        )?
        .query_map(params![post_id], |row| {
            Ok(Media {
                external_id: row.get(0)?,
                kind: row.get(1)?,
                file_name: row.get(2)?,
                mime_type: row.get(3)?,
                size: row.get(4)?,
                width: row.get(5)?,
                height: row.get(6)?,
                duration: row.get(7)?,
                title: row.get(8)?,
            })
        })?
        .collect()
}

/// The ids of the messages that these media are of.
pub(super) fn message_ids(media: &[Media]) -> BTreeSet<&str> {
    media.iter().filter_map(|item| item.external_id.as_deref()).collect()
}

/// The media of a post of all its tellings, the richest first: those of the richest that has any, and of every message
/// of an album that it lacks those of the richest that has it, in the order of the messages.
pub(super) fn together<'m>(tellings: impl Iterator<Item = &'m [Media]>) -> Vec<Media> {
    let mut tellings = tellings.filter(|media| !media.is_empty());
    let Some(richest) = tellings.next() else { return Vec::new() };
    let mut media = richest.to_vec();
    // Media without ids cannot be told from those of another telling.
    if media.iter().any(|item| item.external_id.is_none()) {
        return media;
    }
    let mut is_whole = true;
    for telling in tellings {
        let known = message_ids(&media);
        let is_new = |item: &&Media| item.external_id.as_deref().is_some_and(|id| !known.contains(id));
        let more: Vec<Media> = telling.iter().filter(is_new).cloned().collect();
        is_whole &= more.is_empty();
        media.extend(more);
    }
    if !is_whole {
        media.sort_by_key(|item| item.external_id.as_deref().and_then(as_number));
    }
    media
}

/// An array of objects with the columns of `media` that have a value; `None` when there are no media. The number of the album is
/// that of each of its messages, and stands alone where an input tells the number and leaves the media out.
pub(super) fn to_json(media: &[Media], album_no: Option<i64>) -> Option<String> {
    let mut objects: Vec<Value> = media.iter().map(|item| object(item, album_no)).collect();
    objects.extend(album_no.filter(|_| media.is_empty()).map(|number| json!({ "album_no": number })));
    (!objects.is_empty()).then(|| Value::Array(objects).to_string())
}

fn object(item: &Media, album_no: Option<i64>) -> Value {
    let mut object = Map::new();
    let values = [
        ("external_id", json!(item.external_id)),
        ("kind", json!(item.kind)),
        ("file_name", json!(item.file_name)),
        ("mime_type", json!(item.mime_type)),
        ("size_bytes", json!(item.size)),
        ("width", json!(item.width)),
        ("height", json!(item.height)),
        ("duration_seconds", json!(item.duration)),
        ("title", json!(item.title)),
        ("album_no", json!(album_no)),
    ];
    object.extend(
        values
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.to_owned(), value)),
    );
    Value::Object(object)
}

/// The media of such an array, and the number of their album; none where it is not one.
pub(super) fn from_json(kept: Option<&str>) -> (Vec<Media>, Option<i64>) {
    let objects: Vec<Map<String, Value>> =
        kept.and_then(|kept| serde_json::from_str(kept).ok()).unwrap_or_default();
    let album_no = objects.iter().find_map(|object| object.get("album_no")?.as_i64());
    let media = objects
        .iter()
        .filter(|object| object.contains_key("kind"))
        .map(|object| {
            let text = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
            let number = |name: &str| object.get(name).and_then(Value::as_i64);
            Media {
                external_id: text("external_id"),
                kind: text("kind").unwrap_or_default(),
                file_name: text("file_name"),
                mime_type: text("mime_type"),
                size: number("size_bytes"),
                width: number("width"),
                height: number("height"),
                duration: object.get("duration_seconds").and_then(Value::as_f64),
                title: text("title"),
            }
        })
        .collect();
    (media, album_no)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_come_back_from_json_as_they_were() {
        let photo = Media {
            external_id: Some("7".to_owned()),
            kind: "photo".to_owned(),
            width: Some(10),
            ..Media::default()
        };
        let voice = Media {
            kind: "voice".to_owned(),
            duration: Some(1.5),
            title: Some("\"Река\"".to_owned()),
            ..Media::default()
        };
        let kept = to_json(&[photo.clone(), voice.clone()], None).unwrap();
        assert_eq!(
            kept,
            r#"[{"external_id":"7","kind":"photo","width":10},{"kind":"voice","duration_seconds":1.5,"title":"\"Река\""}]"#
        );
        assert_eq!(from_json(Some(&kept)), (vec![photo.clone(), voice], None));
        let of_album = to_json(std::slice::from_ref(&photo), Some(13_456_789_012_345_678)).unwrap();
        assert_eq!(
            of_album,
            r#"[{"external_id":"7","kind":"photo","width":10,"album_no":13456789012345678}]"#
        );
        assert_eq!(from_json(Some(&of_album)), (vec![photo], Some(13_456_789_012_345_678)));
        assert_eq!(to_json(&[], Some(7)).as_deref(), Some(r#"[{"album_no":7}]"#));
        assert_eq!(from_json(Some(r#"[{"album_no":7}]"#)), (vec![], Some(7)));
        assert_eq!(to_json(&[], None), None);
        assert_eq!(from_json(None), (vec![], None));
        assert_eq!(from_json(Some("{}")), (vec![], None));
    }
}
