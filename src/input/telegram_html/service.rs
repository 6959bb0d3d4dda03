//! Service rows: what happened to the channel, told by English words.
//!
//! Where the words leave no doubt the event has the action's name of `result.json`; else it is a `service` with its
//! words. The pages do not tell when it happened.

use super::message::{Message, linked_id};
use super::{date, text};
use crate::input::markup::Element;
use crate::model::{Author, ChannelEvent};

/// What stands there in the place of a message that the exporting version did not know.
const UNSUPPORTED: &str = "This message is not supported by this version of Telegram Desktop";

/// The event of a service row.
pub(super) fn read(block: Element<'_>, id: i64, chat: Option<&str>) -> Message {
    let details = block.child("details").or_else(|| block.find("details"));
    let Some(details) = details else { return Message::Reject("no body") };
    let words = text::words(details);
    if words.starts_with(UNSUPPORTED) {
        return Message::Reject("unsupported message");
    }
    let told = if let Some(pinned) = words.strip_suffix(" pinned this message") {
        let detail = linked_id(details).map(|id| id.to_string());
        Some(Told { action: "pin_message", actor: pinned, detail })
    } else {
        by_words(&words)
    };
    let Told { action, actor, detail } = told.unwrap_or_else(|| Told {
        action: ChannelEvent::IN_WORDS,
        actor: "",
        detail: Some(words.clone()),
    });
    // What is said of a channel is done by the channel.
    let actor =
        if actor.is_empty() && words.starts_with("Channel ") { chat.unwrap_or_default() } else { actor };
    let event = ChannelEvent {
        external_id: Some(id.to_string()),
        action: action.to_owned(),
        actor: author(actor),
        detail,
        ..ChannelEvent::default()
    };
    Message::Event(id, event)
}

/// A call, which the pages write as a message with a medium.
pub(super) fn call(external_id: String, title: &str, actor: Option<String>) -> ChannelEvent {
    ChannelEvent {
        external_id: Some(external_id),
        happened: date::moment(title).unwrap_or_default(),
        action: "phone_call".to_owned(),
        actor: actor.as_deref().and_then(author),
        detail: None,
    }
}

struct Told<'w> {
    action: &'static str,
    actor: &'w str,
    detail: Option<String>,
}

fn author(name: &str) -> Option<Author> {
    let is_known = !name.is_empty() && !matches!(name, "Deleted" | "Deleted Account");
    is_known.then(|| Author { external_id: None, name: Some(name.to_owned()) })
}

/// Texts that say nothing but the action; the first ones are about channels and name no actor.
const WHOLE: [(&str, &str); 6] = [
    ("Channel photo changed", "edit_group_photo"),
    ("Channel photo removed", "delete_group_photo"),
    ("History cleared", "clear_history"),
    ("Voice chat", "group_call"),
    ("New messages will not auto-delete", "set_messages_ttl"),
    ("Channel theme was disabled", "edit_chat_theme"),
];

/// Texts that end so, behind the actor.
const ENDINGS: [(&str, &str); 8] = [
    (" changed group photo", "edit_group_photo"),
    (" removed group photo", "delete_group_photo"),
    (" converted this group to a supergroup", "migrate_to_supergroup"),
    (" joined group by request", "join_group_by_request"),
    (" started voice chat", "group_call"),
    (" took a screenshot", "take_screenshot"),
    (" joined Telegram", "joined_telegram"),
    (" has set messages not to auto-delete", "set_messages_ttl"),
];

/// Texts with a title between « and », or with other words, behind the actor and these words.
const MIDDLES: [(&str, &str); 7] = [
    (" created group \u{AB}", "create_group"),
    (" changed group title to \u{AB}", "edit_group_title"),
    (" created topic \u{AB}", "topic_created"),
    (" converted a basic group to this supergroup \u{AB}", "migrate_from_group"),
    (" joined group by link from ", "join_group_by_link"),
    (" invited ", "invite_members"),
    (" removed ", "remove_members"),
];

fn by_words(words: &str) -> Option<Told<'_>> {
    let told = |action, actor, detail: &str| {
        let detail = Some(detail.to_owned()).filter(|detail| !detail.is_empty());
        Some(Told { action, actor, detail })
    };
    if let Some((_, action)) = WHOLE.iter().find(|(whole, _)| *whole == words) {
        return told(*action, "", "");
    }
    if let Some(title) =
        words.strip_prefix("Channel \u{AB}").and_then(|rest| rest.strip_suffix("\u{BB} created"))
    {
        return told("create_channel", "", title);
    }
    if let Some(title) = words.strip_prefix("Channel title changed to \u{AB}") {
        return told("edit_group_title", "", title.strip_suffix('\u{BB}').unwrap_or(title));
    }
    if let Some((actor, action)) =
        ENDINGS.iter().find_map(|(end, action)| Some((words.strip_suffix(end)?, *action)))
    {
        return told(action, actor, "");
    }
    if let Some((actor, seconds)) = call_duration(words) {
        return told("group_call", actor, &format!("{seconds} s"));
    }
    if let Some((actor, names)) =
        words.strip_suffix(" to the voice chat").and_then(|rest| rest.split_once(" invited "))
    {
        return told("invite_to_group_call", actor, names);
    }
    MIDDLES.iter().find_map(|(middle, action)| {
        let (actor, rest) = words.split_once(middle)?;
        let detail = match *action {
            "join_group_by_link" => "",
            _ if middle.ends_with('\u{AB}') => rest.rsplit_once('\u{BB}').map_or(rest, |(title, _)| title),
            _ => rest,
        };
        told(*action, actor, detail)
    })
}

/// `Voice chat (300 seconds)`, `NAME started voice chat (300 seconds)`.
fn call_duration(words: &str) -> Option<(&str, u64)> {
    let (before, rest) = words.rsplit_once(" (")?;
    let seconds = rest.strip_suffix(" seconds)")?.parse().ok()?;
    let actor = if before == "Voice chat" { "" } else { before.strip_suffix(" started voice chat")? };
    Some((actor, seconds))
}
