//! Photos, videos, files and what else a post shows.

use super::duration::duration;
use super::link::{Name, Target};
use super::text::line;
use crate::input::markup::Element;
use crate::model::Media;

/// How the page shows an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A photo.
    Photo,
    /// A video or an animation.
    Player,
    /// A round video.
    RoundVideo,
    /// A voice message.
    Voice,
    /// A file, or a song.
    Document,
    /// A sticker of any kind.
    Sticker,
    /// A place.
    Location,
    /// A person's card.
    Contact,
    /// A poll or a quiz.
    Poll,
}

/// The shape that a class stands for.
pub(super) fn shape(class: &str) -> Option<Shape> {
    Some(match class.strip_prefix("tgme_widget_message_")? {
        "photo_wrap" => Shape::Photo,
        "video_player" => Shape::Player,
        "roundvideo_player" => Shape::RoundVideo,
        "voice_player" => Shape::Voice,
        "document_wrap" => Shape::Document,
        "sticker_wrap" | "tgsticker_wrap" | "videosticker_wrap" => Shape::Sticker,
        "location_wrap" => Shape::Location,
        "contact_wrap" | "contact" => Shape::Contact,
        "poll" => Shape::Poll,
        _ => return None,
    })
}

/// The item that an element shows, with its own id where it has a link to itself, in the channel of that name.
///
/// Sizes are left out: a page shows those of its own, smaller copy of a photo, and of a file one that is rounded.
pub(super) fn media(element: Element<'_>, shape: Shape, channel: &Name) -> Media {
    let words = |class: &str| element.find(class).and_then(line);
    let mut item = Media {
        external_id: own_id(element, channel).map(|id| id.to_string()),
        duration: find_duration(element),
        ..Media::default()
    };
    item.kind = match shape {
        Shape::Photo => "photo",
        Shape::Player if is_animation(element, item.duration) => "animation",
        Shape::Player => "video",
        Shape::RoundVideo => "video_message",
        Shape::Voice => "voice",
        Shape::Sticker => "sticker",
        Shape::Location => {
            item.title = words("tgme_widget_message_location_title");
            "location"
        }
        Shape::Contact => {
            item.title = words("tgme_widget_message_contact_name");
            "contact"
        }
        Shape::Poll => {
            item.title = words("tgme_widget_message_poll_question");
            "poll"
        }
        Shape::Document => {
            let title = words("tgme_widget_message_document_title");
            if element.find("tgme_widget_message_document_icon").is_some_and(|icon| icon.has_class("audio")) {
                item.title = song(words("tgme_widget_message_document_extra"), title);
                "audio"
            } else {
                item.file_name = title;
                "file"
            }
        }
    }
    .to_owned();
    item
}

/// A player without a button and a duration plays at once and over again. One within an album is a video, as
/// animations stand alone, and so is one that is too big to be played.
fn is_animation(element: Element<'_>, duration: Option<f64>) -> bool {
    duration.is_none()
        && !element.has_class("grouped_media_wrap")
        && !element.has_class("not_supported")
        && element.find("message_video_play").is_none()
}

fn find_duration(element: Element<'_>) -> Option<f64> {
    let is_duration =
        |class: &str| class.starts_with("tgme_widget_message_") || class.starts_with("message_");
    element
        .descendants()
        .find(|one| {
            let classes = one.attribute("class").unwrap_or_default();
            classes.split_ascii_whitespace().any(|class| is_duration(class) && class.ends_with("_duration"))
        })
        .and_then(|one| duration(&one.text()))
}

/// A song as exports name it.
fn song(performer: Option<String>, title: Option<String>) -> Option<String> {
    match (performer, title) {
        (Some(performer), Some(title)) => Some(format!("{performer} - {title}")),
        (performer, title) => title.or(performer),
    }
}

/// The id of the message that carries the item: items of an album link to `https://t.me/NAME/110?single`.
fn own_id(element: Element<'_>, channel: &Name) -> Option<i64> {
    let target = Target::read(element.attribute("href")?)?;
    target.post.filter(|_| target.name.is(channel))
}
