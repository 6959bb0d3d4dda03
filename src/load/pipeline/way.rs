//! The way from the reading thread to the writing one, and back.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender};

use crate::Result;
use crate::extract::naming::Dictionary;
use crate::input::{BadBytes, Reader};
use crate::load::authors::Authors;
use crate::load::prepare::Dating;
use crate::model::{Channel, Place, PointRule, Record, Reject};
use crate::store::writer::{Numbers, PreparedEvent, PreparedPost, Reading};

/// A batch is handed over when it holds so many records or about so many bytes: few, so that the writing
/// thread finds them still in the processor's cache.
const BATCH_RECORDS: usize = 32;
const BATCH_BYTES: usize = 256 * 1024;

/// So many records, and about so many bytes, may be on their way between the two threads.
const MOST_RECORDS: usize = 512;
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// About how many bytes of memory one find takes, such as the use of a hashtag. A text of nothing but hashtags is
/// small beside what is found in it.
const FIND_BYTES: usize = 192;

/// A record as the writer takes it.
pub(super) enum Item {
    Channel(Channel),
    Post(Box<PreparedPost>),
    Event(Box<PreparedEvent>),
    Reject(Reject),
    Cut(Place),
}

/// Records that are handed over together.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) items: Vec<Item>,
    /// About how many bytes of memory it takes.
    bytes: usize,
    /// How far the input is read.
    pub(super) bytes_read: u64,
}

impl Batch {
    fn is_full(&self) -> bool {
        self.items.len() >= BATCH_RECORDS || self.bytes >= BATCH_BYTES
    }

    fn push(
        &mut self,
        record: Record,
        known: Option<Numbers>,
        dating: &Dating,
        dictionary: &Dictionary,
        points: PointRule,
    ) {
        self.items.push(match record {
            Record::Channel(channel) => Item::Channel(channel),
            Record::Post(post) => {
                let number = post.external_id.as_deref().and_then(|id| id.parse::<i64>().ok());
                let is_known =
                    known.zip(number).is_some_and(|((first, last), no)| (first..=last).contains(&no));
                let prepared = if is_known {
                    dating.prepare_known(*post, dictionary, points)
                } else {
                    dating.prepare_post(*post, dictionary, points)
                };
                self.bytes += size(&prepared);
                Item::Post(Box::new(prepared))
            }
            Record::Event(event) => Item::Event(Box::new(dating.prepare_event(event))),
            Record::Reject(reject) => {
                self.bytes += reject.raw.len();
                Item::Reject(reject)
            }
            Record::Cut(place) => Item::Cut(place),
        });
    }
}

/// About how many bytes a post takes.
fn size(post: &PreparedPost) -> usize {
    let Some(Reading { extracted: found, .. }) = &post.reading else { return post.post.text.len() };
    let finds = found.hashtags.len() + found.handles.len() + found.namings.len() + found.links.len();
    let points: usize = found.talking_points.iter().map(|point| point.text.len() + point.folded.len()).sum();
    post.post.text.len() + points + FIND_BYTES * (finds + found.talking_points.len())
}

/// The reading thread's end of the way to the writer and back.
pub(super) struct Way {
    there: Sender<Batch>,
    back: Receiver<Batch>,
    records: usize,
    bytes: usize,
}

impl Way {
    /// The way that leads there and back by these channels.
    pub(super) fn new(there: Sender<Batch>, back: Receiver<Batch>) -> Self {
        Self { there, back, records: 0, bytes: 0 }
    }

    /// Hands a batch over, and waits while too much is on its way. `false` when the writer has given up;
    /// why, it tells itself.
    fn send(&mut self, batch: Batch) -> bool {
        self.records += batch.items.len();
        self.bytes += batch.bytes;
        if self.there.send(batch).is_err() {
            return false;
        }
        while let Ok(written) = self.back.try_recv() {
            self.free(written);
        }
        while self.records > MOST_RECORDS || self.bytes > MOST_BYTES {
            match self.back.recv() {
                Ok(written) => self.free(written),
                Err(_) => return false,
            }
        }
        true
    }

    fn free(&mut self, written: Batch) {
        self.records -= written.items.len();
        self.bytes -= written.bytes;
    }
}

/// What the reader tells of its input as a whole.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// What was not UTF-8.
    pub(super) bad_bytes: Option<BadBytes>,
    /// Whether it holds all that its channels had between its first and its last record.
    pub(super) is_complete: bool,
    /// How many private chats were left out.
    pub(super) private_chats: u64,
}

/// Reads and prepares all records; `known` are the numbers of the posts that the store has of each channel.
pub(super) fn produce(
    mut reader: Box<dyn Reader>,
    mut authors: Authors<'_>,
    dating: &Dating,
    dictionary: &Dictionary,
    points: PointRule,
    known: &HashMap<Channel, Numbers>,
    mut way: Way,
) -> Result<Read> {
    let mut batch = Batch::default();
    let mut known_here = None;
    while let Some(record) = reader.next_record()? {
        let Some(record) = authors.apply(record) else { continue };
        if let Record::Channel(channel) = &record {
            known_here = known.get(channel).copied();
        }
        batch.push(record, known_here, dating, dictionary, points);
        if batch.is_full() {
            batch.bytes_read = reader.bytes_read();
            if !way.send(std::mem::take(&mut batch)) {
                return Ok(Read::default());
            }
        }
    }
    batch.bytes_read = reader.bytes_read();
    // The writer's failure, if any, is told by the writer.
    way.send(batch);
    Ok(Read {
        bad_bytes: reader.bad_bytes(),
        is_complete: reader.is_complete(),
        private_chats: authors.private_chats(),
    })
}
