//! The table that 4CAT exports of Telegram (datasources/telegram/search_telegram.py).
//!
//! Times stand twice: as a wall clock of the server and, since 2020, as seconds since 1970, which are preferred. Every
//! message has a row, so albums are put together again as from Telegram Desktop's exports. A count of views that is
//! zero is an empty cell, so an empty one says nothing.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader};

use unicode_segmentation::UnicodeSegmentation;

use super::album::{Album, Item};
use super::columns::count::{self, BadId, Unread};
use super::columns::identity::{ROUNDED, other_id, rounded};
use super::columns::moment::{self, Reading};
use super::columns::post::published;
use super::columns::telegram;
use super::delimited::{Cells, Next, Table, first_row};
use super::{BadBytes, Page, READ_AT_ONCE, Reader, UnreadCounts};
use crate::model::{Author, Channel, Forward, Media, Moment, Post, Reaction, Record, Reply};
use crate::{Error, ErrorKind, Result};

/// Columns that are in every version.
const NEEDED: [&str; 5] = ["id", "thread_id", "chat", "body", "timestamp"];

/// Columns that tables of other sites do not have, in one version or another.
const TELLING: [&str; 3] = ["author_is_bot", "author_username", "attachment_type"];

/// What stands where 4CAT knows no name of a chat.
const UNNAMED: [&str; 2] = ["unknown", "None"];

/// Whether the beginning of an input is of this format.
pub(super) fn looks_like(head: &[u8]) -> bool {
    let (_, names) = first_row(head, &|name| NEEDED.contains(&name));
    let has = |wanted: &&str| names.iter().any(|name| name == wanted);
    NEEDED.iter().all(has) && TELLING.iter().any(has)
}

/// Opens an input of this format.
pub(super) fn open(page: Page) -> Result<Box<dyn Reader>> {
    let source = BufReader::with_capacity(READ_AT_ONCE, page.file);
    Ok(Box::new(FourCatCsv::new(source).map_err(|error| error.within(&page.name))?))
}

/// Whether these are the columns of such a table.
fn has_all(header: &[String]) -> bool {
    NEEDED.iter().all(|needed| is_there(header, needed))
}

fn is_there(header: &[String], needed: &str) -> bool {
    header.iter().any(|name| name.eq_ignore_ascii_case(needed))
}

struct FourCatCsv<R> {
    table: Table<R>,
    channel: Option<Channel>,
    album: Album,
    ready: VecDeque<Record>,
    has_ended: bool,
}

impl<R: BufRead> FourCatCsv<R> {
    fn new(source: R) -> Result<Self> {
        let table = Table::open(source, &|name| NEEDED.contains(&name), Box::new(has_all))?;
        if let Some(missing) = NEEDED.iter().find(|needed| !is_there(table.header(), needed)) {
            let message = format!("there is no column '{missing}', which 4CAT writes");
            return Err(Error::new(ErrorKind::Input, message)
                .hint("this format is 4CAT's table of Telegram messages; see --as for the others"));
        }
        Ok(Self { table, channel: None, album: Album::default(), ready: VecDeque::new(), has_ended: false })
    }

    fn take_row(&mut self) {
        let row = Cells::new(&self.table);
        let id = row.text("id");
        let is_rounded = rounded(&row.value("id")).is_some();
        let identity = match message_id(&id) {
            Some(external_id) if !is_rounded => match channel(&row, self.channel.as_ref()) {
                Some(channel) => Ok((external_id, channel)),
                None => Err((ROUNDED, Some(external_id.to_string()))),
            },
            _ => Err((if is_rounded { ROUNDED } else { "no id" }, None)),
        };
        let (external_id, channel) = match identity {
            Ok(identity) => identity,
            Err((reason, external_id)) => {
                let reject = self.table.reject(reason, external_id);
                self.finish_album();
                self.ready.push_back(Record::Reject(reject));
                return;
            }
        };
        let sender_is_channel = is_sent_by_channel(&row);
        let mut unread = Unread::default();
        let item = item(&row, external_id, sender_is_channel, &mut unread);
        if row.has_bad_bytes() {
            self.table.note_bad_bytes();
        }
        self.table.note_unread_counts(unread);
        if self.channel.as_ref() != Some(&channel) {
            self.finish_album();
            self.channel = Some(channel.clone());
            self.ready.push_back(Record::Channel(channel));
        }
        if let Some(complete) = self.album.push(item) {
            self.ready.push_back(Record::Post(complete));
        }
    }

    fn finish_album(&mut self) {
        if let Some(complete) = self.album.finish() {
            self.ready.push_back(Record::Post(complete));
        }
    }
}

/// The message's id: `123`, newer `CHAT-123`.
fn message_id(id: &str) -> Option<i64> {
    let digits = id.trim().rsplit('-').next()?;
    let digits = digits.strip_suffix(".0").unwrap_or(digits);
    if telegram::is_number(digits) { digits.parse().ok() } else { None }
}

/// The id in a cell, also where a table that was saved again has zeros behind a point.
fn id_in<R: BufRead>(row: &Cells<'_, R>, column: &str) -> Option<String> {
    other_id(&row.value(column), telegram::PLATFORM)
}

fn is_sent_by_channel<R: BufRead>(row: &Cells<'_, R>) -> bool {
    let (chat, sender) = (row.text("chat"), row.text("author_username"));
    !chat.trim().is_empty() && chat.trim().eq_ignore_ascii_case(sender.trim())
}

/// The chat: by its handle, newer also by its id. What a channel posts it has sent itself, so the sender's id is the
/// channel's. An older table names a chat without a handle by its title without white space. `None` where nothing
/// tells the chat but a number that a spreadsheet has rounded, as several chats may have it.
fn channel<R: BufRead>(row: &Cells<'_, R>, before: Option<&Channel>) -> Option<Channel> {
    let known = |column: &str| {
        let value = row.value(column);
        let id = match count::id(&value) {
            Err(BadId::Rounded) => return None,
            Ok(Some(id)) => Some(id.strip_suffix(".00").unwrap_or(&id).to_owned()),
            _ => None,
        };
        // A title may be a number in groups, `12 000`, which is no id.
        let id = id.filter(|id| telegram::chat(id).is_some());
        id.or_else(|| value.name()).filter(|name| !UNNAMED.contains(&name.as_str()))
    };
    let own_id = if is_sent_by_channel(row) { id_in(row, "author") } else { None };
    let (chat, thread) = (known("chat"), known("thread_id"));
    let is_rounded = |column: &str| rounded(&row.value(column)).is_some();
    let has_id = |thread: &Option<String>| thread.as_deref().and_then(telegram::chat).is_some();
    if is_rounded("chat") && !has_id(&thread) || chat.is_none() && is_rounded("thread_id") {
        return None;
    }
    Some(match (chat, thread) {
        (Some(chat), _) if telegram::is_handle(&chat) => {
            let is_same = |before: &&Channel| before.handle.as_deref() == Some(chat.as_str());
            let id_before = before.filter(is_same).and_then(|before| before.external_id.clone());
            let id = own_id.filter(|id| telegram::chat(id).is_some()).or(id_before);
            telegram::channel(id.as_deref(), Some(&chat), None)
        }
        (Some(name), _) | (None, Some(name)) if telegram::chat(&name).is_some() => {
            telegram::channel(Some(&name), None, None)
        }
        (Some(name), _) | (None, Some(name)) => telegram::channel(None, None, Some(name)),
        (None, None) => telegram::channel(None, None, None),
    })
}

/// The row as a post, or a part of an album.
fn item<R: BufRead>(row: &Cells<'_, R>, id: i64, sender_is_channel: bool, unread: &mut Unread) -> Item {
    let external_id = id.to_string();
    let views = unread.count(&row.value("views"));
    let (posted, posted_raw) = time(row, "unix_timestamp", "timestamp");
    let (edited, _) = time(row, "unix_timestamp_edited", "timestamp_edited");
    let (media, is_album_part) = media(row, &external_id);
    let reply_to = id_in(row, "reply_to").filter(|id| telegram::is_number(id));
    let author = if sender_is_channel {
        None
    } else {
        let name = row.value("author_name").name().or_else(|| row.value("author_username").name());
        telegram::author(id_in(row, "author").filter(|id| telegram::is_number(id)).as_deref(), name)
    };
    for column in ["author", "reply_to", "author_forwarded_from_id"] {
        if let Some(written) = rounded(&row.value(column)) {
            unread.note(&written);
        }
    }
    let text = row.text("body");
    let post = Post {
        posted,
        posted_raw,
        edited,
        is_edited: edited != Moment::Unknown,
        text: published(&text).into_owned(),
        author: author.filter(|author| *author != Author::default()),
        forward: forward(row),
        reply: reply_to.map(|external_id| Reply { external_id, channel: None }),
        views: views.map(|count| count.0),
        views_unit: views.and_then(|count| count.1),
        media,
        reactions: if row.has("reactions") { reactions(&row.text("reactions")) } else { None },
        external_id: Some(external_id),
        ..Post::default()
    };
    Item { id, is_album_part, post: Box::new(post) }
}

/// The instant when there is one, else the server's wall clock.
fn time<R: BufRead>(row: &Cells<'_, R>, instant: &str, clock: &str) -> (Moment, Option<String>) {
    let mut raw = None;
    for name in [instant, clock] {
        match moment::read(&row.value(name), None) {
            Reading::Moment(moment) => return (moment, None),
            Reading::Nothing => {}
            Reading::Ambiguous(written) | Reading::Unreadable(written) => raw = Some(written),
        }
    }
    (Moment::Unknown, raw)
}

fn forward<R: BufRead>(row: &Cells<'_, R>) -> Option<Forward> {
    let name = row.value("author_forwarded_from_name").name();
    let handle = row.value("author_forwarded_from_username").name();
    let id = id_in(row, "author_forwarded_from_id").filter(|id| telegram::chat(id).is_some());
    let (posted, _) = time(row, "unix_timestamp_forwarded_from", "timestamp_forwarded_from");
    let is_told = rounded(&row.value("author_forwarded_from_id")).is_some() || posted != Moment::Unknown;
    if name.is_none() && handle.is_none() && id.is_none() && !is_told {
        return None;
    }
    let handle = handle.as_deref().map(|handle| handle.trim_start_matches('@'));
    Some(Forward { channel: telegram::source(id.as_deref(), handle, name), external_id: None, posted })
}

/// What is attached, and whether it can be a part of an album. Of a file only the first word of its type is told.
fn media<R: BufRead>(row: &Cells<'_, R>, external_id: &str) -> (Vec<Media>, bool) {
    let kind = row.value("attachment_type").name().unwrap_or_default();
    let (kind, is_album_part) = match kind.as_str() {
        // A preview of an address in the text is nothing attached.
        "" | "url" => return (Vec::new(), false),
        "photo" => ("photo", true),
        "video" => ("video", true),
        "audio" => ("audio", true),
        "image" | "application" | "text" | "document" => ("file", true),
        "geo" | "geo_live" | "venue" => ("location", false),
        other => (other, false),
    };
    let title = (kind == "poll").then(|| poll_question(&row.text("attachment_data"))).flatten();
    let media = Media {
        external_id: Some(external_id.to_owned()),
        kind: kind.to_owned(),
        file_name: row.value("attachment_filename").name(),
        title,
        ..Media::default()
    };
    (vec![media], is_album_part)
}

/// The question, a string or an object with its text.
fn poll_question(data: &str) -> Option<String> {
    const LARGEST: usize = 64 * 1024;
    let data: serde_json::Value = serde_json::from_str(data.get(..LARGEST).unwrap_or(data)).ok()?;
    let question = data.get("question")?;
    let words = question.as_str().or_else(|| question.get("text")?.as_str())?;
    (!words.is_empty()).then(|| words.replace('\0', "\u{FFFD}"))
}

/// Each emoji stands as often as it was given; those that are no emoji stand as Python writes an object, so that
/// nothing can be counted.
fn reactions(cell: &str) -> Option<Vec<Reaction>> {
    const MOST: usize = 100;
    let cell = cell.trim();
    if cell.contains('{') {
        return None;
    }
    let mut reactions: Vec<Reaction> = Vec::new();
    for emoji in cell.graphemes(true) {
        match reactions.iter().position(|one| one.name == emoji) {
            Some(index) => reactions[index].count += 1,
            None if reactions.len() < MOST => {
                reactions.push(Reaction { kind: "emoji".to_owned(), name: emoji.to_owned(), count: 1 });
            }
            None => return None,
        }
    }
    Some(reactions)
}

impl<R: BufRead + Send> Reader for FourCatCsv<R> {
    fn next_record(&mut self) -> Result<Option<Record>> {
        loop {
            if let Some(record) = self.ready.pop_front() {
                return Ok(Some(record));
            }
            if self.has_ended {
                return Ok(None);
            }
            match self.table.advance()? {
                Next::Row => self.take_row(),
                Next::Reject(reject) | Next::Header(reject) => {
                    self.finish_album();
                    self.ready.push_back(Record::Reject(reject));
                }
                Next::Cut(place) => {
                    self.finish_album();
                    self.ready.push_back(Record::Cut(place));
                }
                Next::End => {
                    self.finish_album();
                    self.has_ended = true;
                }
            }
        }
    }

    fn bytes_read(&self) -> u64 {
        self.table.bytes_read()
    }

    /// 4CAT writes the newest first, one chat after another.
    fn is_ordered(&self) -> bool {
        false
    }

    fn bad_bytes(&self) -> Option<BadBytes> {
        self.table.bad_bytes()
    }

    fn unread_counts(&self) -> Option<UnreadCounts> {
        self.table.unread_counts()
    }
}

#[cfg(test)]
mod tests;
