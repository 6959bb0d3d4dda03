//! Who or where: `user123`, `chat123`, `channel123`, and the numbers of older exports.

use crate::input::json::loose::Scalar;
use crate::model::{CHANNEL_MARK, Channel, UnixSeconds};

/// The platform of everything in these exports.
pub(in crate::input) const PLATFORM: &str = "telegram";

/// A user, a basic group or a channel, by its bare id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum Peer {
    /// A person or a bot.
    User(i64),
    /// A basic group.
    Chat(i64),
    /// A channel or a supergroup; in old exports also a basic group.
    Channel(i64),
}

/// Versions 2.4.1 to 2.7.1 wrote ids as numbers with the peer's type above the lower 32 bits: 1 for users, 2
/// for groups and channels; 1.4.8 to 2.4.0 wrote a chat's own id so.
const USER_BIT: i64 = 1 << 32;
const CHAT_BIT: i64 = 2 << 32;

impl Peer {
    /// The peer that a value names; a number without type bits is a user's.
    pub(super) fn read(value: &Scalar<'_>) -> Option<Self> {
        if let Some(text) = value.text() {
            for (prefix, peer) in
                [("user", Self::User as fn(i64) -> Self), ("channel", Self::Channel), ("chat", Self::Chat)]
            {
                if let Some(number) = text.strip_prefix(prefix).and_then(|digits| digits.parse().ok()) {
                    return Some(peer(number));
                }
            }
        }
        let number = value.integer().filter(|number| *number > 0)?;
        Some(match number {
            CHAT_BIT.. if number < CHAT_BIT + USER_BIT => Self::Channel(number - CHAT_BIT),
            USER_BIT.. if number < CHAT_BIT => Self::User(number - USER_BIT),
            _ => Self::User(number),
        })
    }

    /// The peer of an id as bots see it: `-100…` is a channel, another negative one a group, a positive one a user.
    pub(in crate::input) fn marked(id: i64) -> Option<Self> {
        match id {
            0 => None,
            id if id > 0 => Some(Self::User(id)),
            id if id < -CHANNEL_MARK => Some(Self::Channel(id.saturating_neg() - CHANNEL_MARK)),
            id => Some(Self::Chat(id.saturating_neg())),
        }
    }

    /// The number of its id.
    pub(in crate::input) fn bare(self) -> i64 {
        match self {
            Self::User(id) | Self::Chat(id) | Self::Channel(id) => id,
        }
    }

    /// As newer exports write it, e.g. `user123`.
    pub(in crate::input) fn text(self) -> String {
        match self {
            Self::User(id) => format!("user{id}"),
            Self::Chat(id) => format!("chat{id}"),
            Self::Channel(id) => format!("channel{id}"),
        }
    }

    /// Its id as a place where posts appear.
    pub(super) fn external_id(self) -> String {
        match self {
            Self::User(_) | Self::Chat(_) => self.text(),
            Self::Channel(id) => id.to_string(),
        }
    }

    /// As a place where posts appear.
    pub(in crate::input) fn channel(self, name: Option<String>) -> Channel {
        let (kind, link_base) = match self {
            Self::User(_) => (Some("user".to_owned()), None),
            Self::Chat(_) => (Some("chat".to_owned()), None),
            Self::Channel(id) => (None, Some(link_base(id))),
        };
        Channel {
            platform: PLATFORM.to_owned(),
            external_id: Some(self.external_id()),
            handle: None,
            name,
            kind,
            link_base,
        }
    }
}

/// A chat's own id without type bits. Only exports older than 2.7.2 have them: a newer one, which is told by
/// its `from_id` being a string, is left alone, since bare ids keep growing.
pub(super) fn chat_id(id: i64, is_newer: bool) -> i64 {
    match id {
        // Tools that write such exports mark ids as bots see them.
        ..0 => Peer::marked(id).map_or(id, Peer::bare),
        _ if is_newer => id,
        CHAT_BIT.. if id < CHAT_BIT + USER_BIT => id - CHAT_BIT,
        USER_BIT.. if id < CHAT_BIT => id - USER_BIT,
        _ => id,
    }
}

/// What a post's id is appended to; opens for those who may see the channel.
pub(in crate::input) fn link_base(id: i64) -> String {
    format!("https://t.me/c/{id}/")
}

/// The largest instant that the calendar has, 9999-12-30.
pub(in crate::input) const LAST_INSTANT: UnixSeconds = 253_402_128_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_numbers_with_type_bits_are_told_apart() {
        let read = |number| Peer::read(&Scalar::Integer(number));
        assert_eq!(read(10_083_966_286), Some(Peer::Channel(1_494_031_694)));
        assert_eq!(read(4_294_967_296 + 777_000), Some(Peer::User(777_000)));
        assert_eq!(read(777_000), Some(Peer::User(777_000)));
        assert_eq!(read(0), None);
        assert_eq!(Peer::read(&Scalar::Text("channel3204528972".into())), Some(Peer::Channel(3_204_528_972)));
        assert_eq!(Peer::read(&Scalar::Text("chatter".into())), None);
    }

    #[test]
    fn type_bits_are_kept_when_the_file_is_newer() {
        assert_eq!(chat_id(10_083_966_286, false), 1_494_031_694);
        assert_eq!(chat_id(10_083_966_286, true), 10_083_966_286);
        assert_eq!(chat_id(3_204_528_972, false), 3_204_528_972);
        assert_eq!(chat_id(4_294_967_297, false), 1);
        assert_eq!(chat_id(-1_001_234_567_890, true), 1_234_567_890);
        assert_eq!(chat_id(-4567, true), 4567);
        assert_eq!(chat_id(0, true), 0);
        assert_eq!(chat_id(12_884_901_888, false), 12_884_901_888);
    }
}
