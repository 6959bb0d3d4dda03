//! What a row carries besides words.

use super::row::Row;
use super::text::FlatText;
use crate::input::json::loose::{Scalar, without_nul};
use crate::model::Media;

/// The media of a row, in the order photo, file, rest.
pub(super) fn media_of(row: &Row<'_>, external_id: &str) -> Vec<Media> {
    let mut media = Vec::new();
    if row.photo.text().is_some() {
        media.push(Media {
            kind: "photo".to_owned(),
            file_name: path(&row.photo),
            size: row.photo_file_size.integer(),
            width: row.width.integer(),
            height: row.height.integer(),
            ..Media::default()
        });
    }
    if row.file.text().is_some() {
        media.push(Media {
            kind: file_kind(row.media_type.text()).to_owned(),
            file_name: row.file_name.string().or_else(|| path(&row.file)),
            mime_type: row.mime_type.string(),
            size: row.file_size.integer(),
            width: row.width.integer(),
            height: row.height.integer(),
            duration: row.duration_seconds.float(),
            title: song(row),
            ..Media::default()
        });
    }
    media.extend(other_kinds(row).map(|(kind, title)| Media {
        kind: kind.to_owned(),
        title,
        ..Media::default()
    }));
    for item in &mut media {
        item.external_id = Some(external_id.to_owned());
    }
    media
}

/// What is neither photo nor file, with the words that belong to it.
fn other_kinds<'r>(row: &'r Row<'_>) -> impl Iterator<Item = (&'static str, Option<String>)> + 'r {
    let words = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let given = |text: &'r FlatText| Some(text).filter(|text| !text.is_empty());
    let poll = row.poll.as_ref().map(|poll| &poll.question).or_else(|| given(&row.flat_poll));
    let poll = poll.map(|question| ("poll", words(&question.text)));
    let todo_list = row.todo_list.as_ref().map(|list| &list.title).or_else(|| given(&row.flat_todo_list));
    let todo_list = todo_list.map(|title| ("todo_list", words(&title.text)));
    let flat_names = [&row.flat_first_name, &row.flat_last_name];
    let contact = row.contact.as_ref().map(|contact| [&contact.first_name, &contact.last_name]);
    let contact = contact.or_else(|| flat_names.iter().any(|name| name.has_value()).then_some(flat_names));
    let contact = contact.map(|names| {
        let names: Vec<_> = names.into_iter().filter_map(Scalar::string).collect();
        ("contact", words(&names.join(" ")))
    });
    // Where the place is not known it is null.
    let has_location =
        row.location != Scalar::Missing || row.place_name.has_value() || row.flat_location.has_value();
    let location = has_location.then(|| ("location", row.place_name.string()));
    let game = row.game_title.has_value().then(|| ("game", row.game_title.string()));
    let invoice = row.invoice.has_value().then(|| ("invoice", invoice_title(&row.invoice)));
    let giveaway = row.giveaway.0.then_some(("giveaway", None));
    let giveaway_results = row.giveaway_results.0.then_some(("giveaway_results", None));
    let paid_media = row.paid_stars_amount.has_value().then_some(("paid_media", None));
    [poll, todo_list, contact, location, game, invoice, giveaway, giveaway_results, paid_media]
        .into_iter()
        .flatten()
}

/// The kind of a file by its `media_type`, which plain documents do not have.
pub(super) fn file_kind(media_type: Option<&str>) -> &'static str {
    match media_type {
        Some("video_file") => "video",
        Some("voice_message") => "voice",
        Some("audio_file") => "audio",
        Some("video_message") => "video_message",
        Some("animation") => "animation",
        Some("sticker") => "sticker",
        _ => "file",
    }
}

/// The last part of a path; `None` for the words that stand there when the file was not exported.
pub(super) fn path(value: &Scalar<'_>) -> Option<String> {
    file_name(value.text()?)
}

/// The last part of a path, as [`path`].
pub(super) fn file_name(path: &str) -> Option<String> {
    const PLACEHOLDERS: [&str; 3] = ["(File not included", "(File exceeds maximum", "(File unavailable"];
    if PLACEHOLDERS.iter().any(|words| path.contains(words)) {
        return None;
    }
    let name = path.rsplit(['/', '\\']).next()?;
    (!name.is_empty()).then(|| without_nul(name))
}

fn song(row: &Row<'_>) -> Option<String> {
    match (row.performer.string(), row.title.string()) {
        (Some(performer), Some(title)) => Some(format!("{performer} - {title}")),
        (performer, title) => title.or(performer),
    }
}

/// The title of an invoice, whose object Telegram Desktop serialises twice: it is JSON within a string.
fn invoice_title(invoice: &Scalar<'_>) -> Option<String> {
    let object: serde_json::Value = serde_json::from_str(invoice.text()?).ok()?;
    object.get("title")?.as_str().filter(|title| !title.is_empty()).map(without_nul)
}
