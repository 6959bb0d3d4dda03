//! What a block is: a post, an event, a day's heading, or nothing that could be read.

use super::media::{self, medium};
use super::text::{self, Text};
use super::{PLATFORM, date, rich, service};
use crate::input::album::{Item, add_reaction};
use crate::input::columns::count::Unread;
use crate::input::columns::value::Value;
use crate::input::markup::{Element, Node};
use crate::model::{Author, Channel, ChannelEvent, Forward, Media, Moment, Post, Reaction, Reply};

/// A block understood.
#[derive(Debug)]
pub(super) enum Message {
    /// The heading of a day.
    Nothing,
    /// A post, or a part of an album.
    Item(Item),
    /// A service row and its id.
    Event(i64, ChannelEvent),
    /// Nothing that could be read, and why.
    Reject(&'static str),
}

/// What a joined row does not repeat: the sender of the last message that names one, and where that came from.
#[derive(Debug, Default)]
pub(super) struct Senders {
    name: Option<String>,
    via_bot: Option<String>,
    source: Option<String>,
    source_via_bot: Option<String>,
}

impl Senders {
    /// Who wrote the last message that names its sender, or one that is joined to it.
    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

/// The headings of days have ids below zero, counted from -1. So have the messages of a group that became a supergroup, whose
/// history is exported with that: Telegram Desktop takes a thousand million from their ids.
const LAST_HEADING: i64 = -500_000_000;

/// The id of a block, from `id="message123"`.
pub(super) fn id(block: Element<'_>) -> Option<i64> {
    block.attribute("id")?.strip_prefix("message")?.parse().ok()
}

/// Makes of a block what it is, in the chat of this name; `unread` takes the counts that are none.
pub(super) fn read(
    block: Element<'_>,
    chat: Option<&str>,
    senders: &mut Senders,
    unread: &mut Unread,
) -> Message {
    let is_service = block.has_class("service");
    let Some(id) = id(block) else { return Message::Reject("no id") };
    if is_service {
        // What comes next is never joined.
        *senders = Senders::default();
        let is_heading = (LAST_HEADING..0).contains(&id);
        return if is_heading { Message::Nothing } else { service::read(block, id, chat) };
    }
    let Some(body) = block.child("body") else { return Message::Reject("no body") };
    let mut parts = Parts::default();
    parts.collect(body);
    if let Some(name) = parts.from_name {
        let (name, via_bot) = name_and_bot(text::words(name));
        *senders = Senders { name, via_bot, ..Senders::default() };
    }
    let external_id = id.to_string();
    if parts.media.as_ref().is_some_and(|media| media.kind == "call") {
        return Message::Event(id, service::call(external_id, &parts.title(), senders.name.clone()));
    }
    let title = parts.title();
    let posted = match date::moment(&title) {
        Some(Moment::Unknown) => return Message::Reject("empty message"),
        posted => posted,
    };
    let forward = parts.forwarded.map(|forwarded| {
        let mut within = Parts::default();
        within.collect(forwarded);
        parts.take_missing(&within);
        forward(within.from_name, senders)
    });
    let mut media: Vec<Media> = parts.media.into_iter().collect();
    let text = match parts.text {
        Some(text) if text.has_class("rich_message") => {
            let (text, within) = rich::flatten(text);
            media.extend(within);
            text
        }
        Some(text) => text::read(text),
        None => Text::default(),
    };
    media.iter_mut().for_each(|item| item.external_id = Some(external_id.clone()));
    let post = Post {
        external_id: Some(external_id),
        posted_raw: (posted.is_none() && !title.is_empty()).then_some(title),
        posted: posted.unwrap_or_default(),
        text: text.words,
        spans: text.spans,
        author: author(senders.name.as_deref(), chat, parts.signature.map(text::words)),
        via_bot: senders.via_bot.clone().or_else(|| forward.as_ref().and(senders.source_via_bot.clone())),
        forward,
        reply: parts.reply.and_then(reply),
        reactions: parts.reactions.map(|element| reactions(element, unread)),
        media,
        ..Post::default()
    };
    let is_album_part = matches!(&post.media[..], [item] if media::is_album_part(&item.kind));
    Message::Item(Item { id, is_album_part, post: Box::new(post) })
}

/// The parts of a message's body, or of what was forwarded in it.
#[derive(Debug, Default)]
struct Parts<'b> {
    date: Option<Element<'b>>,
    from_name: Option<Element<'b>>,
    forwarded: Option<Element<'b>>,
    reply: Option<Element<'b>>,
    media: Option<Media>,
    text: Option<Element<'b>>,
    signature: Option<Element<'b>>,
    reactions: Option<Element<'b>>,
}

impl<'b> Parts<'b> {
    fn collect(&mut self, body: Element<'b>) {
        for element in body.elements() {
            let classes = element.attribute("class").unwrap_or_default();
            for class in classes.split_ascii_whitespace() {
                match class {
                    "forwarded" if element.has_class("body") => self.forwarded = Some(element),
                    // The picture of who is forwarded.
                    "userpic_wrap" | "forwarded" => {}
                    "date" => self.date = Some(element),
                    "from_name" => self.from_name = Some(element),
                    "reply_to" => self.reply = Some(element),
                    "media_wrap" => self.media = self.media.take().or_else(|| medium(element)),
                    "text" => self.text = Some(element),
                    "signature" => self.signature = Some(element),
                    "reactions" => self.reactions = Some(element),
                    _ => continue,
                }
                break;
            }
        }
    }

    /// Takes what a forwarded body has in the place of the message's own.
    fn take_missing(&mut self, within: &Self) {
        self.reply = self.reply.or(within.reply);
        self.media = self.media.take().or_else(|| within.media.clone());
        self.text = self.text.or(within.text);
        self.signature = self.signature.or(within.signature);
        self.reactions = self.reactions.or(within.reactions);
    }

    /// The date as written.
    fn title(&self) -> String {
        self.date.and_then(|date| date.attribute("title")).unwrap_or_default().trim().to_owned()
    }
}

/// `NAME via @BOT`; a name that is not known reads `Deleted Account`.
fn name_and_bot(words: String) -> (Option<String>, Option<String>) {
    let is_handle = |bot: &str| bot.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let (name, via_bot) = match words.trim().rsplit_once(" via @") {
        Some((name, bot)) if !bot.is_empty() && is_handle(bot) => (name.trim(), Some(bot.to_owned())),
        _ => (words.trim(), None),
    };
    (Some(name.to_owned()).filter(|name| !name.is_empty() && name != "Deleted Account"), via_bot)
}

/// Who signed or sent the post. A channel's own posts bear its name, which is no sender.
fn author(sender: Option<&str>, chat: Option<&str>, signature: Option<String>) -> Option<Author> {
    let name = match sender {
        Some(sender) if chat != Some(sender) => Some(sender.to_owned()),
        _ => signature,
    };
    name.map(|name| Author { external_id: None, name: Some(name) })
}

/// Where the post was forwarded from; a row that follows another one of the same sender does not repeat it.
fn forward(from_name: Option<Element<'_>>, senders: &mut Senders) -> Forward {
    let mut posted = Moment::Unknown;
    if let Some(from_name) = from_name {
        let name: String = from_name.children().filter_map(Node::text).collect();
        (senders.source, senders.source_via_bot) = name_and_bot(name);
        let title = from_name.child("date").and_then(|date| date.attribute("title"));
        posted = title.and_then(date::moment).unwrap_or_default();
    }
    let name = senders.source.clone();
    let channel = Channel { platform: PLATFORM.to_owned(), name, ..Channel::default() };
    Forward { channel, external_id: None, posted }
}

/// The id of the message that a link leads to, on whatever page: `messages3.html#go_to_message72`.
pub(super) fn linked_id(element: Element<'_>) -> Option<i64> {
    let links = element.descendants().filter_map(|link| link.attribute("href"));
    links.filter_map(|href| href.rsplit_once("#go_to_message")?.1.parse().ok()).next()
}

/// What the post answers. Of an answer to a message in another chat the page does not tell the id.
fn reply(element: Element<'_>) -> Option<Reply> {
    linked_id(element).map(|id| Reply { external_id: id.to_string(), channel: None })
}

fn reactions(element: Element<'_>, unread: &mut Unread) -> Vec<Reaction> {
    let mut found = Vec::new();
    for one in element.elements().filter(|one| one.has_class("reaction")) {
        let count = match one.child("count") {
            Some(count) => unread.exact(&Value::Text(count.text().into())),
            // Few are shown by the pictures of those who gave them.
            None => {
                let pictures = one.descendants().filter(|inner| inner.has_class("userpic")).count();
                i64::try_from(pictures).ok().filter(|count| *count > 0)
            }
        };
        let Some(count) = count.and_then(|count| unread.of_reaction(count)) else { continue };
        let (kind, name) = match one.child("emoji") {
            _ if one.has_class("paid") => ("paid", String::new()),
            Some(emoji) => match emoji.elements().find(|link| link.name() == "a") {
                Some(link) => ("custom_emoji", custom_emoji(link)),
                None => ("emoji", emoji.text()),
            },
            None => continue,
        };
        add_reaction(&mut found, Reaction { kind: kind.to_owned(), name, count });
    }
    found
}

/// A custom emoji as `result.json` names it: the path of its picture below the export's folder.
fn custom_emoji(link: Element<'_>) -> String {
    if link.attribute("onclick").is_some_and(|action| action.contains("ShowNotAvailable")) {
        return "(unavailable)".to_owned();
    }
    let mut path = link.attribute("href").unwrap_or_default();
    while let Some(rest) = path.strip_prefix("../") {
        path = rest;
    }
    path.strip_prefix("chats/")
        .and_then(|rest| rest.split_once('/'))
        .map_or(path, |(_, rest)| rest)
        .to_owned()
}
