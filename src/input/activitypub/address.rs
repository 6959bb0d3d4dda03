//! What the addresses of actors and posts tell.

use super::PLATFORM;
use crate::model::Channel;

/// Between an actor's address and a post's own part, as Mastodon and GoToSocial write it.
const STATUSES: &str = "/statuses/";

/// A post by its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PostAddress {
    /// The address of the actor, where it is a part of it.
    pub(super) actor: Option<String>,
    /// `name@host`, where it is a part of it.
    pub(super) handle: Option<String>,
    /// The post's id within its channel.
    pub(super) external_id: String,
}

impl PostAddress {
    /// Reads `ACTOR/statuses/ID`, also of the activity that made it, and `https://HOST/@NAME/ID`; any other
    /// address is an id as a whole.
    pub(super) fn read(address: &str) -> Self {
        let whole = address.strip_suffix("/activity").unwrap_or(address);
        if let Some((actor, id)) = whole.rsplit_once(STATUSES)
            && is_part(id)
        {
            let handle = handle_of_actor(actor);
            return Self { actor: Some(actor.to_owned()), handle, external_id: id.to_owned() };
        }
        match whole.rsplit_once('/') {
            Some((profile, id)) if is_part(id) && id.bytes().all(|byte| byte.is_ascii_digit()) => {
                match handle_of_profile(profile) {
                    Some(handle) => Self { actor: None, handle: Some(handle), external_id: id.to_owned() },
                    None => Self { actor: None, handle: None, external_id: whole.to_owned() },
                }
            }
            _ => Self { actor: None, handle: None, external_id: whole.to_owned() },
        }
    }

    /// Its channel, as far as the address tells.
    pub(super) fn channel(&self) -> Channel {
        Channel {
            platform: PLATFORM.to_owned(),
            link_base: self.actor.as_ref().map(|actor| format!("{actor}{STATUSES}")),
            external_id: self.actor.clone(),
            handle: self.handle.clone(),
            ..Channel::default()
        }
    }
}

fn is_part(text: &str) -> bool {
    !text.is_empty() && !text.contains(['/', '?', '#'])
}

/// `name@host` of an actor whose posts are below `/statuses/`: `https://host/users/name`. An actor of digits
/// alone is an id.
fn handle_of_actor(actor: &str) -> Option<String> {
    let (host, path) = host_and_path(actor)?;
    let name = path.strip_prefix("users/").or_else(|| path.strip_prefix('@'))?;
    (is_name(name) && !path.starts_with("ap/")).then(|| format!("{name}@{host}"))
}

/// `name@host` of `https://host/@name`, also with more behind it.
pub(super) fn handle_of_profile(address: &str) -> Option<String> {
    let (host, path) = host_and_path(address)?;
    let name = path.strip_prefix('@')?.split('/').next()?;
    is_name(name).then(|| format!("{name}@{host}"))
}

/// The host of an address, and what follows its first stroke.
pub(super) fn host_and_path(address: &str) -> Option<(&str, &str)> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    rest.split_once('/').filter(|(host, _)| !host.is_empty())
}

fn is_name(name: &str) -> bool {
    let is_part = |it: char| it.is_alphanumeric() || matches!(it, '_' | '.' | '-');
    !name.is_empty() && name.chars().all(is_part)
}
