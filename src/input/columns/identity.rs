//! Of which channel a record is, and its ids.

use super::Column;
use super::count::{self, BadId};
use super::telegram;
use super::value::{Value, Values};
use crate::model::Channel;

/// Why a record is none, where that is known.
type Refusal = (&'static str, Option<String>);

/// Why a record is none whose id, or whose channel's, is not known any more.
pub(in crate::input) const ROUNDED: &str = "id rounded by a spreadsheet";

/// An id that a spreadsheet has rounded, as it is written.
pub(in crate::input) fn rounded(value: &Value<'_>) -> Option<String> {
    if count::id(value) != Err(BadId::Rounded) {
        return None;
    }
    Some(match value {
        Value::Float(number) => number.to_string(),
        _ => value.word()?.into_owned(),
    })
}

/// The channel and the post's id.
pub(super) fn identity(values: &Values<'_>, platform: &str) -> Result<(Channel, Option<String>), Refusal> {
    let value = |column: Column| &values[column as usize];
    let id = |column: Column| {
        count::id(value(column)).map_err(|bad| match bad {
            BadId::Rounded => (ROUNDED, None),
            BadId::NoId => ("unreadable id", None),
        })
    };
    let post_id = id(Column::Id)?;
    let channel_id = id(Column::ChannelId)?;
    let handle = value(Column::ChannelHandle).name();
    let name = value(Column::Channel).name();
    if platform != telegram::PLATFORM {
        let handle = handle.map(|handle| handle.trim_start_matches('@').to_owned());
        let channel = Channel {
            platform: platform.to_owned(),
            external_id: channel_id,
            handle,
            name,
            ..Channel::default()
        };
        return Ok((channel, post_id));
    }
    let url = value(Column::Url).word();
    let in_url = url.as_deref().and_then(telegram::link).unwrap_or_default();
    let in_id = post_id.as_deref().map(of_post_id).unwrap_or_default();
    let mut name = name;
    let mut handle = handle.map(|handle| telegram::marked_handle(&handle).unwrap_or(&handle).to_owned());
    let mut channel_id = channel_id;
    if let Some(written) = name.as_deref() {
        if let Some(marked) = telegram::marked_handle(written) {
            handle = handle.or_else(|| Some(marked.to_owned()));
            name = None;
        } else if let Some(in_link) = telegram::link(written).and_then(|link| link.channel_id) {
            channel_id = channel_id.or_else(|| Some(in_link.to_owned()));
            name = None;
        } else if rounded(value(Column::Channel)).is_some() {
            return Err((ROUNDED, post_id));
        } else if is_marked_or_bare_id(without_zeros(written)) {
            channel_id = channel_id.or_else(|| Some(without_zeros(written).to_owned()));
            name = None;
        }
    }
    for link in [&in_id, &in_url] {
        handle = handle.or_else(|| link.handle.map(str::to_owned));
        channel_id = channel_id.or_else(|| link.channel_id.map(str::to_owned));
    }
    // A post's address may be that of the original in another channel.
    let is_of_channel = |link: &telegram::Link<'_>| match (link.handle, link.channel_id) {
        (Some(in_link), _) => handle.as_deref().is_some_and(|handle| handle.eq_ignore_ascii_case(in_link)),
        (None, Some(in_link)) => channel_id.as_deref().and_then(telegram::chat) == telegram::chat(in_link),
        (None, None) => false,
    };
    let of_url = Some(&in_url).filter(|link| is_of_channel(link)).and_then(|link| link.post);
    let post_id = match (in_id.post.or(post_id.as_deref()), of_url) {
        (None, of_url) => of_url.map(str::to_owned),
        (Some(written), None) => Some(in_digits(written).map_err(|reason| (reason, post_id.clone()))?),
        (Some(written), Some(of_url)) => match in_digits(written) {
            Ok(id) if id == of_url => Some(id),
            // The address tells which of two numbers it is.
            Err(_) if may_be(written, of_url) => Some(of_url.to_owned()),
            _ => return Err(("id and url are of two posts", Some(written.to_owned()))),
        },
    };
    Ok((telegram::channel(channel_id.as_deref(), handle.as_deref(), name), post_id))
}

/// A Telegram id as the number that it is: a spreadsheet may have written it in groups, or with a fraction of zeros.
///
/// # Errors
/// When it could be two numbers: `1,000`.
fn in_digits(id: &str) -> Result<String, &'static str> {
    let is_separator = |letter: char| {
        matches!(letter, ',' | '.' | '\'' | '\u{2019}' | ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<&str> = id.split(is_separator).collect();
    let Some((last, rest)) = groups.split_last().filter(|(_, rest)| !rest.is_empty()) else {
        return Ok(id.to_owned());
    };
    if !groups.iter().all(|group| is_digits(group)) {
        return Ok(id.to_owned());
    }
    let is_point = id.ends_with(&format!(",{last}")) || id.ends_with(&format!(".{last}"));
    let is_grouped =
        |groups: &[&str]| groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    if is_point && matches!(*last, "0" | "00") && (rest.len() == 1 || is_grouped(rest)) {
        return Ok(rest.concat());
    }
    if !is_grouped(&groups) {
        return Ok(id.to_owned());
    }
    if is_point && *last == "000" && rest.len() == 1 {
        return Err("id with a separator, which may be two numbers");
    }
    Ok(groups.concat())
}

/// Whether an id that could be two numbers could be this one.
fn may_be(id: &str, number: &str) -> bool {
    let mut groups = id.split(|letter: char| !letter.is_ascii_digit());
    groups.next() == Some(number) || id.chars().filter(char::is_ascii_digit).eq(number.chars())
}

/// The id of something else than the post, when there is one. Telegram counts from 1, and a table of numbers has 0 where
/// there is none. One that could be two numbers stays as it is written, since the post is readable without it.
pub(in crate::input) fn other_id(value: &Value<'_>, platform: &str) -> Option<String> {
    let id = count::id(value).ok().flatten()?;
    if platform != telegram::PLATFORM {
        return Some(id);
    }
    Some(in_digits(&id).unwrap_or(id)).filter(|id| id != "0")
}

/// A post's id that tells its channel, too: `HANDLE/ID`, or a link.
fn of_post_id(id: &str) -> telegram::Link<'_> {
    if let Some(link) = telegram::link(id) {
        return link;
    }
    match id.split_once('/') {
        Some((handle, post)) if telegram::is_handle(handle) && telegram::is_number(post) => {
            telegram::Link { handle: Some(handle), channel_id: None, post: Some(post) }
        }
        _ => telegram::Link::default(),
    }
}

/// `123` of `123.0`, as pandas writes a number in a column with gaps.
fn without_zeros(number: &str) -> &str {
    number.strip_suffix(".0").unwrap_or(number)
}

/// Whether a channel is named by its id, as `--channel` takes it.
fn is_marked_or_bare_id(name: &str) -> bool {
    telegram::is_number(name.strip_prefix('-').unwrap_or(name))
}
