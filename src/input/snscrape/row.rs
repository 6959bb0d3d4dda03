//! What a record is: a post, an event, a channel, or nothing that could be read.

use std::fmt;

use jiff::{Timestamp, civil};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::pieces::rejoin;
use super::places::{Marks, place};
use crate::input::columns::count::Unread;
use crate::input::json::loose::{List, Scalar, loose_object};
use crate::model::{Channel, ChannelEvent, Forward, Media, Moment, Post};

loose_object! {
    /// A record of the Telegram module. The keys stand in their order.
    Row<'de> {
        kind: Scalar<'de> = "_type",
        url: Scalar<'de> = "url",
        date: Scalar<'de> = "date",
        content: Scalar<'de> = "content",
        outlinks: List<Scalar<'de>> = "outlinks",
        mentions: List<Scalar<'de>> = "mentions",
        hashtags: List<Scalar<'de>> = "hashtags",
        forwarded: Described<'de> = "forwarded",
        forwarded_url: Scalar<'de> = "forwardedUrl",
        media: List<Medium<'de>> = "media",
        views: Views = "views",
        views_unit: Scalar<'de> = "views.granularity",
        username: Scalar<'de> = "username",
        title: Scalar<'de> = "title",
    }
}

loose_object! {
    /// A channel.
    Described<'de> {
        username: Scalar<'de> = "username",
        title: Scalar<'de> = "title",
    }
}

loose_object! {
    /// A photo, a video or a recording, in the fork.
    Medium<'de> {
        kind: Scalar<'de> = "_type",
        duration: Scalar<'de> = "duration",
    }
}

/// A count, and what it is rounded to.
#[derive(Debug, Default)]
pub(super) struct Views {
    count: Scalar<'static>,
    unit: Option<i64>,
}

/// A record understood; posts and events with the handle of their channel.
#[derive(Debug)]
pub(super) enum Read {
    /// A post.
    Post(String, Box<Post>),
    /// A service row.
    Event(String, ChannelEvent),
    /// A channel's handle and name.
    Channel(String, String),
    /// Nothing that could be read, why, and its id.
    Reject(&'static str, Option<String>),
}

/// Makes of a record what it is; `unread` takes a count that is none.
pub(super) fn read(row: &Row<'_>, unread: &mut Unread) -> Read {
    if row.kind.text().is_some_and(|kind| kind.ends_with(".Channel")) {
        return match (row.username.string(), row.title.string()) {
            (Some(handle), Some(name)) => Read::Channel(handle, name),
            _ => Read::Reject("a channel without a handle or a name", None),
        };
    }
    let Some((handle, external_id)) = row.url.text().and_then(post_address) else {
        return Read::Reject("no address of a post", None);
    };
    let (handle, external_id) = (handle.to_owned(), external_id.to_owned());
    if !matches!(row.content, Scalar::Text(_) | Scalar::Null | Scalar::Missing) {
        return Read::Reject("a text that is no text", Some(external_id));
    }
    let (posted, posted_raw) = posted(&row.date);
    if let Some(action) = service_action(row, &external_id) {
        let event = ChannelEvent {
            external_id: Some(external_id),
            happened: posted,
            action: action.to_owned(),
            actor: None,
            detail: row.content.string(),
        };
        return Read::Event(handle, event);
    }
    let marks = Marks::new(&row.outlinks.0, &row.hashtags.0, &row.mentions.0);
    let content = row.content.string().unwrap_or_default();
    // Only the fork has this key, and only the fork breaks the text at its pieces.
    let text = if row.forwarded_url.is_present() { rejoin(content, &marks) } else { content };
    let (views, views_unit) = views(row, unread);
    let post = Post {
        posted,
        posted_raw,
        spans: place(&text, &marks),
        text,
        forward: forward(row),
        views,
        views_unit,
        media: row.media.0.iter().map(|medium| media(medium, &external_id)).collect(),
        external_id: Some(external_id),
        ..Post::default()
    };
    Read::Post(handle, Box::new(post))
}

/// A channel by its handle.
pub(super) fn channel(handle: String) -> Channel {
    Channel {
        platform: "telegram".to_owned(),
        link_base: Some(format!("https://t.me/{handle}/")),
        handle: Some(handle),
        ..Channel::default()
    }
}

/// The handle and the id of `https://t.me/s/NAME/ID`; `/s/` is there or not.
fn post_address(url: &str) -> Option<(&str, &str)> {
    let path = url.strip_prefix("https://t.me/").or_else(|| url.strip_prefix("http://t.me/"))?;
    let path = path.strip_prefix("s/").unwrap_or(path);
    let path = path.split(['?', '#']).next()?.trim_end_matches('/');
    let (handle, rest) = path.split_once('/')?;
    // Behind the topic of a forum, when there are two numbers.
    let id = rest.rsplit('/').next()?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_handle = handle.len() > 1 && handle.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
    (is_handle && is_number(id) && rest.split('/').all(is_number)).then_some((handle, id))
}

/// When it was posted, or the date as written where nothing can be made of it.
fn posted(date: &Scalar<'_>) -> (Moment, Option<String>) {
    match date {
        Scalar::Text(text) => match moment(text) {
            Some(moment) => (moment, None),
            None => (Moment::Unknown, date.string()),
        },
        // Tools that keep tables write milliseconds.
        Scalar::Integer(number) if number.unsigned_abs() >= 100_000_000_000 => {
            (Moment::Instant(number.div_euclid(1000)), None)
        }
        Scalar::Integer(number) => (Moment::Instant(*number), None),
        Scalar::Float(_) => {
            date.seconds().map_or((Moment::Unknown, None), |seconds| posted(&Scalar::Integer(seconds)))
        }
        _ => (Moment::Unknown, date.written()),
    }
}

fn moment(text: &str) -> Option<Moment> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(Moment::Instant(instant.as_second()));
    }
    // A bare day is one in a table that somebody has made over.
    if text.len() <= "2024-03-19".len() {
        return text.parse::<civil::Date>().ok().map(Moment::Day);
    }
    text.parse::<civil::DateTime>().ok().map(Moment::Local)
}

/// The action of a service row, which snscrape does not tell from a post but by its words: a channel's first
/// message always is one, and nobody posts the other two.
fn service_action(row: &Row<'_>, external_id: &str) -> Option<&'static str> {
    let content = row.content.text()?;
    match content {
        "Channel created" if external_id == "1" => Some("create_channel"),
        "Channel photo updated" => Some("edit_group_photo"),
        _ if content.starts_with("Channel name was changed to «") && content.ends_with('»') => {
            Some("edit_group_title")
        }
        _ => None,
    }
}

/// Where it was forwarded from, which only the fork tells.
fn forward(row: &Row<'_>) -> Option<Forward> {
    let address = row.forwarded_url.text();
    let by_address = address.and_then(post_address);
    let handle = row.forwarded.username.text().or(by_address.map(|(handle, _)| handle));
    if address.is_none() && handle.is_none() {
        return None;
    }
    let channel = match handle {
        Some(handle) => Channel { name: row.forwarded.title.string(), ..channel(handle.to_owned()) },
        None => Channel { platform: "telegram".to_owned(), ..Channel::default() },
    };
    let external_id = by_address.map(|(_, id)| id.to_owned());
    Some(Forward { channel, external_id, posted: Moment::Unknown })
}

/// How often it was seen. The fork cuts `2.3K` to 2299, so the count is brought back to its unit.
fn views(row: &Row<'_>, unread: &mut Unread) -> (Option<i64>, Option<i64>) {
    let count = unread.scalar(&row.views.count);
    let unit = row.views.unit.or_else(|| row.views_unit.integer());
    match (count, unit.filter(|unit| (2..=1_000_000_000).contains(unit))) {
        (Some(count), Some(unit)) => (Some(count.saturating_add(unit / 2) / unit * unit), Some(unit)),
        (count, _) => (count, None),
    }
}

fn media(medium: &Medium<'_>, external_id: &str) -> Media {
    let kind = match medium.kind.text().and_then(|kind| kind.rsplit('.').next()) {
        Some("Photo") => "photo",
        Some("Video") => "video",
        Some("Gif") => "animation",
        Some("VoiceMessage") => "voice",
        _ => "file",
    };
    Media {
        external_id: Some(external_id.to_owned()),
        kind: kind.to_owned(),
        duration: medium.duration.float(),
        ..Media::default()
    }
}

impl From<Scalar<'static>> for Views {
    fn from(count: Scalar<'static>) -> Self {
        Self { count, unit: None }
    }
}

impl<'de> Deserialize<'de> for Views {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ViewsVisitor)
    }
}

struct ViewsVisitor;

impl<'de> Visitor<'de> for ViewsVisitor {
    type Value = Views;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_i64<E>(self, count: i64) -> Result<Views, E> {
        Ok(Scalar::Integer(count).into())
    }

    fn visit_u64<E>(self, count: u64) -> Result<Views, E> {
        Ok(Scalar::unsigned(count).into())
    }

    fn visit_f64<E>(self, count: f64) -> Result<Views, E> {
        Ok(Scalar::Float(count).into())
    }

    fn visit_str<E>(self, count: &str) -> Result<Views, E> {
        Ok(Scalar::Text(count.to_owned().into()).into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Views, A::Error> {
        let mut next = || seq.next_element::<Scalar<'_>>().map(Option::unwrap_or_default);
        let (count, unit) = (next()?.into_owned(), next()?.integer());
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Views { count, unit })
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Views, E> {
        Ok(Scalar::Bool(truth).into())
    }

    fn visit_unit<E>(self) -> Result<Views, E> {
        Ok(Views::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Views, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Nested.into())
    }
}
