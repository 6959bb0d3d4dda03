//! The table that `minet telegram channel-messages` writes of a channel's web preview (minet/telegram/scraper.py).
//!
//! Line ends are lost, so words on both sides of one stand glued together; where the columns `hashtags` and `links`
//! name a tag, a handle or an address, that says how far it reaches. Of an album the text stands twice without
//! anything between, since the page nests it in itself, and with it these columns. Service rows are not in it, nor
//! what was forwarded from where.

mod places;

use std::io::{BufRead, BufReader};

use self::places::spans;
use super::columns::count::{self, Unread};
use super::columns::layout::normalised;
use super::columns::media;
use super::columns::moment::{self, Reading};
use super::columns::post::published;
use super::columns::telegram;
use super::delimited::{Cells, Next, Table, first_row};
use super::{BadBytes, Page, READ_AT_ONCE, Reader, UnreadCounts};
use crate::model::{Channel, Media, Moment, Post, Record};
use crate::{Error, ErrorKind, Result};

/// Columns that are in every version.
const NEEDED: [&str; 6] = ["link_to_message", "user", "text", "hashtags", "views", "datetime"];

/// An exact repetition of so many characters is none that somebody has written.
const LONG: usize = 20;

/// Whether the beginning of an input is of this format.
pub(super) fn looks_like(head: &[u8]) -> bool {
    let (_, names) = first_row(head, &|name| NEEDED.contains(&name));
    NEEDED.iter().all(|needed| names.iter().any(|name| name == needed))
}

/// Opens an input of this format.
pub(super) fn open(page: Page) -> Result<Box<dyn Reader>> {
    let source = BufReader::with_capacity(READ_AT_ONCE, page.file);
    Ok(Box::new(MinetCsv::new(source).map_err(|error| error.within(&page.name))?))
}

/// Whether these are the columns of such a table.
fn has_all(header: &[String]) -> bool {
    NEEDED.iter().all(|needed| is_there(header, needed))
}

fn is_there(header: &[String], needed: &str) -> bool {
    header.iter().any(|name| normalised(name) == needed)
}

struct MinetCsv<R> {
    table: Table<R>,
    channel: Option<Channel>,
    ready: Option<Box<Post>>,
}

impl<R: BufRead> MinetCsv<R> {
    fn new(source: R) -> Result<Self> {
        let table = Table::open(source, &|name| NEEDED.contains(&name), Box::new(has_all))?;
        if let Some(missing) = NEEDED.iter().find(|needed| !is_there(table.header(), needed)) {
            let message = format!("there is no column '{missing}', which minet writes");
            return Err(Error::new(ErrorKind::Input, message).hint(
                "this format is what minet telegram channel-messages writes; see --as for the others",
            ));
        }
        Ok(Self { table, channel: None, ready: None })
    }

    fn take_row(&mut self) -> Record {
        let row = Cells::new(&self.table);
        let link = row.value("link_to_message");
        let link = link.word().unwrap_or_default();
        let Some((handle, external_id)) =
            telegram::link(&link).and_then(|link| Some((link.handle?, link.post?)))
        else {
            return Record::Reject(self.table.reject("no link to the post", None));
        };
        let channel = telegram::channel(None, Some(handle), row.value("user").name());
        let mut unread = Unread::default();
        let post = Box::new(post(&row, external_id, &mut unread));
        if row.has_bad_bytes() {
            self.table.note_bad_bytes();
        }
        self.table.note_unread_counts(unread);
        if self.channel.as_ref() == Some(&channel) {
            return Record::Post(post);
        }
        self.channel = Some(channel.clone());
        self.ready = Some(post);
        Record::Channel(channel)
    }
}

fn post<R: BufRead>(row: &Cells<'_, R>, external_id: &str, unread: &mut Unread) -> Post {
    let (posted, posted_raw) = match moment::read(&row.value("datetime"), None) {
        Reading::Moment(moment) => (moment, None),
        Reading::Nothing => (Moment::Unknown, None),
        Reading::Ambiguous(written) | Reading::Unreadable(written) => (Moment::Unknown, Some(written)),
    };
    let (text, hashtags, links) = (row.text("text"), row.text("hashtags"), row.text("links"));
    let text = published(&text);
    let (hashtags, links) = (items(&hashtags), items(&links));
    let media = media_of(row, external_id);
    let (text, is_doubled) = undoubled(&text, &hashtags, &links, media.len());
    let half = |list: &[&str]| if is_doubled { list.len() / 2 } else { list.len() };
    let views = unread.count(&row.value("views")).map(|(count, unit)| match unit {
        None => unrounded(count),
        unit => (count, unit),
    });
    Post {
        external_id: Some(external_id.to_owned()),
        posted,
        posted_raw,
        spans: spans(text, &hashtags[..half(&hashtags)], &links[..half(&links)]),
        text: text.to_owned(),
        is_edited: row.value("edited").truth() == Some(true),
        views: views.map(|views| views.0),
        views_unit: views.and_then(|views| views.1),
        media,
        ..Post::default()
    }
}

/// The items of a list.
fn items(list: &str) -> Vec<&str> {
    list.split('|').map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// The text once, and whether it stood twice. That is certain of an album; of what may be one, a single video, only
/// where nobody would write so.
fn undoubled<'t>(text: &'t str, hashtags: &[&str], links: &[&str], media: usize) -> (&'t str, bool) {
    let whole = (text, false);
    let Some((first, second)) = text.split_at_checked(text.len() / 2) else { return whole };
    let is_twice =
        |list: &[&str]| list.len().is_multiple_of(2) && list[..list.len() / 2] == list[list.len() / 2..];
    if first.is_empty() || first != second || !is_twice(hashtags) || !is_twice(links) || media == 0 {
        return whole;
    }
    let has_marks = !hashtags.is_empty() || !links.is_empty();
    if media > 1 || has_marks || first.chars().nth(LONG - 1).is_some() { (first, true) } else { whole }
}

/// minet makes 1200 of `1.2K` and 5740000 of `5.74M`, at times one less. What that was rounded to follows from how the
/// page rounds: to 100 below a million, to 10000 below ten millions.
fn unrounded(views: i64) -> (i64, Option<i64>) {
    let unit = match views {
        ..1_000 => return (views, None),
        1_000..1_000_000 => 100,
        1_000_000..10_000_000 => 10_000,
        _ => 100_000,
    };
    match views % unit {
        0 => (views, Some(unit)),
        rest if rest == unit - 1 => (views + 1, Some(unit)),
        _ => (views, None),
    }
}

/// The media; only of a single one it is certain that it is that of the post's own id.
fn media_of<R: BufRead>(row: &Cells<'_, R>, external_id: &str) -> Vec<Media> {
    let mut media = Vec::new();
    for (kind, list, number) in [
        ("photo", "photos", Some("nb_photos")),
        ("video", "videos", Some("nb_videos")),
        ("sticker", "stickers", None),
    ] {
        let list = row.text(list);
        let items = items(&list);
        let least = number.and_then(|number| count::read(&row.value(number)));
        let least = least.map_or(0, |count| count.0.clamp(0, 10));
        for index in 0..items.len().max(usize::try_from(least).unwrap_or(0)).min(100) {
            let address = items.get(index).filter(|address| address.contains("//"));
            media.push(Media {
                kind: kind.to_owned(),
                file_name: address.and_then(|address| media::item(address, None).file_name),
                duration: if kind == "video" { seconds(&row.text("videos_times")) } else { None },
                ..Media::default()
            });
        }
    }
    if let [only] = media.as_mut_slice() {
        only.external_id = Some(external_id.to_owned());
    }
    media
}

/// `1:05`, in seconds.
fn seconds(clock: &str) -> Option<f64> {
    let mut seconds = 0.0;
    for part in clock.trim().split(':') {
        seconds = seconds * 60.0 + f64::from(part.parse::<u16>().ok()?);
    }
    Some(seconds)
}

impl<R: BufRead + Send> Reader for MinetCsv<R> {
    fn next_record(&mut self) -> Result<Option<Record>> {
        if let Some(post) = self.ready.take() {
            return Ok(Some(Record::Post(post)));
        }
        Ok(Some(match self.table.advance()? {
            Next::Row => self.take_row(),
            Next::Reject(reject) | Next::Header(reject) => Record::Reject(reject),
            Next::Cut(place) => Record::Cut(place),
            Next::End => return Ok(None),
        }))
    }

    fn bytes_read(&self) -> u64 {
        self.table.bytes_read()
    }

    /// minet begins with a channel's first posts, but writes into one table what it was asked of several.
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
