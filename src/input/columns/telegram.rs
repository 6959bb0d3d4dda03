//! What Telegram's links and ids say of a channel and a post.

use crate::input::telegram_json::peer::Peer;
use crate::model::{Author, Channel};

/// The word for the platform.
pub(in crate::input) const PLATFORM: &str = "telegram";

/// Words that stand where a handle stands and lead to something else, such as an invitation
/// (<https://core.telegram.org/api/links>).
const OTHER: [&str; 15] = [
    "joinchat",
    "addstickers",
    "addemoji",
    "addlist",
    "addtheme",
    "share",
    "proxy",
    "socks",
    "login",
    "confirmphone",
    "setlanguage",
    "invoice",
    "giftcode",
    "contact",
    "boost",
];

/// What a link to Telegram leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::input) struct Link<'a> {
    /// The channel's handle.
    pub(in crate::input) handle: Option<&'a str>,
    /// The bare id of a channel without a handle.
    pub(in crate::input) channel_id: Option<&'a str>,
    /// The post's id; `None` for a link to a channel, or to a comment below a post.
    pub(in crate::input) post: Option<&'a str>,
}

/// What an address leads to, when that is Telegram: `https://t.me/HANDLE/ID`, `t.me/s/HANDLE`, `t.me/c/ID/ID`.
pub(in crate::input) fn link(address: &str) -> Option<Link<'_>> {
    let address = address.trim();
    let address =
        address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address);
    let address = address.strip_prefix("www.").unwrap_or(address);
    let path =
        ["t.me/", "telegram.me/", "telegram.dog/"].iter().find_map(|host| address.strip_prefix(host))?;
    let (path, rest) = path.find(['?', '#']).map_or((path, ""), |end| path.split_at(end));
    let is_comment = rest.contains("comment=");
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).take(5).collect();
    let (handle, channel_id, ids) = match parts.as_slice() {
        ["c", id, ids @ ..] if is_number(id) => (None, Some(*id), ids),
        [word, ..] if OTHER.contains(word) => return Some(Link::default()),
        ["s", handle, ids @ ..] | [handle, ids @ ..]
            if is_handle(handle) || is_short_handle(handle) && is_of_post(ids) =>
        {
            (Some(*handle), None, ids)
        }
        _ => return Some(Link::default()),
    };
    // In a group with topics the topic stands before the post.
    let post = match ids {
        [post] | [_, post] if is_number(post) && !is_comment => Some(*post),
        _ => None,
    };
    Some(Link { handle, channel_id, post })
}

/// The handle that is written with `@` or as a link, else `None`.
pub(in crate::input) fn marked_handle(written: &str) -> Option<&str> {
    match written.strip_prefix('@') {
        Some(handle) => {
            Some(handle).filter(|handle| !handle.is_empty() && !handle.contains(char::is_whitespace))
        }
        None => link(written)?.handle,
    }
}

/// Whether this can be a handle, wherever it stands: 4 to 32 letters, digits and `_`, a letter first.
pub(in crate::input) fn is_handle(text: &str) -> bool {
    (4..=32).contains(&text.len()) && has_letters_of_handle(text)
}

/// Whether this can be one of the few handles of three letters, such as `@gif` (tdlib's `is_valid_username` takes any length up
/// to 32). Alone it may be any other word of an address.
fn is_short_handle(text: &str) -> bool {
    text.len() == 3 && has_letters_of_handle(text)
}

fn has_letters_of_handle(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Whether this is what stands behind a handle in the address of a post: its id, perhaps behind that of its topic.
fn is_of_post(ids: &[&str]) -> bool {
    (1..=2).contains(&ids.len()) && ids.iter().all(|id| is_number(id))
}

/// Whether these are digits, few enough for an id.
pub(in crate::input) fn is_number(text: &str) -> bool {
    (1..=19).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The channel, supergroup or basic group of an id that is marked as bots see it, `-1001234567890` or `-4567`, typed
/// as Telegram Desktop writes it, `channel1234567890` or `chat4567`, or bare, which is a channel's.
pub(in crate::input) fn chat(written: &str) -> Option<Peer> {
    let number = |digits: &str| if is_number(digits) { digits.parse().ok() } else { None };
    if let Some(digits) = written.strip_prefix('-') {
        return Peer::marked(-number(digits)?);
    }
    match written.strip_prefix("chat") {
        Some(digits) => number(digits).map(Peer::Chat),
        None => number(written.strip_prefix("channel").unwrap_or(written)).map(Peer::Channel),
    }
}

/// Who or what posted it, by the id that a table has: a bare number is a user's.
pub(in crate::input) fn peer(written: &str) -> String {
    if is_number(written) {
        return format!("user{written}");
    }
    match chat(written) {
        Some(peer) if written.starts_with('-') => peer.text(),
        _ => written.to_owned(),
    }
}

/// The author with this id and name.
pub(in crate::input) fn author(id: Option<&str>, name: Option<String>) -> Option<Author> {
    let external_id = id.map(peer);
    (external_id.is_some() || name.is_some()).then_some(Author { external_id, name })
}

/// A channel with what follows from its id and its handle.
pub(in crate::input) fn channel(id: Option<&str>, handle: Option<&str>, name: Option<String>) -> Channel {
    let of_id = id.and_then(chat).map(|peer| peer.channel(None)).unwrap_or_default();
    let external_id = of_id.external_id.or_else(|| id.map(str::to_owned));
    let link_base = handle.map(|handle| format!("https://t.me/{handle}/")).or(of_id.link_base);
    let is_user = external_id.as_deref().is_some_and(|id| id.starts_with("user"));
    Channel {
        platform: PLATFORM.to_owned(),
        kind: if is_user { Some("user".to_owned()) } else { of_id.kind },
        external_id,
        handle: handle.map(str::to_owned),
        name,
        link_base,
    }
}

/// As [`channel`], of the source of a forward: a number alone is a channel's or a person's, so it leads to no post.
pub(in crate::input) fn source(id: Option<&str>, handle: Option<&str>, name: Option<String>) -> Channel {
    let source = channel(id, handle, name);
    if id.is_some_and(is_number) { Channel { link_base: None, ..source } } else { source }
}
