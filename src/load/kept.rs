//! The records of an input, kept from the first look at it, so that it is not read twice: in memory while they are few,
//! else in a temporary file.

mod spool;

use std::vec::IntoIter;

use self::spool::{Spool, Spooled};
use crate::input::{BadBytes, Doubtful, Reader, Separators, UnreadCounts};
use crate::model::{Channel, Media, Post, Reaction, Record, Span};
use crate::{Error, ErrorKind, Result};

/// Records of more bytes go to a file. Much less than a load may take in all: they are gone, one by one,
/// while what is found in them is written.
const MOST_BYTES: usize = 40 * 1024 * 1024;

/// Records as they were read.
#[derive(Debug)]
pub(super) struct Keeper {
    place: Place,
    bytes: usize,
    records: u64,
    /// After so many records the input no longer ran from old to new.
    ordered: Option<u64>,
}

#[derive(Debug)]
enum Place {
    /// Each with how far the input was read when it was given.
    Memory(Vec<(Record, u64)>),
    File(Box<Spool>),
    /// They are not kept.
    Nowhere,
}

impl Keeper {
    pub(super) fn new(keeps: bool) -> Self {
        let place = if keeps { Place::Memory(Vec::new()) } else { Place::Nowhere };
        Self { place, bytes: 0, records: 0, ordered: None }
    }

    /// Takes a record with how far the input was read when it was given, and whether it was in order so far.
    pub(super) fn take(&mut self, record: Record, bytes_read: u64, is_ordered: bool) {
        if !is_ordered {
            self.ordered.get_or_insert(self.records);
        }
        self.records += 1;
        let taken = match &mut self.place {
            Place::Memory(records) => {
                self.bytes += size(&record);
                records.push((record, bytes_read));
                if self.bytes <= MOST_BYTES {
                    return;
                }
                spooled(std::mem::take(records)).map(|spool| self.place = Place::File(spool))
            }
            Place::File(spool) => spool.take(&record, bytes_read),
            Place::Nowhere => return,
        };
        if let Err(cause) = taken {
            log::debug!("the input is read again: {cause}");
            self.place = Place::Nowhere;
        }
    }

    /// What gives all records again, in place of the reader that has come to its end; `None` when they were not kept.
    pub(super) fn again(self, reader: &dyn Reader) -> Option<Box<dyn Reader>> {
        let records = match self.place {
            Place::Memory(records) => Records::Memory(records.into_iter()),
            Place::File(spool) => Records::File(Box::new(spool.end().ok()?)),
            Place::Nowhere => return None,
        };
        Some(Box::new(Again {
            records,
            bytes_read: 0,
            given: 0,
            ordered: self.ordered,
            is_complete: reader.is_complete(),
            bad_bytes: reader.bad_bytes(),
            unread_counts: reader.unread_counts(),
            doubts: reader.doubts(),
            separators: reader.separators(),
        }))
    }
}

fn spooled(records: Vec<(Record, u64)>) -> std::io::Result<Box<Spool>> {
    let mut spool = Spool::new()?;
    for (record, bytes_read) in records {
        spool.take(&record, bytes_read)?;
    }
    Ok(Box::new(spool))
}

enum Records {
    Memory(IntoIter<(Record, u64)>),
    File(Box<Spooled>),
}

/// Gives kept records as the reader of the input gave them.
struct Again {
    records: Records,
    bytes_read: u64,
    given: u64,
    ordered: Option<u64>,
    is_complete: bool,
    bad_bytes: Option<BadBytes>,
    unread_counts: Option<UnreadCounts>,
    doubts: Vec<Doubtful>,
    separators: Option<Separators>,
}

impl Reader for Again {
    fn next_record(&mut self) -> Result<Option<Record>> {
        let next = match &mut self.records {
            Records::Memory(records) => records.next(),
            Records::File(spooled) => spooled.next().map_err(|cause| {
                Error::new(ErrorKind::Io, "cannot read what was kept in the temporary folder")
                    .caused_by(cause)
            })?,
        };
        self.given += u64::from(next.is_some());
        self.bytes_read = next.as_ref().map_or(self.bytes_read, |(_, bytes_read)| *bytes_read);
        Ok(next.map(|(record, _)| record))
    }

    fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    fn is_ordered(&self) -> bool {
        self.ordered.is_none_or(|ordered| self.given <= ordered)
    }

    fn is_complete(&self) -> bool {
        self.is_complete
    }

    fn bad_bytes(&self) -> Option<BadBytes> {
        self.bad_bytes.clone()
    }

    fn unread_counts(&self) -> Option<UnreadCounts> {
        self.unread_counts.clone()
    }

    fn doubts(&self) -> Vec<Doubtful> {
        self.doubts.clone()
    }

    fn separators(&self) -> Option<Separators> {
        self.separators.clone()
    }
}

/// About how many bytes of memory a record takes.
pub(super) fn size(record: &Record) -> usize {
    size_of::<(Record, u64)>()
        + match record {
            Record::Channel(channel) => channel_size(channel),
            Record::Post(post) => post_size(post),
            Record::Event(event) => {
                let actor =
                    event.actor.as_ref().map_or(0, |actor| text(&actor.name) + text(&actor.external_id));
                event.action.len() + text(&event.detail) + text(&event.external_id) + actor
            }
            Record::Reject(reject) => reject.raw.len() + reject.reason.len() + text(&reject.external_id),
            Record::Cut(_) => 0,
        }
}

/// As [`size`], of a post.
fn post_size(post: &Post) -> usize {
    let author = post.author.as_ref().map_or(0, |author| text(&author.name) + text(&author.external_id));
    let forward = post
        .forward
        .as_ref()
        .map_or(0, |forward| channel_size(&forward.channel) + text(&forward.external_id));
    let reply = post
        .reply
        .as_ref()
        .map_or(0, |reply| reply.external_id.len() + reply.channel.as_ref().map_or(0, channel_size));
    let spans: usize = post.spans.iter().map(|span| size_of::<Span>() + text(&span.href)).sum();
    let media: usize = post.media.iter().map(media_size).sum();
    let reactions: usize = post
        .reactions
        .iter()
        .flatten()
        .map(|reaction| size_of::<Reaction>() + reaction.kind.len() + reaction.name.len())
        .sum();
    let texts = [&post.external_id, &post.posted_raw, &post.via_bot, &post.url].map(text);
    let texts: usize = texts.into_iter().sum();
    size_of::<Post>() + post.text.len() + texts + author + forward + reply + spans + media + reactions
}

fn media_size(media: &Media) -> usize {
    let texts = [&media.external_id, &media.file_name, &media.mime_type, &media.title].map(text);
    size_of::<Media>() + media.kind.len() + texts.into_iter().sum::<usize>()
}

fn channel_size(channel: &Channel) -> usize {
    let Channel { platform, external_id, handle, name, kind, link_base } = channel;
    platform.len() + [external_id, handle, name, kind, link_base].map(text).into_iter().sum::<usize>()
}

/// What a text takes with what the allocator adds.
fn text(text: &Option<String>) -> usize {
    text.as_ref().map_or(0, |text| text.capacity() + 2 * size_of::<usize>())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Empty;

    impl Reader for Empty {
        fn next_record(&mut self) -> Result<Option<Record>> {
            Ok(None)
        }

        fn bytes_read(&self) -> u64 {
            9
        }

        fn is_ordered(&self) -> bool {
            false
        }

        fn is_complete(&self) -> bool {
            true
        }
    }

    fn post(text: String) -> Record {
        Record::Post(Box::new(Post { text, ..Post::default() }))
    }

    #[test]
    fn records_come_again_as_they_were_and_with_what_the_reader_said() {
        let mut keeper = Keeper::new(true);
        keeper.take(Record::Channel(Channel::default()), 3, true);
        keeper.take(post("one".to_owned()), 7, false);
        let mut again = keeper.again(&Empty).unwrap();
        assert!(again.is_ordered() && again.is_complete());
        assert_eq!(again.next_record().unwrap(), Some(Record::Channel(Channel::default())));
        assert!(again.is_ordered());
        assert_eq!(again.bytes_read(), 3);
        assert_eq!(again.next_record().unwrap(), Some(post("one".to_owned())));
        assert!(!again.is_ordered());
        assert_eq!(again.next_record().unwrap(), None);
        assert!(!again.is_ordered());
        assert_eq!(again.bytes_read(), 7);
    }

    #[test]
    fn too_many_bytes_come_again_from_a_file() {
        let mut keeper = Keeper::new(true);
        let long = |letter: &str| post(letter.repeat(MOST_BYTES / 4));
        let letters = ["a", "b", "c", "d", "e", "f"];
        for (letter, bytes_read) in letters.into_iter().zip(1..) {
            keeper.take(long(letter), bytes_read, true);
        }
        assert!(matches!(keeper.place, Place::File(_)));
        let mut again = keeper.again(&Empty).unwrap();
        assert!(again.is_ordered() && again.is_complete());
        for (letter, bytes_read) in letters.into_iter().zip(1..) {
            assert!(again.next_record().unwrap() == Some(long(letter)), "{letter}");
            assert_eq!(again.bytes_read(), bytes_read);
        }
        assert_eq!(again.next_record().unwrap(), None);
    }

    #[test]
    fn nothing_is_kept_of_an_input_whose_authors_are_done_away_with() {
        let mut keeper = Keeper::new(false);
        keeper.take(post("one".to_owned()), 3, true);
        assert!(keeper.again(&Empty).is_none());
    }
}
