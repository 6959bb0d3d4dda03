//! Authors kept as they are, left out, or replaced by pseudonyms: a step between the reader and the writer.
//!
//! Authors are those who signed or sent posts, who did what service rows tell, persons of whom posts were forwarded,
//! and the other side of private chats. What stands in a text, such as an @handle, stays.

mod key;
mod policy;

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::model::{Author, Channel, ChannelEvent, Forward, Post, Record};

pub use self::key::Key;
pub use self::policy::refuse_other;
pub(super) use self::policy::{is_remembered, remember};

/// What becomes of authors.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum AuthorPolicy {
    /// They are kept.
    #[default]
    Keep,
    /// They are left out, and private chats with them.
    LeaveOut,
    /// Each is replaced by a pseudonym that stays the same as long as the key does: by their id where the input
    /// gives one, else by their name, so that only inputs that both give ids, or both give none, agree.
    Pseudonyms(Key),
}

/// The kinds of chats that are a person's, in the words of Telegram Desktop; a user is one where only a person is
/// named.
const PRIVATE: [&str; 3] = ["personal_chat", "saved_messages", "user"];

/// Service rows whose detail never names a person: titles, numbers of posts, lengths of calls. The detail of all
/// others goes, since it may list members.
const HARMLESS: [&str; 11] = [
    "boost_apply",
    "create_channel",
    "create_group",
    "edit_chat_theme",
    "edit_group_title",
    "group_call",
    "migrate_from_group",
    "phone_call",
    "pin_message",
    "topic_created",
    "topic_edit",
];

/// Does with the authors of one input what the policy says.
pub(super) struct Authors<'p> {
    policy: &'p AuthorPolicy,
    platform: String,
    /// Whether the records belong to a chat that is left out.
    is_in_private: bool,
    private_chats: u64,
    /// Those of them that have an id, as hashes: inputs that are sorted by time come back to each many times.
    private: HashSet<u64>,
}

impl<'p> Authors<'p> {
    pub(super) fn new(policy: &'p AuthorPolicy) -> Self {
        Self {
            policy,
            platform: String::new(),
            is_in_private: false,
            private_chats: 0,
            private: HashSet::new(),
        }
    }

    /// How many private chats were left out.
    pub(super) fn private_chats(&self) -> u64 {
        self.private_chats
    }

    /// The record as it may be stored; `None` when it may not.
    pub(super) fn apply(&mut self, record: Record) -> Option<Record> {
        if *self.policy == AuthorPolicy::Keep {
            return Some(record);
        }
        match record {
            Record::Channel(channel) => {
                self.platform.clone_from(&channel.platform);
                self.is_in_private = false;
                if !is_private(&channel) {
                    return Some(Record::Channel(channel));
                }
                let identity = identity(&channel);
                let channel = self.person(channel);
                self.is_in_private = channel.is_none();
                let is_new = identity.is_none_or(|identity| self.private.insert(identity));
                self.private_chats += u64::from(self.is_in_private && is_new);
                channel.map(Record::Channel)
            }
            Record::Post(_) | Record::Event(_) | Record::Reject(_) if self.is_in_private => None,
            Record::Post(mut post) => {
                self.change_post(&mut post);
                Some(Record::Post(post))
            }
            Record::Event(event) => Some(Record::Event(self.event(event))),
            other => Some(other),
        }
    }

    fn change_post(&self, post: &mut Post) {
        post.author = post.author.take().and_then(|author| self.author(author));
        post.forward = post.forward.take().map(|forward| self.forward(forward));
        // Without its channel a reply would seem to be one to a post of this channel.
        post.reply = post.reply.take().and_then(|mut reply| {
            if let Some(channel) = reply.channel.take_if(|channel| is_private(channel)) {
                reply.channel = Some(self.person(channel)?);
            }
            Some(reply)
        });
        for media in post.media.iter_mut().filter(|media| media.kind == "contact") {
            // tg-archive calls the file of a contact by the contact's name.
            (media.title, media.file_name) = (None, None);
        }
    }

    fn author(&self, author: Author) -> Option<Author> {
        let AuthorPolicy::Pseudonyms(key) = self.policy else { return None };
        let Author { external_id, name } = author;
        // Signatures have no id, and are told apart by their channels, as they are without pseudonyms.
        Some(match (external_id, name) {
            (Some(id), _) => {
                let pseudonym = key.of_id(&self.platform, &id);
                Author {
                    external_id: Some(format!("pseudonym-{pseudonym}")),
                    name: Some(format!("Author {pseudonym}")),
                }
            }
            (None, Some(name)) => Author {
                external_id: None,
                name: Some(format!("Author {}", key.of_name(&self.platform, &name))),
            },
            (None, None) => return None,
        })
    }

    /// A channel's posts have numbers, and a person's are told of by name alone. So where neither id nor number is
    /// given the source may be a person, as one who hides the account when forwarded is; so it may where nothing tells
    /// whose the id is.
    fn forward(&self, forward: Forward) -> Forward {
        let has_channels_id = forward.channel.external_id.is_some() && !is_number_alone(&forward.channel);
        let is_channel = has_channels_id || forward.external_id.is_some();
        if is_channel && !is_private(&forward.channel) || forward.channel.is_anonymous() {
            return forward;
        }
        let unknown = Channel { platform: forward.channel.platform.clone(), ..Channel::default() };
        let channel = self.person(forward.channel).unwrap_or(unknown);
        Forward { channel, external_id: None, posted: forward.posted }
    }

    /// A person as a place where posts appear; `None` when persons are left out.
    fn person(&self, channel: Channel) -> Option<Channel> {
        let AuthorPolicy::Pseudonyms(key) = self.policy else { return None };
        let Channel { platform, external_id, handle, name, kind, .. } = channel;
        let (external_id, name) = match external_id {
            Some(id) => {
                let pseudonym = key.of_id(&platform, &user_id(&id));
                (Some(format!("pseudonym-{pseudonym}")), Some(format!("Author {pseudonym}")))
            }
            None => (None, name.or(handle).map(|name| format!("Source {}", key.of_name(&platform, &name)))),
        };
        Some(Channel { platform, external_id, handle: None, name, kind, link_base: None })
    }

    fn event(&self, event: ChannelEvent) -> ChannelEvent {
        let ChannelEvent { external_id, happened, action, actor, detail } = event;
        let actor_name = actor.as_ref().and_then(|actor| actor.name.as_deref()).unwrap_or_default();
        let is_harmless = |detail: &String| {
            HARMLESS.contains(&action.as_str()) && (actor_name.is_empty() || !detail.contains(actor_name))
        };
        let detail = detail.filter(is_harmless);
        let actor = actor.and_then(|actor| self.author(actor));
        ChannelEvent { external_id, happened, action, actor, detail }
    }
}

fn is_private(channel: &Channel) -> bool {
    channel.kind.as_deref().is_some_and(|kind| PRIVATE.contains(&kind))
        || channel.external_id.as_deref().is_some_and(|id| id.starts_with("user"))
}

/// A chat's id, as a hash. Of those without one each is another: two persons may have one name.
fn identity(channel: &Channel) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    channel.external_id.as_ref()?.hash(&mut hasher);
    Some(hasher.finish())
}

/// Whether the id is a number of which nothing tells whether it is a channel's or a person's.
fn is_number_alone(channel: &Channel) -> bool {
    let is_number = |id: &str| id.bytes().all(|byte| byte.is_ascii_digit());
    channel.platform == "telegram"
        && channel.kind.is_none()
        && channel.link_base.is_none()
        && channel.external_id.as_deref().is_some_and(is_number)
}

/// The id that senders have: a private chat goes by the bare number of the same user.
fn user_id(id: &str) -> Cow<'_, str> {
    if id.starts_with("user") { Cow::Borrowed(id) } else { Cow::Owned(format!("user{id}")) }
}

#[cfg(test)]
mod tests;
