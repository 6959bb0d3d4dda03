//! The ways in which people write which post they mean.

use std::fmt;
use std::str::FromStr;

use crate::model::id_of_marked;
use crate::{Error, ErrorKind};

/// Which post somebody means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// The store's own id: `post:123`.
    Stored(i64),
    /// A number alone: an id within some channel, or the store's own.
    Number(i64),
    /// An id within a channel: `@tides/12`, or a link of Telegram.
    InChannel {
        /// The channel.
        channel: ChannelKey,
        /// The post's id within it.
        external_id: String,
        /// The whole, when it is a link.
        link: Option<String>,
    },
    /// Another address, as the input gave it.
    Address(String),
}

/// How somebody names a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelKey {
    /// By the platform's id: `-1001234567890`, or in a link to a private post.
    Id(String),
    /// By the handle, without `@`: `@tides`, or in a link to a public post.
    Handle(String),
    /// By one of id, handle and name.
    Any(String),
}

impl fmt::Display for ChannelKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(key) | Self::Any(key) => f.write_str(key),
            Self::Handle(handle) => write!(f, "@{handle}"),
        }
    }
}

impl FromStr for Reference {
    type Err = Error;

    /// Reads a reference. Telegram's links are taken with and without scheme, in the forms of public,
    /// private, preview and topic posts.
    ///
    /// # Errors
    /// When the text names no post.
    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        if let Ok(number) = text.parse() {
            return Ok(Self::Number(number));
        }
        if let Some(number) = text.strip_prefix("post:") {
            return number.parse().map(Self::Stored).map_err(|_| no_post(text));
        }
        if let Some(query) = text.strip_prefix("tg://") {
            return telegram_scheme(query, text).ok_or_else(|| no_post(text));
        }
        let without_scheme = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        if let Some(path) = telegram_path(without_scheme.unwrap_or(text)) {
            return telegram_link(&path, text).ok_or_else(|| no_post(text));
        }
        if without_scheme.is_some() {
            return Ok(Self::Address(text.to_owned()));
        }
        match text.rsplit_once('/') {
            Some((channel, post)) if !channel.is_empty() && !post.is_empty() => {
                Ok(in_channel(key(channel), post, None))
            }
            _ => Err(no_post(text)),
        }
    }
}

fn in_channel(channel: ChannelKey, external_id: &str, link: Option<&str>) -> Reference {
    Reference::InChannel { channel, external_id: external_id.to_owned(), link: link.map(str::to_owned) }
}

fn key(channel: &str) -> ChannelKey {
    if let Some(handle) = channel.strip_prefix('@') {
        return ChannelKey::Handle(handle.to_owned());
    }
    // Bots mark the ids of channels and groups, exports do not.
    id_of_marked(channel).map_or_else(|| ChannelKey::Any(channel.to_owned()), ChannelKey::Id)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The part after Telegram's host, with the name of `name.t.me` in front; `None` for any other host.
fn telegram_path(address: &str) -> Option<String> {
    let (host, path) = address.split_once('/')?;
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    if matches!(host, "t.me" | "telegram.me" | "telegram.dog") {
        return Some(path.to_owned());
    }
    host.strip_suffix(".t.me").map(|name| format!("{name}/{path}"))
}

fn telegram_link(path: &str, link: &str) -> Option<Reference> {
    let path = path.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    // The middle one of three is the topic of a forum, which the post's id does not need.
    let (channel, post) = match parts[..] {
        ["c", id, post] | ["c", id, _, post] => (ChannelKey::Id(id.to_owned()), post),
        ["c" | "s", _] => return None,
        ["s", handle, post] | [handle, post] | [handle, _, post] => {
            (ChannelKey::Handle(handle.to_owned()), post)
        }
        _ => return None,
    };
    // A post of a supergroup's former group has an id below zero, and the store makes a link of it, too.
    is_number(post.strip_prefix('-').unwrap_or(post)).then(|| in_channel(channel, post, Some(link)))
}

/// `tg://resolve?domain=NAME&post=12` and `tg://privatepost?channel=ID&post=12`.
fn telegram_scheme(query: &str, link: &str) -> Option<Reference> {
    let (action, query) = query.split_once('?')?;
    let value = |name: &str| {
        query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|it| it.1)
    };
    let channel = match action.trim_end_matches('/') {
        "resolve" => ChannelKey::Handle(value("domain")?.to_owned()),
        "privatepost" => ChannelKey::Id(value("channel")?.to_owned()),
        _ => return None,
    };
    Some(in_channel(channel, value("post")?, Some(link)))
}

fn no_post(text: &str) -> Error {
    Error::new(ErrorKind::Usage, format!("'{text}' does not say which post"))
        .hint(
            "say it as a link (https://t.me/NAME/12, https://t.me/c/ID/12), as CHANNEL/12 with the channel's",
        )
        .hint("id, handle, name or channel:NUMBER, as the number alone, or by the store's own id as post:12")
}

#[cfg(test)]
mod tests {
    use super::ChannelKey::{self, Any, Handle, Id};
    use super::Reference;

    fn channel_and_post(text: &str) -> (ChannelKey, String) {
        match text.parse() {
            Ok(Reference::InChannel { channel, external_id, .. }) => (channel, external_id),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn links_of_telegram_name_a_channel_and_a_post() {
        for text in [
            "https://t.me/tides/12",
            "http://telegram.me/tides/12/",
            "t.me/tides/12?single",
            "https://www.t.me/s/tides/12#x",
            "https://tides.t.me/12",
            "https://t.me/tides/7/12",
            "tg://resolve?domain=tides&post=12",
        ] {
            assert_eq!(channel_and_post(text), (Handle("tides".into()), "12".into()), "{text}");
        }
        for text in [
            "https://t.me/c/3204528972/12",
            "https://t.me/c/3204528972/7/12",
            "tg://privatepost?channel=3204528972&post=12&single",
        ] {
            assert_eq!(channel_and_post(text), (Id("3204528972".into()), "12".into()), "{text}");
        }
    }

    #[test]
    fn links_of_posts_below_zero_are_taken_as_the_store_makes_them() {
        let of_id = channel_and_post("https://t.me/c/1500000003/-999999998");
        assert_eq!(of_id, (Id("1500000003".into()), "-999999998".into()));
        let of_handle = channel_and_post("https://t.me/allotments/-999999998");
        assert_eq!(of_handle, (Handle("allotments".into()), "-999999998".into()));
        assert!("https://t.me/c/1500000003/--1".parse::<Reference>().is_err());
    }

    #[test]
    fn a_channel_is_told_by_handle_id_or_name() {
        assert_eq!(channel_and_post("@tides/12"), (Handle("tides".into()), "12".into()));
        assert_eq!(channel_and_post("-1003204528972/12").0, Id("3204528972".into()));
        assert_eq!(channel_and_post("3204528972/12").0, Any("3204528972".into()));
        assert_eq!(channel_and_post("Tides / Harbour/12").0, Any("Tides / Harbour".into()));
        assert_eq!(channel_and_post("Приливы/x-7"), (Any("Приливы".into()), "x-7".into()));
        assert_eq!(channel_and_post("channel:5/4"), (Any("channel:5".into()), "4".into()));
    }

    #[test]
    fn numbers_stand_alone_or_are_the_stores_own() {
        assert_eq!("12".parse::<Reference>().unwrap(), Reference::Number(12));
        assert_eq!("post:12".parse::<Reference>().unwrap(), Reference::Stored(12));
    }

    #[test]
    fn other_addresses_are_kept_as_they_are() {
        let address = "https://example.org/tides/12";
        assert_eq!(address.parse::<Reference>().unwrap(), Reference::Address(address.to_owned()));
    }

    #[test]
    fn what_names_no_post_is_refused() {
        for text in [
            "",
            "tides",
            "/",
            "tides/",
            "/12",
            "post:x",
            "https://t.me/tides",
            "https://t.me/c/12",
            "t.me/+abc",
            "tg://x",
            "t.me/a/b",
        ] {
            let error = text.parse::<Reference>().unwrap_err();
            assert!(!error.hints().is_empty(), "{text}");
            assert_eq!(error.exit_code(), 2);
        }
    }
}
