//! Records in an unlinked temporary file: to read them again from there costs a fraction of what it took to make them
//! of the input.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use crate::load::inputs::leaves_room;
use crate::model::Record;

/// Bytes written and read at once.
const CHUNK: usize = 1 << 18;

/// More bytes than these are not kept.
const MOST_BYTES: u64 = 2 << 30;

/// After so many bytes the disk is asked how much room it has left.
const BETWEEN_LOOKS: u64 = 64 << 20;

/// Takes records.
#[derive(Debug)]
pub(super) struct Spool {
    out: BufWriter<File>,
    frame: Vec<u8>,
    bytes: u64,
    next_look: u64,
}

impl Spool {
    pub(super) fn new() -> io::Result<Self> {
        let out = BufWriter::with_capacity(CHUNK, tempfile::tempfile()?);
        Ok(Self { out, frame: Vec::new(), bytes: 0, next_look: 0 })
    }

    /// Takes a record with how far the input was read when it was given. After an error it is of no use any more.
    pub(super) fn take(&mut self, record: &Record, bytes_read: u64) -> io::Result<()> {
        if self.bytes >= self.next_look {
            self.next_look = self.bytes + BETWEEN_LOOKS;
            if self.bytes > MOST_BYTES || !leaves_room(self.out.get_ref(), BETWEEN_LOOKS) {
                return Err(io::ErrorKind::StorageFull.into());
            }
        }
        self.frame.clear();
        self.frame = postcard::to_extend(&(bytes_read, record), std::mem::take(&mut self.frame))
            .map_err(io::Error::other)?;
        let length = self.frame.len() as u64;
        self.bytes += length;
        self.out.write_all(&length.to_le_bytes())?;
        self.out.write_all(&self.frame)
    }

    /// What gives them again.
    pub(super) fn end(self) -> io::Result<Spooled> {
        let mut file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(Spooled { input: BufReader::with_capacity(CHUNK, file), frame: self.frame })
    }
}

/// Gives records again.
#[derive(Debug)]
pub(super) struct Spooled {
    input: BufReader<File>,
    frame: Vec<u8>,
}

impl Spooled {
    /// The next record, and how far the input was read when it was given; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<(Record, u64)>> {
        let mut length = [0; size_of::<u64>()];
        match self.input.read_exact(&mut length) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            read => read?,
        }
        let length = usize::try_from(u64::from_le_bytes(length)).map_err(io::Error::other)?;
        self.frame.resize(length, 0);
        self.input.read_exact(&mut self.frame)?;
        let ((bytes_read, record), rest) =
            postcard::take_from_bytes(&self.frame).map_err(io::Error::other)?;
        if rest.is_empty() { Ok(Some((record, bytes_read))) } else { Err(io::ErrorKind::InvalidData.into()) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;
    use crate::model::{
        Author, Channel, ChannelEvent, Forward, Media, Moment, Place, Post, Reaction, Reject, Reply, Span,
        SpanKind,
    };

    #[test]
    fn every_kind_of_record_comes_back_as_it_was() {
        let text = |text: &str| Some(text.to_owned());
        let channel = Channel {
            platform: "telegram".to_owned(),
            external_id: text("11"),
            handle: text("Žluť"),
            name: None,
            kind: text(""),
            link_base: text("https://t.me/c/11/"),
        };
        let day: Date = "2024-02-29".parse().unwrap();
        let kinds = [
            SpanKind::Hashtag,
            SpanKind::Mention,
            SpanKind::Cashtag,
            SpanKind::BotCommand,
            SpanKind::Url,
            SpanKind::Email,
            SpanKind::Phone,
            SpanKind::BankCard,
            SpanKind::Code,
            SpanKind::Pre,
            SpanKind::TextLink,
            SpanKind::MentionName,
            SpanKind::Style,
            SpanKind::ListItem { ordinal: Some(-2) },
            SpanKind::ListItem { ordinal: None },
        ];
        let spans = (0_usize..)
            .zip(kinds)
            .map(|(start, kind)| Span { kind, start, end: start + 1, href: (start > 9).then(String::new) })
            .collect();
        let post = Post {
            external_id: text("7"),
            posted: Moment::Instant(-1),
            posted_raw: text("yesterday"),
            edited: Moment::Local(day.at(23, 59, 59, 999_999_999)),
            text: "Река 🏳️‍🌈\n".repeat(100),
            spans,
            author: Some(Author { external_id: None, name: text("Anna") }),
            forward: Some(Forward { channel: channel.clone(), external_id: None, posted: Moment::Day(day) }),
            reply: Some(Reply { external_id: "6".to_owned(), channel: Some(channel.clone()) }),
            via_bot: None,
            url: text("https://example.org/7"),
            is_edited: true,
            seen: Some(i64::MIN),
            views: Some(0),
            views_unit: Some(100),
            forwards: None,
            replies: Some(i64::MAX),
            media: vec![
                Media { kind: "voice".to_owned(), duration: Some(1.5), size: Some(9), ..Media::default() },
                Media { external_id: text("8"), width: Some(1), height: Some(2), ..Media::default() },
            ],
            is_alone: true,
            text_of: text("8"),
            album_no: Some(13_456_789_012_345_678),
            reactions: Some(vec![Reaction { kind: "emoji".to_owned(), name: "❤".to_owned(), count: 3 }]),
        };
        let event = ChannelEvent {
            external_id: text("9"),
            happened: Moment::Unknown,
            action: "pin_message".to_owned(),
            actor: Some(Author::default()),
            detail: text("7"),
        };
        let place = Place::In("a.json".to_owned(), Box::new(Place::Line(3)));
        let reject = Reject {
            place: Place::Row(2),
            external_id: None,
            reason: "no text".to_owned(),
            raw: "{".to_owned(),
        };
        let records = [
            Record::Channel(channel),
            Record::Post(Box::new(post)),
            Record::Post(Box::default()),
            Record::Event(event),
            Record::Reject(reject),
            Record::Cut(place),
            Record::Cut(Place::Byte(u64::MAX)),
        ];
        let mut spool = Spool::new().unwrap();
        for (record, bytes_read) in records.iter().zip(300..) {
            spool.take(record, bytes_read).unwrap();
        }
        let mut spooled = spool.end().unwrap();
        for (record, bytes_read) in records.into_iter().zip(300..) {
            assert_eq!(spooled.next().unwrap(), Some((record, bytes_read)));
        }
        assert_eq!(spooled.next().unwrap(), None);
    }

    #[test]
    fn other_bytes_are_an_error() {
        for frame in [&[9_u8, 9][..], &[1, 1], &[7, 4, 0, 0, 0]] {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&(frame.len() as u64).to_le_bytes()).unwrap();
            file.write_all(frame).unwrap();
            file.rewind().unwrap();
            let mut spooled = Spooled { input: BufReader::new(file), frame: Vec::new() };
            assert!(spooled.next().is_err(), "{frame:?}");
        }
    }
}
