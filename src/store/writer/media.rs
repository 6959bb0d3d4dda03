//! The media of a post, as rows and as JSON.

use rusqlite::{Connection, params};
use serde_json::{Map, Value, json};

use crate::model::Media;

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

/// An array of objects with the columns of `media` that have a value; `None` when there are no media.
pub(super) fn to_json(media: &[Media]) -> Option<String> {
    let objects: Vec<Value> = media.iter().map(object).collect();
    (!objects.is_empty()).then(|| Value::Array(objects).to_string())
}

fn object(item: &Media) -> Value {
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
    ];
    object.extend(
        values
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.to_owned(), value)),
    );
    Value::Object(object)
}

/// The media of such an array; none where it is not one.
pub(super) fn from_json(kept: Option<&str>) -> Vec<Media> {
    let objects: Vec<Map<String, Value>> =
        kept.and_then(|kept| serde_json::from_str(kept).ok()).unwrap_or_default();
    objects
        .iter()
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
        .collect()
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
        let kept = to_json(&[photo.clone(), voice.clone()]).unwrap();
        assert_eq!(
            kept,
            r#"[{"external_id":"7","kind":"photo","width":10},{"kind":"voice","duration_seconds":1.5,"title":"\"Река\""}]"#
        );
        assert_eq!(from_json(Some(&kept)), [photo, voice]);
        assert_eq!(to_json(&[]), None);
        assert_eq!(from_json(None), []);
        assert_eq!(from_json(Some("{}")), []);
    }
}
