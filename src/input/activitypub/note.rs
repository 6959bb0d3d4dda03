//! What an activity is: a post, a boost, an event, or nothing that could be read.

use jiff::Timestamp;
use serde_json::Value;

use super::PLATFORM;
use super::address::{PostAddress, handle_of_profile};
use super::html::{self, Named};
use crate::input::columns::count::Unread;
use crate::input::json::loose::{Scalar, without_nul};
use crate::model::{Channel, ChannelEvent, Forward, Media, Moment, Post, Reaction, Record, Reply, Span};

/// Everybody.
const PUBLIC: [&str; 3] = ["https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"];

/// An activity understood, in its actor's channel.
#[derive(Debug)]
pub(super) struct Activity {
    /// The actor.
    pub(super) channel: Channel,
    /// A post or an event.
    pub(super) record: Record,
}

/// Why an activity cannot be read.
#[derive(Debug)]
pub(super) struct Reason {
    /// The reason.
    pub(super) words: &'static str,
    /// The post's id.
    pub(super) external_id: Option<String>,
    /// Whether its words are nobody's business.
    pub(super) is_private: bool,
}

/// Makes of an activity what it is; `unread` takes the counts that are none.
pub(super) fn read(activity: &Value, unread: &mut Unread) -> Result<Activity, Reason> {
    let id = word(activity, "id").map(PostAddress::read);
    let reason = |words| Reason {
        words,
        external_id: id.as_ref().map(|id| id.external_id.clone()),
        is_private: false,
    };
    let kind = word(activity, "type").ok_or_else(|| reason("no activity"))?;
    let object = activity.get("object").unwrap_or(&Value::Null);
    let actor = address(activity.get("actor")).or_else(|| address(object.get("attributedTo")));
    match kind {
        "Announce" => {
            let id = id.as_ref().ok_or_else(|| reason("no id"))?;
            let source = address(Some(object)).ok_or_else(|| reason("no boosted post"))?;
            let channel = channel(actor, id, None);
            let post = boost(activity, id, source);
            Ok(Activity { channel, record: Record::Post(Box::new(post)) })
        }
        "Create" | "Update" if object.is_object() => {
            let id = word(object, "id").map(PostAddress::read).or(id.clone());
            let id = id.ok_or_else(|| reason("no id"))?;
            if is_direct(activity, object) {
                let external_id = Some(id.external_id);
                return Err(Reason { words: "a direct message", external_id, is_private: true });
            }
            if !has_words(object) {
                return Err(reason("no post in it"));
            }
            let channel = channel(actor, &id, web_address(object));
            let post = post(object, activity, &id, &channel, unread);
            Ok(Activity { channel, record: Record::Post(Box::new(post)) })
        }
        "Create" | "Update" => Err(reason("the address of a post without its words")),
        _ if actor.is_none() => Err(reason("no activity")),
        _ => {
            let address = id.clone().unwrap_or_else(|| PostAddress::read(""));
            let event = ChannelEvent {
                external_id: id.map(|id| id.external_id),
                happened: instant(activity, "published"),
                action: without_nul(&kind.to_lowercase()),
                actor: None,
                detail: address_of(object),
            };
            Ok(Activity { channel: channel(actor, &address, None), record: Record::Event(event) })
        }
    }
}

/// The actor as a channel. Its posts' addresses tell its handle, and how links to them are made.
fn channel(actor: Option<&str>, id: &PostAddress, web: Option<&str>) -> Channel {
    let known = id.channel();
    let is_own = actor.is_none() || known.external_id.as_deref() == actor;
    let known = if is_own { known } else { Channel { platform: PLATFORM.to_owned(), ..Channel::default() } };
    let by_profile = || web.and_then(handle_of_profile).or_else(|| actor.and_then(handle_of_profile));
    Channel {
        external_id: actor.map(str::to_owned).or(known.external_id),
        handle: by_profile().or(known.handle),
        ..known
    }
}

fn boost(activity: &Value, id: &PostAddress, source: &str) -> Post {
    let source = PostAddress::read(source);
    Post {
        external_id: Some(id.external_id.clone()),
        posted: instant(activity, "published"),
        posted_raw: unreadable(activity, "published"),
        forward: Some(Forward {
            channel: source.channel(),
            external_id: Some(source.external_id),
            posted: Moment::Unknown,
        }),
        ..Post::default()
    }
}

fn post(object: &Value, activity: &Value, id: &PostAddress, channel: &Channel, unread: &mut Unread) -> Post {
    let (text, spans) = text(object);
    let date = if object.get("published").is_some_and(|it| !it.is_null()) { object } else { activity };
    let edited = instant(object, "updated");
    let mut count = |name: &str| unread.scalar(&scalar(object.get(name)?.get("totalItems")?));
    Post {
        external_id: Some(id.external_id.clone()),
        posted: instant(date, "published"),
        posted_raw: unreadable(date, "published"),
        edited,
        is_edited: object.get("updated").is_some_and(Value::is_string),
        text,
        spans,
        reply: word(object, "inReplyTo").map(|address| reply(address, channel)),
        url: web_address(object).map(without_nul),
        forwards: count("shares"),
        replies: count("replies"),
        reactions: count("likes").map(likes),
        media: media(object, &id.external_id),
        ..Post::default()
    }
}

/// A value of a tree as one of a record.
fn scalar(value: &Value) -> Scalar<'_> {
    match value {
        Value::Null => Scalar::Null,
        Value::Bool(truth) => Scalar::Bool(*truth),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(number), _) => Scalar::Integer(number),
            (None, Some(number)) => Scalar::Float(number),
            (None, None) => Scalar::Nested,
        },
        Value::String(text) => Scalar::Text(text.into()),
        Value::Array(_) | Value::Object(_) => Scalar::Nested,
    }
}

/// Likes have no emoji.
fn likes(count: i64) -> Vec<Reaction> {
    let like = Reaction { kind: "like".to_owned(), name: String::new(), count };
    if count > 0 { vec![like] } else { Vec::new() }
}

/// The text: the content warning or title, a blank line, the content.
fn text(object: &Value) -> (String, Vec<Span>) {
    let by_language = || object.get("contentMap")?.as_object()?.values().find_map(Value::as_str);
    let content = word(object, "content").or_else(by_language).unwrap_or_default();
    let (content, mut spans) = html::flatten(content, &named(object));
    let mut text = String::new();
    for head in [word(object, "name"), word(object, "summary")].into_iter().flatten() {
        // Mastodon writes no HTML there, and does not mask what looks like it.
        let is_html = ["</", "<br", "<p>"].iter().any(|mark| head.contains(mark));
        let head = if is_html { html::flatten(head, &[]).0 } else { without_nul(head.trim()) };
        if !head.is_empty() {
            text.push_str(&head);
            text.push_str("\n\n");
        }
    }
    if content.is_empty() {
        text.truncate(text.trim_end_matches('\n').len());
    }
    for span in &mut spans {
        span.start += text.len();
        span.end += text.len();
    }
    text.push_str(&content);
    (text, spans)
}

/// The hashtags and mentions that the post names.
fn named(object: &Value) -> Vec<Named<'_>> {
    /// The most of them that are looked at.
    const MOST: usize = 200;
    let tags = list(object.get("tag")).iter().take(MOST);
    tags.filter_map(|tag| {
        let is_mention = match word(tag, "type")? {
            "Mention" => true,
            "Hashtag" => false,
            _ => return None,
        };
        Some(Named { is_mention, name: word(tag, "name")?, href: word(tag, "href").unwrap_or_default() })
    })
    .collect()
}

/// What it answers; without a channel where that is its own.
fn reply(address: &str, own: &Channel) -> Reply {
    let answered = PostAddress::read(address);
    let channel = answered.channel();
    let same = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
    let is_own = same(&channel.external_id, &own.external_id)
        || channel.external_id.is_none() && same(&channel.handle, &own.handle);
    Reply { external_id: without_nul(&answered.external_id), channel: (!is_own).then_some(channel) }
}

fn media(object: &Value, external_id: &str) -> Vec<Media> {
    let number = |item: &Value, key: &str| item.get(key).and_then(Value::as_i64);
    let mut media: Vec<_> = list(object.get("attachment"))
        .iter()
        .filter(|item| matches!(word(item, "type"), Some("Document" | "Image" | "Video" | "Audio")))
        .map(|item| {
            let mime_type = word(item, "mediaType");
            let kind = match mime_type.and_then(|it| it.split('/').next()).or(word(item, "type")) {
                Some("image" | "Image") => "photo",
                Some("video" | "Video") => "video",
                Some("audio" | "Audio") => "audio",
                _ => "file",
            };
            let path = address(item.get("url")).and_then(|url| url.split(['?', '#']).next());
            let file_name = path.and_then(|path| path.rsplit('/').next()).filter(|name| !name.is_empty());
            Media {
                external_id: Some(external_id.to_owned()),
                kind: kind.to_owned(),
                file_name: file_name.map(without_nul),
                mime_type: mime_type.map(without_nul),
                width: number(item, "width"),
                height: number(item, "height"),
                title: word(item, "name").map(without_nul),
                ..Media::default()
            }
        })
        .collect();
    if word(object, "type") == Some("Question") {
        let external_id = Some(external_id.to_owned());
        media.push(Media { external_id, kind: "poll".to_owned(), ..Media::default() });
    }
    media
}

/// Whether the object is something that people read.
fn has_words(object: &Value) -> bool {
    let kinds = ["Note", "Article", "Question", "Page", "Image", "Video", "Audio", "Event"];
    word(object, "type").is_some_and(|kind| kinds.contains(&kind))
}

/// Whether it is addressed to some people only: neither to everybody nor to those who follow. Either of the two may
/// leave out to whom.
fn is_direct(activity: &Value, object: &Value) -> bool {
    let lists = [activity, object].into_iter().flat_map(|it| ["to", "cc"].map(|key| list(it.get(key))));
    let is_open = |to: &str| PUBLIC.contains(&to) || to.ends_with("/followers");
    let mut all = lists.flatten().filter_map(Value::as_str).peekable();
    all.peek().is_some() && !all.any(is_open)
}

/// The page on which people read it.
fn web_address(object: &Value) -> Option<&str> {
    let links = list(object.get("url"));
    let page = links.iter().find(|link| word(link, "mediaType").is_none_or(|kind| kind == "text/html"));
    address(page)
}

/// The values of an array, or the one value that stands in its place.
fn list(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(values)) => values,
        Some(Value::Null) | None => &[],
        Some(value) => std::slice::from_ref(value),
    }
}

/// The address that a value is, or that the object in its place has.
fn address(value: Option<&Value>) -> Option<&str> {
    match value? {
        Value::String(address) => Some(address.as_str()),
        Value::Array(values) => address(values.first()),
        object => word(object, "id").or_else(|| word(object, "href")),
    }
    .filter(|address| !address.is_empty())
}

fn address_of(object: &Value) -> Option<String> {
    address(Some(object)).map(without_nul)
}

/// A member that is a string with something in it.
fn word<'v>(object: &'v Value, key: &str) -> Option<&'v str> {
    object.get(key)?.as_str().filter(|word| !word.is_empty())
}

fn instant(object: &Value, key: &str) -> Moment {
    let instant = word(object, key).and_then(|text| text.parse::<Timestamp>().ok());
    instant.map_or(Moment::Unknown, |instant| Moment::Instant(instant.as_second()))
}

/// A date as written, of which nothing can be made: also a number, since the standard has dates as text.
fn unreadable(object: &Value, key: &str) -> Option<String> {
    /// The most bytes that are kept.
    const LONGEST: usize = 64;
    let text = match object.get(key)? {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let is_unread = !text.is_empty() && text.parse::<Timestamp>().is_err();
    is_unread.then(|| without_nul(&text[..text.floor_char_boundary(LONGEST)]))
}
