//! From the values of a record to a post and its channel.

use std::borrow::Cow;

use super::count::Unread;
use super::hashtag;
use super::identity::{identity, other_id, rounded};
use super::media;
use super::moment::{self, Reading};
use super::parts;
use super::telegram;
use super::value::{Value, Values};
use super::{Column, DateOrder};
use crate::model::{Channel, Forward, Moment, Post, Reply};
use crate::{Error, ErrorKind, Result};

/// Makes posts of records, and tells when the channel changes.
#[derive(Debug, Default)]
pub(in crate::input) struct Builder {
    orders: [Option<DateOrder>; Column::COUNT],
    current: Option<Channel>,
    /// Whether the last address led elsewhere than to Telegram; before the first one, whether that will.
    is_elsewhere: bool,
    /// Whether a time of this column was read; then one odd date is no reason to ask for the order of all.
    has_read_time: [bool; Column::COUNT],
    unread: Unread,
}

/// What a record is.
#[derive(Debug)]
pub(in crate::input) enum Taken {
    /// A post, and its channel when that is another than that of the post before.
    Post(Option<Channel>, Box<Post>),
    /// Nothing that could be read: why, and its id.
    Reject(&'static str, Option<String>),
}

impl Builder {
    /// One that reads dates in these orders of day and month.
    pub(in crate::input) fn new(orders: [Option<DateOrder>; Column::COUNT]) -> Self {
        Self { orders, ..Self::default() }
    }

    /// Says where the records before the first address are.
    pub(in crate::input) fn begin(&mut self, is_elsewhere: bool) {
        self.is_elsewhere = is_elsewhere;
    }

    /// Forgets what the records up to here have told: those that follow are of another table.
    pub(in crate::input) fn begin_anew(&mut self) {
        *self = Self { orders: self.orders, unread: std::mem::take(&mut self.unread), ..Self::default() };
    }

    /// Makes of a record what it is; `names` tells the input's own names of the columns.
    ///
    /// # Errors
    /// When the first date of a column could be read in two ways and the user has not said in which.
    pub(in crate::input) fn take(
        &mut self,
        values: &Values<'_>,
        names: &dyn Fn(Column) -> String,
    ) -> Result<Taken> {
        let value = |column: Column| &values[column as usize];
        let (posted, posted_raw) = self.moment(values, Column::PostedAt, names)?;
        let (edited, _) = self.moment(values, Column::EditedAt, names)?;
        let (forwarded, _) = self.moment(values, Column::ForwardedAt, names)?;
        let platform = self.platform(value(Column::Platform), value(Column::Url));
        let (channel, external_id) = match identity(values, &platform) {
            Ok(identity) => identity,
            Err((reason, id)) => return Ok(Taken::Reject(reason, id)),
        };
        let text = match text(value(Column::Text)) {
            Ok(text) if text.is_empty() => caption(value(Column::Caption)),
            Ok(text) => text,
            Err(reason) => return Ok(Taken::Reject(reason, external_id)),
        };
        if text.is_empty() && posted == Moment::Unknown {
            match external_id.as_deref() {
                None => return Ok(Taken::Reject("neither text nor id nor date", None)),
                // `Total`, before the sums below a column.
                Some(id) if platform == telegram::PLATFORM && !telegram::is_number(id) => {
                    return Ok(Taken::Reject(
                        "neither text nor date, and an id that is no number",
                        external_id,
                    ));
                }
                Some(_) => {}
            }
        }
        let mut forward = forward(values, &platform);
        for column in [Column::ForwardedFromId, Column::ForwardedPostId, Column::AuthorId, Column::ReplyTo] {
            if let Some(written) = rounded(value(column)) {
                self.unread.note(&written);
                if matches!(column, Column::ForwardedFromId | Column::ForwardedPostId) {
                    forward.get_or_insert_with(|| unknown_forward(&platform));
                }
            }
        }
        if forwarded != Moment::Unknown {
            forward.get_or_insert_with(|| unknown_forward(&platform)).posted = forwarded;
        }
        let unread = &mut self.unread;
        let views = unread.count(value(Column::Views));
        let author_id = other_id(value(Column::AuthorId), &platform);
        let author_name = value(Column::Author).name();
        let spans = if platform == telegram::PLATFORM { Vec::new() } else { hashtag::with_marks(&text) };
        let post = Post {
            posted,
            posted_raw,
            edited,
            is_edited: edited != Moment::Unknown || value(Column::EditedAt).truth() == Some(true),
            text,
            spans,
            author: match platform.as_str() {
                telegram::PLATFORM => telegram::author(author_id.as_deref(), author_name),
                _ if author_id.is_none() && author_name.is_none() => None,
                _ => Some(crate::model::Author { external_id: author_id, name: author_name }),
            },
            forward,
            reply: other_id(value(Column::ReplyTo), &platform).map(|id| reply(id, &channel)),
            url: value(Column::Url).name().filter(|url| is_address(url)),
            views: views.map(|count| count.0),
            views_unit: views.and_then(|count| count.1),
            forwards: unread.exact(value(Column::Forwards)),
            replies: unread.exact(value(Column::Replies)),
            media: media::media(value(Column::Media), external_id.as_deref()),
            reactions: media::reactions(value(Column::Reactions), unread),
            external_id,
            ..Post::default()
        };
        let changed = (self.current.as_ref() != Some(&channel)).then(|| channel.clone());
        if changed.is_some() {
            self.current = Some(channel);
        }
        Ok(Taken::Post(changed, Box::new(post)))
    }

    /// The counts that could not be read since this was last asked.
    pub(in crate::input) fn take_unread(&mut self) -> Unread {
        std::mem::take(&mut self.unread)
    }

    /// The moment of a column, and the value as written when it is none.
    fn moment(
        &mut self,
        values: &Values<'_>,
        column: Column,
        names: &dyn Fn(Column) -> String,
    ) -> Result<(Moment, Option<String>)> {
        let index = column as usize;
        let value = &values[index];
        if let Some(truth) = value.truth() {
            // Yes may be told of an edit, and never of when it was posted.
            let written = (column == Column::PostedAt).then(|| truth.to_string());
            return Ok((Moment::Unknown, written));
        }
        Ok(match moment::read(value, self.orders[index]) {
            Reading::Nothing => (Moment::Unknown, None),
            Reading::Moment(moment) => {
                self.has_read_time[index] = true;
                (moment, None)
            }
            Reading::Ambiguous(written) if !self.has_read_time[index] => {
                return Err(ask_for_order(&names(column), column, &written));
            }
            Reading::Ambiguous(written) | Reading::Unreadable(written) => (Moment::Unknown, Some(written)),
        })
    }

    /// The platform: the one that the record names, else Telegram unless the post's address leads elsewhere. A
    /// record without an address is where the one before it was.
    fn platform(&mut self, platform: &Value<'_>, url: &Value<'_>) -> String {
        if *platform != Value::Missing {
            return platform.name().map(|name| name.to_lowercase()).unwrap_or_default();
        }
        self.is_elsewhere = leads_elsewhere(url).unwrap_or(self.is_elsewhere);
        if self.is_elsewhere { String::new() } else { telegram::PLATFORM.to_owned() }
    }
}

fn ask_for_order(name: &str, column: Column, written: &str) -> Error {
    let column = column.name();
    Error::new(
        ErrorKind::Input,
        format!("the dates of the column '{name}' are written as '{written}': is that day or month first?"),
    )
    .hint(format!("day first: --map '{column}:dmy={name}'; month first: --map '{column}:mdy={name}'"))
}

/// Whether the address leads elsewhere than to Telegram; `None` where it is none.
pub(in crate::input) fn leads_elsewhere(url: &Value<'_>) -> Option<bool> {
    url.word().filter(|url| is_address(url)).map(|url| telegram::link(&url).is_none())
}

fn is_address(text: &str) -> bool {
    text.contains('.') && text.contains('/') && !text.contains(char::is_whitespace)
}

/// The text as published: line ends as Unix has them, U+FFFD for U+0000.
fn text(value: &Value<'_>) -> Result<String, &'static str> {
    Ok(match value {
        Value::Missing => String::new(),
        Value::Text(text) => published(text).into_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Nested(json) => match parts::of_json(json) {
            Some(words) => published(&words).into_owned(),
            None => return Err("text is no string"),
        },
    })
}

/// What came with a photo or a file, whose post has no text besides: several tools keep the two apart, as Telegram's bots
/// get them.
fn caption(value: &Value<'_>) -> String {
    match value {
        Value::Text(text) if value.word().is_some() => published(text).into_owned(),
        _ => String::new(),
    }
}

/// As [`text`].
pub(in crate::input) fn published(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'\r', b'\0', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{FFFD}"))
}

/// What a post of this channel answers. A link may lead to another channel.
fn reply(written: String, own: &Channel) -> Reply {
    let Some(link) = telegram::link(&written).filter(|link| link.post.is_some()) else {
        return Reply { external_id: written, channel: None };
    };
    let is_other = match (link.handle, &own.handle, link.channel_id, &own.external_id) {
        (Some(other), Some(own), ..) => !other.eq_ignore_ascii_case(own),
        (None, _, Some(other), Some(own)) => other != own,
        _ => false,
    };
    let channel = is_other.then(|| telegram::channel(link.channel_id, link.handle, None));
    Reply { external_id: link.post.unwrap_or_default().to_owned(), channel }
}

fn unknown_forward(platform: &str) -> Forward {
    Forward { channel: Channel { platform: platform.to_owned(), ..Channel::default() }, ..Forward::default() }
}

/// Where the post was forwarded from, without the original's time.
fn forward(values: &Values<'_>, platform: &str) -> Option<Forward> {
    let from = &values[Column::ForwardedFrom as usize];
    // Tables of databases have numbers for yes and no.
    let truth = from.truth().or_else(|| match from.word().as_deref() {
        Some("1" | "yes" | "Yes") => Some(true),
        Some("0" | "no" | "No") => Some(false),
        _ => None,
    });
    let id = |column: Column| other_id(&values[column as usize], platform);
    let (from_id, post_id) = (id(Column::ForwardedFromId), id(Column::ForwardedPostId));
    let written = if truth.is_some() { None } else { from.name() };
    // An empty list or object, written out.
    let written = written.filter(|name| !matches!(name.as_str(), "[]" | "{}"));
    if truth != Some(true) && from_id.is_none() && post_id.is_none() && written.is_none() {
        return None;
    }
    if platform != telegram::PLATFORM {
        let channel = Channel {
            platform: platform.to_owned(),
            external_id: from_id,
            name: written,
            ..Channel::default()
        };
        return Some(Forward { channel, external_id: post_id, posted: Moment::Unknown });
    }
    let link = written.as_deref().and_then(telegram::link).unwrap_or_default();
    let handle = written.as_deref().and_then(telegram::marked_handle);
    let name = written.clone().filter(|_| handle.is_none() && link.channel_id.is_none());
    let channel = match (from_id.as_deref(), link.channel_id) {
        (Some(id), None) => telegram::source(Some(id), handle, name),
        (id, linked) => telegram::channel(id.or(linked), handle, name),
    };
    Some(Forward {
        channel,
        external_id: post_id.or_else(|| link.post.map(str::to_owned)),
        posted: Moment::Unknown,
    })
}
