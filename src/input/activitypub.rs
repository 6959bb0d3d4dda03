//! ActivityPub outboxes: the `outbox.json` of a Mastodon archive, and the pages of an outbox on the network.
//!
//! The channel is the actor: an account. A post's id is what follows `ACTOR/statuses/` in its address, as
//! Mastodon and GoToSocial write it, else the whole address. A content warning is the first line of the text,
//! as readers see it; a boost is a forward without words of its own. Direct messages stand in an archive, too,
//! but nobody published them: they are rejects, told without their words.
//!
//! Sources: <https://www.w3.org/TR/activitypub/>, <https://www.w3.org/TR/activitystreams-vocabulary/>, and
//! Mastodon's `app/services/backup_service.rb` and `app/serializers/activitypub`.

mod address;
mod html;
mod note;

use std::collections::VecDeque;
use std::io::{self, Read};

use memchr::{memmem, memrchr};
use serde_json::Value;

use self::note::Activity;
use super::columns::count::Unread;
use super::json::objects::{self, JsonObjects, Next};
use super::json::outline;
use super::json::repair::read_repaired;
use super::json::tree::Tree;
use super::{BadBytes, Doubtful, Page, Reader, UnreadCounts, beginning};
use crate::model::{Channel, Place, Record, Reject};
use crate::{Error, ErrorKind, Result};

/// The platform of everything in these inputs: the servers speak with each other, so accounts of all of them
/// are of one.
const PLATFORM: &str = "activitypub";

/// Where a collection lists what it holds.
const LIST: &str = "orderedItems";

/// Whether the beginning of an input is of this format.
pub(super) fn looks_like(head: &[u8]) -> bool {
    match head.first() {
        Some(b'[') => outline::elements(head).next().is_some_and(|it| is_collection(it) || is_activity(it)),
        _ => is_collection(head),
    }
}

/// An outbox or one of its pages, with a list or with the address of its first page.
fn is_collection(object: &[u8]) -> bool {
    let value = |name: &str| outline::members(object).find(|(key, _)| *key == name.as_bytes()).map(|it| it.1);
    match (value(LIST), value("type")) {
        (Some(list), _) if outline::elements(list).next().is_some_and(is_activity) => true,
        (list, Some(b"\"OrderedCollection\"" | b"\"OrderedCollectionPage\"")) => {
            list.is_some() || value("first").is_some()
        }
        _ => false,
    }
}

fn is_activity(object: &[u8]) -> bool {
    let has = |name: &[u8]| outline::members(object).any(|(key, _)| key == name);
    let kind = outline::members(object).find(|(key, _)| *key == b"type").map(|(_, value)| value);
    matches!(kind, Some(b"\"Create\"" | b"\"Announce\"" | b"\"Update\"")) && (has(b"actor") || has(b"object"))
}

/// Opens an input of this format.
pub(super) fn open(page: Page) -> Result<Box<dyn Reader>> {
    Ok(Box::new(ActivityPub::new(page.file)))
}

/// A reader of outboxes.
#[derive(Debug)]
struct ActivityPub<R> {
    records: JsonObjects<R>,
    intake: Intake,
    has_ended: bool,
}

impl<R: Read> ActivityPub<R> {
    fn new(source: R) -> Self {
        Self {
            records: JsonObjects::new(source, Some(LIST), Some(find_start)),
            intake: Intake::default(),
            has_ended: false,
        }
    }

    fn step(&mut self) -> Result<()> {
        match self.records.next().map_err(cannot_read)? {
            Next::Value(value) => {
                if !self.intake.take(&value) {
                    self.records.recover();
                }
            }
            Next::Member(key, raw) => self.intake.outline.take(&key, raw),
            Next::Object => {
                let start = self.records.offset().saturating_sub(1);
                self.intake.end_object();
                self.intake.object = Some((start, self.intake.items));
            }
            Next::Reject(reason, raw, place) => self.intake.reject(reason, beginning(raw), place, None),
            Next::Cut(place) => {
                self.intake.is_cut = true;
                self.intake.object = None;
                self.intake.ready.push_back(Record::Cut(place));
            }
            Next::End => {
                self.has_ended = true;
                self.intake.end_object();
                if self.intake.items == 0 && self.intake.outline.names_pages {
                    let message =
                        "the input is an outbox that lists no posts, only the addresses of its pages";
                    return Err(Error::new(ErrorKind::Input, message)
                        .hint("give the archive's outbox.json, or the pages themselves"));
                }
            }
        }
        Ok(())
    }
}

impl<R: Read + Send> Reader for ActivityPub<R> {
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

    /// An archive has the oldest first, a page of an outbox the newest.
    fn is_ordered(&self) -> bool {
        false
    }

    /// When it is a whole collection and has as many items as it says.
    fn is_complete(&self) -> bool {
        let intake = &self.intake;
        self.has_ended
            && !intake.is_cut
            && intake.outline.is_whole
            && intake.outline.total == Some(intake.items)
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

/// What a collection tells of itself beside its list.
#[derive(Debug, Default)]
struct Outline {
    /// Whether it is the collection and no page of it.
    is_whole: bool,
    total: Option<u64>,
    names_pages: bool,
    /// Whether the object at hand calls itself a collection or a page of one.
    is_collection: bool,
}

impl Outline {
    fn take(&mut self, key: &str, raw: &[u8]) {
        match key {
            "type" => {
                self.is_whole = raw == b"\"OrderedCollection\"";
                self.is_collection = self.is_whole || raw == b"\"OrderedCollectionPage\"";
            }
            "totalItems" => self.total = serde_json::from_slice(raw).ok(),
            "first" => self.names_pages = true,
            _ => {}
        }
    }
}

/// What came in, and what is ready to be given.
#[derive(Debug, Default)]
struct Intake {
    ready: VecDeque<Record>,
    channel: Option<Channel>,
    outline: Outline,
    /// Where the outer object begins, and how many items there were before.
    object: Option<(u64, u64)>,
    /// How many items there were.
    items: u64,
    is_cut: bool,
    bad_bytes: Option<BadBytes>,
    unread_counts: Option<UnreadCounts>,
    doubts: Vec<Doubtful>,
}

impl Intake {
    /// Tells of an outer object that was neither a collection nor held anything.
    fn end_object(&mut self) {
        let is_collection = std::mem::take(&mut self.outline.is_collection);
        if let Some((start, items)) = self.object.take()
            && items == self.items
            && !is_collection
        {
            self.reject(
                "not an outbox: put it into a file of its own",
                String::new(),
                Place::Byte(start),
                None,
            );
        }
    }

    /// Takes one item; `false` when it is no JSON.
    fn take(&mut self, value: &objects::Value<'_>) -> bool {
        let mut tree: Option<Tree> = serde_json::from_slice(value.raw).ok();
        if tree.is_none() {
            let read = |text: &str| {
                tree = serde_json::from_str(text).ok();
                tree.is_some()
            };
            if read_repaired(value.raw, read) == Some(true) {
                BadBytes::add(&mut self.bad_bytes, value.place.clone());
            }
        }
        let Some(tree) = tree else {
            self.items += 1;
            self.reject(value.reason, beginning(value.raw), value.place.clone(), None);
            return false;
        };
        // A page within an array of pages.
        let inner = tree.0.get(LIST).and_then(Value::as_array);
        for item in inner.map_or(std::slice::from_ref(&tree.0), Vec::as_slice) {
            self.items += 1;
            let raw = || match inner {
                Some(_) => beginning(item.to_string().as_bytes()),
                None => beginning(value.raw),
            };
            self.take_item(item, value, raw);
        }
        true
    }

    fn take_item(&mut self, item: &Value, whole: &objects::Value<'_>, raw: impl FnOnce() -> String) {
        let place = &whole.place;
        let is_known = |channel: &Channel, actor: &str| channel.external_id.as_deref() == Some(actor);
        let mut unread = Unread::default();
        let activity = note::read(item, &mut unread);
        UnreadCounts::add(&mut self.unread_counts, unread, || place.clone());
        match activity {
            Ok(Activity { channel, record }) => {
                let actor = channel.external_id.as_deref().unwrap_or_default();
                if !self.channel.as_ref().is_some_and(|known| is_known(known, actor)) {
                    self.channel = Some(channel.clone());
                    self.ready.push_back(Record::Channel(channel));
                }
                if let Record::Post(post) = &record {
                    Doubtful::look_for_characters(&mut self.doubts, &post.text, whole.raw, || place.clone());
                }
                self.ready.push_back(record);
            }
            Err(note::Reason { words, external_id, is_private }) => {
                let raw = if is_private { String::new() } else { raw() };
                self.reject(words, raw, place.clone(), external_id);
            }
        }
    }

    fn reject(&mut self, reason: &'static str, raw: String, place: Place, external_id: Option<String>) {
        self.ready.push_back(Record::Reject(Reject { place, external_id, reason: reason.to_owned(), raw }));
    }
}

/// The next activity's beginning behind the first byte: its id, then its type.
fn find_start(bytes: &[u8]) -> Option<usize> {
    /// How far the type may be behind the beginning.
    const REACH: usize = 1024;
    memmem::find_iter(bytes, b"\"type\"").find_map(|at| {
        let value = bytes[at + 6..].trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
        let is_activity = value.starts_with(b"\"Create\"") || value.starts_with(b"\"Announce\"");
        let from = at.saturating_sub(REACH);
        let start = from + is_activity.then(|| memrchr(b'{', &bytes[from..at])).flatten()?;
        let begins = bytes[start + 1..].trim_ascii_start().starts_with(b"\"id\"");
        (begins && start > 0).then_some(start)
    })
}

fn cannot_read(error: io::Error) -> Error {
    Error::new(ErrorKind::Input, "cannot read the input to its end").caused_by(error)
}

#[cfg(test)]
mod tests;
