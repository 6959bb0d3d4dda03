//! What a block is: a post, an event, or nothing that could be read.

use super::LAST_INSTANT;
use super::link::{Name, PLATFORM, Target, unarchived};
use super::media::media;
use super::parts::{Item, Parts};
use super::service;
use super::text::{FlatText, emoji, flatten, line};
use super::view::View;
use crate::input::columns::count::Unread;
use crate::input::columns::value::Value;
use crate::input::markup::{Element, Node};
use crate::model::{
    Author, Channel, ChannelEvent, Forward, Media, Moment, Post, Reaction, Reply, UnixSeconds,
};

/// A block understood.
#[derive(Debug)]
pub(super) struct Message {
    /// The channel as the block tells it.
    pub(super) channel: Told,
    /// The id of the message.
    pub(super) id: i64,
    /// What it is.
    pub(super) content: Content,
    /// Counts that could not be read.
    pub(super) unread: Unread,
}

/// What a block tells of its channel.
#[derive(Debug)]
pub(super) struct Told {
    /// How its address names it.
    pub(super) name: Name,
    /// Its bare id.
    pub(super) id: Option<i64>,
    /// The name that people see.
    pub(super) title: Option<String>,
}

/// What a message is.
#[derive(Debug)]
pub(super) enum Content {
    /// A post; of a group of files with a text each, one for each text.
    Posts(Vec<Post>),
    /// A service row.
    Event(ChannelEvent),
}

/// Reads a block, or says why it cannot be read.
pub(super) fn read(root: Element<'_>) -> Result<Message, &'static str> {
    let parts = Parts::of(root);
    let target = root.attribute("data-post").and_then(Target::read_path);
    let Some((name, id)) = target.and_then(|target| Some((target.name, target.post?))) else {
        return Err(if parts.error.is_some() {
            "post not found"
        } else if root.attribute("data-post-id").is_some() {
            "a comment, not a post"
        } else {
            "no post id"
        });
    };
    let view = root.attribute("data-view").map(View::read).unwrap_or_default();
    let (title, owner) = owner(&parts, &name);
    let channel_id = view.channel.or_else(|| root.attribute("data-peer").and_then(peer));
    let channel = Told { name, id: channel_id, title };
    let is_service = root.has_class("service_message")
        || parts.items.is_empty() && parts.notice.is_some_and(service::is_notice_of_one);
    let (posted, posted_raw) = posted(&parts);
    let mut unread = Unread::default();
    let content = if is_service {
        let text = parts.items.iter().find_map(|item| match item {
            Item::Text(text) => Some(*text),
            Item::Media(..) => None,
        });
        Content::Event(service::event(text, id.to_string(), posted))
    } else {
        let (views, views_unit) = views(&parts, &mut unread);
        let post = Post {
            posted,
            posted_raw,
            author: parts.signature.or(parts.sender).and_then(line).or(owner).map(signed),
            forward: parts.forwarded.map(forward),
            reply: parts.reply.and_then(|reply| replied(reply, &channel)),
            via_bot: parts.via_bot.and_then(via_bot),
            is_edited: is_edited(&parts),
            seen: view.served,
            views,
            views_unit,
            reactions: parts.reactions.map(|element| reactions(element, &mut unread)),
            ..Post::default()
        };
        Content::Posts(posts(&parts, post, &channel.name, id))
    };
    Ok(Message { channel, id, content, unread })
}

/// The channel's name; or, where the channel shows the profiles of those who write, the writer's.
fn owner(parts: &Parts<'_>, name: &Name) -> (Option<String>, Option<String>) {
    let Some(owner) = parts.owner else { return (None, None) };
    let target = owner.attribute("href").and_then(Target::read);
    match target {
        Some(target) if !target.name.is(name) && matches!(name, Name::Handle(_)) => (None, line(owner)),
        _ => (line(owner), None),
    }
}

/// The bare id in `data-peer="c1234567890_-1111111111111111111"`, as embedded posts have it.
fn peer(value: &str) -> Option<i64> {
    let digits = value.strip_prefix('c')?.split('_').next()?;
    digits.parse().ok().filter(|id| *id > 0)
}

fn signed(name: String) -> Author {
    Author { external_id: None, name: Some(name) }
}

/// When it was posted: the time within the date's link. Other times of a post are durations.
fn posted(parts: &Parts<'_>) -> (Moment, Option<String>) {
    let times = parts.date.into_iter().flat_map(Element::descendants);
    let Some(value) = times.filter(|one| one.name() == "time").find_map(|time| time.attribute("datetime"))
    else {
        return (Moment::Unknown, None);
    };
    match moment(value.trim()) {
        Some(moment) => (moment, None),
        None => (Moment::Unknown, (!value.trim().is_empty()).then(|| value.trim().to_owned())),
    }
}

fn moment(text: &str) -> Option<Moment> {
    if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
        let seconds: UnixSeconds = timestamp.as_second();
        return (seconds <= LAST_INSTANT).then_some(Moment::Instant(seconds));
    }
    text.parse().ok().map(Moment::Local)
}

/// Whether the meta's own words hold "edited"; a signature may hold it too.
fn is_edited(parts: &Parts<'_>) -> bool {
    let words = parts.meta.into_iter().flat_map(Element::children).filter_map(Node::text);
    words.into_iter().any(|words| words.split(|c: char| !c.is_alphabetic()).any(|word| word == "edited"))
}

fn views(parts: &Parts<'_>, unread: &mut Unread) -> (Option<i64>, Option<i64>) {
    let count = parts.views.and_then(|views| unread.count(&Value::Text(views.text().into())));
    (count.map(|count| count.0), count.and_then(|count| count.1))
}

fn via_bot(element: Element<'_>) -> Option<String> {
    let name = line(element)?;
    let name = name.trim_start_matches("via ").trim_start_matches('@');
    (!name.is_empty()).then(|| name.to_owned())
}

/// Where it was forwarded from. A sender who hides has a name and no address.
fn forward(element: Element<'_>) -> Forward {
    let name = element.find("tgme_widget_message_forwarded_from_name");
    let target = name.and_then(|name| name.attribute("href")).and_then(Target::read);
    let post = target.as_ref().and_then(|target| target.post);
    let mut channel = target.map_or_else(
        || Channel { platform: PLATFORM.to_owned(), ..Channel::default() },
        |target| target.name.channel(),
    );
    if post.is_none() {
        // Perhaps a person, whose name no post's id follows.
        channel.link_base = None;
    }
    channel.name = name.and_then(line).or_else(|| {
        let words = line(element)?;
        let words = words.strip_prefix("Forwarded from").unwrap_or(&words).trim();
        (!words.is_empty()).then(|| words.to_owned())
    });
    Forward { channel, external_id: post.map(|id| id.to_string()), posted: Moment::Unknown }
}

fn replied(element: Element<'_>, own: &Told) -> Option<Reply> {
    let target = Target::read(element.attribute("href")?)?;
    let external_id = target.post?.to_string();
    let channel = (!target.name.is_of(&own.name, own.id)).then(|| target.name.channel());
    Some(Reply { external_id, channel })
}

/// The reactions with their counts, which are rounded as views are.
fn reactions(element: Element<'_>, unread: &mut Unread) -> Vec<Reaction> {
    let mut reactions: Vec<Reaction> = Vec::new();
    for one in element.elements().filter(|one| one.has_class("tgme_reaction")) {
        let words: String = one.children().filter_map(Node::text).collect();
        let Some((count, _)) = unread.count(&Value::Text(words.as_str().into())) else { continue };
        if count == 0 {
            continue;
        }
        // Telegram counts in 32 bits; anything else would only spoil the sums.
        if count > i64::from(i32::MAX) {
            unread.note(&words);
            continue;
        }
        let (kind, name) = if one.has_class("tgme_reaction_paid") {
            ("paid", String::new())
        } else if let Some(id) = one.descendants().find_map(|inner| inner.attribute("emoji-id")) {
            ("custom_emoji", id.to_owned())
        } else {
            let name = one.find("emoji").map(emoji).unwrap_or_default();
            if name.is_empty() {
                continue;
            }
            ("emoji", name)
        };
        match reactions.iter_mut().find(|known| known.kind == kind && known.name == name) {
            Some(known) => known.count = known.count.saturating_add(count),
            None => reactions.push(Reaction { kind: kind.to_owned(), name, count }),
        }
    }
    reactions
}

/// A photo, a file … and the text below it.
#[derive(Default)]
struct Row {
    id: Option<i64>,
    media: Option<Media>,
    text: FlatText,
}

/// The posts of a block. An album is one post. Files in a group may have a text each; as in Telegram Desktop's
/// exports, each text after the first then begins a post of its own, with the file that it belongs to.
fn posts(parts: &Parts<'_>, post: Post, channel: &Name, id: i64) -> Vec<Post> {
    let mut posts = vec![Post { external_id: Some(id.to_string()), ..post }];
    let mut last_id = id;
    for row in rows(parts, channel) {
        let Some(last) = posts.last_mut() else { break };
        let begins = row.id.filter(|own| {
            *own != last_id
                && !last.text.is_empty()
                && !row.text.text.is_empty()
                && last.text != row.text.text
        });
        if let Some(own) = begins {
            // Views and reactions are told once for all.
            let next = Post {
                external_id: Some(own.to_string()),
                is_alone: true,
                text_of: Some(own.to_string()),
                text: String::new(),
                spans: Vec::new(),
                media: Vec::new(),
                views: None,
                views_unit: None,
                reactions: None,
                ..last.clone()
            };
            posts.push(next);
            last_id = own;
        }
        let Some(last) = posts.last_mut() else { break };
        let is_first = last.media.is_empty();
        if let Some(mut media) = row.media {
            if media.external_id.is_none() && is_first {
                media.external_id.clone_from(&last.external_id);
            }
            last.media.push(media);
        }
        append(last, row.text);
    }
    posts
}

/// Adds words to the post's, unless it has these already.
fn append(post: &mut Post, words: FlatText) {
    if words.text.is_empty() || post.text == words.text {
        return;
    }
    if !post.text.is_empty() {
        post.text.push('\n');
    }
    let start = post.text.len();
    post.text.push_str(&words.text);
    post.spans.extend(words.spans.into_iter().map(|mut span| {
        span.start += start;
        span.end += start;
        span
    }));
}

fn rows(parts: &Parts<'_>, channel: &Name) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let own = parts.date.and_then(|date| date.attribute("href")).unwrap_or_default();
    let is_archived = unarchived(own) != own;
    for item in &parts.items {
        match item {
            Item::Media(element, shape) => {
                let media = media(*element, *shape, channel);
                let id = media.external_id.as_deref().and_then(|id| id.parse().ok());
                rows.push(Row { id, media: Some(media), text: FlatText::default() });
            }
            Item::Text(element) => {
                let text = flatten(*element, is_archived);
                match rows.last_mut() {
                    Some(row) if row.text.text.is_empty() => row.text = text,
                    _ => rows.push(Row { text, ..Row::default() }),
                }
            }
        }
    }
    if parts.notice.is_some() && !rows.iter().any(|row| row.media.is_some()) {
        let media = Media { kind: "unsupported".to_owned(), ..Media::default() };
        rows.push(Row { media: Some(media), ..Row::default() });
    }
    rows
}
