//! The channel that a user names: an id, a handle, a t.me link or a name.

use crate::model::Channel;

/// What `name` says of a channel.
///
/// `-1001234567890`, `channel1234567890` and `1234567890` are Telegram's marked, typed and bare ids, as is the number
/// in `t.me/c/1234567890/12`; `-4123` and `chat4123` are those of a basic group, `user77` that of a person; `@name`,
/// `t.me/name` and `https://t.me/s/name` are handles; anything else is a name.
#[must_use]
pub fn parse(name: &str) -> Channel {
    let name = name.trim();
    let base = Channel { platform: "telegram".to_owned(), ..Channel::default() };
    if let Some(handle) = handle_of(name) {
        return Channel { handle: Some(handle.to_owned()), ..base };
    }
    if let Some(external_id) = id_of(name) {
        return Channel { external_id: Some(external_id), ..base };
    }
    Channel { name: Some(name.to_owned()), ..base }
}

fn id_of(name: &str) -> Option<String> {
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if name.strip_prefix("user").is_some_and(is_number) {
        return Some(name.to_owned());
    }
    let in_link = path_of(name).and_then(|path| path.strip_prefix("c/")?.split(['/', '?']).next());
    let digits = in_link.unwrap_or_else(|| {
        ["-100", "-", "channel", "chat"].iter().find_map(|mark| name.strip_prefix(mark)).unwrap_or(name)
    });
    is_number(digits).then(|| digits.to_owned())
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

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn ids_handles_links_and_names_are_told_apart() {
        assert_eq!(parse("-1001234567890").external_id.as_deref(), Some("1234567890"));
        for id in ["1234567890", "channel1234567890", "https://t.me/c/1234567890/12", "t.me/c/1234567890"] {
            assert_eq!(parse(id).external_id.as_deref(), Some("1234567890"), "{id}");
        }
        assert_eq!(parse("-4123").external_id.as_deref(), Some("4123"));
        assert_eq!(parse("user77").external_id.as_deref(), Some("user77"));
        for handle in
            ["@valdoria", "t.me/valdoria", "https://t.me/s/valdoria", "https://t.me/valdoria/12?single"]
        {
            assert_eq!(parse(handle).handle.as_deref(), Some("valdoria"), "{handle}");
        }
        assert_eq!(parse("  Вести 24 ").name.as_deref(), Some("Вести 24"));
    }
}
