//! Where a message stands, who sent it, and what these are called.

use super::row::{ChatRow, PeerRow, Row};
use crate::input::json::loose::Scalar;
use crate::input::telegram_json::peer::{PLATFORM, Peer};
use crate::model::{Author, Channel};

/// The peer that a row names: by its object's key, whatever its `_` says, or by a number.
pub(super) fn peer(row: &PeerRow<'_>) -> Option<Peer> {
    let fields = &row.object;
    let id = |value: &Scalar<'_>| value.integer().filter(|id| *id != 0);
    if let Some(id) = id(&fields.channel_id) {
        return Some(channel(id));
    }
    if let Some(id) = id(&fields.chat_id) {
        return Some(Peer::Chat(id.saturating_abs()));
    }
    id(&fields.user_id).or_else(|| id(&fields.user.id)).map(Peer::User).or_else(|| marked(&row.scalar))
}

/// The channel of an id that may be marked.
pub(super) fn channel(id: i64) -> Peer {
    match marked(&Scalar::Integer(id)) {
        Some(peer @ Peer::Channel(_)) => peer,
        _ => Peer::Channel(id.saturating_abs()),
    }
}

/// The peer of an id as bots see it: `-100…` is a channel, another negative one a group, a positive one a user.
pub(super) fn marked(id: &Scalar<'_>) -> Option<Peer> {
    Peer::marked(id.integer()?)
}

/// Where a message stands.
pub(super) fn place(row: &Row<'_>) -> Option<Peer> {
    peer(&row.peer_id).or_else(|| peer(&row.to_id))
}

/// The title of a chat, or the name of a person.
pub(super) fn name(chat: &ChatRow<'_>) -> Option<String> {
    chat.title.string().or_else(|| {
        let names: Vec<_> =
            [&chat.first_name, &chat.last_name].into_iter().filter_map(|name| name.string()).collect();
        (!names.is_empty()).then(|| names.join(" "))
    })
}

/// The handle that is shown: the first active one of several.
pub(super) fn handle(chat: &ChatRow<'_>) -> Option<String> {
    let active = || chat.usernames.0.iter().find(|name| name.active == Scalar::Bool(true));
    let handle = chat.username.string().or_else(|| active()?.username.string())?;
    Some(handle.trim_start_matches('@').to_owned()).filter(|handle| !handle.is_empty())
}

/// The kind of a chat in the words of Telegram Desktop's exports.
fn kind(chat: &ChatRow<'_>, handle: Option<&str>) -> Option<String> {
    let is = |value: &Scalar<'_>| *value == Scalar::Bool(true);
    let kind = match handle {
        _ if !is(&chat.broadcast) && !is(&chat.megagroup) => return None,
        Some(_) if is(&chat.broadcast) => "public_channel",
        None if is(&chat.broadcast) => "private_channel",
        Some(_) => "public_supergroup",
        None => "private_supergroup",
    };
    Some(kind.to_owned())
}

/// A peer as a place where posts appear, with what is known of it besides its id.
pub(super) fn described(peer: Peer, chat: &ChatRow<'_>) -> Channel {
    let mut channel = peer.channel(name(chat));
    channel.handle = handle(chat);
    if let Some(kind) = kind(chat, channel.handle.as_deref()) {
        channel.kind = Some(kind);
    }
    if let (Peer::Channel(_), Some(handle)) = (peer, &channel.handle) {
        channel.link_base = Some(format!("https://t.me/{handle}/"));
    }
    channel
}

/// A place of which nothing is known.
pub(super) fn unknown() -> Channel {
    Channel { platform: PLATFORM.to_owned(), ..Channel::default() }
}

/// Who sent or signed a message. What a channel or an anonymous admin sends under the channel's own name has a
/// signature at most.
pub(super) fn author(row: &Row<'_>) -> Option<Author> {
    let sender = peer(&row.from_id).filter(|sender| Some(*sender) != place(row));
    match sender {
        Some(sender) => {
            // In 4CAT's rows `_sender` is whom `from_id` names.
            let is_same = row.sender.id.integer().is_some_and(|id| sender.bare() == id.saturating_abs());
            let named = if is_same { name(&row.sender) } else { None };
            let name = named.or_else(|| name(&row.from_id.object.user));
            Some(Author { external_id: Some(sender.text()), name })
        }
        None => row.post_author.string().map(|name| Author { external_id: None, name: Some(name) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_ids_are_told_apart() {
        let marked = |id| marked(&Scalar::Integer(id));
        assert_eq!(marked(-1_001_500_000_001), Some(Peer::Channel(1_500_000_001)));
        assert_eq!(marked(-1_003_204_528_972), Some(Peer::Channel(3_204_528_972)));
        assert_eq!(marked(-450_000_001), Some(Peer::Chat(450_000_001)));
        assert_eq!(marked(777_000), Some(Peer::User(777_000)));
        assert_eq!(marked(0), None);
        assert_eq!(marked(i64::MIN).map(Peer::bare), Some(i64::MAX - 1_000_000_000_000));
        assert_eq!(channel(1_500_000_001), Peer::Channel(1_500_000_001));
        assert_eq!(channel(-1_001_500_000_001), Peer::Channel(1_500_000_001));
    }
}
