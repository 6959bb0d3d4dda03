//! Service messages: what happened to the channel, in the words of Telegram Desktop's exports
//! (`export_output_json.cpp`), where it has one for it.

use super::chat::{author, marked};
use super::row::Row;
use super::words::{snake_case, type_name};
use crate::input::json::loose::Scalar;
use crate::input::telegram_json::peer::Peer;
use crate::model::{ChannelEvent, Moment};

/// The event of a service message.
pub(super) fn event(row: &Row<'_>, external_id: String, happened: Moment) -> ChannelEvent {
    let action = action(&type_name(&row.action.kind).unwrap_or_default());
    ChannelEvent { external_id: Some(external_id), happened, action, actor: author(row), detail: detail(row) }
}

/// The word for an action of this type, such as `MessageActionChannelCreate`.
pub(in crate::input) fn action(name: &str) -> String {
    let name = name.strip_prefix("MessageAction").unwrap_or(name);
    let word = match name {
        "" | "Empty" => ChannelEvent::UNKNOWN,
        "ChatCreate" => "create_group",
        "ChatEditTitle" => "edit_group_title",
        "ChatEditPhoto" => "edit_group_photo",
        "ChatDeletePhoto" => "delete_group_photo",
        "ChatAddUser" => "invite_members",
        "ChatDeleteUser" => "remove_members",
        "ChatJoinedByLink" => "join_group_by_link",
        "ChatJoinedByRequest" => "join_group_by_request",
        "ChannelCreate" => "create_channel",
        "ChatMigrateTo" => "migrate_to_supergroup",
        "ChannelMigrateFrom" => "migrate_from_group",
        "HistoryClear" => "clear_history",
        "GameScore" => "score_in_game",
        "PaymentSent" => "send_payment",
        "ScreenshotTaken" => "take_screenshot",
        "BotAllowed" => "allow_sending_messages",
        "SecureValuesSent" => "send_passport_values",
        "ContactSignUp" => "joined_telegram",
        "GeoProximityReached" => "proximity_reached",
        "SetMessagesTTL" => "set_messages_ttl",
        "SetChatTheme" => "edit_chat_theme",
        "SetChatWallPaper" => "set_chat_wallpaper",
        "WebViewDataSent" => "send_webview_data",
        "GiftPremium" => "send_premium_gift",
        "TopicCreate" => "topic_created",
        "PaidMessagesPrice" => "paid_messages_price_change",
        _ => return snake_case(name),
    };
    word.to_owned()
}

/// The one thing that the message says beyond its action.
fn detail(row: &Row<'_>) -> Option<String> {
    let action = &row.action;
    let number =
        |value: &Scalar<'_>| value.integer().filter(|number| *number != 0).map(|number| number.to_string());
    let seconds = |value: &Scalar<'_>| number(value).map(|number| format!("{number} s"));
    action
        .title
        .string()
        .or_else(|| action.message.string())
        .or_else(|| number(&row.reply_to.message_id))
        .or_else(|| number(&row.reply_to_msg_id))
        .or_else(|| seconds(&action.duration))
        .or_else(|| seconds(&action.period))
        .or_else(|| action.emoticon.string())
        .or_else(|| number(&action.score))
        .or_else(|| number(&action.boosts))
        .or_else(|| members(row))
}

/// Whom it happened to.
fn members(row: &Row<'_>) -> Option<String> {
    let members: Vec<_> =
        row.action.users.0.iter().chain([&row.action.user_id]).filter_map(marked).map(Peer::text).collect();
    (!members.is_empty()).then(|| members.join(", "))
}
