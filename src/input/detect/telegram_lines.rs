//! Messages of Telegram Desktop that nothing stands around, one a line.
//!
//! Since 3.7.6 they have keys that only Telegram Desktop writes. Those of earlier versions could be another tool's, whose lines
//! may have an id, a type and a date, too. They are taken for Telegram Desktop's where all at the beginning of the input
//! have nothing but its keys, and one has what other tools do not write.

use super::is_message;
use crate::input::json::outline::{elements, members};
use crate::input::json::scanner::Walk;

/// Whose the objects at the beginning of an input are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Telegram Desktop's.
    Desktops,
    /// Those of a version before 3.7.6, which has no keys that only Telegram Desktop writes.
    OldDesktops,
    /// Perhaps those of such a version.
    Unsure,
    /// Another tool's.
    Others,
}

/// Whose the objects are with which this text begins, one behind the other.
pub(super) fn whose(text: &[u8]) -> Whose {
    // A line that is torn off takes those behind it along, as far as its brackets tell.
    let mut lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let first_line = lines.next().unwrap_or_default();
    if begin_with_message(std::iter::once(text).chain(objects(text).skip(1)).chain(lines.clone()))
        || is_torn(first_line) && !has_list(text) && lines.any(is_own)
    {
        return Whose::Desktops;
    }
    let (mut is_any, mut all_fit, mut one_tells) = (false, true, false);
    for object in objects(text) {
        // Lines of a newer version may stand behind.
        let is_own = is_own(object);
        is_any = true;
        all_fit &= is_own || fits(object);
        one_tells |= is_own || tells(object);
    }
    match (is_any && all_fit, one_tells) {
        (true, true) => Whose::OldDesktops,
        (false, false) => Whose::Others,
        _ => Whose::Unsure,
    }
}

/// Whether these are messages of Telegram Desktop: the first is one with keys that nobody else writes, or has lost what makes it
/// one, and another is.
pub(super) fn begin_with_message<'t>(mut objects: impl Iterator<Item = &'t [u8]>) -> bool {
    let Some(first) = objects.next().filter(|first| has_own_key(first)) else { return false };
    is_message(first) || objects.any(is_own)
}

/// A message with keys that only Telegram Desktop writes.
fn is_own(object: &[u8]) -> bool {
    is_message(object) && has_own_key(object)
}

fn is_torn(line: &[u8]) -> bool {
    Walk::default().advance(line).is_none()
}

/// Whether it is a chat or an account, whose messages may stand one a line in it.
fn has_list(object: &[u8]) -> bool {
    members(object).any(|(key, _)| matches!(key, b"messages" | b"chats" | b"left_chats"))
}

fn has_own_key(object: &[u8]) -> bool {
    members(object).any(|(key, _)| matches!(key, b"date_unixtime" | b"text_entities"))
}

/// The objects that stand one behind the other, as far as they are whole.
fn objects(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_ascii_start();
        rest = rest.strip_prefix(b",").unwrap_or(rest).trim_ascii_start();
        if !rest.starts_with(b"{") {
            return None;
        }
        let (object, behind) = rest.split_at_checked(Walk::default().advance(rest)?)?;
        rest = behind;
        Some(object)
    })
}

/// Whether a version before 3.7.6 could have written this: a message of its keys alone, or a service row, with a wall clock.
fn fits(object: &[u8]) -> bool {
    let value = |name: &str| value_of(object, name);
    let is_row = match value("type") {
        Some(b"\"unsupported\"") => return is_message(object),
        // Its keys are many, and each action has its own.
        Some(b"\"service\"") => value("actor").is_some(),
        // Each has a text, be it an empty one.
        _ => {
            value("text").is_some()
                && members(object).all(|(key, _)| OLD_KEYS.iter().any(|known| key == known.as_bytes()))
        }
    };
    is_row && is_message(object) && value("date").is_some_and(is_wall_clock)
}

/// `"2019-01-31T10:00:00"`.
fn is_wall_clock(date: &[u8]) -> bool {
    let shape = b"\"0000-00-00T00:00:00\"";
    date.len() == shape.len()
        && date.iter().zip(shape).all(|(byte, wanted)| match wanted {
            b'0' => byte.is_ascii_digit(),
            _ => byte == wanted,
        })
}

/// Whether a message has what other tools do not write.
fn tells(object: &[u8]) -> bool {
    is_message(object)
        && value_of(object, "date").is_some_and(is_wall_clock)
        && members(object).any(|(key, value)| match key {
            b"from_id" | b"actor_id" | b"reply_to_peer_id" => is_peer(value),
            b"text" => is_in_parts(value),
            // Before 2.1.9 each message was edited at the epoch, in local time.
            b"edited" => [b"\"1970-01-01T", b"\"1969-12-31T"].iter().any(|epoch| value.starts_with(*epoch)),
            b"photo" | b"file" | b"thumbnail" => value.starts_with(b"\"(File "),
            b"action" => {
                value_of(object, "actor").is_some()
                    && ACTIONS.iter().any(|action| unquoted(value) == Some(action.as_bytes()))
            }
            _ => false,
        })
}

/// `"channel123"`.
fn is_peer(value: &[u8]) -> bool {
    let Some(text) = unquoted(value) else { return false };
    ["user", "channel", "chat"].iter().any(|kind| {
        text.strip_prefix(kind.as_bytes())
            .is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit))
    })
}

/// Whether a text is an array of strings and of objects with a type and a text, of these at least one.
fn is_in_parts(text: &[u8]) -> bool {
    let is_marked = |part: &[u8]| {
        value_of(part, "type").is_some() && value_of(part, "text").is_some_and(|t| t.starts_with(b"\""))
    };
    text.starts_with(b"[")
        && elements(text).all(|part| part.starts_with(b"\"") || is_marked(part))
        && elements(text).any(is_marked)
}

fn value_of<'o>(object: &'o [u8], name: &str) -> Option<&'o [u8]> {
    members(object).find(|(key, _)| *key == name.as_bytes()).map(|(_, value)| value)
}

fn unquoted(value: &[u8]) -> Option<&[u8]> {
    value.strip_prefix(b"\"")?.strip_suffix(b"\"")
}

/// The keys of a message before 3.7.6.
const OLD_KEYS: [&str; 37] = [
    "id",
    "type",
    "date",
    "edited",
    "from",
    "from_id",
    "author",
    "forwarded_from",
    "saved_from",
    "reply_to_message_id",
    "reply_to_peer_id",
    "via_bot",
    "text",
    "photo",
    "width",
    "height",
    "file",
    "thumbnail",
    "media_type",
    "sticker_emoji",
    "performer",
    "title",
    "mime_type",
    "duration_seconds",
    "self_destruct_period_seconds",
    "contact_information",
    "contact_vcard",
    "location_information",
    "live_location_period_seconds",
    "place_name",
    "address",
    "game_title",
    "game_description",
    "game_link",
    "game_message_id",
    "poll",
    "invoice_information",
];

/// What happened in service rows before 3.7.6.
const ACTIONS: [&str; 23] = [
    "create_group",
    "create_channel",
    "edit_group_title",
    "edit_group_photo",
    "delete_group_photo",
    "invite_members",
    "remove_members",
    "join_group_by_link",
    "join_group_by_request",
    "migrate_to_supergroup",
    "migrate_from_group",
    "pin_message",
    "clear_history",
    "score_in_game",
    "send_payment",
    "phone_call",
    "take_screenshot",
    "proximity_reached",
    "group_call",
    "group_call_scheduled",
    "invite_to_group_call",
    "set_messages_ttl",
    "edit_chat_theme",
];
