//! snscrape's JSON lines of Telegram channels, bellingcat's fork included: `snscrape --jsonl telegram-channel`.
//!
//! Each line is one post; an array of such objects is read too, and so is a table of them. snscrape reads the web
//! preview, so there are public channels only, by their handle, and an album is one post with one id.
//!
//! The text is lossy. snscrape drops all line ends, so that lists cannot be told, and a hashtag runs into the
//! next word; where it ends, its address among the post's links tells. For a reply the text is the beginning
//! of the *answered* post, which cannot be told either. bellingcat's fork puts a line end at each link, emoji
//! and change of style as well; they are taken out again where there can have been none.
//!
//! Links whose words are not their address cannot be placed in the text, and are left out.
//!
//! Sources: `snscrape/modules/telegram.py` and `base.py` of <https://github.com/JustAnotherArchivist/snscrape>
//! (0.7) and <https://github.com/bellingcat/snscrape>.

mod pieces;
mod places;
mod row;
mod table;

use std::collections::VecDeque;
use std::io::{self, Read};

use memchr::memmem;

use self::row::{Read as Understood, Row};
use super::columns::count::Unread;
use super::json::objects::{JsonObjects, Next, Value};
use super::json::outline;
use super::json::repair::read_repaired;
use super::{BadBytes, Doubtful, Page, Reader, UnreadCounts, beginning, delimited};
use crate::model::{Channel, Place, Record, Reject};
use crate::{Error, ErrorKind, Result};

/// What all records of snscrape's Telegram module are.
const MODULE: &str = "snscrape.modules.telegram.";

/// Whether the beginning of an input is of this format.
pub(super) fn looks_like(head: &[u8]) -> bool {
    if !matches!(head.first(), Some(b'[' | b'{')) {
        return table::looks_like(head);
    }
    let object = match head.first() {
        Some(b'[') => outline::elements(head).next().unwrap_or_default(),
        _ => head,
    };
    let value = |name: &str| outline::members(object).find(|(key, _)| *key == name.as_bytes()).map(|it| it.1);
    match value("_type") {
        Some(kind) => kind.strip_prefix(b"\"").is_some_and(|kind| kind.starts_with(MODULE.as_bytes())),
        // Its early versions wrote no type.
        None => {
            value("url").is_some_and(|url| url.starts_with(b"\"https://t.me/s/"))
                && ["date", "content", "outlinks"].iter().all(|name| value(name).is_some())
        }
    }
}

/// Whether the beginning of an input is a table that only its columns and cells tell to be of this format.
pub(super) fn is_untyped_table(head: &[u8]) -> bool {
    !matches!(head.first(), Some(b'[' | b'{')) && table::is_untyped(head)
}

/// Opens an input of this format.
pub(super) fn open(mut page: Page) -> Result<Box<dyn Reader>> {
    let head = delimited::head(&mut page.file).map_err(cannot_read)?;
    if table::has_columns(&head) {
        return table::open(page);
    }
    Ok(Box::new(Snscrape::new(page.file)))
}

/// A reader of snscrape's records.
#[derive(Debug)]
struct Snscrape<R> {
    records: JsonObjects<R>,
    intake: Intake,
    has_ended: bool,
}

impl<R: Read> Snscrape<R> {
    fn new(source: R) -> Self {
        Self {
            records: JsonObjects::new(source, None, Some(find_start)),
            intake: Intake::default(),
            has_ended: false,
        }
    }

    fn step(&mut self) -> Result<()> {
        match self.records.next().map_err(cannot_read)? {
            Next::Value(value) => {
                if !self.intake.take(&value)? {
                    self.records.recover();
                }
            }
            Next::Reject(reason, raw, place) => self.intake.reject(reason, raw, place, None),
            Next::Member(..) | Next::Object => {}
            Next::Cut(place) => self.intake.ready.push_back(Record::Cut(place)),
            Next::End => self.has_ended = true,
        }
        Ok(())
    }
}

impl<R: Read + Send> Reader for Snscrape<R> {
    fn next_record(&mut self) -> Result<Option<Record>> {
        loop {
            if let Some(record) = self.intake.ready.pop_front() {
                return Ok(Some(record));
            }
            if self.has_ended {
                return Ok(None);
            }
            self.step()?;
        }
    }

    fn bytes_read(&self) -> u64 {
        self.records.offset()
    }

    /// The newest stand first.
    fn is_ordered(&self) -> bool {
        false
    }

    fn bad_bytes(&self) -> Option<BadBytes> {
        self.intake.bad_bytes.clone()
    }

    fn unread_counts(&self) -> Option<UnreadCounts> {
        self.intake.unread_counts.clone()
    }

    fn doubts(&self) -> Vec<Doubtful> {
        self.intake.doubts.clone()
    }
}

/// What came in, and what is ready to be given.
#[derive(Debug, Default)]
struct Intake {
    ready: VecDeque<Record>,
    channel: Option<Channel>,
    /// The handle and name of the channel that was described last, by `--with-entity`.
    described: Option<(String, String)>,
    /// Whether a record of the Telegram module was there.
    is_telegram: bool,
    bad_bytes: Option<BadBytes>,
    unread_counts: Option<UnreadCounts>,
    doubts: Vec<Doubtful>,
}

impl Intake {
    /// Takes one value; `false` when it is no JSON.
    fn take(&mut self, value: &Value<'_>) -> Result<bool> {
        if value.is_torn {
            self.ready.push_back(Record::Cut(value.place.clone()));
            return Ok(true);
        }
        if let Ok(row) = serde_json::from_slice(value.raw) {
            return self.take_row(&row, value.raw, &value.place).map(|()| true);
        }
        let mut taken = Ok(());
        let read = |text: &str| {
            let Ok(row) = serde_json::from_str(text) else { return false };
            taken = self.take_row(&row, value.raw, &value.place);
            true
        };
        match read_repaired(value.raw, read) {
            Some(true) => BadBytes::add(&mut self.bad_bytes, value.place.clone()),
            Some(false) => {}
            None => {
                self.reject(value.reason, value.raw, value.place.clone(), None);
                return Ok(false);
            }
        }
        taken.map(|()| true)
    }

    fn take_row(&mut self, row: &Row<'_>, raw: &[u8], place: &Place) -> Result<()> {
        if let Some(kind) = row.kind.text().filter(|kind| !kind.starts_with(MODULE)) {
            if !self.is_telegram {
                let message = format!("the input is snscrape's, but not of Telegram: it holds '{kind}'");
                return Err(Error::new(ErrorKind::Input, message)
                    .hint("of snscrape, only the output of telegram-channel is read"));
            }
            self.reject("not of Telegram", raw, place.clone(), None);
            return Ok(());
        }
        self.is_telegram |= row.kind.text().is_some();
        let mut unread = Unread::default();
        let understood = row::read(row, &mut unread);
        UnreadCounts::add(&mut self.unread_counts, unread, || place.clone());
        match understood {
            Understood::Post(handle, post) => {
                Doubtful::look_for_characters(&mut self.doubts, &post.text, raw, || place.clone());
                self.enter(&handle);
                self.ready.push_back(Record::Post(post));
            }
            Understood::Event(handle, event) => {
                self.enter(&handle);
                self.ready.push_back(Record::Event(event));
            }
            Understood::Channel(handle, name) => self.described = Some((handle, name)),
            Understood::Reject(reason, external_id) => {
                self.reject(reason, raw, place.clone(), external_id);
            }
        }
        Ok(())
    }

    /// Tells of the channel, when it is another one than before.
    fn enter(&mut self, handle: &str) {
        let is_known = |channel: &Channel| {
            channel.handle.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(handle))
        };
        if self.channel.as_ref().is_some_and(is_known) {
            return;
        }
        let described = self.described.as_ref().filter(|(known, _)| known.eq_ignore_ascii_case(handle));
        let channel =
            Channel { name: described.map(|(_, name)| name.clone()), ..row::channel(handle.to_owned()) };
        self.channel = Some(channel.clone());
        self.ready.push_back(Record::Channel(channel));
    }

    fn reject(&mut self, reason: &'static str, raw: &[u8], place: Place, external_id: Option<String>) {
        self.ready.push_back(Record::Reject(Reject {
            place,
            external_id,
            reason: reason.to_owned(),
            raw: beginning(raw),
        }));
    }
}

/// The next record's beginning behind the first byte: within a string its quotes would be escaped.
fn find_start(bytes: &[u8]) -> Option<usize> {
    memmem::find_iter(bytes, b"\"_type\"").find_map(|at| {
        let before = bytes[..at].trim_ascii_end().strip_suffix(b"{")?;
        let value = bytes[at + 7..].trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
        // Link previews and media are objects with a type, too.
        let is_post = value.starts_with(b"\"snscrape.modules.telegram.TelegramPost\"");
        (is_post && !before.is_empty()).then_some(before.len())
    })
}

fn cannot_read(error: io::Error) -> Error {
    Error::new(ErrorKind::Input, "cannot read the input to its end").caused_by(error)
}

#[cfg(test)]
mod tests;
