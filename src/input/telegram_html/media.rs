//! What a message carries besides words, told by the classes of its elements.

use super::text;
use crate::input::markup::Element;
use crate::model::Media;

/// The medium within a `div.media_wrap`; `None` for what no version writes.
pub(super) fn medium(wrap: Element<'_>) -> Option<Media> {
    let inner = wrap.elements().next()?;
    let class = inner.attribute("class").unwrap_or_default();
    let kind = class.split_ascii_whitespace().find_map(|class| {
        Some(match class {
            "photo_wrap" => "photo",
            "sticker_wrap" => "sticker",
            "animated_wrap" => "animation",
            "video_file_wrap" => "video",
            "media_voice_message" => "voice",
            "media_audio_file" => "audio",
            "media_location" | "media_live_location" | "media_venue" => "location",
            "media_photo" | "media_video" | "media_poll" => class,
            other => other.strip_prefix("media_").filter(|kind| *kind != "wrap")?,
        })
    })?;
    let words = |class: &str| inner.find(class).map(text::words).filter(|words| !words.is_empty());
    let title = words("title");
    let kind = match (kind, title.as_deref()) {
        ("media_photo", Some("Sticker")) => "sticker",
        ("media_photo", _) => "photo",
        ("media_video", Some("Animation")) => "animation",
        ("media_video", Some("Video message")) => "video_message",
        ("media_video", _) => "video",
        ("media_poll", _) if words("details").as_deref() == Some("To-do List") => "todo_list",
        ("media_poll", _) => "poll",
        (kind, _) => kind,
    };
    let mut media = Media { kind: kind.to_owned(), file_name: file_name(inner), ..Media::default() };
    match kind {
        "poll" | "todo_list" => media.title = words("question"),
        "contact" | "game" | "invoice" => media.title = title.map(|title| title.trim().to_owned()),
        "location" if class.contains("media_venue") => media.title = title,
        // A file and a song without a title have their name for a title.
        "file" => media.file_name = title.filter(|title| title != "File").or(media.file_name),
        "audio" => match title.as_deref().map(|title| title.split_once(" \u{2013} ").ok_or(title)) {
            Some(Ok((performer, song))) => media.title = Some(format!("{performer} - {song}")),
            Some(Err("Audio file")) | None => {}
            Some(Err(name)) => media.file_name = Some(name.to_owned()),
        },
        _ => {}
    }
    let status = words("status").or_else(|| words("video_duration"));
    let first = status.as_deref().and_then(|status| status.split(", ").next()).unwrap_or_default();
    match kind {
        "photo" => (media.width, media.height) = size(first).unzip(),
        "video" | "video_message" | "voice" | "audio" => media.duration = duration(first),
        _ => {}
    }
    Some(media)
}

/// Whether messages with a medium of this kind can be parts of an album. Telegram never groups animations.
pub(super) fn is_album_part(kind: &str) -> bool {
    matches!(kind, "photo" | "video" | "audio" | "file")
}

/// The name of the file that the element leads to, when it was exported.
fn file_name(element: Element<'_>) -> Option<String> {
    let path = element.attribute("href").filter(|href| !href.contains("://"))?;
    path.rsplit(['/', '\\']).next().filter(|name| !name.is_empty()).map(str::to_owned)
}

/// `1174×973` as width and height.
fn size(status: &str) -> Option<(i64, i64)> {
    let (width, height) = status.split_once('\u{D7}')?;
    Some((width.trim().parse().ok()?, height.trim().parse().ok()?))
}

/// `03:28` or `1:02:03` as seconds.
fn duration(status: &str) -> Option<f64> {
    let mut seconds = 0_u32;
    let mut parts = 0;
    for part in status.trim().split(':') {
        seconds = seconds.checked_mul(60)?.checked_add(part.parse().ok()?)?;
        parts += 1;
    }
    (parts > 1).then(|| f64::from(seconds))
}
