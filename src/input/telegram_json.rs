//! Telegram Desktop's `result.json`: one chat, a whole account, a bare array of messages, or its messages one a line.
//!
//! The file is read as a stream of records, an element of a `messages` array each. A record is parsed from
//! the buffer in place; only when that fails is it measured by its brackets and quotes, repaired where
//! Telegram Desktop writes invalid JSON, and parsed again. No more than one record is held, besides the
//! rows of an album and those of a run that may become one.
//!
//! Of a whole account only `chats` and `left_chats` are read; personal data is passed over unseen.
//!
//! `text` and `text_entities` say the same, so the first one with words counts. Where a key stands twice in
//! one object (`text` of data sent by a bot's page does), the first one counts: the second is the text of
//! the row itself, which is empty there.

mod chat;
mod era;
pub(super) mod intake;
mod level;
mod media;
pub(super) mod message;
mod nulls;
mod outermost;
pub(super) mod peer;
pub(super) mod recovery;
mod rich_message;
mod row;
mod senders;
mod service;
mod text;
mod window;

use std::io::{self, Read, Seek, SeekFrom};

use serde_json::StreamDeserializer;

use self::chat::Chat;
use self::intake::Intake;
use self::level::Level;
use self::recovery::{Next, next_message};
use self::row::Row;
use self::window::Window;
use super::json::scanner::{CHUNK, Extent, Scanner};
use super::{BadBytes, Doubtful, RECORD_LIMIT, Reader, UnreadCounts};
use crate::model::{Place, Record, Reject};
use crate::{Error, ErrorKind, Result};

/// How much is kept while looking for the next message, so that its beginning is never torn apart.
const OVERLAP: usize = 4096;

/// How much is read at once when looking ahead: little, since an account may have many small chats.
const LOOK_AHEAD: usize = 16 * 1024;

/// How many bytes may be measured again after missing quotes and brackets, besides eight times what is done:
/// a file of nothing but damage still takes linear time.
const MEASURED_TWICE: u64 = 16 * 1024 * 1024;

/// A reader of Telegram Desktop's JSON exports.
#[derive(Debug)]
pub struct TelegramJson<R> {
    scanner: Scanner<R>,
    window: Window,
    /// How to move the source, when it can be moved.
    seek: Option<fn(&mut R, u64) -> io::Result<u64>>,
    has_begun: bool,
    has_ended: bool,
    levels: Vec<Level>,
    intake: Intake,
    /// How many bytes were measured as a part of a record that did not end where it should.
    measured_twice: u64,
}

impl<R: Read + Send> TelegramJson<R> {
    /// A reader of a source that is read once, from its beginning. A chat whose id stands behind its
    /// messages is recognised by the sender of its first message.
    pub fn new(source: R) -> Self {
        Self {
            scanner: Scanner::new(source),
            window: Window::default(),
            seek: None,
            has_begun: false,
            has_ended: false,
            levels: Vec::new(),
            intake: Intake::default(),
            measured_twice: 0,
        }
    }

    /// A reader of a source that stands at its beginning and can be moved, as a file can: where a chat's
    /// messages stand before its id, name or kind, it looks ahead for these first.
    pub fn new_seekable(source: R) -> Self
    where
        R: Seek,
    {
        Self { seek: Some(|source, offset| source.seek(SeekFrom::Start(offset))), ..Self::new(source) }
    }

    /// Goes on by one step of the file's structure.
    fn step(&mut self) -> io::Result<()> {
        let level = self.levels.last().copied();
        match (level, self.scanner.peek()?) {
            (None | Some(Level::Lines), Some(0xEF)) if self.scanner.skip_mark()? => {}
            (None, Some(next)) => self.go_on_behind(next)?,
            (None | Some(Level::Lines), None) => self.end(false)?,
            (Some(_), None) => self.cut(self.scanner.offset()),
            (Some(_), Some(b',')) => self.scanner.consume(1),
            (Some(Level::Root | Level::Section | Level::Chat), Some(b'}'))
            | (Some(Level::Chats | Level::Messages), Some(b']')) => {
                self.scanner.consume(1);
                self.levels.pop();
                self.intake.finish_album();
            }
            (Some(level @ (Level::Root | Level::Section | Level::Chat)), Some(_)) => {
                self.step_in_object(level)?;
            }
            (Some(Level::Chats), Some(b'{')) => {
                self.scanner.consume(1);
                self.intake.begin_chat();
                self.levels.push(Level::Chat);
            }
            (Some(Level::Chats), Some(_)) => self.lose_the_way()?,
            (Some(Level::Lines), Some(bracket @ (b'{' | b'['))) if self.begins_export()? => {
                self.levels.pop();
                self.intake.begin_export();
                self.enter(bracket)?;
            }
            (Some(Level::Messages | Level::Lines), Some(b'{')) => self.read_record()?,
            (
                Some(Level::Messages | Level::Lines),
                Some(b'"' | b'[' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n'),
            ) => self.read_no_object()?,
            (Some(Level::Messages | Level::Lines), Some(_)) => self.find_next_message()?,
        }
        Ok(())
    }

    fn step_in_object(&mut self, level: Level) -> io::Result<()> {
        let Some(key) = self.scanner.take_key()? else { return self.lose_the_way() };
        let next = self.scanner.peek()?;
        let inner = match (level, key.as_str(), next) {
            (_, _, None) => return self.lose_the_way(),
            (Level::Root | Level::Chat, "messages", Some(b'[')) => Level::Messages,
            (Level::Root, "chats" | "left_chats", Some(b'{')) => Level::Section,
            (Level::Section, "list", Some(b'[')) => Level::Chats,
            _ => {
                let offset = self.scanner.offset();
                let is_whole = match level {
                    Level::Section => self.scanner.skip()?,
                    _ => self.intake.chat.take_value(&mut self.scanner, &key)?,
                };
                if !is_whole {
                    self.cut(offset);
                }
                return Ok(());
            }
        };
        if inner == Level::Messages {
            self.look_ahead()?;
            self.look_at_senders()?;
            self.look_at_era()?;
        }
        self.scanner.consume(1);
        self.levels.push(inner);
        Ok(())
    }

    /// Reads what stands behind the messages at the position, when not all of it stands before.
    fn look_ahead(&mut self) -> io::Result<()> {
        if self.intake.chat.is_told() {
            return Ok(());
        }
        self.look(LOOK_AHEAD, |chat, ahead| chat.take_keys_behind(ahead))
    }

    /// Looks who wrote the messages at the position, when nothing else tells of which chat they are, and whether they are rows of
    /// a table.
    fn look_at_senders(&mut self) -> io::Result<()> {
        if self.intake.chat.has_keys() {
            return self.look_at_nulls();
        }
        self.look(CHUNK, |chat, ahead| {
            chat.seen = senders::look(ahead, &mut chat.names)?;
            Ok(())
        })
    }

    /// Looks whether null has a meaning in the messages at the position. Mostly the first of them tells.
    fn look_at_nulls(&mut self) -> io::Result<()> {
        if self.intake.chat.nulls.is_some_and(|known| known.of_forwards && known.of_locations) {
            return Ok(());
        }
        self.look(LOOK_AHEAD, |chat, ahead| {
            chat.nulls = Some(nulls::look(ahead, chat.nulls.unwrap_or_default())?);
            Ok(())
        })
    }

    /// Looks whether the ids of the messages at the position have type bits, when the chat's own id may have some.
    fn look_at_era(&mut self) -> io::Result<()> {
        if self.intake.is_newer.is_some() || !self.intake.chat.may_have_type_bits() {
            return Ok(());
        }
        let mut is_newer = None;
        self.look(CHUNK, |_, ahead| {
            is_newer = era::is_newer(ahead)?;
            Ok(())
        })?;
        self.intake.is_newer = is_newer;
        Ok(())
    }

    /// Looks at what comes from the position on, where the source can be moved.
    fn look(
        &mut self,
        room: usize,
        look: impl FnOnce(&mut Chat, &mut Scanner<&mut R>) -> io::Result<()>,
    ) -> io::Result<()> {
        let Some(seek) = self.seek else { return Ok(()) };
        let (here, resume) = (self.scanner.offset(), self.scanner.read_offset());
        let source = self.scanner.source_mut();
        seek(source, here)?;
        look(&mut self.intake.chat, &mut Scanner::at(&mut *source, here, room))?;
        seek(source, resume)?;
        Ok(())
    }

    /// Reads the record at the position, in place when it is whole in the buffer and valid.
    fn read_record(&mut self) -> io::Result<()> {
        let offset = self.scanner.offset();
        let window = self.scanner.window();
        let text = self.window.text(&self.scanner);
        let mut read = row(serde_json::Deserializer::from_str(text).into_iter());
        // Behind the text is what is no UTF-8, which may stand in a part of the record that nobody reads.
        if read.is_none() && text.len() < window.len() {
            read = row(serde_json::Deserializer::from_slice(window).into_iter());
        }
        if let Some((row, length)) = &mut read {
            let raw = &window[..*length];
            self.intake.take(row, raw, raw, offset);
            let length = *length;
            self.scanner.consume(length);
            return Ok(());
        }
        let tried = window.len();
        match self.measure_record()? {
            Extent::Whole { length, deepest } => {
                let raw = &self.scanner.window()[..length];
                let is_read = self.intake.take_raw(raw, offset, deepest, length <= tried);
                if is_read || !self.go_on_within(length) {
                    self.scanner.consume(length);
                }
            }
            Extent::TooLong(walk) => {
                self.intake.take_reject("longer than 32 MiB", self.scanner.window(), offset);
                if !self.go_on_within(RECORD_LIMIT) && !self.scanner.skip_rest(walk)? {
                    self.cut(offset);
                }
            }
            Extent::Cut(length) => match self.next_within(length) {
                Next::Nothing => self.cut(offset),
                _ => {
                    self.intake.take_reject("not valid JSON", self.scanner.window(), offset);
                    self.go_on_within(length);
                }
            },
        }
        Ok(())
    }

    /// Measures the record at the position. Where a long one holds the beginning of a message, a quote or a
    /// bracket is missing before that, so the record is not measured to its end.
    fn measure_record(&mut self) -> io::Result<Extent> {
        match self.scanner.measure(CHUNK)? {
            Extent::TooLong(_) if self.next_within(CHUNK) == Next::Nothing => {
                self.scanner.measure(RECORD_LIMIT)
            }
            Extent::TooLong(_) => Ok(Extent::Cut(CHUNK)),
            extent => Ok(extent),
        }
    }

    /// Goes past an element that is no object.
    fn read_no_object(&mut self) -> io::Result<()> {
        let offset = self.scanner.offset();
        match self.scanner.measure(RECORD_LIMIT)? {
            Extent::Whole { length, .. } => {
                self.intake.take_reject("not an object", &self.scanner.window()[..length], offset);
                self.scanner.consume(length);
            }
            Extent::TooLong(walk) => {
                self.intake.take_reject("longer than 32 MiB", self.scanner.window(), offset);
                if !self.scanner.skip_rest(walk)? {
                    self.cut(offset);
                }
            }
            Extent::Cut(_) => self.cut(offset),
        }
        Ok(())
    }

    /// Goes past what is no JSON, to the next message of the same chat.
    fn find_next_message(&mut self) -> io::Result<()> {
        let offset = self.scanner.offset();
        self.scanner.want(Reject::RAW_LIMIT)?;
        self.intake.take_reject("not valid JSON", self.scanner.window(), offset);
        loop {
            match next_message(self.scanner.window()) {
                Next::Message(next) => {
                    self.scanner.consume(next);
                    return Ok(());
                }
                Next::Chat => break,
                Next::Nothing => {
                    self.scanner.consume(self.scanner.window().len().saturating_sub(OVERLAP));
                    if !self.scanner.fill()? {
                        break;
                    }
                }
            }
        }
        self.cut(offset);
        Ok(())
    }

    /// Ends where the structure is broken so that what follows cannot be placed.
    fn lose_the_way(&mut self) -> io::Result<()> {
        let offset = self.scanner.offset();
        if self.scanner.peek()?.is_some() {
            self.scanner.want(Reject::RAW_LIMIT)?;
            self.intake.push_reject("not valid JSON", self.scanner.window(), offset, None);
        }
        self.cut(offset);
        Ok(())
    }

    /// Ends before the input is complete.
    fn cut(&mut self, offset: u64) {
        self.intake.finish_album();
        self.intake.ready.push_back(Record::Cut(Place::Byte(offset)));
        self.has_ended = true;
    }
}

impl<R: Read + Send> Reader for TelegramJson<R> {
    fn next_record(&mut self) -> Result<Option<Record>> {
        loop {
            if let Some(record) = self.intake.ready.pop_front() {
                return Ok(Some(record));
            }
            if self.has_ended {
                return Ok(None);
            }
            if self.has_begun {
                self.step().map_err(cannot_read)?;
            } else {
                self.begin()?;
            }
        }
    }

    fn bytes_read(&self) -> u64 {
        self.scanner.offset()
    }

    /// True until a message came after one with a greater id, as some tools write them.
    fn is_ordered(&self) -> bool {
        !self.intake.is_disordered
    }

    fn is_complete(&self) -> bool {
        !self.intake.is_selection && !self.intake.is_disordered && !self.intake.chat.may_be_choice()
    }

    fn bad_bytes(&self) -> Option<BadBytes> {
        self.intake.bad_bytes.clone()
    }

    fn unread_counts(&self) -> Option<UnreadCounts> {
        self.intake.unread_counts.clone()
    }

    fn doubts(&self) -> Vec<Doubtful> {
        self.intake.doubts()
    }
}

/// The first row, and how long it is.
fn row<'w, R: serde_json::de::Read<'w>>(
    mut rows: StreamDeserializer<'w, R, Row<'w>>,
) -> Option<(Row<'w>, usize)> {
    let row = rows.next()?.ok()?;
    Some((row, rows.byte_offset()))
}

fn cannot_read(error: io::Error) -> Error {
    Error::new(ErrorKind::Input, "cannot read the input to its end").caused_by(error)
}

#[cfg(test)]
mod tests;
