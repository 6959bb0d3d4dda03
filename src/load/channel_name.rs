//! The channel that a user names: an id, a handle, a t.me link or a name.

use super::Session;
use crate::model::{Channel, id_of_marked};

/// What `name` says of a channel.
///
/// `-1001234567890`, `channel1234567890` and `1234567890` are Telegram's marked, typed and bare ids, as is the number
/// in `t.me/c/1234567890/12`; `-4123` and `chat4123` are those of a basic group, `user77` that of a person: these two keep
/// the word, since each kind has numbers of its own; `@name`,
/// `t.me/name` and `https://t.me/s/name` are handles; anything else is a name.
#[must_use]
pub fn parse(name: &str) -> Channel {
    let name = name.trim();
    let base = Channel { platform: "telegram".to_owned(), ..Channel::default() };
    if let Some(handle) = handle_of(name) {
        return Channel { handle: Some(handle.to_owned()), ..base };
    }
    if let Some(external_id) = id_of(name) {
        let link_base = is_typed(name, &external_id).then(|| format!("https://t.me/c/{external_id}/"));
        return Channel { external_id: Some(external_id), link_base, ..base };
    }
    Channel { name: Some(name.to_owned()), ..base }
}

fn id_of(name: &str) -> Option<String> {
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if ["user", "chat"].iter().any(|word| name.strip_prefix(word).is_some_and(is_number)) {
        return Some(name.to_owned());
    }
    if let Some(id) = id_of_marked(name) {
        return Some(id);
    }
    let in_link = path_of(name).and_then(|path| path.strip_prefix("c/")?.split(['/', '?']).next());
    let digits = in_link.unwrap_or_else(|| name.strip_prefix("channel").unwrap_or(name));
    is_number(digits).then(|| digits.to_owned())
}

/// Whether the id is written as only that of a channel is: neither a number alone, nor with the word of another kind of chat.
fn is_typed(name: &str, id: &str) -> bool {
    name != id && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// The channel with the kind that the user's name for it tells, where the two have one number and the input tells no
/// more than that.
fn with_kind(channel: Channel, given: &str) -> Channel {
    let given = parse(given).external_id;
    let is_open = channel.kind.is_none() && channel.handle.is_none() && channel.link_base.is_none();
    let (Some(given), Some(number)) = (given, channel.external_id.as_deref().filter(|_| is_open)) else {
        return channel;
    };
    let kind = match given.strip_suffix(number) {
        Some("chat") => Some("chat".to_owned()),
        Some("user") => Some("user".to_owned()),
        Some("") => None,
        _ => return channel,
    };
    let link_base = kind.is_none().then(|| format!("https://t.me/c/{number}/"));
    Channel { external_id: Some(given), kind, link_base, ..channel }
}

/// What stands behind `t.me/`.
fn path_of(name: &str) -> Option<&str> {
    let address = name.strip_prefix("https://").or_else(|| name.strip_prefix("http://")).unwrap_or(name);
    address.strip_prefix("t.me/").or_else(|| address.strip_prefix("telegram.me/"))
}

fn handle_of(name: &str) -> Option<&str> {
    if let Some(handle) = name.strip_prefix('@') {
        return Some(handle);
    }
    let path = path_of(name)?;
    let path = path.strip_prefix("s/").unwrap_or(path);
    path.split(['/', '?']).next().filter(|handle| !handle.is_empty() && *handle != "c")
}

impl Session<'_> {
    /// The channel with the id that the user tells by `--channel`, where the input knows a handle alone, or the same number
    /// without its kind.
    pub(super) fn with_given_id(&self, channel: Channel) -> Channel {
        let Some(given) = self.options.channel.as_deref().filter(|_| self.is_alone.get()) else {
            return channel;
        };
        if channel.external_id.is_none() && channel.handle.is_some() {
            return Channel { external_id: parse(given).external_id, ..channel };
        }
        with_kind(channel, given)
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn ids_handles_links_and_names_are_told_apart() {
        assert_eq!(parse("-1001234567890").external_id.as_deref(), Some("1234567890"));
        for id in ["1234567890", "channel1234567890", "https://t.me/c/1234567890/12", "t.me/c/1234567890"] {
            assert_eq!(parse(id).external_id.as_deref(), Some("1234567890"), "{id}");
        }
        for id in ["-4123", "chat4123"] {
            assert_eq!(parse(id).external_id.as_deref(), Some("chat4123"), "{id}");
        }
        assert_eq!(
            parse("-1001234567").external_id.as_deref(),
            Some("chat1001234567"),
            "too small for a channel"
        );
        assert_eq!(parse("user77").external_id.as_deref(), Some("user77"));
        for handle in
            ["@valdoria", "t.me/valdoria", "https://t.me/s/valdoria", "https://t.me/valdoria/12?single"]
        {
            assert_eq!(parse(handle).handle.as_deref(), Some("valdoria"), "{handle}");
        }
        for (id, base) in [
            ("channel1234567890", Some("https://t.me/c/1234567890/")),
            ("-1001234567890", Some("https://t.me/c/1234567890/")),
            ("t.me/c/1234567890/12", Some("https://t.me/c/1234567890/")),
            ("1234567890", None),
            ("chat4123", None),
            ("-4123", None),
        ] {
            assert_eq!(parse(id).link_base.as_deref(), base, "{id}");
        }
        assert_eq!(parse("  Вести 24 ").name.as_deref(), Some("Вести 24"));
    }
}
