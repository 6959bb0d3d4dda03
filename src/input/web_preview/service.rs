//! Service rows: what happened to the channel, told in words.

use super::text::line;
use crate::input::markup::{Element, Step};
use crate::model::{Author, ChannelEvent, Moment};

/// The event of a service row with this text. Telegram Desktop's words stand for what is certain; all else is
/// a `service` with the text as it is.
pub(super) fn event(text: Option<Element<'_>>, external_id: String, happened: Moment) -> ChannelEvent {
    let actor = text.and_then(|text| text.find("tgme_widget_message_author_name"));
    let name = actor.and_then(line);
    let words = text.and_then(line).unwrap_or_default();
    // The name of who did it may hold any words.
    let deed = name.as_deref().and_then(|name| words.strip_prefix(name)).unwrap_or(&words).trim();
    let (action, detail) = told(deed, text.and_then(strong));
    ChannelEvent {
        external_id: Some(external_id),
        happened,
        action: action.to_owned(),
        actor: name.map(|name| Author { external_id: None, name: Some(name) }),
        detail,
    }
}

fn told(deed: &str, strong: Option<String>) -> (&'static str, Option<String>) {
    match deed {
        "Channel created" => return ("create_channel", None),
        "Channel photo updated" => return ("edit_group_photo", None),
        "Channel photo removed" => return ("delete_group_photo", None),
        _ => {}
    }
    if let Some(title) = deed.strip_prefix("Channel name was changed to ") {
        return ("edit_group_title", strong.or_else(|| quoted(title)));
    }
    if let Some(what) = deed.strip_prefix("pinned ") {
        return ("pin_message", strong.or_else(|| quoted(what)));
    }
    (ChannelEvent::IN_WORDS, (!deed.is_empty()).then(|| deed.to_owned()))
}

/// The words that the row sets off: a new name, the beginning of a pinned post.
fn strong(text: Element<'_>) -> Option<String> {
    text.find("tgme_widget_service_strong_text").and_then(line)
}

/// The words without the quotation marks around.
fn quoted(words: &str) -> Option<String> {
    let words = words.trim();
    let inner = words.strip_prefix('«').and_then(|rest| rest.strip_suffix('»')).unwrap_or(words).trim();
    (!inner.is_empty()).then(|| inner.to_owned())
}

/// Whether a notice says that the post is a service row, which embedded pages do not show.
pub(super) fn is_notice_of_one(notice: Element<'_>) -> bool {
    notice.walk().any(|step| matches!(step, Step::Text(words) if words.trim() == "Service message"))
}
