//! What a message is: a post, an event, or nothing that could be read.

use super::album::Item;
use super::chat::{self, author, described, peer};
use super::entity::spans;
use super::media::media;
use super::row::{ReactionRow, Row};
use super::service;
use super::words::{moment, type_name};
use crate::input::album::add_reaction;
use crate::input::columns::count::{STRUCTURE, Unread};
use crate::input::json::loose::{Scalar, without_nul};
use crate::input::telegram_json::peer::Peer;
use crate::model::{Channel, ChannelEvent, Forward, Media, Moment, Post, Reaction, Reply};

/// A message understood.
#[derive(Debug)]
pub(in crate::input) enum Message {
    /// A post, or a part of an album.
    Item(Box<Item>),
    /// A service message.
    Event(ChannelEvent),
    /// Nothing that could be read, and why.
    Reject(&'static str),
}

/// The bits of gotd/td's `Flags` that tell whether a number is given
/// (<https://core.telegram.org/constructor/message>).
const HAS_VIEWS: i64 = 1 << 10;
const HAS_REPLIES: i64 = 1 << 23;

/// Makes of a row what it is.
///
/// `edit_hide` is not looked at: Telegram's apps show such a message as not edited, since only its buttons or
/// reactions changed; its `edit_date` is kept all the same, as exports of Telegram Desktop have it.
pub(super) fn read(row: &Row<'_>, unread: &mut Unread) -> Message {
    let name = type_name(&row.kind);
    let is_bare = !row.message.is_present() && chat::place(row).is_none();
    let is_message = match name.as_deref() {
        // Pyrogram writes this type, too, but other keys.
        Some("Message") if is_bare => return Message::Reject("neither text nor peer"),
        Some("Message") => true,
        Some("MessageService") => false,
        Some("MessageEmpty") => return Message::Reject("empty message"),
        // 4CAT gives no type to the outermost object, gotd/td none at all.
        // Rows of other tools have a date, too, and their texts in other keys.
        None if is_bare && row.date.is_present() && row.action.kind.text().is_none() => {
            return Message::Reject("neither text nor peer");
        }
        None if row.date.is_present() || !is_bare => row.action.kind.text().is_none(),
        _ => return Message::Reject("not a message"),
    };
    let Some(id) = row.id.integer() else { return Message::Reject("no id") };
    let external_id = id.to_string();
    let (posted, posted_raw) = moment(&row.date);
    if !is_message {
        return Message::Event(service::event(row, external_id, posted));
    }
    // Scripts write what Telethon gives as `text` in its place. It may have marks in it, so that the parts lie elsewhere.
    let is_renamed = !row.message.is_present() && row.text.is_present();
    let text = match if is_renamed { &row.text } else { &row.message } {
        Scalar::Text(text) => without_nul(text),
        Scalar::Missing | Scalar::Null => String::new(),
        _ => return Message::Reject("text that is no string"),
    };
    let media: Vec<Media> = media(&row.media, &external_id).into_iter().collect();
    let post = Post {
        posted,
        posted_raw,
        edited: moment(&row.edit_date).0,
        spans: if is_renamed { Vec::new() } else { spans(&text, &row.entities.0) },
        text,
        author: author(row),
        forward: forward(row),
        reply: reply(row),
        via_bot: via_bot(row),
        views: metric(&row.views, row, HAS_VIEWS, unread),
        forwards: metric(&row.forwards, row, HAS_VIEWS, unread),
        replies: replies(row, unread),
        is_alone: !media.is_empty() && is_ungrouped(&row.grouped_id),
        media,
        reactions: reactions(row, unread),
        external_id: Some(external_id),
        ..Post::default()
    };
    let group = group(&row.grouped_id);
    let post = Post { album_no: group.as_deref().and_then(|group| group.parse().ok()), ..post };
    Message::Item(Box::new(Item { id, group, post }))
}

/// A count. gotd/td writes zero for what is not given.
fn metric(value: &Scalar<'_>, row: &Row<'_>, flag: i64, unread: &mut Unread) -> Option<i64> {
    match row.flags.integer() {
        Some(flags) if flags & flag == 0 => None,
        _ => unread.scalar(value),
    }
}

fn replies(row: &Row<'_>, unread: &mut Unread) -> Option<i64> {
    let value = match &row.replies.scalar {
        Scalar::Nested => &row.replies.object.replies,
        scalar => scalar,
    };
    metric(value, row, HAS_REPLIES, unread)
}

/// What all parts of one album have in common.
fn group(value: &Scalar<'_>) -> Option<String> {
    match value {
        Scalar::Integer(0) => None,
        Scalar::Integer(group) => Some(group.to_string()),
        // Some tools turn numbers into floats; that of all parts of the album turns into the same one.
        Scalar::Float(group) if *group != 0.0 => Some(format!("{group:.0}")),
        Scalar::Text(group) if !matches!(group.as_ref(), "" | "0") => Some(group.to_string()),
        _ => None,
    }
}

/// Whether the message is told to be no part of an album: gotd/td writes zero for what is not given.
fn is_ungrouped(value: &Scalar<'_>) -> bool {
    matches!(value, Scalar::Null | Scalar::Integer(0))
}

/// Where the post was forwarded from. A header always has a date, so one without anything is none: gotd/td
/// writes such for posts that are not forwarded.
fn forward(row: &Row<'_>) -> Option<Forward> {
    let header = &row.fwd_from;
    let positive = |value: &Scalar<'_>| value.integer().filter(|number| *number > 0);
    let source = positive(&header.channel_id).map(chat::channel).or_else(|| peer(&header.from_id));
    let name = header.from_name.string();
    let (posted, _) = moment(&header.date);
    if source.is_none() && name.is_none() && posted == Moment::Unknown {
        return None;
    }
    let channel = match source {
        Some(source) => {
            let known = [&row.forward.chat, &row.forward.sender, &header.from_id.object.user];
            let chats = known.into_iter().chain(&header.from_id.object.chats.0);
            let same = |chat: &&_| is_of(chat, source);
            let mut channel = chats
                .into_iter()
                .find(same)
                .map_or_else(|| source.channel(None), |chat| described(source, chat));
            channel.name = channel.name.or(name);
            channel
        }
        None => Channel { name, ..chat::unknown() },
    };
    let external_id = positive(&header.channel_post).map(|id| id.to_string());
    Some(Forward { channel, external_id, posted })
}

/// Whether a chat is the one of this peer.
fn is_of(chat: &super::row::ChatRow<'_>, peer: Peer) -> bool {
    chat.id.integer().is_some_and(|id| id == peer.bare() || chat::marked(&Scalar::Integer(id)) == Some(peer))
}

/// What the post answers; `reply_to_peer_id` stands there when that is in another chat.
fn reply(row: &Row<'_>) -> Option<Reply> {
    let id = [&row.reply_to.message_id, &row.reply_to_msg_id]
        .into_iter()
        .find_map(|id| id.integer().filter(|id| *id > 0))?;
    let other = peer(&row.reply_to.peer_id).filter(|other| chat::place(row) != Some(*other));
    Some(Reply { external_id: id.to_string(), channel: other.map(|other| other.channel(None)) })
}

/// The bot through which it was sent: its handle, where 4CAT gives it, else its id.
fn via_bot(row: &Row<'_>) -> Option<String> {
    let id = row.via_bot_id.integer().filter(|id| *id > 0)?;
    chat::handle(&row.via_bot).or_else(|| Some(Peer::User(id).text()))
}

/// The reactions. Where the key stands there, a post without any has none; before 2022 there is no such key.
fn reactions(row: &Row<'_>, unread: &mut Unread) -> Option<Vec<Reaction>> {
    let given = row.reactions.is_given.then_some(&row.reactions.value)?;
    let unread_before = unread.values;
    if given.as_ref().is_some_and(|given| !given.results.is_given) {
        unread.note(STRUCTURE);
    }
    let mut reactions = Vec::new();
    for one in given.iter().filter_map(|given| given.results.value.as_ref()).flat_map(|results| &results.0) {
        let count = unread.scalar(&one.count).and_then(|count| unread.of_reaction(count));
        if let (Some(count), Some((kind, name))) = (count, reaction(one)) {
            add_reaction(&mut reactions, Reaction { kind: kind.to_owned(), name, count });
        }
    }
    // Of a form that is not known nothing is known, not even that there are none.
    (!reactions.is_empty() || unread.values == unread_before).then_some(reactions)
}

fn reaction(row: &ReactionRow<'_>) -> Option<(&'static str, String)> {
    let name = &row.reaction.object;
    let emoji = row.reaction.scalar.string().or_else(|| name.emoticon.string());
    let document =
        || name.document_id.integer().filter(|id| *id != 0).map(|id| ("custom_emoji", id.to_string()));
    // gotd/td writes an empty object for a paid one.
    let paid = || (row.reaction.scalar == Scalar::Nested).then(|| ("paid", String::new()));
    emoji.map(|emoji| ("emoji", emoji)).or_else(document).or_else(paid)
}
