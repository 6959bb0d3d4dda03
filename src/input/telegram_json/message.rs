//! What a row is: a post, an event, or nothing that could be read.

use jiff::civil;

use super::media::media_of;
use super::peer::{LAST_INSTANT, Peer};
use super::rich_message;
use super::row::{ReactionRow, Row};
use super::service;
use super::text::FlatText;
use crate::input::album::{Item, add_reaction};
use crate::input::columns::count::Unread;
use crate::input::json::loose::Scalar;
use crate::model::{Author, Channel, ChannelEvent, Forward, Moment, Post, Reaction, Reply};

/// A row understood.
#[derive(Debug)]
pub(super) enum Message {
    /// A post, or a part of an album.
    Item(Item),
    /// A service row.
    Event(ChannelEvent),
    /// Nothing that could be read, and why.
    Reject(&'static str),
}

/// Makes of a row what it is, in the chat with this external id; `unread` takes the counts that are none.
pub(super) fn read(row: &mut Row<'_>, chat: Option<&Channel>, unread: &mut Unread) -> Message {
    let Some(id) = row.id.integer() else { return Message::Reject("no id") };
    let external_id = id.to_string();
    let is_service = match row.kind.text() {
        Some("unsupported") => return Message::Reject("unsupported message"),
        Some("service") => true,
        Some("message") => false,
        // Somebody kept some keys only. Rows of other tools have no type and no `text` either.
        None if !row.text.is_empty() || !row.text_entities.is_empty() => false,
        None => return Message::Reject("no type of message"),
        Some(_) => return Message::Reject("unknown type of message"),
    };
    let posted = match posted(row) {
        Ok(moment) => moment,
        Err(reason) => return Message::Reject(reason),
    };
    if is_service {
        return Message::Event(service::event(row, external_id, posted));
    }
    if has_unknown_words(row) {
        return Message::Reject("text nested as no version writes it");
    }
    let is_album_part = is_album_part(row);
    let mut post = Box::new(Post {
        posted,
        edited: moment(&row.edited_unixtime, &row.edited).unwrap_or_default(),
        author: author(row, chat),
        forward: forward(row),
        reply: reply(row, chat),
        via_bot: row.via_bot.string().map(|name| name.trim_start_matches('@').to_owned()),
        media: media_of(row, &external_id),
        reactions: row.reactions.as_ref().and_then(|list| reactions(&list.0, unread)),
        ..Post::default()
    });
    let told = if row.text.is_empty() { &mut row.text_entities } else { &mut row.text };
    let mut flat = std::mem::take(told);
    if row.rich_message.0.is_object() && flat.is_empty() {
        flat = rich(&row.rich_message.0, &mut post, &external_id);
    }
    post.text = flat.text;
    post.spans = flat.spans;
    post.external_id = Some(external_id);
    Message::Item(Item { id, is_album_part, post })
}

/// Whether words of the text would be lost, be it all or some.
fn has_unknown_words(row: &Row<'_>) -> bool {
    let [text, entities] = [&row.text, &row.text_entities];
    match (text.is_empty(), entities.is_empty()) {
        (false, _) => text.has_nested_part,
        (true, false) => entities.has_nested_part,
        (true, true) => text.has_nested_part || entities.has_nested_part,
    }
}

fn rich(message: &serde_json::Value, post: &mut Post, external_id: &str) -> FlatText {
    let (text, media) = rich_message::flatten(message);
    post.media.extend(media.into_iter().map(|mut item| {
        item.external_id = Some(external_id.to_owned());
        item
    }));
    text
}

/// Whether the row can be one of an album: a photo, video or file, but no animation, sticker, voice or round video,
/// which Telegram never groups.
fn is_album_part(row: &Row<'_>) -> bool {
    let alone = ["animation", "sticker", "voice_message", "video_message"];
    row.photo.text().is_some()
        || row.file.text().is_some() && !row.media_type.text().is_some_and(|kind| alone.contains(&kind))
}

/// When the row was posted. An empty row, left by a message that is gone, has the epoch there.
fn posted(row: &Row<'_>) -> Result<Moment, &'static str> {
    if !row.date.is_present() && !row.date_unixtime.is_present() {
        return Err("no date");
    }
    match moment(&row.date_unixtime, &row.date) {
        Some(Moment::Unknown) => Err("empty message"),
        Some(moment) => Ok(moment),
        None => Err("unreadable date"),
    }
}

/// The instant when there is one, else the wall clock; `Unknown` for the epoch, which stands for "never", and
/// `None` where nothing can be read. Some tools write the instant where the wall clock belongs.
fn moment(unixtime: &Scalar<'_>, date: &Scalar<'_>) -> Option<Moment> {
    if let Some(seconds) = unixtime.seconds().or_else(|| date.seconds()) {
        if seconds == 0 {
            return Some(Moment::Unknown);
        }
        if (-LAST_INSTANT..=LAST_INSTANT).contains(&seconds) {
            return Some(Moment::Instant(seconds));
        }
    }
    let text = date.text()?;
    if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
        return Some(Moment::Instant(timestamp.as_second()));
    }
    let local: civil::DateTime = text.parse().ok()?;
    // The epoch in local time is a day of 1969 or 1970.
    Some(if local.year() <= 1970 { Moment::Unknown } else { Moment::Local(local) })
}

/// Who signed or sent the post. A channel's own posts have no sender but perhaps a signature.
fn author(row: &Row<'_>, chat: Option<&Channel>) -> Option<Author> {
    let signature = || row.author.string().map(|name| Author { external_id: None, name: Some(name) });
    let chat_id = chat.and_then(|chat| chat.external_id.as_deref());
    let is_channel = chat.and_then(|chat| chat.kind.as_deref()).is_some_and(|kind| kind.ends_with("channel"));
    match row.peer(&row.from_id) {
        Some(Peer::User(id)) => {
            Some(Author { external_id: Some(Peer::User(id).text()), name: row.from.string() })
        }
        Some(peer) if chat_id.is_some_and(|id| id == peer.external_id()) => signature(),
        Some(peer) => Some(Author { external_id: Some(peer.text()), name: row.from.string() }),
        None if is_channel => signature(),
        None => {
            row.from.string().map(|name| Author { external_id: None, name: Some(name) }).or_else(signature)
        }
    }
}

/// Where the post was forwarded from: `forwarded_from` stands there even when the name is not known.
fn forward(row: &Row<'_>) -> Option<Forward> {
    let peer = Peer::read(&row.forwarded_from_id);
    if !row.forwarded_from.is_present() && peer.is_none() {
        return None;
    }
    let name = row.forwarded_from.string();
    let channel = match peer {
        Some(peer) => peer.channel(name),
        None => Channel { platform: super::peer::PLATFORM.to_owned(), name, ..Channel::default() },
    };
    Some(Forward { channel, external_id: None, posted: Moment::Unknown })
}

/// What the post answers; `reply_to_peer_id` stands there when that is in another chat.
fn reply(row: &Row<'_>, chat: Option<&Channel>) -> Option<Reply> {
    let external_id = row.reply_to_message_id.integer()?.to_string();
    let channel = Peer::read(&row.reply_to_peer_id).map(|peer| peer.channel(None)).filter(|other| {
        chat.is_none_or(|chat| chat.external_id.is_none() || chat.external_id != other.external_id)
    });
    Some(Reply { external_id, channel })
}

/// The reactions; `None` where there are some and none can be counted.
fn reactions(rows: &[ReactionRow<'_>], unread: &mut Unread) -> Option<Vec<Reaction>> {
    let unread_before = unread.values;
    let mut reactions = Vec::with_capacity(rows.len());
    for row in rows {
        let count = unread.scalar(&row.count).and_then(|count| unread.of_reaction(count));
        let Some(count) = count else { continue };
        let kind = row.kind.text().unwrap_or("emoji");
        let name = match kind {
            "paid" => None,
            "custom_emoji" => row.document_id.string(),
            _ => row.emoji.string(),
        };
        add_reaction(
            &mut reactions,
            Reaction { kind: kind.to_owned(), name: name.unwrap_or_default(), count },
        );
    }
    (!reactions.is_empty() || unread.values == unread_before).then_some(reactions)
}
