//! The ids of chats as bots and libraries see them.

/// What is added to the id of a channel or supergroup before its sign is turned
/// (<https://github.com/tdlib/td>, `td/telegram/DialogId.h`).
pub const CHANNEL_MARK: i64 = 1_000_000_000_000;

/// The id that the store has for a marked one, `-` and digits: `1234567890` for `-1001234567890`, a channel, and
/// `chat4123` for `-4123`, a basic group. `None` for anything else.
#[must_use]
pub fn id_of_marked(text: &str) -> Option<String> {
    let digits = text.strip_prefix('-').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let number: i64 = digits.parse().ok()?;
    let bare = number - CHANNEL_MARK;
    Some(if bare > 0 { bare.to_string() } else { format!("chat{number}") })
}

#[cfg(test)]
mod tests {
    use super::id_of_marked;

    #[test]
    fn a_marked_id_tells_a_channel_from_a_group() {
        for (text, id) in [
            ("-1001234567890", Some("1234567890")),
            ("-1000000000001", Some("1")),
            ("-1000000000000", Some("chat1000000000000")),
            ("-4123", Some("chat4123")),
            ("4123", None),
            ("-", None),
            ("--4", None),
            ("-+4", None),
            ("-99999999999999999999", None),
        ] {
            assert_eq!(id_of_marked(text).as_deref(), id, "{text}");
        }
    }
}
