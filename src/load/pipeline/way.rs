//! The way of the records from thread to thread, and of their memory back.

use std::collections::{HashMap, VecDeque};
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::Result;
use crate::extract::naming::Dictionary;
use crate::input::{BadBytes, Doubtful, Reader, Separators, UnreadCounts};
use crate::load::authors::Authors;
use crate::load::long_text::refuse_long_text;
use crate::load::prepare::Dating;
use crate::model::{Channel, Place, PointRule, Post, Record, Reject};
use crate::store::writer::{Numbers, PreparedEvent, PreparedPost, Reading};

/// A batch is handed over when it holds so many records or about so many bytes: few, so that the next
/// thread finds them still in the processor's cache.
const BATCH_RECORDS: usize = 32;
const BATCH_BYTES: usize = 256 * 1024;

/// So many records, and about so many bytes, may be on their way between two threads.
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

/// Things that are handed over together.
pub(super) struct Batch<T> {
    pub(super) items: Vec<T>,
    /// About how many bytes of memory they take.
    bytes: usize,
    /// How far the input is read.
    pub(super) bytes_read: u64,
    /// Whether the input, as far as it is read, runs from old to new.
    pub(super) is_ordered: bool,
    /// Posts of earlier batches that are done with, for the thread that read them to free.
    #[expect(clippy::vec_box, reason = "they are as they came, not copied")]
    spent: Vec<Box<Post>>,
}

impl<T> Default for Batch<T> {
    fn default() -> Self {
        Self { items: Vec::new(), bytes: 0, bytes_read: 0, is_ordered: true, spent: Vec::new() }
    }
}

impl<T> Batch<T> {
    fn push(&mut self, item: T, bytes: usize) {
        self.items.push(item);
        self.bytes += bytes;
    }

    fn is_full(&self) -> bool {
        self.items.len() >= BATCH_RECORDS || self.bytes >= BATCH_BYTES
    }
}

/// A thread's end of the way to the next one and back.
pub(super) struct Way<T> {
    there: Sender<Batch<T>>,
    back: Receiver<Batch<T>>,
    /// How many records and bytes each batch has that is on its way, the first one first.
    sent: VecDeque<(usize, usize)>,
    records: usize,
    bytes: usize,
}

/// The other end of a [`Way`].
pub(super) struct End<T> {
    pub(super) batches: Receiver<Batch<T>>,
    back: Sender<Batch<T>>,
}

impl<T> End<T> {
    /// Gives a batch back when it is done with.
    pub(super) fn give_back(&self, batch: Batch<T>) {
        // The thread before may have come to its end; then this one frees the last batches.
        let _ = self.back.send(batch);
    }
}

impl<T> Way<T> {
    /// A way and its end.
    pub(super) fn new() -> (Self, End<T>) {
        let (there, batches) = channel();
        let (giver, back) = channel();
        let way = Self { there, back, sent: VecDeque::new(), records: 0, bytes: 0 };
        (way, End { batches, back: giver })
    }

    /// Hands a batch over, and waits while too much is on its way. What comes back goes to `free`. `false` when the
    /// next thread has given up; why, it tells itself.
    fn send(&mut self, batch: Batch<T>, mut free: impl FnMut(Batch<T>)) -> bool {
        let (records, bytes) = (batch.items.len(), batch.bytes);
        self.sent.push_back((records, bytes));
        self.records += records;
        self.bytes += bytes;
        if self.there.send(batch).is_err() {
            return false;
        }
        loop {
            let is_crowded = self.records > MOST_RECORDS || self.bytes > MOST_BYTES;
            let back = if is_crowded { self.back.recv().ok() } else { self.back.try_recv().ok() };
            let Some(batch) = back else { return !is_crowded };
            // Batches come back in the order in which they went.
            let (records, bytes) = self.sent.pop_front().unwrap_or_default();
            self.records -= records;
            self.bytes -= bytes;
            free(batch);
        }
    }
}

/// What the reader tells of its input as a whole.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// What was not UTF-8.
    pub(super) bad_bytes: Option<BadBytes>,
    /// What was no count where one should stand.
    pub(super) unread_counts: Option<UnreadCounts>,
    /// What its records leave in doubt.
    pub(super) doubts: Vec<Doubtful>,
    /// What stood between its pages.
    pub(super) separators: Option<Separators>,
    /// Whether it holds all that its channels had between its first and its last record.
    pub(super) is_complete: bool,
    /// How many private chats were left out.
    pub(super) private_chats: u64,
}

/// Reads all records.
pub(super) fn read(
    mut reader: Box<dyn Reader>,
    mut authors: Authors<'_>,
    mut way: Way<(Record, usize)>,
) -> Result<Read> {
    let mut batch = Batch::default();
    while let Some(record) = reader.next_record()? {
        let Some(record) = authors.apply(record) else { continue };
        let (record, bytes) = refuse_long_text(record, reader.bytes_read());
        batch.push((record, bytes), bytes);
        if batch.is_full() {
            batch.bytes_read = reader.bytes_read();
            batch.is_ordered = reader.is_ordered();
            if !way.send(std::mem::take(&mut batch), drop) {
                return Ok(Read::default());
            }
        }
    }
    batch.bytes_read = reader.bytes_read();
    batch.is_ordered = reader.is_ordered();
    // The writer's failure, if any, is told by the writer.
    way.send(batch, drop);
    Ok(Read {
        bad_bytes: reader.bad_bytes(),
        unread_counts: reader.unread_counts(),
        doubts: reader.doubts(),
        separators: reader.separators(),
        is_complete: reader.is_complete(),
        private_chats: authors.private_chats(),
    })
}

/// What the thread that extracts knows.
pub(super) struct Extractor<'s> {
    pub(super) dating: &'s Dating,
    pub(super) dictionary: &'s Dictionary,
    pub(super) points: PointRule,
    /// The numbers of the posts that the store has of each channel.
    pub(super) known: &'s HashMap<Channel, Numbers>,
    /// Those of the channel at hand.
    known_here: Option<Numbers>,
}

impl<'s> Extractor<'s> {
    pub(super) fn new(
        dating: &'s Dating,
        dictionary: &'s Dictionary,
        points: PointRule,
        known: &'s HashMap<Channel, Numbers>,
    ) -> Self {
        Self { dating, dictionary, points, known, known_here: None }
    }

    /// Prepares all records for the writer, until there are no more or the writer has given up.
    pub(super) fn run(mut self, records: End<(Record, usize)>, mut way: Way<Item>) {
        let mut batch = Batch::default();
        let mut spent = Vec::new();
        let mut send = |mut batch: Batch<Item>, (bytes_read, is_ordered), spent: &mut Vec<Box<Post>>| {
            batch.bytes_read = bytes_read;
            batch.is_ordered = is_ordered;
            way.send(batch, |written| free(written, spent))
        };
        while let Ok(mut read) = records.batches.recv() {
            let so_far = (read.bytes_read, read.is_ordered);
            for (record, bytes) in read.items.drain(..) {
                // What is found in a few posts may weigh as much as many.
                if batch.is_full() && !send(std::mem::take(&mut batch), so_far, &mut spent) {
                    return;
                }
                let (item, found) = self.prepare(record);
                batch.push(item, bytes + found);
            }
            if !send(std::mem::take(&mut batch), so_far, &mut spent) {
                return;
            }
            read.spent.append(&mut spent);
            records.give_back(read);
        }
    }

    /// The record for the writer, and about how many bytes what is found in it takes.
    fn prepare(&mut self, record: Record) -> (Item, usize) {
        match record {
            Record::Channel(channel) => {
                self.known_here = self.known.get(&channel).copied();
                (Item::Channel(channel), 0)
            }
            Record::Post(post) => {
                let number = post.external_id.as_deref().and_then(|id| id.parse::<i64>().ok());
                let is_known = self
                    .known_here
                    .zip(number)
                    .is_some_and(|((first, last), no)| (first..=last).contains(&no));
                let prepared = if is_known {
                    self.dating.prepare_known(post, self.dictionary, self.points)
                } else {
                    self.dating.prepare_post(post, self.dictionary, self.points)
                };
                let bytes = prepared.reading.as_ref().map_or(0, size);
                (Item::Post(Box::new(prepared)), bytes)
            }
            Record::Event(event) => (Item::Event(Box::new(self.dating.prepare_event(event))), 0),
            Record::Reject(reject) => (Item::Reject(reject), 0),
            Record::Cut(place) => (Item::Cut(place), 0),
        }
    }
}

/// Frees what was extracted; the posts themselves are for the thread that read them.
#[expect(clippy::vec_box, reason = "they are as they came, not copied")]
fn free(written: Batch<Item>, spent: &mut Vec<Box<Post>>) {
    spent.extend(written.items.into_iter().filter_map(|item| match item {
        Item::Post(prepared) => Some(prepared.post),
        _ => None,
    }));
}

/// About how many bytes what is found in a post takes.
fn size(Reading { extracted: found, .. }: &Reading) -> usize {
    let finds = found.hashtags.len() + found.handles.len() + found.namings.len() + found.links.len();
    let points: usize = found.talking_points.iter().map(|point| point.text.len() + point.folded.len()).sum();
    points + FIND_BYTES * (finds + found.talking_points.len())
}
