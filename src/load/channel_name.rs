//! The channel that a user names: an id, a handle, a t.me link or a name.

use crate::model::Channel;

/// What `name` says of a channel.
///
/// `-1001234567890` and `1234567890` are Telegram's marked and bare ids; `@name`, `t.me/name` and
/// `https://t.me/s/name` are handles; anything else is a name.
#[must_use]
pub fn parse(name: &str) -> Channel {
    let name = name.trim();
    let base = Channel { platform: "telegram".to_owned(), ..Channel::default() };
    if let Some(handle) = handle_of(name) {
        return Channel { handle: Some(handle.to_owned()), ..base };
    }
    let digits = name.strip_prefix("-100").unwrap_or(name);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Channel { external_id: Some(digits.to_owned()), ..base };
    }
    Channel { name: Some(name.to_owned()), ..base }
}

fn handle_of(name: &str) -> Option<&str> {
    if let Some(handle) = name.strip_prefix('@') {
        return Some(handle);
    }
    let address = name.strip_prefix("https://").or_else(|| name.strip_prefix("http://")).unwrap_or(name);
    let path = address.strip_prefix("t.me/").or_else(|| address.strip_prefix("telegram.me/"))?;
    let path = path.strip_prefix("s/").unwrap_or(path);
    path.split(['/', '?']).next().filter(|handle| !handle.is_empty())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn ids_handles_links_and_names_are_told_apart() {
        assert_eq!(parse("-1001234567890").external_id.as_deref(), Some("1234567890"));
        assert_eq!(parse("1234567890").external_id.as_deref(), Some("1234567890"));
        for handle in
            ["@valdoria", "t.me/valdoria", "https://t.me/s/valdoria", "https://t.me/valdoria/12?single"]
        {
            assert_eq!(parse(handle).handle.as_deref(), Some("valdoria"), "{handle}");
        }
        assert_eq!(parse("  Вести 24 ").name.as_deref(), Some("Вести 24"));
    }
}
