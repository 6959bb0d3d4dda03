//! What a message carries besides words, in the words of Telegram Desktop's exports.

use super::row::{AttributeRow, DocumentRow, Either, MediaRow, PhotoRow, SizeRow, WordsRow};
use super::words::{snake_case, type_name};
use crate::input::json::loose::Scalar;
use crate::model::Media;

/// The item that a message carries. The preview of a web page is none.
pub(super) fn media(row: &MediaRow<'_>, message_id: &str) -> Option<Media> {
    let (kind, details) = match kind(row)?.as_str() {
        "Photo" => ("photo".to_owned(), row.photo.value.as_ref().map(photo).unwrap_or_default()),
        "Document" => document(row),
        "Geo" | "GeoLive" | "Venue" => ("location".to_owned(), titled(row.title.string())),
        "Contact" => {
            let names: Vec<_> =
                [&row.first_name, &row.last_name].into_iter().filter_map(|name| name.string()).collect();
            ("contact".to_owned(), titled(Some(names.join(" ")).filter(|names| !names.is_empty())))
        }
        "Poll" => ("poll".to_owned(), titled(row.poll.value.as_ref().and_then(|poll| words(&poll.question)))),
        "Game" => ("game".to_owned(), titled(row.game.value.as_ref().and_then(|game| words(&game.title)))),
        "ToDo" => {
            ("todo_list".to_owned(), titled(row.todo.value.as_ref().and_then(|list| words(&list.title))))
        }
        "Invoice" => ("invoice".to_owned(), titled(row.title.string())),
        "Dice" => ("dice".to_owned(), titled(row.emoticon.string())),
        "WebPage" | "Empty" => return None,
        other => (snake_case(other), Media::default()),
    };
    Some(Media { external_id: Some(message_id.to_owned()), kind, ..details })
}

/// The name of the kind without what all begin with. gotd/td writes no names; there the keys tell.
fn kind(row: &MediaRow<'_>) -> Option<String> {
    if let Some(name) = type_name(&row.kind) {
        return Some(name.strip_prefix("MessageMedia").unwrap_or(&name).to_owned());
    }
    let kinds = [
        (row.document.is_given, "Document"),
        (row.photo.is_given, "Photo"),
        (row.web_page.is_given, "WebPage"),
        (row.poll.is_given, "Poll"),
        (row.game.is_given, "Game"),
        (row.todo.is_given, "ToDo"),
        (row.phone_number.is_present(), "Contact"),
        (row.geo.is_given, "Geo"),
        (row.stars_amount.is_present(), "PaidMedia"),
        (row.currency.is_present(), "Invoice"),
        (row.emoticon.is_present(), "Dice"),
    ];
    kinds.into_iter().find(|(is_it, _)| *is_it).map(|(_, name)| name.to_owned())
}

fn titled(title: Option<String>) -> Media {
    Media { title, ..Media::default() }
}

/// A string, or the text of an object in its place.
fn words(value: &Either<'_, WordsRow<'_>>) -> Option<String> {
    value.scalar.string().or_else(|| value.object.text.string())
}

/// The largest size of a photo.
fn photo(row: &PhotoRow<'_>) -> Media {
    let area = |size: &&SizeRow<'_>| {
        size.width.integer().unwrap_or(0).saturating_mul(size.height.integer().unwrap_or(0))
    };
    let Some(largest) = row.sizes.0.iter().max_by_key(area) else { return Media::default() };
    let steps = || largest.steps.0.iter().filter_map(Scalar::integer).max();
    Media {
        width: positive(&largest.width),
        height: positive(&largest.height),
        size: positive(&largest.size).or_else(steps),
        ..Media::default()
    }
}

fn document(media: &MediaRow<'_>) -> (String, Media) {
    let is = |value: &Scalar<'_>| *value == Scalar::Bool(true);
    // Of a file that is gone only these are left.
    let Some(row) = &media.document.value else {
        let kind = match () {
            () if is(&media.round) => "video_message",
            () if is(&media.voice) => "voice",
            () if is(&media.video) => "video",
            () => "file",
        };
        return (kind.to_owned(), Media::default());
    };
    let details = Media {
        mime_type: row.mime_type.string(),
        size: row.size.integer(),
        file_name: row.attributes.0.iter().find_map(|attribute| attribute.file_name.string()),
        width: row.attributes.0.iter().find_map(|attribute| positive(&attribute.width)),
        height: row.attributes.0.iter().find_map(|attribute| positive(&attribute.height)),
        duration: row.attributes.0.iter().find_map(|attribute| attribute.duration.float()),
        title: row.attributes.0.iter().find_map(song),
        ..Media::default()
    };
    (document_kind(row).to_owned(), details)
}

/// The kind of a file: of several that its attributes allow the first one, in the order of Telegram Desktop
/// (`export_output_json.cpp`).
fn document_kind(row: &DocumentRow<'_>) -> &'static str {
    const KINDS: [&str; 6] = ["sticker", "video_message", "voice", "animation", "video", "audio"];
    let found: Vec<_> = row.attributes.0.iter().filter_map(attribute_kind).collect();
    KINDS.into_iter().find(|kind| found.contains(kind)).unwrap_or("file")
}

/// What an attribute says of the kind. Where gotd/td writes an empty object, it is that of an animation.
fn attribute_kind(row: &AttributeRow<'_>) -> Option<&'static str> {
    let is = |value: &Scalar<'_>| *value == Scalar::Bool(true);
    let name = match type_name(&row.kind) {
        Some(name) => name.strip_prefix("DocumentAttribute")?.to_owned(),
        None if row.file_name.is_present() => return None,
        None if row.sticker_set.is_given => "Sticker".to_owned(),
        None if row.voice.is_present() => "Audio".to_owned(),
        None if row.round_message.is_present() => "Video".to_owned(),
        None if row.width.is_present() => return None,
        None => "Animated".to_owned(),
    };
    match name.as_str() {
        "Sticker" => Some("sticker"),
        "Animated" => Some("animation"),
        "Audio" => Some(if is(&row.voice) { "voice" } else { "audio" }),
        "Video" => Some(if is(&row.round_message) { "video_message" } else { "video" }),
        _ => None,
    }
}

fn song(row: &AttributeRow<'_>) -> Option<String> {
    match (row.performer.string(), row.title.string()) {
        (Some(performer), Some(title)) => Some(format!("{performer} - {title}")),
        (performer, title) => title.or(performer),
    }
}

fn positive(value: &Scalar<'_>) -> Option<i64> {
    value.integer().filter(|number| *number > 0)
}
